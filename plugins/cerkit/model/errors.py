"""The one exception cerkit raises on purpose.

A mistake in the author's files is a `Diagnostic`; this is for a broken environment: no Pandoc, an unknown tag, a
folder that cannot be written.
"""

from __future__ import annotations


class CerkitError(Exception):
    """Something outside the author's files is in the way. `hint` says what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

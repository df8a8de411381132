"""Why a file is left as it is."""

from __future__ import annotations


class RefusalError(Exception):
    """Ends the formatting of one file. Lines and columns count from 0."""

    def __init__(self, message: str, hint: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line
        self.column = column

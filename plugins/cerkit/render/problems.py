"""What a writer asked for and cannot have: said in words, with a way out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class RenderProblem(Exception):  # noqa: N818  # a writer's slip that the website turns into a diagnostic, not a fault
    """A macro names a kind, column or record that does not exist, or asks for what the records do not hold."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def unknown(what: str, name: str, known: Iterable[str]) -> RenderProblem:
    """The problem of a name that is not there, with the names close to it, or else all of them."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=4, cutoff=0.5)
    hint = f"close to it: {', '.join(near)}" if near else f"there are: {', '.join(names[:40]) or 'none'}"
    return RenderProblem(f"{what} {name!r} does not exist", hint)

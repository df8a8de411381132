"""Formats record files: keys in the models' order, one indentation, comments and meaning kept.

Text in, text out. Quotes, block scalars, short collections on one line and line breaks in texts stay as written:
a record is read in differences, and a formatter that wraps lines anew would make differences of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from cerkit.formatting.attach import attach
from cerkit.formatting.emit import emit
from cerkit.formatting.order import shape_of_file
from cerkit.formatting.refusal import RefusalError
from cerkit.formatting.tree import read_tree
from cerkit.formatting.verify import is_same
from cerkit.model.diagnostics import Place

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes, as for the check."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file in the one style; the bytes may be those it had."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file stays as it is, where, and what its author can do."""

    place: Place
    message: str
    hint: str


def format_file(path: str, data: bytes) -> Formatted | Refused:
    """Format one file, whose path below the repository tells which fields it has.

    What comes out is read again; unless it says the same and holds every comment, nothing comes out.
    """
    try:
        return Formatted(_formatted(path, data))
    except RefusalError as refusal:
        place = Place(path, line=refusal.line + 1, column=refusal.column + 1)
        return Refused(place, refusal.message, refusal.hint)


def _formatted(path: str, data: bytes) -> bytes:
    text = _decoded(data)
    before = read_tree(text)
    attach(before)
    after = emit(before, shape_of_file(path))
    if not is_same(before, after):
        raise RefusalError("the formatted text would not say the same", "please report the file as a fault")
    return after.encode()


def _decoded(data: bytes) -> str:
    """The text with LF as line end and one at its end, which no value depends on."""
    if len(data) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB"
        raise RefusalError(message, "keep data files out of evidence/")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start)
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8 text"
        raise RefusalError(message, "save the file as UTF-8", line) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") or not text else text + "\n"


__all__ = ["Formatted", "Refused", "format_file"]

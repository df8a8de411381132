"""Field types that records and catalogues share.

The loader hands over plain values: text, `int`, `Decimal`, `bool`, `None`, `date` (an unquoted ISO date), lists and
mappings. Everything is strict: a number is never read as text, nor text as a number.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

T = TypeVar("T")

Seq = Annotated[tuple[T, ...], Strict(False)]
"""A list in YAML, a tuple in the record; the items stay strict."""

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
"""Text that says something: not empty, not only blanks. Printed as it stands; Markdown and macros in it are not run."""


class MarkdownField:
    """Marks the few text fields that are rendered as Markdown (inline marks and record links, never macros)."""


Markdown = Annotated[str, StringConstraints(min_length=1, pattern=r"\S"), MarkdownField()]
"""Text written as Markdown: emphasis, lists, `[CLM-1][]` links. Macros in it are not run."""

Number = int | Decimal
"""An exact decimal number; 94.0 keeps its digit, so that a value is printed as the author wrote it."""

Count = Annotated[int, Strict(), Field(ge=0)]
"""How many: a whole number, none below zero."""


_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""`date.fromisoformat` also reads weeks (2026-W22-5), which no reader of the report would."""


def _iso_date(value: object) -> object:
    """A quoted ISO date means the same as an unquoted one; nothing else is turned into a date."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if _ISO_DATE.fullmatch(value) else value
        except ValueError:
            return value
    return value


Date = Annotated[date, BeforeValidator(_iso_date)]
"""A day, ISO 8601 (2026-05-29), quoted or not."""


class Empty:
    """Stands for a value that the author forgot; reported when the file is read, so that validation keeps quiet."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


EMPTY: Final = Empty()

UNREADABLE: Final = "<<"
"""Key in a mapping of which a part could not be read; it stands before `EMPTY`, and then no field counts as missing."""


class Strictly(BaseModel):
    """Base of everything that is read from YAML: frozen, strict, no unknown field."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)

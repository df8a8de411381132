"""A table as one value: columns, rows, cells of small pieces. Page, CSV, XLSX and JSON are made from it.

Cells hold no HTML and no Markdown. Text from records goes in as it stands, so nothing in it can run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """What a cell says of the argument at a glance. The value is the end of its class on the page."""

    MET = "met"
    LIMITS = "limits"
    NOT_MET = "not-met"
    NOT_DECIDABLE = "not-decidable"
    GAP = "gap"


SYMBOLS: Final[Mapping[State, str]] = {
    State.MET: "✓",
    State.LIMITS: "◐",
    State.NOT_MET: "✗",
    State.NOT_DECIDABLE: "?",
    State.GAP: "○",
}
"""A sign for each state, so that a grid reads in greyscale. Words always stand beside it."""


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text; a line break in it is kept."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A link to a record, a part of one or a chapter."""

    id: str
    text: str | None = None
    """What is printed in place of the identifier."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation, formatted where the citation style is known."""

    cluster: str
    """As a writer would type it: [@SRC-heydon-2021, p. 3; @SRC-ci-003]."""
    label: str
    """What stands in its place where no style is at hand, for example in a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Break:
    """A new line inside a cell."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in words."""

    state: State
    words: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list inside a cell."""

    items: tuple[tuple[Piece, ...], ...]


Piece = Words | RecordRef | Citation | Break | Badge | Items


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `state` colours the whole of it and is always said in words by a piece, too."""

    pieces: tuple[Piece, ...] = ()
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in data files, its label on paper."""

    key: str
    label: str
    header: bool = False
    """True when its cells name their rows, for example by a record's identifier."""
    numeric: bool = False
    """True when figures stand under each other."""
    weight: int | None = None
    """Share of the width against the other columns; None lets the content decide."""
    record: str | None = None
    """Identifier of the record that the column is about; its label is then a link."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row has one cell for each column, or is a heading over the rows that follow (`group`)."""

    cells: tuple[Cell, ...] = ()
    anchor: str | None = None
    """Identifier under which the row can be linked to."""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order in which they are printed."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    classes: tuple[str, ...] = ()
    """What the site and Word do with it: `sortable`, `wide` (landscape), `grid`, `sheet`."""
    notes: tuple[Cell, ...] = ()
    """Lines under the table, for example the meaning of its signs."""
    id: str | None = None
    """Identifier for cross-references, `tbl-` and words; None for a table that is not numbered."""
    caption: str | None = None

    def named(self, name: str | None, caption: str | None = None) -> Table:
        """The same table with an identifier and a caption, which only the page knows where it is put."""
        return replace(self, id=name, caption=caption)


def cell(*parts: str | Piece, state: State | None = None) -> Cell:
    """A cell of texts and pieces. Without `state` it is that of its badges, where they agree."""
    pieces = tuple(Words(part) if isinstance(part, str) else part for part in parts if part != "")
    if state is None:
        states = {piece.state for piece in pieces if isinstance(piece, Badge)}
        state = states.pop() if len(states) == 1 else None
    return Cell(pieces, state)


EMPTY: Final = Cell((Words("–"),))
"""A cell of which nothing was said."""


def plain(value: Cell | tuple[Piece, ...]) -> str:
    """The cell as plain text, a line for each break and each item of a list."""
    pieces = value.pieces if isinstance(value, Cell) else value
    text = "".join(_plain(piece) for piece in pieces)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _plain(piece: Piece) -> str:
    match piece:
        case Words(text=text):
            return text
        case RecordRef(id=identifier, text=text):
            return text if text is not None else identifier
        case Citation(label=label):
            return label
        case Break():
            return "\n"
        case Badge(words=words):
            return words
        case Items(items=items):
            return "\n" + "\n".join(plain(item) for item in items) + "\n"

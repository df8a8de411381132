"""A table as Markdown, for pull requests and terminals."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from cerkit.model.tables import Break, Cell, Piece, RecordRef, Row, Table, plain

Address = Callable[[str], str | None]
"""Where something is to be found, by its identifier; None for plain text."""

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|])")


def table_markdown(table: Table, address: Address = lambda _identifier: None) -> str:
    """Caption, header and rows; a group over rows is a row of its own, in bold."""
    labels = [escaped(column.label) for column in table.columns]
    lines = [f"**{escaped(table.caption)}**", ""] if table.caption else []
    lines += [_line(labels), _line(["---"] * len(labels))]
    lines += [_row(row, len(labels), address) for row in table.rows]
    for note in table.notes:
        lines += ["", escaped(plain(note))]
    return "\n".join(lines) + "\n"


def _row(row: Row, width: int, address: Address) -> str:
    if row.group is not None:
        return _line([f"**{escaped(row.group)}**", *[""] * (width - 1)])
    return _line([_cell(held, address) for held in row.cells])


def _cell(held: Cell, address: Address) -> str:
    return "".join(_piece(piece, address) for piece in held.pieces)


def _piece(piece: Piece, address: Address) -> str:
    if isinstance(piece, Break):
        return "<br>"
    text = "<br>".join(escaped(line) for line in plain((piece,)).split("\n"))
    if isinstance(piece, RecordRef):
        found = address(piece.id)
        return f"[{text}]({found})" if found else text
    # `plain` strips blanks that part one piece from the next.
    words = getattr(piece, "text", "")
    before = " " if words[:1] == " " else ""
    return f"{before}{text}{' ' if words[-1:] == ' ' and words.strip() else ''}"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Text of a record is text: no mark in it may end a cell or begin a link."""
    return _SPECIAL.sub(r"\\\1", text)

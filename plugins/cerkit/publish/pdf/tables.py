"""Rows, columns and spans of a table of the normalised page, made whole where HTML leaves gaps."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from cerkit.publish.markup import new

_WIDTH = re.compile(r"width:\s*([0-9.]{1,8})%")
_SIDE = re.compile(r"text-align:\s{0,9}(right|center)\b")
_MOST_ROWS = 1000
"""Rows that a cell covers at most."""
_PORTRAIT, _LANDSCAPE = 108, 171
"""Characters of table text across a page."""
_PADDING, _FEWEST = 3, 4
_LINE, _MARGINS, _HIGHEST_START = 11, 8, 260
"""Points of a line and of a row's margins, and at most for what is kept together at the start of a table."""
_WHOLE, _WHOLE_LANDSCAPE = 280, 180
"""Points that a table may be high that is not broken: about two fifths of a page."""
_FEW_ROWS, _SHORT = 6, 900
"""Rows and characters of a table that breaks seldom, and looks no worse without a second head."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, the column in which it begins, and how many columns and rows it covers."""

    element: HtmlElement
    column: int
    across: int
    down: int
    is_group: bool = False
    """Heads the rows below it: it is a header cell and spans the table."""

    @property
    def options(self) -> str:
        """What it covers and to which side its text keeps, as arguments of the template's functions."""
        side = _SIDE.search(self.element.get("style") or "")
        given = [
            f",span: {self.across}" if self.across > 1 else "",
            f",down: {self.down}" if self.down > 1 else "",
            f",side: {side[1]}" if side else "",
        ]
        return "".join(given)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in which every place of every row is taken exactly once."""

    widths: tuple[float, ...]
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]

    @property
    def is_long(self) -> bool:
        """Whether it may well reach over the end of a page."""
        return (
            len(self.body) > _FEW_ROWS
            or sum(len(c.element.text_content()) for r in self.body for c in r) > _SHORT
        )

    def height_of_start(self, *, is_wide: bool) -> int:
        """About how many points the head and the first row take."""
        return min(_HIGHEST_START, self._height([*self.head, *self.body[:1]], is_wide=is_wide))

    def is_whole(self, *, is_wide: bool) -> bool:
        """Whether the table is so low that it stands on one page."""
        height = self._height([*self.head, *self.body], is_wide=is_wide)
        return height <= (_WHOLE_LANDSCAPE if is_wide else _WHOLE)

    def _height(self, rows: Sequence[Sequence[Cell]], *, is_wide: bool) -> int:
        lines = 0
        for row in rows:
            lengths = ((" ".join(cell.element.text_content().split()), cell) for cell in row)
            lines += max(
                (math.ceil(len(text) / self.room(cell, is_wide=is_wide)) for text, cell in lengths), default=1
            )
        return _LINE * lines + _MARGINS * len(rows)

    def room(self, cell: Cell, *, is_wide: bool) -> int:
        """About how many characters of text a line of the cell holds."""
        share = sum(self.widths[cell.column : cell.column + cell.across]) / sum(self.widths)
        return max(_FEWEST, math.floor(share * (_LANDSCAPE if is_wide else _PORTRAIT) - _PADDING))


def read_grid(table: HtmlElement) -> Grid:
    """The table's rows, without those of tables inside it."""
    head = [row for group in table.findall("thead") for row in group.findall("tr")]
    body = [
        row
        for group in table
        if group.tag in ("tbody", "tfoot", "tr")
        for row in ([group] if group.tag == "tr" else group.findall("tr"))
    ]
    columns = [column for group in table.findall("colgroup") for column in group.findall("col")]
    found = [_WIDTH.search(column.get("style") or "") for column in columns]
    widths = [max(float(match[1]), 0.5) if match else 10.0 for match in found]
    count = max([len(widths), *(_width_of(row) for row in (*head, *body)), 1])
    widths += [10.0] * (count - len(widths))
    return Grid(tuple(widths), tuple(_rows(head, count)), tuple(_rows(body, count)))


def _rows(rows: Sequence[HtmlElement], count: int) -> Iterator[tuple[Cell, ...]]:
    """Rows of one group. A cell never reaches beyond the group or into a place that is taken; gaps are filled."""
    taken = [0] * count
    """Rows, from this one on, that a cell from above covers in each column."""
    for number, row in enumerate(rows):
        cells: list[Cell] = []
        column = 0
        for element in [cell for cell in row if cell.tag in ("td", "th")]:
            while column < count and taken[column]:
                column += 1
            if column >= count:
                break
            free = next((c for c in range(column, count) if taken[c]), count) - column
            across = min(_number(element.get("colspan")), free)
            down = min(_number(element.get("rowspan")), len(rows) - number, _MOST_ROWS)
            is_group = element.tag == "th" and across == count
            cells.append(Cell(element, column, across, down, is_group))
            taken[column : column + across] = [down] * across
            column += across
        for place in range(count):
            if not taken[place]:
                cells.append(Cell(new("td"), place, 1, 1))
                taken[place] = 1
        taken = [max(0, left - 1) for left in taken]
        yield tuple(cells)


def _width_of(row: HtmlElement) -> int:
    return sum(_number(cell.get("colspan")) for cell in row if cell.tag in ("td", "th"))


def _number(written: str | None) -> int:
    return max(1, int(written[:5])) if written and written.isdecimal() else 1

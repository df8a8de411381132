"""Columns of tables: widths in per cent, so that Word lays tables out as we want and not as it guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from cerkit.publish.markup import classes, new

_WIDTH = re.compile(r"width:\s*([\d.]+)%")
_CHARACTERS_PER_LINE = 105
"""Of table text across a portrait page."""
_SAMPLE = 200
"""Rows that are read to choose widths: later ones are alike."""
_WEIGHT = 0.6
"""A cell of twice the text gets 1.5 times the width: long texts wrap, short ones must not."""
_WIDEST_WORD = 0.4


def prepare_tables(root: HtmlElement) -> None:
    """Give every table its style and its column widths."""
    for table in root.iter("table"):
        if table.get("data-custom-style") is not None:
            continue
        if "wide" in classes(table):
            table.set("data-custom-style", "Wide Table")
        widths = _given_widths(table) or _widths_from_text(table)
        _write_widths(table, widths)


def _rows(table: HtmlElement) -> list[list[HtmlElement]]:
    """Cells by row, of this table and not of tables inside it."""
    groups = [table, *(group for group in table if group.tag in ("thead", "tbody", "tfoot"))]
    rows = [row for group in groups for row in group if row.tag == "tr"]
    return [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]


def _span(cell: HtmlElement) -> int:
    value = cell.get("colspan") or "1"
    return max(1, int(value)) if value.isdecimal() else 1


def _column_count(rows: Sequence[Sequence[HtmlElement]]) -> int:
    return max((sum(map(_span, row)) for row in rows), default=0)


def _given_widths(table: HtmlElement) -> list[float] | None:
    """The author's widths, if there is one for each column."""
    columns = [column for group in table.findall("colgroup") for column in group.findall("col")]
    found = [_WIDTH.search(column.get("style") or "") for column in columns]
    widths = [float(match[1]) for match in found if match]
    if len(widths) != _column_count(_rows(table)) or sum(widths) <= 0:
        return None
    return widths


def _widths_from_text(table: HtmlElement) -> list[float]:
    """By the amount of text; the longest word of a column is the least it gets."""
    rows = _rows(table)
    count = _column_count(rows)
    weights, words = [1.0] * count, [3] * count
    for row in rows[:_SAMPLE]:
        column = 0
        for cell in row:
            if _span(cell) == 1 and column < count:
                text = cell.text_content()
                weights[column] = max(weights[column], len(text.strip()) ** _WEIGHT)
                words[column] = max(words[column], max(map(len, text.split()), default=0))
            column += _span(cell)
    total = sum(weights) or 1.0
    least = [min(_WIDEST_WORD, (word + 2) / _CHARACTERS_PER_LINE) for word in words]
    return [max(weight / total, floor) for weight, floor in zip(weights, least, strict=True)]


def _write_widths(table: HtmlElement, widths: Sequence[float]) -> None:
    for group in table.findall("colgroup"):
        group.drop_tree()
    total = sum(widths)
    if not total:
        return
    group = new("colgroup")
    group.extend(new("col", style=f"width:{100 * width / total:.2f}%") for width in widths)
    caption = table.find("caption")
    table.insert(0 if caption is None else table.index(caption) + 1, group)

"""Columns of tables: widths in per cent, so that Word lays tables out as we want and not as it guesses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from cerkit.publish.markup import classes, is_block, move_content, new, styled

ROW_LABEL, ROW_GROUP = "Row Label", "Row Group"

_WIDTH = re.compile(r"width:\s*+([0-9]{1,4}(?:\.[0-9]{1,9})?)%")
_WIDEST_SPAN = 1000
"""Columns that a cell covers at most, as in a browser."""
_BETWEEN_WORDS = re.compile(r"(?:[\s;/\u2013]|,(?!\d{3}(?!\d)))+|(?<=\w{3}-)(?=\S{5})")
"""Where a line may end. Rows of citation numbers are long without a space; only long record ids are broken.
41,300 is one number."""
_PORTRAIT, _LANDSCAPE = 108, 171
"""Characters of table text across a page."""
_SAMPLE = 60
"""About how many rows are read to choose widths, spread over the table."""
_WIDEST_WORD = 0.4
_LONG_WORD = 100
"""Letters of a word that are looked at: no column is so wide."""
_PADDING = 3.0
"""Characters that a cell's margins take."""
_BOLD, _CAPITAL, _DIGIT = 1.1, 0.35, 0.1
"""A word of a heading is wider, and so are capitals and digits: how much more than a small letter each takes."""
_LATITUDE = 1.05
"""Letters differ in width, so a word gets a little more."""
_ONE_LINE = 1.05
"""What a column needs for its longest cell to stand on one line: some letters are wider than others."""
_BROKEN_WORD = 3
"""Lines that a broken word is as bad as."""
_TOLERANCE = 1.05
"""How much longer than ours a table may become with the page's widths."""


def prepare_tables(root: HtmlElement) -> None:
    """Give every table its style and its column widths."""
    for cell in root.xpath("descendant::*[@colspan]"):
        # Pandoc makes room for as many columns as it is told, however many.
        cell.set("colspan", str(_span(cell)))
    for table in root.iter("table"):
        if table.get("data-custom-style") is not None:
            continue
        is_wide = "wide" in classes(table)
        if is_wide:
            table.set("data-custom-style", "Wide Table")
        _write_widths(table, _widths(table, _LANDSCAPE if is_wide else _PORTRAIT))
        _label_rows(table)


def _label_rows(table: HtmlElement) -> None:
    """Cells that head their rows, or the rows below, get a style: Pandoc writes them as any others."""
    bodies = [group for group in table if group.tag == "tbody"]
    rows = [
        [cell for cell in row if cell.tag in ("td", "th")] for body in bodies for row in body.findall("tr")
    ]
    for row in rows:
        if len(row) == 1 and row[0].tag == "th":
            _label(row[0], ROW_GROUP)
    heads = [row[0] for row in rows if len(row) > 1]
    if all(head.tag == "th" for head in heads):
        for head in heads:
            _label(head, ROW_LABEL)


def _label(head: HtmlElement, style: str) -> None:
    if not any(is_block(element) for element in head.iterdescendants()):
        line = new("p")
        move_content(head, line)
        head.append(styled(style, line))


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell asks for: characters of text, small letters that are as wide as the longest word, columns."""

    text: int
    word: float
    span: int


def _widths(table: HtmlElement, characters: int) -> list[float]:
    """The page's widths, unless they make a longer table than the text asks for.

    The page may have chosen them before macros and citations were written out, and for a screen that scrolls.
    """
    every = _rows(table)
    rows = [[_cell(cell) for cell in row] for row in every[:: max(1, len(every) // _SAMPLE)]]
    count = max((sum(cell.span for cell in row) for row in rows), default=0)
    choices = list(_widths_from_text(rows, count, characters))
    given = _given_widths(table)
    if len(given) == count:
        choices.append(given)
    sizes = [_size(rows, widths, characters) for widths in choices]
    best = min(sizes, key=sum, default=(0, 0))
    if len(given) == count and sizes[-1][0] <= best[0] and sum(sizes[-1]) <= _TOLERANCE * sum(best):
        return given
    return choices[sizes.index(best)] if choices else given


def _rows(table: HtmlElement) -> list[list[HtmlElement]]:
    """Cells by row, of this table and not of tables inside it."""
    groups = [table, *(group for group in table if group.tag in ("thead", "tbody", "tfoot"))]
    rows = [row for group in groups for row in group if row.tag == "tr"]
    return [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]


def _cell(cell: HtmlElement) -> _Cell:
    text = cell.text_content()
    longest = max(_BETWEEN_WORDS.split(text), key=len)
    width = len(longest) + sum(
        _CAPITAL * letter.isupper() + _DIGIT * letter.isdecimal() for letter in longest[:_LONG_WORD]
    )
    return _Cell(
        len(" ".join(text.split())), _LATITUDE * width * (_BOLD if cell.tag == "th" else 1), _span(cell)
    )


def _span(cell: HtmlElement) -> int:
    written = cell.get("colspan") or "1"
    if not written.isdecimal():
        return 1
    return min(max(1, int(written[:5])), _WIDEST_SPAN)


def _given_widths(table: HtmlElement) -> list[float]:
    """The page's widths as shares of the whole; none if one is missing."""
    columns = [column for group in table.findall("colgroup") for column in group.findall("col")]
    found = [_WIDTH.search(column.get("style") or "") for column in columns]
    widths = [float(match[1]) for match in found if match]
    total = sum(widths)
    return [width / total for width in widths] if total and len(widths) == len(columns) else []


def _widths_from_text(rows: Sequence[Sequence[_Cell]], count: int, characters: int) -> Iterator[list[float]]:
    """Three proposals: by the longest cell of a column, and by all of them with more and less restraint.

    None gives a column more than its longest cell asks for, while another one has to break its lines.
    """
    longest, sums, words = [1] * count, [1] * count, [3.0] * count
    for row in rows:
        column = 0
        for cell in row:
            if cell.span == 1:
                longest[column] = max(longest[column], cell.text)
                sums[column] += cell.text
                words[column] = max(words[column], cell.word)
            column += cell.span
    least = [min(_WIDEST_WORD, (word + _PADDING) / characters) for word in words]
    most = [
        max((_ONE_LINE * text + _PADDING) / characters, floor)
        for text, floor in zip(longest, least, strict=True)
    ]
    for weights, power in ((longest, 0.6), (sums, 0.6), (sums, 0.85)):
        yield _handed_on(_shares([weight**power for weight in weights], least), most)


def _shares(weights: Sequence[float], least: Sequence[float]) -> list[float]:
    """Shares of the line by weight, none below its least.

    What is too much is taken where there is room to spare, so that no word is broken for another column's sake.
    """
    total = sum(weights) or 1.0
    wanted = [max(weight / total, floor) for weight, floor in zip(weights, least, strict=True)]
    slack = sum(wanted) - sum(least)
    if sum(least) >= 1 or slack <= 0:
        return [floor / sum(least) for floor in least]
    share = (1 - sum(least)) / slack
    return [floor + (width - floor) * share for width, floor in zip(wanted, least, strict=True)]


def _handed_on(widths: Sequence[float], most: Sequence[float]) -> list[float]:
    """What a column has beyond its most goes to those that lack some, each by what it lacks."""
    spare = sum(max(0.0, width - limit) for width, limit in zip(widths, most, strict=True))
    lack = sum(max(0.0, limit - width) for width, limit in zip(widths, most, strict=True))
    if not spare or not lack:
        return list(widths)
    given, taken = min(1.0, spare / lack), min(1.0, lack / spare)
    return [
        width + (limit - width) * (taken if width > limit else given)
        for width, limit in zip(widths, most, strict=True)
    ]


def _size(rows: Sequence[Sequence[_Cell]], widths: Sequence[float], characters: int) -> tuple[int, int]:
    """What broken words count for, and about how many lines the table would be long."""
    broken, total = 0, 0
    for row in rows:
        column, height = 0, 1
        for cell in row:
            room = max(1.0, sum(widths[column : column + cell.span]) * characters - _PADDING)
            height = max(height, math.ceil(cell.text / room))
            broken += _BROKEN_WORD * (cell.word > room + 0.5)
            column += cell.span
        total += height
    return broken, total


def _write_widths(table: HtmlElement, widths: Sequence[float]) -> None:
    for group in table.findall("colgroup"):
        group.drop_tree()
    if not widths:
        return
    group = new("colgroup")
    group.extend(new("col", style=f"width:{100 * width:.2f}%") for width in widths)
    caption = table.find("caption")
    table.insert(0 if caption is None else table.index(caption) + 1, group)

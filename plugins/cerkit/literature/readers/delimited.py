"""Tables: the CSV and TSV of databases and screening programs, told apart by the names of their columns.

Embase has a form of its own, in which a row is a field.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Final

from cerkit.literature.readers.fields import column, known_columns
from cerkit.literature.readers.markers import count_embase
from cerkit.literature.readers.values import LONGEST_FIELD, Parsed, RawRecord

_DELIMITERS: Final = ",\t;|"
_MOST_BANNER_LINES: Final = 12


def header_of(text: str) -> tuple[int, str] | None:
    """Line and delimiter of the row that names the columns; some databases put a banner before it."""
    best: tuple[int, int, str] | None = None
    for number, line in enumerate(text[:200_000].split("\n", _MOST_BANNER_LINES)[:_MOST_BANNER_LINES]):
        for delimiter in _DELIMITERS:
            if delimiter not in line:
                continue
            known = known_columns(_cells(line, delimiter))
            if known >= 2 and (best is None or known > best[0]):
                best = (known, number, delimiter)
    return (best[1], best[2]) if best else None


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line[:50_000]], delimiter=delimiter), [])
    except csv.Error:
        return []


def read_delimited(text: str) -> Parsed:
    """Every row as a record under the names of its columns."""
    parsed = Parsed()
    found = header_of(text)
    if found is None:
        parsed.refuse(1, "no row names columns such as title, authors and year", "export with a header row")
        return parsed
    skipped, delimiter = found
    body = text.split("\n", skipped)[-1] if skipped else text
    quoted = delimiter != "\t" or _is_quoted(body)
    parsed.counted, opened = count_rows(body, delimiter, quoted=quoted)
    csv.field_size_limit(LONGEST_FIELD)
    if quoted:
        rows = csv.reader(_lines(body), delimiter=delimiter)
    else:
        rows = csv.reader(_lines(body), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    try:
        header = [cell.strip() for cell in next(rows)]
        _read_rows(rows, header, skipped, parsed, is_open=not body.endswith("\n"), is_quote_open=opened > 0)
    except csv.Error as error:
        parsed.refuse(skipped + rows.line_num, f"the table cannot be read: {error}", "get the export again")
    if opened:
        parsed.lose(skipped + opened, "a quotation mark is opened and not closed")
    return parsed


def read_embase(text: str) -> Parsed:
    """Embase's table of a row for each field: its name, then its values. A record begins with its title."""
    parsed = Parsed(counted=count_embase(text))
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(_lines(text))
    begun, end, fields = 0, 0, list[tuple[str, str]]()
    opened = count_rows(text, ",", quoted=True)[1]
    try:
        for row in rows:
            line, end = end + 1, rows.line_num
            name, values = row[0].strip() if row else "", [value for value in row[1:] if value.strip()]
            if column(name) == "title":
                if begun:
                    parsed.records.append(RawRecord(begun, tuple(fields)))
                begun, fields = line, []
            elif name and not begun:
                parsed.note(
                    line, "the row stands before the first title and belongs to no record; it is left out"
                )
                continue
            fields += ((name, value) for value in values)
    except csv.Error as error:
        parsed.refuse(rows.line_num, f"the table cannot be read: {error}", "get the export again")
    if opened:
        parsed.lose(opened, "a quotation mark is opened and not closed")
    elif begun:
        parsed.records.append(RawRecord(begun, tuple(fields)))
    return parsed


def _lines(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end + 1
        yield text[position:end]
        position = end


def _is_quoted(text: str) -> bool:
    """Whether a table with tabs uses quotation marks as CSV does; Web of Science's does not."""
    return re.search(r'(?:^|\t)"(?:[^"\t\n]|"")*"(?=\t|$)', text[:2_000_000], re.MULTILINE) is not None


def _read_rows(
    rows: Iterator[list[str]],
    header: list[str],
    skipped: int,
    parsed: Parsed,
    *,
    is_open: bool,
    is_quote_open: bool,
) -> None:
    """Every row that holds anything. `is_open`: the text ends inside a row; `is_quote_open`: inside a quoted cell."""
    start = skipped + rows.line_num  # type: ignore[attr-defined]  # the csv reader's own counter
    last: tuple[int, list[str]] | None = None
    for row in rows:
        line, start = start + 1, skipped + rows.line_num  # type: ignore[attr-defined]  # as above
        if any(cell.strip() for cell in row):
            if last is not None:
                _keep(*last, header, parsed)
            last = line, row
    if last is not None and not is_quote_open:
        _keep(*last, header, parsed, is_open=is_open)


def _keep(line: int, cells: list[str], header: list[str], parsed: Parsed, *, is_open: bool = False) -> None:
    """Programs leave out empty cells at the end of a row; a row that is much too short is a part of one."""
    width = len(header)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    is_short = len(cells) < width and (is_open or len(cells) * 2 < width or len(cells) < 2)
    if len(cells) > width or is_short:
        parsed.lose(line, f"the row has {len(cells)} cells, but the header names {width} columns", _REPAIR)
        return
    fields = tuple((name, cell) for name, cell in zip(header, cells, strict=False) if cell.strip())
    parsed.records.append(RawRecord(line, fields))


_REPAIR: Final = "a cell holds a delimiter or a quotation mark that is not quoted; get the export again"


def count_rows(text: str, delimiter: str, *, quoted: bool) -> tuple[int, int]:
    """Rows below the header that hold anything, and the line of a quotation mark that is never closed (0: none).

    A quotation mark counts at the beginning of a cell, and inside such a cell; a line ends a row outside of one.
    """
    blank = re.compile(rf"[\s{re.escape(delimiter)}\"]*\Z")
    rows, begun, is_filled = 0, 0, False
    for number, line in enumerate(text.split("\n"), 1):
        is_filled = is_filled or not blank.match(line)
        if quoted and '"' in line and _flips(line, delimiter, is_open=bool(begun)):
            begun = 0 if begun else number
        if not begun:
            rows += is_filled
            is_filled = False
    return max(0, rows + is_filled - 1), begun


def _flips(line: str, delimiter: str, *, is_open: bool) -> bool:
    """Whether a line opens a quoted cell that it does not close, or closes one that was open."""
    was_open, position = is_open, 0
    while True:
        position = line.find('"', position)
        if position < 0:
            return is_open != was_open
        if is_open:
            if line[position + 1 : position + 2] == '"':
                position += 2
                continue
            is_open = False
        elif position == 0 or line[position - 1] == delimiter:
            is_open = True
        position += 1

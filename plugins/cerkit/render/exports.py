"""Tables as data: CSV, JSON, and XLSX whose bytes depend on the tables and the date alone."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from cerkit.model.tables import State, Table, plain

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_FORMULA: Final = re.compile(r"^[=+\-@\t\r]")
_SHEET_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\']")
_SHEET_NAME: Final = 31
"""Longest name of a sheet that Excel takes."""
_LONGEST_TEXT: Final = 32_767
_WIDEST: Final = 60
"""Characters of the widest column."""
_FILLS: Final = {
    State.MET: "#E3F1E5",
    State.LIMITS: "#FFF4D6",
    State.NOT_MET: "#FBE3E1",
    State.NOT_DECIDABLE: "#ECECEC",
    State.GAP: "#FBE3E1",
}


def table_csv(table: Table) -> str:
    """The table as CSV (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    groups = any(row.group is not None for row in table.rows)
    writer.writerow((*(("Group",) if groups else ()), *(column.label for column in table.columns)))
    group = ""
    for row in table.rows:
        if row.group is not None:
            group = row.group
            continue
        values = (*((group,) if groups else ()), *(plain(held) for held in row.cells))
        writer.writerow(tuple(map(_defused, values)))
    return out.getvalue()


def table_json(table: Table) -> str:
    """The table as JSON: `{id, caption, columns: [{key, label}], rows: [{anchor, group, cells, states}], notes}`."""
    rows = []
    group: str | None = None
    for row in table.rows:
        if row.group is not None:
            group = row.group
            continue
        pairs = list(zip(table.columns, row.cells, strict=True))
        rows.append(
            {
                "anchor": row.anchor,
                "group": group,
                "cells": {column.key: plain(held) for column, held in pairs},
                "states": {column.key: str(held.state) for column, held in pairs if held.state},
            }
        )
    value = {
        "id": table.id,
        "caption": table.caption,
        "columns": [{"key": column.key, "label": column.label} for column in table.columns],
        "rows": rows,
        "notes": [plain(note) for note in table.notes],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def workbook(tables: Sequence[Table], *, on: date, title: str = "") -> bytes:
    """A workbook with a sheet for each table. `on` is the day it says it was made."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": title, "created": datetime(on.year, on.month, on.day)})  # noqa: DTZ001  # a day
    formats = _formats(book)
    names: set[str] = set()
    for table in tables:
        _sheet(book, table, formats, names)
    book.close()
    return out.getvalue()


def _defused(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _formats(book: Workbook) -> dict[State | str, Format]:
    base = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
    formats: dict[State | str, Format] = {
        "caption": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({**base, "bold": True, "bg_color": "#E9EDF2"}),
        "row": book.add_format({**base, "bold": True}),
        "group": book.add_format({**base, "bold": True, "bg_color": "#F4F4F4"}),
        "cell": book.add_format(base),
        "note": book.add_format({"italic": True}),
    }
    for state, fill in _FILLS.items():
        formats[state] = book.add_format({**base, "bg_color": fill})
    return formats


def _sheet(book: Workbook, table: Table, formats: dict[State | str, Format], names: set[str]) -> None:
    """Caption, head with filter, rows; the head stays in view and repeats in print."""
    page = book.add_worksheet(_sheet_name(table, names))
    page.write_string(0, 0, table.caption or "", formats["caption"])
    for place, column in enumerate(table.columns):
        page.write_string(1, place, column.label, formats["head"])
        page.set_column(place, place, _width(table, place))
    line = 2
    for row in table.rows:
        if row.group is not None:
            for place in range(len(table.columns)):
                page.write_string(line, place, row.group if place == 0 else "", formats["group"])
        for place, held in enumerate(row.cells):
            look = formats["row"] if table.columns[place].header else formats[held.state or "cell"]
            page.write_string(line, place, _fitting(plain(held)), look)
        line += 1
    for note in table.notes:
        line += 1
        page.write_string(line, 0, plain(note), formats["note"])
    page.freeze_panes(2, 1)
    page.repeat_rows(1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    if table.rows and all(row.group is None for row in table.rows):
        page.autofilter(1, 0, len(table.rows) + 1, len(table.columns) - 1)


def _fitting(text: str) -> str:
    """A longer text than Excel takes ends in an ellipsis; the library would leave the cell empty."""
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _sheet_name(table: Table, names: set[str]) -> str:
    wished = _SHEET_FORBIDDEN.sub(" ", table.caption or table.id or "Table").strip()[:_SHEET_NAME] or "Table"
    name, number = wished, 2
    while name.lower() in names:
        name = f"{wished[: _SHEET_NAME - 4]} {number}"
        number += 1
    names.add(name.lower())
    return name


def _width(table: Table, place: int) -> float:
    lines = [line for row in table.rows if row.cells for line in plain(row.cells[place]).split("\n")]
    return float(
        min(max((len(line) for line in (table.columns[place].label, *lines)), default=8) + 2, _WIDEST)
    )

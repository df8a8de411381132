"""The numbers of studies from a table, as a spreadsheet or a statistics program writes it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cerkit.model.synthesis import Measure
from cerkit.synthesis.effects import COLUMNS, Columns

_LABELS: Final = ("study", "slab", "label", "author", "trial", "id")
"""Columns that name a study; the first that is there counts."""
_LARGEST: Final = 1e15
"""No study has a larger number; their products must not be too large to be numbers."""
_DELIMITERS: Final = ",;\t"
_EMPTY: Final = frozenset({"", "na", "n/a", "."})
"""How statistics programs write a number that is not there."""


class TableError(Exception):
    """A table that cannot be read. `line` and `column` count from 1."""

    def __init__(self, message: str, hint: str, *, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Table:
    """Studies in the order of the file."""

    columns: Columns
    labels: tuple[str, ...]
    lines: tuple[int, ...]
    """Line of each study, from 1."""
    positions: dict[str, int]
    """Column of each name in the file, from 1."""


def read_table(text: str, measure: Measure) -> Table:
    """The columns that a measure needs. A row in which all of them are empty is no study."""
    rows = _rows(text)
    try:
        line, heads = next(rows)
    except StopIteration:
        raise TableError("the file is empty", _wanted(measure)) from None
    places = {head.strip().lstrip("\ufeff"): at for at, head in enumerate(heads)}
    names = _chosen(places, measure)
    label = next((places[name] for name in places if name.lower() in _LABELS), None)
    numbers: dict[str, list[float]] = {name: [] for name in names}
    labels: list[str] = []
    lines: list[int] = []
    for line, row in rows:
        cells = [row[places[name]].strip() if places[name] < len(row) else "" for name in names]
        if all(cell.lower() in _EMPTY for cell in cells):
            continue
        for name, cell in zip(names, cells, strict=True):
            numbers[name].append(_number(cell, name, line, places[name] + 1))
        lines.append(line)
        named = row[label].strip() if label is not None and label < len(row) else ""
        labels.append(named or f"study {len(lines)}")
    if not lines:
        raise TableError("the file holds no study", "write a row of numbers for each study", line=line)
    return Table(numbers, tuple(labels), tuple(lines), {name: places[name] + 1 for name in names})


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each row that is not blank; the sign between cells is what the first line has most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"this is no table: {error}", "save it as CSV again", line=line) from error


def _chosen(places: dict[str, int], measure: Measure) -> Sequence[str]:
    for names in COLUMNS[measure]:
        if all(name in places for name in names):
            return names
    found = ", ".join(name for name in places if name) or "none"
    raise TableError(f"{measure} needs other columns than {found}", _wanted(measure))


def _wanted(measure: Measure) -> str:
    sets = ", or ".join(" ".join(names) for names in COLUMNS[measure])
    return f"name the columns in the first line as metafor does: {sets}"


def _number(cell: str, name: str, line: int, column: int) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > _LARGEST:
        shown = repr(cell[:40]) if cell else "nothing"
        hint = "write a number with a decimal point, or leave the whole row out"
        raise TableError(f"{name} is {shown}", hint, line=line, column=column)
    return value

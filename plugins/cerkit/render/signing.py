"""The page to be signed, and the index of the evaluators' declarations, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from cerkit.model.days import NOT_YET
from cerkit.model.records.control import Declaration, Evaluator, Signature
from cerkit.model.tables import Break, Cell, Column, Items, Piece, RecordRef, Row, Table, Words, cell
from cerkit.model.trace import Trace
from cerkit.render.problems import RenderProblem
from cerkit.render.values import lacking, row_of
from cerkit.render.words import date_text

_ROOM: Final = Cell((Words("\u00a0"), Break(), Words("\u00a0"), Break(), Words("\u00a0")))
"""Three empty lines: a name written by hand takes as much."""


def signatures_table(trace: Trace) -> Table:
    """A row for each person who signs, with the meaning of it, the day, and room for the name by hand."""
    releases = trace.dossier.releases
    if releases is None or not releases.signatures:
        raise RenderProblem(
            "nobody is to sign", "name the signatories under `signatures` in evidence/releases.yml"
        )
    columns = (
        Column("name", "Name and role", header=True, weight=32),
        Column("meaning", "Meaning of the signature", weight=28),
        Column("on", "Date", weight=16),
        Column("signature", "Signature", weight=24),
    )
    groups = (
        ("Evaluators", [item for item in releases.signatures if item.evaluator is not None]),
        ("Manufacturer", [item for item in releases.signatures if item.evaluator is None]),
    )
    rows = tuple(row for title, found in groups if found for row in (Row(group=title), *map(_signed, found)))
    return Table(columns, rows, ("signatures",))


def _signed(held: Signature) -> Row:
    day = cell(date_text(held.on)) if held.on else cell(lacking("not signed"))
    return row_of(cell(Words(held.name, strong=True), Break(), held.role), held.meaning, day, _ROOM)


def declarations_table(trace: Trace) -> Table:
    """For each evaluator what was declared, who signed it when, and the documents that hold it."""
    evaluators = trace.dossier.evaluators
    if not evaluators:
        raise RenderProblem("there is no evaluator", "describe them in evidence/evaluators.yml")
    columns = (
        Column("id", "Evaluator", header=True, weight=16),
        Column("interests", "Declared interests", weight=42),
        Column("covers", "Covers", weight=16),
        Column("signed", "Signed", weight=14),
        Column("documents", "Documents", weight=12),
    )
    return Table(columns, tuple(Row(tuple(_declared(item))) for item in evaluators))


def _declared(held: Evaluator) -> Iterator[Cell]:
    told = held.declaration
    yield cell(RecordRef(held.id), Break(), held.name)
    interests = tuple((Words(f"{item.topic}: {item.statement}"),) for item in told.interests)
    yield Cell((Items(interests),)) if interests else cell("no interest declared")
    family = "with" if told.family_included else "without"
    until = "the evaluation" if told.on == NOT_YET else date_text(told.on)
    yield cell(f"the {told.period_months} months before {until}, {family} the family")
    yield _signed_by(told)
    yield cell(
        RecordRef(told.document), Break(), RecordRef(held.cv), *_when(" of ", held.cv_dated, "no day yet")
    )


def _signed_by(told: Declaration) -> Cell:
    days = (("evaluator", told.signed_by_evaluator), ("manufacturer", told.signed_by_manufacturer))
    lines = [part for who, day in days for part in (Break(), *_when(f"{who} ", day, "has not signed"))]
    return Cell(tuple(lines[1:]))


def _when(before: str, day: date, otherwise: str) -> tuple[Piece, ...]:
    """The day, or in words that the paper is not there yet."""
    if day == NOT_YET:
        return (lacking(f"{before}{otherwise}"),)
    return (Words(f"{before}{date_text(day)}"),)

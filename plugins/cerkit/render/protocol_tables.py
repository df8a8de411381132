"""The review protocol as tables: its questions, criteria, sources and limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.model.tables import Break, Column, RecordRef, Row, Table, cell
from cerkit.model.trace import Trace
from cerkit.render.problems import RenderProblem, unknown
from cerkit.render.values import row_of


def protocol_table(trace: Trace, part: str = "questions") -> Table:
    """A part of the review protocol: its questions, criteria, sources or limits, each with what it is for."""
    made = _PROTOCOL_PARTS.get(part)
    if made is None:
        raise unknown("the part of the protocol", part, _PROTOCOL_PARTS)
    if trace.dossier.protocol is None:
        raise RenderProblem("there is no protocol", "write evidence/protocol.yml")
    columns, rows = made
    return Table(columns, tuple(rows(trace)))


def _questions(trace: Trace) -> Iterator[Row]:
    held = trace.dossier.protocol
    for item in held.questions if held else ():
        serves = [part for name in item.serves for part in (Break(), RecordRef(name))][1:]
        parts = (item.id, item.population, item.intervention, item.comparator, item.outcome)
        yield row_of(*(cell(text) for text in parts), cell(*serves))


def _criteria(trace: Trace) -> Iterator[Row]:
    held = trace.dossier.protocol
    for title, entries in (
        ("Included", held.inclusion if held else {}),
        ("Excluded", held.exclusion if held else {}),
    ):
        if entries:
            yield Row(group=title)
            yield from (row_of(name, text) for name, text in entries.items())


def _sources(trace: Trace) -> Iterator[Row]:
    held = trace.dossier.protocol
    for item in held.sources if held else ():
        yield row_of(item.name, item.kind, item.reason)


def _limits(trace: Trace) -> Iterator[Row]:
    held = trace.dossier.protocol
    for item in held.limits if held else ():
        yield row_of(item.limit, item.reason)


_PROTOCOL_PARTS: Final = {
    "questions": (
        (
            Column("id", "Question", header=True, weight=9),
            Column("population", "Population", weight=17),
            Column("intervention", "Intervention", weight=18),
            Column("comparator", "Comparator", weight=16),
            Column("outcome", "Outcome", weight=26),
            Column("serves", "Serves", weight=14),
        ),
        _questions,
    ),
    "criteria": (
        (Column("id", "Criterion", header=True, weight=12), Column("text", "Wording", weight=88)),
        _criteria,
    ),
    "sources": (
        (
            Column("name", "Source", header=True, weight=34),
            Column("kind", "Kind", weight=16),
            Column("reason", "Why", weight=50),
        ),
        _sources,
    ),
    "limits": (
        (Column("limit", "Limit", header=True, weight=36), Column("reason", "Why", weight=64)),
        _limits,
    ),
}

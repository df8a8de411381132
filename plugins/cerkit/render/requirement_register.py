"""The register of requirements: every entry of the catalogues that apply, with what answers it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from cerkit.model.catalogues.legal import Requirement
from cerkit.model.records.evaluation import RequirementAssessment
from cerkit.model.tables import EMPTY, Cell, Column, RecordRef, Row, Table, cell
from cerkit.model.trace import Trace
from cerkit.render.derived import answers_of
from cerkit.render.kinds import catalogue_titles, requirement_entries, requirement_nodes
from cerkit.render.pages import Section
from cerkit.render.values import cell_of, lacking, record_refs, scalar_text
from cerkit.render.words import sentence_case


def requirements(trace: Trace) -> tuple[Section, ...]:
    """A section for each catalogue, with all its entries, the ones that do not apply included."""
    entries, titles = requirement_entries(trace), catalogue_titles(trace)
    sections: list[Section] = []
    for title, group in groupby(requirement_nodes(trace), key=lambda node: titles.get(node.id, "")):
        nodes = tuple(group)
        number = len(sections) + 1
        name = "tbl-register-requirements" + (f"-{number}" if number > 1 else "")
        rows = tuple(
            Row(tuple(_requirement_cells(trace, node.id, node.record, entries.get(node.id))), anchor=node.id)
            for node in nodes
            if not _is_left_out(node.record)
        )
        asked = Table(_REQUIREMENT_COLUMNS, rows, ("sortable", "wide")).named(name, title)
        # Half of a catalogue may not apply; with six columns each, those rows would fill pages with dashes.
        left_out = tuple(
            Row(tuple(_left_out_cells(node.id, node.record, entries.get(node.id))), anchor=node.id)
            for node in nodes
            if _is_left_out(node.record)
        )
        caption = f"{title}: entries that do not apply" if title else "Entries that do not apply"
        others = Table(_LEFT_OUT_COLUMNS, left_out, ("sortable",)).named(f"{name}-not-applicable", caption)
        tables = tuple(table for table in (asked, others) if table.rows)
        sections.append(Section(title or None, f"catalogue-{number}", tables=tables))
    return tuple(sections)


def _requirement_cells(
    trace: Trace, identifier: str, record: object, entry: Requirement | None
) -> Iterator[Cell]:
    assessed = record if isinstance(record, RequirementAssessment) else None
    yield cell(RecordRef(identifier))
    yield cell(entry.clause) if entry else EMPTY
    yield cell(sentence_case(entry.title)) if entry else EMPTY
    if assessed is None:
        yield EMPTY if entry is not None and entry.heading else cell(lacking("not assessed"))
        yield EMPTY
    else:
        yield cell(scalar_text(assessed.applicable))
        yield cell(assessed.reason)
    names = answers_of(trace, identifier, record)
    clinical = assessed is not None and assessed.applicable and assessed.clinical
    missing = cell(lacking("nothing answers it")) if clinical else EMPTY
    yield cell(*record_refs(names)) if names else missing
    if assessed is not None and assessed.conclusion is not None:
        yield cell_of(assessed.conclusion)
    else:
        yield cell(lacking("no conclusion")) if clinical else EMPTY


def _is_left_out(record: object) -> bool:
    return isinstance(record, RequirementAssessment) and not record.applicable and record.conclusion is None


def _left_out_cells(identifier: str, record: object, entry: Requirement | None) -> Iterator[Cell]:
    yield cell(RecordRef(identifier))
    yield cell(sentence_case(entry.title)) if entry else EMPTY
    yield cell(record.reason) if isinstance(record, RequirementAssessment) else EMPTY


_REQUIREMENT_COLUMNS: Final = (
    Column("id", "Requirement", header=True, weight=10),
    Column("clause", "Clause", weight=7),
    Column("title", "What it asks", weight=14),
    Column("applicable", "Applies", weight=7),
    Column("reason", "Reason", weight=17),
    Column("answers", "Answered by", weight=16),
    Column("conclusion", "Conclusion of the evaluator", weight=29),
)
_LEFT_OUT_COLUMNS: Final = (
    Column("id", "Requirement", header=True, weight=16),
    Column("title", "What it asks", weight=36),
    Column("reason", "Why it does not apply", weight=48),
)

"""Checklists and the check report as tables, for site, Word and the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cerkit.model.check_report import CheckReport
from cerkit.model.diagnostics import Severity
from cerkit.model.tables import (
    EMPTY,
    Badge,
    Break,
    Cell,
    Column,
    Piece,
    RecordRef,
    Row,
    State,
    Table,
    Words,
    cell,
)
from cerkit.model.trace import Trace
from cerkit.render.checklists import Answer, Directed, release_checklist, reviewer_index, state_words
from cerkit.render.outline import Spot
from cerkit.render.values import record_refs, row_of

_STATES: Final = {
    "no finding": State.MET,
    "yes": State.MET,
    "finding": State.NOT_MET,
    "no": State.NOT_MET,
    "not judged": State.GAP,
    "not applicable": State.NOT_DECIDABLE,
    "not asked": State.NOT_DECIDABLE,
}
_MOST_RECORDS: Final = 8
"""Records named in a cell; a section may name a hundred, and the way to it stands beside them."""


def release_note(report: CheckReport) -> str:
    """What the words of the release checklist mean, and what they do not."""
    return (
        f'"No finding" means that no rule of set {report.version} that looks for it found anything '
        f"on {report.on.isoformat()}."
    )


def release_table(trace: Trace, report: CheckReport) -> Table:
    """The release checklist, an item a row."""
    columns = (
        Column("id", "Item", header=True, weight=9),
        Column("question", "Question", weight=29),
        Column("state", "State", weight=24),
        Column("sections", "Where it is answered", weight=20),
        Column("records", "Records", weight=18),
    )
    rows = tuple(
        row_of(
            answer.id,
            answer.question,
            _state_cell(answer),
            _sections_cell(answer.sections),
            _records_cell(answer.records),
        )
        for answer in release_checklist(trace, report)
    )
    return Table(
        columns,
        rows,
        ("wide",),
        (cell(f"{release_note(report)} Items of judgement are answered by the person named."),),
    ).named("tbl-register-a10", "Release checklist (MEDDEV 2.7/1 A10)")


def index_table(trace: Trace) -> Table:
    """The reviewer's index: from each prompt of the template to paragraph and evidence."""
    columns = (
        Column("id", "Prompt", header=True, weight=10),
        Column("question", "Question", weight=40),
        Column("sections", "Where it is answered", weight=28),
        Column("records", "Records", weight=22),
    )
    rows: list[Row] = []
    section = ""
    for prompt in reviewer_index(trace):
        if prompt.section != section:
            section = prompt.section
            rows.append(Row(group=section))
        rows.append(row_of(prompt.id, prompt.question, _way_cell(prompt), _records_cell(prompt.records)))
    caption = "Index in the order of the reviewer's template (MDCG 2020-13)"
    return Table(columns, tuple(rows), ("wide",)).named("tbl-register-mdcg-2020-13", caption)


def check_tables(report: CheckReport) -> tuple[Table, ...]:
    """The rule set with its day, what it found, and what was accepted."""
    tables = [_summary_table(report)]
    if report.found:
        tables.append(_found_table(report))
    if report.waived:
        tables.append(_waived_table(report))
    return tuple(tables)


def _summary_table(report: CheckReport) -> Table:
    columns = (Column("name", "Check", header=True, weight=30), Column("value", "Value", weight=70))
    counts = [sum(item.severity is severity for item in report.found) for severity in Severity]
    found = ", ".join(
        f"{count} {severity}{'s' if count > 1 else ''}"
        for count, severity in zip(counts, Severity, strict=True)
        if count
    )
    values = (
        ("Rule set", f"cerkit {report.version}, {len(report.rules)} rules"),
        ("Day", report.on.isoformat()),
        ("Mode", str(report.mode)),
        ("Result", found or "no finding"),
        ("Waived", str(len(report.waived)) if report.waived else "none"),
    )
    rows = tuple(row_of(name, value) for name, value in values)
    return Table(columns, rows, ("sheet",)).named("tbl-register-check", "What the check found")


def _found_table(report: CheckReport) -> Table:
    columns = (
        Column("code", "Rule", header=True, weight=12),
        Column("severity", "Severity", weight=12),
        Column("subject", "Record", weight=18),
        Column("message", "Finding", weight=58),
    )
    rows = tuple(
        row_of(item.rule.code, str(item.severity), _subject(item.subject), item.message)
        for item in report.found
    )
    return Table(columns, rows).named("tbl-register-findings", "Findings that are open")


def _waived_table(report: CheckReport) -> Table:
    columns = (
        Column("code", "Rule", header=True, weight=10),
        Column("subject", "Record", weight=14),
        Column("message", "Finding", weight=30),
        Column("reason", "Why it is accepted", weight=28),
        Column("author", "By", weight=8),
        Column("expires", "Until", weight=10),
    )
    rows = tuple(
        row_of(
            item.diagnostic.rule.code,
            _subject(item.diagnostic.subject),
            item.diagnostic.message,
            item.waiver.reason,
            RecordRef(item.waiver.author),
            item.waiver.expires.isoformat(),
        )
        for item in report.waived
    )
    return Table(columns, rows, ("wide",)).named("tbl-register-waived", "Findings that are accepted")


def _state_cell(answer: Answer) -> Cell:
    state = State.LIMITS if answer.findings and answer.state == "yes" else _STATES[answer.state]
    said: list[Piece] = [Badge(state, state_words(answer))]
    if answer.why and answer.judged_by:
        said += [Break(), Words(answer.why)]
    return cell(*said)


def _way_cell(prompt: Directed) -> Cell:
    if prompt.state == "reviewer":
        return cell("filled in by the reviewer")
    if prompt.sections:
        return _sections_cell(prompt.sections)
    return cell(prompt.document or "nothing in this report")


def _sections_cell(sections: Iterable[Spot]) -> Cell:
    pieces: list[Piece] = []
    for spot in sections:
        pieces += [Break()] if pieces else []
        pieces.append(RecordRef(spot.target, f"{spot.number} {spot.title}"))
    return Cell(tuple(pieces)) if pieces else EMPTY


def _records_cell(records: tuple[str, ...]) -> Cell:
    if not records:
        return EMPTY
    more = len(records) - _MOST_RECORDS
    tail = (Words(f" and {more} more"),) if more > 0 else ()
    return cell(*record_refs(records[:_MOST_RECORDS]), *tail)


def _subject(subject: str | None) -> Cell:
    """The record; a finding on a whole file has none, and a file's path is nothing for a reader of the report."""
    return cell(RecordRef(subject)) if subject and "/" not in subject else EMPTY

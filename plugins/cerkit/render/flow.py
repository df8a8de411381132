"""The flow of records through a literature review as a table of counts, in the words of PRISMA 2020."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cerkit.model.flow_counts import Told, told_rounds
from cerkit.model.records.review import DeclaredFlow
from cerkit.model.tables import Cell, Column, Row, Table, cell
from cerkit.model.trace import Trace
from cerkit.render.problems import RenderProblem, unknown
from cerkit.render.values import row_of
from cerkit.render.words import number_text


def flow_table(
    trace: Trace,
    round: str | None = None,  # noqa: A002  # the name that writers use
) -> Table:
    """The flow of one round of the review, counted or declared; without a round, of the only one."""
    return _table(told_round(trace, round))


def told_round(trace: Trace, round: str | None = None) -> Told:  # noqa: A002  # the name that writers use
    """One round with its flow; without a name, the only one."""
    flows = rounds_told(trace)
    if round is None and len(flows) == 1:
        round = next(iter(flows))  # noqa: A001  # the macro's word
    if round is None:
        hint = (
            f"name one: {', '.join(flows)}"
            if flows
            else "record its searches, or declare it in evidence/flows.yml"
        )
        raise RenderProblem(f"there are {len(flows)} rounds of the review", hint)
    if round not in flows:
        raise unknown("the round", str(round), flows)
    return flows[round]


def flow_tables(trace: Trace) -> tuple[Table, ...]:
    """A table for each round, in the order in which they were run."""
    return tuple(
        _table(told).named(f"tbl-register-flow-{number}", f"Flow of records, review round {name}")
        for number, (name, told) in enumerate(rounds_told(trace).items(), start=1)
    )


def rounds_told(trace: Trace) -> Mapping[str, Told]:
    """Every round with its flow: counted where all its records are kept, else as it was declared.

    A round that is neither is left out: numbers of a part would look like those of the whole.
    """
    told = told_rounds(trace.dossier, trace.source_facts)
    return {item.round: item for item in told if not (item.is_counted and item.count and item.count.missing)}


def reasons_told(trace: Trace, round: str) -> Iterator[Cell]:  # noqa: A002  # the name that writers use
    """What the reasons of a round stand for, a line each, for a reader who has no protocol at hand."""
    protocol = trace.dossier.protocol
    flow = rounds_told(trace)[round].flow
    for key in dict.fromkeys((*flow.reports_excluded, *flow.other_excluded)):
        if protocol is not None and key in protocol.exclusion:
            yield cell(f"{key}: {protocol.exclusion[key]}.")


def _table(told: Told) -> Table:
    columns = (
        Column("step", "Step", header=True, weight=46),
        Column("count", "Number", numeric=True, weight=14),
        Column("detail", "Of these", weight=40),
    )
    return Table(columns, tuple(_rows(told.flow)), ("flow",), tuple(_open(told)))


def _open(told: Told) -> Iterator[Cell]:
    """While records wait for a decision, a reader must not take the numbers for the last ones."""
    waiting = sum(told.count.open.values()) if told.is_counted and told.count else 0
    if waiting:
        records = "1 record waits" if waiting == 1 else f"{number_text(waiting)} records wait"
        yield cell(f"These counts are not final: {records} for a decision.")


def _rows(flow: DeclaredFlow) -> Iterator[Row]:
    if flow.previous_studies or flow.previous_reports:
        yield Row(group="Previous version of the review")
        yield _row("Studies included in the previous version", flow.previous_studies)
        yield _row("Reports of studies included in the previous version", flow.previous_reports)
    yield Row(group="Identification from databases and registers")
    yield _row("Records identified from databases", sum(flow.databases.values()), flow.databases)
    if flow.registers:
        yield _row("Records identified from registers", sum(flow.registers.values()), flow.registers)
    yield _row("Duplicates removed before screening", flow.duplicates_removed)
    if flow.automation_removed:
        yield _row("Records marked as ineligible by automation tools", flow.automation_removed)
    if flow.other_removed:
        yield _row("Records removed for other reasons", flow.other_removed)
    yield Row(group="Screening")
    yield _row("Records screened", flow.records_screened)
    yield _row("Records excluded", flow.records_excluded)
    yield _row("Reports sought for retrieval", flow.reports_sought)
    yield _row("Reports not retrieved", flow.reports_not_retrieved)
    yield _row("Reports assessed for eligibility", flow.reports_assessed)
    yield _row("Reports excluded", sum(flow.reports_excluded.values()), flow.reports_excluded)
    yield from _other_methods(flow)
    yield Row(group="Included")
    yield _row("New studies included", flow.new_studies)
    yield _row("Reports of new studies included", flow.new_reports)
    yield _row("Studies included in all", flow.total_studies)
    yield _row("Reports of studies included in all", flow.total_reports)


def _other_methods(flow: DeclaredFlow) -> Iterator[Row]:
    ways = {
        "websites": flow.websites,
        "organisations": flow.organisations,
        "citation searching": flow.citation_searching,
    }
    found = {name: number for name, number in ways.items() if number}
    if not found and not flow.other_sought:
        return
    yield Row(group="Identification by other methods")
    yield _row("Records identified by other methods", sum(found.values()), found)
    yield _row("Reports sought for retrieval", flow.other_sought)
    yield _row("Reports not retrieved", flow.other_not_retrieved)
    yield _row("Reports assessed for eligibility", flow.other_assessed)
    yield _row("Reports excluded", sum(flow.other_excluded.values()), flow.other_excluded)


def _row(step: str, number: int, parts: Mapping[str, int] | None = None) -> Row:
    return row_of(step, number_text(number), _parts(parts or {}))


def _parts(parts: Mapping[str, int]) -> Cell:
    return cell("; ".join(f"{name} {number_text(number)}" for name, number in parts.items()))

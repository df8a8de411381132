"""The argument at a glance: requirement by claim with criteria and evidence, and every chain as one row of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from cerkit.model.answers import Answer, answers
from cerkit.model.catalogues.legal import Requirement
from cerkit.model.records.evaluation import Claim, Gap, RequirementAssessment
from cerkit.model.tables import SYMBOLS, Break, Cell, Column, Piece, RecordRef, Row, State, Table, Words, cell
from cerkit.model.trace import Node, Trace
from cerkit.render import argument
from cerkit.render.kinds import catalogue_titles, requirement_entries, requirement_nodes
from cerkit.render.problems import RenderProblem, unknown
from cerkit.render.values import joined, lacking, record_refs, row_of
from cerkit.render.words import date_text, result_text, sentence_case

MOST_CLAIMS: Final = 12
"""Claims that still fit side by side on a landscape page."""

LEGEND: Final = cell(
    f"{SYMBOLS[State.MET]} supported or met, {SYMBOLS[State.LIMITS]} supported with limits, ",
    f"{SYMBOLS[State.NOT_MET]} not supported or not met, {SYMBOLS[State.NOT_DECIDABLE]} not decided, ",
    f"{SYMBOLS[State.GAP]} nothing there; an empty cell: the claim does not address the requirement. ",
    "Verdicts are computed from the findings; conclusions are those of the evaluators.",
)


def matrix(trace: Trace, *, claims: Sequence[str] | None = None, catalogue: str | None = None) -> Table:
    """Requirements down, claims across; a cell shows what the claim has to show for the requirement."""
    chosen = _chosen(trace, claims)
    if len(chosen) > MOST_CLAIMS:
        hint = f"name up to {MOST_CLAIMS} of them: matrix(claims=[...])"
        raise RenderProblem(f"{len(chosen)} claims do not fit side by side", hint)
    return _grid(trace, chosen, relevant_requirements(trace, catalogue=catalogue))


def matrices(trace: Trace) -> tuple[Table, ...]:
    """The whole matrix in blocks of claims that fit on a page; later blocks leave out rows without an entry."""
    claims, nodes = trace.dossier.claims, relevant_requirements(trace)
    tables = []
    for start in range(0, max(len(claims), 1), MOST_CLAIMS):
        block = tuple(claims[start : start + MOST_CLAIMS])
        addressed = {name for claim in block for name in claim.requirements}
        rows = tuple(node for node in nodes if not start or node.id in addressed)
        if rows:
            number = start // MOST_CLAIMS + 1
            name = "tbl-register-matrix" if number == 1 else f"tbl-register-matrix-{number}"
            tables.append(_grid(trace, block, rows).named(name, "Requirements, claims and evidence"))
    return tuple(tables)


def relevant_requirements(trace: Trace, *, catalogue: str | None = None) -> tuple[Node, ...]:
    """Applicable requirements that clinical evidence must answer or that a claim addresses, by catalogue.

    What other documents answer alone stands in the register of requirements.
    """
    asked = answers(trace)
    return tuple(node for node in requirement_nodes(trace, catalogue=catalogue) if node.id in asked)


_NAMED: Final = cell("named as evidence")


def chains(trace: Trace, *, through_claims: bool = False) -> Table:
    """Every way from a requirement to a finding, a row each; missing links are rows that say so.

    With `through_claims`, without the evidence that a requirement names itself: in the matrix it is one cell, and here
    a row of mostly empty cells for each.
    """
    labels = ("Requirement", "Clause", "Claim", "Wording", "Criterion", "Finding", "Result", "Verdict")
    columns = tuple(Column(label.lower(), label, header=place == 0) for place, label in enumerate(labels))
    found = _chain_rows(trace)
    rows = tuple(Row(cells) for cells in found if not (through_claims and cells[-1] == _NAMED))
    return Table(columns, rows, ("sortable", "wide"))


def _chosen(trace: Trace, claims: Sequence[str] | None) -> tuple[Claim, ...]:
    known = {claim.id: claim for claim in trace.dossier.claims}
    if claims is None:
        return tuple(claim for claim in known.values() if claim.status != "withdrawn")
    missing = next((name for name in claims if name not in known), None)
    if missing is not None:
        raise unknown("the claim", missing, known)
    return tuple(known[name] for name in claims)


def _grid(trace: Trace, claims: tuple[Claim, ...], nodes: tuple[Node, ...]) -> Table:
    columns = (
        Column("requirement", "Requirement", header=True, weight=14),
        Column("title", "What it asks", weight=18),
        *(Column(claim.id, claim.id, weight=14, record=claim.id) for claim in claims),
        Column("evidence", "Other evidence", weight=14),
        Column("gaps", "Gaps", weight=9),
        Column("conclusion", "Conclusion", weight=14),
    )
    support = {claim.id: _claim_cell(trace, claim) for claim in claims}
    entries, gaps, answered = requirement_entries(trace), _gaps_by_record(trace), answers(trace)
    titles = catalogue_titles(trace)
    rows: list[Row] = []
    for title, group in groupby(nodes, key=lambda node: titles.get(node.id, "")):
        rows.append(Row(group=title))
        for node in group:
            cells = _grid_cells(trace, node, claims, support, gaps, answered[node.id])
            rows.append(row_of(RecordRef(node.id), _asked(node, entries), *cells))
    return Table(columns, tuple(rows), ("grid", "wide"), (LEGEND,))


def _grid_cells(
    trace: Trace,
    node: Node,
    claims: tuple[Claim, ...],
    support: dict[str, Cell],
    gaps: dict[str, list[Gap]],
    answer: Answer,
) -> Iterator[Cell]:
    assessed = node.record if isinstance(node.record, RequirementAssessment) else None
    for claim in claims:
        yield support[claim.id] if node.id in claim.requirements else Cell()
    yield _evidence_cell(trace, answer)
    yield _gap_cell(node.id, claims, gaps)
    yield _conclusion_cell(assessed)


def _claim_cell(trace: Trace, claim: Claim) -> Cell:
    """Support of the claim, then a line for each criterion with its outcome and sources."""
    pieces: list[Piece] = [argument.support_badge(trace.support_of(claim))]
    for criterion in argument.criteria_of(trace, claim):
        words = argument.outcome_words(trace.verdicts_of(criterion))
        pieces += (Break(), RecordRef(criterion.id), Words(f" {words}"))
        sources = argument.evidence_sources(trace, criterion.decided_by)
        if sources:
            pieces += (Words(": "), *record_refs(tuple(source.id for source in sources)))
    return cell(*pieces)


def _evidence_cell(trace: Trace, answer: Answer) -> Cell:
    if answer.evidence:
        # Findings go by their source here: the grid shows that evidence is there, the register of which kind.
        names = tuple(dict.fromkeys(_holder(trace, name) for name in answer.evidence))
        return cell(*record_refs(names))
    return Cell() if answer.claims else cell(lacking("nothing answers it"))


def _holder(trace: Trace, identifier: str) -> str:
    found = trace.finding(identifier)
    return found[0].id if found else identifier


def _gaps_by_record(trace: Trace) -> dict[str, list[Gap]]:
    """Record -> the gaps that concern it; made once for a grid, so that its time grows with the records alone."""
    found: dict[str, list[Gap]] = {}
    for gap in trace.dossier.gaps:
        for name in gap.concerns:
            found.setdefault(name, []).append(gap)
    return found


def _gap_cell(requirement: str, claims: tuple[Claim, ...], gaps: dict[str, list[Gap]]) -> Cell:
    """Gaps that concern the requirement, a claim on it, or what decides such a claim."""
    on_it = tuple(claim for claim in claims if requirement in claim.requirements)
    names = (
        requirement,
        *(claim.id for claim in on_it),
        *(name for claim in on_it for name in claim.decided_by),
    )
    found = {gap.id: gap for name in names for gap in gaps.get(name, ())}
    lines = tuple((RecordRef(gap.id), Words(f" ({gap.status})")) for gap in found.values())
    return cell(*joined(lines, Break()))


def _conclusion_cell(assessed: RequirementAssessment | None) -> Cell:
    if assessed is None:
        return cell(lacking("not assessed"))
    if assessed.conclusion is None:
        return cell(lacking("no conclusion")) if assessed.clinical else Cell()
    stated = assessed.conclusion
    return cell(stated.statement, " (", RecordRef(stated.by), f", {date_text(stated.on)})")


def _asked(node: Node, entries: Mapping[str, Requirement]) -> Cell:
    entry = entries.get(node.id)
    return cell(sentence_case(entry.title if entry else node.title))


def _chain_rows(trace: Trace) -> Iterator[tuple[Cell, ...]]:
    entries = requirement_entries(trace)
    for node in relevant_requirements(trace):
        entry = entries.get(node.id)
        head = (cell(RecordRef(node.id)), cell(entry.clause if entry else ""))
        claims = argument.claims_on(trace, node.id)
        for claim in claims:
            yield from ((*head, *tail) for tail in _claim_rows(trace, claim))
        record = node.record
        others = record.evidence if isinstance(record, RequirementAssessment) else ()
        for name in others:
            yield (
                *head,
                Cell(),
                Cell(),
                Cell(),
                cell(RecordRef(name)),
                _title(trace, name),
                _NAMED,
            )
        if not claims and not others:
            yield (*head, *(Cell(),) * 5, cell(lacking("nothing answers it")))
    for claim in trace.dossier.claims:
        if not claim.requirements:
            head = (cell(lacking("no requirement")), Cell())
            yield from ((*head, *tail) for tail in _claim_rows(trace, claim))


def _claim_rows(trace: Trace, claim: Claim) -> Iterator[tuple[Cell, ...]]:
    head = (cell(RecordRef(claim.id)), cell(claim.wording))
    criteria = argument.criteria_of(trace, claim)
    if not criteria:
        yield (*head, Cell(), Cell(), Cell(), cell(lacking("no criterion decides it")))
    for criterion in criteria:
        verdicts = trace.verdicts_of(criterion)
        for verdict in verdicts:
            found = trace.finding(verdict.finding)
            result = cell(result_text(found[1])) if found else Cell()
            named = (cell(RecordRef(criterion.id)), cell(RecordRef(verdict.finding)))
            yield (*head, *named, result, cell(argument.verdict_badge(verdict)))
        if not verdicts:
            missing = cell(lacking("no finding decides it"))
            yield (*head, cell(RecordRef(criterion.id)), Cell(), Cell(), missing)


def _title(trace: Trace, identifier: str) -> Cell:
    node = trace.nodes.get(identifier)
    return cell(node.title) if node else Cell()

"""Smaller blocks for prose: the intended use, lists of its parts, verdicts, predictive values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from cerkit.model.records.source import Finding
from cerkit.model.statistics import predictive_values
from cerkit.model.tables import Break, Cell, Column, RecordRef, Row, Table, Words, cell
from cerkit.model.trace import Trace
from cerkit.model.verdicts import Verdict
from cerkit.render import argument
from cerkit.render.html import Resolve, escaped, pieces_html
from cerkit.render.kinds import Subject
from cerkit.render.lookup import criterion_named, finding_named
from cerkit.render.problems import RenderProblem
from cerkit.render.records import kind_named, subjects_of
from cerkit.render.values import row_of
from cerkit.render.words import citation_of, number_text, plain_decimal, result_text

_LISTED: Final = ("text", "name", "title", "wording", "hazard", "term")
"""The field that names a record in a list, the first that it has."""


def intended_use_html(trace: Trace) -> str:
    """The canonical text of the intended use as a block quote."""
    device = trace.dossier.device
    if device is None:
        raise RenderProblem("there is no device", "write evidence/device.yml")
    lines = (line.strip() for line in device.intended_use.text.split("\n"))
    text = "<br>".join(escaped(line) for line in lines if line)
    return f'<blockquote class="intended-use"><p>{text}</p></blockquote>'


def listing_html(trace: Trace, kind: str, resolve: Resolve) -> str:
    """The records of a kind as a list: text and identifier of each."""
    known = kind_named(kind)
    items = []
    for subject in subjects_of(trace, known):
        reference = (Words(" ("), RecordRef(subject.id), Words(")")) if subject.id else ()
        items.append(f"<li>{pieces_html((Words(_name_of(subject)), *reference), resolve)}</li>")
    if not items:
        raise RenderProblem(f"there are no {kind} to list", "leave the list out, or add records")
    return f'<ul class="records-list">{"".join(items)}</ul>'


def verdicts(trace: Trace, *, criteria: Sequence[str] | None = None) -> Table:
    """Each criterion on each finding that decides it, a row each; subgroups are rows of their own."""
    columns = (
        Column("criterion", "Criterion", header=True, weight=10),
        Column("rule", "Requirement on the result", weight=24),
        Column("finding", "Finding", weight=24),
        Column("result", "Result", weight=24),
        Column("verdict", "Verdict", weight=18),
    )
    named = (criterion_named(trace, name) for name in criteria or ())
    rows: list[Row] = []
    for criterion in trace.dossier.criteria if criteria is None else named:
        head = (cell(RecordRef(criterion.id)), cell(argument.rule_text(trace, criterion)))
        decided = trace.verdicts_of(criterion)
        rows.extend(row_of(*head, *_verdict_cells(trace, verdict)) for verdict in decided)
        if not decided:
            rows.append(row_of(*head, Cell(), Cell(), cell(*argument.verdict_lines(trace, criterion))))
    return Table(columns, tuple(rows))


def predictive_values_table(
    trace: Trace, sensitivity: str, specificity: str, prevalences: Sequence[float]
) -> Table:
    """Predictive values over prevalences in per cent (MEDDEV A7.3); from counts where the findings have them."""
    sensitive, specific = finding_named(trace, sensitivity)[1], finding_named(trace, specificity)[1]
    columns = (
        Column("prevalence", "Prevalence", header=True, weight=34),
        Column("ppv", "Positive predictive value", numeric=True, weight=33),
        Column("npv", "Negative predictive value", numeric=True, weight=33),
    )
    rows = []
    for prevalence in prevalences:
        if not 0 < prevalence < 100:
            raise RenderProblem(
                f"a prevalence of {prevalence} % cannot be", "give per cent, between 0 and 100"
            )
        values = predictive_values(
            _share(sensitive, sensitivity), _share(specific, specificity), float(prevalence)
        )
        head = cell(f"{number_text(Decimal(str(prevalence)))} %")
        rows.append(row_of(head, _percentage(values[0], 1), _percentage(values[1], 2)))
    return Table(columns, tuple(rows), notes=(_basis(trace, sensitivity, specificity),))


def _name_of(subject: Subject) -> str:
    names = (getattr(subject.record, field, None) for field in _LISTED)
    return next((name for name in names if isinstance(name, str)), subject.id or "")


def _verdict_cells(trace: Trace, verdict: Verdict) -> tuple[Cell, ...]:
    found = trace.finding(verdict.finding)
    kind = "subgroup: " if verdict.subgroup else ""
    group = (Break(), Words(f"{kind}{verdict.group}")) if verdict.group else ()
    label = (Words(f"{found[1].label} "),) if found else ()
    result = cell(result_text(found[1])) if found else Cell()
    named = cell(*label, RecordRef(verdict.finding), *group)
    return (named, result, cell(argument.verdict_badge(verdict)))


def _share(finding: Finding, identifier: str) -> float:
    """The proportion in per cent, by its counts if it has any: the printed value is rounded."""
    if finding.counts is not None and finding.counts.denominator:
        return 100 * finding.counts.numerator / finding.counts.denominator
    if finding.value is None or finding.unit != "%":
        raise RenderProblem(f"{identifier} is not a percentage", "name a sensitivity and a specificity in %")
    return float(finding.value)


def _percentage(value: float | None, places: int) -> Cell:
    return cell("–" if value is None else f"{plain_decimal(Decimal(repr(value)), places)} %")


def _basis(trace: Trace, sensitivity: str, specificity: str) -> Cell:
    sources = argument.evidence_sources(trace, (sensitivity, specificity))
    citation = citation_of(*sources)
    parts = (
        Words("Computed by Bayes' theorem from sensitivity "),
        RecordRef(sensitivity),
        Words(" and specificity "),
        RecordRef(specificity),
    )
    return cell(*parts, *((Words(" "), citation) if citation else ()), Words("."))

"""Columns that no record holds: computed from the trace, or a field put in the words a reader expects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar, cast

from cerkit.model.catalogues.legal import Requirement
from cerkit.model.catalogues.report import PlanElementEntry
from cerkit.model.fields import Strictly
from cerkit.model.records import control, evaluation, source
from cerkit.model.tables import EMPTY, Break, Cell, Items, Piece, RecordRef, Words, cell
from cerkit.model.trace import Trace
from cerkit.model.verdicts import OPERATOR_SIGNS, Support, Verdict
from cerkit.render import argument
from cerkit.render.kinds import Subject
from cerkit.render.values import filled, joined, lacking, name_text, pieces_of, record_refs
from cerkit.render.words import (
    citation_of,
    date_text,
    number_text,
    result_text,
    sentence_case,
    with_unit,
    year_of,
)

CellMaker = Callable[[Trace, Subject], Cell]
R = TypeVar("R", bound=Strictly)


def _on(_: type[R], make: Callable[[Trace, R], Cell]) -> CellMaker:
    """A column that needs the record alone; the kind guarantees its model."""
    return lambda trace, subject: make(trace, cast(R, subject.record))


def _text(text: str | None) -> Cell:
    return cell(text) if text else EMPTY


def cited(trace: Trace, names: tuple[str, ...]) -> Cell:
    """One citation of the sources behind sources, findings and syntheses."""
    return citing(*argument.evidence_sources(trace, names))


def citing(*sources: source.Source) -> Cell:
    """One citation of the sources."""
    citation = citation_of(*sources)
    return cell(citation) if citation else EMPTY


def _used_by(trace: Trace, subject: Subject) -> Cell:
    return filled(argument.used_by(trace, subject.id or ""))


def _claim_verdicts(trace: Trace, claim: evaluation.Claim) -> Cell:
    lines: list[tuple[Piece, ...]] = []
    for verdict in trace.verdicts_on_claim(claim):
        part = f", subgroup: {verdict.group or verdict.finding}" if verdict.subgroup else ""
        lines.append((*_criterion_badge(verdict), *((Words(part),) if part else ())))
    return filled(joined(tuple(lines), Break())) if lines else cell(argument.support_badge(Support.WITHOUT))


def _criterion_badge(verdict: Verdict) -> tuple[Piece, ...]:
    return (RecordRef(verdict.criterion), Words(" "), argument.verdict_badge(verdict))


def _claim_results(trace: Trace, claim: evaluation.Claim) -> Cell:
    names = tuple(name for item in argument.criteria_of(trace, claim) for name in item.decided_by)
    return filled(argument.result_lines(trace, names))


def _finding_result(_: Trace, finding: source.Finding) -> Cell:
    return _text(result_text(finding))


def _finding_source(_: Trace, subject: Subject) -> Cell:
    return cell(RecordRef(cast(source.Source, subject.owner).id))


def _finding_citation(_: Trace, subject: Subject) -> Cell:
    return citing(cast(source.Source, subject.owner))


def _finding_verdicts(trace: Trace, subject: Subject) -> Cell:
    namers = (trace.criterion(link.source) for link in trace.links_to(subject.id or ""))
    verdicts = (verdict for criterion in namers if criterion for verdict in trace.verdicts_of(criterion))
    lines = tuple(_criterion_badge(verdict) for verdict in verdicts if verdict.finding == subject.id)
    return filled(joined(lines, Break()))


def _discrepancy(_: Trace, finding: source.Finding) -> Cell:
    pieces: list[Piece] = []
    if finding.discrepancy is not None:
        pieces += (Words("Printed value kept: ", strong=True), *pieces_of(finding.discrepancy))
    if finding.note:
        pieces += (*((Break(),) if pieces else ()), Words(finding.note))
    return filled(tuple(pieces))


def _source_findings(_: Trace, held: source.Source) -> Cell:
    return filled(pieces_of(held.findings))


def _source_authors(_: Trace, held: source.Source) -> Cell:
    if held.publication is None:
        return EMPTY
    names = [name_text(name) for name in held.publication.authors]
    return _text(", ".join((*names, *(() if held.publication.authors_complete else ("et al.",)))))


def answers_of(trace: Trace, identifier: str, record: object) -> tuple[str, ...]:
    """What answers a requirement: the claims that address it and the evidence named beside them."""
    claims = tuple(claim.id for claim in argument.claims_on(trace, identifier))
    evidence = record.evidence if isinstance(record, evaluation.RequirementAssessment) else ()
    return tuple(dict.fromkeys((*claims, *evidence)))


def _requirement_answers(trace: Trace, record: evaluation.RequirementAssessment) -> Cell:
    names = answers_of(trace, record.id, record)
    if names:
        return filled(record_refs(names))
    return cell(lacking("nothing answers it")) if record.applicable and record.clinical else EMPTY


def _clause(_: Trace, subject: Subject) -> Cell:
    return _text(subject.owner.clause if isinstance(subject.owner, Requirement) else None)


def _entry_title(_: Trace, subject: Subject) -> Cell:
    if isinstance(subject.owner, Requirement | PlanElementEntry):
        return cell(sentence_case(subject.owner.title))
    return EMPTY


def _plan_answer(_: Trace, record: evaluation.PlanElement) -> Cell:
    if record.answer is not None:
        return cell(record.answer)
    return _text(
        f"Does not apply: {record.not_applicable_because}" if record.not_applicable_because else None
    )


def _ifu_content(_: Trace, section: control.IfuSection) -> Cell:
    text = (Words(section.text),) if section.text else ()
    return filled(
        (*text, *((Items(tuple((Words(item),) for item in section.items)),) if section.items else ()))
    )


def _threshold(_: Trace, indicator: control.Indicator) -> Cell:
    number = with_unit(number_text(indicator.threshold), indicator.unit)
    return cell(f"{OPERATOR_SIGNS[indicator.operator]} {number}")


def _period(_: Trace, period: control.SurveillancePeriod) -> Cell:
    return cell(f"{date_text(period.starts)} to {date_text(period.ends)}")


def _period_denominator(_: Trace, period: control.SurveillancePeriod) -> Cell:
    return cell(number_text(period.denominator), Break(), period.denominator_basis)


def _period_values(trace: Trace, period: control.SurveillancePeriod) -> Cell:
    lines: list[tuple[Piece, ...]] = []
    for held in period.values:
        node = trace.nodes.get(held.indicator)
        indicator = node.record if node is not None and isinstance(node.record, control.Indicator) else None
        value = number_text(held.value)
        words = f": {with_unit(value, indicator.unit) if indicator else value}"
        if indicator is not None:
            passed = OPERATORS[indicator.operator](held.value, indicator.threshold)
            words += ", threshold passed" if passed else ", threshold not passed"
        lines.append(
            (RecordRef(held.indicator), Words(words + (f" ({held.comment})" if held.comment else "")))
        )
    return filled(joined(tuple(lines), Break()))


def _declaration(_: Trace, evaluator: control.Evaluator) -> Cell:
    declared = evaluator.declaration
    interests = "; ".join(f"{item.topic}: {item.statement}" for item in declared.interests) or "none declared"
    words = f"{date_text(declared.on)}, {declared.period_months} months before: {interests} ("
    return cell(words, RecordRef(declared.document), ")")


def _cv(_: Trace, evaluator: control.Evaluator) -> Cell:
    return cell(RecordRef(evaluator.cv), f", {date_text(evaluator.cv_dated)}")


def _hits(_: Trace, subject: Subject) -> Cell:
    record = subject.record
    reported, received = getattr(record, "hits_reported", 0), getattr(record, "hits_received", 0)
    words = number_text(reported)
    return cell(words if reported == received else f"{words} (received {number_text(received)})")


def _criterion_rule(trace: Trace, criterion: evaluation.Criterion) -> Cell:
    return cell(sentence_case(argument.rule_text(trace, criterion)))


def _criterion_verdict(trace: Trace, criterion: evaluation.Criterion) -> Cell:
    return cell(*argument.verdict_lines(trace, criterion))


def _criterion_fixed(_: Trace, criterion: evaluation.Criterion) -> Cell:
    return cell(f"{date_text(criterion.fixed_on)}, ", RecordRef(criterion.fixed_in))


def _criterion_claims(trace: Trace, criterion: evaluation.Criterion) -> Cell:
    return filled(record_refs(tuple(claim.id for claim in argument.claims_resting_on(trace, criterion.id))))


OPERATORS: Final = {
    ">=": lambda value, threshold: value >= threshold,
    ">": lambda value, threshold: value > threshold,
    "<=": lambda value, threshold: value <= threshold,
    "<": lambda value, threshold: value < threshold,
}

FOR_ALL: Final[Mapping[str, CellMaker]] = {"used_by": _used_by}
"""Columns of every kind that has identifiers."""

DERIVED: Final[Mapping[str, Mapping[str, CellMaker]]] = {
    "claims": {
        "support": _on(
            evaluation.Claim, lambda trace, claim: cell(argument.support_badge(trace.support_of(claim)))
        ),
        "verdict": _on(evaluation.Claim, _claim_verdicts),
        "results": _on(evaluation.Claim, _claim_results),
        "citation": _on(
            evaluation.Claim, lambda trace, claim: citing(*argument.deciding_sources(trace, claim))
        ),
    },
    "criteria": {
        "rule": _on(evaluation.Criterion, _criterion_rule),
        "limit": _on(evaluation.Criterion, lambda trace, item: cell(argument.limit_text(trace, item))),
        "verdict": _on(evaluation.Criterion, _criterion_verdict),
        "results": _on(
            evaluation.Criterion, lambda trace, item: filled(argument.result_lines(trace, item.decided_by))
        ),
        "citation": _on(evaluation.Criterion, lambda trace, item: cited(trace, item.decided_by)),
        "fixed": _on(evaluation.Criterion, _criterion_fixed),
        "claims": _on(evaluation.Criterion, _criterion_claims),
    },
    "benchmarks": {
        "value": _on(
            evaluation.Benchmark, lambda trace, item: _text(argument.benchmark_value_text(trace, item))
        ),
        "results": _on(
            evaluation.Benchmark, lambda trace, item: filled(argument.result_lines(trace, item.rests_on))
        ),
        "citation": _on(evaluation.Benchmark, lambda trace, item: cited(trace, item.rests_on)),
    },
    "risks": {"citation": _on(evaluation.Risk, lambda trace, item: cited(trace, item.sources))},
    "benefits": {"citation": _on(evaluation.Benefit, lambda trace, item: cited(trace, item.evidence))},
    "alternatives": {"citation": _on(evaluation.Alternative, lambda trace, item: cited(trace, item.sources))},
    "endpoints": {
        "citation": _on(evaluation.Endpoint, lambda trace, item: cited(trace, item.surrogate_evidence)),
    },
    "pmcf": {"citation": _on(evaluation.PmcfActivity, lambda trace, item: cited(trace, item.result_sources))},
    "findings": {
        "result": _on(source.Finding, _finding_result),
        "source": _finding_source,
        "citation": _finding_citation,
        "verdict": _finding_verdicts,
        "remarks": _on(source.Finding, _discrepancy),
    },
    "sources": {
        "citation": _on(source.Source, lambda _, held: citing(held)),
        "authors": _on(source.Source, _source_authors),
        "year": _on(source.Source, lambda _, held: _text(year_of(held))),
        "publication.year": _on(source.Source, lambda _, held: _text(year_of(held))),
        "findings": _on(source.Source, _source_findings),
    },
    "requirements": {
        "clause": _clause,
        "title": _entry_title,
        "answers": _on(evaluation.RequirementAssessment, _requirement_answers),
    },
    "plan_elements": {"title": _entry_title, "answer": _on(evaluation.PlanElement, _plan_answer)},
    "ifu": {"content": _on(control.IfuSection, _ifu_content)},
    "indicators": {"threshold": _on(control.Indicator, _threshold)},
    "periods": {
        "period": _on(control.SurveillancePeriod, _period),
        "denominator": _on(control.SurveillancePeriod, _period_denominator),
        "values": _on(control.SurveillancePeriod, _period_values),
        "citation": _on(control.SurveillancePeriod, lambda trace, item: cited(trace, item.sources)),
    },
    "evaluators": {
        "declaration": _on(control.Evaluator, _declaration),
        "cv": _on(control.Evaluator, _cv),
    },
    "searches": {"hits": _hits},
}
"""Derived columns by kind and name. A name that is a field's, too, takes the field's place."""

"""Pieces that show the argument: verdicts, support, where a record is used, which sources stand behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cerkit.model.identifiers import Kind
from cerkit.model.records.evaluation import Benchmark, Claim, Criterion
from cerkit.model.records.review import Synthesis
from cerkit.model.records.source import Source
from cerkit.model.tables import Badge, Break, Piece, RecordRef, State, Words
from cerkit.model.trace import Link, Trace, natural_key
from cerkit.model.verdicts import OPERATOR_SIGNS, Outcome, Support, Verdict
from cerkit.render.values import joined, lacking
from cerkit.render.words import number_text, result_text, with_unit

OUTCOME_STATES: Final = {
    Outcome.MET: State.MET,
    Outcome.NOT_MET: State.NOT_MET,
    Outcome.NOT_DECIDABLE: State.NOT_DECIDABLE,
}
SUPPORT_STATES: Final = {
    Support.SUPPORTED: State.MET,
    Support.WITH_LIMITS: State.LIMITS,
    Support.NOT_SUPPORTED: State.NOT_MET,
    Support.UNDECIDED: State.NOT_DECIDABLE,
    Support.WITHOUT: State.GAP,
}

_KIND_ORDER: Final = {kind: position for position, kind in enumerate(Kind)}
_BOUNDS: Final = {"estimate": "the point estimate", "lower": "the lower bound", "upper": "the upper bound"}
_OPERATORS: Final = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}


def rule_text(trace: Trace, criterion: Criterion) -> str:
    """The lower bound of the 95 % confidence interval is at least 85.0 %."""
    endpoint = trace.endpoint(criterion.endpoint)
    value = number_text(criterion.value)
    limit = with_unit(value, endpoint.unit) if endpoint else value
    subject = _BOUNDS[criterion.bound]
    if criterion.bound != "estimate":
        level = _level_of(trace, criterion)
        subject += f" of the {level} % confidence interval" if level else " of the confidence interval"
    return f"{subject} is {_OPERATORS[criterion.operator]} {limit}"


def _level_of(trace: Trace, criterion: Criterion) -> str | None:
    """The level that the criterion names, else that of the intervals that decide it; None where they differ."""
    if "level" in criterion.model_fields_set:
        return number_text(criterion.level)
    found = (trace.finding(identifier) for identifier in criterion.decided_by)
    levels = {number_text(pair[1].interval.level) for pair in found if pair and pair[1].interval}
    if not levels:
        return "95"
    return levels.pop() if len(levels) == 1 else None


def limit_text(trace: Trace, criterion: Criterion) -> str:
    """≥ 85.0 %: operator and value, for narrow places."""
    endpoint = trace.endpoint(criterion.endpoint)
    value = f"{OPERATOR_SIGNS[criterion.operator]} {number_text(criterion.value)}"
    return with_unit(value, endpoint.unit) if endpoint else value


def benchmark_value_text(trace: Trace, benchmark: Benchmark) -> str:
    """The benchmark's value or range with the endpoint's unit; empty where it is in words only."""
    endpoint = trace.endpoint(benchmark.endpoint)
    unit = endpoint.unit if endpoint else "1"
    lower, upper = (number_text(end) if end is not None else "" for end in (benchmark.lower, benchmark.upper))
    alone = f"from {lower}" if lower else f"up to {upper}" if upper else ""
    span = f"{lower} to {upper}" if lower and upper else alone
    if benchmark.value is None:
        return with_unit(span, unit) if span else ""
    return with_unit(number_text(benchmark.value), unit) + (
        f" (range {with_unit(span, unit)})" if span else ""
    )


def verdict_words(verdict: Verdict) -> str:
    """met (91.3 ≥ 85.0)."""
    return f"{verdict.outcome} ({verdict.comparison})" if verdict.comparison else str(verdict.outcome)


def verdict_badge(verdict: Verdict) -> Badge:
    return Badge(OUTCOME_STATES[verdict.outcome], verdict_words(verdict))


def worst(outcomes: Iterable[Outcome]) -> Outcome | None:
    """The outcome that must not be hidden: not met before not decidable before met."""
    order = (Outcome.NOT_MET, Outcome.NOT_DECIDABLE, Outcome.MET)
    present = set(outcomes)
    return next((outcome for outcome in order if outcome in present), None)


def outcome_words(verdicts: tuple[Verdict, ...]) -> str:
    """The outcome over whole groups, and what subgroups add to it: "met; not met in a subgroup"."""
    whole = worst(verdict.outcome for verdict in verdicts if not verdict.subgroup)
    part = worst(verdict.outcome for verdict in verdicts if verdict.subgroup)
    parts = [str(whole)] if whole else []
    if part is not None and part is not Outcome.MET:
        parts.append(f"{part} in a subgroup")
    elif part is not None and not parts:
        parts.append("met in a subgroup")
    return "; ".join(parts) or "no finding"


def support_badge(support: Support) -> Badge:
    return Badge(SUPPORT_STATES[support], str(support))


def verdict_lines(trace: Trace, criterion: Criterion) -> tuple[Piece, ...]:
    """A line for each finding that decides: the verdict, the finding, and the group it holds for."""
    lines = tuple(_verdict_line(verdict) for verdict in trace.verdicts_of(criterion))
    return joined(lines, Break()) or (lacking("no finding decides it"),)


def _verdict_line(verdict: Verdict) -> tuple[Piece, ...]:
    line = (verdict_badge(verdict), Words(" on "), RecordRef(verdict.finding))
    group = f", {'subgroup: ' if verdict.subgroup else ''}{verdict.group}"
    return (*line, Words(group)) if verdict.group else line


def result_lines(trace: Trace, identifiers: Iterable[str]) -> tuple[Piece, ...]:
    """A line for each finding: its label, its result, its identifier."""
    lines: list[tuple[Piece, ...]] = []
    for identifier in identifiers:
        found = trace.finding(identifier)
        if found is not None:
            finding = found[1]
            group = f" ({finding.group})" if finding.group else ""
            result = Words(f"{finding.label}{group}: {result_text(finding)} ")
            lines.append((result, RecordRef(identifier)))
    return joined(tuple(lines), Break())


def uses_of(trace: Trace, identifier: str) -> tuple[Link, ...]:
    """What names the record or a part of it, each namer and relation once; its own parts do not count."""
    names = (identifier, *(part.id for part in trace.parts_of(identifier)))
    own = set(names)
    found = {
        (link.source, link.relation): link
        for name in names
        for link in trace.links_to(name)
        if link.source in trace.nodes and link.source not in own
    }
    return tuple(
        sorted(
            found.values(),
            key=lambda link: (
                _KIND_ORDER[trace.nodes[link.source].kind],
                natural_key(link.source),
                link.relation,
            ),
        )
    )


def used_by(trace: Trace, identifier: str) -> tuple[Piece, ...]:
    """Links to everything that names the record; a chapter by its title."""
    namers = dict.fromkeys(link.source for link in uses_of(trace, identifier))
    return joined(tuple((node_ref(trace, namer),) for namer in namers), Words(", "))


def node_ref(trace: Trace, identifier: str) -> RecordRef:
    """A link to a node: a chapter shows its title, everything else its identifier."""
    node = trace.nodes.get(identifier)
    return RecordRef(identifier, node.title if node is not None and node.kind is Kind.CHAPTER else None)


def evidence_sources(trace: Trace, identifiers: Iterable[str]) -> tuple[Source, ...]:
    """The sources behind sources, findings and syntheses, each once, in the given order."""
    found: dict[str, Source] = {}
    for identifier in identifiers:
        node = trace.nodes.get(identifier)
        if node is None:
            continue
        if isinstance(node.record, Synthesis):
            found.update({item.id: item for item in evidence_sources(trace, node.record.findings)})
        elif isinstance(node.record, Source):
            found[identifier] = node.record
        elif (pair := trace.finding(identifier)) is not None:
            found[pair[0].id] = pair[0]
    return tuple(found.values())


def claims_on(trace: Trace, requirement: str) -> tuple[Claim, ...]:
    """Claims that address a requirement, found from the requirement's side."""
    return _claims_naming(trace, requirement, "requirements")


def claims_resting_on(trace: Trace, criterion: str) -> tuple[Claim, ...]:
    """Claims that a criterion decides, found from the criterion's side."""
    return _claims_naming(trace, criterion, "decided_by")


def _claims_naming(trace: Trace, identifier: str, relation: str) -> tuple[Claim, ...]:
    names = {link.source for link in trace.links_to(identifier) if link.relation == relation}
    found = (trace.nodes[name].record for name in sorted(names, key=natural_key) if name in trace.nodes)
    return tuple(record for record in found if isinstance(record, Claim))


def criteria_of(trace: Trace, claim: Claim) -> tuple[Criterion, ...]:
    """The criteria that decide a claim, in the written order; names of nothing are left out."""
    found = (trace.criterion(identifier) for identifier in claim.decided_by)
    return tuple(item for item in found if item is not None)


def deciding_sources(trace: Trace, claim: Claim) -> tuple[Source, ...]:
    """Sources of the findings that decide the claim's criteria."""
    return evidence_sources(trace, (name for item in criteria_of(trace, claim) for name in item.decided_by))


def justifying_sources(trace: Trace, claim: Claim) -> tuple[Source, ...]:
    """Sources of the benchmarks that justify the claim's criteria."""
    return evidence_sources(
        trace,
        (
            name
            for item in criteria_of(trace, claim)
            for benchmark in item.justified_by
            if (node := trace.nodes.get(benchmark)) is not None and isinstance(node.record, Benchmark)
            for name in node.record.rests_on
        ),
    )

"""Whether the findings that a criterion names can decide it. Read from the facts: no source need be read for it."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.link import rules
from cerkit.model.diagnostics import Diagnostic, Rule
from cerkit.model.facts import FindingFacts, SourceFacts
from cerkit.model.records.evaluation import Criterion, Endpoint
from cerkit.model.trace import Trace


def check_criteria(trace: Trace) -> Iterator[Diagnostic]:
    """Findings that cannot decide the criterion which names them."""
    for criterion in trace.dossier.criteria:
        endpoint = trace.endpoint(criterion.endpoint)
        if endpoint is not None:
            yield from _check_criterion(trace, criterion, endpoint)


def _check_criterion(trace: Trace, criterion: Criterion, endpoint: Endpoint) -> Iterator[Diagnostic]:
    for position, identifier in enumerate(criterion.decided_by):
        found = trace.finding_facts.get(identifier)
        unfit = _unfit(trace, criterion, endpoint, *found) if found is not None else None
        if unfit is not None:
            rule, message, hint = unfit
            place = trace.place_of(criterion.id, "decided_by", position)
            yield rule.at(place, message, hint=hint, subject=criterion.id)


def _unfit(
    trace: Trace, criterion: Criterion, endpoint: Endpoint, source: SourceFacts, finding: FindingFacts
) -> tuple[Rule, str, str | None] | None:
    """Why a finding cannot decide a criterion, with a hint. Most can."""
    if finding.endpoint != criterion.endpoint:
        message = (
            f"{criterion.id} is about {criterion.endpoint}, but {finding.id} measures {finding.endpoint}"
        )
        return rules.OTHER_ENDPOINT, message, None
    if finding.unit != endpoint.unit:
        message = f"{finding.id} is given in {finding.unit}, but {endpoint.id} in {endpoint.unit}"
        return rules.OTHER_ENDPOINT, message, "give both in the same unit"
    if source.bar is not None:
        message = f"{criterion.id} is decided by {source.id}, which {source.bar}"
        return rules.INADMISSIBLE_EVIDENCE, message, None
    if not trace.is_admissible(source):
        message = (
            f"{criterion.id} is decided by {source.id}, "
            f"whose device {source.equivalence} does not accept as equivalent"
        )
        return rules.INADMISSIBLE_EVIDENCE, message, None
    return None

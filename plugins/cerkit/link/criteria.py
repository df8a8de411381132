"""Whether the findings that a criterion names can decide it. Read from the facts: no source need be read for it."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.link import rules
from cerkit.model.diagnostics import Diagnostic, Place
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
    place = trace.nodes[criterion.id].place
    for position, identifier in enumerate(criterion.decided_by):
        found = trace.finding_facts.get(identifier)
        if found is not None:
            yield from _check_finding(
                trace, criterion, endpoint, *found, place.within("decided_by", position)
            )


def _check_finding(
    trace: Trace,
    criterion: Criterion,
    endpoint: Endpoint,
    source: SourceFacts,
    finding: FindingFacts,
    place: Place,
) -> Iterator[Diagnostic]:
    if finding.endpoint != criterion.endpoint:
        message = (
            f"{criterion.id} is about {criterion.endpoint}, but {finding.id} measures {finding.endpoint}"
        )
        yield rules.OTHER_ENDPOINT.at(place, message, subject=criterion.id)
    elif finding.unit != endpoint.unit:
        message = f"{finding.id} is given in {finding.unit}, but {endpoint.id} in {endpoint.unit}"
        hint = "give both in the same unit"
        yield rules.OTHER_ENDPOINT.at(place, message, hint=hint, subject=criterion.id)
    elif source.bar is not None:
        message = f"{criterion.id} is decided by {source.id}, which {source.bar}"
        yield rules.INADMISSIBLE_EVIDENCE.at(place, message, subject=criterion.id)
    elif not trace.is_admissible(source):
        message = (
            f"{criterion.id} is decided by {source.id}, "
            f"whose device {source.equivalence} does not accept as equivalent"
        )
        yield rules.INADMISSIBLE_EVIDENCE.at(place, message, subject=criterion.id)

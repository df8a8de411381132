"""Whether the findings that a criterion names can decide it. Read from the outlines: no source need be read for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cerkit.link import rules
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.outline import FindingRow
from cerkit.model.records.evaluation import Criterion, Endpoint
from cerkit.model.trace import Trace


def check_criteria(trace: Trace) -> Iterator[Diagnostic]:
    """Findings that cannot decide the criterion which names them."""
    placed = trace.dossier.placed.get("sources", ())
    findings: dict[str, FindingRow] = {}
    for row in (row for source in placed for row in source.outline.findings):
        findings.setdefault(row[0], row)  # of two with one name the first counts
    for criterion in trace.dossier.criteria:
        endpoint = trace.endpoint(criterion.endpoint)
        if endpoint is not None:
            yield from _check_criterion(trace, criterion, endpoint, findings)


def _check_criterion(
    trace: Trace, criterion: Criterion, endpoint: Endpoint, findings: Mapping[str, FindingRow]
) -> Iterator[Diagnostic]:
    place = trace.nodes[criterion.id].place
    for position, identifier in enumerate(criterion.decided_by):
        row = findings.get(identifier)
        if row is not None:
            yield from _check_finding(trace, criterion, endpoint, row, place.within("decided_by", position))


def _check_finding(
    trace: Trace, criterion: Criterion, endpoint: Endpoint, row: FindingRow, place: Place
) -> Iterator[Diagnostic]:
    identifier, measured, unit, bar, needed = row
    source = identifier.rpartition(".")[0]
    if measured != criterion.endpoint:
        message = f"{criterion.id} is about {criterion.endpoint}, but {identifier} measures {measured}"
        yield rules.OTHER_ENDPOINT.at(place, message, subject=criterion.id)
    elif unit != endpoint.unit:
        message = f"{identifier} is given in {unit}, but {endpoint.id} in {endpoint.unit}"
        hint = "give both in the same unit"
        yield rules.OTHER_ENDPOINT.at(place, message, hint=hint, subject=criterion.id)
    elif bar is not None:
        message = f"{criterion.id} is decided by {source}, which {bar}"
        yield rules.INADMISSIBLE_EVIDENCE.at(place, message, subject=criterion.id)
    elif needed is not None and needed not in trace.accepted_equivalences:
        message = (
            f"{criterion.id} is decided by {source}, whose device {needed} does not accept as equivalent"
        )
        yield rules.INADMISSIBLE_EVIDENCE.at(place, message, subject=criterion.id)

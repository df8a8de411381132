"""Objectives that can be missed: every claim and benefit has a criterion, and every criterion can fail (D02)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.coverage import rules
from cerkit.checks.texts import only_points, says_nothing
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.identifiers import RECORD_REFERENCE
from cerkit.model.records.evaluation import Benefit, Claim, Criterion, Endpoint
from cerkit.model.trace import Trace
from cerkit.model.verdicts import OPERATOR_SIGNS, is_out_of_reach

_AT_LEAST: Final = (">=", ">")
_OBJECTIVES: Final = {
    "CEP-04": "the benefits",
    "CEP-05": "how safety is judged",
    "CEP-06": "the parameters of benefit and risk",
}
"""Elements of the plan that set objectives."""
_PART: Final = re.compile(
    r"\b(?:IND|POP|USR|SET|VAR|DEV|IU|CON|DOC|EVR|IFU|STD|CEP)-[\w.-]+|\btype [12]\b", re.IGNORECASE
)
"""Names of whom and what an objective is for; none of them measures it."""
_VAGUE_UNITS: Final = frozenset({"various", "several", "any", "score", "level", "grade", "?"})


def check_measurable(examination: Examination) -> Iterator[Diagnostic]:
    """Claims, benefits and criteria that no result could miss, or that nothing measures."""
    trace = examination.trace
    for claim in trace.dossier.claims:
        yield from _claim(trace, claim)
    for benefit in trace.dossier.benefits:
        yield from _benefit(trace, benefit)
    on_safety = {
        name for claim in trace.dossier.claims if claim.kind == "safety" for name in claim.decided_by
    }
    deciding = {name for claim in trace.dossier.claims for name in claim.decided_by}
    for criterion in trace.dossier.criteria:
        yield from _criterion(trace, criterion)
    yield from _vague_units(trace)
    yield from _vague_plan(trace)
    if deciding and not any(name in on_safety or _is_on_safety(trace, name) for name in deciding):
        message = "no claim on safety is decided by a criterion: nothing says when the device is safe enough"
        hint = "add a claim of kind safety, or a criterion on an endpoint of safety, as the plan has it"
        place = Place("evidence/claims.yml")
        yield rules.NOT_MEASURABLE.at(place, message, hint=hint, severity=Severity.WARNING)


def _claim(trace: Trace, claim: Claim) -> Iterator[Diagnostic]:
    if claim.status != "active" or claim.decided_by:
        return
    severity = Severity.WARNING if claim.kind == "usability" else Severity.ERROR
    message = f"{claim.id} is an active claim on {_subject(claim)}, and no criterion decides it"
    place = trace.place_of(claim.id)
    yield rules.NOT_MEASURABLE.at(place, message, subject=claim.id, severity=severity)


def _subject(claim: Claim) -> str:
    return f"a {claim.kind}" if claim.kind == "benefit" else claim.kind


def _benefit(trace: Trace, benefit: Benefit) -> Iterator[Diagnostic]:
    if benefit.claims:
        return
    message = f"{benefit.id} names no claim, so that no criterion says when the benefit is reached"
    hint = "name the claim that states the benefit and is decided by a criterion"
    yield rules.NOT_MEASURABLE.at(trace.place_of(benefit.id), message, hint=hint, subject=benefit.id)


def _criterion(trace: Trace, criterion: Criterion) -> Iterator[Diagnostic]:
    endpoint = trace.endpoint(criterion.endpoint)
    if endpoint is None:
        return
    asked = f"{OPERATOR_SIGNS[criterion.operator]} {criterion.value} {endpoint.unit}"
    if endpoint.direction == "descriptive":
        message = (
            f"{criterion.id} is decided on {endpoint.id} ({endpoint.name}), which is descriptive: "
            "neither more nor less of it is better"
        )
        yield _at(trace, criterion, "endpoint", message, "decide on an endpoint that has a direction")
    elif _is_always_met(criterion, endpoint):
        message = f"{criterion.id} asks for {asked}, which every result reaches"
        yield _at(trace, criterion, "value", message, "set a value that a device could miss")
    elif is_out_of_reach(criterion.operator, criterion.value, endpoint.unit):
        message = f"{criterion.id} asks for {asked}, which no result can reach"
        yield _at(trace, criterion, "value", message, "give the value in the unit of the endpoint")
    elif _points_the_wrong_way(criterion, endpoint):
        message = f"{criterion.id} asks for {asked}, but of {endpoint.id} {endpoint.direction}"
        yield _at(
            trace, criterion, "operator", message, "turn the operator, or correct the endpoint's direction"
        )


def _is_always_met(criterion: Criterion, endpoint: Endpoint) -> bool:
    value = criterion.value
    if criterion.operator in _AT_LEAST:
        return value < 0 or (value == 0 and criterion.operator == ">=")
    return endpoint.unit == "%" and (value > 100 or (value == 100 and criterion.operator == "<="))


def _points_the_wrong_way(criterion: Criterion, endpoint: Endpoint) -> bool:
    """Only where bound and operator agree with each other: else the bound is the mistake."""
    is_at_least = criterion.operator in _AT_LEAST
    if criterion.bound != ("lower" if is_at_least else "upper") and criterion.bound != "estimate":
        return False
    return endpoint.direction == ("lower is better" if is_at_least else "higher is better")


def _vague_units(trace: Trace) -> Iterator[Diagnostic]:
    """Endpoints of criteria whose unit measures nothing."""
    for name in dict.fromkeys(criterion.endpoint for criterion in trace.dossier.criteria):
        endpoint = trace.endpoint(name)
        if endpoint is None:
            continue
        if endpoint.unit.casefold().strip() in _VAGUE_UNITS or (
            says_nothing(endpoint.unit) and len(endpoint.unit) > 2
        ):
            message = f'{endpoint.id} is measured in "{endpoint.unit}", which is no unit'
            place = trace.place_of(endpoint.id, "unit")
            yield rules.NOT_MEASURABLE.at(place, message, hint="name the unit", subject=endpoint.id)


def _vague_plan(trace: Trace) -> Iterator[Diagnostic]:
    """Objectives of the plan that name no record and no number: nobody could say later whether they were reached."""
    plan = trace.dossier.plan
    names = [endpoint.name.casefold() for endpoint in trace.dossier.endpoints]
    for position, element in enumerate(plan.elements if plan else ()):
        answer = element.answer
        if element.element not in _OBJECTIVES or answer is None or only_points(answer):
            continue
        if not _names_a_measure(answer, names):
            said = _OBJECTIVES[element.element]
            message = f"{element.element} of the plan sets out {said} without endpoint, criterion or number"
            hint = "name the endpoints and criteria (EP-..., AC-...), or the limits"
            place = Place("evidence/plan.yml", ("elements", position, "answer"))
            subject = plan.id if plan else None
            yield rules.NOT_MEASURABLE.at(
                place, message, hint=hint, subject=subject, severity=Severity.WARNING
            )


def _names_a_measure(answer: str, endpoints: list[str]) -> bool:
    answer = _PART.sub(" ", answer)
    said = answer.casefold()
    is_numbered = any(sign.isdigit() for sign in said)
    return is_numbered or bool(RECORD_REFERENCE.search(answer)) or any(name in said for name in endpoints)


def _is_on_safety(trace: Trace, name: str) -> bool:
    criterion = trace.criterion(name)
    endpoint = trace.endpoint(criterion.endpoint) if criterion else None
    # A dangling link is told elsewhere.
    return criterion is None or (endpoint is not None and endpoint.aspect == "safety")


def _at(trace: Trace, criterion: Criterion, field: str, message: str, hint: str) -> Diagnostic:
    return rules.NOT_MEASURABLE.at(
        trace.place_of(criterion.id, field), message, hint=hint, subject=criterion.id
    )

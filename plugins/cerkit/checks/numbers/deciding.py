"""What decides a criterion: how precisely it is known, who read it, and whether the right bound is compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from cerkit.checks.numbers import rules
from cerkit.checks.numbers.proportions import scale_of
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.facts import FindingFacts, SourceFacts, number_of
from cerkit.model.records.evaluation import Criterion, Endpoint
from cerkit.model.trace import Trace
from cerkit.model.verdicts import OPERATOR_SIGNS, meets

_HARDLY_ANY: Final = 10
"""People or episodes below which an interval spans a third of the scale, whatever was found."""
_SAID_SMALL: Final = re.compile(
    r"\b(?:few|small|too little|imprecise|wide|no conclusion|descriptive|exploratory|not enough|insufficient|only|"
    r"uncertain)\b",
    re.IGNORECASE,
)
_USUAL_LEVEL: Final = 95
_ONE_SIDED: Final = re.compile(r"one[- ]sided|\b9[0-4](?:\.\d)? ?(?:%|per ?cent)", re.IGNORECASE)


class Deciding(NamedTuple):
    """A finding where a criterion names it."""

    criterion: Criterion
    endpoint: Endpoint
    source: SourceFacts
    facts: FindingFacts
    position: int
    """Where the criterion names it."""

    def place(self, trace: Trace) -> Place:
        """The same as a place; made only to tell something, because there are thousands."""
        return trace.place_of(self.criterion.id, "decided_by", self.position)


def check_criteria(examination: Examination) -> Iterator[Diagnostic]:
    """Each criterion by itself, then each finding that decides one."""
    trace = examination.trace
    for criterion in trace.dossier.criteria:
        endpoint = trace.endpoint(criterion.endpoint)
        if endpoint is not None:
            yield from _check_side(examination, criterion, endpoint)
            yield from _check_level(examination, criterion)
    seen: set[str] = set()
    for deciding in deciding_findings(examination):
        yield from _check_comparison(trace, deciding)
        if deciding.facts.id not in seen:
            seen.add(deciding.facts.id)
            yield from _check_precision(examination, deciding)
            yield from _check_readers(examination, deciding)
    yield from _check_own_results(examination, seen)


def deciding_findings(examination: Examination) -> Iterator[Deciding]:
    """Findings that decide a criterion; those that cannot, for another endpoint, unit or device, are told elsewhere."""
    trace = examination.trace
    for criterion in trace.dossier.criteria:
        endpoint = trace.endpoint(criterion.endpoint)
        for position, identifier in enumerate(criterion.decided_by):
            found = trace.finding_facts.get(identifier)
            if endpoint is None or found is None or not _fits(endpoint, *found):
                continue
            yield Deciding(criterion, endpoint, *found, position)


def _fits(endpoint: Endpoint, source: SourceFacts, finding: FindingFacts) -> bool:
    return finding.endpoint == endpoint.id and finding.unit == endpoint.unit and source.bar is None


def _check_side(examination: Examination, criterion: Criterion, endpoint: Endpoint) -> Iterator[Diagnostic]:
    """Whether the operator follows the endpoint's better direction, and the bound the operator."""
    place = examination.trace.place_of
    is_floor = criterion.operator in (">=", ">")
    sign = OPERATOR_SIGNS[criterion.operator]
    if endpoint.direction != "descriptive" and is_floor != (endpoint.direction == "higher is better"):
        message = (
            f"{criterion.id} asks for {sign} {criterion.value}, but of {endpoint.id} {endpoint.direction}"
        )
        yield rules.WRONG_SIDE.at(place(criterion.id, "operator"), message, subject=criterion.id)
    elif criterion.bound == ("upper" if is_floor else "lower"):
        message = (
            f"{criterion.id} compares the {criterion.bound} bound with {sign} {criterion.value}: "
            "the end of the interval that favours the device"
        )
        yield rules.WRONG_SIDE.at(place(criterion.id, "bound"), message, subject=criterion.id)


def _check_level(examination: Examination, criterion: Criterion) -> Iterator[Diagnostic]:
    if (
        criterion.bound == "estimate"
        or criterion.level >= _USUAL_LEVEL
        or _ONE_SIDED.search(criterion.margin)
    ):
        return
    message = (
        f"{criterion.id} asks for an interval of {criterion.level} % only, and `margin` does not say why"
    )
    place = examination.trace.place_of(criterion.id, "level")
    yield rules.LEVEL_TOO_LOW.at(place, message, subject=criterion.id, severity=Severity.WARNING)


def _check_comparison(trace: Trace, deciding: Deciding) -> Iterator[Diagnostic]:
    """The level of the bound that decides; where the estimate decides, what its bound would say."""
    criterion, facts = deciding.criterion, deciding.facts
    if facts.level is None or facts.lower is None or facts.upper is None:
        return
    if criterion.bound != "estimate":
        if number_of(facts.level) < criterion.level:
            message = (
                f"{criterion.id} asks for a bound of {criterion.level} %, "
                f"but the interval of {facts.id} is of {facts.level} %"
            )
            yield rules.LEVEL_TOO_LOW.at(deciding.place(trace), message, subject=criterion.id)
        return
    bound = number_of(facts.lower if criterion.operator in (">=", ">") else facts.upper)
    if facts.value is not None and meets(criterion, number_of(facts.value)) and not meets(criterion, bound):
        message = (
            f"{criterion.id} asks for {OPERATOR_SIGNS[criterion.operator]} {criterion.value}: "
            f"{facts.id} is {facts.value}, but its interval reaches {bound} ({facts.lower} to {facts.upper})"
        )
        yield rules.ONLY_THE_ESTIMATE.at(deciding.place(trace), message, subject=criterion.id)


def _check_precision(examination: Examination, deciding: Deciding) -> Iterator[Diagnostic]:
    name = deciding.facts.id
    missing = _missing(deciding.facts, deciding.endpoint)
    if missing and deciding.facts.value is not None:
        message = f"{name} decides {deciding.criterion.id}, but has no {' and no '.join(missing)}"
        yield rules.WITHOUT_PRECISION.at(examination.trace.place_of(name), message, subject=name)
    elif not missing:
        yield from _check_size(examination, deciding)


def _check_own_results(examination: Examination, deciding: set[str]) -> Iterator[Diagnostic]:
    """Results on the device itself that decide nothing: they are printed, and their precision belongs to them."""
    trace = examination.trace
    for identifier, (source, facts) in trace.finding_facts.items():
        if facts.subgroup and identifier not in deciding and source.relation == "under evaluation":
            yield from _check_subgroup(examination, source, facts)
        if (facts.has_interval and facts.size is not None) or identifier in deciding:
            continue
        if source.relation != "under evaluation" or source.bar is not None:
            continue
        endpoint = trace.endpoint(facts.endpoint)
        if endpoint is None or endpoint.direction == "descriptive" or scale_of(facts.unit) is None:
            continue
        if endpoint.aspect == "safety" and facts.size is None:
            continue  # a rate on safety without its denominator is told with the side-effects
        missing = _missing(facts, endpoint)
        if missing and facts.value is not None and not facts.has_discrepancy:
            message = f"{identifier} is a result on the device, but has no {' and no '.join(missing)}"
            place = trace.place_of(identifier)
            yield rules.WITHOUT_PRECISION.at(place, message, subject=identifier, severity=Severity.WARNING)


def _check_subgroup(
    examination: Examination, source: SourceFacts, facts: FindingFacts
) -> Iterator[Diagnostic]:
    """A subgroup so small that its result says nothing, unless somebody says so in its note or in a gap."""
    trace, size = examination.trace, facts.size
    if size is None or size >= _HARDLY_ANY or source.bar is not None or facts.value is None:
        return
    concerned = {facts.id, source.id}
    if any(concerned & set(gap.concerns) for gap in trace.dossier.gaps if gap.status == "open"):
        return
    found = trace.finding(facts.id)
    if found is None or _SAID_SMALL.search(f"{found[1].note or ''} {found[1].label}"):
        return
    message = (
        f"{facts.id} is a result on a subgroup of {size}, which shows next to nothing, and no note says so"
    )
    hint = "say in `note` that the number is too small for a conclusion, or open a gap"
    place = trace.place_of(facts.id, "counts", "denominator")
    yield rules.IMPRECISE.at(place, message, hint=hint, subject=facts.id, severity=Severity.WARNING)


def _missing(facts: FindingFacts, endpoint: Endpoint) -> list[str]:
    """What a reader needs to judge the precision, and does not find.

    Only proportions have counts; a rate on safety without them is told with the side-effects.
    """
    missing = [] if facts.has_interval else ["confidence interval"]
    if facts.size is None and scale_of(facts.unit) is not None and endpoint.aspect != "safety":
        missing.append("counts")
    return missing


def _check_size(examination: Examination, deciding: Deciding) -> Iterator[Diagnostic]:
    """At most one: few people are why an interval is wide."""
    facts, scale = deciding.facts, scale_of(deciding.facts.unit)
    name, size = facts.id, facts.size
    least = examination.limit("subgroup-size-min")
    if size is not None and size < least:
        who = "its subgroup" if facts.subgroup else "it"
        message = f"{name} decides {deciding.criterion.id}, but {who} counts {size} only; the policy asks for {least}"
        place = examination.trace.place_of(name, "counts", "denominator")
        yield rules.IMPRECISE.at(place, message, subject=name)
    elif scale is not None and facts.lower is not None and facts.upper is not None:
        width = Decimal(number_of(facts.upper) - number_of(facts.lower)) * 100 / scale
        most = examination.limit("interval-width-percent-points")
        if width > most:
            message = (
                f"{name} decides {deciding.criterion.id} with an interval from {facts.lower} to {facts.upper}, "
                f"{width:f} percentage points wide; the policy allows {most}"
            )
            place = examination.trace.place_of(name, "interval")
            yield rules.IMPRECISE.at(place, message, subject=name)


def _check_readers(examination: Examination, deciding: Deciding) -> Iterator[Diagnostic]:
    """Who extracted the numbers and who checked them; one person in both parts is reported with the source."""
    missing = [
        word
        for word, person in (
            ("extracted", deciding.facts.extracted_by),
            ("checked", deciding.facts.checked_by),
        )
        if person is None
    ]
    if missing:
        name = deciding.facts.id
        message = (
            f"{name} decides {deciding.criterion.id}, but nobody says who {' and who '.join(missing)} it"
        )
        yield rules.NOT_CHECKED.at(examination.trace.place_of(name), message, subject=name)

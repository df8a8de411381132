"""Claims: what is said of the device is what the data show (D08)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from cerkit.checks.coverage import rules
from cerkit.checks.texts import listed
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.evaluation import Claim, Criterion
from cerkit.model.trace import Trace
from cerkit.model.verdicts import OPERATOR_SIGNS, Outcome, Support, Verdict
from cerkit.model.wording import normalised

_SHARE: Final = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:\.\d{1,4})?)\s?(?:%|per cent\b|percent\b)(?!\s+(?:confidence|CI\b))"
)
_ONE_IN: Final = re.compile(
    r"(?<![\d.,])(\d{1,3})\s+(?:in|of|out of)\s+(?:every\s+)?(\d{1,3}(?:,?\d{3})?)\b(?!\s?%)"
)
_WEAK: Final = frozenset({"background", "rejected"})


def check_claims(examination: Examination) -> Iterator[Diagnostic]:
    """Active claims that their data do not carry, and claims that are made though they are not active."""
    trace = examination.trace
    gaps = _gaps(trace)
    for claim in trace.dossier.claims:
        if claim.status == "active":
            yield from _active(trace, claim, gaps)
        else:
            yield from _still_made(trace, claim)


def _active(trace: Trace, claim: Claim, gaps: Mapping[str, str]) -> Iterator[Diagnostic]:
    """One diagnostic a claim: not met before not decided before limited before weak."""
    criteria = [found for name in claim.decided_by if (found := trace.criterion(name)) is not None]
    if len(criteria) < len(claim.decided_by) or not criteria:
        return  # a dangling link, or no criterion at all: told elsewhere
    verdicts = trace.verdicts_on_claim(claim)
    supported = trace.support_of(claim)
    place = trace.place_of(claim.id)
    if supported is Support.NOT_SUPPORTED:
        failing = [item for item in verdicts if item.outcome is Outcome.NOT_MET and not item.subgroup]
        message = f"{claim.id} is an active claim, but {_told(failing)}"
        yield rules.CLAIM_NOT_SUPPORTED.at(place, message, subject=claim.id)
    elif supported is Support.UNDECIDED:
        yield from _undecided(trace, claim, criteria)
    elif supported is Support.WITH_LIMITS and not _is_owned(claim, gaps):
        failing = [item for item in verdicts if item.outcome is not Outcome.MET and item.subgroup]
        message = f"{claim.id} is made without a gap or limits, but in a subgroup {_told(failing)}"
        hint = "open a gap that concerns the claim, and give the claim its limits"
        yield rules.CLAIM_NOT_SUPPORTED.at(
            place, message, hint=hint, subject=claim.id, severity=Severity.WARNING
        )
    else:
        yield from _promise(trace, claim, criteria)
        yield from _weak(trace, claim, criteria)


def _promise(trace: Trace, claim: Claim, criteria: list[Criterion]) -> Iterator[Diagnostic]:
    """A number in the wording that asks more than the criterion by which the claim is judged.

    "Misses no more than 1 in 10" is the other side of "at least 90 %": of the two the one nearer to the criterion
    is meant. What was measured may be said as it was measured.
    """
    shares = [item for item in criteria if (found := trace.endpoint(item.endpoint)) and found.unit == "%"]
    if len(shares) != 1:
        return
    criterion = shares[0]
    for promised in _promises(claim.wording):
        meant = min((promised, 100 - promised), key=lambda number: abs(number - criterion.value))
        is_more = meant > criterion.value if criterion.operator in (">=", ">") else meant < criterion.value
        if is_more and meant not in _measured(trace, criterion):
            message = (
                f"{claim.id} says {promised.normalize():f} %, but {criterion.id}, by which it is judged, asks for "
                f"{OPERATOR_SIGNS[criterion.operator]} {criterion.value} % only"
            )
            hint = (
                "say no more than the criterion asks for, or judge by a stricter one fixed before the results"
            )
            place = trace.place_of(claim.id, "wording")
            yield rules.CLAIM_NOT_SUPPORTED.at(place, message, hint=hint, subject=claim.id)


def _promises(wording: str) -> Iterator[Decimal]:
    """The shares that a wording names, in per cent: "85 %", "1 in 10"; levels of confidence are none."""
    for found in _SHARE.finditer(wording):
        yield Decimal(found.group(1))
    for found in _ONE_IN.finditer(wording):
        part, whole = Decimal(found.group(1)), Decimal(found.group(2).replace(",", ""))
        if 0 < part <= whole:
            yield 100 * part / whole


def _measured(trace: Trace, criterion: Criterion) -> set[Decimal]:
    found = (trace.finding_facts.get(name) for name in criterion.decided_by)
    return {Decimal(pair[1].value) for pair in found if pair is not None and pair[1].value is not None}


def _told(failing: list[Verdict]) -> str:
    first = failing[0]
    more = f", and {len(failing) - 1} more" if len(failing) > 1 else ""
    return f"{first.criterion} is {first.outcome} on {first.finding} ({first.comparison}){more}"


def _undecided(trace: Trace, claim: Claim, criteria: list[Criterion]) -> Iterator[Diagnostic]:
    """Criteria that no finding decides. Findings that may not decide are told where the criterion names them."""
    for criterion in criteria:
        if criterion.decided_by and not _lacks_number(trace, criterion):
            continue
        what = "no finding decides" if not criterion.decided_by else "the finding has no such bound to decide"
        message = f"{claim.id} is an active claim, but {what} {criterion.id} ({criterion.title})"
        hint = f"name the findings that decide {criterion.id}, or withdraw the claim"
        yield rules.CLAIM_NOT_SUPPORTED.at(trace.place_of(criterion.id), message, hint=hint, subject=claim.id)


def _lacks_number(trace: Trace, criterion: Criterion) -> bool:
    """Whether every finding is fit to decide, and one of a whole group still has not the number that is compared."""
    pairs = [trace.finding_facts.get(name) for name in criterion.decided_by]
    endpoint = trace.endpoint(criterion.endpoint)
    if endpoint is None or any(
        pair is None
        or not trace.is_admissible(pair[0])
        or pair[1].endpoint != criterion.endpoint
        or pair[1].unit != endpoint.unit
        for pair in pairs
    ):
        return False
    # Of a value without an interval, or with one of a lower level, the checks of the numbers tell.
    valued = {finding.id for _, finding in filter(None, pairs) if finding.value is not None}
    return any(
        verdict.outcome is Outcome.NOT_DECIDABLE and not verdict.subgroup and verdict.finding not in valued
        for verdict in trace.verdicts_of(criterion)
    )


def _weak(trace: Trace, claim: Claim, criteria: list[Criterion]) -> Iterator[Diagnostic]:
    """Support by data that the appraisal itself calls background, or finds poor in every respect."""
    sources = trace.sources_of([name for criterion in criteria for name in criterion.decided_by])
    if sources and all(map(_is_weak, sources)):
        message = f"{claim.id} rests on weak evidence only: {listed(map(_described, sources))}"
        hint = "bring evidence that is at least supportive, or withdraw the claim"
        yield rules.CLAIM_NOT_SUPPORTED.at(
            trace.place_of(claim.id), message, hint=hint, subject=claim.id, severity=Severity.WARNING
        )


def _is_weak(source: SourceFacts) -> bool:
    return source.role in _WEAK or (source.validity == "low" and source.relevance == "low")


def _described(source: SourceFacts) -> str:
    why = source.role if source.role in _WEAK else "low validity and relevance"
    return f"{source.id} ({why})"


def _still_made(trace: Trace, claim: Claim) -> Iterator[Diagnostic]:
    if claim.appears_in:
        media = listed(dict.fromkeys(item.medium for item in claim.appears_in))
        if claim.status == "withdrawn":
            message = f"{claim.id} was withdrawn, but is still made in: {media}"
            severity = Severity.ERROR
        else:
            message = f"{claim.id} is only proposed, but is made already in: {media}"
            severity = Severity.WARNING
        place = trace.place_of(claim.id, "appears_in")
        yield rules.CLAIM_STILL_MADE.at(place, message, subject=claim.id, severity=severity)
    elif claim.status == "withdrawn":
        yield from _in_instructions(trace, claim)


def _in_instructions(trace: Trace, claim: Claim) -> Iterator[Diagnostic]:
    """A withdrawn claim whose words still stand in the instructions for use, word for word."""
    ifu = trace.dossier.ifu
    wanted = normalised(claim.wording).rstrip(".")
    active = " | ".join(normalised(item.wording) for item in trace.dossier.claims if item.status == "active")
    if wanted in active:
        return  # an active claim says the same and more
    for section in ifu.sections if ifu else ():
        if any(wanted in normalised(text) for text in (section.text or "", *section.items)):
            message = f"{claim.id} was withdrawn, but its words still stand in {section.id} ({section.title})"
            yield rules.CLAIM_STILL_MADE.at(trace.place_of(section.id), message, subject=claim.id)
            return


def _is_owned(claim: Claim, gaps: Mapping[str, str]) -> bool:
    """Whether a failing subgroup is told and followed up: limits beside the claim, or an open gap."""
    return bool(claim.limits) or any(name in gaps for name in (claim.id, *claim.decided_by))


def _gaps(trace: Trace) -> Mapping[str, str]:
    return {name: gap.id for gap in trace.dossier.gaps if gap.status == "open" for name in gap.concerns}

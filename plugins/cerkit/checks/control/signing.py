"""Whether the report is approved and signed, by whom, and after everything in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from cerkit.checks.control import rules
from cerkit.checks.control.substance import is_read
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.control import Evaluator, Releases, Signature
from cerkit.model.trace import Trace
from cerkit.model.wording import normalised

_FILE: Final = "evidence/releases.yml"
_RELEASE: Final = re.compile(
    r"\b(?:releas\w*|manufactur\w*|approv\w*|authoris\w*|authoriz\w*|prrc|person responsible)\b"
)
_EVALUATES: Final = re.compile(r"\b(?:evaluator|author|methodologist|medical writer)\b")
_TITLE: Final = re.compile(r"\b(?:dr|prof|professor|mr|mrs|ms|md|phd|msc|bsc|mba)\b\.?|[.,]")


class Dated(NamedTuple):
    """Something in the report that has a day, and where the day stands."""

    what: str
    on: date
    place: Place
    subject: str


def check_signing(examination: Examination) -> Iterator[Diagnostic]:
    """Status, signatures and the order of dates."""
    dossier = examination.dossier
    releases = dossier.releases
    if releases is None:
        if is_read(dossier, _FILE):
            message = "the report has no number, version, date or signature"
            place = Place(_FILE, line=1, column=1)
            yield rules.REPORT_NOT_SIGNED.at(place, message, subject=_FILE, in_draft=Severity.NOTE)
        return
    yield from _signatures(examination, releases)
    yield from _order(examination, releases)


def _signatures(examination: Examination, releases: Releases) -> Iterator[Diagnostic]:
    """A draft need not be signed yet; what is called approved, or is released, has every signature."""
    status = releases.report.status
    if status != "approved":
        message = f"the report is to be released, but its status is “{status}”"
        place = Place(_FILE, ("report", "status"))
        yield rules.REPORT_NOT_SIGNED.at(place, message, subject=_FILE, in_draft=Severity.NOTE)
        return
    people = {person.id: person for person in examination.dossier.evaluators}
    for position, signature in enumerate(releases.signatures):
        yield from _signature(signature, position, people)
    yield from _missing(releases, people)


def _signature(signature: Signature, position: int, people: dict[str, Evaluator]) -> Iterator[Diagnostic]:
    place = Place(_FILE, ("signatures", position))
    if signature.on is None:
        message = f"the report is approved, but {signature.name} has not dated the signature"
        yield rules.REPORT_NOT_SIGNED.at(place, message, subject=_FILE)
    person = people.get(signature.evaluator or "")
    if person is not None and not _same_person(person.name, signature.name):
        message = f"{signature.name} signs as {person.id}, which is {person.name}"
        yield rules.REPORT_NOT_SIGNED.at(place.within("name"), message, subject=_FILE)
    is_stranger = signature.evaluator is None and _signer(signature, people) is None
    if is_stranger and _EVALUATES.search(normalised(signature.role)) and not _releases_it(signature):
        message = f"{signature.name} signs as {signature.role}, but is not among the evaluators"
        yield rules.REPORT_NOT_SIGNED.at(place, message, subject=_FILE)


def _missing(releases: Releases, people: dict[str, Evaluator]) -> Iterator[Diagnostic]:
    place = Place(_FILE, ("signatures",))
    signed = {_signer(signature, people) for signature in releases.signatures}
    review = releases.independent_review
    for person in people.values():
        if person.id not in signed and not (review and review.by == person.id):
            message = f"{person.id}, {person.name}, has not signed the report"
            yield rules.REPORT_NOT_SIGNED.at(place, message, subject=_FILE)
    if not any(_releases_it(signature) for signature in releases.signatures):
        yield rules.REPORT_NOT_SIGNED.at(
            place, "nobody releases the report for the manufacturer", subject=_FILE
        )


def _signer(signature: Signature, people: dict[str, Evaluator]) -> str | None:
    """The evaluator who signs, by identifier or else by name."""
    if signature.evaluator is not None:
        return signature.evaluator
    return next((person.id for person in people.values() if _same_person(person.name, signature.name)), None)


def _releases_it(signature: Signature) -> bool:
    return _RELEASE.search(normalised(f"{signature.role}; {signature.meaning}")) is not None


def _same_person(one: str, other: str) -> bool:
    """Whether two names share their last word, whatever titles and first names stand around it."""
    words, others = (_TITLE.sub(" ", normalised(name)).split() for name in (one, other))
    return not words or not others or words[-1] in others or others[-1] in words


def _order(examination: Examination, releases: Releases) -> Iterator[Diagnostic]:
    """Content, then signatures of the evaluators, then release; none of it in the future."""
    day = releases.report.date
    if day > examination.on:
        message = f"the report is dated {day}, after {examination.on}"
        place = Place(_FILE, ("report", "date"))
        yield rules.REPORT_DATES.at(place, message, subject=_FILE, in_draft=Severity.NOTE)
        return
    contents = tuple(_dated_contents(examination.trace, day))
    for item in (*contents, *_openings(examination.trace)):
        if item.on > day:
            message = f"{item.what} is dated {item.on}, after the report of {day}"
            yield rules.REPORT_DATES.at(item.place, message, subject=item.subject)
    signatures = [(position, item) for position, item in enumerate(releases.signatures) if item.on]
    newest = max((item for item in contents if item.on <= day), key=lambda item: item.on, default=None)
    early = [row for row in signatures if newest is not None and row[1].on and row[1].on < newest.on]
    if early and newest is not None:
        place = Place(_FILE, ("signatures", early[0][0], "on"))
        message = f"{_signed(early)}, before {newest.what} of {newest.on}"
        yield rules.REPORT_DATES.at(place, message, subject=_FILE)
        return
    last = max((item.on for _, item in signatures if item.evaluator and item.on), default=None)
    for position, signature in signatures:
        fault = _fault_of_order(signature, last, examination.on)
        if fault:
            place = Place(_FILE, ("signatures", position, "on"))
            yield rules.REPORT_DATES.at(place, f"{_signed([(position, signature)])}, {fault}", subject=_FILE)


def _signed(rows: Sequence[tuple[int, Signature]]) -> str:
    names = ", ".join(signature.name for _, signature in rows)
    return f"{names} signed on {rows[0][1].on}"


def _fault_of_order(signature: Signature, last: date | None, on: date) -> str | None:
    if signature.on is None:
        return None
    if signature.on > on:
        return f"after {on}"
    is_release = signature.evaluator is None and _releases_it(signature)
    if is_release and last is not None and signature.on < last:
        return f"before the evaluators, the last of whom signed on {last}"
    return None


def _dated_contents(trace: Trace, day: date) -> Iterator[Dated]:
    """Judgements of people that the signatures cover, with their days."""
    dossier = trace.dossier
    for assessment in dossier.requirements.requirements if dossier.requirements else ():
        if assessment.conclusion is not None and assessment.id in trace.nodes:
            place = trace.place_of(assessment.id, "conclusion", "on")
            yield Dated(f"the conclusion on {assessment.id}", assessment.conclusion.on, place, assessment.id)
    for comparison in dossier.equivalences:
        place = trace.place_of(comparison.id, "on")
        yield Dated(f"the comparison {comparison.id}", comparison.on, place, comparison.id)
    for gap in dossier.gaps:
        if gap.closed_on is not None:
            yield Dated(
                f"the closing of {gap.id}", gap.closed_on, trace.place_of(gap.id, "closed_on"), gap.id
            )
    review = dossier.releases.independent_review if dossier.releases else None
    if review is not None:
        yield Dated("the independent review", review.on, Place(_FILE, ("independent_review", "on")), _FILE)
    yield from appraisals(trace, day)


def _openings(trace: Trace) -> Iterator[Dated]:
    """Gaps are often opened with the report itself, which is dated after its signatures."""
    for gap in trace.dossier.gaps:
        yield Dated(f"the opening of {gap.id}", gap.opened_on, trace.place_of(gap.id, "opened_on"), gap.id)


def appraisals(trace: Trace, day: date) -> Iterator[Dated]:
    """The newest appraisal up to a day, and every later one; the others, which may be thousands, matter to nobody."""
    limit = day.isoformat()
    newest: SourceFacts | None = None
    for facts in trace.source_facts.values():
        if not facts.appraised_on:
            continue
        if facts.appraised_on > limit:
            yield _appraisal(trace, facts, facts.appraised_on)
        elif newest is None or facts.appraised_on > (newest.appraised_on or ""):
            newest = facts
    if newest is not None and newest.appraised_on:
        yield _appraisal(trace, newest, newest.appraised_on)


def _appraisal(trace: Trace, facts: SourceFacts, on: str) -> Dated:
    place = trace.place_of(facts.id, "appraisal", "on")
    return Dated(f"the appraisal of {facts.id}", date.fromisoformat(on), place, facts.id)

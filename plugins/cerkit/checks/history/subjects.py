"""What has to be fixed beforehand, before which event, and what the records themselves say of the days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cerkit.checks.history import rules
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.history import PLAN, PROTOCOL
from cerkit.model.records.control import Document
from cerkit.model.records.evaluation import Criterion
from cerkit.model.trace import Trace


@dataclass(frozen=True, slots=True)
class Event:
    """What must not have happened before something was fixed."""

    on: date
    text: str
    """As the end of a sentence: the data of SRC-x were known on such a day."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that has to be fixed before an event."""

    key: str
    """Under which its history is kept."""
    name: str
    """As a message calls it."""
    place: Place
    event: Event
    document: str | None
    """Identifier of the document that attests it."""

    @property
    def is_criterion(self) -> bool:
        return self.key not in (PROTOCOL, PLAN)


def subjects_of(examination: Examination) -> Iterator[Subject]:
    """Criteria with deciding data, then the plan and the protocol, as far as there is an event to compare with."""
    trace, dossier = examination.trace, examination.dossier
    known: list[Event] = []
    for criterion in dossier.criteria:
        event = results_of(trace, criterion)
        if event is not None:
            known.append(event)
        if event is not None and criterion.fixed_on <= event.on:
            place = trace.place_of(criterion.id)
            yield Subject(criterion.id, criterion.id, place, event, criterion.fixed_in)
    if dossier.plan is not None and known:
        first = min(known, key=lambda event: event.on)
        yield Subject(PLAN, "the plan", Place(PLAN), first, dossier.plan.document)
    if dossier.protocol is not None:
        searched = _first_search(dossier, dossier.protocol.approved_on)
        if searched is not None:
            document = dossier.protocol.document
            yield Subject(PROTOCOL, "the protocol", Place(PROTOCOL), searched, document)


def results_of(trace: Trace, criterion: Criterion) -> Event | None:
    """When the first data that decide a criterion were known; None where no source says."""
    days: list[tuple[str, str]] = []
    for identifier in criterion.decided_by:
        found = trace.finding_facts.get(identifier)
        if found is not None and found[0].bar is None and found[0].data_known_on is not None:
            days.append((found[0].data_known_on, found[0].id))
    if not days:
        return None
    day, source = min(days)
    return Event(date.fromisoformat(day), f"the data of {source} were known on {day}")


def _first_search(dossier: Dossier, approved: date) -> Event | None:
    """The first search under the protocol in force. Searches before its approval ran under an earlier version."""
    days = sorted((search.ran_on, search.id) for search in dossier.searches if search.ran_on >= approved)
    return Event(days[0][0], f"{days[0][1]} ran on {days[0][0]}") if days else None


def check_dates(examination: Examination) -> Iterator[Diagnostic]:
    """What the dates in the records say, without any history."""
    trace = examination.trace
    documents = {document.id: document for document in examination.dossier.documents}
    for criterion in examination.dossier.criteria:
        event = results_of(trace, criterion)
        if event is not None and criterion.fixed_on > event.on:
            message = f"{criterion.id} was fixed on {criterion.fixed_on}, but {event.text}"
            place = trace.place_of(criterion.id, "fixed_on")
            yield rules.FIXED_AFTER_RESULTS.at(place, message, subject=criterion.id)
        elif (document := documents.get(criterion.fixed_in)) is not None:
            yield from _check_document(examination, criterion, document, event)


def _check_document(
    examination: Examination, criterion: Criterion, document: Document, event: Event | None
) -> Iterator[Diagnostic]:
    """The later of the document's date and the plan's approval, where the plan is that document."""
    plan = examination.dossier.plan
    issued, what = document.date, f"{document.id} in version {document.version} is dated {document.date}"
    if plan is not None and plan.document == document.id and plan.approved_on > issued:
        issued, what = plan.approved_on, f"the plan {document.id} was approved on {plan.approved_on}"
    if issued <= criterion.fixed_on:
        return
    is_late = event is not None and issued > event.on
    after = f", after {event.text}" if event is not None and is_late else ""
    message = f"{criterion.id} is said to be fixed on {criterion.fixed_on}, but {what}{after}"
    place = examination.trace.place_of(criterion.id, "fixed_on")
    severity = Severity.ERROR if is_late else Severity.WARNING
    yield rules.DATED_BEFORE_DOCUMENT.at(place, message, subject=criterion.id, severity=severity)

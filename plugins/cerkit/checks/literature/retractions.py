"""Retracted publications, and whether anybody looked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cerkit.checks.literature import source_rules as rules
from cerkit.checks.literature.days import release_day
from cerkit.checks.literature.reading import deciding_sources
from cerkit.checks.literature.review_in_words import called_retracted
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.model.deadlines import carries, checked_until, retraction_days
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts


def check_retractions(examination: Examination) -> Iterator[Diagnostic]:
    """Retracted sources in use; those that carry the argument one by one, the others in one sentence."""
    trace = examination.trace
    day = release_day(examination)
    limit = int(examination.limit("retraction-age-months"))
    yield from _in_use(examination)
    yield from called_retracted(examination)
    never: list[SourceFacts] = []
    stale: list[SourceFacts] = []
    for row, checked in retraction_days(trace.source_facts.values()):
        if checked is not None and checked > examination.on:
            message = f"{row.id} was checked for retraction on {checked}, which is after {examination.on}"
            place = trace.place_of(row.id, "retraction_checked_on")
            yield rules.RETRACTION_UNCHECKED.at(place, message, subject=row.id)
        elif checked is not None and checked_until(checked, limit) >= day:
            continue
        elif carries(row):
            yield _on_one(examination, row, day, limit)
        else:
            (never if checked is None else stale).append(row)
    if never or stale:
        yield _on_rest(examination, never, stale, limit)


def _in_use(examination: Examination) -> Iterator[Diagnostic]:
    trace = examination.trace
    retracted = [row for row in trace.source_facts.values() if row.retracted]
    deciding = deciding_sources(examination) if retracted else frozenset()
    for row in retracted:
        if row.role != "rejected" and row.id not in deciding:
            message = f"{row.id} is retracted, and used as {row.role or 'a source'}"
            yield rules.RETRACTED.at(trace.place_of(row.id, "retracted"), message, subject=row.id)


def _on_one(examination: Examination, row: SourceFacts, day: date, limit: int) -> Diagnostic:
    checked = row.retraction_checked_on
    when = f"last checked on {checked}, more than {limit} months before {day}" if checked else "never checked"
    message = f"{row.id} is {row.role} for {', '.join(row.used_for)}, and was {when} for retraction"
    place = examination.trace.place_of(row.id, *(("retraction_checked_on",) if checked else ()))
    return rules.RETRACTION_UNCHECKED.at(place, message, subject=row.id)


def _on_rest(
    examination: Examination, never: Sequence[SourceFacts], stale: Sequence[SourceFacts], limit: int
) -> Diagnostic:
    """One sentence for all that only describe the background, so that it is read.

    It holds no number: each publication that is looked up would make it another finding.
    """
    parts = [
        *(["never checked for retraction"] if never else []),
        *([f"last checked more than {limit} months before the report"] if stale else []),
    ]
    rows = (*never, *stale)
    has_protocol = examination.dossier.protocol is not None or examination.dossier.may_hold("protocol")
    is_one = len(rows) == 1 or not has_protocol
    place = examination.trace.place_of(rows[0].id) if is_one else Place(PROTOCOL)
    message = f"publications on which no conclusion rests were {', others '.join(parts)}"
    named = ", ".join(row.id for row in rows[:6])
    hint = (
        f"{rules.RETRACTION_UNCHECKED.remedy}; {len(rows)} in all: {named}{', ...' if len(rows) > 6 else ''}"
    )
    return rules.RETRACTION_UNCHECKED.at(
        place, message, hint=hint, subject=place.path, severity=Severity.WARNING
    )

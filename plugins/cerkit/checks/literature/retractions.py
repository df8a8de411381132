"""Retracted publications, and whether anybody looked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from cerkit.checks.literature import source_rules as rules
from cerkit.checks.literature.days import months_before, release_day
from cerkit.checks.literature.reading import deciding_sources
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.standing import FULLY_READ

_PUBLISHED: Final = frozenset({"publication", "guideline"})
_CARRIES: Final = frozenset({"performance", "safety", "claims", "benefit-risk"})


def check_retractions(examination: Examination) -> Iterator[Diagnostic]:
    """Retracted sources in use; those that carry the argument one by one, the others in one sentence."""
    trace = examination.trace
    day = release_day(examination)
    limit = int(examination.limit("retraction-age-months"))
    oldest = months_before(day, limit).isoformat()
    never: list[SourceFacts] = []
    stale: list[SourceFacts] = []
    published = [row for row in trace.source_facts.values() if row.kind in _PUBLISHED or row.retracted]
    deciding = deciding_sources(examination) if any(row.retracted for row in published) else frozenset()
    for row in published:
        checked = row.retraction_checked_on
        if row.retracted:
            if row.role != "rejected" and row.id not in deciding:
                message = f"{row.id} is retracted, and used as {row.role or 'a source'}"
                yield rules.RETRACTED.at(trace.place_of(row.id, "retracted"), message, subject=row.id)
        elif row.role == "rejected" or row.kind == "guideline":
            continue
        elif checked is not None and checked > examination.on.isoformat():
            message = f"{row.id} was checked for retraction on {checked}, which is after {examination.on}"
            place = trace.place_of(row.id, "retraction_checked_on")
            yield rules.RETRACTION_UNCHECKED.at(place, message, subject=row.id)
        elif checked is not None and checked >= oldest:
            continue
        elif _carries(row):
            yield _on_one(examination, row, day, limit)
        else:
            (never if checked is None else stale).append(row)
    if never or stale:
        yield _on_rest(examination, never, stale, limit)


def _carries(row: SourceFacts) -> bool:
    """Whether conclusions rest on the source; an illustration, or what was not read, carries none."""
    is_weighed = row.role in ("pivotal", "supportive") and not row.illustration and row.read in FULLY_READ
    return is_weighed and not _CARRIES.isdisjoint(row.used_for)


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

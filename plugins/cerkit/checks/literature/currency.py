"""Whether the searches are of the year of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from cerkit.checks.literature import search_rules as rules
from cerkit.checks.literature.days import months_before, release_day
from cerkit.checks.literature.searches import are_searches_broken
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.records.review import Search

_GIVEN_UP: Final = re.compile(
    r"not (?:be )?(?:repeated|updated|run again|continued)|dropped|discontinued|replaced|no longer|closed|given up|"
    r"ceased|once only|superseded",
    re.IGNORECASE,
)


def check_currency(examination: Examination) -> Iterator[Diagnostic]:
    """The newest search of each purpose; and databases that were left behind when others were searched again."""
    day = release_day(examination)
    limit = int(examination.limit("search-age-months"))
    oldest = months_before(day, limit)
    if are_searches_broken(examination):
        return
    purposes: dict[str, list[Search]] = {}
    for search in examination.dossier.searches:
        purposes.setdefault(search.purpose, []).append(search)
    replaced = {search.updates for search in examination.dossier.searches}
    for purpose, searches in purposes.items():
        newest = max(searches, key=lambda search: (search.ran_on, search.id))
        if newest.ran_on < oldest and newest.id not in replaced:
            message = (
                f"the newest search on {_words(purpose)} is {newest.id} of {newest.ran_on}, "
                f"more than {limit} months before {day}"
            )
            place = examination.trace.place_of(newest.id, "ran_on")
            yield rules.OUT_OF_DATE.at(place, message, subject=newest.id)
        else:
            yield from _left_behind(examination, searches, oldest, replaced)


def _left_behind(
    examination: Examination, searches: Sequence[Search], oldest: date, replaced: set[str | None]
) -> Iterator[Diagnostic]:
    newest = max(searches, key=lambda search: (search.ran_on, search.id))
    last = {_source(search): search.ran_on for search in sorted(searches, key=lambda search: search.ran_on)}
    for search in searches:
        is_last = search.id not in replaced and last[_source(search)] == search.ran_on
        if is_last and search.ran_on < oldest and not _GIVEN_UP.search(search.note or ""):
            message = (
                f"{search.source} was searched last on {search.ran_on} ({search.id}), "
                f"while {newest.id} ran on {newest.ran_on}"
            )
            hint = "repeat it too, or say in its note why it is given up"
            place = examination.trace.place_of(search.id, "ran_on")
            yield rules.OUT_OF_DATE.at(
                place, message, hint=hint, subject=search.id, severity=Severity.WARNING
            )


def _source(search: Search) -> str:
    return " ".join(search.source.casefold().split())


def _words(purpose: str) -> str:
    return {"device": "the device", "state of the art": "the state of the art"}.get(purpose, purpose)

"""Days after which something in the report is no longer in order: computed here, for `cerkit due` and for the rules.

A rule says that a day has passed, `due` says it beforehand; because both ask here, they cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cerkit.model.days import NOT_YET, later_by
from cerkit.model.diagnostics import Place
from cerkit.model.dossier import Dossier
from cerkit.model.facts import SourceFacts
from cerkit.model.fields import Number
from cerkit.model.records.control import Evaluator, Surveillance, Waiver
from cerkit.model.records.evaluation import Plan, PmcfActivity, Standard
from cerkit.model.records.review import Search
from cerkit.model.standing import FULLY_READ
from cerkit.model.trace import Trace

SURVEILLANCE_FILE: Final = "evidence/surveillance.yml"
FIRST_DATA: Final = 3
"""Months on the market after which there ought to be data."""
_PUBLISHED: Final = frozenset({"publication", "guideline"})
_CARRIES: Final = frozenset({"performance", "safety", "claims", "benefit-risk"})
_GIVEN_UP: Final = re.compile(
    r"not (?:be )?(?:repeated|updated|run again|continued)|dropped|discontinued|replaced|no longer|closed|given up|"
    r"ceased|once only|superseded",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which something is in order."""

    day: date
    code: str
    """The rule that reports it afterwards."""
    what: str
    """What is to be done by then."""
    records: tuple[str, ...]
    """What it concerns; the first one stands for all."""
    place: Place
    for_report: bool = True
    """Judged on the day of the report, so that an old release is not found stale by the clock; else on any day."""

    def is_past(self, on: date) -> bool:
        return self.day < on


class Nearness(StrEnum):
    """How a deadline stands to the day that is asked about."""

    OVERDUE = "overdue"
    NEAR = "near"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as it is told."""

    deadline: Deadline
    state: Nearness
    clause: str | None
    """Guidance that asks for it."""
    place: Place
    """With its line."""


def deadlines(trace: Trace, limits: Mapping[str, Number], on: date) -> tuple[Deadline, ...]:
    """Every deadline of a dossier as it stands on a day, by day, rule and record. Without a limit there is no deadline.

    The age of guidelines is no deadline: it is read from titles, in years, and asks for a look and no more.
    """
    dossier = trace.dossier
    day = reference_day(dossier, on)
    found: list[Deadline] = []
    if "search-age-months" in limits and not any(name.startswith("SRH-") for name in dossier.broken):
        found += of_searches(trace, limits["search-age-months"], day)
    if "pms-age-months" in limits:
        found += of_surveillance(dossier, limits["pms-age-months"])
    for person in dossier.evaluators:
        found += of_person(trace, person, limits)
    if "standard-age-months" in limits:
        found += _of_standards(trace, limits["standard-age-months"])
    if "retraction-age-months" in limits:
        found += _of_retractions(trace, limits["retraction-age-months"])
    for activity in dossier.pmcf:
        found += of_activity(trace, activity)
    if dossier.plan is not None:
        found.append(of_plan(dossier.plan))
    found += (of_waiver(waiver, position) for position, waiver in enumerate(dossier.waivers))
    known = (item for item in found if item.day < NOT_YET)
    return tuple(sorted(known, key=lambda item: (item.day, item.code, item.records, item.what)))


def reference_day(dossier: Dossier, on: date) -> date:
    """The day on which the report has to be in order: its own, where that is still to come."""
    return max(on, dossier.releases.report.date) if dossier.releases else on


def of_searches(trace: Trace, months: Number, day: date) -> Iterator[Deadline]:
    """The newest search of each purpose; and databases that were left behind when others were searched again.

    Once the newest is too old all of them are, and it alone is named.
    """
    replaced = {search.updates for search in trace.dossier.searches}
    purposes: dict[str, list[Search]] = {}
    for search in trace.dossier.searches:
        purposes.setdefault(search.purpose, []).append(search)
    for purpose, searches in purposes.items():
        newest = newest_search(searches)
        is_last = newest.id not in replaced
        first = _of_search(trace, newest, months, f"repeat the searches on {purpose_words(purpose)}")
        if is_last:
            yield first
        if not (is_last and first.is_past(day)):
            last = {_source(item): item.ran_on for item in sorted(searches, key=lambda item: item.ran_on)}
            for search in searches:
                is_last_of_source = search.id not in replaced and last[_source(search)] == search.ran_on
                is_left = search.ran_on < newest.ran_on or not is_last
                if is_last_of_source and is_left and not _GIVEN_UP.search(search.note or ""):
                    yield _of_search(trace, search, months, f"search {search.source} again")


def newest_search(searches: Sequence[Search]) -> Search:
    return max(searches, key=lambda search: (search.ran_on, search.id))


def is_too_old(search: Search, months: Number, day: date) -> bool:
    """Whether a search is no longer of the year of the report."""
    return later_by(search.ran_on, months) < day


def purpose_words(purpose: str) -> str:
    return {"device": "the device", "state of the art": "the state of the art"}.get(purpose, purpose)


def _source(search: Search) -> str:
    return " ".join(search.source.casefold().split())


def _of_search(trace: Trace, search: Search, months: Number, what: str) -> Deadline:
    place = trace.place_of(search.id, "ran_on")
    last = f"{what} ({search.id} ran on {search.ran_on})"
    return Deadline(later_by(search.ran_on, months), "CER503", last, (search.id,), place)


def of_surveillance(dossier: Dossier, months: Number) -> Iterator[Deadline]:
    """On the market: the newest period, or the first one."""
    market = dossier.device.market if dossier.device else None
    if market is None or market.state != "on the market":
        return
    surveillance = dossier.surveillance
    newest = newest_period(surveillance)
    if surveillance is not None and newest is not None:
        ends = surveillance.periods[newest].ends
        place = Place(SURVEILLANCE_FILE, ("periods", newest, "ends"))
        what = f"report a further period of surveillance (the newest ends on {ends})"
        yield Deadline(later_by(ends, months), "CER455", what, (SURVEILLANCE_FILE,), place)
    elif market.since is not None and "surveillance" not in dossier.broken:
        place = Place(SURVEILLANCE_FILE, ("periods",))
        what = f"report the first period of surveillance (on the market since {market.since})"
        yield Deadline(later_by(market.since, FIRST_DATA), "CER455", what, (SURVEILLANCE_FILE,), place)


def newest_period(surveillance: Surveillance | None) -> int | None:
    """Position of the period that ends last."""
    periods = surveillance.periods if surveillance else ()
    return max(range(len(periods)), key=lambda position: periods[position].ends) if periods else None


def of_person(trace: Trace, person: Evaluator, limits: Mapping[str, Number]) -> Iterator[Deadline]:
    """An evaluator's curriculum vitae and declaration of interests."""
    for name, dated, limit, route in papers_of(person):
        if limit in limits:
            what = f"renew the {name} of {person.id}, {person.name} (dated {dated})"
            place = trace.place_of(person.id, *route)
            yield Deadline(later_by(dated, limits[limit]), "CER459", what, (person.id,), place)


def papers_of(person: Evaluator) -> tuple[tuple[str, date, str, tuple[str, ...]], ...]:
    """Name, day, name of the limit and route of each paper that grows old."""
    declaration = person.declaration.on
    return (
        ("curriculum vitae", person.cv_dated, "cv-age-months", ("cv_dated",)),
        ("declaration of interests", declaration, "declaration-age-months", ("declaration", "on")),
    )


def of_standard(trace: Trace, standard: Standard, months: Number) -> Deadline:
    what = f"look for a newer edition of {standard.id}, {standard.designation}"
    place = trace.place_of(standard.id, "checked_on")
    return Deadline(later_by(standard.checked_on, months), "CER466", what, (standard.id,), place)


def _of_standards(trace: Trace, months: Number) -> Iterator[Deadline]:
    """One deadline for all that were checked on one day: they are looked up together."""
    groups: dict[date, list[Deadline]] = {}
    for standard in trace.dossier.standards:
        item = of_standard(trace, standard, months)
        groups.setdefault(item.day, []).append(item)
    for first, *others in groups.values():
        names = tuple(name for item in (first, *others) for name in item.records)
        what = f"{first.what}, and of {len(others)} more" if others else first.what
        yield replace(first, what=what, records=names)


def of_plan(plan: Plan) -> Deadline:
    place = Place("evidence/plan.yml", ("next_evaluation",))
    what = "make the next clinical evaluation"
    return Deadline(plan.next_evaluation, "CER457", what, (plan.id,), place, for_report=False)


def of_waiver(waiver: Waiver, position: int) -> Deadline:
    place = Place("evidence/waivers.yml", ("waivers", position, "expires"))
    what = f"mend {waiver.rule} on {waiver.record}, or waive it anew"
    return Deadline(waiver.expires, "CER491", what, (waiver.record,), place, for_report=False)


def of_activity(trace: Trace, activity: PmcfActivity) -> Iterator[Deadline]:
    """Start and end of a follow-up activity that is not finished."""
    if activity.ends <= activity.starts or activity.status not in ("planned", "running"):
        return
    if activity.status == "planned":
        what = f"begin {activity.id}, {activity.title}"
        yield Deadline(activity.starts, "CER448", what, (activity.id,), trace.place_of(activity.id, "starts"))
    what = f"complete {activity.id}, {activity.title}"
    yield Deadline(activity.ends, "CER448", what, (activity.id,), trace.place_of(activity.id, "ends"))


def retraction_days(rows: Iterable[SourceFacts]) -> Iterator[tuple[SourceFacts, date | None]]:
    """The publications of which somebody has to look whether they were retracted, and when that was done last."""
    for row in rows:
        if (
            row.kind in _PUBLISHED
            and row.kind != "guideline"
            and not row.retracted
            and row.role != "rejected"
        ):
            checked = row.retraction_checked_on
            yield row, date.fromisoformat(checked) if checked else None


@lru_cache(maxsize=1024)
def checked_until(checked: date, months: Number) -> date:
    """How long a look at retractions counts. There are thousands of publications, and few days."""
    return later_by(checked, months)


def carries(row: SourceFacts) -> bool:
    """Whether conclusions rest on the source; an illustration, or what was not read, carries none."""
    is_weighed = row.role in ("pivotal", "supportive") and not row.illustration and row.read in FULLY_READ
    return is_weighed and not _CARRIES.isdisjoint(row.used_for)


def _of_retractions(trace: Trace, months: Number) -> Iterator[Deadline]:
    """One deadline for all publications of a day: nobody looks them up one by one."""
    groups: dict[tuple[date, bool], list[str]] = {}
    for row, checked in retraction_days(trace.source_facts.values()):
        if checked is not None:
            groups.setdefault((checked_until(checked, months), carries(row)), []).append(row.id)
    for (day, is_carrying), names in groups.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        weight = "on which conclusions rest" if is_carrying else "of the background"
        what = f"look whether publications {weight} were retracted: {names[0]}{more}"
        yield Deadline(day, "CER522", what, tuple(names), trace.place_of(names[0]))

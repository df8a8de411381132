"""What of the review is still open: searches, questions on duplicates, decisions, and reports without a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from cerkit.checks.literature import selection_rules as rules
from cerkit.checks.literature.searches import are_sources_broken
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.flow_counts import RoundCount, Told, told_rounds
from cerkit.model.records.review import DuplicateLinks, PlannedSearch, RecordBatch
from cerkit.model.screening import Stage, stages, works_at
from cerkit.model.source_reports import letters, reports_of
from cerkit.model.works import Work, all_works, linked

_NAMED: Final = 3
"""So many records are named in a message."""


def check_planned(examination: Examination) -> Iterator[Diagnostic]:
    """Searches that have not run, and those of which the hits are not in."""
    for placed in examination.dossier.placed.get("planned_searches", ()):
        search = placed.record
        if isinstance(search, PlannedSearch):
            day = f"ran on {search.ran_on}, but its hits are not imported"
            message = f"{search.id} {day if search.ran_on else 'has not run'}"
            yield rules.SEARCH_NOT_RUN.at(placed.place.within("id"), message, subject=search.id)


def check_questions_on_duplicates(examination: Examination) -> Iterator[Diagnostic]:
    """Links that wait for a person, each; not those that other links have answered meanwhile."""
    groups = linked(examination.dossier)
    for placed in examination.dossier.placed.get("duplicate_links", ()):
        links = placed.record
        if not isinstance(links, DuplicateLinks):
            continue
        for position, link in enumerate(links.links):
            one, other = link.same
            if link.verdict == "maybe" and groups.get(one, one) != groups.get(other, other):
                message = f"nobody has decided whether {one} and {other} are the same work: {link.rule}"
                place = placed.place.within("links", position)
                yield rules.DUPLICATE_OPEN.at(place, message, subject=placed.place.path)


def check_counted(examination: Examination) -> Iterator[Diagnostic]:
    """Rounds that are counted from their files: nothing is undecided, and reports and sources are the same."""
    dossier, facts = examination.dossier, examination.trace.source_facts
    if not dossier.record_batches or any(name.startswith("evidence/screening/") for name in dossier.broken):
        return
    declared = {flow.round for flow in dossier.flows}
    counted = [item for item in told_rounds(dossier, facts) if item.is_counted and item.round not in declared]
    if not counted:
        return
    found = stages(dossier)
    for told in counted:
        if told.count is not None:
            yield from _on_round(examination, told, told.count, found)
    yield from _on_sources(examination, {told.round for told in counted if _is_whole(told)})


def _is_whole(told: Told) -> bool:
    return told.count is not None and not told.count.missing


def _on_round(
    examination: Examination, told: Told, count: RoundCount, found: Mapping[str, Stage]
) -> Iterator[Diagnostic]:
    batches = _batches(examination)
    if count.missing:
        names = ", ".join(count.missing)
        message = f"round {told.round}: not all records of {names} are kept, and flows.yml does not declare the round"
        place = examination.trace.place_of(count.missing[0])
        yield rules.FLOW_OPEN.at(place, message, subject=count.missing[0])
        return
    for name, said in (("title-abstract", "screened"), ("full-text", "read after it was selected")):
        untouched = _untouched(examination, told.round, name, found.get(name))
        if untouched:
            are = "1 record was" if len(untouched) == 1 else f"{len(untouched)} records were"
            message = f"round {told.round}: {are} never {said} ({_some([work.key for work in untouched])})"
            place = batches[untouched[0].searches[0]]
            yield rules.FLOW_OPEN.at(place, message, subject=place.path)
    for work in _without_source(examination, count):
        place = batches[work.searches[0]]
        message = (
            f"{work.key} was included in round {told.round}, and no source reports it: {work.record.title}"
        )
        hint = _way_out(work, examination.trace.source_facts.values())
        yield rules.SELECTION_LOST.at(place, message, hint=hint, subject=work.key)


def _batches(examination: Examination) -> dict[str, Place]:
    """Search -> the file of its records."""
    return {
        placed.record.search: placed.place
        for placed in examination.dossier.placed.get("record_batches", ())
        if isinstance(placed.record, RecordBatch)
    }


def _untouched(examination: Examination, round_name: str, name: str, stage: Stage | None) -> list[Work]:
    """Works of a stage on which nobody decided anything; where one person did, another rule tells (CER512)."""
    decided = stage.keys if stage is not None else frozenset()
    found = works_at(examination.dossier, name, round_name=round_name)
    return [work for work in found if decided.isdisjoint(work.keys)]


def _without_source(examination: Examination, count: RoundCount) -> list[Work]:
    if not count.without_source or are_sources_broken(examination):
        return []
    wanted = set(count.without_source)
    return [work for work in all_works(examination.dossier) if work.key in wanted]


def _way_out(work: Work, rows: Iterable[SourceFacts]) -> str:
    """The source that has the title, if there is one, lacks nothing but the key."""
    title = letters(work.record.title)
    named = next((row.id for row in rows if letters(row.title) == title), None)
    if named is None:
        return f"begin it with `cerkit source new {work.key}`"
    return f"{named} has this title: if it is this report, write {work.key} into its `records`"


def _on_sources(examination: Examination, whole: set[str]) -> Iterator[Diagnostic]:
    """Sources of a round that name its searches, although none of their records is this report."""
    trace = examination.trace
    kept = {batch.search for batch in examination.dossier.record_batches if not batch.incomplete_because}
    found = [
        row
        for row in trace.source_facts.values()
        if row.round in whole and row.searches and kept.issuperset(row.searches)
    ]
    reports = reports_of(trace.source_facts)
    sources = [(work, reports.of(work)) for work in all_works(examination.dossier)] if found else []
    held = {source.id for _, source in sources if source is not None}
    left = [row for row in found if row.id not in held]
    # A record of the same title is named as one without a source.
    titles = (
        {letters(work.record.title) for work, source in sources if source is None} if left else frozenset()
    )
    for row in left:
        if letters(row.title) not in titles:
            message = f"{row.id} was found by {', '.join(row.searches)}, but no record there is this report"
            yield rules.SELECTION_LOST.at(trace.place_of(row.id, "searches"), message, subject=row.id)


def _some(keys: list[str]) -> str:
    return ", ".join(keys[:_NAMED]) + (", ..." if len(keys) > _NAMED else "")

"""Declared flows counted again: from the searches, the records, the screening files and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cerkit.checks.literature import flow as arithmetic
from cerkit.checks.literature import selection_rules as rules
from cerkit.checks.literature.duplicates import doi_key
from cerkit.checks.literature.searches import are_sources_broken
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.flow import failing, number
from cerkit.model.flow_counts import RoundCount, count_searches
from cerkit.model.records.review import DeclaredFlow, RecordBatch, Search
from cerkit.model.screening import RESOLVED, stages
from cerkit.model.trace import Trace

_OWN_DATA: Final = frozenset(
    {"test report", "clinical investigation", "PMCF study", "complaints", "vigilance", "usability study"}
)
_RECOUNTED: Final = (
    "duplicates_removed",
    "records_excluded",
    "reports_sought",
    "reports_not_retrieved",
    "reports_excluded",
)
_FROM_SEARCHES: Final = frozenset({"PRI-1"})


def check_flows(examination: Examination) -> Iterator[Diagnostic]:
    """Each declared flow: its searches, then its sums, and only where both are right what is counted again."""
    trace, dossier = examination.trace, examination.dossier
    searches = {search.id: search for search in dossier.searches}
    batches = {batch.search: batch for batch in dossier.record_batches}
    yield from _on_batches(examination, searches)
    for position, flow in enumerate(dossier.flows):
        place = dossier.placed["flows"][position].place
        wrong = tuple(_on_searches(examination, flow, place, searches))
        yield from wrong
        broken = failing(flow, but=_FROM_SEARCHES if wrong else frozenset())
        yield from arithmetic.on_arithmetic(trace, position, flow, broken)
        if not wrong and not broken:
            yield from _on_sources(examination, flow, place)
            yield from _on_screening(examination, flow, place, searches, batches)


def _on_batches(examination: Examination, searches: Mapping[str, Search]) -> Iterator[Diagnostic]:
    """The records of a search against the hits that were received."""
    for placed in examination.dossier.placed.get("record_batches", ()):
        batch = placed.record
        if not isinstance(batch, RecordBatch):
            continue
        search = searches.get(batch.search)
        if search is None or batch.incomplete_because or search.hits_received != search.hits_reported:
            continue
        if len(batch.records) + len(batch.known) != search.hits_received:
            kept = f"{len(batch.records)} records of {search.id} are kept"
            kept += f" and {len(batch.known)} known ones named" if batch.known else ""
            message = f"{kept}, but {search.hits_received} hits were received"
            hint = "import the export again, or say in `incomplete_because` why not all records are kept"
            place = placed.place.within("records")
            yield rules.FLOW_RECOUNT.at(place, message, hint=hint, subject=placed.place.path)


def _on_searches(
    examination: Examination, flow: DeclaredFlow, place: Place, searches: Mapping[str, Search]
) -> Iterator[Diagnostic]:
    named = {**flow.databases, **flow.registers}
    missing = [name for name in named if name.startswith("SRH-") and name not in searches]
    if missing and not _is_told(examination, missing):
        what = "which is no search" if len(missing) == 1 else "which are no searches"
        message = f"round {flow.round} names {', '.join(missing)}, {what}"
        field = "databases" if missing[0] in flow.databases else "registers"
        yield rules.FLOW_RECOUNT.at(place.within(field, missing[0]), message, subject=place.path)
    for field in ("databases", "registers"):
        for name, count in getattr(flow, field).items():
            search = searches.get(name)
            if search is not None and count not in (search.hits_received, search.hits_reported):
                message = (
                    f"round {flow.round} has {count} records of {name}, which has {search.hits_received} hits"
                )
                yield rules.FLOW_RECOUNT.at(place.within(field, name), message, subject=place.path)
    if not any(name in searches for name in named):
        return
    for search in searches.values():
        is_of_round = f"-{flow.round}-" in f"{search.id}-"
        is_counted = search.purpose == "state of the art" and search.hits_received
        if is_of_round and is_counted and search.id not in named:
            message = f"round {flow.round} leaves out {search.id} with {search.hits_received} hits"
            yield rules.FLOW_RECOUNT.at(place.within("databases"), message, subject=place.path)


def check_excluded(examination: Examination) -> Iterator[Diagnostic]:
    """Records that were excluded after reading, and stand in the evaluation all the same."""
    trace = examination.trace
    read = stages(examination.dossier).get("full-text")
    if read is None:
        return
    excluded = [
        (record, outcome)
        for batch in examination.dossier.record_batches
        for record in batch.records
        if (record.pmid or record.doi)
        and (outcome := read.outcome(record.key)) is not None
        and outcome.decision == "exclude"
    ]
    sources = _by_locator(trace) if excluded else {}
    for record, outcome in excluded:
        row = sources.get(f"pmid {record.pmid}") or sources.get(f"doi {doi_key(record.doi)}")
        if row is None:
            continue
        reviewer = next((name for name, found in read.by_reviewer.items() if record.key in found), RESOLVED)
        place = read.places[reviewer].within(record.key)
        message = f"{record.key} was excluded at full text for {outcome.reason}, but it is {row.id}"
        if row.outcome == "unfavourable":
            yield rules.NO_UNFAVOURABLE.at(place, f"{message}, which is unfavourable", subject=row.id)
        else:
            yield rules.FLOW_RECOUNT.at(place, message, subject=row.id)


def _by_locator(trace: Trace) -> dict[str, SourceFacts]:
    return {
        key: row
        for row in trace.source_facts.values()
        if row.role != "rejected"
        for key in (row.pmid and f"pmid {row.pmid}", row.doi and f"doi {doi_key(row.doi)}")
        if key
    }


def _is_told(examination: Examination, missing: Sequence[str]) -> bool:
    """Whether missing searches are reported already: they could not be read, or sources name them (CER301)."""
    if any(map(examination.dossier.may_hold, missing)):
        return True
    return any(not set(missing).isdisjoint(row.searches) for row in examination.trace.source_facts.values())


def _on_sources(examination: Examination, flow: DeclaredFlow, place: Place) -> Iterator[Diagnostic]:
    """The reports and studies included against the sources of the round."""
    found = [row for row in examination.trace.source_facts.values() if _is_of_round(row, flow.round)]
    if not found or are_sources_broken(examination):
        return
    kept = [row for row in found if row.role != "rejected"]
    works = {doi_key(row.doi) or row.id for row in found}
    if flow.new_reports == len(works) < len(found):
        return  # one work stands twice, which is told elsewhere
    if flow.new_reports not in (len(found), len(kept)):
        message = f"round {flow.round} includes {flow.new_reports} reports, but {len(found)} sources are of this round"
        hint = "count again: each included report is a source with this `round`"
        yield rules.FLOW_RECOUNT.at(place.within("new_reports"), message, hint=hint, subject=place.path)
        return
    counted = found if flow.new_reports == len(found) else kept
    studies = sum(row.same_study_as is None for row in counted)
    if flow.new_studies != studies:
        message = (
            f"round {flow.round} includes {flow.new_studies} studies, but its {len(counted)} sources are of {studies}, "
            "by `same_study_as`"
        )
        yield rules.FLOW_RECOUNT.at(place.within("new_studies"), message, subject=place.path)


def _is_of_round(row: SourceFacts, name: str) -> bool:
    is_own = row.relation == "under evaluation" and row.kind in _OWN_DATA and not row.searches
    return row.round == name and not is_own


def _on_screening(
    examination: Examination,
    flow: DeclaredFlow,
    place: Place,
    searches: Mapping[str, Search],
    batches: Mapping[str, RecordBatch],
) -> Iterator[Diagnostic]:
    """The screening files counted again, where all records of the round are kept and all were decided."""
    names = (*flow.databases, *flow.registers)
    hits = {name: searches[name].hits_received for name in names if name in searches}
    whole = {name for name, count in hits.items() if count == 0 or _is_whole(batches.get(name), count)}
    if not hits or len(whole) < len(names):
        return
    counted = _counted(count_searches(examination.dossier, names, flow.round))
    differing = [(field, count) for field, count in counted.items() if number(flow, field) != count]
    if differing:
        said = ", ".join(f"{field} {count} (declared {number(flow, field)})" for field, count in differing)
        message = f"round {flow.round}, counted from records and screening files: {said}"
        yield rules.FLOW_RECOUNT.at(place.within(differing[0][0]), message, subject=place.path)


def _is_whole(batch: RecordBatch | None, count: int) -> bool:
    return batch is not None and not batch.incomplete_because and len(batch.records) == count


def _counted(count: RoundCount) -> dict[str, int]:
    """Field of the flow -> the number that the files give. Empty while a record waits for its decision."""
    if not count.is_final:
        return {}
    return {field: number(count.flow, field) for field in _RECOUNTED}

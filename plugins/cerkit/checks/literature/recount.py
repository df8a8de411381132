"""Declared flows counted again: from the searches, the records, the screening files and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from cerkit.checks.literature import flow as arithmetic
from cerkit.checks.literature import selection_rules as rules
from cerkit.checks.literature.decisions import Stage, stages
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.review import DeclaredFlow, RecordBatch, Search

_OWN_DATA: Final = frozenset(
    {"test report", "clinical investigation", "PMCF study", "complaints", "vigilance", "usability study"}
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
        broken = arithmetic.failing(flow, but=_FROM_SEARCHES if wrong else frozenset())
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
        if len(batch.records) != search.hits_received:
            kept = f"{len(batch.records)} records of {search.id} are kept"
            message = f"{kept}, but {search.hits_received} hits were received"
            hint = "import the export again, or say in `incomplete_because` why not all records are kept"
            place = placed.place.within("records")
            yield rules.FLOW_RECOUNT.at(place, message, hint=hint, subject=placed.place.path)


def _on_searches(
    examination: Examination, flow: DeclaredFlow, place: Place, searches: Mapping[str, Search]
) -> Iterator[Diagnostic]:
    named = {**flow.databases, **flow.registers}
    for field in ("databases", "registers"):
        for name, count in getattr(flow, field).items():
            search = searches.get(name)
            if search is None:
                if name.startswith("SRH-") and not _is_told(examination, name):
                    message = f"round {flow.round} names {name}, which is no search"
                    yield rules.FLOW_RECOUNT.at(place.within(field, name), message, subject=place.path)
            elif count not in (search.hits_received, search.hits_reported):
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


def _is_told(examination: Examination, name: str) -> bool:
    """Whether a search that is missing is reported already: it could not be read, or a source names it (CER301)."""
    if examination.dossier.may_hold(name):
        return True
    return any(name in row.searches for row in examination.trace.source_facts.values())


def _on_sources(examination: Examination, flow: DeclaredFlow, place: Place) -> Iterator[Diagnostic]:
    """The reports and studies included against the sources of the round."""
    found = [row for row in examination.trace.source_facts.values() if _is_of_round(row, flow.round)]
    if not found or any(name.startswith("SRC-") for name in examination.dossier.broken):
        return
    found = list({row.doi or row.id: row for row in found}.values())  # one work twice is told elsewhere
    kept = [row for row in found if row.role != "rejected"]
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
    keys = [record.key for name in names if name in batches for record in batches[name].records]
    counted = _counted(examination, keys)
    differing = [
        (field, count) for field, count in counted.items() if arithmetic.number(flow, field) != count
    ]
    if differing:
        said = ", ".join(
            f"{field} {count} (declared {arithmetic.number(flow, field)})" for field, count in differing
        )
        message = f"round {flow.round}, counted from records and screening files: {said}"
        yield rules.FLOW_RECOUNT.at(place.within(differing[0][0]), message, subject=place.path)


def _is_whole(batch: RecordBatch | None, count: int) -> bool:
    return batch is not None and not batch.incomplete_because and len(batch.records) == count


def _counted(examination: Examination, keys: list[str]) -> dict[str, int]:
    """Field of the flow -> the number that the files give. Empty while a record waits for its decision."""
    works = _works(examination, keys)
    found = stages(examination.dossier)
    screened, read = found.get("title-abstract"), found.get("full-text")
    if screened is None or read is None:
        return {}
    first = [_outcome(screened, work) for work in works]
    sought = [work for work, outcome in zip(works, first, strict=True) if outcome in ("include", "maybe")]
    second = [_outcome(read, work) for work in sought]
    if None in first or None in second:
        return {}
    return {
        "duplicates_removed": len(set(keys)) - len(works) + len(keys) - len(set(keys)),
        "records_excluded": first.count("exclude"),
        "reports_sought": len(sought),
        "reports_not_retrieved": second.count("not retrieved"),
        "reports_excluded": second.count("exclude"),
    }


def _outcome(stage: Stage, work: frozenset[str]) -> str | None:
    for key in sorted(work):
        outcome = stage.outcome(key)
        if outcome is not None:
            return outcome.decision
    return None


def _works(examination: Examination, keys: list[str]) -> list[frozenset[str]]:
    """The records that are one work together, by the links that say "same"."""
    group: dict[str, set[str]] = {key: {key} for key in keys}
    for links in examination.dossier.duplicate_links:
        for link in links.links:
            one, other = (group.get(key) for key in link.same)
            if link.verdict == "same" and one is not None and other is not None and one is not other:
                one |= other
                for key in other:
                    group[key] = one
    return [frozenset(work) for work in {id(work): work for work in group.values()}.values()]

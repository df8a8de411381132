"""The evidence of an update: what was searched and found, what is new, and the state of the art then and now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from cerkit.model.identifiers import Kind, finding_id
from cerkit.model.records.evaluation import Benchmark
from cerkit.model.records.review import Search
from cerkit.model.records.source import Source
from cerkit.model.tables import (
    EMPTY,
    Badge,
    Break,
    Cell,
    Column,
    Piece,
    RecordRef,
    Row,
    State,
    Table,
    Words,
    cell,
)
from cerkit.model.trace import Trace, natural_key
from cerkit.model.update import Update
from cerkit.render.argument import benchmark_value_text
from cerkit.render.flow import flow_table, reasons_told, rounds_told
from cerkit.render.pages import Section
from cerkit.render.update_words import both_sides, change_table, then_and_now
from cerkit.render.values import filled, joined, record_refs, row_of
from cerkit.render.words import date_text, number_text, result_text, sentence_case, short_name

_OUTCOMES: Final = {
    "favourable": State.MET,
    "mixed": State.LIMITS,
    "unfavourable": State.NOT_MET,
}
_DEVICES: Final = {
    "under evaluation": "the device under evaluation",
    "equivalent": "an equivalent device",
    "benchmark": "a benchmark device",
    "similar": "a similar device",
    "other": "another device",
    "none": "no device",
}
_MOST_FINDINGS: Final = 6


def searches(update: Update) -> Section:
    """What was searched: string, source and hits of every search since, and the flow of its records."""
    known = {search.id for search in update.old.trace.dossier.searches}
    found = [search for search in update.new.trace.dossier.searches if search.id not in known]
    if not found:
        return Section("Literature searched", "searches", (Words("No search was added since."),))
    columns = (
        Column("id", "Search", header=True, weight=17),
        Column("source", "Source", weight=18),
        Column("ran", "Run on", weight=12),
        Column("string", "String, as entered", weight=36),
        Column("hits", "Records", numeric=True, weight=9),
        Column("included", "Sources that name it", weight=20),
    )
    rows = tuple(
        _search_row(update.new.trace, search)
        for search in sorted(found, key=lambda item: natural_key(item.id))
    )
    table = Table(columns, rows, ("wide",)).named("tbl-update-searches", "Searches run since")
    return Section("Literature searched", "searches", tables=(table, *_flows(update)))


def _search_row(trace: Trace, search: Search) -> Row:
    by = tuple(source.id for source in trace.dossier.sources if search.id in source.searches)
    period = ""
    if search.period_to is not None:
        start = f"from {date_text(search.period_from)} " if search.period_from else ""
        period = f"{start}to {date_text(search.period_to)}"
    return row_of(
        RecordRef(search.id),
        cell(_where(search), Break(), f"purpose: {search.purpose}"),
        cell(date_text(search.ran_on), *((Break(), period) if period else ())),
        search.string,
        number_text(search.hits_reported),
        filled(record_refs(by)),
    )


def _where(search: Search) -> str:
    """Source and platform; one name where the second repeats the first."""
    source, platform = search.source, search.platform
    return platform if platform.startswith(source) else f"{source}, {platform}"


def _flows(update: Update) -> Iterator[Table]:
    known = rounds_told(update.old.trace)
    for number, name in enumerate(rounds_told(update.new.trace), start=1):
        if name not in known:
            caption = f"Flow of records, review round {name}"
            table = flow_table(update.new.trace, name).named(f"tbl-update-flow-{number}", caption)
            yield replace(table, notes=(*table.notes, *reasons_told(update.new.trace, name)))


def evidence(update: Update) -> Section:
    """Sources that came, with what they show and how they were appraised; and those that say something else now."""
    old, new = update.old.trace, update.new.trace
    known = {source.id for source in old.dossier.sources}
    added = sorted(
        (source for source in new.dossier.sources if source.id not in known),
        key=lambda item: natural_key(item.id),
    )
    changed = [
        item
        for item in update.edits((Kind.SOURCE, Kind.FINDING))
        if item.field is not None or item.subject not in new.nodes or _is_new_part(item.subject, known)
    ]
    tables = []
    if added:
        tables.append(_added_table(added))
    if changed:
        tables.append(
            change_table(changed).named(
                "tbl-update-sources-changed", "Sources known before that say something else"
            )
        )
    text = () if tables else (Words("No source was added, and none says something else."),)
    return Section("New and changed evidence", "evidence", text, tuple(tables))


def _is_new_part(subject: str, known: set[str]) -> bool:
    """A finding that came to a source which was there."""
    source, _, part = subject.partition(".")
    return bool(part) and source in known


def _added_table(added: list[Source]) -> Table:
    columns = (
        Column("id", "Source", header=True, weight=16),
        Column("what", "What it is", weight=30),
        Column("results", "Results", weight=34),
        Column("appraisal", "Appraisal", weight=24),
        Column("outcome", "Speaks", weight=12),
    )
    rows = tuple(Row(tuple(_source_cells(source))) for source in added)
    return Table(columns, rows, ("wide",)).named("tbl-update-sources", "Sources added since, as appraised")


def _source_cells(source: Source) -> Iterator[Cell]:
    yield cell(RecordRef(source.id))
    name = short_name(source)
    by = "" if name == source.id else f"{name}. "
    whose = _DEVICES[source.relation]
    yield cell(
        f"{by}{source.title}", Break(), f"{sentence_case(source.kind)}, data on {whose}; read: {source.read}"
    )
    yield _results(source)
    yield _appraisal(source)
    state = _OUTCOMES.get(source.outcome)
    yield cell(Badge(state, source.outcome)) if state else cell(source.outcome)


def _results(source: Source) -> Cell:
    lines: list[tuple[Piece, ...]] = [
        (Words(f"{finding.label}: {result_text(finding)}"),) for finding in source.findings[:_MOST_FINDINGS]
    ]
    more = len(source.findings) - _MOST_FINDINGS
    if more > 0:
        first = finding_id(source.id, source.findings[_MOST_FINDINGS].id)
        lines.append((Words(f"and {more} more, from "), RecordRef(first)))
    return filled(joined(tuple(lines), Break()))


def _appraisal(source: Source) -> Cell:
    held = source.appraisal
    if held is None:
        return cell("not appraised")
    grades = f"{sentence_case(held.role)}; validity {held.validity}, relevance {held.relevance}"
    grades += f"; weight {held.weight}" if held.weight is not None else ""
    signed: tuple[Piece, ...] = (RecordRef(held.by), Words(f", {date_text(held.on)}"))
    note = (Break(), Words("An illustration, made without the full text.")) if held.illustration else ()
    return cell(grades, Break(), held.reason, Break(), *signed, *note)


def state_of_the_art(update: Update) -> Section:
    """Every benchmark then and now, with the reason where it moved; standards and alternatives that changed."""
    beside = [item for item in update.edits((Kind.STANDARD, Kind.ALTERNATIVE)) if item.field != "checked_on"]
    tables = [_benchmark_table(update)]
    if beside:
        tables.append(change_table(beside).named("tbl-update-alternatives", "Alternatives and standards"))
    return Section("State of the art, then and now", "state-of-the-art", tables=tuple(tables))


def _checked(update: Update) -> Iterator[Piece]:
    days = [item.checked_on for item in update.new.trace.dossier.standards]
    if days:
        whole = f"The {len(days)} standards and guidance documents that are applied were"
        first, last = date_text(min(days)), date_text(max(days))
        span = f"on {last}" if first == last else f"between {first} and {last}"
        yield Words(f"{whole if len(days) > 1 else 'The standard that is applied was'} looked up {span}.")


def _benchmark_table(update: Update) -> Table:
    columns = (
        Column("id", "Benchmark", header=True, weight=11),
        Column("title", "State of the art", weight=26),
        Column("then", "Then", weight=14),
        Column("now", "Now", weight=14),
        Column("reason", "Derivation now", weight=34),
        Column("criteria", "Criteria that rest on it", weight=14),
    )
    found = both_sides(update.old.trace.dossier.benchmarks, update.new.trace.dossier.benchmarks)
    rows = tuple(Row(tuple(_benchmark_cells(update, *sides))) for sides in found)
    notes = tuple(cell(piece) for piece in _checked(update))
    return Table(columns, rows, ("wide",), notes).named("tbl-update-benchmarks", "Benchmarks then and now")


def _benchmark_cells(
    update: Update, name: str, then: Benchmark | None, now: Benchmark | None
) -> Iterator[Cell]:
    yield cell(RecordRef(name))
    held = now or then
    yield cell(held.title, Break(), held.statement) if held else EMPTY
    for side, item in ((update.old, then), (update.new, now)):
        yield cell(benchmark_value_text(side.trace, item) or "in words only") if item else EMPTY
    if then is not None and now is not None:
        is_same = then.derivation.split() == now.derivation.split()
        yield cell("as before") if is_same else then_and_now(then.derivation, now.derivation)[1]
    else:
        yield cell(now.derivation) if now else cell("withdrawn")
    criteria = (item.id for item in update.new.trace.dossier.criteria if name in item.justified_by)
    yield filled(record_refs(tuple(criteria)))

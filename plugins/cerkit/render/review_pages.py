"""Annexes on the literature review: its protocol, what it included and excluded, and how it appraised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from cerkit.model import flow as arithmetic
from cerkit.model.records.review import Protocol
from cerkit.model.records.source import Source
from cerkit.model.screening import stages
from cerkit.model.tables import EMPTY, Break, Cell, Column, Piece, RecordRef, Row, Table, Words, cell
from cerkit.model.trace import Trace, natural_key
from cerkit.render.appraisal_tables import (
    appraisal_grid,
    judgements_table,
    named_source,
    schemes_used,
)
from cerkit.render.flow import rounds_told
from cerkit.render.pages import GeneratedPage, Section, register_page
from cerkit.render.protocol_tables import protocol_table
from cerkit.render.records import sheet_of
from cerkit.render.screened import screened
from cerkit.render.values import cell_of, record_refs, row_of
from cerkit.render.words import date_text, humanised, number_text, sentence_case, year_of

Sections = Iterator[Section]


def review_pages(trace: Trace) -> tuple[GeneratedPage, ...]:
    """Those of the pages that have something to show."""
    pages = (
        (slug, title, intro, tuple(section for section in make(trace) if _says_something(section)))
        for slug, title, intro, make in _PAGES
    )
    return tuple(
        register_page(slug, title, intro, sections) for slug, title, intro, sections in pages if sections
    )


def _says_something(section: Section) -> bool:
    return bool(section.text) or any(table.rows for table in section.tables)


def _protocol(trace: Trace) -> Sections:
    held = trace.dossier.protocol
    if held is None:
        return
    identity = sheet_of(_identity(held)).named("tbl-register-protocol", "The protocol")
    yield Section(None, tables=(identity,))
    for part, title in (
        ("questions", "Questions"),
        ("criteria", "Criteria for inclusion and exclusion"),
        ("sources", "Where the review looks"),
        ("limits", "Limits"),
    ):
        table = protocol_table(trace, part).named(f"tbl-register-protocol-{part}", title)
        yield Section(title, f"protocol-{part}", tables=(table,))
    conduct = sheet_of(_conduct(held)).named("tbl-register-protocol-conduct", "Conduct of the review")
    yield Section("Conduct", "protocol-conduct", tables=(conduct,))


def _identity(held: Protocol) -> Iterator[tuple[str, Cell]]:
    yield "Title", cell(held.title)
    yield "Version", cell(held.version)
    yield "Approved", cell(f"{date_text(held.approved_on)}, by ", *record_refs(held.approved_by))
    if held.document is not None:
        yield "Document", cell(RecordRef(held.document))
    yield "Background", cell(held.background)


def _conduct(held: Protocol) -> Iterator[tuple[str, Cell]]:
    yield "Searched until", cell(date_text(held.period_end))
    named = [(Words(f"{item.name} is "), RecordRef(item.evaluator)) for item in held.reviewers]
    yield "Reviewers", cell(*(piece for pair in named for piece in (Break(), *pair))) if named else EMPTY
    needed = (f"{humanised(stage)}: {number}" for stage, number in held.reviewers_per_record.items())
    yield "Reviewers for each record", cell("; ".join(needed))
    yield "Appraisal schemes", cell(", ".join(held.appraisal_schemes))
    yield "Outcomes", cell(*record_refs(held.outcomes)) if held.outcomes else EMPTY
    yield "Quality control", cell(held.quality_control)
    yield "Update", cell(held.update_rule)


def _included(trace: Trace) -> Sections:
    """A section for each round; what the manufacturer holds was not found by a search and stands elsewhere."""
    found = [item for item in trace.dossier.sources if item.relation != "under evaluation"]
    rounds = sorted({item.round or "" for item in found})
    for number, round in enumerate(rounds, start=1):  # noqa: A001  # the field's word
        title = f"Review round {round}" if round else "Found outside a round"
        chosen = sorted(
            (item for item in found if (item.round or "") == round),
            key=lambda item: (year_of(item) or "", natural_key(item.id)),
        )
        told = (
            Words(
                f"{sentence_case(number_text(len(chosen)))} {'source' if len(chosen) == 1 else 'sources'}."
            ),
        )
        table = Table(
            _INCLUDED, tuple(Row(tuple(_included_cells(item))) for item in chosen), ("sortable", "wide")
        ).named(f"tbl-register-included-{number}", f"Included, {title[:1].lower()}{title[1:]}")
        yield Section(title, f"included-{number}", told, (table,))


def _included_cells(held: Source) -> Iterator[Cell]:
    yield named_source(held)
    yield cell(held.title)
    yield cell(humanised(held.kind))
    yield cell(*record_refs(held.searches)) if held.searches else cell_of(held.found_by)
    yield cell(held.read)
    yield cell(held.appraisal.role) if held.appraisal else EMPTY
    yield cell(held.outcome)


def _excluded(trace: Trace) -> Sections:
    """What was read in full and left out, what could not be had, and what appraisal rejected."""
    if "full-text" in stages(trace.dossier):
        made = screened(trace).named("tbl-register-excluded", "Reports excluded after full text")
        told = _declared(trace, len(made.rows))
        yield Section("Excluded after full text", "excluded-full-text", told, (made,))
        missing = screened(trace, "not retrieved").named(
            "tbl-register-not-retrieved", "Reports that could not be obtained"
        )
        yield Section("Not retrieved", "not-retrieved", tables=(missing,) if missing.rows else ())
    rejected = tuple(
        row_of(named_source(item), item.title, appraisal.reason)
        for item in sorted(trace.dossier.sources, key=lambda item: natural_key(item.id))
        if (appraisal := item.appraisal) is not None and appraisal.role == "rejected"
    )
    if rejected:
        table = Table(_REJECTED, rejected, ("sortable",)).named(
            "tbl-register-rejected", "Rejected at appraisal"
        )
        yield Section("Rejected at appraisal", "rejected", tables=(table,))


def _declared(trace: Trace, listed: int) -> tuple[Piece, ...]:
    """Says where fewer are listed than the flow counts: a list that looks complete and is not would mislead."""
    flows = [told.flow for told in rounds_told(trace).values()]
    counted = sum(
        arithmetic.number(flow, "reports_excluded") + arithmetic.number(flow, "other_excluded")
        for flow in flows
    )
    if counted <= listed:
        return ()
    text = (
        f"The flow of records counts {number_text(counted)} reports excluded after full text; "
        f"{number_text(listed)} of them are kept as single decisions in the records and listed here."
    )
    return (Words(text),)


def _appraisals(trace: Trace) -> Sections:
    """For each scheme the judgements with their reasons, and the level of every domain."""
    for number, scheme in enumerate(schemes_used(trace), start=1):
        title = trace.dossier.catalogues[scheme].title
        name = f"tbl-register-appraisals-{number}"
        tables = (
            judgements_table(trace, scheme).named(name, f"Judgement and its reason: {title}"),
            appraisal_grid(trace, scheme).named(f"{name}-domains", f"Levels by domain: {title}"),
        )
        yield Section(title, f"appraisals-{number}", tables=tables)
    without = sorted(
        (item for item in trace.dossier.sources if item.appraisal is None),
        key=lambda item: natural_key(item.id),
    )
    if without:
        rows = tuple(row_of(named_source(item), humanised(item.kind), cell_of(item.role)) for item in without)
        table = Table(_WITHOUT, rows, ("sortable",)).named(
            "tbl-register-not-appraised", "Sources without an appraisal"
        )
        yield Section("Not appraised", "not-appraised", tables=(table,))


_INCLUDED: Final = (
    Column("source", "Source", header=True, weight=14),
    Column("title", "Title", weight=34),
    Column("kind", "Kind", weight=10),
    Column("searches", "Found by", weight=16),
    Column("read", "What was read", weight=10),
    Column("role", "Role", weight=8),
    Column("outcome", "Outcome", weight=8),
)
_REJECTED: Final = (
    Column("source", "Source", header=True, weight=22),
    Column("title", "Title", weight=38),
    Column("reason", "Reason", weight=40),
)
_WITHOUT: Final = (
    Column("source", "Source", header=True, weight=28),
    Column("kind", "Kind", weight=18),
    Column("role", "What it is used for", weight=54),
)
_PAGES: Final[tuple[tuple[str, str, str, Callable[[Trace], Iterable[Section]]], ...]] = (
    (
        "protocol",
        "Protocol of the literature review",
        "The protocol as it was approved before the first search.",
        _protocol,
    ),
    (
        "included",
        "Sources included",
        "Every source that the review of the literature included, by round, favourable or not.",
        _included,
    ),
    (
        "excluded",
        "Reports excluded",
        "What was read in full and left out, with the reason of the protocol.",
        _excluded,
    ),
    (
        "appraisals",
        "Appraisal of the sources",
        "Who judged each source under which scheme, with the level of every domain and the reason for the judgement.",
        _appraisals,
    ),
)
REVIEW_SLUGS: Final = tuple(slug for slug, *_ in _PAGES)

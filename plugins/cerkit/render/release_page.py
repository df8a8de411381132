"""The releases of a report in their order, each with what was written of it and with its list of changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from cerkit.model.bundle import PageRole
from cerkit.model.change_list import ChangeList
from cerkit.model.changes import ChangeKind, Difference, every
from cerkit.model.identifiers import Kind, kind_of
from cerkit.model.records.control import ReleasedTag, Releases, ReportRevision
from cerkit.model.tables import EMPTY, Break, Column, Piece, RecordRef, Table, Words, cell
from cerkit.model.trace import Trace
from cerkit.model.update import Update
from cerkit.render.links import page_name
from cerkit.render.pages import GeneratedPage, Section, register_page
from cerkit.render.update_report import UPDATE_SLUG, kind_heading
from cerkit.render.update_words import change_table
from cerkit.render.values import row_of
from cerkit.render.words import date_text, sentence_case

RELEASES_SLUG: Final = "releases"
CHANGES_OF: Final = "releases/"
"""Folder, below that of the registers, of the pages with the changes of one release each."""
NO_LISTS: Final[Mapping[str, ChangeList]] = {}


def release_pages(
    trace: Trace, update: Update | None, kept: Mapping[str, ChangeList] = NO_LISTS
) -> tuple[GeneratedPage, ...]:
    """The time line; none while nothing was issued. `kept`: lists of releases, by the name of their page."""
    releases = trace.dossier.releases
    if releases is None or not releases.revisions:
        return ()
    told = (
        "Every version that was issued, the newest first, with what was written of it then and what the "
        "comparison with the version before it gives."
    )
    sections = (Section(None, tables=(_table(releases, update, kept),)),)
    return (register_page(RELEASES_SLUG, "Versions of this report", told, sections, PageRole.SITE),)


def change_pages(trace: Trace, kept: Mapping[str, ChangeList]) -> Iterator[GeneratedPage]:
    """A page for each release whose list was kept and that had one before it."""
    for name, changes in kept.items():
        if changes.previous is not None:
            yield _change_page(trace, name, changes)


def _change_page(trace: Trace, name: str, changes: ChangeList) -> GeneratedPage:
    told = f"Version {changes.version} was compared with {changes.previous} when it was released. "
    title = f"What changed in version {changes.version}"
    sections = tuple(_sections(trace, changes))
    return register_page(
        f"{CHANGES_OF}{name}", title, told + _told(changes.differences), sections, PageRole.SITE
    )


def _sections(trace: Trace, changes: ChangeList) -> Iterator[Section]:
    """The edits by kind of record, each with what follows; a record may be gone by now."""
    gathered: dict[Kind | None, list[Difference]] = {}
    for item in changes.differences:
        gathered.setdefault(_kind(trace, item.subject), []).append(item)
    for number, (kind, found) in enumerate(gathered.items(), start=1):
        follows = any(item.consequences for item in found)
        table = change_table(found, consequences=follows).named(f"tbl-release-{number}", "")
        yield Section(kind_heading(kind), f"changes-{number}", tables=(table,))


def _kind(trace: Trace, subject: str) -> Kind | None:
    node = trace.nodes.get(subject)
    is_page = subject.startswith("docs/")
    return node.kind if node is not None else Kind.CHAPTER if is_page else kind_of(subject)


def _table(releases: Releases, update: Update | None, kept: Mapping[str, ChangeList]) -> Table:
    columns = (
        Column("version", "Version", header=True, weight=11),
        Column("date", "Date", weight=15),
        Column("change", "What changed", weight=50),
        Column("by", "By", weight=24),
    )
    tags = {tag.tag.lstrip("vV"): tag for tag in releases.releases}
    pages = {changes.version: name for name, changes in kept.items()}
    rows = tuple(
        row_of(
            revision.version,
            cell(date_text(revision.date), *_tag(tags.get(revision.version))),
            cell(
                Words(revision.change),
                *_listed(pages.get(revision.version), kept),
                *_since(revision, releases, update, is_kept=revision.version in pages),
            ),
            cell(revision.author) if revision.author else EMPTY,
        )
        for revision in reversed(releases.revisions)
    )
    return Table(columns, rows, ("timeline",)).named("tbl-register-releases", "Versions, newest first")


def _tag(tag: ReleasedTag | None) -> tuple[Piece, ...]:
    return (Break(), Words(f"tag {tag.tag}, commit {tag.commit[:12]}")) if tag else ()


def _listed(name: str | None, kept: Mapping[str, ChangeList]) -> tuple[Piece, ...]:
    """What the list says that was kept when the version was released."""
    if name is None or kept[name].previous is None:
        return ()
    changes = kept[name]
    where = RecordRef(page_name(f"{CHANGES_OF}{name}"), f"All changes since {changes.previous}")
    return (Break(), Words(f"{_told(changes.differences)} "), where)


def _since(
    revision: ReportRevision, releases: Releases, update: Update | None, *, is_kept: bool
) -> tuple[Piece, ...]:
    """What the comparison at hand says, at the version that it leads to: none beside the same list as it was kept."""
    if update is None or revision.version != releases.report.version:
        return ()
    is_later = update.old.report is not None and update.old.report.version == revision.version
    if is_kept and not is_later:
        return ()
    where = RecordRef(page_name(UPDATE_SLUG), f"All changes since {update.old.label}")
    begin = f"Since then, for the next version: {update.old.label} is compared. " if is_later else ""
    return (Break(), Words(f"{begin}{_told(update.differences, named=len(update.named))} "), where)


def _told(found: Iterable[Difference], *, named: int = 0) -> str:
    """A sentence on what a comparison found: 5 searches run, 1 benchmark moved."""
    trees = tuple(found)
    counts = Counter(item.kind for item in every(trees))
    searches = sum(
        item.kind is ChangeKind.ADDED and kind_of(item.subject) is Kind.SEARCH and not item.field
        for item in trees
    )
    numbers = (
        (searches, "search run", "searches run"),
        (
            counts[ChangeKind.UNFAVOURABLE_EVIDENCE],
            "new unfavourable finding or source",
            "new unfavourable findings or sources",
        ),
        (counts[ChangeKind.BENCHMARK_MOVED], "benchmark moved", "benchmarks moved"),
        (counts[ChangeKind.VERDICT_FLIPPED], "verdict changed", "verdicts changed"),
        (counts[ChangeKind.SUPPORT_LOST], "claim without its support", "claims without their support"),
        (
            counts[ChangeKind.REQUIREMENT_UNCOVERED],
            "requirement without an answer",
            "requirements without an answer",
        ),
        (named, "change named in the report", "changes named in the report"),
    )
    parts = [f"{number} {one if number == 1 else many}" for number, one, many in numbers if number]
    if parts:
        return f"{sentence_case(', '.join(parts))}."
    return "Nothing of weight for the argument changed." if trees else "The records are as they were."

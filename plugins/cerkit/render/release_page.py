"""The releases of a report in their order, each with what was written of it, and where its change list is."""

from __future__ import annotations

from typing import Final

from cerkit.model.bundle import PageRole
from cerkit.model.records.control import ReleasedTag, Releases, ReportRevision
from cerkit.model.tables import EMPTY, Break, Cell, Column, Piece, RecordRef, Row, Table, Words, cell
from cerkit.model.trace import Trace
from cerkit.model.update import Update
from cerkit.render.links import page_name, register_src
from cerkit.render.pages import GeneratedPage, Section
from cerkit.render.update_report import UPDATE_SLUG
from cerkit.render.words import date_text, sentence_case

RELEASES_SLUG: Final = "releases"


def release_pages(trace: Trace, update: Update | None) -> tuple[GeneratedPage, ...]:
    """The time line; none while nothing was issued."""
    releases = trace.dossier.releases
    if releases is None or not releases.revisions:
        return ()
    return (
        GeneratedPage(
            slug=RELEASES_SLUG,
            src=register_src(RELEASES_SLUG),
            title="Versions of this report",
            intro=(
                Words(
                    "Every version that was issued, the newest first. "
                    "Of versions that are not at hand the revision history tells what it was told then."
                ),
            ),
            sections=(Section(None, tables=(_table(releases, update),)),),
            role=PageRole.SITE,
        ),
    )


def _table(releases: Releases, update: Update | None) -> Table:
    columns = (
        Column("version", "Version", header=True, weight=11),
        Column("date", "Date", weight=15),
        Column("change", "What changed", weight=50),
        Column("by", "By", weight=24),
    )
    tags = {tag.tag.lstrip("vV"): tag for tag in releases.releases}
    rows = tuple(
        Row(
            (
                cell(revision.version),
                cell(date_text(revision.date), *_tag(tags.get(revision.version))),
                _change(revision, releases, update),
                cell(revision.author) if revision.author else EMPTY,
            )
        )
        for revision in reversed(releases.revisions)
    )
    return Table("tbl-register-releases", "Versions, newest first", columns, rows, ("timeline",))


def _tag(tag: ReleasedTag | None) -> tuple[Piece, ...]:
    return (Break(), Words(f"tag {tag.tag}, commit {tag.commit[:12]}")) if tag else ()


def _change(revision: ReportRevision, releases: Releases, update: Update | None) -> Cell:
    """The revision's own words; of the version at hand also what the comparison gives."""
    text = Words(revision.change)
    if update is None or revision.version != releases.report.version:
        return cell(text)
    where = RecordRef(page_name(UPDATE_SLUG), f"All changes since {update.old.label}")
    return cell(text, Break(), Words(f"{_told(update)} "), where)


def _told(update: Update) -> str:
    """A sentence on what the comparison found: 5 sources and 6 searches added; 1 benchmark moved."""
    summary = update.summary
    numbers = (
        (len(summary.searches_run), "search run", "searches run"),
        (
            len(summary.unfavourable),
            "new unfavourable finding or source",
            "new unfavourable findings or sources",
        ),
        (len(summary.benchmarks_moved), "benchmark moved", "benchmarks moved"),
        (len(summary.verdicts_flipped), "verdict changed", "verdicts changed"),
        (len(summary.support_lost), "claim without its support", "claims without their support"),
        (
            len(summary.requirements_uncovered),
            "requirement without an answer",
            "requirements without an answer",
        ),
        (len(update.named), "change named in the report", "changes named in the report"),
    )
    parts = [f"{number} {one if number == 1 else many}" for number, one, many in numbers if number]
    return f"{sentence_case(', '.join(parts))}." if parts else "The records are as they were."

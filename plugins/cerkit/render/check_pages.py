"""Pages on the report itself: release checklist, reviewer's index, and what the check found."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cerkit.model.bundle import PageRole
from cerkit.model.check_report import CHECK_TITLE, CheckReport
from cerkit.model.trace import Trace
from cerkit.render.checklist_tables import check_tables, index_table, release_note, release_table
from cerkit.render.markdown_tables import table_markdown
from cerkit.render.pages import GeneratedPage, Section, register_page

_CHECK_INTRO: Final = (
    "What cerkit looked for, on which day, what is open, and what was accepted by whom and why."
)
_ON_PAGES: Final = (
    " Rules that read finished pages and documents are asked when this page is made already: "
    "the check that goes with a release, check.md, counts them as well."
)
CHECK_SLUGS = ("release-checklist", "reviewer-index", "check")


def check_pages(trace: Trace, report: CheckReport) -> tuple[GeneratedPage, ...]:
    """The three pages; none while there is no report to check."""
    if trace.dossier.releases is None:
        return ()
    checklist, index, check = CHECK_SLUGS
    return (
        register_page(
            checklist,
            "Release checklist",
            "The questions of MEDDEV 2.7/1 A10, with what answers each. A tool says whether it finds something; "
            f"what needs a judgement is answered by the person named. {release_note(report)}",
            # The note stands in front: below a table of many pages it may come to a page alone.
            (Section(None, tables=(replace(release_table(trace, report), notes=()),)),),
        ),
        register_page(
            index,
            "Index for the reviewer",
            "From each prompt of the reviewer's template (MDCG 2020-13) to the paragraph and records that answer it.",
            (Section(None, tables=(index_table(trace),)),),
            PageRole.SITE,
        ),
        register_page(
            check,
            CHECK_TITLE,
            _CHECK_INTRO + _ON_PAGES,
            (Section(None, tables=check_tables(report)),),
        ),
    )


def check_markdown(report: CheckReport) -> str:
    """What the page of the check says, as text that goes with a release."""
    tables = "\n".join(table_markdown(table) for table in check_tables(report))
    return f"# {CHECK_TITLE}\n\n{_CHECK_INTRO}\n\n{tables}"

"""Pages on the report itself: release checklist, reviewer's index, and what the check found."""

from __future__ import annotations

from cerkit.model.bundle import PageRole
from cerkit.model.check_report import CHECK_TITLE, CheckReport
from cerkit.model.tables import Words
from cerkit.model.trace import Trace
from cerkit.render.checklist_tables import check_tables, index_table, release_table
from cerkit.render.links import register_src
from cerkit.render.pages import GeneratedPage, Section

CHECK_SLUGS = ("release-checklist", "reviewer-index", "check")


def check_pages(trace: Trace, report: CheckReport) -> tuple[GeneratedPage, ...]:
    """The three pages; none while there is no report to check."""
    if trace.dossier.releases is None:
        return ()
    checklist, index, check = CHECK_SLUGS
    return (
        _page(
            checklist,
            "Release checklist",
            "The questions of MEDDEV 2.7/1 A10, with what answers each. A tool says whether it finds something; "
            "what needs a judgement is answered by the person named.",
            PageRole.ANNEX,
            Section(None, tables=(release_table(trace, report),)),
        ),
        _page(
            index,
            "Index for the reviewer",
            "From each prompt of the reviewer's template (MDCG 2020-13) to the paragraph and records that answer it.",
            PageRole.SITE,
            Section(None, tables=(index_table(trace),)),
        ),
        _page(
            check,
            CHECK_TITLE,
            "What cerkit looked for, on which day, what is open, and what was accepted by whom and why.",
            PageRole.ANNEX,
            Section(None, tables=check_tables(report)),
        ),
    )


def _page(slug: str, title: str, intro: str, role: PageRole, section: Section) -> GeneratedPage:
    return GeneratedPage(
        slug=slug,
        src=register_src(slug),
        title=title,
        intro=(Words(intro),),
        sections=(section,),
        role=role,
    )

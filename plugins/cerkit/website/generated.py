"""Pages and files that are made from records: registers, matrices, one page for each source, the claims sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mkdocs.utils import get_relative_url

from cerkit.model.bundle import PageRole
from cerkit.render.annexes import EVIDENCE_SLUG, EVIDENCE_TITLE, GLOSSARY_SLUG
from cerkit.render.changes_page import CHANGES_SLUG, changes_page
from cerkit.render.check_pages import CHECK_SLUGS, check_pages
from cerkit.render.claims_sheet import claims_sheet
from cerkit.render.exports import workbook
from cerkit.render.html import escaped, markdown_text, pieces_html, table_html
from cerkit.render.links import GENERATED, register_src
from cerkit.render.pages import GeneratedPage, Section
from cerkit.render.registers import register_slugs, registers
from cerkit.render.release_page import CHANGES_OF, RELEASES_SLUG, change_pages, release_pages
from cerkit.render.review_pages import REVIEW_SLUGS, review_pages
from cerkit.render.source_page import source_pages
from cerkit.render.update_report import UPDATE_SLUG, update_page
from cerkit.website.annexes import ANNEX_NAMES, choose
from cerkit.website.macros import place_glossary, scrolling
from cerkit.website.rules import UNKNOWN_ANNEX
from cerkit.website.session import Draft, Session
from cerkit.website.slots import Block

CLAIMS_SHEET: Final = "registers/claims-sheet.xlsx"
OVERVIEW: Final = register_src("index")
SOURCES: Final = "sources/"
"""Folder of the pages of single sources."""
_LISTED: Final = {
    SOURCES: ("All sources", register_src("sources")),
    f"{GENERATED}{CHANGES_OF}": ("All versions", register_src(RELEASES_SLUG)),
}
"""Folders of pages that a list leads to, and that list."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page that no file holds."""

    session: Session
    content: GeneratedPage

    @property
    def src(self) -> str:
        return self.content.src

    @property
    def in_nav(self) -> bool:
        """Pages of single sources and releases are reached by links: in the navigation they make every page grow."""
        return self._list() is None

    def _list(self) -> tuple[str, str] | None:
        return next((found for folder, found in _LISTED.items() if self.src.startswith(folder)), None)

    def markdown(self, draft: Draft) -> str:
        """Headings as Markdown, everything else as marks: no word of a record is read as markup."""
        resolve = self.session.resolver(draft.url)
        # A page without sections has no use for a list of them, and wide tables have use for the room.
        has_room = all(section.title is None for section in self.content.sections)
        has_room = has_room or any("wide" in table.classes for table in self.content.tables)
        blocks = [f"# {markdown_text(self.content.title)}{_named(self.src)}"]
        listed = self._list()
        if listed is not None:
            blocks.append(f"[{listed[0]}]({get_relative_url(listed[1], self.src)}){{: .back }}")
        if self.content.intro:
            blocks.append(draft.slots.mark(Block(f"<p>{pieces_html(self.content.intro, resolve)}</p>")))
        if self.content.slug == "claims-sheet" and self.session.dossier.claims:
            blocks.append('[Download as a spreadsheet](claims-sheet.xlsx){ .md-button download="" }')
        for section in self.content.sections:
            blocks.extend(self._section(section, draft))
        # A page outside the navigation has nothing to show in its place.
        hidden = "toc" if has_room and self.in_nav else "" if self.in_nav else "navigation"
        role = PageRole.SITE if self.session.annexes.place(self.src) is None else PageRole.ANNEX
        return _front(role, hidden) + "\n\n".join(blocks) + "\n"

    def _section(self, section: Section, draft: Draft) -> Iterator[str]:
        resolve = self.session.resolver(draft.url)
        if section.title is not None:
            name = f" {{: #{section.anchor} }}" if section.anchor else ""
            yield f"## {markdown_text(section.title)}{name}"
        if section.text:
            yield draft.slots.mark(Block(f"<p>{pieces_html(section.text, resolve)}</p>"))
        if self.content.slug == GLOSSARY_SLUG and self.session.annexes.place(self.src) is not None:
            for table in section.tables:
                yield place_glossary(self.session, draft, caption=table.caption, id=table.id)
            return
        for table in section.tables:
            yield draft.slots.mark(Block(scrolling(table_html(table, resolve))))
        for figure in section.figures:
            yield draft.slots.mark(Block(figure))


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The registers' own first page: what there is, and how much of it."""

    session: Session
    pages: tuple[GeneratedPage, ...]
    src: str = OVERVIEW
    in_nav: bool = True

    def markdown(self, draft: Draft) -> str:
        """A list of all registers with the number of rows."""
        items = "".join(self._item(page, draft) for page in self.pages)
        listed = draft.slots.mark(Block(f'<ul class="register-list">{items}</ul>'))
        return _front(PageRole.SITE, "toc") + f"# Registers\n\n{_INTRODUCTION}\n\n{listed}\n"

    def _item(self, page: GeneratedPage, draft: Draft) -> str:
        href = self.session.address(page.src, draft.url)
        rows = sum(row.group is None for table in page.tables for row in table.rows)
        said = pieces_html(page.intro, self.session.resolver(draft.url))
        link = f'<a href="{escaped(href)}">{escaped(page.title)}</a>'
        return f'<li><span class="count">{rows}</span>{link}<p>{said}</p></li>'


@dataclass(frozen=True, slots=True)
class PartsPage:
    """The annex whose sections are registers: it begins with a list of them."""

    parts: tuple[GeneratedPage, ...]
    src: str = register_src(EVIDENCE_SLUG)
    in_nav: bool = True

    def markdown(self, draft: Draft) -> str:
        """A list of the registers; in the document they follow as sections of the same annex."""
        del draft
        items = "\n".join(self._item(page) for page in self.parts)
        head = f"# {EVIDENCE_TITLE}{_named(self.src)}"
        return _front(PageRole.ANNEX, "toc") + f"{head}\n\n{_PARTS_INTRODUCTION}\n\n{items}\n"

    def _item(self, page: GeneratedPage) -> str:
        return f"- {markdown_text(page.title)}: [{ANNEX_NAMES}{page.slug}][]"


AnyPage = SitePage | OverviewPage | PartsPage

_INTRODUCTION: Final = (
    "Every record of the evaluation stands in one of these registers, with its identifier, what it rests on and where "
    "it is used.\nThe pages are made from the files in `evidence/`; nobody edits them."
)
_PARTS_INTRODUCTION: Final = (
    "Every record that the report rests on stands in one of these registers, with its identifier and with what it "
    "rests on.\nAn identifier in the text leads here."
)


def _named(src: str) -> str:
    """The id under which the text refers to an annex: [sec-annex-protocol][] prints its letter."""
    slug = src.removeprefix(GENERATED).removesuffix(".md")
    return f" {{: #{ANNEX_NAMES}{slug} }}" if src.startswith(GENERATED) and "/" not in slug else ""


def _front(role: PageRole, hidden: str) -> str:
    """`hidden`: the part of the theme that the page does without, or nothing."""
    hide = f"hide: [{hidden}]\n" if hidden else ""
    return f"---\nrole: {role}\nrender_macros: false\n{hide}---\n"


def plan(session: Session, *, annexes: Sequence[str] | None = None, written: Collection[str] = ()) -> None:
    """All generated pages of the session, registers first; `annexes` as the settings name them."""
    trace, update = session.trace, session.update
    listed = (*registers(trace), *review_pages(trace))
    listed += release_pages(trace, update, session.kept)
    listed += (update_page(update), changes_page(update)) if update else ()
    listed += check_pages(trace, session.assessment.report)
    made = {page.slug for page in listed}
    known = {*register_slugs(), *REVIEW_SLUGS, *CHECK_SLUGS, RELEASES_SLUG, UPDATE_SLUG, CHANGES_SLUG}
    session.annexes, misnamed = choose(annexes, made=made, known=known, written=written)
    for wrong in misnamed:
        session.report_setting(UNKNOWN_ANNEX, "annexes", wrong.name, wrong.message, hint=wrong.hint)
    parts = tuple(page for src in session.annexes.parts for page in listed if page.src == src)
    pages = (*listed, *change_pages(trace, session.kept), *source_pages(trace))
    session.generated = (
        OverviewPage(session, listed),
        *((PartsPage(parts),) if parts else ()),
        *(SitePage(session, page) for page in pages),
    )


def downloads(session: Session) -> Iterator[tuple[str, bytes]]:
    """Files beside the pages: address below the site and content, dated as the report is."""
    dossier = session.dossier
    if dossier.claims:
        made = claims_sheet(session.trace)
        day = dossier.releases.report.date if dossier.releases else session.assessment.on
        yield CLAIMS_SHEET, workbook((made.approved, made.not_to_be_used), on=day, title="Claims sheet")

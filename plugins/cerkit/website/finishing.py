"""The last steps, when every page has its content: blocks, numbers, cross-references, citations, the bundle."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mkdocs.utils import get_relative_url

from cerkit.model.bundle import Bundle, BundlePage, PageRole
from cerkit.model.errors import CerkitError
from cerkit.render.glossary import unexplained
from cerkit.website.annexes import ANNEX_NAMES, HOLDER
from cerkit.website.bundling import make_bundle, merged
from cerkit.website.citations import (
    Citations,
    CitedPages,
    citation_html,
    cite,
    sources_of,
    with_reference_list,
)
from cerkit.website.markup import replaced
from cerkit.website.numbering import Label, Numbered, Unnumbered, number
from cerkit.website.references import reference_items
from cerkit.website.rules import (
    REPEATED_ANCHOR,
    UNEXPLAINED_ABBREVIATION,
    UNKNOWN_CITATION,
    UNKNOWN_CROSS_REFERENCE,
)
from cerkit.website.session import Draft, Session
from cerkit.website.slots import Block, Citation, CrossReference, Late, Slot, without_marks

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

_ID: Final = re.compile(r'id="(?<![\w-]id=")([^"]+)"')
"""What must not stand before is asked for last: a search for a fixed beginning is many times as fast."""
_PENDING: Final = re.compile(r'<cite data-cite="([^"]*)"></cite>')
"""A citation that has no number yet, as `render` writes those inside tables."""
_UNREAD: Final = re.compile(r"<(svg|code|pre|script|style)\b.*?</\1>", re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*>")


def with_blocks(content: str, page: Page, draft: Draft) -> str:
    """The page with what its macros made; the anchors in it become known to MkDocs' check of links."""
    content = draft.slots.fill(content, first_filled)
    blocks = (slot.html for slot in draft.slots.items if isinstance(slot, Block))
    anchors = {name for made in blocks for name in _ID.findall(made)}
    page.present_anchor_ids = (page.present_anchor_ids or set()) | {html.unescape(name) for name in anchors}
    return content


def first_filled(slot: Slot) -> str | None:
    """What is known before the pages are numbered: blocks; a citation waits, as those inside tables do.

    What depends on the finished report is known a little later.
    """
    match slot:
        case Block(html=made):
            return made
        case Citation(cluster=cluster):
            return f'<cite data-cite="{html.escape(cluster)}"></cite>'
        case Late(html=made):
            return made
        case CrossReference():
            return None


def citation_style(root: Path, named: str | None) -> bytes | None:
    """The CSL file that the settings name, or None for the one that ships."""
    if named is None:
        return None
    path = (root / named).resolve()
    if not path.is_relative_to(root.resolve()):
        raise CerkitError(
            f"the citation style {named} lies outside the repository", "copy it into the repository"
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise CerkitError(f"the citation style {named} cannot be read: {error.strerror}") from error


def finish(session: Session, nav: Navigation, files: Files, *, style: bytes | None) -> Bundle | None:
    """Number and cite every page in the order of the report, and collect the bundle."""
    pages = _in_order(session, nav, files)
    _fill_late(session, pages)
    numbers = number(_unnumbered(session, pages))
    for name, src in numbers.repeated:
        where = numbers.labels[name].src
        session.report_name(REPEATED_ANCHOR, src, name, f"{name} stands on this page and on {where}")
    citations = _citations(session, pages, numbers.pages, style)
    refs = next((item.src for item in numbers.pages if 'id="refs"' in item.html), None)
    for page, numbered in zip(pages, numbers.pages, strict=True):
        _Finisher(session, page, numbers.labels, citations, refs).finish(numbered)
    by_address = {file.dest_uri: file for file in files if not file.is_documentation_page()}
    return make_bundle(
        session.dossier,
        _bundled(session, pages),
        lambda path: by_address[path].content_bytes if path in by_address else None,
    )


def _fill_late(session: Session, pages: list[Page]) -> None:
    """What is made from the text of the whole report, once all pages have theirs."""
    waiting = [(page, draft) for page in pages if (draft := session.draft(page.file.src_uri)).slots.late]
    session.printed = "\n".join(
        _words(page.content or "")
        for page in pages
        if session.draft(page.file.src_uri).role is not PageRole.SITE
    )
    for page, draft in waiting:
        for slot in draft.slots.late:
            slot.html = slot.make()
        page.content = draft.slots.fill(page.content or "", first_filled)
    prose = (page for page in pages if session.draft(page.file.src_uri).role is PageRole.CHAPTER)
    for name in unexplained(
        "\n".join(_words(page.content or "") for page in prose), session.dossier.glossary
    ):
        message = f"the report uses the abbreviation {name}, and the glossary does not explain it"
        session.report_record(UNEXPLAINED_ABBREVIATION, "evidence/glossary.yml", message)


def _words(content: str) -> str:
    """What a reader reads, without drawings and code."""
    return html.unescape(_TAG.sub(" ", _UNREAD.sub(" ", content)))


def _in_order(session: Session, nav: Navigation, files: Files) -> list[Page]:
    """Chapters, then annexes, then the rest; each in the order of the navigation, annexes first as they are named."""
    rank = {PageRole.CHAPTER: 0, PageRole.ANNEX: 1, PageRole.SITE: 2}
    place = {page.file.src_uri: position for position, page in enumerate(nav.pages)}
    pages = [file.page for file in files.documentation_pages() if file.page is not None]
    last = (len(pages), 0)
    return sorted(
        pages,
        key=lambda page: (
            rank[session.draft(page.file.src_uri).role],
            session.annexes.place(page.file.src_uri) or last,
            place.get(page.file.src_uri, len(place)),
            page.file.src_uri,
        ),
    )


def _unnumbered(session: Session, pages: Iterable[Page]) -> Iterator[Unnumbered]:
    for page in pages:
        src = page.file.src_uri
        role, is_part = session.draft(src).role, session.annexes.is_part(src)
        yield Unnumbered(src, page.url, role, page.content or "", is_part)


def _citations(
    session: Session, pages: list[Page], numbered: Iterable[Numbered], style: bytes | None
) -> Citations:
    """All clusters in the order of the text, formatted at once; unknown sources become diagnostics."""
    clusters = {item.src: tuple(map(html.unescape, _PENDING.findall(item.html))) for item in numbered}
    if not any(clusters.values()):
        return Citations()
    report = {
        page.file.src_uri for page in pages if session.draft(page.file.src_uri).role is not PageRole.SITE
    }
    citations = cite(CitedPages(clusters, frozenset(report)), reference_items(session.dossier), style=style)
    for src, found in clusters.items():
        cited = {name for cluster in found for name in sources_of(cluster)}
        for name in sorted(cited.intersection(citations.unknown)):
            message = f"{name} is cited, but has neither a publication nor a document to print"
            session.report_name(UNKNOWN_CITATION, src, f"@{name}", message)
    return citations


class _Finisher:
    """Fills the marks of one page."""

    def __init__(
        self,
        session: Session,
        page: Page,
        labels: Mapping[str, Label],
        citations: Citations,
        refs: str | None,
    ) -> None:
        self._session = session
        self._page = page
        self._labels = labels
        self._citations = citations
        self._listed = citations.listed
        self._refs = refs
        self._draft = session.draft(page.file.src_uri)
        self._record = session.resolver(page.url)

    def finish(self, numbered: Numbered) -> None:
        content = self._draft.slots.fill(numbered.html, self._filled)
        if "<cite " in content:
            content = _PENDING.sub(lambda match: self._cited(html.unescape(match[1])), content)
        self._page.content = with_reference_list(content, self._citations, self._record)
        self._retitle(numbered)
        if self._session.keeps_expanded:
            self._expand()

    def _expand(self) -> None:
        """The Markdown after the macros, with the same HTML in its marks as the page has."""
        draft = self._draft
        words = replaced(draft.expanded, self._in_text)
        text = draft.slots.fill(words, first_filled)
        draft.expanded = _PENDING.sub(lambda match: self._cited(html.unescape(match[1])), text)

    def _in_text(self, slot: Citation | CrossReference) -> str:
        return (first_filled(slot) if isinstance(slot, Citation) else self._filled(slot)) or ""

    def _filled(self, slot: Slot) -> str | None:
        return self._referred(slot.target, slot.text) if isinstance(slot, CrossReference) else None

    def _cited(self, cluster: str) -> str:
        return citation_html(cluster, self._citations, self._entry)

    def _entry(self, source: str) -> str | None:
        """Where a citation leads: to the reference list, or to the source where the list does not have it."""
        if self._refs is not None and source in self._listed:
            return f"{self._address(self._session.urls[self._refs])}#ref-{source}"
        return self._record(source)

    def _referred(self, name: str, text: str | None) -> str:
        label = self._labels.get(name)
        if label is None:
            same = [known for known in self._labels if known[:4] == name[:4]]
            near = difflib.get_close_matches(name, same, n=3)
            hint = f"close to it: {', '.join(near)}" if near else None
            src = self._page.file.src_uri
            self._session.report_name(
                UNKNOWN_CROSS_REFERENCE, src, name, f"{name} is not defined anywhere", hint=hint
            )
            return html.escape(text or name)
        if not label.number and name.startswith(ANNEX_NAMES) and self._draft.role is not PageRole.SITE:
            src, message = self._page.file.src_uri, f"{name} leads to a page that is no annex of the document"
            hint = (
                "name the page under annexes: of the plugin cerkit in mkdocs.yml, or refer to something else"
            )
            self._session.report_name(UNKNOWN_CROSS_REFERENCE, src, name, message, hint=hint)
        shown = html.escape(text) if text else label.text
        address = "" if label.src == self._page.file.src_uri else self._address(label.url)
        count = f' data-number="{label.number}"' if label.number else ""
        return f'<a class="xref" href="{address}#{name}" data-xref="{name}"{count}>{shown}</a>'

    def _address(self, url: str) -> str:
        return "" if url == self._page.url else get_relative_url(url, self._page.url)

    def _retitle(self, numbered: Numbered) -> None:
        """Numbers in the navigation and in the page's own contents."""
        page = self._page
        if numbered.number and page.title:
            is_part = self._session.annexes.is_part(page.file.src_uri)
            annex = "Annex " if self._draft.role is PageRole.ANNEX and not is_part else ""
            page.title = f"{annex}{numbered.number} {page.title}"
            if page.file.src_uri == HOLDER and page.parent is not None:
                page.parent.title = page.title
        for item in page.toc:
            _number_toc(item, numbered.headings)


def _number_toc(item: AnchorLink, headings: Mapping[str, str]) -> None:
    shown = headings.get(item.id)
    item.title = without_marks(item.title)
    if shown and item.level > 1:
        item.title = f"{shown} {item.title}"
    for child in item.children:
        _number_toc(child, headings)


def _bundled(session: Session, pages: Iterable[Page]) -> Iterator[BundlePage]:
    """The pages as they are handed over: an annex of several pages is one."""
    parts = []
    holder: BundlePage | None = None
    for page in pages:
        src = page.file.src_uri
        title = str(page.meta.get("title") or page.title or "")
        made = BundlePage(src, page.url, title, page.content or "", session.draft(src).role)
        if session.annexes.is_part(src):
            parts.append(made)
            continue
        if holder is not None:
            yield merged(holder, parts)
            holder = None
        if src == HOLDER:
            holder = made
        else:
            yield made
    if holder is not None:
        yield merged(holder, parts)

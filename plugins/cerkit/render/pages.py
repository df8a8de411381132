"""Generated pages as values: a title, sections, tables. The website turns them into pages of its own."""

from __future__ import annotations

from dataclasses import dataclass

from cerkit.model.bundle import PageRole
from cerkit.model.tables import Piece, Table, Words
from cerkit.render.html import Resolve, markdown_text, pieces_html, table_html
from cerkit.render.links import register_src


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its heading (None for the page's beginning), what is said, and its tables."""

    title: str | None
    anchor: str | None = None
    text: tuple[Piece, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[str, ...] = ()
    """HTML of figures, below the tables."""


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page made from records."""

    slug: str
    """Last part of its address, for example claims."""
    src: str
    """Path below the folder of prose."""
    title: str
    intro: tuple[Piece, ...]
    sections: tuple[Section, ...]
    role: PageRole
    """What the page is in the Word document, unless the configuration says otherwise."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in the order of the page."""
        return tuple(table for section in self.sections for table in section.tables)


def register_page(
    slug: str, title: str, intro: str, sections: tuple[Section, ...], role: PageRole = PageRole.ANNEX
) -> GeneratedPage:
    """A page among the registers."""
    return GeneratedPage(slug, register_src(slug), title, (Words(intro),), sections, role)


def page_markdown(page: GeneratedPage, resolve: Resolve) -> str:
    """The page as Markdown with tables in HTML. Needs the extension `attr_list`; records' text is inert in it."""
    blocks = [f"# {markdown_text(page.title)}"]
    if page.intro:
        blocks.append(f"<p>{pieces_html(page.intro, resolve)}</p>")
    for section in page.sections:
        if section.title is not None:
            name = f" {{: #{section.anchor} }}" if section.anchor else ""
            blocks.append(f"## {markdown_text(section.title)}{name}")
        if section.text:
            blocks.append(f"<p>{pieces_html(section.text, resolve)}</p>")
        blocks.extend(table_html(table, resolve) for table in section.tables)
        blocks.extend(section.figures)
    return "\n\n".join(blocks) + "\n"

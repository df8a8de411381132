"""The report on an update as a document of its own: the same page, with a cover, a number and a version."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Final

from cerkit.model.bundle import Bundle, BundlePage, DocumentIdentity, PageRole
from cerkit.model.tables import RecordRef, Row, Table
from cerkit.render.html import escaped, pieces_html, table_html
from cerkit.render.pages import GeneratedPage

SUFFIX: Final = "-PU"
"""What the number of the report gets, so that report and update are two documents."""
STATUS: Final = "for signature"
_URL: Final = "update.html"


def update_bundle(page: GeneratedPage, report: DocumentIdentity) -> Bundle:
    """The document: cover of the report's own device and manufacturer, one chapter for each section of the page."""
    identity = replace(
        report,
        number=f"{report.number}{SUFFIX}",
        title=f"Periodic update of {report.title}",
        status=STATUS,
    )
    return Bundle(identity, (), tuple(_pages(page)))


def _pages(page: GeneratedPage) -> list[BundlePage]:
    anchors: set[str] = set()
    sections = [
        (section, [_anchored(table, anchors) for table in section.tables]) for section in page.sections
    ]

    def resolve(identifier: str) -> str | None:
        return f"#{identifier}" if identifier in anchors else None

    numbers = count(1)
    html: list[str] = []
    for section, tables in sections:
        html.append(f'<h1 id="sec-{escaped(section.anchor or "")}">{escaped(section.title or "")}</h1>')
        if section is page.sections[0]:
            html.append(f"<p>{pieces_html(page.intro, resolve)}</p>")
        if section.text:
            html.append(f"<p>{pieces_html(section.text, resolve)}</p>")
        html += (_numbered(table_html(table, resolve), next(numbers)) for table in tables)
    return [BundlePage("update.md", _URL, page.title, "".join(html), PageRole.CHAPTER)]


def _numbered(html: str, number: int) -> str:
    """The table with the label that a page of the report has in its captions."""
    return html.replace("<caption>", f'<caption><span class="label">Table {number}.</span> ', 1)


def _anchored(table: Table, known: set[str]) -> Table:
    """The table with each row as the home of the record that names it, unless an earlier one is it already."""
    return replace(table, rows=tuple(_row(row, known) for row in table.rows))


def _row(row: Row, known: set[str]) -> Row:
    first = row.cells[0].pieces[0] if row.cells and row.cells[0].pieces else None
    if not isinstance(first, RecordRef) or first.id in known:
        return row
    known.add(first.id)
    return replace(row, anchor=first.id)

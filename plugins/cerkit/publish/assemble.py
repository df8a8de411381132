"""From what Pandoc wrote to the finished package: fields, sections, cover, contents, properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from cerkit.model.bundle import Bundle
from cerkit.model.errors import CerkitError
from cerkit.publish.archive import read_parts, register_drawing, write_parts
from cerkit.publish.contents import caption_lists, contents, mark_parts
from cerkit.publish.cover import cover, revision_history
from cerkit.publish.finish import (
    add_drawings,
    finish_lists,
    finish_pictures,
    finish_tables,
    finish_tasks,
    indent_inner_lists,
    put_fields,
    put_tabs,
    space_after_lists,
    style_headings,
    style_loose_items,
)
from cerkit.publish.furniture import add_furniture
from cerkit.publish.keeping import keep_last_entries, keep_lead_ins
from cerkit.publish.normalise import Normalised
from cerkit.publish.ooxml import Element, Styles, parse, q, serialise, set_property, w
from cerkit.publish.properties import custom_values, document_properties, finish_settings, set_language
from cerkit.publish.property_fields import fill_property_fields
from cerkit.publish.reference import list_ids, style_ids
from cerkit.publish.sections import PageSetup, close_section, page_setup, turn_wide_tables
from cerkit.publish.turned import turned_references

_TITLE = re.compile(rb'title="picture_(\d+)"')
_SHORT_HISTORY = 6
"""Revisions that leave room on the page for the contents to begin."""
_SPACE_AFTER_HISTORY = 720
_TEXT_PARTS = ("word/document.xml", "word/footnotes.xml")


@dataclass(frozen=True, slots=True)
class Draft:
    """What Pandoc wrote of a bundle, before it is finished; finishing it twice gives the same twice."""

    package: bytes
    bundle: Bundle
    prepared: Normalised
    reference: bytes
    is_own_reference: bool
    has_lists: bool = False
    """Whether tables and figures are listed after the contents."""


def missing_pictures(draft: Draft) -> Iterator[str]:
    """Names of the pictures that went in and did not come out."""
    parts = read_parts(draft.package, name="Pandoc's document")
    arrived = {int(n) for part in _TEXT_PARTS for n in _TITLE.findall(parts.get(part, b""))}
    for number, name in enumerate(draft.prepared.pictures):
        if number not in arrived:
            yield name


def assemble(draft: Draft, pages: Mapping[str, int] | None = None) -> bytes:
    """The finished package. `pages` are the page numbers of headings by bookmark; without them Word counts."""
    parts = read_parts(draft.package, name="Pandoc's document")
    identity = draft.bundle.document
    styles = Styles(style_ids(parse(parts["word/styles.xml"])))
    document = parse(parts["word/document.xml"])
    body = document.find(q("body"))
    if body is None:
        raise CerkitError("Pandoc wrote a document without a body", "please report it as a fault of cerkit")
    setup = _set_up_pages(parts, body, draft, styles)
    add_drawings(document, draft.prepared.drawings, partial(register_drawing, parts))
    _finish_text(document, body, draft, styles, setup)
    turn_wide_tables(body, setup, styles)
    mark_parts(body, draft.prepared.headings)
    body[0:0] = _front_matter(draft, pages or {}, styles, setup)
    parts["word/document.xml"] = serialise(document)
    _finish_other_parts(parts, draft, styles, updates_fields=pages is None)
    if not draft.is_own_reference:
        fill_property_fields(parts, dict(custom_values(identity)))
    parts.update(document_properties(identity))
    return write_parts(parts)


def _set_up_pages(parts: dict[str, bytes], body: Element, draft: Draft, styles: Styles) -> PageSetup:
    setup = page_setup(body)
    if not draft.is_own_reference:
        return replace(setup, landscape=turned_references(parts, setup))
    widths = {"portrait": setup.text_width, "landscape": setup.landscape_text_width}
    return setup.with_furniture(add_furniture(parts, draft.bundle.document, styles, widths=widths))


def _finish_text(document: Element, body: Element, draft: Draft, styles: Styles, setup: PageSetup) -> None:
    put_fields(document, draft.prepared.fields, styles)
    put_tabs(document)
    style_headings(body, draft.prepared.headings, styles)
    style_loose_items(body, styles)
    space_after_lists(body)
    keep_lead_ins(body, styles)
    keep_last_entries(body, styles)
    finish_tasks(body, styles)
    indent_inner_lists(body, styles)
    finish_tables(body, styles, width=setup.text_width, landscape_width=setup.landscape_text_width)
    finish_pictures(document)


def _front_matter(draft: Draft, pages: Mapping[str, int], styles: Styles, setup: PageSetup) -> list[Element]:
    """Cover, revision history and contents, each beginning on a new page."""
    identity, width = draft.bundle.document, setup.text_width
    first = cover(identity, styles, width=width, with_notice=not draft.is_own_reference)
    history = revision_history(draft.bundle.revisions, styles, width=width)
    table_of_contents = contents(draft.prepared.headings, pages, styles)
    if len(draft.bundle.revisions) > _SHORT_HISTORY:
        set_property(table_of_contents[0], w("pageBreakBefore"))
    elif history:
        set_property(table_of_contents[0], w("spacing", before=_SPACE_AFTER_HISTORY))
    captions = draft.prepared.captions if draft.has_lists else ()
    return [
        *first,
        close_section(setup.section("cover"), styles),
        *history,
        *table_of_contents,
        *caption_lists(captions, pages, styles),
        close_section(setup.section("portrait"), styles),
    ]


def _finish_other_parts(
    parts: dict[str, bytes], draft: Draft, styles: Styles, *, updates_fields: bool
) -> None:
    language = draft.bundle.document.language
    footnotes = parse(parts["word/footnotes.xml"])
    put_fields(footnotes, draft.prepared.fields, styles)
    put_tabs(footnotes)
    finish_pictures(footnotes)
    parts["word/footnotes.xml"] = serialise(footnotes)
    parts["word/settings.xml"] = finish_settings(
        parts["word/settings.xml"], language=language, updates_fields=updates_fields
    )
    style_root = parse(parts["word/styles.xml"])
    set_language(style_root, language)
    parts["word/styles.xml"] = serialise(style_root)
    if draft.is_own_reference:
        numbering = parse(parts["word/numbering.xml"])
        finish_lists(numbering, list_ids(draft.reference))
        parts["word/numbering.xml"] = serialise(numbering)

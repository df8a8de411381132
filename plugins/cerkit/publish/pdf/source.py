"""The program that Typst runs: the document's identity, its front matter and its blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources

import lxml.html
from lxml.html import HtmlElement

from cerkit.model.bundle import Bundle, DocumentIdentity
from cerkit.publish.contents import DEPTH
from cerkit.publish.cover import printed_date
from cerkit.publish.keeping import SHORT
from cerkit.publish.markup import FOOTNOTE, with_id
from cerkit.publish.normalise import Normalised
from cerkit.publish.pdf.blocks import Block, Writer
from cerkit.publish.pdf.code import listed, string
from cerkit.publish.pdf.inline import Setting
from cerkit.publish.problems import Problem
from cerkit.publish.turning import turned

TEMPLATE = "template.typ"


@dataclass(frozen=True, slots=True)
class Source:
    """Files of the program: `main` is run, the others lie beside it."""

    main: bytes
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def typst_source(bundle: Bundle, prepared: Normalised, *, has_lists: bool) -> Source:
    """The whole document as a program. `has_lists` asks for lists of tables and figures after the contents."""
    body = lxml.html.document_fromstring(prepared.html, parser=lxml.html.HTMLParser(encoding="utf-8")).find(
        "body"
    )
    root = body if body is not None else lxml.html.Element("body")
    setting = Setting(prepared, _places(root), _notes(root))
    headings = {heading.bookmark: heading for heading in prepared.headings}
    blocks = list(Writer(setting, headings).blocks(root))
    blocks = list(_with_leads(blocks))
    lines = [
        f'#import "{TEMPLATE}": *',
        f"#let identity = {_identity(bundle.document)}",
        "#show: report.with(identity)",
        f"#cover(identity, {_cover_rows(bundle.document)})",
        f"#history({_history(bundle)})",
        f"#contents({DEPTH}, {_lists(prepared) if has_lists else '()'})",
        "#pagebreak(weak: true)",
        *_lines(blocks),
    ]
    template = (resources.files("cerkit") / "assets" / "pdf" / TEMPLATE).read_bytes()
    return Source("\n".join(lines).encode(), {TEMPLATE: template, **setting.files}, tuple(setting.problems))


def _with_leads(blocks: Sequence[Block]) -> Iterator[Block]:
    """A sentence between a heading and its table stays with the table, as in Word."""
    for before, block, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        is_between = (
            before and before.kind == "heading" and after and (after.is_table or after.kind == "heading")
        )
        if is_between and block.kind == "plain" and len(block.code) < SHORT:
            yield replace(block, code=f"lead({block.code.partition('(')[2]}")
        else:
            yield block


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    position = 0
    for start, end in turned(blocks):
        yield from _flowing(blocks[position:start])
        yield "#landscape["
        # The turned page is a new one: a break at its beginning would leave one empty.
        yield f"#{blocks[start].code}"
        yield from _flowing(blocks[start + 1 : end])
        yield "]"
        position = end
    yield from _flowing(blocks[position:])


def _flowing(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.begins_page:
            yield "#pagebreak(weak: true)"
        yield f"#{block.code}"


def _places(root: HtmlElement) -> frozenset[str]:
    """Names that will be labels. Those of notes are Typst's own business."""
    names = {element.get("id") or "" for element in with_id(root)}
    return frozenset(name for name in names if name and not name.startswith(FOOTNOTE))


def _notes(root: HtmlElement) -> dict[str, HtmlElement]:
    return {
        item.get("id") or "": item
        for section in root.iter("section")
        if section.get("role") == "doc-endnotes"
        for item in section.iter("li")
    }


def _identity(identity: DocumentIdentity) -> str:
    day = dt.date.fromisoformat(identity.date)
    language, _, region = identity.language.partition("-")
    values = {
        "number": string(identity.number),
        "version": string(identity.version),
        "title": string(identity.title),
        "device": string(identity.device),
        "manufacturer": string(identity.manufacturer),
        "notice": string(identity.notice or ""),
        "authors": listed(map(string, identity.authors or (identity.manufacturer,))),
        "subject": string(f"{identity.number}, version {identity.version}, {identity.device}"),
        "keywords": listed(map(string, (identity.number, identity.version, identity.status))),
        "lang": string(language.lower() if language.isascii() and len(language) in (2, 3) else "en"),
        "region": string(region) if len(region) == 2 and region.isascii() else "none",
        "day": f"(year: {day.year}, month: {day.month}, day: {day.day})",
    }
    return f"({', '.join(f'{name}: {value}' for name, value in values.items())})"


def _cover_rows(identity: DocumentIdentity) -> str:
    rows = [
        ("Document number", identity.number),
        ("Version", identity.version),
        ("Status", identity.status[:1].upper() + identity.status[1:]),
        ("Date", printed_date(identity.date, identity.language)),
        ("Device", identity.device),
        ("Manufacturer", identity.manufacturer),
    ]
    if identity.authors:
        rows.append(("Authors", ", ".join(identity.authors)))
    return listed(f"({string(name)}, {string(value)})" for name, value in rows)


def _history(bundle: Bundle) -> str:
    rows = [(r.version, r.date, r.author, r.change) for r in bundle.revisions]
    return listed(listed(map(string, row)) for row in rows)


def _lists(prepared: Normalised) -> str:
    found = (("table", "Tables", prepared.tables), ("image", "Figures", prepared.figures))
    return listed(f"({kind}, {string(title)})" for kind, title, count in found if count)

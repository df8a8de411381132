"""One of the two reports as Pandoc wrote it, with what is needed to know its parts again."""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cerkit.model.bundle import Bundle
from cerkit.model.errors import CerkitError
from cerkit.publish.archive import read_parts
from cerkit.publish.finish import finish_tasks, style_headings
from cerkit.publish.normalise import Normalised, normalise
from cerkit.publish.ooxml import Element, Field, R, Styles, parse, q
from cerkit.publish.pandoc import run_pandoc
from cerkit.publish.properties import epoch_of
from cerkit.publish.reference import style_ids
from cerkit.publish.word import READER

RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"
CITATION = "field_cited_"
"""How the bookmarks begin that stand around a citation while two reports are compared; no id of a page gives one."""

_CITED = re.compile(rb'<span data-cite="([^"]*)">')


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: a picture of the package, or an address."""

    kind: str
    target: str
    is_outside: bool


@dataclass(slots=True)
class Part:
    """A part with text, and what it refers to."""

    name: str
    root: Element
    relations: dict[str, Relation]


@dataclass
class Side:
    """A report before it is finished. Its trees are taken apart by the comparison."""

    bundle: Bundle
    prepared: Normalised
    parts: dict[str, bytes]
    styles: Styles
    citations: tuple[str, ...]
    """The citations as they were written; the n-th has the bookmark `field_cited_<n>`."""
    document: Part
    footnotes: Part
    notes: dict[str, Element] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    """Which list of numbers or bullets each list of the text uses."""

    @property
    def body(self) -> Element:
        """Where the paragraphs and tables stand."""
        found = self.document.root.find(q("body"))
        if found is None:
            raise CerkitError(
                "Pandoc wrote a document without a body", "please report it as a fault of cerkit"
            )
        return found

    @property
    def fields(self) -> tuple[Field, ...]:
        """What the links to `#field_<n>` stand for."""
        return self.prepared.fields

    @cached_property
    def bookmarks(self) -> frozenset[str]:
        """Names of all places that a link may lead to."""
        return frozenset(mark.get(q("name"), "") for mark in self.document.root.iter(q("bookmarkStart")))

    def picture(self, part: Part, identifier: str) -> str:
        """Digest of a picture's bytes."""
        relation = part.relations.get(identifier)
        name = posixpath.normpath(posixpath.join("word", relation.target)) if relation else ""
        return hashlib.sha256(self.parts.get(name, b"")).hexdigest()


def open_side(bundle: Bundle, reference: bytes) -> Side:
    """Let Pandoc write a report, with every citation between bookmarks."""
    prepared = normalise(bundle)
    marked, citations = _with_citations(prepared.html)
    output = run_pandoc(
        [f"--from={READER}", "--to=docx", "--reference-doc=reference.docx", "--output=-"],
        files={"reference.docx": reference},
        stdin=marked,
        epoch=epoch_of(bundle.document.date),
    )
    parts = read_parts(output.content, name="Pandoc's document")
    styles = Styles(style_ids(parse(parts["word/styles.xml"])))
    document, footnotes = _part(parts, "document"), _part(parts, "footnotes")
    side = Side(bundle, prepared, parts, styles, citations, document, footnotes)
    side.lists = dict(_lists(parse(parts["word/numbering.xml"])))
    side.notes = {note.get(q("id"), ""): note for note in footnotes.root.iter(q("footnote"))}
    # What the finishing steps know by names of places is done now, since a place that was removed loses its name.
    style_headings(side.body, prepared.headings, styles)
    finish_tasks(side.body, styles)
    return side


def _with_citations(source: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The page with a place around each citation, so that it is known again whatever its number is."""
    found: list[str] = []

    def placed(match: re.Match[bytes]) -> bytes:
        found.append(html.unescape(match[1].decode()))
        return b'<span id="%s%d">' % (CITATION.encode(), len(found) - 1)

    return _CITED.sub(placed, source), tuple(found)


def _lists(numbering: Element) -> Iterator[tuple[str, str]]:
    for number in numbering.findall(q("num")):
        abstract = number.find(q("abstractNumId"))
        yield number.get(q("numId"), ""), "" if abstract is None else abstract.get(q("val"), "")


def _part(parts: Mapping[str, bytes], name: str) -> Part:
    relations = parts.get(f"word/_rels/{name}.xml.rels")
    known = dict(_relations(relations)) if relations else {}
    return Part(name, parse(parts[f"word/{name}.xml"]), known)


def _relations(content: bytes) -> Iterator[tuple[str, Relation]]:
    for item in parse(content):
        kind, target = item.get("Type", ""), item.get("Target", "")
        yield item.get("Id", ""), Relation(kind, target, item.get("TargetMode") == "External")


def relation_of(element: Element) -> str:
    """The relation by which a hyperlink leads out."""
    return element.get(f"{{{R}}}id", "")

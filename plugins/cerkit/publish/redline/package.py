"""The package of the new report, into which comes what deleted text of the old one needs."""

from __future__ import annotations

import copy
import itertools
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from cerkit.publish.archive import write_parts
from cerkit.publish.ooxml import WP, Element, R, parse, q, serialise, w
from cerkit.publish.redline.sides import CITATION, RELATION, Part, Relation, Side, relation_of

_OFFSET: Final = 200_000
"""Added to the ids of what comes from the old report."""
_BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED: Final = f"{{{R}}}embed"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_ONLY_THERE: Final = "old"
"""Begins the number of a list that is not yet known in the new report."""


class Package:
    """Relations, pictures, footnotes, lists and places of both reports."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old = old
        self.new = new
        self._part = new.document
        self._relations = {part.name: dict(part.relations) for part in (new.document, new.footnotes)}
        self._known = {
            name: {relation: identifier for identifier, relation in found.items()}
            for name, found in self._relations.items()
        }
        self._media: dict[str, bytes] = {}
        self._votes: Counter[tuple[str, str]] = Counter()
        self._kept = _kept_places(old, new)
        self._ids = itertools.count(1)
        self.notes: dict[str, str] = {}
        """Footnotes that only the old report had: its id -> the one here."""

    def inside(self, name: str) -> None:
        """What is written next stands in the part `document` or `footnotes`."""
        self._part = self.new.document if name == "document" else self.new.footnotes

    # Places

    def places(self, marks: Iterable[Element], side: Side) -> Iterator[Element]:
        """Copies of bookmarks: all of the new report, of the old one those that are not there any more."""
        for mark in marks:
            identifier = mark.get(q("id"), "")
            if side is self.new:
                yield copy.deepcopy(mark)
            elif identifier in self._kept:
                made = copy.deepcopy(mark)
                made.set(q("id"), str(int(identifier) + _OFFSET))
                yield made

    @property
    def has_kept_places(self) -> bool:
        """Whether the old report has places that the new one lacks."""
        return bool(self._kept)

    # What deleted text refers to

    def take_link(self, link: Element, side: Side) -> None:
        """Let a hyperlink of the old report lead where it led."""
        identifier = relation_of(link)
        if not identifier or side is self.new:
            return
        relation = self._source_part(side).relations.get(identifier)
        if relation is not None:
            link.set(f"{{{R}}}id", self._relation(relation))

    def take(self, element: Element, side: Side) -> None:
        """Let everything in a copy from the old report find its pictures, addresses and footnotes."""
        if side is self.new:
            return
        if element.tag == q("hyperlink"):
            self.take_link(element, side)
        for link in element.iter(q("hyperlink")):
            if link is not element:
                self.take_link(link, side)
        for told in element.iter(f"{{{WP}}}docPr"):
            told.attrib.pop("title", None)  # by its title the finishing step would give it the new drawing
        for blip in element.iter(_BLIP):
            relation = self._source_part(side).relations.get(blip.get(_EMBED, ""))
            if relation is not None:
                blip.set(_EMBED, self._picture(relation, side))
        for reference in element.iter(q("footnoteReference")):
            old = reference.get(q("id"), "")
            new = self.notes.setdefault(old, str(int(old) + _OFFSET))
            reference.set(q("id"), new)

    def _source_part(self, side: Side) -> Part:
        return side.document if self._part.name == "document" else side.footnotes

    def _relation(self, relation: Relation) -> str:
        known, relations = self._known[self._part.name], self._relations[self._part.name]
        if relation not in known:
            identifier = f"rIdOld{len(relations) + 1}"
            known[relation] = identifier
            relations[identifier] = relation
        return known[relation]

    def _picture(self, relation: Relation, side: Side) -> str:
        name = posixpath.normpath(posixpath.join("word", relation.target))
        data = side.parts[name]
        for other in self._known[self._part.name]:
            if other.kind == relation.kind and self._bytes(other.target) == data:
                return self._known[self._part.name][other]
        target = f"media/old_{posixpath.basename(relation.target)}"
        self._media[f"word/{target}"] = data
        return self._relation(Relation(relation.kind, target, is_outside=False))

    def _bytes(self, target: str) -> bytes | None:
        name = posixpath.normpath(posixpath.join("word", target))
        return self._media.get(name, self.new.parts.get(name))

    # Lists

    def vote(self, old: Element, new: Element) -> None:
        """Two versions of a list's item tell which lists are the same."""
        numbers = [_list_of(element) for element in (old, new)]
        if all(numbers):
            self._votes[numbers[0], numbers[1]] += 1

    def mark_list(self, properties: Element) -> None:
        """An item of the old report: its list is looked for when all votes are in."""
        for number in properties.iter(q("numId")):
            number.set(q("val"), f"{_ONLY_THERE}{number.get(q('val'), '')}")

    def _settle_lists(self, root: Element, numbering: Element) -> None:
        chosen: dict[str, str] = {}
        for (old, new), _ in sorted(self._votes.items(), key=lambda item: (-item[1], item[0])):
            chosen.setdefault(old, new)
        taken = [int(number.get(q("numId"), "0")) for number in numbering.findall(q("num"))]
        free = itertools.count(max(taken, default=0) + 1)
        for number in root.iter(q("numId")):
            written = number.get(q("val"), "")
            if not written.startswith(_ONLY_THERE):
                continue
            old = written.removeprefix(_ONLY_THERE)
            if old not in chosen:
                chosen[old] = str(next(free))
                self._add_list(numbering, old, chosen[old])
            number.set(q("val"), chosen[old])

    def _add_list(self, numbering: Element, old: str, new: str) -> None:
        theirs = parse(self.old.parts["word/numbering.xml"])
        number = next(item for item in theirs.findall(q("num")) if item.get(q("numId")) == old)
        wanted = self.old.lists[old]
        known = {item.get(q("abstractNumId")) for item in numbering.findall(q("abstractNum"))}
        if wanted not in known:
            abstract = next(
                item for item in theirs.findall(q("abstractNum")) if item.get(q("abstractNumId")) == wanted
            )
            first = numbering.find(q("num"))
            numbering.insert(len(numbering) if first is None else numbering.index(first), abstract)
        number.set(q("numId"), new)
        numbering.append(number)

    # The finished package

    def write(self) -> bytes:
        """All parts, as Pandoc would have written them."""
        parts = dict(self.new.parts) | self._media
        numbering = parse(parts["word/numbering.xml"])
        for part in (self.new.document, self.new.footnotes):
            self._settle_lists(part.root, numbering)
            parts[f"word/{part.name}.xml"] = serialise(part.root)
            parts[f"word/_rels/{part.name}.xml.rels"] = _relations(self._relations[part.name])
        parts["word/numbering.xml"] = serialise(numbering)
        parts["word/styles.xml"] = self._styles()
        parts["[Content_Types].xml"] = self._types(parts["[Content_Types].xml"])
        return write_parts(parts)

    def _styles(self) -> bytes:
        """With the styles that only the old report used."""
        ours, theirs = (parse(side.parts["word/styles.xml"]) for side in (self.new, self.old))
        known = {style.get(q("styleId")) for style in ours.findall(q("style"))}
        for style in theirs.findall(q("style")):
            if style.get(q("styleId")) not in known:
                ours.append(style)
        return serialise(ours)

    def _types(self, content: bytes) -> bytes:
        """With the kinds of pictures that only the old report had."""
        ours, theirs = parse(content), parse(self.old.parts["[Content_Types].xml"])
        tag = f"{{{_TYPES}}}Default"
        known = {item.get("Extension", "").casefold() for item in ours.findall(tag)}
        for item in reversed(theirs.findall(tag)):
            if item.get("Extension", "").casefold() not in known:
                ours.insert(0, item)
        return serialise(ours)


def _kept_places(old: Side, new: Side) -> frozenset[str]:
    """Ids of the old bookmarks whose names the new report does not have."""
    return frozenset(
        mark.get(q("id"), "")
        for part in (old.document, old.footnotes)
        for mark in part.root.iter(q("bookmarkStart"))
        if mark.get(q("name")) not in new.bookmarks and not mark.get(q("name"), "").startswith(CITATION)
    )


def _list_of(paragraph: Element) -> str:
    number = paragraph.find(f"{q('pPr')}/{q('numPr')}/{q('numId')}")
    return "" if number is None else number.get(q("val"), "")


def _relations(found: dict[str, Relation]) -> bytes:
    root = etree.Element(f"{{{RELATION}}}Relationships", nsmap={None: RELATION})
    for identifier, relation in found.items():
        attributes = {"Id": identifier, "Type": relation.kind, "Target": relation.target}
        if relation.is_outside:
            attributes["TargetMode"] = "External"
        etree.SubElement(root, f"{{{RELATION}}}Relationship", attributes)
    return serialise(root)


def empty_note(note: Element, identifier: str) -> Element:
    """A footnote of the same kind without its text."""
    return w("footnote", id=identifier) if note.get(q("type")) is None else copy.deepcopy(note)

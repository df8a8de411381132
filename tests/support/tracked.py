"""Tracked changes, accepted or rejected as Word does it, and what is left as plain values.

Written from the standard (ISO/IEC 29500-1, 17.13.5) and from nothing in cerkit, so that two readers have to agree.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # lxml's types call every parent and every name optional
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RUNNING: Final = {"BodyText", "FirstParagraph", "Compact", "TableText", "CalloutText"}
"""Styles that follow from the place of a paragraph."""
_SIGNS: Final = {"tab": "\t", "br": "\n"}


@dataclass
class Word:
    """The text parts of a document, and what they refer to."""

    body: Element
    notes: dict[str, Element]
    relations: Mapping[str, Mapping[str, str]]
    media: Mapping[str, bytes]
    formats: Mapping[str, str]


def opened(document: bytes) -> Word:
    """A package with its parts."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    roots: list[Element] = [etree.fromstring(parts[f"word/{name}.xml"]) for name in ("document", "footnotes")]
    root, notes = roots
    relations: dict[str, dict[str, str]] = {}
    for name in ("document", "footnotes"):
        written = parts.get(f"word/_rels/{name}.xml.rels")
        found: Element = etree.fromstring(written) if written else []
        relations[name] = {item.get("Id"): item.get("Target") for item in found}
    numbering: Element = etree.fromstring(parts["word/numbering.xml"])
    kinds = {
        item.get(f"{W}abstractNumId"): item.find(f"{W}lvl/{W}numFmt").get(f"{W}val")
        for item in numbering.findall(f"{W}abstractNum")
    }
    formats = {
        item.get(f"{W}numId"): kinds[item.find(f"{W}abstractNumId").get(f"{W}val")]
        for item in numbering.findall(f"{W}num")
    }
    body = root.find(f"{W}body")
    return Word(body, {note.get(f"{W}id"): note for note in notes}, relations, parts, formats)


def accepted(document: bytes) -> Word:
    """With every change taken over."""
    return _settled(opened(document), keep=("ins", "moveTo"), drop=("del", "moveFrom"))


def rejected(document: bytes) -> Word:
    """With every change taken back."""
    return _settled(opened(document), keep=("del", "moveFrom"), drop=("ins", "moveTo"))


def _settled(word: Word, *, keep: tuple[str, ...], drop: tuple[str, ...]) -> Word:
    for root in (word.body, *word.notes.values()):
        for name in drop:
            for row in [row for row in root.iter(f"{W}tr") if row.find(f"{W}trPr/{W}{name}") is not None]:
                row.getparent().remove(row)
        for table in [table for table in root.iter(f"{W}tbl") if table.find(f"{W}tr") is None]:
            table.getparent().remove(table)
        _settle_properties(root, is_rejected="del" in keep)
        gone = {
            paragraph
            for paragraph in root.iter(f"{W}p")
            if any(paragraph.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in drop)
        }
        for element in list(root.iter(*(f"{W}{name}" for name in drop))):
            if element.getparent().tag not in (f"{W}rPr", f"{W}trPr"):
                element.getparent().remove(element)
        for element in list(root.iter(*(f"{W}{name}" for name in keep))):
            _unwrap(element)
        for paragraph in list(root.iter(f"{W}p")):
            if paragraph in gone:
                _join_next(paragraph)
    return word


def _settle_properties(root: Element, *, is_rejected: bool) -> None:
    for change in list(root.iter(f"{W}pPrChange")):
        properties = change.getparent()
        properties.remove(change)
        if is_rejected:
            mark = properties.find(f"{W}rPr")
            properties[:] = [*change.find(f"{W}pPr"), *([] if mark is None else [mark])]


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def _join_next(paragraph: Element) -> None:
    """A paragraph without its end: what is left of it stands in the next one."""
    following = paragraph.getnext()
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    is_empty = not any(child.tag in (f"{W}r", f"{W}hyperlink") for child in content)
    if following is not None and following.tag == f"{W}p":
        at = 1 if len(following) and following[0].tag == f"{W}pPr" else 0
        following[at:at] = content
    elif not is_empty or (paragraph.getparent().tag == f"{W}tc" and following is None):
        return
    paragraph.getparent().remove(paragraph)


def structure(word: Word, *, first: str | None = None, last: str | None = None) -> list[object]:
    """Paragraphs and tables as values, from the bookmark `first` on and before the bookmark `last`.

    What is counted or laid out is left out: results of fields, widths, empty lines between tables.
    """
    return list(_blocks(word, word.body, "document", first, last))


def _blocks(
    word: Word, holder: Element, part: str, first: str | None = None, last: str | None = None
) -> Iterator[object]:
    is_in = first is None
    for child in holder:
        names = {mark.get(f"{W}name") for mark in child.iter(f"{W}bookmarkStart")} if first or last else set()
        is_in = is_in or first in names
        if last in names:
            return
        if not is_in:
            continue
        if child.tag == f"{W}tbl":
            rows = [
                [(_shape(cell), tuple(_blocks(word, cell, part))) for cell in row.findall(f"{W}tc")]
                for row in child.findall(f"{W}tr")
            ]
            yield "table", tuple(map(tuple, rows))
        elif child.tag == f"{W}p" and child.find(f"{W}pPr/{W}sectPr") is None:
            paragraph = _paragraph(word, child, part)
            if paragraph[2] or holder.tag == f"{W}tc":
                yield paragraph


def _shape(cell: Element) -> tuple[str, ...]:
    found = [cell.find(f"{W}tcPr/{W}{name}") for name in ("gridSpan", "vMerge")]
    return tuple("" if item is None else item.get(f"{W}val", "continue") for item in found)


def _paragraph(word: Word, paragraph: Element, part: str) -> tuple[object, ...]:
    properties = paragraph.find(f"{W}pPr")
    style = number = None
    if properties is not None:
        style, number = properties.find(f"{W}pStyle"), properties.find(f"{W}numPr")
    name = "" if style is None else style.get(f"{W}val")
    listed = ""
    if number is not None:
        level, identifier = (number.find(f"{W}{key}").get(f"{W}val") for key in ("ilvl", "numId"))
        listed = f"{level} {word.formats.get(identifier)}"
    pieces: list[list[object]] = []
    for text, *look in _pieces(word, paragraph, part, "", [False]):
        if pieces and pieces[-1][1:] == look and isinstance(text, str) and isinstance(pieces[-1][0], str):
            pieces[-1][0] = f"{pieces[-1][0]}{text}"
        elif text != "":
            pieces.append([text, *look])
    return "running" if name in _RUNNING else name, listed, tuple(map(tuple, pieces))


def _pieces(
    word: Word, holder: Element, part: str, link: str, in_result: list[bool]
) -> Iterator[tuple[object, ...]]:
    for child in holder:
        if child.tag == f"{W}hyperlink":
            anchor = child.get(f"{W}anchor")
            target = f"#{anchor}" if anchor else word.relations[part].get(child.get(f"{R}id"), "")
            yield from _pieces(word, child, part, target, in_result)
        elif child.tag == f"{W}r":
            yield from _run(word, child, part, link, in_result)


def _run(
    word: Word, run: Element, part: str, link: str, in_result: list[bool]
) -> Iterator[tuple[object, ...]]:
    properties = run.find(f"{W}rPr")
    look = (
        ""
        if properties is None
        else ";".join(
            f"{etree.QName(item).localname}={'|'.join(item.attrib.values())}" for item in properties
        )
    )
    for child in run:
        name = etree.QName(child).localname
        if name == "fldChar":
            in_result[0] = child.get(f"{W}fldCharType") == "separate"
        elif name in ("instrText", "delInstrText"):
            yield ("field", (child.text or "").strip()), "", ""
        elif name in ("t", "delText"):
            if not in_result[0]:
                yield child.text or "", look, link
        elif name in _SIGNS:
            yield _SIGNS[name], look, link
        elif name == "footnoteReference":
            note = word.notes[child.get(f"{W}id")]
            yield ("note", tuple(_blocks(word, note, "footnotes"))), look, link
        elif name == "drawing":
            yield ("picture", *_picture(word, child, part)), "", link
        elif name != "rPr":
            yield (name,), look, link


def _picture(word: Word, drawing: Element, part: str) -> tuple[str, str]:
    identifier = next(drawing.iter(f"{_A}blip")).get(f"{R}embed")
    path = posixpath.join("word", word.relations[part][identifier])
    told = next(item for item in drawing.iter() if etree.QName(item).localname == "docPr")
    return hashlib.sha256(word.media[path]).hexdigest(), told.get("descr", "")


def marks(document: bytes) -> int:
    """How many changes Word would list: neighbouring marks of one kind are one."""
    word = opened(document)
    total = 0
    for root in (word.body, *word.notes.values()):
        for element in root.iter(*(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))):
            before = element.getprevious()
            total += before is None or before.tag != element.tag
    return total

"""A paragraph as a row of words and signs, each with what makes it the same word on the other side.

What is counted or laid out is no part of that: results of fields, numbers of citations, names of places.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lxml import etree

from cerkit.publish.addresses import FIELD
from cerkit.publish.ooxml import WP, Element, R, q, verbatim, w
from cerkit.publish.redline.sides import CITATION, Part, Side, relation_of

_WORDS: Final = re.compile(r"\s+|\w+(?:[.,'’/-]\w+)*|[^\w\s]")
_ANCHOR: Final = re.compile(r"\b(?:REF|PAGEREF)\s+(\S+)")
_RUN, _TEXT, _LINK, _START, _END = (
    q(name) for name in ("r", "t", "hyperlink", "bookmarkStart", "bookmarkEnd")
)
_PROPERTIES, _PARAGRAPH_PROPERTIES = q("rPr"), q("pPr")
_NOTE, _DRAWING, _BREAK = q("footnoteReference"), q("drawing"), q("br")
_BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_SAME_STYLE: Final = ("BodyText", "FirstParagraph", "Compact")
"""Pandoc's styles of running text, which follow from where a paragraph stands."""


@dataclass(slots=True)
class Token:
    """A word, a space, a sign, or something that is changed as a whole: a picture, a field, a citation."""

    key: Hashable
    """What makes it the same on the other side."""
    text: str
    properties: Element | None = None
    """Of the run that it stands in."""
    look: str = ""
    """The properties, so that they can be compared."""
    link: Element | None = None
    """The hyperlink that it stands in."""
    content: tuple[Element, ...] = ()
    """What is printed, where it is not text."""
    marks: list[Element] = field(default_factory=list)
    """Places before it. They belong to the new report and are neither inserted nor deleted."""
    note: str | None = None
    """The footnote that it refers to."""

    @property
    def is_word(self) -> bool:
        """Whether it counts when two texts are weighed."""
        return bool(self.content) or self.text[:1].isalnum()

    @property
    def loose(self) -> Hashable:
        """The same without what a footnote says: a note that was reworded is still this note."""
        return "note" if self.note is not None else self.key


class Reader:
    """Reads the paragraphs of one part of a side. `shared` are the places that both sides have."""

    def __init__(self, side: Side, part: Part, shared: Set[str]) -> None:
        self.side = side
        self.part = part
        self._shared = shared
        self._looks: dict[int, tuple[Element, str]] = {}

    def tokens(self, paragraph: Element, *, in_words: bool = True) -> tuple[list[Token], list[Element]]:
        """The tokens of a paragraph, and the places behind the last. Without words a run of text is one token."""
        found: list[Token] = []
        marks: list[Element] = []
        cited: list[Element] | None = None
        number, closing = "", ""
        for child in paragraph:
            name = child.get(q("name"), "") if child.tag == _START else ""
            if name.startswith(CITATION):
                cited, number, closing = [], name.removeprefix(CITATION), child.get(q("id"), "")
            elif cited is not None:
                if child.tag == _END and child.get(q("id")) == closing:
                    found.append(self._with(marks, self._citation(number, cited)))
                    marks, cited = [], None
                else:
                    cited.append(child)
            elif child.tag in (_START, _END):
                marks.append(child)
            elif child.tag != _PARAGRAPH_PROPERTIES:
                for token in self._of(child, None, in_words=in_words):
                    found.append(self._with(marks, token))
                    marks = []
        return found, marks

    @staticmethod
    def _with(marks: list[Element], token: Token) -> Token:
        token.marks.extend(marks)
        return token

    def _of(self, element: Element, link: Element | None, *, in_words: bool) -> Iterator[Token]:
        if element.tag == _RUN:
            yield from self._of_run(element, link, in_words=in_words)
        elif element.tag == _LINK:
            anchor = element.get(q("anchor")) or ""
            if anchor.startswith(FIELD):
                yield self._field(element, int(anchor.removeprefix(FIELD)))
                return
            for child in element:
                yield from self._of(child, element, in_words=in_words)
        elif element.tag not in (_START, _END):
            yield Token(("other", etree.tostring(element)), "".join(element.itertext()), content=(element,))

    def _of_run(self, run: Element, link: Element | None, *, in_words: bool) -> Iterator[Token]:
        properties = run.find(_PROPERTIES)
        look = self._look(properties)
        target = self._target(link)
        for child in run:
            if child.tag == _TEXT:
                text = child.text or ""
                for word in _WORDS.findall(text) if in_words else (text,):
                    yield Token((word, look, target), word, properties, look, link)
            elif child.tag != _PROPERTIES:
                yield self._sign(child, Token((), "", properties, look, link, (child,)), target)

    def _sign(self, child: Element, token: Token, target: str) -> Token:
        """A picture, a reference to a footnote, a break."""
        if child.tag == _NOTE:
            token.note = child.get(q("id"), "")
            note = self.side.notes.get(token.note)
            token.key = ("note", self.signature_of_note(note), target)
        elif child.tag == _DRAWING:
            token.key = ("picture", self._picture(child), target)
        else:
            token.text = "\n" if child.tag == _BREAK else ""
            token.key = (etree.tostring(child), token.look, target)
        return token

    def signature_of_note(self, note: Element | None) -> Hashable:
        """What a footnote says."""
        if note is None:
            return None
        reader = Reader(self.side, self.side.footnotes, self._shared)
        return tuple(reader.signature(paragraph) for paragraph in note.iter(q("p")))

    def _picture(self, drawing: Element) -> Hashable:
        blip = next(drawing.iter(_BLIP), None)
        identifier = "" if blip is None else blip.get(f"{{{R}}}embed", "")
        told = next(drawing.iter(f"{{{WP}}}docPr"), None)
        return self.side.picture(self.part, identifier), "" if told is None else told.get("descr", "")

    def _field(self, link: Element, number: int) -> Token:
        meant = self.side.fields[number]
        key = _ANCHOR.sub(lambda match: match[0].replace(match[1], self._place(match[1])), meant.instruction)
        return Token(("field", key), meant.result, content=(link,))

    def _citation(self, number: str, content: Sequence[Element]) -> Token:
        text = "".join(text for element in content for text in element.itertext())
        return Token(("cited", self.side.citations[int(number)]), text, content=tuple(content))

    def _place(self, name: str) -> str:
        """A place as it is compared. One that only one side has was renamed with its heading, or is gone."""
        return name if name in self._shared else "?"

    def _target(self, link: Element | None) -> str:
        if link is None:
            return ""
        anchor = link.get(q("anchor"))
        if anchor is not None:
            return f"#{self._place(anchor)}"
        relation = self.part.relations.get(relation_of(link))
        return relation.target if relation else "?"

    def _look(self, properties: Element | None) -> str:
        if properties is None:
            return ""
        return look_of(etree.tostring(properties))

    def signature(self, paragraph: Element) -> Hashable:
        """What makes a paragraph the same on the other side."""
        tokens, _ = self.tokens(paragraph, in_words=False)
        keys: list[Hashable] = []
        text, style = "", ("", "")
        for token in tokens:
            if token.content:
                keys += (text, style, token.key)
                text = ""
                continue
            own = (token.look, self._target(token.link))
            if own != style:
                keys += (text, style)
                text, style = "", own
            text += token.text
        return tuple(key for key in (*keys, text, style) if key != "")


@lru_cache(maxsize=512)
def look_of(written: bytes) -> str:
    """Properties of a run without the names that every element repeats."""
    root = etree.fromstring(written)
    return ";".join(f"{etree.QName(element).localname}{sorted(element.attrib.values())}" for element in root)


def kind_of(paragraph: Element, side: Side) -> tuple[str, str]:
    """What a paragraph is: its style, and its level and sort of list."""
    properties = paragraph.find(_PARAGRAPH_PROPERTIES)
    if properties is None:
        return "", ""
    style = properties.find(q("pStyle"))
    name = "" if style is None else style.get(q("val"), "")
    numbers = properties.find(q("numPr"))
    if numbers is None:
        return _SAME_STYLE[0] if name in _SAME_STYLE else name, ""
    level, number = numbers.find(q("ilvl")), numbers.find(q("numId"))
    depth = "0" if level is None else level.get(q("val"), "0")
    identifier = "" if number is None else number.get(q("val"), "")
    name = _SAME_STYLE[0] if name in _SAME_STYLE else name
    return name, f"{depth} {side.lists.get(identifier, '')}"


def words_of(tokens: Sequence[Token]) -> Counter[str]:
    """How often each word occurs, to weigh two texts against each other."""
    return Counter(token.text for token in tokens if token.is_word)


def likeness(old: Counter[str], new: Counter[str]) -> float:
    """Share of the words that two texts have in common, from 0 to 1."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 1.0


def text_run(text: str, properties: Element | None, *, is_deleted: bool) -> Element:
    """A run of text with the properties that it had."""
    made = w("r", copy.deepcopy(properties))
    made.append(verbatim("delText" if is_deleted else "t", text))
    return made

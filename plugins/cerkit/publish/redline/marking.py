"""Marks of changes as Word reads them, each with its author and date."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from cerkit.model.authorship import Who
from cerkit.publish.addresses import FIELD
from cerkit.publish.markup import TAB
from cerkit.publish.ooxml import Element, Field, R, properties_of, q, set_property, verbatim, w
from cerkit.publish.redline.package import Package
from cerkit.publish.redline.sides import Side
from cerkit.publish.redline.tokens import Token

_FIRST_ID: Final = 500_000
"""Far above the ids of bookmarks, since Word wants no two alike."""
_LINK, _RUN = q("hyperlink"), q("r")


class Mark(StrEnum):
    """What became of something, by the name of Word's element."""

    INSERTED = "ins"
    DELETED = "del"
    MOVED_AWAY = "moveFrom"
    MOVED_HERE = "moveTo"

    @property
    def is_old(self) -> bool:
        """Whether it stood in the old report only."""
        return self in (Mark.DELETED, Mark.MOVED_AWAY)

    @property
    def of_mark(self) -> Mark:
        """The same for a row, which Word cannot move."""
        return Mark.DELETED if self.is_old else Mark.INSERTED


class Marker:
    """Writes marks, and the runs inside them. Ids rise in the order in which marks are asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._ids = itertools.count(_FIRST_ID)

    def mark(self, name: str, who: Who) -> Element:
        """An element that says who changed something, and when."""
        return w(name, id=next(self._ids), author=who.author, date=who.date)

    def move_range(self, mark: Mark, name: str, who: Who) -> tuple[Element, Element]:
        """Beginning and end of what was moved; `name` joins the two places."""
        number = next(self._ids)
        start = w(f"{mark}RangeStart", id=number, name=name, author=who.author, date=who.date)
        return start, w(f"{mark}RangeEnd", id=number)

    def mark_paragraph(self, paragraph: Element, mark: Mark, who: Who) -> None:
        """The end of the paragraph was inserted or deleted; with it the paragraph."""
        properties = paragraph.find(q("pPr"))
        kept = None if properties is None else properties.find(q("rPr"))
        made = w("rPr", *([] if kept is None else list(kept)))
        made.insert(0, self.mark(mark, who))
        set_property(paragraph, made)

    def mark_row(self, row: Element, mark: Mark, who: Who) -> None:
        """The whole row was inserted or deleted."""
        properties_of(row, "trPr").append(self.mark(mark.of_mark, who))

    def mark_properties(self, paragraph: Element, old: Element | None, who: Who) -> None:
        """The paragraph had other properties."""
        made = self.mark("pPrChange", who)
        before = w("pPr") if old is None else copy.deepcopy(old)
        for name in ("rPr", "sectPr", "pPrChange"):
            for element in before.findall(q(name)):
                before.remove(element)
        made.append(before)
        set_property(paragraph, made)

    def write(
        self, tokens: Iterable[Token], mark: Mark | None, who: Who | None, side: Side
    ) -> Iterator[Element]:
        """What the tokens print, as children of a paragraph."""
        for _, group in itertools.groupby(
            tokens, key=lambda token: id(token.link) if token.link is not None else 0
        ):
            of_link = list(group)
            link = of_link[0].link
            pieces = self._pieces(of_link, mark, who, side)
            if link is None:
                yield from pieces
                continue
            made = w("hyperlink", *pieces)
            made.attrib.update(link.attrib)
            if mark is not None and mark.is_old:
                self._package.take_link(made, side)
            yield made

    def _pieces(
        self, tokens: Sequence[Token], mark: Mark | None, who: Who | None, side: Side
    ) -> list[Element]:
        """Runs, with the places between them; inside marks, if there is one."""
        made: list[Element] = []
        for element in self._unmarked(tokens, mark, side):
            if mark is None or who is None or element.tag in (q("bookmarkStart"), q("bookmarkEnd")):
                made.append(element)
            elif element.tag == _LINK:
                # A mark stands inside a link, and never around it.
                inner = self.mark(mark, who)
                inner.extend(list(element))
                element.append(inner)
                made.append(element)
            elif made and made[-1].tag == q(mark):
                made[-1].append(element)
            else:
                made.append(self.mark(mark, who))
                made[-1].append(element)
        return made

    def _unmarked(self, tokens: Sequence[Token], mark: Mark | None, side: Side) -> Iterator[Element]:
        for token in tokens:
            yield from self._package.places(token.marks, side)
        for _, group in itertools.groupby(tokens, key=_run_of):
            first, *rest = group
            if not first.content:
                text = first.text + "".join(token.text for token in rest)
                yield _text_run(text, first.properties, is_deleted=mark is Mark.DELETED)
                continue
            for element in first.content:
                yield from self._whole(element, first, mark, side)

    def _whole(self, element: Element, token: Token, mark: Mark | None, side: Side) -> Iterator[Element]:
        """Something that is not text. What is old brings along what it refers to."""
        anchor = element.get(q("anchor")) or ""
        if anchor.startswith(FIELD):
            if mark is None:
                yield copy.deepcopy(element)
                return
            meant = side.fields[int(anchor.removeprefix(FIELD))]
            style = side.styles(meant.style) if meant.style else None
            runs = Field(meant.instruction, meant.result, style).runs()
            yield from (_as_deleted(run) if mark is Mark.DELETED else run for run in runs)
            return
        made = copy.deepcopy(element)
        if element.tag in (_RUN, _LINK):
            pass
        elif token.properties is not None or _is_inside_run(element):
            made = w("r", copy.deepcopy(token.properties), made)
        if mark is not None and mark.is_old:
            self._package.take(made, side)
        yield _as_deleted(made) if mark is Mark.DELETED else made


def _is_inside_run(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == _RUN


def _run_of(token: Token) -> object:
    """Words of one look make one run; everything else stands alone."""
    return id(token) if token.content else token.look


def _text_run(text: str, properties: Element | None, *, is_deleted: bool) -> Element:
    made = w("r", copy.deepcopy(properties))
    if not is_deleted:
        made.append(verbatim("t", text))
        return made
    for number, piece in enumerate(text.split(TAB)):
        if number:
            made.append(w("tab"))
        if piece:
            made.append(verbatim("delText", piece))
    return made


def _as_deleted(element: Element) -> Element:
    """Deleted text has a name of its own, so that no reader prints it by mistake."""
    for old, new in (("t", "delText"), ("instrText", "delInstrText")):
        for found in list(element.iter(q(old))):
            found.tag = q(new)
    return element


def picture_ids(element: Element) -> Iterator[tuple[Element, str]]:
    """Elements that refer to a picture, with the attribute that does."""
    for found in element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"):
        yield found, f"{{{R}}}embed"

"""Numbers of headings, tables and figures in the printed document.

Word counts by itself; these numbers are what its fields show before it does, and are compared with those of
the site, so that a reader of the one finds a place in the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from cerkit.model.bundle import PageRole, annex_letters
from cerkit.publish.markup import classes, new, text_of

_NUMBER = re.compile(r"[\w.\-]+")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class NumberedHeading:
    """A heading of a page. `number` is empty for an unnumbered one; `said` is the site's number for it."""

    element: HtmlElement
    level: int
    number: str
    said: str
    is_annex: bool


@dataclass(slots=True)
class Counters:
    """What Word's own lists of numbers would stand at."""

    chapters: list[int] = field(default_factory=lambda: [0] * 6)
    annexes: list[int] = field(default_factory=lambda: [0] * 6)
    captions: Counter[str] = field(default_factory=Counter)


def number_headings(root: HtmlElement, role: PageRole, counters: Counters) -> Iterator[NumberedHeading]:
    """The page's headings with their numbers. An unnumbered first heading makes the whole page unnumbered."""
    is_annex = role is PageRole.ANNEX
    counts = counters.annexes if is_annex else counters.chapters
    is_numbered_page = True
    for element in root.iter(*_HEADINGS):
        level = int(str(element.tag)[1])
        is_numbered = is_numbered_page and not _is_unnumbered(element)
        if level == 1:
            is_numbered_page = is_numbered = not _is_unnumbered(element)
        if is_numbered:
            counts[level - 1] += 1
            counts[level:] = [0] * (6 - level)
        number = _number(counts[:level], is_annex=is_annex) if is_numbered else ""
        said = next((text_of(span) for span in element.iter("span") if "secno" in classes(span)), "")
        yield NumberedHeading(element, level, number, said.rstrip("."), is_annex)


def _is_caption(element: HtmlElement) -> bool:
    return element.tag != "div" or element.get("data-custom-style") == "Image Caption"


def _is_unnumbered(element: HtmlElement) -> bool:
    return any("unnumbered" in classes(other) for other in (element, *element.iterancestors()))


def _number(counts: list[int], *, is_annex: bool) -> str:
    if not is_annex:
        return ".".join(map(str, counts))
    letter = annex_letters(counts[0])
    return f"Annex {letter}" if len(counts) == 1 else ".".join((letter, *map(str, counts[1:])))


@dataclass(frozen=True, slots=True)
class NumberedCaption:
    """A caption whose label has been taken out: `place` is where the numbered label goes."""

    sequence: str
    """Name of Word's sequence: Table or Figure."""
    word: str
    number: int
    said: str
    owner: HtmlElement
    """The table or figure."""
    place: HtmlElement

    @property
    def label(self) -> str:
        """As it is printed and referred to."""
        return f"{self.word} {self.number}"


def number_captions(root: HtmlElement, counters: Counters) -> Iterator[NumberedCaption]:
    """Captions that carry a label, numbered in reading order; others are left as they are."""
    for element in [element for element in root.iter("caption", "figcaption", "div") if _is_caption(element)]:
        for paragraph in element.findall("p"):
            paragraph.drop_tag()
        label = next((span for span in element.iter("span") if "label" in classes(span)), None)
        owner = element.getparent()
        if label is None or owner is None:
            continue
        sequence = "Table" if element.tag == "caption" else "Figure"
        counters.captions[sequence] += 1
        number = counters.captions[sequence]
        word, said = _parted(text_of(label))
        place = new("span")
        place.tail = f"\u2002{(label.tail or '').lstrip()}"
        element.replace(label, place) if label.getparent() is element else label.addprevious(place)
        if label.getparent() is not None:
            label.drop_tree()
        if not owner.get("id"):
            owner.set("id", f"{sequence}-{number}-of-the-document")
        yield NumberedCaption(sequence, word or sequence, number, said, owner, place)


def _parted(label: str) -> tuple[str, str]:
    """Word and number of a label such as "Table 4."; either may be missing."""
    words, _, last = label.rstrip(".").rpartition(" ")
    is_number = _NUMBER.fullmatch(last) and any(map(str.isdigit, last))
    return (words, last.rstrip(".")) if is_number else (label.rstrip("."), "")

"""WordprocessingML in few words: names, elements, paragraphs, fields."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001  # the only name lxml has for it

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_NAMES = {"w": W, "r": R}


@functools.cache
def q(name: str) -> str:
    """The full name of a `w:` element or attribute."""
    return f"{{{W}}}{name}"


def w(name: str, /, *children: Element | str | None, **attributes: str | int) -> Element:
    """A `w:` element; every attribute is in the same namespace. `None` children are left out."""
    element = etree.Element(q(name), {q(key): str(value) for key, value in attributes.items()}, _NAMES)
    for child in children:
        if isinstance(child, str):
            element.text = child
        elif child is not None:
            element.append(child)
    return element


def parse(content: bytes) -> Element:
    """Root of a part. Entities and network stay out of it: a company's template is somebody else's file."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def serialise(root: Element) -> bytes:
    """A part's bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def verbatim(name: str, text: str) -> Element:
    """An element of text whose spaces Word keeps, also at its ends."""
    element = w(name, text)
    element.set(_SPACE, "preserve")
    return element


def run(text: str, *, style: str | None = None) -> Element:
    """A run of text; a tab character becomes Word's tab."""
    properties = w("rPr", w("rStyle", val=style)) if style else None
    element = w("r", properties)
    for number, piece in enumerate(text.split("\t")):
        if number:
            element.append(w("tab"))
        if piece:
            element.append(verbatim("t", piece))
    return element


def paragraph(style: str | None, *content: Element | str) -> Element:
    """A paragraph with a style (its id) and runs; bare text becomes a run."""
    properties = w("pPr", w("pStyle", val=style)) if style else None
    return w("p", properties, *(run(item) if isinstance(item, str) else item for item in content))


@dataclass(frozen=True, slots=True)
class Field:
    """A Word field: what it computes, and the result that stands there until Word computes it again."""

    instruction: str
    result: str = ""
    style: str | None = None
    """Id of the character style of the result."""

    def runs(self) -> list[Element]:
        """The five runs of a complex field. An unknown result is an empty run, never an invented one."""
        instruction = verbatim("instrText", f" {self.instruction} ")
        begin, separate, end = (w("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
        pieces = [w("r", begin), w("r", instruction), w("r", separate), run(self.result), w("r", end)]
        if self.style:
            for piece in pieces:
                piece.insert(0, w("rPr", w("rStyle", val=self.style)))
        return pieces


@dataclass(frozen=True, slots=True)
class Styles:
    """Style ids by name, so that a company's document may call them what it likes."""

    ids: Mapping[str, str]

    def __call__(self, name: str) -> str:
        """The id of a style by its name in any case; the name without spaces if there is no such style."""
        return self.ids.get(name.casefold(), name.replace(" ", ""))


def properties_of(element: Element, name: str) -> Element:
    """The `pPr`, `trPr`, `tcPr`... of an element, made in the first place if it has none."""
    found = element.find(q(name))
    return add_first(element, name) if found is None else found


_PPR_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
    "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_PPR_RANK = {q(name): rank for rank, name in enumerate(_PPR_ORDER.split())}


def set_property(paragraph_element: Element, child: Element) -> None:
    """Put one paragraph property in, in the schema's order, in place of one of the same name."""
    properties = properties_of(paragraph_element, "pPr")
    for old in properties.findall(str(child.tag)):
        properties.remove(old)
    rank = _PPR_RANK[str(child.tag)]
    before = sum(1 for other in properties if _PPR_RANK.get(str(other.tag), 0) < rank)
    properties.insert(before, child)


def set_style(paragraph_element: Element, style: str) -> None:
    """Change the style of a paragraph."""
    properties = paragraph_element.find(q("pPr"))
    found = None if properties is None else properties.find(q("pStyle"))
    if found is None:
        set_property(paragraph_element, w("pStyle", val=style))
    else:
        found.set(q("val"), style)


def add_first(parent: Element, name: str, **attributes: str | int) -> Element:
    """A new first child. Made inside the tree, which is several times faster than `w` and moving it there."""
    made = etree.SubElement(parent, q(name), {q(key): str(value) for key, value in attributes.items()})
    if len(parent) > 1:
        parent.insert(0, made)
    return made


def style_of(paragraph_element: Element) -> str | None:
    """Style id of a paragraph."""
    # Step by step: this is asked of every paragraph, and a path is parsed each time.
    properties = paragraph_element.find(q("pPr"))
    found = None if properties is None else properties.find(q("pStyle"))
    return None if found is None else found.get(q("val"))

"""SVG that only draws: what runs, fetches or links is taken out, for a page as for a document."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

SVG: Final = "{http://www.w3.org/2000/svg}"
HREFS: Final = ("href", "{http://www.w3.org/1999/xlink}href")
_ACTIVE: Final = (
    "script", "foreignObject", "handler", "listener", "iframe", "embed", "object", "audio", "video", "set", "animate",
    "animateMotion", "animateTransform", "discard",
)  # fmt: skip  # one list of names, read as a paragraph
_IMPORT: Final = re.compile(r"@import[^;]*+;?", re.IGNORECASE)
_OUTSIDE: Final = re.compile(r"url\(\s*+(?!['\"]?#)[^)]*+\)?", re.IGNORECASE)
_FAMILY: Final = re.compile(r"font-family\s*+:\s*+[^;}]++", re.IGNORECASE)
_PAINTED: Final = ("style", "fill", "stroke", "filter", "mask", "clip-path", "marker", "marker-start",
                   "marker-mid", "marker-end")  # fmt: skip  # one list of names


def make_safe(root: etree._Element, *, family: str | None = None) -> None:
    """Leave of a drawing what draws. `family` replaces its fonts, which another computer may not have."""
    etree.strip_elements(root, *(f"{SVG}{name}" for name in _ACTIVE), with_tail=False)
    etree.strip_elements(root, etree.Comment, with_tail=False)
    etree.strip_elements(root, etree.ProcessingInstruction, with_tail=False)
    etree.strip_tags(root, f"{SVG}a")
    # Elements of other vocabularies are what an editor leaves behind.
    foreign = {str(element.tag) for element in root.iter()} - {str(root.tag)}
    strange = sorted(tag for tag in foreign if not tag.startswith(SVG))
    etree.strip_elements(root, *strange, with_tail=False)
    for element in root.iter():
        _clean_attributes(element, family)
        if element.tag == f"{SVG}style":
            element.text = _clean_style("".join(element.itertext()), family)
            del element[:]


def _clean_attributes(element: etree._Element, family: str | None) -> None:
    for name, value in list(element.attrib.items()):
        plain = etree.QName(name).localname.lower()
        if plain.startswith("on") or (name in HREFS and not _is_inside(value)) or plain == "base":
            del element.attrib[name]
        elif plain in _PAINTED:
            element.set(name, _clean_style(value, family))
        elif plain == "font-family" and family:
            element.set(name, family)


def _is_inside(address: str) -> bool:
    return address.strip().startswith(("#", "data:image/"))


def _clean_style(text: str, family: str | None) -> str:
    text = _OUTSIDE.sub("none", _IMPORT.sub("", text))
    return _FAMILY.sub(f"font-family:{family}", text) if family else text

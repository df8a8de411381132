"""Small helpers over lxml's HTML elements, shared by the steps that prepare pages for Pandoc."""

from __future__ import annotations

import functools
import re
from typing import cast

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

TAB = "\ue000"
"""Stands for a tab, which an HTML reader would take for a space; the finishing step puts Word's tab there."""

FOOTNOTE = "fn:"
"""How ids of footnotes begin. No id made of a heading's words has a colon: "FN rate" gives `fn-rate`."""

_BLOCK_NAMES = (
    "address article blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre "
    "section table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_OPENS_A_LINE = frozenset(
    ("blockquote", "dd", "div", "dl", "dt", "li", "ol", "p", "section", "td", "th", "ul")
)
_WHITE = re.compile(r"\s+")
_HAS_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"


def parse_page(html: str) -> HtmlElement:
    """A page's HTML under one `div`. Comments and the like are dropped: they are not printed."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for node in _select(root, "descendant::comment() | descendant::processing-instruction()"):
        node.drop_tree()
    return root


def with_id(root: HtmlElement) -> list[HtmlElement]:
    """All elements that have an id, in the order of the document."""
    return _select(root, "descendant-or-self::*[@id]")


def hidden_from_paper(root: HtmlElement) -> list[HtmlElement]:
    """Elements that the site hides or draws for the screen: permanent links, section numbers."""
    tests = " or ".join(_HAS_CLASS.format(name) for name in ("headerlink", "secno"))
    return _select(root, f"descendant::*[@hidden or {tests}]")


def _select(root: HtmlElement, path: str) -> list[HtmlElement]:
    """What an XPath finds. It walks the tree in C, where a loop would make an object of every element."""
    return cast("list[HtmlElement]", _compiled(path)(root))


@functools.cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path)


def new(tag: str, text: str | None = None, **attributes: str) -> HtmlElement:
    """An element; underscores in attribute names stand for hyphens."""
    made = lxml.html.Element(tag, {name.replace("_", "-"): value for name, value in attributes.items()})
    made.text = text
    return made


def classes(element: HtmlElement) -> frozenset[str]:
    """The element's classes."""
    return frozenset((element.get("class") or "").split())


def with_class(root: HtmlElement, name: str, *tags: str) -> list[HtmlElement]:
    """Elements of a class, as a list made beforehand, so that the caller may change the tree."""
    return _select(
        root, " | ".join(f"descendant::{tag}[{_HAS_CLASS.format(name)}]" for tag in tags or ("*",))
    )


def text_of(element: HtmlElement) -> str:
    """Text as read aloud: white space collapsed."""
    return _WHITE.sub(" ", element.text_content()).strip()


def is_block(element: HtmlElement) -> bool:
    """Whether the element stands on lines of its own."""
    return element.tag in _BLOCKS


def styled(style: str, *paragraphs: HtmlElement | str) -> HtmlElement:
    """A block that Pandoc writes in a paragraph style of that name."""
    block = new("div", data_custom_style=style)
    block.extend(new("p", item) if isinstance(item, str) else item for item in paragraphs)
    return block


def move_content(source: HtmlElement, target: HtmlElement) -> None:
    """All text and children of one element, to the end of another one, which is empty."""
    target.text, source.text = source.text, None
    target.extend(list(source))


def wrap_lead(element: HtmlElement) -> HtmlElement:
    """The first paragraph of a list item, made from its leading text if it has none; it stays in place."""
    first = next(element.iterchildren(), None)
    if first is not None and first.tag == "p" and not (element.text or "").strip():
        return first
    lead = new("p", element.text)
    element.text = None
    for child in list(element):
        if is_block(child):
            break
        lead.append(child)
    element.insert(0, lead)
    return lead


def insert_mark(element: HtmlElement, name: str) -> None:
    """A named place at the beginning of what the element prints."""
    host = element
    while not (host.text or "").strip():
        first = next(host.iterchildren(), None)
        if first is None or first.tag not in _OPENS_A_LINE:
            break
        host = first
    mark = new("span", id=name)
    mark.tail, host.text = host.text, None
    host.insert(0, mark)

"""Named places: ids of the site become spans around exactly what Word's bookmarks shall hold."""

from __future__ import annotations

from collections.abc import Callable, Set

from lxml.html import HtmlElement

from cerkit.publish.markup import (
    FOOTNOTE,
    TAB,
    insert_mark,
    is_block,
    move_content,
    new,
    styled,
    text_of,
    with_class,
    with_id,
)

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def set_bibliography(root: HtmlElement) -> None:
    """Entries of the reference list as paragraphs with a hanging number."""
    for block in [block for block in root.iter("div") if block.get("id") == "refs"]:
        entries = with_class(block, "csl-entry")
        content = styled("Bibliography", *(_entry(entry) for entry in entries))
        block[:] = [content]


def _entry(entry: HtmlElement) -> HtmlElement:
    line = new("p", id=entry.get("id") or "")
    margin, rest = with_class(entry, "csl-left-margin"), with_class(entry, "csl-right-inline")
    if not margin or not rest:
        move_content(entry, line)
        return line
    move_content(rest[0], line)
    line.text = f"{text_of(margin[0])}{TAB}{(line.text or '').lstrip()}"
    return line


def place_marks(root: HtmlElement, bookmark_of: Callable[[str], str], used: Set[str]) -> None:
    """Turn ids into marks: always for headings, captions, rows and references, else if linked to."""
    for element in with_id(root):
        identifier = element.get("id") or ""
        if not identifier or identifier.startswith(FOOTNOTE):
            continue
        del element.attrib["id"]
        bookmark = bookmark_of(identifier)
        if element.tag in _HEADINGS:
            _mark_heading(element, bookmark)
        elif (label := _label_of(element)) is not None:
            label.set("id", bookmark)
        elif element.tag == "tr" or bookmark in used or identifier.startswith("ref-"):
            _mark_place(element, bookmark)


def _mark_heading(heading: HtmlElement, bookmark: str) -> None:
    """A bookmark around the words of the heading: Pandoc's own would hold the whole section."""
    mark = new("span")
    move_content(heading, mark)
    # The number and the permanent link that stood at the ends have left their spaces.
    mark.text = (mark.text or "").lstrip()
    if len(mark):
        mark[-1].tail = (mark[-1].tail or "").rstrip()
    else:
        mark.text = mark.text.rstrip()
    mark.set("id", bookmark)
    heading.append(mark)
    heading.set("data-bookmark", bookmark)


def _label_of(element: HtmlElement) -> HtmlElement | None:
    """The label of a caption, by which the table or figure is referred to."""
    if element.tag not in ("table", "figure", "div"):
        return None
    captions = [child for child in element.iterchildren() if child.tag in ("caption", "figcaption", "div")]
    for caption in captions:
        for place in caption.iterchildren("span"):
            if place.get("data-label") is not None:
                return place
    return None


def _mark_place(element: HtmlElement, bookmark: str) -> None:
    if element.tag == "table" or element.tag == "tr":
        cell = next(element.iter("td", "th"), None)
        if cell is not None:
            insert_mark(cell, bookmark)
    elif is_block(element) and element.tag != "pre":
        insert_mark(element, bookmark)
    else:
        element.addprevious(new("span", id=bookmark))

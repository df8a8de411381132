"""The table of contents: entries that are there at once, page numbers that only layout knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cerkit.publish.normalise import Caption, Heading
from cerkit.publish.ooxml import Element, Field, Styles, paragraph, q, run, set_property, verbatim, w

DEPTH, ANNEX_DEPTH = 3, 2
"""Levels of headings that are listed. Below its second level an annex has a heading for each record, or nearly."""
_LISTS = {"Table": "Tables", "Figure": "Figures"}
_SPACE_BEFORE_LIST = 560
_NUMBERS = {1: 0, 2: 482, 3: 1077}
"""Where the entries of a level begin."""
_TITLES = (1077, 1871)
"""Where titles begin behind their numbers."""
_PARTS = (("cerkit_chapters", False, DEPTH), ("cerkit_annexes", True, ANNEX_DEPTH))
"""Bookmark of each part, whether it holds the annexes, and the depth to which it is listed."""


def is_listed(heading: Heading) -> bool:
    """Whether the table of contents has an entry for the heading."""
    return heading.level <= (ANNEX_DEPTH if heading.is_annex else DEPTH)


def contents(headings: Sequence[Heading], pages: Mapping[str, int], styles: Styles) -> list[Element]:
    """The heading and the fields with one paragraph per entry: a field for the chapters, and one for the annexes.

    `pages` gives page numbers by bookmark; where it has none, Word fills the fields in. Each field is bound to a
    bookmark around its part (`mark_parts`), as one field cannot list two parts to different depths.
    """
    made = [paragraph(styles("TOC Heading"), "Contents")]
    for bookmark, is_annex, depth in _PARTS:
        shown = [heading for heading in headings if heading.is_annex == is_annex and is_listed(heading)]
        entries = [_entry(heading, pages, styles) for heading in shown]
        _enclose(entries, f' TOC \\o "1-{depth}" \\h \\z \\u \\b {bookmark} ')
        made += entries
    return made


def mark_parts(body: Element, headings: Sequence[Heading]) -> None:
    """Put the bookmarks around chapters and annexes by which the contents know the two."""
    place = {mark.get(q("name")): mark for mark in body.iter(q("bookmarkStart"))}
    numbers = [int(mark.get(q("id"), "0")) for mark in place.values()]
    starts: list[tuple[str, Element]] = []
    for bookmark, is_annex, _ in _PARTS:
        mark = next((place.get(h.bookmark) for h in headings if h.is_annex == is_annex), None)
        if mark is not None:
            starts.append((bookmark, _child_of(body, mark)))
    ends = [element for _, element in starts[1:]]
    for number, (bookmark, first) in enumerate(starts, max(numbers, default=0) + 1):
        first.addprevious(w("bookmarkStart", id=number, name=bookmark))
        end = w("bookmarkEnd", id=number)
        following = ends.pop(0) if ends else body.find(q("sectPr"))
        if following is None:
            body.append(end)
        else:
            following.addprevious(end)


def _child_of(body: Element, element: Element) -> Element:
    """The block of the body that holds an element, or is it."""
    parent = element.getparent()
    while parent is not None and parent is not body:
        element, parent = parent, parent.getparent()
    return element


def caption_lists(captions: Sequence[Caption], pages: Mapping[str, int], styles: Styles) -> list[Element]:
    """The list of tables and the list of figures, as Word makes them of its own captions."""
    made: list[Element] = []
    for sequence, title in _LISTS.items():
        listed = [caption for caption in captions if caption.sequence == sequence]
        if not listed:
            continue
        entries = [_caption_entry(caption, pages, styles) for caption in listed]
        _enclose(entries, f' TOC \\h \\z \\c "{sequence}" ')
        heading = paragraph(styles("TOC Heading"), title)
        set_property(heading, w("spacing", before=_SPACE_BEFORE_LIST))
        made += [heading, *entries]
    return made


def _caption_entry(caption: Caption, pages: Mapping[str, int], styles: Styles) -> Element:
    return _linked(f"{caption.label}\t{caption.text}", caption.bookmark, pages, styles("table of figures"))


def _enclose(entries: list[Element], instruction: str) -> None:
    """Make the paragraphs the result of a field."""
    if not entries:
        return
    entries[0][1:1] = [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", verbatim("instrText", instruction)),
        w("r", w("fldChar", fldCharType="separate")),
    ]
    entries[-1].append(w("r", w("fldChar", fldCharType="end")))


def _entry(heading: Heading, pages: Mapping[str, int], styles: Styles) -> Element:
    words = f"{heading.number}\t{heading.text}" if heading.number else heading.text
    entry = _linked(words, heading.bookmark, pages, styles(f"toc {heading.level}"))
    if not heading.number:
        # The place where titles begin behind numbers would stop the tab that leads to the page.
        start = _NUMBERS[heading.level]
        set_property(entry, w("tabs", *(w("tab", val="clear", pos=stop) for stop in _TITLES)))
        set_property(entry, w("ind", left=start, hanging=0))
    return entry


def _linked(words: str, bookmark: str, pages: Mapping[str, int], style: str) -> Element:
    page = pages.get(bookmark)
    number = Field(f"PAGEREF {bookmark} \\h", "" if page is None else str(page))
    link = w("hyperlink", run(words), run("\t"), *number.runs(), anchor=bookmark, history=1)
    return paragraph(style, link)

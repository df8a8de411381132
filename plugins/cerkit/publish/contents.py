"""The table of contents: entries that are there at once, page numbers that only layout knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cerkit.publish.normalise import Caption, Heading
from cerkit.publish.ooxml import Element, Field, Styles, paragraph, run, set_property, verbatim, w

DEPTH = 3
_LISTS = {"Table": "Tables", "Figure": "Figures"}
_SPACE_BEFORE_LIST = 560
_INSTRUCTION = f' TOC \\o "1-{DEPTH}" \\h \\z \\u '


def contents(headings: Sequence[Heading], pages: Mapping[str, int], styles: Styles) -> list[Element]:
    """The heading and the field with one paragraph per entry.

    `pages` gives page numbers by bookmark; where it has none, Word fills the field in.
    """
    shown = [heading for heading in headings if heading.level <= DEPTH]
    entries = [_entry(heading, pages, styles) for heading in shown]
    _enclose(entries, _INSTRUCTION)
    return [paragraph(styles("TOC Heading"), "Contents"), *entries]


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
    return _linked(words, heading.bookmark, pages, styles(f"toc {heading.level}"))


def _linked(words: str, bookmark: str, pages: Mapping[str, int], style: str) -> Element:
    page = pages.get(bookmark)
    number = Field(f"PAGEREF {bookmark} \\h", "" if page is None else str(page))
    link = w("hyperlink", run(words), run("\t"), *number.runs(), anchor=bookmark, history=1)
    return paragraph(style, link)

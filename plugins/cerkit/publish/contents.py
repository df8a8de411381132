"""The table of contents: entries that are there at once, page numbers that only layout knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cerkit.publish.normalise import Heading
from cerkit.publish.ooxml import Element, Field, Styles, paragraph, run, verbatim, w

DEPTH = 3
_INSTRUCTION = f' TOC \\o "1-{DEPTH}" \\h \\z \\u '


def contents(headings: Sequence[Heading], pages: Mapping[str, int], styles: Styles) -> list[Element]:
    """The heading and the field with one paragraph per entry.

    `pages` gives page numbers by bookmark; where it has none, Word fills the field in.
    """
    shown = [heading for heading in headings if heading.level <= DEPTH]
    entries = [_entry(heading, pages, styles) for heading in shown]
    if entries:
        opening = [
            w("r", w("fldChar", fldCharType="begin")),
            w("r", verbatim("instrText", _INSTRUCTION)),
            w("r", w("fldChar", fldCharType="separate")),
        ]
        entries[0][1:1] = opening
        entries[-1].append(w("r", w("fldChar", fldCharType="end")))
    return [paragraph(styles("TOC Heading"), "Contents"), *entries]


def _entry(heading: Heading, pages: Mapping[str, int], styles: Styles) -> Element:
    page = pages.get(heading.bookmark)
    number = Field(f"PAGEREF {heading.bookmark} \\h", "" if page is None else str(page))
    words = f"{heading.number}\t{heading.text}" if heading.number else heading.text
    link = w("hyperlink", run(words), run("\t"), *number.runs(), anchor=heading.bookmark, history=1)
    return paragraph(styles(f"toc {heading.level}"), link)

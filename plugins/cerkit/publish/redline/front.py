"""The page in front of a redline: what changed and where, with links to the places."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

from cerkit.model.bundle import DocumentIdentity
from cerkit.model.changes import Difference
from cerkit.model.summary import Summary
from cerkit.model.update import Update
from cerkit.publish.addresses import bookmark_name
from cerkit.publish.cover import printed_date
from cerkit.publish.normalise import Heading
from cerkit.publish.ooxml import Element, Styles, paragraph, q, run, set_property, w
from cerkit.publish.redline.merger import Counts
from cerkit.publish.sections import page_setup

_MOST_NAMED: Final = 12
"""Records of a line that are named; the others are counted."""
_SPACE_ABOVE: Final = 240
_PLACES: Final = (0.8, 0.2)
_MEANING: Final = (0.32, 0.68)
_RECORDS: Final = (0.4, 0.2, 0.2, 0.2)
_LINES: Final = (
    ("Verdicts that are others now", "verdicts_flipped"),
    ("Benchmarks that moved", "benchmarks_moved"),
    ("Claims not supported any more", "support_lost"),
    ("Claims with weaker support", "support_weakened"),
    ("Claims with stronger support", "support_strengthened"),
    ("Claims supported now", "support_gained"),
    ("Requirements without support", "requirements_uncovered"),
    ("Requirements supported now", "requirements_covered"),
    ("Risks without clinical data", "risks_without_data"),
    ("Risks with clinical data now", "risks_with_data"),
    ("Evidence against the device", "unfavourable"),
    ("Not against the device any more", "no_longer_unfavourable"),
    ("Searches that were run", "searches_run"),
)


@dataclass(frozen=True, slots=True)
class Front:
    """What the page tells."""

    old: DocumentIdentity
    new: DocumentIdentity
    counts: Counts
    headings: Sequence[Heading]
    update: Update | None


def put_front(body: Element, front: Front, styles: Styles, *, names: Set[str]) -> None:
    """Put the page behind the cover. `names` are the places of the document."""
    breaks = [child for child in body if child.find(f"{q('pPr')}/{q('sectPr')}") is not None]
    width = page_setup(body).text_width
    content = list(_content(front, styles, names, width))
    if len(breaks) < 2:  # a document without a cover of its own
        body[0:0] = [*content, w("p", w("r", w("br", type="page")))]
        return
    closing = copy.deepcopy(breaks[1])
    breaks[0].addnext(closing)
    for element in reversed(content):
        breaks[0].addnext(element)


def _content(front: Front, styles: Styles, names: Set[str], width: int) -> Iterator[Element]:
    yield paragraph(styles("TOC Heading"), "Summary of changes")
    yield from (paragraph(styles("Body Text"), text) for text in _sentences(front))
    places = list(_places(front, styles))
    if places:
        head = ("Chapter or annex", "Changes")
        yield _small_heading("Where", styles)
        yield _table([[[run(text)] for text in head], *places], _PLACES, styles, width)
    if front.update is None:
        return
    meaning = list(_meaning(front.update.summary, styles, names))
    if meaning:
        head = ("What follows", "Records")
        yield _small_heading("What follows from the changes", styles)
        yield _table([[[run(text)] for text in head], *meaning], _MEANING, styles, width)
    records = [
        [
            [run(str(count.kind) if count.kind else "other")],
            *([run(str(n))] for n in (count.added, count.removed, count.changed)),
        ]
        for count in front.update.summary.records
    ]
    if records:
        names_of_columns = ("Records", "Added", "Removed", "Changed")
        yield _small_heading("Records", styles)
        yield _table([[[run(text)] for text in names_of_columns], *records], _RECORDS, styles, width)


def _sentences(front: Front) -> Iterator[str]:
    versions = [
        f"version {side.version} of {printed_date(side.date, side.language)}"
        for side in (front.old, front.new)
    ]
    counts = front.counts
    yield (
        f"This document is {front.new.number}, {versions[1]}, "
        f"with what changed since {versions[0]} as tracked changes. "
        f"Accepting all of them gives version {front.new.version}, rejecting all of them version {front.old.version}."
    )
    told = [
        _counted(counts.texts, "place inside paragraphs", "places inside paragraphs"),
        _counted(counts.paragraphs, "whole paragraph", "whole paragraphs"),
        _counted(counts.rows, "row of a table", "rows of tables"),
        _counted(counts.moved, "moved passage", "moved passages"),
    ]
    named = [text for text in told if text]
    yield f"Marked: {', '.join(named)}." if named else "The text does not differ."
    yield (
        "Only what people changed is marked. Numbers of sections, tables, figures and citations, the contents and the "
        "list of references follow from it: they show the new state and carry no marks."
    )
    yield (
        "Author and date of a mark are those of the commit that made the change; where no commit tells, "
        "those of the version in the revision history."
    )


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _places(front: Front, styles: Styles) -> Iterator[list[list[Element]]]:
    known: set[str] = set()
    for heading in front.headings:
        number = front.counts.by_page.get(heading.src, 0)
        if not number or heading.src in known:
            continue
        known.add(heading.src)
        words = f"{heading.number} {heading.text}".strip()
        yield [[_link(words, heading.bookmark, styles)], [run(str(number))]]
    rest = sum(number for src, number in front.counts.by_page.items() if src not in known)
    if rest:
        yield [[run("Footnotes and chapters that are gone")], [run(str(rest))]]


def _meaning(summary: Summary, styles: Styles, names: Set[str]) -> Iterator[list[list[Element]]]:
    for label, name in _LINES:
        found: Sequence[Difference] = getattr(summary, name)
        subjects = tuple(dict.fromkeys(item.subject for item in found))
        if subjects:
            yield [[run(label)], list(_named(subjects, styles, names))]


def _named(subjects: Sequence[str], styles: Styles, names: Set[str]) -> Iterator[Element]:
    for number, subject in enumerate(subjects[:_MOST_NAMED]):
        if number:
            yield run(", ")
        place = bookmark_name(subject)
        yield _link(subject, place, styles) if place in names else run(subject)
    if len(subjects) > _MOST_NAMED:
        yield run(f" and {len(subjects) - _MOST_NAMED} more")


def _link(words: str, bookmark: str, styles: Styles) -> Element:
    return w("hyperlink", run(words, style=styles("Hyperlink")), anchor=bookmark, history=1)


def _small_heading(text: str, styles: Styles) -> Element:
    made = paragraph(styles("Body Text"), w("r", w("rPr", w("b"), w("bCs")), w("t", text)))
    set_property(made, w("keepNext"))
    set_property(made, w("spacing", before=_SPACE_ABOVE))
    return made


def _table(
    rows: Iterable[Sequence[Sequence[Element]]], shares: Sequence[float], styles: Styles, width: int
) -> Element:
    columns = [round(width * share) for share in shares]
    look = w("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=0)
    table = w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=styles("Table")),
            w("tblW", w=sum(columns), type="dxa"),
            w("tblLayout", type="fixed"),
            look,
        ),
        w("tblGrid", *(w("gridCol", w=value) for value in columns)),
    )
    for number, row in enumerate(rows):
        cells = [
            w("tc", w("tcPr", w("tcW", w=value, type="dxa")), paragraph(styles("Table Text"), *content))
            for content, value in zip(row, columns, strict=True)
        ]
        table.append(w("tr", w("trPr", w("cantSplit"), w("tblHeader") if number == 0 else None), *cells))
    return table

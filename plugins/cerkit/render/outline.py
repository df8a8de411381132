"""The report by the sections of MEDDEV 2.7/1 A9: where each section stands, and what it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cerkit.model.chapters import Chapter, Heading
from cerkit.model.report_sections import numbered_headings, section_titles, significant_words
from cerkit.model.trace import Trace, natural_key


@dataclass(frozen=True, slots=True)
class Spot:
    """A section of the report."""

    number: str
    """Its number in A9."""
    title: str
    path: str
    """The chapter's file."""
    anchor: str | None
    line: int
    names: tuple[str, ...]
    """Records that it names, in natural order."""
    parts: tuple[Spot, ...] = ()
    """The named sections of a chapter that A9 itself does not divide."""

    @property
    def target(self) -> str:
        """File, and anchor where the section has a name."""
        return f"{self.path}#{self.anchor}" if self.anchor else self.path


def spots(trace: Trace) -> Mapping[str, Spot]:
    """Section number of A9 -> where the report has it.

    A chapter says it in its front matter (`a9: "4"`). A heading below it counts for the section whose title it has, or
    which it names: `## Our data {: data-a9="4.3" }`.
    """
    titles = section_titles(trace.dossier)
    found: dict[str, Spot] = {}
    for chapter in trace.dossier.chapters:
        if chapter.section is None:
            continue
        found.setdefault(chapter.section, _whole(trace, chapter, chapter.section, titles))
        for heading, number in numbered_headings(chapter, titles):
            found.setdefault(number, _spot(trace, chapter, number, heading))
    return found


def spot_for(number: str, found: Mapping[str, Spot]) -> Spot | None:
    """The section, or the nearest one above it that the report has."""
    while number:
        if number in found:
            return found[number]
        number = number.rpartition(".")[0]
    return None


def narrowed(spot: Spot, question: str) -> tuple[Spot, ...]:
    """The parts of a chapter that have most words of a question in their titles, at most two; else the chapter."""
    wanted = _stems(question)
    scores = [(len(wanted & _stems(part.title)), part) for part in spot.parts]
    best = max((score for score, _ in scores), default=0)
    return tuple(part for score, part in scores if score == best)[:2] if best else (spot,)


def _stems(text: str) -> frozenset[str]:
    """The beginnings of its words, so that claims and claim are one."""
    return frozenset(word[:5] for word in significant_words(text).split() if len(word) > 3)


def _whole(trace: Trace, chapter: Chapter, number: str, titles: Mapping[str, str]) -> Spot:
    whole = _spot(trace, chapter, number, None)
    if any(title.startswith(f"{number}.") for title in titles):
        return whole
    named = (heading for heading in chapter.headings if heading.level > 1 and heading.anchor)
    return replace(whole, parts=tuple(_spot(trace, chapter, number, heading) for heading in named))


def _spot(trace: Trace, chapter: Chapter, number: str, heading: Heading | None) -> Spot:
    first, last = _lines(chapter, heading)
    names = {
        reference.target
        for reference in chapter.references
        if first <= reference.place.line < last and reference.target in trace.nodes
    }
    return Spot(
        number=number,
        title=heading.title if heading else chapter.title,
        path=chapter.path,
        anchor=heading.anchor if heading else None,
        line=first,
        names=tuple(sorted(names, key=natural_key)),
    )


def _lines(chapter: Chapter, heading: Heading | None) -> tuple[int, int]:
    """From the heading to the next one that is not below it."""
    if heading is None:
        return 1, chapter.prose.count("\n") + 2
    after = (item.line for item in _following(chapter, heading) if item.level <= heading.level)
    return heading.line, next(after, chapter.prose.count("\n") + 2)


def _following(chapter: Chapter, heading: Heading) -> Iterator[Heading]:
    return (item for item in chapter.headings if item.line > heading.line)

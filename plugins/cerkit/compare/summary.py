"""The questions that a reader asks of a comparison, answered as one value.

Report of an update, comment on a pull request, change list of a release and timeline are all made from it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cerkit.model.changes import ChangeKind, Difference, every
from cerkit.model.chapters import Chapter
from cerkit.model.identifiers import Kind
from cerkit.model.report_sections import numbered_headings, section_titles
from cerkit.model.summary import KindCount, Summary, TouchedChapter
from cerkit.model.trace import Trace, natural_key

__all__ = ["KindCount", "Summary", "TouchedChapter", "every", "kind_in", "summarise"]

_TEXTS: Final = (
    ChangeKind.TEXT_ADDED,
    ChangeKind.TEXT_REMOVED,
    ChangeKind.TEXT_CHANGED,
    ChangeKind.TEXT_MOVED,
)


def summarise(found: Sequence[Difference], old: Trace, new: Trace) -> Summary:
    """The summary of `differences(old, new)`."""
    groups: dict[ChangeKind, list[Difference]] = defaultdict(list)
    for item in every(found):
        groups[item.kind].append(item)

    def of(kind: ChangeKind) -> tuple[Difference, ...]:
        return tuple(groups[kind])

    return Summary(
        verdicts_flipped=of(ChangeKind.VERDICT_FLIPPED),
        benchmarks_moved=of(ChangeKind.BENCHMARK_MOVED),
        support_lost=of(ChangeKind.SUPPORT_LOST),
        support_weakened=of(ChangeKind.SUPPORT_WEAKENED),
        support_strengthened=of(ChangeKind.SUPPORT_STRENGTHENED),
        support_gained=of(ChangeKind.SUPPORT_GAINED),
        requirements_uncovered=of(ChangeKind.REQUIREMENT_UNCOVERED),
        requirements_covered=of(ChangeKind.REQUIREMENT_COVERED),
        risks_without_data=of(ChangeKind.RISK_WITHOUT_DATA),
        risks_with_data=of(ChangeKind.RISK_WITH_DATA),
        unfavourable=of(ChangeKind.UNFAVOURABLE_EVIDENCE),
        no_longer_unfavourable=of(ChangeKind.FAVOURABLE_EVIDENCE),
        searches_run=tuple(
            item
            for item in of(ChangeKind.ADDED)
            if item.field is None and kind_in(item.subject, old, new) is Kind.SEARCH
        ),
        chapters=tuple(_chapters(found, old, new)),
        records=tuple(_records(groups, old, new)),
    )


def kind_in(subject: str, old: Trace, new: Trace) -> Kind | None:
    """The kind of record that a difference is about; None for a record without identifier."""
    node = new.nodes.get(subject) or old.nodes.get(subject)
    return node.kind if node is not None else None


def _records(groups: dict[ChangeKind, list[Difference]], old: Trace, new: Trace) -> Iterator[KindCount]:
    counts: dict[Kind | None, dict[ChangeKind, set[str]]] = defaultdict(lambda: defaultdict(set))
    for kind in (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED):
        for item in groups[kind]:
            of = kind_in(item.subject, old, new)
            if of is not Kind.CHAPTER:
                is_whole = item.field is None
                counts[of][kind if is_whole else ChangeKind.CHANGED].add(item.subject)
    for of in (*Kind, None):
        if of in counts:
            numbers = (
                len(counts[of][kind]) for kind in (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED)
            )
            yield KindCount(of, *numbers)


def _chapters(found: Sequence[Difference], old: Trace, new: Trace) -> Iterator[TouchedChapter]:
    titles = section_titles(new.dossier)
    then = {chapter.path: chapter for chapter in old.dossier.chapters}
    now = {chapter.path: chapter for chapter in new.dossier.chapters}
    groups: dict[str, list[Difference]] = defaultdict(list)
    for item in every(found):
        if item.kind in _TEXTS or item.subject in then or item.subject in now:
            groups[item.subject].append(item)
    for path in sorted(groups, key=natural_key):
        chapters = [chapter for chapter in (now.get(path), then.get(path)) if chapter is not None]
        answered = [dict(_sections(chapter, titles)) for chapter in chapters]
        sections = {number for item in groups[path] for number in _section_of(item, answered)}
        counts = Counter(item.kind for item in groups[path])
        yield TouchedChapter(
            path,
            chapters[0].title if chapters else path,
            tuple(sorted(sections, key=natural_key)),
            *(counts[kind] for kind in _TEXTS),
        )


def _sections(chapter: Chapter, titles: Mapping[str, str]) -> Iterator[tuple[str | None, str | None]]:
    """Title of each heading -> the section that it, or the nearest heading above it, answers."""
    yield None, chapter.section
    numbers = {heading.line: number for heading, number in numbered_headings(chapter, titles)}
    above: list[tuple[int, str | None]] = [(0, chapter.section)]
    for heading in chapter.headings:
        while len(above) > 1 and above[-1][0] >= heading.level:
            above.pop()
        above.append((heading.level, numbers.get(heading.line, above[-1][1])))
        yield heading.title, above[-1][1]


def _section_of(item: Difference, answered: Sequence[Mapping[str | None, str | None]]) -> Iterator[str]:
    """The section of a text: as it is now, or as it was under a heading that is gone; else the chapter's."""
    held = next((known for known in answered if item.field in known), {})
    section = held.get(item.field) or (answered[0].get(None) if answered else None)
    if section:
        yield section

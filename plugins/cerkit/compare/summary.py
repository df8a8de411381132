"""The questions that a reader asks of a comparison, answered as one value.

Report of an update, comment on a pull request, change list of a release and timeline are all made from it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cerkit.model.changes import ChangeKind, Difference
from cerkit.model.chapters import Chapter
from cerkit.model.identifiers import Kind
from cerkit.model.report_sections import numbered_headings, section_titles
from cerkit.model.trace import Trace, natural_key

_TEXTS: Final = (
    ChangeKind.TEXT_ADDED,
    ChangeKind.TEXT_REMOVED,
    ChangeKind.TEXT_CHANGED,
    ChangeKind.TEXT_MOVED,
)


@dataclass(frozen=True, slots=True)
class TouchedChapter:
    """A chapter of the report in which a text differs."""

    path: str
    title: str
    sections: tuple[str, ...]
    """Sections of MEDDEV A9 that were touched, by number."""
    added: int
    """Sentences, rows and headings that are new; the others alike."""
    removed: int
    changed: int
    moved: int
    """Blocks of text that stand elsewhere."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many records of a kind came, went, or say something else."""

    kind: Kind | None
    """None for records without identifiers, which are counted by file."""
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a comparison means.

    Lists of differences are in the order of the comparison, wherever they stand in its trees; each keeps what follows
    from it in turn. `subject` is the claim, criterion, requirement, risk, source, finding or search.
    """

    verdicts_flipped: tuple[Difference, ...]
    """Criterion (`subject`) on finding (`field`), from one outcome to the other."""
    benchmarks_moved: tuple[Difference, ...]
    """Criterion (`subject`) whose benchmark (`field`) has another value or is another one."""
    support_lost: tuple[Difference, ...]
    support_weakened: tuple[Difference, ...]
    support_strengthened: tuple[Difference, ...]
    support_gained: tuple[Difference, ...]
    requirements_uncovered: tuple[Difference, ...]
    requirements_covered: tuple[Difference, ...]
    risks_without_data: tuple[Difference, ...]
    risks_with_data: tuple[Difference, ...]
    unfavourable: tuple[Difference, ...]
    """Sources, and findings by criterion (`field`), that speak against the device now."""
    no_longer_unfavourable: tuple[Difference, ...]
    searches_run: tuple[Difference, ...]
    """Searches that were added; `new` tells source, day and numbers."""
    chapters: tuple[TouchedChapter, ...]
    """By path."""
    records: tuple[KindCount, ...]
    """In the order of `Kind`, records without identifiers last; kinds without a difference are left out."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs at all."""
        return not (self.records or self.chapters)

    @property
    def has_consequences(self) -> bool:
        """Whether anything follows from the edits for verdicts, claims, requirements or risks."""
        return any(
            (
                *(self.verdicts_flipped, self.benchmarks_moved, self.support_lost, self.support_weakened),
                *(self.support_strengthened, self.support_gained, self.requirements_uncovered),
                *(self.requirements_covered, self.risks_without_data, self.risks_with_data),
                *(self.unfavourable, self.no_longer_unfavourable),
            )
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


def every(found: Iterable[Difference]) -> Iterator[Difference]:
    """All differences of some trees, each before what follows from it."""
    for item in found:
        yield item
        yield from every(item.consequences)


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

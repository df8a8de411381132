"""Chapters compared sentence by sentence: what was added, removed, changed, and what only moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from cerkit.compare.alignment import equal_pairs, similar_pairs
from cerkit.compare.units import Unit, units_of
from cerkit.model.changes import ChangeKind, Difference
from cerkit.model.chapters import Chapter

_FEWEST_WORDS: Final = 4
"""A shorter text that stands elsewhere may be there by chance."""
_LEAST_COMMON: Final = 0.5
"""Share of the smaller page that two files must have in common to be one chapter under two names."""


class Page(NamedTuple):
    """A chapter with its units."""

    chapter: Chapter
    units: tuple[Unit, ...]


class Spot(NamedTuple):
    """Where a unit stands: number of its page, and position in it."""

    page: int
    at: int


Pages = Sequence[Page]
Match = dict[Spot, Spot]


class _Found(NamedTuple):
    """How the units of two reports belong together, from the old one to the new one."""

    pages: Mapping[int, int]
    same: Match
    moved: Match
    changed: Match

    def mirrored(self) -> _Found:
        back = [{new: old for old, new in pairs.items()} for pairs in self[1:]]
        return _Found({new: old for old, new in self.pages.items()}, *back)


def text_differences(old: Iterable[Chapter], new: Iterable[Chapter]) -> list[Difference]:
    """What differs in the chapters of the report, by path of the page and then by place in it."""
    before, after = _pages(old), _pages(new)
    # Found in one direction only, so that the way back mirrors the way there.
    is_forward = _words(before) <= _words(after)
    found = _found(before, after) if is_forward else _found(after, before).mirrored()
    return _Report(before, after, found).differences()


def _pages(chapters: Iterable[Chapter]) -> tuple[Page, ...]:
    return tuple(Page(chapter, units_of(chapter)) for chapter in chapters if chapter.is_report)


def _words(pages: Pages) -> list[tuple[str, list[str]]]:
    return [(page.chapter.path, [unit.words for unit in page.units]) for page in pages]


def _found(old: Pages, new: Pages) -> _Found:
    pages = _matched_pages(old, new)
    same: Match = {}
    for one, other in pages.items():
        texts = [unit.words for unit in old[one].units], [unit.words for unit in new[other].units]
        same |= {Spot(one, i): Spot(other, j) for i, j in equal_pairs(*texts, weigh=len)}
    moved = _moved(old, new, same)
    changed = _changed(old, new, pages, same, moved)
    return _Found(pages, same, moved, changed)


def _matched_pages(old: Pages, new: Pages) -> Mapping[int, int]:
    """Pages of one chapter: by section and title, by path, by title, by section, and last by what stands in them."""
    pairs: dict[int, int] = {}
    keys: tuple[Callable[[Chapter], Hashable], ...] = (
        lambda chapter: (chapter.section, chapter.title),
        lambda chapter: chapter.path,
        lambda chapter: chapter.title,
        lambda chapter: chapter.section,
    )
    for key in keys:
        here, there = _by_key(old, pairs.keys(), key), _by_key(new, pairs.values(), key)
        pairs |= {here[name]: there[name] for name in here.keys() & there.keys() if name is not None}
    return pairs | _by_content(old, new, pairs)


def _by_key(pages: Pages, taken: Iterable[int], key: Callable[[Chapter], Hashable]) -> dict[Hashable, int]:
    """Pages that are alone with their key, among those that are not matched yet."""
    known = set(taken)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        if number not in known:
            groups[key(page.chapter)].append(number)
    return {name: numbers[0] for name, numbers in groups.items() if len(numbers) == 1}


def _by_content(old: Pages, new: Pages, pairs: Mapping[int, int]) -> dict[int, int]:
    """The rest, the most common text first."""
    left = [number for number in range(len(new)) if number not in pairs.values()]
    holders: dict[str, set[int]] = defaultdict(set)
    for number in left:
        for unit in new[number].units:
            holders[unit.words].add(number)
    common: list[tuple[float, int, int]] = []
    for number in range(len(old)):
        if number in pairs or not left:
            continue
        counts: dict[int, int] = defaultdict(int)
        for words in {unit.words for unit in old[number].units}:
            for other in holders.get(words, ()):
                counts[other] += 1
        for other, count in counts.items():
            smaller = min(len(old[number].units), len(new[other].units))
            common.append((-count / smaller, number, other))
    found: dict[int, int] = {}
    for share, number, other in sorted(common):
        if -share >= _LEAST_COMMON and number not in found and other not in found.values():
            found[number] = other
    return found


def _moved(old: Pages, new: Pages, same: Match) -> Match:
    """Equal units that stand elsewhere. Each goes on with the block before it where it can."""
    taken = set(same.values())
    places: dict[str, list[Spot]] = defaultdict(list)
    for spot, unit in _all(new):
        if spot not in taken:
            places[unit.words].append(spot)
    found: Match = {}
    last: Spot | None = None
    for spot, unit in _all(old):
        candidates = places.get(unit.words) if spot not in same else None
        if not candidates:
            last = None
            continue
        following = Spot(last.page, last.at + 1) if last else None
        last = following if following is not None and following in candidates else candidates[0]
        candidates.remove(last)
        found[spot] = last
    return {
        spot: other
        for block in _blocks(found)
        if sum(len(old[spot.page].units[spot.at].words.split()) for spot in block) >= _FEWEST_WORDS
        for spot, other in ((spot, found[spot]) for spot in block)
    }


def _all(pages: Pages) -> Iterator[tuple[Spot, Unit]]:
    for number, page in enumerate(pages):
        for at, unit in enumerate(page.units):
            yield Spot(number, at), unit


def _blocks(pairs: Match) -> list[list[Spot]]:
    """Units that stand one after the other on both sides, by their old places."""
    blocks: list[list[Spot]] = []
    for spot in sorted(pairs):
        before = blocks[-1][-1] if blocks else None
        if before is not None and _follows(before, spot) and _follows(pairs[before], pairs[spot]):
            blocks[-1].append(spot)
        else:
            blocks.append([spot])
    return blocks


def _follows(one: Spot, other: Spot) -> bool:
    return one.page == other.page and one.at + 1 == other.at


def _changed(old: Pages, new: Pages, pages: Mapping[int, int], same: Match, moved: Match) -> Match:
    """Similar units in the same place: between the same neighbours, then between neighbours that moved together."""
    starts = {Spot(one, -1): Spot(other, -1) for one, other in pages.items()}
    found: Match = {}
    for anchors in ({**starts, **same}, {**starts, **same, **moved}):
        done = {**same, **moved, **found}
        here = _gaps(old, anchors, done.keys())
        back = {other: other for other in anchors.values()}
        there = _gaps(new, back, done.values())
        for place in here.keys() & there.keys():
            some, others = here[place], there[place]
            texts = [_text(old, spot) for spot in some], [_text(new, spot) for spot in others]
            found |= {some[i]: others[j] for i, j in similar_pairs(*texts)}
    return found


def _gaps(pages: Pages, anchors: Match, done: Iterable[Spot]) -> dict[Spot, list[Spot]]:
    """Units without a counterpart, by the new place of the anchor before them."""
    known = set(done)
    gaps: dict[Spot, list[Spot]] = defaultdict(list)
    for number, page in enumerate(pages):
        place = anchors.get(Spot(number, -1))
        for at in range(len(page.units)):
            spot = Spot(number, at)
            place = anchors.get(spot, place)
            if spot not in known and place is not None:
                gaps[place].append(spot)
    return gaps


def _text(pages: Pages, spot: Spot) -> str:
    return pages[spot.page].units[spot.at].words


class _Report:
    """Puts what was found into differences, from the old side to the new one."""

    def __init__(self, old: Pages, new: Pages, found: _Found) -> None:
        self._old, self._new, self._found = old, new, found
        self._back = {other: spot for pairs in found[1:] for spot, other in pairs.items()}

    def differences(self) -> list[Difference]:
        told = [*self._of_pages(), *self._moved(), *self._changed(), *self._removed(), *self._added()]
        told.sort(key=lambda item: item[0])
        whole = {
            item.subject: item
            for _, item in told
            if item.field is None and item.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)
        }
        below: dict[str, list[Difference]] = defaultdict(list)
        top: list[Difference] = []
        for _, item in told:
            is_below = item.subject in whole and item.kind in (ChangeKind.TEXT_ADDED, ChangeKind.TEXT_REMOVED)
            (below[item.subject] if is_below else top).append(item)
        return [
            Difference(item.kind, item.subject, item.field, item.old, item.new, tuple(below[item.subject]))
            if whole.get(item.subject) is item
            else item
            for item in top
        ]

    def _of_pages(self) -> Iterator[tuple[tuple[str, int, int], Difference]]:
        """Chapters that came or went, and the section that a chapter says it answers."""
        for number, page in enumerate(self._old):
            other = self._found.pages.get(number)
            chapter = page.chapter
            if other is None:
                yield (chapter.path, -1, 0), Difference(ChangeKind.REMOVED, chapter.path, old=chapter.title)
                continue
            now = self._new[other].chapter
            if chapter.section != now.section:
                told = Difference(ChangeKind.CHANGED, now.path, "a9", chapter.section, now.section)
                yield (now.path, -1, 1), told
        for number in set(range(len(self._new))) - set(self._found.pages.values()):
            chapter = self._new[number].chapter
            yield (chapter.path, -1, 2), Difference(ChangeKind.ADDED, chapter.path, new=chapter.title)

    def _moved(self) -> Iterator[tuple[tuple[str, int, int], Difference]]:
        moved = self._found.moved
        for block in _blocks(moved):
            first = moved[block[0]]
            old = " ".join(self._old[spot.page].units[spot.at].text for spot in block)
            new = " ".join(
                self._new[other.page].units[other.at].text for other in map(moved.__getitem__, block)
            )
            texts = f"{_where(self._old, block[0])}: {old}", f"{_where(self._new, first)}: {new}"
            yield self._told(ChangeKind.TEXT_MOVED, first, *texts)

    def _changed(self) -> Iterator[tuple[tuple[str, int, int], Difference]]:
        for spot, other in self._found.changed.items():
            texts = self._old[spot.page].units[spot.at].text, self._new[other.page].units[other.at].text
            yield self._told(ChangeKind.TEXT_CHANGED, other, *texts)
        for spot, other in (*self._found.same.items(), *self._found.moved.items()):
            before, after = self._old[spot.page].units[spot.at], self._new[other.page].units[other.at]
            # The same link may be written in several ways; only another record is another link.
            if before.targets != after.targets and before.targets and after.targets:
                yield self._told(ChangeKind.TEXT_CHANGED, other, before.text, after.text)

    def _removed(self) -> Iterator[tuple[tuple[str, int, int], Difference]]:
        """A sentence that went stands where its neighbour before it is now."""
        matched = {**self._found.same, **self._found.moved, **self._found.changed}
        for number, page in enumerate(self._old):
            now = self._found.pages.get(number)
            path = page.chapter.path if now is None else self._new[now].chapter.path
            place = -1
            for at, unit in enumerate(page.units):
                other = matched.get(Spot(number, at))
                if other is None:
                    told = Difference(ChangeKind.TEXT_REMOVED, path, unit.heading, old=unit.text)
                    yield (path, place, 3), told
                elif other.page == now:
                    place = other.at

    def _added(self) -> Iterator[tuple[tuple[str, int, int], Difference]]:
        for spot, unit in _all(self._new):
            if spot not in self._back:
                yield self._told(ChangeKind.TEXT_ADDED, spot, None, unit.text)

    def _told(
        self, kind: ChangeKind, spot: Spot, old: str | None, new: str | None
    ) -> tuple[tuple[str, int, int], Difference]:
        path = self._new[spot.page].chapter.path
        heading = self._new[spot.page].units[spot.at].heading
        return (path, spot.at, 2), Difference(kind, path, heading, old, new)


def _where(pages: Pages, spot: Spot) -> str:
    page = pages[spot.page]
    return ", ".join(part for part in (page.chapter.path, page.units[spot.at].heading) if part)

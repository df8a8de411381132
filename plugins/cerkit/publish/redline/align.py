"""Which items of two sequences are the same, and which of the rest are versions of each other.

Nothing here is quadratic in the length of a document: items that occur once on both sides are anchors, and only the
small gaps between them are compared all with all.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise

Pair = tuple[int, int]

_MOST_COMPARED = 60_000
"""Pairs of items in a gap that are looked at; a larger gap without anchors has nothing in common for us."""
_MOST_SCORED = 4_000
_WINDOW = 12
"""How far ahead a larger gap is searched for the version of an item."""
_DEEPEST = 12


def same(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Positions of equal items, rising on both sides."""
    found: list[Pair] = []
    ranges = [(0, len(old), 0, len(new), 0)]
    while ranges:
        a, a_end, b, b_end, depth = ranges.pop()
        while a < a_end and b < b_end and old[a] == new[b]:
            found.append((a, b))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            found.append((a_end, b_end))
        if a == a_end or b == b_end:
            continue
        anchors = _anchors(old, new, (a, a_end), (b, b_end)) if depth < _DEEPEST else []
        if anchors:
            found.extend(anchors)
            stops = [(a - 1, b - 1), *anchors, (a_end, b_end)]
            for (i, j), (i_end, j_end) in pairwise(stops):
                ranges.append((i + 1, i_end, j + 1, j_end, depth + 1))
        elif (a_end - a) * (b_end - b) <= _MOST_COMPARED:
            found.extend(_compared(old, new, (a, a_end), (b, b_end)))
    return sorted(found)


def _compared(old: Sequence[Hashable], new: Sequence[Hashable], left: Pair, right: Pair) -> Iterator[Pair]:
    matcher = difflib.SequenceMatcher(None, old[slice(*left)], new[slice(*right)], autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            yield left[0] + block.a + step, right[0] + block.b + step


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], left: Pair, right: Pair) -> list[Pair]:
    """Items that occur once on either side, as many as stand in the same order."""
    once = [_once(old, *left), _once(new, *right)]
    pairs = sorted((i, once[1][item]) for item, i in once[0].items() if item in once[1])
    return rising(pairs)


def _once(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    counts = Counter(items[start:end])
    return {items[at]: at for at in range(start, end) if counts[items[at]] == 1}


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest part of some pairs, sorted by their first number, in which the second rises, too."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        place = bisect_left(tops, j)
        before.append(ends[place - 1] if place else -1)
        if place == len(tops):
            tops.append(j)
            ends.append(at)
        else:
            tops[place], ends[place] = j, at
    found: list[Pair] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def gaps(pairs: Sequence[Pair], old_length: int, new_length: int) -> Iterator[tuple[range, range]]:
    """What lies before, between and behind rising pairs; as many gaps as pairs, and one more."""
    a = b = 0
    for i, j in (*pairs, (old_length, new_length)):
        yield range(a, i), range(b, j)
        a, b = i + 1, j + 1


def likely(
    old: Sequence[int], new: Sequence[int], score: Callable[[int, int], float], *, least: float
) -> list[Pair]:
    """Which items of a gap are versions of each other: rising pairs whose scores sum highest, none below `least`."""
    if not old or not new:
        return []
    if len(old) * len(new) > _MOST_SCORED:
        return list(_nearby(old, new, score, least))
    table = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    scores: dict[Pair, float] = {}
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            best = max(table[a + 1][b], table[a][b + 1])
            value = score(old[a], new[b])
            if value >= least:
                scores[a, b] = value
                best = max(best, value + table[a + 1][b + 1])
            table[a][b] = best
    return list(_way(table, scores, old, new))


def _way(
    table: Sequence[Sequence[float]], scores: dict[Pair, float], old: Sequence[int], new: Sequence[int]
) -> Iterator[Pair]:
    a = b = 0
    while a < len(old) and b < len(new):
        if (a, b) in scores and table[a][b] == scores[a, b] + table[a + 1][b + 1]:
            yield old[a], new[b]
            a, b = a + 1, b + 1
        elif table[a][b] == table[a + 1][b]:
            a += 1
        else:
            b += 1


def _nearby(
    old: Sequence[int], new: Sequence[int], score: Callable[[int, int], float], least: float
) -> Iterator[Pair]:
    start = 0
    for item in new:
        ahead = range(start, min(len(old), start + _WINDOW))
        best = max(ahead, key=lambda at: score(old[at], item), default=None)
        if best is not None and score(old[best], item) >= least:
            yield old[best], item
            start = best + 1

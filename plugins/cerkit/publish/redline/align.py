"""Which items of two sequences are the same, and which of the rest are versions of each other.

As `compare.alignment` finds them for sentences; here the items of a gap without any that are unique are compared, too,
because a word may stand in a sentence many times.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Final

from cerkit.compare.alignment import Pair, best_pairs, equal_pairs

_MOST_COMPARED: Final = 60_000
"""Pairs of items in a gap that are looked at; a larger gap without anchors has nothing in common for us."""
_MOST_SCORED: Final = 4_000
_WINDOW: Final = 12
"""How far ahead a larger gap is searched for the version of an item."""


def same(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Positions of equal items, rising on both sides."""
    pairs = equal_pairs(old, new, weigh=lambda _: 1)
    inside = (
        pair
        for before, after in gaps(pairs, len(old), len(new))
        if before and after and len(before) * len(after) <= _MOST_COMPARED
        for pair in _compared(old, new, (before.start, before.stop), (after.start, after.stop))
    )
    return sorted([*pairs, *inside])


def _compared(old: Sequence[Hashable], new: Sequence[Hashable], left: Pair, right: Pair) -> Iterator[Pair]:
    matcher = difflib.SequenceMatcher(None, old[slice(*left)], new[slice(*right)], autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            yield left[0] + block.a + step, right[0] + block.b + step


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
    found = best_pairs(len(old), len(new), lambda i, j: score(old[i], new[j]), least=least)
    return [(old[i], new[j]) for i, j in found]


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

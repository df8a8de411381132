"""Which units of two pages belong together: equal ones first, by their hashes; similar ones in what is left between.

Nothing here grows with the square of the text: equal units are found through dictionaries and the heaviest rising
sequence, and similar ones are looked for among few.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeVar

Item = TypeVar("Item", bound=Hashable)
Pair = tuple[int, int]
_DEEPEST: Final = 12
"""How often a gap is searched for units that are unique in it."""
_WIDEST: Final = 20
"""Units of a gap that are compared with one another; a wider gap is cut into slices."""
_SIMILAR: Final = 0.5
"""Share of common words from which on a sentence is another one's new wording."""
_SIMILAR_ALONE: Final = 0.3
"""The same where one sentence took the place of one."""
_WORD: Final = re.compile(r"\w+|[^\w\s]")


def equal_pairs(old: Sequence[Item], new: Sequence[Item], weigh: Callable[[Item], int]) -> list[Pair]:
    """Positions of equal items that stand in the same order on both sides: of such rows the heaviest."""
    found: list[Pair] = []
    gaps = [(0, len(old), 0, len(new), 0)]
    while gaps:
        first, last, start, end, depth = gaps.pop()
        while first < last and start < end and old[first] == new[start]:
            found.append((first, start))
            first, start = first + 1, start + 1
        while first < last and start < end and old[last - 1] == new[end - 1]:
            last, end = last - 1, end - 1
            found.append((last, end))
        anchors = _anchors(old, new, (first, last), (start, end), weigh) if depth < _DEEPEST else []
        if anchors:
            found += anchors
            edges = [(first - 1, start - 1), *anchors, (last, end)]
            gaps += [
                (before[0] + 1, after[0], before[1] + 1, after[1], depth + 1)
                for before, after in pairwise(edges)
            ]
    return sorted(found)


def _anchors(
    old: Sequence[Item], new: Sequence[Item], span: Pair, other: Pair, weigh: Callable[[Item], int]
) -> list[Pair]:
    """Items that stand once in each gap, as many as stand in the same order."""
    here, there = _once(old, span), _once(new, other)
    common = sorted((position, there[item]) for item, position in here.items() if item in there)
    return heaviest_rising(common, [weigh(old[position]) for position, _ in common])


def _once(items: Sequence[Item], span: Pair) -> dict[Item, int]:
    counts = Counter(items[slice(*span)])
    return {items[at]: at for at in range(*span) if counts[items[at]] == 1}


def heaviest_rising(pairs: Sequence[Pair], weights: Sequence[int]) -> list[Pair]:
    """Of pairs that rise in their first number those that rise in the second, too, and weigh most together."""
    ends: list[int] = []
    best: list[tuple[int, int]] = []  # weight and index of the row that ends at `ends`, both rising
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        before.append(best[at - 1][1] if at else -1)
        weight = weights[index] + 1 + (best[at - 1][0] if at else 0)
        if at < len(ends) and ends[at] == second:
            continue
        upto = at
        while upto < len(ends) and best[upto][0] <= weight:
            upto += 1
        ends[at:upto] = [second]
        best[at:upto] = [(weight, index)]
    row: list[Pair] = []
    index = best[-1][1] if best else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def similar_pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Positions of texts in the same order of which one is a new wording of the other."""
    least = _SIMILAR_ALONE if len(old) == len(new) == 1 else _SIMILAR
    for start in range(0, min(len(old), len(new)), _WIDEST):
        some, others = old[start : start + _WIDEST], new[start : start + _WIDEST]
        for first, second in _most_similar(some, others, least):
            yield start + first, start + second


def _most_similar(old: Sequence[str], new: Sequence[str], least: float) -> list[Pair]:
    counts = [Counter(_WORD.findall(text)) for text in old], [Counter(_WORD.findall(text)) for text in new]
    return best_pairs(len(old), len(new), lambda i, j: _similarity(counts[0][i], counts[1][j]), least=least)


def best_pairs(old: int, new: int, score: Callable[[int, int], float], *, least: float) -> list[Pair]:
    """The pairs in order whose scores sum highest, none below `least` (Needleman and Wunsch without costs for gaps).

    `old` and `new` are how many items there are; every pair of them is scored.
    """
    scores = [[score(i, j) for j in range(new)] for i in range(old)]
    total = [[0.0] * (new + 1) for _ in range(old + 1)]
    for i in range(old - 1, -1, -1):
        for j in range(new - 1, -1, -1):
            paired = scores[i][j] + total[i + 1][j + 1] if scores[i][j] >= least else 0.0
            total[i][j] = max(paired, total[i + 1][j], total[i][j + 1])
    found: list[Pair] = []
    i = j = 0
    while i < old and j < new:
        if scores[i][j] >= least and total[i][j] == scores[i][j] + total[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif total[i][j] == total[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _similarity(one: Counter[str], other: Counter[str]) -> float:
    """Share of words that two texts have in common (Dice)."""
    together = one.total() + other.total()
    return 2 * (one & other).total() / together if together else 0.0

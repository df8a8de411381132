"""Which units of two pages belong together: equal ones first, by their hashes; similar ones in what is left between.

Nothing here grows with the square of the text: equal units are found through dictionaries and the heaviest rising
sequence, and similar ones are looked for among few.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

Pair = tuple[int, int]
_DEEPEST: Final = 8
"""How often a gap is searched for units that are unique in it."""
_WIDEST: Final = 20
"""Units of a gap that are compared with one another; a wider gap is cut into slices."""
_SIMILAR: Final = 0.5
"""Share of common words from which on a sentence is another one's new wording."""
_SIMILAR_ALONE: Final = 0.3
"""The same where one sentence took the place of one."""
_WORD: Final = re.compile(r"\w+|[^\w\s]")


def equal_pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Positions of equal texts that stand in the same order on both sides, the longest such row."""
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
        anchors = _anchors(old, new, (first, last), (start, end)) if depth < _DEEPEST else []
        if anchors:
            found += anchors
            edges = [(first - 1, start - 1), *anchors, (last, end)]
            gaps += [
                (before[0] + 1, after[0], before[1] + 1, after[1], depth + 1)
                for before, after in pairwise(edges)
            ]
    return sorted(found)


def _anchors(old: Sequence[str], new: Sequence[str], span: Pair, other: Pair) -> list[Pair]:
    """Texts that stand once in each gap, as many as stand in the same order: the heaviest such row by length."""
    here, there = _once(old, span), _once(new, other)
    common = [(position, there[text]) for text, position in here.items() if text in there]
    return _heaviest_rising(sorted(common), [len(old[position]) + 1 for position, _ in sorted(common)])


def _once(texts: Sequence[str], span: Pair) -> dict[str, int]:
    counts = Counter(texts[slice(*span)])
    return {texts[at]: at for at in range(*span) if counts[texts[at]] == 1}


def _heaviest_rising(pairs: list[Pair], weights: list[int]) -> list[Pair]:
    """Of pairs that rise in their first number those that rise in the second, too, and weigh most together."""
    ends: list[int] = []
    best: list[tuple[int, int]] = []  # weight and index of the row that ends at `ends`, both rising
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        before.append(best[at - 1][1] if at else -1)
        weight = weights[index] + (best[at - 1][0] if at else 0)
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
    """The pairs in order that are most similar together (Needleman and Wunsch without costs for gaps)."""
    counts = [Counter(_WORD.findall(text)) for text in old], [Counter(_WORD.findall(text)) for text in new]
    alike = [[_similarity(one, other) for other in counts[1]] for one in counts[0]]
    total = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = alike[i][j] + total[i + 1][j + 1] if alike[i][j] >= least else 0.0
            total[i][j] = max(paired, total[i + 1][j], total[i][j + 1])
    found: list[Pair] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] >= least and total[i][j] == alike[i][j] + total[i + 1][j + 1]:
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

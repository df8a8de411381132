"""Which items of two sequences are the same, and what is shown of a sentence."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cerkit.publish.redline.align import gaps, likely, same

ITEMS = st.lists(st.sampled_from("abcdefgh"), max_size=40)


@given(ITEMS, ITEMS)
def test_pairs_are_equal_and_rise_on_both_sides(old: list[str], new: list[str]) -> None:
    pairs = same(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(ITEMS)
def test_a_sequence_is_the_same_as_itself(items: list[str]) -> None:
    assert same(items, items) == [(at, at) for at in range(len(items))]


@given(ITEMS, ITEMS)
def test_gaps_and_pairs_together_are_everything(old: list[str], new: list[str]) -> None:
    pairs = same(old, new)
    found = list(gaps(pairs, len(old), len(new)))
    assert len(found) == len(pairs) + 1
    assert sum(len(before) for before, _ in found) + len(pairs) == len(old)
    assert sum(len(after) for _, after in found) + len(pairs) == len(new)


def test_the_longest_part_in_the_same_order_is_taken() -> None:
    assert same("abcd", "bcda") == [(1, 0), (2, 1), (3, 2)]


def test_versions_are_those_whose_likeness_sums_highest_and_none_below_the_least() -> None:
    scores = {(0, 0): 0.5, (0, 1): 0.9, (1, 1): 0.6, (1, 2): 0.2}
    found = likely([0, 1], [0, 1, 2], lambda i, j: scores.get((i, j), 0.0), least=0.3)
    assert found == [(0, 0), (1, 1)]


def test_a_large_gap_is_searched_nearby_only() -> None:
    asked: list[tuple[int, int]] = []

    def score(i: int, j: int) -> float:
        asked.append((i, j))
        return float(i == j)

    assert likely(range(300), range(300), score, least=0.5) == [(at, at) for at in range(300)]
    assert len(asked) < 300 * 30

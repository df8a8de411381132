"""Which blocks and rows of two reports are versions of each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Final

from cerkit.compare.alignment import Pair
from cerkit.publish.ooxml import Element, q
from cerkit.publish.redline.align import likely, same
from cerkit.publish.redline.tokens import likeness
from cerkit.publish.redline.tree import Block, Paragraph, Row, Table

LEAST_ALIKE: Final = 0.35
"""Likeness from which two paragraphs are versions of one."""
_SAME_HEAD: Final = 0.5
"""What it counts for two tables that their columns have the same names."""


def likeness_of(old: Block, new: Block) -> float:
    if old.kind != new.kind or (isinstance(old, Paragraph) and old.is_derived):
        return 0.0
    if isinstance(old, Table) and isinstance(new, Table) and old.head and old.head == new.head:
        return _SAME_HEAD + likeness(old.bag, new.bag) / 2
    return likeness(old.bag, new.bag)


def pair_last(
    ways: dict[Pair, bool], old: Sequence[Block], new: Sequence[Block], gone: set[int], come: set[int]
) -> None:
    """The last paragraphs of a cell are versions of each other, if neither is one of something else."""
    last = (len(old) - 1, len(new) - 1)
    if not old or not new or last[0] in gone or last[1] in come:
        return
    if any(i == last[0] or j == last[1] for i, j in ways):
        return
    ends = (old[-1], new[-1])
    if all(isinstance(block, Paragraph) and not block.is_derived for block in ends):
        ways[last] = False


def once(signatures: dict[int, Hashable]) -> dict[Hashable, int]:
    counts = Counter(signatures.values())
    return {signature: at for at, signature in signatures.items() if counts[signature] == 1}


def runs_of(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Neighbours on both sides."""
    runs: list[list[Pair]] = []
    for i, j in pairs:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    return runs


def fit(old: Table, new: Table) -> bool:
    """Whether rows of the one can stand in the other."""
    if old.columns != new.columns:
        return False
    if len(old.head) == len(new.head) and old.head != new.head:
        names = [
            [cell.signature for row in table.rows if row.is_head for cell in row.cells]
            for table in (old, new)
        ]
        if len(names[0]) != len(names[1]):
            return False
        stay = sum(left == right for left, right in zip(*names, strict=True))
        if 2 * stay < len(names[0]):
            return False
    if len(old.head) != len(new.head):
        return False
    joined = any(
        "=" in str(cell.shape) and _is_joined(cell.element)
        for t in (old, new)
        for r in t.rows
        for cell in r.cells
    )
    return not joined or [row.shape for row in old.rows] == [row.shape for row in new.rows]


def _is_joined(cell: Element) -> bool:
    """Whether the cell is part of one over several rows."""
    return cell.find(f"{q('tcPr')}/{q('vMerge')}") is not None


def row_versions(
    before: range, after: range, old: Sequence[Row], new: Sequence[Row], *, by_key: bool
) -> list[Pair]:
    if not before or not after:
        return []
    if by_key:
        keys = [
            [(side[at].key, side[at].shape) for at in span] for side, span in ((old, before), (new, after))
        ]
        return [(before.start + i, after.start + j) for i, j in same(*keys)]

    def alike(i: int, j: int) -> float:
        return likeness(old[i].bag, new[j].bag) if old[i].shape == new[j].shape else 0.0

    return likely(before, after, alike, least=LEAST_ALIKE)

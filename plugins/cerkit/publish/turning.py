"""Which blocks stand on landscape pages: a wide table, with the heading and the words that lead to it.

Word and PDF ask the same question here, so that the two turn the same pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

_LEAD = 3
"""Paragraphs between a heading and its wide table that turn with it."""
_TRAIL = 2
"""Paragraphs after the table that stay with it if a new part follows."""


class HasKind(Protocol):
    """What is asked of a block."""

    @property
    def kind(self) -> str:
        """`plain`, `heading`, `wide` or `other`."""

    @property
    def level(self) -> int:
        """Level of a heading."""


def turned(blocks: Sequence[HasKind]) -> Iterator[tuple[int, int]]:
    """Ranges of blocks that are turned; ranges that touch are one.

    A table and its caption are one block.
    """
    current: tuple[int, int] | None = None
    for position, block in enumerate(blocks):
        if block.kind != "wide":
            continue
        floor = current[1] if current else 0
        start, end = _start(blocks, position, floor), _end(blocks, position + 1)
        if current and start <= current[1]:
            current = (current[0], end)
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _start(blocks: Sequence[HasKind], position: int, floor: int) -> int:
    """The table, and further up to its heading if only a few paragraphs stand between."""
    probe = _above_plain(blocks, position, floor)
    if probe <= floor or blocks[probe - 1].kind != "heading":
        return probe if probe == floor and floor else position
    probe = _above_headings(blocks, probe, floor)
    # A chapter or section of two sentences before its first part would otherwise leave a page almost empty.
    above = _above_plain(blocks, probe, floor)
    top = _above_headings(blocks, above, floor)
    return top if top < above and blocks[top].level <= 2 else probe


def _above_plain(blocks: Sequence[HasKind], position: int, floor: int) -> int:
    start = position
    while start > floor and position - start < _LEAD and blocks[start - 1].kind == "plain":
        start -= 1
    return start


def _above_headings(blocks: Sequence[HasKind], position: int, floor: int) -> int:
    while position > floor and blocks[position - 1].kind == "heading":
        position -= 1
    return position


def _end(blocks: Sequence[HasKind], position: int) -> int:
    """A sentence or two after the table stay with it, if a new part follows."""
    probe = position
    while probe < len(blocks) and probe - position < _TRAIL and blocks[probe].kind == "plain":
        probe += 1
    return probe if probe == len(blocks) or blocks[probe].kind == "heading" else position

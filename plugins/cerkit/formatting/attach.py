"""Gives every comment and blank line to the entry with which it travels."""

from __future__ import annotations

from collections.abc import Iterable

from cerkit.formatting.nodes import Block, Comments, Entry, Flow, Scalar, Tree

Gap = list[tuple[int, str | None]]
"""Lines between two entries: column and text of a comment, or None for a blank line."""


def attach(tree: Tree) -> None:
    """Fill in the comments of the tree."""
    reader = _Lines(tree)
    root = tree.root
    if isinstance(root, Block):
        first = reader.until(root.line)
        tree.head, first = _file_head(first)
        reader.block(root, first)
        below, own = _divided(reader.rest(), root.column)
        _give(root.entries[-1], below)
        root.tail = _texts(own)
    else:
        tree.head = _texts(reader.rest() if root is None else reader.until(root.line))


def masked(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The lines of a text in which everything within the spans is an `x`, so that each `#` begins a comment."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        if start >= end:
            continue
        parts.append(text[done:start])
        parts.append("\n".join("x" * len(line) for line in text[start:end].split("\n")))
        done = end
    parts.append(text[done:])
    return "".join(parts).split("\n")


class _Lines:
    """Hands out the lines without values, each once, from top to bottom."""

    def __init__(self, tree: Tree) -> None:
        text = tree.text
        for start, end in reversed(tree.marks):
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        self._source = text.split("\n")
        self._masked = masked(text, ((leaf.start, leaf.end) for leaf in tree.leaves))
        if self._masked and not self._masked[-1]:
            self._masked.pop()
        self._next = 0

    def until(self, line: int) -> Gap:
        """Lines above the one given, from where the last entry ended; that line is taken, too."""
        gap: Gap = []
        for number in range(self._next, line):
            self._read(number, gap)
        self._next = max(self._next, line + 1)
        return gap

    def rest(self) -> Gap:
        return self.until(len(self._masked))

    def until_dash(self, block: Block, index: int) -> Gap:
        """Lines above the dash of an item; the first line with more than a comment has it."""
        if index == 0:
            return self.until(block.line)
        line = self._next
        while line < len(self._masked) and not self._masked[line].partition("#")[0].strip(" \t"):
            line += 1
        return self.until(line)

    def comment(self, line: int) -> str | None:
        """The comment at the end of a line."""
        column = self._masked[line].find("#")
        return self._source[line][column:].rstrip() if column >= 0 else None

    def block(self, block: Block, first: Gap | None = None) -> None:
        """Give each entry of a collection its comments."""
        previous: Entry | None = None
        for index, entry in enumerate(block.entries):
            if index == 0 and first is not None:
                gap = first
            elif entry.key is not None:
                gap = self.until(entry.key.line)
            else:
                gap = self.until_dash(block, index)
            if previous is not None:
                below, gap = _divided(gap, block.column)
                _give(previous, below)
            entry.head = _texts(gap)
            self._value(entry, entry.key.line if entry.key is not None else self._next - 1)
            previous = entry

    def _value(self, entry: Entry, line: int) -> None:
        value = entry.value
        if isinstance(value, Scalar) and value.is_empty:
            entry.value_comment = self.comment(line)
            return
        if value.line > line:
            entry.key_comment = self.comment(line)
        if isinstance(value, Block):
            self.block(value)
            return
        entry.between = _texts(self.until(value.line))
        self._next = max(self._next, value.end_line + 1)
        if isinstance(value, Flow) or not value.is_block:
            entry.value_comment = self.comment(value.end_line)

    def _read(self, number: int, gap: Gap) -> None:
        line = self._masked[number]
        column = line.find("#")
        if column >= 0:
            gap.append((column, self._source[number][column:].rstrip()))
        elif not line.strip(" \t"):
            gap.append((0, None))


def _file_head(gap: Gap) -> tuple[Comments, Gap]:
    """What is said of the file, and what of its first key: the last paragraph of several.

    A single paragraph speaks of the file, so that it stays on top when another key becomes the first.
    """
    while gap and gap[0][1] is None:
        del gap[0]
    last = max((index for index, (_, text) in enumerate(gap) if text is None), default=-1)
    split = last + 1 if last >= 0 else len(gap)
    return _texts(gap[:split]), gap[split:]


def _divided(gap: Gap, column: int) -> tuple[Gap, Gap]:
    """The comments that stand deeper than a column, up to the first that does not, and the rest."""
    split = 0
    for index, (place, text) in enumerate(gap):
        if text is None:
            continue
        if place <= column:
            break
        split = index + 1
    return gap[:split], gap[split:]


def _give(entry: Entry, gap: Gap) -> None:
    """Hand the comments below an entry to it, or to the entry within it that stands less deep than they."""
    deepest: int | None = None
    home: Entry | Block = entry
    waiting: list[str | None] = []
    for place, text in gap:
        if text is not None and (deepest is None or place < deepest):
            home.tail += _until_comment(waiting)
            waiting = waiting[-1:] if waiting and waiting[-1] is None else []
            deepest = place
            home = _home(entry, place)
        waiting.append(text)
    home.tail += _until_comment(waiting)


def _until_comment(lines: list[str | None]) -> Comments:
    """The lines up to the last comment."""
    last = next((index for index in range(len(lines), 0, -1) if lines[index - 1] is not None), 0)
    return tuple(lines[:last])


def _home(entry: Entry, column: int) -> Entry | Block:
    while isinstance(entry.value, Block):
        if column <= entry.value.column:
            return entry.value
        entry = entry.value.entries[-1]
    return entry


def _texts(gap: Gap) -> Comments:
    return tuple(text for _, text in gap)

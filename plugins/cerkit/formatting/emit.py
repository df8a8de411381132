"""Writes a tree in the one style: two blanks a level, lists below their key, one blank line at most."""

from __future__ import annotations

import re
from typing import Final

from cerkit.formatting.flow import flow_source
from cerkit.formatting.nodes import Block, Comments, Entry, Flow, Node, Scalar, Tree
from cerkit.formatting.order import Shape, below, rank
from cerkit.formatting.tree import keeps_breaks

_STEP: Final = 2
_BLANKS: Final = " \t"
_DIGIT: Final = re.compile(r"^([|>][-+]?)[1-9]")
_FIRST_DIGIT: Final = re.compile(r"^([|>])[1-9]")


def emit(tree: Tree, shape: Shape) -> str:
    """The text of a tree whose file holds values of a type."""
    return _Writer(tree).write(shape)


class _Writer:
    """Collects lines. A blank line is written when something follows it."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._text = tree.text
        self._lines: list[str] = []
        self._opening = ""
        """Dashes that stand before the next line of an item."""
        self._wants_blank = False
        self._keeps_breaks = False
        """True when the next blank line would become part of the text above."""

    def write(self, shape: Shape) -> str:
        tree, root = self._tree, self._tree.root
        self._comments(tree.head, 0)
        if isinstance(root, Block):
            _sort(root, shape)
            if tree.head and any(root.entries[0].head):
                self._wants_blank = True
            self._block(root, 0, shape)
            self._comments(root.tail, 0)
        elif root is not None:
            # No record is a single text or stands in braces as a whole: nothing to order, so it stays as it is.
            return self._text
        return "\n".join(self._lines) + "\n" if self._lines else ""

    def _block(self, block: Block, column: int, shape: Shape) -> None:
        for index, entry in enumerate(block.entries):
            if index == 0 and (self._lines or self._opening) and column:
                entry.head = _without_leading_blank(entry.head)
            if entry.key is None:
                self._item(entry, block, column, below(shape, None))
            else:
                self._field(entry, entry.key, block, column, below(shape, entry.key.value))

    def _field(self, entry: Entry, key: Scalar, block: Block, column: int, shape: Shape) -> None:
        value = entry.value
        before = f"{self._text[key.start : key.end]}:"
        if isinstance(value, Scalar) and value.is_block:
            head = (*entry.head, *_full_lines(entry))
            self._comments(head, column)
            self._block_scalar(f"{before} ", value, column)
        elif isinstance(value, Block):
            self._comments(entry.head, column)
            self._line(_with_comment(before, entry.key_comment), column)
            self._block(value, column + _STEP, shape)
            self._comments(value.tail, column + _STEP)
        elif isinstance(value, Scalar) and value.is_empty:
            self._comments(entry.head, column)
            self._line(_with_comment(before, entry.value_comment), column)
        else:
            self._comments(entry.head, column)
            if value.line == key.line:
                self._leaf(f"{before} ", entry, value, block, column, column, shape)
            else:
                self._line(_with_comment(before, entry.key_comment), column)
                self._comments(entry.between, column + _STEP)
                self._leaf("", entry, value, block, column, column + _STEP, shape)
        self._tail(entry, column)

    def _item(self, entry: Entry, block: Block, column: int, shape: Shape) -> None:
        value = entry.value
        if isinstance(value, Block):
            # Comments cannot stand between the dash and the first key without leaving the line.
            self._comments((*entry.head, *_full_lines(entry), *_leading(value)), column)
            self._open_item(column)
            self._block(value, column + _STEP, shape)
            self._comments(value.tail, column + _STEP)
        elif isinstance(value, Scalar) and value.is_empty:
            self._comments(entry.head, column)
            self._line(_with_comment("-", entry.value_comment), column)
        else:
            self._comments((*entry.head, *_full_lines(entry)), column)
            self._open_item(column)
            if isinstance(value, Scalar) and value.is_block:
                self._block_scalar("", value, column)
            else:
                self._leaf("", entry, value, block, column, column + _STEP, shape)
        self._tail(entry, column)

    def _tail(self, entry: Entry, column: int) -> None:
        is_block_scalar = isinstance(entry.value, Scalar) and entry.value.is_block
        # One step deeper the comment would become a line of the text above it.
        self._comments(entry.tail, column if is_block_scalar else column + _STEP)

    def _leaf(
        self,
        before: str,
        entry: Entry,
        value: Scalar | Flow,
        block: Block,
        base: int,
        column: int,
        shape: Shape,
    ) -> None:
        """A text or a collection in brackets, with the line breaks it has."""
        if isinstance(value, Flow):
            source = flow_source(self._text, value, shape)
            first, *rest = _flow_lines(source, base - block.column, base)
        else:
            source = self._text[value.start : value.end]
            first, *rest = _text_lines(source, base + _STEP)
        lines = [before + first, *rest]
        lines[-1] = _with_comment(lines[-1], entry.value_comment)
        self._line(lines[0], column)
        self._lines += lines[1:]

    def _block_scalar(self, before: str, value: Scalar, column: int) -> None:
        header, *body = self._text[value.start : value.end].split("\n")
        header = _FIRST_DIGIT.sub(r"\g<1>2", _DIGIT.sub(r"\g<1>2", header.rstrip(_BLANKS)))
        self._line(before + header, column)
        old, new = value.indentation, " " * (column + _STEP)
        for line in body:
            is_blank = not line.strip(" ") and len(line) <= old
            self._lines.append("" if is_blank else new + line[old:])
        self._keeps_breaks = keeps_breaks(header)

    def _comments(self, comments: Comments, column: int) -> None:
        for comment in comments:
            if comment is None:
                self._wants_blank = True
            else:
                self._blank()
                self._lines.append(" " * column + comment)
                self._keeps_breaks = False

    def _open_item(self, column: int) -> None:
        if not self._opening:
            self._blank()
            self._opening = " " * column
        self._opening += "- "

    def _line(self, text: str, column: int) -> None:
        if self._opening:
            self._lines.append((self._opening + text).rstrip(_BLANKS))
        else:
            self._blank()
            self._lines.append(" " * column + text)
        self._opening = ""
        self._keeps_breaks = False

    def _blank(self) -> None:
        """Write the blank line that was asked for, unless it would begin the file or belong to a text."""
        if self._wants_blank and self._lines and not self._keeps_breaks:
            self._lines.append("")
        self._wants_blank = False


def _sort(node: Node, shape: Shape) -> None:
    """Put the entries of all mappings below a node into the order of their models."""
    if not isinstance(node, Block):
        return
    if node.is_mapping:
        node.entries.sort(key=lambda entry: rank(shape, entry.key.value) if entry.key else 0)
    for entry in node.entries:
        _sort(entry.value, below(shape, entry.key.value if entry.key else None))


def _leading(block: Block) -> Comments:
    """Take the comments before the first key of an item, which stand before its dash."""
    first = block.entries[0]
    taken = _without_leading_blank(first.head)
    first.head = ()
    if first.key is None and isinstance(first.value, Block):
        taken += (*_full_lines(first), *_leading(first.value))
        first.key_comment = None
    elif first.key is None or (isinstance(first.value, Scalar) and first.value.is_block):
        taken += _full_lines(first)
        first.key_comment, first.between = None, ()
    return taken


def _full_lines(entry: Entry) -> Comments:
    """What stands between a key or dash and a value that is moved up to it."""
    return tuple(comment for comment in (entry.key_comment, *entry.between) if comment)


def _without_leading_blank(comments: Comments) -> Comments:
    first = next((index for index, comment in enumerate(comments) if comment), len(comments))
    return comments[first:]


def _with_comment(line: str, comment: str | None) -> str:
    return f"{line}  {comment}" if comment else line


def _text_lines(source: str, column: int) -> list[str]:
    """The lines of a plain or quoted text, of which blanks at both ends are no part."""
    first, *rest = source.split("\n")
    if not rest:
        return [first]
    stripped = [_ending(line.lstrip(_BLANKS)) for line in rest]
    return [_ending(first), *(" " * column + line if line else "" for line in stripped)]


def _flow_lines(source: str, shift: int, base: int) -> list[str]:
    """The lines of a collection in brackets, moved with the key to which it belongs."""
    first, *rest = source.split("\n")
    if not rest:
        return [first]
    lines = [_ending(first)]
    for line in rest:
        text = _ending(line.lstrip(_BLANKS))
        least = base if text[:1] in {"]", "}"} else base + _STEP
        column = max(len(line) - len(line.lstrip(_BLANKS)) + shift, least)
        lines.append(" " * column + text if text else "")
    return lines


def _ending(line: str) -> str:
    """A line without blanks at its end, unless a backslash makes the first of them part of a text."""
    stripped = line.rstrip(_BLANKS)
    return line if stripped.endswith("\\") else stripped

"""Whether a formatted text says what its source says: the same values, order of keys aside, and the same comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from cerkit.formatting.attach import masked
from cerkit.formatting.nodes import Block, Node, Scalar, Tree
from cerkit.formatting.refusal import RefusalError
from cerkit.formatting.tree import read_tree


def is_same(before: Tree, after: str) -> bool:
    """Whether the text holds the values and the comments of the tree."""
    if after == before.text:
        return True
    try:
        again = read_tree(after)
    except RefusalError:
        return False
    return _value(before.root) == _value(again.root) and _comments(before) == _comments(again)


def _value(node: Node | None) -> Any:
    """Plain values; a quoted text differs from a word that is written alike."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return bool(node.style), node.value
    pairs = [(e.key, e.value) for e in node.entries] if isinstance(node, Block) else node.items
    if node.is_mapping:
        return {key.value if key else None: _value(value) for key, value in pairs}
    return [_value(value) for _, value in pairs]


def _comments(tree: Tree) -> Counter[str]:
    lines = tree.text.split("\n")
    found: Counter[str] = Counter()
    for line, hidden in zip(lines, masked(tree.text, _texts(tree)), strict=True):
        column = hidden.find("#")
        if column >= 0:
            found[line[column:].rstrip()] += 1
    return found


def _texts(tree: Tree) -> Iterator[tuple[int, int]]:
    """Where texts stand. The first line of a block scalar is none: a comment may stand there."""
    for scalar in tree.scalars:
        start = scalar.start
        if scalar.is_block:
            start = tree.text.find("\n", scalar.start, scalar.end)
        if start >= 0:
            yield start, scalar.end

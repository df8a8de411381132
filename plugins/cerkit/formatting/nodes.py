"""What stands in a YAML text, where, and which comments travel with it."""

from __future__ import annotations

from dataclasses import dataclass, field

Comments = tuple[str | None, ...]
"""Comments from `#` on, each on a line of its own; None for a blank line."""


@dataclass(slots=True)
class Scalar:
    """A text, number or word, from `start` to `end` in the source; the two are equal when nothing stands there."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    style: str
    """Empty, a quote, `|` or `>`."""
    value: str
    indentation: int = 0
    """Columns before the lines of a block scalar."""

    @property
    def is_empty(self) -> bool:
        return self.start == self.end

    @property
    def is_block(self) -> bool:
        return self.style in {"|", ">"}


@dataclass(slots=True)
class Flow:
    """A collection in brackets or braces. Items of a list have no key."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    is_mapping: bool
    items: list[tuple[Scalar | None, Node]] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """A key with its value, or a dash with its item, and the comments that travel with it."""

    key: Scalar | None
    value: Node
    head: Comments = ()
    """Lines before the key or the dash."""
    key_comment: str | None = None
    """At the end of the key's line, when the value begins on a later one."""
    between: Comments = ()
    """Lines between a key and a value that begins on a later line."""
    value_comment: str | None = None
    """At the end of the value's last line."""
    tail: Comments = ()
    """Lines after the value that are indented deeper than the key."""


@dataclass(slots=True)
class Block:
    """A mapping or a list with one entry a line or more."""

    line: int
    column: int
    is_mapping: bool
    entries: list[Entry] = field(default_factory=list)
    tail: Comments = ()
    """Lines after the last entry, indented as its key."""


Node = Scalar | Flow | Block


@dataclass(slots=True)
class Tree:
    """A text and what stands in it."""

    text: str
    root: Node | None = None
    head: Comments = ()
    """Comments on the file, before the first key."""
    scalars: list[Scalar] = field(default_factory=list)
    """All texts in the order of the source, keys included."""
    leaves: list[Scalar | Flow] = field(default_factory=list)
    """What is copied as a whole: texts, and collections in brackets that stand in none."""
    marks: list[tuple[int, int]] = field(default_factory=list)
    """Where `---` and `...` stand."""

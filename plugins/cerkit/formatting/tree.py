"""A YAML text as a tree that remembers where everything stands.

Built from libyaml's events with an explicit stack, so that hostile nesting cannot exhaust Python's.
What cerkit does not read in a record (anchors, tags, several documents, keys that are lists) is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Items
from typing import Any, Final

import yaml
from yaml import cyaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from cerkit.formatting.nodes import Block, Entry, Flow, Node, Scalar, Tree
from cerkit.formatting.refusal import RefusalError

DEEPEST: Final = 40
"""Levels of nesting, as for the check."""
MOST_VALUES: Final = 600_000
"""Keys and values of one file: 10,000 bibliographic records have half as many. Bounds the memory."""

_OTHER_BREAK: Final = re.compile("[\x85\u2028\u2029]")
_INDENTATION: Final = re.compile(r"[|>][-+]?([1-9])?")


def read_tree(text: str) -> Tree:
    """The tree of a text whose lines end with LF. Raises `RefusalError`."""
    strange = _OTHER_BREAK.search(text)
    if strange is not None:
        before = text[: strange.start()]
        message = f"the line break U+{ord(strange.group()):04X} stands here, which editors show as none"
        column = len(before) - before.rfind("\n") - 1
        raise RefusalError(message, "replace it by a blank or a new line", before.count("\n"), column)
    builder = _Builder(text)
    try:
        return builder.build(cyaml.CParser(text))  # type: ignore[attr-defined]  # libyaml's parser, not in the stubs
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        message = f"this is not YAML: {error.problem or error.context}"
        raise RefusalError(message, "mend the line; `cerkit check` says more", line, column) from error
    except yaml.reader.ReaderError as error:
        raise _control_character(text, error.position) from error


def _control_character(text: str, position: int) -> RefusalError:
    """libyaml counts the bytes before the character."""
    before = text.encode()[:position].decode("utf-8", errors="ignore")
    message = f"the control character U+{ord(text[len(before)]):04X} stands here"
    column = len(before) - before.rfind("\n") - 1
    return RefusalError(message, "remove it", before.count("\n"), column)


class _Builder:
    """Turns events into nodes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tree = Tree(text)
        self._open: list[tuple[Flow | Block, Scalar | None, set[str]]] = []
        """Collections that are not at their end, each with the key that waits for its value, and its keys."""
        self._flows = 0
        self._count = 0

    def build(self, parser: Any) -> Tree:
        event: Any
        while (event := parser.get_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                self._check(event)
                self._scalar(event)
            elif kind in {MappingStartEvent, SequenceStartEvent}:
                self._check(event)
                self._start(event, is_mapping=kind is MappingStartEvent)
            elif kind in {MappingEndEvent, SequenceEndEvent}:
                self._end(event)
            elif kind is AliasEvent:
                _refuse(event, f"the alias *{event.anchor} stands here", "write the value out")
            elif kind in {DocumentStartEvent, DocumentEndEvent}:
                self._document(event)
        return self._tree

    def _check(self, event: Any) -> None:
        self._count += 1
        if self._count > MOST_VALUES:
            _refuse(event, f"the file holds more than {MOST_VALUES} values", "divide it")
        if event.anchor or event.tag:
            _refuse(event, "an anchor or tag stands here", "write the value out")

    def _document(self, event: Any) -> None:
        if type(event) is DocumentStartEvent:
            if self._tree.root is not None:
                _refuse(event, "a second document begins here (---)", "give it a file of its own")
            if event.version or event.tags:
                _refuse(event, "a directive stands here (%)", "remove the line")
        if event.explicit:
            self._tree.marks.append((event.start_mark.index, event.end_mark.index))

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        end = event.end_mark
        scalar = Scalar(
            mark.index, end.index, mark.line, mark.column, end.line, event.style or "", event.value
        )
        if scalar.is_block:
            self._trim(scalar)
        self._tree.scalars.append(scalar)
        if not self._flows:
            self._tree.leaves.append(scalar)
        if self._awaits_key():
            self._key(event, scalar)
        else:
            self._place(scalar)

    def _trim(self, scalar: Scalar) -> None:
        """Leave out the blank lines below a block scalar that are not part of its text."""
        base = self._open[-1][0].column if self._open else -1
        lines = self._text[scalar.start : scalar.end].split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()  # the indentation of what follows
        header, body = lines[0], lines[1:]
        indicators = _INDENTATION.match(header)
        digit = indicators.group(1) or _second_digit(header) if indicators else None
        scalar.indentation = max(base, 0) + int(digit) if digit else _indentation(body)
        if not keeps_breaks(header):
            while body and not body[-1].strip(" ") and len(body[-1]) <= scalar.indentation:
                body.pop()
        scalar.end = scalar.start + len("\n".join((header, *body)))
        scalar.end_line = scalar.line + len(body)

    def _awaits_key(self) -> bool:
        if not self._open:
            return False
        collection, key, _ = self._open[-1]
        return collection.is_mapping and key is None

    def _key(self, event: Any, scalar: Scalar) -> None:
        collection, _, known = self._open[-1]
        if scalar.value in known:
            _refuse(event, f"the key `{scalar.value}` stands twice here", "keep one of the two")
        known.add(scalar.value)
        if not self._flows and not self._is_plain_key(scalar):
            _refuse(event, "a key is written in a form with ? here", "write a plain name before the colon")
        self._open[-1] = (collection, scalar, known)

    def _is_plain_key(self, key: Scalar) -> bool:
        """Whether a key stands at the start of its line, or of an item's, and a colon follows."""
        before = self._text[key.start - key.column : key.start]
        return not before.strip(" -") and self._text[key.end : key.end + 80].lstrip(" \t").startswith(":")

    def _start(self, event: Any, *, is_mapping: bool) -> None:
        if self._awaits_key():
            message = "a list or mapping stands where a key is expected"
            _refuse(event, message, "write a plain name before the colon")
        if len(self._open) > DEEPEST:
            _refuse(event, f"values are nested deeper than {DEEPEST} levels", "flatten the value")
        mark = event.start_mark
        node: Flow | Block
        if event.flow_style:
            node = Flow(mark.index, mark.index, mark.line, mark.column, mark.line, is_mapping)
            if not self._flows:
                self._tree.leaves.append(node)
            self._flows += 1
        else:
            node = Block(mark.line, mark.column, is_mapping)
        self._place(node)
        self._open.append((node, None, set()))

    def _end(self, event: Any) -> None:
        node = self._open.pop()[0]
        if isinstance(node, Flow):
            node.end, node.end_line = event.end_mark.index, event.end_mark.line
            self._flows -= 1

    def _place(self, node: Node) -> None:
        if not self._open:
            self._tree.root = node
            return
        collection, key, known = self._open[-1]
        if isinstance(collection, Flow):
            collection.items.append((key, node))
        else:
            collection.entries.append(Entry(key, node))
        self._open[-1] = (collection, None, known)


def keeps_breaks(header: str) -> bool:
    """Whether the blank lines below a block scalar belong to its text (`|+`)."""
    return "+" in header[:3]


def _second_digit(header: str) -> str | None:
    return header[1] if len(header) > 1 and header[1].isdigit() else None


def _indentation(body: Items[str]) -> int:
    """Columns before the first line that says something; blank lines above it count as libyaml counts them."""
    widest = 0
    for line in body:
        width = len(line) - len(line.lstrip(" "))
        widest = max(widest, width)
        if width < len(line):
            break
    return widest


def _refuse(event: Any, message: str, hint: str) -> None:
    mark = event.start_mark
    raise RefusalError(message, hint, mark.line, mark.column)

"""From a route in the YAML to a line and column, computed only for the files in which something is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import yaml
from yaml.events import NodeEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cerkit.load.decision_lines import decision_places
from cerkit.model.diagnostics import Diagnostic, Place, Route

_MANY_DECISIONS: Final = 20_000
"""Bytes; smaller files are composed in a moment."""


class SourceMap:
    """Lines and columns of the values in a set of files. Each file is composed at most once, when first asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._roots: dict[str, Node | None] = {}
        self._fields: dict[Node, dict[str, tuple[Node, Node]]] = {}
        self._decisions: dict[str, dict[str, int] | None] = {}

    def locate(self, place: Place) -> Place:
        """The same place with line and column. A route that does not exist leads to the nearest value above it."""
        if place.line:
            return place
        if len(place.route) == 1 and (found := self._by_lines(place)) is not None:
            return found
        if not place.route and place.path not in self._roots:
            return self._at_beginning(place)
        root = self._root(place.path)
        if root is None:
            return replace(place, line=1, column=1)
        mark = self._mark(root, place.route, on_key=place.on_key)
        return replace(place, line=mark.line + 1, column=mark.column + 1)

    def _by_lines(self, place: Place) -> Place | None:
        """A place in a file of thousands of decisions, which takes a tenth of a second to compose."""
        if place.path not in self._decisions:
            data = self._files.get(place.path, b"")
            self._decisions[place.path] = decision_places(data) if len(data) >= _MANY_DECISIONS else None
        lines = self._decisions[place.path]
        key = str(place.route[0])
        if lines is None or key not in lines:
            return None
        column = 1 if place.on_key else len(key) + len(": ") + 1
        return replace(place, line=lines[key], column=column)

    def _at_beginning(self, place: Place) -> Place:
        """Where the first value of a file begins; of a large file no more is read than that."""
        data = self._data(place.path)
        try:
            events = yaml.parse(data.decode("utf-8-sig"), yaml.CSafeLoader) if data is not None else ()
            first = next((event.start_mark for event in events if isinstance(event, NodeEvent)), None)
        except (yaml.YAMLError, UnicodeDecodeError):
            first = None
        line, column = (first.line, first.column) if first is not None else (0, 0)
        return replace(place, line=line + 1, column=column + 1)

    def _data(self, path: str) -> bytes | None:
        return self._files.get(path) if path.endswith((".yml", ".yaml")) else None

    def located(self, diagnostic: Diagnostic) -> Diagnostic:
        """The diagnostic with its line."""
        return replace(diagnostic, place=self.locate(diagnostic.place))

    def resolve(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """All diagnostics with lines, sorted by file and line, each only once."""
        located = {self.located(item) for item in diagnostics}
        return tuple(sorted(located, key=Diagnostic.sort_key))

    def _root(self, path: str) -> Node | None:
        if path not in self._roots:
            self._roots[path] = self._compose(path)
        return self._roots[path]

    def _compose(self, path: str) -> Node | None:
        data = self._data(path)
        if data is None:
            return None
        try:
            # Not `yaml.compose`, which gives nothing at all when a second document follows.
            composer = _Composer(data.decode("utf-8-sig"))
            return composer.get_node() if composer.check_node() else None
        except (yaml.YAMLError, UnicodeDecodeError):
            return None

    def _mark(self, root: Node, route: Route, *, on_key: bool) -> yaml.Mark:
        node, mark = root, root.start_mark
        for position, step in enumerate(route):
            found = self._child(node, step)
            if found is None:
                break
            key_node, node = found
            is_last = position == len(route) - 1
            mark = key_node.start_mark if key_node is not None and is_last and on_key else node.start_mark
        return mark

    def _child(self, node: Node, step: str | int) -> tuple[Node | None, Node] | None:
        """Key node and value node of a step, or None."""
        if isinstance(node, SequenceNode):
            return (None, node.value[step]) if isinstance(step, int) and step < len(node.value) else None
        if isinstance(node, MappingNode) and isinstance(step, str):
            fields = self._fields.get(node)
            if fields is None:
                fields = self._fields[node] = _fields(node)
            return fields.get(step)
        return None


class _Composer(yaml.CSafeLoader):
    """Composes nodes without asking of which type each scalar is, which takes as long as all the rest."""

    def descend_resolver(self, *_: object) -> None: ...

    def ascend_resolver(self) -> None: ...

    def resolve(self, *_: object) -> str:
        """One tag for all: places are found by keys and positions."""
        return ""


def _fields(node: MappingNode) -> dict[str, tuple[Node, Node]]:
    """The fields of a mapping by name. Of two equal keys the last counts, as in the value that was read."""
    return {key.value: (key, value) for key, value in node.value if isinstance(key, ScalarNode)}

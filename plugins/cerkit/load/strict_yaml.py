"""YAML read strictly: what stands there is what is meant, and nothing else.

Only `null`, `true`, `false`, decimal numbers and ISO dates are more than text. Duplicate keys, anchors, aliases, tags,
tabs and empty values are diagnostics. What is written as most records are is read by its lines (`plain_yaml`);
everything else by libyaml's event stream, which is several times faster than PyYAML's constructor and shows every key
as it was written. Places are found later, only for what is wrong (see `places`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml import cyaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from cerkit.load import rules
from cerkit.load.plain_yaml import read_plain
from cerkit.load.scalars import resolve_scalar
from cerkit.model.diagnostics import MOST_TOLD, Diagnostic, Place, Rule, curtailed
from cerkit.model.fields import EMPTY, UNREADABLE

LARGEST_FILE: Final = 16 * 1024 * 1024
"""Bytes."""
MOST_VALUES: Final = 1_000_000
"""Keys, values and brackets in one file: a list of ones would hold eight million, each with its bytes of memory."""
BATCHES: Final = "evidence/records/"
"""Where the largest files lie: one search's records, which a program writes."""
LARGEST_BATCH: Final = 64 * 1024 * 1024
"""Bytes. 10,000 records with abstracts take 25 to 40 million, *measured* on PubMed, Scopus and Web of Science."""
MOST_BATCH_VALUES: Final = 3_000_000
"""10,000 records hold 0.7 to 1.3 million."""
DEEPEST: Final = 40
"""Levels of nesting; the deepest record has 8."""

_IDENTIFIER: Final = re.compile(r"""\bid:[ ]*["']?([A-Za-z0-9][A-Za-z0-9.-]*)""")
_STARTS: Final = frozenset({MappingStartEvent, SequenceStartEvent})
_ENDS: Final = frozenset({MappingEndEvent, SequenceEndEvent})


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a YAML file holds: plain values, and what is wrong with its form."""

    value: Any
    diagnostics: tuple[Diagnostic, ...] = ()


def read_yaml(path: str, data: bytes) -> Parsed:
    """Read one file. One that cannot be read to its end has the value `EMPTY`, and a diagnostic that says why."""
    text, problem = _decode(path, data)
    if problem is not None:
        return Parsed(EMPTY, (problem,))
    plain = read_plain(text)
    if plain is not None:
        return Parsed(plain)
    builder = _Builder(path)
    value: Any = EMPTY
    found: list[Diagnostic] = []
    most = MOST_BATCH_VALUES if path.startswith(BATCHES) else MOST_VALUES
    try:
        parser = cyaml.CParser(text)  # type: ignore[attr-defined]  # libyaml's parser, not declared in the stubs
        # Each takes a byte or more, so most files need no counting.
        value = builder.build(_Counted(parser, most) if len(text) > most else parser)
        if value is EMPTY and not builder.diagnostics:
            hint = "fill it in, or remove the file"
            found.append(
                rules.EMPTY_VALUE.at(Place(path, line=1, column=1), "the file holds nothing", hint=hint)
            )
    except _TooDeepError as error:
        message = f"values are nested deeper than {DEEPEST} levels"
        found.append(rules.TOO_DEEP.at(_place(path, error.mark), message))
    except _TooManyError as error:
        message = f"the file holds more than {most} keys and values"
        found.append(rules.FILE_TOO_LARGE.at(_place(path, error.mark), message, hint="divide it"))
    except yaml.MarkedYAMLError as error:
        found += _syntax_error(path, text, error)
    except yaml.reader.ReaderError as error:
        found.append(_control_character(path, text, error))
    return Parsed(value, (*_tabs(path, text), *curtailed(builder.diagnostics), *found))


def identifiers_in(path: str, data: bytes) -> tuple[str, ...]:
    """What a file that could not be read seems to hold: its own name, and whatever stands after an `id:`."""
    stem = path.rsplit("/", 1)[-1].removesuffix(".yml")
    text = data.replace(b"\0", b"").decode(
        "utf-8", errors="replace"
    )  # without zeros UTF-16 can be searched, too
    return (stem, *_IDENTIFIER.findall(text))


class _TooDeepError(Exception):
    """Ends the reading of a file that is nested deeper than any record."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.mark = mark


class _TooManyError(Exception):
    """Ends the reading of a file that holds more values than any file of records."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.mark = mark


class _Counted:
    """A parser whose events are counted."""

    def __init__(self, parser: Any, most: int) -> None:
        self._next = parser.get_event
        self._left = most

    def get_event(self) -> Any:
        """The next event; _TooManyError where there are too many."""
        event = self._next()
        self._left -= 1
        if self._left < 0 and event is not None:
            raise _TooManyError(event.start_mark)
        return event


class _Builder:
    """Turns events into plain values with an explicit stack: hostile nesting cannot exhaust Python's."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        self._incomplete: list[dict[str, Any]] = []
        """Mappings with a field whose key cannot be read."""

    def build(self, parser: Any) -> Any:
        """Consume the stream and return the value of the first document. One loop: it takes most of a check's time."""
        root: list[Any] = []
        stack: list[Any] = []
        container: Any = root
        key: Any = None
        event: Any
        next_event = parser.get_event
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                if key is None and type(container) is dict:
                    key = self._key(container, event)
                    continue
                value = self._scalar(event, key)
            elif kind in _STARTS:
                self._check_start(event, len(stack), is_key=key is None and type(container) is dict)
                stack.append((container, key))
                container, key = ({} if kind is MappingStartEvent else []), None
                continue
            elif kind in _ENDS:
                value = container
                container, key = stack.pop()
            elif kind is AliasEvent:
                value = self._alias(event)
            elif self._is_second_document(event, root):
                break
            else:
                continue
            if type(container) is not dict:
                container.append(value)
            elif key is None:
                key = self._without_key(container)
            else:
                container[key] = value
                key = None
        return self._finished(root)

    def _finished(self, root: list[Any]) -> Any:
        for incomplete in self._incomplete:
            incomplete[UNREADABLE] = EMPTY
        return root[0] if root else EMPTY

    def _is_second_document(self, event: Any, root: list[Any]) -> bool:
        is_second = bool(root) and type(event) is DocumentStartEvent
        if is_second:
            self._report(rules.YAML_FEATURE, event, "a second document begins here (---)")
        return is_second

    def _alias(self, event: Any) -> Any:
        self._report(rules.YAML_FEATURE, event, f"the alias *{event.anchor} points to a value elsewhere")
        return EMPTY

    def _check_start(self, event: Any, depth: int, *, is_key: bool) -> None:
        if event.anchor or event.tag:
            self._report(rules.YAML_FEATURE, event, "an anchor or tag stands on a list or mapping")
        if is_key:
            self._report(rules.KEY_NOT_TEXT, event, "a list or mapping stands where a key is expected")
        if depth > DEEPEST:
            raise _TooDeepError(event.start_mark)

    def _key(self, container: dict[str, Any], event: ScalarEvent) -> str:
        """A key is always text as written, so that `on:` and `1:` mean what they say."""
        key: str = event.value
        if event.anchor or event.tag or key == UNREADABLE:
            self._report(rules.YAML_FEATURE, event, "an anchor, tag or merge key (<<) stands here")
            if key == UNREADABLE:
                return self._without_key(container)
        if key in container:
            self._report(rules.DUPLICATE_KEY, event, f"the key `{key}` stands twice here")
        return key

    def _without_key(self, container: dict[str, Any]) -> str:
        """Under this name goes what has no readable key, and `EMPTY` in the end: it was reported once."""
        self._incomplete.append(container)
        return UNREADABLE

    def _scalar(self, event: ScalarEvent, key: str | None) -> Any:
        if event.anchor or event.tag:
            self._report(rules.YAML_FEATURE, event, "an anchor or tag stands on a value")
        if event.style:
            return event.value
        if not event.value:
            after = f"`{key}:`" if key is not None else "the dash"
            self._report(rules.EMPTY_VALUE, event, f"nothing stands after {after}")
            return EMPTY
        return resolve_scalar(event.value)

    def _report(self, rule: Rule, event: Any, message: str) -> None:
        if len(self.diagnostics) <= MOST_TOLD:
            self.diagnostics.append(rule.at(_place(self.path, event.start_mark), message))


def _place(path: str, mark: Any) -> Place:
    """libyaml counts from 0, people from 1."""
    return Place(path, line=mark.line + 1 if mark else 1, column=mark.column + 1 if mark else 1)


def _decode(path: str, data: bytes) -> tuple[str, Diagnostic | None]:
    start = Place(path, line=1, column=1)
    largest = LARGEST_BATCH if path.startswith(BATCHES) else LARGEST_FILE
    if len(data) > largest:
        message = f"the file is larger than {largest // 1024 // 1024} MB"
        return "", rules.FILE_TOO_LARGE.at(start, message)
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start]
        place = Place(path, line=line, column=len(before.decode("utf-8-sig")) + 1)
        return "", rules.UNREADABLE_FILE.at(place, f"the byte 0x{data[error.start]:02x} is not UTF-8 text")


def _tabs(path: str, text: str) -> Iterator[Diagnostic]:
    """One diagnostic a file, at the first tab: mending one usually mends all."""
    offset = text.find("\t")
    if offset >= 0:
        yield _at_offset(path, text, offset, rules.TAB_CHARACTER, "a tab character stands here")


def _at_offset(path: str, text: str, offset: int, rule: Rule, message: str) -> Diagnostic:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return rule.at(Place(path, line=line, column=column), message)


def _control_character(path: str, text: str, error: yaml.reader.ReaderError) -> Diagnostic:
    """libyaml counts the bytes before the character, people the letters."""
    before = text.encode()[: error.position].decode("utf-8", errors="ignore")
    message = f"the control character U+{ord(text[len(before)]):04X} stands here"
    return _at_offset(path, text, len(before), rules.UNREADABLE_FILE, message)


def _syntax_error(path: str, text: str, error: yaml.MarkedYAMLError) -> Iterator[Diagnostic]:
    """libyaml's own words, without its repetition of the source line. A tab has its own rule."""
    mark, problem = error.problem_mark or error.context_mark, str(error.problem)
    if "tab character" in problem or (mark and text[mark.index : mark.index + 1] == "\t"):
        return
    message = " ".join(part for part in (error.context, error.problem) if part)
    hint = _syntax_hint(problem)
    yield rules.YAML_SYNTAX.at(_place(path, mark), f"this is not YAML: {message}", hint=hint)


def _syntax_hint(problem: str) -> str | None:
    if "mapping values are not allowed" in problem:
        return "a text that holds `: ` must stand in quotes"
    if "cannot start any token" in problem:
        return "quote a text that begins with a special character"
    if "could not find expected ':'" in problem:
        return "a colon is missing, or a text that runs over several lines must be quoted or introduced by >-"
    return None

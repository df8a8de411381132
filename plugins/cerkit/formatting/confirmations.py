"""Adds a confirmation to the file of the person who gives it: one line, and every other line stays as it is.

A line each, and none rewritten, so that git can put two branches together by keeping the lines of both.
"""

from __future__ import annotations

import re
from typing import Final

import yaml

from cerkit.formatting.refusal import RefusalError
from cerkit.model.records.control import ReviewEntry
from cerkit.model.trace import natural_key

_FIELD: Final = "confirmations"
_BREAK: Final = re.compile(r"\s*\n\s*")
_HINT: Final = "write one confirmation a line, each after `- `"


def with_confirmation(data: bytes | None, evaluator: str, entry: ReviewEntry) -> bytes:
    """The file with one more confirmation, behind those of records that come before it as people count.

    `data`: the file as it is; None where there is none yet. RefusalError where it cannot be read or cannot take a line.
    """
    line = _line(entry)
    if data is None:
        return f"evaluator: {evaluator}\n{_FIELD}:\n  - {line}\n".encode()
    text = data.decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    text = text if text.endswith("\n") else text + "\n"
    made = _inserted(text, line, entry.record)
    before, after = _read(text), _read(made)
    if _entries(after) != _with(_entries(before), line):
        raise RefusalError("the file would not say the same with one more line", _HINT)
    return made.replace("\n", end).encode()


def _line(entry: ReviewEntry) -> str:
    """The confirmation as a mapping on one line, in the order of the model's fields."""
    listed = yaml.safe_dump(
        [" ".join(entry.reason.split())], default_flow_style=True, allow_unicode=True, width=2**31
    )
    reason = listed.strip()[1:-1]
    return f"{{record: {entry.record}, on: {entry.on}, digest: {entry.digest}, reason: {reason}}}"


def _inserted(text: str, line: str, record: str) -> str:
    found = _sequence(text)
    if found is None:
        return f"{text}{_FIELD}:\n  - {line}\n"
    key, value = found
    if not isinstance(value, yaml.SequenceNode) or value.flow_style:
        return _as_block(text, key, value, line)
    indent = " " * value.start_mark.column
    lines = text.splitlines(keepends=True)
    later = (item for item in value.value if natural_key(_record(item)) > natural_key(record))
    following = next(later, None)
    at = _last_line(lines, value.value[-1]) if following is None else _first_line(lines, following)
    return "".join((*lines[:at], f"{indent}- {line}\n", *lines[at:]))


def _as_block(text: str, key: yaml.Node, value: yaml.Node, line: str) -> str:
    """An empty list, or one in brackets, written one item a line."""
    source = text[value.start_mark.index : value.end_mark.index]
    items = value.value if isinstance(value, yaml.SequenceNode) else []
    if not items and source not in ("", "[]", "null", "~"):
        raise RefusalError(f"`{_FIELD}` is no list", _HINT, value.start_mark.line, value.start_mark.column)
    if "#" in source:
        raise RefusalError(f"a comment may stand inside `{_FIELD}`", _HINT, value.start_mark.line)
    kept = [_BREAK.sub(" ", text[item.start_mark.index : item.end_mark.index]) for item in items]
    rest = text[value.end_mark.index :] if source else text[key.end_mark.index + 1 :]
    block = "".join(f"\n  - {item}" for item in (*kept, line))
    return f"{text[: key.end_mark.index]}:{block}{rest}"


def _sequence(text: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Key and value of the list; None where the file has none yet."""
    try:
        top = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise RefusalError("the file is not YAML", "mend it first", mark.line if mark else 0) from error
    if not isinstance(top, yaml.MappingNode):
        raise RefusalError("the file holds no fields", "mend it first")
    return next(((key, value) for key, value in top.value if key.value == _FIELD), None)


def _record(item: yaml.Node) -> str:
    pairs = item.value if isinstance(item, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == "record"), "")


def _first_line(lines: list[str], item: yaml.Node) -> int:
    """Where an item begins, with the comments above it."""
    at = int(item.start_mark.line)
    while at and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return at


def _last_line(lines: list[str], item: yaml.Node) -> int:
    """The line after an item. In a block its mark stands where the next thing begins."""
    at = int(item.end_mark.line) + (1 if item.end_mark.column else 0)
    while at > int(item.start_mark.line) + 1 and not lines[at - 1].strip():
        at -= 1
    return at


def _read(text: str) -> object:
    return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  # reads texts only


def _entries(value: object) -> list[str]:
    """What the file says, as sorted texts: the order of confirmations means nothing."""
    held = value if isinstance(value, dict) else {}
    entries = held.get(_FIELD) or []
    rest = {key: item for key, item in held.items() if key != _FIELD}
    return sorted(map(repr, (*entries, rest)))


def _with(entries: list[str], line: str) -> list[str]:
    return sorted((*entries, repr(_read(line))))

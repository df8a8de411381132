"""Decision files by lines: many times as fast as YAML, and the same values.

A file of decisions has a line for each record, so a review of ten thousand has as many in each file, and one of them
changes with every decision. Whatever is not such a line is left to the YAML reader, which also tells what is wrong.
A file of comments alone is sound: nobody has decided yet, or the only decision was taken back.
"""

from __future__ import annotations

import re
from typing import Any, Final

from cerkit.load.scalars import resolve_scalar
from cerkit.load.strict_yaml import Parsed, read_yaml

_LARGEST: Final = 16 * 1024 * 1024
_WORD: Final = r"[A-Za-z](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_PLAIN: Final = r"[A-Za-z0-9](?:[A-Za-z0-9 .;/%()+='_-]*[A-Za-z0-9.%)])?"
"""Text without quotes in which YAML can mean nothing: no colon, comma, bracket, double quote or number sign."""
_QUOTED: Final = r'"[^"\\]*"'
_COMMON: Final = re.compile(
    rf"({_WORD}): \{{decision: ([a-z ]*[a-z])(?:, reason: ([A-Z][A-Z0-9]*))?, "
    r"on: ([0-9]{4}-[0-9]{2}-[0-9]{2})\}",
    re.ASCII,
)
"""Nearly every line: what `cerkit screen` writes where there is no note."""
_FIELD: Final = rf"({_WORD}): ({_PLAIN}|{_QUOTED})"
_LINE: Final = re.compile(rf"({_WORD}): \{{({_FIELD}(?:, {_FIELD})*)\}}(?: #.*)?", re.ASCII)
_FIELDS: Final = re.compile(_FIELD, re.ASCII)


def read_decisions(path: str, data: bytes) -> Parsed:
    """What a file of decisions holds. Line by line where that is sure to be right, else by YAML."""
    value = _by_lines(data)
    return Parsed(value) if value is not None else read_yaml(path, data)


def decision_places(data: bytes) -> dict[str, int] | None:
    """The line of each decision, from 1; None where the file is not read by lines."""
    if _by_lines(data) is None:
        return None
    lines = enumerate(data.decode("utf-8").split("\n"), 1)
    return {line.partition(":")[0]: number for number, line in lines if line and line[0] != "#"}


def _by_lines(data: bytes) -> dict[str, Any] | None:
    """None where a line is no plain decision, or a key stands twice. Comments alone are no decisions yet."""
    if len(data) > _LARGEST:
        return None
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return None
    found: dict[str, Any] = {}
    days: dict[str, Any] = {}
    read = 0
    for line in lines:
        if not line or line[0] == "#":
            if not line.isprintable():
                return None
            continue
        common = _COMMON.fullmatch(line)
        key, fields = _common(common, days) if common is not None else _other(line)
        if fields is None:
            return None
        found[key] = fields
        read += 1
    return found if read == len(found) else None


def _common(match: re.Match[str], days: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """The fields of a line of the common form. There are few days, so each is read once."""
    key, said, reason, on = match.groups()
    if on not in days:
        days[on] = resolve_scalar(on)
    fields: dict[str, Any] = {"decision": resolve_scalar(said)}
    if reason is not None:
        fields["reason"] = reason
    fields["on"] = days[on]
    return key, fields


def _other(line: str) -> tuple[str, dict[str, Any] | None]:
    """Any other line with a key and a mapping; None for its fields where YAML is to read it."""
    match = _LINE.fullmatch(line) if line.isprintable() else None
    return (match.group(1), _fields(match.group(2))) if match is not None else ("", None)


def _fields(text: str) -> dict[str, Any] | None:
    """The fields of one decision; None where one of them stands twice."""
    pairs = _FIELDS.findall(text)
    fields = {name: value[1:-1] if value[0] == '"' else resolve_scalar(value) for name, value in pairs}
    return fields if len(fields) == len(pairs) else None

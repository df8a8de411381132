"""YAML as nearly every record is written, read by its lines: half the time of libyaml, and the same values.

One expression takes all lines apart; what it is not sure of, and all that is wrong, is left to the YAML reader.
A test holds the two against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from cerkit.load.scalars import resolve_scalar

_LARGEST: Final = 1_000_000
"""Characters. Below it no file holds more values, or deeper ones, than a file may."""
_DEEPEST: Final = 20
_NESTED: Final = object()
_KEY: Final = r"[A-Za-z_][A-Za-z0-9_.-]{0,60}"
_QUOTED: Final = r'"[^"\\\n]+"'
_IN_BRACKETS: Final = rf'(?:(?:-(?=[0-9]))?[^\W_](?:[^\n,\[\]{{}}:#"]*[^\s,\[\]{{}}:#"])?|{_QUOTED})'
_PAIR: Final = rf"({_KEY}): ({_IN_BRACKETS})"
_LINE: Final = re.compile(
    rf"""
    ^(\ *)(-\ )?(?:({_KEY}):(?:\ (?=\S)|$))?
    (?:
        ((?:-(?=[0-9]))?[^\W_][^\n:\#]*(?::(?=\S)[^\n:\#]*)*)(?<=\S)$   # a word, a number, a sentence
        | ({_QUOTED})$
        | \[({_IN_BRACKETS}(?:,\ {_IN_BRACKETS})*)\]$
        | \{{({_KEY}:\ {_IN_BRACKETS}(?:,\ {_KEY}:\ {_IN_BRACKETS})*)\}}$
        | >-(\n\1(?(2)\ \ )\ +)(\S[^\n]*(?:\8\S[^\n]*)*)$               # lines that are joined
        | $
        | (.+)$
    )
    """,
    re.MULTILINE | re.VERBOSE,
)
_ITEM: Final = re.compile(_IN_BRACKETS)
_PAIRS: Final = re.compile(_PAIR)
_VISIBLE: Final = bytes(range(0x20, 0x7F)) + b"\n"
_SPACE_AT_END: Final = " \n"


def read_plain(text: str) -> dict[str, Any] | list[Any] | None:
    """What a file holds; None where YAML is to read it."""
    if len(text) > _LARGEST or _SPACE_AT_END in text or not _is_printable(text):
        return None
    try:
        return _built(_LINE.findall(text))
    except _NotPlainError:
        return None


def _is_printable(text: str) -> bool:
    """Whether lines of visible characters are all it holds. Few are not ASCII, and only those need be looked up."""
    return text.encode().translate(None, _VISIBLE).decode().isprintable()


class _NotPlainError(Exception):
    """Something stands here that YAML is to read."""


def _built(lines: list[tuple[str, ...]]) -> dict[str, Any] | list[Any] | None:  # noqa: C901, PLR0912  # one loop: calls would double its share of a check
    """The value of all lines. One loop, because calls would double its share of a first check's time."""
    root: Any = None
    container: Any = None
    column = -1
    stack: list[tuple[int, Any]] = []
    waiting: str | None = ""  # the key whose value begins on the next line
    value: Any
    for indent, dash, key, plain, quoted, items, pairs, margin, folded, other in lines:
        if plain:
            value = resolve_scalar(plain)
        elif quoted:
            value = quoted[1:-1]
        elif pairs or folded or items:
            value = _mapping(pairs) if pairs else folded.replace(margin, " ") if folded else _list(items)
        elif key and not other:
            value = _NESTED
        elif key or dash or (other and other[0] != "#"):
            raise _NotPlainError
        else:
            continue  # a blank line, or a remark
        at = len(indent)
        if waiting is not None:
            if at <= column or len(stack) > _DEEPEST:
                raise _NotPlainError
            begun: Any = [] if dash else {}
            if root is None:
                root = begun
            else:
                container[waiting] = begun
            stack.append((column, container))
            column, container, waiting = at, begun, None
        while at < column:
            column, container = stack.pop()
        if at != column or (type(container) is list) is not (dash != ""):
            raise _NotPlainError
        if key:
            if dash:
                stack.append((column, container))
                item: dict[str, Any] = {}
                container.append(item)
                column, container = at + len(dash), item
            if key in container:
                raise _NotPlainError
            container[key] = value
            waiting = key if value is _NESTED else None
        elif dash:
            container.append(value)
        else:
            raise _NotPlainError
    return root if waiting is None else None


def _list(text: str) -> list[Any]:
    return list(map(_word, _ITEM.findall(text) if '"' in text else text.split(", ")))


def _mapping(text: str) -> dict[str, Any]:
    """The pairs within braces. Without quotes, commas and colons stand only between them."""
    pairs = _PAIRS.findall(text) if '"' in text else [pair.split(": ") for pair in text.split(", ")]
    found = {key: _word(word) for key, word in pairs}
    if len(found) != len(pairs):
        raise _NotPlainError
    return found


@lru_cache(maxsize=4096)
def _word(text: str) -> Any:
    return text[1:-1] if text[0] == '"' else resolve_scalar(text)

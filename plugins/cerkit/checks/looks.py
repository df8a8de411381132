"""How a text is looked through for parts that should not be there.

Each look is asked only of lines that hold one of its needles, which costs next to nothing where nothing is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple


class LeftoverKind(StrEnum):
    """What a leftover comes from; each kind is one rule."""

    MARKUP = "markup"
    PATH = "path"
    PLACEHOLDER = "placeholder"


class Leftover(NamedTuple):
    """A part of a text that should not be there."""

    kind: LeftoverKind
    start: int
    text: str
    what: str
    """What it is, as the beginning of a sentence."""


_SIGNS: Final = b'\\&*<>{}[]()^|!?~@`"'
_NO_SIGNS: Final = bytes(code for code in range(256) if code not in _SIGNS)


class Bytes:
    """A text in UTF-8, and its signs alone: short texts are found in these many times faster than in the text."""

    __slots__ = ("signs", "text")

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.signs = text.translate(None, _NO_SIGNS)

    def has(self, needle: bytes) -> bool:
        return needle.translate(None, _NO_SIGNS) in self.signs and needle in self.text


@dataclass(frozen=True, slots=True)
class Look:
    """A pattern, and texts without any of which it cannot be found."""

    kind: LeftoverKind
    what: str
    needles: tuple[bytes, ...]
    pattern: re.Pattern[str]

    def found(self, text: str, data: Bytes) -> Iterator[Leftover]:
        """Looks only at lines that hold a needle: most texts hold few, and none of them by mistake."""
        lines: dict[int, int] = {}
        for needle in self.needles:
            if data.has(needle):
                lines |= _lines_with(needle.decode(), text)
        for start in sorted(lines):
            for match in self.pattern.finditer(text, start, lines[start]):
                yield Leftover(self.kind, match.start(), match[0], self.what)


def _lines_with(needle: str, text: str) -> dict[int, int]:
    """Where the lines with a needle begin and end."""
    lines: dict[int, int] = {}
    at = text.find(needle)
    while at >= 0:
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        lines[text.rfind("\n", 0, at) + 1] = end
        at = text.find(needle, end)
    return lines


def encoded(needles: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(needle.encode() for needle in needles)


def each_once(looks: Iterable[Look], text: str) -> Iterator[Leftover]:
    """What stands inside something that was found already is part of it."""
    data = Bytes(text.encode("utf-8", "surrogatepass"))
    covered: bytearray | None = None
    for look in looks:
        for found in look.found(text, data):
            if covered is None:
                covered = bytearray(len(text))
            if not covered[found.start]:
                covered[found.start : found.start + len(found.text)] = b"\1" * len(found.text)
                yield found

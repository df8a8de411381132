"""Words as Typst code. Every text is a string literal, so nothing that an author wrote is ever read as code."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

_SIGNS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'[\\"\n\t]')
_NOT_PRINTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Controls, soft hyphens and marks without a shape, which no font draws and PDF/A forbids."""
LINE = 24
"""Characters of a word that fit on any line of text."""
_JOINTS = re.compile(r"(?<=[/_.,;:=&?)\]])(?=[^\s/_.,;:=&?)\]])")
_LEAST = 3


def string(words: str) -> str:
    """A string literal."""
    return f'"{_TO_ESCAPE.sub(_escaped, _NOT_PRINTED.sub("", words))}"'


def breakable(words: str, room: int = LINE) -> Iterator[str]:
    """The words as expressions, with places in words longer than `room` where they may be broken.

    Typst breaks no word, and an address or a name of a file would run into the next column.
    """
    start = 0
    for match in _long_word(room).finditer(words):
        pieces = [part for word in _JOINTS.split(match[0]) for part in _cut(word, max(_LEAST, room * 3 // 4))]
        yield string(words[start : match.start()] + pieces[0])
        for piece in pieces[1:]:
            yield "gap"
            yield string(piece)
        start = match.end()
    if start < len(words):
        yield string(words[start:])


@functools.cache
def _long_word(room: int) -> re.Pattern[str]:
    return re.compile(rf"[^\s\u2002\u2009\u2013\u2014-]{{{room + 1},}}")


def joined(expressions: Iterable[str]) -> str:
    """Expressions as one that shows them one after the other."""
    every = list(expressions)
    if not every:
        return '""'
    return every[0] if len(every) == 1 else f"{{{';'.join(every)}}}"


def listed(items: Iterable[str]) -> str:
    """An array, also of one item or none."""
    every = list(items)
    return f"({','.join(every)},)" if every else "()"


def _cut(word: str, size: int) -> Iterator[str]:
    for start in range(0, len(word), size):
        yield word[start : start + size]


def _escaped(match: re.Match[str]) -> str:
    return _SIGNS[match[0]]

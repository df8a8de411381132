"""A sentence as the words that phrases are looked for in: device names made one, what others said left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from cerkit.model.chapters import Chapter
from cerkit.model.dossier import Dossier
from cerkit.model.identifiers import RECORD_REFERENCE
from cerkit.model.wording import Paragraph, Sentence, paragraphs, sentences_of

DEVICE: Final = "<device>"
OTHER: Final = "<other>"
VALUE: Final = "{{"
"""Stands for a macro, which prints a value."""
BREAK: Final = ";"

_MACRO: Final = r"\{\{(?:(?!\{\{|\}\}).)*\}\}"
# Bounded, so that an inch mark or a page of quotation marks takes no time.
_QUOTED: Final = r"\"[^\"]{1,300}\"|“[^“”]{1,300}”|«[^«»]{1,300}»|„[^„“”]{1,300}[“”]"
_LEFT_OUT: Final = re.compile(rf"(?P<macro>{_MACRO})|{_QUOTED}|<[^<>\n]{{1,300}}>", re.DOTALL)
_WORD: Final = re.compile(r"\{\{|\d(?:[\d.,]*\d)?|[^\W\d_][\w'’]*(?:-[\w.]*\w)*|[%;:]")
_NOT: Final = ("n't", "n’t")
_NUMBERED: Final = ("tbl-", "fig-", "sec-")


@dataclass(frozen=True)
class Said:
    """One sentence and its words. Identifiers stand among them as written, everything else in lower case."""

    sentence: Sentence
    words: tuple[str, ...]

    @cached_property
    def present(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def identifiers(self) -> tuple[tuple[int, str], ...]:
        """Records, tables and sections that are named, with their positions among the words."""
        return tuple([(at, word) for at, word in enumerate(self.words) if "-" in word])


@dataclass(frozen=True)
class Passage:
    """A block of a page with its sentences."""

    paragraph: Paragraph
    said: tuple[Said, ...]


class Names:
    """What the dossier calls its device and the devices that it was compared with."""

    def __init__(self, dossier: Dossier) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        device = dossier.device
        if device is not None:
            self._add((device.name, device.short_name, *device.allowed_names), DEVICE)
        for comparison in dossier.equivalences:
            name = comparison.device_name.partition("(")[0].strip()
            # People shorten a name to its last words: "AutoGrade 4" for "Sample Vision AutoGrade 4".
            parts = name.split()
            self._add((name, *(" ".join(parts[at:]) for at in range(1, len(parts) - 1))), OTHER)
        for names in self._by_first.values():
            names.sort(key=lambda item: -len(item[0]))

    def read(self, chapter: Chapter) -> tuple[Passage, ...]:
        """The blocks of a page with their sentences. Headings, tables and quotes have none: they assert nothing."""
        return tuple(Passage(block, tuple(self._said(block))) for block in paragraphs(chapter))

    def said_in(self, text: str) -> Iterator[Said]:
        """The sentences of a text that stands in a record."""
        return self._said(Paragraph(text, 0, "text"))

    def _said(self, block: Paragraph) -> Iterator[Said]:
        if block.kind in ("text", "list"):
            plain = _LEFT_OUT.sub(_blank, block.text)
            for sentence in sentences_of(Paragraph(plain, block.start, block.kind)):
                yield Said(sentence, self._renamed(words_of(sentence.text)))

    def _add(self, names: Iterable[str], mark: str) -> None:
        for name in names:
            words = words_of(name)
            if words:
                self._by_first.setdefault(words[0], []).append((words, mark))

    def _renamed(self, words: tuple[str, ...]) -> tuple[str, ...]:
        if self._by_first.keys().isdisjoint(words):
            return words
        result: list[str] = []
        at = 0
        while at < len(words):
            for name, mark in self._by_first.get(words[at], ()):
                if words[at : at + len(name)] == name:
                    result.append(mark)
                    at += len(name)
                    break
            else:
                result.append(words[at])
                at += 1
        return tuple(result)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text: hyphens part them, `cannot` and `isn't` are two words, a genitive's ending is left out."""
    words: list[str] = []
    for word in _WORD.findall(text):
        words += _plain(word)
    return tuple(words)


def is_identifier(word: str) -> bool:
    """Whether a word is the identifier of a record, table, figure or section; no other word holds a hyphen."""
    return "-" in word


@lru_cache(maxsize=8192)
def _plain(word: str) -> tuple[str, ...]:
    """What counts of a word as written: mostly one word, in lower case."""
    if "-" in word:
        if word.startswith(_NUMBERED) or RECORD_REFERENCE.fullmatch(word):
            return (word,)
        return tuple(part for piece in word.split("-") for part in _plain(piece))
    lower = word.lower().strip("_'’")
    if lower == ":":
        return (BREAK,)
    if lower == "cannot":
        return ("can", "not")
    if lower.endswith(_NOT):
        return ("can" if lower.startswith("can") else lower[:-3], "not")
    return (lower.removesuffix("'s").removesuffix("’s"),) if lower else ()


def _blank(match: re.Match[str]) -> str:
    """Blanks of equal length; a macro leaves its sign, because a value stands there."""
    length = len(match.group(0))
    return VALUE + " " * (length - 2) if match.group("macro") else " " * length

"""Lists of phrases, found in the words of a sentence without looking at every phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from cerkit.checks.prose.words import BREAK, DEVICE, OTHER, VALUE, Said, words_of
from cerkit.model.examination import PhraseRule, Policies

GAP: Final = 4
"""Words that `...` may stand for."""
_HARMLESS: Final = "-harmless"
_MARKS: Final = re.compile(r"\.\.\.|…|<(?:device|other|number)>|[^\s/]+(?:/[^\s/]+)*")
_DEVICE_WORDS: Final = (DEVICE, "device", "software", "product")


class Match(NamedTuple):
    """Where a phrase stands among the words of a sentence."""

    start: int
    end: int
    said: Said

    @property
    def text(self) -> str:
        """The words as they stand there, to quote them."""
        return " ".join(self.said.words[self.start : self.end])


@dataclass(frozen=True, slots=True)
class _Element:
    """One place of a phrase: the words that fit, the beginnings that fit, and whether words may stand before it."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    number: bool = False
    after_gap: bool = False

    def fits(self, word: str) -> bool:
        return (
            word in self.words
            or (bool(self.stems) and word.startswith(self.stems))
            or (self.number and (word == VALUE or word[0].isdigit()))
        )

    @property
    def is_plain(self) -> bool:
        """Whether only whole words fit, so that a sentence without them need not be looked at."""
        return not self.stems and not self.number


@dataclass(frozen=True, slots=True)
class _Phrase:
    elements: tuple[_Element, ...]
    required: tuple[frozenset[str], ...]
    """Of each of these sets a sentence must hold a word; the likely rarest comes first."""
    unless: tuple[_Phrase, ...]
    only_with: tuple[_Phrase, ...]

    def found(self, said: Said) -> Iterator[Match]:
        present = said.present
        for words in self.required:
            if words.isdisjoint(present):
                return
        for start, word in enumerate(said.words):
            if self.elements[0].fits(word):
                end = _end(self.elements, said.words, start)
                if end:
                    yield Match(start, end, said)

    def stands_in(self, said: Said) -> bool:
        return next(self.found(said), None) is not None

    def counts(self, said: Said) -> bool:
        """Whether the rest of the sentence leaves the phrase its weight."""
        if any(item.stands_in(said) for item in self.unless):
            return False
        return not self.only_with or any(item.stands_in(said) for item in self.only_with)


class PhraseList:
    """The phrases of one or more lists, and those that make them harmless."""

    def __init__(self, policies: Policies, *names: str, harmless: tuple[str, ...] = ()) -> None:
        self._index = _Index(_rules(policies, names))
        self._harmless = _Index(_rules(policies, [name + _HARMLESS for name in (*names, *harmless)]))

    def first(self, said: Said) -> Match | None:
        """The phrase that stands first, unless something in the sentence makes it harmless."""
        return min(self.all(said), default=None, key=lambda match: (match.start, match.end))

    def all(self, said: Said) -> list[Match]:
        """Every phrase that counts."""
        found = list(self._index.found(said))
        return [] if found and any(True for _ in self._harmless.found(said)) else found


class _Index:
    """Phrases by the words of one of their places."""

    def __init__(self, rules: Iterable[PhraseRule]) -> None:
        self._by_word: dict[str, list[_Phrase]] = {}
        self._open: list[_Phrase] = []
        for rule in rules:
            phrase = _phrase(rule)
            if not phrase.elements:
                continue
            if not phrase.required:
                self._open.append(phrase)
            for word in phrase.required[0] if phrase.required else ():
                self._by_word.setdefault(word, []).append(phrase)
        self._words = frozenset(self._by_word)

    def found(self, said: Said) -> Iterator[Match]:
        for phrase in self._candidates(said):
            matches = list(phrase.found(said))
            if matches and phrase.counts(said):
                yield from matches

    def _candidates(self, said: Said) -> Iterator[_Phrase]:
        yield from self._open
        for word in said.present & self._words:
            yield from self._by_word[word]


def _rules(policies: Policies, names: Iterable[str]) -> Iterator[PhraseRule]:
    for name in names:
        yield from policies.phrases.get(name, ())


@lru_cache(maxsize=4096)
def _phrase(rule: PhraseRule) -> _Phrase:
    elements = _elements(rule.phrase)
    required = [element.words for element in elements if element.is_plain]
    return _Phrase(
        elements,
        tuple(sorted(required, key=lambda words: -min(map(len, words)))),
        tuple(_phrase(PhraseRule(text)) for text in rule.unless),
        tuple(_phrase(PhraseRule(text)) for text in rule.only_with),
    )


def _elements(text: str) -> tuple[_Element, ...]:
    elements: list[_Element] = []
    gap = False
    for mark in _MARKS.findall(text.replace("-", " ")):
        if mark in ("...", "…"):
            gap = bool(elements)
            continue
        elements += _places(mark, after_gap=gap)
        gap = False
    return tuple(elements)


def _places(mark: str, *, after_gap: bool) -> Iterator[_Element]:
    if mark == DEVICE:
        yield _Element(frozenset(_DEVICE_WORDS), after_gap=after_gap)
    elif mark == OTHER:
        yield _Element(frozenset((OTHER,)), after_gap=after_gap)
    elif mark == "<number>":
        yield _Element(number=True, after_gap=after_gap)
    elif "/" in mark or (mark.endswith("*") and len(mark) > 1):
        options = [option.lower() for option in mark.split("/")]
        words = frozenset(word for option in options if "*" not in option for word in words_of(option)[:1])
        stems = tuple(option.rstrip("*") for option in options if option.endswith("*") and len(option) > 1)
        yield _Element(words, stems, after_gap=after_gap)
    else:
        for position, word in enumerate(words_of(mark)):
            yield _Element(frozenset((word,)), after_gap=after_gap and position == 0)


def _end(elements: Sequence[_Element], words: Sequence[str], start: int) -> int | None:
    """The end of the phrase that begins at `start`. Every place is tried at few positions, so that no text is slow."""
    ends = {start + 1}
    for element in elements[1:]:
        reached: set[int] = set()
        for end in ends:
            for at in range(end, min(len(words), end + (GAP if element.after_gap else 0) + 1)):
                if element.fits(words[at]):
                    reached.add(at + 1)
                if words[at] == BREAK:
                    break
        if not reached:
            return None
        ends = reached
    return min(ends)

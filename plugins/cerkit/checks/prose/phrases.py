"""Lists of phrases, found in the words of a sentence without looking at every phrase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from cerkit.checks.prose.words import BREAK, DEVICE, OTHER, VALUE, Said, words_of
from cerkit.model.examination import PhraseRule, Policies

GAP: Final = 4
"""Words that `...` may stand for."""
_HARMLESS: Final = "-harmless"
_DEVICE_WORDS: Final = frozenset((DEVICE, "device", "software", "product"))


class Match(NamedTuple):
    """Where a phrase stands among the words of a sentence."""

    start: int
    end: int
    said: Said

    @property
    def text(self) -> str:
        """The words as they stand there, to quote them."""
        return " ".join(self.said.words[self.start : self.end])


@dataclass(slots=True, eq=False)
class _Element:
    """One place of a phrase: which words, beginnings and endings fit, and whether other words may stand before it."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    number: bool = False
    after_gap: bool = False

    def fits(self, word: str) -> bool:
        return (
            word in self.words
            or (bool(self.stems) and word.startswith(self.stems))
            or (bool(self.endings) and word.endswith(self.endings))
            or (self.number and (word == VALUE or word[0].isdigit()))
        )

    @property
    def is_plain(self) -> bool:
        """Whether only whole words fit, so that a sentence without them need not be looked at."""
        return not (self.stems or self.endings or self.number)


@dataclass(slots=True, eq=False)
class _Phrase:
    elements: tuple[_Element, ...]
    required: tuple[frozenset[str], ...]
    """Of each of these sets a sentence must hold a word; the likely rarest comes first."""
    rule: PhraseRule

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
        # Read here and not before: few phrases are ever found.
        if any(_phrase(PhraseRule(text)).stands_in(said) for text in self.rule.unless):
            return False
        wanted = self.rule.only_with
        return not wanted or any(_phrase(PhraseRule(text)).stands_in(said) for text in wanted)


class PhraseList:
    """The phrases of one or more lists, and those that make them harmless."""

    def __init__(self, policies: Policies, *names: str, harmless: tuple[str, ...] = ()) -> None:
        self._index = _index(_rules(policies, names))
        self._harmless = _index(_rules(policies, [name + _HARMLESS for name in (*names, *harmless)]))

    def first(self, said: Said) -> Match | None:
        """The phrase that stands first, unless something in the sentence makes it harmless."""
        return min(self.all(said), default=None, key=lambda match: (match.start, match.end))

    def all(self, said: Said) -> list[Match]:
        """Every phrase that counts."""
        found = list(self._index.found(said))
        return [] if found and self.is_harmless(said) else found

    def is_harmless(self, said: Said) -> bool:
        """Whether something in the sentence takes the weight from every phrase."""
        return next(iter(self._harmless.found(said)), None) is not None


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


def word_set(text: str) -> frozenset[str]:
    """Words that are told apart by blanks: a long list is read in lines."""
    return frozenset(text.split())


def _rules(policies: Policies, names: Iterable[str]) -> tuple[PhraseRule, ...]:
    return tuple(rule for name in names for rule in policies.phrases.get(name, ()))


@lru_cache(maxsize=256)
def _index(rules: tuple[PhraseRule, ...]) -> _Index:
    return _Index(rules)


@lru_cache(maxsize=4096)
def _phrase(rule: PhraseRule) -> _Phrase:
    elements = _elements(rule.phrase)
    required = [element.words for element in elements if element.is_plain]
    required.sort(key=lambda words: -min(map(len, words)))
    return _Phrase(elements, tuple(required), rule)


def _elements(text: str) -> tuple[_Element, ...]:
    elements: list[_Element] = []
    gap = False
    for mark in text.lower().replace("…", "...").replace("-", " ").split():
        if mark == "...":
            gap = bool(elements)
            continue
        elements += _places(mark, after_gap=gap)
        gap = False
    return tuple(elements)


def _places(mark: str, *, after_gap: bool) -> list[_Element]:
    """The places that one word of a phrase stands for: one, but for `cannot`."""
    if mark == DEVICE:
        return [_Element(_DEVICE_WORDS, after_gap=after_gap)]
    if mark == OTHER:
        return [_Element(frozenset((OTHER,)), after_gap=after_gap)]
    if mark == "<number>":
        return [_Element(number=True, after_gap=after_gap)]
    if "*" in mark and len(mark) > 1:
        options = mark.split("/")
        words = frozenset(option for option in options if "*" not in option)
        stems = tuple(option.rstrip("*") for option in options if option.endswith("*") and len(option) > 1)
        endings = tuple(
            option.lstrip("*") for option in options if option.startswith("*") and len(option) > 1
        )
        return [_Element(words, stems, endings, after_gap=after_gap)]
    if "/" in mark:
        return [_Element(frozenset(mark.split("/")), after_gap=after_gap)]
    return [
        _Element(frozenset((word,)), after_gap=after_gap and position == 0)
        for position, word in enumerate(words_of(mark))
    ]


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

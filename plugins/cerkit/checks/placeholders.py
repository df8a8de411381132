"""Phrases of a template, from the list `placeholder` of the phrase catalogues and of the team's own policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from cerkit.checks.looks import Leftover, LeftoverKind
from cerkit.model.dossier import Dossier
from cerkit.model.examination import PhraseRule, Policies

LIST: Final = "placeholder"
_MACRO_ALONE: Final = re.compile(r"\s*\{\{.*\}\}\s*", re.DOTALL)
"""A macro in place of a name: somebody's mistake, and no name."""
_WINDOW, _MANY = 3, 8
_BETWEEN: Final = r"[\s-]+"
_GAP: Final = r"[\s-]+(?:\S+[\s-]+){0,4}?"


class Placeholders:
    """Looks for the phrases of the list. What the glossary explains is a term, and no placeholder."""

    def __init__(self, policies: Policies, dossier: Dossier) -> None:
        self._rules = policies.phrases.get(LIST, ())
        self._terms = {name for term in dossier.glossary for name in (term.term, term.abbreviation) if name}
        self._names = tuple(name for name in _names_in(dossier) if not _MACRO_ALONE.fullmatch(name))

    def found(self, text: str) -> Iterator[Leftover]:
        """Phrases of the list in a text. Each is looked for only in lines that hold its most telling words."""
        lower = text.lower().replace("\n", " ")
        if len(lower) != len(text):
            return  # a letter whose small form is two characters: places would be wrong
        for rule in self._rules:
            ends: set[int] = set()
            for needle in _needles(rule.phrase):
                at = lower.find(needle)
                while at >= 0:
                    if not lower[at - 1 : at].isalnum():
                        line = _Line(text, at, at + len(needle))
                        if line.end not in ends:
                            ends.add(line.end)
                            yield from _in_line(rule, line)
                    at = lower.find(needle, at + 1)

    def is_term(self, leftover: Leftover, text: str) -> bool:
        """Whether the team's glossary explains the word, or a sign of markup stands in the very name of the device."""
        if leftover.text in self._terms:
            return True
        return leftover.kind is LeftoverKind.MARKUP and any(
            _covers(text, name, leftover.start) for name in self._names
        )


def _names_in(dossier: Dossier) -> Iterator[str]:
    device = dossier.device
    if device is not None:
        yield from (device.name, device.short_name, *device.allowed_names, device.manufacturer.name)


def _covers(text: str, name: str, at: int) -> bool:
    """Whether a name stands around a place of a text."""
    found = text.find(name, max(0, at - len(name) + 1), at + len(name))
    return 0 <= found <= at


def _counts(rule: PhraseRule, line: str) -> bool:
    if any(_pattern(phrase).search(line) for phrase in rule.unless):
        return False
    return not rule.only_with or any(_pattern(phrase).search(line) for phrase in rule.only_with)


class _Line:
    """The line of a text around a place."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start = text.rfind("\n", 0, start) + 1
        after = text.find("\n", end)
        self.end = after if after >= 0 else len(text)
        self.text = text[self.start : self.end]


def _in_line(rule: PhraseRule, line: _Line) -> Iterator[Leftover]:
    for match in _pattern(rule.phrase).finditer(line.text):
        if _counts(rule, line.text):
            start = line.start + match.start()
            yield Leftover(LeftoverKind.PLACEHOLDER, start, match[0], "words of a template")


@lru_cache(maxsize=1024)
def _needles(phrase: str) -> tuple[str, ...]:
    """Words of a phrase without one of which it cannot stand; of such the longest, and of those the fewest."""
    marks = phrase.lower().split()
    groups: list[tuple[str, ...]] = []
    for start in range(len(marks)):
        group: tuple[str, ...] = ("",)
        for mark in marks[start : start + _WINDOW]:
            options = tuple(mark.split("/"))
            if mark in ("...", "…") or any("*" in word or "-" in word for word in options):
                break
            group = tuple(f"{before} {word}".strip() for before in group for word in options)
            if len(group) > _MANY:
                break
            groups.append(group)
    if not groups:
        groups = [tuple(word.split("-")[0].rstrip("*") for word in marks[0].split("/"))]
    return max(groups, key=lambda group: (min(map(len, group)), -len(group)), default=())


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    pieces: list[str] = []
    gap = ""
    for mark in phrase.split():
        if mark in ("...", "…"):
            gap = _GAP if pieces else ""
            continue
        options = "|".join(
            re.escape(option.rstrip("*")) + (r"\w*" if option.endswith("*") else "")
            for option in mark.split("/")
        )
        pieces += [gap or _BETWEEN] if pieces else []
        pieces.append(f"(?:{options})")
        gap = ""
    # A phrase may begin or end with a sign that is no part of a word.
    return re.compile(rf"(?<!\w){''.join(pieces)}(?:(?!\w)|(?<=\W))", re.IGNORECASE)

"""The device is called by its own names, and by no near ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.device.record_texts import record_texts
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.wording import paragraphs

_WORD: Final = r"[A-Z][\w’']*"
_RUN: Final = re.compile(rf"{_WORD}(?:[™®]?[ \n\t\u00a0-]{{1,3}}(?:{_WORD}|\d[\w.]*))*")
"""Words with capitals in a row, as a name is written."""
_DOTTED: Final = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}(?![A-Za-z])")
_PART: Final = re.compile(r"[A-ZÀ-Þ]?[a-zà-ÿ]+|[A-ZÀ-Þ]+(?![a-zà-ÿ])|\d[\w.]*")
# Inside of what is no running text: macros, targets of links, citations, tags, addresses.
_SILENT: Final = re.compile(
    r"\{\{[^{}]*\}\}|\{:[^{}\n]*\}|\]\[[^\[\]\n]*\]|\]\([^()\n]*\)|\[[^\[\]]*@[^\[\]]*\]|<[^<>\n]*>|https?://\S+"
)
_SUFFIX_WORDS: Final = """
    advanced ai app box cloud desktop edition elite enterprise go lite live max mini mobile neo next online
    plus portable premium pro professional station studio suite system ultra web xl
"""
_SUFFIXES: Final = frozenset(_SUFFIX_WORDS.split())
"""Words that make another product of a name."""
_FIELDS: Final = {
    "claims": ("wording",),
    "ifu": ("text", "items"),
    "documents": ("title",),
    "risks": ("situation", "probability_basis"),
    "benefits": ("description", "magnitude"),
    "gaps": ("description", "acceptable_because"),
    "pmcf": ("aim", "procedure"),
    "plan": ("answer",),
}
"""Records that speak of the device by its name."""
_ALIKE: Final = 0.8
_LETTERS: Final = 5
"""Letters from which on a word can be a slip of another."""


def check_names(examination: Examination) -> Iterator[Diagnostic]:
    """Pages of the report, and the records that speak of the device."""
    dossier = examination.dossier
    names = _names(dossier)
    if names is None:
        return
    for chapter in dossier.chapters:
        if not chapter.is_report:
            continue
        for block in paragraphs(chapter):
            if block.kind == "heading":
                continue
            for at, found in names.strange(block.text):
                yield _at(names, chapter.at(block.start + at), found, chapter.path)
    for subject, place, text in record_texts(dossier, _FIELDS):
        for _, found in names.strange(text):
            yield _at(names, place, found, subject)
    yield from _on_sources(examination, names)


def _on_sources(examination: Examination, names: Names) -> Iterator[Diagnostic]:
    """Data on the device carry its name, as far as the device names them as its own."""
    device, trace = examination.dossier.device, examination.trace
    for identifier in device.described_in if device else ():
        source = trace.source_facts.get(identifier)
        if source is None or source.relation != "under evaluation" or not source.device_name:
            continue
        if not names.is_own(source.device_name):
            yield _at(names, trace.place_of(identifier, "device_name"), source.device_name, identifier)
        for _, found in names.strange(source.title):
            yield _at(names, trace.place_of(identifier, "title"), found, identifier)


@dataclass(frozen=True)
class Names:
    """The names that the device has."""

    full: str
    short: str
    others: tuple[str, ...]
    """Allowed spellings, variants, accessories, and devices of others, which are no slips either."""
    suffixes: frozenset[str]
    """Last words of variants and accessories, which may follow any name of the device."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        return _parts(self.full)

    @cached_property
    def _marks(self) -> frozenset[str]:
        """Of these any near name has one: it is written with capitals, unlike the words of the field."""
        beginnings = {*(word[:4] for word in self.words), self.short.casefold()}
        return frozenset({form for word in beginnings for form in (word.capitalize(), word.upper())}) | {
            ".".join(self.short)
        }

    @cached_property
    def _full(self) -> str:
        return _squashed(self.full)

    @cached_property
    def known(self) -> tuple[tuple[str, ...], ...]:
        """All names as words, the longest first."""
        found = {_parts(name) for name in (self.full, *self.others)} - {()}
        return tuple(sorted(found, key=lambda parts: (-len(parts), parts)))

    def is_own(self, name: str) -> bool:
        """Whether a whole field is one of the names, or holds the full name beside a version or a remark."""
        plain = name.casefold()
        own = (self.full, self.short, *self.others)
        return self.full.casefold() in plain or any(plain == item.casefold() for item in own)

    def strange(self, text: str) -> Iterator[tuple[int, str]]:
        """Offset and wording of each name that is near to the device's and not one of its own."""
        if not any(mark in text for mark in self._marks):
            return
        plain = _SILENT.sub(lambda match: " " * len(match.group()), text)
        for match in _RUN.finditer(plain):
            if self._is_strange(match.group()):
                yield match.start(), " ".join(match.group().split())
        for match in _DOTTED.finditer(plain):
            if match.group().replace(".", "") == self.short:
                yield match.start(), match.group()

    def _is_strange(self, run: str) -> bool:
        if self._is_short_variant(run):
            return True
        if not any(word[:4] in run.casefold() for word in self.words):
            return False
        parts = _parts(run)
        if self._full in _squashed(run) and self.full.casefold() not in " ".join(run.split()).casefold():
            return True
        rest = self._without_own(parts)
        if rest is None:
            return True
        return self._is_near(rest, is_joined=len(run.split()) < len(parts))

    def _without_own(self, parts: Sequence[str]) -> tuple[str, ...] | None:
        """The words of a run outside the device's own names; None when a name is made another by what follows it."""
        rest: list[str] = []
        at = 0
        while at < len(parts):
            own = next((name for name in self.known if tuple(parts[at : at + len(name)]) == name), None)
            if own is None:
                rest.append(parts[at])
                at += 1
                continue
            at += len(own)
            if own == self.words and at < len(parts):
                follows = parts[at]
                if follows in _SUFFIXES and follows not in self.suffixes:
                    return None
        return tuple(rest)

    def _is_near(self, parts: Sequence[str], *, is_joined: bool) -> bool:
        """Whether enough words of the name are there, spelt as they are or nearly."""
        exact = {word for word in self.words if word in parts}
        near = {
            word for word in self.words if word not in exact and any(_is_slip(part, word) for part in parts)
        }
        if len(self.words) == 1:
            return bool(near)
        found = len(exact) + len(near)
        if found == len(self.words):
            return True
        if exact and any(len(part) > 1 and self._are_initials(part) for part in parts):
            return True
        has_first = self.words[0] in exact | near
        return len(self.words) > 2 and found >= 2 and (has_first or not near or is_joined)

    def _are_initials(self, part: str) -> bool:
        """Whether a part is the beginning of the name's initials, as DR in DR-Triage."""
        letters = "".join(word[0] for word in self.words)
        return letters.startswith(part)

    def _is_short_variant(self, run: str) -> bool:
        """The short name with a product's suffix or number, or in another case."""
        tokens = re.split(r"([ \n\t\u00a0™®-]+)", run)
        for at, token in enumerate(tokens):
            bare = re.sub(r"[’']s?$", "", token)
            if bare.casefold() == self.short.casefold() and bare != self.short and len(bare) > 2:
                return True
            if bare != self.short or at + 2 >= len(tokens):
                continue
            follows = tokens[at + 2]
            if follows.casefold() in _SUFFIXES and follows.casefold() not in self.suffixes:
                return True
            if re.fullmatch(r"\d{1,2}", follows) and "-" in tokens[at + 1]:
                return True
        return False


def _is_slip(part: str, word: str) -> bool:
    """Whether a word is the name's word with a slip, another ending, or cut short."""
    if len(part) < 4 or part == word:
        return False
    if len(word) >= _LETTERS and SequenceMatcher(None, part, word).ratio() >= _ALIKE:
        return True
    same = min(len(part), len(word), _LETTERS)
    return part[:same] == word[:same]


def _squashed(name: str) -> str:
    """Letters and digits only, so that RetinaTriage and Retina-Triage are alike."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _parts(name: str) -> tuple[str, ...]:
    """The words of a name in lower case; RetinaTriage is two."""
    return tuple(part.casefold() for part in _PART.findall(re.sub(r"[’']s\b", "", name)))


def _names(dossier: Dossier) -> Names | None:
    device = dossier.device
    if device is None:
        return None
    accessories = [re.split(r"[,(:;]| - ", item)[0].strip() for item in device.accessories]
    versions = {device.version, *(entry.version for entry in device.versions)}
    own = [*device.allowed_names, *(variant.name for variant in device.variants), *accessories]
    of_others = [device.manufacturer.name, *(item.device_name for item in dossier.equivalences)]
    numbered = [f"{name} {version}" for name in (device.name, device.short_name) for version in versions]
    return Names(
        device.name,
        device.short_name,
        (*own, *of_others, *numbered),
        frozenset(part for name in own for part in _parts(name)),
    )


def _at(names: Names, place: Place, found: str, subject: str) -> Diagnostic:
    message = f'"{found}" is none of the names of the device, {names.full} or {names.short}'
    return rules.NAME_VARIES.at(place, message, subject=subject)

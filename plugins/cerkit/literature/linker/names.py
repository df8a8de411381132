"""Authors' names, of which every database keeps other parts in another order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cerkit.literature.linker.words import folded, likeness, listed, trigrams, words

_MOST: Final = 40
"""Names that are looked at; a paper of two thousand authors is told by the first."""
_LONGEST: Final = 200
_SPLIT: Final = re.compile(r"\s*;\s*|\s+and\s+|\s+&\s+|(?<=[A-Z])\.(?=[A-Z][a-z])")
_INITIALS: Final = re.compile(r"^[A-Z](?:[A-Z]|-[A-Z]|\.){0,4}$")
_NOBODY: Final = frozenset(
    {"anonymous", "anon", "unknown", "none", "authors", "listed", "no", "et", "al", "others"}
)
_PARTICLES: Final = frozenset(
    listed("van von der den de del della di da do dos du la le el al bin ibn ter ten zu jr sr ii iii")
)
_SPELLINGS: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"))


@dataclass(frozen=True, slots=True)
class Names:
    """The words of the authors' families; given names too where a database does not say which is which."""

    first: frozenset[str]
    all: frozenset[str]
    count: int

    def __bool__(self) -> bool:
        return bool(self.all)


def names(authors: Sequence[str]) -> Names:
    found = [family for family in map(_family, _single(authors)) if family]
    everyone = frozenset().union(*found) if found else frozenset[str]()
    return Names(found[0] if found else frozenset(), everyone, len(found))


def overlap(left: Names, right: Names) -> float:
    """The part of the shorter list that stands in the longer one: lists are cut short after three or six authors."""
    if not left.all or not right.all:
        return 0.0
    return len(left.all & right.all) / min(len(left.all), len(right.all))


def share_first(left: Names, right: Names) -> bool:
    """Whether the first authors may be one person, transliterated perhaps in two ways."""
    if left.first & right.first:
        return True
    one, other = "".join(sorted(left.first)), "".join(sorted(right.first))
    return bool(one and other) and likeness(trigrams(one), trigrams(other)) >= 0.6


def _single(authors: Sequence[str]) -> list[str]:
    """One name each; some exports put all names into one field."""
    found: list[str] = []
    for text in authors[:_MOST]:
        told = " ".join(text[: _LONGEST * _MOST].split())
        found += _SPLIT.split(told) if len(told) > 12 else [told]
    return [name for name in found[:_MOST] if name.strip()]


def _family(name: str) -> frozenset[str]:
    name = name[:_LONGEST]
    family = (
        name.split(",")[0] if "," in name else " ".join(_without_initials(name.replace(".", " ").split()))
    )
    telling = [
        _spelt(word) for word in words(folded(family)) if word not in _PARTICLES and word not in _NOBODY
    ]
    return frozenset(word for word in telling if len(word) > 1)


def _without_initials(parts: list[str]) -> list[str]:
    """`Li ZM` is Li; where everything is in capitals, the first word is the family."""
    kept = [part for part in parts if not _INITIALS.match(part)]
    return kept or parts[:1]


def _spelt(word: str) -> str:
    for long, short in _SPELLINGS:
        word = word.replace(long, short)
    return word

"""Whether two names mean the same journal: full, abbreviated, by initials, with place or subtitle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cerkit.literature.linker.words import folded, likeness, listed, trigrams, words

_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]{0,200}[)\]]\s*")
_SUBTITLE: Final = re.compile(r"\s*(?::|;|=|\s-\s|--)\s*.*$")
_LITTLE: Final = frozenset(
    listed(
        "the of and in for on an a de la le les des du und der die das fur el los las y e et del di to with i"
    )
)
_TRAILING: Final = frozenset(
    listed(
        "part section sect series ser suppl supplement supplements online print edition ed electronic journal "
        "international english"
    )
)
_SHORTEST_SHARED: Final = 0.55
_MOST_WORDS: Final = 25


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal's name taken apart."""

    forms: tuple[tuple[str, ...], ...]
    """Words that carry meaning: with what follows a colon, and without."""

    @property
    def is_named(self) -> bool:
        return bool(self.forms)


@lru_cache(maxsize=4096)
def journal(name: str) -> Journal:
    """Cached: some thousand records come from some hundred journals."""
    text = folded(name)
    without = _BRACKETS.sub(" ", text).strip() or text
    forms = (_content(without), _content(_SUBTITLE.sub("", without)))
    return Journal(tuple(form for form in dict.fromkeys(forms) if form))


@lru_cache(maxsize=65536)
def agree(left: Journal, right: Journal) -> bool | None:
    """True: the same journal. False: two journals. None: a name is missing, or cannot be told."""
    if not left.is_named or not right.is_named:
        return None
    if any(_is_same(one, other) for one in left.forms for other in right.forms):
        return True
    one, other = left.forms[0], right.forms[0]
    alike = likeness(trigrams("".join(one)), trigrams("".join(other)))
    return None if alike >= _SHORTEST_SHARED else False


def _content(text: str) -> tuple[str, ...]:
    found = words(text.replace("&", " and "))[:_MOST_WORDS]
    return tuple(word for word in found if word not in _LITTLE) or found


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if one == other:
        return True
    if _are_initials(one, other) or _are_initials(other, one):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < len(long) and not _may_trail(long[len(short) :]):
        return False
    return all(_abbreviates(left, right) for left, right in zip(short, long, strict=False))


def _may_trail(rest: tuple[str, ...]) -> bool:
    """`Part A` may be left out; `Oncology`, in `Lancet Oncology`, may not."""
    return rest[0] in _TRAILING and len(rest) <= 3


def _are_initials(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """`jama` for the Journal of the American Medical Association."""
    return len(one) == 1 and len(one[0]) >= 3 and len(other) >= 3 and one[0] == "".join(w[0] for w in other)


def _abbreviates(left: str, right: str) -> bool:
    """`clin` for `clinical`, `natl` for `national`: the same first letter, and the other letters in their order."""
    short, long = sorted((left, right), key=len)
    if long.startswith(short):
        return True
    if len(short) < 3 or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)

"""Sources that look as if they reported on the same people: authors, place and period agree.

Pairs are looked for among sources that share rare authors, so that the work grows with the sources and not with their
square.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from cerkit.checks.literature.periods import Span, months_of
from cerkit.model.facts import SourceFacts

_LARGEST_GROUP: Final = 12
"""A name on more sources than this tells nothing about one study."""
_MOST_WITHOUT_AUTHORS: Final = 60
_FEWEST_PEOPLE: Final = 50
"""Equal numbers below this are chance."""
_WORD: Final = re.compile(r"[^\W_]+")
_SMALL_WORDS: Final = """
a an and around at by for from in of on one or the to two three four five six seven eight nine ten eleven
twelve thirteen fourteen fifteen several multiple single fictional
"""
_SMALL: Final = frozenset(_SMALL_WORDS.split())
_SIDES_WORDS: Final = """
north south east west northern southern eastern western central inner outer upper lower
"""
_SIDES: Final = frozenset(_SIDES_WORDS.split())
_OPPOSED: Final = (
    (
        frozenset({"adult", "elderly"}),
        frozenset({"paediatric", "pediatric", "child", "children", "adolescent"}),
    ),
    (frozenset({"rural"}), frozenset({"urban"})),
)


def are_tied(one: SourceFacts, other: SourceFacts) -> bool:
    """Whether the records say already how the two hang together: same study, or each with its cohort."""
    if other.id == one.same_study_as or one.id == other.same_study_as:
        return True
    if one.same_study_as is not None and one.same_study_as == other.same_study_as:
        return True
    return bool(one.cohort and other.cohort)


def tags_of(row: SourceFacts) -> tuple[str, ...]:
    """What names the people of a source: itself, the study to which it belongs, and its cohort."""
    cohort = f"cohort {row.cohort.strip().casefold()}" if row.cohort else None
    return tuple(tag for tag in (row.id, row.same_study_as, cohort) if tag)


def overlapping(rows: Sequence[SourceFacts]) -> Iterator[tuple[SourceFacts, SourceFacts]]:
    """Pairs that overlap and are not tied, the earlier source first."""
    able = [row for row in rows if row.setting and row.period and row.role != "rejected"]
    found = [pair for pair in _by_authors(able) if _is_overlap(*pair)]
    found += [pair for pair in _without_authors(able) if _is_overlap(*pair) and _same_size(*pair)]
    yield from (pair for pair in found if not are_tied(*pair))


def _is_overlap(one: SourceFacts, other: SourceFacts) -> bool:
    here, there = _span(one), _span(other)
    if here is None or there is None or here[0] > there[1] or there[0] > here[1]:
        return False
    countries = {country.casefold() for country in one.countries}
    if countries and other.countries and countries.isdisjoint(name.casefold() for name in other.countries):
        return False
    return _likeness(one, other) >= 0.5


def _by_authors(rows: Sequence[SourceFacts]) -> Iterator[tuple[SourceFacts, SourceFacts]]:
    by_name: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        for name in _people(row):
            by_name.setdefault(name, []).append(position)
    shared: Counter[tuple[int, int]] = Counter()
    for positions in by_name.values():
        if 1 < len(positions) <= _LARGEST_GROUP:
            shared.update((one, other) for at, one in enumerate(positions) for other in positions[at + 1 :])
    for (one, other), count in shared.items():
        if count >= min(2, len(_people(rows[one])), len(_people(rows[other]))):
            yield rows[one], rows[other]


def _without_authors(rows: Sequence[SourceFacts]) -> Iterator[tuple[SourceFacts, SourceFacts]]:
    """Reports that name no authors, against all others."""
    unnamed = [row for row in rows if not row.authors]
    if len(unnamed) > _MOST_WITHOUT_AUTHORS:
        return
    order = {row.id: position for position, row in enumerate(rows)}
    for row in unnamed:
        for other in rows:
            if other is not row and (other.authors or order[other.id] > order[row.id]):
                yield (row, other) if order[row.id] < order[other.id] else (other, row)


def _same_size(one: SourceFacts, other: SourceFacts) -> bool:
    return not {count for count in one.sizes if count >= _FEWEST_PEOPLE}.isdisjoint(other.sizes)


def _people(row: SourceFacts) -> frozenset[str]:
    return frozenset(map(folded, row.authors)) - {""}


def _span(row: SourceFacts) -> Span | None:
    return months_of(row.period) if row.period else None


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A family name without marks, blanks and the vowels by which umlauts are written out: Müller is Mueller."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if letter.isalpha())
    return (
        letters.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("ø", "o").replace("ß", "ss")
    )


@lru_cache(maxsize=16384)
def _place_words(setting: str) -> frozenset[str]:
    words = (word.removesuffix("s") for word in _WORD.findall(setting.casefold()) if not word.isdecimal())
    return frozenset(word for word in words if word not in _SMALL)


def _likeness(one: SourceFacts, other: SourceFacts) -> float:
    """How far two places are called the same: share of the shorter name's words."""
    here, there = _place_words(one.setting or ""), _place_words(other.setting or "")
    if _contradict(here, there) or not here or not there:
        return 0.0
    return len(here & there) / min(len(here), len(there))


def _contradict(here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether two names tell two places apart: South East against North East, adults against children."""
    sides, others = here & _SIDES, there & _SIDES
    if sides and others and not (sides <= others or others <= sides):
        return True
    return any(
        (here & one and there & other and not here & other)
        or (here & other and there & one and not here & one)
        for one, other in _OPPOSED
    )

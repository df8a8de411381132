"""Whether a reason says something. A word list, because a reason that fits anything explains nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:['’/-][^\W_]+)*")
_SMALL_WORDS: Final = """
a an and are as at be been but by for from had has have in into is it its no nor not of on only or our per
so such than that the their then there these they this those to too up was we were which will with would
"""
_SMALL: Final = frozenset(_SMALL_WORDS.split())
_EMPTY_WORDS: Final = """
accepted according adequate agreed all always any appendix appropriate article articles because cf common
company considered convenience convenient convention custom customary data decided decision default
described desired done due etc evidence excluded feasibility feasible fit general generally good hits
inappropriate included insufficient interest irrelevant keep kept known limit limitation limited limits
literature low manageable many n/a na necessary needed none normal normally number numbers obvious other
others otherwise our out paper papers poor practical practice pragmatic preference previous procedure
protocol publication publications quality rather reason reasonable reasons reduce reduced relevance relevant
report reports required resource resources restrict restricted restriction review routine same scope search
searches see simplicity sop source sources standard study studies sufficient suitable sure tba tbc tbd team
time todo unknown unnecessary unsuitable us use used useful usual usually various very weak well work
workload
"""
_EMPTY: Final = frozenset(_EMPTY_WORDS.split())


def content_words(text: str) -> frozenset[str]:
    """The words of a text without the small ones, in lower case."""
    return frozenset(_WORD.findall(text.casefold())) - _SMALL


def says_nothing(text: str, *, beside: Iterable[str] = ()) -> bool:
    """Whether a reason consists of words that fit anything, or repeats the texts that it is the reason for."""
    rest = content_words(text) - _EMPTY
    return not (rest and rest.difference(*(content_words(other) for other in beside)))

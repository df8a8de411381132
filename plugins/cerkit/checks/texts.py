"""Whether a text says anything: "n/a", "tbd" and "see literature" fill a field without answering it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_EMPTY: Final = frozenset(
    _WORD.findall(
        """
        a an and any applicable applies apply are as at be by can completed confirmed decided defined
        determined done element follow for from how i in is it its later n na needed nil no none not
        null of on or our out pending placeholder relevant required see tba tbc tbd text that the these
        this to todo unknown was we will with x xx xxx yes
        """
    )
)
"""Words that answer nothing, alone or together."""
_POINTING: Final = frozenset(
    _WORD.findall(
        """
        above accepted according adequate all analysis appendix appropriate art available background
        based below benchmark benchmarks both cep cer chapter chosen clinical conducted current data
        derivation derived described detail details device discussed document documented documents
        elsewhere evaluation evaluators evidence existing expert expertise experts following follows
        found general generally given guideline guidelines judged judgement judgment knowledge known
        literature methods obtained opinion our paper papers part plan practice presented prior product
        publication publications published reasonable reference references report review reviewed
        reviews scientific search section selected set several shown software some source sources state
        stated studies study sufficient suitable summary table taken team technical threshold usual
        value values various which
        """
    )
)
"""Words that point elsewhere, or that fit every derivation."""


def is_bare(text: str) -> bool:
    """Whether a text is only a filler: n/a, not applicable, tbd, none, a dash."""
    return not _words(text) - _EMPTY


def only_points(text: str) -> bool:
    """Whether a text is a filler or only sends the reader away: see the plan."""
    return not _words(text) - _EMPTY - _POINTING


def gives_no_reasoning(text: str) -> bool:
    """Whether a derivation holds fewer than three words of its own: "see literature", "as discussed in section 3"."""
    return len(_words(text) - _EMPTY - _POINTING) < 3


def adds_nothing(definition: str, name: str) -> bool:
    """Whether a definition only repeats the name, or points elsewhere."""
    return not _words(definition) - _EMPTY - _POINTING - _words(name)


def is_none(text: str) -> bool:
    """Whether a text answers with "none", which is an answer where there may be nothing to tell."""
    return bool(_words(text) & {"none", "no", "nil"})


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names in a sentence: A, B and C; of many the first few and how many more."""
    known = list(names)
    if len(known) > most:
        return f"{', '.join(known[:most])} and {len(known) - most} more"
    return " and ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)

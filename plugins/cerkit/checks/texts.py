"""Whether a text says anything: "n/a", "tbd" and "see literature" fill a field without answering it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from cerkit.model.identifiers import RECORD_REFERENCE
from cerkit.model.wording import normalised

_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORT: Final = 120
_ANNOUNCED: Final = re.compile(
    r"\W*(?:(?:is|are|text|answer|content|details?|this) )*(?:still |yet )?(?:to be|will be|shall be) (?:still )?"
    r"(?:added|completed|written|filled|inserted|supplied|provided|given|defined|determined|decided|updated|drafted|"
    r"clarified|confirmed|described|formulated|agreed)\b"
    r"|\W*(?:(?:is|are|text|answer|content|details?|this) )*(?:still |yet )?(?:to|will) (?:follow|come)\b"
    r"(?=\W*$| (?:in|with|after|once|when|as soon|later|soon|separately)\b)"
)
_EMPTY: Final = frozenset(
    _WORD.findall(
        """
        a an and any applicable applies apply are as at be by can completed confirmed decided defined
        determined done element follow for from how i in is it its later n na needed nil no none not null of on
        or our out pending placeholder relevant required see tba tbc tbd text that the these this to todo
        unknown was we were will with x xx xxx yes
        """
    )
)
"""Words that answer nothing, alone or together."""
_FILLING: Final = _EMPTY | frozenset(
    _WORD.findall(
        """
        above acceptable accordance according add added adequate all approach appropriate available been below
        case check checked comment comments company complete compliant comply confirm considered current decide
        deemed define description detail details do document documentation documented documents everything
        expected fine followed follows foreseen found fulfilled further good has have here identified
        instruction internal issue issues known looked looks more necessary normal nothing ok okay open other
        per plan possible practice problem problems procedure procedures provided ready reason reasons refer
        report requirements reviewed routine same satisfactory section seen separate set so some sop specified
        standard state stated sufficient suitable there tick ticked usual usually various where with yet
        """
    )
)
"""Words that fill a field without an object."""
_POINTING: Final = frozenset(
    _WORD.findall(
        """
        above accepted according adequate agreed agreement all analysis appendix appropriate art available
        background based below benchmark benchmarks both cep cer chapter chosen clinical conducted current data
        derivation derived described detail details device discussed document documented documents earlier
        elsewhere evaluation evaluators evidence existing expert expertise experts following follows former
        found general generally given guideline guidelines judged judgement judgment knowledge known literature
        methods obtained opinion our paper papers part plan practice preceding presented previous prior product
        publication publications published reasonable reference references report review reviewed reviews
        scientific search section selected set several shown software some source sources state stated studies
        study sufficient suitable summary table taken team technical threshold usual value values various which
        within
        """
    )
)
"""Words that point elsewhere, or that fit every derivation."""


_ASSERTING: Final = frozenset(
    _WORD.findall(
        """
        a above acceptable accordance active activities activity additional adequacy adequate adequately after
        all also amount an and any appropriate are as at be been being believe body both by class clinical
        collected combination concerned conclude concluded conclusion consider considered cover covered covers
        current data deemed defined described design device devices during each end enough ensure ensures
        entire evaluation evaluators every evidence expected fit follow following for found from full fully
        further gap gaps general given has have in indicators is it its jointly judge judged justified kind
        lasting level life lifecycle lifespan lifetime manufacturer market measures more necessary need needed
        no not of on opinion or other others our over overall performance period plan planned plans pmcf pms
        post product program programme proposed purpose purposes quality quantity regard regarded relevant
        remain required requirements risk risks safety section service span state stated studies study such
        suffice suffices sufficiency sufficient sufficiently suitable surveillance system taken that the their
        these they this throughout time to together two type until up use used useful using view was we were
        which whole will with
        """
    )
)
"""Words with which a thing is called enough or fit, of any device; what remains of a text is its argument."""


def only_asserts(text: str) -> bool:
    """Whether a text calls something enough and argues nothing: no record, no number, no words of this device."""
    if RECORD_REFERENCE.search(text) or any(sign.isdigit() for sign in text):
        return False
    return len(_words(text) - _ASSERTING) < 3


def says_nothing(text: str | None) -> bool:
    """Whether a text is missing or only fills its field: n/a, tbd, none, a dash, "as required", "ok", "see section"."""
    words = (found[0] for found in _WORD.finditer(normalised(text or "")))
    return is_announced(text or "") or all(word in _FILLING or set(word) <= {"x"} for word in words)


def only_points(text: str) -> bool:
    """Whether a text is a filler or only sends the reader away: see the plan."""
    return is_announced(text) or not _words(text) - _EMPTY - _POINTING


def is_announced(text: str) -> bool:
    """Whether a text only says that its content is to come: "To be added with the next version of the plan"."""
    return len(text) < _SHORT and _ANNOUNCED.match(normalised(text)) is not None


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
    return set(_WORD.findall(normalised(text)))


def beginnings(text: str, letters: int, *, shortest: int = 3) -> frozenset[str]:
    """The first letters of the words of some length: grader, graders and grading are one."""
    words = _LETTERS.findall(normalised(text))
    return frozenset(word[:letters] for word in words if len(word) >= shortest)


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names in a sentence: A, B and C; of many the first few and how many more."""
    known = list(names)
    if len(known) > most:
        return f"{', '.join(known[:most])} and {len(known) - most} more"
    return " and ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)


def shortened(text: str | None, most: int = 80) -> str:
    """A text as a message quotes it: one line, and not more than `most` characters of it."""
    line = " ".join((text or "").split())
    return line if len(line) <= most else f"{line[: most - 3]}..."

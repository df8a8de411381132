"""Whether a text that a person owes says anything, and plain dates."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.wording import normalised

_WORD: Final = re.compile(r"[^\W_]+(?:/[^\W_]+)?")
_FILLING_WORDS: Final = """
    a above acceptable accordance according add added adequate all and any applicable applies apply
    approach appropriate are as at available be been below by case check checked comment comments
    company complete completed compliant comply confirm confirmed considered current decide decided
    deemed define defined description detail details determined do document documentation documented
    documents done everything fine follow followed follows for found fulfilled further good has have
    here identified in instruction internal is issue issues it its known later looked looks more n/a
    na necessary needed nil no none normal not nothing of ok okay on open other our pending per plan
    possible practice problem problems procedure procedures provided ready reason reasons refer
    relevant report required requirements reviewed routine same satisfactory section see seen
    separate set so some sop specified standard state stated sufficient suitable tba tbc tbd that
    the there these this tick ticked to todo unknown usual usually various was we were where will
    with yes yet
"""
_FILLING: Final = frozenset(_FILLING_WORDS.split())
"""Words that fill a field without an object; a text of these alone says nothing."""
_NUMBER: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"sixty|hundred|thousand|half|third|quarter)s?\b"
)


def says_nothing(text: str | None) -> bool:
    """Whether a text is a placeholder: no words, or only words that fill a field ("as required", "TBD", "ok")."""
    words = _WORD.findall(normalised(text or ""))
    return all(word in _FILLING or set(word) <= {"x"} for word in words)


def has_number(text: str) -> bool:
    """Whether a text gives a number, in digits or in words."""
    return _NUMBER.search(normalised(text)) is not None


def is_read(dossier: Dossier, path: str) -> bool:
    """Whether what stands in a file is known; where it could not be read, nothing in it counts as missing."""
    return path.rpartition("/")[2].removesuffix(".yml") not in dossier.broken


def speaking_day(examination: Examination) -> date:
    """The day as of which the report speaks: its own date, so that an old release is not found stale by the clock."""
    releases = examination.dossier.releases
    return releases.report.date if releases else examination.on

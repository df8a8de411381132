"""What pages say by which state of the art or usability fell short of what the records tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.admissions import Admission, admitted
from cerkit.checks.device import rules
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination

_LEFT_OUT: Final = (
    r"(?:was|were|did) not (?:\w+ )?"
    r"(?:included|covered|tested|evaluated|invited|asked|studied|examined|take part|represented)"
)
_NO_ALTERNATIVE: Final = Admission(
    rules.STATE_OF_THE_ART_THIN,
    ("alternative", "comparable", "benchmark"),
    r"\bthere (?:is|are|was|were) (?:currently |at present )?no (?:\w+ )?(?:alternatives?|comparable \w+|benchmarks?)\b"
    r"|\bno (?:\w+ )?(?:alternatives?|benchmarks?) (?:\w+ )?(?:exists?|is|are|was|were|could be) ?"
    r"(?:available|known|found|identified|described|stated|given)?(?=[.,]|$| (?:for|to|in)\b)"
    r"|\bhas no alternatives?\b",
    r"",
    r"\b(?:single|data|result|evidence|study|better|why|because|if|unless|criterion|where)\b",
    "the state of the art is said to lack what the records hold",
)
_NO_USABILITY: Final = Admission(
    rules.USERS_NOT_TESTED,
    ("usability", "summative", "human factors"),
    rf"\b{_LEFT_OUT}\b|\b(?:covered|included|with|by) (?:\w+ ){{1,2}}(?:only|alone)\b|\b(?:covered|included) only \w+"
    r"|\bno (?:\w+ )?(?:usability|summative) (?:\w+ )?(?:evaluation|test|study|data|testing)\w* "
    r"(?:was|were|is|are|has|have|exist)",
    r"",
    r"\b(?:lay|not intended|nobody|no (?:task|error)|rate|effectiveness|accuracy|yet known|photographers?)\b",
    "users were left out of the usability evaluation",
)


def check_admissions(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences that deny what the records hold; what they do not hold is told of the records."""
    dossier = examination.dossier
    if dossier.alternatives and dossier.benchmarks:
        yield from admitted(examination, (_NO_ALTERNATIVE,))
    yield from admitted(examination, (_NO_USABILITY,))

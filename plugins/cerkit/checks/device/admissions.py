"""What pages say by which state of the art or usability fell short of what the records tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.admissions import Admission, admitted
from cerkit.checks.device import rules
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination

_MARKS: Final = (
    *(
        "alternative",
        "comparable",
        "benchmark",
        "no similar",
        "no competing",
        "no other",
        "usability",
        "summative",
    ),
    "human factors",
)
_LEFT_OUT: Final = (
    r"(?:was|were|did) not (?:\w+ )?"
    r"(?:included|covered|tested|evaluated|invited|asked|studied|examined|take part|represented)"
)
_USERS: Final = r"(?:users|clinicians|graders|nurses|physicians|doctors|patients|technicians|operators)"
_NO_ALTERNATIVE: Final = Admission(
    rules.STATE_OF_THE_ART_THIN,
    (
        (
            *(
                "no alternative",
                "no other",
                "no comparable",
                "no similar",
                "no competing",
                "no benchmark",
                "no known",
            ),
            *("no further", "no real", "no suitable", "no established"),
        ),
    ),
    r"\bthere (?:is|are|was|were) (?:currently |at present )?no (?:\w+ )?(?:alternatives?|comparable \w+|benchmarks?)\b"
    r"|\bno (?:\w+ )?(?:alternatives?|benchmarks?) (?:\w+ )?(?:exists?|is|are|was|were|could be) ?"
    r"(?:available|known|found|identified|described|stated|given)?(?=[.,]|$| (?:for|to|in)\b)"
    r"|\bhas no alternatives?\b"
    r"|\bno (?:\w+ )?(?:comparable|similar|competing|other) (?:\w+ )?(?:products?|devices?|systems?|methods?|options?) "
    r"(?:\w+ )?(?:exists?\b|available|on the market|known)",
    r"\b(?:single|data|result|evidence|study|better|why|because|if|unless|criterion|where)\b",
    "the state of the art is said to lack what the records hold",
)
_NO_USABILITY: Final = Admission(
    rules.USERS_NOT_TESTED,
    (
        ("usability", "summative", "human factors"),
        ("not ", "only", "alone", "no "),
    ),
    rf"\b{_LEFT_OUT}\b|\b(?:covered|included|with|by) (?:\w+ ){{1,2}}(?:only|alone)\b|\b(?:covered|included) only \w+"
    rf"|\bnot (?:with|by|of) (?:\w+ )?{_USERS}\b|\bno data on usability\b"
    r"|\bno (?:\w+ )?(?:usability|summative) (?:\w+ )?(?:evaluation|test|study|data|testing)\w* "
    r"(?:was|were|is|are|has|have|exist)",
    r"\b(?:lay|not intended|nobody|no (?:task|error)|rate|effectiveness|accuracy|yet known|photographers?)\b",
    "users were left out of the usability evaluation",
    of_others="@",
)


def check_admissions(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences that deny what the records hold; what they do not hold is told of the records."""
    dossier = examination.dossier
    has_art = bool(dossier.alternatives and dossier.benchmarks)
    yield from admitted(
        examination, _MARKS, (_NO_ALTERNATIVE, _NO_USABILITY) if has_art else (_NO_USABILITY,)
    )

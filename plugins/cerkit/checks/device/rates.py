"""Whether a text on a benefit or a risk gives a number, a rate, or a source for it."""

from __future__ import annotations

import re
from typing import Final

from cerkit.checks.texts import says_nothing

_SHARES: Final = "hundred|thousand|half|third|quarter|twice"
_COUNTS: Final = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|"
    rf"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|none|{_SHARES}"
)
_NUMBER: Final = re.compile(rf"(?<![\w.-])\d|\b(?:double|every|each|all|{_COUNTS})\b", re.IGNORECASE)
_EXACT: Final = re.compile(rf"\d|\b(?:halves|double|triple|{_SHARES})\b|SRC-", re.IGNORECASE)
_VAGUE: Final = re.compile(
    r"\b(?:considerabl|substantial|significant|great|large|major|notabl|clear|good|high)", re.IGNORECASE
)
_COUNT: Final = re.compile(rf"\d|\b(?:no|zero|nil|never|{_COUNTS})\b", re.IGNORECASE)
"""A number in digits or words; that nothing was seen is a number too."""
_FINDING: Final = re.compile(r"\bSRC-[\w-]+\.[\w-]+")
_WORD: Final = re.compile(r"[^\W_]{2,}")
_UNTOLD: Final = re.compile(
    r"\W*(?:(?:un)?clear|variable|varies|long|short|not (?:known|assessed|studied|measured))\W*",
    re.IGNORECASE,
)
_BASIS: Final = re.compile(
    r"literature|publi|stud(?:y|ies)|investigation|trial|\btest|surveillance|\bPMS\b|complaint|vigilance|regist|incident|"
    r"routine|usability|evaluation|database|assum|estimat|expert|judge?ment|report|sample|experience|simulat|verification|"
    r"validation|field data|market|SRC-|analysis",
    re.IGNORECASE,
)
_ASSUMED: Final = re.compile(r"assum|expert|judge?ment|estimat|conservativ|worst case", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"\b[A-Z]{2,}-[\w-]+(?:\.[\w-]+)?|\b(?:section|table|type|version) \d[\d.]*", re.IGNORECASE
)
_COUNTED: Final = re.compile(
    r"\b(?:\d[\d,. ]*|none|no|one|two|three)\s+(?:\w+\s+){0,3}(?:of|in|per)\s+\d", re.IGNORECASE
)
_SHARE: Final = re.compile(r"\b\d+(?:\.\d+)? ?(?:%|per ?cent\b)")
_NAMED_NUMBER: Final = re.compile(
    r"\b(?:section|table|type|version|chapter|annex|page|year|since|in) \d[\d.]*", re.IGNORECASE
)
_DENOMINATOR: Final = re.compile(
    r"\b(?:of|in|per|among|n ?=|from) ?(?:the |all |about )?\d|\b\d[\d,. ]*\d\b|\b\d+ \w+"
)
_SAYS: Final = 3
"""Words below which a basis names no source, whatever the word: "Estimated.", "Expert judgement"."""
_WHO_WORDS: Final = """
according an and as at based by clinical company estimate estimated estimates estimation experience expert experts
file from group in internal is judged judgement judgment made management manufacturer medical of on opinion our own
panel probability process rated risk set taken team the to was were with
"""
_WHO: Final = frozenset(_WHO_WORDS.split())
"""Words that say at most who judged."""
_ENOUGH: Final = 6
"""Words from which on a text can be a reason in place of a number."""


def is_magnitude(text: str) -> bool:
    """Whether a text holds a number; beside "considerable" or "large" one that measures, unlike "all three users"."""
    return _holds_number(text) and (_VAGUE.search(text) is None or _EXACT.search(text) is not None)


def is_probability(text: str) -> bool:
    """Whether a text holds a number, or is long enough to give the reason why it does not."""
    return _holds_number(text) or len(_WORD.findall(text)) >= _ENOUGH


def is_duration(text: str) -> bool:
    """Whether a text says for how long, if only in words: "for life"."""
    return not says_nothing(text) and _UNTOLD.fullmatch(text) is None


def names_basis(text: str) -> bool:
    """Whether a text names something that a probability can come from."""
    return _BASIS.search(text) is not None


def is_bare_word(text: str) -> bool:
    """Whether a basis is a word or two without a number, or says only who judged: "Estimated by the team."."""
    words = _WORD.findall(text)
    is_short = len(words) < _SAYS or _WHO.issuperset(map(str.casefold, words))
    return is_short and not _NUMBER.search(text)


def is_assumed(text: str) -> bool:
    """Whether a basis calls itself an assumption."""
    return _ASSUMED.search(text) is not None


def is_counted(text: str) -> bool:
    """Whether a text gives counts: 17 of 306, none in 58."""
    return _COUNTED.search(text) is not None


def is_only_in_words(text: str) -> bool:
    """Whether a basis holds no number, no result and not even that nothing was seen."""
    return not (_COUNT.search(_NAMED.sub(" ", text)) or _FINDING.search(text))


def is_bare_share(text: str) -> bool:
    """Whether a basis gives a percentage, and neither counts nor a record that would hold them."""
    if _FINDING.search(text) or _SHARE.search(text) is None:
        return False
    rest = _SHARE.sub(" ", _NAMED_NUMBER.sub(" ", text))
    return "SRC-" not in text and not _DENOMINATOR.search(rest)


def _holds_number(text: str) -> bool:
    return bool(_NUMBER.search(text) or _FINDING.search(text))

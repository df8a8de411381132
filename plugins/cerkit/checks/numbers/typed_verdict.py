"""Verdicts typed in the prose beside a result or criterion, compared with the verdict that is computed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cerkit.model.trace import Trace
from cerkit.model.verdicts import Outcome, Verdict

_TYPED: Final = re.compile(
    r"\b(?:verdicts?(?: on \S{1,80})?|criteri(?:on|a)|AC-[\w.-]{1,38}(?:\]\[\])?)"
    r"(?: (?:is|was|are|were|has been|have been)|:)(?: (?:therefore|thus|also|again|still|clearly|even))?[ \"“'*_]{1,4}"
    r"(?P<verdict>(?:not )?(?:met|fulfilled|reached|passed|satisfied))\b"
    r"|\b(?:(?P<failed>(?:does|do|did) not (?:meet|satisfy|fulfil|reach|pass))|"
    r"(?:meets|met|satisfies|satisfied|fulfils|fulfilled|reaches|reached|passes|passed))"
    r" (?:the )?(?:criterion )?\[?AC-[\w.-]{1,38}(?:\]\[\])?",
    re.IGNORECASE,
)
_SUPPOSED: Final = re.compile(
    r"\b(?:if|whether|when|where|unless|until|once|would|could|(?<!in )may(?! \d)|might|should|must)\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"\b(?:not|no|none|never|neither|nor|cannot|hardly|without|only|benchmark)\b", re.IGNORECASE
)
_FINDING: Final = re.compile(r"\bSRC-[A-Za-z0-9-]{1,40}\.[A-Za-z0-9-]{1,60}")
_CRITERION: Final = re.compile(r"\bAC-[A-Za-z0-9.-]{0,37}[A-Za-z0-9]")
_COMPUTED: Final = re.compile(r"\{\{\s*verdicts?\(")
_WORD: Final = re.compile(r"[a-z][a-z-]{3,}")
_EACH: Final = re.compile(
    r"\b(?:all|every|each|both|any|either|whatever|throughout|overall)\b", re.IGNORECASE
)
"""Words that say it of every result that decides."""
_LONGEST: Final = 4000


def wrong_verdict(trace: Trace, sentence: str, around: str = "") -> tuple[int, str] | None:
    """Where a sentence types another verdict than all that are computed of what it names, and what it says.

    A sentence that names nothing speaks of the one criterion that the text around it names.
    """
    if len(sentence) > _LONGEST or _COMPUTED.search(sentence):
        return None
    plain = " ".join(sentence.split("\n")) if "\n" in sentence else sentence
    match = _TYPED.search(plain)
    if match is None or _SUPPOSED.search(plain, 0, match.start()):
        return None
    computed = _computed(trace, plain, around)
    if match["verdict"] is None and _DENIED.search(plain, 0, match.start()):
        return None
    is_failed = match["failed"] or (match["verdict"] or "").lower().startswith("not ")
    said = "not met" if is_failed else "met"
    wrong = [verdict for verdict in computed if verdict.outcome.value != said]
    if not wrong or (len(wrong) < len(computed) and not _EACH.search(plain)):
        return None
    first = wrong[0]
    told = f"`{match[0]}` is typed, but {first.criterion} is {first.outcome} on {first.finding} ({first.comparison})"
    return match.start(), told


def _computed(trace: Trace, sentence: str, around: str) -> list[Verdict]:
    """The verdicts of the criteria and findings that a sentence names; where it names one kind only, of all others.

    Of a result that decides nothing is told where the criterion names it.
    """
    findings = {name for name in _FINDING.findall(sentence) if name in trace.finding_facts}
    named = set(_CRITERION.findall(sentence))
    if not findings and not named:
        named = set(_CRITERION.findall(around))
        if len(named) != 1:
            return []
    return [
        verdict
        for criterion in trace.dossier.criteria
        if not named or criterion.id in named
        for verdict in _spoken_of(trace, trace.verdicts_of(criterion), sentence)
        if (not findings or verdict.finding in findings) and verdict.outcome is not Outcome.NOT_DECIDABLE
    ]


def _spoken_of(trace: Trace, verdicts: Sequence[Verdict], sentence: str) -> Sequence[Verdict]:
    """Those on the results whose own words the sentence has; all where it has the words of none, or of each."""
    words = [_words(trace, verdict.finding) for verdict in verdicts]
    said = _stems(sentence)
    spoken = [
        verdict
        for at, verdict in enumerate(verdicts)
        if said & words[at].difference(*(others for i, others in enumerate(words) if i != at))
    ]
    return spoken or verdicts


def _words(trace: Trace, finding: str) -> set[str]:
    found = trace.finding(finding)
    return _stems(found[1].label) if found else set()


def _stems(text: str) -> set[str]:
    """Words without the mark of the plural: camera and cameras tell nothing apart."""
    return {word.removesuffix("s") for word in _WORD.findall(text.casefold())}

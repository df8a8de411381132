"""The revision history against the records of gaps: which gap was closed when (D63)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.words import BREAK, words_of
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination

_CLOSED: Final = frozenset(("closed", "resolved", "settled", "closes", "closing", "closure"))
_OPENED: Final = frozenset(("opened", "opens", "opening", "open", "reopened", "remaining", "outstanding"))
_OPEN_NOW: Final = frozenset(("open", "reopened", "remaining", "outstanding"))
"""What was opened may have been closed in the same time; only what is open contradicts a closed gap."""
_DENIALS: Final = frozenset(
    ("not", "no", "never", "yet", "cannot", "can", "will", "shall", "may", "until", "when", "once")
)
_LINKING_WORDS: Final = """gap gaps was were is are has have been the of now both remains remain still be being
    could no longer regarded considered deemed judged taken seen treated as thereby hereby also therefore thus finally
    fully formally"""
_LINKS: Final = frozenset(_LINKING_WORDS.split())
"""Words that may stand between a gap and what happened to it."""
_CLAUSE_END: Final = re.compile(r"[,;()]|\.(?=\s|$)")
_IN_BRACKETS: Final = re.compile(r"\(\s?(GAP-[\w.-]{1,60})\s?\)")
_LISTED: Final = re.compile(r",\s{0,3}(?=GAP-[\w-]{1,60}\s{0,3}(?:[,;.)]|and\b|$))")
"""A comma in a list of gaps, and not one before a clause that begins with a gap."""
_ALL: Final = re.compile(
    r"\b(?:all|both|every|each)\s(?:(?:of|the|open|known|remaining|former|earlier|[a-z]{3,5})\s){0,4}gaps?\s"
    r"(?:(?:was|were|is|are|has|have|been|be|could|now|thereby|thus)\s){0,3}(?:closed|resolved|settled)\b"
    r"|\bno (?:more )?(?:open )?gaps? (?:remains?\b|(?:is|are) (?:left|open)\b)",
    re.IGNORECASE,
)
_NOT_ALL: Final = re.compile(r"\b(?:not|nor|other|but|except|apart|besides|until|once|when)\b", re.IGNORECASE)
_NEAR: Final = 12
"""Words that a gap and what is told of it may be apart."""
_LONGEST: Final = 20_000


def check_revisions(examination: Examination) -> Iterator[Diagnostic]:
    """Gaps that a revision tells as closed or open, and whose record says the other."""
    dossier = examination.dossier
    gaps = {gap.id: gap for gap in dossier.gaps}
    revisions = dossier.releases.revisions if dossier.releases else ()
    for position, revision in enumerate(revisions):
        place = Place("evidence/releases.yml", ("revisions", position, "change"))
        is_newest = position == len(revisions) - 1
        still_open = tuple(name for name, gap in gaps.items() if gap.status == "open") if is_newest else ()
        for identifier, is_closed in dict(_told(revision.change[:_LONGEST], still_open)).items():
            gap = gaps.get(identifier)
            if gap is None:
                continue
            if is_closed and gap.status == "open":
                message = f"{identifier} is told as closed in the revision history, but its record says that it is open"
            elif not is_closed and is_newest and gap.status == "closed":
                message = f"{identifier} is told as open in the newest revision, but its record says that it is closed"
            else:
                continue
            yield rules.GAP_IN_HISTORY.at(place, message, subject=identifier)


def _told(text: str, still_open: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Gaps with whether they are told as closed."""
    listed = _LISTED.sub(" and ", _IN_BRACKETS.sub(r" \1 ", text))
    for clause in _CLAUSE_END.split(listed):
        yield from _gaps_told(tuple(word for word in words_of(clause) if word != BREAK))
        if still_open and _ALL.search(clause) and not _NOT_ALL.search(clause):
            yield still_open[0], True


def _gaps_told(words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """By the nearest word on a gap after or before it."""
    for at, word in enumerate(words):
        if word.startswith("GAP-"):
            told = _next(words, at, 1) or _next(words, at, -1)
            if told in _CLOSED or told in _OPEN_NOW:
                yield word, told in _CLOSED


def _next(words: Sequence[str], at: int, step: int) -> str | None:
    position = at + step
    while 0 <= position < len(words) and abs(position - at) <= _NEAR:
        word = words[position]
        if word in _CLOSED or word in _OPENED:
            lead = words[max(0, position - 3) : position]
            if word in _OPEN_NOW and lead[-2:] == ("no", "longer"):
                return "closed"
            return word if _DENIALS.isdisjoint(lead) else None
        following = words[position + step] if 0 <= position + step < len(words) else ""
        is_list = word == "and" and following.startswith(("GAP-", "gap"))
        if not is_list and word not in _LINKS and not word.startswith("GAP-"):
            return None
        position += step
    return None

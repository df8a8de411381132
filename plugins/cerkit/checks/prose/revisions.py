"""The revision history against gaps and prose: which gap was closed when, and of which day a report is (D63, D64)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.words import BREAK, words_of
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.wording import sentences

_CLOSED: Final = frozenset(("closed", "resolved", "settled", "closes", "closing", "closure"))
_OPENED: Final = frozenset(("opened", "opens", "opening", "open"))
_DENIALS: Final = frozenset(("not", "no", "never", "yet", "cannot", "until", "when", "once"))
_LINKS: Final = frozenset(
    (
        *(
            "gap",
            "gaps",
            "was",
            "were",
            "is",
            "are",
            "has",
            "have",
            "been",
            "the",
            "of",
            "now",
            "both",
            "remains",
            "remain",
            "still",
        ),
    )
)
"""Words that may stand between a gap and what happened to it."""
_CLAUSE_END: Final = re.compile(r"[,;()]|\.(?=\s|$)")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DATE: Final = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\d)|(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[A-Za-z]{3,9})\s+(?P<year>\d{4})\b"
    r"|(?P<month_first>[A-Z][a-z]{2,8})\s+(?P<day_second>\d{1,2}),?\s+(?P<year_last>\d{4})\b"
)
_BEFORE_DATE: Final = (
    r"\s{0,3},?\s{0,3}\(?(?:of|dated|from|issued(?:\s{1,3}on)?|released(?:\s{1,3}on)?)?\s{0,3}(?=[\dA-Z])"
)
_VERSION: Final = re.compile(
    r"\b(?i:version|revision|issue|edition)\s{1,3}(?P<version>\d{1,4}(?:\.\d{1,4}){0,3})" + _BEFORE_DATE
)
_EARLIER: Final = re.compile(
    r"\b(?P<which>first|previous|last|preceding|earlier)\s{1,3}(?:clinical\s{1,3}evaluation\s{1,3})?report"
    + _BEFORE_DATE
)
_LEADS: Final = frozenset(("report", "cer", "replaces", "supersedes", "replaced", "superseded", "update"))
"""Words by which a version is that of the report and not that of the software or of a document."""
_FILLERS: Final = frozenset(
    ("the", "its", "in", "by", "earlier", "previous", "last", "first", "former", "this", "was", "is")
)
"""Words that may stand between these and the version."""
_TWO: Final = 2
_LEAD: Final = 60
"""Signs before a version in which it is said whose version it is."""
_NEAR: Final = 12
"""Words that a gap and what is told of it may be apart."""


def check_revisions(examination: Examination) -> Iterator[Diagnostic]:
    """Gaps in the revision history, and the days of earlier reports in the prose."""
    dossier = examination.dossier
    if dossier.releases is not None:
        yield from _check_gaps(dossier)
        yield from _check_dates(dossier)


def _check_gaps(dossier: Dossier) -> Iterator[Diagnostic]:
    gaps = {gap.id: gap for gap in dossier.gaps}
    revisions = dossier.releases.revisions if dossier.releases else ()
    for position, revision in enumerate(revisions):
        place = Place("evidence/releases.yml", ("revisions", position, "change"))
        told = (
            found for clause in _CLAUSE_END.split(revision.change) for found in _gaps_told(_words(clause))
        )
        for identifier, is_closed in told:
            gap = gaps.get(identifier)
            if gap is None:
                continue
            if is_closed and gap.status == "open":
                message = f"{identifier} is told as closed in the revision history, but its record says that it is open"
            elif not is_closed and position == len(revisions) - 1 and gap.status == "closed":
                message = f"{identifier} is told as open in the newest revision, but its record says that it is closed"
            else:
                continue
            yield rules.GAP_IN_HISTORY.at(place, message, subject=identifier)


def _words(clause: str) -> tuple[str, ...]:
    return tuple(word for word in words_of(clause) if word != BREAK)


def _gaps_told(words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Gaps with whether they are told as closed, by the nearest word on it after or before them."""
    for at, word in enumerate(words):
        if word.startswith("GAP-"):
            told = _next(words, at, 1) or _next(words, at, -1)
            # What was opened may have been closed in the same time; only what is open contradicts a closed gap.
            if told in _CLOSED or told == "open":
                yield word, told in _CLOSED


def _next(words: Sequence[str], at: int, step: int) -> str | None:
    position = at + step
    while 0 <= position < len(words) and abs(position - at) <= _NEAR:
        word = words[position]
        if word in _CLOSED or word in _OPENED:
            return word if _DENIALS.isdisjoint(words[max(0, position - 3) : position]) else None
        following = words[position + step] if 0 <= position + step < len(words) else ""
        is_list = word == "and" and following.startswith(("GAP-", "gap"))
        if not is_list and word not in _LINKS and not word.startswith("GAP-"):
            return None
        position += step
    return None


def _check_dates(dossier: Dossier) -> Iterator[Diagnostic]:
    issued = {item.version: item.date for item in dossier.releases.revisions} if dossier.releases else {}
    for chapter in dossier.chapters:
        if not (chapter.is_report and issued) or not _speaks_of_reports(chapter.prose):
            continue
        for sentence in sentences(chapter):
            for start, version, told in _dates_told(sentence.text, tuple(issued)):
                if told != issued[version]:
                    message = (
                        f"version {version} of the report is dated {told.isoformat()} here, and "
                        f"{issued[version].isoformat()} in the revision history"
                    )
                    yield rules.REPORT_DATE.at(
                        chapter.at(sentence.start + start), message, subject=chapter.path
                    )


def _speaks_of_reports(prose: str) -> bool:
    """Whether a page is worth being read by sentences."""
    return _VERSION.search(prose) is not None or _EARLIER.search(prose) is not None


def _dates_told(text: str, versions: Sequence[str]) -> Iterator[tuple[int, str, date]]:
    """Versions of the report with the days that a sentence gives them."""
    for match in _VERSION.finditer(text):
        told = _date_at(text, match.end())
        if (
            told is not None
            and match["version"] in versions
            and _is_of_the_report(text[max(0, match.start() - _LEAD) : match.start()])
        ):
            yield match.start("version"), match["version"], told
    earlier = list(_EARLIER.finditer(text))
    if not earlier or _LEADS.isdisjoint(words_of(_EARLIER.sub("", text))):
        return
    for match in earlier:
        told = _date_at(text, match.end())
        # Of three and more reports only the first is known by such words.
        if told is not None and (match["which"] == "first" or len(versions) == _TWO):
            yield match.start(), versions[0], told


def _is_of_the_report(lead: str) -> bool:
    for word in reversed(words_of(lead)):
        if word in _LEADS:
            return True
        if word not in _FILLERS:
            return False
    return False


def _date_at(text: str, start: int) -> date | None:
    found = _DATE.match(text, start)
    if found is None:
        return None
    if found["iso"]:
        return _day(*found["iso"].split("-"))
    month = (found["month"] or found["month_first"]).lower()
    number = next((at for at, name in enumerate(_MONTHS, 1) if name.startswith(month[:3])), None)
    if number is None:
        return None
    return _day(found["year"] or found["year_last"], str(number), found["day"] or found["day_second"])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

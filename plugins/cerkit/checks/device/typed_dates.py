"""Days and intervals typed in pages, beside the records that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.device.facts import DEVICE_FIRST, NOT_REAL, PAST, SOURCE, VERSION, Facts, Found, Reading
from cerkit.checks.months import MONTHS

_MONTH: Final = "[a-z]{3,9}"
"""Any word: whether it is a month is asked of what was found, which is little."""
_DATE: Final = rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\s+{_MONTH}\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},\s+\d{{4}}"
_DAY_OR_MONTH: Final = rf"(?:{_DATE}|{_MONTH}\s+\d{{4}})"
_COUNTS: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
)
NUMBERS: Final = {word: at for at, word in enumerate(_COUNTS, 1)} | {
    "eighteen": 18,
    "twenty-four": 24,
    "thirty-six": 36,
}
_COUNT: Final = "|".join(sorted(NUMBERS, key=len, reverse=True))
_APPROVED: Final = re.compile(rf"\bapproved\s+(?:on\s+)?({_DATE})", re.IGNORECASE)
_DATED: Final = re.compile(rf"\bdated?\s+(?:is\s+|of\s+|on\s+|from\s+)?({_DATE})", re.IGNORECASE)
_BARE_DATE: Final = re.compile(rf"[,(]\s*({_DATE})\s*[).,]?\s*$", re.IGNORECASE)
_OF_OTHERS: Final = r"(?!\s+of\s+(?!th(?:is|e)\s+(?:report|evaluation|clinical|device)))"
_NEXT: Final = re.compile(
    rf"\bnext\s+(?:clinical\s+)?(?:evaluation|update|report)\b{_OF_OTHERS}[^.;]{{0,80}}?"
    rf"\b(?:on|by|for|until|before|is|in)\s+({_DAY_OR_MONTH})",
    re.IGNORECASE,
)
_INTERVAL: Final = re.compile(rf"\bevery\s+(?:(\d{{1,3}}|{_COUNT})\s+)?(month|year)s?\b", re.IGNORECASE)
_UPDATED: Final = re.compile(
    r"\b(?:report|evaluation)\b[^.;]{0,60}\b(?:updated|repeated|renewed|revised|reviewed|done\s+again)\b",
    re.IGNORECASE,
)
_SINCE: Final = re.compile(
    r"\b(?:on the market|marketed|sold|available|in routine use)\b[^.;]{0,60}?"
    rf"\bsince\s+(?P<day>{_DAY_OR_MONTH}|\d{{4}})\b"
    r"|\b(?:placed|put|launched|introduced)\s+on\s+the\s+market\b[^.;]{0,40}?"
    rf"\b(?:on|in)\s+(?P<placed>{_DAY_OR_MONTH})\b",
    re.IGNORECASE,
)
_SEARCHED: Final = re.compile(
    r"\b(?P<last>last |latest |newest |most recent(?:ly)? )?search(?:ed|es)?"
    r"(?:,| (?:was|were|has|have|been|again|(?P<lately>last)|run|ran|done|repeated|updated|performed|completed|carried|"
    r"out|then|both|all|in|through|by|(?-i:[A-Z][\w.]+))\b)*"
    rf"\s+(?:on|in|until|to|up to|of|from)\s+(?P<day>{_DAY_OR_MONTH})",
    re.IGNORECASE,
)


def _approvals(text: str, facts: Facts) -> Iterator[Found]:
    for match in _APPROVED.finditer(text):
        subject = facts.subject_of(text, match.start())
        fact = facts.approvals.get(subject or "")
        day = iso(match[1])
        if fact is not None and day is not None and day != fact.value:
            yield Found(match.start(1), f"the approval of {fact.name} was on {fact.value}, not on {day}")


def _report_dates(text: str, facts: Facts) -> Iterator[Found]:
    fact = facts.report_date
    if fact is None:
        return
    found = [(match, facts.subject_of(text, match.start())) for match in _DATED.finditer(text)]
    bare = _BARE_DATE.search(text)
    if bare is not None and VERSION.search(text) and facts.begins_with_report(text):
        found.append((bare, "report"))
    for match, subject in found:
        day = iso(match[1])
        if subject == "report" and day not in (None, fact.value, *fact.earlier):
            yield Found(match.start(1), f"the date of {fact.name} is {fact.value}, not {day}")


def _next_evaluation(text: str, facts: Facts) -> Iterator[Found]:
    fact = facts.next_evaluation
    match = _NEXT.search(text)
    if fact is None or match is None or PAST.search(text[: match.start(1)]):
        return
    day = iso(match[1])
    if day is not None and not fact.value.startswith(day):
        yield Found(match.start(1), f"{fact.name} is due on {fact.value}, not on {day}")


def _intervals(text: str, facts: Facts) -> Iterator[Found]:
    fact = facts.interval
    updated = _UPDATED.search(text)
    if fact is None or updated is None or NOT_REAL.search(text) or PAST.search(text):
        return
    match = _INTERVAL.search(text, updated.end())
    if match is None or facts.subject_of(text, updated.end()) not in ("report", "evaluation"):
        return
    count = 1 if match[1] is None else NUMBERS.get(match[1].lower()) or int(match[1])
    months = count * (12 if match[2].lower() == "year" else 1)
    if str(months) != fact.value:
        yield Found(match.start(), f"{fact.name} is {fact.value} months, not {months}")


def _since(text: str, facts: Facts) -> Iterator[Found]:
    """The day since when the device is on the market; of a month and year alone, that month."""
    match = _SINCE.search(text)
    if facts.since is None or match is None or NOT_REAL.search(text):
        return
    if facts.subject_of(text, match.start()) != "device" and not DEVICE_FIRST.match(text):
        return
    which = "day" if match["day"] else "placed"
    day = iso(match[which])
    if day is not None and not facts.since.value.startswith(day):
        yield Found(match.start(which), f"{facts.since.name} was on {facts.since.value}, not on {day}")


def _searches(text: str, facts: Facts) -> Iterator[Found]:
    """A day on which nothing was searched and up to which nothing was; or one that is called the last and is not."""
    match = _SEARCHED.search(text) if facts.searched else None
    if match is None or NOT_REAL.search(text) or "@" in text or SOURCE.search(text):
        return
    day, newest = iso(match["day"]), max(facts.searched)
    if day is None:
        return
    is_last = match["last"] or match["lately"]
    if not any(known.startswith(day) for known in facts.searched):
        yield Found(match.start("day"), f"no search ran on {day} or covers the time until then")
    elif is_last and not newest.startswith(day):
        yield Found(match.start("day"), f"the last search ran on {newest}, not on {day}")


def iso(text: str) -> str | None:
    """A day, a month or a year as written in English, as an ISO date or its beginning; None where there is none."""
    words = text.replace(",", " ").split()
    if len(words) == 1:
        return text
    month = next(word for word in words if not word.isdecimal()).lower()
    number = next((at for at, name in enumerate(MONTHS, 1) if name.startswith(month)), None)
    days = [word for word in words if word.isdecimal() and len(word) < 3]
    if number is None:
        return None
    return f"{words[-1]}-{number:02}" + "".join(f"-{int(day):02}" for day in days)


DATES: Final[tuple[tuple[tuple[str, ...], Reading], ...]] = (
    (("approved",), _approvals),
    (("date", "version", "revision", "issue", "edition"), _report_dates),
    (("next",), _next_evaluation),
    (("every",), _intervals),
    (("market", "sold", "available", "in routine use"), _since),
    (("search",), _searches),
)
"""Words without any of which a day or an interval is not typed, and how it is read."""

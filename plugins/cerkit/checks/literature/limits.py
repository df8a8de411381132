"""Limits of searches and their reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.literature import search_rules as rules
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.checks.literature.words import says_nothing
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.records.review import Limit, Search

_HIDDEN: Final = (
    (
        "language",
        re.compile(r"\w+\"?\s*\[(?:la|lang|language)\]|/la\b|:la\b|\[english\]/lim", re.IGNORECASE),
        re.compile(r"languag|english|german|french|spanish", re.IGNORECASE),
    ),
    (
        "type of publication",
        re.compile(r"\w+\"?\s*\[(?:pt|ptyp|publication type)\]|:it\b", re.IGNORECASE),
        re.compile(r"type|trial|stud|design|review|publication|article", re.IGNORECASE),
    ),
    (
        "date",
        re.compile(r"\[(?:dp|pdat|edat|crdt|dcom|publication date)\]|/py\b|:py\b", re.IGNORECASE),
        re.compile(r"dat|year|since|from|publish|[12][0-9]{3}", re.IGNORECASE),
    ),
)
"""Kind of limit, how a string holds it, and the words of a declared limit that answers it."""
_NO_LIMIT: Final = re.compile(r"\s*no\b", re.IGNORECASE)
_SEE_PROTOCOL: Final = re.compile(r"\bprotocol\b", re.IGNORECASE)


def check_limits(examination: Examination) -> Iterator[Diagnostic]:
    """Limits without a reason that says something, and limits that stand in a string alone."""
    trace = examination.trace
    protocol = trace.dossier.protocol
    planned = protocol.limits if protocol else ()
    yield from _unexplained(planned, Place(PROTOCOL, ("limits",)), PROTOCOL, refers=False)
    for search in trace.dossier.searches:
        place = trace.place_of(search.id, "limits")
        yield from _unexplained(search.limits, place, search.id, refers=bool(planned))
        yield from _undeclared(search, planned, trace.place_of(search.id))


def _unexplained(
    limits: Sequence[Limit], place: Place, subject: str, *, refers: bool
) -> Iterator[Diagnostic]:
    """`refers`: whether "see protocol" leads to a reason."""
    for position, limit in enumerate(limits):
        if refers and _SEE_PROTOCOL.search(limit.reason):
            continue
        if says_nothing(limit.reason, beside=(limit.limit,)):
            message = f"the reason for the limit “{limit.limit}” says nothing: “{limit.reason}”"
            yield rules.LIMIT_UNEXPLAINED.at(place.within(position, "reason"), message, subject=subject)


def _undeclared(search: Search, planned: Sequence[Limit], place: Place) -> Iterator[Diagnostic]:
    """Limits that stand in the string, or in the period, and are declared neither here nor in the protocol."""
    declared = [item.limit for item in (*search.limits, *planned) if not _NO_LIMIT.match(item.limit)]
    hidden = [
        f"{kind} (“{found.group(0).strip()}”)"
        for kind, pattern, answer in _HIDDEN
        if (found := pattern.search(search.string)) and not any(map(answer.search, declared))
    ]
    if hidden:
        message = (
            f"{search.id}: the string is limited by {' and '.join(hidden)}, and no limit gives the reason"
        )
        yield rules.LIMIT_UNEXPLAINED.at(place.within("string"), message, subject=search.id)
    elif search.period_from is not None and search.updates is None and not declared:
        message = f"{search.id} begins with {search.period_from}, and no limit gives the reason"
        yield rules.LIMIT_UNEXPLAINED.at(place.within("period_from"), message, subject=search.id)

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

_HIDDEN: Final = re.compile(
    r"(\w+)\"?\s*\[(?:la|lang|language)\]|\[(?:dp|pdat|edat|crdt|pt|publication type|publication date)\]|"
    r"\blimit(?:ed)? to\b|/(?:lim|py|la)\b|:(?:py|la)\b",
    re.IGNORECASE,
)
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
        if not search.limits and not planned:
            yield from _undeclared(search, trace.place_of(search.id))


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


def _undeclared(search: Search, place: Place) -> Iterator[Diagnostic]:
    hidden = _HIDDEN.search(search.string)
    if hidden:
        message = (
            f"{search.id}: the string holds a limit (“{hidden.group(0)}”), and no reason is given for it"
        )
        yield rules.LIMIT_UNEXPLAINED.at(place.within("string"), message, subject=search.id)
    elif search.period_from is not None and search.updates is None:
        message = f"{search.id} begins with {search.period_from}, and no reason is given for it"
        yield rules.LIMIT_UNEXPLAINED.at(place.within("period_from"), message, subject=search.id)

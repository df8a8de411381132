"""Each search by itself, and against the day on which the protocol was approved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from cerkit.checks.literature import search_rules as rules
from cerkit.checks.literature.days import release_day
from cerkit.checks.texts import shortened
from cerkit.model.deadlines import is_too_old
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.records.review import Search
from cerkit.model.trace import Trace

PROTOCOL: Final = "evidence/protocol.yml"
_SYNTAX: Final = re.compile(r"[\"“”\[\]*:;']|\b(?:AND|OR|NOT|ADJ[0-9]*|NEAR|NEXT)\b|/exp\b")
_POINTS: Final = re.compile(
    r"\b(?:see|cf|as (?:in|per|above|before|described|listed|defined|given|stated|agreed)|same (?:as|string|terms)|"
    r"refer to|according to|listed in|attached|to be (?:added|completed|inserted|filled|confirmed)|tb[adc]|todo|"
    r"n/?a|not (?:available|recorded|documented|kept|known)|unknown|none|various|placeholder|ditto|idem)\b",
    re.IGNORECASE,
)
_POINTS_FIRST: Final = re.compile(
    r"(?:see|as in|as per|same as|according to|refer to)\b(?! *(?:AND|OR)\b)", re.IGNORECASE
)
_DESCRIBED: Final = re.compile(
    r"\b(?:terms|words|keywords|synonyms|headings|descriptors) (?:for|on|of|about|relat\w+|describing)\b|"
    r"\b(?:combined|combination|crossed|together) (?:with|of)\b|\bas well as\b",
    re.IGNORECASE,
)
"""What was asked for, told in words."""
_CUT: Final = re.compile(
    r"(?:\.\.\.|…|\betc\.?|\band so on\.?|\b(?:AND|OR|NOT))\W{0,3}\Z|\[\s*(?:\.\.\.|…)\s*\]"
)
_EXPLAINS_HITS: Final = re.compile(
    r"receiv|export|download|retriev|fewer|missing|lost|duplicat|cap(?:ped)?\b|limit|first [0-9]|import",
    re.IGNORECASE,
)
_SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")
_PAIRS: Final = (("(", ")", "parentheses"), ("[", "]", "square brackets"))
_FIRST_VERSION: Final = re.compile(r"[vV]?0*1(?:\.0+)*")


def check_searches(examination: Examination) -> Iterator[Diagnostic]:
    """What stands in a search that could not have been run as recorded."""
    trace = examination.trace
    by_id = {search.id: search for search in trace.dossier.searches}
    for search in by_id.values():
        place = trace.place_of(search.id)
        on_days = (
            ()
            if _is_day_told(search, examination)
            else (*_on_days(search, examination), *_on_update(search, by_id))
        )
        for field, message in (*_on_string(search), *on_days[:1], *_on_hits(search)):
            yield rules.NOT_REPRODUCIBLE.at(place.within(field), f"{search.id}: {message}", subject=search.id)


def _is_day_told(search: Search, examination: Examination) -> bool:
    """Whether the day itself is reported: the search ran before the protocol, or too long before the report."""
    protocol = examination.dossier.protocol
    if protocol is not None and search.ran_on < protocol.approved_on:
        return True
    is_old = is_too_old(search, examination.limit("search-age-months"), release_day(examination))
    return is_old and all(item.updates != search.id for item in examination.dossier.searches)


def _on_string(search: Search) -> Iterator[tuple[str, str]]:
    text = search.string.strip()
    if _POINTS_FIRST.match(text) or (
        (_POINTS.search(text) or _DESCRIBED.search(text)) and not _SYNTAX.search(text)
    ):
        yield "string", f"“{shortened(text, 60)}” is no search string"
    elif sum(letter.isalpha() for letter in text) < 3:
        yield "string", f"“{shortened(text, 60)}” asks for nothing"
    elif _CUT.search(text):
        yield "string", "the string is cut off, so it is not what was entered"
    else:
        for opening, closing, name in _PAIRS:
            if text.count(opening) != text.count(closing):
                counts = f"{text.count(opening)} opening and {text.count(closing)} closing {name}"
                yield "string", f"the string has {counts}, so it cannot have run as it stands"
                return
    if search.export_sha256 is not None and not _SHA256.fullmatch(search.export_sha256):
        yield "export_sha256", "the digest of the export is no SHA-256 of 64 hexadecimal digits"


def _on_days(search: Search, examination: Examination) -> Iterator[tuple[str, str]]:
    first, last = search.period_from, search.period_to
    if first is not None and last is not None and first > last:
        yield "period_from", f"the period begins on {first} and ends before, on {last}"
    elif last is not None and last > search.ran_on:
        yield "period_to", f"the period ends on {last}, after the search ran on {search.ran_on}"
    if search.ran_on > examination.on:
        yield "ran_on", f"it ran on {search.ran_on}, which is after {examination.on}"


def _on_update(search: Search, by_id: dict[str, Search]) -> Iterator[tuple[str, str]]:
    earlier = by_id.get(search.updates or "")
    if earlier is None:
        return
    if earlier.ran_on >= search.ran_on:
        yield (
            "updates",
            f"it updates {earlier.id}, which ran on {earlier.ran_on} and not before {search.ran_on}",
        )
        return
    covered = earlier.period_to or earlier.ran_on
    if covered > earlier.ran_on:
        return
    if search.period_from is not None and search.period_from > covered + timedelta(days=1):
        yield (
            "period_from",
            f"it begins on {search.period_from}, but {earlier.id} ends on {covered}: the days between are not searched",
        )


def _on_hits(search: Search) -> Iterator[tuple[str, str]]:
    if search.hits_received > search.hits_reported:
        yield (
            "hits_received",
            f"{search.hits_received} hits received, but only {search.hits_reported} were reported",
        )
    elif search.hits_received < search.hits_reported and not _is_explained(search):
        missing = search.hits_reported - search.hits_received
        are = "is" if missing == 1 else "are"
        message = f"{search.hits_reported} hits were reported and {search.hits_received} received"
        yield "hits_received", f"{message}; no note says why {missing} {are} missing"


def _is_explained(search: Search) -> bool:
    note = search.note or ""
    numbers = {str(search.hits_received), str(search.hits_reported - search.hits_received)}
    return bool(_EXPLAINS_HITS.search(note)) or not numbers.isdisjoint(re.findall(r"[0-9]+", note))


def check_order(examination: Examination) -> Iterator[Diagnostic]:
    """Searches that were run before the protocol was approved, under the version that counted for them."""
    trace = examination.trace
    protocol, searches = trace.dossier.protocol, tuple(trace.dossier.searches)
    if not searches:
        return
    if protocol is None:
        if not trace.dossier.may_hold("protocol"):
            yield _without_protocol(trace, searches)
        return
    replaced = {search.updates for search in searches}
    is_first = _FIRST_VERSION.fullmatch(protocol.version.strip()) is not None
    early = [
        search
        for search in searches
        if search.ran_on < protocol.approved_on and (is_first or search.id not in replaced)
    ]
    if len(early) == 1:
        (search,) = early
        message = (
            f"{search.id} ran on {search.ran_on}, before the protocol was approved on {protocol.approved_on}"
        )
        yield rules.BEFORE_PROTOCOL.at(trace.place_of(search.id, "ran_on"), message, subject=search.id)
    elif early:
        names = ", ".join(search.id for search in early[:4]) + (" and others" if len(early) > 4 else "")
        message = f"the protocol was approved on {protocol.approved_on}, after {len(early)} searches had run: {names}"
        yield rules.BEFORE_PROTOCOL.at(Place(PROTOCOL, ("approved_on",)), message, subject=PROTOCOL)


def _without_protocol(trace: Trace, searches: tuple[Search, ...]) -> Diagnostic:
    first = min(searches, key=lambda search: (search.ran_on, search.id))
    message = f"{len(searches)} searches were run, but there is no protocol"
    hint = "write evidence/protocol.yml, and have it approved before the next search"
    return rules.BEFORE_PROTOCOL.at(trace.place_of(first.id, "ran_on"), message, hint=hint, subject=first.id)


def are_searches_broken(examination: Examination) -> bool:
    """Whether a search could not be read, so that what seems to be missing may stand in it."""
    return any(name.startswith("SRH-") for name in examination.dossier.broken)


def are_sources_broken(examination: Examination) -> bool:
    """Whether a source could not be read, so that what seems to be missing may stand in it."""
    return any(name.startswith("SRC-") for name in examination.dossier.broken)

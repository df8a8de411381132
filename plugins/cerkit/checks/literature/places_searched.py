"""Where was searched: databases, registers, guidelines, safety databases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cerkit.checks.literature import agreement_rules
from cerkit.checks.literature import search_rules as rules
from cerkit.checks.literature.days import months_before
from cerkit.checks.literature.searches import PROTOCOL, are_searches_broken
from cerkit.checks.literature.words import content_words
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.flow_counts import DATABASES, route_of
from cerkit.model.records.review import Protocol, Search

_REGISTER: Final = re.compile(
    r"clinicaltrials|\bctgov\b|\bictrp\b|isrctn|\bregist(?:er|ry|ries)|eudract|euctr|\bctis\b|\bdrks\b|prospero",
    re.IGNORECASE,
)
_ONE_IS_ENOUGH: Final = re.compile(
    r"\b(?:only|alone|single|one database|sole|suffic\w*|enough|no other|covers? (?:all|nearly|almost|every))",
    re.IGNORECASE,
)
_KNOWN: Final = {
    "medline": re.compile(r"\bmedline\b|\bpubmed\b"),
    "embase": re.compile(r"\bembase\b"),
    "central": re.compile(r"\bcentral\b|\bcochrane\b"),
    "cinahl": re.compile(r"\bcinahl\b"),
}
"""Databases that are offered under several interfaces."""
_DEVIATION: Final = re.compile(r"protocol|deviat|added|addition|beside|extra\b|planned", re.IGNORECASE)
"""A note that tells of a place searched beyond the plan."""
_ROUND_MONTHS: Final = 6
"""Searches of one round are run within these months."""
_GUIDELINES: Final = re.compile(
    r"guideline|guidance|\bnice\b|\bsign\b|hta\b|college|societ|websites?|grey literature", re.IGNORECASE
)


def check_places_searched(examination: Examination) -> Iterator[Diagnostic]:
    """At least two databases, and registers, guidelines and safety databases beside them.

    Websites and reference lists, whose hits may be kept like those of a database, are no databases.
    """
    dossier = examination.dossier
    protocol, searches = dossier.protocol, tuple(dossier.searches)
    if protocol is None or are_searches_broken(examination):
        return
    art = [
        search
        for search in searches
        if search.purpose == "state of the art" and route_of(search, protocol) in DATABASES
    ]
    asked = [search for search in art if not _is_register(search.source, protocol)]
    databases = {name for search in asked for name in _names(search.source)}
    if art and len(databases) < 2:
        if not _is_justified(protocol, databases):
            yield _one_database(examination, art[0], databases)
    elif databases:
        wrong = tuple(_updated_in_one(examination, protocol, asked))
        yield from wrong or _planned_only(protocol, searches)
    for missing, example in _missing_kinds(examination, protocol, searches):
        message = f"the protocol names no {missing}"
        hint = f"add one to `sources`, for example {example}, and search it"
        yield rules.TOO_FEW_SOURCES.at(Place(PROTOCOL, ("sources",)), message, hint=hint, subject=PROTOCOL)
    yield from _not_planned(protocol, searches)


def _one_database(examination: Examination, first: Search, databases: set[str]) -> Diagnostic:
    what = f"one database only ({first.source})" if databases else "no database, only registers"
    message = f"the state of the art was searched in {what}, and the protocol does not say why that is enough"
    return rules.TOO_FEW_SOURCES.at(examination.trace.place_of(first.id, "source"), message, subject=first.id)


def _planned_only(protocol: Protocol, searches: tuple[Search, ...]) -> Iterator[Diagnostic]:
    """Databases, registers and safety databases that the protocol names and no search used."""
    used = [content_words(f"{search.source} {search.platform}") for search in searches]
    for position, source in enumerate(protocol.sources):
        if source.kind == "database":
            is_searched = any(content_words(source.name) & words for words in used)
        elif source.kind == "register":
            is_searched = any(_is_register(search.source, protocol) for search in searches)
        elif source.kind == "safety database":
            is_searched = any(search.purpose == "safety databases" for search in searches)
        else:
            continue
        if not is_searched:
            message = f"the protocol names {source.name}, but no search was run there"
            place = Place(PROTOCOL, ("sources", position, "name"))
            yield rules.TOO_FEW_SOURCES.at(place, message, subject=PROTOCOL)


def _not_planned(protocol: Protocol, searches: tuple[Search, ...]) -> Iterator[Diagnostic]:
    """Databases and safety databases that were searched in several rounds, and that the protocol does not name.

    A place that was added once is a deviation, and the report of the search tells it.
    """
    planned = [content_words(source.name) for source in protocol.sources]
    known = {name for source in protocol.sources for name in _names(source.name)}
    has_safety = any(source.kind == "safety database" for source in protocol.sources)
    runs: dict[frozenset[str], list[Search]] = {}
    for search in searches:
        is_safety = search.purpose == "safety databases"
        if (has_safety and is_safety) or _DEVIATION.search(search.note or ""):
            continue
        words, names = content_words(search.source), _names(search.source)
        if known & names or any(words & other for other in planned):
            continue
        if is_safety or names & _KNOWN.keys():
            runs.setdefault(frozenset(("safety",)) if is_safety else names, []).append(search)
    for found in runs.values():
        if len(found) > 1:
            message = f"{found[0].source} was searched ({found[0].id}), but the protocol does not name it"
            hint = (
                "add it to `sources` with its reason: what is not planned may be left out of the next update"
            )
            yield rules.TOO_FEW_SOURCES.at(
                Place(PROTOCOL, ("sources",)), message, hint=hint, subject=PROTOCOL, severity=Severity.WARNING
            )


def _missing_kinds(
    examination: Examination, protocol: Protocol, searches: tuple[Search, ...]
) -> Iterator[tuple[str, str]]:
    kinds = {source.kind for source in protocol.sources}
    names = " ".join(source.name for source in protocol.sources)
    if "register" not in kinds and not any(_is_register(search.source, protocol) for search in searches):
        yield "register of trials", "ClinicalTrials.gov"
    if "safety database" not in kinds and not any(item.purpose == "safety databases" for item in searches):
        yield "safety database", "field safety notices of the MHRA"
    if "internet" not in kinds and not _GUIDELINES.search(names):
        rows = examination.trace.source_facts.values()
        if not any(row.kind == "guideline" for row in rows):
            yield "source of guidelines", "the website of NICE"


def _is_justified(protocol: Protocol, databases: set[str]) -> bool:
    planned = [source for source in protocol.sources if source.kind == "database"]
    return any(
        _ONE_IS_ENOUGH.search(source.reason)
        for source in planned
        if len(planned) == 1 or not databases.isdisjoint(_names(source.name))
    )


def _is_register(name: str, protocol: Protocol) -> bool:
    if _REGISTER.search(name):
        return True
    words = content_words(name)
    return any(
        source.kind == "register" and words & content_words(source.name) for source in protocol.sources
    )


def _names(source: str) -> frozenset[str]:
    """The databases of a search, under whatever interface: MEDLINE stays MEDLINE on every platform."""
    plain = " ".join(source.casefold().split())
    known = {name for name, pattern in _KNOWN.items() if pattern.search(plain)}
    return frozenset(known or {plain})


def _updated_in_one(
    examination: Examination, protocol: Protocol, asked: Sequence[Search]
) -> Iterator[Diagnostic]:
    """The newest round in one database, where those before it had several."""
    newest = max(search.ran_on for search in asked)
    start = months_before(newest, _ROUND_MONTHS)
    latest = [search for search in asked if search.ran_on >= start]
    now = {name for search in latest for name in _names(search.source)}
    before = {name for search in asked if search.ran_on < start for name in _names(search.source)}
    is_update = len(latest) > 1 or any(search.updates for search in latest)
    if len(now) > 1 or len(before) < 2 or not is_update:
        return
    if _ONE_IS_ENOUGH.search(protocol.update_rule) or _is_justified(protocol, now):
        return
    first = next((search for search in latest if search.updates), latest[0])
    left_out = ", ".join(sorted(source.source for source in _first_in(asked, before - now)))
    message = f"the searches since {start} asked {first.source} only; those before asked {left_out} too"
    place = examination.trace.place_of(first.id, "source")
    yield agreement_rules.UPDATED_IN_ONE.at(place, message, subject=first.id)


def _first_in(asked: Sequence[Search], names: Iterable[str]) -> Iterator[Search]:
    for name in names:
        yield next(search for search in asked if name in _names(search.source))

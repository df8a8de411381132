"""Where was searched: databases, registers, guidelines, safety databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.literature import search_rules as rules
from cerkit.checks.literature.searches import PROTOCOL, are_searches_broken
from cerkit.checks.literature.words import content_words
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.records.review import Protocol, Search

_REGISTER: Final = re.compile(
    r"clinicaltrials|\bctgov\b|\bictrp\b|isrctn|\bregist(?:er|ry|ries)|eudract|euctr|\bctis\b|\bdrks\b|prospero",
    re.IGNORECASE,
)
_ONE_IS_ENOUGH: Final = re.compile(
    r"\b(?:only|alone|single|one database|sole|suffic\w*|enough|no other|covers? (?:all|nearly|almost|every))",
    re.IGNORECASE,
)
_GUIDELINES: Final = re.compile(
    r"guideline|guidance|\bnice\b|\bsign\b|hta\b|college|societ|websites?|grey literature", re.IGNORECASE
)


def check_places_searched(examination: Examination) -> Iterator[Diagnostic]:
    """At least two databases, and registers, guidelines and safety databases beside them."""
    dossier = examination.dossier
    protocol, searches = dossier.protocol, tuple(dossier.searches)
    if protocol is None or are_searches_broken(examination):
        return
    databases = {
        _name(search.source)
        for search in searches
        if search.purpose == "state of the art" and not _is_register(search.source, protocol)
    }
    if searches and len(databases) < 2 and any(search.purpose == "state of the art" for search in searches):
        if not _is_justified(protocol, databases):
            yield _one_database(examination, searches, databases)
    elif databases:
        yield from _planned_only(protocol, searches)
    for missing, example in _missing_kinds(examination, protocol, searches):
        message = f"the protocol names no {missing}"
        hint = f"add one to `sources`, for example {example}, and search it"
        yield rules.TOO_FEW_SOURCES.at(Place(PROTOCOL, ("sources",)), message, hint=hint, subject=PROTOCOL)


def _one_database(examination: Examination, searches: tuple[Search, ...], databases: set[str]) -> Diagnostic:
    first = next(search for search in searches if search.purpose == "state of the art")
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
        if len(planned) == 1 or any(name in _name(source.name) for name in databases)
    )


def _is_register(name: str, protocol: Protocol) -> bool:
    if _REGISTER.search(name):
        return True
    words = content_words(name)
    return any(
        source.kind == "register" and words & content_words(source.name) for source in protocol.sources
    )


def _name(source: str) -> str:
    return " ".join(source.casefold().split())

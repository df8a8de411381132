"""What each search is for: the device, or the state of the art, and not both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from cerkit.checks.literature import search_rules as rules
from cerkit.checks.literature.searches import are_searches_broken
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.flow_counts import DATABASES, route_of
from cerkit.model.records.review import Search

_FIELD_TAG: Final = re.compile(r"\[[^\[\]]{0,40}\]|:[a-z]{2}(?:,[a-z]{2})*\b|/exp\b")
_OPERATOR: Final = re.compile(r"\b(?:AND|OR|NOT|ADJ[0-9]*|NEAR|NEXT|IN)\b")
_WORD: Final = re.compile(r"[^\W_]{2,}")
_STEP: Final = re.compile(r"[()]|\bOR\b")
_PHRASE: Final = re.compile(r"[\"'“]([^\"'“”]{4,80})[\"'”]")
_LEGAL_FORM: Final = re.compile(
    r"[\s,]+(?:ltd|limited|inc|llc|gmbh|ag|plc|s\.?a|b\.?v|corp|co)\b\.?\s*\Z", re.IGNORECASE
)


def check_purposes(examination: Examination) -> Iterator[Diagnostic]:
    """Searches for the own product in place of the state of the art, or mixed with it."""
    trace = examination.trace
    searches = {search.id: search for search in trace.dossier.searches}
    names = _names(examination)
    replaced = {search.updates for search in searches.values()}
    protocol = trace.dossier.protocol
    # What websites and reference lists gave does not stand in for a search.
    art = [
        search
        for search in searches.values()
        if search.purpose == "state of the art" and route_of(search, protocol) in DATABASES
    ]
    own_only = {search.id for search in art if names and _asks_only_for(names, search.string)}
    newest = [search for search in art if search.id not in replaced]
    if searches and not are_searches_broken(examination) and _is_own(newest, own_only, names):
        first = newest[0] if newest else next(iter(searches.values()))
        message = (
            f"what is called a search on the state of the art asks for the own product: {_list(newest)}"
            if newest
            else f"no search is on the state of the art (of {len(searches)})"
        )
        yield rules.OWN_NAME_ONLY.at(trace.place_of(first.id, "purpose"), message, subject=first.id)
        return
    for search in searches.values():
        mixed = _mixed(search, searches, names, is_own=search.id in own_only)
        if mixed:
            field = "purpose" if search.id in own_only or search.updates else "string"
            place = trace.place_of(search.id, field)
            yield rules.MIXED_PURPOSES.at(place, f"{search.id} {mixed}", subject=search.id)
    yield from _sources_of_two(examination, searches)


def _is_own(newest: Sequence[Search], own_only: set[str], names: tuple[str, ...]) -> bool:
    """Whether none of the newest searches on the state of the art asks for anything but the own product."""
    if len(newest) < 2:
        return all(search.id in own_only for search in newest)
    return all(_named_in(names, search.string) for search in newest)


def _list(searches: Sequence[Search]) -> str:
    return ", ".join(search.id for search in searches)


def _mixed(
    search: Search, searches: Mapping[str, Search], names: tuple[str, ...], *, is_own: bool
) -> str | None:
    earlier = searches.get(search.updates or "")
    if earlier is not None and earlier.purpose != search.purpose:
        return f"updates {earlier.id}, but is for “{search.purpose}” and the other for “{earlier.purpose}”"
    if search.purpose != "state of the art":
        twin = next(
            (
                item
                for item in searches.values()
                if item.purpose != search.purpose and item.updates != search.id and _same(item, search)
            ),
            None,
        )
        if twin is not None:
            return f"has string and source of {twin.id}, which is for “{twin.purpose}”"
        asked = _asked_beside(search, searches.values(), names) if search.purpose == "device" else None
        return f"is for the device, but its string also asks for {asked}" if asked else None
    if is_own:
        return "is for the state of the art, but asks only for the device or its manufacturer"
    found = _named_in(names, search.string)
    return f"is for the state of the art, but its string also asks for “{found}”" if found else None


def _asked_beside(search: Search, searches: Iterable[Search], names: tuple[str, ...]) -> str | None:
    """What a part of a string asks for that names no product, as searches on the state of the art do."""
    art = " ".join(item.string.casefold() for item in searches if item.purpose == "state of the art")
    if _named_in(names, search.string) is None:
        return None
    for part in _alternatives(search.string):
        phrases = [found for found in _PHRASE.findall(part.casefold()) if found in art]
        if len(phrases) > 1 and _named_in(names, part) is None:
            return " and ".join(f"“{phrase}”" for phrase in phrases[:2])
    return None


def _alternatives(string: str) -> Iterator[str]:
    """The parts of a string between those ORs that stand in no parentheses."""
    depth, begin = 0, 0
    for found in _STEP.finditer(string):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] == "OR" and depth == 0:
            yield string[begin : found.start()]
            begin = found.end()
    yield string[begin:]


def _sources_of_two(examination: Examination, searches: Mapping[str, Search]) -> Iterator[Diagnostic]:
    for source in examination.trace.source_facts.values():
        if len(source.searches) < 2:
            continue
        purposes = {searches[name].purpose for name in source.searches if name in searches}
        if {"device", "state of the art"} <= purposes:
            message = f"{source.id} is named as a hit of searches on the device and on the state of the art"
            hint = "name the searches of the purpose under which it was selected"
            place = examination.trace.place_of(source.id, "searches")
            yield rules.MIXED_PURPOSES.at(place, message, hint=hint, subject=source.id)


def _names(examination: Examination) -> tuple[str, ...]:
    """The device and its manufacturer as a search would name them, in lower case."""
    device = examination.dossier.device
    if device is None:
        return ()
    given = (device.name, _LEGAL_FORM.sub("", device.manufacturer.name))
    return tuple(name.casefold() for name in given if len(name) > 3)


def _asks_only_for(names: tuple[str, ...], string: str) -> bool:
    rest = _OPERATOR.sub(" ", _FIELD_TAG.sub(" ", string)).casefold()
    for name in names:
        rest = rest.replace(name, " ")
    return not _WORD.search(rest)


def _named_in(names: tuple[str, ...], string: str) -> str | None:
    """A name that the string asks for; one behind NOT is left out, which keeps own data apart (MEDDEV A5.3)."""
    text = string.casefold()
    for name in names:
        at = text.find(name)
        if at >= 0 and not re.search(r"\bnot\s*\(?[\"'“(\s]*\Z", text[max(0, at - 12) : at]):
            return name
    return None


def _same(one: Search, other: Search) -> bool:
    return (
        one.source.casefold() == other.source.casefold()
        and one.string.casefold().split() == other.string.casefold().split()
        and one.hits_reported == other.hits_reported
    )

"""Statements on the market against the one record that says where the device is sold (D14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.phrases import Match, PhraseList, word_set
from cerkit.checks.prose.record_texts import RecordText
from cerkit.checks.prose.words import BREAK, DEVICE, OTHER, Said, words_of
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Rule
from cerkit.model.examination import Examination
from cerkit.model.records.device import Device

_CONTRARY: Final = {
    "on the market": "not-marketed",
    "not yet placed on the market": "marketed",
    "withdrawn from the market": "still-marketed",
}
"""State of the device -> list of phrases that contradict it."""
_LONG: Final = 3
"""Years on the market before which nobody calls a device long established."""
_BRITAIN: Final = ("great britain", "england", "scotland", "wales", "united kingdom", "uk")
_UNION: Final = ("european union", "eu", "the eu", "europe", "european economic area", "eea")
_MEMBERS: Final = """austria belgium bulgaria croatia cyprus czechia czech denmark estonia finland france germany greece
    hungary ireland italy latvia lithuania luxembourg malta netherlands poland portugal romania slovakia slovenia spain
    sweden benelux"""
_STATES: Final = ("united states", "united states of america", "usa", "us", "the us", "america")
_PARTS: Final = {
    "great britain": _BRITAIN,
    "united kingdom": (*_BRITAIN, "northern ireland"),
    "uk": (*_BRITAIN, "northern ireland"),
    **dict.fromkeys(_UNION, (*_UNION, *_MEMBERS.split(), "norway", "iceland", "liechtenstein")),
    **dict.fromkeys(_STATES, _STATES),
}
"""Market -> countries for which a statement is one on that market."""

_DENIALS: Final = frozenset(
    ("not", "no", "never", "neither", "nor", "without", "except", "outside", "withdrawn", "until")
)
_UNNAMED: Final = frozenset(("other", "another", "elsewhere", "abroad", "nowhere"))
"""How a place is spoken of without its name."""
_TURNS: Final = word_set(
    """
    but while whereas although after before with from as which study studies data trial trials publications
    investigation like than
    """
) | {BREAK}
_NEAR: Final = 10
"""Words within which a country belongs to what is said of the market."""


class Market:
    """Finds statements on the device's market that contradict its record."""

    def __init__(self, examination: Examination) -> None:
        device = examination.dossier.device
        # A record that contradicts itself is told by itself; against it no sentence can be right.
        self._device = None if device is not None and _contradicts_itself(examination, device) else device
        if self._device is not None:
            market = self._device.market
            is_new = market.since is None or examination.on.year - market.since.year < _LONG
            lists = (_CONTRARY[market.state], *(("long-marketed",) if is_new else ()))
            self._contrary = PhraseList(examination.policies, *lists)
            self._state = market.state if market.since is None else f"{market.state} since {market.since}"
            self._places = PhraseList(examination.policies, "territory")
            self._markets = frozenset().union(*map(_with_parts, self._device.market.markets))
            self._others = _other_versions(self._device)
            self._sold = PhraseList(examination.policies, "sold-in", harmless=("marketed",))
            self._sales = PhraseList(examination.policies, "sales-in", harmless=("marketed",))
            facts = examination.trace.source_facts.values()
            self._own = frozenset(item.id for item in facts if item.relation == "under evaluation")

    def check(self, chapter: Chapter, said: Said) -> Iterator[Diagnostic]:
        if self._device is None:
            return
        for rule, message in self._told(said, self._device):
            yield rule.at(chapter.at(said.sentence.start), message, subject=self._device.id)

    def check_text(self, told: RecordText, sentences: Iterable[Said]) -> Iterator[Diagnostic]:
        """The same of a text in a record; of each text once."""
        device = self._device
        found = (item for said in sentences for item in self._told(said, device)) if device else iter(())
        for rule, message in islice(found, 1):
            yield rule.at(told.place, message, subject=told.subject)

    def _told(self, said: Said, device: Device) -> Iterator[tuple[Rule, str]]:
        yield from self._elsewhere(said, device)
        match = self._contrary.first(said)
        if match is None or self._is_elsewhere(match) or not self._others.isdisjoint(said.words):
            return
        message = (
            f'"{match.text}" is said here, but {device.id} is {self._state}; only a reader can '
            "tell whether another time or another device is meant"
        )
        yield rules.MARKET_CONTRADICTED, message

    def _elsewhere(self, said: Said, device: Device) -> Iterator[tuple[Rule, str]]:
        """The device is said to be sold in a country that its record does not hold."""
        if device.market.state != "on the market":
            return
        match = self._sold.first(said)
        if match is None or not (_is_on_the_device(match) or match.start == 0):
            match = None if self._cites_others(said) else self._sales.first(said)
        if match is None or not _DENIALS.isdisjoint(said.words):
            return
        place = self._foreign(match)
        if place is not None:
            message = (
                f'"{place.text}" is named as a market here, but {device.id} is recorded for '
                f"{' and '.join(device.market.markets)}; only a reader can tell whether another device is meant"
            )
            yield rules.MARKET_NOT_RECORDED, message

    def _foreign(self, match: Match) -> Match | None:
        """The first country without a record that belongs to what is said: in it or soon after it, before a "there"."""
        words = match.said.words
        is_back = words[match.end - 1] == "there"
        for place in sorted(self._places.all(match.said), key=lambda item: item.start):
            if place.text in self._markets or place.text.split()[0] in _UNNAMED:
                continue
            is_front = place.start == 1 and words[0] == "in"
            if (is_back or is_front) and place.start < match.start:
                return place
            between = words[match.end : place.start]
            if match.start <= place.start <= match.end + _NEAR and _TURNS.isdisjoint(between):
                return place
        return None

    def _cites_others(self, said: Said) -> bool:
        """Whether the sentence names a source on another device, whose sales are none of this report."""
        return any(name.startswith("SRC-") and name not in self._own for _, name in said.identifiers)

    def _is_elsewhere(self, match: Match) -> bool:
        """Whether the statement is confined to a country in which the device is not sold: the next that is named."""
        named = sorted(self._places.all(match.said), key=lambda place: place.start)
        after = [place for place in named if place.start >= match.start]
        place = after[0] if after else next(iter(reversed(named)), None)
        return place is not None and place.text not in self._markets


def _is_on_the_device(match: Match) -> bool:
    """Whether the device is the subject: by its name, as "the device", or as "it" at the beginning."""
    before = match.said.words[: match.start]
    if DEVICE in before or before[:1] == ("it",):
        return OTHER not in before
    return any(
        word in ("device", "software", "product")
        and before[at - 1] in ("the", "this")
        and (at == 1 or at + 1 >= len(before) - 2)
        for at, word in enumerate(before)
        if at
    )


def _contradicts_itself(examination: Examination, device: Device) -> bool:
    """Whether the device is said not to be on the market, and records hold its use or the day of its placing."""
    surveillance = examination.dossier.surveillance
    is_placed = device.market.since is not None and device.market.since <= examination.on
    is_new = device.market.state == "not yet placed on the market"
    return is_new and (is_placed or bool(surveillance and surveillance.periods))


def _with_parts(market: str) -> frozenset[str]:
    name = " ".join(words_of(market))
    return frozenset((name, *_PARTS.get(name, ())))


def _other_versions(device: Device) -> frozenset[str]:
    return frozenset(item.version for item in device.versions) - {device.version}

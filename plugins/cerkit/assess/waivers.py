"""Waivers: diagnostics that the team accepts for a time, with a reason. None goes away without being printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cerkit.checks.control import rules
from cerkit.model.check_report import Waived
from cerkit.model.deadlines import of_waiver
from cerkit.model.diagnostics import Diagnostic, Place, Rule
from cerkit.model.records.control import Waiver

_NEVER: Final = ("CER1", "CER2", "CER3")
"""What could not be read cannot be accepted either."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """Diagnostics that count, among them those on waivers, and those that are waived."""

    open: tuple[Diagnostic, ...]
    waived: tuple[Waived, ...]


def sift(
    found: Iterable[Diagnostic], waivers: Iterable[Waiver], known: Mapping[str, Rule], on: date
) -> Sifted:
    """Set aside what a waiver in force names by rule and record. `known`: every rule there is, by code."""
    given = tuple(waivers)
    in_force = {
        (waiver.rule, waiver.record): waiver
        for waiver in given
        if is_waivable(waiver, known) and waiver.on <= on <= waiver.expires
    }
    still_open: list[Diagnostic] = []
    waived: list[Waived] = []
    for item in found:
        waiver = in_force.get((item.rule.code, item.subject or item.place.path))
        if waiver is None:
            still_open.append(item)
        else:
            waived.append(Waived(item, waiver))
    used = {id(item.waiver) for item in waived}
    for position, waiver in enumerate(given):
        still_open += _on_waiver(waiver, position, known, on, is_used=id(waiver) in used)
    return Sifted(tuple(still_open), tuple(waived))


def is_waivable(waiver: Waiver, known: Mapping[str, Rule]) -> bool:
    return waiver.rule in known and not waiver.rule.startswith(_NEVER)


def _on_waiver(
    waiver: Waiver, position: int, known: Mapping[str, Rule], on: date, *, is_used: bool
) -> Iterator[Diagnostic]:
    place = Place("evidence/waivers.yml", ("waivers", position))
    if not is_waivable(waiver, known):
        why = "is no rule" if waiver.rule not in known else "is about what could not be read or linked"
        message = f"{waiver.rule} {why}, and cannot be waived"
        yield rules.NO_WAIVER_POSSIBLE.at(place.within("rule"), message, subject=waiver.record)
    elif of_waiver(waiver, position).is_past(on):
        message = f"the waiver of {waiver.rule} on {waiver.record} ended on {waiver.expires}"
        yield rules.WAIVER_EXPIRED.at(place.within("expires"), message, subject=waiver.record)
    elif waiver.on > on:
        message = f"the waiver of {waiver.rule} on {waiver.record} is dated {waiver.on}, after {on}"
        yield rules.WAIVER_EXPIRED.at(place.within("on"), message, subject=waiver.record)
    elif not is_used:
        message = f"nothing is waived here: {waiver.rule} finds nothing on {waiver.record}"
        yield rules.WAIVER_OF_NOTHING.at(place, message, subject=waiver.record)

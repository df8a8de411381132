"""What is due: the deadlines of an assessed dossier, each with its place, its clause and how near it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from cerkit.assess.pipeline import RULES, Assessment
from cerkit.assess.waivers import is_waivable
from cerkit.checks import policies_of
from cerkit.load import SourceMap
from cerkit.model.deadlines import Deadline, Due, Nearness, deadlines, reference_day

_BY_CODE: Final = {rule.code: rule for rule in RULES}


def due_of(
    assessment: Assessment, *, on: date, within: int, files: Mapping[str, bytes] | None = None
) -> tuple[Due, ...]:
    """All deadlines, the earliest first. `within`: days that count as near. `files` give the places their lines."""
    trace = assessment.trace
    limits = policies_of(assessment.dossier).limits
    places = SourceMap(files or {})
    waivers = enumerate(assessment.dossier.waivers)
    waivable = {position for position, waiver in waivers if is_waivable(waiver, _BY_CODE)}
    found: list[Due] = []
    for item in deadlines(trace, limits, on):
        day = reference_day(assessment.dossier, on) if item.for_report else on
        if item.code == "CER491" and item.place.route[1] not in waivable:
            continue  # it names no rule that can be waived, and that is what is reported
        clause = _BY_CODE[item.code].clause
        found.append(Due(item, _nearness(item, day, within), clause, places.locate(item.place)))
    return tuple(found)


def _nearness(item: Deadline, day: date, within: int) -> Nearness:
    if item.is_past(day):
        return Nearness.OVERDUE
    return Nearness.NEAR if item.day - day <= timedelta(days=within) else Nearness.LATER

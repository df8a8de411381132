"""Each finding of a source by itself: what cannot be, what its counts do not give, and who read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.numbers import rules
from cerkit.checks.numbers.possible import impossible
from cerkit.checks.numbers.recomputed import agrees, check_recomputed
from cerkit.checks.numbers.tables import differs_from_table
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.identifiers import finding_id
from cerkit.model.records.source import Source

_EVENTS: Final = ("complaints", "serious_incidents")
"""Fields of surveillance data that a finding may repeat, where its label names them."""


def check_findings(source: Source, place: Place) -> Iterator[Diagnostic]:
    """The numbers of every finding, unless a discrepancy is declared: that is shown where the number is shown."""
    for position, finding in enumerate(source.findings):
        subject, where = finding_id(source.id, finding.id), place.within("findings", position)
        if finding.discrepancy is not None:
            if agrees(finding) and not differs_from_table(source, finding):
                message = f"{subject}: a discrepancy is declared, but value, counts and interval agree"
                yield rules.NO_DISCREPANCY.at(where.within("discrepancy"), message, subject=subject)
            continue
        found = impossible(finding)
        if found is not None:
            route, why = found
            yield rules.IMPOSSIBLE_NUMBERS.at(where.within(*route), f"{subject}: {why}", subject=subject)
        else:
            yield from check_recomputed(subject, finding, where)
        if finding.extracted_by is not None and finding.extracted_by == finding.checked_by:
            message = f"{subject} was extracted and checked by the same person, {finding.checked_by}"
            yield rules.NOT_CHECKED.at(where.within("checked_by"), message, subject=subject)


def check_surveillance(source: Source, place: Place) -> Iterator[Diagnostic]:
    """Complaints by type against their number, and findings against the data of the period."""
    data = source.surveillance
    if data is None:
        return
    total = sum(data.by_type.values())
    # A complaint may be of two types, but none may be of no type.
    if data.by_type and total < data.complaints:
        message = f"{source.id}: {data.complaints} complaints were received, but only {total} are told apart by type"
        hint = "give every complaint a type, or correct the number"
        where = place.within("surveillance", "by_type")
        yield rules.IMPOSSIBLE_NUMBERS.at(where, message, hint=hint, subject=source.id)
    for position, finding in enumerate(source.findings):
        event = next((name for name in _EVENTS if name.replace("_", " ") in finding.label.lower()), None)
        if finding.counts is None or event is None or finding.discrepancy is not None:
            continue
        events, subject = getattr(data, event), finding_id(source.id, finding.id)
        if finding.counts.denominator == data.denominator and finding.counts.numerator != events:
            named = event.replace("_", " ")
            message = f"{subject} counts {finding.counts.numerator}, but `surveillance` has {events} {named}"
            where = place.within("findings", position, "counts", "numerator")
            yield rules.IMPOSSIBLE_NUMBERS.at(where, message, subject=subject)

"""Records to be looked at again, and confirmations that count for nothing any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from cerkit.checks.history import rules
from cerkit.model.diagnostics import Diagnostic, Mode, Place
from cerkit.model.examination import Examination
from cerkit.model.meaning import Meanings, Suspect, named_by, pairs_in
from cerkit.model.records.control import ReviewEntry
from cerkit.model.suspicions import told_cause
from cerkit.model.trace import Trace

_MOST_CAUSES: Final = 3
"""Causes that a message tells one by one."""


def check_reviews(examination: Examination) -> Iterator[Diagnostic]:
    """Only in update mode and against a previous release: what was signed with it was confirmed."""
    if examination.mode is not Mode.UPDATE or examination.previous is None:
        return
    stale = tuple(_stale(examination, examination.previous))
    last = {entry.record: (name, entry) for name, entry, _ in stale}
    for suspect in examination.suspects:
        yield _to_be_looked_at(suspect, last)
    known = {suspect.record for suspect in examination.suspects}
    now, then = (Meanings(side, examination.bearings) for side in (examination.trace, examination.previous))
    for name, entry, place in stale:
        # Of a record that is to be looked at again this is told there; who changed one has thought it over.
        if entry.record not in known and now.own_state(entry.record) == then.own_state(entry.record):
            message = f"{name} confirmed {entry.record} on {entry.on} in a state that it is not in any more"
            yield rules.CONFIRMATION_STALE.at(place, message, subject=entry.record)


def _to_be_looked_at(suspect: Suspect, stale: Mapping[str, tuple[str, ReviewEntry]]) -> Diagnostic:
    told = [told_cause(cause) for cause in suspect.causes]
    more = len(told) - _MOST_CAUSES
    causes = "; ".join(told[:_MOST_CAUSES]) + (f"; and {more} more" if more > 0 else "")
    before = stale.get(suspect.record)
    again = (
        f" {before[0]} confirmed it on {before[1].on}, before the last of these changes." if before else ""
    )
    message = f"{suspect.record} is to be looked at again: {causes}"
    hint = f"`cerkit review {suspect.record} --by EVR-... --reason ...` confirms it as it stands.{again}"
    return rules.TO_BE_LOOKED_AT.at(suspect.place, message, hint=hint, subject=suspect.record)


def _stale(examination: Examination, previous: Trace) -> Iterator[tuple[str, ReviewEntry, Place]]:
    """Confirmations that fit no state, of records that nobody confirmed as they are. Those of the past are history."""
    trace = examination.trace
    meanings = Meanings(trace, examination.bearings)
    past = {(own.evaluator, entry) for own in previous.dossier.reviews for entry in own.confirmations}
    valid: set[str] = set()
    stale: list[tuple[str, ReviewEntry, Place]] = []
    for own, placed in zip(trace.dossier.reviews, trace.dossier.placed.get("reviews", ()), strict=True):
        for at, entry in enumerate(own.confirmations):
            if entry.record not in trace.nodes:
                continue  # the link to it is reported
            named = named_by(trace, entry.record, examination.bearings) or (entry.record,)
            if not pairs_in(entry.digest).isdisjoint(meanings.pairs(entry.record, named).values()):
                valid.add(entry.record)
            elif (own.evaluator, entry) not in past:
                stale.append((own.evaluator, entry, placed.place.within("confirmations", at, "digest")))
    yield from (item for item in stale if item[1].record not in valid)

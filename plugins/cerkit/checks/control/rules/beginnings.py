"""Rules 940 to 949: what a new repository still lacks."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

NOT_APPROVED: Final = Rule(
    "CER940",
    "not-approved-yet",
    Severity.ERROR,
    "The plan or the review protocol is approved after the report, or not yet.",
    why="Plan and protocol fix beforehand what counts; dated after the work they look made to fit it.",
    remedy="have it approved, and enter the day; nobody appraises or searches before it",
    clause="MEDDEV 2.7/1 rev 4 7, A5.3",
    before="approved_on: 2999-12-31",
    after="approved_on: 2026-01-20",
    in_draft=Severity.NOTE,
)
REGISTER_EMPTY: Final = Rule(
    "CER941",
    "register-empty",
    Severity.ERROR,
    "A list that every report fills holds nothing.",
    why="Without claims, criteria, risks or sources there is no argument, and their checks have nothing to say.",
    remedy="enter the records; the file shows the form, and the reference says what each field means",
    clause="MEDDEV 2.7/1 rev 4 7, 8, 10",
    before="claims: []",
    after="claims: [{id: CLM-1, ...}]",
    in_draft=Severity.NOTE,
)

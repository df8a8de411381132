"""Rules 491 to 499: waivers."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

WAIVER_EXPIRED: Final = Rule(
    "CER491",
    "waiver-not-in-force",
    Severity.ERROR,
    "A waiver has ended, or has not begun.",
    why="What was accepted for a time must be mended or accepted anew by a person; it must not become permanent.",
    remedy="mend what it waived, or let its author give a new date and reason",
    before="expires: 2025-12-31",
    after="expires: 2026-12-31",
)
NO_WAIVER_POSSIBLE: Final = Rule(
    "CER492",
    "no-waiver-possible",
    Severity.ERROR,
    "A waiver names no rule, or one that cannot be waived.",
    why="A mistyped code would look as if something had been accepted. What could not be read was never judged.",
    remedy="name the code as the check prints it; mend what cannot be waived",
    before="rule: CER101",
    after="rule: CER402",
)
WAIVER_OF_NOTHING: Final = Rule(
    "CER493",
    "waiver-of-nothing",
    Severity.WARNING,
    "A waiver accepts what is not found any more.",
    why="It would silently accept the same mistake if it came back.",
    remedy="remove the waiver",
)

"""Rules 470 and 471: what two records say of one thing."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

ENTRY_PASTED: Final = Rule(
    "CER470",
    "entry-pasted",
    Severity.WARNING,
    "Two entries of a list hold the same text, so that one of them has lost its own.",
    why="A text copied as a template and never changed passes for an answer; the reviewer reads it twice.",
    remedy="write what is true of this entry, or make one entry of the two",
    clause="MEDDEV 2.7/1 rev 4 7, A3",
    before="ALT-5: {disadvantages: [as of ALT-4]}",
    after="ALT-5: {disadvantages: [Delays 39 % of diagnoses]}",
    deficiencies=("D01", "D47"),
)
THRESHOLD_ASTRAY: Final = Rule(
    "CER471",
    "threshold-astray",
    Severity.WARNING,
    "A threshold lies a power of ten away from the values and from the same threshold elsewhere.",
    why="A point lost in typing makes a threshold that no event can pass, and the alarm never sounds.",
    remedy="compare with the surveillance plan, and give the same number in both places",
    clause="UK MDR 2002 Part 4A; Regulation (EU) 2017/745 Annex III 1.1 b",
    before="threshold: 80 (values of 4.2; 8.0 in the follow-up)",
    after="threshold: 8.0",
    deficiencies=("D58",),
)

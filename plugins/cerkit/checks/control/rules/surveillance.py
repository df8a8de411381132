"""Rules 453 to 458: post-market surveillance, and when the evaluation is made again."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

INDICATOR_INCOMPLETE: Final = Rule(
    "CER453",
    "indicator-incomplete",
    Severity.ERROR,
    "A surveillance indicator lacks a method, an action or its value in the newest period; or there is none.",
    why="Indicators with thresholds are what makes the benefit-risk be judged anew between two evaluations.",
    remedy="say how it is counted and what follows when the threshold is passed, and give its value",
    clause="UK MDR 2002 Part 4A; Regulation (EU) 2017/745 Annex III 1.1 b",
    before="method: as usual",
    after="method: complaints of every kind over episodes analysed, from the licence logs",
    deficiencies=("D58", "D59"),
    in_draft=Severity.NOTE,
)
THRESHOLD_PASSED: Final = Rule(
    "CER454",
    "threshold-passed",
    Severity.ERROR,
    "A value passes its indicator's threshold, and nothing says what followed.",
    why="The threshold was set to make the benefit-risk be judged anew; the report has to say with what result.",
    remedy="say in the comment what was found and done, or open a gap that concerns the indicator",
    clause="UK MDR 2002 Part 4A; Regulation (EU) 2017/745 Annex III 1.1 b",
    before="value: 9.1",
    after="value: 9.1, comment: Threshold passed; the sample was doubled, and benefit-risk judged anew on ...",
    deficiencies=("D58",),
)
SURVEILLANCE_NOT_CURRENT: Final = Rule(
    "CER455",
    "surveillance-not-current",
    Severity.ERROR,
    "The newest data from the market are old or absent.",
    why="The first thing a reviewer compares with the date of the report is the end of the newest period.",
    remedy="add the period up to the report with its sources",
    clause="MEDDEV 2.7/1 rev 4 A10, 8.1; MHRA, clinical evaluation of software",
    before="periods: []",
    after="periods: [{starts: 2025-07-01, ends: 2026-05-31, ...}]",
    deficiencies=("D59",),
    in_draft=Severity.NOTE,
)
SURVEILLANCE_PERIODS: Final = Rule(
    "CER456",
    "surveillance-periods",
    Severity.ERROR,
    "Periods of surveillance and the time on the market do not fit together.",
    why="Use that no period covers was not watched; a period outside the time on the market counts nothing.",
    remedy="correct the dates, or say where the missing time is covered",
    clause="MEDDEV 2.7/1 rev 4 A10",
    before="starts: 2026-05-31, ends: 2025-07-01",
    after="starts: 2025-07-01, ends: 2026-05-31",
    deficiencies=("D59",),
)
NEXT_EVALUATION: Final = Rule(
    "CER457",
    "next-evaluation",
    Severity.ERROR,
    "The next evaluation is past, does not follow from the interval, or a chapter leaves the interval open.",
    why="Reviewers ask for one unambiguous interval and one date.",
    remedy="set `next_evaluation` to the date of the report and the interval, or earlier",
    clause="MEDDEV 2.7/1 rev 4 6.2.3, A9 section 6",
    before="next_evaluation: 2029-06-30, update_interval_months: 12",
    after="next_evaluation: 2027-06-30, update_interval_months: 12",
    deficiencies=("D60",),
    in_draft=Severity.WARNING,
)
UPDATE_INTERVAL: Final = Rule(
    "CER458",
    "update-interval",
    Severity.ERROR,
    "The interval between evaluations is longer than the device allows, or has no reason.",
    why="With significant risks, or while not well established, a device is evaluated at least every year.",
    remedy="shorten the interval, and say from which properties of the device it follows",
    clause="MEDDEV 2.7/1 rev 4 6.2.3",
    before="significant_risks: true, update_interval_months: 24",
    after="significant_risks: true, update_interval_months: 12",
    deficiencies=("D60",),
)

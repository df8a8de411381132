"""Rules of family 7xx: prose."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

UNKNOWN_IN_PROSE: Final = Rule(
    "CER701",
    "unknown-in-prose",
    Severity.ERROR,
    "A page names a record that does not exist.",
    why=(
        "The link would be dead in the website and in Word, and the statement would stand without its source, "
        "benchmark or risk."
    ),
    remedy="correct the identifier, or add the record",
    before="The device meets [AC-17][].",
    after="The device meets [AC-1][].",
    deficiencies=("D31", "D45", "D47", "D56"),
)
CITED_NOT_A_SOURCE: Final = Rule(
    "CER702",
    "cited-not-a-source",
    Severity.ERROR,
    "Something other than a source is cited.",
    why="Only sources have a place in the list of references.",
    remedy="cite a source, or link the record with [ID][]",
    before="as shown [@CLM-1]",
    after="as shown [@SRC-heydon-2021]",
)
TEMPLATE_COMMENT: Final = Rule(
    "CER703",
    "template-comment",
    Severity.ERROR,
    "`{#` stands in a page.",
    why="The macros read it as the beginning of a comment, and the text after it is lost.",
    remedy="write attributes as {: #id }",
    before="## Safety {#safety}",
    after="## Safety {: #safety }",
)

MARKET_CONTRADICTED: Final = Rule(
    "CER721",
    "market-contradicted",
    Severity.WARNING,
    "A sentence says something else about the market than the device's record.",
    why="A reviewer who reads that a device is marketed on one page and not yet on the next trusts neither.",
    remedy="say what the record says; name the time or the place where another state was meant",
    clause="MEDDEV 2.7/1 rev 4 A9 section 2, A10",
    before="The device has not yet been placed on the market.",
    after="The device has been on the market in Great Britain since July 2025.",
    deficiencies=("D14",),
    grade="B",
)
TENSE_CONTRADICTS_STATUS: Final = Rule(
    "CER722",
    "tense-contradicts-status",
    Severity.WARNING,
    "A sentence tells as future what is finished, or as past what has not happened.",
    why="Text left over from the plan makes a reviewer ask which of the two is true.",
    remedy="use the tense of the record's state, or correct the state",
    clause="MEDDEV 2.7/1 rev 4 section 7, 10",
    before="The investigation [SRC-ci-003][] will be conducted at four sites.",
    after="The investigation [SRC-ci-003][] was conducted at four sites.",
    deficiencies=("D15", "D63"),
    grade="B",
)
POINTS_ELSEWHERE: Final = Rule(
    "CER723",
    "points-elsewhere",
    Severity.WARNING,
    "The report sends its reader to a document instead of saying what it owes.",
    why="The report is to be read without other documents; a reviewer has to find a document and the section in it.",
    remedy="give the content here, or cite the document with its identifier and section: ([DOC-rmf][], section 6)",
    clause="MEDDEV 2.7/1 rev 4 section 11",
    before="The residual risks are as described in the risk management file.",
    after="The residual risks are listed in [tbl-risks][], after [DOC-rmf][], section 6.",
    deficiencies=("D16",),
    grade="B",
)
SECTION_WITHOUT_TEXT: Final = Rule(
    "CER724",
    "section-without-text",
    Severity.ERROR,
    "A section that MEDDEV A9 proposes is missing, or has a heading and no text.",
    why="The reviewer looks for each section of A9, and a report that leaves one out cannot be read on its own.",
    remedy="write the section; a chapter says by `a9:` in its front matter which section it answers",
    clause="MEDDEV 2.7/1 rev 4 section 11, A9",
    before="## Data from literature\n\n## Summary and appraisal",
    after="## Data from literature\n\nThe literature was searched for …\n\n## Summary and appraisal",
    deficiencies=("D16",),
    in_draft=Severity.NOTE,
)
FACT_WITHOUT_SOURCE: Final = Rule(
    "CER725",
    "fact-without-source",
    Severity.WARNING,
    "A paragraph states a fact and neither names where it comes from nor is marked as opinion.",
    why="A reviewer has to see what is data and what is the evaluators' judgement.",
    remedy=(
        "cite a source, link a record or take the number from a macro; or mark the paragraph as opinion: begin with "
        '"In the evaluators\' opinion", put it into `!!! opinion`, or add {: .opinion } below it'
    ),
    clause="MEDDEV 2.7/1 rev 4 section 11",
    before="About one in three people with diabetes has retinopathy.",
    after="About one in three people with diabetes has retinopathy [@SRC-scanlon-2017].",
    deficiencies=("D17",),
    grade="B",
    in_draft=Severity.NOTE,
)
STUDIES_NOT_BROUGHT_TOGETHER: Final = Rule(
    "CER726",
    "studies-not-brought-together",
    Severity.WARNING,
    "A section tells one study after another and does not bring them together.",
    why="A list of summaries leaves the analysis to the reader: what the data say together, and where they disagree.",
    remedy="add a paragraph that compares the sources, conflicting ones included, or link a synthesis [SYN-…][]",
    clause="MEDDEV 2.7/1 rev 4 section 10",
    before="A found 90 % [@SRC-a]. (next paragraph) B found 80 % [@SRC-b].",
    after="A found 90 % [@SRC-a] and B only 80 % [@SRC-b]; the difference follows from the threshold.",
    deficiencies=("D34",),
    grade="B",
    in_draft=Severity.NOTE,
)
OVERCONFIDENT: Final = Rule(
    "CER727",
    "overconfident",
    Severity.WARNING,
    "A sentence is more certain than data can be.",
    why="No number of observations shows that there is no risk, and a reviewer stops at words that say so.",
    remedy="say what was observed in how many cases and what the data leave open",
    clause="MEDDEV 2.7/1 rev 4 footnote 19, A7.4",
    before="No adverse effects have been reported to date, which demonstrates the safety of the device.",
    after="No adverse device event was reported in 1,842 episodes; rarer events may have been missed.",
    deficiencies=("D50", "D08"),
    grade="B",
)
MARKET_NOT_RECORDED: Final = Rule(
    "CER728",
    "market-not-recorded",
    Severity.WARNING,
    "A sentence names a country as a market of the device that the device's record does not hold.",
    why="Where the device is sold decides which law counts and which experience there must be; both must agree.",
    remedy="correct the sentence, or add the market to evidence/device.yml",
    clause="MEDDEV 2.7/1 rev 4 A9 section 2, A10",
    before="The device has been on the market in Great Britain and Germany since July 2025.",
    after="The device has been on the market in Great Britain since July 2025.",
    deficiencies=("D14",),
    grade="B",
)
GAP_IN_HISTORY: Final = Rule(
    "CER729",
    "gap-in-history",
    Severity.ERROR,
    "The revision history tells a gap as closed that is open, or as open that is closed.",
    why="A reader of an update learns from the revision history what has changed, and looks no further.",
    remedy="name the gap whose state has changed, or correct the record of the gap",
    clause="MEDDEV 2.7/1 rev 4 A9 section 2",
    before="GAP-1 closed. (its record: open)",
    after="GAP-2 closed. (its record: closed)",
    deficiencies=("D63",),
)
REPORT_DATE: Final = Rule(
    "CER730",
    "date-of-report",
    Severity.ERROR,
    "The prose gives a version of the report another date than the revision history.",
    why="Two dates of one report let a reviewer doubt which report was replaced.",
    remedy="correct the date, or leave it to the revision history",
    clause="MEDDEV 2.7/1 rev 4 A9 section 2, section 7",
    before="It replaces version 1.0.0 of 12 May 2025. (revision history: 16 June 2025)",
    after="It replaces version 1.0.0 of 16 June 2025.",
    deficiencies=("D64",),
)
ROLE_OVERSTATED: Final = Rule(
    "CER731",
    "role-overstated",
    Severity.WARNING,
    "A sentence calls a source main evidence that was appraised as supportive or as background.",
    why="What a source may carry follows from its appraisal; a stronger word in the text carries more than was found.",
    remedy="use the word of the appraisal, or appraise the source anew",
    clause="MEDDEV 2.7/1 rev 4 section 9.3.2",
    before="[SRC-rs-002][] is pivotal for [CLM-1][]. (appraised as supportive)",
    after="[SRC-rs-002][] supports [CLM-1][].",
    deficiencies=("D38",),
    grade="B",
)
CONCLUSION_OVERSTATED: Final = Rule(
    "CER732",
    "conclusion-overstated",
    Severity.WARNING,
    "A sentence says that a requirement is met without the gap of the recorded conclusion, or not met where it is.",
    why="The conclusion is what an evaluator signs; text that says more, or less, contradicts it.",
    remedy="name the gap beside the conclusion, or correct the conclusion",
    clause="MEDDEV 2.7/1 rev 4 A7, A9 section 5",
    before="[UK-ER-3][] is met without a gap. (recorded: conforms with gap)",
    after="[UK-ER-3][] is met with the gap [GAP-1][].",
    deficiencies=("D48",),
    grade="B",
)

RULES: Final = (
    UNKNOWN_IN_PROSE,
    CITED_NOT_A_SOURCE,
    TEMPLATE_COMMENT,
    MARKET_CONTRADICTED,
    TENSE_CONTRADICTS_STATUS,
    POINTS_ELSEWHERE,
    SECTION_WITHOUT_TEXT,
    FACT_WITHOUT_SOURCE,
    STUDIES_NOT_BROUGHT_TOGETHER,
    OVERCONFIDENT,
    MARKET_NOT_RECORDED,
    GAP_IN_HISTORY,
    REPORT_DATE,
    ROLE_OVERSTATED,
    CONCLUSION_OVERSTATED,
)

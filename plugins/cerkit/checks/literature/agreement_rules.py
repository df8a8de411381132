"""Rules 532 to 539: what stands in two places and must be the same in both."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

READ_DIFFERS: Final = Rule(
    "CER532",
    "read-differs",
    Severity.ERROR,
    "A source is entered as read in full, and its note or its appraisal says that it was not.",
    why="Flaws stand in the full text: what was read decides what a source may prove.",
    remedy="enter in `read` what was read, or correct the note once the full text was read and appraised",
    clause="MEDDEV 2.7/1 rev 4 8.2, 9.3",
    before="read: full text\nread_note: Abstract and table 3 read.",
    after="read: abstract and tables\nread_note: Abstract and table 3 read.",
    deficiencies=("D30",),
)
RETRACTED_IN_WORDS: Final = Rule(
    "CER533",
    "retracted-in-words",
    Severity.ERROR,
    "The words of a source say that it was retracted, and its field `retracted` does not.",
    why="Everything that rests on the source goes on counting, because only the field is asked.",
    remedy="set `retracted: true`, reject the source, and remove what rests on it",
    before="limitations: The journal retracted the article in 2026.",
    after="limitations: The journal retracted the article in 2026.\nretracted: true",
    deficiencies=("D32",),
)
UPDATED_IN_ONE: Final = Rule(
    "CER534",
    "updated-in-one-database",
    Severity.ERROR,
    "An update searched one database only, the searches before it several.",
    why="What the other databases have gained since then was not looked for, and the review ends there earlier.",
    remedy="repeat the search in every database of the protocol, or say in `update_rule` why one is enough",
    clause="MEDDEV 2.7/1 rev 4 8.2; MDCG 2020-13 section D",
    deficiencies=("D21",),
    in_draft=Severity.NOTE,
)
QUESTION_COPIED: Final = Rule(
    "CER535",
    "question-copied",
    Severity.WARNING,
    "Two review questions have the same text where their claims ask for different things.",
    why=(
        "A question is often begun as a copy of the one before it; a person must see whether both are meant, "
        "because a claim whose endpoint is in no question has not been looked for."
    ),
    remedy="write the outcome that the claims of this question need",
    clause="MEDDEV 2.7/1 rev 4 A5.2",
    deficiencies=("D25",),
    grade="B",
    in_draft=Severity.NOTE,
)
REASONS_DIFFER: Final = Rule(
    "CER536",
    "exclusion-reasons-differ",
    Severity.WARNING,
    "Reviewers excluded a report at full text for different reasons, and nobody resolved it.",
    why="The flow gives one reason for each report that was read; which of two it is nobody has decided.",
    remedy="decide in evidence/screening/full-text/resolved.yml, with `by` and the reason",
    clause="PRISMA 2020 item 16b",
    before="ab: {decision: exclude, reason: X4}\ncd: {decision: exclude, reason: X2}",
    after="resolved: {decision: exclude, reason: X4, by: EVR-3}",
    deficiencies=("D27",),
    in_draft=Severity.NOTE,
)
OWN_BENCHMARK: Final = Rule(
    "CER537",
    "own-result-as-benchmark",
    Severity.ERROR,
    "A benchmark rests on results of the device that is judged by it.",
    why="A device that is measured against itself always passes; benchmarks come from the state of the art.",
    remedy="let the benchmark rest on other devices and on present practice",
    clause="MEDDEV 2.7/1 rev 4 9.2, A7.3",
    before="rests_on: [SRC-own-study.sens]",
    after="rests_on: [SRC-other-2021.sens, SRC-other-2022.sens]",
    deficiencies=("D04",),
)
LOCATOR_DIFFERS: Final = Rule(
    "CER538",
    "locator-differs",
    Severity.ERROR,
    "A source has another PMID or DOI than the record of the same work that a search found.",
    why="One of the two leads to another publication or to none, and the reviewer asks by it.",
    remedy="copy the identifier from the publication into the source",
    before='source: {doi: 10.1000/a, pmid: "123465"}\nrecord: {doi: 10.1000/a, pmid: "123456"}',
    after='source: {doi: 10.1000/a, pmid: "123456"}\nrecord: {doi: 10.1000/a, pmid: "123456"}',
    deficiencies=("D31",),
)
SCHEMES_DISAGREE: Final = Rule(
    "CER539",
    "schemes-disagree",
    Severity.WARNING,
    "Publications were appraised under a scheme that only one of plan and protocol names.",
    why="Plan and protocol announce how publications are appraised; a person must say which of the two holds.",
    remedy="name the scheme in both, or appraise under one that both name",
    clause="MEDDEV 2.7/1 rev 4 9.2",
    deficiencies=("D36",),
    grade="B",
    in_draft=Severity.NOTE,
)

RULES: Final[tuple[Rule, ...]] = (
    READ_DIFFERS,
    RETRACTED_IN_WORDS,
    UPDATED_IN_ONE,
    QUESTION_COPIED,
    REASONS_DIFFER,
    OWN_BENCHMARK,
    LOCATOR_DIFFERS,
    SCHEMES_DISAGREE,
)

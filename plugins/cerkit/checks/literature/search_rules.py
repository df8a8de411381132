"""Rules 501 to 508: searches and the questions behind them."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

NOT_REPRODUCIBLE: Final = Rule(
    "CER501",
    "search-not-reproducible",
    Severity.ERROR,
    "A search cannot be repeated as it is recorded.",
    why=(
        "A reviewer repeats one search; with a string that was never run, or days that contradict each "
        "other, nobody can."
    ),
    remedy="copy the string, the days and the numbers from the search as it was run",
    clause="MEDDEV 2.7/1 rev 4 8.2, A5.3",
    before="string: see protocol",
    after="string: '\"diabetic retinopathy\"[tiab] AND screening[tiab]'",
    deficiencies=("D18", "D26"),
    in_draft=Severity.WARNING,
)
BEFORE_PROTOCOL: Final = Rule(
    "CER502",
    "search-before-protocol",
    Severity.ERROR,
    "A search was run before the protocol was approved, or there is no protocol.",
    why="A protocol that follows the search can be fitted to what was found.",
    remedy="correct the day, or run the search again under the approved protocol",
    clause="MEDDEV 2.7/1 rev 4 A5.3",
    before="ran_on: 2025-01-30   # protocol approved_on: 2025-02-10",
    after="ran_on: 2025-04-30",
    deficiencies=("D19",),
)
OUT_OF_DATE: Final = Rule(
    "CER503",
    "search-out-of-date",
    Severity.ERROR,
    "The newest search is older than the policy allows on the day of the report.",
    why="The state of the art and the known hazards are those of the day on which the report is signed.",
    remedy="repeat the search and name the earlier one in `updates`",
    clause="MEDDEV 2.7/1 rev 4 6.2.3, A10",
    deficiencies=("D20",),
    in_draft=Severity.NOTE,
)
TOO_FEW_SOURCES: Final = Rule(
    "CER504",
    "too-few-places-searched",
    Severity.ERROR,
    "One database only, or no register, guidelines or safety database, or a planned one that was not searched.",
    why="Each database leaves out part of the literature; what is left out is not left out at random.",
    remedy="search there as well, or say in the protocol why one database is enough",
    clause="MEDDEV 2.7/1 rev 4 A4; MDCG 2020-13 section D",
    deficiencies=("D21",),
    in_draft=Severity.NOTE,
)
OWN_NAME_ONLY: Final = Rule(
    "CER505",
    "own-name-only",
    Severity.ERROR,
    "The only searches ask for the device or its manufacturer by name.",
    why=(
        "A search for the own product finds neither the state of the art nor what competitors' users "
        "were harmed by."
    ),
    remedy="add a search on the condition, its alternatives and devices of the same kind",
    clause="MDCG 2020-13 section D; MEDDEV 2.7/1 rev 4 8.2",
    deficiencies=("D22",),
    in_draft=Severity.NOTE,
)
MIXED_PURPOSES: Final = Rule(
    "CER506",
    "mixed-purposes",
    Severity.ERROR,
    "One search serves two purposes.",
    why=(
        "Records on the device and records on the state of the art are selected and appraised by "
        "different criteria."
    ),
    remedy="run one search for each purpose, and let a source name the searches of one",
    clause="MDCG 2020-13 section D",
    deficiencies=("D22", "D23"),
    in_draft=Severity.WARNING,
)
LIMIT_UNEXPLAINED: Final = Rule(
    "CER507",
    "limit-unexplained",
    Severity.ERROR,
    "A limit of a search has no reason that says something.",
    why=(
        "A limit on language, years or type of study removes evidence; only its reason shows that it was "
        "not chosen for that."
    ),
    remedy="say what is lost by the limit and why that does not matter",
    clause="MEDDEV 2.7/1 rev 4 A5.3",
    before="{limit: English only, reason: Standard practice}",
    after="{limit: English only, reason: All trials of software in screening were published in English}",
    deficiencies=("D24",),
    in_draft=Severity.WARNING,
)
QUESTION_UNTIED: Final = Rule(
    "CER508",
    "question-untied",
    Severity.ERROR,
    "A review question serves no claim or risk, or a claim stands in no question.",
    why="The search answers what was asked; a claim about which nobody asked has not been looked for.",
    remedy="name the claims and risks in `serves` of the question that answers them",
    clause="MEDDEV 2.7/1 rev 4 A5.2",
    before="serves: []",
    after="serves: [CLM-1, RSK-2]",
    deficiencies=("D25",),
    in_draft=Severity.NOTE,
)

RULES: Final[tuple[Rule, ...]] = (
    NOT_REPRODUCIBLE,
    BEFORE_PROTOCOL,
    OUT_OF_DATE,
    TOO_FEW_SOURCES,
    OWN_NAME_ONLY,
    MIXED_PURPOSES,
    LIMIT_UNEXPLAINED,
    QUESTION_UNTIED,
)

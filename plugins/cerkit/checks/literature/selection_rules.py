"""Rules 509 to 516 and 540 to 543: the flow of records, screening, what is counted twice, and what is still open."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

FLOW_ARITHMETIC: Final = Rule(
    "CER509",
    "flow-arithmetic",
    Severity.ERROR,
    "The numbers of a declared flow of records do not add up.",
    why="Sums are the first thing a reviewer redoes; one that fails puts the whole selection in doubt.",
    remedy="correct the number that is wrong",
    clause="PRISMA 2020 flow diagram",
    before="records_screened: 96\nrecords_excluded: 80\nreports_sought: 15",
    after="records_screened: 96\nrecords_excluded: 80\nreports_sought: 16",
    deficiencies=("D26",),
)
FLOW_RECOUNT: Final = Rule(
    "CER510",
    "flow-recount",
    Severity.ERROR,
    "A declared number is not what the searches, the screening files or the sources give when they are counted.",
    why="The flow is a summary; where it disagrees with what it sums up, records were lost or added.",
    remedy="count again, and correct the flow or the file",
    clause="PRISMA 2020 flow diagram; MEDDEV 2.7/1 rev 4 A5.3",
    deficiencies=("D26", "D29"),
    in_draft=Severity.WARNING,
)
EXCLUSION_REASON: Final = Rule(
    "CER511",
    "exclusion-reason",
    Severity.ERROR,
    "A report was excluded without one reason of the protocol's list.",
    why=(
        "The list of excluded reports with their reasons is asked for, and shows that unwelcome results "
        "were not left out."
    ),
    remedy="give the identifier of one exclusion reason of evidence/protocol.yml",
    clause="MEDDEV 2.7/1 rev 4 9.3.3; MDCG 2020-13 section D",
    before="pmid-1: {decision: exclude, on: 2026-06-05}",
    after="pmid-1: {decision: exclude, reason: X4, on: 2026-06-05}",
    deficiencies=("D27",),
)
SCREENED_BY_ONE: Final = Rule(
    "CER512",
    "screened-by-one",
    Severity.ERROR,
    "Records were screened by fewer people than the protocol says, or by one without a control that is in numbers.",
    why=(
        "A single reader overlooks reports that a second one finds; whoever screens alone has to show "
        "how much was checked."
    ),
    remedy=(
        "let the second reviewer decide too, or say in `quality_control` how large the checked sample "
        "was and how well it agreed"
    ),
    clause="MEDDEV 2.7/1 rev 4 A5.3",
    deficiencies=("D35",),
    in_draft=Severity.NOTE,
)
NO_UNFAVOURABLE: Final = Rule(
    "CER513",
    "unfavourable-left-out",
    Severity.WARNING,
    "No source is unfavourable, or an unfavourable one was rejected with a reason that fits anything.",
    why=(
        "An evaluation has to weigh what speaks against the device; a person must see that it was looked "
        "for and not put aside."
    ),
    remedy="look for unfavourable data, or say of the rejected source which flaw makes it unfit",
    clause="MEDDEV 2.7/1 rev 4 7, 8.2, 9.3.3",
    before="role: rejected\nreason: Not relevant.",
    after="role: rejected\nreason: The reference was the software's own output, so the misses cannot be counted.",
    deficiencies=("D28",),
    grade="B",
    in_draft=Severity.NOTE,
)
SAME_WORK: Final = Rule(
    "CER514",
    "same-work-twice",
    Severity.ERROR,
    "Two sources are the same work: DOI, PMID, registration or title are equal.",
    why="The work would be counted, appraised and pooled twice.",
    remedy="keep one source, or name the other in `same_study_as` where two reports belong to one study",
    clause="MEDDEV 2.7/1 rev 4 A5.3; MDCG 2020-13 section D",
    deficiencies=("D29",),
)
SAME_PEOPLE: Final = Rule(
    "CER515",
    "same-people-twice",
    Severity.WARNING,
    "Two sources look as if they reported on the same people: authors, place and period agree.",
    why=(
        "People counted twice make results look more certain than they are; only a person can tell from "
        "the texts."
    ),
    remedy=(
        "name the study in `same_study_as`, or give each source its `cohort`: the same where people "
        "overlap, else two"
    ),
    clause="MEDDEV 2.7/1 rev 4 A5.3; MDCG 2020-13 section D",
    deficiencies=("D29",),
    grade="B",
    in_draft=Severity.NOTE,
)
POOLED_TWICE: Final = Rule(
    "CER516",
    "pooled-twice",
    Severity.ERROR,
    "A synthesis pools two sources on the same people.",
    why="The pooled interval is too narrow, and the study that was reported twice has twice its weight.",
    remedy="leave one of them out of the synthesis",
    clause="MEDDEV 2.7/1 rev 4 A5.3",
    deficiencies=("D29",),
)
FLOW_OPEN: Final = Rule(
    "CER540",
    "flow-open",
    Severity.ERROR,
    "The flow of a round can be neither counted nor is it declared: records wait for a decision, or are not kept.",
    why="A review is not finished while a hit is undecided, and nobody can say how many reports it rests on.",
    remedy="decide with `cerkit screen`; where records are missing, import the export or declare the flow in flows.yml",
    clause="PRISMA 2020 flow diagram; MEDDEV 2.7/1 rev 4 A5.3",
    deficiencies=("D26",),
    in_draft=Severity.NOTE,
)
SELECTION_LOST: Final = Rule(
    "CER541",
    "selection-lost",
    Severity.ERROR,
    "A report that was included has no source, or a source names a search whose records do not hold it.",
    why="What the review included and what the evaluation appraises must be the same reports, or evidence was lost.",
    remedy="begin the source with `cerkit source new KEY`, or name the record's key in `records` of the source",
    clause="MEDDEV 2.7/1 rev 4 8.2, A5.3; PRISMA 2020 flow diagram",
    deficiencies=("D26",),
    in_draft=Severity.NOTE,
)
DUPLICATE_OPEN: Final = Rule(
    "CER542",
    "duplicate-open",
    Severity.ERROR,
    "Whether two records are the same work was asked, and nobody has answered.",
    why="Until then the two count as two works, and the flow of records may be wrong by one.",
    remedy="answer with `cerkit dedupe --resolve --as ID`, or write `same` or `different` in the place of `maybe`",
    clause="PRISMA 2020 flow diagram",
    before='verdict: maybe, rule: "same title; kinds of publication differ"',
    after='verdict: different, rule: "EVR-2: the abstract of a congress, with other results"',
    deficiencies=("D29",),
    in_draft=Severity.WARNING,
)
SEARCH_NOT_RUN: Final = Rule(
    "CER543",
    "search-not-run",
    Severity.ERROR,
    "A search is written down, and has not run, or its hits are not imported.",
    why="A report that names a search nobody ran claims knowledge that nobody has.",
    remedy="run it with `cerkit search run`, or by hand and then `cerkit import FILE --search ID`; or remove the file",
    clause="MEDDEV 2.7/1 rev 4 A5.3",
    before="string: retina AND screening   # no ran_on, no hits_received",
    after="string: retina AND screening\nran_on: 2026-05-29\nhits_reported: 97\nhits_received: 97",
    deficiencies=("D18",),
    in_draft=Severity.NOTE,
)

RULES: Final[tuple[Rule, ...]] = (
    FLOW_ARITHMETIC,
    FLOW_RECOUNT,
    EXCLUSION_REASON,
    SCREENED_BY_ONE,
    NO_UNFAVOURABLE,
    SAME_WORK,
    SAME_PEOPLE,
    POOLED_TWICE,
    FLOW_OPEN,
    SELECTION_LOST,
    DUPLICATE_OPEN,
    SEARCH_NOT_RUN,
)

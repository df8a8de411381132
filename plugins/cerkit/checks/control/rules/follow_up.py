"""Rules 447 to 452: post-market clinical follow-up (PMCF) and gaps."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

FOLLOW_UP_SUPERFICIAL: Final = Rule(
    "CER447",
    "follow-up-superficial",
    Severity.ERROR,
    "A field of a follow-up activity says nothing that could be checked.",
    why="Without size, threshold and reason nobody can tell what result would change the evaluation.",
    remedy="give a number and the reason for it, or say why none is possible",
    clause="MDCG 2020-7 section C; MDCG 2020-8 section C",
    before="sample_size: a sufficient number of patients",
    after="sample_size: 120 episodes; at most 5 misses keep the lower limit above 90 %",
    deficiencies=("D55",),
    in_draft=Severity.NOTE,
)
FOLLOW_UP_DATES: Final = Rule(
    "CER448",
    "follow-up-dates",
    Severity.ERROR,
    "Dates, status and result of a follow-up activity contradict each other.",
    why="An activity that ended unnoticed, or was completed without result, leaves its gap open.",
    remedy="correct dates or status, and give the result of what is completed",
    clause="MDCG 2020-7 section C; MDR Annex XIV B 6.2",
    before="status: running, ends: 2024-12-31",
    after="status: completed, ends: 2024-12-31, result: 118 of 120 found",
    deficiencies=("D55",),
)
GAP_WITHOUT_FOLLOW_UP: Final = Rule(
    "CER449",
    "gap-without-follow-up",
    Severity.ERROR,
    "A gap is neither followed up nor accepted with a reason, or is closed without saying when and why.",
    why="Open questions are what follow-up exists for; one that nobody pursues stays open for ever.",
    remedy=(
        "name the activity in `followed_by`, or say in `acceptable_because` why no follow-up is needed; give a "
        "closed gap its `closed_on`"
    ),
    clause="MEDDEV 2.7/1 rev 4 10.2 d, A9 section 5",
    before="status: open",
    after="status: open, followed_by: [PMCF-1]",
    deficiencies=("D56",),
    in_draft=Severity.NOTE,
)
FOLLOW_UP_WITHOUT_NEED: Final = Rule(
    "CER450",
    "follow-up-without-need",
    Severity.WARNING,
    "A follow-up activity answers no gap, and its need names no record.",
    why="Follow-up is planned from what the evaluation left open; a reviewer asks what this activity is for.",
    remedy="let the gap name it in `followed_by`, or name the risk, claim or gap in `need`",
    clause="MDCG 2020-7 section C",
    before="need: usual practice",
    after="need: residual risk RSK-3, whose frequency rests on an assumption",
    deficiencies=("D56",),
    in_draft=Severity.NOTE,
)
SUFFICIENCY_MISSING: Final = Rule(
    "CER451",
    "follow-up-sufficiency-missing",
    Severity.ERROR,
    "Why the follow-up is enough over the lifetime of the device is not said.",
    why="Reviewers ask for an argument over all activities, or for the reason why there is none.",
    remedy="argue it in `pmcf_sufficiency` of evidence/surveillance.yml",
    clause="MDR Annex XIV B 5, 6.1; MDCG 2020-7",
    before="indicators: [...]",
    after="pmcf_sufficiency: Together the two activities answer each open gap, and re-reading goes on for ...",
    deficiencies=("D57",),
    in_draft=Severity.NOTE,
)
SUFFICIENCY_NOT_ARGUED: Final = Rule(
    "CER452",
    "follow-up-sufficiency-not-argued",
    Severity.WARNING,
    "The follow-up is described, and nothing seems to argue that it suffices as a whole.",
    why="A list of activities is no argument. Whether the text argues enough only a person can judge.",
    remedy="say why the activities together suffice over the lifetime of the device, and for which questions not",
    clause="MDR Annex XIV B 5, 6.1; MDCG 2020-7",
    before="Follow-up consists of two activities, which are reported yearly.",
    after="Together the two activities answer each open gap, and re-reading goes on as long as the device is used.",
    deficiencies=("D57",),
    grade="B",
    in_draft=Severity.NOTE,
)

"""Rules 459 to 461, who evaluates, and 467 to 469, what people sign off."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

EVALUATOR_PAPERS: Final = Rule(
    "CER459",
    "evaluator-papers",
    Severity.ERROR,
    "A curriculum vitae or declaration of interests is missing, old, incomplete or not signed in time.",
    why="The manufacturer holds both for each evaluator, up to date and signed by both sides.",
    remedy="renew it, have it signed before the report, and give the dates",
    clause="MEDDEV 2.7/1 rev 4 6.4, A10, A11",
    before="cv_dated: 2019-02-01",
    after="cv_dated: 2026-04-20",
    deficiencies=("D61",),
    in_draft=Severity.NOTE,
)
TEAM_KNOWLEDGE: Final = Rule(
    "CER460",
    "team-knowledge",
    Severity.ERROR,
    "The evaluators together lack a field of knowledge, or one is named that the catalogue does not have.",
    why="Reviewers check that the authors together cover methods, regulation, device and condition.",
    remedy="name the field where it is documented, or take in somebody who has it",
    clause="MEDDEV 2.7/1 rev 4 6.4; MDCG 2020-13 section A",
    before="knowledge: [EVQ-1]",
    after="knowledge: [EVQ-01]",
    deficiencies=("D61",),
    in_draft=Severity.NOTE,
)
EVALUATOR_EXPERIENCE: Final = Rule(
    "CER461",
    "evaluator-experience",
    Severity.ERROR,
    "An evaluator has less experience than asked for, and nothing justifies it.",
    why="Asked for is a degree and five documented years, or ten years where no degree is a prerequisite.",
    remedy="document the years and the degree, or justify the lower level in `exception`",
    clause="MEDDEV 2.7/1 rev 4 6.4",
    before="experience_years: 3",
    after="experience_years: 3, exception: Works under the supervision of EVR-1, because ...",
    deficiencies=("D61",),
    in_draft=Severity.NOTE,
)
CHECKLIST_OPEN: Final = Rule(
    "CER467",
    "checklist-item-open",
    Severity.ERROR,
    "An item of the release checklist that a person has to judge is not signed off.",
    why="No machine can judge it; that nobody has is found by the reviewer.",
    remedy="add who looked, when, and at what, in evidence/checklists/meddev-a10.yml",
    clause="MEDDEV 2.7/1 rev 4 A10",
    before="items: []",
    after='items: [{item: A10-01, state: "yes", by: EVR-1, on: 2026-06-24, looked_at: ...}]',
    deficiencies=(),
    in_draft=Severity.NOTE,
)
CHECKLIST_NOT_MET: Final = Rule(
    "CER468",
    "checklist-item-not-met",
    Severity.ERROR,
    'An item of the release checklist was answered with "no".',
    why="A report is not released with an item of its own checklist open.",
    remedy="mend what is missing and judge again, or waive it with a reason and an end",
    clause="MEDDEV 2.7/1 rev 4 A10",
    before='state: "no"',
    after='state: "yes"',
    in_draft=Severity.NOTE,
)
CHECKLIST_DOUBTFUL: Final = Rule(
    "CER469",
    "checklist-entry-doubtful",
    Severity.ERROR,
    "An entry of a checklist cannot be what was judged for this release.",
    why="A sign-off counts for what the person saw: the right item, this report, and something looked at.",
    remedy="judge again, and say what was looked at",
    clause="MEDDEV 2.7/1 rev 4 A10",
    before="looked_at: ok",
    after="looked_at: surveillance report of 2026-06-12, sections 3 to 5",
    in_draft=Severity.NOTE,
)

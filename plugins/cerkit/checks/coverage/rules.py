"""Rules: 401 to 419, coverage of the argument."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

PLAN_INCOMPLETE: Final = Rule(
    "CER401",
    "plan-incomplete",
    Severity.ERROR,
    "There is no clinical evaluation plan, or an element of it is not answered.",
    why="The plan fixes scope, methods and criteria before the evaluation; reviewers go through it point by point.",
    remedy="answer the element in evidence/plan.yml, or say why it does not apply",
    clause="MEDDEV 2.7/1 revision 4, section 7; Regulation (EU) 2017/745 Annex XIV A 1(a)",
    before='- {element: CEP-07, answer: "n/a"}',
    after="- {element: CEP-07, not_applicable_because: The device has no medicinal or tissue component.}",
    deficiencies=("D01",),
    in_draft=Severity.NOTE,
)
NOT_MEASURABLE: Final = Rule(
    "CER402",
    "objective-not-measurable",
    Severity.ERROR,
    "A claim, benefit or criterion cannot be measured: without criterion, on a descriptive endpoint, or always met.",
    why="An objective that no result could miss, or that nothing measures, says nothing about the device.",
    remedy="name an acceptance criterion with endpoint, bound, operator and value",
    clause="MEDDEV 2.7/1 revision 4, sections 7 and 10; Regulation (EU) 2017/745 Annex XIV A 1(a)",
    before="decided_by: []",
    after="decided_by: [AC-1]",
    deficiencies=("D02", "D08"),
    in_draft=Severity.NOTE,
)
NOT_DERIVED: Final = Rule(
    "CER403",
    "threshold-not-derived",
    Severity.ERROR,
    "A criterion has no benchmark, or a benchmark rests on nothing that was appraised, or does not say how it follows.",
    why="A threshold counts only as far as it follows from the state of the art; a list of summaries is no derivation.",
    remedy="name the benchmark, the appraised sources it rests on, and how its value follows from them",
    clause="MEDDEV 2.7/1 revision 4, sections 8.2 and 10.2",
    before="derivation: See literature.",
    after="derivation: The lower limit of the better of two trials (90.2 %), rounded down.",
    deficiencies=("D04",),
    in_draft=Severity.NOTE,
)
TERM_NOT_DEFINED: Final = Rule(
    "CER404",
    "metric-not-defined",
    Severity.ERROR,
    "A metric is used that neither the glossary nor an endpoint defines.",
    why="The same name is used for different things (top-1 accuracy, F1, AUC by eye or by person): a reviewer asks.",
    remedy="add the term to evidence/glossary.yml, or an endpoint that says what is counted",
    clause="MEDDEV 2.7/1 revision 4, section 11 (terms that a third party understands)",
    before="The top-1 accuracy was high.",
    after="- {term: Top-1 accuracy, meaning: Share of images whose most probable class is the right one.}",
    deficiencies=("D05",),
    in_draft=Severity.NOTE,
)
LEVEL_NOT_JUSTIFIED: Final = Rule(
    "CER405",
    "level-of-evidence-not-justified",
    Severity.ERROR,
    "It is not said why amount and kind of the evidence are enough for an indication.",
    why="The manufacturer sets and justifies the level of clinical evidence; a reviewer agrees with reasons only.",
    remedy="give the indication a level_of_evidence_justification in evidence/device.yml",
    clause="Regulation (EU) 2017/745 Article 61(1); MEDDEV 2.7/1 revision 4, A9 section 4.1",
    before="- {id: IND-1, text: Detection of atrial fibrillation in adults}",
    after=(
        "- {id: IND-1, text: Detection of atrial fibrillation in adults, level_of_evidence_justification: "
        "One prospective investigation of the released build, because the technique is known and the class IIa.}"
    ),
    deficiencies=("D06",),
    in_draft=Severity.NOTE,
)
REQUIREMENT_NOT_SCOPED: Final = Rule(
    "CER406",
    "requirement-not-scoped",
    Severity.ERROR,
    "An entry of a requirement catalogue is not assessed, or one that always needs clinical data is said not to.",
    why="What needs clinical data is decided for every requirement, with a reason, before data are looked for.",
    remedy="assess the entry in evidence/requirements.yml: applicable or not, clinical or not, and why",
    clause="MEDDEV 2.7/1 revision 4, section 7 and A7; Regulation (EU) 2017/745 Article 61(1), Annex XIV A 1(a)",
    before='- {id: UK-ER-7, applicable: false, reason: "n/a"}',
    after="- {id: UK-ER-7, applicable: false, reason: The device has no material and touches nobody.}",
    deficiencies=("D07",),
    in_draft=Severity.NOTE,
)
CLAIM_NOT_SUPPORTED: Final = Rule(
    "CER407",
    "claim-not-supported",
    Severity.ERROR,
    "A claim is made that the data do not support.",
    why="Instructions, brochure and website may say only what the data show, with the bound that the criterion names.",
    remedy="bring data that decide its criteria, reword it, or withdraw it",
    clause="MEDDEV 2.7/1 revision 4, sections 6.1 and 10.2",
    before="status: active      # though AC-1 is not met",
    after="status: withdrawn",
    deficiencies=("D08", "D40"),
    in_draft=Severity.WARNING,
)
PART_NOT_COVERED: Final = Rule(
    "CER408",
    "part-not-covered",
    Severity.ERROR,
    "An indication, population, variant, user group or setting has no claim or no evidence, and no gap says so.",
    why="The evidence must reach the whole intended use; what it does not reach is a gap that somebody follows up.",
    remedy="bring evidence for it, narrow the intended use, or declare an open gap that concerns it",
    clause="MEDDEV 2.7/1 revision 4, A10; IMDRF N41; MHRA page on clinical performance of software",
    before="variants: [{id: VAR-server, ...}, {id: VAR-mobile, ...}]      # tested on the server only",
    after="concerns: [VAR-mobile]      # in an open gap",
    deficiencies=("D09", "D12"),
    in_draft=Severity.NOTE,
)
REQUIREMENT_NOT_CONCLUDED: Final = Rule(
    "CER409",
    "requirement-conclusion",
    Severity.ERROR,
    "The conclusion on a requirement is missing, or the records contradict it.",
    why="Conformity with each clinical requirement is the result of the evaluation; it must be stated and must hold.",
    remedy="state what the evidence shows: conforms, conforms with gap, does not conform",
    clause="MEDDEV 2.7/1 revision 4, A7 and A10",
    before="statement: conforms      # while GAP-1 concerns it and is open",
    after="statement: conforms with gap",
    deficiencies=("D48", "D07"),
    in_draft=Severity.WARNING,
)
NO_INDEPENDENT_REVIEW: Final = Rule(
    "CER410",
    "independent-review",
    Severity.ERROR,
    "An independent review is missing, or was made by somebody who developed the device or wrote the report.",
    why="For software of high impact the review by somebody with nothing to gain is part of the evidence.",
    remedy="have somebody outside development and report review the evidence; record it in evidence/releases.yml",
    clause="IMDRF N41, section 8",
    before="independent_review: {by: EVR-1, ...}      # who signed the report",
    after="independent_review: {by: EVR-4, ...}",
    deficiencies=("D69",),
    in_draft=Severity.NOTE,
)
OTHER_CATEGORY: Final = Rule(
    "CER411",
    "samd-category",
    Severity.ERROR,
    "The category of the software is not stated, or is another than follows from situation and significance.",
    why="The category decides how much evidence and which review are asked for.",
    remedy="correct situation, significance or category in evidence/device.yml",
    clause="IMDRF N12, section 7.2",
    before="situation: serious, significance: treat or diagnose, category: II",
    after="situation: serious, significance: treat or diagnose, category: III",
    deficiencies=("D70",),
)
LAY_USERS: Final = Rule(
    "CER412",
    "lay-users-in-serious-situation",
    Severity.WARNING,
    "Lay users are meant to use the software in a serious situation, and its category does not count that.",
    why="Without support by specialists such a situation counts as critical, and the category rises.",
    remedy="set the situation to critical, or say in situation_reason how specialists support the lay users",
    clause="IMDRF N12, section 5.2.2",
    before="situation: serious      # USR-2 is lay",
    after="situation: critical",
    deficiencies=("D70",),
)
SUPPORT_MISSING: Final = Rule(
    "CER413",
    "support-missing",
    Severity.ERROR,
    "A record lacks a support that the policy asks for.",
    why="Which record needs which support is decided once, with a reason, and then holds for all of them.",
    remedy="add the support, or change the rule in evidence/policy.yml with a reason",
    clause="IMDRF N41, section 6; MEDDEV 2.7/1 revision 4, section 10",
    before="- {id: CLM-1, ...}      # without limits, where policy.yml asks for them",
    after="- {id: CLM-1, ..., limits: Readable recordings of adults}",
    # As many as the policies that ship, and the words that they may use, can ask for.
    deficiencies=("D04", "D08", "D09", "D43", "D45", "D46", "D53", "D58"),
    in_draft=Severity.NOTE,
)
UNKNOWN_SUPPORT: Final = Rule(
    "CER414",
    "unknown-word-of-policy",
    Severity.ERROR,
    "A rule of the policy uses a word that cerkit does not know.",
    why="A rule that is not understood would look as if it were kept.",
    remedy="use a word of the handbook's reference on policies",
    before="needs: [finding on devices]",
    after="needs: [finding on the device]",
)
CLAIM_STILL_MADE: Final = Rule(
    "CER415",
    "withdrawn-claim-in-use",
    Severity.ERROR,
    "A claim that was withdrawn, or is only proposed, is still made in the information materials.",
    why="Users act on what they read; a claim that was given up must be gone from every place.",
    remedy="take the claim out of the document and out of appears_in, or make it active again with data",
    clause="MEDDEV 2.7/1 revision 4, sections 6.1 and 10.2",
    before="status: withdrawn\n  appears_in: [{medium: brochure, place: Page 1}]",
    after="status: withdrawn",
    deficiencies=("D08",),
    in_draft=Severity.WARNING,
)
PROMISE_WITHOUT_CLAIM: Final = Rule(
    "CER416",
    "promise-without-claim",
    Severity.WARNING,
    "The instructions for use, or a sentence of the report on the device, promise what no claim says.",
    why="A promise to users is a claim, and one without a record is decided by no criterion and no data.",
    remedy="make a claim of it with a criterion and evidence, or take it out of the instructions for use",
    clause="MEDDEV 2.7/1 revision 4, sections 6.1 and 10.2",
    before="DRT works equally well in type 1 and in type 2 diabetes.",
    after="claims.yml: CLM-6, decided_by: [AC-6]",
    deficiencies=("D08",),
    in_draft=Severity.NOTE,
    grade="B",
)

RULES: Final[tuple[Rule, ...]] = (
    PLAN_INCOMPLETE,
    NOT_MEASURABLE,
    NOT_DERIVED,
    TERM_NOT_DEFINED,
    LEVEL_NOT_JUSTIFIED,
    REQUIREMENT_NOT_SCOPED,
    CLAIM_NOT_SUPPORTED,
    PART_NOT_COVERED,
    REQUIREMENT_NOT_CONCLUDED,
    NO_INDEPENDENT_REVIEW,
    OTHER_CATEGORY,
    LAY_USERS,
    SUPPORT_MISSING,
    UNKNOWN_SUPPORT,
    CLAIM_STILL_MADE,
    PROMISE_WITHOUT_CLAIM,
)

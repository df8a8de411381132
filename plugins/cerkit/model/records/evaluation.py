"""The argument: requirements, claims, endpoints, criteria, benchmarks, risks, benefits, and gaps with what follows.

A benchmark (state of the art) justifies a criterion; only findings on the device under evaluation, or on an accepted
equivalent, decide it. Links stand on the record that depends; what rests on a record is a query on the trace.
"""

from typing import Literal

from cerkit.model.fields import Count, Date, Number, Seq, Strictly, Text
from cerkit.model.identifiers import (
    AlternativeId,
    BenchmarkId,
    BenchmarkLink,
    BenefitId,
    ClaimId,
    CriterionId,
    CriterionLink,
    DocumentLink,
    EndpointId,
    EndpointLink,
    EvaluatorLink,
    EvidenceLink,
    FindingLink,
    GapId,
    IfuSectionLink,
    IndicationLink,
    IndicatorLink,
    PlanId,
    PmcfId,
    PmcfLink,
    PopulationLink,
    RecordLink,
    RequirementId,
    RequirementLink,
    RiskId,
    RiskLink,
    SettingLink,
    SourceLink,
    StandardId,
    SynthesisLink,
    UserLink,
    VariantLink,
)


class PlanElement(Strictly):
    """One element of the plan: what is planned, or why it does not apply (catalogue of plan elements)."""

    element: Text
    """Identifier in the catalogue of plan elements, for example CEP-01."""
    answer: Text | None = None
    not_applicable_because: Text | None = None


class PlannedSource(Strictly):
    kind: Text
    """Kind of data, for example literature or clinical investigation."""
    reason: Text


class Plan(Strictly):
    """The clinical evaluation plan (MEDDEV section 7; MDR Annex XIV A 1(a))."""

    id: PlanId
    title: Text
    document: DocumentLink
    version: Text
    approved_on: Date
    approved_by: Seq[EvaluatorLink]
    elements: Seq[PlanElement]
    sources: Seq[PlannedSource]
    appraisal_schemes: Seq[Text]
    """Identifiers of appraisal catalogues, fixed before appraisal begins (MEDDEV 9.2)."""
    significant_risks: bool
    """Whether the device carries significant risks (MEDDEV 6.2.3)."""
    well_established: bool
    """Whether the device is well established (MEDDEV 6.2.3)."""
    update_interval_months: Count
    update_interval_reason: Text
    next_evaluation: Date
    history_begins: Date | None = None
    """Day on which the git history starts; what is older is attested by documents, not shown by git."""


class Conclusion(Strictly):
    """The evaluator's conclusion on a requirement: a person's statement, never computed (MEDDEV A7)."""

    statement: Literal["conforms", "conforms with gap", "does not conform"]
    text: Text
    by: EvaluatorLink
    on: Date


class RequirementAssessment(Strictly):
    """Whether a catalogue's entry applies, and what the evaluator concludes on it."""

    id: RequirementId
    """Identifier of the catalogue's entry."""
    applicable: bool
    reason: Text
    """Why it applies or does not; for clauses outside clinical evaluation, where it is shown."""
    clinical: bool = False
    """True when clinical evidence is needed; such a requirement needs a conclusion."""
    evidence: Seq[RecordLink] = ()
    """Records that answer it beside the claims that name it."""
    conclusion: Conclusion | None = None


class Requirements(Strictly):
    """Which catalogues apply, and the assessment of their entries."""

    catalogues: Seq[Text]
    """Identifiers of requirement catalogues, for example uk-mdr-2002-er."""
    requirements: Seq[RequirementAssessment]


class Appearance(Strictly):
    """A place where a claim is made."""

    medium: Literal["instructions for use", "label", "brochure", "website", "training material", "other"]
    document: DocumentLink | None = None
    place: Text
    """Section or page."""


class Claim(Strictly):
    """One statement the manufacturer makes about the device, in its exact wording (MEDDEV 6.1, A9 section 2)."""

    id: ClaimId
    wording: Text
    kind: Literal["performance", "safety", "benefit", "usability"]
    status: Literal["proposed", "active", "withdrawn"]
    appears_in: Seq[Appearance] = ()
    requirements: Seq[RequirementLink] = ()
    decided_by: Seq[CriterionLink] = ()
    indications: Seq[IndicationLink] = ()
    """Empty means every indication."""
    populations: Seq[PopulationLink] = ()
    users: Seq[UserLink] = ()
    settings: Seq[SettingLink] = ()
    variants: Seq[VariantLink] = ()
    limits: Text | None = None
    """What must stand beside the claim wherever it is used."""
    reason: Text | None = None
    """Why the claim was reworded or withdrawn."""


class Endpoint(Strictly):
    """What is measured, so that a metric's name means one thing in the whole report."""

    id: EndpointId
    name: Text
    definition: Text
    unit: Text
    direction: Literal["higher is better", "lower is better", "descriptive"]
    aspect: Literal["performance", "safety", "benefit", "usability", "state of the art"]
    surrogate: bool = False
    surrogate_justification: Text | None = None
    """Why a surrogate endpoint stands for the benefit (MEDDEV A7.2 c)."""
    surrogate_evidence: Seq[SourceLink] = ()


class Criterion(Strictly):
    """An acceptance criterion, fixed before the results (MEDDEV 9.2, 9.3)."""

    id: CriterionId
    title: Text
    endpoint: EndpointLink
    bound: Literal["estimate", "lower", "upper"]
    """What is compared with the value: the point estimate or a bound of the finding's confidence interval."""
    level: Number = 95
    """Least confidence level, in per cent and two-sided, of an interval whose bound decides (MEDDEV 2.7/1 A6 b)."""
    operator: Literal[">=", ">", "<=", "<"]
    value: Number
    """In the endpoint's unit."""
    margin: Text
    """How the value follows from the benchmarks, clinically and statistically."""
    justified_by: Seq[BenchmarkLink] = ()
    decided_by: Seq[FindingLink] = ()
    fixed_on: Date
    fixed_in: DocumentLink


class Benchmark(Strictly):
    """A value that the state of the art reaches, and how it was derived."""

    id: BenchmarkId
    title: Text
    endpoint: EndpointLink
    value: Number | None = None
    lower: Number | None = None
    """Lower end of a range, in the endpoint's unit."""
    upper: Number | None = None
    statement: Text
    """The state of the art in a sentence."""
    derivation: Text
    """How the value follows from the evidence, favourable and unfavourable."""
    rests_on: Seq[EvidenceLink]
    value_from: SynthesisLink | None = None
    """Synthesis whose pooled result the value is, and whose 95 % or prediction interval the range is."""


class Risk(Strictly):
    """A residual clinical risk, as the risk management file has it (MEDDEV A7.1)."""

    id: RiskId
    hazard: Text
    situation: Text
    """Hazardous situation."""
    harm: Text
    severity: Literal["negligible", "minor", "serious", "critical", "catastrophic"]
    probability: Literal["incredible", "improbable", "remote", "occasional", "probable", "frequent"]
    probability_basis: Text
    """Where the probability comes from: surveillance, literature, test, assumption."""
    controls: Seq[Text]
    residual: Literal["acceptable", "acceptable against benefit", "not acceptable"]
    side_effect: bool = False
    sources: Seq[EvidenceLink] = ()
    ifu_sections: Seq[IfuSectionLink] = ()
    """Where users are told the residual risk."""
    indicators: Seq[IndicatorLink] = ()
    document: DocumentLink | None = None


class Benefit(Strictly):
    """A clinical benefit with its magnitude, probability and duration (MEDDEV A7.2)."""

    id: BenefitId
    title: Text
    description: Text
    indications: Seq[IndicationLink] = ()
    magnitude: Text
    probability: Text
    duration: Text
    certainty: Literal["high", "moderate", "low", "very low"]
    claims: Seq[RecordLink] = ()
    evidence: Seq[EvidenceLink] = ()
    weighs_against: Seq[RiskLink] = ()


class Gap(Strictly):
    """Something that the evidence does not show, and what follows (MEDDEV 10.2 d)."""

    id: GapId
    title: Text
    description: Text
    concerns: Seq[RecordLink]
    status: Literal["open", "closed"]
    opened_on: Date
    closed_on: Date | None = None
    acceptable_because: Text
    """Why the device may be on the market meanwhile."""
    followed_by: Seq[PmcfLink] = ()
    measures: Seq[Text] = ()
    """Other measures, for example a limit in the instructions for use."""


class PmcfActivity(Strictly):
    """One activity of post-market clinical follow-up (MDCG 2020-7 section C)."""

    id: PmcfId
    title: Text
    kind: Literal["general", "specific"]
    status: Literal["planned", "running", "completed", "stopped"]
    need: Text
    """Where the need comes from."""
    aim: Text
    procedure: Text
    rationale: Text
    limitations: Text
    endpoints: Seq[EndpointLink] = ()
    threshold: Text
    """Result that would change the evaluation."""
    sample_size: Text
    comparator: Text
    bias: Text
    statistics: Text
    starts: Date
    ends: Date
    reports: Text
    """How often results are reported, at least yearly."""
    result: Text | None = None
    result_sources: Seq[EvidenceLink] = ()


class Alternative(Strictly):
    """An available option for the same patients, with its advantages and disadvantages (MEDDEV A9 section 3)."""

    id: AlternativeId
    name: Text
    description: Text
    advantages: Seq[Text]
    disadvantages: Seq[Text]
    sources: Seq[EvidenceLink] = ()


class Standard(Strictly):
    """A standard or guidance that was applied, with its edition and the day it was checked."""

    id: StandardId
    designation: Text
    title: Text
    edition: Text
    applied: Literal["in full", "in part", "as guidance"]
    checked_on: Date
    newer_edition: Text | None = None
    """A later edition that was found and not applied."""
    note: Text | None = None
    """Gap analysis where a newer edition exists."""

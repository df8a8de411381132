"""Sources of clinical evidence: publications and data of the manufacturer, with appraisal and findings.

Fields follow what reviewers expect of a data set (MEDDEV 9.3, A6; MDCG 2020-13 sections D to F).
"""

from typing import Literal

from cerkit.model.fields import Count, Date, Number, Seq, Strictly, Text
from cerkit.model.identifiers import (
    DocumentLink,
    EndpointLink,
    EquivalenceLink,
    EvaluatorLink,
    IntendedUsePartLink,
    LocalId,
    PillarLink,
    PopulationLink,
    SearchLink,
    SourceId,
    SourceLink,
)
from cerkit.model.records.review import RecordKey

SourceKind = Literal[
    "publication",
    "guideline",
    "test report",
    "clinical investigation",
    "PMCF study",
    "registry",
    "complaints",
    "vigilance",
    "usability study",
    "other",
]
Grade = Literal["high", "medium", "low"]


class Name(Strictly):
    """A person (family and given name) or a body (literal), as CSL has it."""

    family: Text | None = None
    given: Text | None = None
    literal: Text | None = None


class Publication(Strictly):
    """Bibliographic data; the citation style prints them."""

    type: Literal[
        "article-journal", "report", "webpage", "book", "chapter", "paper-conference", "dataset", "thesis"
    ]
    title: Text
    authors: Seq[Name]
    authors_complete: bool = True
    """False when only the listed authors could be confirmed; printed with "et al."."""
    journal: Text | None = None
    issued: Text
    """Date of publication: 2021, 2021-11 or 2021-11-15."""
    volume: Text | None = None
    issue: Text | None = None
    pages: Text | None = None
    number: Text | None = None
    publisher: Text | None = None
    doi: Text | None = None
    pmid: Text | None = None
    pmcid: Text | None = None
    url: Text | None = None


class Interval(Strictly):
    """A confidence interval, as printed."""

    level: Number = 95
    """Confidence level in per cent."""
    lower: Number
    upper: Number
    method: Literal["Wilson", "Clopper-Pearson", "Wald", "other", "not stated"] = "not stated"
    adjusted: Text | None = None
    """What the interval is adjusted for, for example clustering of eyes; then it is not recomputed."""


class Counts(Strictly):
    """Numerator and denominator of a proportion."""

    numerator: Count
    denominator: Count
    origin: Literal["printed", "derived"] = "printed"
    arithmetic: Text | None = None
    """How derived counts follow from printed numbers."""


class Discrepancy(Strictly):
    """Why a value stays as printed although it does not agree with the rest of the source."""

    reason: Text
    by: EvaluatorLink
    on: Date


class Finding(Strictly):
    """One result of a source: an endpoint in a population, with its uncertainty."""

    id: LocalId
    endpoint: EndpointLink
    label: Text
    """The result's name as the source has it."""
    population: PopulationLink | None = None
    group: Text | None = None
    """Who or what was measured, where it is not the whole of the source's population."""
    subgroup: bool = False
    """True for a subgroup: it gets its own verdict and is never averaged away."""
    device_version: Text | None = None
    """Version of the device measured; without it the source's version counts."""
    value: Number | None = None
    """In `unit`."""
    low: Number | None = None
    """With `high` instead of a value: a range over systems or configurations."""
    high: Number | None = None
    unit: Text
    interval: Interval | None = None
    counts: Counts | None = None
    result: Text | None = None
    """A result that is not a number."""
    where_read: Text
    """Page, table or part of the source."""
    discrepancy: Discrepancy | None = None
    extracted_by: EvaluatorLink | None = None
    checked_by: EvaluatorLink | None = None
    note: Text | None = None


class AccuracyTable(Strictly):
    """A two-by-two table of a diagnostic accuracy data set, for pooling."""

    data_set: Text
    unit_of_analysis: Text
    endpoint: Text
    """Target condition."""
    true_positive: Count
    false_negative: Count
    false_positive: Count | None = None
    true_negative: Count | None = None
    origin: Literal["printed", "derived"]
    arithmetic: Text | None = None
    check: Text | None = None
    """Printed figure that the counts reproduce."""
    tolerance: Text | None = None
    """Uncertainty of derived counts, in cases."""
    primary: bool = False
    """True when it belongs to the main pooled analysis."""
    findings: Seq[LocalId] = ()
    """Findings of this source that this table gives; a synthesis of accuracy finds the table by them."""


class Appraisal(Strictly):
    """The evaluator's appraisal under a declared scheme (MEDDEV 9.3)."""

    scheme: Text
    """Identifier of an appraisal catalogue."""
    scores: dict[Text, Text]
    """Domain of the scheme -> level."""
    flaws: Seq[Text] = ()
    """Identifiers of flaws that exclude use as proof (MEDDEV A6), empty for none."""
    validity: Grade
    relevance: Grade
    weight: Count | None = None
    """Weight under the scheme, where the scheme has one."""
    rank: Count | None = None
    """Evidence rank 1 to 12 of MDCG 2020-6 Appendix III."""
    role: Literal["pivotal", "supportive", "background", "rejected"]
    used_for: Seq[Literal["performance", "safety", "state of the art", "claims", "benefit-risk"]]
    reason: Text
    by: EvaluatorLink
    on: Date
    second: EvaluatorLink | None = None
    """Second appraiser."""
    illustration: bool = False
    """True when the appraisal was made without the full text, to show the form; printed as such."""


class Representativeness(Strictly):
    """How far a source's people, users and place match the intended use."""

    population: Literal["full", "partial", "none"]
    user: Literal["full", "partial", "none"]
    setting: Literal["full", "partial", "none"]
    covers: Seq[IntendedUsePartLink] = ()
    """Variants, indications, populations, users and settings from which the data come, where the device has several."""
    note: Text


class TestExecution(Strictly):
    """What reviewers expect of an in-house test report."""

    __test__ = False
    protocol: DocumentLink
    protocol_approved: Date
    executed: Date
    build: Text
    """Software version and build hash."""
    data_set: Text
    independent_of_training: bool
    independence: Text
    """How the test data were kept apart from training data."""
    reference_method: Text
    pass_criterion: Text
    deviations: Text
    final: bool
    """True for a final, unabridged report."""


class InvestigationConduct(Strictly):
    """What reviewers expect of a clinical investigation (MDCG 2020-13 section E)."""

    plan: DocumentLink
    registration: Text
    ethics: Text
    authority: Text
    sponsor: Text
    sites: Seq[Text]
    standard: Text
    """Conformity with ISO 14155 or gap analysis."""
    monitoring: Text
    hypothesis: Text
    sample_size: Text
    data_lock: Date
    withdrawals: Text
    serious_adverse_events: Count
    device_deficiencies: Text
    deviations: Text
    transferability: Text
    """How far the results hold for the population of Great Britain."""
    final: bool


class SurveillanceData(Strictly):
    """Complaints or vigilance data of one period (MEDDEV A7.2 d)."""

    starts: Date
    ends: Date
    denominator: Count
    denominator_basis: Text
    complaints: Count
    serious_incidents: Count
    field_actions: Count
    by_type: dict[Text, Count]
    trend: Text
    under_reporting: Text
    """Caveat on reporting."""


class UsabilityData(Strictly):
    """A usability evaluation per user group."""

    groups: dict[Text, Count]
    """User group -> number of participants."""
    critical_tasks: Count
    use_errors: Text
    residual: Text
    """Use-related risks that remain."""


class Confirmation(Strictly):
    """What of a publication was confirmed when it was read."""

    identifiers: bool
    numbers: bool
    note: Text | None = None


class Source(Strictly):
    """One publication, report or data set, with its appraisal and the findings taken from it."""

    id: SourceId
    kind: SourceKind
    title: Text
    fictional: bool = False
    publication: Publication | None = None
    document: DocumentLink | None = None
    relation: Literal["under evaluation", "equivalent", "benchmark", "similar", "other", "none"]
    """Whose data it holds, seen from the device under evaluation."""
    equivalence: EquivalenceLink | None = None
    """The accepted comparison that lets data of an equivalent device count."""
    device_name: Text | None = None
    device_version: Text | None = None
    design: Text
    setting: Text | None = None
    countries: Seq[Text] = ()
    period: Text | None = None
    """Recruitment or data period."""
    population: Text
    sizes: dict[Text, Count] = {}
    """Named sample sizes, for example enrolled and analysed."""
    index_test: Text | None = None
    reference_standard: Text | None = None
    grading_scale: Text | None = None
    read: Literal["full text", "abstract", "abstract and tables", "tables", "record", "report"]
    """What of it was read; only a full text or report can decide a criterion (MEDDEV 8.2, 9.3)."""
    read_note: Text | None = None
    searches: Seq[SearchLink] = ()
    """Searches that found it."""
    records: Seq[RecordKey] = ()
    """Keys of its bibliographic records, as they stand in `records/`."""
    found_by: Text | None = None
    """Route, where no search found it: citation searching, organisation, website."""
    round: Text | None = None
    """Round of the review in which it was included."""
    same_study_as: SourceLink | None = None
    cohort: Text | None = None
    """Tag of the data set, so that the same people are not counted twice."""
    pillars: Seq[PillarLink] = ()
    """Parts of a software evaluation that it supports (IMDRF N41)."""
    outcome: Literal["favourable", "unfavourable", "mixed", "neutral"]
    role: Text
    """What it is used for in this report, in a sentence."""
    limitations: Text
    conflicts_of_interest: Text | None = None
    retraction_checked_on: Date | None = None
    retracted: bool = False
    confirmed: Confirmation | None = None
    representativeness: Representativeness | None = None
    appraisal: Appraisal | None = None
    findings: Seq[Finding] = ()
    accuracy: Seq[AccuracyTable] = ()
    test: TestExecution | None = None
    investigation: InvestigationConduct | None = None
    surveillance: SurveillanceData | None = None
    usability: UsabilityData | None = None
    notes: Text | None = None

"""What surrounds the evaluation: documents, people, instructions for use, surveillance, control of the report."""

from typing import Literal

from cerkit.model.fields import Count, Date, Number, Seq, Strictly, Text
from cerkit.model.identifiers import (
    DocumentId,
    DocumentLink,
    EquivalenceId,
    EvaluatorId,
    EvaluatorLink,
    EvidenceLink,
    IfuSectionId,
    IndicatorId,
    IndicatorLink,
    RecordLink,
    RiskLink,
    SourceLink,
)
from cerkit.model.records.device import SamdCategory


class Document(Strictly):
    """A controlled document outside this repository, cited with version and date (MEDDEV 11)."""

    id: DocumentId
    title: Text
    number: Text
    version: Text
    date: Date
    status: Literal["draft", "final", "superseded"]
    location: Text
    """Section of the technical documentation."""
    fictional: bool = False


class Interest(Strictly):
    """A declared interest (MEDDEV A11)."""

    topic: Text
    statement: Text


class Declaration(Strictly):
    """Declaration of interests of an evaluator, signed by both sides (MEDDEV A11)."""

    on: Date
    period_months: Count
    """Months before the evaluation that it covers."""
    family_included: bool
    interests: Seq[Interest] = ()
    signed_by_evaluator: Date
    signed_by_manufacturer: Date
    document: DocumentLink


class Evaluator(Strictly):
    """A person who evaluates, with the qualification that MEDDEV 6.4 asks for."""

    id: EvaluatorId
    name: Text
    role: Text
    degree: Text | None = None
    experience_years: Count
    """Documented years of professional experience in the field."""
    experience: Text
    knowledge: Seq[Text]
    """Fields of knowledge covered, identifiers of the catalogue of evaluator requirements where they match."""
    cv_dated: Date
    cv: DocumentLink
    declaration: Declaration
    exception: Text | None = None
    """Justification where the level of MEDDEV 6.4 is not reached."""
    involved_in_development: bool = False
    """True for somebody who took a significant part in developing the device (IMDRF N41 section 8)."""
    fictional: bool = False


class IfuSection(Strictly):
    """One section of the instructions for use, as printed."""

    id: IfuSectionId
    title: Text
    kind: Literal[
        "purpose",
        "indications",
        "contraindications",
        "warnings",
        "residual risks",
        "performance",
        "use",
        "other",
    ]
    text: Text | None = None
    items: Seq[Text] = ()
    """Entries of a list, in the printed order."""
    risks: Seq[RiskLink] = ()


class Ifu(Strictly):
    """The instructions for use that the report was compared with."""

    document: DocumentLink
    version: Text
    sections: Seq[IfuSection]


class Indicator(Strictly):
    """A surveillance indicator with the threshold that makes the benefit-risk be judged anew."""

    id: IndicatorId
    name: Text
    method: Text
    threshold: Number
    unit: Text
    operator: Literal[">=", ">", "<=", "<"]
    """The threshold is passed when value and threshold stand in this relation."""
    action: Text


class IndicatorValue(Strictly):
    """What one indicator showed in a period."""

    indicator: IndicatorLink
    value: Number
    comment: Text | None = None


class SurveillancePeriod(Strictly):
    """One period of post-market surveillance."""

    starts: Date
    ends: Date
    denominator: Count
    denominator_basis: Text
    values: Seq[IndicatorValue]
    sources: Seq[SourceLink] = ()
    conclusion: Text


class Surveillance(Strictly):
    """Post-market surveillance: indicators, thresholds, periods (UK MDR 2002 Part 4A)."""

    plan: DocumentLink
    period_months: Count
    indicators: Seq[Indicator]
    periods: Seq[SurveillancePeriod]
    pmcf_sufficiency: Text | None = None
    """Why the follow-up activities together are enough over the lifetime of the device (MDCG 2020-7)."""


class EquivalenceRow(Strictly):
    """One characteristic compared (MEDDEV A1; MDCG 2020-5)."""

    row: Text
    """Identifier of the catalogue of equivalence rows."""
    device: Text
    other: Text
    difference: Literal["none", "not relevant", "relevant"]
    justification: Text
    evidence: Seq[EvidenceLink] = ()


class Equivalence(Strictly):
    """A comparison with exactly one device."""

    id: EquivalenceId
    claimed: bool
    device_name: Text
    manufacturer: Text
    regulatory_status: Text
    data_access: Text
    rows: Seq[EquivalenceRow]
    conclusion: Literal["equivalent", "not equivalent", "not claimed"]
    conclusion_text: Text
    by: EvaluatorLink
    on: Date


class Term(Strictly):
    """A term or abbreviation and its meaning."""

    term: Text
    meaning: Text
    abbreviation: Text | None = None


class Waiver(Strictly):
    """An accepted diagnostic: which rule on which record, why, by whom, until when. Printed in the report."""

    rule: Text
    record: Text
    reason: Text
    author: EvaluatorLink
    on: Date
    expires: Date


class ChecklistItem(Strictly):
    """A person's judgement on an item that no machine can decide."""

    item: Text
    """Identifier of the checklist catalogue's item."""
    state: Literal["yes", "no", "not applicable"]
    by: EvaluatorLink
    on: Date
    looked_at: Text
    records: Seq[RecordLink] = ()


class Checklist(Strictly):
    catalogue: Text
    items: Seq[ChecklistItem]


class ReviewEntry(Strictly):
    """A confirmation that a record was looked at again after something it depends on changed."""

    record: RecordLink
    on: Date
    digest: Text
    """Digest of the meaning-bearing fields that were confirmed."""
    reason: Text


class Reviews(Strictly):
    evaluator: EvaluatorLink
    confirmations: Seq[ReviewEntry] = ()


class ReportRevision(Strictly):
    """One row of the revision history that Word prints."""

    version: Text
    date: Date
    author: Text
    change: Text


class ReleasedTag(Strictly):
    """What was released, written after the release by a following commit."""

    tag: Text
    commit: Text
    digest: Text
    """Digest of the bundle's SHA256SUMS."""


class Signature(Strictly):
    """Who signs in which role; the date is filled in when signed."""

    evaluator: EvaluatorLink | None = None
    name: Text
    role: Text
    meaning: Text
    on: Date | None = None


class ReportIdentity(Strictly):
    """Number, title, version and status of the report."""

    number: Text
    title: Text
    version: Text
    status: Literal["draft", "in review", "approved"]
    date: Date
    language: Text = "en-GB"


class IndependentReview(Strictly):
    """A review of the evidence by somebody who had no part in its making and nothing to gain (IMDRF N41 section 8)."""

    by: EvaluatorLink
    on: Date
    statement: Text
    """What was looked at, and what was found."""
    document: DocumentLink | None = None


class Releases(Strictly):
    """The report as a controlled document: identity, revision history, signatures, released tags."""

    report: ReportIdentity
    revisions: Seq[ReportRevision]
    signatures: Seq[Signature] = ()
    releases: Seq[ReleasedTag] = ()
    independent_review: IndependentReview | None = None


class SupportRule(Strictly):
    """Which support a kind of record needs."""

    record: Text
    """Kind of record: claim, criterion, benchmark, risk, benefit, indication, requirement, gap, equivalence, device."""
    where: dict[Text, Text] = {}
    """Field of the record -> the value it must have for the rule to count."""
    categories: Seq[SamdCategory] = ()
    """SaMD categories for which the rule counts; empty for every device."""
    needs: Seq[Text]
    """Each must hold; `A or B` where one of several is enough."""
    share: Count = 100
    """Per cent of the records that must have the support."""
    severity: Literal["error", "warning", "note"] = "error"
    reason: Text


class Responsible(Strictly):
    """Who looks when a record of some kind changes, or rests on something that did."""

    records: Seq[Text]
    """Kinds of record: claim, criterion, risk."""
    evaluators: Seq[EvaluatorLink]


class Policy(Strictly):
    """A team's own rules over the defaults that ship; each override has a reason."""

    support: Seq[SupportRule] = ()
    limits: dict[Text, Number] = {}
    """Name of a limit of the shipped policies -> the team's own number."""
    phrases: dict[Text, Seq[Text]] = {}
    """Name of a phrase list -> phrases that are flagged besides those that ship."""
    meaning_bearing: dict[Text, Seq[Text]] = {}
    """Kind of record -> fields whose change asks for a new look."""
    responsible: Seq[Responsible] = ()
    """Who looks at which kind of record; everybody where no entry names the kind."""
    reason: Text

"""The literature review: protocol, searches, bibliographic records, duplicate links, screening, synthesis.

Layout and merge behaviour: one batch per search, one decision file per stage and reviewer, one decision a line.
Sources: MEDDEV 2.7/1 rev 4 A4 and A5; PRISMA 2020.
"""

from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints

from cerkit.model.fields import Count, Date, Seq, Strictly, Text
from cerkit.model.identifiers import (
    DocumentLink,
    EndpointLink,
    EvaluatorLink,
    FindingLink,
    RecordLink,
    SearchId,
    SearchLink,
    SynthesisId,
)

RecordKey = Annotated[str, StringConstraints(pattern=r"^[a-z]+-[A-Za-z0-9.-]+$", max_length=60)]
"""Key of a work for ever: `pmid-38912345`, `doi-` and ten hexadecimal digits, or `h-` and a hash of the title."""

Purpose = Literal["device", "state of the art", "safety databases"]


class Pico(Strictly):
    """A review question and the claims and risks it serves (MEDDEV A5.2)."""

    id: Text
    population: Text
    intervention: Text
    comparator: Text
    outcome: Text
    serves: Seq[RecordLink]


class ProtocolSource(Strictly):
    """A database or other source, with the reason for it (MEDDEV A4)."""

    name: Text
    kind: Literal["database", "register", "internet", "unpublished", "citations", "safety database"]
    reason: Text


class Limit(Strictly):
    """A limit on date, language or type, with its reason."""

    limit: Text
    reason: Text


class Reviewer(Strictly):
    """Who screens under which short name; the short name is the name of the decision file."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,12}$")]
    evaluator: EvaluatorLink


class Protocol(Strictly):
    """The review protocol, approved before the first search (MEDDEV A5.3)."""

    title: Text
    version: Text
    approved_on: Date
    approved_by: Seq[EvaluatorLink]
    document: DocumentLink | None = None
    background: Text
    questions: Seq[Pico]
    inclusion: dict[Text, Text]
    """Identifier (I1, I2, ...) -> criterion."""
    exclusion: dict[Text, Text]
    """Identifier (X1, X2, ...) -> reason."""
    sources: Seq[ProtocolSource]
    limits: Seq[Limit] = ()
    period_end: Date
    reviewers: Seq[Reviewer]
    reviewers_per_record: dict[Literal["title-abstract", "full-text"], Count]
    appraisal_schemes: Seq[Text]
    outcomes: Seq[EndpointLink]
    abstracts: Literal["keep", "drop"]
    """Whether abstracts, which carry copyright, stay in the repository."""
    quality_control: Text
    update_rule: Text


class PlannedSearch(Strictly):
    """A search without `hits_received`: it is written down, and has not run, or its export is not imported yet."""

    id: SearchId
    purpose: Purpose
    source: Text
    platform: Text
    ran_on: Date | None = None
    string: Text
    limits: Seq[Limit] = ()
    period_from: Date | None = None
    period_to: Date | None = None
    hits_reported: Count | None = None
    updates: SearchLink | None = None
    by: EvaluatorLink
    fictional: bool = False
    note: Text | None = None


class Search(Strictly):
    """One run of one search string in one source (MEDDEV A5.3: reproducible).

    Before the run, `ran_on`, `hits_reported` and `hits_received` are left out: `cerkit search run` or `cerkit import`
    fills them in.
    """

    id: SearchId
    purpose: Purpose
    source: Text
    platform: Text
    ran_on: Date
    ran_at: Text | None = None
    """Time of the last answer, UTC, where `cerkit search` ran it."""
    string: Text
    """Exactly as entered."""
    sent: Text | None = None
    """The expression that `cerkit search` sent, where a period was added to the string."""
    limits: Seq[Limit] = ()
    period_from: Date | None = None
    """With `period_to`: the days that the search covers. Of an update that `cerkit search` runs, those on which what is
    found was added to the source."""
    period_to: Date | None = None
    hits_reported: Count
    hits_received: Count
    export: Text | None = None
    """Name of the export file beside this one."""
    export_sha256: Text | None = None
    further_exports: dict[Text, Text] = {}
    """Further files of the same export with their sha256: many platforms hand over a few hundred hits at a time."""
    updates: SearchLink | None = None
    """The earlier search that this one brings up to date."""
    by: EvaluatorLink
    fictional: bool = False
    note: Text | None = None


class BibliographicRecord(Strictly):
    """One hit of a search, normalised; generated, never edited."""

    key: RecordKey
    accession: Text
    type: Text
    title: Text
    authors: Seq[Text] = ()
    year: Count | None = None
    journal: Text | None = None
    volume: Text | None = None
    pages: Text | None = None
    doi: Text | None = None
    pmid: Text | None = None
    abstract: Text | None = None
    other: dict[Text, Seq[Text]] = Field(default_factory=dict)
    """Fields of the export that have no place above, under their own tags."""


class RecordBatch(Strictly):
    """All records of one search."""

    search: SearchLink
    incomplete_because: Text | None = None
    """Why not every hit that was received is kept here; without it the records are counted against the hits."""
    known: Seq[RecordKey] = ()
    """Works among the hits of an update that an earlier batch holds: counted, and not screened again."""
    records: Seq[BibliographicRecord]


class DuplicateLink(Strictly):
    """Two records of the same work: linked, never deleted."""

    same: Annotated[tuple[RecordKey, RecordKey], Strict(False)]
    verdict: Literal["same", "maybe", "different"]
    """`maybe` is a question: a person puts `same` or `different` in its place, and the name into `rule`."""
    rule: Text
    """The rule or the person that decided."""
    on: Date


class RemovedRecord(Strictly):
    """A work taken out before anybody screened it, for another reason than being a duplicate."""

    key: RecordKey
    reason: Text
    by: EvaluatorLink
    on: Date


class DuplicateLinks(Strictly):
    """What happened to the records of a round between the searches and the screening."""

    links: Seq[DuplicateLink]
    removed: Seq[RemovedRecord] = ()
    """Such as the notice of an erratum: PRISMA 2020 counts these apart from the duplicates."""


class Decision(Strictly):
    """One person's decision on one record at one stage."""

    decision: Literal["include", "exclude", "maybe", "not retrieved"]
    reason: Text | None = None
    """Identifier of an exclusion reason of the protocol; mandatory at full text."""
    note: Text | None = None
    on: Date


class Resolution(Decision):
    """The decision on a record about which the reviewers disagreed."""

    by: EvaluatorLink


class DeclaredFlow(Strictly):
    """A PRISMA 2020 flow declared by hand, for a review whose records are not all kept here."""

    round: Text
    fictional: bool = False
    databases: dict[Text, Count]
    registers: dict[Text, Count] = {}
    duplicates_removed: Count
    automation_removed: Count = 0
    other_removed: Count = 0
    records_screened: Count
    records_excluded: Count
    reports_sought: Count
    reports_not_retrieved: Count
    reports_assessed: Count
    reports_excluded: dict[Text, Count]
    websites: Count = 0
    organisations: Count = 0
    citation_searching: Count = 0
    other_sought: Count = 0
    other_not_retrieved: Count = 0
    other_assessed: Count = 0
    other_excluded: dict[Text, Count] = {}
    previous_studies: Count = 0
    previous_reports: Count = 0
    new_studies: Count
    new_reports: Count
    total_studies: Count
    total_reports: Count


class Synthesis(Strictly):
    """Which findings are pooled and how; the result is computed, never stored."""

    id: SynthesisId
    title: Text
    endpoint: EndpointLink
    findings: Seq[FindingLink]
    measure: Literal["PLO", "PFT", "PR", "RR", "OR", "RD", "MD", "SMD", "IRR", "GEN", "DTA"]
    """Effect measure, named as in metafor."""
    method: Literal["FE", "DL", "REML", "ML", "PM", "HE", "SJ"]
    """Estimator of the between-study variance."""
    interval: Literal["wald", "hk"] = "wald"
    reason: Text
    """Why these findings may be pooled, and why this model."""
    narrative: Text | None = None
    """Synthesis in words, where pooling is not justified."""

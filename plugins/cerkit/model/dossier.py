"""The dossier: every record of one device file, as read; and which file holds what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast, overload

from cerkit.model.catalogues.base import CatalogueBase
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.fields import Strictly
from cerkit.model.records import control, device, evaluation, review, source

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Reference:
    """A record, figure or macro argument that a page names, at its line of the raw file."""

    target: str
    place: Place
    form: str
    """How it is written: link, citation, or macro."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of prose: its path from the top of the repository, its title and what it names."""

    path: str
    title: str
    section: str | None = None
    """Section of MEDDEV A9 that the chapter answers, from the front matter."""
    references: tuple[Reference, ...] = ()
    template_comments: tuple[Place, ...] = ()
    """Where `{#` stands, which the macros read as the beginning of a comment."""


@dataclass(frozen=True, slots=True)
class Screening:
    """The decisions of one reviewer at one stage, or the resolved ones, by record key."""

    stage: str
    reviewer: str
    decisions: Mapping[str, review.Decision]


NodeRow = tuple[str, str, Sequence[str | int], str | None]
"""An identified thing in a record: identifier, kind, route inside the record, identifier of its holder."""


@dataclass(frozen=True, slots=True)
class LinkKind:
    """A field that names records: the relation's name, and the kinds of record that it may name."""

    relation: str
    kinds: frozenset[str]


LinkRow = tuple[str, LinkKind, Sequence[str]]
"""Links of one field: the record that names, the kind of link, the records named."""


FindingRow = tuple[str, str, str, str | None, str | None]
"""What deciding a criterion needs of a finding: identifier, endpoint, unit, bar of its source, needed equivalence."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What linking needs to know of one record, as plain rows: cheap to keep, to send and to read again."""

    nodes: Sequence[NodeRow]
    links: Sequence[LinkRow]
    findings: Sequence[FindingRow] = ()


class Placed:
    """One record with the place where it stands and its outline.

    The record itself may be read only when somebody asks for it: a check after one changed file needs the outlines of
    all records, but the fields of few.
    """

    __slots__ = ("_read", "_record", "outline", "place")

    def __init__(
        self,
        record: Strictly | Screening | None,
        place: Place,
        outline: Outline,
        *,
        read: Callable[[], Strictly] | None = None,
    ) -> None:
        self._record = record
        self._read = read
        self.place = place
        self.outline = outline

    @property
    def record(self) -> Strictly | Screening:
        """The record; one that was not given is read, and not held here: there may be ten thousand."""
        if self._record is None:
            assert self._read is not None  # noqa: S101  # one of the two is always given
            return self._read()
        return self._record

    def part(self, route: Sequence[str | int]) -> object:
        """The part of the record that a route leads to."""
        value: object = self.record
        for step in route:
            value = value[step] if isinstance(step, int) else getattr(value, step)  # type: ignore[index]  # as read
        return value


class Records(Sequence[R]):
    """The records of some placed ones, as a sequence that reads them on first use."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        self._placed = placed

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[R]: ...
    def __getitem__(self, index: int | slice) -> R | Sequence[R]:
        if isinstance(index, slice):
            return Records(self._placed[index])
        return cast(R, self._placed[index].record)

    def __iter__(self) -> Iterator[R]:
        return (cast(R, item.record) for item in self._placed)

    def __len__(self) -> int:
        return len(self._placed)


@dataclass(frozen=True, slots=True)
class Dossier:
    """All records of one revision, in the order of the files. Absent single records are None."""

    device: device.Device | None = None
    plan: evaluation.Plan | None = None
    requirements: evaluation.Requirements | None = None
    ifu: control.Ifu | None = None
    surveillance: control.Surveillance | None = None
    policy: control.Policy | None = None
    releases: control.Releases | None = None
    protocol: review.Protocol | None = None
    claims: Sequence[evaluation.Claim] = ()
    endpoints: Sequence[evaluation.Endpoint] = ()
    criteria: Sequence[evaluation.Criterion] = ()
    benchmarks: Sequence[evaluation.Benchmark] = ()
    risks: Sequence[evaluation.Risk] = ()
    benefits: Sequence[evaluation.Benefit] = ()
    gaps: Sequence[evaluation.Gap] = ()
    pmcf: Sequence[evaluation.PmcfActivity] = ()
    alternatives: Sequence[evaluation.Alternative] = ()
    standards: Sequence[evaluation.Standard] = ()
    sources: Sequence[source.Source] = ()
    equivalences: Sequence[control.Equivalence] = ()
    syntheses: Sequence[review.Synthesis] = ()
    searches: Sequence[review.Search] = ()
    record_batches: Sequence[review.RecordBatch] = ()
    duplicate_links: Sequence[review.DuplicateLinks] = ()
    screening: Sequence[Screening] = ()
    flows: Sequence[review.DeclaredFlow] = ()
    evaluators: Sequence[control.Evaluator] = ()
    documents: Sequence[control.Document] = ()
    glossary: Sequence[control.Term] = ()
    waivers: Sequence[control.Waiver] = ()
    checklists: Sequence[control.Checklist] = ()
    reviews: Sequence[control.Reviews] = ()
    chapters: tuple[Chapter, ...] = ()
    catalogues: Mapping[str, CatalogueBase] = field(default_factory=dict)
    """Shipped catalogues by identifier, the user's own in place of those of the same identifier."""
    placed: Mapping[str, tuple[Placed, ...]] = field(default_factory=dict, repr=False)
    """The same records with their places and outlines, by the field that holds them."""
    broken: frozenset[str] = frozenset()
    """Identifiers of records that could not be read."""

    def may_hold(self, identifier: str) -> bool:
        """Whether a record of that name may stand in what could not be read: a link to it is not reported again."""
        return identifier in self.broken or identifier.partition(".")[0] in self.broken


@dataclass(frozen=True, slots=True)
class Slot:
    """One kind of record file: where it lies, which model it holds, and where it goes in the dossier."""

    pattern: str
    """Path below `evidence/`; `*` stands for one name."""
    model: type[Strictly]
    attribute: str
    """Field of the dossier."""
    title: str
    """What the file holds, for the reference."""
    key: str | None = None
    """Key of the list in a file that holds many records; None when the file is one record."""
    single: bool = False
    """True when there is at most one such file."""
    mapping: bool = False
    """True when the file maps record keys to records, one a line."""


SLOTS: tuple[Slot, ...] = (
    Slot("device.yml", device.Device, "device", "The device under evaluation", single=True),
    Slot("plan.yml", evaluation.Plan, "plan", "The clinical evaluation plan", single=True),
    Slot(
        "requirements.yml",
        evaluation.Requirements,
        "requirements",
        "Requirements and conclusions",
        single=True,
    ),
    Slot("ifu.yml", control.Ifu, "ifu", "The instructions for use", single=True),
    Slot("surveillance.yml", control.Surveillance, "surveillance", "Post-market surveillance", single=True),
    Slot("policy.yml", control.Policy, "policy", "The team's own rules", single=True),
    Slot("releases.yml", control.Releases, "releases", "The report as a controlled document", single=True),
    Slot("protocol.yml", review.Protocol, "protocol", "The protocol of the literature review", single=True),
    Slot("claims.yml", evaluation.Claim, "claims", "Claims", key="claims"),
    Slot("endpoints.yml", evaluation.Endpoint, "endpoints", "Endpoints", key="endpoints"),
    Slot("criteria.yml", evaluation.Criterion, "criteria", "Acceptance criteria", key="criteria"),
    Slot("benchmarks.yml", evaluation.Benchmark, "benchmarks", "Benchmarks", key="benchmarks"),
    Slot("risks.yml", evaluation.Risk, "risks", "Residual risks", key="risks"),
    Slot("benefits.yml", evaluation.Benefit, "benefits", "Benefits", key="benefits"),
    Slot("gaps.yml", evaluation.Gap, "gaps", "Gaps", key="gaps"),
    Slot("pmcf.yml", evaluation.PmcfActivity, "pmcf", "Post-market clinical follow-up", key="pmcf"),
    Slot("alternatives.yml", evaluation.Alternative, "alternatives", "Alternatives", key="alternatives"),
    Slot("standards.yml", evaluation.Standard, "standards", "Standards and guidance", key="standards"),
    Slot("flows.yml", review.DeclaredFlow, "flows", "Declared flows of records", key="flows"),
    Slot("evaluators.yml", control.Evaluator, "evaluators", "Evaluators", key="evaluators"),
    Slot("documents.yml", control.Document, "documents", "Documents cited", key="documents"),
    Slot("glossary.yml", control.Term, "glossary", "Glossary", key="glossary"),
    Slot("waivers.yml", control.Waiver, "waivers", "Waivers", key="waivers"),
    Slot("sources/*.yml", source.Source, "sources", "Sources"),
    Slot("equivalence/*.yml", control.Equivalence, "equivalences", "Equivalence"),
    Slot("synthesis/*.yml", review.Synthesis, "syntheses", "Syntheses"),
    Slot("searches/*.yml", review.Search, "searches", "Searches"),
    Slot("records/*.yml", review.RecordBatch, "record_batches", "Bibliographic records"),
    Slot("links/*.yml", review.DuplicateLinks, "duplicate_links", "Duplicate links"),
    Slot("checklists/*.yml", control.Checklist, "checklists", "Checklists judged by people"),
    Slot("reviews/*.yml", control.Reviews, "reviews", "Confirmations"),
    Slot(
        "screening/*/resolved.yml",
        review.Resolution,
        "screening",
        "Resolved screening decisions",
        mapping=True,
    ),
    Slot("screening/*/*.yml", review.Decision, "screening", "Screening decisions", mapping=True),
)
"""Every record file there is. Loading, validation, the reference and the editors' schemas read it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record that was read, with the place where it stands."""

    record: Strictly | Screening
    place: Place


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: its records, identifiers of those that could not be read, and what is wrong."""

    path: str
    slot: Slot | None
    entries: tuple[Entry, ...] = ()
    broken: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file's records with their outlines, ready to be put into a dossier."""

    path: str
    slot: Slot
    placed: tuple[Placed, ...] = ()
    broken: tuple[str, ...] = ()

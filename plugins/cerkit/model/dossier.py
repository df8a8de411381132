"""The dossier: every record of one device file, as read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cerkit.model.catalogues.base import CatalogueBase
from cerkit.model.chapters import Chapter
from cerkit.model.layout import Screening
from cerkit.model.outline import Placed
from cerkit.model.records import control, device, evaluation, review, source


@dataclass(frozen=True, slots=True, eq=False)
class Dossier:
    """All records of one revision, in the order of the files. Absent single records are None.

    Equal to itself alone, so that what is made of all its records can be kept for it.
    """

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
    planned_searches: Sequence[review.PlannedSearch] = ()
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
    """Identifiers of records that could not be read, and paths of the files that have mistakes of form."""

    def may_hold(self, identifier: str) -> bool:
        """Whether a record of that name may stand in what could not be read: a link to it is not reported again."""
        return identifier in self.broken or identifier.partition(".")[0] in self.broken

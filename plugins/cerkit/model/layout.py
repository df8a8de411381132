"""Which file holds what: the kinds of record file below `evidence/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cerkit.model.fields import Strictly
from cerkit.model.records import control, device, evaluation, review, source


@dataclass(frozen=True, slots=True)
class Screening:
    """The decisions of one reviewer at one stage, or the resolved ones, by record key."""

    stage: str
    reviewer: str
    decisions: Mapping[str, review.Decision]


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
    filled_later: str | None = None
    """Field that an unfinished record of this kind lacks; see UNFINISHED."""


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
    Slot("searches/*.yml", review.Search, "searches", "Searches", filled_later="hits_received"),
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

UNFINISHED: Mapping[str, Slot] = {
    "searches": Slot(
        "searches/*.yml", review.PlannedSearch, "planned_searches", "Searches that have not run"
    ),
}
"""Field of the dossier -> what a file of the same place holds before the work is done."""

"""The kinds of record a writer can list: where their rows come from, and which columns are shown unless named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cerkit.model.catalogues.legal import Requirement, RequirementCatalogue
from cerkit.model.catalogues.report import PlanElementEntry, PlanElements
from cerkit.model.fields import Strictly
from cerkit.model.identifiers import finding_id
from cerkit.model.records import control, device, evaluation, review, source
from cerkit.model.trace import Node, Trace, natural_key
from cerkit.render.problems import unknown


@dataclass(frozen=True, slots=True)
class Subject:
    """One row to be: a record, the identifier it goes by, and what it belongs to."""

    id: str | None
    record: Strictly
    owner: Strictly | None = None
    """A finding's source, a requirement's or plan element's entry in its catalogue."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record, as `table(...)` names it."""

    name: str
    noun: str
    """What one of them is called; the label of the column with the identifier."""
    model: type[Strictly]
    subjects: Callable[[Trace], Iterable[Subject]]
    columns: tuple[str, ...]
    """Columns shown unless the writer names others."""
    owner: tuple[str, type[Strictly]] | None = None
    """Name and model of what rows belong to; its fields are columns under that name."""


def _listed(attribute: str) -> Callable[[Trace], Iterator[Subject]]:
    """The records of one list of the dossier, in natural order of their identifiers."""

    def subjects(trace: Trace) -> Iterator[Subject]:
        records: tuple[Strictly, ...] = getattr(trace.dossier, attribute)
        found = [Subject(getattr(record, "id", None), record) for record in records]
        # Records without identifiers (the glossary, waivers) stay in the written order: the sort is stable.
        yield from sorted(found, key=lambda subject: natural_key(subject.id or ""))

    return subjects


def _part(*path: str) -> Callable[[Trace], Iterator[Subject]]:
    """A list inside a single record, in the written order."""

    def subjects(trace: Trace) -> Iterator[Subject]:
        value: object = trace.dossier
        for name in path:
            value = getattr(value, name) if value is not None else None
        for record in value if isinstance(value, tuple) else ():
            yield Subject(getattr(record, "id", None), record)

    return subjects


def _findings(trace: Trace) -> Iterator[Subject]:
    for held in sorted(trace.dossier.sources, key=lambda item: natural_key(item.id)):
        for finding in held.findings:
            yield Subject(finding_id(held.id, finding.id), finding, held)


def requirement_entries(trace: Trace) -> dict[str, Requirement]:
    """Entries of the requirement catalogues that apply, by identifier."""
    return {entry.id: entry for catalogue in _catalogues(trace) for entry in catalogue.entries}


def catalogue_titles(trace: Trace) -> dict[str, str]:
    """Requirement -> title of its catalogue."""
    return {entry.id: catalogue.title for catalogue in _catalogues(trace) for entry in catalogue.entries}


def requirement_nodes(trace: Trace, *, catalogue: str | None = None) -> tuple[Node, ...]:
    """Requirements in the order of the catalogues that apply and of their entries; all, or those of one catalogue."""
    chosen = tuple(item for item in _catalogues(trace) if catalogue in {None, item.id})
    if not chosen and catalogue is not None:
        raise unknown("the catalogue", catalogue, (item.id for item in _catalogues(trace)))
    names = (entry.id for item in chosen for entry in item.entries)
    return tuple(trace.nodes[name] for name in names if name in trace.nodes)


def _catalogues(trace: Trace) -> tuple[RequirementCatalogue, ...]:
    """The requirement catalogues that apply, in the order in which the dossier names them."""
    assessed = trace.dossier.requirements
    named = (trace.dossier.catalogues.get(name) for name in assessed.catalogues) if assessed else ()
    return tuple(item for item in named if isinstance(item, RequirementCatalogue))


def plan_entries(trace: Trace) -> dict[str, PlanElementEntry]:
    """Entries of catalogues of plan elements by identifier, at least all that the plan names."""
    plan = trace.dossier.plan
    wanted = {element.element for element in plan.elements} if plan else set()
    found: dict[str, PlanElementEntry] = {}
    for catalogue in trace.dossier.catalogues.values():
        # A catalogue is read when it is first looked at: reading all of them takes as long as the whole check.
        if wanted <= found.keys():
            break
        if isinstance(catalogue, PlanElements):
            found.update({entry.id: entry for entry in catalogue.entries})
    return found


def _requirements(trace: Trace) -> Iterator[Subject]:
    assessed = trace.dossier.requirements
    entries = requirement_entries(trace)
    for record in assessed.requirements if assessed else ():
        yield Subject(record.id, record, entries.get(record.id))


def _plan_elements(trace: Trace) -> Iterator[Subject]:
    plan = trace.dossier.plan
    entries = plan_entries(trace)
    for record in plan.elements if plan else ():
        yield Subject(None, record, entries.get(record.element))


_KINDS: Final = (
    Kind(
        "claims",
        "Claim",
        evaluation.Claim,
        _listed("claims"),
        ("id", "wording", "kind", "decided_by", "support"),
    ),
    Kind(
        "endpoints",
        "Endpoint",
        evaluation.Endpoint,
        _listed("endpoints"),
        ("id", "name", "definition", "unit", "direction"),
    ),
    Kind(
        "criteria",
        "Criterion",
        evaluation.Criterion,
        _listed("criteria"),
        ("id", "title", "endpoint", "rule", "justified_by", "verdict"),
    ),
    Kind(
        "benchmarks",
        "Benchmark",
        evaluation.Benchmark,
        _listed("benchmarks"),
        ("id", "title", "value", "statement", "citation"),
    ),
    Kind(
        "risks",
        "Risk",
        evaluation.Risk,
        _listed("risks"),
        ("id", "hazard", "harm", "severity", "probability", "controls", "residual", "ifu_sections"),
    ),
    Kind(
        "benefits",
        "Benefit",
        evaluation.Benefit,
        _listed("benefits"),
        ("id", "title", "magnitude", "probability", "duration", "certainty", "evidence"),
    ),
    Kind(
        "sources",
        "Source",
        source.Source,
        _listed("sources"),
        ("id", "citation", "kind", "design", "population", "role", "outcome", "appraisal.role"),
    ),
    Kind(
        "findings",
        "Finding",
        source.Finding,
        _findings,
        ("id", "label", "result", "where_read"),
        owner=("source", source.Source),
    ),
    Kind(
        "requirements",
        "Requirement",
        evaluation.RequirementAssessment,
        _requirements,
        ("id", "clause", "title", "applicable", "reason", "conclusion"),
        owner=("entry", Requirement),
    ),
    Kind(
        "equivalence",
        "Comparison",
        control.Equivalence,
        _listed("equivalences"),
        ("id", "device_name", "manufacturer", "claimed", "conclusion", "conclusion_text"),
    ),
    Kind(
        "alternatives",
        "Alternative",
        evaluation.Alternative,
        _listed("alternatives"),
        ("id", "name", "description", "advantages", "disadvantages", "citation"),
    ),
    Kind(
        "standards",
        "Standard",
        evaluation.Standard,
        _listed("standards"),
        ("id", "designation", "title", "edition", "applied", "checked_on", "note"),
    ),
    Kind(
        "gaps",
        "Gap",
        evaluation.Gap,
        _listed("gaps"),
        ("id", "title", "concerns", "status", "acceptable_because", "followed_by"),
    ),
    Kind(
        "pmcf",
        "Activity",
        evaluation.PmcfActivity,
        _listed("pmcf"),
        ("id", "title", "status", "aim", "threshold", "sample_size", "starts", "ends"),
    ),
    Kind(
        "searches",
        "Search",
        review.Search,
        _listed("searches"),
        ("id", "purpose", "source", "ran_on", "string", "hits_reported"),
    ),
    Kind(
        "syntheses",
        "Synthesis",
        review.Synthesis,
        _listed("syntheses"),
        ("id", "title", "endpoint", "findings", "measure", "method", "reason"),
    ),
    Kind(
        "evaluators",
        "Evaluator",
        control.Evaluator,
        _listed("evaluators"),
        ("id", "name", "role", "degree", "experience_years", "experience", "cv"),
    ),
    Kind(
        "documents",
        "Document",
        control.Document,
        _listed("documents"),
        ("id", "title", "number", "version", "date", "status", "location"),
    ),
    Kind("glossary", "Term", control.Term, _listed("glossary"), ("term", "abbreviation", "meaning")),
    Kind(
        "variants",
        "Variant",
        device.Variant,
        _part("device", "variants"),
        ("id", "name", "description", "since_version"),
    ),
    Kind(
        "versions",
        "Version",
        device.DeviceVersion,
        _part("device", "versions"),
        ("version", "released", "change", "clinical_impact"),
    ),
    Kind(
        "indications",
        "Indication",
        device.Indication,
        _part("device", "intended_use", "indications"),
        ("id", "text"),
    ),
    Kind(
        "contraindications",
        "Contraindication",
        device.Contraindication,
        _part("device", "intended_use", "contraindications"),
        ("id", "text", "reason", "ifu_sections"),
    ),
    Kind(
        "populations",
        "Population",
        device.Population,
        _part("device", "intended_use", "populations"),
        ("id", "text", "age", "condition"),
    ),
    Kind(
        "users",
        "User group",
        device.UserGroup,
        _part("device", "intended_use", "users"),
        ("id", "text", "training"),
    ),
    Kind("settings", "Setting", device.Setting, _part("device", "intended_use", "settings"), ("id", "text")),
    Kind(
        "ifu",
        "Section",
        control.IfuSection,
        _part("ifu", "sections"),
        ("id", "title", "content", "risks"),
    ),
    Kind(
        "indicators",
        "Indicator",
        control.Indicator,
        _part("surveillance", "indicators"),
        ("id", "name", "method", "threshold", "action"),
    ),
    Kind(
        "periods",
        "Period",
        control.SurveillancePeriod,
        _part("surveillance", "periods"),
        ("period", "denominator", "values", "sources", "conclusion"),
    ),
    Kind(
        "plan_elements",
        "Element",
        evaluation.PlanElement,
        _plan_elements,
        ("element", "title", "answer"),
        owner=("entry", PlanElementEntry),
    ),
    Kind(
        "waivers",
        "Waiver",
        control.Waiver,
        _listed("waivers"),
        ("rule", "record", "reason", "author", "on", "expires"),
    ),
    Kind(
        "revisions",
        "Revision",
        control.ReportRevision,
        _part("releases", "revisions"),
        ("version", "date", "author", "change"),
    ),
    Kind(
        "signatures",
        "Signature",
        control.Signature,
        _part("releases", "signatures"),
        ("name", "role", "meaning", "on"),
    ),
)

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _KINDS}
"""Every kind by the name that macros use."""

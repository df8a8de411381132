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


def _kind(
    name: str,
    noun: str,
    model: type[Strictly],
    columns: str,
    subjects: Callable[[Trace], Iterable[Subject]] | None = None,
    owner: tuple[str, type[Strictly]] | None = None,
) -> Kind:
    """A kind of record, by default the list of the dossier that has its name; `columns` with spaces between them."""
    return Kind(name, noun, model, subjects or _listed(name), tuple(columns.split()), owner)


_KINDS: Final = (
    _kind("claims", "Claim", evaluation.Claim, "id wording kind decided_by support"),
    _kind("endpoints", "Endpoint", evaluation.Endpoint, "id name definition unit direction"),
    _kind("criteria", "Criterion", evaluation.Criterion, "id title endpoint rule justified_by verdict"),
    _kind("benchmarks", "Benchmark", evaluation.Benchmark, "id title value statement citation"),
    _kind(
        "risks", "Risk", evaluation.Risk, "id hazard harm severity probability controls residual ifu_sections"
    ),
    _kind(
        "benefits",
        "Benefit",
        evaluation.Benefit,
        "id title magnitude probability duration certainty evidence",
    ),
    _kind(
        "sources", "Source", source.Source, "id citation kind design population role outcome appraisal.role"
    ),
    _kind(
        "findings",
        "Finding",
        source.Finding,
        "id label result where_read",
        _findings,
        owner=("source", source.Source),
    ),
    _kind(
        "requirements",
        "Requirement",
        evaluation.RequirementAssessment,
        "id clause title applicable reason conclusion",
        _requirements,
        owner=("entry", Requirement),
    ),
    _kind(
        "equivalence",
        "Comparison",
        control.Equivalence,
        "id device_name manufacturer claimed conclusion conclusion_text",
        _listed("equivalences"),
    ),
    _kind(
        "alternatives",
        "Alternative",
        evaluation.Alternative,
        "id name description advantages disadvantages citation",
    ),
    _kind(
        "standards", "Standard", evaluation.Standard, "id designation title edition applied checked_on note"
    ),
    _kind("gaps", "Gap", evaluation.Gap, "id title concerns status acceptable_because followed_by"),
    _kind(
        "pmcf", "Activity", evaluation.PmcfActivity, "id title status aim threshold sample_size starts ends"
    ),
    _kind("searches", "Search", review.Search, "id purpose source ran_on string hits_reported"),
    _kind("syntheses", "Synthesis", review.Synthesis, "id title endpoint findings measure method reason"),
    _kind("evaluators", "Evaluator", control.Evaluator, "id name role degree experience_years experience cv"),
    _kind("documents", "Document", control.Document, "id title number version date status location"),
    _kind("glossary", "Term", control.Term, "term abbreviation meaning"),
    _kind(
        "variants",
        "Variant",
        device.Variant,
        "id name description since_version",
        _part("device", "variants"),
    ),
    _kind(
        "versions",
        "Version",
        device.DeviceVersion,
        "version released change clinical_impact",
        _part("device", "versions"),
    ),
    _kind(
        "indications",
        "Indication",
        device.Indication,
        "id text",
        _part("device", "intended_use", "indications"),
    ),
    _kind(
        "contraindications",
        "Contraindication",
        device.Contraindication,
        "id text reason ifu_sections",
        _part("device", "intended_use", "contraindications"),
    ),
    _kind(
        "populations",
        "Population",
        device.Population,
        "id text age condition",
        _part("device", "intended_use", "populations"),
    ),
    _kind(
        "users", "User group", device.UserGroup, "id text training", _part("device", "intended_use", "users")
    ),
    _kind("settings", "Setting", device.Setting, "id text", _part("device", "intended_use", "settings")),
    _kind("ifu", "Section", control.IfuSection, "id title content risks", _part("ifu", "sections")),
    _kind(
        "indicators",
        "Indicator",
        control.Indicator,
        "id name method threshold action",
        _part("surveillance", "indicators"),
    ),
    _kind(
        "periods",
        "Period",
        control.SurveillancePeriod,
        "period denominator values sources conclusion",
        _part("surveillance", "periods"),
    ),
    _kind(
        "plan_elements",
        "Element",
        evaluation.PlanElement,
        "element title answer",
        _plan_elements,
        owner=("entry", PlanElementEntry),
    ),
    _kind("waivers", "Waiver", control.Waiver, "rule record reason author on expires"),
    _kind(
        "revisions",
        "Revision",
        control.ReportRevision,
        "version date author change",
        _part("releases", "revisions"),
    ),
    _kind(
        "signatures", "Signature", control.Signature, "name role meaning on", _part("releases", "signatures")
    ),
)

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _KINDS}
"""Every kind by the name that macros use."""

"""Sections of the registers that are more than one table of one kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from cerkit.model.catalogues.legal import Pillar
from cerkit.model.identifiers import finding_id
from cerkit.model.records.control import Equivalence
from cerkit.model.tables import EMPTY, Break, Cell, Column, Piece, RecordRef, Table, Words, cell
from cerkit.model.titles import title_of
from cerkit.model.trace import Trace
from cerkit.render import argument
from cerkit.render.benefit_risk import benefit_risk
from cerkit.render.blocks import verdicts
from cerkit.render.claims_sheet import claims_sheet
from cerkit.render.flow import flow_tables
from cerkit.render.flow_diagram import earlier_diagrams
from cerkit.render.matrix import chains, matrices
from cerkit.render.pages import Section
from cerkit.render.pillars import pillar_coverage, pillar_nodes
from cerkit.render.records import home_table, kind_named, record_table, sheet, sheet_of, subjects_of
from cerkit.render.values import cell_of, filled, joined, record_refs, row_of
from cerkit.render.words import number_text, sentence_case

Sections = tuple[Section, ...]


def words(text: str) -> tuple[Piece, ...]:
    """A text as the beginning of a page or section."""
    return (Words(text),)


def device(trace: Trace) -> Sections:
    """Identity, intended use and its parts; each part's row is its home."""
    held = trace.dossier.device
    if held is None:
        return ()
    identity = (
        ("Name", f"{held.name} ({held.short_name})"),
        ("Version under evaluation", held.version),
        ("Manufacturer", f"{held.manufacturer.name}, {held.manufacturer.address}"),
        ("Classification, Great Britain", held.classification_gb),
        ("Classification, European Union", held.classification_eu),
        ("Generic device group", held.group),
        ("Description", held.description),
        ("Principle of operation", held.principle),
        ("Technology and novelty", held.technology),
        ("Materials and substances", held.materials),
        ("Accessories", held.accessories),
        ("History", held.history),
        ("Market status", held.market.state),
        ("Markets", held.market.markets),
        ("Use volume", held.market.units),
    )
    purpose = held.intended_use
    use = (
        ("Intended use", purpose.text),
        ("Duration and repetition", purpose.duration),
        ("Contact with the body", purpose.contact),
    )
    return (
        Section(
            None, tables=(_anchored(identity, held.id, "Identity of the device", "tbl-register-device"),)
        ),
        Section(
            "Intended use",
            "intended-use",
            tables=(_anchored(use, purpose.id, "Intended use", "tbl-register-intended-use"),),
        ),
        *_parts(trace, _DEVICE_PARTS),
    )


def plan(trace: Trace) -> Sections:
    """The plan's identity, its elements, and the sources it names."""
    held = trace.dossier.plan
    if held is None:
        return ()
    rows = (
        ("Title", held.title),
        ("Version", held.version),
        ("Approved on", held.approved_on),
        ("Appraisal schemes", ", ".join(held.appraisal_schemes)),
        ("Significant risks", held.significant_risks),
        ("Well established", held.well_established),
        ("Update interval in months", held.update_interval_months),
        ("Reason for the interval", held.update_interval_reason),
        ("Next evaluation", held.next_evaluation),
        ("Planned sources", held.sources),
    )
    elements = record_table(trace, "plan_elements").named(
        "tbl-register-plan-elements", "Elements of the plan"
    )
    return (
        Section(None, tables=(_anchored(rows, held.id, "The plan", "tbl-register-plan"),)),
        Section("Elements", "plan-elements", tables=(elements,)),
    )


def sources(trace: Trace) -> Sections:
    """Sources by the part they play: data on the device first.

    The home of a source is its page; rows can be linked to for documents that do not hold those pages.
    """
    columns = ("id", "citation", "kind", "design", "population", "outcome", "read", "appraisal.role", "role")
    groups = (
        ("Data on the device under evaluation", ["under evaluation"]),
        ("Data on equivalent devices", ["equivalent"]),
        ("Other sources: state of the art and background", ["benchmark", "similar", "other", "none"]),
    )
    sections = []
    for number, (title, relations) in enumerate(groups, start=1):
        table = record_table(
            trace, "sources", columns=columns, where={"relation": relations}, wide=True, anchors=True
        ).named(f"tbl-register-sources-{number}", title)
        sections.append(Section(title, f"sources-{number}", tables=(table,)))
    return tuple(sections)


def equivalence(trace: Trace) -> Sections:
    """An overview, then the rows of each comparison."""
    overview = home_table(trace, "equivalence", "Comparisons")
    tables = tuple(_comparison(item) for item in trace.dossier.equivalences)
    titles = {item.id: f"{item.id}: {item.device_name}" for item in trace.dossier.equivalences}
    details = tuple(
        Section(titles[item.id], f"comparison-{number}", tables=(table,))
        for number, (item, table) in enumerate(zip(trace.dossier.equivalences, tables, strict=True), start=1)
    )
    return (Section(None, tables=(overview,)), *details)


def surveillance(trace: Trace) -> Sections:
    """Indicators, then the periods."""
    indicators = home_table(trace, "indicators", "Indicators and thresholds")
    periods = record_table(trace, "periods", wide=True).named("tbl-register-periods", "Surveillance periods")
    return (
        Section("Indicators", "indicators", tables=(indicators,)),
        Section("Periods", "periods", tables=(periods,)),
    )


def endpoints(trace: Trace) -> Sections:
    """Each endpoint with the records that name it; of findings how many, since an endpoint may have a hundred."""
    columns = ("id", "name", "definition", "unit", "direction", "surrogate", "used_by")
    table = home_table(trace, "endpoints", "Register of endpoints", columns)
    last = len(columns) - 1
    rows = tuple(
        replace(row, cells=(*row.cells[:last], _measured(trace, row.anchor or ""))) for row in table.rows
    )
    return (Section(None, tables=(replace(table, rows=rows),)),)


def _measured(trace: Trace, endpoint: str) -> Cell:
    findings = [
        (held, item) for held in trace.dossier.sources for item in held.findings if item.endpoint == endpoint
    ]
    sources = dict.fromkeys(held.id for held, _ in findings)
    own = {finding_id(held.id, item.id) for held, item in findings}
    namers = dict.fromkeys(
        link.source for link in argument.uses_of(trace, endpoint) if link.source not in own
    )
    named = joined(tuple((argument.node_ref(trace, namer),) for namer in namers), Words(", "))
    if not findings:
        return filled(named)
    count = f"{number_text(len(findings))} finding{'s' if len(findings) > 1 else ''}"
    shown = record_refs(tuple(sources)[:_MOST_SOURCES])
    more = len(sources) - _MOST_SOURCES
    tail = (Words(f" and {number_text(more)} more"),) if more > 0 else ()
    return cell(*named, *((Break(),) if named else ()), f"{count} of ", *shown, *tail)


def benchmarks(trace: Trace) -> Sections:
    """An overview, then a sheet for each with its derivation, which does not fit into a column."""
    columns = ("id", "title", "endpoint", "value", "used_by")
    fields = ("statement", "derivation", "results", "citation")
    return _overview_and_sheets(
        trace, "benchmarks", "Register of benchmarks", columns, fields, prefix="benchmark"
    )


def risks(trace: Trace) -> Sections:
    """An overview, then a sheet for each risk with what its probability rests on and how it is controlled."""
    columns = ("id", "hazard", "harm", "severity", "probability", "residual", "ifu_sections")
    fields = ("situation", "probability_basis", "controls", "citation", "used_by")
    return _overview_and_sheets(trace, "risks", "Register of residual risks", columns, fields, prefix="risk")


def pmcf(trace: Trace) -> Sections:
    """An overview, then a sheet for each activity with every field that MDCG 2020-7 asks for."""
    columns = ("id", "title", "kind", "status", "starts", "ends", "used_by")
    return _overview_and_sheets(trace, "pmcf", "Activities", columns, _PMCF_FIELDS, prefix="activity")


def searches(trace: Trace) -> Sections:
    """The searches, and the flow of each round."""
    columns = ("id", "purpose", "source", "platform", "ran_on", "string", "limits", "hits", "note")
    table = home_table(trace, "searches", "Searches as run", columns)
    weighed = tuple(replace(column, weight=_SEARCH_WEIGHTS[column.key]) for column in table.columns)
    table = replace(table, columns=weighed)
    flows = Section(
        "Flow of records", "flow-of-records", tables=flow_tables(trace), figures=earlier_diagrams(trace)
    )
    return (Section("Searches", "searches", tables=(table,)), flows)


def control(trace: Trace) -> Sections:
    """Revisions, signatures and accepted diagnostics."""
    parts = (
        ("revisions", "Revision history", "Revision history"),
        ("signatures", "Signatures", "Signatures"),
        ("waivers", "Waivers", "Accepted diagnostics, with reason and expiry"),
    )
    return tuple(
        Section(title, kind, tables=(record_table(trace, kind).named(f"tbl-register-{kind}", caption),))
        for kind, title, caption in parts
    )


def matrix_sections(trace: Trace) -> Sections:
    """The grid, the verdicts, and the chains as a list."""
    caption = "Every chain from requirement through claim and criterion to finding"
    listed = chains(trace, through_claims=True).named("tbl-register-chains", caption)
    decided = verdicts(trace).named("tbl-register-verdicts", "Criteria and findings")
    return (
        Section("Requirements and claims", "requirements-and-claims", tables=matrices(trace)),
        Section("Verdicts", "verdicts", tables=(decided,)),
        Section("Chains", "all-chains", words(_ABOUT_CHAINS), (listed,)),
    )


def pillars(trace: Trace) -> Sections:
    """Coverage for each claim, then what each pillar asks; a pillar's row is its home."""
    coverage = pillar_coverage(trace).named("tbl-register-coverage", "Sources for each claim and pillar")
    columns = (
        Column("id", "Pillar", header=True, weight=12),
        Column("title", "Title", weight=22),
        Column("question", "Question", weight=40),
        Column("used_by", "Supported by", weight=26),
    )
    rows = tuple(
        row_of(
            RecordRef(node.id),
            sentence_case(node.title),
            cell(node.record.question) if isinstance(node.record, Pillar) else EMPTY,
            filled(argument.used_by(trace, node.id)),
            anchor=node.id,
        )
        for node in pillar_nodes(trace)
    )
    asked = Table(columns, rows).named("tbl-register-pillars", "What each pillar asks")
    return (
        Section("Coverage", "coverage", tables=(coverage,)),
        Section("Pillars", "pillars", tables=(asked,)),
    )


def benefit_risk_sections(trace: Trace) -> Sections:
    table = benefit_risk(trace).named("tbl-register-benefit-risk", "Benefits and residual risks")
    return (Section(None, tables=(table,)),)


def claims_sheet_sections(trace: Trace) -> Sections:
    """Approved wording, then what must not be used."""
    made = claims_sheet(trace, id="tbl-register-claims-sheet")
    return (
        Section("Approved wording", "approved-wording", tables=(made.approved,)),
        Section("Not to be used", "not-to-be-used", tables=(made.not_to_be_used,)),
    )


_DEVICE_PARTS: Final = (
    ("indications", "Indications"),
    ("contraindications", "Contraindications"),
    ("populations", "Populations"),
    ("users", "Users"),
    ("settings", "Settings of use"),
    ("variants", "Variants"),
    ("versions", "Released versions"),
)
_ABOUT_CHAINS: Final = (
    "Evidence that a requirement names itself stands in the column of the matrix; "
    "the matrix as a file lists it as well."
)
_MOST_SOURCES: Final = 6
"""Sources named for an endpoint."""
_SEARCH_WEIGHTS: Final = {
    "id": 11,
    "purpose": 8,
    "source": 9,
    "platform": 9,
    "ran_on": 8,
    "string": 30,
    "limits": 12,
    "hits": 5,
    "note": 14,
}
_PMCF_FIELDS: Final = (
    *("need", "aim", "procedure", "rationale", "limitations", "endpoints", "threshold", "sample_size"),
    *("comparator", "bias", "statistics", "starts", "ends", "reports", "result", "result_sources"),
)


def _parts(trace: Trace, parts: tuple[tuple[str, str], ...]) -> Iterator[Section]:
    for kind, title in parts:
        yield Section(title, kind, tables=(home_table(trace, kind, title),))


def _overview_and_sheets(
    trace: Trace, kind: str, caption: str, columns: tuple[str, ...], fields: tuple[str, ...], *, prefix: str
) -> Sections:
    """A short table that is the home of the records, and a sheet for each with what is too long for a column."""
    overview = home_table(trace, kind, caption, columns)
    return (Section(None, tables=(overview,)), *_sheets(trace, kind, fields, prefix=prefix))


def _sheets(trace: Trace, kind: str, fields: tuple[str, ...], *, prefix: str) -> Iterator[Section]:
    for number, subject in enumerate(subjects_of(trace, kind_named(kind)), start=1):
        title = f"{subject.id}: {title_of(subject.record)}"
        table = sheet(trace, kind, subject, fields).named(f"tbl-register-{prefix}-{number}", title)
        yield Section(title, f"{prefix}-{number}", tables=(table,))


def _anchored(rows: tuple[tuple[str, object], ...], anchor: str, caption: str, name: str) -> Table:
    """A sheet whose first row is the home of the record."""
    made = sheet_of((label, cell_of(value)) for label, value in rows if value not in (None, ()))
    first, *rest = made.rows
    return replace(made.named(name, caption), rows=(replace(first, anchor=anchor), *rest))


def _comparison(held: Equivalence) -> Table:
    columns = (
        Column("row", "Characteristic", header=True, weight=12),
        Column("device", "Device under evaluation", weight=24),
        Column("other", held.device_name, weight=24),
        Column("difference", "Difference", weight=12),
        Column("justification", "Justification", weight=28),
    )
    rows = tuple(
        row_of(row.row, row.device, row.other, row.difference, _justified(row.justification, row.evidence))
        for row in held.rows
    )
    return Table(columns, rows, ("wide",)).named(
        f"tbl-register-{held.id}", f"{held.id}: comparison with {held.device_name}"
    )


def _justified(text: str, evidence: tuple[str, ...]) -> Cell:
    return cell(text, " (", *record_refs(evidence), ")") if evidence else cell(text)

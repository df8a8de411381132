"""Sections of the registers that are more than one table of one kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from cerkit.model.catalogues.legal import Pillar, Requirement
from cerkit.model.identifiers import finding_id
from cerkit.model.records.control import Equivalence
from cerkit.model.records.evaluation import RequirementAssessment
from cerkit.model.tables import (
    EMPTY,
    Badge,
    Break,
    Cell,
    Column,
    Piece,
    RecordRef,
    Row,
    State,
    Table,
    Words,
    cell,
)
from cerkit.model.titles import title_of
from cerkit.model.trace import Trace
from cerkit.render import argument
from cerkit.render.benefit_risk import benefit_risk
from cerkit.render.blocks import verdicts
from cerkit.render.claims_sheet import claims_sheet
from cerkit.render.derived import answers_of
from cerkit.render.flow import flow_tables
from cerkit.render.flow_diagram import earlier_diagrams
from cerkit.render.kinds import catalogue_titles, requirement_entries, requirement_nodes
from cerkit.render.matrix import chains, matrices
from cerkit.render.pages import Section
from cerkit.render.pillars import pillar_coverage, pillar_nodes
from cerkit.render.records import kind_named, record_table, sheet, sheet_of, subjects_of
from cerkit.render.values import cell_of, filled, joined, record_refs, scalar_text
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


def requirements(trace: Trace) -> Sections:
    """A section for each catalogue, with all its entries, the ones that do not apply included."""
    entries, titles = requirement_entries(trace), catalogue_titles(trace)
    sections: list[Section] = []
    for title, group in groupby(requirement_nodes(trace), key=lambda node: titles.get(node.id, "")):
        nodes = tuple(group)
        number = len(sections) + 1
        name = "tbl-register-requirements" + (f"-{number}" if number > 1 else "")
        rows = tuple(
            Row(tuple(_requirement_cells(trace, node.id, node.record, entries.get(node.id))), anchor=node.id)
            for node in nodes
            if not _is_left_out(node.record)
        )
        asked = Table(_REQUIREMENT_COLUMNS, rows, ("sortable", "wide"), id=name, caption=title)
        # Half of a catalogue may not apply; with six columns each, those rows would fill pages with dashes.
        left_out = tuple(
            Row(tuple(_left_out_cells(node.id, node.record, entries.get(node.id))), anchor=node.id)
            for node in nodes
            if _is_left_out(node.record)
        )
        caption = f"{title}: entries that do not apply" if title else "Entries that do not apply"
        others = Table(
            _LEFT_OUT_COLUMNS, left_out, ("sortable",), id=f"{name}-not-applicable", caption=caption
        )
        tables = tuple(table for table in (asked, others) if table.rows)
        sections.append(Section(title or None, f"catalogue-{number}", tables=tables))
    return tuple(sections)


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
    overview = record_table(trace, "equivalence", wide=True, anchors=True).named(
        "tbl-register-equivalence", "Comparisons"
    )
    tables = tuple(_comparison(item) for item in trace.dossier.equivalences)
    titles = {item.id: f"{item.id}: {item.device_name}" for item in trace.dossier.equivalences}
    details = tuple(
        Section(titles[item.id], f"comparison-{number}", tables=(table,))
        for number, (item, table) in enumerate(zip(trace.dossier.equivalences, tables, strict=True), start=1)
    )
    return (Section(None, tables=(overview,)), *details)


def surveillance(trace: Trace) -> Sections:
    """Indicators, then the periods."""
    indicators = record_table(trace, "indicators", anchors=True).named(
        "tbl-register-indicators", "Indicators and thresholds"
    )
    periods = record_table(trace, "periods", wide=True).named("tbl-register-periods", "Surveillance periods")
    return (
        Section("Indicators", "indicators", tables=(indicators,)),
        Section("Periods", "periods", tables=(periods,)),
    )


def endpoints(trace: Trace) -> Sections:
    """Each endpoint with the records that name it; of findings how many, since an endpoint may have a hundred."""
    columns = ("id", "name", "definition", "unit", "direction", "surrogate", "used_by")
    table = record_table(trace, "endpoints", columns=columns, wide=True, anchors=True).named(
        "tbl-register-endpoints", "Register of endpoints"
    )
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
    table = record_table(trace, "searches", columns=columns, wide=True, anchors=True).named(
        "tbl-register-searches", "Searches as run"
    )
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
        Row(
            (
                cell(RecordRef(node.id)),
                cell(sentence_case(node.title)),
                cell(node.record.question) if isinstance(node.record, Pillar) else EMPTY,
                filled(argument.used_by(trace, node.id)),
            ),
            anchor=node.id,
        )
        for node in pillar_nodes(trace)
    )
    asked = Table(columns, rows, id="tbl-register-pillars", caption="What each pillar asks")
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
_REQUIREMENT_COLUMNS: Final = (
    Column("id", "Requirement", header=True, weight=10),
    Column("clause", "Clause", weight=7),
    Column("title", "What it asks", weight=14),
    Column("applicable", "Applies", weight=7),
    Column("reason", "Reason", weight=17),
    Column("answers", "Answered by", weight=16),
    Column("conclusion", "Conclusion of the evaluator", weight=29),
)

_LEFT_OUT_COLUMNS: Final = (
    Column("id", "Requirement", header=True, weight=16),
    Column("title", "What it asks", weight=36),
    Column("reason", "Why it does not apply", weight=48),
)


def _parts(trace: Trace, parts: tuple[tuple[str, str], ...]) -> Iterator[Section]:
    for kind, title in parts:
        table = record_table(trace, kind, anchors=True).named(f"tbl-register-{kind}", title)
        yield Section(title, kind, tables=(table,))


def _overview_and_sheets(
    trace: Trace, kind: str, caption: str, columns: tuple[str, ...], fields: tuple[str, ...], *, prefix: str
) -> Sections:
    """A short table that is the home of the records, and a sheet for each with what is too long for a column."""
    name, wide = f"tbl-register-{kind}", len(columns) > 5
    overview = record_table(trace, kind, columns=columns, wide=wide, anchors=True).named(name, caption)
    return (Section(None, tables=(overview,)), *_sheets(trace, kind, fields, prefix=prefix))


def _sheets(trace: Trace, kind: str, fields: tuple[str, ...], *, prefix: str) -> Iterator[Section]:
    for number, subject in enumerate(subjects_of(trace, kind_named(kind)), start=1):
        title = f"{subject.id}: {title_of(subject.record)}"
        table = sheet(trace, kind, subject, fields).named(f"tbl-register-{prefix}-{number}", title)
        yield Section(title, f"{prefix}-{number}", tables=(table,))


def _anchored(rows: tuple[tuple[str, object], ...], anchor: str, caption: str, name: str) -> Table:
    """A sheet whose first row is the home of the record."""
    made = sheet_of(((label, cell_of(value)) for label, value in rows if value not in (None, ()))).named(
        name, caption
    )
    first, *rest = made.rows
    return Table(
        made.columns, (Row(first.cells, anchor=anchor), *rest), made.classes, id=made.id, caption=made.caption
    )


def _requirement_cells(
    trace: Trace, identifier: str, record: object, entry: Requirement | None
) -> Iterator[Cell]:
    assessed = record if isinstance(record, RequirementAssessment) else None
    yield cell(RecordRef(identifier))
    yield cell(entry.clause) if entry else EMPTY
    yield cell(sentence_case(entry.title)) if entry else EMPTY
    if assessed is None:
        yield EMPTY if entry is not None and entry.heading else cell(Badge(State.GAP, "not assessed"))
        yield EMPTY
    else:
        yield cell(scalar_text(assessed.applicable))
        yield cell(assessed.reason)
    names = answers_of(trace, identifier, record)
    clinical = assessed is not None and assessed.applicable and assessed.clinical
    missing = cell(Badge(State.GAP, "nothing answers it")) if clinical else EMPTY
    yield cell(*record_refs(names)) if names else missing
    if assessed is not None and assessed.conclusion is not None:
        yield cell_of(assessed.conclusion)
    else:
        yield cell(Badge(State.GAP, "no conclusion")) if clinical else EMPTY


def _is_left_out(record: object) -> bool:
    return isinstance(record, RequirementAssessment) and not record.applicable and record.conclusion is None


def _left_out_cells(identifier: str, record: object, entry: Requirement | None) -> Iterator[Cell]:
    yield cell(RecordRef(identifier))
    yield cell(sentence_case(entry.title)) if entry else EMPTY
    yield cell(record.reason) if isinstance(record, RequirementAssessment) else EMPTY


def _comparison(held: Equivalence) -> Table:
    columns = (
        Column("row", "Characteristic", header=True, weight=12),
        Column("device", "Device under evaluation", weight=24),
        Column("other", held.device_name, weight=24),
        Column("difference", "Difference", weight=12),
        Column("justification", "Justification", weight=28),
    )
    rows = tuple(
        Row(
            (
                cell(row.row),
                cell(row.device),
                cell(row.other),
                cell(row.difference),
                _justified(row.justification, row.evidence),
            )
        )
        for row in held.rows
    )
    return Table(
        columns,
        rows,
        ("wide",),
        id=f"tbl-register-{held.id}",
        caption=f"{held.id}: comparison with {held.device_name}",
    )


def _justified(text: str, evidence: tuple[str, ...]) -> Cell:
    return cell(text, " (", *record_refs(evidence), ")") if evidence else cell(text)

"""The registers: a page for each kind of record, and pages that show the argument as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cerkit.model.bundle import PageRole
from cerkit.model.trace import Trace
from cerkit.render import pooled_sections
from cerkit.render import special_registers as special
from cerkit.render.pages import GeneratedPage, Section, register_page
from cerkit.render.records import home_table
from cerkit.render.requirement_register import requirements

Register = GeneratedPage


@dataclass(frozen=True, slots=True)
class _Spec:
    """A register: what it is called, and where its sections come from."""

    slug: str
    title: str
    intro: str
    sections: Callable[[Trace], tuple[Section, ...]]
    role: PageRole = PageRole.ANNEX


def registers(trace: Trace) -> tuple[Register, ...]:
    """Every register that has something to show, in the order in which they are listed."""
    pages = (_page(spec, trace) for spec in _SPECS)
    return tuple(page for page in pages if page is not None)


def register_slugs() -> tuple[str, ...]:
    """Slugs of all registers, also of those that have nothing to show in this dossier."""
    return tuple(spec.slug for spec in _SPECS)


def _page(spec: _Spec, trace: Trace) -> Register | None:
    found = tuple(section for section in spec.sections(trace) if any(table.rows for table in section.tables))
    if not found:
        return None
    return register_page(spec.slug, spec.title, spec.intro, found, spec.role)


def _simple(kind: str, title: str, intro: str, caption: str, columns: str) -> _Spec:
    """A register of one table, in which every row is the home of its record; `columns` with spaces between them."""
    names = tuple(columns.split())

    def sections(trace: Trace) -> tuple[Section, ...]:
        return (Section(None, tables=(home_table(trace, kind, caption, names),)),)

    return _Spec(kind, title, intro, sections)


_SPECS: Final = (
    _Spec(
        "device",
        "Device and intended use",
        "The device under evaluation, as its records have it.",
        special.device,
    ),
    _Spec("plan", "Clinical evaluation plan", "What was planned, before data were appraised.", special.plan),
    _simple(
        "claims",
        "Claims",
        "Every claim in its exact wording, with the support that its criteria give. Support is computed.",
        "Register of claims",
        "id wording kind status appears_in requirements verdict support limits used_by",
    ),
    _Spec(
        "endpoints",
        "Endpoints",
        "What is measured, so that a metric's name means one thing in the whole report.",
        special.endpoints,
    ),
    _simple(
        "criteria",
        "Acceptance criteria",
        "Criteria fixed before the results, what justifies them, and the verdict on every finding that decides them.",
        "Register of acceptance criteria",
        "id title endpoint rule margin justified_by verdict fixed claims",
    ),
    _Spec(
        "benchmarks",
        "Benchmarks",
        "What the state of the art reaches, and how each value was derived.",
        special.benchmarks,
    ),
    _Spec(
        "requirements",
        "Requirements",
        "Entries of the catalogues that apply: whether each applies, what answers it, and the evaluator's conclusion.",
        requirements,
    ),
    _Spec(
        "risks",
        "Residual risks",
        "Residual clinical risks as the risk management file has them, and where users are told.",
        special.risks,
    ),
    _simple(
        "benefits",
        "Clinical benefits",
        "Benefits with magnitude, probability, duration and certainty.",
        "Register of benefits",
        "id title description magnitude probability duration certainty claims citation weighs_against",
    ),
    _Spec(
        "sources",
        "Sources of evidence",
        "Publications, reports and data sets. Each has a page of its own with its appraisal and its findings.",
        special.sources,
    ),
    _Spec(
        "equivalence",
        "Equivalence",
        "Comparisons with other devices, each with exactly one.",
        special.equivalence,
    ),
    _simple(
        "alternatives",
        "Available alternatives",
        "Options for the same patients, with what speaks for and against them.",
        "Register of alternatives",
        "id name description advantages disadvantages citation used_by",
    ),
    _simple(
        "standards",
        "Standards and guidance",
        "Standards and guidance that were applied, with edition and day of the last check.",
        "Register of standards and guidance",
        "id designation title edition applied checked_on note",
    ),
    _Spec(
        "surveillance",
        "Post-market surveillance",
        "Indicators with the thresholds that make the benefit-risk be judged anew, and what the periods gave.",
        special.surveillance,
    ),
    _simple(
        "gaps",
        "Gaps",
        "What the evidence does not show, why that is acceptable meanwhile, and what follows.",
        "Register of gaps",
        "id title description concerns status opened_on acceptable_because measures followed_by",
    ),
    _Spec(
        "pmcf", "Post-market clinical follow-up", "Activities that follow from needs and gaps.", special.pmcf
    ),
    _Spec(
        "searches",
        "Literature searches",
        "Searches as they were run, and the flow of records through the review.",
        special.searches,
    ),
    _Spec(
        "syntheses",
        "Syntheses",
        "Which findings are taken together, how, and why they may be; the results are computed from the records.",
        pooled_sections.syntheses,
    ),
    _simple(
        "ifu",
        "Instructions for use",
        "The instructions for use that the report was compared with, section by section.",
        "Sections of the instructions for use",
        "id title kind content risks used_by",
    ),
    _simple(
        "documents",
        "Controlled documents",
        "Documents outside this report that it cites, with version, date and place.",
        "Register of documents",
        "id title number version date status location",
    ),
    _simple(
        "evaluators",
        "Evaluators",
        "Who evaluated, with qualification and declaration of interests.",
        "Register of evaluators",
        "id name role degree experience_years experience knowledge cv declaration exception",
    ),
    _simple(
        "glossary",
        "Terms and abbreviations",
        "Terms and abbreviations as this report uses them.",
        "Terms and abbreviations",
        "abbreviation term meaning",
    ),
    _Spec("control", "Control of the report", "Revision history, signatures and waivers.", special.control),
    _Spec(
        "matrix",
        "Traceability matrix",
        "From requirement to claim, criterion and evidence, with every gap on the way.",
        special.matrix_sections,
    ),
    _Spec(
        "pillars",
        "Three parts of a software evaluation",
        "Valid clinical association, analytical validation and clinical validation (IMDRF N41) for each claim.",
        special.pillars,
    ),
    _Spec(
        "benefit-risk",
        "Benefits and risks",
        "Benefits and residual risks side by side. The conclusion on them is the evaluators'.",
        special.benefit_risk_sections,
        PageRole.SITE,
    ),
    _Spec(
        "claims-sheet",
        "Claims sheet",
        "Which wording may be used, where and within which limits. Marketing material takes its wording from here.",
        special.claims_sheet_sections,
        PageRole.SITE,
    ),
)

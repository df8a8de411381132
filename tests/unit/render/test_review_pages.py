"""Annexes on the literature review and on what changed, from a whole report."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import cerkit
from cases.dossiers import complete
from cerkit.assess import assess
from cerkit.assess.updating import update_of
from cerkit.model.tables import plain
from cerkit.model.trace import Trace
from cerkit.model.update import Version
from cerkit.render.appraisal_tables import judgements_table, schemes_used
from cerkit.render.changes_page import changes_page
from cerkit.render.matrix import chains
from cerkit.render.pages import GeneratedPage
from cerkit.render.registers import registers
from cerkit.render.review_pages import REVIEW_SLUGS, review_pages

ON = date(2026, 6, 30)


@cache
def trace(old: str = "", new: str = "") -> Trace:
    folder = Path(cerkit.__file__).parent / "catalogues"
    shipped = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    files = {
        name: data.replace(old.encode(), new.encode()) if old else data for name, data in complete().items()
    }
    return assess(files, on=ON, shipped=shipped).trace


def page(slug: str, held: Trace) -> GeneratedPage:
    return next(item for item in (*review_pages(held), *registers(held)) if item.slug == slug)


def first_cells(found: GeneratedPage) -> list[str]:
    return [plain(row.cells[0]) for table in found.tables for row in table.rows if row.cells]


def test_a_report_with_a_review_has_all_four_and_one_without_has_none() -> None:
    assert [item.slug for item in review_pages(trace())] == list(REVIEW_SLUGS)
    folder = Path(cerkit.__file__).parent / "catalogues"
    shipped = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yml")}
    assert review_pages(assess({}, on=ON, shipped=shipped).trace) == ()


def test_the_protocol_is_printed_whole() -> None:
    held = trace().dossier.protocol
    assert held is not None
    found = page("protocol", trace())
    text = "\n".join(plain(cell) for table in found.tables for row in table.rows for cell in row.cells)
    for said in (
        held.title,
        held.background,
        held.quality_control,
        held.update_rule,
        *held.exclusion.values(),
    ):
        assert " ".join(said.split()) in " ".join(text.split())


def test_every_source_of_the_literature_is_included_once_and_none_of_the_manufacturer() -> None:
    wanted = [item for item in trace().dossier.sources if item.relation != "under evaluation"]
    cells = first_cells(page("included", trace()))
    assert len(cells) == len(wanted)
    assert all(sum(item.id in cell for cell in cells) == 1 for item in wanted)


def test_every_appraisal_stands_under_its_scheme_with_its_reason() -> None:
    found = [item for item in trace().dossier.sources if item.appraisal is not None]
    rows = [row for scheme in schemes_used(trace()) for row in judgements_table(trace(), scheme).rows]
    assert len(rows) == len(found)
    reasons = {" ".join(plain(row.cells[6]).split()) for row in rows}
    assert reasons == {" ".join(item.appraisal.reason.split()) for item in found if item.appraisal}


def test_a_list_shorter_than_the_flow_counts_says_so() -> None:
    flows = trace().dossier.flows
    counted = sum(sum(flow.reports_excluded.values()) for flow in flows)
    section = page("excluded", trace()).sections[0]
    listed = len(section.tables[0].rows)
    told = plain(section.text)
    assert bool(told) == (counted > listed)
    if told:
        assert f"counts {counted} reports" in told


def test_the_annex_of_the_matrix_leaves_out_what_the_matrix_has_as_a_cell() -> None:
    every, through = chains(trace()), chains(trace(), through_claims=True)
    left = [row for row in every.rows if row not in through.rows]
    assert {plain(row.cells[-1]) for row in left} == {"named as evidence"}
    assert through.rows


def test_an_endpoint_counts_its_findings_instead_of_naming_all() -> None:
    table = page("endpoints", trace()).tables[0]
    names = {item.id for held in trace().dossier.sources for item in held.findings}
    assert len(table.rows) == len(trace().dossier.endpoints)
    assert any("finding" in plain(row.cells[-1]) for row in table.rows)
    assert not any(f".{name}" in plain(row.cells[-1]) for row in table.rows for name in names)


def test_the_list_of_changes_is_that_of_the_comparison() -> None:
    old, new = trace("status: closed", "status: open"), trace()
    update = update_of(Version("version 1", old), Version("version 2", new))
    made = changes_page(update)
    assert made.title == "List of changes"
    assert sum(row.group is None for row in made.tables[0].rows) == len(update.named)
    assert "GAP-2" in first_cells(made)

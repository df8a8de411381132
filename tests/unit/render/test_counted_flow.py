"""A round of the review whose files are kept is told as it is counted, also in the report on an update."""

from __future__ import annotations

from pathlib import Path

import pytest

from cerkit.assess.updating import update_of
from cerkit.model.tables import Table, plain
from cerkit.model.trace import Trace
from cerkit.model.update import Version
from cerkit.render.flow import flow_table, flow_tables, reasons_told
from cerkit.render.problems import RenderProblem
from cerkit.render.update_report import update_page
from cerkit.workspace.project import open_project
from support.review_project import decide, make_review

DECLARED = """\
flows:
  - round: "2026"
    databases: {SRH-2026-pubmed: 5}
    duplicates_removed: 0
    records_screened: 5
    records_excluded: 5
    reports_sought: 0
    reports_not_retrieved: 0
    reports_assessed: 0
    reports_excluded: {}
    new_studies: 0
    new_reports: 0
    total_studies: 0
    total_reports: 0
"""


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))
    return make_review(tmp_path / "review", range(1, 4))


def linked(review: Path) -> Trace:
    return open_project(review).link()


def numbers(table: Table) -> dict[str, str]:
    return {plain(row.cells[0]): plain(row.cells[1]) for row in table.rows if row.group is None}


def test_the_numbers_are_those_of_the_files_and_a_note_says_while_they_are_not_final(review: Path) -> None:
    decide(review, "title-abstract", "ab", {1: "exclude, reason: X1", 2: "exclude, reason: X1"})
    decide(review, "title-abstract", "cd", {1: "exclude, reason: X1", 2: "exclude, reason: X1"})
    table = flow_table(linked(review), "2026")
    assert numbers(table)["Records excluded"] == "2"
    assert [plain(note) for note in table.notes] == [
        "These counts are not final: 1 record waits for a decision."
    ]
    for name in ("ab", "cd"):
        decide(review, "title-abstract", name, dict.fromkeys((1, 2, 3), "exclude, reason: X1"))
    done = flow_table(linked(review), "2026")
    assert numbers(done)["Records excluded"] == "3"
    assert done.notes == ()


def test_a_round_of_which_records_are_missing_is_as_declared_or_not_there(review: Path) -> None:
    (review / "evidence/records/SRH-2026-pubmed.yml").unlink()
    with pytest.raises(RenderProblem):
        flow_table(linked(review), "2026")
    (review / "evidence/flows.yml").write_text(DECLARED, encoding="utf-8")
    assert numbers(flow_table(linked(review), "2026"))["Records screened"] == "5"


def test_the_report_on_an_update_shows_the_round_that_was_counted_since(review: Path) -> None:
    new = linked(review)
    assert [table.id for table in flow_tables(new)] == ["tbl-register-flow-1"]
    for path in ("searches", "records"):
        for file in (review / "evidence" / path).iterdir():
            file.unlink()
    update = update_of(Version("old", linked(review)), Version("new", new))
    tables = {table.id: table for table in update_page(update).tables}
    assert numbers(tables["tbl-update-flow-1"])["Records screened"] == "3"


def test_the_reasons_are_told_to_whoever_signs_the_update(review: Path) -> None:
    for name in ("ab", "cd"):
        decide(review, "title-abstract", name, dict.fromkeys((1, 2, 3), "include"))
        decide(review, "full-text", name, dict.fromkeys((1, 2, 3), "exclude, reason: X1"))
    trace = linked(review)
    protocol = trace.dossier.protocol
    assert protocol is not None
    assert [plain(line) for line in reasons_told(trace, "2026")] == [f"X1: {protocol.exclusion['X1']}."]

"""The flow of records as a figure of the report, the reviewers' agreement, and records that nobody screens."""

from __future__ import annotations

from pathlib import Path

import pytest

from cerkit.model.flow_counts import count_rounds
from cerkit.model.screening import works_at
from cerkit.model.tables import plain
from cerkit.model.trace import Trace
from cerkit.render.agreement_table import agreement_table
from cerkit.render.figures import figure_html
from cerkit.render.flow_diagram import flow_svg
from cerkit.render.problems import RenderProblem
from cerkit.workspace.project import open_project
from support.review_project import decide, make_review


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))
    return make_review(tmp_path / "review", range(1, 9))


def linked(review: Path) -> Trace:
    return open_project(review).link()


def decided(review: Path) -> None:
    out = "exclude, reason: X1"
    decide(review, "title-abstract", "ab", {1: "include", 2: "include", **dict.fromkeys(range(3, 9), out)})
    decide(review, "title-abstract", "cd", {1: "include", **dict.fromkeys(range(2, 9), out)})
    decide(review, "title-abstract", "resolved", {2: "include"})


def test_agreement_is_that_before_anything_was_resolved(review: Path) -> None:
    decided(review)
    made = agreement_table(linked(review), round="2026").named("tbl-a", "Agreement")
    (row,) = made.rows
    # 2 by 2: 1 both in, 1 and 0 on one side, 6 both out: observed 7/8, expected 2/8 * 1/8 + 6/8 * 7/8 = 44/64.
    shown = [plain(cell) for cell in row.cells]
    assert shown[:3] == ["Title and abstract", "8", "7 (87.5 %)"]
    assert shown[3].startswith("0.60 (")
    assert shown[4:] == ["0.75", "1"]


def test_agreement_of_nobody_is_a_problem_of_the_page(review: Path) -> None:
    with pytest.raises(RenderProblem, match="no record was screened by two reviewers"):
        agreement_table(linked(review))


def test_the_diagram_is_a_figure_with_every_box_in_words(review: Path) -> None:
    decided(review)
    figure = figure_html(flow_svg(linked(review), "2026"), caption="Flow & all", name="fig-flow")
    assert figure.startswith('<figure id="fig-flow"')
    assert "\n" not in figure
    assert "Flow &amp; all</span></figcaption>" in figure
    assert "Records screened (n = 8)" in figure.partition("<desc>")[2].partition("</desc>")[0]
    with pytest.raises(RenderProblem, match="the round '2019'"):
        flow_svg(linked(review), "2019")


def test_what_was_taken_out_before_the_screening_is_counted_apart_and_not_shown(review: Path) -> None:
    (review / "evidence/links/2026.yml").write_text(
        "links:\n"
        "  - {same: [pmid-6, pmid-7], verdict: same, rule: EVR-2, on: 2026-02-02}\n"
        "removed:\n"
        "  - {key: pmid-7, reason: notice of an erratum, by: EVR-2, on: 2026-02-02}\n",
        encoding="utf-8",
    )
    trace = linked(review)
    (count,) = count_rounds(trace.dossier, trace.source_facts)
    assert (count.flow.duplicates_removed, count.flow.other_removed, count.flow.records_screened) == (1, 1, 6)
    shown = [key for work in works_at(trace.dossier, "title-abstract") for key in work.keys]
    assert shown == ["pmid-1", "pmid-2", "pmid-3", "pmid-4", "pmid-5", "pmid-8"]

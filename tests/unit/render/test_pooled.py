"""Results of syntheses as text, tables and drawings."""

from __future__ import annotations

from functools import cache

import lxml.etree
import pytest
import resvg_py

from cases.dossiers import assess_files, complete, edited
from cerkit.model.synthesis import Bounds, PooledValue, values_of
from cerkit.model.tables import State, Table, plain
from cerkit.model.trace import Trace
from cerkit.render.appraisal_tables import (
    appraisal_grid,
    appraisal_summary,
    evidence_summary,
)
from cerkit.render.figures import figure_html
from cerkit.render.pooled import pooled_text
from cerkit.render.pooled_forest import pooled_forest_svg
from cerkit.render.pooled_plots import funnel_svg, sroc_svg
from cerkit.render.pooled_sections import syntheses
from cerkit.render.pooled_tables import leave_one_out, results_table, studies_table
from cerkit.render.problems import RenderProblem
from cerkit.render.protocol_tables import protocol_table
from unit.assess.test_pooling import SYNTHESIS, TABLES, measured
from unit.render.samples import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
THREE = {
    "file": SYNTHESIS,
    "old": "SRC-birch-2022.sens]",
    "new": "SRC-birch-2022.sens, SRC-dogwood-2023.sens]",
}


@cache
def proportions() -> Trace:
    return assess_files(edited(complete(), (THREE,))).trace


@cache
def accuracy() -> Trace:
    return assess_files(edited(complete(), (measured("DTA", "REML"), *TABLES))).trace


def words(drawn: str) -> list[str]:
    return ["".join(part.itertext()) for part in lxml.etree.fromstring(drawn).iter(f"{SVG}text")]


def rows(table: Table) -> list[list[str]]:
    return [[plain(item) for item in row.cells] for row in table.rows]


def test_a_result_stands_in_a_sentence_with_interval_and_number_of_studies() -> None:
    trace = assess_files(complete()).trace
    assert pooled_text(trace, "SYN-sens") == "88.7 % (95 % CI 75.3 to 95.3; 2 studies)"
    assert pooled_text(trace, "SYN-sens", interval=False, studies=False) == "88.7 %"
    told = pooled_text(trace, "SYN-sens", prediction=True, studies=False)
    assert told == "88.7 % (95 % CI 75.3 to 95.3; 95 % prediction interval 60.9 to 97.6)"


def test_of_accuracy_both_numbers_or_the_one_that_is_named() -> None:
    both = pooled_text(accuracy(), "SYN-sens", interval=False)
    assert both.startswith("sensitivity 8")
    assert " % and specificity 97" in both
    assert both.endswith(" % (2 studies)")
    assert pooled_text(accuracy(), "SYN-sens", "specificity", interval=False, studies=False).startswith("97")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SYN-other", None, "'SYN-other' does not exist"),
        ("SYN-sens", "accuracy", "'accuracy' does not exist"),
    ],
)
def test_a_name_that_is_not_there_is_told(name: str, value: str | None, told: str) -> None:
    with pytest.raises(RenderProblem, match=told):
        pooled_text(accuracy(), name, value)


def test_a_synthesis_without_a_result_says_why() -> None:
    trace = assess_files(edited(complete(), (measured("DTA"),))).trace
    with pytest.raises(RenderProblem) as problem:
        pooled_text(trace, "SYN-sens")
    assert "has no two-by-two table in SRC-alder-2021" in problem.value.hint
    assert "No result: SRC-alder-2021.sens has no two-by-two table" in rows(results_table(trace))[0][3]
    text = "".join(getattr(piece, "text", "") for piece in syntheses(trace)[1].text)
    assert text.startswith("There is no result: SRC-alder-2021.sens")


@pytest.mark.parametrize(
    ("number", "printed"),
    [(0.125, "0.13"), (-0.004, "0.00"), (-1.5, "−1.50"), (float("inf"), "∞"), (float("-inf"), "−∞")],
)
def test_numbers_are_rounded_half_up_with_a_minus_sign(number: float, printed: str) -> None:
    value = PooledValue("effect", number, Bounds(number, number), None, is_percent=False, places=2)
    assert value.printed(number) == printed


def test_the_forest_plot_has_studies_weights_diamond_prediction_interval_and_line() -> None:
    drawn = pooled_forest_svg(proportions(), "SYN-sens", criterion="AC-1")
    told = words(drawn)
    for text in ("Alder 2021", "464/500", "92.8 (90.2 to 94.8)", "AC-1: ≥ 90.0", "Pooled, 3 studies"):
        assert text in told, text
    assert "95 % prediction interval" in told
    weights = [float(text.removesuffix(" %")) for text in told if text.endswith(" %") and text[0].isdigit()]
    assert sum(weights) == pytest.approx(100, abs=0.2)
    assert any(text.startswith("Between studies: τ² ") for text in told)
    tree = lxml.etree.fromstring(drawn)
    (diamond,) = [part for part in tree.iter(f"{SVG}polygon") if part.get("fill") == "#c2413b"]
    left, _, right, _ = [float(pair.split(",")[0]) for pair in (diamond.get("points") or "").split()]
    assert left < right
    label = tree.get("aria-label") or ""
    assert label.startswith(
        "Forest plot, Sensitivity of software for atrial fibrillation: pooled proportion of 3"
    )
    assert "Alder 2021: proportion 92.8 %" in (tree.findtext(f"{SVG}desc") or "")


def test_a_line_about_another_endpoint_is_refused() -> None:
    with pytest.raises(RenderProblem, match="AC-2 is about EP-unreadable"):
        pooled_forest_svg(proportions(), "SYN-sens", criterion="AC-2")
    assert "BM-1: 90.0" in words(pooled_forest_svg(proportions(), "SYN-sens", benchmark="BM-1"))


def test_accuracy_has_a_panel_for_each_number_and_the_line_in_its_own() -> None:
    told = words(pooled_forest_svg(accuracy(), "SYN-sens", criterion="AC-1"))
    assert told.count("Alder 2021") == 2
    assert told.count("AC-1: ≥ 90.0") == 1
    assert {"464/500", "960/1,000"} <= set(told)


def test_the_curve_shows_point_regions_and_studies() -> None:
    tree = lxml.etree.fromstring(sroc_svg(accuracy(), "SYN-sens"))
    assert len(list(tree.iter(f"{SVG}circle"))) == 3, "two studies and the legend"
    made = accuracy().results["SYN-sens"].pooled
    assert made is not None
    sensitivity, _ = values_of(made)
    assert f"Sensitivity {sensitivity.printed(sensitivity.estimate)} %" in words(
        sroc_svg(accuracy(), "SYN-sens")
    )
    with pytest.raises(RenderProblem, match="pools one number"):
        sroc_svg(proportions(), "SYN-sens")


def test_the_funnel_shows_every_study_and_how_little_few_studies_say() -> None:
    drawn = funnel_svg(proportions(), "SYN-sens")
    assert len(list(lxml.etree.fromstring(drawn).iter(f"{SVG}circle"))) == 4, "three studies and the legend"
    assert "With 3 studies asymmetry" in words(drawn)
    with pytest.raises(RenderProblem, match="pools two numbers"):
        funnel_svg(accuracy(), "SYN-sens")


@pytest.mark.parametrize("draw", [pooled_forest_svg, funnel_svg])
def test_drawings_are_pictures_for_word(draw: object) -> None:
    drawn = draw(proportions(), "SYN-sens")  # type: ignore[operator]  # either drawing
    assert "\n" not in drawn
    assert bytes(resvg_py.svg_to_bytes(svg_string=drawn)).startswith(b"\x89PNG")


def test_words_of_records_are_inert_in_figures() -> None:
    hostile = {"file": SYNTHESIS, "old": "title: Sensitivity of", "new": f"title: >-\n  {HOSTILE}"}
    title = {"file": SYNTHESIS, "old": " software for atrial fibrillation\n", "new": "\n"}
    trace = assess_files(edited(complete(), (title, hostile))).trace
    figure = figure_html(pooled_forest_svg(trace, "SYN-sens"), caption=HOSTILE, name="fig-x")
    assert "<script" not in figure
    assert "{" not in figure


def test_tables_give_the_studies_and_the_result_without_each() -> None:
    studies = rows(studies_table(proportions(), "SYN-sens"))
    assert studies[0][:4] == ["Alder 2021", "Alder 2021 (SRC-alder-2021)", "464/500", "92.8 % (90.2 to 94.8)"]
    assert studies[-1][0] == "Pooled, 3 studies"
    assert studies[-1][-1] == "100 %"
    without = rows(leave_one_out(proportions(), "SYN-sens"))
    assert [row[0] for row in without] == ["Alder 2021", "Birch 2022", "Dogwood 2023", "None: all 3 studies"]
    assert without[2][1] == "88.7 % (75.3 to 95.3)", "as in the dossier that has these two alone"


def test_the_register_has_a_section_for_each_with_tables_and_figures() -> None:
    first, section = syntheses(proportions())
    assert first.title is None
    assert section.title == "SYN-sens: Sensitivity of software for atrial fibrillation"
    assert [table.id for table in section.tables] == [
        "tbl-register-synthesis-1",
        "tbl-register-synthesis-1-choices",
        "tbl-register-synthesis-1-studies",
        "tbl-register-synthesis-1-without",
    ]
    assert [figure.split('"')[1] for figure in section.figures] == [
        "fig-register-synthesis-1-forest",
        "fig-register-synthesis-1-funnel",
    ]
    choices = dict(rows(section.tables[1]))
    assert choices["Model"] == "random effects, DerSimonian and Laird"
    assert choices["Empty cells"] == "none; nothing was added"


def test_the_evidence_on_an_endpoint_ends_with_what_is_pooled() -> None:
    table = evidence_summary(proportions(), "EP-sens")
    groups = [row.group for row in table.rows if row.group]
    assert groups == ["Device under evaluation", "Other sources", "Pooled"]
    assert plain(table.rows[-1].cells[0]) == "SYN-sens"
    with pytest.raises(RenderProblem, match="EP-other"):
        evidence_summary(proportions(), "EP-other")


def test_appraisals_are_told_domain_by_domain_and_counted() -> None:
    trace = proportions()
    scheme = next(item.appraisal.scheme for item in trace.dossier.sources if item.appraisal is not None)
    grid, summary = appraisal_grid(trace, scheme), appraisal_summary(trace, scheme)
    appraised = [item for item in trace.dossier.sources if item.appraisal and item.appraisal.scheme == scheme]
    assert len(grid.rows) == len(appraised)
    assert len(summary.rows) == len(grid.columns) - 3
    with pytest.raises(RenderProblem, match="the appraisal scheme 'none'"):
        appraisal_grid(trace, "none")


@pytest.mark.parametrize("part", ["questions", "criteria", "sources"])
def test_parts_of_the_protocol_are_tables(part: str) -> None:
    table = protocol_table(proportions(), part)
    assert table.rows
    assert all(len(row.cells) == len(table.columns) for row in table.rows if row.group is None)
    with pytest.raises(RenderProblem, match="'aims'"):
        protocol_table(proportions(), "aims")


def test_tools_of_risk_of_bias_are_a_traffic_light_and_other_schemes_are_words() -> None:
    """Low is good under QUADAS-2 and bad in a scheme that judges quality."""
    trace = proportions()
    bias = [cell for row in appraisal_grid(trace, "quadas-2").rows for cell in row.cells]
    lights = {plain(cell): cell.state for cell in bias if cell.state is not None}
    assert lights == {"low": State.MET, "unclear": State.LIMITS}
    assert not any(cell.state for row in appraisal_grid(trace, "meddev-a6").rows for cell in row.cells)
    counted = {row[0]: row[1:] for row in rows(appraisal_summary(trace, "quadas-2"))}
    assert counted["D4: Could the patient flow have introduced bias?"] == ["2 (67 %)", "1 (33 %)"]

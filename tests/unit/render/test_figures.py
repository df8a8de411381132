"""The forest plot: what is drawn, where, and what a reader who does not see it is told."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html
import pytest
import resvg_py

from cerkit.render.figures import figure_html, forest_svg
from cerkit.render.forest import Entry, draw
from cerkit.render.problems import RenderProblem
from cerkit.render.svg import axis, wrapped
from unit.render.samples import HOSTILE, trace

SVG = "{http://www.w3.org/2000/svg}"


def drawn(**options: object) -> lxml.etree._Element:
    made = forest_svg(trace(), "EP-sens", **options)  # type: ignore[arg-type]  # as a macro passes them
    assert "\n" not in made
    assert "{" not in made
    return lxml.etree.fromstring(made)


def words(tree: lxml.etree._Element) -> list[str]:
    return ["".join(part.itertext()) for part in tree.iter(f"{SVG}text")]


def test_device_under_evaluation_comes_first_and_results_in_words_stay_out() -> None:
    found = words(drawn())
    order = ["Device under evaluation", "Clinical investigation SRC-own", "Other sources", "Abràmoff 2018"]
    places = [found.index(name) for name in order]
    assert places == sorted(places)
    assert "94.4 (91.3 to 96.5)" in found
    assert "289/306" in found
    assert "50.98 to 85.90 (range)" in found
    assert "89.8 (no CI)" in found
    assert not any("above 85" in text for text in found)


def test_acceptance_line_stands_at_its_value_with_its_label() -> None:
    tree = drawn(criterion="AC-1")
    assert "AC-1: lower bound ≥ 85.0 %" in words(tree)
    line = next(part for part in tree.iter(f"{SVG}line") if part.get("stroke-dasharray"))
    ticks = {
        "".join(part.itertext()): float(part.get("x", "0"))
        for part in tree.iter(f"{SVG}text")
        if re.fullmatch(r"\d+", "".join(part.itertext())) and part.get("text-anchor") == "middle"
    }
    (low, x_low), (high, x_high) = (
        min(ticks.items(), key=lambda t: t[1]),
        max(ticks.items(), key=lambda t: t[1]),
    )
    expected = x_low + (85 - float(low)) / (float(high) - float(low)) * (x_high - x_low)
    assert float(line.get("x1", "0")) == pytest.approx(expected, abs=0.1)


def test_subgroups_and_ranges_differ_by_shape() -> None:
    every = drawn()
    assert len(list(every.iter(f"{SVG}polygon"))) == 2  # the subgroup and its mark in the legend
    alone = drawn(findings=["SRC-own.sens", "SRC-pub.sens"])
    assert not list(alone.iter(f"{SVG}polygon"))
    assert not any("subgroup" in text or "range" in text for text in words(alone))


def test_figure_is_told_to_those_who_do_not_see_it() -> None:
    made = lxml.html.fragment_fromstring(
        figure_html(forest_svg(trace(), "EP-sens", criterion="AC-1"), caption="A < B", name="fig-a")
    )
    (image,) = made.xpath("//svg")
    assert (made.get("id"), image.get("role")) == ("fig-a", "img")
    told = image.get("aria-label")
    own = "Device under evaluation: SRC-own, Sensitivity: 94.4 % (95 % CI 91.3 to 96.5; 289/306)"
    assert told.startswith(f"Forest plot of sensitivity, 5 results. {own}")
    assert told.endswith("Values of the other sources: 87.2 %. Acceptance line AC-1: lower bound ≥ 85.0 %.")
    assert made.xpath("//figcaption/span[@class='caption-text']")[0].text_content() == "A < B"
    assert HOSTILE in image.xpath("//desc")[0].text_content()


def test_hostile_names_are_text() -> None:
    tree = drawn()
    assert not list(tree.iter(f"{SVG}script"))
    assert any(text.startswith("Subgroup: {{ 1 }}") for text in words(tree))


def test_figure_can_be_made_a_picture() -> None:
    picture = bytes(
        resvg_py.svg_to_bytes(svg_string=forest_svg(trace(), "EP-sens", criterion="AC-1"), width=380)
    )
    assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"findings": ["SRC-own.none"]}, "the finding 'SRC-own.none'"),
        ({"findings": ["SRC-own.rate"]}, "SRC-own.rate measures EP-rate"),
        ({"findings": ["SRC-pub.words"]}, "SRC-pub.words has no value in %"),
        ({"findings": []}, "no finding of EP-sens can be drawn"),
        ({"criterion": "AC-3"}, "AC-3 is about EP-rate"),
        ({"criterion": "AC-8"}, "the criterion 'AC-8'"),
    ],
)
def test_what_cannot_be_drawn_is_a_problem(options: dict[str, object], message: str) -> None:
    with pytest.raises(RenderProblem, match=re.escape(message)):
        drawn(**options)


@pytest.mark.parametrize("unit", ["1", "none", "-"])
def test_what_has_no_unit_shows_none(unit: str) -> None:
    entry = Entry(
        "A", "", 20, 10, 30, is_range=False, is_own=True, is_subgroup=False, counts="", text="20 (10 to 30)"
    )
    made = draw([("Group", (entry,))], unit=unit, acceptance=None, title="T", description="D", label="L")
    assert f">{unit}<" not in made
    assert ">(95 % CI)<" in made


@pytest.mark.parametrize(
    ("values", "percent", "ticks"),
    [
        ([81.8, 96.5], True, (80, 85, 90, 95, 100)),
        ([0.0, 0.4], True, (0, 0.1, 0.2, 0.3, 0.4, 0.5)),
        ([50.98, 100.0], True, (40, 60, 80, 100)),
        ([3.0, 3.0], False, (2, 2.5, 3, 3.5, 4)),
        ([-4, 8], False, (-5, 0, 5, 10)),
        ([-20.0], True, (-22, -21, -20, -19, -18)),
        ([-5.0, 20.0], True, (-10, 0, 10, 20, 30)),
        ([120.0, 130.0], True, (117.5, 120, 122.5, 125, 127.5, 130, 132.5)),
        ([1e-12, 2e-12], False, (7.5e-13, 1e-12, 1.25e-12, 1.5e-12, 1.75e-12, 2e-12, 2.25e-12)),
    ],
)
def test_axis_has_round_ticks_round_all_values(
    values: list[float], percent: bool, ticks: tuple[float, ...]
) -> None:
    made = axis(values, left=0, right=100, percent=percent)
    assert made.ticks == pytest.approx(ticks, abs=1e-15)
    assert 0 <= made.at(min(values)) <= made.at(max(values)) <= 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three", ("one two", "three")),
        ("one two three four five", ("one two", "three…")),
        ("unbreakableword", ("unbreak…",)),
        ("", ()),
    ],
)
def test_long_names_end_in_an_ellipsis(text: str, expected: tuple[str, ...]) -> None:
    assert wrapped(text, 8, 2) == expected

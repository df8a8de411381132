"""Short texts for prose, and the statistics behind some of them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from cerkit.render import inline
from cerkit.render.problems import RenderProblem
from cerkit.render.words import number_text, with_unit
from unit.render.samples import HOSTILE, trace, with_files, written


@pytest.mark.parametrize(
    ("finding", "options", "expected"),
    [
        ("SRC-own.sens", {}, "94.4 % (95 % CI 91.3 to 96.5; 289/306)"),
        ("SRC-own.sens", {"counts": False}, "94.4 % (95 % CI 91.3 to 96.5)"),
        ("SRC-own.sens", {"interval": False}, "94.4 % (289/306)"),
        ("SRC-own.sens", {"interval": False, "counts": False}, "94.4 %"),
        ("SRC-own.rate", {}, "0.29 per 1000"),
        ("SRC-pub.range", {}, "50.98 to 85.90 %"),
        ("SRC-pub.words", {}, "above 85 in most"),
    ],
)
def test_result_keeps_the_printed_digits(finding: str, options: dict[str, bool], expected: str) -> None:
    assert inline.finding_text(trace(), finding, **options) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("94.0"), "94.0"),
        (41300, "41,300"),
        (Decimal(41300), "41,300"),
        (1842, "1,842"),
        (-3, "−3"),
        (Decimal("0.290"), "0.290"),
        (0, "0"),
        (Decimal("1E+5"), "100,000"),
    ],
)
def test_number(value: int | Decimal, expected: str) -> None:
    assert number_text(value) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [("94.4", "%", "94.4 %"), ("1.57", "HR", "HR 1.57"), ("2,011", "year", "2011"), ("0.3", "1", "0.3")],
)
def test_unit_stands_where_it_is_read(value: str, unit: str, expected: str) -> None:
    assert with_unit(value, unit) == expected


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("AC-1", "the lower bound of the 95 % confidence interval is at least 85.0 %"),
        ("AC-2", "the point estimate is more than 95.0 %"),
        ("AC-3", "the upper bound of the 95 % confidence interval is at most 1 per 1000"),
    ],
)
def test_criterion_in_words(criterion: str, expected: str) -> None:
    assert inline.criterion_text(trace(), criterion) == expected


@pytest.mark.parametrize(
    ("criterion", "finding", "expected"),
    [
        ("AC-2", None, "not met (94.4 ≤ 95.0)"),
        ("AC-1", "SRC-own.sens", "met (91.3 ≥ 85.0)"),
        ("AC-1", "SRC-own.handheld", "not met (80.1 < 85.0)"),
        ("AC-1", None, f"met (91.3 ≥ 85.0) on SRC-own.sens; not met (80.1 < 85.0) on {HOSTILE}"),
    ],
)
def test_verdict_is_computed_and_hides_no_subgroup(
    criterion: str, finding: str | None, expected: str
) -> None:
    assert inline.verdict_text(trace(), criterion, finding) == expected


@pytest.mark.parametrize(
    ("record", "field", "expected"),
    [
        ("device", "version", "1.10"),
        ("device", "manufacturer.name", "Sample Ltd"),
        ("device", "market.since", "1 February 2024"),
        ("CLM-1", "wording", HOSTILE),
        ("CLM-1", "decided_by", "AC-1"),
        ("CLM-1", "support", "supported with limits"),
        ("SRC-own", "sizes", "enrolled: 1,842, not gradable: 42"),
        ("SRC-pub", "publication.year", "2018"),
        ("SRC-own.sens", "source.design", "Prospective"),
        ("AC-1", "fixed_on", "20 January 2025"),
        ("BM-1", "value", "87.2 % (range 81.8 to 91.2 %)"),
        ("IND-1", "text", "Adults with diabetes"),
    ],
)
def test_field_of_a_record(record: str, field: str, expected: str) -> None:
    assert inline.field_text(trace(), record, field) == expected


@pytest.mark.parametrize(
    ("call", "message", "hint"),
    [
        (
            lambda: inline.finding_text(trace(), "SRC-own.sense"),
            "the finding 'SRC-own.sense'",
            "SRC-own.sens",
        ),
        (lambda: inline.criterion_text(trace(), "AC-9"), "the criterion 'AC-9'", "AC-1"),
        (lambda: inline.verdict_text(trace(), "AC-3"), "no finding decides AC-3", "decided_by"),
        (lambda: inline.verdict_text(trace(), "AC-1", "SRC-pub.sens"), "SRC-pub.sens", "SRC-own.sens"),
        (lambda: inline.benchmark_text(trace(), "BM-2"), "BM-2 has no value", 'field("BM-2", "statement")'),
        (lambda: inline.field_text(trace(), "CLM-1", "wordin"), "'wordin' does not exist", "wording"),
        (lambda: inline.field_text(trace(), "device", "wordin"), "'wordin' does not exist", "there are: "),
        (lambda: inline.field_text(trace(), "CLM-3", "limits"), "CLM-3 says nothing in `limits`", "leave"),
        (lambda: inline.field_text(trace(), "plan", "title"), "there is no record of the plan", "plan.yml"),
        (lambda: inline.field_text(trace(), "CLM-99", "wording"), "the record 'CLM-99'", "CLM-1"),
        (lambda: inline.exact_text(3, 2), "3 of 2 is no proportion", "exact(0, 1842)"),
        (lambda: inline.exact_text(0, 9, level=100), "no bound at a level of 100 %", "level=95"),
        (lambda: inline.exact_text(1, 9, level=-5), "no bound at a level of -5 %", "level=95"),
        (lambda: inline.exact_text(0, 9, places=40), "40 decimal places", "0 to 10"),
    ],
)
def test_what_cannot_be_said_is_a_problem_with_a_way_out(call: object, message: str, hint: str) -> None:
    assert callable(call)
    with pytest.raises(RenderProblem, match=re.escape(message)) as caught:
        call()
    assert hint in caught.value.hint


def test_intervals_of_several_levels_are_not_called_by_one() -> None:
    source = written("sources/SRC-own").replace("{lower: 80.1,", "{level: 97.5, lower: 80.1,")
    text = inline.criterion_text(with_files(**{"sources/SRC-own": source}), "AC-1")
    assert text == "the lower bound of the confidence interval is at least 85.0 %"


def test_several_findings_that_all_meet_are_said_in_one_bracket() -> None:
    criteria = """
criteria:
  - {id: AC-1, title: A, endpoint: EP-sens, bound: lower, operator: ">=", value: 80.0, margin: None,
     decided_by: [SRC-own.sens, SRC-own.handheld], fixed_on: 2025-01-20, fixed_in: DOC-plan}
  - {id: AC-2, title: B, endpoint: EP-sens, bound: lower, operator: ">=", value: 80.0, margin: None,
     decided_by: [SRC-own.sens], fixed_on: 2025-01-20, fixed_in: DOC-plan}
"""
    changed = with_files(criteria=criteria)
    assert inline.verdict_text(changed, "AC-1") == "met (91.3 ≥ 80.0; 80.1 ≥ 80.0)"


def test_no_event_is_not_no_risk() -> None:
    assert inline.exact_text(0, 1842) == "0.16 %"

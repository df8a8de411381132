"""Whether a finding meets a criterion is exact arithmetic on the printed numbers, and nothing is averaged away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.link.facts import finding_facts
from cerkit.model.facts import FindingFacts
from cerkit.model.fields import Number
from cerkit.model.records.evaluation import Criterion, Endpoint
from cerkit.model.records.source import Finding, Source
from cerkit.model.verdicts import Outcome, Support, Verdict, decide, support

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_DECIDABLE
ENDPOINT = Endpoint.model_validate(
    {
        "id": "EP-sens",
        "name": "Sensitivity",
        "definition": "Share of the ill who are found",
        "unit": "%",
        "direction": "higher is better",
        "aspect": "performance",
    }
)
SOURCE = Source.model_validate(
    {
        "id": "SRC-ci",
        "kind": "clinical investigation",
        "title": "Study",
        "relation": "under evaluation",
        "design": "Prospective",
        "population": "Adults",
        "read": "report",
        "outcome": "favourable",
        "role": "Performance",
        "limitations": "One country",
    }
)


def criterion(bound: str, sign: str, value: Number) -> Criterion:
    return Criterion.model_validate(
        {
            "id": "AC-1",
            "title": "Sensitivity",
            "endpoint": "EP-sens",
            "bound": bound,
            "operator": sign,
            "value": value,
            "margin": "None",
            "fixed_on": date(2024, 1, 1),
            "fixed_in": "DOC-plan",
        }
    )


def finding(**fields: Any) -> FindingFacts:
    given = {
        "id": "sens",
        "endpoint": "EP-sens",
        "label": "Sensitivity",
        "unit": "%",
        "where_read": "Table 2",
    }
    return finding_facts(SOURCE, Finding.model_validate(given | fields))


def interval(lower: str, upper: str) -> dict[str, Decimal]:
    return {"lower": Decimal(lower), "upper": Decimal(upper)}


@pytest.mark.parametrize(
    ("bound", "sign", "value", "outcome", "comparison"),
    [
        ("estimate", ">=", "94.4", MET, "94.4 ≥ 94.4"),
        ("estimate", ">=", "94.40", MET, "94.4 ≥ 94.40"),
        ("estimate", ">=", "94.41", NOT_MET, "94.4 < 94.41"),
        ("estimate", ">", "94.4", NOT_MET, "94.4 ≤ 94.4"),
        ("estimate", ">", "94.39", MET, "94.4 > 94.39"),
        ("estimate", "<=", "94.4", MET, "94.4 ≤ 94.4"),
        ("estimate", "<=", "94.3", NOT_MET, "94.4 > 94.3"),
        ("estimate", "<", "94.4", NOT_MET, "94.4 ≥ 94.4"),
        ("estimate", "<", "94.5", MET, "94.4 < 94.5"),
        ("lower", ">=", "91.3", MET, "91.3 ≥ 91.3"),
        ("lower", ">=", "91.31", NOT_MET, "91.3 < 91.31"),
        ("lower", ">", "91.3", NOT_MET, "91.3 ≤ 91.3"),
        ("lower", "<", "91.30", NOT_MET, "91.3 ≥ 91.30"),
        ("lower", "<=", "94", MET, "91.3 ≤ 94"),
        ("upper", "<=", "96.5", MET, "96.5 ≤ 96.5"),
        ("upper", "<=", "96.4", NOT_MET, "96.5 > 96.4"),
        ("upper", "<", "96.5", NOT_MET, "96.5 ≥ 96.5"),
        ("upper", "<", "97", MET, "96.5 < 97"),
        ("upper", ">", "96", MET, "96.5 > 96"),
        ("upper", ">=", "96.50001", NOT_MET, "96.5 < 96.50001"),
    ],
)
def test_the_bound_that_the_criterion_names_is_compared(
    bound: str, sign: str, value: str, outcome: Outcome, comparison: str
) -> None:
    number = Decimal(value) if "." in value else int(value)
    measured = finding(value=Decimal("94.4"), interval=interval("91.3", "96.5"))
    verdict = decide(criterion(bound, sign, number), ENDPOINT, measured, admissible=True)
    assert (verdict.outcome, verdict.comparison) == (outcome, comparison)
    assert verdict.compared == Decimal({"estimate": "94.4", "lower": "91.3", "upper": "96.5"}[bound])
    assert (verdict.criterion, verdict.finding) == ("AC-1", "SRC-ci.sens")


def test_no_binary_fraction_decides() -> None:
    """0.1 + 0.2 is not 0.3 in floating point; 0.3 as printed is."""
    verdict = decide(
        criterion("estimate", ">=", Decimal("0.3")),
        ENDPOINT,
        finding(value=Decimal("0.30")),
        admissible=True,
    )
    assert verdict.outcome is MET
    almost = finding(value=Decimal("84.99999999999999999999"))
    assert decide(criterion("estimate", ">=", 85), ENDPOINT, almost, admissible=True).outcome is NOT_MET


@pytest.mark.parametrize(
    ("bound", "fields", "admissible", "reason"),
    [
        ("estimate", {}, True, "has no single value"),
        ("estimate", {"low": 80, "high": 90}, True, "has no single value"),
        ("estimate", {"result": "none seen"}, True, "has no single value"),
        ("lower", {"value": 90}, True, "has no confidence interval"),
        ("upper", {"value": 90}, True, "has no confidence interval"),
        (
            "lower",
            {"value": 90, "interval": {"level": 90, "lower": 86, "upper": 93}},
            True,
            "has an interval of 90 %, and 95 % are asked for",
        ),
        ("estimate", {"value": 90, "endpoint": "EP-spec"}, True, "measures EP-spec, not EP-sens"),
        ("estimate", {"value": 90, "unit": "share"}, True, "is given in share, the endpoint in %"),
        ("estimate", {"value": 90}, False, "comes from a source that may not decide a criterion"),
        # The first reason in the order in which an author would mend them.
        ("lower", {"value": 90, "endpoint": "EP-spec", "unit": "s"}, False, "measures EP-spec, not EP-sens"),
    ],
)
def test_why_a_finding_cannot_decide(
    bound: str, fields: dict[str, Any], admissible: bool, reason: str
) -> None:
    verdict = decide(criterion(bound, ">=", 85), ENDPOINT, finding(**fields), admissible=admissible)
    assert (verdict.outcome, verdict.comparison, verdict.compared) == (UNKNOWN, reason, None)


def test_a_verdict_remembers_its_subgroup() -> None:
    measured = finding(value=90, subgroup=True, group="Handheld cameras")
    verdict = decide(criterion("estimate", ">=", 85), ENDPOINT, measured, admissible=True)
    assert (verdict.subgroup, verdict.group) == (True, "Handheld cameras")


NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2)


@given(measured=NUMBERS, value=NUMBERS)
def test_exactly_one_of_an_operator_and_its_opposite_is_met(measured: Decimal, value: Decimal) -> None:
    def outcome(sign: str) -> Outcome:
        found = finding(value=measured)
        return decide(criterion("estimate", sign, value), ENDPOINT, found, admissible=True).outcome

    for sign, opposite in ((">=", "<"), (">", "<=")):
        assert {outcome(sign), outcome(opposite)} == {MET, NOT_MET}


def verdict_of(outcome: Outcome, *, subgroup: bool = False) -> Verdict:
    return Verdict("AC-1", "SRC-ci.sens", outcome, None, "", subgroup, None)


WHOLE_MET, WHOLE_NOT, WHOLE_UNKNOWN = (verdict_of(outcome) for outcome in (MET, NOT_MET, UNKNOWN))
PART_MET, PART_NOT, PART_UNKNOWN = (verdict_of(outcome, subgroup=True) for outcome in (MET, NOT_MET, UNKNOWN))


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((), Support.WITHOUT),
        ((WHOLE_MET,), Support.SUPPORTED),
        ((WHOLE_MET, WHOLE_MET), Support.SUPPORTED),
        ((WHOLE_MET, PART_MET), Support.SUPPORTED),
        ((WHOLE_MET, PART_NOT), Support.WITH_LIMITS),
        ((WHOLE_MET, PART_MET, PART_NOT), Support.WITH_LIMITS),
        ((WHOLE_MET, PART_UNKNOWN), Support.WITH_LIMITS),
        ((WHOLE_NOT,), Support.NOT_SUPPORTED),
        ((WHOLE_NOT, WHOLE_MET, WHOLE_MET), Support.NOT_SUPPORTED),
        ((WHOLE_NOT, PART_MET), Support.NOT_SUPPORTED),
        ((WHOLE_NOT, WHOLE_UNKNOWN), Support.NOT_SUPPORTED),
        ((WHOLE_UNKNOWN,), Support.UNDECIDED),
        ((WHOLE_UNKNOWN, WHOLE_MET), Support.UNDECIDED),
        ((WHOLE_UNKNOWN, PART_NOT), Support.UNDECIDED),
        ((PART_MET,), Support.UNDECIDED),
        ((PART_NOT,), Support.UNDECIDED),
    ],
)
def test_what_verdicts_say_together_whatever_their_order(
    verdicts: tuple[Verdict, ...], expected: Support
) -> None:
    assert {support(order) for order in permutations(verdicts)} == {expected}


@given(
    st.lists(
        st.sampled_from([WHOLE_MET, WHOLE_NOT, WHOLE_UNKNOWN, PART_MET, PART_NOT, PART_UNKNOWN]), min_size=1
    )
)
def test_no_number_of_good_results_hides_a_bad_one(verdicts: list[Verdict]) -> None:
    together = support(tuple(verdicts))
    if any(verdict.outcome is not MET for verdict in verdicts):
        assert together is not Support.SUPPORTED
    for bad in (PART_NOT, WHOLE_NOT):
        assert support((*verdicts, bad)) is not Support.SUPPORTED

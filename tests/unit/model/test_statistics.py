"""Intervals of proportions: against printed values, and against the sums of chances that define them."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.model.statistics import (
    clopper_pearson,
    exact_upper_bound,
    normal_quantile,
    predictive_values,
    wald,
    wilson,
)

PAIRS = st.integers(1, 60).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
LEVELS = st.sampled_from([80, 90, 95, 97.5, 99, 99.9])


def chance_of_at_most(events: int, total: int, share: Fraction) -> Fraction:
    """The binomial sum, exactly."""
    return sum(
        (comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(events + 1)), Fraction(0)
    )


@given(PAIRS, LEVELS)
def test_exact_bounds_leave_half_of_the_error_in_each_tail(pair: tuple[int, int], level: float) -> None:
    events, total = pair
    found, tail = clopper_pearson(events, total, level=level), (1 - level / 100) / 2
    if events > 0:
        below = chance_of_at_most(events - 1, total, Fraction(found.lower) / 100)
        assert float(1 - below) == pytest.approx(tail, abs=1e-9)
    if events < total:
        upto = chance_of_at_most(events, total, Fraction(found.upper) / 100)
        assert float(upto) == pytest.approx(tail, abs=1e-9)


@given(PAIRS, LEVELS)
def test_wilson_bounds_are_where_the_score_test_just_rejects(pair: tuple[int, int], level: float) -> None:
    events, total = pair
    found, z = wilson(events, total, level=level), normal_quantile(level)
    bounds = [found.lower] * (events > 0) + [found.upper] * (events < total)
    for bound in bounds:
        share = bound / 100
        assert (events / total - share) ** 2 == pytest.approx(z * z * share * (1 - share) / total, abs=1e-12)


def test_wald_may_reach_beyond_all() -> None:
    found = wald(58, 60)
    assert (round(found.lower, 2), round(found.upper, 2)) == (92.12, 101.21)


def test_no_event_in_1842_leaves_room_for_three() -> None:
    assert exact_upper_bound(0, 1842) == pytest.approx(100 * (1 - 0.05 ** (1 / 1842)), rel=1e-12)


@pytest.mark.parametrize(("events", "total"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_proportion_has_no_interval(events: int, total: int) -> None:
    with pytest.raises(ValueError, match="is no proportion"):
        wilson(events, total)


@pytest.mark.parametrize(
    ("events", "total", "lower", "upper"),
    [
        (412, 436, 91.9, 96.3),
        (1203, 1364, 86.4, 89.8),
        (1800, 1842, 96.9, 98.3),
        (289, 306, 91.3, 96.5),
        (1341, 1494, 88.1, 91.2),
        (58, 58, 93.8, 100.0),
        (35, 36, 85.8, 99.5),
        (0, 20, 0.0, 16.1),
    ],
)
def test_wilson(events: int, total: int, lower: float, upper: float) -> None:
    found = wilson(events, total)
    assert (round(found.lower, 1), round(found.upper, 1)) == (lower, upper)


@pytest.mark.parametrize(
    ("events", "total", "lower", "upper"),
    # R 4: binom.test(x, n)$conf.int; for 0 and n of n also 1 - 0.025^(1/n).
    [
        (3, 100, 0.6229972, 8.5176053),
        (0, 10, 0.0, 30.8497108),
        (10, 10, 69.1502892, 100.0),
        (1, 2, 1.2579117, 98.7420883),
    ],
)
def test_clopper_pearson(events: int, total: int, lower: float, upper: float) -> None:
    found = clopper_pearson(events, total)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-7)


@given(st.integers(1, 3000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_exact_bounds_leave_the_promised_tails(pair: tuple[int, int]) -> None:
    events, total = pair
    found, bound = clopper_pearson(events, total), exact_upper_bound(events, total)
    assert 0 <= found.lower <= 100 * events / total <= bound <= found.upper <= 100
    assert 100 - clopper_pearson(total - events, total).upper == pytest.approx(found.lower, abs=1e-9)


@pytest.mark.parametrize(
    ("prevalence", "ppv", "npv"),
    [(2, 15.8, 99.87), (5, 32.7, 99.68), (10, 50.6, 99.32), (20, 69.7, 98.48)],
)
def test_predictive_values(prevalence: float, ppv: float, npv: float) -> None:
    positive, negative = predictive_values(100 * 289 / 306, 100 * 1341 / 1494, prevalence)
    assert (round(positive or 0, 1), round(negative or 0, 2)) == (ppv, npv)


def test_nobody_with_that_result_has_no_predictive_value() -> None:
    assert predictive_values(0, 100, 10) == (None, 90.0)

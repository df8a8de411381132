"""Agreement of two reviewers, against worked examples that were published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.model.agreement import agreement


def pairs(table: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    return [pair for pair, count in table.items() for _ in range(count)]


def two_by_two(both_yes: int, yes_no: int, no_yes: int, both_no: int) -> list[tuple[str, str]]:
    return pairs({("y", "y"): both_yes, ("y", "n"): yes_no, ("n", "y"): no_yes, ("n", "n"): both_no})


@pytest.mark.parametrize(
    ("counts", "kappa", "pabak"),
    [
        # Sim and Wright 2005, Physical Therapy 85:257, table 1: relevance of lateral shift, 39 patients.
        ((22, 2, 4, 11), 0.67, 0.69),
        # Feinstein and Cicchetti 1990, J Clin Epidemiol 43:543: the same agreement of 85 per cent, two kappas.
        ((40, 9, 6, 45), 0.70, 0.70),
        ((80, 10, 5, 5), 0.32, 0.70),
    ],
)
def test_published_two_by_two_tables(counts: tuple[int, int, int, int], kappa: float, pabak: float) -> None:
    found = agreement(two_by_two(*counts))
    assert found.kappa == pytest.approx(kappa, abs=0.005)
    assert found.pabak == pytest.approx(pabak, abs=0.005)


def test_four_answers_of_two_radiologists() -> None:
    """Boyd and others 1982, the example of Stata's manual [R] kappa: agreement 63.53 per cent, kappa 0.4728."""
    rows = ((21, 12, 0, 0), (4, 17, 1, 0), (3, 9, 15, 2), (0, 0, 0, 1))
    table = {(str(one), str(other)): count for one, row in enumerate(rows) for other, count in enumerate(row)}
    found = agreement(pairs(table))
    assert found.per_cent == pytest.approx(63.53, abs=0.005)
    assert found.kappa == pytest.approx(0.4728, abs=0.00005)


def test_interval_of_the_r_package_statpsych() -> None:
    """`ci.kappa(.05, 31, 12, 4, 58)` prints 0.6756757, 0.07344761, 0.5317210, 0.8196303."""
    found = agreement(two_by_two(31, 12, 4, 58))
    assert found.kappa == pytest.approx(0.6756757, abs=5e-8)
    assert found.standard_error == pytest.approx(0.07344761, abs=5e-9)
    assert found.interval == pytest.approx((0.5317210, 0.8196303), abs=5e-8)


def test_one_and_the_same_answer_has_no_kappa() -> None:
    found = agreement([("exclude", "exclude")] * 20)
    assert (found.kappa, found.interval, found.per_cent) == (None, None, 100.0)


def test_no_pairs_no_figure() -> None:
    assert agreement([]).per_cent is None


@given(st.lists(st.tuples(st.sampled_from("iex"), st.sampled_from("iex")), min_size=1))
def test_who_is_named_first_makes_no_difference(given_pairs: list[tuple[str, str]]) -> None:
    one, other = agreement(given_pairs), agreement([(b, a) for a, b in given_pairs])
    assert one.kappa == pytest.approx(other.kappa)
    assert one.standard_error == pytest.approx(other.standard_error)
    assert one.kappa is None or (
        one.interval is not None and one.interval[0] <= one.kappa <= one.interval[1] + 1e-9
    )

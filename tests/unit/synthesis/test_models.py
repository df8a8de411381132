"""Pooled effects against metafor: every measure, estimator and interval on published data sets."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.model.synthesis import Pooled
from cerkit.synthesis import DataError, effects, eggers_test, leave_one_out, pool, pool_accuracy

REFERENCE = json.loads(Path(__file__).with_name("reference.json").read_text(encoding="utf-8"))
FITS = REFERENCE["univariate"]
TOLERANCE = 1e-6
"""Absolute; the reference was made with tight stopping rules, so that it holds far more digits than are printed."""
BCG = {
    "ai": [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
    "bi": [119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886],
    "ci": [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
    "di": [128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825],
}
"""Tuberculosis under BCG vaccination (Colditz 1994), thirteen trials."""


def columns(rows: list[dict[str, float]]) -> dict[str, list[float]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def name_of(fit: dict[str, Any]) -> str:
    return "-".join((fit["data"].replace(" ", "_"), fit["measure"], fit["method"], fit["interval"]))


def compared(fit: dict[str, Any], made: Pooled) -> Iterator[tuple[str, Any, Any]]:
    for name in ("estimate", "se", "ci", "tau2", "q", "q_p"):
        yield name, getattr(made, name), fit[name]
    yield "pi", made.pi or (), fit["pi"]
    yield "i2", made.i2 / 100, fit["i2"] / 100
    if fit.get("tau2_ci"):
        yield "tau2_ci", made.tau2_ci, fit["tau2_ci"]
    yield "weights", [item.weight for item in made.studies], fit["weights"]


@pytest.mark.parametrize("fit", FITS, ids=map(name_of, FITS))
def test_a_pooled_effect_is_metafors(fit: dict[str, Any]) -> None:
    found = effects(fit["measure"], columns(REFERENCE["sets"][fit["data"]]))
    made = pool(found, method=fit["method"], interval=fit["interval"])
    assert made.k == fit["k"]
    for name, ours, theirs in compared(fit, made):
        assert ours == pytest.approx(theirs, abs=TOLERANCE, rel=TOLERANCE), name


def test_every_measure_and_estimator_was_compared() -> None:
    assert {fit["measure"] for fit in FITS} == {
        "RR",
        "OR",
        "RD",
        "MD",
        "SMD",
        "PLO",
        "PFT",
        "PR",
        "IRR",
        "GEN",
    }
    assert {fit["method"] for fit in FITS} == {"FE", "DL", "REML", "ML", "PM", "HE", "SJ"}
    assert {fit["interval"] for fit in FITS} == {"wald", "hk"}


@pytest.mark.parametrize(
    ("method", "interval", "estimate", "ci", "tau2"),
    [
        ("REML", "wald", -0.7145, (-1.0669, -0.3622), 0.3132),
        ("REML", "hk", -0.7145, (-1.1084, -0.3206), 0.3132),
        ("DL", "wald", -0.7141, (-1.0644, -0.3638), 0.3088),
        ("FE", "wald", -0.4303, (-0.5097, -0.3509), 0.0),
    ],
)
def test_the_vaccine_trials_as_they_are_printed(
    method: Any, interval: Any, estimate: float, ci: tuple[float, float], tau2: float
) -> None:
    """Viechtbauer 2010, J Stat Softw 36(3)."""
    made = pool(effects("RR", BCG), method=method, interval=interval)
    printed = pytest.approx((estimate, *ci, tau2), abs=5e-5)
    assert (made.estimate, *made.ci, made.tau2) == printed


@pytest.mark.parametrize(("name", "data"), [("pritz1997", "pritz1997"), ("rare", "rare events")])
def test_proportions_are_turned_back(name: str, data: str) -> None:
    back = pool(effects("PFT", columns(REFERENCE["sets"][data]))).back_transformed
    theirs = REFERENCE["backtransformed"][name]
    assert back is not None
    assert back.pi is not None
    ours = (back.estimate, *back.ci, *back.pi)
    assert ours == pytest.approx((theirs["estimate"], *theirs["ci"], *theirs["pi"]), abs=TOLERANCE)


def test_leaving_out_each_study_in_turn() -> None:
    theirs = REFERENCE["sensitivity"]["l1o"]
    ours = leave_one_out(effects("RR", BCG))
    assert [item.estimate for item in ours] == pytest.approx(theirs["estimate"], abs=TOLERANCE)
    assert [item.ci.lower for item in ours] == pytest.approx(theirs["ci.lb"], abs=TOLERANCE)
    assert [item.tau2 for item in ours] == pytest.approx(theirs["tau2"], abs=TOLERANCE)


def test_eggers_test() -> None:
    theirs = REFERENCE["sensitivity"]["egger"]
    ours = eggers_test(effects("RR", BCG))
    assert (ours.statistic, ours.df, ours.p) == pytest.approx(
        (theirs["t"], theirs["df"], theirs["p"]), abs=TOLERANCE
    )


@pytest.mark.parametrize(
    "fit", REFERENCE["accuracy"], ids=lambda fit: f"{fit['data'].replace(' ', '_')}-{fit['method']}"
)
def test_pooled_accuracy_is_the_bivariate_models(fit: dict[str, Any]) -> None:
    made = pool_accuracy(columns(fit["table"]), method=fit["method"])
    assert made.estimate == pytest.approx(fit["mu"], abs=5e-6)
    assert [made.covariance[at][at] ** 0.5 for at in (0, 1)] == pytest.approx(fit["se"], abs=5e-6)
    assert made.tau2 == pytest.approx(fit["tau2"], abs=2e-5)
    assert made.rho == pytest.approx(fit["rho"], abs=2e-5)
    logit = made.estimate[0]
    assert made.sensitivity.estimate == pytest.approx(1 / (1 + math.exp(-logit)))
    assert made.sensitivity.ci.lower < made.sensitivity.estimate < made.sensitivity.ci.upper
    assert made.specificity.ci.lower < made.specificity.estimate < made.specificity.ci.upper


def test_one_empty_cell_corrects_all_tables_of_accuracy() -> None:
    with_zero = next(fit for fit in REFERENCE["accuracy"] if "zero" in fit["data"])
    made = pool_accuracy(columns(with_zero["table"]))
    assert made.correction == "0.5 added to all cells of all studies, since one has an empty cell"
    assert made.studies[-1].fn == 0


def test_the_curve_rises_over_the_rates_that_were_seen() -> None:
    made = pool_accuracy(columns(REFERENCE["accuracy"][2]["table"]))
    rates, heights = zip(*made.curve, strict=True)
    seen = [study.fp / (study.fp + study.tn) for study in made.studies]
    assert (rates[0], rates[-1]) == pytest.approx((min(seen), max(seen)))
    assert list(heights) == sorted(heights)


def test_what_was_added_to_empty_cells_is_told() -> None:
    made = pool(effects("OR", {"ai": [0, 3], "n1i": [10, 10], "ci": [2, 4], "n2i": [12, 13]}))
    assert made.correction == "0.5 added to the cells of 1 study with an empty cell"
    assert pool(effects("OR", BCG)).correction is None


def test_a_single_study_is_its_own_result() -> None:
    made = pool(effects("PLO", {"xi": [5], "ni": [20]}))
    assert made.estimate == pytest.approx(math.log(5 / 15))
    assert (made.tau2, made.i2, made.q_df, made.tau2_ci) == (0.0, 0.0, 0, None)


@pytest.mark.parametrize(
    ("measure", "given_columns", "message"),
    [
        ("RR", {"ai": [11], "n1i": [10], "ci": [1], "n2i": [10]}, "ai of study 1 is more than n1i"),
        ("RR", {"ai": [-1], "n1i": [10], "ci": [1], "n2i": [10]}, "ai of study 1 is below zero"),
        ("RR", {"xi": [1], "ni": [2]}, "RR needs the columns ai bi ci di, or ai n1i ci n2i"),
        ("PLO", {"xi": [1, 3], "ni": [2, 0]}, "ni of study 2 is zero"),
        ("GEN", {"yi": [1.0], "vi": [0.0]}, "vi of study 1 is no variance"),
        ("GEN", {"yi": [math.nan], "vi": [1.0]}, "yi of study 1 is no number"),
        (
            "MD",
            {"m1i": [1], "sd1i": [0], "n1i": [9], "m2i": [1], "sd2i": [0], "n2i": [9]},
            "study 1 gives no effect",
        ),
        ("GEN", {"yi": [], "vi": []}, "there is no study to pool"),
    ],
)
def test_impossible_numbers(measure: Any, given_columns: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        pool(effects(measure, given_columns))


def test_accuracy_needs_people_on_both_sides() -> None:
    with pytest.raises(DataError, match="study 2 has nobody with the condition"):
        pool_accuracy({"TP": [1, 0], "FN": [1, 0], "FP": [1, 1], "TN": [1, 1]})
    with pytest.raises(DataError, match="needs two studies"):
        pool_accuracy({"TP": [1], "FN": [1], "FP": [1], "TN": [1]})


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 400)), min_size=2, max_size=12),
    st.sampled_from(("DL", "REML", "ML", "PM", "HE", "SJ")),
)
def test_laws_of_pooling(found: list[tuple[int, int]], method: Any) -> None:
    """The order of the studies says nothing, the pooled effect lies among theirs, and the weights make up a whole."""
    table = {"xi": [min(x, n) for x, n in found], "ni": [n for _, n in found]}
    made = pool(effects("PLO", table), method=method)
    turned = pool(effects("PLO", {name: values[::-1] for name, values in table.items()}), method=method)
    assert turned.estimate == pytest.approx(made.estimate, abs=1e-6)
    assert min(item.estimate for item in made.studies) - 1e-9 <= made.estimate
    assert made.estimate <= max(item.estimate for item in made.studies) + 1e-9
    assert sum(item.weight for item in made.studies) == pytest.approx(100)
    assert made.pi is not None
    assert made.pi.lower <= made.ci.lower <= made.ci.upper <= made.pi.upper
    assert made.tau2 >= 0


_CELL = st.integers(1, 400)


@given(
    st.lists(st.tuples(_CELL, _CELL, _CELL, _CELL), min_size=3, max_size=12),
    st.sampled_from(["REML", "ML"]),
    st.lists(st.tuples(*[st.floats(-0.3, 0.3)] * 3), min_size=1, max_size=5),
)
def test_no_covariance_beside_the_one_found_is_likelier(
    tables: list[tuple[int, int, int, int]], method: Any, steps: list[tuple[float, float, float]]
) -> None:
    cells = dict(zip(("TP", "FN", "FP", "TN"), map(list, zip(*tables, strict=True)), strict=True))
    found = pool_accuracy(cells, method=method)
    sd = [math.sqrt(value) for value in found.tau2]
    root = np.array([[sd[0], 0.0], [found.rho * sd[1], sd[1] * math.sqrt(max(0.0, 1 - found.rho**2))]])
    best = distance(cells, root @ root.T, method)
    for first, across, second in steps:
        other = root + np.array([[first, 0.0], [across, second]])
        assert best <= distance(cells, other @ other.T, method) + 1e-6


def distance(cells: dict[str, list[int]], psi: Any, method: str) -> float:
    """Twice the negative log-likelihood of the bivariate model, less a constant, as the paper writes it."""
    told, weights, pulled = 0.0, np.zeros((2, 2)), np.zeros(2)
    studies = []
    for tp, fn, fp, tn in zip(*cells.values(), strict=True):
        y = np.array([math.log(tp / fn), math.log(fp / tn)])
        inverse = np.linalg.inv(np.diag([1 / tp + 1 / fn, 1 / fp + 1 / tn]) + psi)
        weights, pulled = weights + inverse, pulled + inverse @ y
        studies.append((y, inverse))
    mean = np.linalg.solve(weights, pulled)
    for y, inverse in studies:
        told += (y - mean) @ inverse @ (y - mean) - math.log(np.linalg.det(inverse))
    return float(told + (math.log(np.linalg.det(weights)) if method == "REML" else 0.0))

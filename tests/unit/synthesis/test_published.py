"""Published meta-analyses, typed in from their papers: what the papers print is what we compute.

Numbers of patients and results are those of the papers named with each test. They were read in the public data files
of the R package metadat and in the analysis examples of metafor, which cite the pages. Where a paper rounded on the
way, the value that differs for that reason is left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cerkit.model.synthesis import Method, Pooled
from cerkit.synthesis import Effects, effects, pool, pool_accuracy

BCG = json.loads((Path(__file__).parent / "reference.json").read_text(encoding="utf-8"))["sets"]["bcg"]
"""Colditz et al., JAMA 1994;271:698-702: trials of BCG vaccine against tuberculosis."""

LIDOCAINE = {
    "ai": [2, 4, 6, 7, 7, 11],
    "n1i": [39, 44, 107, 103, 110, 154],
    "ci": [1, 4, 4, 5, 3, 4],
    "n2i": [43, 44, 110, 100, 106, 146],
}
"""Hine et al., Arch Intern Med 1989;149:2694-2698: deaths after lidocaine for suspected myocardial infarction."""

STROKE = {
    "n1i": [155, 31, 75, 18, 8, 57, 34, 110, 60],
    "m1i": [55, 27, 64, 66, 14, 19, 52, 21, 30],
    "sd1i": [47, 7, 17, 20, 8, 7, 45, 16, 27],
    "n2i": [156, 32, 71, 18, 13, 52, 33, 183, 52],
    "m2i": [75, 29, 119, 137, 18, 18, 41, 31, 23],
    "sd2i": [64, 4, 29, 48, 11, 4, 34, 27, 20],
}
"""Normand, Stat Med 1999;18:321-359, table 8: days in hospital of stroke patients under specialist and routine care."""

EXPECTANCY_D = [
    *(0.03, 0.12, -0.14, 1.18, 0.26, -0.06, -0.02, -0.32, 0.27, 0.80),
    *(0.54, 0.18, -0.02, 0.23, -0.18, -0.06, 0.30, 0.07, -0.07),
]
EXPECTANCY_SE = [
    *(0.125, 0.147, 0.167, 0.373, 0.369, 0.103, 0.103, 0.220, 0.164, 0.251),
    *(0.302, 0.223, 0.289, 0.290, 0.159, 0.167, 0.139, 0.094, 0.174),
]
"""Raudenbush and Bryk, J Educ Stat 1985;10:75-98: what teachers expect of pupils, and the pupils' intelligence test."""

CATHETERS_TREATED = [0, 1, 2, 0, 5, 1, 1, 1, 1, 1, 0, 0, 3, 6, 0, 0, 1, 4]
CATHETERS_TREATED_OF = [116, 44, 208, 130, 151, 98, 174, 74, 97, 113, 66, 70, 188, 187, 118, 252, 345, 64]
CATHETERS_CONTROL = [3, 3, 9, 7, 6, 4, 3, 2, 19, 2, 7, 1, 5, 11, 0, 1, 3, 1]
CATHETERS_CONTROL_OF = [117, 35, 195, 136, 157, 139, 177, 39, 103, 122, 64, 58, 175, 180, 105, 262, 362, 69]
"""Niel-Weise et al., J Hosp Infect 2007, as reanalysed by Stijnen et al., Stat Med 2010;29:3046-3067: infections of the
blood with coated and with plain catheters."""

QUESTIONNAIRE = {
    "TP": [47, 126, 19, 36, 130, 84, 68, 752, 59, 142, 137, 57, 34, 152],
    "FN": [9, 51, 10, 3, 19, 2, 0, 0, 5, 50, 24, 3, 1, 51],
    "FP": [101, 272, 12, 78, 211, 68, 112, 3226, 55, 571, 107, 103, 21, 88],
    "TN": [738, 1543, 192, 276, 959, 89, 423, 2977, 136, 2788, 358, 437, 56, 264],
}


def pooled(measure: Any, columns: Mapping[str, Sequence[float]], method: Method) -> Pooled:
    return pool(effects(measure, columns), method=method)


def as_printed(value: float, printed: str) -> bool:
    """Whether a value, rounded as it is printed, is the printed one."""
    places = len(printed.partition(".")[2])
    return abs(value - float(printed)) <= 0.5 * 10.0**-places * (1 + 1e-9)


def assert_printed(values: Sequence[float], printed: Sequence[str]) -> None:
    told = [f"{value:.5f}" for value in values]
    assert all(as_printed(value, text) for value, text in zip(values, printed, strict=True)), (told, printed)


@pytest.mark.parametrize("method", ["FE", "REML", "DL"])
def test_lidocaine_after_infarction_by_risk_difference(method: Method) -> None:
    """Normand 1999, page 349, table 7: 2.94 percentage points (0.4 to 5.5) by all three methods, no heterogeneity."""
    made = pooled("RD", LIDOCAINE, method)
    assert_printed([100 * made.estimate, *(100 * end for end in made.ci)], ["2.94", "0.4", "5.5"])
    assert_printed([made.tau2 * 100**2], ["0.000"])


@pytest.mark.parametrize(
    ("method", "printed", "tau2"),
    [
        ("FE", ["-3.49", "-5.03", "-1.96"], "0.00"),
        ("DL", ["-14.10", "-24.45", "-3.75"], "218.72"),
        ("REML", ["-15.12", "-32.67", "2.43"], "685.20"),
    ],
)
def test_days_in_hospital_by_mean_difference(method: Method, printed: list[str], tau2: str) -> None:
    """Normand 1999, page 352, table 9; the paper takes one standard deviation for both groups of a trial."""
    n1, n2, sd1, sd2 = (np.array(STROKE[name], float) for name in ("n1i", "n2i", "sd1i", "sd2i"))
    common = np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / (n1 + n2 - 2)).tolist()
    made = pooled("MD", {**STROKE, "sd1i": common, "sd2i": common}, method)
    assert_printed([made.estimate, *made.ci, made.tau2], [*printed, tau2])


def test_proportions_by_the_double_arcsine() -> None:
    """Miller, Am Stat 1978;32:138: four samples, 1.3093 on the paper's scale (twice ours) and 0.3595 turned back."""
    made = pooled("PFT", {"xi": [3, 6, 10, 1], "ni": [11, 17, 21, 6]}, "FE")
    assert made.back_transformed is not None
    assert_printed([2 * made.estimate, made.back_transformed.estimate], ["1.3093", "0.3595"])


def test_teachers_expectations_by_given_effects() -> None:
    """Raudenbush and Bryk 1985, pages 83 to 86: variance 0.019, mean 0.084 with z = 1.62 (restricted likelihood)."""
    found = Effects("GEN", np.array(EXPECTANCY_D), np.array(EXPECTANCY_SE) ** 2)
    made = pool(found, method="REML")
    assert_printed([made.tau2, made.estimate, made.estimate / made.se], ["0.019", "0.084", "1.62"])


@pytest.mark.parametrize(
    ("events", "sizes", "printed"),
    [
        (CATHETERS_CONTROL, CATHETERS_CONTROL_OF, ["-3.30", "0.24", "0.663", "0.023"]),
        (CATHETERS_TREATED, CATHETERS_TREATED_OF, ["-4.26", "0.26", "0.393", "0.008"]),
    ],
    ids=["plain", "coated"],
)
def test_infections_by_the_logit_of_a_proportion(
    events: list[int], sizes: list[int], printed: list[str]
) -> None:
    """Stijnen 2010, page 3050, table 2: logit, its error, the variance between studies, and the lower limit."""
    made = pooled("PLO", {"xi": events, "ni": sizes}, "REML")
    assert made.back_transformed is not None
    assert_printed([made.estimate, made.se, made.tau2, made.back_transformed.ci.lower], printed)


def test_vaccine_by_odds_ratio_and_one_effect() -> None:
    """Van Houwelingen et al., Stat Med 2002;21:589-624, page 596: 0.647 from 0.595 on."""
    made = pooled("OR", {name: [row[name] for row in BCG] for name in ("ai", "bi", "ci", "di")}, "FE")
    assert made.back_transformed is not None
    assert_printed([made.back_transformed.estimate, made.back_transformed.ci.lower], ["0.647", "0.595"])


def test_vaccine_by_odds_ratio_and_full_likelihood() -> None:
    """The same paper, page 597: 0.476 (0.336 to 0.675), variance between trials 0.302."""
    made = pooled("OR", {name: [row[name] for row in BCG] for name in ("ai", "bi", "ci", "di")}, "ML")
    assert made.back_transformed is not None
    back = made.back_transformed
    assert_printed([back.estimate, *back.ci, made.tau2], ["0.476", "0.336", "0.675", "0.302"])


def test_both_arms_of_the_vaccine_trials_by_the_bivariate_model() -> None:
    """The same paper, pages 604 to 605: logits -4.834 and -4.096, variances 1.431 and 2.407, correlation 0.947.

    Tuberculosis among the vaccinated and among the others is the same model as sensitivity and false positive rate.
    """
    columns = dict(zip(("TP", "FN", "FP", "TN"), ("ai", "bi", "ci", "di"), strict=True))
    made = pool_accuracy({name: [row[key] for row in BCG] for name, key in columns.items()}, method="ML")
    assert_printed([*made.estimate, *made.tau2, made.rho], ["-4.834", "-4.096", "1.431", "2.407", "0.947"])
    difference = made.estimate[0] - made.estimate[1]
    error = math.sqrt(made.covariance[0][0] + made.covariance[1][1] - 2 * made.covariance[0][1])
    assert_printed([difference, error], ["-0.738", "0.180"])


def test_questions_on_alcohol_by_the_bivariate_model() -> None:
    """Kriston et al., Ann Intern Med 2008;149:879-888: the AUDIT-C questionnaire in primary care, 14 studies.

    Table and values are those of the R package mada, `reitsma(AuditC)`, as a public port of it keeps them.
    """
    made = pool_accuracy(QUESTIONNAIRE)
    assert made.estimate == pytest.approx((2.09974224746266, -1.263690935268621), abs=1e-6)
    assert made.tau2 == pytest.approx((1.379582891588938, 0.4072081556331597), abs=1e-5)
    errors = [math.sqrt(made.covariance[0][0]), math.sqrt(made.covariance[1][1])]
    assert errors == pytest.approx([0.3378510071079107, 0.1743314066498243], abs=1e-6)
    assert_printed([made.sensitivity.estimate, *made.sensitivity.ci], ["0.891", "0.808", "0.941"])
    assert_printed([1 - made.specificity.estimate, 1 - made.specificity.ci.upper], ["0.220", "0.167"])
    assert_printed([1 - made.specificity.ci.lower], ["0.285"])

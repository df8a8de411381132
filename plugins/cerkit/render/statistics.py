"""The few statistics that the report's texts and tables need, in pure Python.

Intervals of proportions after Wilson (1927) and Clopper and Pearson (1934); Newcombe, Stat Med 1998;17:857-872
compares them. Proportions are given in per cent, as the records have them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Bounds:
    """A confidence interval, in per cent."""

    lower: float
    upper: float


def wilson(events: int, total: int, *, level: float = 95.0) -> Bounds:
    """Wilson's score interval of a proportion, two-sided, without continuity correction."""
    _checked(events, total)
    z = NormalDist().inv_cdf(0.5 + level / 200)
    share, spread = events / total, z * z / total
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    lower = 0.0 if events == 0 else centre - half
    upper = 1.0 if events == total else centre + half
    return Bounds(100 * lower, 100 * upper)


def clopper_pearson(events: int, total: int, *, level: float = 95.0) -> Bounds:
    """The exact interval of a proportion, two-sided."""
    _checked(events, total)
    tail = (1 - level / 100) / 2
    return Bounds(100 * _exact_lower(events, total, tail), 100 * _exact_upper(events, total, tail))


def exact_upper_bound(events: int, total: int, *, level: float = 95.0) -> float:
    """Exact one-sided upper bound of a proportion in per cent; with no events it is about 300/total."""
    _checked(events, total)
    return 100 * _exact_upper(events, total, 1 - level / 100)


def predictive_values(
    sensitivity: float, specificity: float, prevalence: float
) -> tuple[float | None, float | None]:
    """Positive and negative predictive value in per cent (Bayes); None where nobody would have that result."""
    sick, sensitive, specific = prevalence / 100, sensitivity / 100, specificity / 100
    true_positive, false_positive = sick * sensitive, (1 - sick) * (1 - specific)
    true_negative, false_negative = (1 - sick) * specific, sick * (1 - sensitive)
    positive, negative = true_positive + false_positive, true_negative + false_negative
    return (
        100 * true_positive / positive if positive else None,
        100 * true_negative / negative if negative else None,
    )


def _checked(events: int, total: int) -> None:
    if total <= 0 or not 0 <= events <= total:
        raise ValueError(f"{events} of {total} is no proportion")


def _exact_lower(events: int, total: int, tail: float) -> float:
    if events == 0:
        return 0.0
    if events == total:
        return math.exp(math.log(tail) / total)
    return _root(lambda share: 1 - _binomial_cdf(events - 1, total, share) - tail)


def _exact_upper(events: int, total: int, tail: float) -> float:
    if events == total:
        return 1.0
    if events == 0:
        return -math.expm1(math.log(tail) / total)
    return _root(lambda share: tail - _binomial_cdf(events, total, share))


def _root(rising: Callable[[float], float]) -> float:
    """Where a rising function of a share crosses zero, by halving to the last bit."""
    low, high = 0.0, 1.0
    while True:
        middle = (low + high) / 2
        if middle in {low, high}:
            return middle
        if rising(middle) < 0:
            low = middle
        else:
            high = middle


def _binomial_cdf(events: int, total: int, share: float) -> float:
    """P(X <= events) of a binomial, through the incomplete beta function, so that the time does not grow with total."""
    return _incomplete_beta(total - events, events + 1, 1 - share)


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function by its continued fraction (Numerical Recipes 6.4)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction, by the modified Lentz method."""
    tiny = 1e-300
    c, d = 1.0, 1 / (_not_zero(1 - (a + b) * x / (a + 1), tiny))
    value = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d, tiny)
            c = _not_zero(1 + term / c, tiny)
            value *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return value


def _not_zero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny

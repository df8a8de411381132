"""Statistics of proportions, in pure Python: what the report prints, and what the checks recompute.

Intervals after Wilson (1927), Clopper and Pearson (1934) and Wald; Newcombe, Stat Med 1998;17:857-872 compares them
(his methods 3, 5 and 1). All are two-sided and without continuity correction. Proportions are given in per cent, as
the records have them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Final

_TINY: Final = 1e-300


@dataclass(frozen=True, slots=True)
class Bounds:
    """A confidence interval, in per cent."""

    lower: float
    upper: float


@lru_cache(maxsize=64)
def normal_quantile(level: float) -> float:
    """The z of a two-sided interval: 1.959964 for a level of 95 per cent."""
    return NormalDist().inv_cdf(0.5 + level / 200)


def wilson(events: int, total: int, *, level: float = 95.0) -> Bounds:
    """Wilson's score interval: J Am Stat Assoc 1927;22:209-212."""
    _checked(events, total)
    z = normal_quantile(level)
    share, spread = events / total, z * z / total
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    lower = 0.0 if events == 0 else centre - half
    upper = 1.0 if events == total else centre + half
    return Bounds(100 * lower, 100 * upper)


def wald(events: int, total: int, *, level: float = 95.0) -> Bounds:
    """The simple interval: share plus or minus z standard errors. It may reach beyond 0 and 100."""
    _checked(events, total)
    share = events / total
    half = normal_quantile(level) * math.sqrt(share * (1 - share) / total)
    return Bounds(100 * (share - half), 100 * (share + half))


def clopper_pearson(events: int, total: int, *, level: float = 95.0) -> Bounds:
    """The exact interval: Biometrika 1934;26:404-413. Each bound leaves half of the error in its binomial tail."""
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
    """The share at which so many events or more have the probability `tail`."""
    if events == 0:
        return 0.0
    if events == total:
        return math.exp(math.log(tail) / total)
    # P(X >= events) is the incomplete beta function, and its density the slope.
    return _root(
        lambda share: _incomplete_beta(events, total - events + 1, share) - tail,
        lambda share: _beta_density(events, total - events + 1, share),
        events / total,
    )


def _exact_upper(events: int, total: int, tail: float) -> float:
    """The share at which so many events or fewer have the probability `tail`."""
    if events == total:
        return 1.0
    if events == 0:
        return -math.expm1(math.log(tail) / total)
    return _root(
        lambda share: tail - _incomplete_beta(total - events, events + 1, 1 - share),
        lambda share: _beta_density(total - events, events + 1, 1 - share),
        events / total,
    )


def _root(rising: Callable[[float], float], slope: Callable[[float], float], start: float) -> float:
    """Where a rising function of a share crosses zero: Newton's steps, else halving the bracket."""
    low, high, share = 0.0, 1.0, start
    for _ in range(200):
        value = rising(share)
        low, high = (share, high) if value < 0 else (low, share)
        steep = slope(share)
        following = share - value / steep if steep > _TINY else low
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - share) <= 1e-15 + 1e-13 * share:
            return following
        share = following
    return share


def _beta_density(a: float, b: float, x: float) -> float:
    return 0.0 if x <= 0 or x >= 1 else _beta_front(a, b, x) / (x * (1 - x))


def _beta_front(a: float, b: float, x: float) -> float:
    """x^a (1-x)^b / B(a, b), by logarithms, so that large counts do not overflow."""
    logarithm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(logarithm)


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function by its continued fraction (Numerical Recipes 6.4)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x < (a + 1) / (a + b + 2):
        return _beta_front(a, b, x) * _fraction(a, b, x) / a
    return 1 - _beta_front(a, b, x) * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction, by the modified Lentz method; it needs about the square root of the larger argument."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            value *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY

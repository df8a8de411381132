"""Common-effect and random-effects models of one effect for each study (Viechtbauer 2005, 2007, 2010)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtrc, gammaincinv, ndtri, stdtrit

from cerkit.model.synthesis import BackTransformed, Bounds, IntervalKind, Method, Pooled, StudyEffect
from cerkit.synthesis.effects import DataError, Effects, Vector
from cerkit.synthesis.scales import turned_back

_LEVEL: Final = 0.95
_FINE: Final = 1e-13
"""Tolerance of the searches, far below what is printed: loose defaults are where programs differ."""
_FURTHEST: Final = 60
"""Doublings after which a bound of the variance is taken as not to be had."""


def pool(
    found: Effects,
    *,
    method: Method = "REML",
    interval: IntervalKind = "wald",
    labels: Sequence[str] | None = None,
) -> Pooled:
    """The pooled effect. DataError for no study, or where Knapp and Hartung's interval has no degrees of freedom."""
    k = len(found.yi)
    if k == 0:
        raise DataError("there is no study to pool")
    if interval == "hk" and k < 2:
        raise DataError("Knapp and Hartung's interval needs two studies")
    tau2 = between(found.yi, found.vi, method)
    weights = 1 / (found.vi + tau2)
    estimate, se = _mean(found.yi, weights)
    df = k - 1
    if interval == "hk":
        se *= float(np.sqrt(_q(found.yi, weights) / df))
        reach = float(stdtrit(df, (1 + _LEVEL) / 2))
    else:
        reach = float(ndtri((1 + _LEVEL) / 2))
    q = _q(found.yi, 1 / found.vi)
    ci = _around(estimate, reach * se)
    pi = None if method == "FE" else _around(estimate, reach * float(np.sqrt(se**2 + tau2)))
    return Pooled(
        measure=found.measure,
        method=method,
        interval=interval,
        estimate=estimate,
        se=se,
        ci=ci,
        pi=pi,
        tau2=tau2,
        tau2_ci=_profiled(found.yi, found.vi) if method != "FE" and k > 1 else None,
        i2=_i2(found.vi, tau2, q, method),
        q=q,
        q_df=df,
        q_p=float(chdtrc(df, q)) if df else 1.0,
        studies=_studies(found, weights, labels),
        correction=found.correction,
        back_transformed=_back(found, estimate, ci, pi),
    )


def between(yi: Vector, vi: Vector, method: Method) -> float:
    """The variance between studies, never below zero."""
    if method == "FE" or len(yi) < 2:
        return 0.0
    return max(0.0, _ESTIMATORS[method](yi, vi))


def _mean(yi: Vector, weights: Vector) -> tuple[float, float]:
    total = weights.sum()
    return float((weights * yi).sum() / total), float(1 / np.sqrt(total))


def _q(yi: Vector, weights: Vector) -> float:
    """Weighted squares around the weighted mean."""
    return float((weights * (yi - (weights * yi).sum() / weights.sum()) ** 2).sum())


def _scale(weights: Vector) -> float:
    """Trace of the matrix that takes the mean out of weighted values."""
    return float(weights.sum() - (weights**2).sum() / weights.sum())


def _dersimonian_laird(yi: Vector, vi: Vector) -> float:
    weights = 1 / vi
    return (_q(yi, weights) - (len(yi) - 1)) / _scale(weights)


def _hedges(yi: Vector, vi: Vector) -> float:
    return float(yi.var(ddof=1) - vi.mean())


def _sidik_jonkman(yi: Vector, vi: Vector) -> float:
    first = float(yi.var())
    if first == 0:
        return 0.0
    weights = 1 / (vi + first)
    return first * _q(yi, weights) / (len(yi) - 1)


def _paule_mandel(yi: Vector, vi: Vector) -> float:
    return _where_q_is(yi, vi, len(yi) - 1) or 0.0


def _maximum_likelihood(yi: Vector, vi: Vector) -> float:
    return _likeliest(yi, vi, is_restricted=False)


def _restricted_likelihood(yi: Vector, vi: Vector) -> float:
    return _likeliest(yi, vi, is_restricted=True)


_ESTIMATORS: Final[Mapping[str, Callable[[Vector, Vector], float]]] = {
    "DL": _dersimonian_laird,
    "HE": _hedges,
    "SJ": _sidik_jonkman,
    "PM": _paule_mandel,
    "ML": _maximum_likelihood,
    "REML": _restricted_likelihood,
}


def _likeliest(yi: Vector, vi: Vector, *, is_restricted: bool) -> float:
    """Where the (restricted) likelihood is highest: the best of a grid, then the root of its slope around it."""

    def loss(tau2: float) -> float:
        weights = 1 / (vi + tau2)
        told = _q(yi, weights) - float(np.log(weights).sum())
        return told + (float(np.log(weights.sum())) if is_restricted else 0.0)

    def slope(tau2: float) -> float:
        weights = 1 / (vi + tau2)
        mean = (weights * yi).sum() / weights.sum()
        told = float(weights.sum() - (weights**2 * (yi - mean) ** 2).sum())
        return told - (float((weights**2).sum() / weights.sum()) if is_restricted else 0.0)

    top = 10 * max(float(yi.var(ddof=1)), float(vi.max()))
    grid = np.concatenate(([0.0], np.geomspace(top * 1e-9, top, 400)))
    best = int(np.argmin([loss(float(tau2)) for tau2 in grid]))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    if best == 0 and slope(0.0) >= 0:
        return 0.0
    if slope(low) * slope(high) < 0:
        return float(brentq(slope, low, high, xtol=top * _FINE, rtol=8.9e-16, maxiter=500))
    return float(
        minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": top * _FINE}).x
    )


def _where_q_is(yi: Vector, vi: Vector, value: float) -> float | None:
    """The variance at which the generalised Q, which falls with it, has a value; None if it is lower already at 0."""

    def above(tau2: float) -> float:
        return _q(yi, 1 / (vi + tau2)) - value

    if above(0.0) <= 0:
        return None
    high = max(float(yi.var(ddof=1)), float(vi.mean()))
    for _ in range(_FURTHEST):
        if above(high) <= 0:
            return float(brentq(above, 0.0, high, xtol=high * _FINE, rtol=8.9e-16, maxiter=500))
        high *= 2
    return float("inf")


def _profiled(yi: Vector, vi: Vector) -> Bounds:
    df = len(yi) - 1
    ends = [float(2 * gammaincinv(df / 2, share)) for share in ((1 + _LEVEL) / 2, (1 - _LEVEL) / 2)]
    lower, upper = (_where_q_is(yi, vi, end) for end in ends)
    return Bounds(lower or 0.0, upper or 0.0)


def _i2(vi: Vector, tau2: float, q: float, method: Method) -> float:
    """From the variance between studies and the typical one within (Higgins and Thompson 2002, equation 9)."""
    df = len(vi) - 1
    if not df:
        return 0.0
    if method == "FE":
        return 100 * max(0.0, (q - df) / q) if q else 0.0
    typical = df / _scale(1 / vi)
    return 100 * tau2 / (tau2 + typical)


def _around(middle: float, reach: float) -> Bounds:
    return Bounds(middle - reach, middle + reach)


def _studies(found: Effects, weights: Vector, labels: Sequence[str] | None) -> tuple[StudyEffect, ...]:
    shares = 100 * weights / weights.sum()
    reaches = ndtri((1 + _LEVEL) / 2) * np.sqrt(found.vi)
    names = labels or [f"study {number}" for number in range(1, len(weights) + 1)]
    rows = zip(names, found.yi, found.vi, reaches, shares, strict=True)
    return tuple(
        StudyEffect(label, float(yi), float(vi), _around(float(yi), float(reach)), float(share))
        for label, yi, vi, reach, share in rows
    )


def _back(found: Effects, estimate: float, ci: Bounds, pi: Bounds | None) -> BackTransformed | None:
    turned = turned_back(found)
    if turned is None:
        return None
    scale, back = turned
    ends = Bounds(*map(back, pi)) if pi else None
    return BackTransformed(scale, back(estimate), Bounds(*map(back, ci)), ends)

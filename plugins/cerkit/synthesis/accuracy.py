"""Sensitivity and specificity together: the bivariate model on logit scales (Reitsma 2005), as mada fits it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtri

from cerkit.model.synthesis import Bounds, Method, PooledAccuracy, Proportion, StudyAccuracy
from cerkit.synthesis.effects import Columns, DataError, Vector, chosen_columns, refuse_counts
from cerkit.synthesis.models import between
from cerkit.synthesis.scales import inverse_logit

METHODS: Final[tuple[Method, ...]] = ("REML", "ML")
_ADDED: Final = 0.5
"""Added to all cells of all tables when one holds a zero (mada: `correction.control="all"`)."""
_CURVE_POINTS: Final = 81
_SLOPED: Final = 0.99
"""The closest to one from which a correlation is searched: at one itself no slope leads back."""


def pool_accuracy(
    columns: Columns,
    *,
    method: Method = "REML",
    labels: Sequence[str] | None = None,
    near: PooledAccuracy | None = None,
) -> PooledAccuracy:
    """The pooled pair from the columns TP, FN, FP and TN. DataError where numbers or model are impossible.

    `near`: the result of nearly the same studies, from which the search starts; it saves most of the time.
    """
    if method not in METHODS:
        raise DataError(f"sensitivity and specificity are pooled with {' or '.join(METHODS)}, not {method}")
    cells = {name: np.asarray(columns[name], dtype=np.float64) for name in chosen_columns("DTA", columns)}
    _refuse_impossible(cells)
    studies = _studies(cells, labels)
    has_zero = any((values == 0).any() for values in cells.values())
    tp, fn, fp, tn = (values + _ADDED * has_zero for values in cells.values())
    y = np.column_stack((np.log(tp / fn), np.log(fp / tn)))
    v = np.column_stack((1 / tp + 1 / fn, 1 / fp + 1 / tn))
    psi = _between(y, v, method, near)
    estimate, covariance = _mean(y, v, psi)
    reach = ndtri(0.975) * np.sqrt(np.diag(covariance))
    ends = [(float(m - r), float(m + r)) for m, r in zip(estimate, reach, strict=True)]
    sd = np.sqrt(np.diag(psi))
    rates = fp / (fp + tn)
    return PooledAccuracy(
        method=method,
        sensitivity=Proportion(inverse_logit(float(estimate[0])), Bounds(*map(inverse_logit, ends[0]))),
        specificity=Proportion(
            inverse_logit(-float(estimate[1])),
            Bounds(inverse_logit(-ends[1][1]), inverse_logit(-ends[1][0])),
        ),
        estimate=(float(estimate[0]), float(estimate[1])),
        covariance=(
            (float(covariance[0, 0]), float(covariance[0, 1])),
            (float(covariance[1, 0]), float(covariance[1, 1])),
        ),
        tau2=(float(psi[0, 0]), float(psi[1, 1])),
        rho=float(psi[0, 1] / (sd[0] * sd[1])) if sd.all() else 0.0,
        curve=_curve(estimate, sd, float(rates.min()), float(rates.max())),
        studies=studies,
        correction=f"{_ADDED} added to all cells of all studies, since one has an empty cell"
        if has_zero
        else None,
    )


def _refuse_impossible(cells: dict[str, Vector]) -> None:
    if len({len(values) for values in cells.values()}) != 1:
        raise DataError("the columns have different lengths")
    for name, values in cells.items():
        if not np.isfinite(values).all():
            at = int(np.argmax(~np.isfinite(values)))
            raise DataError(f"{name} of study {at + 1} is no number", study=at, column=name)
    refuse_counts(cells)
    for pair, who in ((("TP", "FN"), "with the condition"), (("FP", "TN"), "without the condition")):
        empty = cells[pair[0]] + cells[pair[1]] == 0
        if empty.any():
            at = int(np.argmax(empty))
            raise DataError(f"study {at + 1} has nobody {who}", study=at, column=pair[0])
    if len(cells["TP"]) < 2:
        raise DataError("the bivariate model needs two studies")


def _studies(cells: dict[str, Vector], labels: Sequence[str] | None) -> tuple[StudyAccuracy, ...]:
    names = labels or [f"study {number}" for number in range(1, len(cells["TP"]) + 1)]
    rows = zip(*cells.values(), strict=True)
    return tuple(StudyAccuracy(name, *map(float, row)) for name, row in zip(names, rows, strict=True))


def _inverses(v: Vector, psi: Vector) -> tuple[Vector, Vector]:
    """Of each study's covariance (its own and the one between studies) the inverse and the determinant."""
    a, b, c = v[:, 0] + psi[0, 0], v[:, 1] + psi[1, 1], psi[0, 1]
    determinant = a * b - c**2
    inverse = np.empty((len(v), 2, 2))
    inverse[:, 0, 0], inverse[:, 1, 1] = b / determinant, a / determinant
    inverse[:, 0, 1] = inverse[:, 1, 0] = -c / determinant
    return inverse, determinant


def _mean(y: Vector, v: Vector, psi: Vector) -> tuple[Vector, Vector]:
    inverse, _ = _inverses(v, psi)
    covariance = np.linalg.inv(inverse.sum(axis=0))
    return covariance @ np.einsum("kij,kj->i", inverse, y), covariance


def _between(y: Vector, v: Vector, method: Method, near: PooledAccuracy | None) -> Vector:
    """The covariance between studies at which the (restricted) likelihood is highest.

    It is searched as a triangular root, so that it stays a covariance, from several starts: with few studies the
    likelihood is flat, and its maximum may lie where the correlation is one.
    """
    loss = _Loss(y, v, is_restricted=method == "REML")
    sd = [math.sqrt(between(y[:, at], v[:, at], "DL") or 0.01) for at in (0, 1)]
    starts = [_root(sd[0], sd[1], rho) for rho in ((0.0,) if near else (0.0, 0.6, -0.6, 0.95, -0.95))]
    if near is not None:
        rho = max(-_SLOPED, min(_SLOPED, near.rho))
        starts.append(_root(math.sqrt(near.tau2[0]), math.sqrt(near.tau2[1]), rho))
    found = [minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-9}) for start in starts]
    return _covariance(min(found, key=lambda item: item.fun).x)


class _Loss:
    """Twice the negative log-likelihood of a covariance between studies, less a constant, and its slopes.

    With W the inverse of a study's covariance, r its distance from the mean and C the covariance of the mean, the
    slope along the covariance is the sum of W - Wrr'W - WCW, the last for the restricted likelihood only. The mean is
    the best one for each covariance, and adds no slope. Written out for two by two: it is asked some thousand times.
    """

    def __init__(self, y: Vector, v: Vector, *, is_restricted: bool) -> None:
        self._y = y[:, 0], y[:, 1]
        self._v = v[:, 0], v[:, 1]
        self._is_restricted = is_restricted

    def __call__(self, root: Vector) -> tuple[float, Vector]:
        """For the triangular root of a covariance."""
        first, across, second = map(float, root)
        both = first * across
        a, b = self._v[0] + first**2, self._v[1] + (across**2 + second**2)
        determinant = a * b - both**2
        if not (determinant > 0).all():
            return math.inf, np.zeros(3)
        w = b / determinant, -both / determinant, a / determinant
        p, r, q = (float(item.sum()) for item in w)
        whole = p * q - r * r
        pulled = (w[0] * self._y[0] + w[1] * self._y[1]).sum(), (w[1] * self._y[0] + w[2] * self._y[1]).sum()
        left = (
            self._y[0] - (q * pulled[0] - r * pulled[1]) / whole,
            self._y[1] - (p * pulled[1] - r * pulled[0]) / whole,
        )
        weighed = w[0] * left[0] + w[1] * left[1], w[1] * left[0] + w[2] * left[1]
        told = float(np.log(determinant).sum() + weighed[0] @ left[0] + weighed[1] @ left[1])
        slopes = p - weighed[0] @ weighed[0], r - weighed[0] @ weighed[1], q - weighed[1] @ weighed[1]
        if self._is_restricted:
            told += math.log(whole)
            restricted = _restricted(w, (q / whole, -r / whole, p / whole))
            slopes = slopes[0] - restricted[0], slopes[1] - restricted[1], slopes[2] - restricted[2]
        along = slopes[0] * first + slopes[1] * across, slopes[1] * first + slopes[2] * across
        return told, np.array((2 * along[0], 2 * along[1], 2 * slopes[2] * second))


def _restricted(
    w: tuple[Vector, Vector, Vector], c: tuple[float, float, float]
) -> tuple[float, float, float]:
    """The sum of WCW. Symmetric matrices are given as their upper left, their other and their lower right number."""
    across = w[0] @ w[1], w[1] @ w[1], w[1] @ w[2]
    return (
        float(c[0] * (w[0] @ w[0]) + 2 * c[1] * across[0] + c[2] * across[1]),
        float(c[0] * across[0] + c[1] * (w[0] @ w[2] + across[1]) + c[2] * across[2]),
        float(c[0] * across[1] + 2 * c[1] * across[2] + c[2] * (w[2] @ w[2])),
    )


def _root(first: float, second: float, rho: float) -> Vector:
    """The triangular root of a covariance, from standard deviations and their correlation."""
    return np.array([first, rho * second, second * math.sqrt(max(0.0, 1 - rho**2))])


def _covariance(root: Vector) -> Vector:
    lower = np.array([[root[0], 0.0], [root[1], root[2]]])
    product: Vector = lower @ lower.T
    return product


def _curve(estimate: Vector, sd: Vector, lowest: float, highest: float) -> tuple[tuple[float, float], ...]:
    """Rutter and Gatsonis's curve in the words of the bivariate model (Harbord 2007)."""
    if not sd.all():
        return ()
    beta = math.log(sd[1] / sd[0])
    ratio = math.sqrt(sd[1] / sd[0])
    level = ratio * float(estimate[0]) - float(estimate[1]) / ratio
    rates = np.linspace(lowest, highest, _CURVE_POINTS)
    logits = np.log(rates / (1 - rates))
    heights = level * math.exp(-beta / 2) + math.exp(-beta) * logits
    return tuple(
        (float(rate), inverse_logit(float(height))) for rate, height in zip(rates, heights, strict=True)
    )

"""How much a pooled effect rests on single studies, and whether small studies say something else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtr

from cerkit.model.synthesis import (
    AccuracyOmission,
    Asymmetry,
    IntervalKind,
    Method,
    Omission,
    PooledAccuracy,
)
from cerkit.synthesis.accuracy import pool_accuracy
from cerkit.synthesis.effects import Columns, DataError, Effects
from cerkit.synthesis.models import pool


def leave_one_out(
    found: Effects,
    *,
    method: Method = "REML",
    interval: IntervalKind = "wald",
    labels: Sequence[str] | None = None,
) -> tuple[Omission, ...]:
    """The pooled effect without each study in turn, in their order."""
    names = labels or [f"study {number}" for number in range(1, len(found.yi) + 1)]
    return tuple(_without(found, at, name, method, interval) for at, name in enumerate(names))


def _without(found: Effects, at: int, label: str, method: Method, interval: IntervalKind) -> Omission:
    rest = Effects(
        found.measure,
        np.delete(found.yi, at),
        np.delete(found.vi, at),
        found.correction,
        None if found.sizes is None else np.delete(found.sizes, at),
    )
    made = pool(rest, method=method, interval=interval)
    return Omission(label, made.estimate, made.ci, made.tau2, made.back_transformed)


def accuracy_without(columns: Columns, made: PooledAccuracy) -> tuple[AccuracyOmission, ...]:
    """Sensitivity and specificity without each study of a result in turn; `columns` are those it was made from."""
    found: list[AccuracyOmission] = []
    for at, study in enumerate(made.studies):
        rest = {name: [*values[:at], *values[at + 1 :]] for name, values in columns.items()}
        left = pool_accuracy(rest, method=made.method, near=made)
        found.append(AccuracyOmission(study.label, left.sensitivity, left.specificity))
    return tuple(found)


def eggers_test(found: Effects) -> Asymmetry:
    """Egger's (1997) regression of the effects on their standard errors, weighted by the inverse variance."""
    k = len(found.yi)
    if k < 3:
        raise DataError("Egger's test needs three studies")
    errors = np.sqrt(found.vi)
    if np.ptp(errors) == 0:
        raise DataError("Egger's test needs studies of different precision")
    weights = 1 / found.vi
    design = np.column_stack((np.ones(k), errors))
    inverse = np.linalg.inv(design.T @ (weights[:, None] * design))
    slope = inverse @ (design.T @ (weights * found.yi))
    rest = found.yi - design @ slope
    variance = float((weights * rest**2).sum() / (k - 2))
    statistic = float(slope[1] / np.sqrt(variance * inverse[1, 1]))
    return Asymmetry(statistic, k - 2, float(2 * stdtr(k - 2, -abs(statistic))))

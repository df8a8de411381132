"""From the scale on which effects are pooled to the one that people read."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from cerkit.synthesis.effects import Effects, Vector

Back = Callable[[float], float]


def turned_back(found: Effects) -> tuple[str, Back] | None:
    """Name of the scale and the way to it; None where the effects are read as they are."""
    ratios = {"RR": "risk ratio", "OR": "odds ratio", "IRR": "incidence rate ratio"}
    if found.measure in ratios:
        return ratios[found.measure], _exponential
    if found.measure == "PLO":
        return "proportion", inverse_logit
    if found.measure == "PFT" and found.sizes is not None:
        return "proportion", _double_arcsine(found.sizes)
    return None


def _exponential(value: float) -> float:
    return math.exp(value) if value < 709 else math.inf


def inverse_logit(value: float) -> float:
    """Proportion of a logit, without overflow at the ends."""
    if value >= 0:
        return 1 / (1 + math.exp(-value))
    odds = math.exp(value)
    return odds / (1 + odds)


def _double_arcsine(sizes: Vector) -> Back:
    """Miller's (1978) inverse with the harmonic mean of the sizes; beyond the ends of the scale 0 and 1."""
    size = float(1 / np.mean(1 / sizes))
    lowest = _transformed(0, size)
    highest = _transformed(size, size)

    def back(value: float) -> float:
        if value <= lowest:
            return 0.0
        if value >= highest:
            return 1.0
        sine, cosine = math.sin(2 * value), math.cos(2 * value)
        inner = 1 - (sine + (sine - 1 / sine) / size) ** 2
        return 0.5 * (1 - math.copysign(1.0, cosine) * math.sqrt(max(0.0, inner)))

    return back


def _transformed(count: float, size: float) -> float:
    return 0.5 * (math.asin(math.sqrt(count / (size + 1))) + math.asin(math.sqrt((count + 1) / (size + 1))))

"""The studies of a pooled result as people read them: their own numbers, and those without each of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from cerkit.model.statistics import wilson
from cerkit.model.synthesis import (
    AccuracyOmission,
    Bounds,
    Omission,
    Pooled,
    PooledAccuracy,
    StudyAccuracy,
    SynthesisResult,
    values_of,
)
from cerkit.model.trace import Trace
from cerkit.render.words import number_text


@dataclass(frozen=True, slots=True)
class Study:
    """One row: an estimate as it is read, with its interval."""

    label: str
    counts: str
    estimate: float
    ci: Bounds
    weight: float | None
    """Share of the pooled estimate in per cent; the bivariate model gives none."""


def studies_of(trace: Trace, result: SynthesisResult, value: str) -> tuple[Study, ...]:
    """The studies in the order of the synthesis. Shares stand as counted, with Wilson's interval."""
    made = result.pooled
    if isinstance(made, PooledAccuracy):
        return tuple(_of_accuracy(item, value) for item in made.studies)
    return tuple(_of_effects(trace, result, made)) if made is not None else ()


def _of_accuracy(item: StudyAccuracy, value: str) -> Study:
    hits, misses = (item.tp, item.fn) if value == "sensitivity" else (item.tn, item.fp)
    return _share(item.label, int(hits), int(hits + misses), None)


def _of_effects(trace: Trace, result: SynthesisResult, made: Pooled) -> Iterator[Study]:
    for item, name in zip(made.studies, result.findings, strict=True):
        found = trace.finding(name)
        counts = found[1].counts if found else None
        if made.measure in {"PLO", "PFT", "PR"} and counts is not None:
            yield _share(item.label, counts.numerator, counts.denominator, item.weight)
        else:
            ends = Bounds(read(made, item.ci.lower), read(made, item.ci.upper))
            yield Study(item.label, "", read(made, item.estimate), ends, item.weight)


def read(made: Pooled, number: float) -> float:
    """A number of the scale of the analysis as it is read: a ratio of its logarithm."""
    return math.exp(number) if made.measure in {"RR", "OR", "IRR"} else number


def _share(label: str, events: int, total: int, weight: float | None) -> Study:
    ends = wilson(events, total)
    counts = f"{number_text(events)}/{number_text(total)}"
    return Study(label, counts, 100 * events / total, Bounds(ends.lower, ends.upper), weight)


@dataclass(frozen=True, slots=True)
class Without:
    """What remains of the result when one study is left out."""

    label: str
    values: tuple[tuple[float, Bounds], ...]


def without_each(result: SynthesisResult) -> tuple[Without, ...]:
    """In the order of the studies, as people read them."""
    made = result.pooled
    rows: list[Without] = []
    for item in result.without:
        if isinstance(item, AccuracyOmission):
            pairs = (item.sensitivity, item.specificity)
            shares = tuple((100 * pair.estimate, _times(pair.ci)) for pair in pairs)
            rows.append(Without(item.label, shares))
        elif isinstance(made, Pooled):
            rows.append(Without(item.label, (_turned(made, item),)))
    return tuple(rows)


def _turned(made: Pooled, item: Omission) -> tuple[float, Bounds]:
    held = item.back_transformed or item
    factor = 100 if values_of(made)[0].is_percent else 1
    return factor * held.estimate, Bounds(factor * held.ci.lower, factor * held.ci.upper)


def _times(bounds: Bounds) -> Bounds:
    return Bounds(100 * bounds.lower, 100 * bounds.upper)

"""Pools numbers that are sent: orders and answers are JSON, so that another process can compute and keep nothing else.

An order names the measure, the method, the kind of interval, the columns of numbers, and the labels of the studies.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final, cast

import numpy as np

from cerkit.model.synthesis import (
    Asymmetry,
    IntervalKind,
    Measure,
    Method,
    Omission,
    PooledValue,
    SynthesisResult,
    Unpoolable,
    values_of,
)
from cerkit.synthesis.accuracy import pool_accuracy
from cerkit.synthesis.effects import Columns, DataError, Effects, effects
from cerkit.synthesis.models import pool
from cerkit.synthesis.sensitivity import accuracy_without, eggers_test, leave_one_out

_NO_MODEL: Final = "its numbers fit no model"
_CORRECT: Final = "correct the numbers, or choose another model"
_FEWEST_LEFT: Final = 3
"""Studies from which leaving one out says something."""
_INVERSE_VARIANCE: Final = frozenset({"RR", "OR", "IRR", "RD", "MD", "SMD", "GEN"})
"""Measures whose effects are printed with an interval in the records."""


def answer(orders: bytes) -> bytes:
    """A JSON list of results for a JSON list of orders."""
    return json.dumps([result_of(order) for order in json.loads(orders)]).encode()


def result_of(order: Mapping[str, Any]) -> dict[str, Any]:
    """What was computed, as plain values. Numbers that no model takes are part of it, so that nobody tries again.

    The position of something unpoolable counts the studies of the order.
    """
    compute = _accuracy if order["measure"] == "DTA" else _effects
    try:
        # Counts beyond any study, or a likelihood that has no top: the author's numbers, and no fault of the program.
        with np.errstate(all="ignore"):
            made = compute(order)
    except DataError as error:
        told = Unpoolable(error.study, error.message, _CORRECT)
    except (ArithmeticError, ValueError, RuntimeError):
        told = Unpoolable(None, _NO_MODEL, _CORRECT)
    else:
        if made.pooled is not None and all(map(_is_finite, values_of(made.pooled))):
            return _row(made)
        told = Unpoolable(None, _NO_MODEL, _CORRECT)
    return _row(SynthesisResult("", unpoolable=(told,)))


def _row(result: SynthesisResult) -> dict[str, Any]:
    row = asdict(result)
    return {name: row[name] for name in ("pooled", "without", "asymmetry", "unpoolable")}


def _is_finite(value: PooledValue) -> bool:
    return all(math.isfinite(number) for number in (value.estimate, *value.ci))


def _effects(order: Mapping[str, Any]) -> SynthesisResult:
    found = _found(order["measure"], order["columns"])
    method, interval = cast(Method, order["method"]), cast(IntervalKind, order["interval"])
    without: tuple[Omission, ...] = ()
    if len(order["labels"]) >= _FEWEST_LEFT:
        without = leave_one_out(found, method=method, interval=interval, labels=order["labels"])
    pooled = pool(found, method=method, interval=interval, labels=order["labels"])
    return SynthesisResult("", pooled=pooled, without=without, asymmetry=_asymmetry(found))


def _found(measure: Measure, columns: Columns) -> Effects:
    """Effects of counts; of printed effects as they are, on the scale of their measure."""
    if measure not in _INVERSE_VARIANCE:
        return effects(measure, columns)
    yi, vi = (np.asarray(columns[name], dtype=np.float64) for name in ("yi", "vi"))
    return Effects(measure, yi, vi)


def _asymmetry(found: Effects) -> Asymmetry | None:
    try:
        return eggers_test(found)
    except DataError:
        return None


def _accuracy(order: Mapping[str, Any]) -> SynthesisResult:
    columns = order["columns"]
    made = pool_accuracy(columns, method=order["method"], labels=order["labels"])
    without = accuracy_without(columns, made) if made.k >= _FEWEST_LEFT else ()
    return SynthesisResult("", pooled=made, without=without)

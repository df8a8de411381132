"""What each synthesis gives: computed once, and remembered by the numbers that went in.

numpy and scipy load only where a result is not remembered; without them the result says so.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from cerkit.assess.memory import Memory
from cerkit.assess.pooled_rows import result_of, row_of
from cerkit.assess.pooling_inputs import Inputs, data_of, inputs_of
from cerkit.model.digests import digest_of
from cerkit.model.records.review import Synthesis
from cerkit.model.synthesis import (
    Asymmetry,
    Omission,
    PooledValue,
    SynthesisResult,
    Unpoolable,
    values_of,
)
from cerkit.model.trace import Trace

if TYPE_CHECKING:
    from cerkit.synthesis import Effects

_NAME: Final = "pooled"
_FEWEST: Final = 2
"""Studies that can be pooled."""
_NO_MODEL: Final = "its numbers fit no model"
_CORRECT: Final = "correct the numbers, or choose another model"
_FEWEST_LEFT: Final = 3
"""Studies from which leaving one out says something."""
_INVERSE_VARIANCE: Final = frozenset({"RR", "OR", "IRR", "RD", "MD", "SMD", "GEN"})
"""Measures whose effects are printed with an interval in the records."""


def with_results(trace: Trace, memory: Memory) -> Trace:
    """The trace with the results of its syntheses."""
    found = {item.id: _computed(trace, item, memory) for item in trace.dossier.syntheses}
    return replace(trace, results=found) if found else trace


def _computed(trace: Trace, synthesis: Synthesis, memory: Memory) -> SynthesisResult:
    inputs = inputs_of(trace, synthesis)
    empty = SynthesisResult(
        synthesis.id, findings=inputs.findings, taken_from=inputs.taken_from, unpoolable=inputs.unpoolable
    )
    if inputs.unpoolable or len(inputs.findings) < _FEWEST:
        return empty
    data = json.dumps(dict(data_of(inputs, synthesis)), sort_keys=True).encode()
    digest = digest_of(_NAME, data)
    kept = memory.recall(digest)
    if kept is None:
        try:
            row = _pooled(inputs, synthesis)
        except ModuleNotFoundError as error:
            return replace(empty, missing_library=error.name or "numpy")
        kept = json.dumps(row).encode()
        memory.remember(digest, kept)
    return result_of(json.loads(kept), empty)


def _pooled(inputs: Inputs, synthesis: Synthesis) -> dict[str, Any]:
    """The result as a row. Numbers that no model takes are part of it, so that they are not tried again."""
    import numpy as np

    from cerkit.synthesis import DataError

    compute = _accuracy if synthesis.measure == "DTA" else _effects
    try:
        # Counts beyond any study, or a likelihood that has no top: the author's numbers, and no fault of the program.
        with np.errstate(all="ignore"):
            made = compute(inputs, synthesis)
    except DataError as error:
        told = Unpoolable(_position(inputs, synthesis, error.study), error.message, _CORRECT)
    except (ArithmeticError, ValueError, RuntimeError):
        told = Unpoolable(None, _NO_MODEL, _CORRECT)
    else:
        if made.pooled is not None and all(map(_is_finite, values_of(made.pooled))):
            return row_of(made)
        told = Unpoolable(None, _NO_MODEL, _CORRECT)
    return row_of(SynthesisResult(synthesis.id, unpoolable=(told,)))


def _is_finite(value: PooledValue) -> bool:
    return all(math.isfinite(number) for number in (value.estimate, *value.ci))


def _position(inputs: Inputs, synthesis: Synthesis, study: int | None) -> int | None:
    return None if study is None else synthesis.findings.index(inputs.findings[study])


def _effects(inputs: Inputs, synthesis: Synthesis) -> SynthesisResult:
    from cerkit.synthesis import leave_one_out, pool

    found = _found(inputs, synthesis)
    options: dict[str, Any] = {
        "method": synthesis.method,
        "interval": synthesis.interval,
        "labels": inputs.labels,
    }
    without: tuple[Omission, ...] = ()
    if len(inputs.findings) >= _FEWEST_LEFT:
        without = leave_one_out(found, **options)
    return SynthesisResult(
        synthesis.id, pooled=pool(found, **options), without=without, asymmetry=_asymmetry(found)
    )


def _found(inputs: Inputs, synthesis: Synthesis) -> Effects:
    """Effects of counts; of printed effects as they are, on the scale of their measure."""
    import numpy as np

    from cerkit.synthesis import Effects, effects

    if synthesis.measure not in _INVERSE_VARIANCE:
        return effects(synthesis.measure, inputs.columns)
    yi, vi = (np.asarray(inputs.columns[name], dtype=np.float64) for name in ("yi", "vi"))
    return Effects(synthesis.measure, yi, vi)


def _asymmetry(found: Effects) -> Asymmetry | None:
    from cerkit.synthesis import DataError, eggers_test

    try:
        return eggers_test(found)
    except DataError:
        return None


def _accuracy(inputs: Inputs, synthesis: Synthesis) -> SynthesisResult:
    from cerkit.synthesis import accuracy_without, pool_accuracy

    made = pool_accuracy(inputs.columns, method=synthesis.method, labels=inputs.labels)
    without = accuracy_without(inputs.columns, made) if made.k >= _FEWEST_LEFT else ()
    return SynthesisResult(synthesis.id, pooled=made, without=without)

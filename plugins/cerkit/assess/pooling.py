"""What each synthesis gives: computed once, and remembered by the numbers that went in.

numpy and scipy load only where a result is not remembered; without them the result says so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
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

Begin = Callable[[Callable[[], bytes]], Callable[[], bytes | None] | None]
"""Has a second process do a piece of work; gives what waits for it, or None where there is no such process."""

_NAME: Final = "pooled"
_FEWEST: Final = 2
"""Studies that can be pooled."""
_NO_MODEL: Final = "its numbers fit no model"
_CORRECT: Final = "correct the numbers, or choose another model"
_FEWEST_LEFT: Final = 3
"""Studies from which leaving one out says something."""
_INVERSE_VARIANCE: Final = frozenset({"RR", "OR", "IRR", "RD", "MD", "SMD", "GEN"})
"""Measures whose effects are printed with an interval in the records."""


def with_results(trace: Trace, memory: Memory, begin: Begin | None = None) -> Trace:
    """The trace with the results of its syntheses.

    `begin` has a second process compute what is not remembered; whoever asks for a result first waits for it.
    """
    works = [_work(trace, item, memory) for item in trace.dossier.syntheses]
    unknown = [work for work in works if work.digest and work.kept is None]
    sent = (
        begin(lambda: json.dumps([_pooled(work) for work in unknown]).encode()) if begin and unknown else None
    )

    def results() -> dict[str, SynthesisResult]:
        rows = sent() if sent else None
        fresh = zip(unknown, json.loads(rows), strict=True) if rows else ()
        computed = {work.digest: row for work, row in fresh}
        return {work.synthesis.id: _result(work, computed.get(work.digest), memory) for work in works}

    return replace(trace, results=_Later(results) if sent else results()) if works else trace


class _Later(Mapping[str, SynthesisResult]):
    """Results that are fetched when the first of them is asked for."""

    def __init__(self, fetch: Callable[[], Mapping[str, SynthesisResult]]) -> None:
        self._fetch = fetch
        self._found: Mapping[str, SynthesisResult] | None = None

    def _all(self) -> Mapping[str, SynthesisResult]:
        if self._found is None:
            self._found = self._fetch()
        return self._found

    def __getitem__(self, name: str) -> SynthesisResult:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


@dataclass(frozen=True, slots=True)
class _Work:
    """A synthesis with the numbers that go into it."""

    synthesis: Synthesis
    inputs: Inputs
    digest: str
    """Of the numbers and the model; empty where nothing can be pooled."""
    kept: bytes | None = None
    """The result as it is remembered."""

    @property
    def without_result(self) -> SynthesisResult:
        inputs = self.inputs
        return SynthesisResult(
            self.synthesis.id,
            findings=inputs.findings,
            taken_from=inputs.taken_from,
            unpoolable=inputs.unpoolable,
        )


def _work(trace: Trace, synthesis: Synthesis, memory: Memory) -> _Work:
    inputs = inputs_of(trace, synthesis)
    if inputs.unpoolable or len(inputs.findings) < _FEWEST:
        return _Work(synthesis, inputs, "")
    data = json.dumps(dict(data_of(inputs, synthesis)), sort_keys=True).encode()
    digest = digest_of(_NAME, data)
    return _Work(synthesis, inputs, digest, memory.recall(digest))


def _result(work: _Work, row: dict[str, Any] | None, memory: Memory) -> SynthesisResult:
    """The result as remembered, as another process computed it (`row`), or computed now."""
    if not work.digest:
        return work.without_result
    kept = work.kept
    if kept is None:
        try:
            kept = json.dumps(row or _pooled(work)).encode()
        except ModuleNotFoundError as error:
            return replace(work.without_result, missing_library=error.name or "numpy")
        memory.remember(work.digest, kept)
    return result_of(json.loads(kept), work.without_result)


def _pooled(work: _Work) -> dict[str, Any]:
    """The result as a row. Numbers that no model takes are part of it, so that they are not tried again."""
    import numpy as np

    from cerkit.synthesis import DataError

    inputs, synthesis = work.inputs, work.synthesis
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

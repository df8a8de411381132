"""What each synthesis gives: computed once, and remembered by the numbers that went in.

numpy and scipy load only where a result is not remembered; without them the result says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from cerkit.assess.memory import Memory
from cerkit.assess.pooled_rows import result_of
from cerkit.assess.pooling_inputs import Inputs, data_of, inputs_of
from cerkit.model.digests import digest_of
from cerkit.model.records.review import Synthesis
from cerkit.model.synthesis import SynthesisResult
from cerkit.model.trace import Trace

Begin = Callable[[bytes], Callable[[], bytes | None] | None]
"""Has a second process answer orders (`cerkit.synthesis.orders`); gives what waits for the answer, or None where there
is no such process."""

_NAME: Final = "pooled"
_FEWEST: Final = 2
"""Studies that can be pooled."""


def with_results(trace: Trace, memory: Memory, begin: Begin | None = None) -> Trace:
    """The trace with the results of its syntheses.

    `begin` has a second process compute what is not remembered; whoever asks for a result first waits for it.
    """
    works = [_work(trace, item, memory) for item in trace.dossier.syntheses]
    unknown = [work for work in works if work.order and work.kept is None]
    orders = b"[%s]" % b",".join(work.order for work in unknown)
    sent = begin(orders) if begin and unknown else None

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
    order: bytes = b""
    """The numbers and the model; empty where nothing can be pooled."""
    digest: str = ""
    """Of the order."""
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
        return _Work(synthesis, inputs)
    order = json.dumps(dict(data_of(inputs, synthesis)), sort_keys=True).encode()
    digest = digest_of(_NAME, order)
    return _Work(synthesis, inputs, order, digest, memory.recall(digest))


def _result(work: _Work, row: dict[str, Any] | None, memory: Memory) -> SynthesisResult:
    """The result as remembered, as another process computed it (`row`), or computed now."""
    if not work.order:
        return work.without_result
    kept = work.kept
    if kept is None:
        try:
            kept = json.dumps(row or _computed(work.order)).encode()
        except ModuleNotFoundError as error:
            return replace(work.without_result, missing_library=error.name or "numpy")
        memory.remember(work.digest, kept)
    return result_of(json.loads(kept), work.without_result, work.synthesis)


def _computed(order: bytes) -> dict[str, Any]:
    from cerkit.synthesis import orders

    return orders.result_of(json.loads(order))

"""Pooled results: whether they can be had, and whether benchmarks and narratives say what they are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from cerkit.checks.numbers import pooled_rules as rules
from cerkit.checks.numbers.proportions import half_unit
from cerkit.checks.numbers.typed_match import Beside, Judge
from cerkit.checks.numbers.typed_text import read_beside
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.fields import Number
from cerkit.model.records.evaluation import Benchmark
from cerkit.model.synthesis import Bounds, PooledValue, SynthesisResult, value_named
from cerkit.model.trace import Trace

_FEWEST: Final = 2
_SENTENCE_END: Final = re.compile(r"(?<=[.;:])\s+")
_OF_ALL: Final = re.compile(
    r"\b(?:pool\w*|summary|taken together|combined|meta-anal\w*|on average)\b", re.IGNORECASE
)
"""Words by which a sentence of a narrative speaks of the result and not of one study."""
_OF_ONE: Final = re.compile(
    r"\bSRC-|\bwithout\b|\bleaving out\b|\bunpublished\b|\bpublished pooled\b", re.IGNORECASE
)


def check_syntheses(examination: Examination) -> Iterator[Diagnostic]:
    """What stands in the way of a result, each at the finding that does."""
    trace = examination.trace
    for synthesis in trace.dossier.syntheses:
        result, place = trace.results.get(synthesis.id), trace.place_of(synthesis.id)
        if len(synthesis.findings) < _FEWEST:
            number = "one finding" if synthesis.findings else "no finding"
            where = place.within("findings")
            yield rules.TOO_FEW_STUDIES.at(where, f"{synthesis.id} names {number}", subject=synthesis.id)
        if result is not None:
            yield from _in_the_way(result, place)


def _in_the_way(result: SynthesisResult, place: Place) -> Iterator[Diagnostic]:
    for item in result.unpoolable:
        where = place if item.position is None else place.within("findings", item.position)
        message = f"{result.id} has no result: {item.message}"
        yield rules.NOT_POOLABLE.at(where, message, hint=item.hint, subject=result.id)
    if result.missing_library is not None:
        message = f"{result.id} was not computed: {result.missing_library} is not installed"
        hint = "install the extra: pip install 'cerkit[synthesis]'"
        yield rules.NOT_POOLABLE.at(place, message, hint=hint, subject=result.id, severity=Severity.NOTE)


def check_pooled_benchmarks(examination: Examination) -> Iterator[Diagnostic]:
    """Benchmarks that take their value from a synthesis, against what it gives."""
    trace = examination.trace
    for benchmark in trace.dossier.benchmarks:
        result = trace.results.get(benchmark.value_from or "")
        if result is None or result.pooled is None:
            continue  # why it has no result is told of the synthesis
        endpoint = trace.endpoint(benchmark.endpoint)
        value = value_named(result.pooled, endpoint.name if endpoint else "")
        place = trace.place_of(benchmark.id)
        if value is None:
            message = (
                f"{benchmark.id} takes its value from {result.id}, which gives sensitivity and specificity"
            )
            hint = "let it be about an endpoint whose name says which of the two, or remove `value_from`"
            where = place.within("value_from")
            yield rules.BENCHMARK_NOT_POOLED.at(where, message, hint=hint, subject=benchmark.id)
            continue
        yield from _against_result(trace, benchmark, result, value)


def _against_result(
    trace: Trace, benchmark: Benchmark, result: SynthesisResult, value: PooledValue
) -> Iterator[Diagnostic]:
    """The first of value and range that differs; another one mostly differs for the same reason."""
    place = trace.place_of(benchmark.id)
    gives = f"but {result.id} gives {_told(value)}"
    if benchmark.value is not None and not _is(benchmark.value, value.estimate):
        message = f"{benchmark.id} is {benchmark.value}, {gives}"
        yield rules.BENCHMARK_NOT_POOLED.at(place.within("value"), message, subject=benchmark.id)
        return
    intervals = [value.ci] + ([value.pi] if value.pi else [])
    if not any(_has_range(benchmark, pair) for pair in intervals):
        field = "lower" if benchmark.lower is not None else "upper"
        message = f"{benchmark.id} has the range {benchmark.lower} to {benchmark.upper}, {gives}"
        yield rules.BENCHMARK_NOT_POOLED.at(place.within(field), message, subject=benchmark.id)


def _has_range(benchmark: Benchmark, pair: Bounds) -> bool:
    ends = ((benchmark.lower, pair.lower), (benchmark.upper, pair.upper))
    return all(written is None or _is(written, computed) for written, computed in ends)


def _is(written: Number, computed: float) -> bool:
    """Whether the computed number, rounded as it is written, is the written one."""
    return math.isfinite(computed) and abs(Fraction(written) - Fraction(computed)) <= half_unit(written)


def _told(value: PooledValue) -> str:
    unit = " %" if value.is_percent else ""
    ends = " to ".join(map(value.printed, value.ci))
    beyond = f", prediction interval {' to '.join(map(value.printed, value.pi))}" if value.pi else ""
    return f"{value.printed(value.estimate)}{unit} ({ends}{beyond})"


def check_pooled_texts(examination: Examination) -> Iterator[Diagnostic]:
    """Pooled numbers typed in the narrative or the reason of a synthesis; of each text the first that differs."""
    trace = examination.trace
    judge = Judge(trace)
    for synthesis in trace.dossier.syntheses:
        if judge.known(synthesis.id) is None:
            continue
        for field in ("narrative", "reason"):
            told = _first_wrong(judge, synthesis.id, getattr(synthesis, field) or "")
            if told is not None:
                message = f"{synthesis.id} says {told}"
                place = trace.place_of(synthesis.id, field)
                yield rules.POOLED_NUMBER.at(place, message, subject=synthesis.id)


def _first_wrong(judge: Judge, identifier: str, text: str) -> str | None:
    for sentence in _SENTENCE_END.split(text):
        if not _OF_ALL.search(sentence) or _OF_ONE.search(sentence):
            continue
        reading = read_beside(sentence, (identifier,))
        beside = Beside(judge, reading) if reading else None
        for typed in reading.typed if reading else ():
            told = beside.differs(typed) if beside else None
            if told is not None:
                return f"`{typed.text}`, and its result is another: {told}"
    return None

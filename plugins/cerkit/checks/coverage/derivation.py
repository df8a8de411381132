"""Thresholds follow from the state of the art: criterion, benchmark, appraised sources (D04)."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.checks.coverage import rules
from cerkit.checks.texts import gives_no_reasoning, is_none, listed, only_asserts, only_points
from cerkit.model.answers import sources_behind
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.records.evaluation import Benchmark, Criterion
from cerkit.model.trace import Trace


def check_derivation(examination: Examination) -> Iterator[Diagnostic]:
    """Criteria without benchmark, and benchmarks that rest on nothing or say not how they follow."""
    trace = examination.trace
    for criterion in trace.dossier.criteria:
        yield from _criterion(trace, criterion)
    for benchmark in trace.dossier.benchmarks:
        yield from _benchmark(trace, benchmark)


def _criterion(trace: Trace, criterion: Criterion) -> Iterator[Diagnostic]:
    if not criterion.justified_by:
        message = f"{criterion.id} names no benchmark: nothing says why its value is {criterion.value}"
        yield rules.NOT_DERIVED.at(trace.place_of(criterion.id), message, subject=criterion.id)
        return
    if (only_points(criterion.margin) or only_asserts(criterion.margin)) and not is_none(criterion.margin):
        message = (
            f'{criterion.id} has "{criterion.margin}" for its margin, which says not how the value follows'
        )
        hint = "say how the value follows from the benchmark, clinically and statistically"
        place = trace.place_of(criterion.id, "margin")
        yield rules.NOT_DERIVED.at(place, message, hint=hint, subject=criterion.id)
    yield from _of_another_endpoint(trace, criterion)


def _of_another_endpoint(trace: Trace, criterion: Criterion) -> Iterator[Diagnostic]:
    """A criterion all of whose benchmarks measure something else, and whose margin names none of that."""
    named = {item.id: item for item in trace.dossier.benchmarks if item.id in criterion.justified_by}
    if len(named) < len(criterion.justified_by):
        return  # a dangling link, which is reported
    others = {item.endpoint for item in named.values()}
    if criterion.endpoint not in others and not any(name in criterion.margin for name in (*named, *others)):
        why = f"{listed(named)}, which justifies it, is on {listed(sorted(others))}"
        message = f"{criterion.id} is on {criterion.endpoint}, but {why}"
        hint = "name the benchmark of the same endpoint, or say in the margin how the value follows from the other"
        place = trace.place_of(criterion.id, "justified_by")
        yield rules.NOT_DERIVED.at(place, message, hint=hint, subject=criterion.id, severity=Severity.WARNING)


def _benchmark(trace: Trace, benchmark: Benchmark) -> Iterator[Diagnostic]:
    if gives_no_reasoning(benchmark.derivation):
        message = (
            f'{benchmark.id} is derived with "{benchmark.derivation}", which says not how its value follows'
        )
        hint = "name what the sources found, favourable and unfavourable, and how the value follows from it"
        place = trace.place_of(benchmark.id, "derivation")
        yield rules.NOT_DERIVED.at(place, message, hint=hint, subject=benchmark.id)
    if not benchmark.rests_on:
        message = f"{benchmark.id} rests on no source"
        yield rules.NOT_DERIVED.at(trace.place_of(benchmark.id), message, subject=benchmark.id)
        return
    known = sources_behind(trace, benchmark.rests_on)
    if known and not any(source.role not in (None, "rejected") for source in known):
        names = listed(dict.fromkeys(source.id for source in known))
        why = "was rejected" if all(source.role == "rejected" for source in known) else "was not appraised"
        message = f"{benchmark.id} rests on {names}, which {why}"
        hint = "rest it on an appraised source that was not rejected"
        place = trace.place_of(benchmark.id, "rests_on")
        yield rules.NOT_DERIVED.at(place, message, hint=hint, subject=benchmark.id)

"""Whether what is judged was brought together from several sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cerkit.checks.literature import source_rules as rules
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.identifiers import Kind, kind_of
from cerkit.model.records.evaluation import Benchmark


def check_synthesis(examination: Examination) -> Iterator[Diagnostic]:
    """Endpoints of criteria on which neither a synthesis nor benchmarks bring two sources together."""
    trace = examination.trace
    benchmarks = {item.id: item for item in trace.dossier.benchmarks}
    pooled = {item.endpoint for item in trace.dossier.syntheses}
    for synthesis in trace.dossier.syntheses:
        if not synthesis.narrative:
            message = (
                f"{synthesis.id} pools {len(synthesis.findings)} findings, and says nothing on how they agree"
            )
            hint = "say in `narrative` where the sources agree, where they contradict each other, and why"
            yield rules.NO_SYNTHESIS.at(
                trace.place_of(synthesis.id), message, hint=hint, subject=synthesis.id
            )
    told: set[str] = set()
    for criterion in trace.dossier.criteria:
        if criterion.endpoint in pooled or criterion.endpoint in told or not criterion.justified_by:
            continue
        named = [name for name in criterion.justified_by if name in benchmarks and benchmarks[name].rests_on]
        if not named:
            continue
        sources = {source for name in named for source in _sources(examination, benchmarks[name])}
        sources |= _on_endpoint(criterion.endpoint, benchmarks)
        if len(sources) < 2:
            told.add(criterion.endpoint)
            message = (
                f"{criterion.endpoint}, by which {criterion.id} judges, has no synthesis, and its benchmarks rest on "
                f"one source ({', '.join(named)})"
            )
            place = trace.place_of(named[0], "rests_on")
            yield rules.NO_SYNTHESIS.at(place, message, subject=named[0])


def _sources(examination: Examination, benchmark: Benchmark) -> Iterator[str]:
    """The sources on which a benchmark rests; a synthesis counts for those that it pools."""
    syntheses = {item.id: item for item in examination.dossier.syntheses}
    for name in benchmark.rests_on:
        if kind_of(name) is Kind.SYNTHESIS:
            for finding in syntheses[name].findings if name in syntheses else ():
                yield finding.partition(".")[0]
        else:
            yield name.partition(".")[0]


def _on_endpoint(endpoint: str, benchmarks: Mapping[str, Benchmark]) -> set[str]:
    """Sources of the other benchmarks on the same endpoint."""
    return {
        name.partition(".")[0]
        for benchmark in benchmarks.values()
        if benchmark.endpoint == endpoint
        for name in benchmark.rests_on
        if kind_of(name) is not Kind.SYNTHESIS
    }

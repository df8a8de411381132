"""Records that a writer names: there they are, or the problem says which names are close."""

from __future__ import annotations

from cerkit.model.identifiers import finding_id
from cerkit.model.records.evaluation import Benchmark, Criterion
from cerkit.model.records.source import Finding, Source
from cerkit.model.trace import Trace
from cerkit.render.problems import unknown


def finding_named(trace: Trace, identifier: str) -> tuple[Source, Finding]:
    """A finding by its global identifier, with its source."""
    found = trace.finding(identifier)
    if found is None:
        known = (finding_id(item.id, part.id) for item in trace.dossier.sources for part in item.findings)
        raise unknown("the finding", identifier, known)
    return found


def criterion_named(trace: Trace, identifier: str) -> Criterion:
    """An acceptance criterion by its identifier."""
    criterion = trace.criterion(identifier)
    if criterion is None:
        raise unknown("the criterion", identifier, (item.id for item in trace.dossier.criteria))
    return criterion


def benchmark_named(trace: Trace, identifier: str) -> Benchmark:
    """A benchmark by its identifier."""
    node = trace.nodes.get(identifier)
    if node is None or not isinstance(node.record, Benchmark):
        raise unknown("the benchmark", identifier, (item.id for item in trace.dossier.benchmarks))
    return node.record

"""Whether the findings that a criterion names can decide it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cerkit.link import rules
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.records.evaluation import Criterion
from cerkit.model.records.source import Source
from cerkit.model.trace import Trace

Sound = Callable[[tuple[str, ...]], bool]
"""Whether files with these digests were found sound before."""


def check_criteria(
    trace: Trace, *, known_sound: Sound, now_sound: Callable[[tuple[str, ...]], None]
) -> Iterator[Diagnostic]:
    """Findings that cannot decide the criterion which names them.

    What a criterion rests on is a handful of files; where all of them are as they were when it was last found sound,
    their records need not be read. `known_sound` and `now_sound` recall and keep that.
    """
    accepted = tuple(trace.nodes[item.id].digest for item in trace.dossier.equivalences)
    for criterion in trace.dossier.criteria:
        digests = (criterion.id, *accepted, *_digests(trace, criterion))
        if known_sound(digests):
            continue
        found = tuple(_check_criterion(trace, criterion))
        yield from found
        if not found:
            now_sound(digests)


def _digests(trace: Trace, criterion: Criterion) -> Iterator[str]:
    """Digests of the files that hold the criterion, its endpoint and its findings."""
    for identifier in (criterion.id, criterion.endpoint, *criterion.decided_by):
        node = trace.nodes.get(identifier)
        yield node.digest if node is not None else ""


def _check_criterion(trace: Trace, criterion: Criterion) -> Iterator[Diagnostic]:
    endpoint = trace.endpoint(criterion.endpoint)
    place = trace.nodes[criterion.id].place
    for position, identifier in enumerate(criterion.decided_by):
        found = trace.finding(identifier)
        if found is None or endpoint is None:
            continue
        source, finding = found
        where = place.within("decided_by", position)
        if finding.endpoint != criterion.endpoint:
            message = (
                f"{criterion.id} is about {criterion.endpoint}, but {identifier} measures {finding.endpoint}"
            )
            yield rules.OTHER_ENDPOINT.at(where, message, subject=criterion.id)
        elif finding.unit != endpoint.unit:
            message = f"{identifier} is given in {finding.unit}, but {endpoint.id} in {endpoint.unit}"
            hint = "give both in the same unit"
            yield rules.OTHER_ENDPOINT.at(where, message, hint=hint, subject=criterion.id)
        elif not trace.is_admissible(source):
            message = _why_inadmissible(criterion.id, source)
            yield rules.INADMISSIBLE_EVIDENCE.at(where, message, subject=criterion.id)


def _why_inadmissible(criterion: str, source: Source) -> str:
    if source.relation not in ("under evaluation", "equivalent"):
        return f"{criterion} is decided by {source.id}, which holds data of a {source.relation} device"
    if source.relation == "equivalent":
        return f"{criterion} is decided by {source.id}, whose device was not accepted as equivalent"
    if source.retracted:
        return f"{criterion} is decided by {source.id}, which is retracted"
    if source.appraisal is not None and source.appraisal.role == "rejected":
        return f"{criterion} is decided by {source.id}, which the appraisal rejected"
    return f"{criterion} is decided by {source.id}, of which only the {source.read} was read"

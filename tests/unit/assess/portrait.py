"""Everything that an assessment says, as lines that two assessments can be compared by."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.assess import Assessment
from cerkit.model.diagnostics import Place


def portrait(assessment: Assessment) -> list[str]:
    """Diagnostics, records with their digits, nodes, links and verdicts, in the order in which they come."""
    return list(_lines(assessment))


def _lines(assessment: Assessment) -> Iterator[str]:
    for item in assessment.diagnostics:
        yield f"{_at(item.place)} {item.rule.code} {item.message} | {item.hint} | {item.subject}"
    dossier, trace = assessment.dossier, assessment.trace
    for attribute, placed in dossier.placed.items():
        yield from (f"{attribute} {_at(entry.place)} {entry.record!r}" for entry in placed)
    for name, node in trace.nodes.items():
        yield f"{name} {node.kind} {node.title} {node.parent} {_at(node.place)}"
    yield from (f"{link.source} {link.relation} {link.target}" for link in trace.links)
    for criterion in dossier.criteria:
        yield from (repr(verdict) for verdict in trace.verdicts_of(criterion))
    yield from (f"{claim.id} {trace.support_of(claim)}" for claim in dossier.claims)
    yield from (repr(chapter) for chapter in dossier.chapters)
    yield f"{sorted(dossier.broken)} {list(dossier.catalogues)} {assessment.on} {assessment.file_count}"


def _at(place: Place) -> str:
    return f"{place.path}:{place.line}:{place.column}:{'.'.join(map(str, place.route))}"

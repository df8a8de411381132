"""What stands behind records: the sources behind evidence, and what answers a requirement.

Matrix, checks and comparison ask the same questions here, so that they never give two answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cerkit.model.facts import SourceFacts
from cerkit.model.identifiers import Kind
from cerkit.model.records.evaluation import Claim, RequirementAssessment
from cerkit.model.trace import Trace
from cerkit.model.verdicts import Support

HOLDING = frozenset({Support.SUPPORTED, Support.WITH_LIMITS})
"""Support on which a claim may be made."""


class Answer(NamedTuple):
    """What answers one requirement."""

    claims: tuple[Claim, ...]
    """Active claims that name it, in the written order."""
    evidence: tuple[str, ...]
    """Records that its assessment names beside them."""


def answers(trace: Trace) -> Mapping[str, Answer]:
    """What answers each requirement that clinical evidence has to answer: one that applies and is marked clinical, or
    that an active claim names. What other documents answer alone is left out.
    """
    claims: dict[str, list[Claim]] = {}
    for claim in trace.dossier.claims:
        if claim.status == "active":
            for name in claim.requirements:
                claims.setdefault(name, []).append(claim)
    assessed = trace.dossier.requirements.requirements if trace.dossier.requirements else ()
    found = {
        item.id: Answer(tuple(claims.get(item.id, ())), item.evidence)
        for item in assessed
        if _asks(item, claims)
    }
    known = {item.id for item in assessed}
    unassessed = {name: Answer(tuple(on), ()) for name, on in claims.items() if name not in known}
    return found | {name: answer for name, answer in unassessed.items() if _is_requirement(trace, name)}


def is_answered(trace: Trace, answer: Answer) -> bool:
    """Whether a requirement is covered: by an active claim that its verdicts support, where claims name it, else by
    the evidence that its assessment names.
    """
    if answer.claims:
        return any(trace.support_of(claim) in HOLDING for claim in answer.claims)
    return any(name in trace.nodes for name in answer.evidence)


def sources_behind(trace: Trace, evidence: Iterable[str]) -> tuple[SourceFacts, ...]:
    """The sources of some evidence: those named, those of named findings, and those that a synthesis pools."""
    names = tuple(evidence)
    pooled = {item.id: item.findings for item in trace.dossier.syntheses}
    if not pooled.keys().isdisjoint(names):
        names = tuple(one for name in names for one in pooled.get(name, (name,)))
    return trace.sources_of(names)


def data_behind(trace: Trace, evidence: Iterable[str]) -> tuple[SourceFacts, ...]:
    """Those of them that count as data: neither retracted nor rejected by the appraisal."""
    return tuple(
        item for item in sources_behind(trace, evidence) if not item.retracted and item.role != "rejected"
    )


def _asks(item: RequirementAssessment, claims: Mapping[str, object]) -> bool:
    return item.applicable and (item.clinical or item.id in claims)


def _is_requirement(trace: Trace, name: str) -> bool:
    node = trace.nodes.get(name)
    return node is not None and node.kind is Kind.REQUIREMENT

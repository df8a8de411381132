"""The trace: one typed graph of everything that has an identifier, and the questions asked of it.

Links are stored once, on the record that depends. What rests on a record, which verdicts follow, which claims stand
without support: all of that is a query here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from cerkit.model.diagnostics import Place
from cerkit.model.dossier import Dossier
from cerkit.model.identifiers import Kind
from cerkit.model.records.evaluation import Claim, Criterion, Endpoint
from cerkit.model.records.source import Finding, Source
from cerkit.model.verdicts import Outcome, Support, Verdict, decide, support

FULLY_READ = frozenset({"full text", "report"})
"""What must have been read of a source before it may decide a criterion (MEDDEV 8.2, 9.3)."""

_PARTS = re.compile(r"(\d+)")


def natural_key(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts AC-2 before AC-10."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in _PARTS.split(identifier) if part
    )


@dataclass(frozen=True, slots=True)
class Node:
    """One identified thing: a record, a part of one, a catalogue's entry or a chapter."""

    id: str
    kind: Kind
    title: str
    """A short text that tells a reader what it is."""
    record: object
    """The record itself; for a requirement its assessment, or the catalogue's entry where it was not assessed."""
    place: Place
    parent: str | None = None
    """Identifier of the record that holds it: a finding's source, an indication's intended use."""


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency as written: `source` names `target` in its field `relation`."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True)
class Trace:
    """The graph of one dossier. Nodes are sorted by kind and natural order, links by source, relation and target."""

    dossier: Dossier
    nodes: Mapping[str, Node]
    links: tuple[Link, ...]

    @cached_property
    def _from(self) -> Mapping[str, tuple[Link, ...]]:
        return _grouped(self.links, by_target=False)

    @cached_property
    def _to(self) -> Mapping[str, tuple[Link, ...]]:
        return _grouped(self.links, by_target=True)

    def links_from(self, identifier: str) -> tuple[Link, ...]:
        """What a record names."""
        return self._from.get(identifier, ())

    def links_to(self, identifier: str) -> tuple[Link, ...]:
        """What names a record."""
        return self._to.get(identifier, ())

    def of_kind(self, kind: Kind) -> tuple[Node, ...]:
        """All nodes of a kind, in natural order."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[Kind, tuple[Node, ...]]:
        groups: dict[Kind, list[Node]] = {}
        for node in self.nodes.values():
            groups.setdefault(node.kind, []).append(node)
        return {kind: tuple(nodes) for kind, nodes in groups.items()}

    def parts_of(self, identifier: str) -> tuple[Node, ...]:
        """The identified parts of a record, for example a source's findings."""
        return self._parts.get(identifier, ())

    @cached_property
    def _parts(self) -> Mapping[str, tuple[Node, ...]]:
        groups: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            if node.parent:
                groups.setdefault(node.parent, []).append(node)
        return {parent: tuple(nodes) for parent, nodes in groups.items()}

    def criterion(self, identifier: str) -> Criterion | None:
        return cast("Criterion | None", self._record(identifier, Kind.CRITERION))

    def endpoint(self, identifier: str) -> Endpoint | None:
        return cast("Endpoint | None", self._record(identifier, Kind.ENDPOINT))

    def source(self, identifier: str) -> Source | None:
        return cast("Source | None", self._record(identifier, Kind.SOURCE))

    def finding(self, identifier: str) -> tuple[Source, Finding] | None:
        """A finding by its global identifier, with the source that holds it."""
        node = self.nodes.get(identifier)
        if node is None or node.kind is not Kind.FINDING or node.parent is None:
            return None
        return cast(Source, self.nodes[node.parent].record), cast(Finding, node.record)

    def _record(self, identifier: str, kind: Kind) -> object | None:
        node = self.nodes.get(identifier)
        return node.record if node is not None and node.kind is kind else None

    def is_admissible(self, source: Source) -> bool:
        """Whether a source's findings may decide a criterion (MEDDEV 8.2, 9.3.2; MDCG 2020-5)."""
        if source.read not in FULLY_READ or source.retracted:
            return False
        if source.appraisal is not None and source.appraisal.role == "rejected":
            return False
        if source.relation == "under evaluation":
            return True
        accepted = {
            item.id for item in self.dossier.equivalences if item.claimed and item.conclusion == "equivalent"
        }
        return source.relation == "equivalent" and source.equivalence in accepted

    def verdicts_of(self, criterion: Criterion) -> tuple[Verdict, ...]:
        """The criterion on each finding that it names, in the written order."""
        return self._verdicts.get(criterion.id, ())

    @cached_property
    def _verdicts(self) -> Mapping[str, tuple[Verdict, ...]]:
        return {criterion.id: tuple(self._decided(criterion)) for criterion in self.dossier.criteria}

    def _decided(self, criterion: Criterion) -> Iterable[Verdict]:
        endpoint = self.endpoint(criterion.endpoint)
        for identifier in criterion.decided_by:
            found = self.finding(identifier)
            if endpoint is not None and found is not None:
                yield decide(criterion, endpoint, *found, admissible=self.is_admissible(found[0]))

    def verdicts_on_claim(self, claim: Claim) -> tuple[Verdict, ...]:
        """Verdicts of every criterion that decides the claim."""
        criteria = (self.criterion(identifier) for identifier in claim.decided_by)
        return tuple(verdict for item in criteria if item is not None for verdict in self.verdicts_of(item))

    def support_of(self, claim: Claim) -> Support:
        """Whether the claim's criteria are met. A criterion without any verdict leaves the claim undecided."""
        known = [self.criterion(identifier) for identifier in claim.decided_by]
        if any(item is None or not self.verdicts_of(item) for item in known):
            return Support.UNDECIDED
        return support(self.verdicts_on_claim(claim))

    def claims_resting_on(self, criterion: str) -> tuple[Claim, ...]:
        """Claims that a criterion decides."""
        return tuple(claim for claim in self.dossier.claims if criterion in claim.decided_by)

    def claims_on(self, requirement: str) -> tuple[Claim, ...]:
        """Claims that address a requirement."""
        return tuple(claim for claim in self.dossier.claims if requirement in claim.requirements)

    def unmet(self) -> tuple[Verdict, ...]:
        """Every verdict that is not met or not decidable, by criterion."""
        return tuple(
            v for verdicts in self._verdicts.values() for v in verdicts if v.outcome is not Outcome.MET
        )


def _grouped(links: tuple[Link, ...], *, by_target: bool) -> Mapping[str, tuple[Link, ...]]:
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(link.target if by_target else link.source, []).append(link)
    return {identifier: tuple(found) for identifier, found in groups.items()}

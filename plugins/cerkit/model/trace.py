"""The trace: one typed graph of everything that has an identifier, and the questions asked of it.

Links are stored once, on the record that depends. What rests on a record, which verdicts follow, which claims stand
without support: all of that is a query here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Final, NamedTuple, cast

from cerkit.model.diagnostics import Place
from cerkit.model.dossier import Dossier
from cerkit.model.facts import FindingFacts, SourceFacts
from cerkit.model.identifiers import Kind
from cerkit.model.outline import LinkRow, Links, NodeRow, Placed
from cerkit.model.records.evaluation import Claim, Criterion, Endpoint
from cerkit.model.records.source import Finding, Source
from cerkit.model.synthesis import SynthesisResult
from cerkit.model.titles import title_of
from cerkit.model.verdicts import Support, Verdict, decide, support

_PARTS = re.compile(r"([0-9]+)")


def natural_key(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts AC-2 before AC-10."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _PARTS.split(identifier) if part
    )


class Node:
    """One identified thing: a record, a part of one, a catalogue's entry or a chapter."""

    __slots__ = ("_holder", "_route", "_title", "id", "kind", "parent")

    def __init__(self, row: NodeRow, holder: Placed | Standalone, title: str | None) -> None:
        self.id, kind, self._route, self.parent = row
        self.kind = Kind(kind)
        self._holder = holder
        self._title = title

    @property
    def title(self) -> str:
        """A short text that tells a reader what it is; for a requirement the catalogue's."""
        return title_of(self.record) if self._title is None else self._title

    @property
    def record(self) -> object:
        """The record or part of one; a requirement's assessment, or the catalogue's entry where there is none."""
        return self._holder.part(self._route)

    @property
    def place(self) -> Place:
        return self._holder.place.within(*self._route)

    @property
    def digest(self) -> str | None:
        """Of the file that holds it: two with the same one are equal, and need not be read. None without a file."""
        return self._holder.digest if isinstance(self._holder, Placed) else None

    @property
    def is_written(self) -> bool:
        """Whether it is a record of the author's; a page is none, nor a catalogue's entry that nobody has assessed."""
        return isinstance(self._holder, Placed)


@dataclass(frozen=True, slots=True)
class Standalone:
    """Holds what no record file holds: a catalogue's entry or a chapter."""

    value: object
    place: Place

    def part(self, _route: Sequence[str | int]) -> object:
        return self.value


class Nodes(Mapping[str, Node]):
    """All nodes by identifier, each made when it is first asked for: a dossier has tens of thousands."""

    def __init__(self, rows: Mapping[str, tuple[NodeRow, Placed | Standalone, str | None]]) -> None:
        self._rows = rows
        self._made: dict[str, Node] = {}

    def __getitem__(self, identifier: str) -> Node:
        node = self._made.get(identifier)
        if node is None:
            node = self._made[identifier] = Node(*self._rows[identifier])
        return node

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._rows


class Link(NamedTuple):
    """A dependency as written: `source` names `target` in its field `relation`."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True)
class Trace:
    """The graph of one dossier. Nodes and links stand in the order of the files; `of_kind` sorts as people count."""

    dossier: Dossier
    nodes: Nodes
    rows: Iterable[LinkRow]
    """The sound links by field, as the outlines have them."""
    results: Mapping[str, SynthesisResult] = field(default_factory=dict, compare=False, repr=False)
    """What each synthesis gives, by its identifier; empty where nobody computed it."""

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link whose target exists and is of a fitting kind; chapters' mentions last."""
        return tuple(
            Link(source, kind.relation, target) for source, kind, targets in self.rows for target in targets
        )

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

    def naming(self, identifier: str) -> Iterator[Link]:
        """The same for one question: `links_to` turns the whole graph round at its first."""
        rows = self.rows.naming(identifier) if isinstance(self.rows, Links) else self.rows
        for source, kind, targets in rows:
            if identifier in targets:
                yield Link(source, kind.relation, identifier)

    def decided_by(self, finding: str) -> tuple[Criterion, ...]:
        """The criteria that a finding decides."""
        return self._decided_by.get(finding, ())

    @cached_property
    def _decided_by(self) -> Mapping[str, tuple[Criterion, ...]]:
        groups: dict[str, list[Criterion]] = {}
        for criterion in self.dossier.criteria:
            for name in criterion.decided_by:
                groups.setdefault(name, []).append(criterion)
        return {name: tuple(criteria) for name, criteria in groups.items()}

    @cached_property
    def claimed(self) -> frozenset[str]:
        """The criteria that decide an active claim."""
        active = (claim for claim in self.dossier.claims if claim.status == "active")
        return frozenset(name for claim in active for name in claim.decided_by)

    def of_kind(self, kind: Kind) -> tuple[Node, ...]:
        """All nodes of a kind, in natural order."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[Kind, tuple[Node, ...]]:
        groups: dict[Kind, list[Node]] = {}
        for node in self.nodes.values():
            groups.setdefault(node.kind, []).append(node)
        return {
            kind: tuple(sorted(nodes, key=lambda node: natural_key(node.id)))
            for kind, nodes in groups.items()
        }

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

    @cached_property
    def source_facts(self) -> Mapping[str, SourceFacts]:
        """What the checks ask of every source, by identifier, in the order of the files."""
        outlines = (placed.outline for placed in self.dossier.placed.get("sources", ()))
        return {item.facts[0]: _facts(item.facts, item.findings) for item in outlines if item.facts}

    @cached_property
    def finding_facts(self) -> Mapping[str, tuple[SourceFacts, FindingFacts]]:
        """The same of every finding, with its source. Of two with one name the first counts."""
        found: dict[str, tuple[SourceFacts, FindingFacts]] = {}
        for source in self.source_facts.values():
            for finding in source.findings:
                found.setdefault(finding.id, (source, finding))
        return found

    def sources_of(self, names: Sequence[str]) -> tuple[SourceFacts, ...]:
        """The sources among what is named, and those of findings: several checks ask it of the same records."""
        key = tuple(names)
        known = self._sources.get(key)
        if known is None:
            found: dict[str, SourceFacts] = {}
            for name in key:
                pair = self.finding_facts.get(name)
                source = pair[0] if pair else self.source_facts.get(name)
                if source is not None:
                    found[source.id] = source
            known = self._sources[key] = tuple(found.values())
        return known

    @cached_property
    def _sources(self) -> dict[tuple[str, ...], tuple[SourceFacts, ...]]:
        return {}

    def place_of(self, identifier: str, *route: str | int) -> Place:
        """Where a record, or something in it, stands."""
        return self.nodes[identifier].place.within(*route)

    def criterion(self, identifier: str) -> Criterion | None:
        return cast("Criterion | None", self._record(identifier, Kind.CRITERION))

    def endpoint(self, identifier: str) -> Endpoint | None:
        if identifier not in self._endpoints:
            self._endpoints[identifier] = cast("Endpoint | None", self._record(identifier, Kind.ENDPOINT))
        return self._endpoints[identifier]

    @cached_property
    def _endpoints(self) -> dict[str, Endpoint | None]:
        """Those that were asked for: each finding asks for its own, and there are few."""
        return {}

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

    def is_admissible(self, source: SourceFacts) -> bool:
        """Whether its findings may decide: data of the device or of an accepted equivalent, read and not rejected."""
        return source.bar is None and (
            source.equivalence is None or source.equivalence in self.accepted_equivalences
        )

    @cached_property
    def accepted_equivalences(self) -> frozenset[str]:
        """Comparisons that were claimed and concluded with "equivalent" (MEDDEV A1)."""
        found = self.dossier.equivalences
        return frozenset(item.id for item in found if item.claimed and item.conclusion == "equivalent")

    def verdicts_of(self, criterion: Criterion) -> tuple[Verdict, ...]:
        """The criterion on each finding that it names, in the written order."""
        return self._verdicts.get(criterion.id, ())

    @cached_property
    def _verdicts(self) -> Mapping[str, tuple[Verdict, ...]]:
        return {criterion.id: tuple(self._decided(criterion)) for criterion in self.dossier.criteria}

    def _decided(self, criterion: Criterion) -> Iterable[Verdict]:
        endpoint = self.endpoint(criterion.endpoint)
        for identifier in criterion.decided_by:
            found = self.finding_facts.get(identifier)
            if endpoint is not None and found is not None:
                yield decide(criterion, endpoint, found[1], admissible=self.is_admissible(found[0]))

    def verdicts_on_claim(self, claim: Claim) -> tuple[Verdict, ...]:
        """Verdicts of every criterion that decides the claim."""
        criteria = (self.criterion(identifier) for identifier in claim.decided_by)
        return tuple(verdict for item in criteria if item is not None for verdict in self.verdicts_of(item))

    def support_of(self, claim: Claim) -> Support:
        """Whether the claim's criteria are met. A criterion without any verdict leaves the claim undecided."""
        known = self._support.get(claim.id)
        if known is None:
            known = self._support[claim.id] = self._supported(claim)
        return known

    @cached_property
    def _support(self) -> dict[str, Support]:
        return {}

    def _supported(self, claim: Claim) -> Support:
        known = [self.criterion(identifier) for identifier in claim.decided_by]
        if any(item is None or not self.verdicts_of(item) for item in known):
            return Support.UNDECIDED
        return support(self.verdicts_on_claim(claim))


def _facts(row: Sequence[Any], findings: Iterable[Sequence[Any]]) -> SourceFacts:
    """Facts back from what was kept, where tuples have become lists."""
    return _new_source((*row, tuple(map(_new_finding, findings))))


# What `_make` does, without a call of Python for each of tens of thousands.
_new_source: Final = partial(tuple.__new__, SourceFacts)
_new_finding: Final = partial(tuple.__new__, FindingFacts)


def _grouped(links: Sequence[Link], *, by_target: bool) -> Mapping[str, tuple[Link, ...]]:
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(link.target if by_target else link.source, []).append(link)
    return {identifier: tuple(found) for identifier, found in groups.items()}

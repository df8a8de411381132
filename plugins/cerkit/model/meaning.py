"""Which fields of a record bear meaning, and what a record and all that it names directly say in them.

A record is to be looked at again when something that it names says something else than in the previous release. Named
in whole, a record speaks with its parts; a finding speaks with its source, and a synthesis with its findings, from
which its result is computed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pydantic import BaseModel

from cerkit.model.changes import Change
from cerkit.model.diagnostics import Place
from cerkit.model.flat import alike, flat_fields
from cerkit.model.identifiers import Kind
from cerkit.model.records.review import Synthesis
from cerkit.model.trace import Node, Trace, natural_key

SCHEME: Final = "m1-"
"""Begins every digest: how it was made. It also keeps YAML from reading one as a number."""
_DIGEST_SIZE: Final = 16
_PAIR_SIZE: Final = 5
"""Bytes; a pair is compared with the few others of its record, so that short ones do."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """The fields of one kind of record; a name stands for everything below it. See `MeaningfulFields`."""

    fields: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    looked_at_by: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()

    @property
    def of_its_own(self) -> tuple[str, ...]:
        """Fields whose change shows that a person looked at the record."""
        return (*self.fields, *self.reported, *self.looked_at_by)


Bearings = Mapping[Kind, Bearing]
NOTHING: Final = Bearing()


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that a record names, and what in it is not as it was."""

    named: str
    relations: tuple[str, ...]
    """Fields of the record that name it."""
    changes: tuple[Change, ...]
    """Of the record named, of its parts, of a finding's source, or of a synthesis' findings."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A record to be looked at again, since nobody has done so after what it names was changed."""

    record: str
    causes: tuple[Cause, ...]
    digest: str
    """What a confirmation of the record against these causes has to hold."""
    place: Place


def is_below(name: str, names: Collection[str]) -> bool:
    """Whether a field is one of those named, or a part of one: `surveillance.starts` is a part of `surveillance`."""
    return name in names or any(name.startswith(f"{whole}.") for whole in names)


def meaning_bearing(changes: Iterable[Change], bearings: Bearings) -> Iterator[Change]:
    """The changes that the next report has to name, each with the fields that make it so."""
    for change in changes:
        wanted = bearings.get(change.kind, NOTHING).reported
        fields = tuple(item for item in change.fields if is_below(item.name, wanted))
        if wanted and (fields or change.how != "changed"):
            yield replace(change, fields=fields)


def root_of(trace: Trace, identifier: str) -> str:
    """The record that holds a part; of a record, itself."""
    node = trace.nodes[identifier]
    while node.parent is not None:
        node = trace.nodes[node.parent]
    return node.id


def named_by(trace: Trace, record: str, bearings: Bearings) -> Mapping[str, tuple[str, ...]]:
    """What a record and its parts name, with the fields that do, in the order in which people count."""
    found: dict[str, set[str]] = {}
    for part in _with_parts(trace, record):
        for link in trace.links_from(part):
            if is_dependency(trace, record, link.relation, link.target, bearings):
                found.setdefault(link.target, set()).add(link.relation)
    return {name: tuple(sorted(found[name])) for name in sorted(found, key=natural_key)}


def is_dependency(trace: Trace, record: str, relation: str, target: str, bearings: Bearings) -> bool:
    """Whether a record rests on what it names: not on a part of itself, nor on what only tells where it comes from."""
    kind = trace.nodes[target].kind
    if kind not in bearings or not trace.nodes[target].is_written:
        return False
    ignored = bearings.get(trace.nodes[record].kind, NOTHING).ignores
    if relation in ignored or kind.name.lower() in ignored or kind.value in ignored:
        return False
    return root_of(trace, target) != record


def speaks_with(trace: Trace, identifier: str) -> tuple[str, ...]:
    """A record that is named, and everything that its meaning rests on by itself; sorted."""
    found = set(_with_parts(trace, identifier))
    record = trace.nodes[identifier].record
    if isinstance(record, Synthesis):
        found.update(name for name in record.findings if name in trace.nodes)
    for name in tuple(found):
        node = trace.nodes[name]
        if node.kind is Kind.FINDING and node.parent is not None:
            found.add(node.parent)
    return tuple(sorted(found))


class Meanings:
    """What the records of one dossier say, as digests; each is made once."""

    def __init__(self, trace: Trace, bearings: Bearings) -> None:
        self._trace = trace
        self._bearings = bearings
        self._said: dict[str, str | None] = {}

    def of(self, identifier: str) -> str | None:
        """What a record says to those that name it; None where it is not there."""
        if identifier not in self._said:
            is_there = identifier in self._trace.nodes
            self._said[identifier] = self._said_by(identifier) if is_there else None
        return self._said[identifier]

    def _said_by(self, identifier: str) -> str:
        nodes = [self._trace.nodes[name] for name in speaks_with(self._trace, identifier)]
        return _digest(line for node in nodes for line in _lines(node, self._bearing(node).fields))

    def own_state(self, record: str) -> str | None:
        """What shows, when it changes, that a person looked at a record; None where it is not there."""
        if record not in self._trace.nodes:
            return None
        nodes = [self._trace.nodes[name] for name in _with_parts(self._trace, record)]
        return _digest(line for node in nodes for line in _lines(node, self._bearing(node).of_its_own))

    def pairs(self, record: str, named: Iterable[str]) -> Mapping[str, str]:
        """For each of the records named, what both say: what a person looks at who asks whether the one still holds."""
        nodes = [self._trace.nodes[name] for name in _with_parts(self._trace, record)]
        own = _digest(
            line
            for node in nodes
            for line in _lines(node, (*self._bearing(node).fields, *self._bearing(node).reported))
        )
        return {name: _digest((own, f"{name}: {self.of(name)}"), _PAIR_SIZE) for name in named}

    def confirmation(self, record: str, named: Sequence[str]) -> str:
        """Digest for a confirmation of a record against some that it names; of one that names nothing, of itself."""
        pairs = self.pairs(record, named or (record,))
        return SCHEME + "-".join(pairs.values())

    def _bearing(self, node: Node) -> Bearing:
        return self._bearings.get(node.kind, NOTHING)


def pairs_in(digest: str) -> frozenset[str]:
    """The pairs that a confirmation covers; none where the digest is not one of ours."""
    return frozenset(digest.removeprefix(SCHEME).split("-")) if digest.startswith(SCHEME) else frozenset()


def _with_parts(trace: Trace, identifier: str) -> Iterator[str]:
    """A record and its identified parts, at any depth."""
    yield identifier
    for part in trace.parts_of(identifier):
        yield from _with_parts(trace, part.id)


def _lines(node: Node, names: Collection[str]) -> Iterator[str]:
    """The fields of one record or part, each as a line that is equal where it says the same."""
    yield f"{node.id}:"
    if isinstance(node.record, BaseModel):
        for name, text in flat_fields(node.record):
            if text is not None and is_below(name, names):
                yield f"{node.id}.{name}: {alike(text)}"


def _digest(lines: Iterable[str], size: int = _DIGEST_SIZE) -> str:
    text = "\n".join(sorted(lines))
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()

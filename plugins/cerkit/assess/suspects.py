"""Which records rest on something that changed since the previous release, and were not looked at again.

Nothing is stamped into a record. What was signed with the previous release was confirmed; from then on a person has
looked at a record who changed it while what it names said what it says now, or who confirmed that state of meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from cerkit.assess.memory import Forgetful
from cerkit.assess.readings import read_all
from cerkit.compare import compare
from cerkit.model.changes import Change
from cerkit.model.digests import digest_of
from cerkit.model.dossier import Dossier
from cerkit.model.history import Past
from cerkit.model.identifiers import Kind
from cerkit.model.meaning import (
    Bearings,
    Cause,
    Meanings,
    Suspect,
    is_below,
    is_dependency,
    pairs_in,
    root_of,
    speaks_with,
)
from cerkit.model.readings import RecordFile
from cerkit.model.trace import Nodes, Trace, natural_key

Naming = Mapping[str, Mapping[str, Sequence[str]]]
"""Record -> what it names -> in which fields."""
_NOW: Final = ""
"""Stands for what is not committed."""


class _Looks(Protocol):
    """Knows whether somebody changed a record while something that it names said what it says now."""

    def has_seen(self, record: str, named: str) -> bool: ...


def suspects_of(
    trace: Trace,
    previous: Trace,
    bearings: Bearings,
    *,
    changes: Iterable[Change] | None = None,
    past: Past | None = None,
) -> tuple[Suspect, ...]:
    """The records to be looked at again, as people count.

    `changes`: how both differ in `kinds_of` the bearings at least, where that is known already.
    `past`: the commits since the previous release; without them any change of a record itself counts as a look.
    """
    if changes is None:
        changes = compare(previous, trace, kinds=kinds_of(bearings))
    affected = _affected(trace, previous, bearings, changes)
    naming = _naming(trace, affected.keys(), bearings)
    confirmed = confirmed_pairs(trace.dossier)
    meanings = Meanings(trace, bearings)
    looks: _Looks = (
        _CommittedLooks(trace, meanings, bearings, past)
        if past
        else _AnyChange(meanings, Meanings(previous, bearings))
    )
    found = []
    for record in sorted(naming, key=natural_key):
        pairs = meanings.pairs(record, sorted(naming[record], key=natural_key))
        known = confirmed.get(record, frozenset())
        unseen = [name for name in pairs if pairs[name] not in known and not looks.has_seen(record, name)]
        if unseen:
            causes = (Cause(name, tuple(naming[record][name]), tuple(affected[name])) for name in unseen)
            digest = meanings.confirmation(record, unseen)
            found.append(Suspect(record, tuple(causes), digest, trace.place_of(record)))
    return tuple(found)


def confirmed_pairs(dossier: Dossier) -> Mapping[str, frozenset[str]]:
    """Record -> what somebody confirmed of it: the record and one that it names, in a state of meaning."""
    found: dict[str, frozenset[str]] = {}
    for own in dossier.reviews:
        for entry in own.confirmations:
            found[entry.record] = found.get(entry.record, frozenset()) | pairs_in(entry.digest)
    return found


def kinds_of(bearings: Bearings) -> frozenset[Kind]:
    """Kinds of record of which some field bears meaning."""
    return frozenset(kind for kind, bearing in bearings.items() if bearing.fields)


def _affected(
    trace: Trace, previous: Trace, bearings: Bearings, changes: Iterable[Change]
) -> Mapping[str, Sequence[Change]]:
    """What says something else than in the previous release to those that name it, with the changes that make it so."""
    kinds = kinds_of(bearings)
    found: dict[str, list[Change]] = {}
    for change in changes:
        if change.kind not in kinds:
            continue
        wanted = bearings[change.kind].fields
        fields = tuple(item for item in change.fields if is_below(item.name, wanted))
        if change.how == "changed" and not fields:
            continue
        for name in _speaking_through(trace, previous, change):
            if name in trace.nodes and name in previous.nodes:
                found.setdefault(name, []).append(replace(change, fields=fields))
    return found


def _speaking_through(trace: Trace, previous: Trace, change: Change) -> Iterator[str]:
    """The record that changed, those of which it is a part, a source's findings, and the syntheses of all of them."""
    known = trace if change.id in trace.nodes else previous
    holders = [change.id]
    while (parent := known.nodes[holders[-1]].parent) is not None:
        holders.append(parent)
    findings = {change.id} if change.kind is Kind.FINDING else set()
    if change.kind is Kind.SOURCE:
        findings = {part.id for part in trace.parts_of(change.id)}
    yield from dict.fromkeys((*holders, *sorted(findings)))
    for synthesis in trace.dossier.syntheses:
        if synthesis.id != change.id and not findings.isdisjoint(synthesis.findings):
            yield synthesis.id


def _naming(trace: Trace, affected: Iterable[str], bearings: Bearings) -> Naming:
    """The records that rest on something affected. Chapters are none: what a report must say has its own rule."""
    wanted = frozenset(affected)
    found: dict[str, dict[str, list[str]]] = {}
    for source, kind, targets in trace.rows:
        hit = wanted.intersection(targets)
        if not hit or source not in trace.nodes or trace.nodes[source].kind is Kind.CHAPTER:
            continue
        record = root_of(trace, source)
        for name in hit:
            if is_dependency(trace, record, kind.relation, name, bearings):
                found.setdefault(record, {}).setdefault(name, []).append(kind.relation)
    return found


class _AnyChange:
    """Where no commits are known: a record that is not as it was in the previous release was looked at."""

    def __init__(self, now: Meanings, then: Meanings) -> None:
        self._now = now
        self._then = then

    def has_seen(self, record: str, _named: str) -> bool:
        return self._now.own_state(record) != self._then.own_state(record)


class _CommittedLooks:
    """Where git knows the commits: those that changed the record, and what it named said in them.

    A commit holds what all before it did, so a change of a record is seen from those commits only that follow from
    it, whatever their dates. Merges look at nothing: nobody can tell what a person did in one.
    """

    def __init__(self, trace: Trace, now: Meanings, bearings: Bearings, past: Past) -> None:
        self._trace = trace
        self._now = now
        self._bearings = bearings
        self._past = past
        self._commits: dict[str, tuple[str, ...]] = {}
        self._files: dict[tuple[str, str], RecordFile | None] = {}
        self._contents: dict[tuple[str, str], bytes | None] = {}
        self._meanings: dict[tuple[str, str], str | None] = {}

    def has_seen(self, record: str, named: str) -> bool:
        commits = self._commits.get(record)
        if commits is None:
            commits = self._commits[record] = tuple(self._changing(record))
        paths = sorted({self._trace.nodes[name].place.path for name in speaks_with(self._trace, named)})
        self._fetch((commit, path) for commit in commits if commit != _NOW for path in paths)
        now = self._now.of(named)
        return any(commit == _NOW or self._meaning_at(commit, named, paths) == now for commit in commits)

    def _meaning_at(self, commit: str, named: str, paths: Sequence[str]) -> str | None:
        key = commit, named
        if key not in self._meanings:
            self._meanings[key] = self._at(commit, paths).of(named)
        return self._meanings[key]

    def _changing(self, record: str) -> Iterator[str]:
        """The commits in which the record became another; what is not committed comes first."""
        path = self._trace.nodes[record].place.path
        edits = self._past.edits(path)
        self._fetch((commit, path) for edit in (*edits, (self._past.tip,)) for commit in edit)
        if self._state(self._past.tip, path, record) != self._now.own_state(record):
            yield _NOW
        for commit, before in edits:
            if self._is_readable(commit, path, record) and self._is_readable(before, path, record):
                states = (self._state(at, path, record) for at in (commit, before))
                if len(set(states)) > 1:
                    yield commit

    def _state(self, commit: str, path: str, record: str) -> str | None:
        return self._at(commit, (path,)).own_state(record)

    def _is_readable(self, commit: str, path: str, record: str) -> bool:
        """A commit in which the record cannot be read says nothing of it."""
        file = self._file(commit, path)
        return file is None or record not in file.broken

    def _at(self, commit: str, paths: Iterable[str]) -> Meanings:
        """What the records of some files said as a commit left them."""
        files = [self._file(commit, path) for path in paths]
        placed = [item for file in files if file is not None for item in file.placed]
        rows = {row[0]: (row, item, None) for item in placed for row in item.outline.nodes}
        links = [row for item in placed for row in item.outline.links]
        return Meanings(Trace(Dossier(), Nodes(rows), links), self._bearings)

    def _file(self, commit: str, path: str) -> RecordFile | None:
        """None where the commit has no such file."""
        content = self._contents.get((commit, path))
        if content is None:
            return None
        key = path, digest_of(path, content)
        if key not in self._files:
            read = read_all({path: content}, Forgetful(), None)
            self._files[key] = read.files[0] if read.files else None
        return self._files[key]

    def _fetch(self, places: Iterable[tuple[str, str]]) -> None:
        """Ask for all contents at once that are not known yet."""
        wanted = [place for place in dict.fromkeys(places) if place not in self._contents]
        if wanted:
            self._contents.update(zip(wanted, self._past.contents(wanted), strict=True))

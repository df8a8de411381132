"""An update: two versions of a dossier, and what lies between them. Report, page, table and comment print it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from cerkit.model.changes import Difference
from cerkit.model.identifiers import Kind
from cerkit.model.meaning import Suspect
from cerkit.model.records.control import ReportIdentity
from cerkit.model.summary import Summary
from cerkit.model.trace import Trace


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two dossiers of a comparison."""

    name: str
    """As it was named: a revision, a folder, a bundle, or the working tree."""
    trace: Trace
    commit: str | None = None
    """Of a revision its commit."""

    @property
    def report(self) -> ReportIdentity | None:
        """Number, version and date of the report, once it has them."""
        releases = self.trace.dossier.releases
        return releases.report if releases else None

    @property
    def label(self) -> str:
        """Version 1.0.0; what it was named where the report has no version."""
        return f"version {self.report.version}" if self.report else self.name


@dataclass(frozen=True, slots=True)
class Update:
    """What happened from one version to the next."""

    old: Version
    new: Version
    differences: tuple[Difference, ...]
    """With what follows from each, in the order of the comparison."""
    summary: Summary
    named: tuple[Difference, ...]
    """The edits that the next report has to name, of the kinds and fields that the policy lists."""
    suspects: tuple[Suspect, ...] = ()
    """Records to be looked at again, since they rest on something that changed; in natural order."""

    def edits(self, kinds: Collection[Kind]) -> tuple[Difference, ...]:
        """What people wrote into records of some kinds."""
        return tuple(item for item in self.differences if self.kind_of(item.subject) in kinds)

    def edits_of(self, subject: str) -> tuple[Difference, ...]:
        """What people wrote into one record."""
        return tuple(item for item in self.differences if item.subject == subject)

    def kind_of(self, subject: str) -> Kind | None:
        """The kind of record; None for what has no identifier."""
        node = self.new.trace.nodes.get(subject) or self.old.trace.nodes.get(subject)
        return node.kind if node is not None else None


def paths_to(items: Iterable[Difference], subject: str) -> Iterator[tuple[Difference, ...]]:
    """From an edit down to each consequence for a record: why it is not as it was."""
    for item in items:
        if item.consequences:
            yield from _below(item, subject, (item,))


def _below(item: Difference, subject: str, way: tuple[Difference, ...]) -> Iterator[tuple[Difference, ...]]:
    for below in item.consequences:
        if below.subject == subject:
            yield (*way, below)
        else:
            yield from _below(below, subject, (*way, below))

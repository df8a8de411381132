"""Two traces, record by record and field by field. Order, white space and the form of a number are no difference."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, cast

from pydantic import BaseModel

from cerkit.model.changes import REPORTED, Change, FieldChange, How
from cerkit.model.flat import alike, flat_fields
from cerkit.model.identifiers import Kind
from cerkit.model.trace import Node, Trace, natural_key

__all__ = ["EVERY_KIND", "REPORTED", "compare"]

EVERY_KIND: Final = frozenset(Kind) - {Kind.CHAPTER, Kind.PILLAR}
"""All records. To compare sources or findings, every one of them is read."""


def compare(old: Trace, new: Trace, *, kinds: Collection[Kind] = REPORTED) -> tuple[Change, ...]:
    """What was added, removed or changed from `old` to `new`, by kind and then as people count."""
    found = (change for kind in kinds for change in _of_kind(old, new, kind))
    return tuple(sorted(found, key=lambda change: (change.kind.value, natural_key(change.id))))


def _of_kind(old: Trace, new: Trace, kind: Kind) -> Iterator[Change]:
    before, after = _records(old, kind), _records(new, kind)
    for identifier in before.keys() | after.keys():
        how: How = "changed"
        if identifier not in before or identifier not in after:
            # What could not be read is neither gone nor new; that it is broken is told where it stands.
            known = new if identifier in before else old
            if not known.dossier.may_hold(identifier):
                how = "removed" if identifier in before else "added"
                yield Change(identifier, kind, how)
            continue
        then, now = before[identifier], after[identifier]
        if then.digest is not None and then.digest == now.digest:
            continue  # in a file that is as it was; there are thousands
        fields = _fields(cast(BaseModel, then.record), cast(BaseModel, now.record))
        if fields:
            yield Change(identifier, kind, how, fields)


def _records(trace: Trace, kind: Kind) -> Mapping[str, Node]:
    """The author's records by identifier."""
    return {node.id: node for node in trace.of_kind(kind) if node.is_written}


def _fields(old: BaseModel, new: BaseModel) -> tuple[FieldChange, ...]:
    before, after = dict(flat_fields(old)), dict(flat_fields(new))
    names = sorted(before.keys() | after.keys())
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return tuple(FieldChange(*pair) for pair in pairs if alike(pair[1]) != alike(pair[2]))

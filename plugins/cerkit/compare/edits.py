"""What people wrote: records added and removed, fields changed. Files of equal content are not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, cast

from pydantic import BaseModel

from cerkit.compare.described import described
from cerkit.compare.fields import Field, fields_of, name_of
from cerkit.model.changes import ChangeKind, Difference
from cerkit.model.identifiers import Kind
from cerkit.model.layout import SLOTS, Screening, Slot
from cerkit.model.outline import NodeRow, Placed
from cerkit.model.records import control, review
from cerkit.model.records.evaluation import RequirementAssessment
from cerkit.model.trace import Trace

BULKY: Final[Mapping[type, str]] = {
    review.RecordBatch: "records",
    review.DuplicateLinks: "links",
    control.Reviews: "confirmations",
    Screening: "decisions",
}
"""Files with thousands of entries that programs and reviewers write, and the name of their lists."""
MOST_LISTED: Final = 20
"""So many entries of such a file are told one by one; of more only the numbers."""


class Edit(NamedTuple):
    """One edit, and of a part of something that came or went the identifier of its holder."""

    difference: Difference
    holder: str | None = None


class _Side(NamedTuple):
    """What one of two dossiers has in files that the other one does not have with the same content."""

    trace: Trace
    rows: Mapping[str, tuple[Placed, NodeRow]]
    """Identified records and parts."""
    files: Mapping[str, BaseModel | Screening]
    """Records without identifier that are a whole file, by its path."""
    entries: Mapping[tuple[str, str], BaseModel]
    """Records without identifier that stand in a list: path and name, `waivers[CER401, CLM-1]`."""

    def has(self, identifier: str) -> bool:
        node = self.trace.nodes.get(identifier)
        if node is not None and node.kind is Kind.REQUIREMENT:
            return isinstance(node.record, RequirementAssessment)  # else it is the catalogue's entry
        return node is not None

    def may_hold(self, name: str) -> bool:
        return self.trace.dossier.may_hold(name)


def edits(old: Trace, new: Trace) -> Iterator[Edit]:
    """Every edit of a record, in no order."""
    before, after = _side(old, new), _side(new, old)
    yield from _of_records(before, after)
    yield from _of_files(before, after)
    yield from _of_entries(before, after)


def _side(trace: Trace, other: Trace) -> _Side:
    rows: dict[str, tuple[Placed, NodeRow]] = {}
    files: dict[str, BaseModel | Screening] = {}
    entries: dict[tuple[str, str], BaseModel] = {}
    for slot in SLOTS:
        for placed in _unequal(trace, other, slot):
            for row in placed.outline.nodes:
                rows.setdefault(row[0], (placed, row))
            if any(row[3] is None and not row[2] for row in placed.outline.nodes):
                continue
            if slot.key is None:
                files[placed.place.path] = cast("BaseModel | Screening", placed.record)
            else:
                record = cast(BaseModel, placed.record)
                name = f"{slot.key}[{name_of(record) or placed.place.route[-1]}]"
                entries.setdefault((placed.place.path, name), record)
    return _Side(trace, rows, files, entries)


def _unequal(trace: Trace, other: Trace, slot: Slot) -> Iterator[Placed]:
    """The records of a kind of file whose files the other side does not have with the same name and content."""
    theirs = {placed.digest for placed in other.dossier.placed.get(slot.attribute, ())} - {None}
    for placed in trace.dossier.placed.get(slot.attribute, ()):
        if placed.digest not in theirs:
            yield placed


def _of_records(before: _Side, after: _Side) -> Iterator[Edit]:
    for name, (placed, row) in before.rows.items():
        if name in after.rows:
            there, route = after.rows[name][0], after.rows[name][1][2]
            yield from _changed(name, _part(placed, row[2]), _part(there, route))
        elif not after.has(name) and not after.may_hold(name):
            yield _gone(name, row, placed, after)
    for name, (placed, row) in after.rows.items():
        if name not in before.rows and not before.has(name) and not before.may_hold(name):
            yield mirrored_edit(_gone(name, row, placed, before))


def _gone(name: str, row: NodeRow, placed: Placed, other: _Side) -> Edit:
    holder = row[3] if row[3] is not None and not other.has(row[3]) else None
    text = described(_part(placed, row[2]))
    return Edit(Difference(ChangeKind.REMOVED, name, old=text), holder)


def mirrored_edit(edit: Edit) -> Edit:
    """A removal as the addition that it is from the other side."""
    removed = edit.difference
    return Edit(Difference(ChangeKind.ADDED, removed.subject, removed.field, new=removed.old), edit.holder)


def _part(placed: Placed, route: Iterable[str | int]) -> BaseModel:
    return cast(BaseModel, placed.part(tuple(route)))


def _changed(subject: str, old: BaseModel, new: BaseModel, prefix: str = "") -> Iterator[Edit]:
    """The fields that say something else, and the entries of lists that came or went."""
    if old == new:
        return
    before = {field.name: field for field in fields_of(old)}
    after = {field.name: field for field in fields_of(new)}
    yield from _only_in(subject, before, after, ChangeKind.REMOVED, prefix)
    yield from _only_in(subject, after, before, ChangeKind.ADDED, prefix)
    for name, field in before.items():
        other = after.get(name)
        if other is not None and other.value.meaning != field.value.meaning:
            yield _field(subject, f"{prefix}{name}", field.value.text, other.value.text)


def _only_in(
    subject: str, here: Mapping[str, Field], there: Mapping[str, Field], kind: ChangeKind, prefix: str
) -> Iterator[Edit]:
    """Fields and whole entries that only one side has."""
    known = {entry for field in there.values() for entry in field.entries}
    entries: dict[str, list[str]] = {}
    for name, field in here.items():
        if name in there:
            continue
        entry = next((entry for entry in field.entries if entry not in known), None)
        if entry is not None:
            label = name.removeprefix(entry).lstrip(".")
            entries.setdefault(entry, []).append(f"{label}: {field.value.text}")
        elif kind is ChangeKind.REMOVED:
            yield _field(subject, f"{prefix}{name}", field.value.text, None)
        else:
            yield _field(subject, f"{prefix}{name}", None, field.value.text)
    for entry, parts in entries.items():
        text = ", ".join(parts)
        is_old = kind is ChangeKind.REMOVED
        yield Edit(
            Difference(kind, subject, f"{prefix}{entry}", text if is_old else None, None if is_old else text)
        )


def _field(subject: str, name: str, old: str | None, new: str | None) -> Edit:
    return Edit(Difference(ChangeKind.CHANGED, subject, name, old, new))


def _of_files(before: _Side, after: _Side) -> Iterator[Edit]:
    for path, record in before.files.items():
        other = after.files.get(path)
        if other is not None:
            yield from _of_file(path, record, other)
        elif not after.may_hold(path):
            yield Edit(Difference(ChangeKind.REMOVED, path, old=described(record)))
    for path, record in after.files.items():
        if path not in before.files and not before.may_hold(path):
            yield Edit(Difference(ChangeKind.ADDED, path, new=described(record)))


def _of_file(path: str, old: BaseModel | Screening, new: BaseModel | Screening) -> Iterator[Edit]:
    bulk = BULKY.get(type(old))
    told = list(
        _decisions(path, old, new)
        if isinstance(old, Screening)
        else _changed(path, old, cast(BaseModel, new))
    )
    listed = [edit for edit in told if bulk and (edit.difference.field or "").startswith(f"{bulk}[")]
    if bulk is None or len(listed) <= MOST_LISTED:
        yield from told
        return
    yield from (edit for edit in told if edit not in listed)
    yield _field(path, bulk, *_counted(bulk, listed, old, new))


def _decisions(path: str, old: Screening, new: BaseModel | Screening) -> Iterator[Edit]:
    """Decisions of a screening, each by the key of its record."""
    theirs = new.decisions if isinstance(new, Screening) else {}
    for key in old.decisions.keys() | theirs.keys():
        name = f"decisions[{key}]"
        if key not in theirs:
            yield Edit(Difference(ChangeKind.REMOVED, path, name, old=described(old.decisions[key])))
        elif key not in old.decisions:
            yield Edit(Difference(ChangeKind.ADDED, path, name, new=described(theirs[key])))
        else:
            yield from _changed(path, old.decisions[key], theirs[key], f"{name}.")


def _counted(bulk: str, listed: list[Edit], old: object, new: object) -> tuple[str, str]:
    """How many entries each side has, and how many of them the other one does not have like this."""
    kinds = [edit.difference for edit in listed]
    changed = {_entry_of(item) for item in kinds if item.kind is ChangeKind.CHANGED}
    gone = sum(item.kind is ChangeKind.REMOVED for item in kinds)
    come = sum(item.kind is ChangeKind.ADDED for item in kinds)
    return (
        f"{len(getattr(old, bulk))} entries, {gone + len(changed)} of them only here",
        f"{len(getattr(new, bulk))} entries, {come + len(changed)} of them only here",
    )


def _entry_of(difference: Difference) -> str:
    return (difference.field or "").partition("].")[0]


def _of_entries(before: _Side, after: _Side) -> Iterator[Edit]:
    for (path, name), record in before.entries.items():
        other = after.entries.get((path, name))
        if other is not None:
            yield from _changed(path, record, other, f"{name}.")
        elif not after.may_hold(path):
            yield Edit(Difference(ChangeKind.REMOVED, path, name, old=described(record)))
    for (path, name), record in after.entries.items():
        if (path, name) not in before.entries and not before.may_hold(path):
            yield Edit(Difference(ChangeKind.ADDED, path, name, new=described(record)))

"""Whether an update says what changed since the previous release: all of it, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile
from typing import Final

from cerkit.checks.history import rules
from cerkit.checks.history.stated import RELEASES, Stated, stated_changes
from cerkit.model.changes import REPORTED, Change, FieldChange
from cerkit.model.diagnostics import Diagnostic, Mode, Place
from cerkit.model.examination import Examination
from cerkit.model.identifiers import Kind
from cerkit.model.meaning import meaning_bearing
from cerkit.model.trace import Trace, natural_key

_LONGEST: Final = 60
_BEFORE: Final = 12
"""Letters of two texts that a message quotes, and of what they begin with alike."""
_STANDS_FOR: Final = {
    Kind.DEVICE: ("software version", "device version", "version of the device", "version of the software"),
    Kind.PLAN: ("update interval", "interval of the update", "interval between"),
}
"""Words that name what has no identifier of its own in a report."""


def check_update(examination: Examination) -> Iterator[Diagnostic]:
    """Only in update mode, and only against a previous release."""
    if examination.mode is not Mode.UPDATE:
        return
    if examination.previous is None:
        message = "an update is checked, but mkdocs.yml names no previous release"
        yield rules.NO_PREVIOUS.at(Place("mkdocs.yml", line=1, column=1), message)
        return
    yield from _check_version(examination, examination.previous)
    stated = stated_changes(examination.dossier)
    yield from _check_named(examination, stated)
    yield from _check_asserted(examination, examination.previous, stated)


def _check_version(examination: Examination, previous: Trace) -> Iterator[Diagnostic]:
    now, before = examination.dossier.releases, previous.dossier.releases
    if now is None or before is None:
        return
    versions = now.report.version, before.report.version
    if natural_key(versions[0].lstrip("vV")) <= natural_key(versions[1].lstrip("vV")):
        message = f"the report has version {versions[0]}, and the previous release has {versions[1]}"
        yield rules.VERSION_NOT_RAISED.at(Place(RELEASES, ("report", "version")), message)


def _check_named(examination: Examination, stated: Stated) -> Iterator[Diagnostic]:
    # A catalogue that is assessed for the first time is one change, not as many as it has entries.
    changes = [
        change
        for change in meaning_bearing(examination.changes, examination.bearings)
        if change.kind is not Kind.REQUIREMENT or change.how == "changed"
    ]
    open_changes = [
        change
        for change in _instructions_as_one(changes)
        if not _is_named(change, stated, _ids(change, examination))
    ]
    if stated.has_table:  # it names them all, and a sentence may still deny one
        denied = {name for item in stated.statements if item.denies for name in item.names}
        open_changes = [change for change in open_changes if not denied.isdisjoint(_ids(change, examination))]
    if not stated.has_section and open_changes:
        names = ", ".join(change.id for change in open_changes)
        message = f"no section of the report says what changed since the previous release: {names}"
        yield rules.CHANGE_NOT_NAMED.at(stated.place, message)
        return
    for change in open_changes:
        denial = next((item for item in stated.statements if change.id in item.names), None)
        place = denial.place if denial is not None else stated.place
        says = (
            "but the report calls it unchanged"
            if denial is not None
            else "but the section on changes does not"
        )
        says += "" if denial is not None else " name it"
        yield rules.CHANGE_NOT_NAMED.at(place, f"{_told(change)}, {says}", subject=change.id)


def _instructions_as_one(changes: Sequence[Change]) -> Iterator[Change]:
    """The instructions for use are one document: one changed text stands in several of its sections."""
    sections = [change for change in changes if change.kind is Kind.IFU_SECTION]
    yield from (change for change in changes if change.kind is not Kind.IFU_SECTION)
    if sections:
        names = ", ".join(change.id for change in sections)
        yield Change(names, Kind.IFU_SECTION, "changed", sections[0].fields if len(sections) == 1 else ())


def _ids(change: Change, examination: Examination) -> frozenset[str]:
    """Identifiers under which the report may name a change."""
    found = change.id.split(", ")
    ifu = examination.dossier.ifu
    return frozenset([*found, ifu.document] if change.kind is Kind.IFU_SECTION and ifu else found)


def _is_named(change: Change, stated: Stated, ids: frozenset[str]) -> bool:
    """Whether a sentence names it that does not say that nothing changed."""
    words = _STANDS_FOR.get(change.kind, ())
    return any(
        not item.denies and (not ids.isdisjoint(item.names) or any(word in item.text for word in words))
        for item in stated.statements
    )


def _told(change: Change) -> str:
    """What happened, as the beginning of a sentence."""
    if change.how != "changed":
        return f"{change.id} was {change.how}"
    parts = [_told_field(field) for field in change.fields]
    return f"{change.id} was changed" + (f" ({'; '.join(parts)})" if parts else "")


def _told_field(field: FieldChange) -> str:
    """Long texts from where they begin to differ."""
    old, new = field.old or "absent", field.new or "absent"
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    start = same - _BEFORE if same > 2 * _BEFORE else 0
    return f"{field.name} was {_short(old, start)} and is {_short(new, start)}"


def _short(text: str, start: int) -> str:
    end = start + _LONGEST
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _check_asserted(examination: Examination, previous: Trace, stated: Stated) -> Iterator[Diagnostic]:
    """Records that are said to have changed, of the kinds that are compared, and are as they were."""
    changed = {change.id for change in examination.changes}
    release = previous.dossier.releases
    for item in stated.statements:
        if release is not None and release.report.version in item.text:
            continue  # it tells what happened then
        for name in item.asserted:
            if name not in changed and _is_same(name, examination.trace, previous, changed):
                message = f"{name} is said to have changed, but is the same as in the previous release"
                yield rules.NAMED_UNCHANGED.at(item.place, message, subject=name)


def _is_same(name: str, now: Trace, before: Trace, changed: Collection[str]) -> bool:
    """Whether a record that did not change itself has no part that did, as the intended use has indications."""
    if name not in now.nodes or name not in before.nodes or now.nodes[name].kind not in REPORTED:
        return False
    parts = (*now.parts_of(name), *before.parts_of(name))
    return not any(part.id in changed for part in parts)

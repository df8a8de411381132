"""What git shows of the days on which criteria, plan and protocol were fixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cerkit.checks.history import rules
from cerkit.checks.history.subjects import Subject, subjects_of
from cerkit.checks.texts import listed
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.history import PLAN, WATCHED, History, State

_APPROVAL: Final = ("version", "approved_on")
_LONGEST: Final = 80
"""Letters of a text that a message quotes."""
_QUOTED_COMMITS: Final = 3


@dataclass(frozen=True, slots=True)
class _Judged:
    """A subject with what its history showed."""

    subject: Subject
    line: Sequence[State]
    base: State | None
    """What was in force at the event, or was brought in when the history began; None where git shows neither."""
    is_attested: bool
    """Whether only a document speaks for the time of the event."""


def check_history(examination: Examination) -> Iterator[Diagnostic]:
    """Nothing where nobody asked git. What git does not hold is said once, and not guessed."""
    history = examination.history
    subjects = tuple(subjects_of(examination)) if history is not None else ()
    if history is None or not subjects:
        return
    begins = examination.dossier.plan.history_begins if examination.dossier.plan else None
    if history.missing is not None:
        message = f"when criteria, plan and protocol were fixed cannot be shown: {history.missing}"
        yield rules.HISTORY_MISSING.at(_begins_place(examination), message)
    yield from _check_beginning(examination, history, begins)
    judged = [
        _judged(subject, history.states[subject.key], begins)
        for subject in subjects
        if history.states.get(subject.key)
    ]
    for item in judged:
        yield from _check_edits(item, examination.dossier)
    yield from _check_shown([item for item in judged if item.base is None], history)
    yield from _note_attested(examination, [item.subject for item in judged if item.is_attested], begins)


def _begins_place(examination: Examination) -> Place:
    """In the plan, else where the criteria stand."""
    plan = examination.dossier.plan
    return Place(PLAN, ("history_begins",)) if plan is not None else Place(WATCHED[0])


def _check_beginning(examination: Examination, history: History, begins: date | None) -> Iterator[Diagnostic]:
    first = min((item.on for items in history.revisions.values() for item in items), default=None)
    if begins is not None and first is not None and first < begins:
        message = f"the plan says that the history begins on {begins}, but git shows a commit dated {first}"
        yield rules.BEGINS_LATER.at(_begins_place(examination), message)


def _judged(subject: Subject, line: Sequence[State], begins: date | None) -> _Judged:
    in_force = next((state for state in line if state.on <= subject.event.on), None)
    if in_force is not None:
        return _Judged(subject, line, in_force, is_attested=False)
    brought = next((state for state in line if begins is not None and state.on <= begins), None)
    return _Judged(subject, line, brought, is_attested=brought is not None)


def _check_edits(item: _Judged, dossier: Dossier) -> Iterator[Diagnostic]:
    """What changed since the event, in the fields that had to be fixed."""
    subject, now = item.subject, item.line[0]
    base = item.base or item.line[-1]
    fields = _difference(base.values, now.values)
    later = item.line[: _position(item.line, base)]
    if not fields:
        if subject.is_criterion and any(_difference(base.values, state.values) for state in later):
            yield _taken_back(subject, later)
        return
    if subject.is_criterion:
        severity = Severity.ERROR
    elif subject.key == PLAN and base.values.get("approved_on") != now.values.get("approved_on"):
        return  # amended, and approved anew
    else:
        is_reworded = all(old is not None and new is not None for _, old, new in fields)
        severity = Severity.WARNING if is_reworded else Severity.ERROR
    message = f"{subject.name} was changed after {subject.event.text}: {_told(fields)} ({_commits(later)})"
    rule = rules.EDITED_AFTER_RESULTS if subject.is_criterion else rules.METHODS_EDITED
    yield rule.at(_place(subject, fields[0][0], dossier), message, subject=subject.key, severity=severity)


def _position(line: Sequence[State], state: State) -> int:
    return next(position for position, item in enumerate(line) if item is state)


def _taken_back(subject: Subject, later: Sequence[State]) -> Diagnostic:
    message = f"{subject.name} was changed after {subject.event.text}, and changed back ({_commits(later)})"
    rule, place = rules.EDITED_AFTER_RESULTS, subject.place
    hint = "nothing is to be changed; be ready to say why"
    return rule.at(place, message, hint=hint, subject=subject.key, severity=Severity.NOTE)


def _check_shown(items: Sequence[_Judged], history: History) -> Iterator[Diagnostic]:
    """Records that came into git too late: one diagnostic for each commit that brought them, and for each file."""
    if history.missing is not None:
        return
    groups: dict[tuple[str | None, str], list[_Judged]] = {}
    for item in items:
        if not _difference(item.line[-1].values, item.line[0].values):
            groups.setdefault((item.line[-1].commit, item.subject.place.path), []).append(item)
    for group in groups.values():
        subject, came = group[0].subject, group[0].line[-1]
        names = listed((item.subject.name for item in group), len(group))
        since = "is not committed yet" if came.commit is None else f"stands in git only since {_commit(came)}"
        if len(group) > 1:
            since = since.replace("is ", "are ", 1).replace("stands ", "stand ", 1)
        message = f"{names} {since}, after {subject.event.text}"
        who = subject.key if len(group) == 1 else subject.place.path
        yield rules.NOT_SHOWN.at(subject.place, message, subject=who)


def _note_attested(
    examination: Examination, subjects: Sequence[Subject], begins: date | None
) -> Iterator[Diagnostic]:
    """One note for all."""
    if not subjects:
        return
    versions = {document.id: document.version for document in examination.dossier.documents}
    by_document: dict[str | None, list[str]] = {}
    for subject in subjects:
        by_document.setdefault(subject.document, []).append(subject.name)
    parts = [
        f"{listed(names, len(names))} by "
        + (f"{document} version {versions[document]}" if document in versions else "no document")
        for document, names in by_document.items()
    ]
    message = f"attested by documents, not shown by git, which begins on {begins}: {'; '.join(parts)}"
    yield rules.ATTESTED.at(_begins_place(examination), message)


def _difference(
    old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[tuple[str, str | None, str | None], ...]:
    names = [*old, *(name for name in new if name not in old)]
    pairs = ((name, old.get(name), new.get(name)) for name in names if name not in _APPROVAL)
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def _told(fields: Sequence[tuple[str, str | None, str | None]]) -> str:
    return "; ".join(_told_field(*field) for field in fields)


def _told_field(name: str, old: str | None, new: str | None) -> str:
    if old is None:
        return f"{name} was added"
    if new is None:
        return f"{name} was removed"
    return f"{name} was {_short(old)} and is {_short(new)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _commits(states: Sequence[State]) -> str:
    """The commits of some changes, the newest first."""
    shown = [_commit(state) for state in states[:_QUOTED_COMMITS]]
    more = len(states) - len(shown)
    return "; ".join([*shown, f"and {more} more"] if more > 0 else shown)


def _commit(state: State) -> str:
    if state.commit is None:
        return "not committed yet"
    return f"commit {state.commit}, dated {state.on}" + (
        f", “{_short(state.summary)}”" if state.summary else ""
    )


def _place(subject: Subject, field: str, dossier: Dossier) -> Place:
    """The field that changed, as near as its name leads."""
    kind, _, key = field.partition(" ")
    if subject.is_criterion:
        return subject.place.within(field)
    if kind in ("inclusion", "exclusion"):
        return subject.place.within(kind, key)
    plan, protocol = dossier.plan, dossier.protocol
    keys: dict[str, tuple[str, list[str]]] = {
        "element": ("elements", [item.element for item in plan.elements] if plan else []),
        "question": ("questions", [item.id for item in protocol.questions] if protocol else []),
        "source": ("sources", [item.name for item in protocol.sources] if protocol else []),
        "limit": ("limits", [str(at + 1) for at in range(len(protocol.limits))] if protocol else []),
    }
    section, known = keys.get(kind, ("appraisal_schemes", []))
    return subject.place.within(section, *([known.index(key)] if key in known else []))

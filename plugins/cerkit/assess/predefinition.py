"""What the records that must be fixed beforehand said, commit by commit: from bytes that git kept to fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from cerkit import load
from cerkit.model.fields import Empty
from cerkit.model.history import CRITERIA, PLAN, PROTOCOL, History, Revision, State

Records = Mapping[str, Mapping[str, str]]
"""Record -> its fields, as comparable texts."""
_CRITERION: Final = ("endpoint", "bound", "operator", "value", "level", "fixed_on")
"""What decides a verdict, and the day on which it is said to have been fixed; not the findings, which come later."""
_PLANNED: Final = ("CEP-04", "CEP-05", "CEP-06")
"""Elements of the plan that name the outcomes and how benefit and risk will be judged (MDR Annex XIV A 1(a))."""
_SHORT_HASH: Final = 10


def with_states(history: History, files: Mapping[str, bytes], on: date) -> History:
    """The history with what each record said, newest first. What is not committed is a change of the day `on`."""
    states: dict[str, tuple[State, ...]] = {}
    for path, read in _READERS.items():
        if path not in files:
            continue
        past = _Past(history.revisions.get(path, ()), read)
        for name, now in (read(load.read_yaml(path, files[path]).value) or {}).items():
            states[name] = tuple(past.states_of(name, now, on))
    return replace(history, states=states)


@dataclass(frozen=True, slots=True)
class _Commit:
    """A revision with the records that it holds; None where it cannot be read."""

    revision: Revision
    records: Records | None


class _Past:
    """The revisions of one file as a graph."""

    def __init__(self, revisions: tuple[Revision, ...], read: Callable[[Any], Records | None]) -> None:
        known: dict[bytes | None, Records | None] = {None: {}}
        self._commits: dict[str, _Commit] = {}
        for revision in revisions:
            if revision.content is not None and revision.content not in known:
                known[revision.content] = read(load.read_yaml(revision.path, revision.content).value)
            self._commits[revision.commit] = _Commit(revision, known[revision.content])
        self._tip = revisions[-1].commit if revisions else None

    def states_of(self, name: str, now: Mapping[str, str], on: date) -> Iterator[State]:
        """From today back to the commit in which the record first stood, along the line that led to today's content."""
        at, is_committed = self._tip, False
        while at is not None:
            group, readable = self._same_from(at, name)
            values = self._values(readable[0], name) if readable else None
            if values is None:
                break
            if not is_committed and values != now:
                yield State(now, on)
            is_committed = True
            revision = min((self._commits[commit].revision for commit in readable), key=lambda item: item.on)
            yield State(values, revision.on, revision.commit[:_SHORT_HASH], revision.summary)
            at = self._before(group, revision.commit)
        if not is_committed:
            yield State(now, on)

    def _same_from(self, start: str, name: str) -> tuple[dict[str, None], list[str]]:
        """The commits that say the same as this one, as far as they hang together, and those of them that can be read.

        A commit that cannot be read says nothing, and the line goes on through it.
        """
        group: dict[str, None] = {}
        readable: list[str] = []
        waiting = [start]
        while waiting:
            commit = waiting.pop()
            if commit in group or commit not in self._commits:
                continue
            if self._commits[commit].records is not None:
                if readable and self._values(commit, name) != self._values(readable[0], name):
                    continue
                readable.append(commit)
            group[commit] = None
            waiting += self._commits[commit].revision.parents
        return group, readable

    def _values(self, commit: str, name: str) -> Mapping[str, str] | None:
        return (self._commits[commit].records or {}).get(name)

    def _before(self, group: Mapping[str, None], first: str) -> str | None:
        """The commit before a group: before its earliest one where that has one."""
        for commit in (first, *group):
            for parent in self._commits[commit].revision.parents:
                if parent not in group and parent in self._commits:
                    return parent
        return None


def _criteria(value: Any) -> Records | None:
    if not isinstance(value, dict):
        return None if isinstance(value, Empty) else {}
    records = (item for item in _list(value.get("criteria")) if isinstance(item.get("id"), str))
    return {item["id"]: {"level": "95"} | _picked(item, _CRITERION) for item in records}


def _protocol(value: Any) -> Records | None:
    if not isinstance(value, dict):
        return None if isinstance(value, Empty) else {}
    fields = _picked(value, ("version", "approved_on"))
    for question in _list(value.get("questions")):
        asked = _picked(question, ("population", "intervention", "comparator", "outcome"))
        fields[f"question {question.get('id')}"] = "; ".join(asked.values())
    for field, word in (("inclusion", "inclusion"), ("exclusion", "exclusion")):
        reasons = value.get(field)
        for key, text in (reasons if isinstance(reasons, dict) else {}).items():
            fields[f"{word} {key}"] = _text(text)
    for source in _list(value.get("sources")):
        fields[f"source {_text(source.get('name'))}"] = _text(source.get("kind"))
    for position, limit in enumerate(_list(value.get("limits"))):
        fields[f"limit {position + 1}"] = _text(limit.get("limit"))
    return {PROTOCOL: fields}


def _plan(value: Any) -> Records | None:
    if not isinstance(value, dict):
        return None if isinstance(value, Empty) else {}
    fields = _picked(value, ("version", "approved_on"))
    for element in _list(value.get("elements")):
        if element.get("element") in _PLANNED:
            answer = element.get("answer", element.get("not_applicable_because"))
            fields[f"element {element['element']}"] = _text(answer)
    schemes = value.get("appraisal_schemes")
    for scheme in schemes if isinstance(schemes, list) else ():
        fields[f"appraisal scheme {_text(scheme)}"] = "planned"
    return {PLAN: fields}


_READERS: Final[Mapping[str, Callable[[Any], Records | None]]] = {
    CRITERIA: _criteria,
    PROTOCOL: _protocol,
    PLAN: _plan,
}


def _list(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _picked(record: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {name: _text(record[name]) for name in names if name in record}


def _text(value: Any) -> str:
    """Equal where the values mean the same: wrapping and zeros at the end of a number are no difference."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return " ".join(str(value).split())

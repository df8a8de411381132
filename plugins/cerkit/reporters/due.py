"""What is due, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from cerkit.model.deadlines import Due, Nearness
from cerkit.reporters.text import Paint, plain, printable

_COLOURS: Final = {Nearness.OVERDUE: "red", Nearness.NEAR: "yellow", Nearness.LATER: "cyan"}


def due_text(due: Iterable[Due], *, on: date, paint: Paint = plain) -> str:
    """One block an entry, as diagnostics have it: the day and how far it is, what is to be done, where."""
    return "".join(_block(item, on, paint) for item in due)


def due_json(due: Iterable[Due]) -> str:
    """An array of `{day, state, what, record, records, clause, code, path, line}`."""
    return json.dumps([_as_object(item) for item in due], ensure_ascii=False, indent=2) + "\n"


def due_summary(due: Sequence[Due], *, on: date, within: int) -> str:
    """The closing sentence, which counts."""
    counts = Counter(item.state for item in due)
    overdue, near, later = (counts[state] for state in Nearness)
    return f"{overdue} overdue, {near} within {within} days, {later} later, on {on}"


def _block(item: Due, on: date, paint: Paint) -> str:
    day, place = item.deadline.day, item.place
    clause = f" ({item.clause})" if item.clause else ""
    return (
        f"{day}  {paint(f'{item.state:7}', _COLOURS[item.state])}  {printable(item.deadline.what)}\n"
        f"            {_distance(day, on)}; {printable(place.path)}:{place.line}{clause}\n"
    )


def _distance(day: date, on: date) -> str:
    days = (day - on).days
    if days == 0:
        return "today"
    return f"{_counted(abs(days), 'day')} {'ago' if days < 0 else 'ahead'}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _as_object(item: Due) -> dict[str, Any]:
    deadline = item.deadline
    return {
        "day": deadline.day.isoformat(),
        "state": str(item.state),
        "what": deadline.what,
        "record": deadline.records[0],
        "records": list(deadline.records),
        "clause": item.clause,
        "code": deadline.code,
        "path": item.place.path,
        "line": item.place.line,
    }

"""What is due as a calendar file (RFC 5545), which any calendar program can read or subscribe to.

Every entry is an event of a whole day. Its UID follows from what it is about, so that a file that is read again moves
an event and makes no second one; its stamp follows from the day that was asked about, so that the same dossier gives
the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from cerkit import __version__
from cerkit.model.deadlines import Due, Nearness
from cerkit.reporters.text import printable

_LINE: Final = 75
"""Octets of a line, without its end."""
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def due_calendar(due: Iterable[Due], *, on: date, name: str) -> bytes:
    """The calendar. `name`: what it is about, for whoever has several."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//cerkit//cerkit {__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(f'{name}: due')}",
    ]
    taken: dict[str, int] = {}
    for item in due:
        lines += _event(item, on, name, taken)
    lines.append("END:VCALENDAR")
    return b"".join(line for entry in lines for line in _folded(entry))


def _event(item: Due, on: date, name: str, taken: dict[str, int]) -> Iterator[str]:
    deadline, place = item.deadline, item.place
    fields = (
        step for step in place.route if isinstance(step, str)
    )  # a position changes with every new entry
    about = "|".join((name, deadline.code, deadline.records[0], *fields))
    taken[about] = taken.get(about, 0) + 1
    digest = hashlib.sha256(f"{about}|{taken[about]}".encode()).hexdigest()[:32]
    said = [f"{deadline.what}.", f"Record: {deadline.records[0]}", f"File: {place.path}:{place.line}"]
    said += [f"Clause: {item.clause}"] if item.clause else []
    said += [f"Rule: {deadline.code}"]
    mark = "Overdue: " if item.state is Nearness.OVERDUE else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{digest}@cerkit"
    yield f"DTSTAMP:{on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(deadline.day)}"
    yield f"DTEND;VALUE=DATE:{_day(deadline.day + timedelta(days=1))}"
    yield f"SUMMARY:{_text(f'{mark}{deadline.what} ({name})')}"
    yield f"DESCRIPTION:{_text(chr(10).join(map(printable, said)))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    return "\n".join(map(printable, text.split("\n"))).translate(_ESCAPED)


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets, each but the first after a blank, none inside a character."""
    piece = b""
    for char in line:
        data = char.encode()
        if len(piece) + len(data) > _LINE:
            yield piece + b"\r\n"
            piece = b" "
        piece += data
    yield piece + b"\r\n"

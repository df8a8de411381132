"""What is due, for people, programs and calendars; a calendar file is read back by a program that is not ours."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cerkit.model.deadlines import Deadline, Due, Nearness
from cerkit.model.diagnostics import Place
from cerkit.reporters.calendar import due_calendar
from cerkit.reporters.due import due_json, due_summary, due_text

DAY = date(2026, 7, 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def entry(
    day: date = DAY,
    what: str = "renew the curriculum vitae of EVR-1",
    state: Nearness = Nearness.NEAR,
    record: str = "EVR-1",
    route: tuple[str | int, ...] = ("evaluators", 0, "cv_dated"),
) -> Due:
    place = Place("evidence/evaluators.yml", route, line=12)
    return Due(Deadline(day, "CER459", what, (record,), place), state, "MEDDEV 2.7/1 rev 4 6.4, A10", place)


def events(data: bytes) -> list[dict[str, Any]]:
    return [dict(item) for item in Calendar.from_ical(data).walk("VEVENT")]


def test_an_entry_is_an_event_of_a_whole_day() -> None:
    data = due_calendar([entry(state=Nearness.OVERDUE)], on=DAY, name="DRT")
    calendar = Calendar.from_ical(data)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    (event,) = events(data)
    assert event["DTSTART"].dt == date(2026, 7, 1)
    assert event["DTEND"].dt == date(2026, 7, 2)
    assert event["DTSTAMP"].dt == datetime(2026, 7, 1, tzinfo=UTC)
    assert event["SUMMARY"] == "Overdue: renew the curriculum vitae of EVR-1 (DRT)"
    assert (
        "Record: EVR-1\nFile: evidence/evaluators.yml:12\nClause: MEDDEV 2.7/1 rev 4 6.4, A10"
        in event["DESCRIPTION"]
    )


@given(
    st.lists(st.tuples(TEXT, st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 1, 1))), max_size=4),
    TEXT,
)
def test_any_text_comes_back_and_no_line_is_too_long(entries: list[tuple[str, date]], name: str) -> None:
    due = [entry(day, what) for what, day in entries]
    data = due_calendar(due, on=DAY, name=name)
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode()
    found = events(data)
    assert len(found) == len(entries)
    assert len({item["UID"] for item in found}) == len(entries)
    for item, (what, day) in zip(found, entries, strict=True):
        assert item["DTSTART"].dt == day
        if what.isprintable() and name.isprintable():
            assert str(item["SUMMARY"]) == f"{what} ({name})"


def test_what_moves_keeps_its_name_and_another_thing_has_another() -> None:
    def uids(*due: Due, on: date = DAY) -> list[Any]:
        return [item["UID"] for item in events(due_calendar(due, on=on, name="DRT"))]

    first = entry()
    moved = entry(
        date(2028, 7, 1), "renew it (dated 2026-07-01)", Nearness.LATER, route=("evaluators", 3, "cv_dated")
    )
    other = entry(route=("evaluators", 0, "declaration", "on"))
    assert uids(first) == uids(moved) == uids(first, on=date(2027, 1, 1))
    assert len({*uids(first, other, entry(record="EVR-2"))}) == 3
    assert due_calendar([first], on=DAY, name="DRT") == due_calendar([first], on=DAY, name="DRT")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 6, 30), "1 day ago"),
        (date(2026, 7, 1), "today"),
        (date(2026, 7, 3), "2 days ahead"),
    ],
)
def test_the_list_says_how_far_a_day_is(day: date, words: str) -> None:
    text = due_text([entry(day)], on=DAY)
    assert text.startswith(f"{day}  near     renew the curriculum vitae of EVR-1\n")
    assert f"{words}; evidence/evaluators.yml:12 (MEDDEV 2.7/1 rev 4 6.4, A10)" in text


def test_programs_get_every_field() -> None:
    (made,) = json.loads(due_json([entry()]))
    assert made == {
        "day": "2026-07-01",
        "state": "near",
        "what": "renew the curriculum vitae of EVR-1",
        "record": "EVR-1",
        "records": ["EVR-1"],
        "clause": "MEDDEV 2.7/1 rev 4 6.4, A10",
        "code": "CER459",
        "path": "evidence/evaluators.yml",
        "line": 12,
    }


def test_the_last_sentence_counts() -> None:
    due = [entry(state=state) for state in (Nearness.OVERDUE, Nearness.LATER, Nearness.LATER)]
    assert due_summary(due, on=DAY, within=30) == "1 overdue, 0 within 30 days, 2 later, on 2026-07-01"

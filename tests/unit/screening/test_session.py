"""The queue without a terminal: whatever is pressed, the file says what the screen says, and nothing is hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.literature.decision_files import with_decisions
from cerkit.load import read_decisions, read_yaml
from cerkit.model.records.review import BibliographicRecord, Decision, Protocol
from cerkit.model.works import Work
from cerkit.screening import view
from cerkit.screening.filters import read_filter
from cerkit.screening.session import Session, Task
from support.review_project import PROTOCOL

DAY = date(2026, 3, 2)


def work(number: int, **fields: object) -> Work:
    values = {
        "key": f"pmid-{number}",
        "accession": str(number),
        "type": "article",
        "title": f"Title {number}",
        "year": 2000 + number,
        **fields,
    }
    return Work((f"pmid-{number}",), (BibliographicRecord.model_validate(values),), ("SRH-2026-pubmed",))


def protocol() -> Protocol:
    return Protocol.model_validate(read_yaml("protocol.yml", PROTOCOL.encode()).value)


class File:
    """Stands for the decision file: the same writing, in memory."""

    def __init__(self) -> None:
        self.data = b""

    def save(self, changes: Mapping[str, Decision | None]) -> None:
        self.data = with_decisions(self.data, changes)

    @property
    def decisions(self) -> dict[str, str]:
        value = read_decisions("ab.yml", self.data).value
        return {key: item["decision"] for key, item in value.items()}


def session(
    works: tuple[Work, ...],
    file: File | None = None,
    *,
    stage: str = "title-abstract",
    clock: Callable[[], float] = lambda: 0.0,
    others: Mapping[str, Mapping[str, Decision]] | None = None,
) -> Session:
    task = Task(stage, "ab", works, protocol(), others or {})
    return Session(task, {}, save=(file or File()).save, today=lambda: DAY, clock=clock)


WORKS = tuple(work(number) for number in range(1, 9))
MOVES = st.lists(
    st.sampled_from(
        ["include", "exclude", "maybe", "undo", "next", "back", "note", "undecided", "all", "turned"]
    ),
    max_size=40,
)


@given(MOVES)
def test_the_file_always_says_what_the_screen_says(moves: list[str]) -> None:
    file = File()
    held = session(WORKS, file)
    for move in moves:
        if move in ("include", "exclude", "maybe"):
            held.decide(move)  # type: ignore[arg-type]  # one of the three
        elif move == "undo":
            held.undo()
        elif move in ("next", "back"):
            held.step(1 if move == "next" else -1)
        elif move == "note":
            held.write_note("a: b")
        elif move == "turned":
            held.reorder([item.key for item in reversed(WORKS)][:3])
        else:
            held.apply(read_filter("undecided" if move == "undecided" else ""))
        shown = {item.key: told.decision for item in WORKS if (told := held.decision(item)) is not None}
        assert file.decisions == shown
        assert held.decided_count == len(shown)
    held.apply(read_filter(""))
    assert {item.key for item in held.shown} == {item.key for item in WORKS}


@given(MOVES)
def test_undoing_everything_leaves_nothing(moves: list[str]) -> None:
    file = File()
    held = session(WORKS, file)
    for move in moves:
        if move in ("include", "exclude", "maybe"):
            held.decide(move)  # type: ignore[arg-type]  # one of the three
        elif move == "note":
            held.write_note("x")
    for _ in range(3 * len(moves) + 1):
        held.undo()
    assert file.data == b""


def test_a_decision_that_cannot_be_written_is_not_shown_as_made() -> None:
    def full(_changes: Mapping[str, Decision | None]) -> None:
        raise OSError(28, "No space left on device")

    held = Session(
        Task("title-abstract", "ab", WORKS, protocol()), {}, save=full, today=lambda: DAY, clock=float
    )
    with pytest.raises(OSError, match="No space"):
        held.decide("include")
    assert held.decided_count == 0


def test_the_estimate_is_the_usual_pace_and_a_pause_spoils_it_not() -> None:
    times = iter([0.0, 10.0, 20.0, 30.0, 5030.0])
    held = session(WORKS, clock=lambda: next(times))
    for _ in range(3):
        held.decide("exclude")
    assert held.seconds_left() == pytest.approx(10.0 * 5)
    held.decide("exclude")
    assert held.seconds_left() == pytest.approx(10.0 * 4)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("title 3", ["pmid-3"]),
        ("year:2002-2003", ["pmid-2", "pmid-3"]),
        ("year:2007-", ["pmid-7", "pmid-8"]),
        ("source:embase", []),
        ("included", ["pmid-1"]),
        ("excluded year:2002", ["pmid-2"]),
        ("maybe", ["pmid-4"]),
        ("disagreements", ["pmid-1"]),
    ],
)
def test_filters(text: str, keys: list[str]) -> None:
    other = Decision(decision="exclude", on=DAY)
    held = session(WORKS, others={"cd": {"pmid-1": other, "pmid-2": other, "pmid-5": other}})
    for said in ("include", "exclude", "exclude", "maybe"):
        held.decide(said)
    held.apply(read_filter(text))
    assert [item.key for item in held.shown] == keys


def test_a_decision_on_another_key_of_the_work_is_changed_where_it_stands() -> None:
    """A duplicate found late: the person decided under the second key, and there is no second line for the work."""
    both = Work(("pmid-1", "doi-2"), work(1).records, ("SRH-2026-pubmed",))
    file = File()
    file.save({"doi-2": Decision(decision="maybe", on=DAY)})
    decided = {"doi-2": Decision(decision="maybe", on=DAY)}
    held = Session(
        Task("title-abstract", "ab", (both,), protocol()),
        decided,
        save=file.save,
        today=lambda: DAY,
        clock=float,
    )
    held.decide("include")
    assert file.decisions == {"doi-2": "include"}


@given(st.text(max_size=200), st.integers(1, 60))
def test_no_line_is_wider_than_the_window(text: str, width: int) -> None:
    for line in view.wrap([("", text)], width, len):
        assert sum(len(piece) for _, piece in line) <= max(width, 4)


@given(st.text(max_size=200))
def test_wrapping_and_marking_lose_no_letter(text: str) -> None:
    terms = view.Terms(protocol())
    shown = "".join(piece for line in view.wrap(terms.marked(text), 20, len) for _, piece in line)
    assert "".join(shown.split()) == "".join(text.split())


def test_signs_that_steer_a_terminal_do_not_reach_it() -> None:
    held = session((work(1, title="A\x1b[2Jtitle", abstract="B\x1b]0;x\x07 \x9b31m"),))
    shown = view.body(held, view.Terms(protocol()), 80, len)
    assert all(sign.isprintable() for line in shown for _, piece in line for sign in piece)

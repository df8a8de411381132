"""Decisions are written one a line, sorted, and nothing else in the file moves."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.literature.decision_files import UnsafeFileError, decision_line, with_decisions
from cerkit.load import read_yaml
from cerkit.model.records.review import Decision, Resolution

DAY = date(2026, 3, 2)
HEAD = b"# Reviewer ab is EVR-1.\n"
FILE = HEAD + (
    b"pmid-1: {decision: include, on: 2026-03-01} # read twice\n"
    b"# the authors answered\n"
    b'pmid-3: {decision: exclude, reason: X2, note: "a: b # c", on: 2026-03-01}\n'
    b"# to be continued\n"
)


def excluded(note: str | None = None) -> Decision:
    return Decision(decision="exclude", reason="X2", note=note, on=DAY)


def test_a_decision_goes_to_its_place_and_every_comment_stays() -> None:
    made = with_decisions(FILE, {"pmid-2": excluded(), "h-1": excluded(), "pmid-1": excluded()})
    assert made == HEAD + (
        b"h-1: {decision: exclude, reason: X2, on: 2026-03-02}\n"
        b"pmid-1: {decision: exclude, reason: X2, on: 2026-03-02} # read twice\n"
        b"pmid-2: {decision: exclude, reason: X2, on: 2026-03-02}\n"
        b"# the authors answered\n"
        b'pmid-3: {decision: exclude, reason: X2, note: "a: b # c", on: 2026-03-01}\n'
        b"# to be continued\n"
    )


def test_undo_restores_the_bytes() -> None:
    assert with_decisions(with_decisions(FILE, {"pmid-2": excluded()}), {"pmid-2": None}) == FILE


def test_a_first_decision_makes_the_file() -> None:
    assert (
        with_decisions(b"", {"pmid-2": excluded()})
        == b"pmid-2: {decision: exclude, reason: X2, on: 2026-03-02}\n"
    )


def test_ends_of_lines_stay_as_they_are() -> None:
    made = with_decisions(FILE.replace(b"\n", b"\r\n"), {"pmid-2": excluded()})
    assert made == with_decisions(FILE, {"pmid-2": excluded()}).replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"pmid-1:\n  decision: include\n", 1),
        (b"# x\npmid-1: {decision: include,\n  on: 2026-03-01}\n", 2),
        (b"pmid-1: {decision: include, on: 2026-03-01}\n" * 2, 2),
        (b"- pmid-1\n", 1),
    ],
)
def test_a_file_in_another_form_is_not_touched(text: bytes, line: int) -> None:
    with pytest.raises(UnsafeFileError) as refused:
        with_decisions(text, {"pmid-2": excluded()})
    assert refused.value.line == line


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_note_is_read_back_as_it_was_meant(note: str) -> None:
    line = decision_line("pmid-1", excluded(note))
    read = read_yaml("a.yml", line.encode())
    assert not read.diagnostics
    assert read.value["pmid-1"]["note"] == " ".join(note.split())
    assert len(line.splitlines()) == 1


def test_a_resolution_names_who_decided() -> None:
    decision = Resolution(decision="include", note="has the data", on=DAY, by="EVR-3")
    assert (
        decision_line("h-1", decision)
        == "h-1: {decision: include, note: has the data, on: 2026-03-02, by: EVR-3}"
    )

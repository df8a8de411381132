"""`cerkit screen` on a real pseudo-terminal: keys in, files out, and the screen read as a person reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cerkit.load import read_yaml
from support.review_project import add_search, decide, make_review, record
from support.terminals import Terminal, terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")

COMMAND = (sys.executable, "-c", "from cerkit.cli import main; main()", "screen")


@pytest.fixture
def review(tmp_path: Path) -> Path:
    return make_review(tmp_path / "review", range(101, 107))


@contextmanager
def screen(review: Path, *arguments: str, columns: int = 100, rows: int = 30) -> Iterator[Terminal]:
    variables = {"CERKIT_CACHE_DIR": str(review.parent / "cache")}
    command = (*COMMAND, *arguments)
    with terminal(command, review, columns=columns, rows=rows, variables=variables) as shown:
        yield shown


def file_of(review: Path, name: str = "ab", stage: str = "title-abstract") -> str:
    return (review / "evidence" / "screening" / stage / f"{name}.yml").read_text(encoding="utf-8")


def test_one_key_a_decision_each_written_at_once_and_the_next_start_goes_on(review: Path) -> None:
    with screen(review, "--as", "ab", "--on", "2026-03-02") as shown:
        shown.wait_for("0/6 decided")
        shown.wait_for("FICTIONAL RECORD 101")
        shown.press("i")
        shown.wait_for("FICTIONAL RECORD 102")
        assert file_of(review) == "pmid-101: {decision: include, on: 2026-03-02}\n"
        shown.press("2")
        shown.wait_for("FICTIONAL RECORD 103")
        shown.press("x")
        shown.wait_for("No reference standard")
        shown.press("1")
        shown.wait_for("FICTIONAL RECORD 104")
        shown.press("m")
        shown.wait_for("FICTIONAL RECORD 105")
        shown.press("nask: the author\r")
        shown.wait_for("saved with the decision")
        shown.press("x\r")
        shown.wait_for("5/6 decided (83 %)")
        shown.press("q")
        assert shown.end() == 0
    assert file_of(review) == (
        "pmid-101: {decision: include, on: 2026-03-02}\n"
        "pmid-102: {decision: exclude, reason: X2, on: 2026-03-02}\n"
        "pmid-103: {decision: exclude, reason: X1, on: 2026-03-02}\n"
        "pmid-104: {decision: maybe, on: 2026-03-02}\n"
        'pmid-105: {decision: exclude, note: "ask: the author", on: 2026-03-02}\n'
    )
    with screen(review, "--as", "ab") as shown:
        shown.wait_for("FICTIONAL RECORD 106")
        shown.press("b")
        shown.wait_for("You: exclude, 2026-03-02")
        shown.wait_for("Note: ask: the author")


def test_a_line_that_breaks_loses_nothing(review: Path) -> None:
    with screen(review, "--as", "ab") as shown:
        shown.wait_for("FICTIONAL RECORD 101")
        shown.press("i")
        shown.wait_for("1/6 decided")
        shown.kill()
    assert read_yaml("ab.yml", file_of(review).encode()).value.keys() == {"pmid-101"}
    assert [path.name for path in (review / "evidence/screening/title-abstract").iterdir()] == ["ab.yml"]


def test_undo_goes_back_step_by_step_to_the_bytes_before(review: Path) -> None:
    decide(review, "title-abstract", "ab", {103: "maybe"})
    before = "# Reviewer ab is EVR-1.\n" + file_of(review)
    (review / "evidence/screening/title-abstract/ab.yml").write_text(before, encoding="utf-8")
    with screen(review, "--as", "ab") as shown:
        shown.wait_for("FICTIONAL RECORD 101")
        shown.press("ix1")
        shown.wait_for("3/6 decided")
        shown.press("u")
        shown.wait_for("pmid-102: undone")
        shown.press("u")
        shown.wait_for("pmid-101: undone")
        shown.press("u")
        shown.wait_for("nothing to undo")
    assert file_of(review) == before


def test_an_editor_may_change_the_file_meanwhile(review: Path) -> None:
    with screen(review, "--as", "ab") as shown:
        shown.wait_for("FICTIONAL RECORD 101")
        decide(review, "title-abstract", "ab", {106: "exclude, reason: X1"})
        shown.press("i")
        shown.wait_for("1/6 decided")
    assert read_yaml("ab.yml", file_of(review).encode()).value.keys() == {"pmid-101", "pmid-106"}


def test_what_cannot_be_saved_is_told_and_stays_open(review: Path) -> None:
    text = "pmid-101:\n  decision: include\n  on: 2026-03-01\n"
    with screen(review, "--as", "ab") as shown:
        shown.wait_for("FICTIONAL RECORD 101")
        folder = review / "evidence/screening/title-abstract"
        folder.mkdir(parents=True)
        (folder / "ab.yml").write_text(text, encoding="utf-8")
        shown.press("i")
        shown.wait_for("not saved: evidence/screening/title-abstract/ab.yml:1")
        shown.wait_for("0/6 decided")
        shown.press("q")
        assert shown.end() == 0
    assert file_of(review) == text


def test_words_of_the_protocol_are_marked_for_and_against(review: Path) -> None:
    with screen(review, "--as", "ab") as shown:
        shown.wait_for("Sensitivity of photographs in animals")
        wanted, against, plain = shown.cells("Sensitivity"), shown.cells("animals"), shown.cells("number 101")
    assert all(cell.underscore and cell.fg == "green" for cell in wanted)
    assert all(cell.underscore and cell.fg == "red" for cell in against)
    assert not any(cell.underscore for cell in plain)


def test_a_narrow_window_shows_everything_by_scrolling(review: Path) -> None:
    long = " ".join(f"word{number}" for number in range(400))
    add_search(review, "SRH-2026-pubmed", [record(101, abstract=f"{long} the end")])
    with screen(review, "--as", "ab", columns=32, rows=12) as shown:
        shown.wait_for("more lines")
        assert "the end" not in shown.text
        for _ in range(20):
            shown.press("\x1b[6~")
        shown.wait_for("the end")
        shown.resize(100, 30)
        shown.press(" ")
        shown.wait_for("space next")


def test_the_filter_narrows_what_is_shown_and_says_what_it_cannot_read(review: Path) -> None:
    with screen(review, "--as", "ab") as shown:
        shown.wait_for("record 1 of 6")
        shown.press("fyear:2023-2024\r")
        shown.wait_for("record 1 of 2, filter: year:2023-2024")
        shown.press("f\x15year:soon\r")
        shown.wait_for("`soon` is no year")
        shown.press("\x1b")
        shown.wait_for("record 1 of 2")


def test_full_text_takes_what_passed_and_wants_a_reason(review: Path) -> None:
    said = {101: "include", 102: "maybe", 103: "exclude, reason: X1"}
    for name in ("ab", "cd"):
        decide(review, "title-abstract", name, said)
    with screen(review, "--as", "ab", "--stage", "full-text", "--on", "2026-03-02") as shown:
        shown.wait_for("0/2 decided")
        shown.press("x\r")
        shown.wait_for("needs its reason")
        shown.press("r")
        shown.wait_for("FICTIONAL RECORD 102")
        shown.press("2")
        shown.wait_for("2/2 decided")
    assert file_of(review, stage="full-text") == (
        "pmid-101: {decision: not retrieved, on: 2026-03-02}\n"
        "pmid-102: {decision: exclude, reason: X2, on: 2026-03-02}\n"
    )


def test_a_reviewer_does_not_see_the_other_but_who_resolves_sees_both(review: Path) -> None:
    decide(review, "title-abstract", "ab", {101: "include", 102: "include"})
    decide(review, "title-abstract", "cd", {101: "exclude, reason: X2", 102: "include"})
    with screen(review, "--as", "ab") as shown:
        shown.wait_for("2/6 decided")
        shown.press("bb")
        shown.wait_for("FICTIONAL RECORD 101")
        assert "cd" not in shown.text
        assert "X2" not in shown.text
    with screen(review, "--resolve", "--as", "EVR-3", "--on", "2026-03-09") as shown:
        shown.wait_for("0/1 decided")
        shown.wait_for("ab: include")
        shown.wait_for("cd: exclude X2")
        shown.press("2")
        shown.wait_for("a resolution says why")
        shown.press("nno standard was named\r")
        shown.wait_for("saved with the decision")
        shown.press("2")
        shown.wait_for("1/1 decided")
        shown.press("q")
        assert shown.end() == 0
    line = (
        "pmid-101: {decision: exclude, reason: X2, note: no standard was named, on: 2026-03-09, by: EVR-3}\n"
    )
    assert file_of(review, "resolved") == line


def test_nobody_resolves_a_disagreement_of_his_own(review: Path) -> None:
    decide(review, "title-abstract", "ab", {101: "include"})
    decide(review, "title-abstract", "cd", {101: "exclude, reason: X2"})
    with screen(review, "--resolve", "--as", "EVR-1") as shown:
        shown.wait_for("no disagreement that EVR-1 could resolve")
        assert shown.end() == 0


def test_the_order_by_relevance_learns_and_hides_nothing(review: Path) -> None:
    wanted, other = "retinopathy grading software", "laboratory mice genome"
    records = [
        record(n, title=f"RECORD {n}", abstract=wanted if n % 4 == 0 else other) for n in range(200, 260)
    ]
    add_search(review, "SRH-2026-pubmed", records)
    decide(review, "title-abstract", "ab", {200: "include", 201: "exclude", 202: "exclude", 203: "exclude"})
    with screen(review, "--as", "ab", "--order", "relevance") as shown:
        shown.wait_for("ordered by relevance")
        shown.press("fundecided\r")
        shown.wait_for("56 of 60 shown")
        shown.wait_for("RECORD 204")
        shown.press("i")
        shown.wait_for("RECORD 208")


def test_without_a_terminal_it_says_what_else_there_is(review: Path) -> None:
    import subprocess

    done = subprocess.run(
        [*COMMAND, "--as", "ab"],
        cwd=review,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 3
    assert "edit the file of decisions" in done.stderr


def test_a_file_in_another_form_is_refused_before_the_first_key(review: Path) -> None:
    folder = review / "evidence/screening/title-abstract"
    folder.mkdir(parents=True)
    text = "pmid-101:\n  decision: include\n  on: 2026-03-01\n"
    (folder / "ab.yml").write_text(text, encoding="utf-8")
    with screen(review, "--as", "ab") as shown:
        shown.wait_for("ab.yml:1: the decision on pmid-101 does not end on its line")
        assert shown.end() == 3
    assert file_of(review) == text

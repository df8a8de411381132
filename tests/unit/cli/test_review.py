"""`review`: what it lists, what it writes, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.dossiers import complete, edited
from unit.cli.terminal import Terminal

MKDOCS = b"plugins:\n  - cerkit:\n      report: report\n      previous_release: before\n"
MOVED = {"file": "evidence/benchmarks.yml", "old": "upper: 92.8\n", "new": "upper: 92.1\n"}
OWN = "evidence/reviews/EVR-1.yml"
SAID = ("--by", "EVR-1", "--reason", "It stands.", "--on", "2026-06-30")


@pytest.fixture
def device(tmp_path: Path) -> Terminal:
    """A report whose benchmark BM-1 is not as it was in the folder `before`."""
    terminal = Terminal(tmp_path / "device", tmp_path / "cache")
    before = edited(complete(), [MOVED])
    terminal.write(
        {**complete(), "mkdocs.yml": MKDOCS, **{f"before/{name}": before[name] for name in before}}
    )
    return terminal


def test_it_lists_then_confirms_and_then_there_is_nothing_left(device: Terminal) -> None:
    listed = device.run("review")
    assert listed.code == 1
    assert listed.out == (
        "AC-1 Sensitivity is high enough\n"
        "  evidence/criteria.yml:2:5: to be looked at by EVR-1, EVR-2, EVR-3, EVR-4\n"
        "  BM-1 (justified_by)\n"
        "    upper: 92.1 -> 92.8\n"
    )
    assert listed.err == "1 record to be looked at again\n"
    shown = device.run("review", "AC-1", *SAID, "--dry-run")
    assert shown.out.startswith(
        "evaluator: EVR-1\nconfirmations:\n  - {record: AC-1, on: 2026-06-30, digest: m1-"
    )
    assert not (device.folder / OWN).exists()
    assert device.run("review", "AC-1", *SAID).out == f"wrote {OWN}: AC-1\n"
    assert (device.folder / OWN).read_text() == shown.out
    again = device.run("review", "AC-1", *SAID)
    assert (again.code, again.out, again.err) == (0, "", "AC-1 is confirmed by EVR-1 as it stands already\n")
    left = device.run("review")
    assert (left.code, left.out, left.err) == (0, "", "no records to be looked at again\n")


def test_a_record_that_nothing_calls_into_question_is_confirmed_with_a_remark(device: Terminal) -> None:
    answer = device.run("review", "AC-2", *SAID)
    assert answer.code == 0
    assert answer.err == "AC-2 rests on nothing that changed and was not looked at; confirmed all the same\n"
    assert answer.out == f"wrote {OWN}: AC-2\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("AC-1",), "A confirmation needs --by and --reason"),
        (("AC-1", "--by", "EVR-1", "--reason", " "), "A confirmation needs --by and --reason"),
        (("--by", "EVR-1"), "Name the records that are confirmed"),
        (("AC-11", *SAID), "There is no record AC-11. (identifiers close to it: AC-1"),
        (("N41-VCA", *SAID), "There is no record N41-VCA."),
        (("docs/report/02-scope.md", *SAID), "There is no record docs/report/02-scope.md."),
        (("AC-1", "SRC-ci-1.sens", *SAID), "SRC-ci-1.sens is a part of SRC-ci-1; confirm SRC-ci-1."),
        (
            ("AC-1", "--by", "EVR-9", "--reason", "x"),
            "EVR-9 is no evaluator of evidence/evaluators.yml; known: EVR-1",
        ),
    ],
)
def test_a_mistake_in_the_call_writes_nothing(
    device: Terminal, arguments: tuple[str, ...], told: str
) -> None:
    answer = device.run("review", *arguments)
    assert answer.code == 2
    assert told in " ".join(answer.err.split())
    assert not (device.folder / "evidence/reviews").exists()


def test_the_file_of_somebody_else_is_not_written_to(device: Terminal) -> None:
    device.write({OWN: "evaluator: EVR-2\nconfirmations: []\n"})
    answer = device.run("review", "AC-1", *SAID)
    assert (answer.code, answer.out) == (3, "")
    assert "cannot be read as the file of EVR-1" in answer.err
    assert device.run("review", "AC-1", "--by", "EVR-2", "--reason", "x").out == f"wrote {OWN}: AC-1\n"


def test_without_a_previous_release_there_is_nothing_to_compare_with(device: Terminal) -> None:
    device.write({"mkdocs.yml": MKDOCS.replace(b"      previous_release: before\n", b"")})
    answer = device.run("review")
    assert (answer.code, answer.out) == (0, "")
    assert "there is no previous release" in answer.err

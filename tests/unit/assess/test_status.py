"""What is done and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from cases.dossiers import DAY, complete, edited, shipped
from cerkit.assess import assess
from cerkit.assess.status import status_of, words_in
from cerkit.load import read_chapter
from cerkit.model.diagnostics import Mode
from cerkit.model.stages import Status, StepState
from cerkit.reporters.status import stage_text, status_json, status_text
from cerkit.scaffold import Answers, files_of


def status(files: Mapping[str, bytes], on: date = DAY) -> Status:
    read = {path: data for path, data in files.items() if path.startswith(("docs/", "evidence/"))}
    return status_of(assess(read, on=on, shipped=shipped(), mode=Mode.RELEASE))


def states(status: Status) -> dict[str, StepState]:
    return {item.step.key: item.state for item in status.steps}


def new(**given: object) -> Status:
    answers = Answers.model_validate({"name": "Rhythm Flag", **given})
    return status(files_of(answers, on=DAY, catalogues=shipped()))


def test_in_a_complete_report_every_step_is_done() -> None:
    found = status(complete())
    assert set(states(found).values()) == {StepState.DONE}
    assert "Nothing is open." in status_text(found, name="DRF")


def test_a_new_repository_reads_like_a_plan() -> None:
    found = new()
    assert found.hindering == ()
    done = {key for key, state in states(found).items() if state is StepState.DONE}
    # Not on the market, nothing claimed, nothing waived: there is nothing to do.
    assert done <= {"held", "equivalence", "control"}
    waiting = {key for key, state in states(found).items() if state is StepState.NOT_BEGUN}
    assert {"appraisal", "verdicts", "conclusions", "review"} <= waiting
    text = status_text(found, name="Rhythm Flag")
    assert len(text.splitlines()) < 40
    steps = [line.strip() for line in text.splitlines() if line.startswith(("  1. ", "  2. "))]
    assert [line.split(" (")[0] for line in steps] == [
        "1. Describe the device",
        "2. Take over the instructions for use",
    ]
    assert "0 of 9 steps done" in text


def test_what_stands_in_the_way_of_the_build_comes_first() -> None:
    files = files_of(Answers(name="Rhythm Flag"), on=DAY, catalogues=shipped())
    broken = {**files, "evidence/waivers.yml": b"waivers: []\nwaivers: []\n"}
    found = status(broken)
    assert [item.rule.code for item in found.hindering] == ["CER104"]
    assert "  1. Keep dates, versions and waivers in order\n     evidence/waivers.yml:2" in status_text(
        found, name="x"
    )


@pytest.mark.parametrize(
    ("edit", "key", "chapter"),
    [
        (
            ("evidence/standards.yml", "2026-06-10}\n  - {id: STD-14971", "2024-06-10}\n  - {id: STD-14971"),
            "state-of-the-art",
            "3",
        ),
        (("evidence/plan.yml", "next_evaluation: 2027", "next_evaluation: 2025"), "control", "6"),
    ],
)
def test_a_mistake_opens_its_step_and_counts_for_its_chapter(
    edit: tuple[str, str, str], key: str, chapter: str
) -> None:
    path, old, text = edit
    found = status(edited(complete(), [{"file": path, "old": old, "new": text}]))
    assert {name for name, state in states(found).items() if state is not StepState.DONE} == {key}
    told = {item.section: (item.open, item.open_in_records) for item in found.chapters}
    assert told[chapter] == (0, 1)
    assert sum(map(sum, told.values())) == 1
    stage = next(item.step.stage for item in found.steps if item.step.key == key)
    assert path in stage_text(found, stage)


def test_programs_get_stages_and_chapters() -> None:
    import json

    made = json.loads(status_json(new()))
    assert [stage["stage"] for stage in made["stages"]] == [0, 1, 2, 3, 4]
    first = made["stages"][0]
    assert first["done"] + first["open"] == len(first["steps"])
    assert first["points"] == sum(step["points"] for step in first["steps"])
    assert set(first["next"][0]) == {"step", "code", "message", "path", "line", "hint"}
    assert first["next"][0]["path"] == "evidence/device.yml"
    assert [chapter["section"] for chapter in made["chapters"]] == [str(number) for number in range(1, 10)]


def test_written_words_are_those_of_people() -> None:
    page = (
        "---\ntitle: x\n---\n# A heading here\n\nFour words are here.\n\nTODO: write much more about it.\n\n"
        '{{ table("claims", columns=["id"]) }}\n\n<!-- a guide with words -->\nSee [the table][tbl-x] [@SRC-a, p. 3].\n'
    )
    assert words_in(read_chapter("docs/report/x.md", page.encode(), is_report=True)) == 4 + 4

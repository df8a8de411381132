"""`cerkit new`, `cerkit status` and `cerkit due` as they are called."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from icalendar import Calendar

from cerkit.cli import new as module
from unit.cli.terminal import Terminal

ON = ("--on", "2026-11-22")


@pytest.fixture
def shell(tmp_path: Path) -> Terminal:
    """An empty folder."""
    terminal = Terminal(tmp_path / "here", tmp_path / "cache")
    terminal.folder.mkdir()
    return terminal


def record(folder: Path, name: str) -> Any:
    return yaml.safe_load((folder / "evidence" / name).read_text(encoding="utf-8"))


def test_without_a_terminal_nothing_is_asked_and_the_folder_names_the_device(shell: Terminal) -> None:
    answer = shell.run("new", "infusion-pump_2")
    assert answer.code == 0
    assert "called Infusion pump 2, after the folder" in answer.err
    assert record(shell.folder / "infusion-pump_2", "device.yml")["name"] == "Infusion pump 2"


def test_flags_are_answers(shell: Terminal) -> None:
    answer = shell.run(
        *(
            "new",
            "device",
            "--name",
            "Flag: no",
            "--jurisdiction",
            "gb",
            "--jurisdiction",
            "EU",
            "--software",
        ),
        *(
            "--situation",
            "serious",
            "--significance",
            "treat or diagnose",
            "--indication",
            "One",
            "--indication",
            "Two",
        ),
        *("--evaluator", "A. One: Lead: of all", "--evaluator", "B. Two", "--update-interval", "24", *ON),
    )
    assert (answer.code, answer.out) == (0, "wrote device  (81 files)\n")
    folder = shell.folder / "device"
    device = record(folder, "device.yml")
    assert (device["name"], device["samd"]["category"]) == ("Flag: no", "III")
    assert [item["text"] for item in device["intended_use"]["indications"]] == ["One", "Two"]
    people = record(folder, "evaluators.yml")["evaluators"]
    assert [(person["name"], person["role"][:4]) for person in people] == [
        ("A. One", "Lead"),
        ("B. Two", "TODO"),
    ]
    assert record(folder, "plan.yml")["next_evaluation"] == date(2028, 11, 22)
    assert record(folder, "requirements.yml")["catalogues"] == ["uk-mdr-2002-er", "eu-mdr-gspr"]


def test_flags_count_more_than_the_file(shell: Terminal) -> None:
    shell.write({"a.yml": "name: From file\nnumber: CER-7\nevaluators: [{name: A. One}]\n"})
    answer = shell.run("new", "device", "--answers", "a.yml", "--name", "From flag")
    assert answer.code == 0, answer.err
    assert record(shell.folder / "device", "device.yml")["name"] == "From flag"
    assert record(shell.folder / "device", "releases.yml")["report"]["number"] == "CER-7"


def test_mistakes_in_the_file_are_diagnostics(shell: Terminal) -> None:
    shell.write({"a.yml": "name: X\nnumbr: CER-7\n"})
    answer = shell.run("new", "device", "--answers", "a.yml")
    assert answer.code == 1
    assert answer.out.startswith("a.yml:2:")
    assert "numbr" in answer.out
    assert "nothing was written" in answer.err
    assert not (shell.folder / "device").exists()


def test_a_flag_that_cannot_be_is_a_mistake_of_usage(shell: Terminal) -> None:
    answer = shell.run("new", "device", "--name", "X", "--workflows", "somewhere")
    assert answer.code == 2
    assert "somewhere" in answer.err
    answer = shell.run("new", "device", "--name", " ")
    assert answer.code == 2


def test_a_dry_run_lists_and_writes_nothing(shell: Terminal) -> None:
    answer = shell.run("new", "device", "--name", "X", "--dry-run", "--host", "none")
    assert answer.code == 0
    listed = answer.out.split()
    assert {"mkdocs.yml", "README.md", "evidence/claims.yml", ".vscode/settings.json"} <= set(listed)
    assert listed == sorted(listed)
    assert not [path for path in listed if path.startswith(".github")]
    assert list(shell.folder.iterdir()) == []


def test_what_is_there_is_named_and_stays(shell: Terminal) -> None:
    shell.write({"device/mine.txt": "mine"})
    answer = shell.run("new", "device", "--name", "X")
    assert answer.code == 3
    assert "it holds mine.txt" in answer.err
    assert [path.name for path in (shell.folder / "device").iterdir()] == ["mine.txt"]


def test_an_answer_that_no_report_prints_is_told_at_once(shell: Terminal) -> None:
    answer = shell.run("new", "device", "--name", "{{ x }}", "--address", "See {{ y }}")
    assert answer.code == 0
    assert "evidence/device.yml:3:7: error[CER742]" in answer.err
    assert "evidence/device.yml:9:12: error[CER742]" in answer.err
    assert record(shell.folder / "device", "device.yml")["name"] == "{{ x }}"


def test_a_sign_in_the_very_name_of_the_device_is_no_leftover(shell: Terminal) -> None:
    name = "Pump {{ x }} **y**"
    assert (
        "CER742" not in shell.run("new", "device", "--name", name, "--indication", f"People with {name}").err
    )


def test_the_printed_answers_are_accepted(shell: Terminal) -> None:
    answer = shell.run("new", "--print-answers")
    shell.write({"a.yml": answer.out})
    assert shell.run("new", "device", "--answers", "a.yml").code == 0
    assert record(shell.folder / "device", "device.yml")["name"] == "My device"


def asked(monkeypatch: pytest.MonkeyPatch, folder: Path, lines: list[str], *flags: str) -> Result:
    """The command on a terminal, where somebody types these lines."""
    monkeypatch.setattr(module, "_is_terminal", lambda: True)
    return CliRunner().invoke(
        module.command, [str(folder), *flags], input="".join(f"{line}\n" for line in lines)
    )


def test_a_terminal_is_asked_what_the_flags_leave_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        *("", "Flag", "Example Ltd", "", "CER-9", "Reads recordings"),  # an empty name is asked again
        *("US", "GB, eu", "Class IIa", "y", "serious", "drive clinical management", "Reads."),
        *("One", "Two", "", "", "Adults", "", "", "A. One: Lead", "", "24", "none"),
    ]
    result = asked(monkeypatch, tmp_path / "device", lines, "--user", "Nurses")
    assert result.exit_code == 0, result.output
    device = record(tmp_path / "device", "device.yml")
    assert (device["name"], device["samd"]["category"]) == ("Flag", "II")
    use = device["intended_use"]
    assert [item["text"] for item in use["indications"]] == ["One", "Two"]
    assert [item["text"] for item in use["users"]] == ["Nurses"]
    assert record(tmp_path / "device", "plan.yml")["update_interval_months"] == 24
    assert not (tmp_path / "device" / ".github").exists()
    assert "Group of users" not in result.output


def test_yes_asks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = asked(monkeypatch, tmp_path / "device", [], "--yes", "--name", "Flag")
    assert result.exit_code == 0, result.output


def test_status_of_a_complete_report_has_nothing_open(whole: Terminal) -> None:
    answer = whole.run("status", "--on", "2026-06-30")
    assert answer.code == 0
    assert "Nothing is open." in answer.out
    assert "\x1b" not in answer.out
    made = json.loads(whole.run("status", "--format", "json", "--on", "2026-06-30").out)
    assert [stage["open"] for stage in made["stages"]] == [0, 0, 0, 0, 0]


def test_due_ends_with_one_when_something_is_overdue(whole: Terminal) -> None:
    answer = whole.run("due", "--on", "2026-07-01")
    assert answer.code == 0
    assert re.search(r"0 overdue, \d+ within 90 days, \d+ later, on 2026-07-01", answer.err)
    answer = whole.run("due", "--on", "2027-07-01")
    assert answer.code == 1
    assert "make the next clinical evaluation" in answer.out
    assert "evidence/plan.yml:" in answer.out


def test_due_tells_programs_and_calendars_everything(whole: Terminal) -> None:
    told = json.loads(whole.run("due", "--format", "json", "--on", "2026-07-01").out)
    assert [item["day"] for item in told] == sorted(item["day"] for item in told)
    assert {item["code"] for item in told} >= {
        "CER457",
        "CER459",
        "CER466",
        "CER503",
        "CER455",
        "CER522",
        "CER448",
    }
    assert all(item["line"] > 0 and item["clause"] for item in told if item["code"] != "CER522")
    data = whole.run("due", "--format", "ics", "--on", "2026-07-01").out.encode()
    assert len(Calendar.from_ical(data).walk("VEVENT")) == len(told)


def test_within_widens_what_is_near(whole: Terminal) -> None:
    short = whole.run("due", "--on", "2026-07-01", "--within", "1").out
    long = whole.run("due", "--on", "2026-07-01", "--within", "3650").out
    assert short == ""
    assert long == whole.run("due", "--on", "2026-07-01", "--within", "3650", "--all").out
    assert " later " not in long

"""`cerkit check`: findings on stdout, everything else on stderr, and an exit code that tells them apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from cases.dossiers import base, complete
from unit.cli.terminal import COMMAND, Terminal, terminal_at

DAY = ("--on", "2026-06-30")
DANGLING = base()["evidence/claims.yml"].decode().replace("[AC-1]", "[AC-17]")
BLOCK = """\
evidence/claims.yml:7:18: error[CER301]: CLM-1: `decided_by` names AC-17, which does not exist
  hint: identifiers close to it: AC-1
  see:  cerkit explain CER301
"""


def above_notes(out: str) -> list[dict[str, Any]]:
    """What is wrong in a draft of five records; its notes name all that is still missing."""
    return [item for item in json.loads(out) if item["severity"] != "note"]


def test_a_whole_report_is_clean_and_says_so_beside_the_findings(whole: Terminal) -> None:
    answer = whole.run("check", *DAY)
    assert (answer.code, answer.out) == (0, "")
    first, second, third = answer.err.splitlines()
    assert first == f"no finding in {len(complete())} files on 2026-06-30"
    assert second.startswith("mode draft, ")
    assert third.startswith("not run: ")
    assert "`cerkit build` runs them" in third
    release = whole.run("check", "--mode", "release", "--format", "json", *DAY)
    assert release.code == 0
    assert {item["severity"] for item in json.loads(release.out)} <= {"note"}, (
        "git is not there, and is missed"
    )


def test_notes_of_a_draft_are_counted_and_printed_when_asked_for(sound: Terminal) -> None:
    answer = sound.run("check", *DAY)
    assert (answer.code, answer.out) == (0, "")
    assert " notes in 9 files" in answer.err
    assert "`cerkit check --notes` prints them" in answer.err
    assert ": note[CER4" in sound.run("check", "--notes", *DAY).out
    assert sound.run("check", "--fail-on", "note", *DAY).code == 1
    release = sound.run("check", "--mode", "release", *DAY)
    assert release.code == 1
    assert ": error[CER4" in release.out


def test_the_same_question_gets_the_same_answer_until_something_changes(own: Terminal) -> None:
    first = own.run("check", *DAY)
    for path in own.folder.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    assert own.run("check", *DAY) == own.run("check", *DAY) == first
    assert list(own.cache.rglob("*.answer")) != []
    own.write({"evidence/claims.yml": DANGLING})
    assert own.run("check", *DAY).out == BLOCK
    for path in own.cache.rglob("*.answer"):
        path.write_bytes(b"damaged")
    assert own.run("check", *DAY).out == BLOCK


def test_the_example_is_clean(root: Path, tmp_path: Path) -> None:
    answer = Terminal(root, tmp_path).run("check", *DAY)
    assert (answer.code, answer.out) == (0, "")


def test_a_mistake_is_printed_with_place_and_remedy(own: Terminal) -> None:
    own.write({"evidence/claims.yml": DANGLING})
    for _ in range(2):
        answer = own.run("check", *DAY)
        assert (answer.code, answer.out) == (1, BLOCK)
        assert answer.err.startswith("1 error, ")
        assert f" in {len(base())} files on 2026-06-30" in answer.err


def test_the_data_for_programs(own: Terminal, sound: Terminal) -> None:
    assert sound.run("check", "--format", "json", *DAY) == own.run("check", "--format", "json", *DAY)
    assert above_notes(sound.run("check", "--format", "json", *DAY).out) == []
    own.write({"evidence/claims.yml": DANGLING})
    answer = own.run("check", "--format", "json", *DAY)
    assert (answer.code, answer.err) == (1, "")
    assert above_notes(answer.out) == [
        {
            "code": "CER301",
            "rule": "dangling-reference",
            "severity": "error",
            "path": "evidence/claims.yml",
            "line": 7,
            "column": 18,
            "message": "CLM-1: `decided_by` names AC-17, which does not exist",
            "hint": "identifiers close to it: AC-1",
            "subject": "CLM-1",
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ((), {"CER108", "CER301"}),
        (("--select", "CER3"), {"CER301"}),
        (("--select", "cer108, CER2"), {"CER108"}),
        (("--select", "CER1,CER301"), {"CER108", "CER301"}),
        (("--select", "CER2"), set()),
        (("evidence/claims.yml",), {"CER301"}),
        (("evidence",), {"CER108", "CER301"}),
        (("docs", "evidence/notes.txt"), {"CER108"}),
        (("docs",), set()),
    ],
)
def test_the_report_can_be_narrowed(arguments: tuple[str, ...], codes: set[str], tmp_path: Path) -> None:
    changes = {"evidence/claims.yml": DANGLING, "evidence/notes.txt": "x"}
    own = terminal_at(tmp_path / "repository", tmp_path / "cache", changes)
    answer = own.run("check", "--format", "json", *arguments)
    assert {item["code"] for item in above_notes(answer.out)} == codes
    assert answer.code == (1 if codes else 0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "yaml"), "yaml"),
        (("--on", "2026-5-9"), "is not a day such as 2026-05-29"),
        (("--on", "tomorrow"), "is not a day such as 2026-05-29"),
        (("--select", "CER0"), "No rule of the check begins with CER0"),
        (("--select", ","), "No rule of the check begins with ,"),
        (("--fail-on", "never"), "never"),
        (("--colour",), "--colour"),
        (("evidence/gone.yml",), "does not exist"),
        (("..",), "lies outside the repository"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    arguments: tuple[str, ...], words: str, sound: Terminal
) -> None:
    answer = sound.run("check", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


def test_the_repository_is_found_from_a_folder_below_and_by_name(own: Terminal) -> None:
    own.write({"evidence/claims.yml": DANGLING})
    outside = Terminal(own.folder.parent, own.cache)
    folder = own.folder.name
    assert own.run("check", below="evidence/sources").out == BLOCK
    assert own.run("check", "../claims.yml", below="evidence/sources").out == BLOCK
    assert outside.run("check", "-C", folder).out == BLOCK
    assert outside.run("check", "--project", f"{folder}/docs").out == BLOCK
    assert outside.run("check", folder).out == BLOCK
    assert outside.run("check", "-C", "gone").code == 2


def test_a_folder_without_a_repository(tmp_path: Path) -> None:
    answer = Terminal(tmp_path, tmp_path / "cache").run("check")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("error: no mkdocs.yml in ")
    assert "hint: " in answer.err


@pytest.mark.parametrize(
    ("configuration", "words"),
    [
        ("a: b: c\n", "mkdocs.yml:1:5: this is not YAML"),
        ("plugins: [{cerkit: {reprot: x}}]\n", "has no option `reprot`"),
        ("docs_dir: ../pages\n", "the folder ../pages lies outside the repository"),
    ],
)
def test_a_broken_configuration_is_told_in_a_sentence(configuration: str, words: str, own: Terminal) -> None:
    own.write({"mkdocs.yml": configuration})
    for command in (("check",), ("show", "CLM-1"), ("trace", "--format", "csv")):
        answer = own.run(*command)
        assert (answer.code, answer.out) == (3, "")
        assert words in answer.err
        assert "hint: " in answer.err
        assert "Traceback" not in answer.err


def test_blanks_and_letters_of_any_script_in_the_path(tmp_path: Path) -> None:
    folder = tmp_path / "Prüf ordner 臨床 🩺"
    text = (
        base()["evidence/claims.yml"]
        .decode()
        .replace("Finds the ill", "Findet Krankheiten – 100 %")
        .replace("AC-1", "AC-ü")
    )
    own = terminal_at(
        folder, tmp_path / "ein cache", {"evidence/claims.yml": text, "docs/Über uns.md": "[CLM-9][]\n"}
    )
    expected = own.run("check")
    assert expected.code == 1
    assert "names AC-ü, which" in expected.out
    assert "docs/Über uns.md:1:1: error[CER701]" in expected.out
    for plain in ({"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LANG": "C"}):
        assert own.run("check", **plain).out == expected.out
    assert own.run("check", "docs/Über uns.md").code == 1


def test_a_cache_folder_that_cannot_be_used_is_no_matter(own: Terminal) -> None:
    own.write({"in the way": "x"})
    answer = own.run("check", *DAY, CERKIT_CACHE_DIR=str(own.folder / "in the way" / "cache"))
    assert (answer.code, answer.out) == (0, "")
    assert " notes in " in answer.err


def test_several_at_once_do_each_other_no_harm(own: Terminal) -> None:
    own.write({"evidence/claims.yml": DANGLING})
    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(lambda _: own.run("check", *DAY), range(6)))
    assert answers == {own.run("check", *DAY)}


def test_nothing_depends_on_the_order_of_python_s_sets(own: Terminal) -> None:
    own.write(
        {"evidence/claims.yml": b"claims:\n" + b"  - {id: CLM-1, kind: x, wordng: y, a: 1, b: 2}\n" * 3}
    )
    own.write({"docs/report/02.md": "[A][AC-9] [B][AC-8] [@SRC-x; @SRC-y] {#a}\n"})
    answers = {own.run("check", PYTHONHASHSEED=seed).out for seed in ("1", "2", "3")}
    assert len(answers) == 1


def test_output_into_a_pipe_has_no_colour(own: Terminal) -> None:
    own.write({"evidence/claims.yml": DANGLING})
    answer = own.run("check", TERM="xterm-256color")
    assert "\x1b" not in answer.out + answer.err


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of Unix")
def test_output_on_a_terminal_has_colour(own: Terminal) -> None:
    import pty

    own.write({"evidence/claims.yml": DANGLING})
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "check"], cwd=own.folder, env=own.environment(), stdout=theirs, stderr=subprocess.DEVNULL
    ) as process:
        assert process.wait(60) == 1
    os.close(theirs)
    written = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "\x1b[31m" in written
    assert (
        written.replace("\r", "").replace("\x1b[31m", "").replace("\x1b[1m", "").replace("\x1b[0m", "")
        == BLOCK
    )


@pytest.mark.parametrize(
    "arguments", [("check",), ("check", "--format", "json"), ("explain",), ("trace", "--format", "csv")]
)
def test_a_reader_that_goes_away_causes_no_traceback(arguments: tuple[str, ...], own: Terminal) -> None:
    many = "".join(f"  - {{id: CLM-{number}, wordng: x}}\n" for number in range(1500))
    own.write({"evidence/claims.yml": f"claims:\n{many}"})
    with subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=own.folder,
        env=own.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        error = process.stderr.read().decode()
        process.wait(60)
    assert "Traceback" not in error
    assert "BrokenPipe" not in error
    assert process.returncode in (0, 1)


def test_help_and_version_say_what_there_is(sound: Terminal) -> None:
    answer = sound.run("--help")
    assert answer.code == 0
    for command in ("build", "check", "explain", "serve", "show", "trace"):
        assert command in answer.out
    assert sound.run("--version").out.startswith("cerkit, version ")
    assert sound.run("chekc").code == 2

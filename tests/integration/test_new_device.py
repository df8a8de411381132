"""A new device from the first command on: made, checked, built, asked what comes next, and filled in a little."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from cerkit.cli import main; main()"]
ON = ("--on", "2026-11-22")
TAGS = re.compile(r"<[^>]+>")
NAMES = (
    'Pump "Ä" #1: Über & Söhne',
    "it's 50 % – a < b, no: [yes] @home | 100 €",
    "no",
    "2026-01-01",
    "- device * of _mine_ `x` $y",
    '{{ Pump }} "x" {% raw %} **bold** [a](b) <b>c</b>',
)


@dataclass(frozen=True)
class Shell:
    """A folder, and the environment of somebody with a name for git."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, *arguments: str, below: str = ".", code: int = 0) -> str:
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.folder / below,
            env=self.environment,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    person = {"NAME": "A. Writer", "EMAIL": "writer@example.org"}
    names = {f"GIT_{role}_{part}": text for role in ("AUTHOR", "COMMITTER") for part, text in person.items()}
    more = {**names, "CERKIT_CACHE_DIR": str(tmp_path / "cache"), "PYTHONUTF8": "1", "NO_COLOR": "1"}
    (tmp_path / "work").mkdir()
    return Shell(tmp_path / "work", os.environ | more)


def words(markup: str) -> str:
    """Text without tags and entities; blanks that do not break are as good as others."""
    return " ".join(html.unescape(TAGS.sub("", markup)).split())


def first_page(document: Path) -> str:
    with zipfile.ZipFile(document) as archive:
        body = archive.read("word/document.xml").decode()
    return words(body.partition("Revision history")[0])


@pytest.mark.slow
def test_a_new_device_is_made_checked_built_and_told_what_comes_next(shell: Shell) -> None:
    made = (
        *("--name", "Rhythm Flag", "--manufacturer", "Example Ltd", "--software", "--situation", "serious"),
        *(
            "--significance",
            "drive clinical management",
            "--indication",
            "Adults: palpitations",
            "--evaluator",
            "A. One",
        ),
    )
    shell.run("new", "device", *made, "--git", *ON)
    shell.run("check", *ON, "--fail-on", "warning", below="device")
    shell.run("format", "--check", below="device")

    before = json.loads(shell.run("status", "--format", "json", *ON, below="device"))
    assert before["stages"][0]["next"][0]["path"] == "evidence/device.yml"
    assert before["chapters"][0]["words"] == 0

    built = shell.run("build", *ON, below="device")
    assert "wrote build/CER-001_0.1.0.docx" in built
    cover = first_page(shell.folder / "device/build/CER-001_0.1.0.docx")
    for text in (
        "Clinical Evaluation Report",
        "Rhythm Flag",
        "Example Ltd",
        "CER-001",
        "Draft",
        "22 November 2026",
    ):
        assert text in cover
    site = shell.folder / "device/build/site"
    scope = (site / "report/02-scope.html").read_text(encoding="utf-8")
    assert "This is the first version of the report" in scope
    assert "Adults: palpitations" in words((site / "registers/device.html").read_text(encoding="utf-8"))
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=shell.folder / "device", capture_output=True, check=True
    )
    assert changed.stdout == b"", "what is built is no part of the repository"

    summary = shell.folder / "device/docs/report/01-summary.md"
    text = summary.read_text(encoding="utf-8")
    mark = next(line for line in text.splitlines() if line.startswith("TODO"))
    summary.write_text(text.replace(mark, "No benefit was shown yet."), encoding="utf-8", newline="\n")
    after = json.loads(shell.run("status", "--format", "json", *ON, below="device"))
    assert after["chapters"][0]["words"] == 5
    assert after["stages"][4]["points"] == before["stages"][4]["points"] - 1
    assert shell.run("due", "--on", "2027-12-01", below="device", code=1).startswith("2027-11-22  overdue")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_names_are_printed_as_they_were_given(shell: Shell, name: str) -> None:
    shell.run("new", "device", f"--name={name}", f"--manufacturer={name}", f"--indication={name}", *ON)
    shell.run("build", "--only", "site,docx", *ON, below="device")
    site = shell.folder / "device/build/site"
    page = (site / "report/02-scope.html").read_text(encoding="utf-8")
    assert f"The device under evaluation is {name}, version TODO, made by {name}," in words(page)
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title is not None
    assert name in words(title[1])
    assert " ".join(name.split()) in first_page(shell.folder / "device/build/CER-001_0.1.0.docx")


@pytest.mark.parametrize("hook", ["cerkit-format", "cerkit-check"])
def test_the_hooks_of_a_new_device_run(shell: Shell, hook: str) -> None:
    """The environment's own programs come first, as where somebody has activated it."""
    shell.run("new", "device", "--name", "Flag", "--git", *ON)
    path = os.pathsep.join((str(Path(sys.executable).parent), shell.environment["PATH"]))
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", hook],
        cwd=shell.folder / "device",
        env={**shell.environment, "PATH": path, "PRE_COMMIT_HOME": str(shell.folder / "hooks")},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout

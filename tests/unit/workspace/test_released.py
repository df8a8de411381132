"""The entry of a release in `evidence/releases.yml`: put in by one commit, read by the next release."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from cerkit.model.errors import CerkitError
from cerkit.workspace.project import Project
from cerkit.workspace.released import RELEASES, Released, known_releases, record
from cerkit.workspace.settings import Settings
from support.history import git

REPORT: Final = """\
# Identity of the report.
report:
  number: CER-1
  title: Report   # kept
  version: "1.0"
  status: approved
  date: 2025-02-03
revisions:
  - {version: "1.0", date: 2025-02-03, author: A, change: "First: version"}
"""
OLD: Final = '  - tag: "v0.9"\n    commit: "111"\n    digest: "222"   # by hand\n'
ENTRY: Final = Released("v1.0", "a" * 40, "b" * 64)
ADDED: Final = f'  - tag: "v1.0"\n    commit: "{"a" * 40}"\n    digest: "{"b" * 64}"\n'


def project(folder: Path, text: str) -> Project:
    path = folder / RELEASES
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return Project(folder, Settings())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (REPORT, REPORT + "releases:\n" + ADDED),
        (REPORT.rstrip("\n"), REPORT + "releases:\n" + ADDED),
        (REPORT + "releases: []\n", REPORT + "releases:\n" + ADDED),
        (
            REPORT + "releases: []  # none yet\n",
            REPORT + "releases:\n" + ADDED.rstrip("\n") + "  # none yet\n",
        ),
        (REPORT + "releases:\n" + OLD, REPORT + "releases:\n" + OLD + ADDED),
        (
            "releases:\n" + OLD + "# after\n" + REPORT,
            "releases:\n" + OLD + ADDED + "# after\n" + REPORT,
        ),
        (
            REPORT + "releases:\n" + OLD.replace("\n    ", "\n  ").replace("  - ", "- ", 1),
            REPORT
            + "releases:\n"
            + OLD.replace("\n    ", "\n  ").replace("  - ", "- ", 1)
            + ADDED.replace("\n    ", "\n  ").replace("  - ", "- ", 1),
        ),
    ],
    ids=["absent", "no last line end", "empty", "empty with comment", "one", "in the middle", "not indented"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_an_entry_is_added_and_the_rest_kept(before: str, after: str, newline: str, tmp_path: Path) -> None:
    here = project(tmp_path, before.replace("\n", newline))
    record(here, ENTRY)
    assert (tmp_path / RELEASES).read_bytes() == after.replace("\n", newline).encode()
    assert known_releases(here)[-1] == ENTRY


@pytest.mark.parametrize(
    "text",
    [
        REPORT + "releases: [{tag: v0.9, commit: '1', digest: '2'}]\n",
        REPORT + "releases: {}\n",
        "report: [\n",
        "",
    ],
)
def test_what_cannot_be_extended_is_left_alone(text: str, tmp_path: Path) -> None:
    here = project(tmp_path, text)
    with pytest.raises(CerkitError):
        record(here, ENTRY)
    assert (tmp_path / RELEASES).read_text(encoding="utf-8") == text


def test_commit_and_working_tree_are_both_asked(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "--template=")
    here = project(tmp_path, REPORT + "releases:\n" + OLD)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message=x", at="2025-01-01T00:00:00+00:00")
    project(tmp_path, REPORT + "releases:\n" + ADDED)
    assert known_releases(here) == (ENTRY, Released("v0.9", "111", "222"))
    (tmp_path / RELEASES).unlink()
    assert known_releases(here) == (Released("v0.9", "111", "222"),)


def test_a_file_that_cannot_be_read_is_no_empty_list(tmp_path: Path) -> None:
    with pytest.raises(CerkitError, match="it is not known what was released"):
        known_releases(project(tmp_path, REPORT + "releases: oops\n"))

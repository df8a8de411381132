"""Predefinition as real histories show it: straight, edited, squashed, rebased, shallow, renamed, and none at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from cases.dossiers import DAY, complete
from cerkit.model.diagnostics import Mode
from cerkit.model.history import CRITERIA, PLAN, PROTOCOL
from cerkit.workspace.git import commit_date
from cerkit.workspace.history import read_history
from cerkit.workspace.project import open_project
from support.history import git

MKDOCS: Final = b"site_name: a device\nplugins:\n  - cerkit:\n      report: report\n"
BEGINS: Final = b"history_begins: 2026-06-01"
HERE: Final = "CER90"


class Repository:
    """The complete dossier under git, whose files change from commit to commit."""

    def __init__(self, root: Path, *, below: str = "") -> None:
        self.top = root
        self.root = root / below
        self.root.mkdir(parents=True, exist_ok=True)
        git(root, "init", "--quiet", "--initial-branch=main", "--template=")
        self.files = complete() | {"mkdocs.yml": MKDOCS}
        self.edit(PLAN, BEGINS, b"history_begins: 2024-09-02")

    def edit(self, path: str, old: bytes, new: bytes) -> None:
        assert self.files[path].count(old) == 1
        self.files[path] = self.files[path].replace(old, new)
        self.write()

    def write(self) -> None:
        for path, data in self.files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(data)

    def commit(self, day: str, message: str) -> str:
        self.write()
        git(self.top, "add", "--all")
        git(self.top, "commit", "--quiet", "--file=-", at=f"{day}T12:00:00+00:00", text=message)
        return git(self.top, "rev-parse", "HEAD").decode()[:10]

    def found(self, root: Path | None = None) -> list[str]:
        """What the rules on history find, each as code and message."""
        assessment = open_project(root or self.root).assess(on=DAY, mode=Mode.RELEASE)
        found = (item for item in assessment.diagnostics if item.rule.code.startswith(HERE))
        return [f"{item.rule.code} {item.severity}: {item.message}" for item in found]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "device")


def fixed_then_known(repository: Repository) -> None:
    """Criteria and plan in September 2024; results in October; a report in August 2025."""
    repository.commit("2024-09-02", "plan and criteria")
    repository.edit(CRITERIA, b"title: Sensitivity is high enough", b"title: Enough is found")
    repository.commit("2025-08-18", "report 1.0.0")


def test_a_straight_history_shows_it(repository: Repository) -> None:
    fixed_then_known(repository)
    assert repository.found() == []


def test_an_edit_after_the_results_is_told_with_its_commit(repository: Repository) -> None:
    repository.edit(CRITERIA, b"value: 90.0", b"value: 92.0")
    repository.commit("2024-09-02", "plan and criteria")
    repository.edit(CRITERIA, b"value: 92.0", b"value: 90.0")
    commit = repository.commit("2025-03-04", "a criterion that can be met")
    repository.edit(CRITERIA, b"title: Sensitivity is high enough", b"title: Enough is found")
    repository.commit("2025-03-09", "titles")
    (line,) = repository.found()
    assert line == (
        "CER903 error: AC-1 was changed after the data of SRC-tr-1 were known on 2024-10-15: value was 92 and is 90 "
        f"(commit {commit}, dated 2025-03-04, “a criterion that can be met”)"
    )


def test_an_edit_that_is_not_committed_is_one_of_today(repository: Repository) -> None:
    fixed_then_known(repository)
    repository.edit(CRITERIA, b"bound: lower", b"bound: estimate")
    (line,) = repository.found()
    assert line.endswith("bound was lower and is estimate (not committed yet)")


def test_an_edit_that_was_taken_back_is_a_note(repository: Repository) -> None:
    fixed_then_known(repository)
    repository.edit(CRITERIA, b"value: 90.0", b"value: 85.0")
    first = repository.commit("2025-09-01", "lower")
    repository.edit(CRITERIA, b"value: 85.0", b"value: 90.0")
    second = repository.commit("2025-09-02", "as it was")
    (line,) = repository.found()
    assert line.startswith("CER903 note: AC-1 was changed after")
    assert line.index(second) < line.index(first)


def test_an_edit_before_the_results_is_none(repository: Repository) -> None:
    repository.edit(CRITERIA, b"value: 90.0", b"value: 85.0")
    repository.commit("2024-09-02", "plan and criteria")
    repository.edit(CRITERIA, b"value: 85.0", b"value: 90.0")
    repository.commit("2024-10-14", "discussed")
    assert repository.found() == []


def test_a_squash_takes_the_proof_away(repository: Repository) -> None:
    fixed_then_known(repository)
    git(repository.top, "reset", "--quiet", "--soft", "HEAD~1")
    git(
        repository.top,
        "commit",
        "--quiet",
        "--amend",
        "--message=report 1.0.0",
        at="2025-08-18T12:00:00+00:00",
    )
    found = repository.found()
    assert [line.split(" was")[0].split(" stand")[0] for line in found] == [
        "CER905 error: AC-1 and AC-2",
        "CER905 error: the plan",
    ]
    assert all("dated 2025-08-18, “report 1.0.0”" in line for line in found)


def test_a_rebase_counts_with_the_committers_day(repository: Repository) -> None:
    repository.commit("2024-09-02", "begun")
    repository.edit(CRITERIA, b"value: 90.0", b"value: 91.0")
    repository.commit("2024-09-10", "criteria")
    assert "CER903" not in "".join(repository.found())
    git(
        repository.top,
        "rebase",
        "--quiet",
        "--force-rebase",
        "HEAD~1",
        at="2025-05-05T12:00:00+00:00",
    )
    (line,) = (item for item in repository.found() if item.startswith("CER903"))
    assert "value was 90 and is 91" in line
    assert "dated 2025-05-05, “criteria”" in line


def test_a_shallow_clone_is_said_and_not_guessed(repository: Repository, tmp_path: Path) -> None:
    fixed_then_known(repository)
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository.top}", str(clone))
    (line,) = repository.found(clone)
    assert line == (
        "CER907 note: when criteria, plan and protocol were fixed cannot be shown: the clone is shallow and does not "
        "hold the earlier commits"
    )


def test_a_partial_clone_is_not_filled_from_the_network(repository: Repository, tmp_path: Path) -> None:
    fixed_then_known(repository)
    git(repository.top, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", f"file://{repository.top}", str(clone))
    (line,) = repository.found(clone)
    assert line.endswith("git cannot give some of the earlier contents, as in a partial clone")


def test_without_git_nothing_is_guessed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    fixed_then_known(repository)
    monkeypatch.setenv("PATH", str(repository.root))
    (line,) = repository.found()
    assert line.endswith("the files are not under git, or git is not there")


@pytest.mark.parametrize("is_empty", [True, False])
def test_files_that_git_does_not_hold(repository: Repository, *, is_empty: bool) -> None:
    repository.write()
    if not is_empty:
        (repository.top / "README").write_text("other things", encoding="utf-8")
        git(repository.top, "add", "README")
        git(repository.top, "commit", "--quiet", "--message=begun", at="2024-01-01T12:00:00+00:00")
    (line,) = repository.found()
    assert line.startswith("CER907 note")


def test_a_draft_does_not_ask_git(repository: Repository) -> None:
    repository.commit("2026-06-20", "everything at once")
    assessment = open_project(repository.root).assess(on=DAY, mode=Mode.DRAFT)
    assert not [item for item in assessment.diagnostics if item.rule.code.startswith(HERE)]


def test_what_is_older_than_the_history_is_attested(repository: Repository) -> None:
    repository.edit(PLAN, b"history_begins: 2024-09-02", b"history_begins: 2026-05-01")
    repository.commit("2026-05-01", "records brought into git")
    (line,) = repository.found()
    assert line == (
        "CER906 note: attested by documents, not shown by git, which begins on 2026-05-01: AC-1, AC-2 and the plan by "
        "DOC-cep version 1.0"
    )


def test_an_edit_after_the_history_began_is_no_bringing_in(repository: Repository) -> None:
    repository.edit(PLAN, b"history_begins: 2024-09-02", b"history_begins: 2026-05-01")
    repository.edit(CRITERIA, b"value: 90.0", b"value: 91.0")
    repository.commit("2026-05-01", "records brought into git")
    repository.edit(CRITERIA, b"value: 91.0", b"value: 90.0")
    repository.commit("2026-05-02", "a slip of the pen")
    assert [line[:18] for line in repository.found()] == ["CER903 error: AC-1", "CER906 note: attes"]


def test_a_renamed_folder_is_followed(repository: Repository) -> None:
    fixed_then_known(repository)
    moved = repository.top / "device"
    moved.mkdir()
    for name in ("docs", "evidence", "mkdocs.yml"):
        git(repository.top, "mv", name, f"device/{name}")
    git(repository.top, "commit", "--quiet", "--message=one folder each", at="2026-01-10T12:00:00+00:00")
    assert repository.found(moved) == []
    assert [item.path for item in read_history(moved).revisions[CRITERIA]] == [
        CRITERIA,
        CRITERIA,
        f"device/{CRITERIA}",
    ]


def test_a_branch_that_held_the_older_text_is_no_edit(repository: Repository) -> None:
    """Two branches touched the file; the older text on one of them, later in time, was never on the main line."""
    repository.edit(CRITERIA, b"value: 90.0", b"value: 85.0")
    repository.commit("2024-09-02", "begun")
    git(repository.top, "checkout", "--quiet", "-b", "wording")
    repository.edit(
        CRITERIA, b"title: Unreadable recordings are", b"title: Recordings that cannot be read are"
    )
    repository.commit("2025-01-10", "wording")
    git(repository.top, "checkout", "--quiet", "main")
    title = b"title: Recordings that cannot be read are"
    repository.edit(CRITERIA, title, b"title: Unreadable recordings are")
    repository.edit(CRITERIA, b"value: 85.0", b"value: 90.0")
    repository.commit("2024-09-10", "criteria")
    git(repository.top, "merge", "--quiet", "--no-edit", "wording", at="2025-02-01T12:00:00+00:00")
    assert title in (repository.root / CRITERIA).read_bytes()
    assert repository.found() == []


def test_the_protocol_may_change_with_a_new_approval_only(repository: Repository) -> None:
    fixed_then_known(repository)
    repository.edit(PROTOCOL, b"X2: No reference reading", b"X2: No reading by a cardiologist")
    repository.commit("2026-05-20", "clearer")
    (line,) = repository.found()
    assert line.startswith("CER904 warning: the protocol was changed after SRH-2026-ctgov ran on 2026-05-18")
    repository.edit(PROTOCOL, b"X2: No reading by a cardiologist}", b"X2: No reference, X3: Children}")
    (line,) = repository.found()
    assert line.startswith("CER904 error")
    assert "exclusion X3 was added" in line


def test_a_broken_file_in_between_hides_nothing(repository: Repository) -> None:
    repository.commit("2024-09-02", "plan and criteria")
    whole = repository.files[CRITERIA]
    repository.files[CRITERIA] = b"criteria: [\n"
    repository.commit("2025-01-01", "half a merge")
    repository.files[CRITERIA] = whole
    repository.commit("2025-01-02", "mended")
    assert repository.found() == []


def test_a_repository_carries_nothing_out(repository: Repository, tmp_path: Path) -> None:
    """Filters, comparison programs, signature checks, monitors and pagers that a repository names are not run."""
    fixed_then_known(repository)
    mark = tmp_path / "run"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\n", encoding="utf-8")
    program.chmod(0o755)
    (repository.root / ".gitattributes").write_text("*.yml diff=x filter=x\n", encoding="utf-8")
    for name in ("diff.x.textconv", "diff.external", "core.fsmonitor", "core.pager", "gpg.program"):
        git(repository.top, "config", name, str(program))
    git(repository.top, "config", "filter.x.smudge", str(program))
    git(repository.top, "config", "log.showSignature", "true")
    assert repository.found() == []
    assert commit_date(repository.root) == date(2025, 8, 18)
    assert not mark.exists()


def test_names_are_never_taken_for_options_or_patterns(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "device", below="-n[1] *é")
    repository.commit("2024-09-02", "plan and criteria")
    assert repository.found() == []
    assert len(read_history(repository.root).revisions) == 3


def test_the_repository_of_a_hook_is_not_taken_for_this_one(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixed_then_known(repository)
    other = Repository(tmp_path / "other")
    other.commit("2026-06-20", "everything at once")
    monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.top))
    assert repository.found() == []


def test_the_history_of_this_repository_is_read(root: Path) -> None:
    """A clone of a CI may be shallow; then it is said."""
    history = read_history(root)
    assert history.missing is not None or set(history.revisions) == {CRITERIA, PLAN, PROTOCOL}

"""What commits between two revisions did, and whose words they were."""

from __future__ import annotations

from pathlib import Path

from cerkit.model.authorship import Passage, Who
from cerkit.publish.redline.authorship import Authors
from cerkit.workspace.authorship import passages_between
from support.history import git

NOBODY = Who("Version", "2026-06-30T00:00:00Z")


def committed(folder: Path, text: str, at: str) -> None:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "page.md").write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "edit", at=at)


def repository(folder: Path) -> Path:
    git(folder, "init", "--quiet")
    committed(folder, "One stays.\nTwo goes soon.\n", "2026-01-01T10:00:00+02:00")
    git(folder, "tag", "old")
    committed(folder, "One stays.\nThree came instead.\n-- not a header\n", "2026-02-01T10:00:00+02:00")
    committed(folder, "One stays.\nThree came at last.\n-- not a header\n", "2026-03-01T10:00:00+02:00")
    return folder


def test_each_commit_gives_what_it_added_and_removed_with_its_moment_in_utc(tmp_path: Path) -> None:
    found = passages_between(repository(tmp_path), "old", "HEAD", "docs")
    assert [(item.text, item.is_removed, item.path, item.who.date) for item in found] == [
        ("Two goes soon.", True, "docs/page.md", "2026-02-01T08:00:00Z"),
        ("Three came instead. -- not a header", False, "docs/page.md", "2026-02-01T08:00:00Z"),
        ("Three came instead.", True, "docs/page.md", "2026-03-01T08:00:00Z"),
        ("Three came at last.", False, "docs/page.md", "2026-03-01T08:00:00Z"),
    ]


def test_outside_git_nobody_is_told(tmp_path: Path) -> None:
    assert passages_between(tmp_path, "old", "HEAD", "docs") == ()


def passage(text: str, author: str, *, is_removed: bool = False, path: str = "docs/a.md") -> Passage:
    return Passage(path, text, is_removed, Who(author, "2026-01-01T00:00:00Z"))


def test_the_newest_commit_with_most_of_the_words_counts() -> None:
    authors = Authors(
        (
            passage("the lower limit is 85 per cent", "First"),
            passage("the lower limit is 85 per cent", "Second"),
            passage("something else", "Third"),
        ),
        NOBODY,
    )
    assert authors.who("lower limit", "b.md", is_removed=False).author == "Second"
    assert authors.who("never written", "b.md", is_removed=False) == NOBODY
    assert authors.who("lower limit", "b.md", is_removed=True) == NOBODY


def test_of_equal_words_those_in_the_page_s_own_file_count() -> None:
    both = (passage("open since May", "Own"), passage("open since May", "Other", path="evidence/gaps.yml"))
    assert Authors(both, NOBODY).who("open since May", "a.md", is_removed=False).author == "Own"


def test_of_a_squashed_branch_everything_is_the_one_commit_s() -> None:
    one = (passage("open since May", "Only"),)
    assert Authors(one, NOBODY).who("computed 4.2", "a.md", is_removed=True).author == "Only"

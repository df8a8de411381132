"""The previous release of an update, and what is new since a revision."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from cases.dossiers import DAY, complete, edited
from cerkit.assess import Assessment
from cerkit.compare import differences
from cerkit.model.diagnostics import Mode
from cerkit.model.errors import CerkitError
from cerkit.workspace.project import Project, open_project
from cerkit.workspace.revisions import new_since, open_side, previous_trace, read_revision
from support.history import git

MKDOCS: Final = "site_name: a device\nplugins:\n  - cerkit:\n      report: report\n"
FIRST: Final = (
    {
        "file": "evidence/releases.yml",
        "old": 'version: "1.1.0"\n  status',
        "new": 'version: "1.0.0"\n  status',
    },
    {
        "file": "evidence/gaps.yml",
        "old": "status: closed\n    opened_on: 2025-08-18\n    closed_on: 2026-06-15",
        "new": "status: open\n    opened_on: 2025-08-18",
    },
)
"""What the update tells, undone."""
CLAIM: Final = "evidence/claims.yml"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A repository whose tag v1.0.0 is the first report and whose working tree is the update."""
    root = tmp_path / "device"
    write(root, edited(complete(), FIRST), MKDOCS)
    git(root, "init", "--quiet", "--initial-branch=main", "--template=")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=report 1.0.0", at="2025-08-18T12:00:00+00:00")
    git(root, "tag", "v1.0.0")
    write(root, complete(), MKDOCS)
    return root


def write(root: Path, files: dict[str, bytes], mkdocs: str) -> None:
    for path, data in (files | {"mkdocs.yml": mkdocs.encode()}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def project(top: Path, previous: str | None = None) -> Project:
    (top / "mkdocs.yml").write_text(
        MKDOCS + (f"      previous_release: {previous}\n" if previous else ""), encoding="utf-8"
    )
    return open_project(top)


def history_lines(assessment: Assessment) -> list[str]:
    return [item.rule.code for item in assessment.diagnostics if item.rule.code.startswith("CER91")]


def test_an_update_without_a_previous_release_says_so_once(top: Path) -> None:
    found = project(top).assess(on=DAY, mode=Mode.UPDATE)
    assert history_lines(found) == ["CER913"]


@pytest.mark.parametrize("named", ["v1.0.0", "main", "old"])
def test_the_previous_release_is_a_revision_or_a_folder(top: Path, tmp_path: Path, named: str) -> None:
    write(tmp_path / "device/old", edited(complete(), FIRST), MKDOCS)
    found = project(top, named).assess(on=DAY, mode=Mode.UPDATE)
    assert history_lines(found) == []
    before = previous_trace(project(top, named), on=DAY)
    assert before is not None
    assert before.dossier.releases is not None
    assert before.dossier.releases.report.version == "1.0.0"
    assert set(before.nodes) == set(found.trace.nodes)


def test_what_changed_is_compared_with_the_revision(top: Path) -> None:
    claims = (top / CLAIM).read_text(encoding="utf-8")
    (top / CLAIM).write_text(claims.replace("a sensitivity of at least", "some"), encoding="utf-8")
    (item,) = (
        item
        for item in project(top, "v1.0.0").assess(on=DAY, mode=Mode.UPDATE).diagnostics
        if item.rule.code == "CER911"
    )
    assert item.subject == "CLM-1"
    assert history_lines(project(top, "v1.0.0").assess(on=DAY, mode=Mode.RELEASE)) == []


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("v0.9.0", "git knows no revision v0.9.0"),
        ("--all", "git knows no revision --all"),
        ("evidence/claims.yml", "is a file, and no released bundle"),
        ("docs", "holds no evidence/"),
    ],
)
def test_a_previous_release_that_cannot_be_read(top: Path, named: str, message: str) -> None:
    with pytest.raises(CerkitError, match=message) as error:
        project(top, named).assess(on=DAY, mode=Mode.UPDATE)
    assert error.value.hint


def test_without_git_a_revision_is_an_environments_error(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CerkitError, match="not under git, or git is not there"):
        project(top, "v1.0.0").assess(on=DAY, mode=Mode.UPDATE)


def test_a_revision_is_read_as_its_folder_would_be(top: Path) -> None:
    (top / "evidence/.hidden.yml").write_text("x", encoding="utf-8")
    (top / "evidence/sources/SRC-old.yml~").write_text("x", encoding="utf-8")
    (top / "docs/report/picture.svg").write_text("x", encoding="utf-8")
    (top / "evidence/link.yml").symlink_to("claims.yml")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message=more", at="2026-01-01T12:00:00+00:00")
    tree, settings = read_revision(project(top), "HEAD")
    assert list(tree.files) == sorted(complete(), key=lambda path: (path.startswith("docs/"), path))
    assert dict(tree.files) == complete()
    assert settings.report == "report"


def test_the_pages_of_a_revision_lie_where_it_said(top: Path) -> None:
    git(top, "mv", "docs", "pages")
    (top / "mkdocs.yml").write_text(f"docs_dir: pages\n{MKDOCS}", encoding="utf-8")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message=pages", at="2026-01-01T12:00:00+00:00")
    tree, settings = read_revision(project(top), "HEAD")
    assert settings.docs_dir == "pages"
    assert "docs/report/02-scope.md" in tree.files


def test_only_what_a_revision_did_not_have_is_new(top: Path) -> None:
    """An old mistake stays where it moves to; a new one of the same kind is told."""
    path = top / "evidence/claims.yml"
    text = path.read_text(encoding="utf-8").replace("decided_by: [AC-1]", "decided_by: [AC-17]")
    path.write_text(text, encoding="utf-8")
    git(top, "commit", "--quiet", "--all", "--message=a mistake", at="2026-01-01T12:00:00+00:00")
    path.write_text(
        "# moved down\n\n" + text.replace("decided_by: [AC-2]", "decided_by: [AC-18]"), encoding="utf-8"
    )
    here = project(top)
    found = here.assess(on=DAY)
    assert {item.subject for item in found.diagnostics if item.rule.code == "CER301"} == {"CLM-1", "CLM-2"}
    fresh = new_since(here, found, "HEAD")
    assert {item.subject for item in fresh if item.rule.code == "CER301"} == {"CLM-2"}
    assert new_since(here, found, "v1.0.0") == tuple(
        item for item in found.diagnostics if item in new_since(here, found, "v1.0.0")
    )
    assert {item.subject for item in new_since(here, found, "v1.0.0") if item.rule.code == "CER301"} == {
        "CLM-1",
        "CLM-2",
    }


def test_nothing_is_new_where_nothing_changed(top: Path) -> None:
    here = project(top)
    git(top, "commit", "--quiet", "--all", "--message=update", at="2026-06-30T12:00:00+00:00")
    for mode in (Mode.DRAFT, Mode.RELEASE):
        assert new_since(here, here.assess(on=DAY, mode=mode), "HEAD") == ()


def test_a_second_mistake_with_the_same_words_is_new(top: Path) -> None:
    page = top / "docs/report/06-next-evaluation.md"
    text = page.read_text(encoding="utf-8") + "\nSee [CLM-99][].\n"
    page.write_text(text, encoding="utf-8")
    git(top, "commit", "--quiet", "--all", "--message=a mistake", at="2026-01-01T12:00:00+00:00")
    page.write_text(text + "\nAnd see [CLM-99][] again.\n", encoding="utf-8")
    here = project(top)
    assert [item.rule.code for item in new_since(here, here.assess(on=DAY), "HEAD")] == ["CER701"]


def test_an_unknown_revision_is_an_environments_error(top: Path) -> None:
    here = project(top)
    with pytest.raises(CerkitError, match="git knows no revision nowhere") as error:
        new_since(here, here.assess(on=DAY), "nowhere")
    assert error.value.hint


@pytest.mark.parametrize("named", ["v1.0.0", None])
def test_a_side_has_the_same_trace_with_and_without_its_checks(top: Path, named: str | None) -> None:
    linked, checked = (open_side(project(top), named, on=DAY) for _ in range(2))
    assert checked.assessment.trace is checked.trace
    assert linked.trace.nodes.keys() == checked.trace.nodes.keys()
    assert differences(linked.trace, checked.trace) == ()


def test_what_a_side_holds_is_named_by_its_content(top: Path, tmp_path: Path) -> None:
    def content(named: str | None) -> str | None:
        return open_side(project(top), named, on=DAY).content

    folder, other = tmp_path / "released", tmp_path / "moved"
    write(folder, edited(complete(), FIRST), MKDOCS)
    write(other, edited(complete(), FIRST), MKDOCS)
    assert content("v1.0.0") == content("HEAD") != content(str(folder)) == content(str(other))
    (other / CLAIM).write_bytes((other / CLAIM).read_bytes() + b"# later\n")
    assert content(str(other)) not in {content(str(folder)), None}
    assert content(None) is None  # it changes


def test_the_sides_of_a_comparison_differ_in_what_was_written_between_them(top: Path) -> None:
    old, new = open_side(project(top), "v1.0.0", on=DAY), open_side(project(top), None, on=DAY)
    found = {(item.subject, item.field) for item in differences(old.trace, new.trace)}
    assert found == {
        ("GAP-2", "status"),
        ("GAP-2", "closed_on"),
        ("evidence/releases.yml", "report.version"),
    }

"""A tag's files as git keeps them: nothing is carried out, and nothing leads out of the folder."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from cerkit.model.errors import CerkitError
from cerkit.workspace.project import Project
from cerkit.workspace.settings import Settings
from cerkit.workspace.tags import find_tag, snapshot_of, write_out
from support.history import git

AT: Final = "2025-08-18T23:30:00-05:00"
MKDOCS: Final = "site_name: x\nplugins:\n  - cerkit\n"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main", "--template=")
    write(root, {"mkdocs.yml": MKDOCS, "evidence/claims.yml": "claims: []\n", "docs/index.md": "# Ü\r\n"})
    return root


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def tagged(root: Path, name: str = "v1.0.0") -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=x", at=AT)
    git(root, "tag", name)


def written(root: Path, folder: Path, name: str = "v1.0.0") -> dict[str, bytes]:
    folder.mkdir()
    project = write_out(Project(root, Settings()), find_tag(root, name), folder)
    assert project.git_root == root
    assert project.revision == git(root, "rev-parse", name).decode().strip()
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def raw_tree(root: Path, entries: list[tuple[str, str, str]]) -> None:
    """A tag on a tree that git's own commands would not make: mode, name, content."""
    lines: list[bytes] = []
    for mode, name, content in entries:
        held = git(root, "hash-object", "-w", "--stdin", text=content).decode().strip()
        lines.append(f"{mode}".encode() + b" " + name.encode() + b"\0" + bytes.fromhex(held))
    lines.sort(key=lambda line: line.split(b" ", 1)[1])
    data = b"".join(lines)
    command = ["git", "hash-object", "-w", "-t", "tree", "--literally", "--stdin"]
    tree = subprocess.run(command, cwd=root, input=data, capture_output=True, check=True).stdout.decode()
    commit = git(root, "commit-tree", tree.strip(), "-m", "x", at=AT).decode().strip()
    git(root, "tag", "--force", "v1.0.0", commit)


def test_files_are_what_git_keeps(top: Path, tmp_path: Path) -> None:
    """No filter, attribute or hook: a check-out would have changed each of these."""
    write(
        top,
        {
            ".gitattributes": "* text eol=crlf ident export-subst filter=evil\n",
            "docs/id.md": "$Id$ $Format:%H$\n",
        },
    )
    git(top, "-c", "core.autocrlf=false", "add", ".gitattributes")
    tagged(top)
    git(top, "config", "filter.evil.smudge", f"touch {tmp_path}/evil")
    found = written(top, tmp_path / "out")
    listed = git(top, "ls-tree", "-r", "--name-only", "v1.0.0").decode().split()
    assert sorted(found) == sorted(listed)
    for path, data in found.items():
        assert data == git(top, "show", f"v1.0.0:{path}")
    assert not (tmp_path / "evil").exists()


def test_the_working_tree_does_not_matter(top: Path, tmp_path: Path) -> None:
    tagged(top)
    write(top, {"docs/index.md": "other", "docs/more.md": "more"})
    (top / "evidence/claims.yml").unlink()
    assert written(top, tmp_path / "out").keys() == {"mkdocs.yml", "evidence/claims.yml", "docs/index.md"}


def test_the_day_is_the_committers(top: Path) -> None:
    tagged(top)
    git(top, "config", "log.date", "local")
    git(top, "config", "log.showSignature", "true")
    tag = find_tag(top, "1.0.0")
    assert (tag.name, tag.version, tag.day) == ("v1.0.0", "1.0.0", date(2025, 8, 18))


def test_of_two_tags_the_one_that_was_named_counts(top: Path) -> None:
    tagged(top, "1.0.0")
    write(top, {"docs/index.md": "later"})
    tagged(top, "v1.0.0")
    assert find_tag(top, "1.0.0").commit != find_tag(top, "v1.0.0").commit
    git(top, "tag", "version-1")
    assert find_tag(top, "version-1").version == "version-1"


def test_a_tag_on_something_else_is_refused(top: Path) -> None:
    tagged(top)
    git(top, "tag", "v2", git(top, "rev-parse", "v1.0.0^{tree}").decode().strip())
    with pytest.raises(CerkitError, match="names no commit"):
        find_tag(top, "v2")


def test_one_project_of_several_is_written_out(top: Path, tmp_path: Path) -> None:
    write(top, {"devices/a/mkdocs.yml": MKDOCS, "devices/a/docs/index.md": "a", "devices/ab/docs/x.md": "b"})
    tagged(top)
    assert written(top / "devices/a", tmp_path / "out") == {
        "mkdocs.yml": MKDOCS.encode(),
        "docs/index.md": b"a",
    }


def test_links_inside_are_copies(top: Path, tmp_path: Path) -> None:
    (top / "docs/again.md").symlink_to("index.md")
    (top / "docs/records").symlink_to("../evidence")
    (top / "docs/self").symlink_to("../docs")
    tagged(top)
    found = written(top, tmp_path / "out")
    assert found["docs/again.md"] == found["docs/index.md"]
    assert found["docs/records/claims.yml"] == found["evidence/claims.yml"]
    assert not any(name.startswith("docs/self") for name in found)
    assert not any(path.is_symlink() for path in (tmp_path / "out").rglob("*"))


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "../../secret", "../docs/absent.md", "chain", ".", "../.git/config"]
)
def test_links_that_lead_out_are_refused(target: str, top: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").touch()
    (top / "evidence/chain").symlink_to("claims.yml")
    (top / "evidence/link").symlink_to(target)
    tagged(top)
    if target == ".":  # the folder that it lies in: read in its own place, once
        assert "evidence/link/claims.yml" not in written(top, tmp_path / "out")
        return
    with pytest.raises(CerkitError, match="evidence/link is a link to"):
        written(top, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("name", ["..", ".git", ".GIT", "a\\b", "c:x", "nul\x01", "trail.", "trail ", "."])
def test_names_that_some_system_cannot_write_are_refused(name: str, top: Path, tmp_path: Path) -> None:
    raw_tree(top, [("100644", "mkdocs.yml", MKDOCS), ("100644", name, "evil")])
    with pytest.raises(CerkitError, match="not every system can write"):
        written(top, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(("one", "other"), [("a.md", "A.md"), ("ä.md", "a\u0308.md"), ("a.md", "a.md")])
def test_names_that_are_one_file_elsewhere_are_refused(
    one: str, other: str, top: Path, tmp_path: Path
) -> None:
    raw_tree(top, [("100644", "mkdocs.yml", MKDOCS), ("100644", one, "1"), ("100644", other, "2")])
    with pytest.raises(CerkitError, match="one file on many systems"):
        written(top, tmp_path / "out")


def test_another_repository_inside_is_refused(top: Path, tmp_path: Path) -> None:
    tagged(top, "before")
    commit = git(top, "rev-parse", "before").decode().strip()
    git(top, "update-index", "--add", "--cacheinfo", f"160000,{commit},docs/module")
    git(top, "commit", "--quiet", "--message=x", at=AT)
    git(top, "tag", "v1.0.0")
    with pytest.raises(CerkitError, match=r"docs/module of v1\.0\.0 is another repository"):
        written(top, tmp_path / "out")


def test_a_tag_without_configuration_is_refused(top: Path, tmp_path: Path) -> None:
    (top / "mkdocs.yml").unlink()
    tagged(top)
    with pytest.raises(CerkitError, match=r"holds no mkdocs\.yml"):
        written(top, tmp_path / "out")


def test_the_snapshot_holds_configuration_records_and_pages(top: Path, tmp_path: Path) -> None:
    write(top, {"docs/a/picture.png": "png", "scripts/x.py": "no", "evidence/.hidden": "kept"})
    tagged(top)
    folder = tmp_path / "out"
    folder.mkdir()
    source = write_out(Project(top, Settings()), find_tag(top, "v1.0.0"), folder)
    assert list(snapshot_of(source)) == [
        "docs/a/picture.png",
        "docs/index.md",
        "evidence/.hidden",
        "evidence/claims.yml",
        "mkdocs.yml",
    ]


def test_a_pointer_of_git_lfs_is_no_picture(top: Path, tmp_path: Path) -> None:
    write(top, {"docs/a.png": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"})
    tagged(top)
    folder = tmp_path / "out"
    folder.mkdir()
    source = write_out(Project(top, Settings()), find_tag(top, "v1.0.0"), folder)
    with pytest.raises(CerkitError, match=r"docs/a\.png is kept by Git LFS"):
        snapshot_of(source)

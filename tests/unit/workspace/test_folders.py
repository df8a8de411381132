"""Only what lies in the repository is read, and a circle of links ends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from cerkit.model.errors import CerkitError
from cerkit.workspace.folders import LARGEST_READ, read_tree


def write(root: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def link(at: Path, to: Path) -> None:
    """Windows lets only some people make links; what they would show is shown on the other systems."""
    try:
        at.symlink_to(to, target_is_directory=to.is_dir())
    except OSError as error:
        pytest.skip(f"no symbolic links here: {error}")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    files = {"evidence/claims.yml": b"claims: []\n", "docs/index.md": b"# Home\n"}
    return write(tmp_path / "repository", files)


def test_records_and_pages_are_read_and_nothing_else(repository: Path) -> None:
    write(
        repository,
        {
            "evidence/sources/SRC-a.yml": b"a",
            "evidence/README.txt": b"b",
            "evidence/.hidden.yml": b"c",
            "evidence/claims.yml~": b"d",
            "evidence/.git/config": b"e",
            "evidence/searches/export.nbib": b"f",
            "evidence/searches/SRH-1.yml": b"g",
            "docs/report/01.md": b"h",
            "docs/picture.png": b"i",
            "mkdocs.yml": b"j",
        },
    )
    tree = read_tree(repository)
    assert list(tree.files) == [
        "evidence/README.txt",
        "evidence/claims.yml",
        "evidence/searches/SRH-1.yml",
        "evidence/sources/SRC-a.yml",
        "docs/index.md",
        "docs/report/01.md",
    ]
    assert tree.outside == ()


def test_folders_may_be_absent(tmp_path: Path) -> None:
    assert read_tree(tmp_path).files == {}


def test_pages_may_lie_elsewhere(repository: Path) -> None:
    write(repository, {"pages/a/b.md": b"# B\n"})
    assert "docs/a/b.md" in read_tree(repository, "pages").files
    assert "docs/index.md" not in read_tree(repository, "pages").files


def test_a_link_out_is_named_and_not_followed(repository: Path, tmp_path: Path) -> None:
    write(tmp_path, {"secret/claims.yml": b"secret", "repository-2/x.md": b"secret"})
    link(repository / "evidence" / "risks.yml", tmp_path / "secret" / "claims.yml")
    link(repository / "evidence" / "sources", tmp_path / "secret")
    link(repository / "docs" / "near", tmp_path / "repository-2")
    tree = read_tree(repository)
    assert tree.outside == ("docs/near", "evidence/risks.yml", "evidence/sources")
    assert b"secret" not in b"".join(tree.files.values())


def test_a_link_inside_is_followed(repository: Path) -> None:
    link(repository / "docs" / "same.md", repository / "docs" / "index.md")
    assert read_tree(repository).files["docs/same.md"] == b"# Home\n"


def test_a_circle_of_links_ends(repository: Path) -> None:
    link(repository / "evidence" / "again", repository / "evidence")
    link(repository / "evidence" / "top", repository)
    tree = read_tree(repository)
    assert (sorted(tree.files), tree.outside) == (["docs/index.md", "evidence/claims.yml"], ())


def test_a_link_to_nothing_is_no_file(repository: Path) -> None:
    link(repository / "evidence" / "gaps.yml", repository / "gone.yml")
    assert "evidence/gaps.yml" not in read_tree(repository).files


@pytest.mark.parametrize("folder", ["evidence", "docs"])
def test_a_whole_folder_that_lies_outside_is_refused(folder: str, repository: Path, tmp_path: Path) -> None:
    (repository / folder).rename(tmp_path / "elsewhere")
    link(repository / folder, tmp_path / "elsewhere")
    with pytest.raises(CerkitError, match=f"{folder} lies outside the repository"):
        read_tree(repository)


def test_pages_outside_the_repository_are_refused(repository: Path, tmp_path: Path) -> None:
    write(tmp_path, {"pages/a.md": b"# A\n"})
    with pytest.raises(CerkitError, match="lies outside the repository"):
        read_tree(repository, "../pages")


def test_a_file_of_any_size_is_read_only_so_far_that_it_is_seen_to_be_too_large(repository: Path) -> None:
    with (repository / "evidence" / "gaps.yml").open("wb") as stream:
        stream.truncate(10 * LARGEST_READ)
    assert len(read_tree(repository).files["evidence/gaps.yml"]) == LARGEST_READ


def test_what_cannot_be_read_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: str, _flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("cerkit.workspace.folders.os.open", fails)
    with pytest.raises(CerkitError, match=r"claims\.yml cannot be read: Permission denied"):
        _ = read_tree(repository).files["evidence/claims.yml"]

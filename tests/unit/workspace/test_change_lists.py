"""The lists of changes of earlier releases in a repository: kept byte by byte, and read with suspicion."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cerkit.model.change_list import ChangeList
from cerkit.model.changes import ChangeKind, Difference
from cerkit.publish.change_list import changes_json
from cerkit.workspace.change_lists import change_list_path, keep_change_list, kept_change_lists
from cerkit.workspace.folders import read_tree

CHANGES = ChangeList("version 1.0.0", "1.1.0", (Difference(ChangeKind.ADDED, "SRC-x"),))


def test_a_list_is_kept_as_it_is_and_no_record_file(tmp_path: Path) -> None:
    path = keep_change_list(tmp_path, changes_json(CHANGES))
    assert path.read_bytes() == changes_json(CHANGES)
    (found,) = kept_change_lists(tmp_path)
    assert (found.path, found.page, found.changes) == ("evidence/releases/1.1.0.json", "1.1.0", CHANGES)
    assert list(read_tree(tmp_path).files) == []


@pytest.mark.parametrize(
    ("version", "name"), [("1.1.0", "1.1.0"), ("Rev. B / 2", "Rev.-B-2"), ("../../x", "x"), ("é", "unnamed")]
)
def test_a_version_of_any_words_has_a_file(version: str, name: str) -> None:
    assert change_list_path(version) == f"evidence/releases/{name}.json"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<<<<<<< HEAD\n",
        b"\xff",
        b"[" * 100_000,
        b'{"schema": 1, "from": null, "to": "1.0", "changes": ' + b"[" * 900 + b"]" * 900 + b"}",
        json.dumps(CHANGES.as_json() | {"to": "1.2.0"}).encode(),
    ],
)
def test_what_is_no_list_of_that_version_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / change_list_path("1.1.0")
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    (found,) = kept_change_lists(tmp_path)
    assert found.changes is None
    assert 5 < len(found.problem) < 250


def test_a_link_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    secret = keep_change_list(tmp_path / "elsewhere", changes_json(CHANGES))
    root = tmp_path / "repository"
    (root / "evidence/releases").mkdir(parents=True)
    (root / "evidence/releases/1.1.0.json").symlink_to(secret)
    (found,) = kept_change_lists(root)
    assert found.changes is None
    assert "outside the repository" in found.problem


def test_a_repository_without_lists_has_none(tmp_path: Path) -> None:
    assert kept_change_lists(tmp_path) == ()

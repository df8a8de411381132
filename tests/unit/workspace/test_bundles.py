"""Bundles come from anywhere: what is hostile or damaged is named, and never written or unpacked beyond bounds."""

from __future__ import annotations

import os
import stat
import warnings
import zipfile
from pathlib import Path
from typing import Final

import pytest

from cerkit.model.errors import CerkitError
from cerkit.workspace import bundles
from cerkit.workspace.bundles import (
    SNAPSHOT,
    SUMS,
    BundleFiles,
    damages,
    open_bundle,
    read_snapshot,
    read_sums,
    sums_of,
)

FILES: Final = {"a.txt": b"one", "b/c.txt": b"two"}


def packed(path: Path, entries: list[tuple[str, bytes]], prefix: str = "") -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that stands twice is the point
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries:
                archive.writestr(prefix + name, data)
    return path


def sound(**more: bytes) -> list[tuple[str, bytes]]:
    return [*FILES.items(), (SUMS, sums_of(FILES)), *more.items()]


def told(path: Path) -> list[tuple[str, str]]:
    return [(str(item.kind), item.file) for item in damages(open_bundle(path))]


@pytest.mark.parametrize("prefix", ["", "CER-1_1.0/", "a/b/"])
def test_a_folder_around_the_files_is_left_out(prefix: str, tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", sound(), prefix)
    assert {**open_bundle(path)} == {**FILES, SUMS: sums_of(FILES)}
    assert told(path) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../out.txt", "../out.txt"),
        ("b/../../out.txt", "b/../../out.txt"),
        ("/etc/passwd", "/etc/passwd"),
        ("C:/x", "C:/x"),
        ("b\\..\\x", "b\\..\\x"),
        ("b/./x", "b/./x"),
        ("a.txt", "a.txt"),
        ("more.txt", "more.txt"),
    ],
)
def test_names_that_lead_out_or_stand_twice_are_unexpected(name: str, shown: str, tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", [*sound(), (name, b"evil")])
    assert told(path) == [("unexpected", shown)]
    assert sorted(open_bundle(path)) in (sorted([*FILES, SUMS]), sorted([*FILES, SUMS, "more.txt"]))


def test_what_lies_beside_the_folder_of_an_archive_is_unexpected(tmp_path: Path) -> None:
    entries = [(f"top/{name}", data) for name, data in sound()]
    path = packed(tmp_path / "x.zip", [*entries, ("__MACOSX/a.txt", b"x"), ("a.txt", b"y")])
    assert told(path) == [("unexpected", "../__MACOSX/a.txt"), ("unexpected", "../a.txt")]


def test_links_and_pipes_are_unexpected(tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    for name, data in sound():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to("b/c.txt")
    (folder / "loop").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    assert told(folder) == [
        ("missing", "a.txt"),
        ("unexpected", "a.txt"),
        ("unexpected", "loop"),
        ("unexpected", "pipe"),
    ]
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = packed(tmp_path / "x.zip", sound())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert told(path) == [("unexpected", "link")]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "x.zip", [*sound(), ("zeros", bytes(200_000))])
    monkeypatch.setattr(bundles, "LARGEST_BUNDLE", 100_000)
    with pytest.raises(CerkitError, match="too large to be unpacked"):
        open_bundle(path)
    monkeypatch.setattr(bundles, "LARGEST_BUNDLE", 10_000_000)
    monkeypatch.setattr(bundles, "LARGEST_FILE", 100_000)
    with pytest.raises(CerkitError, match="would take 200000 bytes"):
        open_bundle(path)["zeros"]
    monkeypatch.setattr(bundles, "MOST_FILES", 3)
    with pytest.raises(CerkitError, match="too large to be unpacked"):
        open_bundle(path)


def test_an_archive_that_understates_its_size_gives_no_more(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", [("zeros", bytes(200_000)), (SUMS, b"")])
    data = path.read_bytes()
    assert data.count((200_000).to_bytes(4, "little")) == 2
    path.write_bytes(data.replace((200_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(CerkitError, match="zeros cannot be read"):
        open_bundle(path)["zeros"]


def test_a_damaged_member_is_unreadable_and_hides_nothing(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", [("a.txt", b"one" * 1000), ("b.txt", b"x"), (SUMS, b"")])
    files = {"a.txt": b"one" * 1000, "b.txt": b"y"}
    path = packed(tmp_path / "y.zip", [("a.txt", files["a.txt"]), ("b.txt", b"x"), (SUMS, sums_of(files))])
    data = bytearray(path.read_bytes())
    data[40] ^= 0xFF
    path.write_bytes(data)
    assert told(path) == [("unreadable", "a.txt"), ("altered", "b.txt")]


@pytest.mark.parametrize(
    "sums",
    [
        b"",
        b"\xff\n",
        b"abc  a.txt\n",
        b"0" * 64 + b" a.txt\n",
        b"0" * 64 + b"  ../a.txt\n",
        b"0" * 64 + b"  /a.txt\n",
        b"0" * 64 + b"  SHA256SUMS\n",
        (b"0" * 64 + b"  a.txt\n") * 2,
        b"0" * 64 + b"  a.txt\r\n",
    ],
)
def test_sums_that_no_release_wrote_are_refused(sums: bytes) -> None:
    with pytest.raises(CerkitError, match=SUMS):
        read_sums(BundleFiles("x", {SUMS: lambda: sums}))


@pytest.mark.parametrize(
    "entries",
    [
        [("../evidence/claims.yml", b"x")],
        [("/evidence/claims.yml", b"x")],
        [("evidence/claims.yml", b"x"), ("evidence/claims.yml", b"y")],
        [("evidence\\claims.yml", b"x"), ("C:evidence", b"x")],
    ],
)
def test_a_snapshot_with_other_names_is_refused(entries: list[tuple[str, bytes]], tmp_path: Path) -> None:
    data = packed(tmp_path / "s.zip", entries).read_bytes()
    with pytest.raises(CerkitError, match="which no release wrote"):
        read_snapshot(BundleFiles("x", {SNAPSHOT: lambda: data}))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(10)])
def test_what_is_no_archive_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(CerkitError, match="is not a released bundle"):
        open_bundle(tmp_path / "x.zip")
    with pytest.raises(CerkitError, match="is damaged"):
        read_snapshot(BundleFiles("x", {SNAPSHOT: lambda: data}))

"""An interrupted command leaves the old state or the new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cerkit.workspace.writing import file_name, replaced_folder, write_atomically


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("CER-DRT-001_1.1.0", "CER-DRT-001_1.1.0"),
        ("CER/DRT\n 1_2.0", "CER-DRT 1_2.0"),
        ("../../etc/x_1", "etc-x_1"),
        ("C:\\x_1", "C-x_1"),
        ("Übersicht_1 ", "Übersicht_1"),
        ("..", "unnamed"),
    ],
)
def test_a_records_text_names_one_file_and_no_folder(words: str, name: str) -> None:
    assert file_name(words) == name


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert (path.read_bytes(), names(tmp_path)) == (b"new", ["out.csv"])


def test_a_failing_write_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    write_atomically(path, b"old")

    def fails(_self: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["out.csv"])


def test_a_folder_takes_its_place_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "build" / "site"
    for text in ("first", "second"):
        with replaced_folder(target) as fresh:
            (fresh / f"{text}.html").write_text(text)
        assert names(target) == [f"{text}.html"]
    assert names(tmp_path / "build") == ["site"]


def test_a_failure_leaves_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with replaced_folder(target) as fresh:
        (fresh / "old.html").write_text("old")

    def fill(fresh: Path) -> None:
        (fresh / "new.html").write_text("new")
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"), replaced_folder(target) as fresh:
        fill(fresh)
    assert (names(target), names(tmp_path)) == (["old.html"], ["site"])


@pytest.mark.parametrize("is_dangling", [True, False])
def test_a_link_in_the_folders_place_is_replaced_and_nothing_stays_beside_it(
    is_dangling: bool, tmp_path: Path
) -> None:
    target, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    target.symlink_to(elsewhere)
    if not is_dangling:
        elsewhere.mkdir()
        (elsewhere / "kept.html").write_text("kept")
    with replaced_folder(target) as fresh:
        (fresh / "new.html").write_text("new")
    assert (target.is_symlink(), names(target)) == (False, ["new.html"])
    assert names(tmp_path) == (["site"] if is_dangling else ["elsewhere", "site"])
    assert is_dangling or names(elsewhere) == ["kept.html"]


def test_a_file_in_the_folders_place_is_kept_and_named(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.write_text("mine")
    with (
        pytest.raises(NotADirectoryError, match="a file stands where") as raised,
        replaced_folder(target) as fresh,
    ):
        (fresh / "new.html").write_text("new")
    assert (raised.value.filename, target.read_text(), names(tmp_path)) == (str(target), "mine", ["site"])


def test_a_file_that_cannot_be_made_is_named_as_the_caller_knows_it(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "matrix.csv"
    with pytest.raises(FileNotFoundError) as raised:
        write_atomically(path, b"new")
    assert raised.value.filename == str(path)

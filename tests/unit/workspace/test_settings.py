"""`mkdocs.yml` as the command line reads it: what is wrong in it is one sentence with a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from cerkit.model.errors import CerkitError
from cerkit.workspace.project import open_project
from cerkit.workspace.settings import Settings, read_settings


def settings_of(folder: Path, text: str) -> Settings:
    (folder / "mkdocs.yml").write_bytes(text.encode())
    return read_settings(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Settings()),
        ("site_name: x\n", Settings()),
        ("plugins:\n", Settings()),
        ("plugins: [search]\n", Settings()),
        ("plugins: [cerkit]\n", Settings()),
        ("plugins:\n  - cerkit:\n", Settings()),
        ("plugins:\n  - cerkit: {report: cer}\n", Settings(report="cer")),
        ("plugins:\n  cerkit: {report: cer}\n", Settings(report="cer")),
        ("plugins:\n  cerkit:\n    reference_doc: null\n", Settings()),
        ("docs_dir: pages/\n", Settings(docs_dir="pages")),
        ("docs_dir:\n", Settings()),
        ("docs_dir: !ENV [X, y]\n", Settings()),
        (
            "theme: !ENV [X, y]\nx: !!python/name:os.system\nplugins: [{cerkit: {report: cer}}]\n",
            Settings(report="cer"),
        ),
        ("[1, 2]\n", Settings()),
    ],
)
def test_options_are_found_however_plugins_are_written(text: str, expected: Settings, tmp_path: Path) -> None:
    assert settings_of(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: b: c\n", r"mkdocs\.yml:1:5: this is not YAML"),
        ("a:\n  - [1\n", r"mkdocs\.yml:3:1: this is not YAML"),
        ("a: 2026-13-45\n", r"mkdocs\.yml: this is not YAML: month must be"),
        ("a: \x07\n", r"mkdocs\.yml: this is not YAML"),
        ("plugins: [{cerkit: {reprot: x}}]\n", "the plugin cerkit has no option `reprot`"),
        ("docs_dir: [a]\n", "`docs_dir` is no text"),
        ("plugins: [{cerkit: {docs_dir: x}}]\n", "the plugin cerkit has no option `docs_dir`"),
        ("plugins: [{cerkit: {report: 5}}]\n", "`report` of the plugin cerkit is no text"),
        ("plugins: [{cerkit: report}]\n", "the options of the plugin cerkit are no named values"),
        ("plugins: [{cerkit: [report]}]\n", "the options of the plugin cerkit are no named values"),
    ],
)
def test_mistakes_are_told_in_a_sentence_with_a_way_out(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(CerkitError, match=message) as caught:
        settings_of(tmp_path, text)
    assert caught.value.hint


def test_a_configuration_that_is_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(b"site_name: \xe9\n")
    with pytest.raises(CerkitError, match="not YAML"):
        read_settings(tmp_path)


def test_the_repository_is_the_nearest_folder_upwards(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: outer\n")
    assert open_project(inner).root == tmp_path.resolve()
    (tmp_path / "a" / "mkdocs.yml").write_text("site_name: nearer\n")
    assert open_project(inner).root == (tmp_path / "a").resolve()


def test_a_file_that_the_settings_name_lies_in_the_repository(tmp_path: Path) -> None:
    (tmp_path / "secret.docx").write_bytes(b"x")
    root = tmp_path / "repository"
    root.mkdir()
    (root / "mine.docx").write_bytes(b"x")
    (root / "mkdocs.yml").write_text("site_name: x\n")
    project = open_project(root)
    assert project.path_inside(None) is None
    assert project.path_inside("mine.docx") == (root / "mine.docx").resolve()
    for name in ("../secret.docx", "gone.docx", ".", str(tmp_path / "secret.docx")):
        with pytest.raises(CerkitError, match="no file of the repository"):
            project.path_inside(name)

"""Packages and files that are written whole or not at all."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from cerkit.model.errors import CerkitError
from cerkit.publish.archive import read_parts, replace_file, write_parts

PARTS = {
    "word/document.xml": b"<a/>",
    "word/styles.xml": b"<b/>",
    "_rels/.rels": b"<c/>",
    "[Content_Types].xml": b"<d/>",
}


def test_the_order_of_parts_does_not_show() -> None:
    package = write_parts(PARTS)
    assert package == write_parts(dict(reversed(PARTS.items())))
    assert read_parts(package, name="x") == PARTS
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("package", [b"", b"PK\x03\x04 broken", write_parts({"a.txt": b""})])
def test_what_is_no_word_document_is_refused(package: bytes) -> None:
    with pytest.raises(CerkitError, match="the template is not a Word document"):
        read_parts(package, name="the template")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    destination = tmp_path / "new" / "report.docx"
    replace_file(destination, b"one")
    replace_file(destination, b"two")
    assert destination.read_bytes() == b"two"
    assert [file.name for file in destination.parent.iterdir()] == ["report.docx"]


def test_a_place_that_cannot_be_written_keeps_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "report.docx").mkdir()
    with pytest.raises(CerkitError, match="cannot be written") as caught:
        replace_file(tmp_path / "report.docx", b"x")
    assert caught.value.hint
    assert [file.name for file in tmp_path.iterdir()] == ["report.docx"]


def test_a_damaged_document_is_refused() -> None:
    package = bytearray(write_parts({**PARTS, "word/document.xml": b"<a/>" * 500}))
    start = package.find(b"word/document.xml") + len("word/document.xml")
    package[start : start + 4] = b"\xff" * 4
    with pytest.raises(CerkitError, match="the template is not a Word document"):
        read_parts(bytes(package), name="the template")

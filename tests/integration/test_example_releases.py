"""The example as its makers would release it: two tags, two bundles, and the update between them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Final

import pytest

from support.released import Repository, example

FIRST: Final = "build/release/CER-DRT-001_1.0.0"
SECOND: Final = "build/release/CER-DRT-001_1.1.0"


@pytest.fixture(scope="module")
def released(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Both versions released; only read."""
    made = example(tmp_path_factory.mktemp("example"), root)
    second = made.run("release", "v1.1.0")
    assert second.code == 0, second.out + second.err
    return made


def test_both_versions_can_be_released_and_verified(released: Repository) -> None:
    for bundle in (FIRST, SECOND):
        found = released.run("verify", bundle)
        assert found.code == 0, found.out
        check = json.loads((released.root / bundle / "check.json").read_bytes())
        assert [item for item in check["open"] if item["severity"] == "error"] == []
    provenance = json.loads((released.root / SECOND / "provenance.json").read_bytes())
    assert provenance["release"]["previous_commit"] == released.commit_hash("v1.0.0")


def test_bundles_tags_and_the_list_of_the_release_tell_the_same(released: Repository) -> None:
    by_bundle = released.run("update", FIRST, SECOND, "--format", "json")
    by_tag = released.run("update", "v1.0.0", "v1.1.0", "--format", "json")
    assert by_bundle.code == by_tag.code == 0, by_bundle.err + by_tag.err
    told = json.loads((released.root / SECOND / "changes.json").read_bytes())
    assert told["from"] == "version 1.0.0"
    assert json.loads(by_bundle.out) == json.loads(by_tag.out) == told["changes"]
    assert json.loads((released.root / FIRST / "changes.json").read_bytes())["from"] is None


def test_the_site_has_the_time_line_with_the_changes(released: Repository) -> None:
    with zipfile.ZipFile(io.BytesIO((released.root / SECOND / "site.zip").read_bytes())) as site:
        page = site.read("registers/releases.html").decode()
    assert 'href="update.html">All changes since version 1.0.0</a>' in page
    assert f"tag v1.0.0, commit {released.commit_hash('v1.0.0')[:12]}" in page
    assert page.count("All changes since") == 1, "the first release has nothing before it"


def test_the_redline_in_the_bundle_begins_with_what_follows(released: Repository) -> None:
    """And its marks bear the day of the commit of the second version."""
    (file,) = (released.root / SECOND).glob("*_redline.docx")
    with zipfile.ZipFile(file) as package:
        text = package.read("word/document.xml").decode()
    assert "What follows from the changes" in text
    assert text.count("<w:ins ") + text.count("<w:del ") > 100
    assert 'w:date="2026-06-30T16:00:00Z"' in text
    assert not (released.root / FIRST / file.name).exists()

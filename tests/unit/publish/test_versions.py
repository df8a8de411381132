"""The sites of released versions lie beside each other, each as it was released but for the list of the others."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from cerkit.model.bundle import VERSIONS_SCRIPT, Bundle, DocumentIdentity
from cerkit.model.errors import CerkitError
from cerkit.publish.stored import bundle_json
from cerkit.publish.versions import publish_versions
from cerkit.workspace.bundles import SUMS, sums_of

PAGES = {
    "index.html": "<p>first</p>",
    "report/01.html": "<p>1</p>",
    VERSIONS_SCRIPT: "window.cerkitVersions=null;",
}


def bundle(
    folder: Path,
    version: str,
    pages: Mapping[str, str] = PAGES,
    *,
    date: str = "2026-06-30",
    title: str = "Report",
) -> Path:
    identity = DocumentIdentity(
        number="CER-1",
        title=title,
        version=version,
        status="approved",
        date=date,
        device="D",
        manufacturer="M",
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in pages.items():
            archive.writestr(name, text)
    files = {"bundle.json": bundle_json(Bundle(identity, (), ())), "site.zip": packed.getvalue()}
    place = folder / f"bundle {len(list(folder.iterdir()))}"
    place.mkdir()
    for name, data in (files | {SUMS: sums_of(files)}).items():
        (place / name).write_bytes(data)
    return place


def told(out: Path, folder: str) -> dict[str, object]:
    script = (out / folder / VERSIONS_SCRIPT).read_text(encoding="utf-8")
    content: dict[str, object] = json.loads(script.removeprefix("window.cerkitVersions=").removesuffix(";\n"))
    return content


def listed(out: Path) -> list[str]:
    return [item["version"] for item in json.loads((out / "versions.json").read_text(encoding="utf-8"))]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    (tmp_path / "shelf").mkdir()
    return tmp_path / "shelf"


def test_a_site_is_as_it_was_released_but_for_the_list(shelf: Path, tmp_path: Path) -> None:
    publish_versions([bundle(shelf, "1.0.0"), bundle(shelf, "1.1.0")], tmp_path / "out")
    for version in ("1.0.0", "1.1.0"):
        site = tmp_path / "out" / version
        found = {
            path.relative_to(site).as_posix(): path.read_text("utf-8")
            for path in site.rglob("*")
            if path.is_file()
        }
        assert {**found, VERSIONS_SCRIPT: PAGES[VERSIONS_SCRIPT]} == PAGES
        assert told(tmp_path / "out", version)["here"] == version


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["1.0.0", "1.10.0", "1.9.0"], ["1.10.0", "1.9.0", "1.0.0"]),
        (["2", "10"], ["10", "2"]),
        (["1.1.0-rc1", "1.1.0", "1.0.0"], ["1.1.0", "1.1.0-rc1", "1.0.0"]),
        (["B", "A", "C"], ["C", "B", "A"]),
        (["2026-06", "2025-12"], ["2026-06", "2025-12"]),
        (["v1.0", "v1.1"], ["v1.1", "v1.0"]),
        (["1.007", "1.8", "1.0"], ["1.8", "1.007", "1.0"]),
        (["1²", "1." + "9" * 200, "1"], ["1." + "9" * 200, "1", "1²"]),
    ],
)
def test_the_newest_version_comes_first(
    versions: list[str], expected: list[str], shelf: Path, tmp_path: Path
) -> None:
    found = publish_versions([bundle(shelf, version) for version in versions], tmp_path / "out")
    assert [item.document.version for item in found] == expected
    assert listed(tmp_path / "out") == expected
    assert f"url={expected[0]}/index.html" in (tmp_path / "out/index.html").read_text(encoding="utf-8")


def test_a_correction_of_an_older_version_is_not_the_newest(shelf: Path, tmp_path: Path) -> None:
    bundles = [bundle(shelf, "2.0.0", date="2026-01-01"), bundle(shelf, "1.0.1", date="2026-02-01")]
    publish_versions(bundles, tmp_path / "out")
    assert listed(tmp_path / "out") == ["2.0.0", "1.0.1"]


def test_pages_that_another_version_lacks_are_named(shelf: Path, tmp_path: Path) -> None:
    more = {**PAGES, "report/02.html": "<p>2</p>", "matrix.csv": "a"}
    publish_versions([bundle(shelf, "1.0.0"), bundle(shelf, "1.1.0", more)], tmp_path / "out")
    assert told(tmp_path / "out", "1.1.0")["all"] == [
        {"at": "../1.1.0/", "date": "2026-06-30", "lacks": [], "status": "approved", "version": "1.1.0"},
        {
            "at": "../1.0.0/",
            "date": "2026-06-30",
            "lacks": ["report/02.html"],
            "status": "approved",
            "version": "1.0.0",
        },
    ]


def test_a_site_of_an_older_cerkit_is_published_too(shelf: Path, tmp_path: Path) -> None:
    publish_versions([bundle(shelf, "1.0.0", {"index.html": "old"})], tmp_path / "out")
    assert (tmp_path / "out/1.0.0/index.html").read_text(encoding="utf-8") == "old"


def test_names_and_titles_of_any_kind_are_safe(shelf: Path, tmp_path: Path) -> None:
    title = '<script>alert("1")</script> & "quotes" {braces}'
    publish_versions([bundle(shelf, "1 β/</script>..\u2028", title=title)], tmp_path / "out")
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    folders = [path for path in (tmp_path / "out").iterdir() if path.is_dir()]
    assert len(folders) == 1
    assert "</" not in (folders[0] / VERSIONS_SCRIPT).read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "shelf"]


def test_the_same_bundles_give_the_same_bytes_in_any_order(shelf: Path, tmp_path: Path) -> None:
    bundles = [bundle(shelf, version) for version in ("1.0.0", "1.1.0", "1.2.0")]
    publish_versions(bundles, tmp_path / "one")
    publish_versions(reversed(bundles), tmp_path / "two")
    one, two = (
        {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        for out in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two


def refused(bundles: list[Path], out: Path) -> str:
    """The message; what stood at the place before must stand there still."""
    out.mkdir()
    (out / "before.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(CerkitError) as error:
        publish_versions(bundles, out)
    assert [path.name for path in out.iterdir()] == ["before.txt"]
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".")] == []
    return error.value.message


@pytest.mark.parametrize(("one", "other"), [("1.0.0", "1.0.0"), ("1.0-A", "1.0-a"), ("1:0", "1/0")])
def test_two_bundles_of_one_version_are_refused(one: str, other: str, shelf: Path, tmp_path: Path) -> None:
    assert other in refused([bundle(shelf, one), bundle(shelf, other)], tmp_path / "out")


@pytest.mark.parametrize("version", ["versions.json", "index.html", "Index.HTML"])
def test_no_version_takes_the_place_of_our_own_files(version: str, shelf: Path, tmp_path: Path) -> None:
    assert version in refused([bundle(shelf, version)], tmp_path / "out")


def test_an_altered_bundle_is_refused(shelf: Path, tmp_path: Path) -> None:
    altered = bundle(shelf, "1.0.0")
    (altered / "site.zip").write_bytes(b"PK")
    assert "site.zip is altered" in refused([bundle(shelf, "1.1.0"), altered], tmp_path / "out")


@pytest.mark.parametrize(
    "name", ["../out.html", "/etc/out.html", "a/../../out.html", "C:/out.html", "a\\..\\out.html"]
)
def test_a_site_that_leads_out_of_its_folder_is_refused(name: str, shelf: Path, tmp_path: Path) -> None:
    refused([bundle(shelf, "1.0.0", {**PAGES, name: "x"})], tmp_path / "out")


def test_a_bundle_without_a_site_or_a_first_page_is_refused(shelf: Path, tmp_path: Path) -> None:
    empty = bundle(shelf, "1.0.0", {"report/01.html": "x"})
    assert "has no index.html" in refused([empty], tmp_path / "out")
    without = bundle(shelf, "1.0.0")
    files = {"bundle.json": (without / "bundle.json").read_bytes()}
    (without / "site.zip").unlink()
    (without / SUMS).write_bytes(sums_of(files))
    assert "holds no site.zip" in refused([without], tmp_path / "other")


@pytest.mark.parametrize("page", ["registers/update.html", "registers/update/index.html"])
def test_the_first_page_leads_to_what_changed_in_each_version(tmp_path: Path, page: str) -> None:
    (tmp_path / "in").mkdir()
    first = bundle(tmp_path / "in", "1.0.0")
    second = bundle(tmp_path / "in", "1.1.0", PAGES | {page: "<p>changes</p>"})
    publish_versions([first, second], tmp_path / "out")
    landing = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert f'approved: <a href="1.1.0/{page}">what changed</a></li>' in landing
    assert landing.count("what changed") == 1

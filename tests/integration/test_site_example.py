"""The website of the example: what it hands over for Word, and that it stays small and plain."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cerkit.model.bundle import Bundle, PageRole
from cerkit.model.diagnostics import Mode
from cerkit.reporters import report_text
from cerkit.website.building import SiteResult, build_site
from cerkit.workspace.project import open_project
from integration.small_project import EVIDENCE, write_project

ON = date(2026, 6, 30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("example")


@pytest.fixture(scope="module")
def result(root: Path, folder: Path) -> SiteResult:
    assessment = open_project(root).assess(on=ON, mode=Mode.RELEASE)
    built = build_site(
        root / "mkdocs.yml", folder / "site", assessment=assessment, expanded=folder / "expanded"
    )
    assert built.is_written, report_text(built.diagnostics)
    return built


@pytest.fixture(scope="module")
def bundle(result: SiteResult) -> Bundle:
    assert result.bundle is not None
    return result.bundle


def test_the_bundle_says_what_the_cover_prints(bundle: Bundle) -> None:
    document = bundle.document
    assert (document.number, document.version) == ("CER-DRT-001", "1.1.0")
    assert "Demonstrator Retina Triage" in document.device
    assert document.notice is not None
    assert "ictional" in document.notice
    assert bundle.revisions


def test_the_bundle_holds_chapters_then_annexes_then_the_rest(bundle: Bundle) -> None:
    roles = [page.role for page in bundle.pages]
    assert roles == sorted(roles, key=[PageRole.CHAPTER, PageRole.ANNEX, PageRole.SITE].index)
    chapters = [page for page in bundle.pages if page.role is PageRole.CHAPTER]
    assert len(chapters) == 9
    for number, page in enumerate(chapters, start=1):
        assert re.search(rf'<h1[^>]*><span class="secno">{number}</span>', page.html), page.src
        assert not page.title[0].isdigit()


def test_tables_and_figures_are_numbered_without_a_gap(bundle: Bundle) -> None:
    html = "".join(page.html for page in bundle.pages if page.role is not PageRole.SITE)
    for word in ("Table", "Figure"):
        numbers = [int(found) for found in re.findall(rf'<span class="label">{word} (\d+)</span>', html)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > 3


def test_references_are_the_sources_that_the_report_cites(bundle: Bundle) -> None:
    report = [page.html for page in bundle.pages if page.role is not PageRole.SITE]
    listed = re.findall(r'<div id="ref-(SRC-[\w-]+)" class="csl-entry">', "".join(report))
    cited = {
        name
        for html in report
        for cluster in re.findall(r'data-cite="([^"]*)"', html)
        for name in re.findall(r"@(SRC-[\w-]+)", cluster)
    }
    assert set(listed) == cited
    assert len(listed) == len(set(listed)) > 40


def test_pictures_come_with_the_bundle(bundle: Bundle) -> None:
    wanted = {
        found.rsplit("/", 1)[-1]
        for page in bundle.pages
        if page.role is not PageRole.SITE
        for found in re.findall(r'<img\b[^>]*\bsrc="([^"]+)"', page.html)
    }
    assert wanted
    assert {image.path.rsplit("/", 1)[-1] for image in bundle.images} == wanted
    assert all(image.data for image in bundle.images)


def test_nothing_of_the_writers_syntax_is_left(bundle: Bundle) -> None:
    for page in bundle.pages:
        if page.role is not PageRole.SITE:
            assert _left_of_syntax(page.html) == []


def test_mkdocs_without_cerkit_builds_the_expanded_pages(result: SiteResult, folder: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(folder / "plain")]
    done = subprocess.run(
        command, cwd=folder / "expanded", capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(list((folder / "plain").rglob("*.html"))) == result.pages + 1  # and the page for errors
    plain = (folder / "plain" / "report" / "02-scope.html").read_text(encoding="utf-8")
    assert 'href="../registers/claims.html#CLM-5"' in plain
    assert _left_of_syntax(plain[plain.index("<article") : plain.index("</article>")]) == []


def _left_of_syntax(html: str) -> list[str]:
    """Macros, references and citations that were not turned into anything, and marks that were not filled."""
    return re.findall(r"\{\{|\]\[|\[@SRC|[\ue000-\uf8ff]|<cite", re.sub(r'data-cite="[^"]*"', "", html))


def test_pages_do_not_grow_with_the_number_of_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))
    few, many = write_project(tmp_path / "few"), write_project(tmp_path / "many")
    for number in range(60):
        late = EVIDENCE["sources/SRC-late.yml"].replace("SRC-late", f"SRC-more-{number}")
        (many / f"evidence/sources/SRC-more-{number}.yml").write_text(late, encoding="utf-8")
    sizes = []
    for project in (few, many):
        assessment = open_project(project).assess(on=ON)
        built = build_site(project / "mkdocs.yml", project / "site", assessment=assessment)
        assert built.is_written, report_text(built.diagnostics)
        sizes.append(
            [(project / "site" / name).stat().st_size for name in ("index.html", "report/01-first.html")]
        )
    assert sizes[0] == sizes[1]

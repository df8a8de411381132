"""A page with a Mermaid diagram: the same drawing on the site and in Word, and no request to another host."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cerkit.model.bundle import Bundle, BundlePage
from cerkit.model.diagnostics import Mode
from cerkit.publish.archive import read_parts
from cerkit.publish.word import write_document
from cerkit.website.building import SiteResult, build_site
from cerkit.workspace.project import open_project
from integration.small_project import FIRST, MKDOCS, write_project
from integration.word_sample import identity

SETTINGS = MKDOCS.replace("  - tables\n", "  - tables\n  - pymdownx.superfences\n")
DIAGRAM = """

!!! note
    ```mermaid
    flowchart LR
        accTitle: Way
        A[Capture] --> B[Grading]
    ```
"""


def build(root: Path, diagram: str) -> SiteResult:
    write_project(root, mkdocs_dot_yml=SETTINGS)
    (root / "docs/report/01-first.md").write_text(FIRST + diagram, encoding="utf-8")
    assessment = open_project(root).assess(on=date(2026, 6, 30))
    return build_site(root / "mkdocs.yml", root / "site", assessment=assessment, mode=Mode.DRAFT)


def test_site_and_word_show_the_same_drawing(tmp_path: Path) -> None:
    result = build(tmp_path / "device", DIAGRAM)
    assert result.diagnostics == ()
    page = (tmp_path / "device/site/report/01-first.html").read_text(encoding="utf-8")
    assert 'aria-label="Way"' in page
    assert 'class="mermaid"' not in page
    drawing = page[
        page.index("<svg", page.index('class="diagram"')) : page.index("</svg>", page.index('"diagram"')) + 6
    ]
    assert ">Capture</" in drawing
    printed = BundlePage("report/x.md", "report/x.html", "X", f"<h1>X</h1><div>{drawing}</div>")
    path = tmp_path / "x.docx"
    assert write_document(Bundle(identity(), (), (printed,)), path).problems == ()
    parts = read_parts(path.read_bytes(), name="x.docx")
    (embedded,) = [part for name, part in parts.items() if name.endswith(".svg")]
    assert b">Capture</" in embedded
    assert b'descr="Way"' in parts["word/document.xml"]


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("        accTitle: Way\n", "", "CER720", "does not say in words"),
        ("A[Capture]", "A[Capture", "CER719", "cannot be drawn"),
    ],
)
def test_a_mistake_in_a_diagram_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, code: str, said: str
) -> None:
    result = build(tmp_path / "device", DIAGRAM.replace(old, new))
    (found,) = result.diagnostics
    lines = (FIRST + DIAGRAM).splitlines()
    assert (found.rule.code, found.place.path) == (code, "docs/report/01-first.md")
    assert lines[found.place.line - 1].strip() == "flowchart LR"
    assert said in found.message
    assert not result.is_written

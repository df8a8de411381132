"""Mermaid diagrams: drawn once, safe to show, told in words; what cannot be drawn is said at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cerkit.website.diagrams import UndrawnDiagramError, draw, finished

WAY = """\
flowchart LR
    accTitle: Way of an episode
    accDescr: Captured, then graded.
    A[Capture] --> B[Grading]
"""
_GROUND = re.compile(r'foreignobject-fallback"[^>]*><rect [^>]*?width="([0-9.]+)"[^>]*? fill="([^"]+)"')


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))


def test_a_diagram_is_drawn_and_told_in_words() -> None:
    shown, words = finished(draw(WAY), "diagram-1")
    assert words == "Way of an episode: Captured, then graded."
    assert f'aria-label="{words}"' in shown
    assert 'role="img"' in shown
    assert ">Capture</" in shown
    assert "merman" not in shown
    assert 'id="diagram-1"' in shown


def test_words_on_a_line_have_room_on_white() -> None:
    drawn = draw("flowchart LR\n  A[Capture] -- to be read --> B[Grading]\n")
    shown, _ = finished(drawn, "diagram-1")
    (before,), (after,) = (_GROUND.findall(text) for text in (drawn, shown))
    assert float(after[0]) > float(before[0])
    assert (before[1], after[1]) == ("hsl(-120, 0%, 80%)", "#fff")


def test_a_diagram_is_drawn_once(tmp_path: Path) -> None:
    drawn = draw(WAY)
    (kept,) = (tmp_path / "cache").rglob("*.svg")
    assert kept.read_text(encoding="utf-8") == drawn
    marked = drawn.replace("Capture", "Remembered")
    kept.write_text(marked, encoding="utf-8")
    assert draw(WAY) == marked
    kept.write_text(marked[: len(marked) // 2], encoding="utf-8")
    assert draw(WAY) == drawn, "a damaged file of the cache counts as none"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("flowchart LR\n  A[Capture --> B\n", "parse error"),
        ("nonsense\n", "No Mermaid diagram type"),
        ("flowchart LR\n" + "  A --> B\n" * 6000, "more than 50000 characters"),
    ],
)
def test_what_cannot_be_drawn_is_said(source: str, said: str) -> None:
    with pytest.raises(UndrawnDiagramError, match=said):
        draw(source)


def test_a_hostile_diagram_neither_runs_nor_fetches() -> None:
    source = (
        '%%{init: {"htmlLabels": true, "themeCSS": "@import url(https://evil.example/a.css);"}}%%\n'
        'flowchart LR\n  A["<script>alert(1)</script><img src=x onerror=alert(2)>"] --> B\n'
        '  click B "javascript:alert(3)"\n  click A "https://evil.example/" _blank\n'
    )
    shown, words = finished(draw(source), "diagram-1")
    assert words == ""
    for sign in ("<script", "<img", "javascript:", "href=", "@import", "evil.example/a.css", "foreignObject"):
        assert sign not in shown

"""A report with two versions that today's rules release, the later one with a page more."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from support.released import UPDATE_DAY, Repository, mkdocs, repository

UPDATE: Final = "1.1.0"
CORRECTION: Final = "1.1.1"
_ROW: Final = (
    '  - {version: "1.1.1", date: 2026-06-30, author: F. Specimen, change: "A word was corrected."}\n'
)


def corrected_repository(folder: Path) -> Repository:
    """The small repository, with a correction after its update."""
    made = repository(folder)
    releases = (made.root / "evidence/releases.yml").read_text(encoding="utf-8")
    corrected = releases.replace('version: "1.1.0"\n  status', 'version: "1.1.1"\n  status')
    made.write(
        {
            "evidence/releases.yml": corrected.replace("signatures:\n", f"{_ROW}signatures:\n"),
            "docs/about.md": "# About\n\nThis page is new.\n",
            "mkdocs.yml": f"{mkdocs('v1.0.0')}  - About: about.md\n",
        }
    )
    made.commit("report 1.1.1", at=UPDATE_DAY, tag="v1.1.1")
    return made

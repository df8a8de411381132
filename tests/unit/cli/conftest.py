"""Repositories to call commands in: a sound one for reading, and one for each test that changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.dossiers import complete
from unit.cli.terminal import MKDOCS, Terminal, terminal_at


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    folder = tmp_path_factory.mktemp("sound")
    return terminal_at(folder / "repository", folder / "cache")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A report in which nothing is missing."""
    folder = tmp_path_factory.mktemp("whole")
    terminal = Terminal(folder / "repository", folder / "cache")
    terminal.write({**complete(), "mkdocs.yml": MKDOCS})
    return terminal


@pytest.fixture
def own(tmp_path: Path) -> Terminal:
    return terminal_at(tmp_path / "repository", tmp_path / "cache")

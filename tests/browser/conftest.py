"""The example's site, built once and served on this machine."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cerkit.model.diagnostics import Mode
from cerkit.reporters import report_text
from cerkit.website.building import build_site
from cerkit.workspace.project import open_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ON = date(2026, 6, 30)


@dataclass(frozen=True)
class Site:
    """A built site: where it lies and where it is served."""

    folder: Path
    url: str

    def pages(self) -> list[str]:
        """Every page, by its path below the site."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of the base class
        del format, args


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """The files of a folder, served on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Site(folder, f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("example") / "site"
    assessment = open_project(root).assess(on=ON, mode=Mode.RELEASE)
    result = build_site(root / "mkdocs.yml", folder, assessment=assessment)
    assert result.is_written, report_text(result.diagnostics)
    with serving(folder) as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of its own, as wide as a laptop's."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()

"""The example's site, as all tests share it, served on this machine."""

from __future__ import annotations

import functools
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

INDEX = "search/search_index.json"


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
def site(built: Path) -> Iterator[Site]:
    with serving(built / "site") as served:
        yield served


@pytest.fixture(scope="session")
def quick_site(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same files with a search that knows one page, for tests that open many and search in none.

    A page fetches the index as it loads, and sorting the words of all pages takes longer than everything else on it.
    """
    folder = tmp_path_factory.mktemp("quick") / "site"
    shutil.copytree(site.folder, folder, copy_function=os.link)
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    (folder / INDEX).unlink()
    (folder / INDEX).write_text(json.dumps({**index, "docs": index["docs"][:1]}), encoding="utf-8")
    with serving(folder) as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of its own, as wide as a laptop's."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()

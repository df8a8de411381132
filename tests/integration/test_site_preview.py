"""The preview: a change of a record or of prose is on the page a moment later."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from integration.small_project import EVIDENCE, write_project

PATIENCE = 60
SERVE = (
    "import sys; from pathlib import Path; from cerkit.website.building import serve_site; "
    "serve_site(Path(sys.argv[1]), address=sys.argv[2])"
)


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


def _wait_for(url: str, words: str, server: subprocess.Popen[bytes]) -> None:
    """Until the page has the words; the server must not have given up."""
    end = time.monotonic() + PATIENCE
    text = ""
    while time.monotonic() < end:
        assert server.poll() is None, "the preview ended"
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  # our own server
                text = answer.read().decode("utf-8")
        except (urllib.error.URLError, TimeoutError):
            text = ""
        if words in text:
            return
        time.sleep(0.2)
    pytest.fail(f"{words!r} did not come to {url} within {PATIENCE} s: {text[-500:]}")


def test_a_changed_record_is_shown(tmp_path: Path) -> None:
    root = write_project(tmp_path / "device")
    address = f"127.0.0.1:{_free_port()}"
    environment = {**os.environ, "CERKIT_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-c", SERVE, str(root / "mkdocs.yml"), address]
    with subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            page = f"http://{address}/report/01-first.html"
            _wait_for(page, "91.3 ≥ 85.0", server)
            changed = EVIDENCE["criteria.yml"].replace("85.0", "88.5")
            (root / "evidence" / "criteria.yml").write_text(changed, encoding="utf-8")
            _wait_for(page, "91.3 ≥ 88.5", server)
            # A mistake is told on the terminal; the last good page stays, and so does the preview.
            (root / "evidence" / "criteria.yml").write_text("criteria: [", encoding="utf-8")
            _wait_for(page, "Something is wrong in the files", server)
            _wait_for(page, "91.3 ≥ 88.5", server)
            (root / "evidence" / "criteria.yml").write_text(EVIDENCE["criteria.yml"], encoding="utf-8")
            _wait_for(page, "91.3 ≥ 85.0", server)
        finally:
            server.terminate()

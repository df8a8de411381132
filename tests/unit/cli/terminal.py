"""The real command in a process of its own, over the base dossier on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cases.dossiers import base

COMMAND: Final = [sys.executable, "-c", "from cerkit.cli import main; main()"]
MKDOCS: Final = b"site_name: Small\nplugins:\n  - cerkit: {report: report}\n"


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """A folder in which commands are called, and a cache folder that nobody else uses."""

    folder: Path
    cache: Path

    def write(self, files: Mapping[str, bytes | str]) -> None:
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())

    def environment(self, **more: str) -> dict[str, str]:
        return os.environ | {"CERKIT_CACHE_DIR": str(self.cache)} | more

    def run(self, *arguments: str, below: str = ".", **environment: str) -> Answer:
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.folder / below,
            env=self.environment(**environment),
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=120,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def bytes_of(self, *arguments: str) -> bytes:
        return subprocess.run(
            [*COMMAND, *arguments], cwd=self.folder, env=self.environment(), capture_output=True, check=True
        ).stdout


def terminal_at(folder: Path, cache: Path, changes: Mapping[str, bytes | str] | None = None) -> Terminal:
    terminal = Terminal(folder, cache)
    terminal.write(base() | {"mkdocs.yml": MKDOCS})
    terminal.write(changes or {})
    return terminal

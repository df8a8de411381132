"""Writes a new repository: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cerkit.model.errors import CerkitError

_NAMED: Final = 5
"""How many of the things in the way are named."""
_KEPT: Final = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG")
"""What git may be told from outside; the other variables name the repository of a hook that runs."""


def check_target(target: Path) -> None:
    """CerkitError unless a repository can be made there: the folder does not exist yet, or is empty."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise CerkitError(f"{target} is no folder", "name a folder that does not exist yet")
    if not target.exists():
        return
    found = sorted(item.name for item in target.iterdir())
    if found:
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        named = ", ".join(found[:_NAMED])
        raise CerkitError(
            f"{target} is not empty: it holds {named}{more}", "name a folder that does not exist yet"
        )
    if Path.cwd().is_relative_to(target.resolve()):
        # The folder is replaced as a whole, and whoever stands in it would stand in one that is gone.
        raise CerkitError(f"{target} is the folder you are in", "leave it, and name it from outside")


def write_repository(target: Path, files: Mapping[str, bytes], *, git: bool = False) -> None:
    """Write all files beside the target, then rename; with `git` as a repository with one commit."""
    check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name[:40]}."))
    fresh.chmod(0o755)
    try:
        for name, data in files.items():
            path = fresh.joinpath(*name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if git:
            _begin_history(fresh)
        if target.exists():
            target.rmdir()  # fails if something has come into it meanwhile
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _begin_history(root: Path) -> None:
    _git(root, "init", "--quiet", "--initial-branch", "main")
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message", "Set up the clinical evaluation report")


def _git(root: Path, *arguments: str) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, env=environment, capture_output=True, check=False, timeout=120
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CerkitError(f"git cannot be run: {error}", "install git, or leave out --git") from error
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        hint = "mend it, or leave out --git and make the first commit by hand; nothing was written"
        raise CerkitError(f"git {arguments[0]} failed: {said[-1]}", hint)

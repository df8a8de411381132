"""What git knows of the working tree. cerkit works without git too; then it says less."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path


def commit_date(root: Path) -> date | None:
    """Day of the last commit, in the committer's own time zone; None outside git or before the first commit."""
    # Without the option, git told to show signatures would print what it thinks of them before the day.
    shown = _git(root, "log", "-1", "--no-show-signature", "--format=%cs")
    return date.fromisoformat(shown) if shown else None


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=True, text=True, encoding="utf-8"
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()

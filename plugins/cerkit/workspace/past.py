"""The commits since the previous release, as git has them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cerkit.workspace.git import read_blobs, run_git, top_of

MOST_COMMITS: Final = 2_000
"""Commits of one file that are looked through, the newest first."""


class CommitsSince:
    """The commits from one that was released to a later one."""

    def __init__(self, root: Path, released: str, tip: str) -> None:
        self._root = root
        self._top = top_of(root) or ""
        self.released = released
        self.tip = tip

    def edits(self, path: str) -> Sequence[tuple[str, str]]:
        """Those that changed a file and are no merge, on every branch, each with the one before; empty for none."""
        shown = run_git(
            self._root,
            "log",
            "--full-history",
            "--no-merges",
            "--no-show-signature",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            f"--max-count={MOST_COMMITS}",
            "--format=%H %P",
            "--end-of-options",
            f"{self.released}..{self.tip}",
            "--",
            f":(top,literal){self._top}{path}",
        )
        lines = (line.partition(" ") for line in (shown or b"").decode().splitlines())
        return tuple((commit, parent) for commit, _, parent in lines)

    def contents(self, places: Sequence[tuple[str, str]]) -> Sequence[bytes | None]:
        """What files held, each named by commit and path; None where there is no such file."""
        # Without a commit git would take the name for one in the index.
        known = [place for place in places if place[0]]
        found = read_blobs(self._root, (f"{commit}:{self._top}{path}" for commit, path in known))
        contents = dict(zip(known, found, strict=True))
        return tuple(contents.get(place) for place in places)


def commits_since(root: Path, released: str | None, tip: str = "HEAD") -> CommitsSince | None:
    """None where git does not know them all: no commit was released, no git, or a shallow clone."""
    if released is None:
        return None
    shown = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{tip}^{{commit}}")
    is_shallow = (run_git(root, "rev-parse", "--is-shallow-repository") or b"").strip() != b"false"
    return None if not shown or is_shallow else CommitsSince(root, released, shown.decode().strip())

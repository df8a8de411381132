"""What the commits between two revisions added and removed, and whose they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cerkit.model.authorship import Passage, Who
from cerkit.workspace.git import run_git, top_of

MOST_COMMITS: Final = 2_000
"""Commits that are looked through, the newest first."""
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of changes that are read. What lies beyond has no author but the version's."""
_LARGEST_LINE: Final = 20_000
_BEGIN: Final = "\x01"
_HUNK: Final = re.compile(r"@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@")
_OPTIONS: Final = (
    "--reverse",
    "--topo-order",
    "--no-merges",
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--no-color",
    "--no-prefix",
    "--no-indent-heuristic",
    "--diff-algorithm=histogram",
    "--unified=0",
    "--patch",
    "--encoding=UTF-8",
    f"--max-count={MOST_COMMITS}",
    "--format=%x01%an%x00%at",
)


def passages_between(root: Path, old: str, new: str, docs_dir: str) -> tuple[Passage, ...]:
    """Lines of records and pages that the commits after `old`, up to `new`, added and removed; oldest first.

    Empty where git does not know both.
    """
    top = top_of(root)
    if top is None:
        return ()
    places = (f":(top,literal){top}{folder}" for folder in ("evidence", docs_dir))
    shown = run_git(root, "log", *_OPTIONS, "--end-of-options", f"{old}..{new}", "--", *places)
    text = (shown or b"")[:_LARGEST].decode("utf-8", errors="replace")
    return tuple(_passages(text, top))


def _passages(text: str, top: str) -> Iterator[Passage]:
    for commit in text.split(_BEGIN)[1:]:
        head, _, patch = commit.partition("\n")
        author, _, moment = head.partition("\0")
        who = Who(author.strip() or "unknown", _moment(moment))
        yield from _of_commit(patch, who, top)


def _moment(seconds: str) -> str:
    """The author's moment in UTC; a clock that was never set gives the first one that there is."""
    try:
        found = datetime.fromtimestamp(int(seconds), tz=UTC)
    except (ValueError, OverflowError, OSError):
        found = datetime.fromtimestamp(0, tz=UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def _of_commit(patch: str, who: Who, top: str) -> Iterator[Passage]:
    path = {"-": "", "+": ""}
    lines: dict[str, list[str]] = {"-": [], "+": []}
    is_inside = False
    for line in (*patch.split("\n"), "@@ "):
        if line.startswith(("diff --git ", "@@ ")):
            for sign, found in lines.items():
                name = path[sign] if path[sign] != os.devnull else path["-" if sign == "+" else "+"]
                if found:
                    yield Passage(name.removeprefix(top), " ".join(found), sign == "-", who)
                found.clear()
            is_inside = _HUNK.match(line) is not None
        elif is_inside and line[:1] in lines:
            lines[line[0]].append(line[1:_LARGEST_LINE])
        elif line.startswith(("--- ", "+++ ")):
            path[line[0]] = line[4:].removesuffix("\t")

"""Reads the history of a few files out of git, renames followed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from cerkit.model.history import WATCHED, History, Revision
from cerkit.workspace.git import day_of, read_blobs, run_git, start_git

MOST_REVISIONS: Final = 2_000
"""Commits of one file that are read."""
MOST_RENAMES: Final = 10
_FORMAT: Final = "--format=%H%x00%P%x00%cs%x00%s"
_FIELDS: Final = 4


def read_history(root: Path, revision: str = "HEAD", *, paths: Iterable[str] = WATCHED) -> History:
    """Every commit before a revision that changed one of the files. What git cannot tell is said in `missing`."""
    return begin_history(root, revision, paths=paths)()


def begin_history(
    root: Path, revision: str = "HEAD", *, paths: Iterable[str] = WATCHED
) -> Callable[[], History]:
    """The same in two steps: git looks through the commits while Python does something else."""
    place = start_git(root, "rev-parse", "--show-prefix", "--is-shallow-repository")
    # Seen from the folder, because it is not known yet where that lies below the top.
    logs = {path: start_git(root, *_log_of(revision, f":(literal){path}")) for path in paths}
    return lambda: _history(root, revision, place(), {path: log() for path, log in logs.items()})


def _history(root: Path, revision: str, place: bytes | None, logs: Mapping[str, bytes | None]) -> History:
    if place is None:
        return History(missing="the files are not under git, or git is not there")
    prefix, _, is_shallow = place[:-1].rpartition(b"\n")
    top = os.fsdecode(prefix)
    found = {path: tuple(_revisions(root, revision, f"{top}{path}", log)) for path, log in logs.items()}
    known = {path: items for path, items in found.items() if items}
    if not known and not _is_commit(root, revision):
        return History(missing="nothing is committed yet")
    missing = None if known else "git holds none of the files that must be fixed beforehand"
    if is_shallow == b"true":
        missing = "the clone is shallow and does not hold the earlier commits"
    elif any(len(items) >= MOST_REVISIONS for items in found.values()):
        missing = f"a file has more than {MOST_REVISIONS} commits, of which only the last are read"
    filled = dict(_with_contents(root, known))
    if missing is None and any(_is_lost(root, item) for items in filled.values() for item in items):
        missing = "git cannot give some of the earlier contents, as in a partial clone"
    return History(filled, missing)


def _is_commit(root: Path, revision: str) -> bool:
    name = f"{revision}^{{commit}}"
    return bool(run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name))


def _revisions(root: Path, revision: str, path: str, log: bytes | None) -> Iterator[Revision]:
    """The commits of one file without their contents, oldest first, those before a rename at the beginning.

    `log`: what git says of the file under the name that it has now.
    """
    newest_first: list[Revision] = []
    for _ in range(MOST_RENAMES):
        found = list(_read_log(log, path))
        newest_first += found
        # A commit that follows from no other: there the file came to its name.
        ends = ((item.commit, _old_name(root, item.commit, path)) for item in found if not item.parents)
        renamed_by, old = next((end for end in ends if end[1] is not None), (None, None))
        if renamed_by is None or old is None or len(newest_first) >= MOST_REVISIONS:
            break
        revision, path = f"{renamed_by}^", old
        log = run_git(root, *_log_of(revision, f":(top,literal){path}"))
        before = next(_read_log(log, path), None)
        if before is not None:
            newest_first = [
                replace(item, parents=(before.commit,)) if item.commit == renamed_by else item
                for item in newest_first
            ]
    yield from reversed(newest_first)


def _log_of(start: str, pattern: str) -> tuple[str, ...]:
    """Asks for the commits that changed a file, children first, each with those of them from which it follows."""
    return (
        "log",
        "--topo-order",
        "--parents",
        "-z",
        "--no-show-signature",
        "--no-ext-diff",
        "--no-textconv",
        "--no-renames",
        "--encoding=UTF-8",
        f"--max-count={MOST_REVISIONS}",
        _FORMAT,
        "--end-of-options",
        start,
        "--",
        pattern,
    )


def _read_log(shown: bytes | None, path: str) -> Iterator[Revision]:
    fields = (shown or b"").decode("utf-8", errors="replace").split("\0")
    for at in range(0, len(fields) - _FIELDS + 1, _FIELDS):
        commit, parents, day, summary = fields[at : at + _FIELDS]
        yield Revision(commit, day_of(day), summary.strip(), path, None, tuple(parents.split()))


def _old_name(root: Path, commit: str, path: str) -> str | None:
    """The name that a file had before a commit gave it this one."""
    renamed = _renamed(root, commit)
    return next((old for old, new in renamed if new == path and "\n" not in old), None)


@lru_cache(maxsize=16)
def _renamed(root: Path, commit: str) -> tuple[tuple[str, str], ...]:
    """Old and new names of the files that a commit renamed. Several files often came with the same one."""
    shown = run_git(
        root,
        "diff-tree",
        "-r",
        "-z",
        "-M",
        "--no-commit-id",
        "--no-ext-diff",
        "--no-textconv",
        "--name-status",
        "--diff-filter=R",
        "--end-of-options",
        commit,
    )
    parts = (shown or b"").decode("utf-8", errors="surrogateescape").split("\0")
    return tuple((parts[at + 1], parts[at + 2]) for at in range(0, len(parts) - 2, 3))


def _with_contents(
    root: Path, known: dict[str, tuple[Revision, ...]]
) -> Iterator[tuple[str, tuple[Revision, ...]]]:
    """The same with what each commit left in the file, all asked for at once."""
    names = [f"{item.commit}:{item.path}" for items in known.values() for item in items]
    contents = iter(list(read_blobs(root, names)))
    for path, items in known.items():
        yield path, tuple(replace(item, content=next(contents)) for item in items)


def _is_lost(root: Path, revision: Revision) -> bool:
    """Whether a file has no content although the commit did not remove it."""
    if revision.content is not None:
        return False
    return bool(run_git(root, "ls-tree", "--full-tree", "-z", revision.commit, "--", revision.path))

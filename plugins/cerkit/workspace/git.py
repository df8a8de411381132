"""What git knows of the working tree. cerkit works without git too; then it says less.

Only commands that read are run, and nothing that a repository brings along is carried out: no hook, filter, pager,
comparison program or signature check, and no download of what a partial clone lacks. The user's own settings count,
since they say which folders of other owners git may read at all.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from cerkit.model.errors import CerkitError

LARGEST_BLOB: Final = 16 * 1024 * 1024
"""Bytes. Larger files are no records, and are not read out of a repository."""
_PATIENCE: Final = 120
"""Seconds after which a git that does not answer is given up."""
_PLACES: Final = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
"""Set by a hook for the repository that it runs in, which need not be the one that is looked at."""
_SAFE: Final = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # another commit in place of one would be another history
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OPTIONS: Final = (
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
    "-c",
    "log.showSignature=false",
)


def commit_date(root: Path, revision: str = "HEAD") -> date | None:
    """Day of a commit, in the committer's own time zone; None outside git or before the first commit."""
    # Without the option, git told to show signatures would print what it thinks of them before the day.
    options = ("-1", "--no-show-signature", "--format=%cs", "--end-of-options")
    shown = run_git(root, "log", *options, revision, "--")
    return day_of(shown.decode()) if shown and shown.strip() else None


def run_git(root: Path, *arguments: str, said: bytes = b"") -> bytes | None:
    """What a command of git prints; None where there is no git, no repository, or nothing of that name."""
    try:
        done = subprocess.run(
            _command(root, arguments),
            input=said,
            capture_output=True,
            check=True,
            env=_environment(),
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def start_git(root: Path, *arguments: str) -> Callable[[], bytes | None]:
    """Begin a command, and go on with other work meanwhile. What is given back waits for what the command prints."""
    try:
        process = subprocess.Popen(
            _command(root, arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
    except OSError:
        return lambda: None

    def printed() -> bytes | None:
        with process:
            try:
                shown, _ = process.communicate(timeout=_PATIENCE)
            except subprocess.SubprocessError:
                process.kill()
                return None
        return shown if process.returncode == 0 else None

    return printed


def day_of(text: str) -> date:
    """A day as git prints it. One that no calendar has is the last of all: history never looks older than it is."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return date.max


def top_of(root: Path) -> str | None:
    """Where a folder lies below the top of its repository, with `/` at the end; empty at the top, None outside git."""
    shown = run_git(root, "rev-parse", "--show-prefix")
    return None if shown is None else os.fsdecode(shown)[:-1]


def resolve(root: Path, revision: str) -> str:
    """Hash of the commit that a tag, branch or hash means."""
    if top_of(root) is None:
        raise CerkitError(
            f"{root} is not under git, or git is not there, so {revision} cannot be looked up",
            "run the command in a clone of the repository, with git installed",
        )
    name = f"{revision}^{{commit}}"
    shown = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if not shown:
        raise CerkitError(
            f"git knows no revision {revision}",
            "`git tag` lists the tags; a shallow clone may lack it: `git fetch --tags --unshallow`",
        )
    return shown.decode().strip()


def read_blobs(root: Path, names: Iterable[str], *, largest: int = LARGEST_BLOB) -> Iterator[bytes | None]:
    """Contents of objects by name, as git keeps them, before any filter; None for one that it cannot give."""
    wanted = list(names)
    asked = "".join(f"{name}\n" for name in wanted).encode(errors="surrogateescape")
    sizes = (run_git(root, "cat-file", "--batch-check", said=asked) or b"").splitlines()
    if len(sizes) != len(wanted):
        yield from (None for _ in wanted)
        return
    kept = [_blob(line, largest) for line in sizes]
    hashes = dict.fromkeys(found for found in kept if found is not None)
    shown = (
        run_git(root, "cat-file", "--batch", said="".join(f"{found}\n" for found in hashes).encode()) or b""
    )
    contents = dict(_contents(shown))
    yield from (contents.get(found) if found is not None else None for found in kept)


def _blob(line: bytes, largest: int) -> str | None:
    """Hash of a file that is not too large, from a line of git's answer."""
    parts = line.decode(errors="replace").rsplit(" ", 2)
    is_blob = len(parts) == 3 and parts[1] == "blob" and int(parts[2]) <= largest
    return parts[0] if is_blob else None


def _contents(shown: bytes) -> Iterator[tuple[str, bytes]]:
    """Hash and content of each object that git printed: a line about it, its bytes, the end of a line."""
    at = 0
    while at < len(shown):
        end = shown.index(b"\n", at)
        parts = shown[at:end].decode().split(" ")
        at = end + 1
        if len(parts) == 3:
            size = int(parts[2])
            yield parts[0], shown[at : at + size]
            at += size + 1


def _command(root: Path, arguments: Iterable[str]) -> list[str]:
    return ["git", *_OPTIONS, "-C", str(root), *arguments]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _PLACES} | _SAFE

"""The two releases of the example as a real git repository, the way a company keeps its own report.

A clone of this repository may have no tags, so the older release stands as files below `tests/history/` and the
commits are made when a test asks for them. Dates, names and configuration are fixed: the same files give the same
commits on every machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

FIRST: Final = "1.0.0"
UPDATE: Final = "1.1.0"
AUTHOR: Final = ("B. Sample", "b.sample@evaluators.example")
"""The fictional evaluator who writes the report (EVR-2)."""
PREVIOUS: Final = "previous/1.0.0"
"""Folder of the first release in the repository of the second."""
_FRAME: Final = ("mkdocs.yml", "docs/index.md")
"""What no update of the report touches. Handbook and front page of this repository belong to the toolkit."""
_REPORT: Final = ("docs/report", "evidence")
_PLAN: Final = "evidence/plan.yml"
_BEGINS: Final = re.compile(rb"^history_begins: \S+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Release:
    """One version of the report: when it was signed, why, and all files of its repository."""

    version: str
    signed: str
    """Time with its zone, so that the machine's own zone has no part in the commit."""
    message: str
    files: Mapping[str, bytes]
    """Path from the top of the repository, with `/`, and content."""

    @property
    def tag(self) -> str:
        return f"v{self.version}"


@dataclass(frozen=True, slots=True)
class History:
    """A git repository whose releases are tagged `v1.0.0` and `v1.1.0`; its working tree is the newest."""

    root: Path

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(_text(self.root, "tag", "--list").split())

    def commit(self, revision: str) -> str:
        """Hash of the commit that a tag, a version without the leading `v` or any other revision means."""
        name = f"v{revision}" if f"v{revision}" in self.tags else revision
        return _text(self.root, "rev-parse", "--verify", f"{name}^{{commit}}").strip()

    def export(self, revision: str, folder: Path) -> Path:
        """The files of a revision, written to a folder that git knows nothing of."""
        packed = git(self.root, "archive", "--format=tar", self.commit(revision))
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is not None:
                    _write_file(folder / member.name, content.read())
        return folder

    def clone(self, folder: Path, *, tags: bool) -> History:
        """A clone as a colleague has it, with or without the tags."""
        options = () if tags else ("--no-tags",)
        git(self.root, "clone", "--quiet", "--no-hardlinks", *options, str(self.root), str(folder))
        return History(folder)


def first_release(repository: Path) -> Release:
    """The report as it was signed before the device was placed on the market."""
    return Release(
        version=FIRST,
        signed="2025-06-16T16:00:00+01:00",
        message="Release 1.0.0 of CER-DRT-001\n\nFirst report, before placing on the market.\n",
        files=_files(repository / "tests" / "history" / FIRST, "."),
    )


def update_release(repository: Path) -> Release:
    """The report as it stands in this repository: the yearly update."""
    frame = _files(repository / "tests" / "history" / FIRST, *_FRAME)
    report = _files(repository, *_REPORT)
    # There the history begins with the first release, here with this repository.
    first = _BEGINS.search((repository / "tests" / "history" / FIRST / _PLAN).read_bytes())
    if first is None:
        raise AssertionError(f"{_PLAN} of {FIRST} does not say when the history begins")
    report[_PLAN] = _BEGINS.sub(first.group(), report[_PLAN])
    # The release before lies in a folder, so that a clone without tags can compare with it.
    before = _files(repository / "tests" / "history" / FIRST, ".")
    report |= {f"{PREVIOUS}/{name}": data for name, data in before.items()}
    report["mkdocs.yml"] = frame["mkdocs.yml"].replace(
        b"      report: report\n", f"      report: report\n      previous_release: {PREVIOUS}\n".encode()
    )
    return Release(
        version=UPDATE,
        signed="2026-06-30T16:00:00+01:00",
        message="Release 1.1.0 of CER-DRT-001\n\nYearly update; see the report's own section on changes.\n",
        files=frame | report,
    )


def make_history(root: Path, *releases: Release) -> History:
    """A new repository at `root` with one commit and one annotated tag a release, in the order given."""
    root.mkdir(parents=True)
    git(root, "init", "--quiet", "--initial-branch=main", "--object-format=sha1", "--template=")
    for release in releases:
        _write(root, release.files)
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--file=-", at=release.signed, text=release.message)
        tag = ("tag", "--annotate", "--file=-", release.tag)
        git(root, *tag, at=release.signed, text=f"CER-DRT-001 version {release.version}\n")
    return History(root)


def git(folder: Path, *arguments: str, at: str | None = None, text: str = "") -> bytes:
    """Run git in a folder and give what it prints. Neither the user's settings nor a surrounding hook has a say."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=_environment(at),
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"git {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def _environment(at: str | None) -> dict[str, str]:
    """Ours without what git reads, which a hook sets too; with fixed people, and times where something is written."""
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    fixed = {
        "GIT_CONFIG_NOSYSTEM": "1",
        # Git itself knows this name on every system.
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_COUNT": "2",
        # Bytes go in and come out as they are, on Windows too.
        "GIT_CONFIG_KEY_0": "core.autocrlf",
        "GIT_CONFIG_VALUE_0": "false",
        "GIT_CONFIG_KEY_1": "core.fileMode",
        "GIT_CONFIG_VALUE_1": "false",
        "GIT_TERMINAL_PROMPT": "0",
    }
    for role in ("AUTHOR", "COMMITTER"):
        fixed |= {f"GIT_{role}_NAME": AUTHOR[0], f"GIT_{role}_EMAIL": AUTHOR[1]}
        if at is not None:
            fixed[f"GIT_{role}_DATE"] = at
    return inherited | fixed


def _text(root: Path, *arguments: str) -> str:
    return git(root, *arguments).decode()


def _files(top: Path, *places: str) -> dict[str, bytes]:
    """Files below some places of a folder, without what editors and systems leave behind."""
    found: dict[str, bytes] = {}
    for place in places:
        start = top / place
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            name = path.relative_to(top)
            is_ours = not any(part.startswith(".") or part.endswith("~") for part in name.parts)
            if is_ours and path.is_file():
                found[name.as_posix()] = path.read_bytes()
    if not found:
        raise AssertionError(f"nothing in {top}")
    return found


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    """Make the working tree hold these files and no others."""
    for path in sorted(root.rglob("*"), reverse=True):
        if ".git" in path.relative_to(root).parts:
            continue
        if path.is_file():
            path.unlink()
        else:
            path.rmdir()
    for name, data in files.items():
        _write_file(root / name, data)


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

"""A tag of a repository, and the files that it holds, written out without asking git to check anything out.

No filter, hook or attribute of the repository has a say: a file is what git keeps.
"""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from cerkit.model.errors import CerkitError
from cerkit.workspace.git import commit_date, read_blobs, run_git, top_of
from cerkit.workspace.project import Origin, Project
from cerkit.workspace.settings import read_settings

LARGEST_FILE: Final = 512 * 1024 * 1024
LARGEST_TREE: Final = 4 * 1024 * 1024 * 1024
MOST_FILES: Final = 100_000
_BATCH: Final = 64 * 1024 * 1024
"""Bytes that are asked of git at once."""
_FILE, _PROGRAM, _LINK, _REPOSITORY, _TREE = "100644", "100755", "120000", "160000", "040000"
_OLD_FILE: Final = "100664"
"""A mode that git wrote long ago."""
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
"""Signs that a name of a file has on some systems only."""
_LFS: Final = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as git has it, and the commit that it names."""

    name: str
    commit: str
    day: date
    """The commit's, in the committer's own time zone."""

    @property
    def version(self) -> str:
        """What the tag says of the version: its name without a leading `v`."""
        return self.name[1:] if re.match(r"v\d", self.name) else self.name


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: str
    blob: str
    size: int


def find_tag(root: Path, named: str) -> Tag:
    """The tag of that name, with or without a leading `v`. A branch or a hash is none: it names no version."""
    if top_of(root) is None:
        raise CerkitError(
            f"{root} is not under git, or git is not there",
            "a release is made from a tag: run the command in a clone of the repository",
        )
    name = next((name for name in (named, f"v{named}") if is_tag(root, name)), None)
    if name is None:
        hint = "`git tag` lists the tags, `git fetch --tags` gets those of others; a branch or a hash is none"
        raise CerkitError(f"there is no tag {named}", hint)
    shown = run_git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"refs/tags/{name}^{{commit}}"
    )
    if not shown:
        raise CerkitError(f"the tag {name} names no commit", "tag the commit that is to be released")
    commit = shown.decode().strip()
    day = commit_date(root, commit)
    if day is None or day == date.max:
        raise CerkitError(f"git does not tell the day of {commit}", "commit again with a clock that is set")
    return Tag(name, commit, day)


def check_complete(root: Path) -> None:
    """CerkitError where the clone lacks history: what the checks say of it would differ from clone to clone."""
    if (run_git(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true":
        hint = "get the whole history: `git fetch --unshallow --tags`, or `fetch-depth: 0` in a workflow"
        raise CerkitError("the clone is shallow, and a release looks at the history", hint)
    if run_git(root, "config", "--get-regexp", r"^remote\..*\.promisor$"):
        hint = "clone again without --filter"
        raise CerkitError("the clone is partial, and a release looks at the history", hint)


def write_out(project: Project, tag: Tag, folder: Path) -> Project:
    """The files of a tag in an empty folder, as a project whose history is the tag's.

    Of a repository that holds more than one project, only this one's files.
    """
    root, top = project.root, top_of(project.root) or ""
    listed = _followed(root, _checked(_listed(root, tag.commit, top), tag))
    if "mkdocs.yml" not in listed:
        raise CerkitError(
            f"the tag {tag.name} holds no mkdocs.yml", "tag a commit of the device's repository"
        )
    for batch in _batches(listed):
        found = read_blobs(root, (entry.blob for entry in batch.values()), largest=LARGEST_FILE)
        for path, data in zip(batch, found, strict=True):
            if data is None:
                raise CerkitError(
                    f"git cannot give {path} of {tag.name}", "clone the repository again, whole"
                )
            _write(folder / path, data)
    return Project(folder, read_settings(folder), Origin(root, tag.commit))


def snapshot_of(project: Project) -> dict[str, bytes]:
    """Configuration, records and pages of a project that was written out: path -> bytes, sorted."""
    docs = project.settings.docs_dir
    if not (project.root / docs).resolve().is_relative_to(project.root.resolve()):
        raise CerkitError(f"the folder {docs} lies outside the repository", "move its files into it")
    places = [project.root / "mkdocs.yml"]
    for folder in ("evidence", docs):
        places += (path for path in (project.root / folder).rglob("*") if path.is_file())
    files = {path.relative_to(project.root).as_posix(): path.read_bytes() for path in places}
    for path, data in files.items():
        if data.startswith(_LFS):
            hint = "keep pages, records and pictures in git itself"
            raise CerkitError(f"{path} is kept by Git LFS, and the tag holds only a pointer to it", hint)
    return dict(sorted(files.items()))


def is_tag(root: Path, name: str) -> bool:
    """Whether exactly this is the name of a tag; `1.0.0~1` is none, though git could follow it."""
    return run_git(root, "show-ref", "--verify", "--quiet", "--", f"refs/tags/{name}") is not None


def _listed(root: Path, commit: str, top: str) -> Iterator[tuple[str, _Entry]]:
    """Path below the project and what git knows of it."""
    places = (top,) if top else ()
    shown = run_git(root, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", *places)
    if shown is None:
        raise CerkitError(f"git cannot list the files of {commit}", "clone the repository again, whole")
    for line in shown.split(b"\0"):
        told, _, name = line.partition(b"\t")
        parts = told.decode("ascii", errors="replace").split()
        if len(parts) == 4:
            path = name.decode("utf-8", errors="surrogateescape").removeprefix(top)
            yield path, _Entry(parts[0], parts[2], int(parts[3]) if parts[3].isdigit() else 0)


def _checked(listed: Iterable[tuple[str, _Entry]], tag: Tag) -> dict[str, _Entry]:
    """The same, where every file has a name and a kind that every system can write."""
    found: dict[str, _Entry] = {}
    folded: dict[str, str] = {}
    total = 0
    for path, entry in listed:
        if not _is_plain(path):
            hint = "rename it, and tag again"
            raise CerkitError(f"{tag.name} holds a file that not every system can write: {path!r}", hint)
        if entry.mode not in (_FILE, _OLD_FILE, _PROGRAM, _LINK):
            kind = (
                "another repository (a submodule)" if entry.mode == _REPOSITORY else f"of mode {entry.mode}"
            )
            raise CerkitError(f"{path} of {tag.name} is {kind}", "a release holds files: copy them in")
        same = folded.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if same != path or path in found:
            raise CerkitError(f"{tag.name} holds {path} and {same}, one file on many systems", "rename one")
        found[path] = entry
        total += entry.size
    if len(found) > MOST_FILES or total > LARGEST_TREE:
        raise CerkitError(f"{tag.name} holds {len(found)} files of {total} bytes, too many to be released")
    return found


def _is_plain(path: str) -> bool:
    """Whether a name stays inside its folder on every system."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    parts = path.split("/")
    return not _UNSAFE.search(path) and all(
        part and part.strip(". ") and part.casefold() != ".git" and not part.endswith((".", " "))
        for part in parts
    )


def _followed(root: Path, listed: Mapping[str, _Entry]) -> dict[str, _Entry]:
    """A link to a file or folder of the project is a copy of it. Any other link is refused."""
    links = {path: entry for path, entry in listed.items() if entry.mode == _LINK}
    files = {path: entry for path, entry in listed.items() if entry.mode != _LINK}
    result = dict(files)
    targets = read_blobs(root, (entry.blob for entry in links.values()))
    for path, data in zip(links, targets, strict=True):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), os.fsdecode(data or b"/")))
        if path.startswith(f"{target}/"):
            continue  # what lies in a folder above it is read in its own place, as in the working tree
        copies = {
            path + name[len(target) :]: files[name] for name in files if f"{name}/".startswith(f"{target}/")
        }
        if target.startswith(("/", "..")) or not copies:
            hint = "a link may lead to a file or folder of the repository, and not to another link"
            raise CerkitError(f"{path} is a link to {os.fsdecode(data or b'')}, which is not followed", hint)
        result |= copies
        if len(result) > MOST_FILES or sum(entry.size for entry in copies.values()) > LARGEST_TREE:
            raise CerkitError(f"{path} is a link to too many files", "link to the files that are needed")
    return dict(sorted(result.items()))


def _batches(listed: Mapping[str, _Entry]) -> Iterator[dict[str, _Entry]]:
    """Parts of the files that memory holds at once."""
    batch: dict[str, _Entry] = {}
    size = 0
    for path, entry in listed.items():
        if batch and size + entry.size > _BATCH:
            yield batch
            batch, size = {}, 0
        batch[path] = entry
        size += entry.size
    yield batch


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

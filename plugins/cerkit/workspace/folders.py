"""Reads a working tree into `path -> bytes`. Links that lead out of the repository are not followed."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cerkit.model.errors import CerkitError

LARGEST_READ: Final = 64 * 1024 * 1024 + 1
"""Bytes read of one file: one more than a record file may have, so that a larger one is seen to be too large."""


class Files(Mapping[str, bytes]):
    """Path -> bytes; each file is read when somebody first asks for it."""

    def __init__(self) -> None:
        self._read: dict[str, bytes] = {}
        self._places: dict[str, str] = {}
        self._sizes: dict[str, int] = {}

    def add(self, path: str, place: str, size: int) -> None:
        """Put a file in; `place` is where it lies on the disk, `size` its bytes."""
        self._places[path] = place
        self._sizes[path] = size

    def size(self, path: str) -> int:
        """In bytes, when the folder was read."""
        return self._sizes[path]

    def __getitem__(self, path: str) -> bytes:
        data = self._read.get(path)
        if data is None:
            with _unreadable_is_told():
                data = self._read[path] = _read(self._places[path])
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True, slots=True)
class Tree:
    """Files of one revision, by path with `/`, and the paths that lead out of the repository."""

    files: Mapping[str, bytes]
    outside: tuple[str, ...]
    stamps: Mapping[str, str]
    """Size, time of the last change and number of each file, as the file system has them."""


def read_tree(root: Path, docs_dir: str = "docs") -> Tree:
    """The record files below `evidence/` and the pages below the folder of prose, sorted by path."""
    with _unreadable_is_told():
        return _read_tree(root, docs_dir)


@contextmanager
def _unreadable_is_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{error.filename} cannot be read: {error.strerror}"
        hint = "give yourself the right to read it, or take it out of the repository"
        raise CerkitError(message, hint) from error


def _read_tree(root: Path, docs_dir: str) -> Tree:
    files = Files()
    stamps: dict[str, str] = {}
    outside: list[str] = []
    top = root.resolve()
    for folder in ("evidence", docs_dir):
        if not (root / folder).resolve().is_relative_to(top):
            raise CerkitError(f"the folder {folder} lies outside the repository", "move its files into it")
        for path, place, stamp in sorted(_walk(root / folder, f"{folder}/", top, outside)):
            if not is_read(path):
                continue
            name = f"docs/{path[len(docs_dir) + 1 :]}" if folder == docs_dir else path
            stamps[name] = stamp
            files.add(name, place, int(stamp.partition(" ")[0]))
    return Tree(files, tuple(sorted(outside)), stamps)


def is_read(path: str) -> bool:
    """Whether a file below one of the two folders is for the check: records, and pages outside them."""
    if not path.startswith("evidence/"):
        return path.endswith(".md")
    # Beside searches lie the exports, in `releases` the lists of changes: both are read by those who ask for them.
    is_mixed = path.startswith(("evidence/searches/", "evidence/releases/"))
    return not is_mixed or path.endswith((".yml", ".yaml"))


def is_hidden(name: str) -> bool:
    """Whether a file or folder is an editor's or the system's own."""
    return name.startswith(".") or name.endswith("~")


def _walk(
    folder: Path, prefix: str, top: Path, outside: list[str], *, is_linked: bool = False
) -> Iterator[tuple[str, str, str]]:
    """The files below a folder. One link to a folder is followed and no second one behind it: a few folders that
    link to one another would else be walked in every order.
    """
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if is_hidden(entry.name) or _is_loop(entry):
            continue
        path = prefix + entry.name
        target = Path(entry.path).resolve() if entry.is_symlink() else None
        if target is not None and not target.is_relative_to(top):
            outside.append(path)
        elif target is not None and folder.resolve().is_relative_to(target):
            continue  # a link to a folder above it: what lies there is read in its own place
        elif entry.is_dir():
            if target is None or not is_linked:
                is_behind = is_linked or target is not None
                yield from _walk(Path(entry.path), f"{path}/", top, outside, is_linked=is_behind)
        elif entry.is_file():
            known = entry.stat()
            yield path, entry.path, f"{known.st_size} {known.st_mtime_ns} {known.st_ino}"


def _is_loop(entry: os.DirEntry[str]) -> bool:
    """Whether a link leads to itself: like one that leads to nothing, it is no file."""
    if not entry.is_symlink():
        return False
    try:
        entry.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def _read(path: str) -> bytes:
    """The file's bytes, by the system's own calls: with five thousand files the layers above them would show."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        wanted = min(os.fstat(handle).st_size + 1, LARGEST_READ)
        data = os.read(handle, wanted)
        # Fewer bytes than asked for: that was all. The file may also have grown since its size was read.
        while len(data) >= wanted and len(data) < LARGEST_READ:
            wanted = LARGEST_READ
            data += os.read(handle, LARGEST_READ - len(data))
        return data
    finally:
        os.close(handle)

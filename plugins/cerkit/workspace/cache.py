"""Remembers the records of unchanged files between runs. Data only, outside git; may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import time
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from cerkit import __version__
from cerkit.model.digests import digest_of
from cerkit.workspace.writing import write_atomically

CACHE_VARIABLE: Final = "CERKIT_CACHE_DIR"
_PROGRAMS_KEPT: Final = 3
_DIGEST_LENGTH: Final = 32
_CHECKSUM_LENGTH: Final = 8
SAFE_AGE: Final = 2_000_000_000
"""Nanoseconds that a file must have been at rest before its stamp is trusted; some file systems count in seconds."""


def cache_folder() -> Path:
    """The user's cache folder, or the one that the environment names."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    import platformdirs  # only where no folder is named

    return Path(platformdirs.user_cache_dir("cerkit", appauthor=False))


def cache_file(root: Path, ending: str) -> Path:
    """A file of the cache that belongs to a repository and to the program as it is now."""
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    return cache_folder() / f"records-{_program()}" / f"{name}.{ending}"


class RecordCache:
    """Digest of a file's content -> what the file holds, one a line in one file a repository.

    The first line is a checksum of the rest: a cache that is damaged, or that another version wrote, is as good as
    absent. Two runs at once do no harm: the file is replaced whole, and the later one wins.
    """

    def __init__(self, root: Path) -> None:
        self._path = cache_file(root, "cache")
        self._base = _lines(self._path)
        self._known = self._base | _lines(self._recent_path)
        self._used: dict[str, bytes | memoryview] = {}
        self._is_changed = False
        self._is_noted_anew = False
        self._noted = self._read_notes()
        self._notes: dict[str, tuple[str, str]] = {}
        self.stamps: Mapping[str, str] = {}
        """Stamps of the files as they are now."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is remembered, as on a first run."""
        return not self._known

    def is_unchanged(self, path: str, stamp: str) -> bool:
        """Whether the file was seen with this stamp, and what it held is remembered."""
        noted = self._noted.get(path)
        return noted is not None and noted[0] == stamp and noted[1] in self._known

    def digest(self, path: str, files: Mapping[str, bytes], /) -> str | None:
        """The digest of a file; of an unchanged one without reading it, as git does. None where nothing is kept."""
        if self.is_empty:
            return None
        stamp = self.stamps.get(path, "")
        if self.is_unchanged(path, stamp):
            digest = self._noted[path][1]
            self._notes[path] = (stamp, digest)
        else:
            digest = digest_of(path, files[path])
            self.note(path, digest)
        return digest

    def note(self, path: str, digest: str, /) -> None:
        """What whoever has read the file found to be its digest."""
        self._notes[path] = (self.stamps.get(path, ""), digest)
        self._is_noted_anew = True

    def recall(self, digest: str, /) -> bytes | None:
        kept = self._known.get(digest)
        if kept is None:
            return None
        self._used[digest] = kept
        return bytes(kept)

    def remember(self, digest: str, data: bytes, /) -> None:
        self._used[digest] = data
        self._is_changed = True

    def save(self) -> None:
        """Keep what this run used. A cache that cannot be written is not worth an error."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._is_changed:
                self._save_entries()
            if self._is_noted_anew:
                write_checked(self._notes_path, json.dumps([time.time_ns(), self._notes]).encode())
        except OSError:
            return

    def _save_entries(self) -> None:
        """Few new entries go into a small file beside the large one, which is written anew when they are many."""
        recent = {digest: data for digest, data in self._used.items() if digest not in self._base}
        if len(recent) * 10 < len(self._base):
            write_checked(self._recent_path, _joined(recent))
            return
        write_checked(self._path, _joined(self._used))
        self._recent_path.unlink(missing_ok=True)
        _forget_old(self._path.parent)

    @property
    def _recent_path(self) -> Path:
        return self._path.with_suffix(".recent")

    @property
    def _notes_path(self) -> Path:
        return self._path.with_suffix(".stamps")

    def _read_notes(self) -> dict[str, tuple[str, str]]:
        """Stamps and digests of the last run. A file changed just before it could change again at the same stamp."""
        content = read_checked(self._notes_path)
        if not content:
            return {}
        written, notes = json.loads(content)
        safe = written - SAFE_AGE
        return {path: (stamp, digest) for path, (stamp, digest) in notes.items() if changed_at(stamp) < safe}


def _forget_old(kept: Path) -> None:
    """Leave the folders of the few programs used last; every change of the code makes a new one."""
    others = [folder for folder in kept.parent.glob("records-*") if folder != kept]
    for folder in sorted(others, key=lambda item: item.stat().st_mtime, reverse=True)[_PROGRAMS_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def _program() -> str:
    """Names the code that made the cache, so that a changed model or loader never reads what an older one kept."""
    return f"{__version__}-{_code()}"


@cache
def _code() -> str:
    """A digest of the files that decide what is read and found, by size and time."""
    package = Path(__file__).parent.parent
    digest = hashlib.blake2b(digest_size=8)
    for part in (
        "model",
        "load",
        "validate",
        "link",
        "checks",
        "compare",
        "assess",
        "synthesis",
        "catalogues",
    ):
        for path in sorted((package / part).rglob("*.*")):
            if path.suffix == ".pyc":
                continue
            known = path.stat()
            digest.update(f"{path.name} {known.st_size} {known.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _lines(path: Path) -> dict[str, memoryview]:
    """Digest -> entry, as views of the file: to copy all of it takes longer than to read it."""
    content = read_checked(path)
    view = memoryview(content)
    entries: dict[str, memoryview] = {}
    start = 0
    while start < len(content):
        found = content.find(b"\n", start)
        end = found if found >= 0 else len(content)
        data_start = start + _DIGEST_LENGTH
        entries[content[start:data_start].decode()] = view[data_start + 1 : end]
        start = end + 1
    return entries


def _joined(entries: Mapping[str, bytes | memoryview]) -> bytes:
    return b"\n".join(b"%s %s" % (digest.encode(), data) for digest, data in entries.items())


def write_checked(path: Path, content: bytes) -> None:
    """Write a file with a checksum before its content."""
    write_atomically(path, _checksum(content) + b"\n" + content)


def read_checked(path: Path) -> bytes:
    """A file without its first line, which is a checksum of the rest; nothing where they do not agree."""
    try:
        with path.open("rb", buffering=0) as file:  # so that no second copy of a large file is made
            first_line, content = file.read(_CHECKSUM_LENGTH + 1), file.readall()
    except OSError:
        return b""
    return content if first_line == _checksum(content) + b"\n" else b""


def changed_at(stamp: str) -> int:
    """When the file was changed last, in nanoseconds."""
    parts = stamp.split()
    return int(parts[1]) if len(parts) == 3 else sys.maxsize


def _checksum(data: bytes) -> bytes:
    """Shows that a file was cut short or damaged; nobody is kept from writing one of his own."""
    return b"%08x" % zlib.crc32(data)

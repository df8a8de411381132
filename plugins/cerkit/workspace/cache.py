"""Remembers the records of unchanged files between runs. Data only, outside git; may be deleted at any time."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Final

from cerkit import __version__
from cerkit.workspace.writing import write_atomically

CACHE_VARIABLE: Final = "CERKIT_CACHE_DIR"
_PROGRAMS_KEPT: Final = 3
_DIGEST_LENGTH: Final = 32


def cache_folder() -> Path:
    """The user's cache folder, or the one that the environment names."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    import platformdirs  # only where no folder is named

    return Path(platformdirs.user_cache_dir("cerkit", appauthor=False))


class RecordCache:
    """Digest of a file's content -> what the file holds, one a line in one file a repository.

    The first line is a digest of the rest: a cache that is damaged, or that another version wrote, is as good as
    absent. Two runs at once do no harm: the file is replaced whole, and the later one wins.
    """

    def __init__(self, root: Path) -> None:
        name = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
        self._path = cache_folder() / f"records-{_program()}" / f"{name}.cache"
        self._known = self._read()
        self._used: dict[str, bytes] = {}
        self._is_changed = False

    def recall(self, digest: str, /) -> bytes | None:
        data = self._known.get(digest)
        if data is not None:
            self._used[digest] = data
        return data

    def remember(self, digest: str, data: bytes, /) -> None:
        self._used[digest] = data
        self._is_changed = True

    def save(self) -> None:
        """Keep what this run used. A cache that cannot be written is not worth an error."""
        if not self._is_changed:
            return
        lines = b"\n".join(b"%s %s" % (digest.encode(), data) for digest, data in self._used.items())
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, _checksum(lines) + b"\n" + lines)
            _forget_old(self._path.parent)
        except OSError:
            return

    def _read(self) -> dict[str, bytes]:
        try:
            content = self._path.read_bytes()
        except OSError:
            return {}
        checksum, _, lines = content.partition(b"\n")
        if checksum != _checksum(lines):
            return {}
        return {line[:_DIGEST_LENGTH].decode(): line[_DIGEST_LENGTH + 1 :] for line in lines.split(b"\n")}


def _forget_old(kept: Path) -> None:
    """Leave the folders of the few programs used last; every change of the code makes a new one."""
    others = [folder for folder in kept.parent.glob("records-*") if folder != kept]
    for folder in sorted(others, key=lambda item: item.stat().st_mtime, reverse=True)[_PROGRAMS_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def _program() -> str:
    """Names the code that made the cache, so that a changed model or loader never reads what an older one kept."""
    package = Path(__file__).parent.parent
    digest = hashlib.blake2b(__version__.encode(), digest_size=8)
    for part in ("model", "load", "validate", "link", "assess"):
        for path in sorted((package / part).rglob("*.py")):
            known = path.stat()
            digest.update(f"{path.name} {known.st_size} {known.st_mtime_ns}\n".encode())
    return f"{__version__}-{digest.hexdigest()}"


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).hexdigest().encode()

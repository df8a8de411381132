"""Remembers the records of unchanged files between runs. Data only, outside git; may be deleted at any time."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from cerkit import __version__
from cerkit.workspace.writing import write_atomically

CACHE_VARIABLE: Final = "CERKIT_CACHE_DIR"
_FORM: Final = 1


def cache_folder() -> Path:
    """The user's cache folder, or the one that the environment names."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    import platformdirs  # only where no folder is named

    return Path(platformdirs.user_cache_dir("cerkit", appauthor=False))


class RecordCache:
    """Digest of a file's content -> its records as JSON, one a line in one file a repository.

    A line that is damaged, or that another version wrote, is as good as absent: records are validated again when they
    are recalled. Two runs at once do no harm: the file is replaced whole, and the later one wins.
    """

    def __init__(self, root: Path) -> None:
        name = hashlib.sha256(str(root).encode()).hexdigest()[:16]
        self._path = cache_folder() / f"records-{__version__}-{_FORM}" / f"{name}.jsonl"
        self._known = self._read()
        self._used: dict[str, bytes] = {}
        self._is_changed = False

    def recall(self, digest: str) -> bytes | None:
        data = self._known.get(digest.encode())
        if data is not None:
            self._used[digest] = data
        return data

    def remember(self, digest: str, data: bytes) -> None:
        self._used[digest] = data
        self._is_changed = True

    def save(self) -> None:
        """Keep what this run used. A cache that cannot be written is not worth an error."""
        if not self._is_changed:
            return
        lines = b"".join(b"%s %s\n" % (digest.encode(), data) for digest, data in self._used.items())
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, lines)
        except OSError:
            return

    def _read(self) -> dict[bytes, bytes]:
        try:
            content = self._path.read_bytes()
        except OSError:
            return {}
        pairs = (line.split(b" ", 1) for line in content.splitlines())
        return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}

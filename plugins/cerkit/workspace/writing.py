"""Writing that leaves either the old state or the new one, never something between."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def file_name(words: str) -> str:
    """A name of one file, on every system, from the text of a record: `CER/DRT 1` -> `CER-DRT 1`."""
    return re.sub(r'[<>:"/\\|?*]+', "-", " ".join(words.split())).strip(" -.") or "unnamed"


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside the target, then rename over it."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        # The name of the file that could not be made means nothing to whoever reads the message.
        raise OSError(error.errno, error.strerror, str(path)) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A new folder that takes the target's place when the block ends well; else the target stays as it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    fresh.chmod(0o755)
    try:
        yield fresh
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    """Two renames; a folder cannot be replaced in one step on every system."""
    if target.is_file():
        raise NotADirectoryError(errno.ENOTDIR, "a file stands where a folder is to be written", str(target))
    if not target.exists() and not target.is_symlink():
        fresh.rename(target)
        return
    old = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.old."))
    old.rmdir()
    target.rename(old)
    try:
        fresh.rename(target)
    except BaseException:
        old.rename(target)
        raise
    if old.is_symlink():
        old.unlink()
    else:
        shutil.rmtree(old, ignore_errors=True)

"""Puts a finished bundle where it is looked for: in one step, or not at all.

Everything is made in a hidden folder beside the target, and only the last rename makes a bundle of it. Whatever a run
that was killed left behind, the next one removes.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cerkit.model.errors import CerkitError
from cerkit.workspace.bundles import SUMS, damages, digest_of_sums, open_bundle, sums_of

if sys.platform != "win32":
    import fcntl

_PREFIX: Final = ".cerkit-release."


@dataclass(frozen=True, slots=True)
class Bench:
    """A hidden folder for a run's own files, and the folder in which bundles lie."""

    work: Path
    out: Path

    def hand_over(self, name: str, files: Mapping[str, bytes]) -> Path:
        """Write the files and their sums, then let the bundle appear under its name.

        Where it is there already, with the same files, nothing is done.
        """
        target = self.out / name
        if target.exists() or target.is_symlink():
            _check_same(target, files)
            return target
        fresh = self.work / "bundle"
        fresh.mkdir(mode=0o755)
        fresh.chmod(0o755)
        for file in sorted(files):
            _write(fresh / file, files[file])
        _write(fresh / SUMS, sums_of(files))
        _settle(fresh)
        try:
            fresh.rename(target)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CerkitError(f"{target} cannot be put in place: {reason}", "see what lies there") from error
        _settle(self.out)
        return target


@contextmanager
def bench(out: Path) -> Iterator[Bench]:
    """A place to make a bundle for the folder `out`. What had to be made for it and stays empty is taken away again."""
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    out.mkdir(parents=True, exist_ok=True)
    try:
        with _alone(out):
            _remove_leftovers(out)
            work = Path(tempfile.mkdtemp(dir=out, prefix=_PREFIX))
            try:
                yield Bench(work, out)
            finally:
                shutil.rmtree(work, ignore_errors=True)
    finally:
        for folder in made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """No other run in the same folder meanwhile. The system lets go of the lock however a process ends."""
    if (
        sys.platform == "win32"
    ):  # no lock of a folder; files that another run holds open cannot be removed there
        yield
        return
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise CerkitError(f"another release is being made in {out}", "wait until it is done") from error
    except OSError:  # a file system without locks
        os.close(handle)
        yield
        return
    try:
        yield
    finally:
        os.close(handle)


def _remove_leftovers(out: Path) -> None:
    for left in out.glob(f"{_PREFIX}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)


def _check_same(target: Path, files: Mapping[str, bytes]) -> None:
    """CerkitError where something else stands at the target: what was released is never replaced."""
    hint = "if it was not sent to anybody, remove it and release again"
    if not target.is_dir() or not (target / SUMS).is_file():
        raise CerkitError(f"{target} stands in the way, and is no bundle", hint)
    there = open_bundle(target)
    if there[SUMS] != sums_of(files):
        digest = digest_of_sums(there)
        raise CerkitError(f"{target} holds another release already (digest {digest})", hint)
    found = damages(there)
    if found:
        raise CerkitError(f"{target} was altered: {', '.join(item.file for item in found)}", hint)


def _write(path: Path, data: bytes) -> None:
    """On the disk, and not only on its way there, before anything that is written later."""
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    path.chmod(0o644)


def _settle(folder: Path) -> None:
    """Names of files are on the disk when their folder is; Windows has no such call, and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

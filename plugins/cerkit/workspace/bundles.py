"""A released bundle on the disk: a folder, or a ZIP archive of one.

It may come from anywhere, so nothing in it is believed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from cerkit.model.errors import CerkitError

SUMS: Final = "SHA256SUMS"
"""Names every other file of a bundle with its digest; written last, so that a bundle without it is none."""
SNAPSHOT: Final = "evidence.zip"
"""Configuration, records and pages as the tag has them: with it a bundle can be compared without git."""
LARGEST_FILE: Final = 512 * 1024 * 1024
LARGEST_SNAPSHOT: Final = 1024 * 1024 * 1024
"""Bytes that are unpacked at most, of one file and of a whole snapshot."""

_BROKEN: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)


class BundleFiles(Mapping[str, bytes]):
    """The files of a bundle by name, each read when it is asked for."""

    def __init__(self, name: str, places: Mapping[str, Callable[[], bytes]]) -> None:
        self.name = name
        self._places = places

    def __getitem__(self, name: str) -> bytes:
        read = self._places[name]
        try:
            return read()
        except _BROKEN as error:
            raise CerkitError(
                f"{self.name}: {name} cannot be read: {error}", "get the bundle again"
            ) from error

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._places))

    def __len__(self) -> int:
        return len(self._places)


def is_bundle(path: Path) -> bool:
    """Whether a path looks like a bundle: a folder with sums, or a ZIP archive."""
    return (path / SUMS).is_file() if path.is_dir() else path.suffix == ".zip" and path.is_file()


def open_bundle(path: Path) -> BundleFiles:
    """The files of a bundle. CerkitError where the path is none."""
    if path.is_dir():
        found = {
            item.relative_to(path).as_posix(): item.read_bytes
            for item in sorted(path.rglob("*"))
            if item.is_file() and not item.is_symlink()
        }
    else:
        found = dict(_members(path))
    if SUMS not in found:
        raise CerkitError(
            f"{path} is not a released bundle: it has no {SUMS}", "name a folder that `cerkit release` wrote"
        )
    return BundleFiles(str(path), found)


def _members(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Files of an archive; a folder that holds all of them is left out of their names."""
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise CerkitError(f"{path} is not a released bundle: {error}", "name a folder or a .zip") from error
    names = [info for info in archive.infolist() if not info.is_dir()]
    top = next((info.filename[: -len(SUMS)] for info in names if info.filename.endswith(f"/{SUMS}")), "")
    for info in names:
        if info.filename.startswith(top):
            yield info.filename.removeprefix(top), _reading(archive, info)


def _reading(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if info.file_size > LARGEST_FILE:
            raise zipfile.BadZipFile(f"it would take {info.file_size} bytes")
        return archive.read(info)

    return read


def read_snapshot(bundle: BundleFiles) -> dict[str, bytes]:
    """Path from the top of the repository -> bytes, of the files that the released tag had."""
    if SNAPSHOT not in bundle:
        raise CerkitError(f"{bundle.name} holds no {SNAPSHOT}", "name a whole bundle, as it was released")
    try:
        with zipfile.ZipFile(io.BytesIO(bundle[SNAPSHOT])) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if sum(info.file_size for info in files) > LARGEST_SNAPSHOT:
                raise CerkitError(f"{bundle.name}: {SNAPSHOT} is too large to be unpacked")
            return {info.filename: archive.read(info) for info in files}
    except _BROKEN as error:
        raise CerkitError(f"{bundle.name}: {SNAPSHOT} is damaged: {error}", "get the bundle again") from error

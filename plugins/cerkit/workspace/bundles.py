"""A released bundle on the disk: a folder, or a ZIP archive of one.

It may come from anywhere, so nothing in it is believed.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from cerkit.model.errors import CerkitError

SUMS: Final = "SHA256SUMS"
"""Names every other file of a bundle with its digest; written last, so that a bundle without it is none."""
SNAPSHOT: Final = "evidence.zip"
"""Configuration, records and pages as the tag has them: with it a bundle can be compared without git."""
LARGEST_FILE: Final = 512 * 1024 * 1024
LARGEST_SNAPSHOT: Final = 1024 * 1024 * 1024
LARGEST_BUNDLE: Final = 4 * 1024 * 1024 * 1024
"""Bytes that are unpacked at most, of one file, of a snapshot, and of a whole bundle."""
MOST_FILES: Final = 100_000

_BROKEN: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
_SUM: Final = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f\\]+)")


class Kind(StrEnum):
    """What is wrong with a file of a bundle. The value stands in the JSON."""

    ALTERED = "altered"
    MISSING = "missing"
    UNEXPECTED = "unexpected"
    """No line of the sums names it, so it is no part of what was released."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Damage:
    """One file that is not as it was released."""

    kind: Kind
    file: str
    message: str


class BundleFiles(Mapping[str, bytes]):
    """The files of a bundle by name, each read when it is asked for."""

    def __init__(
        self, name: str, places: Mapping[str, Callable[[], bytes]], odd: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.odd = dict(odd or {})
        """What is there and no file of a bundle can be: name -> what it is."""
        self._places = places

    def __getitem__(self, name: str) -> bytes:
        read = self._places[name]
        try:
            return read()
        except _BROKEN as error:
            raise CerkitError(
                f"{self.name}: {name} cannot be read: {error}", "get the bundle again"
            ) from error

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._places))

    def __len__(self) -> int:
        return len(self._places)


def is_bundle(path: Path) -> bool:
    """Whether a path looks like a bundle: a folder with sums, or a ZIP archive."""
    return (path / SUMS).is_file() if path.is_dir() else path.suffix == ".zip" and path.is_file()


def open_bundle(path: Path) -> BundleFiles:
    """The files of a bundle. CerkitError where the path is none."""
    found = _in_folder(path) if path.is_dir() else _in_archive(path)
    if SUMS not in found:
        raise CerkitError(
            f"{path} is not a released bundle: it has no {SUMS}", "name a folder that `cerkit release` wrote"
        )
    return found


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """The sums of some files, as `sha256sum -c` reads them."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def digest_of_sums(bundle: Mapping[str, bytes]) -> str:
    """What `evidence/releases.yml` keeps of a release: by way of the sums it stands for every file."""
    return hashlib.sha256(bundle[SUMS]).hexdigest()


def damages(bundle: BundleFiles) -> tuple[Damage, ...]:
    """Every file that was altered, is missing, or was not released, by name. The sums themselves are believed."""
    wanted = read_sums(bundle)
    found = [Damage(Kind.UNEXPECTED, name, what) for name, what in bundle.odd.items()]
    unnamed = (name for name in bundle if name != SUMS and name not in wanted)
    found += (Damage(Kind.UNEXPECTED, name, f"{SUMS} does not name it") for name in unnamed)
    for name, digest in wanted.items():
        damage = _damage(bundle, name, digest)
        if damage is not None:
            found.append(damage)
    return tuple(sorted(found, key=lambda item: (item.file, item.kind)))


def _damage(bundle: BundleFiles, name: str, digest: str) -> Damage | None:
    if name not in bundle:
        return Damage(Kind.MISSING, name, "it was released, and is not there")
    try:
        actual = hashlib.sha256(bundle[name]).hexdigest()
    except CerkitError as error:
        return Damage(Kind.UNREADABLE, name, error.message)
    if actual != digest:
        return Damage(Kind.ALTERED, name, f"its digest is {actual}, and {digest} was released")
    return None


def read_sums(bundle: BundleFiles) -> dict[str, str]:
    """File -> digest, as the sums have them."""
    try:
        text = bundle[SUMS].decode()
    except UnicodeDecodeError as error:
        raise CerkitError(f"{bundle.name}: {SUMS} is not UTF-8", "get the bundle again") from error
    found: dict[str, str] = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        match = _SUM.fullmatch(line)
        if match is None or not _is_inside(match[2]) or match[2] in found or match[2] == SUMS:
            raise CerkitError(
                f"{bundle.name}: line {number} of {SUMS} is not a digest and the name of a file",
                "get the bundle again",
            )
        found[match[2]] = match[1]
    return found


def _is_inside(name: str) -> bool:
    """Whether a name stays in the folder that it counts from, on every system."""
    parts = name.split("/")
    return not re.search(r"[\\:\x00-\x1f]", name) and all(part not in ("", ".", "..") for part in parts)


def _in_folder(path: Path) -> BundleFiles:
    files: dict[str, Callable[[], bytes]] = {}
    odd: dict[str, str] = {}
    for folder, folders, names in os.walk(path):
        for name in (*folders, *names):
            place = Path(folder) / name
            shown = place.relative_to(path).as_posix()
            mode = place.lstat().st_mode
            if stat.S_ISLNK(mode):
                odd[shown] = "it is a link, and not a file"
            elif stat.S_ISREG(mode):
                files[shown] = place.read_bytes
            elif not stat.S_ISDIR(mode):
                odd[shown] = "it is no file"
    return BundleFiles(str(path), files, odd)


def _in_archive(path: Path) -> BundleFiles:
    """Files of an archive; a folder that holds all of them is left out of their names."""
    try:
        archive = zipfile.ZipFile(path)
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except (*_BROKEN, ValueError) as error:
        raise CerkitError(f"{path} is not a released bundle: {error}", "name a folder or a .zip") from error
    _check_size(str(path), infos, LARGEST_BUNDLE)
    ends = sorted((info.filename for info in infos if f"/{info.filename}".endswith(f"/{SUMS}")), key=len)
    top = ends[0].removesuffix(SUMS) if ends else ""
    files: dict[str, Callable[[], bytes]] = {}
    odd: dict[str, str] = {}
    for info in infos:
        name = info.filename.removeprefix(top) if info.filename.startswith(top) else f"../{info.filename}"
        if not _is_inside(name):
            odd[name] = "its name leads out of the bundle"
        elif stat.S_ISLNK(info.external_attr >> 16):
            odd[name] = "it is a link, and not a file"
        elif name in files:
            odd[name] = "the archive holds it more than once"
        else:
            files[name] = _reading(archive, info)
    return BundleFiles(str(path), files, odd)


def _check_size(name: str, infos: Iterable[zipfile.ZipInfo], largest: int) -> None:
    """What an archive says of itself; `zipfile` unpacks no byte more than that."""
    infos = list(infos)
    size = sum(info.file_size for info in infos)
    if len(infos) > MOST_FILES or size > largest:
        raise CerkitError(f"{name} is too large to be unpacked: {len(infos)} files, {size} bytes")


def _reading(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if info.file_size > LARGEST_FILE:
            raise zipfile.BadZipFile(f"it would take {info.file_size} bytes")
        return archive.read(info)

    return read


def read_snapshot(bundle: BundleFiles) -> dict[str, bytes]:
    """Path from the top of the repository -> bytes, of the files that the released tag had."""
    return read_archive(bundle, SNAPSHOT)


def read_archive(bundle: BundleFiles, file: str) -> dict[str, bytes]:
    """Path -> bytes, of all files in an archive of the bundle."""
    if file not in bundle:
        raise CerkitError(f"{bundle.name} holds no {file}", "name a whole bundle, as it was released")
    name = f"{bundle.name}: {file}"
    try:
        with zipfile.ZipFile(io.BytesIO(bundle[file])) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check_size(name, infos, LARGEST_SNAPSHOT)
            files: dict[str, bytes] = {}
            for info in infos:
                if not _is_inside(info.filename) or info.filename in files:
                    raise CerkitError(f"{name} holds {info.filename!r}, which no release wrote")
                files[info.filename] = archive.read(info)
            return files
    except (*_BROKEN, ValueError) as error:
        raise CerkitError(f"{name} is damaged: {error}", "get the bundle again") from error

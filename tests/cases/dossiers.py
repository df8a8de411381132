"""Tiny dossiers for tests: one sound base, and folders laid over it that hold only what they change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from cerkit.assess import Assessment, Memory, Runner, assess
from cerkit.workspace.package_data import ShippedCatalogues

CASES: Final = Path(__file__).resolve().parent
DAY: Final = date(2026, 6, 30)
RECIPE: Final = ".recipe"
"""End of a file whose bytes git or an editor would damage, or that would be too large to keep.

Each line is a number and a text with escapes (`\\n`, `\\t`, `\\xff`); the file is all texts, each so often, joined.
"""
OUTSIDE: Final = "outside.txt"
"""Lists paths that lead out of the repository; the workspace finds them, and the core gets their names."""


@cache
def shipped() -> ShippedCatalogues:
    return ShippedCatalogues()


def base() -> dict[str, bytes]:
    """The sound dossier that every case changes a little."""
    return read_folder(CASES / "base")


def with_changes(changes: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The base with some files in place of its own."""
    return base() | {path: text.encode() if isinstance(text, str) else text for path, text in changes.items()}


def read_folder(folder: Path) -> dict[str, bytes]:
    """Path -> bytes of all files below a folder; recipes are followed."""
    return dict(_read(path, path.relative_to(folder).as_posix()) for path in _files(folder))


def outside_paths(folder: Path) -> tuple[str, ...]:
    listed = folder / OUTSIDE
    return tuple(listed.read_text(encoding="utf-8").split()) if listed.exists() else ()


def assess_files(
    files: Mapping[str, bytes],
    *,
    outside: Iterable[str] = (),
    memory: Memory | None = None,
    runner: Runner | None = None,
) -> Assessment:
    """The core over these files, on a fixed day."""
    return assess(files, on=DAY, shipped=shipped(), outside=outside, memory=memory, runner=runner)


def lines_of(assessment: Assessment) -> list[str]:
    """Each diagnostic on one line: `path:line:column code message`."""
    return [
        f"{item.place.path}:{item.place.line}:{item.place.column} {item.rule.code} {item.message}"
        for item in assessment.diagnostics
    ]


def codes_of(assessment: Assessment) -> list[str]:
    return [item.rule.code for item in assessment.diagnostics]


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != OUTSIDE)


def _read(path: Path, name: str) -> tuple[str, bytes]:
    data = path.read_bytes().replace(b"\r\n", b"\n")
    if not name.endswith(RECIPE):
        return name, data
    return name.removesuffix(RECIPE), b"".join(_cooked(line) for line in data.decode("ascii").splitlines())


def _cooked(line: str) -> bytes:
    number, _, text = line.partition(" ")
    return int(number) * text.encode("ascii").decode("unicode_escape").encode("latin-1")

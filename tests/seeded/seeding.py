"""Puts the mistakes and the harmless edits of the lists into copies of the whole example, and says what is found.

Mistakes that only git or a finished output shows are made in a real repository and a real build.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from cases.dossiers import shipped
from cerkit.assess import Assessment, assess, digest_of
from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.model.trace import Trace
from support.history import first_release

SEEDED: Final = Path(__file__).resolve().parent
ROOT: Final = SEEDED.parents[1]
DAY: Final = date(2026, 6, 30)
"""The day of the example's report."""
Files = dict[str, bytes]
Finding = tuple[str, str | None, str]
"""Code, record and message: what tells one finding from another when lines have moved."""


@dataclass(frozen=True, slots=True)
class Seed:
    """One edit of the example."""

    id: str
    what: str
    edits: tuple[Mapping[str, Any], ...]
    mode: Mode
    history: tuple[Mapping[str, Any], ...]
    output: Mapping[str, Any] | None
    also: frozenset[str]
    """Codes of rules that find what follows from the mistake."""

    @property
    def deficiency(self) -> str:
        return self.id.partition("-")[0]


def seeds(name: str) -> tuple[Seed, ...]:
    """The edits of a list, in its order."""
    listed = yaml.safe_load((SEEDED / f"{name}.yml").read_text(encoding="utf-8"))
    return tuple(
        Seed(
            id=item["id"],
            what=item["what"],
            edits=tuple(item.get("edits") or ()),
            mode=Mode(item.get("mode") or "release"),
            history=tuple(item.get("history") or ()),
            output=item.get("output"),
            also=frozenset(item.get("also") or ()),
        )
        for item in listed
    )


@cache
def example() -> Mapping[str, bytes]:
    """Every file of the example that a check reads."""
    found = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in ("evidence", "docs/report")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".yml", ".md")
    }
    return {name: data.replace(b"\r\n", b"\n") for name, data in found.items()}


class _Memory:
    """Remembers the files that an edit leaves alone."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def digest(self, path: str, files: Mapping[str, bytes], /) -> str:
        return digest_of(path, files[path])

    def note(self, _path: str, _digest: str, /) -> None:
        return None

    def recall(self, digest: str, /) -> bytes | None:
        return self._known.get(digest)

    def remember(self, digest: str, data: bytes, /) -> None:
        self._known[digest] = data


_MEMORY: Final = _Memory()


def assessed(files: Mapping[str, bytes], mode: Mode = Mode.RELEASE) -> Assessment:
    """The assessment on the day of the report; an update is compared with the report before it."""
    earlier = previous() if mode is Mode.UPDATE else None
    return assess(files, on=DAY, shipped=shipped(), memory=_MEMORY, mode=mode, previous=earlier)


@cache
def previous() -> Trace:
    """The example as it was signed before the device was placed on the market."""
    files = {
        name: data
        for name, data in first_release(ROOT).files.items()
        if name.startswith(("evidence/", "docs/report/"))
    }
    return assess(files, on=DAY, shipped=shipped(), memory=_MEMORY).trace


@cache
def known(mode: Mode) -> Counter[Finding]:
    """What is found in the example as it stands."""
    return named(assessed(example(), mode).diagnostics)


def named(found: Iterable[Diagnostic]) -> Counter[Finding]:
    """How often each finding is there."""
    return Counter(map(_named, found))


def new_findings(found: Iterable[Diagnostic], mode: Mode) -> list[Diagnostic]:
    """Findings above notes that the example as it stands does not give."""
    return without(found, known(mode))


def without(found: Iterable[Diagnostic], before: Counter[Finding]) -> list[Diagnostic]:
    """Findings above notes that were not there before."""
    left = before.copy()
    fresh = []
    for item in found:
        if item.severity is Severity.NOTE:
            continue
        name = _named(item)
        if left[name]:
            left[name] -= 1
        else:
            fresh.append(item)
    return fresh


def _named(item: Diagnostic) -> Finding:
    return item.rule.code, item.subject, item.message

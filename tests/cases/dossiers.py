"""Tiny dossiers for tests: one sound base, and folders laid over it that hold only what they change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from cerkit.assess import Assessment, Begin, Beside, Memory, Runner, assess
from cerkit.formatting.confirmations import with_confirmation
from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.model.history import WATCHED, History, Revision
from cerkit.model.meaning import Meanings, named_by
from cerkit.model.records.control import ReviewEntry
from cerkit.model.trace import Trace
from cerkit.workspace.package_data import ShippedCatalogues

CASES: Final = Path(__file__).resolve().parent
DAY: Final = date(2026, 6, 30)
RECIPE: Final = ".recipe"
"""End of a file whose bytes git or an editor would damage, or that would be too large to keep.

Each line is a number and a text with escapes (`\\n`, `\\t`, `\\xff`); the file is all texts, each so often, joined.
"""
EDITS: Final = "edits.yml"
HISTORY: Final = "history.yml"
"""What git knows of a case. `missing` says why it is not whole; `commits`, oldest first, each have a `commit` (its
hash), a `day`, a `summary` and `edits` of the complete dossier, which give the files as the commit left them."""
PREVIOUS: Final = "previous.yml"
"""Edits of the complete dossier that give the previous release, for a case in update mode."""
CONFIRMED: Final = "confirmed.txt"
"""Records that EVR-1 confirmed as they stand in the case: a line for each comes into EVR-1's file of confirmations."""
OUTSIDE: Final = "outside.txt"
"""Lists paths that lead out of the repository; the workspace finds them, and the core gets their names."""


def is_about_form(code: str) -> bool:
    """Rules of form and links: their cases are drafts that lack most of a report, and what is missing is no matter."""
    return code.startswith(("CER1", "CER2", "CER3", "CER701", "CER702", "CER703"))


@cache
def shipped() -> ShippedCatalogues:
    return ShippedCatalogues()


def complete() -> dict[str, bytes]:
    """The dossier in which nothing is missing; fresh each time, so that a test may change it."""
    return dict(_complete())


@cache
def _complete() -> dict[str, bytes]:
    return read_folder(CASES / "complete")


def changed(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The files with the edits of a case: `edits.yml` replaces texts, and any other file takes the place of its own.

    Each edit names a file and either a text in it that occurs once (`old`) and what stands there instead (`new`), or
    that the file is gone (`delete: true`).
    """
    told = (EDITS, HISTORY, PREVIOUS, CONFIRMED)
    result = dict(files) | {name: data for name, data in read_folder(folder).items() if name not in told}
    result = edited(result, _yaml(folder / EDITS) or ())
    named = folder / CONFIRMED
    return confirmed(result, named.read_text(encoding="utf-8").split()) if named.exists() else result


def confirmed(files: Mapping[str, bytes], records: Iterable[str]) -> dict[str, bytes]:
    """The files after EVR-1 has confirmed some records as they stand."""
    path = "evidence/reviews/EVR-1.yml"
    assessment = assess_files(files)
    trace, bearings = assessment.trace, assessment.bearings
    meanings = Meanings(trace, bearings)
    data = files.get(path)
    for record in records:
        digest = meanings.confirmation(record, tuple(named_by(trace, record, bearings)))
        entry = ReviewEntry(record=record, on=DAY, digest=digest, reason="Looked at.")
        data = with_confirmation(data, "EVR-1", entry)
    return dict(files) | ({path: data} if data is not None else {})


def edited(files: Mapping[str, bytes], edits: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    """The files after the edits: a text replaced that stands exactly once, a file written, or a file gone."""
    result = dict(files)
    for edit in edits:
        path = edit["file"]
        if edit.get("delete"):
            del result[path]
            continue
        if "write" in edit:
            result[path] = edit["write"].encode()
            continue
        text = result[path].decode()
        assert text.count(edit["old"]) == 1, f"{path} holds {edit['old']!r} {text.count(edit['old'])} times"
        result[path] = text.replace(edit["old"], edit["new"]).encode()
    return result


def history_of(folder: Path) -> History | None:
    """What git knows of a case; None where the case does not say."""
    told = _yaml(folder / HISTORY)
    if told is None:
        return None
    revisions: dict[str, list[Revision]] = {}
    for commit in told.get("commits", ()):
        files = edited(complete(), commit.get("edits", ()))
        for path in WATCHED:
            before = revisions.setdefault(path, [])
            if (before[-1].content if before else None) != files.get(path):
                parents = tuple(item.commit for item in before[-1:])
                named = commit["commit"], commit["day"], commit["summary"]
                before.append(Revision(*named, path, files.get(path), parents))
    known = {path: tuple(items) for path, items in revisions.items() if items}
    return History(known, told.get("missing"))


def previous_of(folder: Path) -> Trace | None:
    """The previous release of a case; None where it has none."""
    edits = _yaml(folder / PREVIOUS)
    return None if edits is None else assess_files(edited(complete(), edits)).trace


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None


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
    beside: Beside | None = None,
    begin: Begin | None = None,
    mode: Mode = Mode.DRAFT,
    history: History | None = None,
    previous: Trace | None = None,
) -> Assessment:
    """The core over these files, on a fixed day."""
    return assess(
        files,
        on=DAY,
        shipped=shipped(),
        outside=outside,
        memory=memory,
        runner=runner,
        beside=beside,
        begin=begin,
        mode=mode,
        history=history,
        previous=previous,
    )


def lines_of(assessment: Assessment) -> list[str]:
    """Each diagnostic on one line: `path:line:column code message`. Without the notes of a draft."""
    return [_line(item) for item in told(assessment)]


def codes_of(assessment: Assessment) -> list[str]:
    return [item.rule.code for item in told(assessment)]


def told(assessment: Assessment) -> list[Diagnostic]:
    """In a draft, notes name what only a release must have: no matter for a dossier of five records."""
    is_draft = assessment.mode is Mode.DRAFT
    return [item for item in assessment.diagnostics if not (is_draft and item.severity is Severity.NOTE)]


def _line(item: Diagnostic) -> str:
    return f"{item.place.path}:{item.place.line}:{item.place.column} {item.rule.code} {item.message}"


def lines_above_notes(assessment: Assessment) -> list[str]:
    """The same without notes, which in a draft name what only a release must have."""
    grave = (item for item in assessment.diagnostics if item.severity is not Severity.NOTE)
    return [_line(item) for item in grave]


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

"""Imports of search results into a repository: what would be written, and the writing.

The export is written first, then the records, and the search file last: an import that was interrupted is found
unfinished, and the same command finishes it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from cerkit.formatting.fields import with_fields
from cerkit.formatting.refusal import RefusalError
from cerkit.literature.batches import batch_text
from cerkit.literature.readers import (
    Export,
    Format,
    KeyRing,
    read_export,
    with_accepted_losses,
    without_abstract,
)
from cerkit.load import read_yaml
from cerkit.model.errors import CerkitError
from cerkit.model.records.review import BibliographicRecord
from cerkit.workspace.collection import without_collection
from cerkit.workspace.project import Project
from cerkit.workspace.writing import write_atomically

_SUFFIXES: Final[dict[Format, str]] = {
    "ris": ".ris",
    "medline": ".nbib",
    "wos": ".ciw",
    "wos-tab": ".txt",
    "refer": ".enw",
    "bibtex": ".bib",
    "csl-json": ".json",
    "endnote-xml": ".xml",
    "pubmed-xml": ".xml",
    "csv": ".csv",
    "tsv": ".tsv",
    "cochrane": ".txt",
    "embase": ".csv",
}
_SUFFIX: Final = re.compile(r"(?:\.[A-Za-z0-9]{1,8}){1,2}$")


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came, with its name."""

    path: Path
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import writes. Nothing is written where there is an objection."""

    exports: tuple[Export, ...]
    files: tuple[tuple[str, bytes], ...] = ()
    """Path below the repository and bytes, in the order of writing; none where nothing would change."""
    objections: tuple[tuple[str, str], ...] = ()
    """What is wrong with the search or the batch, and what to do."""
    known: int = 0
    """Records whose work another search had found already."""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Search:
    """The search file as it stands, which may be incomplete."""

    path: str
    data: bytes
    fields: dict[str, Any] = field(default_factory=dict)


def read_all(files: Sequence[Received], ring: KeyRing, accept_losses: int = 0) -> tuple[Export, ...]:
    """The exports of one search; the losses that the user accepts are counted over all of them."""
    exports = tuple(read_export(str(file.path), file.data, keys=ring) for file in files)
    if accept_losses and sum(len(export.losses) for export in exports) == accept_losses:
        return tuple(with_accepted_losses(export, len(export.losses)) for export in exports)
    return exports


def plan_import(
    project: Project,
    search_id: str,
    files: Sequence[Received],
    *,
    accept_losses: int = 0,
    abstracts: str | None = None,
) -> Plan:
    """Read the exports of a search, and say what is to be written."""
    search = _search(project, search_id)
    kept = abstracts or _abstracts(project)
    others = project.link().dossier.record_batches
    ring = KeyRing(record for batch in others for record in batch.records)
    earlier = {record.key for batch in others if batch.search != search_id for record in batch.records}
    with without_collection():
        exports = read_all(files, ring, accept_losses)
    objections = tuple(_objections(project, search, files, exports))
    if objections or any(export.is_refused for export in exports):
        return Plan(exports, objections=objections)
    if _is_done(project, search, files):
        return Plan(exports)
    received = [record for export in exports for record in export.records]
    records = [_without_abstract(record) for record in received] if kept == "drop" else received
    names = _export_names(search_id, files, exports)
    # An export of references alone holds nothing that the protocol drops.
    written = _files(project, search, files, names, records, exports, keep=records == received)
    notes = tuple(_notes(search, exports))
    return Plan(exports, written, known=sum(record.key in earlier for record in records), notes=notes)


def carry_out(project: Project, plan: Plan) -> None:
    """Write the files, each in one step."""
    for path, data in plan.files:
        target = project.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, data)


def _search(project: Project, search_id: str) -> _Search:
    path = f"evidence/searches/{search_id}.yml"
    try:
        data = (project.root / path).read_bytes()
    except FileNotFoundError as error:
        folder = project.root / "evidence/searches"
        known = ", ".join(sorted(item.stem for item in folder.glob("SRH-*.yml"))) or "none"
        raise CerkitError(
            f"there is no search {search_id}", f"write {path} first; searches so far: {known}"
        ) from error
    parsed = read_yaml(path, data)
    if parsed.diagnostics or not isinstance(parsed.value, dict):
        raise CerkitError(f"{path} cannot be read", "run cerkit check, and mend the file")
    return _Search(path, data, parsed.value)


def _abstracts(project: Project) -> str:
    path = "evidence/protocol.yml"
    try:
        value = read_yaml(path, (project.root / path).read_bytes()).value
    except FileNotFoundError:
        value = None
    said = value.get("abstracts") if isinstance(value, dict) else None
    if said not in {"keep", "drop"}:
        message = "the protocol does not say whether abstracts, which carry copyright, are kept"
        raise CerkitError(
            message, f"write `abstracts: keep` or `abstracts: drop` into {path}, or give --abstracts"
        )
    return str(said)


def _objections(
    project: Project, search: _Search, files: Sequence[Received], exports: Sequence[Export]
) -> Iterator[tuple[str, str]]:
    digests = [file.sha256 for file in files]
    if len(set(digests)) < len(digests):
        yield "the same file is named twice", "name each file of the export once"
    recorded = _recorded(search)
    if recorded and set(recorded.values()) != set(digests):
        yield (
            f"{search.path} names another export than the files given",
            "a second run is a search of its own; to replace the export, remove `export_sha256` and the batch",
        )
    elif not recorded and (project.root / _batch_path(search)).exists():
        yield (
            f"{_batch_path(search)} is there already, but {search.path} names no export",
            "remove the batch if it is to be read anew",
        )
    received = search.fields.get("hits_received")
    counted = sum(export.counted for export in exports)
    if isinstance(received, int) and received != counted and not any(export.is_refused for export in exports):
        yield (
            f"{search.path} says that {received} hits were received, but the export holds {counted}",
            "export again, or correct `hits_received` if it was mistyped",
        )


def _recorded(search: _Search) -> dict[str, str]:
    """Names and digests of the exports that the search names; one that is kept out of the repository has no name."""
    recorded: dict[str, str] = {}
    digest = search.fields.get("export_sha256")
    if isinstance(digest, str):
        recorded[str(search.fields.get("export") or "")] = digest
    further = search.fields.get("further_exports")
    if isinstance(further, dict):
        recorded |= {str(name): str(value) for name, value in further.items()}
    return recorded


def _is_done(project: Project, search: _Search, files: Sequence[Received]) -> bool:
    recorded = _recorded(search)
    is_named = bool(recorded) and set(recorded.values()) == {file.sha256 for file in files}
    return is_named and "hits_received" in search.fields and (project.root / _batch_path(search)).exists()


def _batch_path(search: _Search) -> str:
    return f"evidence/records/{PurePosixPath(search.path).name}"


def _files(
    project: Project,
    search: _Search,
    files: Sequence[Received],
    names: Sequence[str],
    records: Sequence[BibliographicRecord],
    exports: Sequence[Export],
    *,
    keep: bool,
) -> tuple[tuple[str, bytes], ...]:
    written: list[tuple[str, bytes]] = []
    if keep:
        for file, name in zip(files, names, strict=True):
            target = f"evidence/searches/{name}"
            place = project.root / target
            if not place.exists() or place.read_bytes() != file.data:
                written.append((target, file.data))
    batch = batch_text(PurePosixPath(search.path).stem, records, incomplete_because=_incomplete(exports))
    written.append((_batch_path(search), batch.encode()))
    filled = _filled(search, files, names, exports, keep=keep)
    if filled != search.data:
        written.append((search.path, filled))
    return tuple(written)


def _filled(
    search: _Search, files: Sequence[Received], names: Sequence[str], exports: Sequence[Export], *, keep: bool
) -> bytes:
    """The search file with what it lacks; comments and everything else stay."""
    missing: dict[str, str | int] = {}
    if "hits_received" not in search.fields:
        missing["hits_received"] = sum(export.counted for export in exports)
    if "export_sha256" not in search.fields:
        if keep:
            missing["export"] = names[0]
        missing["export_sha256"] = files[0].sha256
    try:
        data = with_fields(search.path, search.data, missing)
    except RefusalError as error:
        raise CerkitError(f"{search.path}: {error.message}", error.hint) from error
    if len(files) == 1 or "export_sha256" in search.fields:
        return data
    further = "".join(
        f'  "{name}": "{file.sha256}"\n' for name, file in zip(names[1:], files[1:], strict=True)
    )
    marker = re.compile(rb"^export_sha256:.*\n", re.MULTILINE)
    return marker.sub(lambda found: found[0] + f"further_exports:\n{further}".encode(), data, count=1)


def _export_names(search_id: str, files: Sequence[Received], exports: Sequence[Export]) -> list[str]:
    names = []
    for number, (file, export) in enumerate(zip(files, exports, strict=True), 1):
        found = _SUFFIX.search(file.path.name)
        suffix = found[0].lower() if found else ""
        last = suffix.rsplit(".", 1)[-1]
        if last in {"", "yml", "yaml", "md"} or (suffix.count(".") == 2 and last != "gz"):
            suffix = (
                f".{last}" if last not in {"", "yml", "yaml", "md"} else _SUFFIXES[export.format or "ris"]
            )
        names.append(f"{search_id}{suffix}" if number == 1 else f"{search_id}-{number}{suffix}")
    return names


def _incomplete(exports: Sequence[Export]) -> str | None:
    losses = [(Path(export.file).name, problem) for export in exports for problem in export.losses]
    if not losses:
        return None
    said = "; ".join(f"{name}, line {problem.line}: {problem.message}" for name, problem in losses[:20])
    return f"{len(losses)} of the records received could not be read, which was accepted on import: {said}"


def _notes(search: _Search, exports: Sequence[Export]) -> Iterator[str]:
    reported = search.fields.get("hits_reported")
    counted = sum(export.counted for export in exports)
    if isinstance(reported, int) and reported != counted:
        yield f"the database reported {reported} hits, but the export holds {counted}"


def _without_abstract(record: BibliographicRecord) -> BibliographicRecord:
    other = without_abstract({tag: tuple(values) for tag, values in record.other.items()})
    return record.model_copy(update={"abstract": None, "other": other})

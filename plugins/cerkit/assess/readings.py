"""Reads every record file once: recalled where its content is known, in several processes where many are not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Any, Final, cast

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from cerkit import checks, link, load, validate
from cerkit.assess.catalogue_shelf import is_catalogue_file
from cerkit.assess.memory import Memory
from cerkit.assess.rows import diagnostic_of, row_of
from cerkit.model.diagnostics import Diagnostic, Place, curtailed
from cerkit.model.digests import digest_of
from cerkit.model.fields import Strictly
from cerkit.model.layout import UNFINISHED, Slot
from cerkit.model.outline import LinkKind, LinkRow, Outline, Placed
from cerkit.model.readings import Reading, RecordFile
from cerkit.model.records.source import Source

EVIDENCE: Final = "evidence/"
OWN_CATALOGUES: Final = "evidence/catalogues/"


Outcome = tuple[str, str, bytes | Reading]
"""Path and digest of a file, and either its sound records in the kept form or its reading with diagnostics."""
Runner = Callable[[Callable[[str, bytes], Outcome], Mapping[str, bytes], Sequence[str]], Iterable[Outcome]]
"""Applies a function to the files of some paths; the shell may read them, and do it, in several processes."""


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """All record files, and what is wrong in them."""

    files: tuple[RecordFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    digests: Mapping[str, str]
    """Path -> digest of its content."""
    outer_digests: Mapping[str, str]
    """The same, of a sound source of what it holds beside its findings and its words."""


def read_all(files: Mapping[str, bytes], memory: Memory, runner: Runner | None) -> ReadFiles:
    """Read every record file: recalled where its content is known, else loaded and validated."""
    known: list[RecordFile] = []
    unknown: list[str] = []
    diagnostics: list[Diagnostic] = []
    digests: dict[str, str] = {}
    for path in files:
        if not path.startswith(EVIDENCE) or _is_own_catalogue(path):
            continue
        slot = slot_of(path)
        if slot is None:
            diagnostics += _unknown_file(path)
            continue
        digest = memory.digest(path, files)
        kept = memory.recall(digest) if digest else None
        recalled = _from_kept(path, slot, kept, files, digest) if digest and kept is not None else None
        if digest and recalled is not None:
            known.append(recalled)
            digests[path] = digest
        else:
            unknown.append(path)
    # Decisions are read by lines, sooner than another process could begin.
    decisions = [path for path in unknown if _known_slot(path).mapping]
    others = [path for path in unknown if not _known_slot(path).mapping]
    run = runner or _in_this_process
    for path, digest, outcome in chain(
        _in_this_process(read_to_keep, files, decisions), run(read_to_keep, files, others)
    ):
        digests[path] = digest
        memory.note(path, digest)
        if isinstance(outcome, Reading):
            diagnostics += outcome.diagnostics
            known += _from_reading(outcome, digest)
            continue
        memory.remember(digest, outcome)
        fresh = _from_kept(path, _known_slot(path), outcome, files, digest)
        known += [fresh] if fresh is not None else []
    remarks = (remark for file in known for remark in file.remarks)
    outer = {file.path: file.outer_digest for file in known if file.outer_digest}
    return ReadFiles(tuple(known), (*diagnostics, *remarks), digests, digests | outer)


def slot_of(path: str) -> Slot | None:
    """The kind of file that a whole path names."""
    return validate.slot_of(path.removeprefix(EVIDENCE))


def read_file(path: str, data: bytes) -> Reading:
    """Load and validate one record file of a known kind."""
    slot = _known_slot(path)
    parsed = load.read_decisions(path, data) if slot.mapping else load.read_yaml(path, data)
    reading = validate.validate_file(path, parsed.value, slot)
    remarks = tuple(_remarks(reading, data))
    diagnostics = (*parsed.diagnostics, *curtailed(reading.diagnostics))
    broken = reading.broken
    if diagnostics and not reading.entries:  # a list that is empty on purpose loses nothing
        broken = (*broken, *load.identifiers_in(path, data))
    if diagnostics:
        broken = (*broken, path)  # what stands in it without an identifier may be among what is lost
    return replace(reading, broken=broken, diagnostics=diagnostics, remarks=remarks)


def _remarks(reading: Reading, data: bytes) -> Iterator[Diagnostic]:
    for entry in reading.entries:
        if isinstance(entry.record, Source):
            yield from checks.check_source(entry.record, entry.place, data)


def read_to_keep(path: str, data: bytes) -> Outcome:
    """The same for another process: sound records travel in the form in which they are kept."""
    reading = read_file(path, data)
    kept = _to_kept(reading)
    return path, digest_of(path, data), reading if kept is None else kept


def _in_this_process(
    function: Callable[[str, bytes], Outcome], files: Mapping[str, bytes], paths: Sequence[str]
) -> Iterable[Outcome]:
    return [function(path, files[path]) for path in paths]


def _known_slot(path: str) -> Slot:
    slot = slot_of(path)
    if slot is None:
        raise ValueError(f"{path} is no record file")
    return slot


def _from_reading(reading: Reading, digest: str) -> Iterator[RecordFile]:
    """A file with mistakes: what could be read of it counts."""
    if reading.slot is not None:
        slot = reading.slot
        placed = tuple(
            Placed(entry.record, entry.place, link.outline_of(entry.record, slot, position), digest=digest)
            for position, entry in enumerate(reading.entries)
        )
        yield RecordFile(reading.path, slot, placed, reading.broken, reading.remarks)


_SEPARATOR: Final = b"\t"
_PARTS: Final = 7
_NO_REMARKS: Final = b"[]"


def _to_kept(reading: Reading) -> bytes | None:
    """A digest, kinds of link, outlines, findings, links, remarks and records on a line, all but the digest JSON.

    None for a file with a mistake. Of a source only the outline is kept, with a digest of what is not in its findings:
    there are thousands, and few are ever asked for. Unfinished records are not kept: what is recalled is of the kind
    that the path names.
    """
    slot = reading.slot
    if slot is None or slot.mapping or reading.diagnostics or not reading.entries:
        return None
    if slot in UNFINISHED.values():
        return None
    records = [entry.record for entry in reading.entries]
    outlines = [link.outline_of(record, slot, at) for at, record in enumerate(records)]
    kinds: dict[LinkKind, int] = {}
    rows = [_outline_row(outline, kinds) for outline in outlines]
    links = [_link_rows(outline, kinds) for outline in outlines]
    legend = [(kind.relation, sorted(kind.kinds)) for kind in kinds]
    remarks = [row_of(remark) for remark in reading.remarks]
    findings = [outline.findings for outline in outlines]
    outer = _SEPARATOR.join(map(to_json, (legend, rows)))
    inner = _SEPARATOR.join(map(to_json, (findings, links, remarks)))
    if slot.model is Source:
        digest, kept = digest_of(reading.path, outer).encode(), b""
    else:
        digest, kept = b"", _adapter(slot.model).dump_json(records, exclude_unset=True)
    return _SEPARATOR.join((digest, outer, inner, kept))


def _outline_row(outline: Outline, kinds: dict[LinkKind, int]) -> tuple[Any, Any, Any]:
    """What is read of every record: its nodes, what it names with each kind of link as a number, and its facts."""
    named = [(kinds.setdefault(outline.kinds[at], len(kinds)), targets) for at, targets in outline.named]
    return outline.nodes, named, outline.facts


def _link_rows(outline: Outline, kinds: dict[LinkKind, int]) -> list[Any]:
    """The links, grouped by the record that names."""
    links: dict[str, list[Any]] = {}
    for source, kind, targets in outline.links:
        links.setdefault(source, []).append((kinds[kind], targets))
    return list(links.items())


def _from_kept(
    path: str, slot: Slot, kept: bytes, files: Mapping[str, bytes], digest: str
) -> RecordFile | None:
    """A file back from its kept form; its records are validated again when they are asked for."""
    parts = kept.split(_SEPARATOR, _PARTS - 1)
    if len(parts) != _PARTS:
        return None
    outer, legend, rows, findings, links, remarks, records = parts
    kinds = _link_kinds(legend)
    held = _Held(path, slot, records, links, kinds, files)
    top = Place(path)
    placed = []
    for position, ((nodes, named, facts), found) in enumerate(
        zip(from_json(rows), from_json(findings), strict=True)
    ):
        reader = _Reader(held, position)
        outline = Outline(nodes, None, facts, found, kinds=kinds, named=named, read=reader.links)
        place = top.within(slot.key, position) if slot.key else top
        placed.append(Placed(None, place, outline, read=reader, digest=digest))
    kept_remarks = () if remarks == _NO_REMARKS else tuple(map(diagnostic_of, json.loads(remarks)))
    return RecordFile(path, slot, tuple(placed), remarks=kept_remarks, outer_digest=outer.decode())


@cache
def _link_kinds(legend: bytes) -> list[LinkKind]:
    """The kinds of link that a file numbers; most files of a kind number them alike."""
    return [LinkKind(relation, frozenset(names)) for relation, names in from_json(legend)]


class _Held:
    """Links and records of one file, read together when one of them is asked for: as kept, else from the file."""

    __slots__ = ("_all_links", "_files", "_kept", "_kinds", "_links", "_path", "_records", "_slot")

    def __init__(
        self,
        path: str,
        slot: Slot,
        kept: bytes,
        links: bytes,
        kinds: list[LinkKind],
        files: Mapping[str, bytes],
    ) -> None:
        self._path = path
        self._slot = slot
        self._kept = kept
        self._links = links
        self._all_links: list[Any] | None = None
        self._kinds = kinds
        self._files = files
        self._records: list[Strictly] | None = None

    def links(self, position: int) -> list[LinkRow]:
        """The links of one record."""
        if self._all_links is None:
            self._all_links = from_json(self._links)
        kinds, found = self._kinds, self._all_links[position]
        return [(source, kinds[at], targets) for source, rows in found for at, targets in rows]

    def records(self) -> list[Strictly]:
        if self._records is None:
            self._records = self._from_kept() if self._kept else self._from_file()
        return self._records

    def _from_kept(self) -> list[Strictly]:
        found: list[Strictly] = _adapter(self._slot.model).validate_json(self._kept)
        return found

    def _from_file(self) -> list[Strictly]:
        value = load.read_yaml(self._path, self._files[self._path]).value
        entries = validate.validate_file(self._path, value, self._slot).entries
        return [cast(Strictly, entry.record) for entry in entries]


class _Reader:
    """Reads one record of a kept file, or its links."""

    __slots__ = ("_held", "_position")

    def __init__(self, held: _Held, position: int) -> None:
        self._held = held
        self._position = position

    def __call__(self) -> Strictly:
        return self._held.records()[self._position]

    def links(self) -> list[LinkRow]:
        return self._held.links(self._position)


@cache
def _adapter(model: type[Strictly]) -> TypeAdapter[Any]:
    """pydantic's reader and writer of a list of records; making one costs more than using it."""
    return TypeAdapter(list[model])  # type: ignore[valid-type]  # the model is a value here


def _is_own_catalogue(path: str) -> bool:
    return path.startswith(OWN_CATALOGUES) and is_catalogue_file(path.removeprefix(OWN_CATALOGUES))


def _unknown_file(path: str) -> Iterator[Diagnostic]:
    """Anything in the folder of evidence that is no record file is a mistake."""
    message = f"{path.removeprefix(EVIDENCE)} is no kind of record file"
    yield load.UNKNOWN_FILE.at(Place(path, line=1, column=1), message, hint=validate.near_file(path))


__all__ = ["EVIDENCE", "OWN_CATALOGUES", "Outcome", "ReadFiles", "Runner", "read_all"]

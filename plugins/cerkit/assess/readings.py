"""Reads every record file once: recalled where its content is known, in several processes where many are not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from pydantic import TypeAdapter, ValidationError

from cerkit import load, validate
from cerkit.model.diagnostics import Place
from cerkit.model.dossier import Placed, Reading, Slot

EVIDENCE: Final = "evidence/"
OWN_CATALOGUES: Final = "evidence/catalogues/"


class Memory(Protocol):
    """Remembers the records of files by a digest of their content. Data only; may forget at any time."""

    def recall(self, digest: str, /) -> bytes | None: ...

    def remember(self, digest: str, data: bytes, /) -> None: ...


class Forgetful:
    """The memory that remembers nothing."""

    def recall(self, _digest: str, /) -> bytes | None:
        return None

    def remember(self, _digest: str, _data: bytes, /) -> None:
        return None


Outcome = tuple[str, bytes | Reading]
"""Path of a file, and either its sound records as JSON or its reading with diagnostics."""
Runner = Callable[[Callable[[str, bytes], Outcome], list[tuple[str, bytes]]], Iterable[Outcome]]
"""Applies a function to every file; the shell may do it in several processes."""


def read_all(files: Mapping[str, bytes], memory: Memory, runner: Runner | None) -> Iterator[Reading]:
    """The reading of every record file: recalled where its content is known, else read."""
    unknown: list[tuple[str, bytes]] = []
    digests: dict[str, str] = {}
    for path, data in files.items():
        if not path.startswith(EVIDENCE) or path.startswith(OWN_CATALOGUES):
            continue
        slot = validate.slot_of(path.removeprefix(EVIDENCE))
        if slot is None:
            yield from _unknown_file(path)
            continue
        digests[path] = _digest(slot, data)
        kept = memory.recall(digests[path])
        reading = _from_json(path, slot, kept) if kept is not None else None
        if reading is None:
            unknown.append((path, data))
        else:
            yield reading
    if runner is None:
        yield from (_remembered(read_file(*item), digests, memory) for item in unknown)
        return
    for path, outcome in runner(read_file_to_json, unknown):
        if isinstance(outcome, Reading):
            yield outcome
            continue
        memory.remember(digests[path], outcome)
        slot = validate.slot_of(path.removeprefix(EVIDENCE))
        reading = _from_json(path, slot, outcome) if slot else None
        if reading is not None:
            yield reading


def read_file(path: str, data: bytes) -> Reading:
    """Load and validate one record file of a known kind."""
    slot = validate.slot_of(path.removeprefix(EVIDENCE))
    if slot is None:
        return Reading(path, None)
    parsed = load.read_yaml(path, data)
    reading = validate.validate_file(path, parsed.value, slot)
    return replace(reading, diagnostics=(*parsed.diagnostics, *reading.diagnostics))


def read_file_to_json(path: str, data: bytes) -> Outcome:
    """The same for another process: sound records travel as JSON, which is cheap to send and to keep."""
    reading = read_file(path, data)
    kept = _to_json(reading)
    return path, reading if kept is None else kept


def _remembered(reading: Reading, digests: Mapping[str, str], memory: Memory) -> Reading:
    kept = _to_json(reading)
    if kept is not None:
        memory.remember(digests[reading.path], kept)
    return reading


def _to_json(reading: Reading) -> bytes | None:
    """The records of a file without any mistake; a file with one is read again, for its places."""
    slot = reading.slot
    if slot is None or slot.mapping or reading.diagnostics or not reading.entries:
        return None
    return _adapter(slot.model).dump_json([entry.record for entry in reading.entries], exclude_unset=True)


def _from_json(path: str, slot: Slot, data: bytes) -> Reading | None:
    """Records back from JSON, validated again: a cache is never trusted. None when they do not fit."""
    try:
        records = _adapter(slot.model).validate_json(data)
    except ValidationError:
        return None
    top = Place(path)
    entries = (
        Placed(record, top.within(slot.key, position) if slot.key else top)
        for position, record in enumerate(records)
    )
    return Reading(path, slot, tuple(entries))


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(model: type) -> TypeAdapter[Any]:
    """pydantic's reader and writer of a list of records; making one costs more than using it."""
    if model not in _ADAPTERS:
        _ADAPTERS[model] = TypeAdapter(list[model])  # type: ignore[valid-type]  # the model is a value here
    return _ADAPTERS[model]


def _digest(slot: Slot, data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16, person=slot.attribute.encode()[:16]).hexdigest()


def _unknown_file(path: str) -> Iterator[Reading]:
    """Exports of databases lie beside their searches and are read by the import; anything else is a mistake."""
    is_export = path.startswith(f"{EVIDENCE}searches/") and not path.endswith((".yml", ".yaml"))
    if not is_export:
        message = f"{path.removeprefix(EVIDENCE)} is no kind of record file"
        found = load.UNKNOWN_FILE.at(Place(path, line=1, column=1), message, hint=validate.near_file(path))
        yield Reading(path, None, diagnostics=(found,))

"""What single files gave, on the way to a dossier."""

from __future__ import annotations

from dataclasses import dataclass

from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.fields import Strictly
from cerkit.model.layout import Screening, Slot
from cerkit.model.outline import Placed


@dataclass(frozen=True, slots=True)
class Entry:
    """One record that was read, with the place where it stands."""

    record: Strictly | Screening
    place: Place


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: its records, identifiers of those that could not be read, and what is wrong."""

    path: str
    slot: Slot | None
    entries: tuple[Entry, ...] = ()
    broken: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    remarks: tuple[Diagnostic, ...] = ()
    """What the checks say of single records; such a file is sound, and is kept."""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file's records with their outlines, ready to be put into a dossier."""

    path: str
    slot: Slot
    placed: tuple[Placed, ...] = ()
    broken: tuple[str, ...] = ()
    remarks: tuple[Diagnostic, ...] = ()
    outer_digest: str = ""
    """Of a sound source: of what the questions on records and pages see of it, which is not what its findings give."""

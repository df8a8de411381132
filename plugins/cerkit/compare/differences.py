"""Two dossiers compared: edits, and below each what follows from it."""

from __future__ import annotations

from typing import Final

from cerkit.compare.consequences import with_consequences
from cerkit.compare.edits import edits
from cerkit.compare.texts import text_differences
from cerkit.model.changes import ChangeKind, Difference
from cerkit.model.identifiers import Kind, kind_of
from cerkit.model.trace import Trace, natural_key

_KINDS: Final = {kind: position for position, kind in enumerate(Kind)}
_RANKS: Final = {kind: position for position, kind in enumerate(ChangeKind)} | {
    ChangeKind.REMOVED: 0  # the way back is sorted as the way there
}


def differences(old: Trace, new: Trace) -> tuple[Difference, ...]:
    """What differs from `old` to `new`.

    Sorted by the kind of record in the order of `Kind`, then files without identifiers; within them by subject and
    field as people count, and by what happened; consequences alike. Chapters come last, by path and place in the page.
    """
    written = with_consequences(edits(old, new), old, new, sort_key)
    return (*written, *text_differences(old.dossier.chapters, new.dossier.chapters))


def sort_key(item: Difference) -> tuple[object, ...]:
    """By kind of record, subject, field, and what happened."""
    kind = kind_of(item.subject)
    is_file = item.subject.startswith("evidence/")
    position = len(_KINDS) if is_file else _KINDS[kind or Kind.REQUIREMENT]
    return (position, natural_key(item.subject), natural_key(item.field or ""), _RANKS[item.kind])

"""Two versions compared, with everything that a report on the update says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cerkit.assess.pipeline import Assessment
from cerkit.assess.suspects import suspects_of
from cerkit.checks import bearings_of
from cerkit.compare import differences, summarise
from cerkit.model.changes import REPORTED, ChangeKind, Difference
from cerkit.model.history import Past
from cerkit.model.identifiers import Kind
from cerkit.model.meaning import NOTHING, Bearings, Suspect, is_below
from cerkit.model.trace import Trace
from cerkit.model.update import Update, Version


def update_since(assessment: Assessment) -> Update | None:
    """What happened since the previous release; None where the assessment was made without one."""
    if assessment.previous is None:
        return None
    now = Version("this version", assessment.trace)
    return _update(assessment.previous, now, assessment.bearings, assessment.suspects or ())


def update_of(old: Version, new: Version, *, past: Past | None = None) -> Update:
    """What happened from `old` to `new`. `past`: the commits in between, by which looks at records are known."""
    bearings = bearings_of(new.trace.dossier)
    return _update(old, new, bearings, suspects_of(new.trace, old.trace, bearings, past=past))


def _update(old: Version, new: Version, bearings: Bearings, suspects: tuple[Suspect, ...]) -> Update:
    found = differences(old.trace, new.trace)
    return Update(
        old,
        new,
        found,
        summarise(found, old.trace, new.trace),
        tuple(_named(found, bearings, old.trace, new.trace)),
        suspects,
    )


def _named(found: Sequence[Difference], bearings: Bearings, old: Trace, new: Trace) -> Iterator[Difference]:
    """What rule CER911 asks a report to name: the same kinds and fields, as edits with what follows from them."""
    for item in found:
        node = new.nodes.get(item.subject) or old.nodes.get(item.subject)
        if node is None or node.kind not in REPORTED:
            continue
        wanted = bearings.get(node.kind, NOTHING).reported
        if item.field is None:
            # A catalogue that is assessed for the first time is one change, not as many as it has entries.
            is_named = (
                item.kind in (ChangeKind.ADDED, ChangeKind.REMOVED) and node.kind is not Kind.REQUIREMENT
            )
        else:
            is_named = is_below(item.field.replace("[", ".["), wanted)
        if is_named and wanted:
            yield item

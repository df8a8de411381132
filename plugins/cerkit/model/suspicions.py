"""Who looks at a record again, and how it is told why."""

from __future__ import annotations

from typing import Final

from cerkit.model.changes import Change
from cerkit.model.dossier import Dossier
from cerkit.model.identifiers import Kind
from cerkit.model.meaning import Cause

_MOST_FIELDS: Final = 3


def who_looks(dossier: Dossier, kind: Kind) -> tuple[str, ...]:
    """The evaluators that the team's policy names for a kind of record; all of them where it names none."""
    names = {kind.value, kind.name.lower()}
    rules = dossier.policy.responsible if dossier.policy else ()
    found = [name for rule in rules if not names.isdisjoint(rule.records) for name in rule.evaluators]
    return tuple(dict.fromkeys(found or (evaluator.id for evaluator in dossier.evaluators)))


def told_cause(cause: Cause) -> str:
    """What changed in something that is named: "BM-1 (lower, upper)"."""
    return "; ".join(_told(cause.named, change) for change in cause.changes)


def _told(named: str, change: Change) -> str:
    """The field names tell enough where a line of text would not; `cerkit review` shows both values."""
    through = "" if change.id == named else f"{named}, by "
    if change.how != "changed":
        return f"{through}{change.id} ({change.how})"
    names = [field.name for field in change.fields]
    more = f" and {len(names) - _MOST_FIELDS} more" if len(names) > _MOST_FIELDS else ""
    return f"{through}{change.id} ({', '.join(names[:_MOST_FIELDS])}{more})"

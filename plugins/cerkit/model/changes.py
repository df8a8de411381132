"""What differs between two revisions of a dossier, record by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from cerkit.model.identifiers import Kind

How = Literal["added", "removed", "changed"]


class FieldChange(NamedTuple):
    """A field that differs, with both values as one line of text; None where it says nothing."""

    name: str
    """`conclusion.statement` for a field of a part that has no identifier of its own."""
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One record that was added, removed or changed. What changed in a part that has an identifier is the part's."""

    id: str
    kind: Kind
    how: How
    fields: tuple[FieldChange, ...] = ()
    """By name; of a record that was added or removed, none."""


MEANING: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.DEVICE: ("version", "classification_gb", "classification_eu", "samd.category"),
    Kind.VARIANT: ("name", "description"),
    Kind.INTENDED_USE: ("text", "duration", "contact"),
    Kind.INDICATION: ("text",),
    Kind.CONTRAINDICATION: ("text",),
    Kind.POPULATION: ("text", "age", "condition"),
    Kind.USER: ("text", "training", "lay"),
    Kind.PLAN: ("update_interval_months", "significant_risks", "well_established"),
    Kind.REQUIREMENT: ("applicable", "clinical", "conclusion.statement"),
    Kind.CLAIM: (
        "wording",
        "kind",
        "status",
        "decided_by",
        "indications",
        "populations",
        "users",
        "settings",
        "variants",
        "limits",
    ),
    Kind.CRITERION: ("endpoint", "bound", "level", "operator", "value"),
    Kind.BENCHMARK: ("endpoint", "value", "lower", "upper"),
    Kind.RISK: ("hazard", "harm", "severity", "probability", "residual", "side_effect"),
    Kind.BENEFIT: ("indications", "magnitude", "probability", "duration", "certainty"),
    Kind.GAP: ("status",),
    Kind.PMCF: ("kind", "status", "endpoints", "threshold", "sample_size"),
    Kind.EQUIVALENCE: ("claimed", "device_name", "conclusion"),
    Kind.IFU_SECTION: ("kind", "text", "items"),
}
"""Fields whose change the next report has to name, by kind. A record that comes or goes always counts."""


def meaning_bearing(
    changes: Iterable[Change], own: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Change]:
    """The changes that change what the evaluation says, each with its meaning-bearing fields only.

    `own`: fields that a team's policy sets for a kind, under its name, in place of ours.
    """
    sets = {kind: tuple(own[name]) for kind in Kind for name in _names(kind) if own and name in own}
    table = {**MEANING, **sets}
    for change in changes:
        wanted = table.get(change.kind)
        if wanted is None:
            continue
        fields = tuple(item for item in change.fields if item.name in wanted)
        if fields or change.how != "changed":
            yield replace(change, fields=fields)


def _names(kind: Kind) -> tuple[str, ...]:
    """What a policy may call a kind: criterion, or acceptance criterion."""
    return (kind.value, kind.name.lower())

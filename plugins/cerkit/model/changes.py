"""What differs between two revisions of a dossier, record by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
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


class ChangeKind(StrEnum):
    """What a difference between two dossiers means, in the field's terms. The value stands in the JSON."""

    ADDED = "added"
    """A record that was not there, or an entry of a list, which `field` names: `periods[2026-06-01]`."""
    REMOVED = "removed"
    CHANGED = "changed"
    """One field of a record says something else; `field` names it."""
    TEXT_ADDED = "text added"
    """A sentence of a chapter; the subject is the page's path, `field` the heading it stands under."""
    TEXT_REMOVED = "text removed"
    TEXT_CHANGED = "text changed"
    TEXT_MOVED = "text moved"
    """The same sentences on another page, under another heading or in another order, once for a block; `old` and `new`
    begin with page and heading then and now."""
    VERDICT_FLIPPED = "verdict flipped"
    """A criterion on a finding; the subject is the criterion, `field` the finding."""
    BENCHMARK_MOVED = "benchmark moved"
    """A criterion rests on a value of the state of the art that is another now; `field` is the benchmark."""
    POOLED_MOVED = "pooled result moved"
    """A synthesis gives another number, because a study, its numbers or the model changed."""
    CLAIM_AFFECTED = "claim affected"
    """An active claim is decided by a criterion (`field`) whose benchmark moved: it has to be looked at again."""
    SUPPORT_LOST = "support lost"
    """An active claim is not supported any more: by its last evidence, or by a verdict against it."""
    SUPPORT_GAINED = "support gained"
    SUPPORT_WEAKENED = "support weakened"
    """Still supported, by fewer verdicts or with a subgroup that fails; or undecided before and not supported now."""
    SUPPORT_STRENGTHENED = "support strengthened"
    REQUIREMENT_UNCOVERED = "requirement uncovered"
    """No claim on it is supported; where no claim names it, its assessment names no evidence."""
    REQUIREMENT_COVERED = "requirement covered"
    """The mirror of the one above; also where the requirement does not apply any more."""
    RISK_WITHOUT_DATA = "risk without data"
    """No source behind it that is neither rejected nor retracted."""
    RISK_WITH_DATA = "risk with data"
    """The mirror of the one above; also where the risk is gone."""
    UNFAVOURABLE_EVIDENCE = "unfavourable evidence"
    """A source that is unfavourable, or a finding that does not meet a criterion (`field`), and was not or did not."""
    FAVOURABLE_EVIDENCE = "no longer unfavourable"
    """The mirror of the one above: what spoke against the device is gone or was corrected."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two dossiers, with what follows from it.

    At the top of a list stand edits: what people wrote. What is computed from them (verdicts, support, coverage) stands
    below the edit that leads to it, along the links of the trace: finding, criterion, claim, requirement.
    """

    kind: ChangeKind
    subject: str
    """Identifier of the record, or path of the page."""
    field: str | None = None
    old: str | None = None
    new: str | None = None
    """Both values as one line of text; None where there is none."""
    consequences: tuple[Difference, ...] = ()

    def as_json(self) -> dict[str, object]:
        """`{kind, subject, field, old, new, consequences}`, all the way down."""
        return {
            "kind": str(self.kind),
            "subject": self.subject,
            "field": self.field,
            "old": self.old,
            "new": self.new,
            "consequences": [item.as_json() for item in self.consequences],
        }


def every(found: Iterable[Difference]) -> Iterator[Difference]:
    """All differences of some trees, each before what follows from it."""
    for item in found:
        yield item
        yield from every(item.consequences)


REPORTED: Final = frozenset(
    {
        Kind.DEVICE,
        Kind.VARIANT,
        Kind.INTENDED_USE,
        Kind.INDICATION,
        Kind.CONTRAINDICATION,
        Kind.POPULATION,
        Kind.USER,
        Kind.PLAN,
        Kind.REQUIREMENT,
        Kind.CLAIM,
        Kind.CRITERION,
        Kind.BENCHMARK,
        Kind.RISK,
        Kind.BENEFIT,
        Kind.GAP,
        Kind.PMCF,
        Kind.EQUIVALENCE,
        Kind.IFU_SECTION,
    }
)
"""Kinds whose changes a report has to name; few enough to be read in a moment. Their fields: catalogue `meaning`."""

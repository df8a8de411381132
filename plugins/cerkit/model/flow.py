"""The flow of records through a review: the sums that a PRISMA 2020 diagram implies, and the counts of a round.

The sums are those of the catalogue prisma-2020, PRI-1 to PRI-10.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cerkit.model.records.review import DeclaredFlow


@dataclass(frozen=True, slots=True)
class Identity:
    """One sum: a field, and the fields that are added or taken away to give it."""

    id: str
    """Identifier in the catalogue."""
    field: str
    added: tuple[str, ...]
    taken: tuple[str, ...] = ()
    at_most: bool = False
    """True when the field may also be smaller."""

    @property
    def fields(self) -> frozenset[str]:
        return frozenset((self.field, *self.added, *self.taken))

    def total(self, flow: DeclaredFlow) -> int:
        return sum(number(flow, name) for name in self.added) - sum(number(flow, name) for name in self.taken)

    def holds(self, flow: DeclaredFlow) -> bool:
        value, total = number(flow, self.field), self.total(flow)
        return value == total or (self.at_most and value < total)

    def said(self, flow: DeclaredFlow) -> str:
        """What is wrong, in the author's numbers."""
        parts = [f"{name} {number(flow, name)}" for name in self.added]
        sums = " + ".join(parts) + "".join(
            f" - {name} {number(flow, name)}" for name in self.taken if number(flow, name)
        )
        relation = "give at most" if self.at_most else "give"
        return f"{self.field} is {number(flow, self.field)}, but {sums} {relation} {self.total(flow)}"


IDENTITIES: Final = (
    Identity(
        "PRI-1",
        "records_screened",
        ("databases", "registers"),
        ("duplicates_removed", "automation_removed", "other_removed"),
    ),
    Identity("PRI-2", "reports_sought", ("records_screened",), ("records_excluded",)),
    Identity("PRI-3", "reports_assessed", ("reports_sought",), ("reports_not_retrieved",)),
    Identity("PRI-4", "other_assessed", ("other_sought",), ("other_not_retrieved",)),
    Identity("PRI-5", "other_sought", ("websites", "organisations", "citation_searching"), at_most=True),
    Identity(
        "PRI-6",
        "new_reports",
        ("reports_assessed", "other_assessed"),
        ("reports_excluded", "other_excluded"),
    ),
    Identity("PRI-7", "new_studies", ("new_reports",), at_most=True),
    Identity("PRI-9", "total_reports", ("previous_reports", "new_reports")),
    Identity("PRI-10", "total_studies", ("previous_studies", "new_studies"), at_most=True),
)


def number(flow: DeclaredFlow, field: str) -> int:
    """A number of the flow; of one that is given by parts, their sum."""
    value = getattr(flow, field)
    return sum(value.values()) if isinstance(value, dict) else int(value)


def failing(flow: DeclaredFlow, *, but: frozenset[str] = frozenset()) -> tuple[Identity, ...]:
    """The sums that do not hold. `but`: identifiers of those that are not looked at."""
    return tuple(item for item in IDENTITIES if item.id not in but and not item.holds(flow))

"""Declared flows of records: the sums that a PRISMA 2020 diagram implies (catalogue prisma-2020, PRI-1 to PRI-10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cerkit.checks.literature import selection_rules as rules
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.records.review import DeclaredFlow
from cerkit.model.trace import Trace


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


def on_arithmetic(
    trace: Trace, position: int, flow: DeclaredFlow, broken: Sequence[Identity]
) -> Iterator[Diagnostic]:
    """One diagnostic for sums that fail together: they share the number that is wrong."""
    place = trace.dossier.placed["flows"][position].place
    for group in _groups(broken):
        shared = frozenset.intersection(*(item.fields for item in group)) if len(group) > 1 else frozenset()
        field = next((item.field for item in group if item.field in shared), None)
        field = field or next(iter(sorted(shared)), group[0].field)
        message = f"round {flow.round}: " + "; and ".join(item.said(flow) for item in group)
        yield rules.FLOW_ARITHMETIC.at(place.within(field), message, subject=place.path)
    if not broken and flow.total_studies < flow.previous_studies + flow.new_studies:
        message = (
            f"round {flow.round}: total_studies is {flow.total_studies}, less than previous_studies "
            f"{flow.previous_studies} + new_studies {flow.new_studies}"
        )
        hint = "count a report on a study of the previous version under new_reports only"
        yield rules.FLOW_ARITHMETIC.at(
            place.within("total_studies"), message, hint=hint, subject=place.path, severity=Severity.WARNING
        )


def check_rounds(examination: Examination) -> Iterator[Diagnostic]:
    """A round that continues another begins with its totals."""
    flows = tuple(examination.dossier.flows)
    for position, flow in enumerate(flows):
        if position == 0 or not (flow.previous_studies or flow.previous_reports):
            continue
        before = flows[:position]
        if any(
            (flow.previous_studies, flow.previous_reports) == (item.total_studies, item.total_reports)
            for item in before
        ):
            continue
        last = before[-1]
        field = "previous_reports" if flow.previous_studies == last.total_studies else "previous_studies"
        message = (
            f"round {flow.round} begins with {flow.previous_studies} studies and {flow.previous_reports} reports, "
            f"but round {last.round} ended with {last.total_studies} and {last.total_reports}"
        )
        place = examination.dossier.placed["flows"][position].place
        yield rules.FLOW_ARITHMETIC.at(place.within(field), message, subject=place.path)


def _groups(broken: Sequence[Identity]) -> list[list[Identity]]:
    """The failing sums, those together that share a number."""
    groups: list[list[Identity]] = []
    for item in broken:
        joined = [group for group in groups if any(item.fields & other.fields for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(other for group in joined for other in group), item])
    return groups

"""Declared flows of records: the sums that a PRISMA 2020 diagram implies (catalogue prisma-2020, PRI-1 to PRI-10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cerkit.checks.literature import selection_rules as rules
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.flow import Identity
from cerkit.model.records.review import DeclaredFlow
from cerkit.model.trace import Trace


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

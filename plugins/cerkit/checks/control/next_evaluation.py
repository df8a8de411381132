"""When the evaluation is made again: one interval with a reason, and one date that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.control.substance import later_by, says_nothing
from cerkit.model.catalogues.report import UpdateRules
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.evaluation import Plan

_FILE: Final = "evidence/plan.yml"
_YEARLY: Final = "UPD-02"
"""Entry of the catalogue of update rules: significant risks, or not well established."""
_SELDOM: Final = "UPD-03"
"""The other devices."""


def check_next_evaluation(examination: Examination) -> Iterator[Diagnostic]:
    """Interval and date of the plan."""
    plan = examination.dossier.plan
    if plan is None:
        return
    yield from _interval(examination.dossier, plan)
    yield from _date(examination, plan)


def _interval(dossier: Dossier, plan: Plan) -> Iterator[Diagnostic]:
    months = plan.update_interval_months
    longest, why = _longest(dossier, plan)
    place = Place(_FILE, ("update_interval_months",))
    if months <= 0:
        yield rules.UPDATE_INTERVAL.at(place, f"an interval of {months} months is none", subject=plan.id)
    elif longest is not None and months > longest:
        message = f"the evaluation is updated every {months} months, but {why} asks for at most {longest}"
        yield rules.UPDATE_INTERVAL.at(place, message, subject=plan.id)
    if says_nothing(plan.update_interval_reason):
        message = f"the interval of {months} months has no reason: “{plan.update_interval_reason}”"
        yield rules.UPDATE_INTERVAL.at(Place(_FILE, ("update_interval_reason",)), message, subject=plan.id)


def _longest(dossier: Dossier, plan: Plan) -> tuple[int | None, str]:
    """The longest interval that the device allows, and the property that asks for it."""
    catalogue = dossier.catalogues.get("update-rules")
    entries = {entry.id: entry for entry in catalogue.entries} if isinstance(catalogue, UpdateRules) else {}
    often = plan.significant_risks or not plan.well_established
    entry = entries.get(_YEARLY if often else _SELDOM)
    bounds = entry.interval_months if entry else None
    if not often:
        why = "a well-established device without significant risks"
    else:
        why = (
            "a device with significant risks"
            if plan.significant_risks
            else "a device that is not well established"
        )
    return (bounds.max if bounds else None), why


def _date(examination: Examination, plan: Plan) -> Iterator[Diagnostic]:
    place = Place(_FILE, ("next_evaluation",))
    due, months = plan.next_evaluation, plan.update_interval_months
    releases = examination.dossier.releases
    if releases is not None and due <= releases.report.date:
        message = f"the next evaluation is set to {due}, not after this report of {releases.report.date}"
        yield rules.NEXT_EVALUATION.at(place, message, subject=plan.id)
    elif due < examination.on:
        message = f"the next evaluation was due on {due}"
        yield rules.NEXT_EVALUATION.at(place, message, subject=plan.id)
    elif releases is not None and months > 0 and due > later_by(releases.report.date, months):
        message = (
            f"the next evaluation is set to {due}, later than {months} months after the report of "
            f"{releases.report.date}, which is {later_by(releases.report.date, months)}"
        )
        yield rules.NEXT_EVALUATION.at(place, message, subject=plan.id)

"""When the evaluation is made again: one interval with a reason, and one date that follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.months import MONTHS
from cerkit.checks.texts import says_nothing
from cerkit.model.catalogues.report import UpdateRules
from cerkit.model.chapters import Chapter
from cerkit.model.days import later_by
from cerkit.model.deadlines import of_plan
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.evaluation import Plan
from cerkit.model.wording import sentences_with

_FILE: Final = "evidence/plan.yml"
_YEARLY: Final = "UPD-02"
"""Entry of the catalogue of update rules: significant risks, or not well established."""
_SELDOM: Final = "UPD-03"
"""The other devices."""
_COUNT: Final = r"(?:\d{1,2}|one|two|three|four|five|six|twelve|eighteen)"
_SPAN: Final = re.compile(
    rf"\bevery\s+{_COUNT}\s*(?:to|or|-|/)\s*{_COUNT}\s+(?:years|months)\b|"
    rf"\b(?:yearly|annually|every\s+year|every\s+{_COUNT}\s+(?:years|months)),?\s+or\s+(?:at\s+least\s+)?"
    rf"(?:every\s+{_COUNT}|yearly|annually|every\s+year|biennially)\b"
)
"""A choice of intervals: "every two to five years", "yearly or every two years"."""
_OWN_UPDATE: Final = re.compile(
    r"\b(?:this|the|our) (?:clinical )?(?:evaluation(?: report)?|report|cer)\b[^.;]{0,60}"
    r"\b(?:updated?|reviewed|repeated|revised|made again)\b|\b(?:is|will be|shall be) (?:updated|reviewed|repeated)\b|"
    r"\bupdates? (?:is|are|takes?|follows?|will)\b"
)
# A day of a month is a typed date, which another rule holds against the plan.
_WHEN: Final = re.compile(rf"\b(?:(?<!\d )({'|'.join(MONTHS)}) |in )(20\d\d)\b")
_AHEAD: Final = re.compile(
    r"\b(?:(?:the|this|our) (?:next )?(?:clinical )?(?:evaluation(?: report)?|cer)"
    r"|the next (?:report|update)|this report)\b"
    r"[^.;]{0,30}\b(?:(?:will|shall) (?:be|follow|take place)|is (?:due|planned|scheduled|to be)|due)\b"
)
_ON_CONDITION: Final = re.compile(r"\b(?:if|unless|would|was|were|had|at the latest|pmcf-\w+|articles?)\b|@")
_OF_GUIDANCE: Final = re.compile(
    r"\b(?:meddev|mdcg|mhra|guidance|guideline|section 6\.2\.3|devices that|other devices|a device|devices with)\b"
)


def check_next_evaluation(examination: Examination) -> Iterator[Diagnostic]:
    """Interval and date of the plan."""
    plan = examination.dossier.plan
    if plan is None:
        return
    yield from _interval(examination.dossier, plan)
    yield from _date(examination, plan)
    for chapter in examination.dossier.chapters:
        if chapter.is_report:
            yield from _left_open(chapter)
            yield from _other_date(chapter, plan)


def _left_open(chapter: Chapter) -> Iterator[Diagnostic]:
    """Sentences that give this report a choice of intervals, as guidance gives it to devices."""
    for sentence, text in sentences_with(chapter, ("every ", "yearly", "annually")):
        if _SPAN.search(text) and _OWN_UPDATE.search(text) and not _OF_GUIDANCE.search(text):
            message = "the interval is left open here: one interval and one date are asked for"
            yield rules.NEXT_EVALUATION.at(
                chapter.at(sentence.start), message, subject=chapter.path, severity=Severity.WARNING
            )


def _other_date(chapter: Chapter, plan: Plan) -> Iterator[Diagnostic]:
    """Sentences that set this evaluation's next update to another month or year than the plan does."""
    due = plan.next_evaluation
    for sentence, text in sentences_with(chapter, (" in 20", *(f"{month} 20" for month in MONTHS))):
        found = _WHEN.search(text) if _AHEAD.search(text) and not _ON_CONDITION.search(text) else None
        if found is None:
            continue
        is_month = found[1] is None or MONTHS.index(found[1]) + 1 == due.month
        if not is_month or int(found[2]) != due.year:
            when = f"{(found[1] or '').capitalize()} {found[2]}".strip()
            message = f"the next evaluation is said here to come in {when}, but is due on {due}"
            hint = 'write {{ field("plan", "next_evaluation") }}, which follows the plan'
            yield rules.NEXT_EVALUATION.at(
                chapter.at(sentence.start),
                message,
                hint=hint,
                subject=chapter.path,
                severity=Severity.WARNING,
            )


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
    elif of_plan(plan).is_past(examination.on):
        message = f"the next evaluation was due on {due}"
        yield rules.NEXT_EVALUATION.at(place, message, subject=plan.id)
    elif releases is not None and months > 0 and due > later_by(releases.report.date, months):
        message = (
            f"the next evaluation is set to {due}, later than {months} months after the report of "
            f"{releases.report.date}, which is {later_by(releases.report.date, months)}"
        )
        yield rules.NEXT_EVALUATION.at(place, message, subject=plan.id)

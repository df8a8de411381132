"""The day of the report, and days some months before it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from cerkit.model.examination import Examination


def release_day(examination: Examination) -> date:
    """The day of the report, else the day of the check."""
    releases = examination.dossier.releases
    return releases.report.date if releases else examination.on


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or the last one of a month that is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    years = max(years, 1)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))

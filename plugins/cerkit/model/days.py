"""Days: what stands for "not yet", and days some months away."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Final

from cerkit.model.fields import Number

NOT_YET: Final = date(2999, 12, 31)
"""Stands where a record must have a day and nobody knows it yet; the check asks for the true one."""


def later_by(day: date, months: Number) -> date:
    """The day so many months later; the last of a month stays the last of a shorter one."""
    total = day.year * 12 + day.month - 1 + int(months)
    year, month = min(max(total // 12, 1), 9999), total % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

"""Periods as authors write them, as months."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from cerkit.checks.months import MONTHS

Span = tuple[int, int]
"""First and last month, counted from the year 0."""

_MONTHS: Final = {form: at for at, name in enumerate(MONTHS) for form in (name, name[:3])} | {"sept": 8}
_DATE: Final = re.compile(
    r"(?<![0-9])(?P<iso>(?:19|20)[0-9]{2})-(?P<month>0[1-9]|1[0-2])(?![0-9])|"
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?![0-9])|(?<![a-z])(?P<name>[a-z]{3,9})(?![a-z])",
    re.IGNORECASE,
)


@lru_cache(maxsize=16384)
def months_of(period: str) -> Span | None:
    """The months from the first to the last that a period names; None where it names no year.

    A month without a year has that of the next year named: "April to October 2022".
    """
    first: int | None = None
    last = -1
    waiting: list[int] = []
    for match in _DATE.finditer(period[:200]):
        if match["name"]:
            month = _MONTHS.get(match["name"].casefold())
            if month is not None:
                waiting.append(month)
            continue
        year = int(match["iso"] or match["year"]) * 12
        if match["iso"]:
            here = [year + int(match["month"]) - 1]
        else:
            here = [year + month for month in waiting] or [year, year + 11]
        waiting = []
        first = min(here) if first is None else min(first, *here)
        last = max(last, *here)
    return None if first is None else (first, last)

"""Questions on what findings say, and on no page."""

from __future__ import annotations

from typing import Final

from cerkit.checks.history.predefinition import check_history
from cerkit.checks.history.subjects import check_dates
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_dates,
    check_history,
)

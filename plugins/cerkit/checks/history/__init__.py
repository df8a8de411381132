"""History: what was fixed before the results, and what changed since the last report."""

from __future__ import annotations

from typing import Final

from cerkit.checks.history.predefinition import check_history
from cerkit.checks.history.rules import RULES
from cerkit.checks.history.subjects import check_dates
from cerkit.checks.history.update import check_update
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (check_dates, check_history, check_update)

__all__ = ["CHECKS", "RULES"]

"""Every question of the family, in the order in which they are asked."""

from __future__ import annotations

from typing import Final

from cerkit.checks.history.afterwards import check_afterwards
from cerkit.checks.history.denied import check_denied_changes
from cerkit.checks.history.predefinition import check_history
from cerkit.checks.history.released import check_released
from cerkit.checks.history.review import check_reviews
from cerkit.checks.history.subjects import check_dates
from cerkit.checks.history.update import check_update
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_dates,
    check_history,
    check_update,
    check_denied_changes,
    check_released,
    check_reviews,
    check_afterwards,
)

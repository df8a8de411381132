"""Questions on the records alone: neither on the pages, nor on what findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.history.released import check_released
from cerkit.checks.history.review import check_reviews
from cerkit.checks.history.update import check_update
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_update,
    check_released,
    check_reviews,
)

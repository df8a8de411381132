"""Questions on what findings say, and on no page."""

from __future__ import annotations

from typing import Final

from cerkit.checks.literature.balance import check_benchmarks
from cerkit.checks.literature.pools import check_pooled
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_benchmarks,
    check_pooled,
)

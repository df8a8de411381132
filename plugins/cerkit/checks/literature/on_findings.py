"""Questions on what findings say, and on no page."""

from __future__ import annotations

from typing import Final

from cerkit.checks.literature.agreement import check_identifiers
from cerkit.checks.literature.balance import check_balance, check_benchmarks
from cerkit.checks.literature.pools import check_pooled
from cerkit.checks.literature.scores import check_scores
from cerkit.checks.literature.synthesis import check_synthesis
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_benchmarks,
    check_pooled,
    check_balance,
    check_scores,
    check_identifiers,
    check_synthesis,
)

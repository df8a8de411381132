"""Questions on the records alone: neither on the pages, nor on what findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.coverage.measurable import check_measurable
from cerkit.checks.coverage.plan import check_plan
from cerkit.checks.coverage.told_risks import check_told_risks
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_plan,
    check_measurable,
    check_told_risks,
)

"""Questions on what findings say, and on no page."""

from __future__ import annotations

from typing import Final

from cerkit.checks.device.background import check_guidelines
from cerkit.checks.device.benefit_risk import check_risks, check_safety_results
from cerkit.checks.device.versions import check_version_names, check_versions
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_versions,
    check_version_names,
    check_risks,
    check_safety_results,
    check_guidelines,
)

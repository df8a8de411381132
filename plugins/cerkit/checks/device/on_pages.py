"""Questions on what the pages say, and on nothing that findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.device.admissions import check_admissions
from cerkit.checks.device.benefit_risk import check_benefits, check_discussed, check_hazards
from cerkit.checks.device.changes import check_changes
from cerkit.checks.device.contraindications import check_contraindications
from cerkit.checks.device.effects import check_effects
from cerkit.checks.device.functions import check_functions
from cerkit.checks.device.names import check_names
from cerkit.checks.device.purpose import check_purpose_elsewhere
from cerkit.checks.device.target_group import check_target_group
from cerkit.checks.device.versions import check_scope
from cerkit.checks.device.warnings import check_warnings
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_purpose_elsewhere,
    check_contraindications,
    check_names,
    check_scope,
    check_benefits,
    check_discussed,
    check_hazards,
    check_target_group,
    check_warnings,
    check_functions,
    check_changes,
    check_effects,
    check_admissions,
)

"""Every question of the family, in the order in which they are asked."""

from __future__ import annotations

from typing import Final

from cerkit.checks.device.background import (
    check_alternatives,
    check_benchmarks,
    check_guidelines,
    check_surrogates,
    check_usability,
)
from cerkit.checks.device.benefit_risk import (
    check_benefits,
    check_discussed,
    check_hazards,
    check_risks,
    check_safety_results,
)
from cerkit.checks.device.contraindications import check_contraindications
from cerkit.checks.device.instructions import check_connections, check_lists, check_residual_risks
from cerkit.checks.device.names import check_names
from cerkit.checks.device.purpose import check_purpose_elsewhere, check_purpose_in_instructions
from cerkit.checks.device.records import check_documents, check_market, check_report, check_surveillance
from cerkit.checks.device.target_group import check_target_group
from cerkit.checks.device.typed_facts import check_typed_facts
from cerkit.checks.device.versions import check_scope, check_version_names, check_versions
from cerkit.checks.device.warnings import check_warnings
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_purpose_in_instructions,
    check_purpose_elsewhere,
    check_lists,
    check_contraindications,
    check_connections,
    check_residual_risks,
    check_names,
    check_scope,
    check_versions,
    check_version_names,
    check_benefits,
    check_risks,
    check_safety_results,
    check_discussed,
    check_hazards,
    check_alternatives,
    check_benchmarks,
    check_guidelines,
    check_surrogates,
    check_usability,
    check_documents,
    check_report,
    check_market,
    check_surveillance,
    check_typed_facts,
    check_target_group,
    check_warnings,
)

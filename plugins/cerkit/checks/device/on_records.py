"""Questions on the records alone: neither on the pages, nor on what findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.device.background import (
    check_alternatives,
    check_benchmarks,
    check_surrogates,
    check_usability,
)
from cerkit.checks.device.instructions import check_connections, check_lists, check_residual_risks
from cerkit.checks.device.purpose import check_purpose_in_instructions
from cerkit.checks.device.records import check_documents, check_market, check_report, check_surveillance
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_purpose_in_instructions,
    check_lists,
    check_connections,
    check_residual_risks,
    check_alternatives,
    check_benchmarks,
    check_surrogates,
    check_usability,
    check_documents,
    check_report,
    check_market,
    check_surveillance,
)

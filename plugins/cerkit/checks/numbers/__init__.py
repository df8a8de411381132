"""Numbers: values, intervals and what they decide."""

from __future__ import annotations

from typing import Final

from cerkit.checks.numbers.deciding import check_criteria
from cerkit.checks.numbers.findings import check_findings, check_surveillance
from cerkit.checks.numbers.independence import check_independence, check_shown
from cerkit.checks.numbers.rules import RULES
from cerkit.checks.numbers.tables import check_tables
from cerkit.checks.numbers.typed import check_typed_numbers
from cerkit.checks.numbers.typed_records import check_typed_in_records
from cerkit.model.examination import Check, SourceCheck

CHECKS: Final[tuple[Check, ...]] = (
    check_criteria,
    check_independence,
    check_typed_numbers,
    check_typed_in_records,
)
SOURCE_CHECKS: Final[tuple[SourceCheck, ...]] = (
    check_findings,
    check_surveillance,
    check_tables,
    check_shown,
)

__all__ = ["CHECKS", "RULES", "SOURCE_CHECKS"]

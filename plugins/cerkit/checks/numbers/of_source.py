"""The questions that one source answers by itself."""

from __future__ import annotations

from typing import Final

from cerkit.checks.numbers.findings import check_findings, check_surveillance
from cerkit.checks.numbers.independence import check_shown
from cerkit.checks.numbers.sizes import check_sizes_told
from cerkit.checks.numbers.tables import check_tables
from cerkit.model.examination import SourceCheck

SOURCE_CHECKS: Final[tuple[SourceCheck, ...]] = (
    check_findings,
    check_surveillance,
    check_tables,
    check_shown,
    check_sizes_told,
)

"""Questions on what the pages say, and on nothing that findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.coverage.category import check_category
from cerkit.checks.coverage.promises import check_promises
from cerkit.checks.coverage.terms import check_terms
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_terms,
    check_category,
    check_promises,
)

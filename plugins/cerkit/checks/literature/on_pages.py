"""Questions on what the pages say, and on nothing that findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.literature.admissions import check_admissions
from cerkit.checks.literature.balance import check_exclusions_for_results
from cerkit.checks.literature.duplicates import check_duplicates
from cerkit.checks.literature.flow_in_words import check_flow_in_words
from cerkit.checks.literature.limits import check_limits_in_words
from cerkit.checks.literature.references import check_use
from cerkit.checks.literature.retractions import check_retractions
from cerkit.checks.literature.screening import check_screening
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_screening,
    check_exclusions_for_results,
    check_duplicates,
    check_use,
    check_retractions,
    check_flow_in_words,
    check_limits_in_words,
    check_admissions,
)

"""Questions on what findings say, and on no page."""

from __future__ import annotations

from typing import Final

from cerkit.checks.numbers.deciding import check_criteria
from cerkit.checks.numbers.independence import check_independence
from cerkit.checks.numbers.pooled import check_pooled_benchmarks, check_pooled_texts, check_syntheses
from cerkit.checks.numbers.typed_records import check_typed_in_records
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_criteria,
    check_independence,
    check_syntheses,
    check_pooled_benchmarks,
    check_pooled_texts,
    check_typed_in_records,
)

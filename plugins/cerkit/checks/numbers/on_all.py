"""Questions on the pages and on what findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.numbers.typed import check_typed_numbers
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (check_typed_numbers,)

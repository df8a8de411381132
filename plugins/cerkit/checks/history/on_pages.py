"""Questions on what the pages say, and on nothing that findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.history.afterwards import check_afterwards
from cerkit.checks.history.denied import check_denied_changes
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_denied_changes,
    check_afterwards,
)

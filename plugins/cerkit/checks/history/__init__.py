"""History: what was fixed before the results, and what changed since the last report."""

from __future__ import annotations

from typing import Final

from cerkit.checks.history.rules import RULES
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = ()

__all__ = ["CHECKS", "RULES"]

"""Coverage: whether the argument is whole, from intended use and plan to requirement, claim and evidence."""

from __future__ import annotations

from typing import Final

from cerkit.checks.coverage.rules import RULES
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = ()

__all__ = ["CHECKS", "RULES"]

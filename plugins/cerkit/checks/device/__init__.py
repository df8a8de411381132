"""Device: what the report, the instructions for use and the risk file say of it must agree."""

from __future__ import annotations

from typing import Final

from cerkit.checks.device.rules import RULES
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = ()

__all__ = ["CHECKS", "RULES"]

"""Control: equivalence, follow-up, surveillance, people and documents."""

from __future__ import annotations

from typing import Final

from cerkit.checks.control.rules import RULES
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = ()

__all__ = ["CHECKS", "RULES"]

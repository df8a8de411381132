"""Prose: what the report's pages name, and how they say it."""

from __future__ import annotations

from typing import Final

from cerkit.checks.prose.references import check_references
from cerkit.checks.prose.rules import RULES
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (check_references,)

__all__ = ["CHECKS", "RULES"]

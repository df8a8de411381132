"""Prose: what the report's pages name, and how they say it."""

from __future__ import annotations

from typing import Final

from cerkit.checks.prose.leftover_rules import LEFTOVER_RULES
from cerkit.checks.prose.rules import RULES as PROSE_RULES
from cerkit.model.diagnostics import Rule

RULES: Final[tuple[Rule, ...]] = (*PROSE_RULES, *LEFTOVER_RULES)

__all__ = ["RULES"]

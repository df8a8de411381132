"""Numbers: values, intervals and what they decide."""

from __future__ import annotations

from typing import Final

from cerkit.checks.numbers import pooled_rules, rules
from cerkit.model.diagnostics import Rule

RULES: Final[tuple[Rule, ...]] = (*rules.RULES, *pooled_rules.RULES)

__all__ = ["RULES"]

"""Coverage: whether the argument is whole, from intended use and plan to requirement, claim and evidence."""

from __future__ import annotations

from cerkit.checks.coverage.rules import RULES

__all__ = ["RULES"]

"""History: what was fixed before the results, and what changed since the last report."""

from __future__ import annotations

from cerkit.checks.history.rules import RULES

__all__ = ["RULES"]

"""Numbers: values, intervals and what they decide."""

from __future__ import annotations

from cerkit.checks.numbers.rules import RULES

__all__ = ["RULES"]

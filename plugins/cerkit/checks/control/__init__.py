"""Control: equivalence, follow-up, surveillance, people and documents."""

from __future__ import annotations

from cerkit.checks.control.rules import RULES

__all__ = ["RULES"]

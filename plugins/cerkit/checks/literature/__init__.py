"""Literature: searches, selection and appraisal."""

from __future__ import annotations

from cerkit.checks.literature.rules import RULES

__all__ = ["RULES"]

"""Literature: searches, selection and appraisal."""

from __future__ import annotations

from typing import Final

from cerkit.checks.literature.rules import RULES
from cerkit.model.examination import Check, SourceCheck

CHECKS: Final[tuple[Check, ...]] = ()
SOURCE_CHECKS: Final[tuple[SourceCheck, ...]] = ()

__all__ = ["CHECKS", "RULES", "SOURCE_CHECKS"]

"""Rules: 5xx, literature and appraisal."""

from __future__ import annotations

from typing import Final

from cerkit.checks.literature import (
    agreement_rules,
    appraisal_rules,
    search_rules,
    selection_rules,
    source_rules,
)
from cerkit.model.diagnostics import Rule

RULES: Final[tuple[Rule, ...]] = (
    *search_rules.RULES,
    *selection_rules.RULES,
    *source_rules.RULES,
    *appraisal_rules.RULES,
    *agreement_rules.RULES,
)

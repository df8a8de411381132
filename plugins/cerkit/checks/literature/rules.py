"""Rules: 5xx, literature and appraisal."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule

RULES: Final[tuple[Rule, ...]] = ()

"""Rules: 9xx, history and update."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule

RULES: Final[tuple[Rule, ...]] = ()

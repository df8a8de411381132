"""Rules: 401 to 419, coverage of the argument."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule

RULES: Final[tuple[Rule, ...]] = ()

"""Rules: 421 to 439, device, instructions for use, risks and benefits."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule

RULES: Final[tuple[Rule, ...]] = ()

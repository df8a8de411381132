"""Device: what the report, the instructions for use and the risk file say of it must agree."""

from __future__ import annotations

from cerkit.checks.device.rules import RULES

__all__ = ["RULES"]

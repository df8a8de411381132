"""Questions on the pages and on what findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.device.typed_facts import check_typed_facts
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (check_typed_facts,)

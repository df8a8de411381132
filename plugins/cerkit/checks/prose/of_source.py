"""The questions that one source answers by itself."""

from __future__ import annotations

from typing import Final

from cerkit.checks.prose.leftovers import check_source_leftovers, may_hold_leftovers
from cerkit.model.examination import SourceCheck

SOURCE_CHECKS: Final[tuple[SourceCheck, ...]] = (check_source_leftovers,)
"""Asked where the file `may_hold_leftovers`."""

__all__ = ["SOURCE_CHECKS", "may_hold_leftovers"]

"""The questions that one source answers by itself."""

from __future__ import annotations

from typing import Final

from cerkit.checks.prose.leftovers import check_source_leftovers
from cerkit.model.examination import SourceCheck

SOURCE_CHECKS: Final[tuple[SourceCheck, ...]] = (check_source_leftovers,)

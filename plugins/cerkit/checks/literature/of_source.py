"""The questions that one source answers by itself."""

from __future__ import annotations

from typing import Final

from cerkit.checks.literature.admissions import check_spared
from cerkit.checks.literature.references import check_locators
from cerkit.checks.literature.said_of_source import check_reason, check_said
from cerkit.model.examination import SourceCheck

SOURCE_CHECKS: Final[tuple[SourceCheck, ...]] = (check_locators, check_said, check_reason, check_spared)

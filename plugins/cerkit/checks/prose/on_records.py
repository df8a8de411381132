"""Questions on the records alone: neither on the pages, nor on what findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.prose.revisions import check_revisions
from cerkit.checks.prose.sentences import check_record_texts
from cerkit.checks.prose.tense import check_plan
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_revisions,
    check_record_texts,
    check_plan,
)

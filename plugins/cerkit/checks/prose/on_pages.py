"""Questions on what the pages say, and on nothing that findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.prose.contents import check_contents
from cerkit.checks.prose.links import check_links
from cerkit.checks.prose.references import check_references
from cerkit.checks.prose.report_dates import check_report_dates
from cerkit.checks.prose.sentences import check_sentences
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_references,
    check_contents,
    check_sentences,
    check_report_dates,
    check_links,
)

"""Questions on what the pages say, and on nothing that findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.control.documents import check_cited_editions, check_documents
from cerkit.checks.control.gaps import check_gaps
from cerkit.checks.control.next_evaluation import check_next_evaluation
from cerkit.checks.control.outstanding import check_outstanding
from cerkit.checks.control.sufficiency import check_sufficiency
from cerkit.checks.control.taken_over import check_taken_over
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_gaps,
    check_sufficiency,
    check_next_evaluation,
    check_documents,
    check_cited_editions,
    check_taken_over,
    check_outstanding,
)

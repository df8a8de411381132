"""Questions on the records alone: neither on the pages, nor on what findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.literature.agreement import check_own_benchmarks, check_schemes
from cerkit.checks.literature.appraisals import check_appraisals
from cerkit.checks.literature.currency import check_currency
from cerkit.checks.literature.exclusions import check_exclusions
from cerkit.checks.literature.flow import check_rounds
from cerkit.checks.literature.limits import check_limits
from cerkit.checks.literature.pivotal import check_pivotal
from cerkit.checks.literature.places_searched import check_places_searched
from cerkit.checks.literature.purposes import check_purposes
from cerkit.checks.literature.questions import check_copied, check_questions
from cerkit.checks.literature.reading import check_reading
from cerkit.checks.literature.recount import check_excluded, check_flows
from cerkit.checks.literature.screening import check_reasons
from cerkit.checks.literature.searches import check_order, check_searches
from cerkit.checks.literature.unfinished import check_counted, check_planned, check_questions_on_duplicates
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_searches,
    check_order,
    check_currency,
    check_places_searched,
    check_purposes,
    check_limits,
    check_questions,
    check_copied,
    check_flows,
    check_excluded,
    check_rounds,
    check_exclusions,
    check_reasons,
    check_reading,
    check_appraisals,
    check_pivotal,
    check_schemes,
    check_own_benchmarks,
    check_planned,
    check_questions_on_duplicates,
    check_counted,
)

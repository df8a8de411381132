"""Every question of the family, in the order in which they are asked."""

from __future__ import annotations

from typing import Final

from cerkit.checks.coverage.category import check_category
from cerkit.checks.coverage.claims import check_claims
from cerkit.checks.coverage.derivation import check_derivation
from cerkit.checks.coverage.measurable import check_measurable
from cerkit.checks.coverage.parts import check_parts
from cerkit.checks.coverage.plan import check_plan
from cerkit.checks.coverage.promises import check_promises
from cerkit.checks.coverage.requirements import check_requirements
from cerkit.checks.coverage.support import check_support
from cerkit.checks.coverage.terms import check_terms
from cerkit.checks.coverage.told_risks import check_told_risks
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_plan,
    check_measurable,
    check_derivation,
    check_terms,
    check_requirements,
    check_claims,
    check_parts,
    check_category,
    check_support,
    check_promises,
    check_told_risks,
)

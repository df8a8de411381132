"""Questions on what findings say, and on no page."""

from __future__ import annotations

from typing import Final

from cerkit.checks.coverage.claims import check_claims
from cerkit.checks.coverage.derivation import check_derivation
from cerkit.checks.coverage.parts import check_parts
from cerkit.checks.coverage.requirements import check_requirements
from cerkit.checks.coverage.support import check_support
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_derivation,
    check_requirements,
    check_claims,
    check_parts,
    check_support,
)

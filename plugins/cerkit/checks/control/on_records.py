"""Questions on the records alone: neither on the pages, nor on what findings say."""

from __future__ import annotations

from typing import Final

from cerkit.checks.control.beginnings import check_beginnings
from cerkit.checks.control.checklists import check_checklists
from cerkit.checks.control.documents import check_standards
from cerkit.checks.control.equivalence import check_equivalence
from cerkit.checks.control.follow_up import check_follow_up
from cerkit.checks.control.other_devices import check_one_device, check_use_of_other_devices
from cerkit.checks.control.pasted import check_pasted
from cerkit.checks.control.people import check_evaluators
from cerkit.checks.control.signing import check_signing
from cerkit.checks.control.surveillance import check_surveillance
from cerkit.checks.control.thresholds import check_thresholds
from cerkit.checks.control.versions import check_versions
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (
    check_equivalence,
    check_one_device,
    check_use_of_other_devices,
    check_follow_up,
    check_surveillance,
    check_evaluators,
    check_signing,
    check_versions,
    check_standards,
    check_checklists,
    check_pasted,
    check_thresholds,
    check_beginnings,
)

"""Which questions there are, by what they look at; a group is imported when it is asked.

A question that looked at more than its module says would be given an old answer after that has changed: a test asks
every question with the rest withheld.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cerkit.model.examination import Check, Looks

_Checks = tuple[Check, ...]


def on_argument(looks: Looks) -> _Checks:
    """Coverage, what is under control, history, and the pages."""
    return _ON_ARGUMENT[looks]()


def on_evidence(looks: Looks) -> _Checks:
    """The device, literature, what was left over in texts, and numbers."""
    return _ON_EVIDENCE[looks]()


def _argument_on_records() -> _Checks:
    from cerkit.checks.control import on_records as control
    from cerkit.checks.coverage import on_records as coverage
    from cerkit.checks.history import on_records as history
    from cerkit.checks.prose import on_records as prose

    return *coverage.CHECKS, *control.CHECKS, *history.CHECKS, *prose.CHECKS


def _argument_on_pages() -> _Checks:
    from cerkit.checks.control import on_pages as control
    from cerkit.checks.coverage import on_pages as coverage
    from cerkit.checks.history import on_pages as history
    from cerkit.checks.prose import on_pages as prose

    return *coverage.CHECKS, *control.CHECKS, *history.CHECKS, *prose.CHECKS


def _argument_on_findings() -> _Checks:
    from cerkit.checks.coverage import on_findings as coverage
    from cerkit.checks.history import on_findings as history

    return *coverage.CHECKS, *history.CHECKS


def _evidence_on_records() -> _Checks:
    from cerkit.checks.device import on_records as device
    from cerkit.checks.literature import on_records as literature

    return *device.CHECKS, *literature.CHECKS


def _evidence_on_pages() -> _Checks:
    from cerkit.checks.device import on_pages as device
    from cerkit.checks.literature import on_pages as literature
    from cerkit.checks.prose.leftovers import check_leftovers

    return *device.CHECKS, *literature.CHECKS, check_leftovers


def _evidence_on_findings() -> _Checks:
    from cerkit.checks.device import on_findings as device
    from cerkit.checks.literature import on_findings as literature
    from cerkit.checks.numbers import on_findings as numbers

    # Numbers last: pooled results may still be on their way.
    return *device.CHECKS, *literature.CHECKS, *numbers.CHECKS


def _evidence_on_all() -> _Checks:
    from cerkit.checks.device import on_all as device
    from cerkit.checks.numbers import on_all as numbers

    return *device.CHECKS, *numbers.CHECKS


_ON_ARGUMENT: Final[dict[Looks, Callable[[], _Checks]]] = {
    Looks.RECORDS: _argument_on_records,
    Looks.PAGES: _argument_on_pages,
    Looks.FINDINGS: _argument_on_findings,
    Looks.ALL: tuple,
}
_ON_EVIDENCE: Final[dict[Looks, Callable[[], _Checks]]] = {
    Looks.RECORDS: _evidence_on_records,
    Looks.PAGES: _evidence_on_pages,
    Looks.FINDINGS: _evidence_on_findings,
    Looks.ALL: _evidence_on_all,
}

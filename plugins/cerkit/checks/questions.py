"""Which questions there are, by what they look at; a family's are imported when they are asked.

A question that looked at more than its module says would be given an old answer after that has changed: a test asks
every question with the rest withheld.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from cerkit.model.examination import Check, Looks

_ON_ARGUMENT: Final = {
    Looks.RECORDS: ("coverage", "control", "history", "prose"),
    Looks.PAGES: ("coverage", "control", "history", "prose"),
    Looks.FINDINGS: ("coverage", "history"),
    Looks.ALL: (),
}
_ON_EVIDENCE: Final = {
    Looks.RECORDS: ("device", "literature"),
    Looks.PAGES: ("device", "literature"),
    Looks.FINDINGS: ("device", "literature", "numbers"),
    Looks.ALL: ("device", "numbers"),
}
"""Numbers last: pooled results may still be on their way."""


def on_argument(looks: Looks) -> Iterator[Check]:
    """Coverage, what is under control, history, and the pages."""
    for family in _ON_ARGUMENT[looks]:
        yield from _questions(family, looks)


def on_evidence(looks: Looks) -> Iterator[Check]:
    """The device, literature, numbers, and what was left over in texts."""
    for family in _ON_EVIDENCE[looks]:
        yield from _questions(family, looks)
    if looks is Looks.PAGES:
        from cerkit.checks.prose.leftovers import check_leftovers

        yield check_leftovers


def _questions(family: str, looks: Looks) -> tuple[Check, ...]:
    found: tuple[Check, ...] = import_module(f"cerkit.checks.{family}.on_{looks}").CHECKS
    return found

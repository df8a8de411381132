"""Checks: what a reviewer would ask of a linked dossier. Each is a function from an examination to diagnostics.

A package is a family of questions. `CHECKS` see the whole dossier, by facts and outlines where records are many;
`SOURCE_CHECKS` see one source when it is read, and what they find is kept with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks import control, coverage, device, history, literature, numbers, policies, prose
from cerkit.checks.policies import missing_limit, policies_of
from cerkit.checks.prose.leftover_rules import PLACEHOLDER
from cerkit.model.diagnostics import Diagnostic, Place, Rule
from cerkit.model.examination import Check, Examination, MissingLimitError, SourceCheck
from cerkit.model.records.source import Source

RULES: Final[tuple[Rule, ...]] = (
    *coverage.RULES,
    *device.RULES,
    *control.RULES,
    *literature.RULES,
    *numbers.RULES,
    *prose.RULES,
    *history.RULES,
    *policies.RULES,
)
_CHECKS: Final[tuple[Check, ...]] = (
    *coverage.CHECKS,
    *device.CHECKS,
    *control.CHECKS,
    *literature.CHECKS,
    *numbers.CHECKS,
    *prose.CHECKS,
    *history.CHECKS,
)
_SOURCE_CHECKS: Final[tuple[SourceCheck, ...]] = (
    *literature.SOURCE_CHECKS,
    *numbers.SOURCE_CHECKS,
    *prose.SOURCE_CHECKS,
)


def check(examination: Examination) -> Iterator[Diagnostic]:
    """All diagnostics of all checks on the whole dossier.

    "TBD" in a field is one mistake: where a check of the field itself has told that it says nothing, the mark is not
    reported again.
    """
    told: set[Place] = set()
    for item in _found(examination):
        if item.rule is not PLACEHOLDER or item.place not in told:
            told.add(item.place)
            yield item


def _found(examination: Examination) -> Iterator[Diagnostic]:
    for function in _CHECKS:
        try:
            yield from function(examination)
        except MissingLimitError as error:
            yield missing_limit(error.args[0])


def check_source(source: Source, place: Place) -> Iterator[Diagnostic]:
    """What can be said of one source by itself. It may depend on nothing else: the answer is kept with the source."""
    for function in _SOURCE_CHECKS:
        yield from function(source, place)


__all__ = ["RULES", "check", "check_source", "policies_of"]

"""Checks: what a reviewer would ask of a linked dossier. Each is a function from an examination to diagnostics.

A package is a family of questions: `RULES` are their texts, `on_records`, `on_pages`, `on_findings` and `on_all` hold
those on the whole dossier, by what they look at; `of_source.SOURCE_CHECKS` see one source when it is read, and what
they find is kept with it. Questions are imported when they are asked: to import all of them takes as long as to ask
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Final

from cerkit.checks import control, coverage, device, history, literature, numbers, policies, prose, questions
from cerkit.checks.policies import bearings_of, missing_limit, policies_of
from cerkit.checks.prose.leftover_rules import PLACEHOLDER
from cerkit.model.diagnostics import Diagnostic, Place, Rule
from cerkit.model.examination import Check, Examination, Looks, MissingLimitError, SourceCheck
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


def check(examination: Examination, looks: Iterable[Looks] = Looks) -> Iterator[Diagnostic]:
    """All diagnostics of the checks on the whole dossier that look at what is named."""
    groups = tuple(looks)
    return without_repeats(
        chain(
            *(check_argument(examination, group) for group in groups),
            *(check_evidence(examination, group) for group in groups),
        )
    )


def without_repeats(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What the checks found, in their order, without what another check tells already.

    "TBD" in a field is one mistake: where a check of the field itself tells that it says nothing, the mark is not
    reported as well.
    """
    every = tuple(found)
    told = {item.place for item in every if item.rule is not PLACEHOLDER}
    for item in every:
        if item.rule is not PLACEHOLDER:
            yield item
        elif item.place not in told:
            told.add(item.place)
            yield item


def check_argument(examination: Examination, looks: Looks) -> Iterator[Diagnostic]:
    """The first of two halves that take about as long: coverage, what is under control, history, and the pages."""
    return _found(examination, questions.on_argument(looks))


def check_evidence(examination: Examination, looks: Looks) -> Iterator[Diagnostic]:
    """The second half: the device, literature, what was left over in texts, and numbers."""
    return _found(examination, questions.on_evidence(looks))


def _found(examination: Examination, questions: Iterable[Check]) -> Iterator[Diagnostic]:
    for function in questions:
        try:
            yield from function(examination)
        except MissingLimitError as error:
            yield missing_limit(error.args[0])


def check_source(source: Source, place: Place, written: bytes) -> Iterator[Diagnostic]:
    """What can be said of one source by itself. It may depend on nothing else: the answer is kept with the source.

    `written`: the file in which it stands, which shows sooner than its fields that nothing is left over in it.
    """
    questions, on_texts, may_hold = _source_checks()
    for function in (*questions, *on_texts) if may_hold(written) else questions:
        yield from function(source, place)


@cache
def _source_checks() -> tuple[tuple[SourceCheck, ...], tuple[SourceCheck, ...], Callable[[bytes], bool]]:
    from cerkit.checks.literature import of_source as of_literature
    from cerkit.checks.numbers import of_source as of_numbers
    from cerkit.checks.prose import of_source as of_prose

    questions = *of_literature.SOURCE_CHECKS, *of_numbers.SOURCE_CHECKS
    return questions, of_prose.SOURCE_CHECKS, of_prose.may_hold_leftovers


__all__ = [
    "RULES",
    "bearings_of",
    "check",
    "check_argument",
    "check_evidence",
    "check_source",
    "policies_of",
    "without_repeats",
]

"""Numbers of a finding that cannot be: more events than people, bounds in the wrong order, a value outside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from cerkit.checks.numbers import rules
from cerkit.checks.numbers.proportions import scale_of
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.fields import Number
from cerkit.model.records.source import Finding, Interval

_RELATIVE: Final = re.compile(
    r"\b(?:gain|increas|chang|reduc|differ|relative|ratio|growth|rise|excess|saved|savings|decline|fall|drop|percentile)",
    re.IGNORECASE,
)
"""A percentage of this kind compares two numbers and may lie below 0 or above 100."""
_WITHIN: Final = ("Wilson", "Clopper-Pearson")
"""Methods whose bounds never leave 0 to 100 %."""
_HIGHEST_LEVEL: Final = Decimal("99.9999")


def check_possible(subject: str, finding: Finding, place: Place) -> Iterator[Diagnostic]:
    """What no way of counting or computing can give. The order is that in which an author would mend."""
    for route, message in _impossible(finding):
        yield rules.IMPOSSIBLE_NUMBERS.at(place.within(*route), f"{subject}: {message}", subject=subject)
        return


def _impossible(finding: Finding) -> Iterator[tuple[tuple[str, ...], str]]:
    yield from _in_counts(finding)
    interval = finding.interval
    if interval is not None:
        yield from _in_interval(finding, interval)
    if finding.low is not None and finding.high is not None and finding.low > finding.high:
        yield ("low",), f"the range runs from {finding.low} down to {finding.high}"
    yield from _outside_the_whole(finding)


def _in_counts(finding: Finding) -> Iterator[tuple[tuple[str, ...], str]]:
    counts = finding.counts
    if counts is None:
        return
    if counts.denominator == 0:
        yield ("counts", "denominator"), f"{counts.numerator} of 0 is no proportion"
    elif counts.numerator > counts.denominator and scale_of(finding.unit) is not None:
        yield ("counts", "numerator"), f"{counts.numerator} of {counts.denominator} is more than all"


def _in_interval(finding: Finding, interval: Interval) -> Iterator[tuple[tuple[str, ...], str]]:
    if not 0 < interval.level <= _HIGHEST_LEVEL:
        yield ("interval", "level"), f"an interval has no confidence level of {interval.level} %"
    elif interval.level <= 1:
        yield (
            ("interval", "level"),
            f"the confidence level {interval.level} is given as a share and not in per cent",
        )
    if interval.lower > interval.upper:
        message = f"the interval runs from {interval.lower} down to {interval.upper}"
        yield ("interval", "lower"), message
    elif finding.value is not None and not interval.lower <= finding.value <= interval.upper:
        message = f"the value {finding.value} lies outside its interval, {interval.lower} to {interval.upper}"
        yield ("value",), message


def _outside_the_whole(finding: Finding) -> Iterator[tuple[tuple[str, ...], str]]:
    scale = scale_of(finding.unit)
    if scale is None or _is_relative(finding):
        return
    named: list[tuple[tuple[str, ...], Number | None]] = [
        (("value",), finding.value),
        (("low",), finding.low),
        (("high",), finding.high),
    ]
    if finding.interval is not None and finding.interval.method in _WITHIN:
        named += [
            (("interval", "lower"), finding.interval.lower),
            (("interval", "upper"), finding.interval.upper),
        ]
    for route, number in named:
        if number is not None and not 0 <= number <= scale:
            whole = "100 %" if scale == 100 else str(scale)
            yield route, f"{number} is given in {finding.unit}, where nothing lies outside 0 to {whole}"


def _is_relative(finding: Finding) -> bool:
    """Whether the percentage compares two numbers; with counts it is a share of people, whatever its name."""
    return finding.counts is None and bool(
        _RELATIVE.search(f"{finding.label} {finding.endpoint} {finding.id}")
    )

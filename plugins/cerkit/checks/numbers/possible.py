"""Numbers of a finding that cannot be: more events than people, bounds in the wrong order, a value outside them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from cerkit.checks.numbers.proportions import scale_of
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
Impossible = tuple[tuple[str, ...], str]
"""The field that cannot be, from its finding, and why."""


def impossible(finding: Finding) -> Impossible | None:
    """What no way of counting or computing can give: the first that an author would mend."""
    return (
        _in_counts(finding)
        or (_in_interval(finding, finding.interval) if finding.interval is not None else None)
        or _in_range(finding)
        or _outside_the_whole(finding)
    )


def _in_counts(finding: Finding) -> Impossible | None:
    counts = finding.counts
    if counts is None:
        return None
    if counts.denominator == 0:
        return ("counts", "denominator"), f"{counts.numerator} of 0 is no proportion"
    if counts.numerator > counts.denominator and scale_of(finding.unit) is not None:
        return ("counts", "numerator"), f"{counts.numerator} of {counts.denominator} is more than all"
    return None


def _in_interval(finding: Finding, interval: Interval) -> Impossible | None:
    if not 0 < interval.level <= _HIGHEST_LEVEL:
        return ("interval", "level"), f"an interval has no confidence level of {interval.level} %"
    if interval.level <= 1:
        message = f"the confidence level {interval.level} is given as a share and not in per cent"
        return ("interval", "level"), message
    if interval.lower > interval.upper:
        return ("interval", "lower"), f"the interval runs from {interval.lower} down to {interval.upper}"
    if finding.value is not None and not interval.lower <= finding.value <= interval.upper:
        message = f"the value {finding.value} lies outside its interval, {interval.lower} to {interval.upper}"
        return ("value",), message
    return None


def _in_range(finding: Finding) -> Impossible | None:
    if finding.low is not None and finding.high is not None and finding.low > finding.high:
        return ("low",), f"the range runs from {finding.low} down to {finding.high}"
    return None


def _outside_the_whole(finding: Finding) -> Impossible | None:
    scale = scale_of(finding.unit)
    if scale is None or _is_relative(finding):
        return None
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
            return route, f"{number} is given in {finding.unit}, where nothing lies outside 0 to {whole}"
    return None


def _is_relative(finding: Finding) -> bool:
    """Whether the percentage compares two numbers; with counts it is a share of people, whatever its name."""
    return finding.counts is None and bool(
        _RELATIVE.search(f"{finding.label} {finding.endpoint} {finding.id}")
    )

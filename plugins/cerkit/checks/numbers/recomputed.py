"""Values and intervals computed again from their counts, and compared with what is printed.

A value may differ by half a unit of its last printed digit. A bound may differ by that, and by what it moves when the
author took the normal quantile from a table with two digits (1.96, 1.64, 2.58). Only an interval whose method is
stated, and which is not adjusted, is compared with that method. Where no method is stated, only what none of the usual
ones can give is reported, and as a warning. A declared discrepancy is shown in the report and not repeated here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from cerkit.checks.numbers import rules
from cerkit.checks.numbers.proportions import (
    exact,
    half_unit,
    half_unit_about,
    is_share,
    places_of,
    printed,
    scale_of,
    share_of,
    shown_half_unit,
)
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.fields import Number
from cerkit.model.records.source import Counts, Finding, Interval
from cerkit.model.statistics import Bounds, clopper_pearson, normal_quantile, wald, wilson

_METHODS: Final[dict[str, Callable[..., Bounds]]] = {
    "Wilson": wilson,
    "Clopper-Pearson": clopper_pearson,
    "Wald": wald,
}
_LARGEST: Final = 10_000_000
"""More people than that are in no study, and all methods agree in every printed digit."""
_NARROWER, _WIDER = 0.3, 1.5
"""How far a bound of unknown method may lie inside and outside those of the usual methods, in half widths.

Intervals that allow for clustering or small samples are wider; nothing honest makes one much narrower.
"""


class Misfit(NamedTuple):
    """A bound that does not follow from the counts."""

    side: Literal["lower", "upper"]
    printed: Number
    expected: str
    """What the counts give."""
    tolerance: str


def check_recomputed(subject: str, finding: Finding, place: Place) -> Iterator[Diagnostic]:
    """Value and interval against the counts: one diagnostic, at what most likely has to change."""
    counts = finding.counts
    if counts is None or not is_share(finding):
        return
    misfits = misfits_of(finding)
    expected = None if finding.value is None else _value_misfit(finding.value, finding.unit, counts)
    if finding.value is not None and expected is not None:
        message = (
            f"{subject}: the value is {finding.value}, but {counts.numerator} of {counts.denominator} is {expected} "
            f"(tolerance {shown_half_unit(finding.value)})"
        )
        yield _wrong_value(subject, finding, message, place, is_interval_off=bool(misfits))
    elif finding.interval is not None and misfits:
        yield _wrong_interval(subject, finding.interval, counts, misfits, place)


def agrees(finding: Finding) -> bool:
    """Whether nothing in a finding with counts disagrees: then a declared discrepancy has no object."""
    if finding.counts is None or finding.value is None or not is_share(finding):
        return False
    if _value_misfit(finding.value, finding.unit, finding.counts) is not None:
        return False
    interval = finding.interval
    if interval is None:
        return True
    methods = (interval.method,) if interval.method in _METHODS else tuple(_METHODS)
    return interval.adjusted is None and any(
        not _by_method(finding.counts, interval, finding.unit, name) for name in methods
    )


def misfits_of(finding: Finding) -> tuple[Misfit, ...]:
    """The bounds of the finding's interval that its counts cannot give."""
    interval, counts = finding.interval, finding.counts
    if interval is None or counts is None or interval.adjusted is not None or counts.denominator > _LARGEST:
        return ()
    if interval.method in _METHODS:
        return _by_method(counts, interval, finding.unit, interval.method)
    return _by_none(counts, interval, finding.unit) if interval.method == "not stated" else ()


def _value_misfit(value: Number, unit: str, counts: Counts) -> str | None:
    """What the counts give, where that is not the printed value."""
    scale = scale_of(unit) or 1
    # Fractions are slow, and floats decide what is not close.
    about = counts.numerator * scale / counts.denominator
    if abs(about - float(value)) < half_unit_about(value) - 1e-9 * scale:
        return None
    expected = share_of(counts, scale)
    if abs(expected - exact(value)) <= half_unit(value):
        return None
    return _told_apart(expected, value)


def _by_method(counts: Counts, interval: Interval, unit: str, method: str) -> tuple[Misfit, ...]:
    level, scale = float(interval.level), (scale_of(unit) or 1) / 100
    found = _METHODS[method](counts.numerator, counts.denominator, level=level)
    quantile = normal_quantile(level)
    from_table = abs(round(quantile, 2) - quantile) / quantile
    slack = (found.upper - found.lower) / 2 * scale * from_table
    misfits = []
    for side, number, bound in _sides(interval, found):
        expected = _kept_within(bound, number, scale)
        if abs(expected - float(number)) > half_unit_about(number) + slack + 1e-9:
            misfits.append(Misfit(side, number, _told_apart(expected, number), shown_half_unit(number)))
    return tuple(misfits)


def _kept_within(bound: float, number: Number, scale: float) -> float:
    """Wald's bounds are printed as computed, or cut at 0 and 100 %: as the author did."""
    is_cut = 0 <= number <= 100 * scale
    return min(max(bound, 0.0), 100.0) * scale if is_cut else bound * scale


def _by_none(counts: Counts, interval: Interval, unit: str) -> tuple[Misfit, ...]:
    """Bounds that lie far from those of every usual method."""
    level, scale = float(interval.level), (scale_of(unit) or 1) / 100
    score = wilson(counts.numerator, counts.denominator, level=level)
    half = (score.upper - score.lower) / 2
    if _is_near(interval, score, half, scale):
        return ()
    usual = [method(counts.numerator, counts.denominator, level=level) for method in _METHODS.values()]
    if any(_is_near(interval, bounds, half, scale) for bounds in usual):
        return ()
    return tuple(
        Misfit(side, number, _told_apart(bound * scale, number), shown_half_unit(number))
        for side, number, bound in _sides(interval, score)
        if abs(float(number) - bound * scale) > half_unit_about(number) + _NARROWER * half * scale
    )


def _is_near(interval: Interval, bounds: Bounds, half: float, scale: float) -> bool:
    """Whether both bounds lie where some variant of a method could put them."""
    for side, number, bound in _sides(interval, bounds):
        inwards = (float(number) - _kept_within(bound, number, scale)) * (1 if side == "lower" else -1)
        slack = half_unit_about(number)
        if not -_WIDER * half * scale - slack <= inwards <= _NARROWER * half * scale + slack:
            return False
    return True


def _sides(interval: Interval, bounds: Bounds) -> tuple[tuple[Literal["lower", "upper"], Number, float], ...]:
    return ("lower", interval.lower, bounds.lower), ("upper", interval.upper, bounds.upper)


def _told_apart(expected: Fraction | float, number: Number) -> str:
    """What the counts give, with digits enough that it does not look like what is printed."""
    places = places_of(number)
    text = printed(expected, places)
    return printed(expected, places + 2) if Fraction(text) == exact(number) else text


def _wrong_value(
    subject: str, finding: Finding, message: str, place: Place, *, is_interval_off: bool
) -> Diagnostic:
    is_adjusted = finding.interval is not None and finding.interval.adjusted is not None
    severity = Severity.WARNING if is_adjusted else None
    if not is_interval_off:
        return rules.VALUE_NOT_OF_COUNTS.at(
            place.within("value"), message, subject=subject, severity=severity
        )
    hint = "look the counts up in the source again: value and interval speak against them"
    message += "; the interval does not fit the counts either"
    return rules.VALUE_NOT_OF_COUNTS.at(
        place.within("counts"), message, hint=hint, subject=subject, severity=severity
    )


def _wrong_interval(
    subject: str, interval: Interval, counts: Counts, misfits: tuple[Misfit, ...], place: Place
) -> Diagnostic:
    is_stated = interval.method in _METHODS
    by = f"by {interval.method}" if is_stated else "or thereabouts by the usual methods"
    told = " and ".join(
        f"the {misfit.side} bound is {misfit.printed}, but {misfit.expected} {by} (tolerance {misfit.tolerance})"
        for misfit in misfits
    )
    message = f"{subject}: for {counts.numerator} of {counts.denominator} at {interval.level} % {told}"
    where = place.within("interval", misfits[0].side)
    severity = None if is_stated else Severity.WARNING
    return rules.INTERVAL_NOT_OF_COUNTS.at(where, message, subject=subject, severity=severity)

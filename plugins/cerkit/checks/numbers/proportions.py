"""Units of proportions, and how exactly a printed number is known."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from cerkit.model.fields import Number
from cerkit.model.records.source import Counts, Finding

_SCALES: Final = {
    "%": 100,
    "percent": 100,
    "per cent": 100,
    "1": 1,
    "proportion": 1,
    "fraction": 1,
    "share": 1,
    "‰": 1000,
    "per 100": 100,
    "per 1000": 1000,
    "per thousand": 1000,
    "per 10000": 10_000,
    "per 100000": 100_000,
    "per million": 1_000_000,
    "per 1000000": 1_000_000,
}

_MOST_PLACES: Final = 12
"""Digits after the point; no source prints more, and exact arithmetic with thousands of them takes long."""


@lru_cache(maxsize=256)
def scale_of(unit: str) -> int | None:
    """What the whole is in a unit of proportions: 100 for %; None for any other unit."""
    return _SCALES.get(unit.strip().casefold().replace(",", "").replace("\u202f", "").replace(" 000", "000"))


def half_unit(number: Number) -> Fraction:
    """Half a unit of the last printed digit: 0.05 for 94.4."""
    return _half_unit(places_of(number))


@lru_cache(maxsize=64)
def _half_unit(places: int) -> Fraction:
    return Fraction(1, 2 * 10**places)


def half_unit_about(number: Number) -> float:
    """The same as a float, where bounds are compared that are floats themselves."""
    return _half_unit_about(str(number))


@lru_cache(maxsize=4096)
def _half_unit_about(text: str) -> float:
    return float(_half_unit(_places(text)))


def exact(number: Number) -> Fraction:
    return Fraction(number)


def share_of(counts: Counts, scale: int) -> Fraction:
    """Numerator over denominator, in the unit whose whole is `scale`."""
    return Fraction(counts.numerator * scale, counts.denominator)


def are_counts_possible(counts: Counts) -> bool:
    return counts.denominator > 0 and counts.numerator <= counts.denominator


def is_share(finding: Finding) -> bool:
    """Whether the finding is a proportion with counts from which it can be computed."""
    if finding.counts is None or scale_of(finding.unit) is None or not are_counts_possible(finding.counts):
        return False
    interval = finding.interval
    if interval is not None and not (_is_short(interval.lower) and _is_short(interval.upper)):
        return False
    return finding.value is None or _is_short(finding.value)


def _is_short(number: Number) -> bool:
    return places_of(number) <= _MOST_PLACES


def places_of(number: Number) -> int:
    """Digits after the point, as printed."""
    return _places(str(number)) if isinstance(number, Decimal) else 0


@lru_cache(maxsize=4096)
def _places(text: str) -> int:
    """Remembered by what is printed: 1.0 and 1.00 are equal numbers."""
    return -min(0, int(Decimal(text).as_tuple().exponent))


def printed(value: Fraction | float, places: int) -> str:
    """The number with so many digits after the point."""
    number = (
        Decimal(value.numerator) / Decimal(value.denominator)
        if isinstance(value, Fraction)
        else Decimal(value)
    )
    return str(number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN))


def shown_half_unit(number: Number) -> str:
    """The tolerance in words: 0.05."""
    places = places_of(number)
    return "0.5" if places == 0 else f"0.{'0' * places}5"

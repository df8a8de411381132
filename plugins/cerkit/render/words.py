"""How values are put into words: numbers, dates, intervals, citations of a source by author and year."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from cerkit.model.fields import Number
from cerkit.model.records.source import Counts, Finding, Interval, Source

if TYPE_CHECKING:
    from cerkit.model.tables import Citation

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MEASURES: Final = frozenset({"AUC", "AUROC", "HR", "IRR", "kappa", "OR", "RR"})
"""Units that are the name of a measure and stand before the number."""
WITHOUT_UNIT: Final = frozenset({"1", "none", "-"})
"""Units that say that there is none; they are not printed."""


def number_text(value: Number) -> str:
    """The number with the digits that were written; 1,842 with a comma, a minus as a minus sign."""
    sign = "−" if value < 0 else ""
    digits = f"{abs(Decimal(value)):f}"
    return f"{sign}{int(digits):,}" if digits.isdigit() else f"{sign}{digits}"


def date_text(day: date) -> str:
    """29 May 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def with_unit(value: str, unit: str) -> str:
    """The value with its unit as it is read: 94.4 %, HR 1.57, 2011."""
    if unit in WITHOUT_UNIT:
        return value
    if unit == "year":
        return value.replace(",", "")
    return f"{unit} {value}" if unit in _MEASURES else f"{value} {unit}"


def interval_text(interval: Interval) -> str:
    """95 % CI 91.3 to 96.5."""
    bounds = f"{number_text(interval.lower)} to {number_text(interval.upper)}"
    return f"{number_text(interval.level)} % CI {bounds}"


def counts_text(counts: Counts) -> str:
    """289/306."""
    return f"{number_text(counts.numerator)}/{number_text(counts.denominator)}"


def result_text(finding: Finding, *, interval: bool = True, counts: bool = True) -> str:
    """94.4 % (95 % CI 91.3 to 96.5; 289/306); a range or a result in words where there is no single value."""
    if finding.value is not None:
        main = with_unit(number_text(finding.value), finding.unit)
    elif finding.low is not None and finding.high is not None:
        main = with_unit(f"{number_text(finding.low)} to {number_text(finding.high)}", finding.unit)
    else:
        main = finding.result or ""
    notes = []
    if interval and finding.interval is not None:
        notes.append(interval_text(finding.interval))
    if counts and finding.counts is not None:
        notes.append(counts_text(finding.counts))
    return " ".join(part for part in (main, f"({'; '.join(notes)})" if notes else "") if part)


def year_of(source: Source) -> str | None:
    """Year of publication, as far as it is given."""
    return source.publication.issued[:4] if source.publication else None


def short_name(source: Source) -> str:
    """A label as figures carry it: "Abràmoff 2018"; a source that was not published goes by its identifier."""
    publication = source.publication
    if publication is None or not publication.authors:
        return source.id
    first = publication.authors[0]
    name = first.family or first.literal or source.id
    year = year_of(source)
    return f"{name} {year}" if year and year.isdigit() else name


def citation_of(*sources: Source) -> Citation | None:
    """One bracket that cites the sources in the given order, each once; None without any."""
    from cerkit.model.tables import Citation  # not imported by those who only name a source

    kept = tuple(dict.fromkeys(source.id for source in sources))
    if not kept:
        return None
    names = {source.id: short_name(source) for source in sources}
    label = "; ".join(f"{names[key]} ({key})" if names[key] != key else key for key in kept)
    return Citation(f"[{'; '.join(f'@{key}' for key in kept)}]", label)


def sentence_case(text: str) -> str:
    """The text with a capital at its beginning, the rest untouched."""
    return text[:1].upper() + text[1:]


def humanised(name: str) -> str:
    """A field's name as a label: decided_by -> Decided by."""
    return sentence_case(re.sub(r"[_.]+", " ", name))


def plain_decimal(value: Decimal, places: int) -> str:
    """The number rounded half up to so many places, as a reader expects of a printed figure."""
    return number_text(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))

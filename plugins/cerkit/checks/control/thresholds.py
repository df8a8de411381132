"""Whether a threshold has lost its decimal point: a power of ten away from its values and from itself elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from cerkit.checks.control import rules
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.control import Indicator, Surveillance
from cerkit.model.wording import normalised

_NUMBER: Final = re.compile(r"(?<![\w.,-])\d{1,9}(?:,\d{3})*(?:\.\d{1,9})?(?![\w.,-]*\d)")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_BASE: Final = re.compile(r"per (\d[\d,]*)|%")
_NEAR: Final = 80
"""Signs after a number in which its unit stands."""
_FAR: Final = 10


def check_thresholds(examination: Examination) -> Iterator[Diagnostic]:
    """Each indicator against its values, its own action and the thresholds of the follow-up."""
    dossier = examination.dossier
    surveillance = dossier.surveillance
    if surveillance is None:
        return
    for indicator in surveillance.indicators:
        if not _is_far_from_values(surveillance, indicator):
            continue
        elsewhere = _elsewhere(indicator, _texts(dossier, indicator))
        if elsewhere is not None:
            name, number = elsewhere
            message = (
                f"the threshold of {indicator.id} is {indicator.threshold} {indicator.unit}, far from every value, "
                f"but {number} in {name}"
            )
            place = examination.trace.place_of(indicator.id, "threshold")
            yield rules.THRESHOLD_ASTRAY.at(place, message, subject=indicator.id)


def _is_far_from_values(surveillance: Surveillance, indicator: Indicator) -> bool:
    values = [
        abs(float(value.value))
        for period in surveillance.periods
        for value in period.values
        if value.indicator == indicator.id
    ]
    limit = abs(float(indicator.threshold))
    far = [limit >= _FAR * value or value >= _FAR * limit for value in values]
    return limit > 0 and all(far)


def _texts(dossier: Dossier, indicator: Indicator) -> Iterator[tuple[str, str]]:
    """Texts that may give the threshold a second time."""
    yield "its action", indicator.action
    yield "its method", indicator.method
    for activity in dossier.pmcf:
        for field in ("threshold", "sample_size"):
            yield f"{field} of {activity.id}", getattr(activity, field)


def _elsewhere(indicator: Indicator, texts: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """A number with the same digits at another power of ten and with the same unit, if the threshold is nowhere."""
    limit = Decimal(str(indicator.threshold)).normalize()
    unit = normalised(indicator.unit)
    base = _BASE.search(unit)
    words = set(_WORD.findall(unit))
    found: tuple[str, str] | None = None
    for name, text in texts:
        plain = normalised(text)
        for number in _NUMBER.finditer(plain):
            behind = plain[number.end() : number.end() + _NEAR]
            if not _has_unit(behind, base.group() if base else None, words):
                continue
            value = Decimal(number.group().replace(",", "")).normalize()
            if value == limit:
                return None
            if value and value.as_tuple().digits == limit.as_tuple().digits:
                found = found or (name, number.group())
    return found


def _has_unit(behind: str, base: str | None, words: set[str]) -> bool:
    """Whether the unit follows: per so many of the same, per cent, or the thing that is counted."""
    clause = re.split(r"[,;:]\s|\.\s", behind, maxsplit=1)[0]
    if base == "%":
        return clause.lstrip().startswith(("%", "per cent"))
    if base is not None:
        return base in clause and bool(words & set(_WORD.findall(clause)))
    return bool(words) and bool(words & set(_WORD.findall(" ".join(clause.split()[:2]))))

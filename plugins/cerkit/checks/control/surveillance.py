"""Whether surveillance watches with thresholds, reacts to them, and reaches up to the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.control.substance import is_read, speaking_day
from cerkit.checks.texts import says_nothing
from cerkit.model.deadlines import newest_period, of_surveillance
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.control import Indicator, IndicatorValue, Surveillance, SurveillancePeriod
from cerkit.model.trace import Trace
from cerkit.model.verdicts import COMPARE, OPERATOR_SIGNS, is_out_of_reach
from cerkit.model.wording import normalised

_FILE: Final = "evidence/surveillance.yml"
_REACTION: Final = re.compile(
    r"\b(?:threshold|exceed\w*|passed|above|below|action\w*|capa|corrective|review\w*|judged anew|reassess\w*|"
    r"re-evaluat\w+|"
    r"root cause|investigat\w+|doubled|stopp\w+|suspend\w*|recall\w*|training|letter|notified|reported to|mended|fixed|"
    r"gap-\w+|outlier|one-off|trend report)\b"
)
_NO_PASSING: Final = re.compile(
    r"\b(?:no|none|not|never|without)\b[^.;]{0,40}\b(?:threshold\w*|exceed\w*|passed)\b"
)
_HOLE: Final = timedelta(days=45)
"""Time between two periods, or before the first, that nobody needs to explain."""


def check_surveillance(examination: Examination) -> Iterator[Diagnostic]:
    """Indicators, values, and periods against the time on the market."""
    trace = examination.trace
    dossier = trace.dossier
    surveillance = dossier.surveillance
    yield from _freshness(examination)
    if surveillance is None:
        return
    if not surveillance.indicators and surveillance.periods:
        message = "no indicator with a threshold says when the benefit-risk is judged anew"
        yield rules.INDICATOR_INCOMPLETE.at(Place(_FILE, ("indicators",)), message, subject=_FILE)
    for indicator in surveillance.indicators:
        yield from _indicator(trace, indicator)
    newest = newest_period(surveillance)
    if newest is not None:
        yield from _values_of(trace, surveillance, newest)
    for position, period in enumerate(surveillance.periods):
        yield from _passed(dossier, surveillance, position, period)
    yield from _periods(dossier, surveillance)


def _indicator(trace: Trace, indicator: Indicator) -> Iterator[Diagnostic]:
    for name in ("method", "action"):
        text = getattr(indicator, name)
        if says_nothing(text):
            message = f"{name} of {indicator.id} says nothing: “{text}”"
            place = trace.place_of(indicator.id, name)
            yield rules.INDICATOR_INCOMPLETE.at(place, message, subject=indicator.id)
    if is_out_of_reach(indicator.operator, indicator.threshold, indicator.unit):
        limit = f"{OPERATOR_SIGNS[indicator.operator]} {indicator.threshold} {indicator.unit}"
        message = f"{indicator.id} asks for action at {limit}, which no value can reach"
        place = trace.place_of(indicator.id, "threshold")
        yield rules.INDICATOR_INCOMPLETE.at(place, message, subject=indicator.id)


def _values_of(trace: Trace, surveillance: Surveillance, newest: int) -> Iterator[Diagnostic]:
    period = surveillance.periods[newest]
    given = {value.indicator for value in period.values}
    dossier = trace.dossier
    dangling = any(name not in trace.nodes or dossier.may_hold(name) for name in given)
    for indicator in surveillance.indicators:
        if indicator.id not in given and not dangling:
            message = f"{indicator.id} has no value in the newest period, {period.starts} to {period.ends}"
            place = Place(_FILE, ("periods", newest, "values"))
            yield rules.INDICATOR_INCOMPLETE.at(place, message, subject=indicator.id)


def _passed(
    dossier: Dossier, surveillance: Surveillance, position: int, period: SurveillancePeriod
) -> Iterator[Diagnostic]:
    indicators = {indicator.id: indicator for indicator in surveillance.indicators}
    for number, value in enumerate(period.values):
        indicator = indicators.get(value.indicator)
        if indicator is None or not COMPARE[indicator.operator](value.value, indicator.threshold):
            continue
        if not _is_answered(dossier, period, value):
            message = (
                f"{value.value} {indicator.unit} passes the threshold of {indicator.id} "
                f"({indicator.operator} {indicator.threshold}), and nothing says what followed"
            )
            place = Place(_FILE, ("periods", position, "values", number, "value"))
            yield rules.THRESHOLD_PASSED.at(place, message, subject=indicator.id)


def _is_answered(dossier: Dossier, period: SurveillancePeriod, value: IndicatorValue) -> bool:
    """Whether a gap concerns the indicator, or a text speaks of what was done."""
    if any(value.indicator in gap.concerns for gap in dossier.gaps):
        return True
    comment, conclusion = normalised(value.comment or ""), normalised(period.conclusion)
    if _REACTION.search(comment) and not _NO_PASSING.search(comment):
        return True
    names_it = value.indicator.lower() in conclusion
    return names_it and bool(_REACTION.search(conclusion)) and not _NO_PASSING.search(conclusion)


def _freshness(examination: Examination) -> Iterator[Diagnostic]:
    """On the market: the newest period ends not long before the report."""
    dossier = examination.dossier
    market = dossier.device.market if dossier.device else None
    if market is None or market.state != "on the market":
        return
    day = speaking_day(examination)
    surveillance = dossier.surveillance
    if surveillance is None and not is_read(dossier, _FILE):
        return
    newest = newest_period(surveillance)
    if surveillance is None or newest is None:
        limit = examination.limit("pms-age-months")
        if market.since is None or any(item.is_past(day) for item in of_surveillance(dossier, limit)):
            since = f" since {market.since}" if market.since else ""
            message = f"the device is on the market{since}, and no period of surveillance is reported"
            yield rules.SURVEILLANCE_NOT_CURRENT.at(Place(_FILE, ("periods",)), message, subject=_FILE)
        return
    ends = surveillance.periods[newest].ends
    limit = examination.limit("pms-age-months")
    if any(item.is_past(day) for item in of_surveillance(dossier, limit)):
        message = f"the newest period ends on {ends}, more than {limit} months before {day}"
        yield rules.SURVEILLANCE_NOT_CURRENT.at(
            Place(_FILE, ("periods", newest, "ends")), message, subject=_FILE
        )
    elif ends > day:
        message = f"the newest period ends on {ends}, after the report of {day}"
        yield rules.SURVEILLANCE_PERIODS.at(Place(_FILE, ("periods", newest, "ends")), message, subject=_FILE)


def _periods(dossier: Dossier, surveillance: Surveillance) -> Iterator[Diagnostic]:
    """Order of the periods, holes between them, and how they lie in the time on the market."""
    sound: list[tuple[date, date, int]] = []
    for position, period in enumerate(surveillance.periods):
        if period.ends < period.starts:
            place = Place(_FILE, ("periods", position, "ends"))
            message = f"a period ends on {period.ends}, before it starts on {period.starts}"
            yield rules.SURVEILLANCE_PERIODS.at(place, message, subject=_FILE)
        else:
            sound.append((period.starts, period.ends, position))
    sound.sort()
    for (_, before, _), (starts, _, position) in pairwise(sound):
        if starts <= before or starts - before > _HOLE:
            place = Place(_FILE, ("periods", position, "starts"))
            how = "overlaps" if starts <= before else "leaves a hole after"
            message = f"the period from {starts} {how} the one that ends on {before}"
            yield rules.SURVEILLANCE_PERIODS.at(place, message, subject=_FILE, severity=Severity.WARNING)
    market = dossier.device.market if dossier.device else None
    if market is not None and sound:
        starts, _, position = sound[0]
        yield from _against_market(market.state, market.since, starts, position)


def _against_market(state: str, since: date | None, starts: date, position: int) -> Iterator[Diagnostic]:
    place = Place(_FILE, ("periods", position, "starts"))
    if state == "not yet placed on the market":
        return  # that it is not, and is watched all the same, is told of the device
    if since is None:
        message = f"surveillance is reported from {starts}, but market.since does not say since when the device is sold"
        yield rules.SURVEILLANCE_PERIODS.at(Place("evidence/device.yml", ("market",)), message, subject=_FILE)
    elif starts < since:
        message = (
            f"surveillance is reported from {starts}, but the device is on the market only since {since}"
        )
        yield rules.SURVEILLANCE_PERIODS.at(place, message, subject=_FILE)
    elif starts - since > _HOLE:
        message = f"surveillance is reported from {starts}, but the device is on the market since {since}"
        yield rules.SURVEILLANCE_PERIODS.at(place, message, subject=_FILE)

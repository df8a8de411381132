"""Whether follow-up activities are planned in numbers, in time, and for something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from datetime import date
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.control.duties import is_generic
from cerkit.checks.control.substance import has_number, speaking_day
from cerkit.checks.texts import says_nothing, shortened
from cerkit.model.deadlines import of_activity
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.identifiers import RECORD_REFERENCE
from cerkit.model.records.evaluation import PmcfActivity
from cerkit.model.trace import Trace
from cerkit.model.wording import normalised

TEXTS: Final = (
    *("need", "aim", "procedure", "rationale", "limitations"),
    *("comparator", "bias", "statistics", "reports"),
)
"""Fields that a plan fills."""
_REASONED: Final = ("need", "aim", "rationale", "procedure")
"""Fields that must say something of this activity."""
_NO_SAMPLE: Final = re.compile(
    r"\b(?:all|every|each|entire|census|consecutive|continuous\w*|complete|whole|unlimited|saturation|qualitative)\b"
    r"|\bno (?:\w+ ){0,3}(?:sample|number|size|limit)\b|\bnot (?:\w+ )?(?:sampled|limited|a sample)\b"
)
_DECISION: Final = re.compile(
    r"\b(?:any|every|each|no|new|single|first|judged|stop\w*|withdr\w+|updat\w+|restrict\w*|contraindic\w+|remov\w+|"
    r"recall\w*|notif\w+|corrective|capa|reopen\w*|revis\w+|leads? to|trigger\w*|worse than|below|above|exceed\w*)\b"
)
_METHOD: Final = re.compile(
    r"\b(?:intervals?|tests?|rates?|proportions?|means?|medians?|regression|descriptive\w*|power|confidence|kaplan|"
    r"odds|ratios?|percent\w*|numbers?|counts?|models?|estimat\w+|hypothes\w+|qualitative\w*|thematic|trends?|"
    r"no statistic\w*|precision)\b|%"
)
"""A word of a statistical method, or that there is none on purpose."""
_UNDECIDED: Final = re.compile(
    r"\b(?:will|to|can|shall|not|has yet to) (?:yet )?be (?:\w+ )?(?:defin|determin|decid|set|fix|specif)"
)
_VAGUE: Final = re.compile(
    r"\b(?:sufficient|adequate|appropriate|large enough|representative|statistically (?:relevant|significant))\b"
)


def check_follow_up(examination: Examination) -> Iterator[Diagnostic]:
    """Each activity by itself."""
    trace = examination.trace
    day = speaking_day(examination)
    answered = {identifier for gap in trace.dossier.gaps for identifier in gap.followed_by}
    for activity in trace.dossier.pmcf:
        yield from _texts(trace, activity)
        yield from _size_and_threshold(trace, activity)
        yield from _dates(trace, activity, day)
        named = activity.id in answered or RECORD_REFERENCE.search(activity.need)
        if not named and not says_nothing(activity.need):
            message = f"{activity.id} answers no gap, and its need names no record: “{shortened(activity.need, 60)}”"
            yield rules.FOLLOW_UP_WITHOUT_NEED.at(
                trace.place_of(activity.id, "need"), message, subject=activity.id
            )


def _texts(trace: Trace, activity: PmcfActivity) -> Iterator[Diagnostic]:
    for name in TEXTS:
        text = getattr(activity, name)
        if says_nothing(text) or (name in _REASONED and is_generic(text)):
            message = f"{name} of {activity.id} says nothing: “{shortened(text, 60)}”"
            yield rules.FOLLOW_UP_SUPERFICIAL.at(
                trace.place_of(activity.id, name), message, subject=activity.id
            )


def _size_and_threshold(trace: Trace, activity: PmcfActivity) -> Iterator[Diagnostic]:
    size, threshold = normalised(activity.sample_size), normalised(activity.threshold)
    fault = _fault_of_size(size, normalised(activity.statistics))
    if fault:
        message = f"the sample size of {activity.id} {fault}: “{shortened(activity.sample_size, 60)}”"
        place = trace.place_of(activity.id, "sample_size")
        yield rules.FOLLOW_UP_SUPERFICIAL.at(place, message, subject=activity.id)
    statistics = normalised(activity.statistics)
    if not says_nothing(statistics) and not has_number(statistics) and not _METHOD.search(statistics):
        message = f"statistics of {activity.id} names no method: “{shortened(activity.statistics, 60)}”"
        place = trace.place_of(activity.id, "statistics")
        yield rules.FOLLOW_UP_SUPERFICIAL.at(place, message, subject=activity.id)
    decides = has_number(threshold) or _DECISION.search(threshold)
    if says_nothing(threshold) or not decides or (_UNDECIDED.search(threshold) and not has_number(threshold)):
        message = f"the threshold of {activity.id} has no number and no decision: “{shortened(activity.threshold, 60)}”"
        place = trace.place_of(activity.id, "threshold")
        yield rules.FOLLOW_UP_SUPERFICIAL.at(place, message, subject=activity.id)


def _fault_of_size(size: str, statistics: str) -> str | None:
    """What is wrong with a sample size; a number or the word that everybody is taken in is needed, and its reason."""
    if not has_number(size):
        if says_nothing(size) or _VAGUE.search(size) or not _NO_SAMPLE.search(size):
            return "has no number and does not say why there is none"
        return None
    if len(size.split()) <= 5 and not has_number(statistics):
        return "has no reason"
    return None


def _dates(trace: Trace, activity: PmcfActivity, day: date) -> Iterator[Diagnostic]:
    past = {item.place.route[-1] for item in of_activity(trace, activity) if item.is_past(day)}
    fault, field = _fault_of_dates(activity, day, past)
    if fault:
        message = f"{activity.id} {fault}"
        yield rules.FOLLOW_UP_DATES.at(trace.place_of(activity.id, field), message, subject=activity.id)


def _fault_of_dates(activity: PmcfActivity, day: date, past: Set[str | int]) -> tuple[str | None, str]:
    """The first contradiction, with the field in which it is mended; later ones mostly follow from it."""
    status, starts, ends = activity.status, activity.starts, activity.ends
    faults = (
        (ends <= starts, f"ends on {ends}, not after its start on {starts}", "ends"),
        ("ends" in past, f"is {status}, but ended on {ends}", "ends"),
        ("starts" in past, f"is planned, but was to start on {starts}", "starts"),
        (
            status in ("running", "completed") and starts > day,
            f"is {status}, but starts only on {starts}",
            "starts",
        ),
        (status == "completed" and ends > day, f"is completed, but ends only on {ends}", "ends"),
        (
            status in ("completed", "stopped") and says_nothing(activity.result),
            f"is {status} without a {'result' if status == 'completed' else 'result or reason'}",
            "result" if activity.result else "status",
        ),
    )
    return next(((message, field) for is_wrong, message, field in faults if is_wrong), (None, ""))

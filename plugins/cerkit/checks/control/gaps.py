"""Whether gaps are followed up, or closed and accepted with a reason (D56)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.control.follow_up import TEXTS
from cerkit.checks.texts import beginnings, says_nothing, shortened
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.records.evaluation import Gap, PmcfActivity
from cerkit.model.wording import normalised, sentences_of_report

_GAP: Final = re.compile(r"\bGAP-[\w-]*\w")
_NAME: Final = re.compile(r"\b[A-Z]+-[\w.-]*\w")
_NAMED: Final = re.compile(r"\bgap-\w[\w-]*")
_ROOT: Final = 6
_LONG: Final = 5
"""Letters of a word that are compared, and of the shortest word that counts."""
_NO_NEED: Final = re.compile(
    r"\b(?:no|without|not|neither|nor)\b[^.;]{0,80}\b(?:follow-?up|pmcf|activit\w+|stud(?:y|ies)|investigations?|"
    r"(?:further|additional|more|new|other) (?:\w+ )?(?:data|evidence))\b"
    r"|\b(?:follow-?up|pmcf|stud(?:y|ies)|further data)\b[^.;]{0,80}"
    r"\b(?:not|nothing|no|impossible|infeasible|unethical)\b"
)
_CLAUSE: Final = re.compile(r"[;:]\s|,? (?:and|but|while|whereas) ")
_NOTHING: Final = re.compile(
    r"\b(?:no|neither|nor|without)\b(?: \w+){0,2} (?:activit\w+|stud(?:y|ies)|follow-?up|measures?|investigations?)\b"
    r"|\bnothing\b[^.]{0,40}\b(?:planned|done|follows?|foreseen|started)\b"
    r"|\b(?:is|was|will be|are) (?:not|never|no longer) (?:\w+ )?(?:followed|pursued|addressed|studied|investigated)\b"
)
_UNNAMED: Final = re.compile(r"(?<!\bno )(?<!\bwithout a )(?<!\bneither )\bgaps?\b(?! in (?:time|dates))")
_OPEN_TO_ALL: Final = re.compile(r"\b(?:no|every|each|any|none|if|whether)\b(?: \w+){0,2} gaps?\b")
"""A gap that a page tells of without naming its record, and gaps that are told of in general."""
_BEYOND: Final = re.compile(
    r"\b(?:further|other|additional|more|second|another|beyond|besides|beside|apart|except|until|before|had|would|if|"
    r"formerly|than|alone|yet)\b|\bpmcf-"
)


def check_gaps(examination: Examination) -> Iterator[Diagnostic]:
    """Open gaps have an activity or a reason, closed ones a day and a reason; and the report does not deny it."""
    trace = examination.trace
    activities = {activity.id: activity for activity in trace.dossier.pmcf}
    for gap in trace.dossier.gaps:
        fault, field = _fault_of_gap(gap)
        if fault is None and gap.status == "open":
            fault, field = _fault_of_following(gap, activities)
        if fault is None:
            fault, field = _followed_by_others(gap, activities)
        if fault:
            message = f"{gap.id} {fault}"
            yield rules.GAP_WITHOUT_FOLLOW_UP.at(trace.place_of(gap.id, field), message, subject=gap.id)
    yield from _in_the_report(examination)


def _fault_of_gap(gap: Gap) -> tuple[str | None, str]:
    if gap.status == "closed" and gap.closed_on is None:
        return "is closed, but not since when", "status"
    if gap.status == "open" and gap.closed_on is not None:
        return f"is open, but was closed on {gap.closed_on}", "closed_on"
    if gap.closed_on is not None and gap.closed_on < gap.opened_on:
        return f"was closed on {gap.closed_on}, before it was opened on {gap.opened_on}", "closed_on"
    if says_nothing(gap.acceptable_because):
        return (
            f"is accepted without a reason: “{shortened(gap.acceptable_because, 60)}”",
            "acceptable_because",
        )
    return None, ""


def _fault_of_following(gap: Gap, activities: dict[str, PmcfActivity]) -> tuple[str | None, str]:
    if not gap.followed_by:
        accepted = _NO_NEED.search(normalised(gap.acceptable_because))
        fault = "is open, and no activity follows it up nor does a reason say that none is needed"
        return (None, "") if accepted else (fault, "status")
    if any(identifier not in activities for identifier in gap.followed_by):
        return None, ""  # a dangling link, which is reported, may lead to a living activity
    if all(activities[identifier].status in ("completed", "stopped") for identifier in gap.followed_by):
        ended = ", ".join(gap.followed_by)
        if not _NO_NEED.search(normalised(gap.acceptable_because)):
            return f"is open, but what follows it up has ended: {ended}", "followed_by"
    return None, ""


def _followed_by_others(gap: Gap, activities: dict[str, PmcfActivity]) -> tuple[str | None, str]:
    """Whether every activity that follows a gap is a study for other gaps only, as its need and its subject say.

    A general activity sees whatever routine use brings, so it may answer a gap that came after it.
    """
    others: list[str] = []
    for identifier in gap.followed_by:
        activity = activities.get(identifier)
        if activity is None:
            return None, ""  # a dangling link, which is reported
        named = set(_GAP.findall(activity.need))
        concerned = set(gap.concerns) & set(_NAME.findall(activity.need))
        is_open_to_all = activity.kind == "general" or not named
        if is_open_to_all or concerned or gap.id in _everything(activity) or _has_subject_of(gap, activity):
            return None, ""
        others.append(f"{identifier}, whose need names {', '.join(sorted(named))}")
    return (f"is followed by {'; '.join(others)} and not {gap.id}", "followed_by") if others else (None, "")


def _has_subject_of(gap: Gap, activity: PmcfActivity) -> bool:
    """Whether half of the words of the gap's title occur where the activity says what it is about."""
    asked = beginnings(gap.title, _ROOT, shortest=_LONG)
    said = beginnings(f"{activity.title} {activity.need} {activity.aim}", _ROOT, shortest=_LONG)
    return 2 * len(asked & said) >= max(1, len(asked))


def _everything(activity: PmcfActivity) -> frozenset[str]:
    """The records that an activity names in any of its texts."""
    texts = (getattr(activity, name) for name in (*TEXTS, "threshold", "sample_size", "title"))
    return frozenset(_NAME.findall(" ".join(texts)))


def _in_the_report(examination: Examination) -> Iterator[Diagnostic]:
    """Clauses that say that nothing follows a gap: one for which the record names an activity, or one of no record."""
    followed = {item.id.casefold(): item for item in examination.dossier.gaps if item.followed_by}
    for chapter, sentence, text in sentences_of_report(examination.dossier.chapters, ("gap",)):
        if "gap-" not in text:
            if _UNNAMED.search(text) and _NOTHING.search(text) and not _is_general(text):
                message = "a gap that nothing follows is told here, and no record of a gap is named"
                hint = "record the gap with its activity, or with the reason why none is needed, and name it here"
                place = chapter.at(sentence.start)
                yield rules.GAP_WITHOUT_FOLLOW_UP.at(
                    place, message, hint=hint, subject=chapter.path, severity=Severity.WARNING
                )
            continue
        for clause in _CLAUSE.split(text):
            gaps = [followed[name] for name in _NAMED.findall(clause) if name in followed]
            if gaps and _NOTHING.search(clause) and not _BEYOND.search(clause):
                gap = gaps[0]
                message = (
                    f"nothing is said here to follow {gap.id}, but the record names {gap.followed_by[0]}"
                )
                hint = "name the activity, or take it out of `followed_by` and say why none is needed"
                place = chapter.at(sentence.start)
                yield rules.GAP_WITHOUT_FOLLOW_UP.at(
                    place, message, hint=hint, subject=gap.id, severity=Severity.WARNING
                )


def _is_general(text: str) -> bool:
    return _OPEN_TO_ALL.search(text) is not None or _BEYOND.search(text) is not None

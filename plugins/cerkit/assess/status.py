"""What is done and what comes next, from an assessment for a release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cerkit.assess.pipeline import Assessment
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.stages import STEPS, ChapterStatus, Status, Step, StepState, StepStatus, step_of

_HEADING: Final = re.compile(r"^#.*$", re.MULTILINE)
_MACRO: Final = re.compile(r"\{\{.*?\}\}|\{[:%].*?\}|<[^<>]*>|\]\([^()\n]*\)|\[@[^\[\]\n]*\]", re.DOTALL)
_UNFINISHED: Final = re.compile(r"^.*\bTODO\b.*$", re.MULTILINE)
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")


def status_of(assessment: Assessment) -> Status:
    """`assessment` is one for a release, whose errors and warnings are what is open; its notes ask for nothing."""
    found = [item for item in assessment.diagnostics if item.severity is not Severity.NOTE]
    grouped: dict[str, list[Diagnostic]] = {}
    for item in found:
        grouped.setdefault(step_of(item).key, []).append(item)
    steps = tuple(_step(step, grouped.get(step.key, ()), assessment.dossier) for step in STEPS)
    return Status(steps, tuple(_chapters(assessment.dossier, found)), tuple(filter(_hinders, found)))


def _hinders(item: Diagnostic) -> bool:
    """Whether a finding stands in the way of a draft already."""
    return item.in_mode(Mode.DRAFT).severity is Severity.ERROR


def _step(step: Step, found: Iterable[Diagnostic], dossier: Dossier) -> StepStatus:
    points = tuple(
        sorted(found, key=lambda item: (not _hinders(item), -item.severity.weight, item.sort_key()))
    )
    if points:
        return StepStatus(step, StepState.OPEN, points)
    has_begun = all(_holds(dossier, field) for field in step.needs)
    return StepStatus(step, StepState.DONE if has_begun else StepState.NOT_BEGUN, ())


def _holds(dossier: Dossier, field: str) -> bool:
    value = getattr(dossier, field)
    return (
        bool(value.requirements)
        if field == "requirements" and value
        else bool(value is not None and len(value))
    )


def _chapters(dossier: Dossier, found: Iterable[Diagnostic]) -> Iterator[ChapterStatus]:
    in_page: dict[str, int] = {}
    in_records: dict[str, int] = {}
    for item in found:
        section = step_of(item).section
        if item.place.path.startswith("docs/"):
            in_page[item.place.path] = in_page.get(item.place.path, 0) + 1
        elif section is not None:
            number = section.partition(".")[0]
            in_records[number] = in_records.get(number, 0) + 1
    for chapter in sorted(dossier.chapters, key=lambda chapter: chapter.path):
        if chapter.is_report:
            number = (chapter.section or "").partition(".")[0]
            points = in_page.get(chapter.path, 0), in_records.get(number, 0)
            yield ChapterStatus(chapter.path, chapter.title, chapter.section, words_in(chapter), *points)


def words_in(chapter: Chapter) -> int:
    """Words that somebody has written: no headings, no macros, no mark of unfinished work with its sentence."""
    text = _UNFINISHED.sub("", _HEADING.sub("", chapter.prose))
    return sum(1 for _ in _WORD.finditer(_MACRO.sub(" ", text)))

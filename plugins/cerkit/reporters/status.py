"""What is done and what comes next, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cerkit.model.diagnostics import Diagnostic
from cerkit.model.stages import STAGES, ChapterStatus, Status, StepState, StepStatus
from cerkit.reporters.text import Paint, plain, printable

_WIDTH: Final = 20
_NEXT: Final = 3
_COLOURS: Final = {StepState.DONE: "green", StepState.OPEN: "yellow", StepState.NOT_BEGUN: "cyan"}


def status_text(status: Status, *, name: str, paint: Paint = plain) -> str:
    """A line for each stage, the next things to do, and the chapters."""
    lines = [paint(printable(name), "cyan"), ""]
    lines += (_stage(stage, status.of_stage(stage), paint) for stage in STAGES)
    lines += ["", *_coming(status, paint), "", *_chapters(status.chapters)]
    return "\n".join(lines) + "\n"


def stage_text(status: Status, stage: int, *, paint: Paint = plain) -> str:
    """One stage in full: each step with everything that is open in it."""
    lines = [_stage(stage, status.of_stage(stage), paint)]
    for item in status.of_stage(stage):
        lines += ["", f"{item.step.title}: {paint(str(item.state), _COLOURS[item.state])}"]
        lines += (f"  {_place(point)}  {printable(point.message)} [{point.rule.code}]" for point in item.open)
    return "\n".join(lines) + "\n"


def status_json(status: Status) -> str:
    """`{stages: [{stage, title, done, open, points, steps, next}], chapters: [...]}`; `next` has one entry a step."""
    made = {
        "stages": [_stage_object(stage, status.of_stage(stage)) for stage in STAGES],
        "chapters": [_chapter_object(chapter) for chapter in status.chapters],
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _stage(stage: int, steps: Sequence[StepStatus], paint: Paint) -> str:
    done = sum(item.state is StepState.DONE for item in steps)
    points = sum(len(item.open) for item in steps)
    filled = _WIDTH * done // len(steps)
    bar = paint("#" * filled, "green") + "." * (_WIDTH - filled)
    width = max(map(len, STAGES.values()))
    return f"{stage}  {STAGES[stage]:{width}}  [{bar}]  {done} of {len(steps)} steps done, {_counted(points)} open"


def _coming(status: Status, paint: Paint) -> Iterator[str]:
    """What hinders the build, then the first finding of each open step in the order of the work."""
    steps = [item for item in status.steps if item.open]
    steps.sort(key=lambda item: item.open[0] not in status.hindering)
    if not steps:
        yield "Nothing is open."
        return
    yield "Next"
    for number, item in enumerate(steps[:_NEXT], start=1):
        first = item.open[0]
        more = f" ({_counted(len(item.open))})" if len(item.open) > 1 else ""
        yield f"  {number}. {paint(item.step.title, 'cyan')}{more}"
        yield f"     {_place(first)}  {printable(first.message)} [{first.rule.code}]"
        yield f"     {printable(first.hint)}"
    if len(steps) > _NEXT:
        yield f"  then: {'; '.join(_lower(item.step.title) for item in steps[_NEXT:][:4])}"


def _chapters(chapters: Sequence[ChapterStatus]) -> Iterator[str]:
    if not chapters:
        yield "There is no chapter yet."
        return
    yield "Chapters"
    width = min(max(len(_chapter_name(chapter)) for chapter in chapters), 60)
    for chapter in chapters:
        written = f"{chapter.words:6} word{'s' if chapter.words != 1 else ' '}"
        told = f"{chapter.open} open in the page, {chapter.open_in_records} in its records"
        yield f"  {_chapter_name(chapter):{width}}  {written}  {told}"


def _chapter_name(chapter: ChapterStatus) -> str:
    return printable(f"{chapter.section} {chapter.title}" if chapter.section else chapter.title)


def _place(item: Diagnostic) -> str:
    return f"{printable(item.place.path)}:{item.place.line}"


def _counted(points: int) -> str:
    return f"{points} point{'' if points == 1 else 's'}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _stage_object(stage: int, steps: Sequence[StepStatus]) -> dict[str, Any]:
    done = sum(item.state is StepState.DONE for item in steps)
    return {
        "stage": stage,
        "title": STAGES[stage],
        "done": done,
        "open": len(steps) - done,
        "points": sum(len(item.open) for item in steps),
        "steps": [_step_object(item) for item in steps],
        "next": [_point_object(item) for item in steps if item.open],
    }


def _step_object(item: StepStatus) -> dict[str, Any]:
    step = item.step
    return {
        "step": step.key,
        "title": step.title,
        "section": step.section,
        "state": str(item.state),
        "points": len(item.open),
    }


def _point_object(item: StepStatus) -> dict[str, Any]:
    first = item.open[0]
    return {
        "step": item.step.key,
        "code": first.rule.code,
        "message": first.message,
        "path": first.place.path,
        "line": first.place.line,
        "hint": first.hint,
    }


def _chapter_object(chapter: ChapterStatus) -> dict[str, Any]:
    return {
        "path": chapter.path,
        "title": chapter.title,
        "section": chapter.section,
        "words": chapter.words,
        "open": chapter.open,
        "open_in_records": chapter.open_in_records,
    }

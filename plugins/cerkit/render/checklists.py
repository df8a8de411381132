"""Checklists filled from the records: the release checklist (MEDDEV A10), and the order in which a reviewer asks.

A tool says "finding" or "no finding" and never "yes": what needs a judgement is answered by a person, by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from cerkit.model.catalogues.report import Checklist, ChecklistItem, ReviewerPrompt, ReviewerPrompts
from cerkit.model.check_report import CheckReport
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.records import control
from cerkit.model.trace import Trace, natural_key
from cerkit.render.outline import Spot, narrowed, spot_for, spots

A10: Final = "meddev-a10"
MDCG_2020_13: Final = "mdcg-2020-13"

ItemState = Literal["no finding", "finding", "yes", "no", "not applicable", "not judged", "not asked"]
PromptState = Literal["section", "document", "reviewer", "nothing"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One item of the release checklist, with what answers it."""

    id: str
    question: str
    auto: Literal["full", "partial", "human"]
    """full: a tool decides; partial: a tool looks, and a person judges; human: a person judges."""
    state: ItemState
    why: str | None
    """Why it is not asked, or what the person looked at."""
    judged_by: str | None
    judged_on: str | None
    findings: tuple[Diagnostic, ...]
    sections: tuple[Spot, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directed:
    """One prompt of the reviewer's template, with the way to its answer."""

    id: str
    section: str
    """Letter and title of the template's section."""
    question: str
    state: PromptState
    document: str | None
    sections: tuple[Spot, ...]
    records: tuple[str, ...]


def release_checklist(trace: Trace, report: CheckReport) -> tuple[Answer, ...]:
    """Every item of the checklist, in its order."""
    catalogue = trace.dossier.catalogues.get(A10)
    if not isinstance(catalogue, Checklist):
        return ()
    judged = {
        item.item: item
        for checklist in trace.dossier.checklists
        if checklist.catalogue == A10
        for item in checklist.items
    }
    found = spots(trace)
    return tuple(_answer(trace, report, item, judged.get(item.id), found) for item in catalogue.entries)


def reviewer_index(trace: Trace) -> tuple[Directed, ...]:
    """Every prompt of MDCG 2020-13 that is asked of this device, in the template's order."""
    catalogue = trace.dossier.catalogues.get(MDCG_2020_13)
    if not isinstance(catalogue, ReviewerPrompts):
        return ()
    found = spots(trace)
    return tuple(
        _directed(prompt, f"{section.letter}: {section.title}" if section.letter else section.title, found)
        for section in catalogue.entries
        for prompt in section.prompts
    )


def checklist_json(answers: tuple[Answer, ...]) -> list[dict[str, Any]]:
    """The checklist for programs."""
    return [
        {
            "id": answer.id,
            "question": answer.question,
            "auto": answer.auto,
            "state": answer.state,
            "why": answer.why,
            "judged_by": answer.judged_by,
            "judged_on": answer.judged_on,
            "findings": [
                {"code": item.rule.code, "subject": item.subject, "message": item.message}
                for item in answer.findings
            ],
            "sections": [_spot_json(spot) for spot in answer.sections],
            "records": list(answer.records),
        }
        for answer in answers
    ]


def index_json(prompts: tuple[Directed, ...]) -> list[dict[str, Any]]:
    """The reviewer's index for programs."""
    return [
        {
            "id": prompt.id,
            "section": prompt.section,
            "question": prompt.question,
            "state": prompt.state,
            "document": prompt.document,
            "sections": [_spot_json(spot) for spot in prompt.sections],
            "records": list(prompt.records),
        }
        for prompt in prompts
    ]


def state_words(answer: Answer) -> str:
    """The state as it is printed, with who judged."""
    codes = ", ".join(sorted({item.rule.code for item in answer.findings}))
    if answer.judged_by is not None:
        with_findings = f"; the check finds {codes}" if codes else ""
        return f"{answer.state}, {answer.judged_by} on {answer.judged_on}{with_findings}"
    if answer.state == "finding" or codes:
        return f"{answer.state}: {codes}"
    return f"{answer.state}: {answer.why}" if answer.why else answer.state


def _answer(
    trace: Trace,
    report: CheckReport,
    item: ChecklistItem,
    judged: control.ChecklistItem | None,
    found: Mapping[str, Spot],
) -> Answer:
    findings = tuple(
        each
        for each in report.found
        if each.severity is not Severity.NOTE and set(each.rule.deficiencies) & set(item.deficiencies)
    )
    sections = _sections(item.a9, item.question, found)
    not_asked = _why_not_asked(trace, item.only_if)
    state: ItemState
    if judged is not None:
        state = judged.state
    elif not_asked:
        state = "not asked"
    elif item.auto == "full":
        state = "finding" if findings else "no finding"
    else:
        state = "not judged"
    named = judged.records if judged is not None and judged.records else _named_in(sections)
    return Answer(
        id=item.id,
        question=item.question,
        auto=item.auto,
        state=state,
        why=judged.looked_at if judged else not_asked,
        judged_by=judged.by if judged else None,
        judged_on=judged.on.isoformat() if judged else None,
        findings=() if not_asked else findings,
        sections=sections,
        records=named,
    )


def _directed(prompt: ReviewerPrompt, section: str, found: Mapping[str, Spot]) -> Directed:
    sections = _sections(prompt.a9, prompt.question, found)
    state: PromptState
    if prompt.answered_by == "reviewer":
        state = "reviewer"
    elif sections:
        state = "section"
    else:
        state = "document" if prompt.document else "nothing"
    return Directed(
        id=prompt.id,
        section=section,
        question=prompt.question,
        state=state,
        document=prompt.document,
        sections=sections,
        records=_named_in(sections),
    )


def _sections(numbers: tuple[str, ...], question: str, found: Mapping[str, Spot]) -> tuple[Spot, ...]:
    """Each section once, in the order of their numbers; of an undivided chapter the part that the question is about."""
    whole = (spot for number in numbers if (spot := spot_for(number, found)) is not None)
    met = {part.target: part for spot in whole for part in narrowed(spot, question)}
    return tuple(sorted(met.values(), key=lambda spot: natural_key(spot.number)))


def _named_in(sections: tuple[Spot, ...]) -> tuple[str, ...]:
    if len(sections) == 1:
        return sections[0].names
    return tuple(sorted({name for spot in sections for name in spot.names}, key=natural_key))


def _why_not_asked(trace: Trace, condition: str | None) -> str | None:
    """Why an item with a condition is not asked of this device, or None."""
    dossier = trace.dossier
    if condition == "equivalence" and not any(item.claimed for item in dossier.equivalences):
        return "equivalence is not claimed"
    is_marketed = dossier.device is not None and dossier.device.market.state == "on the market"
    if condition == "on_market" and not is_marketed:
        return "the device is on no market"
    return None


def _spot_json(spot: Spot) -> dict[str, Any]:
    return {
        "number": spot.number,
        "title": spot.title,
        "path": spot.path,
        "anchor": spot.anchor,
        "line": spot.line,
    }

"""The clinical evaluation plan: every element that counts here and now is answered (D01)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Final, Literal

from cerkit.checks.coverage import rules
from cerkit.checks.policies import jurisdictions_of
from cerkit.checks.texts import is_none, listed, only_points, says_nothing, shortened
from cerkit.model.catalogues.report import Need, PlanElementEntry, PlanElements
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.identifiers import PREFIXES, Kind
from cerkit.model.records.evaluation import Plan, PlanElement
from cerkit.model.wording import normalised

_CATALOGUE: Final = "cep-elements"
_PATH: Final = "evidence/plan.yml"
_SHORT: Final = 120
_YET: Final = re.compile(
    r"\b(?:has|have|is|are|remains?|needs?) (?:still |yet )?to be\b|\bnot yet (?:been )?\w+ed\b"
)
"""In a short answer: its content is to be found."""
_ELEMENTS: Final = Place(_PATH, ("elements",))


def check_plan(examination: Examination) -> Iterator[Diagnostic]:
    """A plan that is not there, and elements that are not answered, answered with nothing, or unknown."""
    dossier = examination.dossier
    if dossier.plan is None:
        if not any(name.startswith(PREFIXES[Kind.PLAN]) for name in dossier.broken):
            hint = "write evidence/plan.yml: scope, elements, sources of data, appraisal schemes, next evaluation"
            yield rules.PLAN_INCOMPLETE.at(
                Place(_PATH), "there is no clinical evaluation plan", hint=hint, subject=_PATH
            )
        return
    catalogue = dossier.catalogues.get(_CATALOGUE)
    if isinstance(catalogue, PlanElements):
        yield from _elements(dossier.plan, catalogue)
        yield from _missing(dossier, dossier.plan, catalogue)


def _elements(plan: Plan, catalogue: PlanElements) -> Iterator[Diagnostic]:
    known = {entry.id: entry for entry in catalogue.entries}
    uses = Counter(element.element for element in plan.elements)
    seen: set[str] = set()
    for position, element in enumerate(plan.elements):
        place, name = _ELEMENTS.within(position), element.element
        entry = known.get(name)
        if entry is None:
            near = get_close_matches(name, known, n=3, cutoff=0.5)
            hint = f"elements close to it: {', '.join(near)}" if near else "use an element of cep-elements"
            message = f"{name} is no element of a clinical evaluation plan"
            yield rules.PLAN_INCOMPLETE.at(place.within("element"), message, hint=hint, subject=plan.id)
        elif name in seen:
            message = f"{name} is answered {uses[name]} times"
            yield rules.PLAN_INCOMPLETE.at(place, message, hint="keep one answer", subject=plan.id)
        else:
            yield from _answer(plan, element, entry, place)
        seen.add(name)


def _answer(plan: Plan, element: PlanElement, entry: PlanElementEntry, place: Place) -> Iterator[Diagnostic]:
    """One element: an answer that says something, or a reason why it does not apply, and not both."""
    answer, reason = element.answer, element.not_applicable_because
    called = f"{entry.id} ({entry.title})"
    at, message = place, None
    if answer is not None and reason is not None:
        message = f"{called} is answered and said not to apply"
    elif answer is None and reason is None:
        message = f"{called} stands in the plan without an answer"
    elif answer is not None and _is_open(answer) and not (is_none(answer) and _may_be_none(entry)):
        at, message = (
            place.within("answer"),
            f'{called} is answered with "{shortened(answer, 60)}", which says nothing',
        )
    elif reason is not None and says_nothing(reason):
        at = place.within("not_applicable_because")
        message = f'{called} is said not to apply, and the reason is "{shortened(reason, 60)}"'
    if message is not None:
        yield rules.PLAN_INCOMPLETE.at(at, message, subject=plan.id)


def _is_open(answer: str) -> bool:
    """Whether an answer says nothing, or only that somebody has yet to find one."""
    return only_points(answer) or (len(answer) < _SHORT and _YET.search(normalised(answer)) is not None)


def _missing(dossier: Dossier, plan: Plan, catalogue: PlanElements) -> Iterator[Diagnostic]:
    """What the plan leaves out: an error where the law asks for it, else a warning."""
    named = {element.element for element in plan.elements}
    left_out = [entry for entry in catalogue.entries if entry.id not in named and _counts(dossier, entry)]
    for severity in (Severity.ERROR, Severity.WARNING):
        entries = [entry for entry in left_out if _severity(dossier, entry) is severity]
        if entries:
            message = f"the plan does not answer {listed(f'{entry.id} ({entry.title})' for entry in entries)}"
            yield rules.PLAN_INCOMPLETE.at(_ELEMENTS, message, subject=plan.id, severity=severity)


def _counts(dossier: Dossier, entry: PlanElementEntry) -> bool:
    """Whether the element belongs to this stage of the device's life, and to this dossier at all."""
    market = dossier.device.market.state if dossier.device else "not yet placed on the market"
    stage: Literal["before", "after"] = "before" if market == "not yet placed on the market" else "after"
    needs = set(_needs(dossier, entry))
    if not needs or (needs == {"if claimed"} and not any(item.claimed for item in dossier.equivalences)):
        return False
    return stage in entry.stages


def _severity(dossier: Dossier, entry: PlanElementEntry) -> Severity:
    return Severity.ERROR if {"always", "if claimed"} & set(_needs(dossier, entry)) else Severity.WARNING


def _needs(dossier: Dossier, entry: PlanElementEntry) -> Sequence[Need]:
    """When the element is asked for, by each law that applies."""
    laws = jurisdictions_of(dossier) or {"GB"}
    needs = (entry.required_gb if "GB" in laws else None, entry.required_eu if "EU" in laws else None)
    return [need for need in needs if need is not None]


def _may_be_none(entry: PlanElementEntry) -> bool:
    """What is asked of changes, or of things that not every device has, may be answered with "none"."""
    return entry.stages == ("after",) or entry.required_gb in ("if present", "if claimed")

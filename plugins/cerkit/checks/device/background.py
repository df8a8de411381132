"""Alternatives, guidelines and benchmarks; surrogate endpoints; usability for each user group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.texts import beginnings, gives_no_reasoning, says_nothing
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.device import UserGroup
from cerkit.model.records.evaluation import Endpoint
from cerkit.model.wording import normalised

ALTERNATIVES: Final = "evidence/alternatives.yml"
DEVICE: Final = "evidence/device.yml"
ENDPOINTS: Final = "evidence/endpoints.yml"

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ENOUGH: Final = 5
"""Words from which on a text can be a reason."""
_READ_AT_MOST: Final = 20
"""Guidelines that are read for their year where no identifier or title tells it."""
_IS_SURROGATE: Final = re.compile(
    r"\b(?:is|are|as|serves? as|were|was) (?:an? |the |thus |only |both |all )*surrogates?\b"
)
_DENIED: Final = re.compile(r"\b(?:no|not|neither|nor|none)\b")
_ROOT: Final = 6
_IN_USE: Final = beginnings(
    """commonly widely frequently often used field accepted established recognised validated
    surrogate endpoint endpoints outcome outcomes measure area authorities regulators considered generally""",
    _ROOT,
)
"""Beginnings of words by which any surrogate can be called usual."""
_FEWEST_USERS: Final = 3
"""With fewer, one person's habit is the result of the group."""
_LIKE: Final = 0.5
_COMMON: Final = frozenset({"with", "other", "user", "users", "group"})


def check_alternatives(examination: Examination) -> Iterator[Diagnostic]:
    """There are alternatives, each with both sides and sources."""
    dossier = examination.dossier
    if dossier.device is not None and not dossier.alternatives and not dossier.placed.get("alternatives"):
        yield rules.STATE_OF_THE_ART_THIN.at(
            Place(ALTERNATIVES), "no alternative to the device is recorded", subject=dossier.device.id
        )
    for at, item in enumerate(dossier.alternatives):
        lacking = [
            word
            for word, values in (
                ("advantages", item.advantages),
                ("disadvantages", item.disadvantages),
                ("sources", item.sources),
            )
            if all(says_nothing(value) for value in values)
        ]
        if lacking:
            message = f"{item.id} ({item.name}) names no {' and no '.join(lacking)}"
            place = Place(ALTERNATIVES, ("alternatives", at))
            yield rules.STATE_OF_THE_ART_THIN.at(place, message, subject=item.id)


def check_benchmarks(examination: Examination) -> Iterator[Diagnostic]:
    """A criterion that is justified has a benchmark on its own endpoint."""
    dossier = examination.dossier
    measured = {item.endpoint for item in dossier.benchmarks}
    for at, criterion in enumerate(dossier.criteria):
        # A criterion without any benchmark is another rule's.
        if criterion.justified_by and criterion.endpoint not in measured and dossier.benchmarks:
            message = f"{criterion.id} is on {criterion.endpoint}, for which there is no benchmark"
            place = Place("evidence/criteria.yml", ("criteria", at, "endpoint"))
            yield rules.STATE_OF_THE_ART_THIN.at(place, message, subject=criterion.id)


def check_guidelines(examination: Examination) -> Iterator[Diagnostic]:
    """The state of the art knows a guideline, and a current one."""
    dossier, trace = examination.dossier, examination.trace
    if dossier.device is None or not trace.source_facts:
        return
    guides = [
        facts
        for facts in trace.source_facts.values()
        if facts.kind == "guideline" and facts.role != "rejected"
    ]
    if not guides:
        yield rules.STATE_OF_THE_ART_THIN.at(
            Place("evidence/protocol.yml"),
            "no guideline is among the sources of the state of the art",
            subject=dossier.device.id,
            severity=Severity.WARNING,
        )
        return
    limit = int(examination.limit("guideline-age-years"))
    oldest = examination.on.year - limit
    years = [int(year) for facts in guides for year in _YEAR.findall(f"{facts.id} {facts.title}")]
    if any(oldest <= year <= examination.on.year for year in years):
        return
    issued = [_issued(examination, facts.id) for facts in guides[:_READ_AT_MOST]]
    known = [year for year in issued if year is not None]
    if known and max(known) < oldest:
        newest = guides[issued.index(max(known))]
        message = f"{newest.id}, the newest guideline, is of {max(known)}, more than {limit} years ago"
        yield rules.STATE_OF_THE_ART_THIN.at(
            trace.place_of(newest.id), message, subject=newest.id, severity=Severity.WARNING
        )


def check_surrogates(examination: Examination) -> Iterator[Diagnostic]:
    """A surrogate has a reason and evidence that stands."""
    facts = examination.trace.source_facts
    for at, endpoint in enumerate(examination.dossier.endpoints):
        if not endpoint.surrogate:
            yield from _called_surrogate(examination, at, endpoint)
            continue
        problems: list[str] = []
        if _is_no_reason(endpoint.surrogate_justification or ""):
            problems.append("a reason why it stands for the benefit")
        known = [facts[name] for name in endpoint.surrogate_evidence if name in facts]
        if not endpoint.surrogate_evidence:
            problems.append("evidence that ties it to the benefit")
        elif known and all(source.role == "rejected" or source.retracted for source in known):
            problems.append("evidence that was not rejected or retracted")
        if problems:
            message = f"{endpoint.id} is a surrogate and lacks {' and '.join(problems)}"
            place = Place(ENDPOINTS, ("endpoints", at))
            yield rules.SURROGATE_NOT_JUSTIFIED.at(place, message, subject=endpoint.id)


def _is_no_reason(text: str) -> bool:
    """Whether a justification is short, or says of any endpoint that it is in use."""
    words = _WORD.findall(text)
    return len(words) < _ENOUGH or gives_no_reasoning(
        " ".join(word for word in words if word.casefold()[:_ROOT] not in _IN_USE)
    )


def _called_surrogate(examination: Examination, at: int, endpoint: Endpoint) -> Iterator[Diagnostic]:
    """An endpoint that is no surrogate by its record, but one by its own fields or by the plan."""
    left = [name for name in ("surrogate_justification", "surrogate_evidence") if getattr(endpoint, name)]
    message = f"{endpoint.id} has {left[0]}, but surrogate is false" if left else None
    plan = examination.dossier.plan
    answers = [
        element for element in (plan.elements if plan else ()) if "surrogate" in (element.answer or "")
    ]
    said = next((item.element for item in answers if _says_surrogate(item.answer or "", endpoint)), None)
    if message is None and said is not None:
        message = f"{endpoint.id} ({endpoint.name}) is called a surrogate in {said} of the plan, but surrogate is false"
    if message is not None:
        place = Place(ENDPOINTS, ("endpoints", at))
        yield rules.SURROGATE_NOT_JUSTIFIED.at(place, message, subject=endpoint.id)


def _says_surrogate(answer: str, endpoint: Endpoint) -> bool:
    """Whether an answer names the endpoint, and says of it or of its kind that it is a surrogate."""
    if not re.search(rf"\b{re.escape(endpoint.id)}(?![\w-])", answer):
        return False
    kind = normalised(endpoint.name).partition(" ")[0]
    for sentence in re.split(r"[.;]\s", answer):
        said = normalised(sentence)
        found = _IS_SURROGATE.search(said)
        if found and not _DENIED.search(said[: found.start() + 1]):
            subject = said[: found.start()]
            if endpoint.id.casefold() in subject or re.search(rf"\b{re.escape(kind)}\b", subject):
                return True
    return False


def check_usability(examination: Examination) -> Iterator[Diagnostic]:
    """Each user group took part in a usability evaluation with numbers."""
    dossier, trace = examination.dossier, examination.trace
    if dossier.device is None:
        return
    studies = [
        facts
        for facts in trace.source_facts.values()
        if facts.kind == "usability study"
        and facts.relation == "under evaluation"
        and facts.role != "rejected"
    ]
    gaps = {name for gap in dossier.gaps for name in gap.concerns}
    for study in studies:
        if not study.critical_tasks:
            is_empty = study.critical_tasks is None
            what = "holds no usability data" if is_empty else "tested no critical task"
            place = trace.place_of(study.id, *(() if is_empty else ("usability", "critical_tasks")))
            yield rules.USERS_NOT_TESTED.at(place, f"{study.id} {what}", subject=study.id)
    has_only_empty = bool(studies) and all(study.critical_tasks is None for study in studies)
    for at, group in enumerate(dossier.device.intended_use.users):
        place = Place(DEVICE, ("intended_use", "users", at))
        if group.training is None:
            message = f"{group.id} ({group.text}) names no training, and does not say that none is needed"
            yield rules.USERS_NOT_TESTED.at(place, message, subject=group.id)
        if (
            not has_only_empty
            and group.id not in gaps
            and not any(_took_part(group, study) for study in studies)
        ):
            message = f"{group.id} ({group.text}) took part in no usability evaluation of the device"
            yield rules.USERS_NOT_TESTED.at(place, message, subject=group.id)
        elif group.id not in gaps and (few := _most(group, studies)) and few < _FEWEST_USERS:
            message = f"only {few} of {group.id} ({group.text}) took part in the usability evaluations of the device"
            yield rules.USERS_NOT_TESTED.at(place, message, subject=group.id, severity=Severity.WARNING)


def _most(group: UserGroup, studies: Iterable[SourceFacts]) -> int:
    """The people of the group in all studies; none where the records tell no number for it alone."""
    return sum(
        number
        for study in studies
        for name, number in study.user_groups
        if number > 0 and _is_of(group, name)
    )


def _took_part(group: UserGroup, study: SourceFacts) -> bool:
    """Whether people of the group are counted; groups are named by identifier or in words."""
    return any(number > 0 and _is_of(group, name) for name, number in study.user_groups)


def _is_of(group: UserGroup, name: str) -> bool:
    if group.id in name or normalised(name) == normalised(group.text):
        return True
    found, wanted = (beginnings(text, _ROOT, shortest=4) - _COMMON for text in (name, group.text))
    return bool(found and wanted) and len(found & wanted) / min(len(found), len(wanted)) > _LIKE


def _issued(examination: Examination, source_id: str) -> int | None:
    source = examination.trace.source(source_id)
    found = _YEAR.search(source.publication.issued) if source is not None and source.publication else None
    return int(found.group(1)) if found else None

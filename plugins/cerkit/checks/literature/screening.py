"""Who screened: as many people as the protocol says, or a control that is in numbers."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Final

from cerkit.checks.literature import agreement_rules
from cerkit.checks.literature import selection_rules as rules
from cerkit.checks.literature.review_in_words import screened_alone
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.records.review import Decision, Protocol
from cerkit.model.screening import RESOLVED, STAGES, Stage, disagree, stages
from cerkit.model.works import together

Works = tuple[tuple[str, ...], ...]
_SECOND_LOOK: Final = re.compile(
    r"sample|second|another|other|checked|check|independent|re-?screen|agreement|kappa|random", re.IGNORECASE
)
_NUMBER: Final = re.compile(
    r"[0-9]\s*(?:%|per ?cent)|\bkappa\b[^.]{0,40}[01]?\.[0-9]|\b[0-9]+ (?:of|in) [0-9]+|\b[0-9]{2,} records|"
    r"\b(?:half|third|quarter|fifth|tenth)\b|\ball (?:the )?(?:exclu|records|decisions)",
    re.IGNORECASE,
)


def check_screening(examination: Examination) -> Iterator[Diagnostic]:
    """Reviewers of the protocol against the decision files."""
    protocol = examination.dossier.protocol
    if protocol is None:
        return
    yield from _on_protocol(protocol)
    links = examination.dossier.duplicate_links
    for stage in stages(examination.dossier).values():
        # A duplicate found late: one person decided under the one key, another under the other.
        yield from _on_stage(stage, protocol, together(stage.keys, links))
    yield from screened_alone(examination, max(protocol.reviewers_per_record.values(), default=0))


def _on_protocol(protocol: Protocol) -> Iterator[Diagnostic]:
    per_record = {str(stage): count for stage, count in protocol.reviewers_per_record.items()}
    alone = [stage for stage in STAGES if per_record.get(stage, 0) < 2]
    if alone and not (
        _NUMBER.search(protocol.quality_control) and _SECOND_LOOK.search(protocol.quality_control)
    ):
        stage = alone[0]
        count = per_record.get(stage)
        who = f"{count} person" if count is not None else "nobody the protocol names"
        message = f"{stage}: each record is screened by {who}, and `quality_control` gives no checked sample in numbers"
        route = ("reviewers_per_record", stage) if count is not None else ("reviewers_per_record",)
        yield rules.SCREENED_BY_ONE.at(Place(PROTOCOL, route), message, subject=PROTOCOL)
    people: dict[str, str] = {}
    for position, reviewer in enumerate(protocol.reviewers):
        first = people.setdefault(reviewer.evaluator, reviewer.name)
        if first != reviewer.name:
            message = f"{first} and {reviewer.name} are the same person, {reviewer.evaluator}"
            place = Place(PROTOCOL, ("reviewers", position, "evaluator"))
            yield rules.SCREENED_BY_ONE.at(place, message, subject=PROTOCOL)
    most = max(per_record.values(), default=0)
    if most > 1 and len(protocol.reviewers) < most:
        message = f"{most} people decide on each record, but the protocol names {len(protocol.reviewers)}"
        yield rules.SCREENED_BY_ONE.at(Place(PROTOCOL, ("reviewers",)), message, subject=PROTOCOL)


def _on_stage(stage: Stage, protocol: Protocol, works: Works) -> Iterator[Diagnostic]:
    named = {reviewer.name for reviewer in protocol.reviewers}
    for reviewer, place in stage.places.items():
        if reviewer != RESOLVED and named and reviewer not in named:
            message = f"{reviewer} is no reviewer of the protocol"
            hint = f"reviewers of the protocol: {', '.join(sorted(named))}"
            yield rules.SCREENED_BY_ONE.at(
                Place(place.path, line=1, column=1), message, hint=hint, subject=place.path
            )
    needed = next((count for name, count in protocol.reviewers_per_record.items() if name == stage.name), 0)
    if needed > 1:
        yield from _missing(stage, needed, works)
    for work in works:
        if not stage.resolved.keys().isdisjoint(work):
            continue
        key, given = work[0], tuple(stage.given(work).items())
        if len(given) > 1 and disagree([decision for _, decision in given]):
            said = ", ".join(f"{name} “{decision.decision}”" for name, decision in given)
            message = f"{stage.name}: on {key} the reviewers disagree ({said}), and nobody resolved it"
            place = stage.places[given[-1][0]]
            hint = f"decide in evidence/screening/{stage.name}/resolved.yml, with `by` and the reason"
            own = next(key for key in work if key in stage.by_reviewer[given[-1][0]])
            yield rules.SCREENED_BY_ONE.at(place.within(own), message, hint=hint, subject=place.path)


def _missing(stage: Stage, needed: int, works: Works) -> Iterator[Diagnostic]:
    short = [work for work in works if len(stage.given(work)) < needed]
    if not short:
        return
    names = (*stage.given(short[0]), RESOLVED)
    key = next((key for key in short[0] if key in stage.by_reviewer.get(names[0], {})), short[0][0])
    place = stage.places[names[0]]
    records = "1 record was" if len(short) == 1 else f"{len(short)} records were"
    more = "" if len(short) == 1 else ", the first of them"
    message = f"{stage.name}: {records} decided by fewer than {needed} reviewers ({key}{more})"
    yield rules.SCREENED_BY_ONE.at(place.within(key), message, subject=place.path)


def check_reasons(examination: Examination) -> Iterator[Diagnostic]:
    """Reports that all excluded after reading, each for another reason; one diagnostic for all of them."""
    protocol = examination.dossier.protocol
    stage = stages(examination.dossier).get("full-text") if protocol is not None else None
    if protocol is None or stage is None:
        return
    left = sorted(stage.keys - frozenset(stage.resolved))
    open_keys = [key for key in left if _is_reason_open(stage.of(key), protocol.exclusion)]
    if not open_keys:
        return
    key = open_keys[0]
    given = stage.of(key)
    said = ", ".join(f"{name} for {decision.reason}" for name, decision in given)
    more = "" if len(open_keys) == 1 else f"; the same with {len(open_keys) - 1} more"
    message = f"full-text: {key} was excluded by {said}, and nobody resolved it{more}"
    place = stage.places[given[-1][0]]
    yield agreement_rules.REASONS_DIFFER.at(place.within(key), message, subject=place.path)


def _is_reason_open(given: Sequence[tuple[str, Decision]], known: Container[str]) -> bool:
    """Whether all excluded for different reasons of the protocol, and no note names the reason of the other."""
    reasons = {decision.reason for _, decision in given if decision.reason and decision.reason in known}
    if len(reasons) < 2 or any(decision.decision != "exclude" for _, decision in given):
        return False
    return not any(
        reason != decision.reason and reason in (decision.note or "")
        for _, decision in given
        for reason in reasons
    )

"""Review questions, and the claims and risks that they serve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.literature import search_rules as rules
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.checks.literature.words import says_nothing
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.identifiers import Kind, kind_of
from cerkit.model.records.review import Pico

_PARTS: Final = ("population", "intervention", "outcome")
"""Parts that no question can do without; a comparator may be missing."""


def check_questions(examination: Examination) -> Iterator[Diagnostic]:
    """Questions that serve nothing, and active claims of which no question asks."""
    protocol = examination.dossier.protocol
    if protocol is None:
        return
    place = Place(PROTOCOL, ("questions",))
    if not protocol.questions:
        message = "the protocol has no review question"
        yield rules.QUESTION_UNTIED.at(place, message, subject=PROTOCOL)
        return
    untied = [
        item
        for position, question in enumerate(protocol.questions)
        for item in _on_question(question, place.within(position))
    ]
    yield from untied
    if any(item.place.route[-1] == "serves" for item in untied):
        return
    served = {name for question in protocol.questions for name in question.serves}
    for claim in examination.dossier.claims:
        if claim.status == "active" and claim.decided_by and claim.id not in served:
            message = f"no review question serves {claim.id}"
            yield rules.QUESTION_UNTIED.at(place, message, subject=claim.id)


def _on_question(question: Pico, place: Place) -> Iterator[Diagnostic]:
    kinds = {kind_of(name) for name in question.serves}
    if not kinds & {Kind.CLAIM, Kind.RISK}:
        message = f"the review question {question.id} serves no claim and no risk"
        yield rules.QUESTION_UNTIED.at(place.within("serves"), message, subject=PROTOCOL)
    for part in _PARTS:
        text = getattr(question, part)
        if says_nothing(text):
            message = f"the {part} of the review question {question.id} says nothing: “{text}”"
            hint = "a question has a population, an intervention, a comparator and an outcome"
            yield rules.QUESTION_UNTIED.at(place.within(part), message, hint=hint, subject=PROTOCOL)

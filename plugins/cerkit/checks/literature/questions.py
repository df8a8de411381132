"""Review questions, and the claims and risks that they serve."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cerkit.checks.literature import agreement_rules
from cerkit.checks.literature import search_rules as rules
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.checks.literature.words import content_words, says_nothing
from cerkit.checks.texts import is_none
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.identifiers import Kind, kind_of
from cerkit.model.records.review import Pico

_PARTS: Final = ("population", "intervention", "outcome")
"""Parts that no question can do without; a comparator may be missing."""
_LONG: Final = 2
"""Words of an outcome; two questions may have a single one ("Safety") in common by chance."""
_UMBRELLAS: Final = {
    "performance": frozenset(("accur", "perfo")),
    "safety": frozenset(("safet", "harm", "harms", "adver", "compl")),
    "usability": frozenset(("usabi", "error", "human")),
}
"""Aspect of an endpoint -> beginnings of words that ask for all endpoints of it."""
_UMBRELLA: Final = frozenset().union(*_UMBRELLAS.values())
_THOUSANDS: Final = re.compile(r"(?<=\d)[, \u00a0\u202f](?=\d{3}\b)")
_STEM: Final = 5
"""Letters in which forms of one word agree."""


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
    for part in (*_PARTS, "comparator"):
        text = getattr(question, part)
        # "None" is an answer where nothing is compared; a dash is none.
        if says_nothing(text) and not (part == "comparator" and is_none(text)):
            message = f"the {part} of the review question {question.id} says nothing: “{text}”"
            hint = "a question has a population, an intervention, a comparator and an outcome"
            yield rules.QUESTION_UNTIED.at(place.within(part), message, hint=hint, subject=PROTOCOL)


def check_copied(examination: Examination) -> Iterator[Diagnostic]:
    """Questions with the outcome of another one, which names nothing that their own claims are judged by."""
    protocol = examination.dossier.protocol
    if protocol is None or len(protocol.questions) < 2:
        return
    place = Place(PROTOCOL, ("questions",))
    first_with: dict[frozenset[str], tuple[int, Pico]] = {}
    asked: Mapping[str, frozenset[str]] | None = None
    for position, question in enumerate(protocol.questions):
        words = content_words(_THOUSANDS.sub("", question.outcome))
        before, other = first_with.setdefault(words, (position, question))
        if other is question or len(words) < _LONG:
            continue
        if all(_is_same(question, other, part) for part in (*_PARTS, "comparator")):
            message = f"the review question {question.id} is {other.id} word for word"
            yield agreement_rules.QUESTION_COPIED.at(place.within(position), message, subject=PROTOCOL)
            continue
        asked = _words_of_claims(examination) if asked is None else asked
        yield from _on_copy((place.within(position), question), (place.within(before), other), asked)


def _on_copy(
    later: tuple[Place, Pico], earlier: tuple[Place, Pico], asked: Mapping[str, frozenset[str]]
) -> Iterator[Diagnostic]:
    """That one of the two which does not ask for what its claims need; mostly the later one."""
    for (place, question), (_, other) in ((later, earlier), (earlier, later)):
        claim = _unasked(question, other, asked)
        if claim is not None:
            message = (
                f"the outcome of the review question {question.id} is that of {other.id}, and asks for nothing by "
                f"which {claim} is judged"
            )
            yield agreement_rules.QUESTION_COPIED.at(place.within("outcome"), message, subject=PROTOCOL)
            return


def _is_same(one: Pico, other: Pico, part: str) -> bool:
    return content_words(getattr(one, part)) == content_words(getattr(other, part))


def _words_of_claims(examination: Examination) -> Mapping[str, frozenset[str]]:
    """Stems of the titles of the endpoints by which each claim is judged."""
    titles = {
        endpoint.id: _stems(endpoint.name) | _UMBRELLAS.get(endpoint.aspect, frozenset())
        for endpoint in examination.dossier.endpoints
    }
    judged = {item.id: titles.get(item.endpoint, frozenset()) for item in examination.dossier.criteria}
    return {
        claim.id: frozenset().union(*(judged.get(name, frozenset()) for name in claim.decided_by))
        for claim in examination.dossier.claims
    }


def _unasked(question: Pico, other: Pico, asked: Mapping[str, frozenset[str]]) -> str | None:
    """A claim that only this question serves, and of whose endpoint the outcome names no word of its own."""
    theirs = frozenset().union(*(asked.get(name, frozenset()) for name in other.serves))
    outcome = _stems(question.outcome)
    for name in question.serves:
        words = asked.get(name, frozenset())
        own = words - theirs
        if name not in other.serves and own and not (own | (words & _UMBRELLA)) & outcome:
            return name
    return None


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in content_words(text))

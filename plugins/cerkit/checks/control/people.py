"""Who evaluates: curricula vitae, declarations, knowledge and experience."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from datetime import date
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.control.substance import is_read, speaking_day
from cerkit.checks.texts import says_nothing
from cerkit.model.catalogues.report import EvaluatorRequirement, EvaluatorRequirements
from cerkit.model.days import later_by
from cerkit.model.deadlines import papers_of
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.fields import Number
from cerkit.model.identifiers import near_identifiers
from cerkit.model.records.control import Evaluator
from cerkit.model.trace import Trace
from cerkit.model.wording import normalised

_FILE: Final = "evidence/evaluators.yml"
_ENTRY: Final = re.compile(r"EVQ\W{0,2}\w+", re.IGNORECASE)
"""Knowledge that is meant as an entry of the catalogue; anything else is a field of the team's own."""
_NO_DEGREE: Final = re.compile(r"\W*(?:none|no|n/a|not applicable|without|-)\b.*|\W*")
_PERIOD: Final = 36
"""Months that the guidance's example of a declaration covers."""
_SPEAKS_OF_PERIOD: Final = re.compile(
    r"\b(?:period|months|declar\w+ (?:covers|goes back|reaches))\b"
    r"|\b(?:first|not) (?:employed|active|working) (?:in|before)\b"
)
_SPEAKS_OF_FAMILY: Final = re.compile(r"\b(?:famil\w+|relatives?|partners?|spouses?|household)\b")
_COUNT_WORDS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_IN_WORDS: Final = {word: number for number, word in enumerate(_COUNT_WORDS.split(), start=1)}
_YEARS: Final = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_IN_WORDS)}) years\b")


def check_evaluators(examination: Examination) -> Iterator[Diagnostic]:
    """Each evaluator, and all together."""
    trace = examination.trace
    dossier = trace.dossier
    people = list(dossier.evaluators)
    if not people:
        if is_read(dossier, _FILE):
            place = Place(_FILE, line=1, column=1)
            message = "no evaluator is named"
            yield rules.EVALUATOR_PAPERS.at(place, message, subject=_FILE, in_draft=Severity.NOTE)
        return
    for person in people:
        yield from _papers(examination, person)
        yield from _declaration(trace, person, speaking_day(examination))
    catalogue = dossier.catalogues.get("evaluator-requirements")
    if isinstance(catalogue, EvaluatorRequirements):
        yield from _knowledge(trace, people, catalogue)
        for person in people:
            yield from _experience(trace, person, catalogue)


def _papers(examination: Examination, person: Evaluator) -> Iterator[Diagnostic]:
    day, trace = speaking_day(examination), examination.trace
    for name, dated, limit_name, route in papers_of(person):
        limit = examination.limit(limit_name)
        if dated > day:
            message = f"the {name} of {person.id} is dated {dated}, after the report of {day}"
        elif later_by(dated, limit) < day:
            message = f"the {name} of {person.id} is dated {dated}, more than {limit} months before {day}"
        else:
            continue
        yield rules.EVALUATOR_PAPERS.at(trace.place_of(person.id, *route), message, subject=person.id)


def _declaration(trace: Trace, person: Evaluator, day: date) -> Iterator[Diagnostic]:
    declaration = person.declaration
    for side in ("evaluator", "manufacturer"):
        signed: date = getattr(declaration, f"signed_by_{side}")
        if declaration.on > day:
            continue  # the date of the declaration itself is wrong, and is reported
        fault = f"before its date {declaration.on}" if signed < declaration.on else ""
        fault = f"after the report of {day}" if signed > day else fault
        if fault:
            message = f"the declaration of {person.id} was signed by the {side} on {signed}, {fault}"
            place = trace.place_of(person.id, "declaration", f"signed_by_{side}")
            yield rules.EVALUATOR_PAPERS.at(place, message, subject=person.id)
    if not declaration.family_included and not _explains_family(person):
        message = f"the declaration of {person.id} leaves out the family"
        hint = "declare the interests of the family too, or say in an interest why there is nobody to declare for"
        place = trace.place_of(person.id, "declaration", "family_included")
        yield rules.EVALUATOR_PAPERS.at(
            place, message, hint=hint, subject=person.id, severity=Severity.WARNING
        )
    if not declaration.interests or declaration.period_months <= 0:
        missing = "no interest, not even that there is none" if not declaration.interests else "no period"
        message = f"the declaration of {person.id} names {missing}"
        yield rules.EVALUATOR_PAPERS.at(trace.place_of(person.id, "declaration"), message, subject=person.id)
    elif declaration.period_months < _PERIOD and not _explains_period(person):
        message = (
            f"the declaration of {person.id} covers {declaration.period_months} months; {_PERIOD} are usual"
        )
        hint = "declare the interests of three years, or say in `exception` why the period is shorter"
        place = trace.place_of(person.id, "declaration", "period_months")
        yield rules.EVALUATOR_PAPERS.at(
            place, message, hint=hint, subject=person.id, severity=Severity.WARNING
        )


def _more_years(person: Evaluator, asked: Container[Number | None]) -> int | None:
    """Years that the exception gives to the evaluator; those that are asked for are nobody's."""
    named = _YEARS.findall(normalised(person.exception or ""))
    years = (_IN_WORDS.get(name) or int(name) for name in named)
    return next(
        (number for number in years if number > person.experience_years and number not in asked), None
    )


def _explains_family(person: Evaluator) -> bool:
    """Whether a text of the evaluator speaks of the family itself."""
    said = (
        person.exception or "",
        *(f"{item.topic} {item.statement}" for item in person.declaration.interests),
    )
    return any(_SPEAKS_OF_FAMILY.search(normalised(text)) for text in said)


def _explains_period(person: Evaluator) -> bool:
    """Whether a text of the evaluator speaks of the period itself."""
    said = (person.exception or "", *(item.statement for item in person.declaration.interests))
    return any(_SPEAKS_OF_PERIOD.search(normalised(text)) for text in said)


def _knowledge(
    trace: Trace, people: list[Evaluator], catalogue: EvaluatorRequirements
) -> Iterator[Diagnostic]:
    fields = {entry.id: entry for entry in catalogue.entries if entry.aspect == "knowledge"}
    by_text = {normalised(entry.text): entry.id for entry in fields.values()}
    covered: set[str] = set()
    has_unknown = False
    for person in people:
        for position, name in enumerate(person.knowledge):
            if name in fields or normalised(name) in by_text:
                if _counts(trace.dossier, person):
                    covered.add(by_text.get(normalised(name), name))
            elif _ENTRY.fullmatch(name.strip()):
                has_unknown = True
                message = f"{person.id} has knowledge {name}, which is no field of the catalogue"
                place = trace.place_of(person.id, "knowledge", position)
                hint = near_identifiers(name, fields)
                yield rules.TEAM_KNOWLEDGE.at(place, message, hint=hint, subject=person.id)
    missing = [entry for identifier, entry in fields.items() if identifier not in covered]
    is_whole = not any(name.startswith("EVR-") for name in trace.dossier.broken)
    # A mistyped field may be the one that is missing, and so may one of an evaluator that could not be read.
    if missing and is_whole and not has_unknown:
        yield _lacking(trace, people[0], missing)


def _lacking(trace: Trace, first: Evaluator, missing: list[EvaluatorRequirement]) -> Diagnostic:
    named = "; ".join(f"{entry.id}, {entry.text}" for entry in missing)
    place = Place(trace.place_of(first.id).path, ("evaluators",))
    return rules.TEAM_KNOWLEDGE.at(place, f"no evaluator covers {named}", subject=_FILE)


def _counts(dossier: Dossier, person: Evaluator) -> bool:
    """Who only reviews the work of the others does not add to what they know."""
    releases = dossier.releases
    review = releases.independent_review if releases else None
    if releases is None or review is None or review.by != person.id:
        return True
    return any(signature.evaluator == person.id for signature in releases.signatures)


def _experience(trace: Trace, person: Evaluator, catalogue: EvaluatorRequirements) -> Iterator[Diagnostic]:
    has_degree = _NO_DEGREE.fullmatch(normalised(person.degree or "")) is None
    alternative = "degree" if has_degree else "no_degree"
    asked = next((entry.years for entry in catalogue.entries if entry.alternative == alternative), None)
    if asked and person.experience_years < asked and says_nothing(person.exception):
        with_what = f"the degree {person.degree}" if has_degree else "no degree"
        message = f"{person.id} has {person.experience_years} years of experience and {with_what}; asked are {asked}"
        field = "exception" if person.exception else "experience_years"
        yield rules.EVALUATOR_EXPERIENCE.at(trace.place_of(person.id, field), message, subject=person.id)
    elif too_many := _more_years(person, {entry.years for entry in catalogue.entries if entry.years}):
        message = f"{person.id} has {person.experience_years} years of experience, but the exception counts {too_many}"
        place = trace.place_of(person.id, "experience_years")
        yield rules.EVALUATOR_EXPERIENCE.at(place, message, subject=person.id)
    if says_nothing(person.experience):
        message = f"the experience of {person.id} is not described: “{person.experience}”"
        yield rules.EVALUATOR_EXPERIENCE.at(
            trace.place_of(person.id, "experience"), message, subject=person.id
        )

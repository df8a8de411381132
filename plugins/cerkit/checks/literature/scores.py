"""Scores against their scheme, and grades, flaws, weight and role against the scores."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from itertools import chain
from typing import Final

from cerkit.checks.literature import appraisal_rules as rules
from cerkit.checks.literature.schemes import level_for, missing_scores, total_of, unknown_scores
from cerkit.model.catalogues.appraisal import AppraisalScheme, Domain
from cerkit.model.catalogues.report import Flaws
from cerkit.model.diagnostics import Diagnostic, Rule
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts

_FLAWS: Final = "meddev-a6-flaws"
_GRADES: Final = {"low": 0, "medium": 1, "high": 2}
_GRADED: Final = {"quality": "validity", "validity": "validity", "relevance": "relevance"}
"""Domain that is judged in the words of a grade -> the grade that says the same."""
_ROLES: Final = {"rejected": 0, "background": 1, "supportive": 2, "pivotal": 3}
_RANKS: Final = range(1, 13)
_OVERRULED: Final = re.compile(
    r"\b(?:over(?:ru|ri)\w*|although|though|despite|nevertheless|instead|rais(?:ed|es)|lower(?:ed|s)|(?:up|down)graded|"
    r"departs?|deviat\w*|exception|differs?|contrary)\b",
    re.IGNORECASE,
)

Problem = tuple[Rule, tuple[str, ...], str]
"""The rule, the way inside the appraisal, what is wrong."""


def check_scores(examination: Examination) -> Iterator[Diagnostic]:
    """Every appraisal. Equal appraisals are judged once: many sources share them."""
    trace = examination.trace
    judged: dict[Hashable, tuple[Problem, ...]] = {}
    for row in trace.source_facts.values():
        if row.scheme is None:
            continue
        grades = (row.validity, row.relevance, row.weight, row.rank, row.role)
        key = (row.scheme, tuple(chain.from_iterable(row.scores)), tuple(row.flaws), grades)
        problems = judged.get(key)
        if problems is None:
            problems = judged[key] = tuple(_problems(examination, row))
        for rule, route, message in problems:
            if rule is rules.INCONSISTENT_SCORES and _is_overruled(examination, row, route):
                continue
            place = trace.place_of(row.id, "appraisal", *route)
            yield rule.at(place, f"{row.id}: {message}", subject=row.id)


def _problems(examination: Examination, row: SourceFacts) -> Iterator[Problem]:
    catalogues = examination.dossier.catalogues
    scheme = catalogues.get(row.scheme or "")
    scores = dict(row.scores)
    if isinstance(scheme, AppraisalScheme):
        unknown = tuple(unknown_scores(scheme, scores))
        for name, message in unknown:
            yield rules.UNKNOWN_SCORE, ("scores", name), message
        missing = missing_scores(scheme, scores)
        if missing and not unknown:
            yield rules.INCOMPLETE_SCORES, ("scores",), f"{', '.join(missing)} of {scheme.id} not judged"
        if not unknown and not missing:
            yield from _on_grades(scheme, scores, row)
            yield from _on_total(scheme, scores, row)
    flaws = catalogues.get(_FLAWS)
    known = {entry.id for entry in flaws.entries} if isinstance(flaws, Flaws) else set(row.flaws)
    for position, flaw in enumerate(row.flaws):
        if flaw not in known:
            yield rules.UNKNOWN_SCORE, ("flaws",), f"flaw {position + 1}, “{flaw}”, is none of {_FLAWS}"
    if row.rank is not None and row.rank not in _RANKS:
        yield rules.UNKNOWN_SCORE, ("rank",), f"rank {row.rank} does not exist: ranks go from 1 to 12"


def _on_grades(scheme: AppraisalScheme, scores: Mapping[str, str], row: SourceFacts) -> Iterator[Problem]:
    for domain in scheme.entries:
        level = scores.get(domain.id)
        grade = _GRADED.get(domain.id)
        if level is None:
            continue
        if grade is not None and level in _GRADES and getattr(row, grade) != level:
            message = f"{domain.id} was judged {level}, but {grade} is {getattr(row, grade)}"
            yield rules.INCONSISTENT_SCORES, (grade,), message
        if domain.id == "weight" and _is_above(level, row):
            message = (
                f"weight was judged {level}, but validity is {row.validity} and relevance {row.relevance}"
            )
            yield rules.INCONSISTENT_SCORES, ("scores", "weight"), message
        if domain.catalogue == _FLAWS:
            yield from _on_flaws(domain, level, row)


def _is_above(weight: str, row: SourceFacts) -> bool:
    """Whether a source weighs more than its lower grade."""
    grades = [_GRADES.get(grade or "") for grade in (weight, row.validity, row.relevance)]
    own, *others = grades
    return own is not None and any(other is not None and other < own for other in others)


def _on_flaws(domain: Domain, level: str, row: SourceFacts) -> Iterator[Problem]:
    if level == "none" and row.flaws:
        message = f"{domain.id} was judged none, but {', '.join(row.flaws)} is listed"
        yield rules.INCONSISTENT_SCORES, ("flaws",), message
    elif level == "present" and not row.flaws:
        message = f"{domain.id} was judged present, but no flaw is listed"
        yield rules.INCONSISTENT_SCORES, ("scores", domain.id), message


def _on_total(scheme: AppraisalScheme, scores: Mapping[str, str], row: SourceFacts) -> Iterator[Problem]:
    total = total_of(scheme, scores)
    if total is None:
        return
    level = level_for(scheme, total)
    if row.weight is not None and row.weight != total and str(row.weight) != level:
        message = f"weight is {row.weight}, but the scores come to {total}"
        yield rules.INCONSISTENT_SCORES, ("weight",), message
    if level in _ROLES and row.role in _ROLES and _ROLES[row.role] > _ROLES[level]:
        message = f"the scores come to {total}, which is {level}, but the role is {row.role}"
        yield rules.INCONSISTENT_SCORES, ("role",), message
    elif level in _GRADES and row.validity != level:
        message = f"the scores come to {total}, which is {level}, but validity is {row.validity}"
        yield rules.INCONSISTENT_SCORES, ("validity",), message


def _is_overruled(examination: Examination, row: SourceFacts, route: tuple[str, ...]) -> bool:
    """Whether the appraiser says why the result of the scheme does not stand. Flaws are facts, and no result."""
    if "flaws" in route:
        return False
    source = examination.trace.source(row.id)
    return bool(
        source and source.appraisal and _OVERRULED.search(source.appraisal.reason) and route != ("weight",)
    )

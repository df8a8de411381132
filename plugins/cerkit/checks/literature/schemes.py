"""What an appraisal scheme asks for, and what its scores come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from cerkit.model.catalogues.appraisal import AppraisalScheme, Domain, Question
from cerkit.model.fields import Number

_SEVERAL: Final = re.compile(r"\s*[,;+&/]\s*|\s+")
_REPEATED: Final = re.compile(r"[^A-Za-z0-9]")

Scores = Mapping[str, str]


def unknown_scores(scheme: AppraisalScheme, scores: Scores) -> Iterator[tuple[str, str]]:
    """Name of a score and what is wrong with it."""
    choices = scheme.choices()
    several = {item.id for domain in scheme.entries for item in domain.questions if item.choose == "many"}
    for name, level in scores.items():
        known = _known_as(scheme, name, choices)
        if known is None:
            yield name, f"{scheme.id} has no domain “{name}” (it has {', '.join(choices)})"
            continue
        codes = choices[known]
        given = _SEVERAL.split(level) if known in several else [level]
        if codes and not set(given) <= set(codes):
            yield name, f"{name} is “{level}”; {scheme.id} knows {', '.join(codes)}"


def missing_scores(scheme: AppraisalScheme, scores: Scores) -> tuple[str, ...]:
    """What the scheme asks for and nobody judged."""
    choices = scheme.choices()
    scored = {_known_as(scheme, name, choices) or name for name in scores}
    if scheme.judge == "one":
        return () if scored else tuple(domain.id for domain in scheme.entries)
    forms = {domain.form for domain in scheme.entries if domain.form and scored & _names(domain)}
    wanted = forms or {domain.form for domain in scheme.entries[:1] if domain.form}
    return tuple(
        name
        for position, domain in enumerate(scheme.entries)
        if (domain.form is None or domain.form in wanted) and not _is_optional(domain)
        for name in _required(domain, scored, is_first=position == 0)
        if name not in scored
    )


def total_of(scheme: AppraisalScheme, scores: Scores) -> Number | None:
    """The points that the scores come to; None where the scheme counts none or a score is missing its points."""
    total: Number = 0
    counted = False
    for domain in scheme.entries:
        points = _points(scheme, domain, scores)
        if points is not None:
            counted = True
            total += points if domain.weight is None else points * domain.weight
    return total if counted else None


def level_for(scheme: AppraisalScheme, total: Number) -> str | None:
    """The overall level that a total reaches."""
    reached = [
        (level.from_score, level.code)
        for level in scheme.overall.levels
        if level.from_score is not None and level.from_score <= total
    ]
    return max(reached)[1] if reached else None


def _points(scheme: AppraisalScheme, domain: Domain, scores: Scores) -> Number | None:
    by_code = {level.code: level.score for level in domain.levels if level.score is not None}
    if domain.id in scores and by_code:
        return by_code.get(scores[domain.id])
    given = [_answered(scheme, question, scores) for question in domain.questions]
    points = [item for item in given if item is not None]
    if not points:
        return None
    total = sum(points, Decimal(0))
    return total if domain.max_score is None else min(total, Decimal(domain.max_score))


def _answered(scheme: AppraisalScheme, question: Question, scores: Scores) -> Number | None:
    if question.id not in scores:
        return None
    by_code = {answer.code: answer.score for answer in question.options or scheme.answers}
    level = scores[question.id]
    codes = _SEVERAL.split(level) if question.choose == "many" else [level]
    points = [by_code.get(code) for code in codes]
    known = [item for item in points if item is not None]
    return sum(known, Decimal(0)) if len(known) == len(codes) else None


def _known_as(scheme: AppraisalScheme, name: str, choices: Mapping[str, tuple[str, ...]]) -> str | None:
    """The scheme's name of a score; a domain that is judged once per index test stands with a word behind it."""
    if name in choices:
        return name
    return next(
        (
            domain.id
            for domain in scheme.entries
            if domain.repeat_per
            and name.startswith(domain.id)
            and _REPEATED.match(name, len(domain.id))
            and not name.endswith(".applicability")
        ),
        None,
    )


def _names(domain: Domain) -> set[str]:
    return {domain.id, *(question.id for question in domain.questions)}


def _is_optional(domain: Domain) -> bool:
    """Judged for another effect, or only where something raises the certainty."""
    return domain.for_effect is not None or domain.direction == "up"


def _required(domain: Domain, scored: set[str], *, is_first: bool) -> Iterator[str]:
    if domain.levels or domain.own_scale:
        yield domain.id
        if domain.applicability:
            yield f"{domain.id}.applicability"
    elif is_first or domain.form is not None or scored & _names(domain):
        yield from (item.id for item in domain.questions if not item.for_effect and not item.ask_if)

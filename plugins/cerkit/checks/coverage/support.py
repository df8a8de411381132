"""Which records need which support: the rules of the policies, applied.

A rule names a kind of record, what it needs in words of the vocabulary (`A or B` where one is enough), and perhaps the
share of the records that must have it, the categories of software it is for, and values of fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

from cerkit.checks.coverage import rules
from cerkit.checks.coverage.category import categories_of
from cerkit.checks.coverage.words import FIELDS, KINDS, WORDS, records_of
from cerkit.checks.texts import listed
from cerkit.model.diagnostics import Diagnostic, Place, Rule, Severity
from cerkit.model.examination import Examination, SupportAsked
from cerkit.model.records.control import SupportRule

_OR: Final = re.compile(r"\s+or\s+")
_SAME_KIND: Final = {
    "acceptance criterion": "criterion",
    "essential requirement": "requirement",
    "residual risk": "risk",
}
_TOLD_ELSEWHERE: Final = frozenset(
    {
        ("claim", "criterion"),
        ("criterion", "benchmark"),
        ("criterion", "date fixed before data lock"),
        ("equivalence", "data access"),
        ("benchmark", "derivation"),
        ("benchmark", "source"),
        ("benefit", "claim"),
        ("benefit", "source"),
        ("indication", "benefit"),
        ("risk", "section of the instructions for use"),
    }
)
"""Supports that other rules ask of every such record: to lack one is one mistake."""
_OWN_RULE: Final = {
    "independent review": rules.NO_INDEPENDENT_REVIEW,
    "level of evidence": rules.LEVEL_NOT_JUSTIFIED,
}
_OWN_PLACE: Final = {"independent review": Place("evidence/releases.yml")}


class Need(NamedTuple):
    """One need of a rule, and how the records stand to it."""

    asked_by: str
    """What the rule is called."""
    rule: SupportRule
    kind: str
    text: str
    """As the rule has it, for example "finding on the device or finding on an equivalent"."""
    having: tuple[str, ...]
    """Identifiers of the records that have the support."""
    lacking: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        total = len(self.having) + len(self.lacking)
        return len(self.having) * 100 >= self.rule.share * total


def check_support(examination: Examination) -> Iterator[Diagnostic]:
    """What the policies ask for and records lack, each record and need once and by the strictest rule."""
    for asked in examination.policies.support:
        yield from _unknown_words(asked)
    found = [need for need in needs_of(examination) if not need.is_met]
    found.sort(key=lambda need: (-Severity(need.rule.severity).weight, len(alternatives(need.text))))
    told: set[tuple[str, str]] = set()
    for need in found:
        if need.rule.share < 100:
            yield _on_share(examination, need)
            continue
        words = alternatives(need.text)
        if any((need.kind, word) in _TOLD_ELSEWHERE for word in words):
            continue
        for identifier in need.lacking:
            if not any((identifier, word) in told for word in words):
                yield _on_record(examination, need, identifier)
            told.update((identifier, word) for word in words)


def needs_of(examination: Examination) -> Iterator[Need]:
    """Every need of every rule that counts for this device, with the records that have the support or lack it."""
    categories = categories_of(examination.dossier)
    for asked in examination.policies.support:
        rule = asked.rule
        kind = _SAME_KIND.get(rule.record, rule.record)
        is_meant = not rule.categories or (categories and categories <= set(rule.categories))
        if not is_meant or kind not in KINDS or set(rule.where) - FIELDS[kind]:
            continue
        records = list(records_of(examination, kind, rule.where))
        for text in rule.needs:
            if records and all(_is_known(kind, word) for word in alternatives(text)):
                yield _need(examination, asked, kind, text, records)


def _need(examination: Examination, asked: SupportAsked, kind: str, text: str, records: list[Any]) -> Need:
    tests = [WORDS[word].tests[kind] for word in alternatives(text)]
    has = {record.id: any(test(examination.trace, record) for test in tests) for record in records}
    having = tuple(name for name, holds in has.items() if holds)
    lacking = tuple(name for name, holds in has.items() if not holds)
    return Need(asked.name, asked.rule, kind, text, having, lacking)


def alternatives(need: str) -> tuple[str, ...]:
    """The words of a need: one, or several of which one is enough."""
    return tuple(_OR.split(" ".join(need.split())))


def _is_known(kind: str, word: str) -> bool:
    return word in WORDS and kind in WORDS[word].tests


def _on_record(examination: Examination, need: Need, identifier: str) -> Diagnostic:
    word = need.text
    rule: Rule = _OWN_RULE.get(word, rules.SUPPORT_MISSING)
    place = _OWN_PLACE.get(word) or examination.trace.place_of(identifier)
    message = f"{identifier} lacks: {word}. {need.asked_by} asks for it: {_one_line(need.rule.reason)}"
    hint = " ".join(f"{word}: {WORDS[word].meaning}" for word in alternatives(need.text))
    severity = Severity(need.rule.severity)
    if rule is not rules.SUPPORT_MISSING:
        hint = rule.remedy
    return rule.at(place, message, hint=hint, subject=identifier, severity=severity)


def _on_share(examination: Examination, need: Need) -> Diagnostic:
    total = len(need.having) + len(need.lacking)
    message = (
        f"{len(need.having)} of {total} records of the kind {need.kind} have: {need.text}. {need.asked_by} asks for "
        f"{need.rule.share} %; {listed(need.lacking)} lack it"
    )
    first = need.lacking[0]
    place = examination.trace.place_of(first)
    severity = Severity(need.rule.severity)
    return rules.SUPPORT_MISSING.at(place, message, subject=first, severity=severity)


def _unknown_words(asked: SupportAsked) -> Iterator[Diagnostic]:
    """Kinds, fields and words that a rule uses and that do not exist."""
    rule = asked.rule
    kind = _SAME_KIND.get(rule.record, rule.record)
    if kind not in KINDS:
        message = f'"{rule.record}" is no kind of record that a policy can be about'
        yield rules.UNKNOWN_SUPPORT.at(
            asked.place.within("record"), message, hint=_near(rule.record, list(KINDS))
        )
        return
    for field in sorted(set(rule.where) - FIELDS[kind]):
        message = f"{kind} has no field {field}"
        hint = _near(field, sorted(FIELDS[kind]))
        yield rules.UNKNOWN_SUPPORT.at(asked.place.within("where", field), message, hint=hint)
    for position, need in enumerate(rule.needs):
        for word in alternatives(need):
            if not _is_known(kind, word):
                known = [name for name, item in WORDS.items() if kind in item.tests]
                message = f'"{word}" is no support that a policy can ask of a record of the kind {kind}'
                place = asked.place.within("needs", position)
                yield rules.UNKNOWN_SUPPORT.at(place, message, hint=_near(word, known))


def _near(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=3, cutoff=0.5)
    return f"words close to it: {', '.join(near)}" if near else f"words there are: {', '.join(known)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())

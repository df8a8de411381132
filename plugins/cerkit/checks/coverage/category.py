"""The category of the software, and the review that it asks for (D69, D70)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.coverage import rules
from cerkit.checks.texts import listed
from cerkit.model.catalogues.legal import SamdCategories, SamdCell
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.device import Device, SamdCategory, SamdStatement
from cerkit.model.trace import Trace
from cerkit.model.wording import normalised, sentences_of_report

_CATALOGUE: Final = "samd-categories"
_DEVICE: Final = "evidence/device.yml"
_TYPED: Final = re.compile(r"\bcategor(?:y|ies)\s+(I{1,3}|IV)\b(?!\.\w)")
_ROMAN: Final = re.compile(r"\b(I{1,3}|IV)\b")
_IN_GENERAL: Final = re.compile(
    r"\b(?:would|had|if|were|higher|lower|until|formerly|not\s+(?:of\s+|a\s+)?category)\b", re.IGNORECASE
)
_SITUATION: Final = re.compile(
    r"\b(critical|(?<!non-)serious|non-serious) (?:healthcare |clinical )?situation\b"
    r'|\bsituation (?:is|was|counts as) (?:called |judged |a )?"?(critical|serious|non-serious)\b'
)
_DIAGNOSES: Final = (
    r"\b(?:is|gives|makes|provides|states|establishes) (?:the|an?|its own|a final) (?:\w+ )?diagnosis\b"
    r"|\bdiagnoses (?:the|an?|diabetic|patients|people|disease)\b"
    r"|\b(?:treatment|therapy) (?:is|are) (?:started|given|begun|chosen|selected)\b"
    r"|\b(?:starts|triggers|selects|controls) (?:the )?(?:treatment|therapy)\b"
)
_LASTS: Final = (
    r"\b(?:irreversible|lasting|permanent|life-threatening|deaths?|fatal)\b"
    r"|\bloss of (?:\w+ )?(?:vision|sight|life|limb)\b"
)
# Texts and not compiled patterns, because few devices declare a value that is low enough.
_TOO_LOW: Final = {
    ("situation", "non-serious"): (_LASTS, "a serious situation"),
    ("significance", "inform clinical management"): (_DIAGNOSES, "treat or diagnose"),
    ("significance", "drive clinical management"): (_DIAGNOSES, "treat or diagnose"),
}
"""A declared value -> the words of its reason that ask for more, and for what."""
_LESS: Final = (
    r"\b(?:no|not|nor|neither|never|none|without|rather|instead|cannot|unlikely|rarely|human|doctor)\b"
)
_REVIEW: Final = Place("evidence/releases.yml", ("independent_review", "by"))


def check_category(examination: Examination) -> Iterator[Diagnostic]:
    """The declared category against the one that follows; lay users; and who made the independent review."""
    dossier = examination.dossier
    device = dossier.device
    if device is None:
        return
    if device.samd is None:
        if _is_software(device):
            message = "the device is software, and its category is not stated"
            hint = "give samd with situation, significance, core functionality and category"
            yield rules.OTHER_CATEGORY.at(Place(_DEVICE), message, hint=hint, subject=device.id)
        return
    follows = cell_of(dossier)
    if follows is not None and follows.category != device.samd.category:
        message = (
            f"category {device.samd.category} is declared, but software that serves to "
            f"{device.samd.significance} in a {device.samd.situation} situation has category {follows.category}"
        )
        place = Place(_DEVICE, ("samd", "category"))
        yield rules.OTHER_CATEGORY.at(place, message, subject=device.id)
    else:
        yield from _in_prose(dossier, device.samd.category)
    yield from _in_other_situation(dossier, device.samd.situation)
    yield from _too_low(device, device.samd)
    yield from _lay_users(device)
    yield from _reviewer(examination.trace, follows)


def _too_low(device: Device, samd: SamdStatement) -> Iterator[Diagnostic]:
    """Reasons, and an intended purpose, that tell of more than the value that is declared."""
    for field, declared, reason in (
        ("situation", samd.situation, samd.situation_reason),
        ("significance", samd.significance, samd.significance_reason),
    ):
        more, asked = _TOO_LOW.get((field, declared), (None, ""))
        texts = (reason, device.intended_use.text) if more else ()
        clauses = (clause for text in texts for clause in re.split(r"[.;:]\s", normalised(text)))
        found = next(
            (hit for item in clauses if (hit := re.search(more or "", item)) and not re.search(_LESS, item)),
            None,
        )
        if found:
            message = f"“{declared}” is declared, but “{found.group()}” tells of {asked}"
            hint = f"correct the {field}, or the text that gives its reason"
            yield rules.OTHER_CATEGORY.at(
                Place(_DEVICE, ("samd", field)),
                message,
                hint=hint,
                subject=device.id,
                severity=Severity.WARNING,
            )


def _in_prose(dossier: Dossier, declared: SamdCategory) -> Iterator[Diagnostic]:
    """A category typed into a page that is not the device's. Sentences on several categories speak in general."""
    for chapter, sentence, _ in sentences_of_report(dossier.chapters, ("category ", "categories ")):
        named = set(_ROMAN.findall(sentence.text)) if (typed := _TYPED.search(sentence.text)) else set()
        if typed and named == {typed.group(1)} != {declared} and not _IN_GENERAL.search(sentence.text):
            message = (
                f"category {typed.group(1)} stands here, but the device is declared as category {declared}"
            )
            hint = 'write {{ field("device", "samd.category") }}, which follows the record'
            place = chapter.at(sentence.start + typed.start())
            yield rules.OTHER_CATEGORY.at(
                place, message, hint=hint, subject=chapter.path, severity=Severity.WARNING
            )


def _in_other_situation(dossier: Dossier, declared: str) -> Iterator[Diagnostic]:
    """A situation typed into a page that is not the declared one."""
    for chapter, sentence, text in sentences_of_report(dossier.chapters, ("situation",)):
        named = {one or other for one, other in _SITUATION.findall(text)}
        if named and declared not in named and not _IN_GENERAL.search(text):
            message = (
                f"the situation is called {listed(sorted(named))} here, but the device declares {declared}"
            )
            hint = 'write {{ field("device", "samd.situation") }}, which follows the record'
            yield rules.OTHER_CATEGORY.at(
                chapter.at(sentence.start),
                message,
                hint=hint,
                subject=chapter.path,
                severity=Severity.WARNING,
            )


def cell_of(dossier: Dossier) -> SamdCell | None:
    """The cell of the matrix that follows from the situation and significance of the definition statement."""
    catalogue = dossier.catalogues.get(_CATALOGUE)
    samd = dossier.device.samd if dossier.device else None
    if samd is None or not isinstance(catalogue, SamdCategories):
        return None
    return catalogue.cell(situation=samd.situation, significance=samd.significance)


def categories_of(dossier: Dossier) -> frozenset[SamdCategory]:
    """The category that counts for the policy; both where declared and following differ; none for other devices."""
    samd = dossier.device.samd if dossier.device else None
    cell = cell_of(dossier)
    found = {samd.category} if samd else set()
    return frozenset(found | {cell.category} if cell else found)


def _is_software(device: Device) -> bool:
    return any(
        "software" in text.casefold() for text in (device.group, device.description, device.technology)
    )


def _lay_users(device: Device) -> Iterator[Diagnostic]:
    samd = device.samd
    if samd is None or samd.situation != "serious" or "lay" in samd.situation_reason.casefold().split():
        return
    for position, user in enumerate(device.intended_use.users):
        if user.lay:
            message = f"{user.id} ({user.text}) are lay users in a situation that is declared serious"
            place = Place(_DEVICE, ("intended_use", "users", position, "lay"))
            yield rules.LAY_USERS.at(place, message, subject=user.id)


def _reviewer(trace: Trace, cell: SamdCell | None) -> Iterator[Diagnostic]:
    """Who reviewed must have had no part in device or report, where the review is of more than usual importance."""
    releases = trace.dossier.releases
    review = releases.independent_review if releases else None
    if review is None or cell is None or cell.independent_review != "more_important":
        return
    part = _part_in_the_work(trace, review.by)
    if part is not None:
        message = f"{review.by} made the independent review, but {part}"
        yield rules.NO_INDEPENDENT_REVIEW.at(_REVIEW, message, subject=review.by)


def _part_in_the_work(trace: Trace, reviewer: str) -> str | None:
    """What the reviewer did for device or report, as the end of a sentence."""
    dossier = trace.dossier
    if any(item.id == reviewer and item.involved_in_development for item in dossier.evaluators):
        return "took part in developing the device"
    for signature in dossier.releases.signatures if dossier.releases else ():
        if (
            signature.evaluator == reviewer
            and "review" not in f"{signature.role} {signature.meaning}".casefold()
        ):
            return f"signed the report as {signature.role}"
    for item in dossier.requirements.requirements if dossier.requirements else ():
        if item.conclusion is not None and item.conclusion.by == reviewer:
            return f"drew the conclusion on {item.id}"
    appraised = next((row.id for row in trace.source_facts.values() if row.appraised_by == reviewer), None)
    return f"appraised {appraised}" if appraised else None

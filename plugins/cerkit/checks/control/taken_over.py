"""Sentences that call another device an equivalent, or take its results over for this one (D52, D53)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.texts import listed
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.device import Device
from cerkit.model.wording import normalised, sentences_of_report

_SOURCE: Final = re.compile(r"\bSRC-[A-Za-z0-9-]*[A-Za-z0-9]")
_OWN: Final = re.compile(r"\bunder evaluation\b|\bthe benchmarks?\b")
_THIS: Final = r"(?:the|this|our) (?:device|software|product|system)(?: under evaluation)?"
_QUALITY: Final = (
    r"(?:safety|performance|accuracy|sensitivity|specificity|effectiveness|efficacy|reliability|benefits?|usability|"
    r"robustness|claims?|conformity)"
)
_PROVES: Final = (
    r"(?:demonstrat\w*|prov(?:e|es|ed|en|ing)|show(?:s|n|ed)?|establish\w*|confirm\w*|support\w*|evidenc\w*|"
    r"substantiat\w*|verif\w*|validat\w*|guarantee\w*|document\w*|warrant\w*|justif\w*|ensur\w*)"
)
_IS: Final = r"(?:is|are|was|were|has been|have been)"
_PROVED: Final = (
    r"(?:demonstrated|proven|proved|shown|established|confirmed|supported|evidenced|substantiated|verified|"
    r"validated) (?:by|in|with|through)"
)
_HARMLESS: Final = re.compile(
    r"\b(?:does|do|did|will|would|can) ?not (?=harm|endanger|injur|hurt|delay|miss|overlook)"
    r"|\bno (?=harm|risk|danger|injur)"
)
"""A quality that is told as the absence of harm."""
_TAKEN: Final = (
    r"(?:appl(?:y|ies|ied)|transfer\w*|valid|hold(?:s)?|carr(?:y|ies|ied) over|true|extend\w*|count\w*|extrapolat\w*|"
    r"(?:can|may) be expected|stands? (?:in )?for|taken over|substitut\w+|replac(?:e|es|ed))"
)
_DENIED: Final = re.compile(
    r"\b(?:not|no|nor|neither|never|nothing|without|cannot|hardly|rather than|instead of|whether|if|unless|would|until|"
    r"only (?:the|a|an|what)|benchmarks?|state of the art|compar\w*|context|field|hazards?|limits?|"
    r"hypothes\w*|opinion)\b"
)
"""Where a sentence denies it, asks it, or uses the source for what it may be used for."""
# Texts and not compiled patterns, because few sentences on equivalence claim or deny it.
_EQUIVALENT: Final = (
    r"\b(?:is|are|was|were|can be|may be|has been|have been)(?: \w+){0,5}? equivalent\b(?! in\b)"
)
_OF_SOMETHING: Final = r"\b(?:by|of|with|from|in|on|to|for|between) $"
_SHOWN: Final = (
    r"\bequivalence\b[^.;]{0,80}\b(?:is|was|has been|can be|could be) (?:\w+ )?"
    r"(?:claimed|demonstrated|shown|established|accepted|assumed|proven|proved|confirmed|given)\b"
    r"|\b(?:claim|demonstrate|show|establish|assume)(?:s|d|ed)? (?:\w+ ){0,2}equivalence\b"
)
_SUPPOSED: Final = re.compile(
    r"\b(?:not|no|nor|neither|never|nothing|whether|if|unless|would|cannot|hard(?:ly)?|without|until|had|should|"
    r"might|may|requires?|needs?|asks?|must|any|statistically|results?)\b"
)
"""Where a sentence denies equivalence, asks for it, or speaks of it as such."""
_DEVICES: Final = (
    "the device",
    "this device",
    "our device",
    "the software",
    "both devices",
    "the two devices",
)


def check_taken_over(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences that claim an equivalence; then those that take over results, source by source."""
    device = examination.dossier.device
    if device is None:
        return
    yield from _equivalence(examination.dossier, device)
    names = {normalised(name) for name in (device.name, device.short_name, *device.allowed_names) if name}
    this = "|".join([*map(re.escape, sorted(names, key=len, reverse=True)), _THIS])
    pattern = re.compile(
        rf"\b{_PROVES}\b[^.;]{{0,60}}\b{_QUALITY}(?: \w+){{0,3}} (?:of|for|with) (?:{this})\b"
        rf"|\b{_PROVES}\b[^.;]{{0,40}}\b(?:that|how) (?:{this})(?! (?:may|might|could|can) )\b"
        rf"|\b{_PROVES}\b[^.;]{{0,40}}\b(?:{this})['’]s (?:\w+ ){{0,2}}{_QUALITY}\b"
        rf"|\bthat (?:{this})\b[^.;]{{0,60}}\b{_IS} (?:\w+ )?{_PROVED}\b"
        rf"|\b{_QUALITY}(?: \w+){{0,3}} (?:of|for|with) (?:{this})\b[^.;]{{0,40}}\b{_IS} (?:\w+ )?{_PROVED}\b"
        rf"|\b{_TAKEN}\b[^.;]{{0,40}}\b(?:to|for|of) (?:{this})\b"
        r"|\b(?:used|taken|adopted|accepted|regarded|serv\w+|treated) as (?:that|those|the \w+|\w+)"
        rf" (?:of|for|on) (?:{this})\b"
        rf"|\b{_TAKEN} (?:(?:that|those) (?:of|with|on|from|for) )(?:{this})\b"
    )
    rows = examination.trace.source_facts
    accepted = examination.trace.accepted_equivalences
    foreign = {name for name, facts in rows.items() if _is_foreign(facts, accepted)}
    on_this = re.compile(rf"\b(?:{this})\b")
    for chapter, sentence, plain in sentences_of_report(examination.dossier.chapters, ("src-",)):
        named = set(_SOURCE.findall(sentence.text))
        if named <= foreign and on_this.search(plain) and _is_taken_over(plain, pattern):
            message = f"{listed(sorted(named))}, on another device, is taken here as proof for this one"
            hint = "let data on this device prove it, and use the source for the state of the art"
            yield rules.DATA_OF_ANOTHER_DEVICE.at(
                chapter.at(sentence.start),
                message,
                hint=hint,
                subject=chapter.path,
                severity=Severity.WARNING,
            )


def _equivalence(dossier: Dossier, device: Device) -> Iterator[Diagnostic]:
    """Sentences that claim an equivalence, where no record does."""
    comparisons = dossier.equivalences
    if any(item.claimed and item.conclusion == "equivalent" for item in comparisons):
        return
    compared = [item.device_name.partition("(")[0] for item in comparisons]
    subjects = (*_DEVICES, *map(normalised, (device.name, device.short_name or device.name, *compared)))
    for chapter, sentence, text in sentences_of_report(dossier.chapters, ("equivalen",)):
        if found := _called_equivalent(text, subjects):
            message = f"“{found.group()}” is said here, but no record claims equivalence"
            hint = "say here what the comparison concludes, or correct the record"
            place = chapter.at(sentence.start)
            yield rules.EQUIVALENCE_CLAIM.at(
                place, message, hint=hint, subject=chapter.path, severity=Severity.WARNING
            )


def _called_equivalent(text: str, subjects: Sequence[str]) -> re.Match[str] | None:
    """A device as the subject, not as a part of it: "a miss by the device is equivalent to" is of the miss."""
    named = [name for name in subjects if name in text]
    if not named or _SUPPOSED.search(text):
        return None
    if found := re.search(_EQUIVALENT, text):
        before = text[: found.start()].rstrip()
        leads = (before.removesuffix(name) for name in named if before.endswith(name))
        return found if any(not re.search(_OF_SOMETHING, lead) for lead in leads) else None
    return re.search(_SHOWN, text)


def _is_foreign(facts: SourceFacts, accepted: Container[str]) -> bool:
    if facts.relation == "equivalent":
        return facts.equivalence not in accepted
    return facts.relation not in ("under evaluation", "none")


def _is_taken_over(plain: str, pattern: re.Pattern[str]) -> bool:
    found = pattern.search(plain)
    return found is not None and not _DENIED.search(_HARMLESS.sub(" ", plain)) and not _OWN.search(plain)

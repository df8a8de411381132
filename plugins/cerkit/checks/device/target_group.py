"""Whom the device is for: the age and the group of people are the same wherever they are stated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.texts import beginnings
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.records.device import IntendedUse
from cerkit.model.wording import normalised, sentences_of_report

DEVICE: Final = "evidence/device.yml"

_AGE: Final = re.compile(
    r"\b(\d{1,3})(?: years?)?(?: of age| old)?,? (?:years )?(?:or|and) (?:over|older|above|more)\b"
    r"|\b(?:aged|age|from|over|above) (?:of )?(\d{1,3}) years\b"
    r"|\b(?:from|above|over) (?:the |an )?age of (\d{1,3})\b"
    r"|\b(?:aged|from) (\d{1,3}) (?:on(?:wards?)?|up(?:wards?)?|(?:and|or) (?:over|older|above|more)"
    r"|to \d{1,3} years)\b"
)
_MARKS: Final = ("indicat", "intended", "target")
"""What a sentence on people or users of the device holds; most sentences do not."""
_ON_TARGET: Final = re.compile(
    r"\b(?:indications?|indicated|intended (?:for|purpose|use|population|patient)|target (?:group|population))\b"
)
_NOT_OURS: Final = re.compile(
    r"\bsrc-|@|\b(?:other|another|comparator|competitor|formerly|earlier|previous\w*|predecessor|guideline|published|"
    r"contraindicat\w+|exclud\w+|subgroup|not (?:indicated|intended)|outside|invited|"
    r"stud(?:y|ies)|trial|investigation|eqv-\w+|sample vision|recommend\w*|nhs)\b"
)
"""A sentence with such a word speaks of other people than those whom the device is for."""

_USED_BY: Final = (
    r"\bintended (?:for|to be) (?:(?:the )?use|used) by (?P<whom>[^.;:()]{3,120}?)"
    r"(?=\.|;|:|\(| (?:in|at|as|who|which|under|before|after|within|during)\b|$)"
)
_PARTS: Final = re.compile(r",|\band\b|\bor\b")
_ROOT: Final = 6
_ANYBODY: Final = beginnings(
    """professional professionals staff personnel people persons trained qualified users operators
    healthcare medical clinical health care specialists specialised experienced services providers teams their both""",
    _ROOT,
)
"""Beginnings of words that name no group of users."""


def check_target_group(examination: Examination) -> Iterator[Diagnostic]:
    """The text of the intended purpose, and sentences of the report on indication and target group."""
    device = examination.dossier.device
    if device is None:
        return
    use = device.intended_use
    texts = tuple(normalised(text) for text in _stated(use))
    known = _ages(texts)
    of_purpose = _ages([normalised(use.text)])
    if of_purpose and known and not of_purpose & known:
        ages = f"{_listed(of_purpose)} years, the indications for {_listed(known)}"
        message = f"the intended purpose is for people from {ages}"
        place = Place(DEVICE, ("intended_use", "text"))
        yield rules.PURPOSE_DIFFERS.at(place, message, subject=use.id)
    known |= of_purpose
    groups = beginnings(" ".join(_users_and_settings(use)), _ROOT, shortest=4)
    for chapter, sentence, text in sentences_of_report(examination.dossier.chapters, _MARKS):
        if _NOT_OURS.search(text):
            continue
        place = chapter.at(sentence.start)
        other = _ages([text]) - known if known and _ON_TARGET.search(text) else set()
        if other:
            message = (
                f"{_listed(other)} years is said of the target group here, {_listed(known)} years in {use.id}"
            )
            yield rules.PURPOSE_REWORDED.at(place, message, subject=chapter.path)
        stranger = _stranger(text, groups)
        if stranger is not None:
            message = f'"{stranger}" is said of the users here, and {use.id} names no such'
            yield rules.PURPOSE_REWORDED.at(place, message, subject=chapter.path)


def _stranger(text: str, groups: frozenset[str]) -> str | None:
    """Who is said to use the device, and is in none of the groups for whom it is meant."""
    told = re.search(_USED_BY, text)
    for part in _PARTS.split(told["whom"]) if told else ():
        roots = beginnings(part, _ROOT, shortest=4) - _ANYBODY
        if roots and roots.isdisjoint(groups):
            return part.strip()
    return None


def _users_and_settings(use: IntendedUse) -> Iterator[str]:
    yield use.text
    yield from _stated(use)
    for user in use.users:
        yield from (user.text, user.training or "")
    yield from (setting.text for setting in use.settings)


def _stated(use: IntendedUse) -> Iterator[str]:
    yield from (item.text for item in use.indications)
    for population in use.populations:
        yield from (population.text, population.age or "")


def _ages(texts: Iterable[str]) -> set[int]:
    """The ages from which on people are meant."""
    return {int(found[found.lastindex or 0]) for text in texts for found in _AGE.finditer(text)}


def _listed(ages: Iterable[int]) -> str:
    return " or ".join(str(age) for age in sorted(ages))

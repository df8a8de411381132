"""What the instructions for use, or the report by itself, promise is a claim, and is decided as one (D08)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.coverage import rules
from cerkit.checks.texts import beginnings
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.wording import normalised, sentences_of_report

_PATH: Final = "evidence/ifu.yml"
_ROOT: Final = 6
_LONG: Final = 4
"""Letters of a word that are compared, and of the shortest word that counts."""
_SAME: Final = 0.6
"""Share of the words of a claim, or of the sentence, from which on the one is the other reworded."""
_KIND: Final = re.compile(
    r"\b(?:types?|class|version|grades?|stages?|levels?) \d(?:(?:,| and| or| to) \d)*\b"
)
"""Numbers that are names."""
_INVARIANT: Final = re.compile(
    r"\b(?:is|are|remains?) (?:not|never|hardly) (?:\w+ )?"
    r"(?:affected|influenced|impaired|reduced|lowered|limited|changed)\b"
    r"|\b(?:virtually |practically |almost )?(?:no|without|never|zero) (?:\w+ )?"
    r"(?:false|misse[ds]|errors?|mistakes?|failures?|loss|delays?|drawbacks?)\b"
)
"""A limit that is denied is a promise."""
_BOUND: Final = re.compile(
    r"(?:\b(?:exceeds?|above|over|at least|at most|(?:better|more|less|fewer|faster|higher|lower|later|longer|"
    r"shorter) than|"
    r"under|below|within|up to|reaches)|[<>≤≥]=?) (?:\w+ )?"
    r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty)\b)"
)
"""A value that is held; a number without such a word is a result or a name."""
_VALUE: Final = re.compile(r"\d[\d.,]*")
_COUNTED: Final = re.compile(r"\d[\d.,]* (?:of|to|in|out of|/) (?:\d|one\b|ten\b)|\bmeasured\b|\d \(")
_NO_PROMISE: Final = re.compile(
    r"\d|\b(?:not?|nor|neither|cannot|without|never|only|unknown|uncertain|limited|depends?|was|were|been|see|table|"
    r"manual|section|should|must|check|ask|measured|tested|reported|may be lower|lower|little|poorly|defined|means|"
    r"(?:is|are) the (?:share|proportion|percentage|number|ratio|probability|fraction|part)|"
    r"(?:lowers?|reduces?|impairs?|worsens?|degrades?|affects?|influences?) (?:the )?"
    r"(?:accuracy|sensitivity|specificity|performance|results?|quality))\b"
)
"""A number is compared elsewhere; limits, definitions, reports of a test and instructions promise nothing."""
_METRIC: Final = (
    r"(?:accuracy|sensitivity|specificity|precision|performance|reliability|detection|predictive values?|"
    r"repeatability|reproducibility|false (?:marks?|alarms?|positives?|negatives?|results?))"
)
_SUBJECT: Final = re.compile(
    r"(?:the|this|its|our) (?:device|software|system|product|algorithm|analysis|mark|result|output|answer|"
    r"application)\b"
    rf"|(?:the |its |a |an )?(?:\w+ )?{_METRIC}\b"
    r"|(?:equivalent|equal|superior|comparable|suitable|suited|ideal|effective|reliable|safe)\b"
    r"|(?:clinically |scientifically )?(?:shown|proven|demonstrated|validated|known|certain|guaranteed) to\b"
)
"""How a promise begins that does not name the device."""
_PERFORMS: Final = re.compile(
    r"\b(?:is|are|can be) (?:\w+ )?(?:detected|recogni[sz]ed|found|identified|"
    r"diagnosed|captured|caught|recorded|spotted|picked up|ruled out)\b"
    r"|\b(?:time|number|workload|costs?|rate|burden)\b.{0,60}\b(?:falls?|drops?|decreases?|shrinks?|"
    r"is (?:cut|halved|reduced|shortened|lowered))\b"
    r"|\b(?:no|zero|without) (?:\w+ )?false (?:marks?|alarms?|positives?|negatives?|results?)\b"
)
"""What the device does, said of its object."""

_BETTER: Final = re.compile(
    r"\b(?:more|less|better|worse|faster|quicker|sooner|earlier|fewer|shorter|cheaper|safer)\b[^.;]{0,40}\bthan\b"
    r"|\b(?:shorten|speed|save|spare|improve|reliev|accelerat|halve)(?:e?s|ing)?\b"
    r"|\b(?:faster|quicker|sooner|earlier|shorter|cheaper|safer|fewer)\b"
    r"|\bwithin (?:an?|one|two|three) (?:days?|weeks?|months?)\b"
)
"""What a service or a person gains."""
_BETTER_NEEDLES: Final = (
    " than ",
    "shorten",
    "speeds",
    "saves",
    "improves",
    "relieves",
    "accelerates",
    "halves",
)
_HEDGED: Final = re.compile(
    r"\b(?:may|might|can|could|would|should|opinion|claims?|plan|designed|risk|harm|hardware|memory|storage|disk|space|"
    r"processors?|bandwidth|traffic)\b"
)
"""Where a sentence supposes, or speaks of the computer."""
_TELLING: Final = ("purpose", "use", "other", "performance")
"""Kinds of sections whose sentences tell of the device; the others warn."""
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")


def check_promises(examination: Examination) -> Iterator[Diagnostic]:
    """Entries of the performance sections against the claims, in whatever state those are."""
    dossier = examination.dossier
    if dossier.ifu is None or dossier.device is None or not dossier.claims:
        return
    names = {normalised(name) for name in (dossier.device.name, dossier.device.short_name) if name}
    claims = [beginnings(claim.wording, _ROOT, shortest=_LONG) for claim in dossier.claims]
    for at, section in enumerate(dossier.ifu.sections):
        for step, item in enumerate(section.items if section.kind == "performance" else ()):
            text = normalised(item)
            if _is_promise(text, names) and not _is_claimed(text, claims):
                message = f'{section.id} promises "{item}", which no claim says'
                place = Place(_PATH, ("sections", at, "items", step))
                yield rules.PROMISE_WITHOUT_CLAIM.at(place, message, subject=section.id)
        for sentence in _SENTENCE.split(section.text or "") if section.kind in _TELLING else ():
            text = normalised(sentence)
            if _is_of_use(text, names) and not _is_claimed(text, claims):
                message = f'{section.id} promises "{" ".join(sentence.split())}", which no claim says'
                place = Place(_PATH, ("sections", at, "text"))
                yield rules.PROMISE_WITHOUT_CLAIM.at(place, message, subject=section.id)
    yield from _in_report(dossier, names, claims)


def _in_report(dossier: Dossier, names: set[str], claims: list[frozenset[str]]) -> Iterator[Diagnostic]:
    """Sentences that begin with the device, and say by no number and no source that something gets better with it."""
    subjects = (*names, "the device ", "the software ")
    for chapter, sentence, text in sentences_of_report(dossier.chapters, _BETTER_NEEDLES):
        if not text.startswith(subjects) or "@" in text or "{{" in text or _HEDGED.search(text):
            continue
        if _is_of_use(text, names | {"the device", "the software"}) and not _is_claimed(text, claims):
            message = "this promises what no claim says, and names neither data nor source"
            place = chapter.at(sentence.start)
            yield rules.PROMISE_WITHOUT_CLAIM.at(place, message, subject=chapter.path)


def _is_of_use(text: str, names: set[str]) -> bool:
    """Whether a sentence on the device says that something is faster, better or less than without it."""
    return (
        _BETTER.search(text) is not None
        and any(name in text for name in names)
        and _NO_PROMISE.search(text) is None
    )


def _is_claimed(text: str, claims: list[frozenset[str]]) -> bool:
    return any(_is_same(beginnings(text, _ROOT, shortest=_LONG), claim) for claim in claims)


def _is_promise(text: str, names: set[str]) -> bool:
    """Whether it speaks of what the device does, and neither limits nor measures it."""
    if _COUNTED.search(text):
        return False
    said = _INVARIANT.sub(" unaffected ", _KIND.sub(" ", text))
    if _BOUND.search(said):
        said = _VALUE.sub(" ", said)
    return _NO_PROMISE.search(said) is None and _is_on_device(text, names)


def _is_on_device(text: str, names: set[str]) -> bool:
    return (
        any(name in text for name in names)
        or _SUBJECT.match(text) is not None
        or _PERFORMS.search(text) is not None
    )


def _is_same(text: frozenset[str], claim: frozenset[str]) -> bool:
    return len(text & claim) >= _SAME * max(1, min(len(text), len(claim)))

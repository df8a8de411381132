"""Texts that stand in records, are printed in the report, and tell of the device as its sentences do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from cerkit.model.diagnostics import Place
from cerkit.model.trace import Trace

_JUDGEMENTS: Final = {
    "claims": ("limits",),
    "benefits": ("description", "magnitude", "probability"),
    "risks": ("probability_basis",),
    "gaps": ("acceptable_because",),
}
"""Kinds of records, with the fields in which their authors judge the device."""
_ACCOUNTS: Final = {"gaps": ("description", "measures"), "pmcf": ("need", "rationale", "result")}
"""The same, with the fields in which they tell what was or will be done. Sources, which are many, are not read here."""
_TOLD_TO_USERS: Final = ("residual risks", "performance")
"""Kinds of sections of the instructions for use that say how good and how safe the device is."""
_NEEDLES: Final = (
    " will ",
    "shall ",
    "upcoming",
    "to be ",
    "being",
    "market",
    "sale",
    "sold",
    "launch",
    "yet",
    "legacy",
)
"""Without one of these a text tells nothing of another time or of the market."""


class RecordText(NamedTuple):
    """One text with its place and the record that holds it."""

    text: str
    place: Place
    subject: str
    is_judgement: bool
    """Whether its author says how good or how safe the device is."""
    is_account: bool
    """Whether it may tell of the market or of another time."""


def record_texts(trace: Trace) -> Iterator[RecordText]:
    """Judgements first, in the order in which they are printed; then what is told of gaps and activities."""
    for is_judgement, texts in ((True, _judgements(trace)), (False, _accounts(trace))):
        for text, place, subject in texts:
            is_account = text is not None and any(needle in text for needle in _NEEDLES)
            if text and (is_judgement or is_account):
                yield RecordText(text, place, subject, is_judgement, is_account)


_Text = tuple[str | None, Place, str]


def _judgements(trace: Trace) -> Iterator[_Text]:
    dossier = trace.dossier
    for kind, fields in _JUDGEMENTS.items():
        for record in getattr(dossier, kind):
            for field in fields:
                yield getattr(record, field), trace.place_of(record.id, field), record.id
    for position, section in enumerate(dossier.ifu.sections if dossier.ifu else ()):
        if section.kind not in _TOLD_TO_USERS:
            continue
        place = Place("evidence/ifu.yml", ("sections", position))
        yield section.text, place.within("text"), section.id
        for step, item in enumerate(section.items):
            yield item, place.within("items", step), section.id
    for position, period in enumerate(dossier.surveillance.periods if dossier.surveillance else ()):
        place = Place("evidence/surveillance.yml", ("periods", position, "conclusion"))
        yield period.conclusion, place, place.path
    for position, entry in enumerate(dossier.requirements.requirements if dossier.requirements else ()):
        if entry.conclusion is not None:
            route = ("requirements", position, "conclusion", "text")
            yield entry.conclusion.text, Place("evidence/requirements.yml", route), entry.id


def _accounts(trace: Trace) -> Iterator[_Text]:
    for kind, fields in _ACCOUNTS.items():
        for record in getattr(trace.dossier, kind):
            yield from _fields(trace, record, record.id, fields)


def _fields(trace: Trace, record: object, name: str, fields: tuple[str, ...]) -> Iterator[_Text]:
    for field in fields:
        text = getattr(record, field)
        place = trace.place_of(name, field)
        if isinstance(text, tuple):
            yield from ((line, place.within(step), name) for step, line in enumerate(text))
        else:
            yield text, place, name

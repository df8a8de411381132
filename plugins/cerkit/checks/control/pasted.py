"""Whether two entries of one list hold the same text: the second was pasted over, and its own content is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from cerkit.checks.control import rules
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.wording import normalised

_LONG: Final = 8
"""Words from which on two texts are not alike by chance."""


_NEARLY: Final = 0.9
"""Share of the words of the longer from which on two answers of the plan are one."""


class _Record(Protocol):
    @property
    def id(self) -> str: ...


class _Text(NamedTuple):
    record: str
    field: str
    text: str
    place: Place


def check_pasted(examination: Examination) -> Iterator[Diagnostic]:
    """Fields in which each entry has something of its own to say; texts that may be shared are left out."""
    seen: dict[tuple[str, str, str], _Text] = {}
    told: set[str] = set()
    yield from _reworded(examination.dossier)
    for kind, item in _texts(examination.dossier):
        plain = normalised(item.text)
        if len(plain.split()) < _LONG:
            continue
        first = seen.setdefault((kind, item.field, plain), item)
        if first.record != item.record and item.record not in told:
            told.add(item.record)
            message = f"{item.field} of {item.record} is word for word that of {first.record}"
            yield rules.ENTRY_PASTED.at(item.place, message, subject=item.record)


def _reworded(dossier: Dossier) -> Iterator[Diagnostic]:
    """Answers of the plan that differ in a word or two. Each element asks something else, as risks need not."""
    before: list[tuple[str, str, frozenset[str]]] = []
    for item in _of_plan(dossier):
        plain = normalised(item.text)
        words = frozenset(plain.split())
        if len(words) < _LONG:
            continue
        alike = (
            name
            for name, text, others in before
            if text != plain and len(words & others) >= _NEARLY * max(len(words), len(others))
        )
        if (first := next(alike, None)) is not None:
            message = f"answer of {item.record} is that of {first} with a word or two changed"
            yield rules.ENTRY_PASTED.at(item.place, message, subject=item.record)
        before.append((item.record, plain, words))


def _of_plan(dossier: Dossier) -> Iterator[_Text]:
    plan = dossier.plan
    for at, element in enumerate(plan.elements if plan else ()):
        place = Place("evidence/plan.yml", ("elements", at, "answer"))
        yield _Text(element.element, "answer", element.answer or "", place)


def _texts(dossier: Dossier) -> Iterator[tuple[str, _Text]]:
    yield from (("plan", item) for item in _of_plan(dossier))
    for path, name, records, fields in (
        ("evidence/alternatives.yml", "alternatives", dossier.alternatives, _ALTERNATIVE),
        ("evidence/risks.yml", "risks", dossier.risks, _RISK),
        ("evidence/benefits.yml", "benefits", dossier.benefits, _BENEFIT),
        ("evidence/gaps.yml", "gaps", dossier.gaps, _GAP),
        ("evidence/pmcf.yml", "pmcf", dossier.pmcf, _ACTIVITY),
    ):
        yield from _of_records(path, name, records, fields)


_ALTERNATIVE: Final = ("description", "advantages", "disadvantages")
_RISK: Final = ("situation", "probability_basis")
_BENEFIT: Final = ("description", "magnitude")
_GAP: Final = ("description",)
_ACTIVITY: Final = ("need", "aim")


def _of_records(
    path: str, name: str, records: Sequence[_Record], fields: tuple[str, ...]
) -> Iterator[tuple[str, _Text]]:
    for at, record in enumerate(records):
        for field in fields:
            value = getattr(record, field)
            text = value if isinstance(value, str) else "; ".join(value)
            place = Place(path, (name, at, field))
            yield name, _Text(record.id, field, text, place)

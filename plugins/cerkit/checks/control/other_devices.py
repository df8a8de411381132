"""Whose data count: comparisons keep to one device, and data of other devices prove nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.control import Equivalence
from cerkit.model.records.evaluation import Benefit, RequirementAssessment
from cerkit.model.trace import Trace
from cerkit.model.wording import normalised

_PROOF: Final = frozenset({"performance", "claims"})
_WEIGHED: Final = frozenset({"safety", "benefit-risk"})
_SECOND: Final = re.compile(r"\b(?:and|or|as well as)\b|[;/&+]|,")
_NUMBERED: Final = re.compile(r"([a-z][\w.-]*) (?:v\.? ?|version |mark |mk ?)?(\d[\w.]*)")
_PRODUCT: Final = re.compile(
    r"\b(?P<name>[A-Z][a-z]+(?:[A-Z][a-z]*)+)(?P<version> (?:v\.? ?|version )?\d+(?:\.\d+)*)"
)
"""A name with a capital inside and a version: no word of a language is written so."""
_AS_IN: Final = re.compile(
    r"\b(?:as (?:in|with|for)|(?:same|identical) (?:as|to)|like|similar to|taken from) (?:the )?"
    r"(?P<name>[A-Z][a-z]+(?:[A-Z]\w*)?|[A-Z][a-z]+-?[A-Z]\w*)(?P<version> (?:v\.? ?|version )?\d+(?:\.\d+)+)?(?!\w)"
)
_NO_PRODUCT_WORDS: Final = """
    annex appendix article august april britain chapter class clause december england english europe european
    february figure france french germany german great guidance ireland january july june march may november october
    part regulation rule scotland section september spain standard table type united wales windows android linux
    macos javascript postgresql mysql sqlserver powershell openssl pytorch tensorflow github bluetooth directx opengl
    webgl sharepoint onnx
"""
_NO_PRODUCT: Final = frozenset(_NO_PRODUCT_WORDS.split())
_ELSEWHERE: Final = re.compile(
    r"\b(?:of|from|as for|with|on|by) (?:the |its |an? )?(?:predecessor|sister|(?:previous|earlier|former|second|third|"
    r"another|different|successor) (?:device|product|model|system|generation|version))\b"
)


def check_one_device(examination: Examination) -> Iterator[Diagnostic]:
    """Comparisons that put several devices together."""
    trace = examination.trace
    comparisons = {item.id: item for item in trace.dossier.equivalences}
    if not comparisons:
        return
    for comparison in comparisons.values():
        yield from _mixed_name(trace, comparison)
        yield from _mixed_rows(trace, comparison, comparisons.values())
    for facts in trace.source_facts.values():
        if facts.equivalence in comparisons:
            yield from _source_of_another(trace, facts, comparisons[facts.equivalence])


def _mixed_name(trace: Trace, comparison: Equivalence) -> Iterator[Diagnostic]:
    """A name joins two devices where both parts hold a number, as the names of versions do."""
    parts = _SECOND.split(normalised(comparison.device_name.partition("(")[0]))
    if len([part for part in parts if re.search(r"\w", part)]) > 1 and (
        sum(bool(re.search(r"\d", part)) for part in parts) > 1 or re.search(r"[;&]", comparison.device_name)
    ):
        message = f"{comparison.id} compares with several devices at once: “{comparison.device_name}”"
        place = trace.place_of(comparison.id, "device_name")
        yield rules.EQUIVALENCE_OF_SEVERAL.at(place, message, subject=comparison.id)


def _mixed_rows(
    trace: Trace, comparison: Equivalence, everyone: Iterable[Equivalence]
) -> Iterator[Diagnostic]:
    own = _bare(comparison.device_name)
    others = [name for item in everyone if (name := _bare(item.device_name)) and name not in own]
    numbers = dict(_NUMBERED.findall(own))
    for position, row in enumerate(comparison.rows):
        text = normalised(row.other)
        named = next((name for name in others if name in text), None)
        named = named or next(
            (
                f"{word} {number}"
                for word, number in _NUMBERED.findall(text)
                if numbers.get(word, number) != number
            ),
            None,
        )
        named = named or _foreign(row.other, comparison)
        found = _ELSEWHERE.search(text)
        if named or found:
            what = named or (found.group() if found else "")
            message = f"{row.row} of {comparison.id} is not about {comparison.device_name}: “{what}”"
            place = trace.place_of(comparison.id, "rows", position, "other")
            yield rules.EQUIVALENCE_OF_SEVERAL.at(place, message, subject=comparison.id)


def _foreign(text: str, comparison: Equivalence) -> str | None:
    """A product with its version that is not the compared one: EyeArt 2.1, as in Retinalyze."""
    own = normalised(f"{comparison.device_name} {comparison.manufacturer}")
    for pattern in (_PRODUCT, _AS_IN):
        for found in pattern.finditer(text):
            word = normalised(found["name"])
            is_made_up = found["version"] is not None or not found["name"][1:].islower()
            if is_made_up and word not in own and word not in _NO_PRODUCT and not word.endswith("net"):
                return found["name"] + (found["version"] or "")
    return None


def _source_of_another(trace: Trace, facts: SourceFacts, comparison: Equivalence) -> Iterator[Diagnostic]:
    if facts.device_name is None:
        return
    theirs, compared = _bare(facts.device_name), _bare(comparison.device_name)
    if theirs not in compared and compared not in theirs:
        compares = f"{comparison.id} compares with {comparison.device_name}"
        message = f"{facts.id} holds data of {facts.device_name}, but {compares}"
        yield rules.EQUIVALENCE_OF_SEVERAL.at(
            trace.place_of(facts.id, "device_name"), message, subject=facts.id
        )


def _bare(name: str) -> str:
    """A device's name without what stands in brackets."""
    return normalised(name.partition("(")[0])


def check_use_of_other_devices(examination: Examination) -> Iterator[Diagnostic]:
    """Sources on other devices that are used as proof. What decides a criterion is judged with the links (CER305)."""
    trace = examination.trace
    suspects: dict[str, SourceFacts] = {}
    for facts in trace.source_facts.values():
        if facts.relation == "equivalent":
            if facts.equivalence not in trace.accepted_equivalences:
                suspects[facts.id] = facts
                yield from _unaccepted(trace, facts)
        elif facts.relation not in ("under evaluation", "none") and facts.role not in (
            None,
            "rejected",
            "pivotal",
        ):
            yield from _proof_of_another(trace, facts)
    if suspects:
        yield from _named_as_evidence(trace, suspects)


def _unaccepted(trace: Trace, facts: SourceFacts) -> Iterator[Diagnostic]:
    if facts.role not in ("pivotal", "supportive") or not (_PROOF | _WEIGHED) & set(facts.used_for):
        return
    if facts.equivalence is not None and facts.equivalence not in trace.nodes:
        return  # the dangling link is reported already
    why = f"{facts.equivalence} is not accepted" if facts.equivalence else "no comparison is named"
    message = (
        f"{facts.id} is {facts.role} for {_listed(facts.used_for)} as data of an equivalent device, but {why}"
    )
    yield rules.DATA_OF_ANOTHER_DEVICE.at(trace.place_of(facts.id, "relation"), message, subject=facts.id)


def _proof_of_another(trace: Trace, facts: SourceFacts) -> Iterator[Diagnostic]:
    """Data of similar devices may show hazards and the state of the art, so these uses together are in order."""
    used = set(facts.used_for)
    wrong = used & _PROOF or (
        used & _WEIGHED if facts.role == "supportive" and "state of the art" not in used else set()
    )
    if wrong:
        names = _listed(name for name in facts.used_for if name in wrong)
        message = f"{facts.id} holds data of a {facts.relation} device, but is used for {names} of this one"
        place = trace.place_of(facts.id, "appraisal", "used_for")
        yield rules.DATA_OF_ANOTHER_DEVICE.at(place, message, subject=facts.id)


def _named_as_evidence(trace: Trace, suspects: dict[str, SourceFacts]) -> Iterator[Diagnostic]:
    """Benefits and conclusions that rest on an equivalence which was not accepted."""
    dossier = trace.dossier
    assessed = dossier.requirements.requirements if dossier.requirements else ()
    records: tuple[Benefit | RequirementAssessment, ...] = (*dossier.benefits, *assessed)
    for record in records:
        for position, named in enumerate(record.evidence):
            facts = suspects.get(named.partition(".")[0])
            if facts is not None and record.id in trace.nodes:
                message = f"{record.id} rests on {named}, data of a device whose equivalence is not accepted"
                place: Place = trace.place_of(record.id, "evidence", position)
                yield rules.DATA_OF_ANOTHER_DEVICE.at(place, message, subject=record.id)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)

"""Whether what the evaluation rests on is final, and the standards it applies are current."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.control.substance import speaking_day
from cerkit.checks.control.superseded import check_superseded
from cerkit.checks.texts import says_nothing
from cerkit.model.deadlines import of_standard
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.control import Document
from cerkit.model.records.evaluation import Standard
from cerkit.model.trace import Trace
from cerkit.model.wording import normalised, sentences_of_report

_ABRIDGED: Final = re.compile(
    r"\b(?:abridged|abbreviated|condensed|shortened|excerpts?|extracts?|interim|preliminary|draft|synops[ie]s|"
    r"executive summary|(?:short|public|lay) (?:version|form|summary)|summary (?:only|report|of (?:the|results))|"
    r"(?:without|excluding|w/o|no) (?:its |the |any )?(?:annex(?:es)?|appendi(?:x|ces)|attachments?))\b"
    r"|[,:(-] ?(?:results? )?summary\)?$"
)
_UNABRIDGED: Final = re.compile(
    r"\b(?:unabridged|no(?:t an?)? (?:excerpt|extract|draft|interim|synopsis)|"
    r"(?:with|including|and|plus) (?:its |a |an |the )?"
    r"(?:synopsis|executive summary|summary|extracts?)|(?:synopsis|summary|extracts?) and)\b"
)
_STAGE: Final = re.compile(r"\b(?:interim|preliminary|draft)\b")
_FINAL: Final = re.compile(r"\bfinal\b")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER: Final = re.compile(r"\b(?:iso|iec|en|bs|meddev)\b[ /a-z]*?(\d+(?:[-/.]\d+)*)")
_CITED: Final = re.compile(_NUMBER.pattern + r":((?:19|20)\d\d)\b")
_FORMERLY: Final = re.compile(
    r"\b(?:earlier|former(?:ly)?|previous(?:ly)?|replaced|withdrawn|superseded|until|then|predecessor|since|old(?:er)?|not|"
    r"differ\w*)\b"
)
_REPLACED: Final = {
    "13485": (2016, None),
    "14155": (2020, None),
    "14971": (2019, None),
    "62304": (2006, "2015"),
    "62366-1": (2015, None),
    "10993-1": (2018, None),
    "15223-1": (2021, None),
    "11607-1": (2019, None),
    "2.7/1": (2016, None),
}
"""Editions before the year are known to be replaced; a text beside it names the amendment that belongs to it."""


def check_documents(examination: Examination) -> Iterator[Diagnostic]:
    """Reports of the manufacturer's own data, and other documents that are still drafts."""
    trace = examination.trace
    documents = {document.id: document for document in trace.dossier.documents}
    reported: set[str] = set()
    for facts in trace.source_facts.values():
        if facts.role == "rejected" or (facts.document is None and facts.is_final is None):
            continue
        document = documents.get(facts.document or "")
        yield from _report(trace, facts, document)
        if document is not None and document.status != "final":
            reported.add(document.id)
    yield from check_superseded(trace, reported)
    day = speaking_day(examination)
    for document in documents.values():
        if document.status == "draft" and document.id not in reported:
            message = f"{document.id}, {document.title}, is a draft"
            yield rules.DOCUMENT_NOT_FINAL.at(
                trace.place_of(document.id, "status"), message, subject=document.id
            )
        elif document.date > day:
            message = f"{document.id} is dated {document.date}, after the report of {day}"
            yield rules.DOCUMENT_NOT_FINAL.at(
                trace.place_of(document.id, "date"), message, subject=document.id
            )
        for name in ("number", "version", "location"):
            if says_nothing(getattr(document, name)):
                message = f"{document.id} has no {name}: “{getattr(document, name)}”"
                yield rules.DOCUMENT_NOT_FINAL.at(
                    trace.place_of(document.id, name), message, subject=document.id
                )


def _report(trace: Trace, facts: SourceFacts, document: Document | None) -> Iterator[Diagnostic]:
    if facts.is_final is False:
        field = "test" if facts.registration is None else "investigation"
        message = f"{facts.id} rests on a report that is not final"
        yield rules.DOCUMENT_NOT_FINAL.at(trace.place_of(facts.id, field, "final"), message, subject=facts.id)
    if document is None:
        return
    place = trace.place_of(document.id, "status")
    if document.status != "final":
        message = f"{facts.id} rests on {document.id}, which is {_named(document.status)}"
        yield rules.DOCUMENT_NOT_FINAL.at(place, message, subject=document.id)
    else:
        part = next((name for name in ("title", "version", "location") if _is_part(document, name)), None)
        if part is not None:
            said = getattr(document, part)
            message = f"{facts.id} rests on {document.id}, which is not the whole final report: “{said}”"
            yield rules.DOCUMENT_NOT_FINAL.at(trace.place_of(document.id, part), message, subject=document.id)


def _is_part(document: Document, field: str) -> bool:
    """Whether a field says that the document is only a part, or an earlier stage, of the report."""
    text = normalised(getattr(document, field))
    found = _ABRIDGED.search(text)
    if found is None or _UNABRIDGED.search(text):
        return False
    if field == "location" and "summary" in found.group():
        return False  # the place of a whole report may be called so
    return not (_STAGE.fullmatch(found.group()) and _FINAL.search(text))


def _named(status: str) -> str:
    return "a draft" if status == "draft" else "superseded"


def check_standards(examination: Examination) -> Iterator[Diagnostic]:
    """Edition, day of the check, and newer editions."""
    trace = examination.trace
    day, limit = speaking_day(examination), examination.limit("standard-age-months")
    for standard in trace.dossier.standards:
        place = trace.place_of(standard.id, "checked_on")
        if of_standard(trace, standard, limit).is_past(day):
            message = (
                f"{standard.id} was checked on {standard.checked_on}, more than {limit} months before {day}"
            )
            yield rules.STANDARD_NOT_CURRENT.at(place, message, subject=standard.id)
        elif standard.checked_on > day:
            message = f"{standard.id} was checked on {standard.checked_on}, after the report of {day}"
            yield rules.STANDARD_NOT_CURRENT.at(place, message, subject=standard.id)
        fault, field = _fault_of_edition(standard)
        if not fault and standard.applied == "in part" and says_nothing(standard.note):
            fault, field = "is applied in part, and no note says which part and why", "applied"
        if fault:
            yield rules.STANDARD_NOT_CURRENT.at(
                trace.place_of(standard.id, field),
                f"{standard.id}, {standard.designation}, {fault}",
                subject=standard.id,
            )


def check_cited_editions(examination: Examination) -> Iterator[Diagnostic]:
    """Standards that the report cites in another edition than the register says was applied."""
    applied: dict[str, Standard] = {}
    for standard in examination.dossier.standards:
        found = _NUMBER.search(normalised(standard.designation))
        if found:
            applied[found[1]] = standard
    for chapter, sentence, text in sentences_of_report(
        examination.dossier.chapters if applied else (), (":19", ":20")
    ):
        for found in _CITED.finditer(text):
            held = applied.get(found[1])
            if held is None or found[2] in f"{held.edition} {held.newer_edition}" or _FORMERLY.search(text):
                continue
            message = f"{found.group().upper()} is cited here, but {held.id} gives the edition {held.edition}"
            hint = "cite the edition that was applied, or say why this one counts"
            place = chapter.at(sentence.start)
            yield rules.STANDARD_NOT_CURRENT.at(
                place, message, hint=hint, subject=held.id, severity=Severity.WARNING
            )


def _fault_of_edition(standard: Standard) -> tuple[str | None, str]:
    years = _YEAR.findall(standard.edition) or _YEAR.findall(standard.designation)
    if standard.newer_edition is not None:
        if says_nothing(standard.note):
            return (
                f"has the newer edition {standard.newer_edition}, and no note says what that changes",
                "newer_edition",
            )
        return None, ""
    if not years:
        return f"has no year in its edition: “{standard.edition}”", "edition"
    replaced = _replaced(standard, [int(year) for year in years])
    if replaced and says_nothing(standard.note):
        return (
            f"is applied in an edition that has been replaced ({replaced}), and no note says why",
            "edition",
        )
    if replaced and standard.newer_edition is None:
        return (
            f"is applied in an edition that has been replaced ({replaced}); newer_edition is not given",
            "edition",
        )
    return None, ""


def _replaced(standard: Standard, years: list[int]) -> str | None:
    """What replaced the edition, where that is known; most standards are not known here, and then nothing is said."""
    found = _NUMBER.search(normalised(standard.designation))
    current, amendment = _REPLACED.get(found[1] if found else "", (0, None))
    if max(years) < current:
        return f"by that of {current}"
    if amendment and amendment not in standard.edition and int(amendment) > max(years):
        return f"amended in {amendment}"
    return None

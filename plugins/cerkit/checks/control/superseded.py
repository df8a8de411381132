"""Documents that were superseded, and are cited as if they were in force."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.texts import listed
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.records.control import Document
from cerkit.model.trace import Trace
from cerkit.model.wording import sentences_with

_OF_ITS_DAY: Final = frozenset(("fixed_in", "protocol"))
"""Fields that name the issue of a document that was in force at the time, whatever became of it."""
_EARLIER: Final = re.compile(
    r"\b(?:earlier|previous(?:ly)?|former(?:ly)?|superseded|replace[sd]?|replacing|withdrawn|old(?:er)?|prior|first|"
    r"last|until|before|then|was|were|had|no longer|history|since)\b"
)


def check_superseded(trace: Trace, reported: Container[str]) -> Iterator[Diagnostic]:
    """Superseded documents that records or chapters rest on; `reported` are told already."""
    old = {item.id: item for item in trace.dossier.documents if item.status == "superseded"}
    for document in old.values():
        if document.id in reported:
            continue
        place = trace.place_of(document.id, "status")
        users = _users(trace, document)
        if users:
            message = f"{document.id}, {document.title}, is superseded, but still named by {listed(users)}"
            yield rules.DOCUMENT_NOT_FINAL.at(place, message, subject=document.id)
        else:
            yield from _in_chapters(trace.dossier, document)


def _users(trace: Trace, document: Document) -> list[str]:
    """Records that name it in a field that stands for what is in force now.

    A list of evidence may name the issue before beside the one that replaced it.
    """
    links = [link for link in trace.naming(document.id) if link.relation not in _OF_ITS_DAY]
    if _is_replaced(trace.dossier, document):
        links = [link for link in links if link.relation in ("document", "plan", "cv")]
    return list(dict.fromkeys(link.source for link in links if link.source in trace.nodes))


def _is_replaced(dossier: Dossier, document: Document) -> bool:
    """Whether its successor is listed under its number, or is this report."""
    releases = dossier.releases
    if releases is not None and releases.report.number in f"{document.number} {document.title}":
        return True
    return any(item.number == document.number and item.status == "final" for item in dossier.documents)


def _in_chapters(dossier: Dossier, document: Document) -> Iterator[Diagnostic]:
    """Sentences that name it and do not say that it is the issue before."""
    for chapter in dossier.chapters:
        if chapter.is_report and any(item.target == document.id for item in chapter.references):
            for start in _told_as_current(chapter, document.id):
                message = f"{document.id}, {document.title}, is cited here, but is superseded"
                yield rules.DOCUMENT_NOT_FINAL.at(
                    chapter.at(start), message, subject=document.id, severity=Severity.WARNING
                )


def _told_as_current(chapter: Chapter, identifier: str) -> Iterator[int]:
    name = re.compile(rf"\b{re.escape(identifier)}(?![\w-])")
    for sentence, text in sentences_with(chapter, (identifier.lower(),)):
        found = name.search(sentence.text)
        if found and not _EARLIER.search(text):
            yield sentence.start + found.start()

"""Identifiers of publications, one source at a time, and sources that nothing uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from cerkit.checks.literature import source_rules as rules
from cerkit.checks.literature.duplicates import doi_key
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.records.source import Publication, Source
from cerkit.model.trace import Trace

_DOI: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s]*[^\s.,;:]")
_PMID: Final = re.compile(r"[1-9][0-9]{0,7}")
_PMCID: Final = re.compile(r"PMC[1-9][0-9]{0,9}")
_ISSUED: Final = re.compile(r"[12][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
_URL: Final = re.compile(r"https?://[^\s/?#.]+(?:\.[^\s/?#.]+)+(?:[/?#]\S*)?", re.IGNORECASE)
_ISBN: Final = re.compile(r"\s*ISBN(?:-1[03])?:?\s*([0-9Xx -]+)\s*")


def check_locators(source: Source, place: Place) -> Iterator[Diagnostic]:
    """Whether a publication's identifiers are of their form, and whether anything tells where it is found."""
    publication = source.publication
    if publication is None:
        return
    where = place.within("publication")
    for field, message in _malformed(publication):
        yield rules.BAD_LOCATOR.at(where.within(field), message, subject=source.id)
    if not source.fictional and source.document is None and not _is_retrievable(publication):
        message = f"nothing tells where {source.id} is found"
        yield rules.NOT_RETRIEVABLE.at(where, message, subject=source.id)


def _malformed(publication: Publication) -> Iterator[tuple[str, str]]:
    doi, pmid, pmcid = publication.doi, publication.pmid, publication.pmcid
    if doi is not None and not is_doi(doi):
        yield "doi", f"“{doi}” is no DOI: it begins with 10., a number and a slash, and holds no blank"
    if pmid is not None and not is_pmid(pmid):
        yield "pmid", f"“{pmid}” is no PMID: it is a number of up to eight digits"
    if pmcid is not None and not _PMCID.fullmatch(pmcid):
        yield "pmcid", f"“{pmcid}” is no PMCID: it is PMC and a number"
    if publication.url is not None and not _URL.fullmatch(publication.url.strip()):
        yield "url", f"“{publication.url}” is no address that begins with https:// or http://"
    if not _ISSUED.fullmatch(publication.issued):
        yield "issued", f"“{publication.issued}” is no year, year-month or date"
    isbn = _ISBN.fullmatch(publication.number or "")
    if isbn is not None and not is_isbn(isbn.group(1)):
        yield "number", f"“{publication.number}” is no ISBN: its check digit is wrong"


def is_doi(text: str) -> bool:
    """Whether a text has the form of a DOI."""
    return _DOI.fullmatch(text) is not None


def is_pmid(text: str) -> bool:
    """Whether a text has the form of a PMID."""
    return _PMID.fullmatch(text) is not None


def is_isbn(text: str) -> bool:
    """Whether the check digit of an ISBN of ten or thirteen digits is right (ISO 2108)."""
    digits = [10 if sign in "Xx" else int(sign) for sign in text if sign not in " -"]
    if 10 in digits[:-1]:
        return False
    if len(digits) == 10:
        return sum(digit * (10 - at) for at, digit in enumerate(digits)) % 11 == 0
    return len(digits) == 13 and sum(digit * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10 == 0


def _is_retrievable(publication: Publication) -> bool:
    if publication.doi or publication.pmid or publication.pmcid or publication.url:
        return True
    if publication.journal:
        return bool(publication.volume or publication.pages or publication.number)
    return bool(publication.publisher)


def check_use(examination: Examination) -> Iterator[Diagnostic]:
    """Sources that are cited nowhere and on which no record rests."""
    trace = examination.trace
    named = set(_named(trace))
    if not named and not trace.dossier.chapters:
        return
    used = {name.partition(".")[0] for name in named}
    rows = trace.source_facts.values()
    unused = [row for row in rows if row.id not in used and row.role != "rejected" and not row.retracted]
    dois = Counter(doi_key(row.doi) for row in rows) if unused else Counter[str]()
    for row in unused:
        if not row.doi or dois[doi_key(row.doi)] < 2:
            message = f"{row.id} is cited nowhere, and no record rests on it"
            yield rules.UNUSED_SOURCE.at(trace.place_of(row.id), message, subject=row.id)


def _named(trace: Trace) -> Iterator[str]:
    """Whatever pages and records name. Of the sources' own links, most of all there are, one names a source."""
    for attribute, group in trace.dossier.placed.items():
        if attribute != "sources":
            for placed in group:
                for _, targets in placed.outline.named:
                    yield from targets
    for chapter in trace.dossier.chapters:
        yield from (reference.target for reference in chapter.references)
    yield from (row.same_study_as for row in trace.source_facts.values() if row.same_study_as)

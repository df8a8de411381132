"""Identifiers, schemes and benchmarks that stand in two places, and what one place says against the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from cerkit.checks.literature import agreement_rules as rules
from cerkit.checks.literature.appraisals import PLAN
from cerkit.checks.literature.duplicates import doi_key
from cerkit.checks.literature.references import is_doi, is_pmid
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.identifiers import Kind, kind_of
from cerkit.model.records.review import BibliographicRecord

_PUBLISHED: Final = frozenset({"publication", "guideline"})
_SHORTEST_TITLE: Final = 25
"""Shorter titles ("Reply", "Editorial") are shared by different works."""


def check_identifiers(examination: Examination) -> Iterator[Diagnostic]:
    """PMID and DOI of sources against the records of the same works; each source once."""
    trace = examination.trace
    batches = trace.dossier.record_batches
    works = _Works(trace.source_facts.values()) if batches else None
    differing: dict[str, tuple[str, str, str, str]] = {}
    sound: set[str] = set()
    for batch in batches:
        for record in batch.records:
            row = works.of(record) if works is not None else None
            if row is None:
                continue
            told = None if row.doi == record.doi and row.pmid == record.pmid else _differs(row, record)
            if told is None:
                if row.pmid == record.pmid:
                    sound.add(row.id)
            elif row.id not in differing and _is_same_work(examination, row, record):
                differing[row.id] = (*told, f"{record.key} of {batch.search}")
    for name, (field, here, there, where) in differing.items():
        if name not in sound:
            message = (
                f"{name} has the {field.upper()} {here}, the record {where} of the same work has {there}"
            )
            place = trace.place_of(name, "publication", field)
            yield rules.LOCATOR_DIFFERS.at(place, message, subject=name)


class _Works:
    """Sources with an identifier, by what a record may share with them."""

    def __init__(self, rows: Iterable[SourceFacts]) -> None:
        known = [row for row in rows if row.doi or row.pmid]
        self._by_doi = {doi_key(row.doi): row for row in known}
        self._by_pmid = {row.pmid: row for row in known if row.pmid}
        self._by_title = {row.title: row for row in known if len(row.title) >= _SHORTEST_TITLE}

    def of(self, record: BibliographicRecord) -> SourceFacts | None:
        """The source that looks like the work of a record."""
        found = self._by_doi.get(record.doi.casefold()) if record.doi else None
        if found is None and record.pmid:
            found = self._by_pmid.get(record.pmid)
        return found or self._by_title.get(record.title)


def _differs(row: SourceFacts, record: BibliographicRecord) -> tuple[str, str, str] | None:
    """The identifier in which they differ, here and there; one that is none at all is told by itself (CER518)."""
    if row.pmid and record.pmid and row.pmid != record.pmid and is_pmid(row.pmid):
        return "pmid", row.pmid, record.pmid
    if row.doi and record.doi and is_doi(row.doi) and doi_key(row.doi) != doi_key(record.doi):
        return "doi", row.doi, record.doi
    return None


def _is_same_work(examination: Examination, row: SourceFacts, record: BibliographicRecord) -> bool:
    """Whether they share an identifier, or title, journal and year: a preprint has the title of its article, too."""
    if (row.pmid and row.pmid == record.pmid) or (row.doi and doi_key(row.doi) == doi_key(record.doi)):
        return True
    source = examination.trace.source(row.id)
    publication = source.publication if source is not None else None
    if publication is None or not publication.journal or not record.journal:
        return False
    is_same_year = publication.issued.startswith(str(record.year))
    return is_same_year and publication.journal.casefold() == record.journal.casefold()


def check_schemes(examination: Examination) -> Iterator[Diagnostic]:
    """Schemes of publications that the protocol names and the plan does not, or the other way round.

    The plan speaks of all sources, so what the protocol announces must stand there; a scheme that the plan adds may be
    one for a few sources of another kind, but not that of most publications.
    """
    dossier, trace = examination.dossier, examination.trace
    plan, protocol = dossier.plan, dossier.protocol
    if plan is None or protocol is None or not plan.appraisal_schemes or not protocol.appraisal_schemes:
        return
    one_sided = set(plan.appraisal_schemes) ^ set(protocol.appraisal_schemes)
    if not one_sided:
        return
    rows = trace.source_facts.values()
    used = Counter(row.scheme for row in rows if row.scheme is not None and row.kind in _PUBLISHED)
    for scheme, count in used.items():
        if scheme not in one_sided:
            continue
        here, there, path = "protocol", "plan", PLAN
        if scheme in plan.appraisal_schemes:
            if 2 * count <= used.total():
                continue
            here, there, path = "plan", "protocol", PROTOCOL
        counted = "1 publication was" if count == 1 else f"{count} publications were"
        message = f"{counted} appraised under {scheme}, which the {here} names and the {there} does not"
        yield rules.SCHEMES_DISAGREE.at(Place(path, ("appraisal_schemes",)), message, subject=path)


def check_own_benchmarks(examination: Examination) -> Iterator[Diagnostic]:
    """Benchmarks that rest, themselves or by a synthesis, on the device that they judge."""
    trace = examination.trace
    pooled = {item.id: tuple(item.findings) for item in trace.dossier.syntheses}
    for benchmark in trace.dossier.benchmarks:
        for position, name in enumerate(benchmark.rests_on):
            own = _own(examination, name, pooled)
            if own is None:
                continue
            by = "" if own == name else f" (through {name})"
            message = f"{benchmark.id} rests on {own}{by}, a result of the device under evaluation"
            place = trace.place_of(benchmark.id, "rests_on", position)
            yield rules.OWN_BENCHMARK.at(place, message, subject=benchmark.id)
            break


def _own(examination: Examination, name: str, pooled: Mapping[str, tuple[str, ...]]) -> str | None:
    facts = examination.trace.source_facts
    names = pooled.get(name, ()) if kind_of(name) is Kind.SYNTHESIS else (name,)
    for item in names:
        row = facts.get(item.partition(".")[0])
        if row is not None and row.relation == "under evaluation":
            return item
    return None

"""Europe PMC: the search of its REST service, page after page by `cursorMark`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cerkit.model.records.review import BibliographicRecord
from cerkit.services.asking import BadAnswerError, Caller, QueryRefusedError
from cerkit.services.normalised import biblio
from cerkit.services.paging import Page, harvest
from cerkit.services.reading import (
    as_json,
    brief,
    count_in,
    kept,
    objects_in,
    refuse_status,
    text_at,
    texts_at,
)
from cerkit.services.values import Access, Harvest, Query, Request, Response, Service

_ADDRESS: Final = "https://www.ebi.ac.uk/europepmc/webservices/rest/search"
_PAGE: Final = 1000
_LONGEST_ADDRESS: Final = 1500
"""Characters of an expression above which the service is asked by POST."""


def expression(query: Query) -> str:
    """The string, and the days on which what it finds was added to Europe PMC."""
    if query.period_from is None:
        return query.string
    last = query.period_to.isoformat() if query.period_to else "3000-12-31"
    return f"({query.string}) AND (CREATION_DATE:[{query.period_from} TO {last}])"


def request(query: Query, access: Access, cursor: str = "*") -> Request:
    sent = expression(query)
    parameters = [
        ("query", sent),
        ("format", "json"),
        ("resultType", "core"),
        ("pageSize", str(_PAGE)),
        ("cursorMark", cursor),
    ]
    if access.contact:
        parameters.append(("email", access.contact))
    is_long = len(sent) > _LONGEST_ADDRESS
    return Request(f"{_ADDRESS}POST" if is_long else _ADDRESS, tuple(parameters), is_form=is_long)


def run(query: Query, access: Access, caller: Caller) -> Harvest:
    """All pages. The cursor ends when it stands still, or when there is none."""

    def ask(cursor: str) -> Page:
        page = caller.ask(request(query, access, cursor), _read)
        hits = objects_in(page["resultList"]["result"])
        following = text_at(page, "nextCursorMark") if hits else ""
        return Page(count_in(page.get("hitCount")), map(_record, hits), following)

    return harvest(caller, expression(query), ask, "*")


def _read(response: Response) -> Mapping[str, Any]:
    if response.status >= 300:
        refuse_status(response, response.body.decode(errors="replace"))
    page = as_json(response)
    if "errMsg" in page or "errCode" in page:
        raise QueryRefusedError(brief(text_at(page, "errMsg") or "no reason given"))
    if "hitCount" not in page or not isinstance(page.get("resultList"), dict):
        # An unknown cursor is answered by the version alone.
        raise BadAnswerError("its answer holds no list of hits")
    count_in(page["hitCount"])
    for hit in objects_in(page["resultList"].get("result")):
        if not text_at(hit, "id"):
            raise BadAnswerError("its answer holds a hit without an identifier")
    return page


def _record(hit: Mapping[str, Any]) -> BibliographicRecord:
    source, number = text_at(hit, "source"), text_at(hit, "id")
    journal = hit.get("journalInfo")
    kinds = texts_at(hit, "pubTypeList", "pubType")
    return biblio(
        accession=f"{source}:{number}" if source else number,
        kinds=kinds or (("Preprint",) if source == "PPR" else ()),
        title=text_at(hit, "title"),
        authors=_authors(hit),
        year=text_at(hit, "pubYear"),
        journal=text_at(journal, "journal", "title") or text_at(hit, "bookOrReportDetails", "publisher"),
        volume=text_at(journal, "volume"),
        pages=text_at(hit, "pageInfo"),
        doi=text_at(hit, "doi"),
        pmid=text_at(hit, "pmid"),
        abstract=text_at(hit, "abstractText"),
        other={
            "issue": kept([text_at(journal, "issue")]),
            "pmcid": kept([text_at(hit, "pmcid")]),
            "language": kept([text_at(hit, "language")]),
            "pubType": kinds,
            "firstPublicationDate": kept([text_at(hit, "firstPublicationDate")]),
            "commentCorrection": _links(hit),
        },
    )


def _authors(hit: Mapping[str, Any]) -> tuple[str, ...]:
    people = hit.get("authorList")
    listed = people.get("author") if isinstance(people, dict) else None
    if isinstance(listed, list):
        names = (text_at(person, "fullName") or text_at(person, "collectiveName") for person in listed)
        return tuple(name for name in names if name)
    return tuple(name.strip() for name in text_at(hit, "authorString").rstrip(".").split(",") if name.strip())


def _links(hit: Mapping[str, Any]) -> tuple[str, ...]:
    """Retractions, errata and comments, with the record at the other end."""
    outer = hit.get("commentCorrectionList")
    links = outer.get("commentCorrection") if isinstance(outer, dict) else None
    told = (
        f"{text_at(link, 'type')}: {text_at(link, 'reference')} {text_at(link, 'source')}:{text_at(link, 'id')}"
        for link in (links if isinstance(links, list) else [])
        if isinstance(link, dict)
    )
    return kept(told)


EUROPE_PMC: Final = Service(
    name="europe-pmc",
    title="Europe PMC",
    platforms=frozenset({"europe pmc", "europepmc", "europe pubmed central"}),
    key_variable=None,
    pause=0.2,
    pause_with_key=0.2,
    overlap=0,
    expression=expression,
    first=request,
    run=run,
)

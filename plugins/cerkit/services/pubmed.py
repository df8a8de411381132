"""PubMed: NCBI's E-utilities. `esearch` lists and keeps the hits on the history server, `efetch` hands them over.

One search lists 9,999 records at most; a larger one is divided by the day on which records were created, until
each part can be listed, and the parts are counted against the whole. Errors come inside an answer like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lxml import etree

from cerkit.literature.readers import read_export
from cerkit.model.records.review import BibliographicRecord
from cerkit.services.asking import BadAnswerError, Caller, QueryRefusedError, ServiceError
from cerkit.services.reading import as_json, brief, count_in, is_page, refuse_status, text_at
from cerkit.services.values import Access, Harvest, Query, Request, Response, Service

MOST_LISTED: Final = 9_999
"""Records that one search of PubMed lists and hands over."""
_ADDRESS: Final = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
_PAGE: Final = 200
_FIRST_DAY: Final = date(1900, 1, 1)
"""Before any record was created."""
_PASSING: Final = ("rate limit", "unable to obtain query", "temporarily unavailable", "try again")
_REMARKS: Final = (
    ("PhraseNotFound", "PubMed does not know"),
    ("FieldNotFound", "PubMed does not know the field"),
    ("PhraseIgnored", "PubMed ignored"),
    ("QuotedPhraseNotFound", "PubMed does not know the phrase, and searched for its words:"),
)


@dataclass(frozen=True, slots=True)
class _Listing:
    """What `esearch` answered."""

    count: int
    pmids: tuple[str, ...]
    history: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    fields_unknown: tuple[str, ...]


def expression(query: Query) -> str:
    """The string, and the days on which what it finds was created, or indexed with MeSH terms that the string names."""
    if query.period_from is None:
        return query.string
    days = _days(query.period_from, query.period_to or date(3000, 12, 31))
    return f"({query.string}) AND ({days}[crdt] OR {days}[mhda])"


def request(query: Query, access: Access) -> Request:
    return _search(expression(query), access)


def run(query: Query, access: Access, caller: Caller) -> Harvest:
    """Lists all hits, fetches them page by page, and asks once more for what did not come."""
    whole = caller.ask(_search(expression(query), access), _read_listing)
    if whole.fields_unknown:
        raise QueryRefusedError(f"PubMed knows no field {', '.join(whole.fields_unknown)}")
    parts = (whole,) if whole.count <= MOST_LISTED else tuple(_divided(query, access, caller))
    listed = tuple(dict.fromkeys(pmid for part in parts for pmid in part.pmids))
    if len(listed) != whole.count:
        raise ServiceError(
            f"{caller.name} counts {whole.count} hits and lists {len(listed)}",
            "nothing was written; the database may have changed meanwhile: run the search again",
        )
    found: dict[str, BibliographicRecord] = {}
    for part in parts:
        for start in range(0, part.count, _PAGE):
            _fetch(_page(part, start, access), frozenset(part.pmids), caller, found)
            caller.progress(f"{caller.name}: {len(found)} of {whole.count}")
    missing = [pmid for pmid in listed if pmid not in found]
    for start in range(0, len(missing), _PAGE):
        # The history server lets records fall out of a page; by their numbers they come.
        asked = missing[start : start + _PAGE]
        _fetch(_by_numbers(asked, access), frozenset(asked), caller, found)
    return Harvest(
        reported=whole.count,
        records=tuple(found[pmid] for pmid in listed if pmid in found),
        exchanges=tuple(caller.exchanges),
        sent=expression(query),
        remarks=whole.remarks,
        missing=tuple(f"PMID {pmid}" for pmid in listed if pmid not in found),
    )


def _days(first: date, last: date) -> str:
    return f"{first:%Y/%m/%d}:{last:%Y/%m/%d}"


def _divided(query: Query, access: Access, caller: Caller) -> Iterator[_Listing]:
    """Listings of parts by day of creation, in order of time, each small enough."""
    waiting = [(_FIRST_DAY, caller.now().date() + timedelta(days=1))]
    while waiting:
        first, last = waiting.pop()
        part = caller.ask(
            _search(f"({expression(query)}) AND {_days(first, last)}[crdt]", access), _read_listing
        )
        if part.count <= MOST_LISTED:
            if part.count:
                yield part
        elif first == last:
            raise ServiceError(
                f"{caller.name} counts {part.count} hits that were created on {first}, and hands over {MOST_LISTED}",
                "divide the string into several searches, for example by type of publication",
            )
        else:
            middle = first + (last - first) // 2
            waiting += [(middle + timedelta(days=1), last), (first, middle)]


def _common(access: Access) -> list[tuple[str, str]]:
    """What NCBI asks every program to send."""
    own = [("db", "pubmed"), ("tool", "cerkit")]
    if access.contact:
        own.append(("email", access.contact))
    if access.keys.get("pubmed"):
        own.append(("api_key", access.keys["pubmed"]))
    return own


def _search(term: str, access: Access) -> Request:
    own = [("term", term), ("usehistory", "y"), ("retmode", "xml"), ("retmax", str(MOST_LISTED))]
    return Request(f"{_ADDRESS}esearch.fcgi", (*_common(access), *own), is_form=True)


def _page(part: _Listing, start: int, access: Access) -> Request:
    own = [*part.history, ("retmode", "xml"), ("retstart", str(start)), ("retmax", str(_PAGE))]
    return Request(f"{_ADDRESS}efetch.fcgi", (*_common(access), *own), is_form=True)


def _by_numbers(pmids: list[str], access: Access) -> Request:
    own = [("id", ",".join(pmids)), ("retmode", "xml")]
    return Request(f"{_ADDRESS}efetch.fcgi", (*_common(access), *own), is_form=True)


def _fetch(
    asked: Request, wanted: frozenset[str], caller: Caller, found: dict[str, BibliographicRecord]
) -> None:
    for record in caller.ask(asked, _read_articles):
        if record.pmid in wanted:
            found.setdefault(record.pmid, record)


def _read_listing(response: Response) -> _Listing:
    root = _root(response, "eSearchResult")
    count = count_in(_text(root, "Count"))
    pmids = tuple(text for text in (item.text or "" for item in root.iterfind("IdList/Id")) if text)
    history = (("WebEnv", _text(root, "WebEnv")), ("query_key", _text(root, "QueryKey")))
    if len(set(pmids)) != min(count, MOST_LISTED):
        raise BadAnswerError(f"it counts {count} hits and lists {len(set(pmids))}")
    if count and not all(value for _, value in history):
        raise BadAnswerError("its answer does not say where it keeps the hits")
    remarks = [
        f"{words} {brief(item.text or '')}"
        for tag, words in _REMARKS
        for item in root.iter(tag)
        if (item.text or "").strip()
    ]
    fields = tuple(brief(item.text) for item in root.iter("FieldNotFound") if item.text and item.text.strip())
    return _Listing(count, pmids, history, tuple(dict.fromkeys(remarks)), fields)


def _read_articles(response: Response) -> tuple[BibliographicRecord, ...]:
    """The records of a page, read and counted as any import is."""
    if not len(_root(response, "PubmedArticleSet")):
        return ()  # for numbers that PubMed does not hold
    export = read_export("efetch.xml", response.body)
    if export.is_refused:
        raise BadAnswerError("its answer holds a record that cannot be read")
    return export.records


def _root(response: Response, wanted: str) -> etree._Element:
    if is_page(response.body):
        raise BadAnswerError(f"it answered with a web page in place of data (HTTP {response.status})")
    if response.body.lstrip()[:1] == b"{":
        # `{"error": "API rate limit exceeded"}` comes in the place of XML, also with HTTP 200.
        error = text_at(as_json(response), "error")
        if error:
            _refuse(error, response)
    try:
        root = etree.fromstring(response.body, _parser())
    except etree.XMLSyntaxError:
        refuse_status(response, "")
        raise BadAnswerError("its answer is no whole XML") from None
    error = _text(root, "ERROR") or (_text(root, ".") if root.tag == "ERROR" else "")
    if error:
        _refuse(error, response)
    refuse_status(response, "")
    if root.tag != wanted:
        raise BadAnswerError(f"its answer is no {wanted}")
    return root


def _refuse(error: str, response: Response) -> None:
    """Raise for an error inside an answer. Its text may repeat the key: of a refused key only that is told."""
    if "api key" in error.lower() or "api_key" in error.lower():
        raise QueryRefusedError("the key in NCBI_API_KEY was refused")
    is_passing = any(words in error.lower() for words in _PASSING)
    if not is_passing:
        refuse_status(response, error)
    raise BadAnswerError(f"it answered: {brief(error)}", is_query=not is_passing)


def _parser() -> etree.XMLParser:
    """No entity, no document type and no other file is read."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)


def _text(root: etree._Element, path: str) -> str:
    found = root if path == "." else root.find(path)
    return " ".join((found.text or "").split()) if found is not None else ""


PUBMED: Final = Service(
    name="pubmed",
    title="PubMed",
    platforms=frozenset({"pubmed", "pubmed.gov", "pubmed (e-utilities)", "medline (pubmed)"}),
    key_variable="NCBI_API_KEY",
    pause=0.34,
    pause_with_key=0.1,
    overlap=0,
    expression=expression,
    first=request,
    run=run,
)

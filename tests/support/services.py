"""Databases of our own: a server that speaks the protocols of the services that `cerkit search` asks.

No line of it was recorded from a live service. Its answers are modelled on what is published:

- PubMed: "E-utilities In-Depth" (NBK25499) and "A General Introduction to the E-utilities" (NBK25497, with the answer
  to too many requests); the recordings of Biopython, `Tests/Entrez/esearch1.xml`, `esearch8.xml` (a phrase not found),
  `pubmed7.xml`; the error document of `efetch` as in the tests of phylotaR and of Kingfisher.
- Europe PMC: "Articles RESTful API", and what the documentation of clients reports of it: an unknown cursor is
  answered by the version alone, and the cursor stands still at the end.
- ClinicalTrials.gov: the OpenAPI description of version 2.0 and the answers printed in BioMCP's documentation; a wrong
  expression is answered by a line of plain text.
- openFDA: "Paging" and "Errors" on open.fda.gov: the header `Link` with `search_after`, 404 where nothing matches.

Titles, numbers and people are invented.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit
from xml.sax.saxutils import escape

PUBMED: Final = "/eutils.ncbi.nlm.nih.gov/entrez/eutils/"
_CREATED: Final = re.compile(r"(\d{4}/\d\d/\d\d):(\d{4}/\d\d/\d\d)\[crdt\]")


@dataclass(frozen=True)
class Reply:
    """What goes back. `sent` bytes of the body only, where the line is to break."""

    body: bytes
    status: int = 200
    kind: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    sent: int | None = None
    stall: float = 0.0


Fault = Callable[[Reply], Reply | None]
"""Changes a reply; None closes the line without one."""


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    values: dict[str, str]
    agent: str


@dataclass
class Databases:
    """What the services hold, and what goes wrong with their next answers."""

    articles: dict[str, date] = field(default_factory=dict)
    """PMID -> day of creation."""
    lost: set[str] = field(default_factory=set)
    """PMIDs that `efetch` leaves out of pages."""
    gone: set[str] = field(default_factory=set)
    """PMIDs that `efetch` never hands over."""
    hits: list[dict[str, Any]] = field(default_factory=list)
    studies: list[dict[str, Any]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    most_listed: int = 9_999
    page: int = 1000
    unknown: tuple[str, ...] = ()
    """Phrases that PubMed does not know."""
    fields_unknown: tuple[str, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    """For the next answers, one each."""
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    _history: dict[str, list[str]] = field(default_factory=dict)

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if asked.path == f"{PUBMED}esearch.fcgi":
            return self._esearch(asked.values)
        if asked.path == f"{PUBMED}efetch.fcgi":
            return self._efetch(asked.values)
        if asked.path.startswith("/www.ebi.ac.uk/europepmc/webservices/rest/search"):
            return self._europe_pmc(asked.values)
        if asked.path == "/clinicaltrials.gov/api/v2/studies":
            return self._clinical_trials(asked.values)
        if asked.path == "/api.fda.gov/device/event.json":
            return self._openfda(asked.values)
        return Reply(b"<html><body>Not Found</body></html>", 404, "text/html")

    def _esearch(self, values: dict[str, str]) -> Reply:
        term = values["term"]
        if term.startswith("(("):
            return _xml("eSearchResult", "<ERROR>Search Backend failed: query is not closed</ERROR>")
        found = sorted(self.articles, key=int, reverse=True)
        for first, last in _CREATED.findall(term):
            days = date.fromisoformat(first.replace("/", "-")), date.fromisoformat(last.replace("/", "-"))
            found = [pmid for pmid in found if days[0] <= self.articles[pmid] <= days[1]]
        environment = f"MCID_{len(self._history):04x}"
        self._history[environment] = found[: self.most_listed]
        listed = found[: min(int(values["retmax"]), self.most_listed)]
        parts = [
            f"<Count>{len(found)}</Count><RetMax>{len(listed)}</RetMax><RetStart>0</RetStart>",
            f"<QueryKey>1</QueryKey><WebEnv>{environment}</WebEnv>",
            "<IdList>", *(f"<Id>{pmid}</Id>\n" for pmid in listed), "</IdList><TranslationSet/>",
            f"<QueryTranslation>{escape(term)}</QueryTranslation>",
        ]  # fmt: skip  # a sample, read by its rows
        errors = [f"<PhraseNotFound>{escape(words)}</PhraseNotFound>" for words in self.unknown]
        errors += [f"<FieldNotFound>{escape(name)}</FieldNotFound>" for name in self.fields_unknown]
        if errors:
            parts += ["<ErrorList>", *errors, "</ErrorList>"]
        if not found:
            parts.append("<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>")
        return _xml("eSearchResult", "".join(parts))

    def _efetch(self, values: dict[str, str]) -> Reply:
        if "id" in values:
            asked = [pmid for pmid in values["id"].split(",") if pmid in self.articles]
        elif values.get("WebEnv") in self._history:
            start = int(values["retstart"])
            asked = self._history[values["WebEnv"]][start : start + int(values["retmax"])]
            asked = [pmid for pmid in asked if pmid not in self.lost]
        else:
            return _xml("eFetchResult", "<ERROR>Unable to obtain query #1</ERROR>")
        return _xml("PubmedArticleSet", "\n".join(_article(pmid) for pmid in asked if pmid not in self.gone))

    def _europe_pmc(self, values: dict[str, str]) -> Reply:
        if "TITLE:(" in values["query"]:
            return _json({"version": "6.9", "errCode": 400, "errMsg": "Invalid query"})
        cursor = values["cursorMark"]
        if cursor != "*" and not re.fullmatch(r"AoIIP\d+", cursor):
            return _json({"version": "6.9"})
        start = 0 if cursor == "*" else int(cursor[5:])
        some = self.hits[start : start + min(int(values["pageSize"]), self.page)]
        following = f"AoIIP{start + len(some)}"
        answer = {"version": "6.9", "hitCount": len(self.hits), "nextCursorMark": following}
        return _json(answer | {"request": {"resultType": "core"}, "resultList": {"result": some}})

    def _clinical_trials(self, values: dict[str, str]) -> Reply:
        if values["query.term"].endswith("["):
            return Reply(b"Unexpected end of expression", 400, "text/plain")
        start = int(values.get("pageToken", "t0")[1:])
        some = self.studies[start : start + min(int(values["pageSize"]), self.page)]
        answer: dict[str, Any] = {"studies": some}
        if start == 0:
            answer["totalCount"] = len(self.studies)
        if start + len(some) < len(self.studies):
            answer["nextPageToken"] = f"t{start + len(some)}"
        return _json(answer)

    def _openfda(self, values: dict[str, str]) -> Reply:
        if values.get("api_key") == "wrong":
            error = {"code": "API_KEY_INVALID", "message": "An invalid api_key was supplied."}
            return _json({"error": error}, 403)
        if not self.reports:
            return _json({"error": {"code": "NOT_FOUND", "message": "No matches found!"}}, 404)
        keys = [report["mdr_report_key"] for report in self.reports]
        after = values.get("search_after", "")
        start = keys.index(after.removeprefix("0=")) + 1 if after else 0
        some = self.reports[start : start + min(int(values["limit"]), self.page)]
        total = {"skip": 0, "limit": len(some), "total": len(self.reports)}
        headers: tuple[tuple[str, str], ...] = ()
        if start + len(some) < len(self.reports):
            cursor = quote(f"0={some[-1]['mdr_report_key']}", safe="")
            address = f"https://elsewhere.example/device/event.json?limit=1000&skip=0&search_after={cursor}"
            headers = (("Link", f'<{address}>; rel="next"'),)
        answer = {"meta": {"last_updated": "2026-05-01", "results": total}, "results": some}
        return Reply(json.dumps(answer).encode(), headers=headers)


@contextmanager
def serving(databases: Databases) -> Iterator[Databases]:
    """The server, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            parts = urlsplit(self.path)
            self._answer("GET", parts.path, parts.query)

        def do_POST(self) -> None:  # likewise
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer("POST", urlsplit(self.path).path, body)

        def _answer(self, method: str, path: str, query: str) -> None:
            values = {name: held[0] for name, held in parse_qs(query, keep_blank_values=True).items()}
            asked = Asked(method, path, values, self.headers["User-Agent"])
            reply: Reply | None = databases.reply(asked)
            if databases.faults and reply is not None:
                reply = databases.faults.pop(0)(reply)
            if reply is None:
                self.close_connection = True
                return
            time.sleep(reply.stall)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(reply.body[: reply.sent])
            except BrokenPipeError:
                return  # whoever asked did not wait

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    databases.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield databases
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# What can go wrong with an answer.


def busy(status: int = 503, retry_after: str | None = None) -> Fault:
    """The service has no time; it may say for how long."""
    headers = (("Retry-After", retry_after),) if retry_after is not None else ()
    return lambda _: Reply(b"busy", status, "text/plain", headers)


def web_page(status: int = 200) -> Fault:
    """A proxy, or a notice of maintenance, answers people."""
    page = b"<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon</body></html>"
    return lambda _: Reply(page, status, "text/html")


def moved(address: str) -> Fault:
    """The answer is said to be somewhere else."""
    return lambda _: Reply(b"{}", 302, headers=(("Location", f"{address}/else"),))


def cut(share: float = 0.5) -> Fault:
    """Less of the body than was announced, as when the line breaks."""
    return lambda reply: Reply(
        reply.body, reply.status, reply.kind, reply.headers, int(len(reply.body) * share)
    )


def ends_early(share: float = 0.5) -> Fault:
    """A body that is cut off, and announced as if it were whole."""
    return lambda reply: Reply(
        reply.body[: int(len(reply.body) * share)], reply.status, reply.kind, reply.headers
    )


def hung_up(_: Reply) -> None:
    """No answer at all."""


def too_many(_: Reply) -> Reply:
    """NCBI's answer to more than three requests a second, which also comes with HTTP 200."""
    return _json({"error": "API rate limit exceeded", "count": "4", "limit": "3"})


def lost_history(_: Reply) -> Reply:
    """The history server has forgotten the search."""
    return _xml("eFetchResult", "<ERROR>Unable to obtain query #1</ERROR>")


def stalled(seconds: float) -> Fault:
    """An answer that comes too late."""
    return lambda reply: Reply(reply.body, reply.status, reply.kind, reply.headers, stall=seconds)


# What the databases hold.


def articles(count: int, first: date = date(2020, 1, 1), start: int = 30_000_001) -> dict[str, date]:
    """So many articles, one a day."""
    return {str(start + number): first + timedelta(days=number) for number in range(count)}


def hit(number: int, **more: Any) -> dict[str, Any]:
    """A result of Europe PMC, `resultType=core`."""
    return {
        "id": str(number),
        "source": "MED",
        "pmid": str(number),
        "doi": f"10.5555/INVENTED.{number}",
        "title": f"Invented study {number} of <i>retinal</i> images &amp; their reading.",
        "authorString": "Nobody A, Noone B.",
        "authorList": {"author": [{"fullName": "Nobody A"}, {"collectiveName": "The Invented Group"}]},
        "journalInfo": {"volume": "7", "issue": "2", "journal": {"title": "Journal of Fictional Results"}},
        "pubYear": "2025",
        "pageInfo": "1-9",
        "abstractText": "<h4>Background</h4>Nothing was studied.",
        "language": "eng",
        "pubTypeList": {"pubType": ["research-article", "Journal Article"]},
    } | more


def study(number: int) -> dict[str, Any]:
    """A study of ClinicalTrials.gov."""
    section = {
        "identificationModule": {
            "nctId": f"NCT{number:08d}",
            "briefTitle": f"Invented trial {number}",
            "officialTitle": f"Invented Trial {number} of Automated Grading",
        },
        "statusModule": {
            "overallStatus": "COMPLETED",
            "studyFirstPostDateStruct": {"date": "2025-06-17", "type": "ACTUAL"},
            "lastUpdatePostDateStruct": {"date": "2026-01-05", "type": "ESTIMATED"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Fictitious Optics", "class": "INDUSTRY"}},
        "descriptionModule": {"briefSummary": "Nothing was studied."},
        "conditionsModule": {"conditions": ["Diabetic Retinopathy"]},
        "designModule": {"studyType": "INTERVENTIONAL", "phases": ["NA"], "enrollmentInfo": {"count": 40}},
        "armsInterventionsModule": {"interventions": [{"type": "DEVICE", "name": "Demonstrator"}]},
    }
    return {"protocolSection": section, "hasResults": False}


def report(number: int) -> dict[str, Any]:
    """A report of openFDA on an event with a device. All have one title, as series of reports do."""
    return {
        "mdr_report_key": str(number),
        "report_number": f"9999999-2026-{number:05d}",
        "event_type": "Malfunction",
        "date_received": "20260301",
        "product_problems": ["Output Problem"],
        "device": [
            {
                "brand_name": "DEMONSTRATOR",
                "generic_name": "Diagnostic Software",
                "manufacturer_d_name": "FICTITIOUS OPTICS",
                "device_report_product_code": "PIB",
            }
        ],
        "mdr_text": [{"text_type_code": "Description of Event or Problem", "text": "NOTHING HAPPENED."}],
    }


def _article(pmid: str) -> str:
    return (
        '<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">'
        f'<PMID Version="1">{pmid}</PMID><Article PubModel="Print"><Journal><JournalIssue CitedMedium="Internet">'
        "<Volume>3</Volume><PubDate><Year>2025</Year><Month>Apr</Month></PubDate></JournalIssue>"
        "<Title>Journal of Fictional Results</Title></Journal>"
        f"<ArticleTitle>Invented study {pmid} of <i>retinal</i> images.</ArticleTitle>"
        "<Abstract><AbstractText>Nothing was studied.</AbstractText></Abstract>"
        '<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Nobody</LastName><Initials>A</Initials></Author>'
        "</AuthorList><PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList>"
        "</Article></MedlineCitation><PubmedData><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>'
    )


def _json(answer: object, status: int = 200) -> Reply:
    return Reply(json.dumps(answer).encode(), status)


def _xml(name: str, inner: str) -> Reply:
    eutils, dtd = "https://eutils.ncbi.nlm.nih.gov/eutils/dtd", "https://dtd.nlm.nih.gov/ncbi/pubmed/out"
    doctypes = {
        "eSearchResult": f'"-//NLM//DTD esearch 20060628//EN" "{eutils}/20060628/esearch.dtd"',
        "eFetchResult": f'"-//NLM//DTD efetch 20131226//EN" "{eutils}/20131226/efetch.dtd"',
        "PubmedArticleSet": f'"-//NLM//DTD PubMedArticle, 1st January 2025//EN" "{dtd}/pubmed_250101.dtd"',
    }
    head = f'<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE {name} PUBLIC {doctypes[name]}>\n'
    return Reply(f"{head}<{name}>{inner}</{name}>\n".encode(), kind="text/xml; charset=UTF-8")

"""openFDA: reports on adverse events with devices (MAUDE), page after page by `search_after`.

Paging by `skip` ends at 25,000 reports. The address of the next page stands in the header `Link`; only its
`search_after` is taken from there, so that no answer can send a request anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

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

_ADDRESS: Final = "https://api.fda.gov/device/event.json"
_PAGE: Final = 1000
_NEXT: Final = re.compile(r"""<([^<>]{1,8000})>\s{0,9};[^,<>]{0,200}?rel="?next"?""")

_PLUS: Final = re.compile(r"\+(?=(?:AND|OR|NOT|TO)\b)|(?<=\bAND)\+|(?<=\bOR)\+|(?<=\bNOT)\+|(?<=\bTO)\+")
"""A blank as addresses write it; openFDA's own examples are addresses."""


def expression(query: Query) -> str:
    """The string, and the days on which the FDA received what it finds."""
    string = _PLUS.sub(" ", query.string)
    if query.period_from is None:
        return string
    last = f"{query.period_to:%Y%m%d}" if query.period_to else "30001231"
    return f"({string}) AND date_received:[{query.period_from:%Y%m%d} TO {last}]"


def request(query: Query, access: Access, after: str = "") -> Request:
    parameters = [("search", expression(query)), ("limit", str(_PAGE)), ("sort", "date_received:asc")]
    if after:
        parameters.append(("search_after", after))
    if access.keys.get("openfda"):
        parameters.append(("api_key", access.keys["openfda"]))
    return Request(_ADDRESS, tuple(parameters))


def run(query: Query, access: Access, caller: Caller) -> Harvest:
    """All pages; a page without a next one is the last."""

    def ask(after: str) -> Page | None:
        page, following = caller.ask(request(query, access, after), _read)
        if page is None:
            return None
        reported = count_in(page["meta"]["results"]["total"])
        return Page(reported, map(_record, objects_in(page["results"])), following)

    return harvest(caller, expression(query), ask)


def _read(response: Response) -> tuple[Mapping[str, Any] | None, str]:
    """The page and the cursor of the next one. No page: nothing was found, which is answered by 404."""
    page = as_json(response)
    code, told = text_at(page, "error", "code"), text_at(page, "error", "message")
    if response.status == 404 and code == "NOT_FOUND":
        return None, ""
    if code == "OVER_RATE_LIMIT":
        raise BadAnswerError("it says that too many requests were made")
    if code == "SERVER_ERROR":
        raise BadAnswerError(f"it answered: {brief(told)}", is_query=True)
    if code:
        raise QueryRefusedError(f"{code}: {brief(told)}")
    refuse_status(response, told)
    if not isinstance(page.get("meta"), dict) or not isinstance(page["meta"].get("results"), dict):
        raise BadAnswerError("its answer does not say how many hits there are")
    count_in(page["meta"]["results"].get("total"))
    for report in objects_in(page.get("results")):
        if not text_at(report, "mdr_report_key"):
            raise BadAnswerError("its answer holds a report without a key")
    return page, _cursor(response.headers.get("link", ""))


def _cursor(link: str) -> str:
    found = _NEXT.search(link[:16_000])
    named = parse_qs(urlsplit(found[1]).query).get("search_after", []) if found else []
    return named[0] if named else ""


def _record(report: Mapping[str, Any]) -> BibliographicRecord:
    devices = report.get("device")
    device = devices[0] if isinstance(devices, list) and devices else {}
    kind, brand = text_at(report, "event_type"), text_at(device, "brand_name")
    generic, maker = text_at(device, "generic_name"), text_at(device, "manufacturer_d_name")
    what = ", ".join(kept([brand, generic, maker])) or "device not named"
    received = text_at(report, "date_received")
    texts = report.get("mdr_text")
    told = kept(text_at(item, "text") for item in (texts if isinstance(texts, list) else []))
    return biblio(
        accession=text_at(report, "mdr_report_key"),
        kinds=("adverse event report",),
        title=f"{kind or 'Event'}: {what}",
        year=received[:4],
        journal="MAUDE",
        abstract=" ".join(told),
        other={
            "report_number": kept([text_at(report, "report_number")]),
            "event_type": kept([kind]),
            "date_received": kept([received]),
            "date_of_event": kept([text_at(report, "date_of_event")]),
            "product_code": kept([text_at(device, "device_report_product_code")]),
            "model_number": kept([text_at(device, "model_number")]),
            "product_problems": texts_at(report, "product_problems"),
            "patient_problems": texts_at(report, "patient", 0, "patient_problems"),
            "patient_outcome": texts_at(report, "patient", 0, "sequence_number_outcome"),
        },
    )


OPENFDA: Final = Service(
    name="openfda",
    title="openFDA device events",
    platforms=frozenset(
        {"openfda", "openfda device events", "openfda device adverse events", "maude (openfda)"}
    ),
    key_variable="OPENFDA_API_KEY",
    pause=0.3,
    pause_with_key=0.3,
    # Reports come to openFDA weeks or months after the FDA received them.
    overlap=183,
    expression=expression,
    first=request,
    run=run,
)

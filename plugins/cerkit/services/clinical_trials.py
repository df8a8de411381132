"""ClinicalTrials.gov: version 2 of its interface, page after page by `pageToken`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cerkit.model.records.review import BibliographicRecord
from cerkit.services.asking import BadAnswerError, Caller
from cerkit.services.normalised import biblio
from cerkit.services.paging import Page, harvest
from cerkit.services.reading import (
    as_json,
    count_in,
    kept,
    objects_in,
    refuse_status,
    text_at,
    texts_at,
)
from cerkit.services.values import Access, Harvest, Query, Request, Response, Service

_ADDRESS: Final = "https://clinicaltrials.gov/api/v2/studies"
_PAGE: Final = 1000


def expression(query: Query) -> str:
    """The string, and the days on which what it finds was posted or changed: results come years after the entry."""
    if query.period_from is None:
        return query.string
    last = query.period_to.isoformat() if query.period_to else "MAX"
    return f"({query.string}) AND AREA[LastUpdatePostDate]RANGE[{query.period_from},{last}]"


def request(query: Query, access: Access, token: str = "") -> Request:
    del access  # the service knows neither keys nor contacts
    parameters = [
        ("query.term", expression(query)),
        ("format", "json"),
        ("countTotal", "true"),
        ("pageSize", str(_PAGE)),
    ]
    if token:
        parameters.append(("pageToken", token))
    return Request(_ADDRESS, tuple(parameters))


def run(query: Query, access: Access, caller: Caller) -> Harvest:
    """All pages. Only the first has to say how many there are; the last has no token."""
    reported = 0

    def ask(token: str) -> Page:
        nonlocal reported
        page = caller.ask(request(query, access, token), _read if token else _read_first)
        reported = reported if token else count_in(page.get("totalCount"))
        records = map(_record, objects_in(page["studies"]))
        return Page(reported, records, text_at(page, "nextPageToken"), is_last_when_all_came=False)

    return harvest(caller, expression(query), ask)


def _read_first(response: Response) -> Mapping[str, Any]:
    page = _read(response)
    count_in(page.get("totalCount"))
    return page


def _read(response: Response) -> Mapping[str, Any]:
    if response.status >= 300:
        # A wrong expression is answered by a line of plain text.
        refuse_status(response, response.body.decode(errors="replace"))
    page = as_json(response)
    for study in objects_in(page.get("studies")):
        if not text_at(study, "protocolSection", "identificationModule", "nctId"):
            raise BadAnswerError("its answer holds a study without an identifier")
    return page


def _record(study: Mapping[str, Any]) -> BibliographicRecord:
    section = study.get("protocolSection")
    naming, status = ("identificationModule", "statusModule")
    number = text_at(section, naming, "nctId")
    posted = text_at(section, status, "studyFirstPostDateStruct", "date") or text_at(
        section, status, "studyFirstSubmitDate"
    )
    arms = section.get("armsInterventionsModule") if isinstance(section, dict) else None
    interventions = arms.get("interventions") if isinstance(arms, dict) else None
    return biblio(
        accession=number,
        kinds=("trial registration",),
        title=text_at(section, naming, "officialTitle") or text_at(section, naming, "briefTitle"),
        authors=kept([text_at(section, "sponsorCollaboratorsModule", "leadSponsor", "name")]),
        year=posted[:4],
        journal="ClinicalTrials.gov",
        abstract=text_at(section, "descriptionModule", "briefSummary"),
        other={
            "briefTitle": kept([text_at(section, naming, "briefTitle")]),
            "acronym": kept([text_at(section, naming, "acronym")]),
            "overallStatus": kept([text_at(section, status, "overallStatus")]),
            "studyFirstPostDate": kept([posted]),
            "lastUpdatePostDate": kept([text_at(section, status, "lastUpdatePostDateStruct", "date")]),
            "resultsFirstPostDate": kept([text_at(section, status, "resultsFirstPostDateStruct", "date")]),
            "studyType": kept([text_at(section, "designModule", "studyType")]),
            "phases": texts_at(section, "designModule", "phases"),
            "enrollment": kept([text_at(section, "designModule", "enrollmentInfo", "count")]),
            "conditions": texts_at(section, "conditionsModule", "conditions"),
            "interventions": kept(
                text_at(item, "name") for item in (interventions if isinstance(interventions, list) else [])
            ),
        },
    )


CLINICAL_TRIALS: Final = Service(
    name="clinicaltrials",
    title="ClinicalTrials.gov",
    platforms=frozenset({"clinicaltrials.gov", "clinicaltrials.gov api", "clinicaltrials.gov api v2"}),
    key_variable=None,
    pause=1.3,
    pause_with_key=1.3,
    overlap=0,
    expression=expression,
    first=request,
    run=run,
)

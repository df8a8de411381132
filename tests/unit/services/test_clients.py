"""Each client against a server that speaks its protocol, sound answers and faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest

from cerkit.model.errors import CerkitError
from cerkit.services import (
    SERVICES,
    Caller,
    Harvest,
    Query,
    QueryRefusedError,
    Service,
    ServiceError,
    service_for,
)
from cerkit.services import pubmed as pubmed_client
from cerkit.services.http import http_transport
from cerkit.services.values import Access, NoAnswerError, Request
from support import services as fake
from support.services import Databases, Fault, serving

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
BY_NAME = {service.name: service for service in SERVICES}


@dataclass
class Time:
    """A clock that goes on when somebody waits."""

    passed: float = 0.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.passed += seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)


@pytest.fixture
def databases() -> Iterator[Databases]:
    held = Databases(
        articles=fake.articles(450),
        hits=[fake.hit(number) for number in range(1, 8)],
        studies=[fake.study(number) for number in range(1, 8)],
        reports=[fake.report(number) for number in range(1, 8)],
    )
    with serving(held):
        yield held


def ask(
    databases: Databases,
    name: str,
    query: Query | str = "retinopathy",
    *,
    time: Time | None = None,
    access: Access | None = None,
    time_out: float = 5.0,
) -> Harvest:
    service = BY_NAME[name]
    time = time or Time()
    caller = Caller(
        name=service.title,
        transport=http_transport("who@example.org", databases.url, time_out=time_out),
        pause=service.pause,
        clock=lambda: time.passed,
        sleep=time.sleep,
        now=time.now,
    )
    asked = Query(query) if isinstance(query, str) else query
    return service.run(asked, access or Access("who@example.org"), caller)


EVERY = pytest.mark.parametrize("name", [service.name for service in SERVICES])
COUNTS = {"pubmed": 450, "europe-pmc": 7, "clinicaltrials": 7, "openfda": 7}


@EVERY
def test_all_pages_come_and_each_hit_once(databases: Databases, name: str) -> None:
    databases.page = 3
    harvest = ask(databases, name)
    assert harvest.reported == len(harvest.records) == COUNTS[name]
    assert len({record.key for record in harvest.records}) == COUNTS[name]
    assert harvest.missing == ()
    assert len(harvest.exchanges) >= 3


@EVERY
def test_nothing_found_is_an_answer(databases: Databases, name: str) -> None:
    databases.articles, databases.hits, databases.studies, databases.reports = {}, [], [], []
    harvest = ask(databases, name)
    assert (harvest.reported, harvest.records, harvest.missing) == (0, (), ())


FAULTS: dict[str, Fault] = {
    "busy": fake.busy(503),
    "too many requests": fake.busy(429),
    "web page": fake.web_page(),
    "bad gateway with a page": fake.web_page(502),
    "forbidden by something in between": fake.web_page(403),
    "line broke": fake.cut(),
    "cut off, but announced as whole": fake.ends_early(),
    "empty": fake.ends_early(0.0),
    "hung up": fake.hung_up,
}


@EVERY
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.parametrize("position", [0, 1], ids=["first", "second"])
def test_a_fault_that_passes_loses_nothing(
    databases: Databases, name: str, fault: Fault, position: int
) -> None:
    databases.page = 4
    databases.faults = [*[lambda reply: reply] * position, fault]
    time = Time()
    harvest = ask(databases, name, time=time)
    assert len(harvest.records) == harvest.reported == COUNTS[name]
    assert 2.0 in time.waits
    assert databases.faults == []


@EVERY
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_that_stays_ends_the_search(databases: Databases, name: str, fault: Fault) -> None:
    databases.faults = [fault] * 5
    time = Time()
    with pytest.raises(ServiceError) as error:
        ask(databases, name, time=time)
    assert BY_NAME[name].title in error.value.message
    assert error.value.hint is not None
    assert "nothing was written" in error.value.hint
    assert [wait for wait in time.waits if wait >= 2] == [2.0, 4.0, 8.0, 16.0]


@EVERY
def test_a_service_that_does_not_answer_in_time_is_asked_again(databases: Databases, name: str) -> None:
    databases.faults = [fake.stalled(0.6)]
    assert len(ask(databases, name, time_out=0.2).records) == COUNTS[name]


@EVERY
def test_waits_as_long_as_the_service_asks(databases: Databases, name: str) -> None:
    until = format_datetime(NOON + timedelta(seconds=45), usegmt=True)
    for told, wait in (("37", 37.0), (until, 45.0)):
        databases.faults = [fake.busy(429, told)]
        time = Time()
        ask(databases, name, time=time)
        assert wait in time.waits


@EVERY
def test_a_service_that_asks_for_hours_is_left_alone(databases: Databases, name: str) -> None:
    databases.faults = [fake.busy(503, "7200")]
    with pytest.raises(ServiceError, match="asks to wait 7200 s"):
        ask(databases, name)


def test_says_who_asks_and_stores_neither_address_nor_key(databases: Databases) -> None:
    access = Access("who@example.org", {"pubmed": "SECRET", "openfda": "SECRET"})
    for name in COUNTS:
        harvest = ask(databases, name, access=access)
        stored = " ".join(exchange.request for exchange in harvest.exchanges)
        assert "SECRET" not in stored
        assert "who%40example.org" not in stored
    assert all(
        "cerkit/" in asked.agent and "mailto:who@example.org" in asked.agent for asked in databases.asked
    )
    to_ncbi = [asked.values for asked in databases.asked if "eutils" in asked.path]
    assert all(
        (held["tool"], held["email"], held["api_key"]) == ("cerkit", "who@example.org", "SECRET")
        for held in to_ncbi
    )


def test_pubmed_is_asked_three_times_a_second_at_most(databases: Databases) -> None:
    time = Time()
    ask(databases, "pubmed", time=time)
    assert len(databases.asked) == 1 + 3
    assert time.waits == [pytest.approx(0.34)] * 3


def test_pubmed_records_are_those_of_an_import(databases: Databases) -> None:
    record = ask(databases, "pubmed").records[0]
    assert (record.key, record.pmid, record.type) == ("pmid-30000450", "30000450", "journal article")
    assert record.title == "Invented study 30000450 of retinal images."
    assert (record.year, record.authors) == (2025, ("Nobody A",))


def test_more_hits_than_pubmed_lists_are_divided_by_day(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pubmed_client, "MOST_LISTED", 100)
    databases.most_listed = 100
    harvest = ask(databases, "pubmed")
    assert {record.pmid for record in harvest.records} == set(databases.articles)
    assert harvest.reported == 450
    assert harvest.sent == "retinopathy"


def test_more_hits_of_one_day_than_pubmed_lists_are_refused(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pubmed_client, "MOST_LISTED", 100)
    databases.most_listed = 100
    databases.articles = dict.fromkeys(databases.articles, date(2024, 2, 29))
    with pytest.raises(ServiceError, match="created on 2024-02-29"):
        ask(databases, "pubmed")


def test_parts_that_do_not_add_up_are_refused(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record without a day would be in the whole and in no part."""
    monkeypatch.setattr(pubmed_client, "MOST_LISTED", 100)
    databases.most_listed = 100
    databases.articles["39999999"] = date(1800, 1, 1)
    with pytest.raises(ServiceError, match="counts 451 hits and lists 450"):
        ask(databases, "pubmed")


def test_records_that_fall_out_of_a_page_are_asked_for_by_number(databases: Databases) -> None:
    databases.lost = {"30000003", "30000400"}
    assert len(ask(databases, "pubmed").records) == 450
    assert databases.asked[-1].values["id"] == "30000400,30000003"


def test_records_that_never_come_are_named(databases: Databases) -> None:
    databases.gone = {"30000003"}
    harvest = ask(databases, "pubmed")
    assert (len(harvest.records), harvest.missing) == (449, ("PMID 30000003",))


@pytest.mark.parametrize("fault", [fake.too_many, fake.lost_history], ids=["too many", "history"])
def test_pubmed_errors_that_pass_come_with_http_200(databases: Databases, fault: Fault) -> None:
    databases.faults = [lambda reply: reply, fault]
    assert len(ask(databases, "pubmed").records) == 450


def test_what_pubmed_does_not_know_is_told(databases: Databases) -> None:
    databases.unknown = ("abcXYZ",)
    assert ask(databases, "pubmed").remarks == ("PubMed does not know abcXYZ",)


def test_a_field_that_pubmed_does_not_know_ends_the_search(databases: Databases) -> None:
    databases.fields_unknown = ("titl",)
    with pytest.raises(QueryRefusedError, match="no field titl"):
        ask(databases, "pubmed")


@pytest.mark.parametrize(
    ("name", "string", "told"),
    [
        ("pubmed", "((", "Search Backend failed"),
        ("europe-pmc", "TITLE:(", "Invalid query"),
        ("clinicaltrials", "AREA[", "Unexpected end of expression"),
    ],
)
def test_an_expression_that_the_service_refuses(
    databases: Databases, name: str, string: str, told: str
) -> None:
    with pytest.raises(QueryRefusedError) as error:
        ask(databases, name, string)
    assert told in error.value.message


def test_a_key_that_openfda_refuses(databases: Databases) -> None:
    with pytest.raises(QueryRefusedError, match="API_KEY_INVALID"):
        ask(databases, "openfda", access=Access(keys={"openfda": "wrong"}))


def test_a_count_that_is_larger_than_what_comes_is_told(databases: Databases) -> None:
    databases.page = 4

    def ends(reply: fake.Reply) -> fake.Reply:
        return fake.Reply(reply.body.replace(b'"nextPageToken": "t4"', b'"x": ""'), reply.status, reply.kind)

    databases.faults = [ends]
    harvest = ask(databases, "clinicaltrials")
    assert harvest.missing == ("hit 5 of 7", "hit 6 of 7", "hit 7 of 7")


PERIOD = Query("a OR b", date(2025, 5, 1), date(2026, 5, 29))


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("pubmed", "(a OR b) AND (2025/05/01:2026/05/29[crdt] OR 2025/05/01:2026/05/29[mhda])"),
        ("europe-pmc", "(a OR b) AND (CREATION_DATE:[2025-05-01 TO 2026-05-29])"),
        ("clinicaltrials", "(a OR b) AND AREA[LastUpdatePostDate]RANGE[2025-05-01,2026-05-29]"),
        ("openfda", "(a OR b) AND date_received:[20250501 TO 20260529]"),
    ],
)
def test_the_period_is_told_in_the_words_of_the_service(databases: Databases, name: str, sent: str) -> None:
    assert ask(databases, name, PERIOD).sent == sent
    values = databases.asked[0].values
    assert sent in {values.get(key) for key in ("term", "query", "query.term", "search")}


def test_an_expression_copied_from_an_address_is_understood(databases: Databases) -> None:
    string = "device.device_report_product_code:PIB+AND+date_received:[20250101+TO+20251231]"
    ask(databases, "openfda", string)
    assert databases.asked[0].values["search"] == string.replace("+", " ")


def test_a_long_expression_goes_by_post(databases: Databases) -> None:
    ask(databases, "europe-pmc", " OR ".join(f"term{number}" for number in range(400)))
    assert databases.asked[0].method == "POST"
    assert databases.asked[0].path.endswith("/searchPOST")


def test_records_of_europe_pmc(databases: Databases) -> None:
    databases.hits = [
        fake.hit(38000001),
        fake.hit(5, source="PPR", pmid="", doi="", pubTypeList={"pubType": ["Preprint"]}, title=""),
    ]
    article, preprint = ask(databases, "europe-pmc").records
    assert (article.key, article.accession, article.type) == (
        "pmid-38000001",
        "MED:38000001",
        "journal article",
    )
    assert article.title == "Invented study 38000001 of retinal images & their reading."
    assert article.authors == ("Nobody A", "The Invented Group")
    assert (article.doi, article.journal) == ("10.5555/invented.38000001", "Journal of Fictional Results")
    assert (article.volume, article.pages, article.year) == ("7", "1-9", 2025)
    assert (preprint.type, preprint.title, preprint.accession) == ("preprint", "[no title]", "PPR:5")


def test_records_of_clinical_trials(databases: Databases) -> None:
    record = ask(databases, "clinicaltrials").records[0]
    assert (record.key, record.accession) == ("nct-00000001", "NCT00000001")
    assert (record.type, record.year) == ("trial registration", 2025)
    assert record.other["conditions"] == ("Diabetic Retinopathy",)
    assert record.other["interventions"] == ("Demonstrator",)


def test_reports_with_one_title_stay_apart(databases: Databases) -> None:
    records = ask(databases, "openfda").records
    assert len({record.title for record in records}) == 1
    assert [record.key for record in records] == [f"mdr-{number}" for number in range(1, 8)]
    assert (records[0].type, records[0].abstract) == ("adverse event report", "NOTHING HAPPENED.")


def test_the_address_of_the_next_page_is_not_followed_elsewhere(databases: Databases) -> None:
    databases.page = 2
    ask(databases, "openfda")
    assert [asked.values.get("search_after") for asked in databases.asked] == [None, "0=2", "0=4", "0=6"]
    assert all("skip" not in asked.values for asked in databases.asked)


@pytest.mark.parametrize("base", ["https://example.org", "http://10.0.0.1:80", "file:///etc"])
def test_another_server_than_one_of_this_machine_is_refused(base: str) -> None:
    with pytest.raises(CerkitError, match="no address of this machine"):
        http_transport(None, base)


def test_a_body_that_is_shorter_than_announced_is_no_answer(databases: Databases) -> None:
    """Whatever is in it: a text that breaks off between two records looks whole."""
    databases.faults = [fake.cut(0.9)]
    send = http_transport(None, databases.url)
    with pytest.raises(NoAnswerError, match="broke off"):
        send(Request("https://clinicaltrials.gov/api/v2/studies", (("query.term", "a"), ("pageSize", "5"))))


def test_without_a_connection_the_error_says_so() -> None:
    with pytest.raises(ServiceError, match="no connection"):
        ask(Databases(url="http://127.0.0.1:9"), "pubmed")


@EVERY
def test_a_redirect_to_another_server_is_not_followed(databases: Databases, name: str) -> None:
    """It would take the key along."""
    with serving(Databases()) as other:
        databases.faults = [fake.moved(other.url)] * 5
        with pytest.raises(ServiceError, match="HTTP 302"):
            ask(databases, name, access=Access(keys={name: "SECRET"}))
        assert other.asked == []


@pytest.mark.parametrize(
    ("platform", "name"),
    [
        ("PubMed", "pubmed"),
        ("Europe  PMC", "europe-pmc"),
        ("ClinicalTrials.gov", "clinicaltrials"),
        ("openFDA", "openfda"),
        ("ClinicalTrials.gov, web interface", None),
        ("Embase.com", None),
    ],
)
def test_a_platform_names_its_service(platform: str, name: str | None) -> None:
    service: Service | None = service_for(platform)
    assert (service.name if service else None) == name


HOSTILE: dict[str, bytes] = {
    "list": b"[]",
    "null": b"null",
    "number": b"1e999",
    "deep": b"[" * 100_000,
    "counts": b'{"hitCount": true, "totalCount": -1, "studies": {}, "meta": {"results": []}, '
    b'"resultList": {"result": 3}}',
    "items": b'{"hitCount": 1, "resultList": {"result": [7]}, "totalCount": 1, "studies": [7], "results": [7], '
    b'"meta": {"results": {"total": 1}}}',
    "nameless": b'{"hitCount": 1, "resultList": {"result": [{}]}, "totalCount": 1, "studies": [{}], "results": [{}], '
    b'"meta": {"results": {"total": 1}}}',
    "entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><eSearchResult>'
    b"<Count>&c;</Count></eSearchResult>",
    "other root": b"<a/>",
    "zeros": b"\0" * 100,
}


@EVERY
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_answer_of_another_shape_is_no_answer(databases: Databases, name: str, body: bytes) -> None:
    answer: Callable[[fake.Reply], fake.Reply] = lambda _: fake.Reply(body)  # noqa: E731  # a function of one word
    databases.faults = [answer] * 5
    with pytest.raises(ServiceError):
        ask(databases, name)

"""What the cases of literature and appraisal cannot show: arithmetic, forms of words, and other shapes of a mistake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.dossiers import DAY, assess_files, complete, shipped
from cerkit.assess import assess
from cerkit.checks.literature.days import months_before
from cerkit.checks.literature.overlaps import folded
from cerkit.checks.literature.periods import months_of
from cerkit.checks.literature.reasons import rests_on_result
from cerkit.checks.literature.references import is_isbn
from cerkit.checks.literature.said_of_source import is_partial, is_told_retracted
from cerkit.checks.literature.schemes import level_for, missing_scores, total_of, unknown_scores
from cerkit.checks.literature.synthesis import denies_conflict, is_hollow
from cerkit.checks.literature.words import says_nothing
from cerkit.model.catalogues.appraisal import AppraisalScheme
from cerkit.model.catalogues.report import FlowDiagram
from cerkit.model.diagnostics import Mode, Severity
from cerkit.model.flow import IDENTITIES, failing
from cerkit.model.records.review import DeclaredFlow

NOTHING = assess({}, on=DAY, shipped=shipped()).dossier
PROTOCOL = "evidence/protocol.yml"
MONTH = {"2024-02": (24289, 24289), "2023": (24276, 24287)}


def scheme(name: str) -> AppraisalScheme:
    found = NOTHING.catalogues[name]
    assert isinstance(found, AppraisalScheme)
    return found


def literature(files: dict[str, bytes], mode: Mode = Mode.RELEASE) -> list[str]:
    found = assess_files(files, mode=mode).diagnostics
    return [f"{item.rule.code} {item.message}" for item in found if item.rule.code.startswith("CER5")]


def edited(path: str, *changes: tuple[str, str]) -> dict[str, bytes]:
    files = complete()
    text = files[path].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return files | {path: text.encode()}


def test_every_kind_of_place_is_asked_for() -> None:
    files = edited(
        PROTOCOL,
        ("  - {name: ClinicalTrials.gov, kind: register, reason: Studies that were never published}\n", ""),
        ("{name: Adverse-event registers, kind: safety database", "{name: Newsletters, kind: unpublished"),
    )
    del files["evidence/searches/SRH-2026-safety.yml"], files["evidence/searches/SRH-2026-ctgov.yml"]
    files["evidence/flows.yml"] = files["evidence/flows.yml"].replace(b"{SRH-2026-ctgov: 0}", b"{}")
    assert literature(files) == [
        "CER504 the protocol names no register of trials",
        "CER504 the protocol names no safety database",
    ]


@pytest.mark.parametrize(
    ("reason", "count"),
    [
        ("Start of every search", 1),
        ("Holds all journals of the field, so that it is enough alone", 0),
    ],
)
def test_one_database_needs_a_reason(reason: str, count: int) -> None:
    files = edited(
        PROTOCOL,
        ("reason: Start of every search", f'reason: "{reason}"'),
        (
            "  - {name: Embase, kind: database, reason: European journals and device names that MEDLINE lacks}\n",
            "",
        ),
    )
    path = "evidence/searches/SRH-2026-embase.yml"
    files[path] = files[path].replace(b"source: Embase", b"source: MEDLINE")
    assert len(literature(files)) == count


def test_searches_without_a_protocol_are_told_once() -> None:
    files = complete()
    del files[PROTOCOL]
    found = literature(files)
    assert [line for line in found if line.startswith("CER502")] == [
        "CER502 5 searches were run, but there is no protocol"
    ]


def test_a_protocol_that_cannot_be_read_causes_nothing_more() -> None:
    files = complete() | {PROTOCOL: b"title: [\n"}
    assert literature(files) == []


def test_no_unfavourable_source_at_all() -> None:
    files = {
        path: data.replace(b"outcome: unfavourable", b"outcome: favourable").replace(
            b"outcome: mixed", b"outcome: favourable"
        )
        for path, data in complete().items()
    }
    assert literature(files) == [
        "CER513 of 8 sources none is unfavourable (8 favourable, 0 mixed, 0 neutral)"
    ]


def test_what_a_release_must_have_is_a_note_in_a_draft() -> None:
    path = "evidence/sources/SRC-dogwood-2023.yml"
    text = complete()[path].decode()
    start, end = text.index("appraisal:"), text.index("findings:")
    files = complete() | {path: (text[:start] + text[end:]).encode()}
    found = [item for item in assess_files(files).diagnostics if item.rule.code == "CER524"]
    assert [item.severity for item in found] == [Severity.NOTE]


def test_a_record_that_was_excluded_and_used_is_found() -> None:
    path = "evidence/sources/SRC-birch-2022.yml"
    files = edited(path, ('issued: "2022"', 'issued: "2022", pmid: "77"'))
    batch = "evidence/records/SRH-2026-pubmed.yml"
    files[batch] = files[batch].replace(
        b"authors: [Birch B], year: 2022", b'authors: [Birch B], year: 2022, pmid: "77"'
    )
    for name in ("ab", "cd"):
        log = f"evidence/screening/full-text/{name}.yml"
        files[log] = files[log].replace(
            b"h-548a42517f: {decision: include", b"h-548a42517f: {decision: exclude, reason: X2"
        )
    flow = "evidence/flows.yml"
    text = files[flow].decode().replace("{X2: 1}", "{X2: 2}")
    files[flow] = text.replace("websites: 1", "websites: 2").encode()
    assert (
        "CER513 h-548a42517f was excluded at full text for X2, but it is SRC-birch-2022, which is unfavourable"
        in (literature(files))
    )


def test_the_flow_of_the_domain_adds_up_and_each_number_matters() -> None:
    numbers = {
        "round": "2026",
        "databases": {"pubmed": 412, "embase": 538, "central": 61},
        "registers": {"clinicaltrials_gov": 27},
        "duplicates_removed": 301,
        "other_removed": 4,
        "records_screened": 733,
        "records_excluded": 641,
        "reports_sought": 92,
        "reports_not_retrieved": 3,
        "reports_assessed": 89,
        "reports_excluded": {"X1": 14, "X2": 11, "X3": 17, "X4": 9, "X5": 7},
        "citation_searching": 6,
        "other_sought": 6,
        "other_assessed": 6,
        "other_excluded": {"X1": 2},
        "new_studies": 33,
        "new_reports": 35,
        "total_studies": 33,
        "total_reports": 35,
    }
    assert failing(DeclaredFlow.model_validate(numbers)) == ()
    for field, value in numbers.items():
        if isinstance(value, int):
            changed = numbers | {field: value + 1}
            may_be_more = field in ("citation_searching", "new_studies")
            assert bool(failing(DeclaredFlow.model_validate(changed))) is not may_be_more, field


def test_the_sums_are_those_of_the_catalogue() -> None:
    catalogue = NOTHING.catalogues["prisma-2020"]
    assert isinstance(catalogue, FlowDiagram)
    assert {item.id for item in IDENTITIES} <= {item.id for item in catalogue.identities}


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2024-02", MONTH["2024-02"]),
        ("2023", MONTH["2023"]),
        ("1 June 2012 to 4 November 2013", (24149, 24166)),
        ("January to July 2017", (24204, 24210)),
        ("April 2021 and 2022", (24255, 24275)),
        ("Evidence to 2023-12", (24287, 24287)),
        ("none", None),
        ("in May or later", None),
    ],
)
def test_periods_as_people_write_them(period: str, months: tuple[int, int] | None) -> None:
    assert months_of(period) == months


@given(st.text(max_size=300))
def test_any_text_may_stand_as_a_period(period: str) -> None:
    found = months_of(period)
    assert found is None or found[0] <= found[1]


@pytest.mark.parametrize(
    ("one", "other"), [("Müller", "Mueller"), ("N'Gandu", "Ngandu"), ("van der Berg", "Van Der Berg")]
)
def test_names_are_folded(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("Standard practice", False),
        ("See protocol.", False),
        ("-", False),
        ("To keep the number of hits manageable", False),
        ("English publications only", False),
        ("Two-field photography began in 2003", True),
        ("No translators were at hand", True),
    ],
)
def test_a_reason_says_something(reason: str, says: bool) -> None:
    assert says_nothing(reason, beside=("English",)) is not says


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("978-0-306-40615-7", True),
        ("0-306-40615-2", True),
        ("080442957X", True),
        ("978-0-306-40615-8", False),
        ("12", False),
    ],
)
def test_check_digits_of_books(text: str, is_right: bool) -> None:
    assert is_isbn(text) is is_right


def test_the_same_day_of_a_shorter_month() -> None:
    assert months_before(DAY.replace(month=3, day=31), 1).isoformat() == "2026-02-28"
    assert months_before(DAY, 12).isoformat() == "2025-06-30"


def test_schemes_that_count_are_counted() -> None:
    minors = {f"MINORS-{number}": "2" for number in range(1, 9)}
    assert total_of(scheme("minors"), minors) == 16
    assert missing_scores(scheme("minors"), minors) == ()
    assert missing_scores(scheme("minors"), {"MINORS-1": "2"})[0] == "MINORS-2"
    stars = {
        "NC-S1": "a",
        "NC-S2": "a",
        "NC-S3": "a",
        "NC-S4": "a",
        "NC-C1": "a, b",
        "NC-O1": "a",
        "NC-O2": "a",
        "NC-O3": "b",
    }
    assert total_of(scheme("newcastle-ottawa"), stars) == 9
    assert missing_scores(scheme("newcastle-ottawa"), stars) == ()
    assert list(unknown_scores(scheme("newcastle-ottawa"), stars)) == []
    assert level_for(scheme("newcastle-ottawa"), 9) is None


@pytest.mark.parametrize(
    ("name", "scores", "missing"),
    [
        ("cebm-2011", {"diagnosis": "2"}, ()),
        ("mdcg-2020-6-ranks", {"rank": "4"}, ()),
        ("rob-2", {"D1": "low", "D2-assignment": "low", "D3": "low", "D4": "low"}, ("D5",)),
        ("grade", {"GR-RB": "x", "GR-IC": "x", "GR-ID": "x", "GR-IP": "x"}, ("GR-PB",)),
        (
            "quadas-2",
            {"D1": "low"},
            ("D1.applicability", "D2", "D2.applicability", "D3", "D3.applicability", "D4"),
        ),
    ],
)
def test_what_a_scheme_asks_for(name: str, scores: dict[str, str], missing: tuple[str, ...]) -> None:
    assert missing_scores(scheme(name), scores) == missing


@pytest.mark.parametrize(
    ("note", "partial"),
    [
        ("Only the abstract was available.", True),
        ("Abstract read; the article is behind a paywall and was not bought.", True),
        ("Tables 2 to 4 read in a review.", True),
        ("Press release of the company.", True),
        ("The full text was never obtained.", True),
        ("Full text read.", False),
        ("Article and appendix read in full.", False),
        ("Abstract first, full text afterwards, from the library of the hospital.", False),
        ("Translated from Spanish by EVR-2.", False),
        ("Version of the publisher, without the supplement.", False),
    ],
)
def test_what_was_read_is_understood(note: str, *, partial: bool) -> None:
    assert is_partial(note) is partial


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("This paper has been retracted.", True),
        ("In 2025 the editors retracted it. Numbers were taken from tables.", True),
        ("A notice of retraction was issued on 2026-02-03.", True),
        ("The study was withdrawn by the authors.", True),
        ("Retracted.", True),
        ("The article has been retracted by the journal in May 2026.", True),
        ("The article may be retracted soon.", False),
        ("It was not retracted.", False),
        ("Checked whether the article was retracted.", False),
        ("One of the twelve trials was retracted.", False),
        ("The analysis leaves out a trial that was retracted.", False),
        ("The foreskin was retracted. The trial was withdrawn before enrolment.", False),
        ("If the article is retracted, the benchmark falls.", False),
    ],
)
def test_a_retraction_told_in_words_is_understood(text: str, *, told: bool) -> None:
    assert is_told_retracted(text) is told


@pytest.mark.parametrize(
    ("narrative", "denied"),
    [
        ("All systems agree.", True),
        (
            "The data sets are in good agreement and no heterogeneity was seen; the value can be relied upon.",
            True,
        ),
        ("The results are consistent, without contradictions.", True),
        ("The British data sets agree; the others lie lower.", False),
        ("Most sources agree.", False),
        ("The studies disagree on small lesions.", False),
    ],
)
def test_a_synthesis_that_denies_conflict_is_told_from_one_that_qualifies(
    narrative: str, *, denied: bool
) -> None:
    assert denies_conflict(narrative) is denied


@pytest.mark.parametrize(
    ("narrative", "hollow"),
    [
        ("See table 5.", True),
        ("The findings of the included studies are presented in the forest plot above.", True),
        ("A narrative synthesis of the literature was done.", True),
        ("All studies agree.", False),
        ("Ward recordings pull the pooled value down.", False),
        ("Three of five exceed 90 %.", False),
    ],
)
def test_a_synthesis_that_says_nothing_is_told_from_a_short_one(narrative: str, *, hollow: bool) -> None:
    assert is_hollow(narrative) is hollow


@pytest.mark.parametrize(
    ("reason", "result"),
    [
        ("The findings are at odds with everything else that was published.", True),
        ("Its sensitivity is implausibly different and much too low.", True),
        ("Outlier.", True),
        ("Negative results.", True),
        ("The result is lower than elsewhere, because handheld cameras were used.", False),
        ("Inconsistent results; images were graded by one reader who knew the mark (bias).", False),
        ("Same people as in another publication.", False),
    ],
)
def test_a_rejection_for_the_result_is_told_from_one_for_the_method(reason: str, *, result: bool) -> None:
    assert rests_on_result(reason) is result

"""The duplicate linker: what is the same, what a person is asked, and what is left alone."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cerkit.literature.linker import Clash, Known, Linked, link
from cerkit.literature.linker.blocking import candidates
from cerkit.literature.linker.features import features
from cerkit.model.records.review import BibliographicRecord

Pair = tuple[dict[str, Any], dict[str, Any]]

TITLE: Final = "Early mobilisation after ischaemic stroke: a randomised controlled trial"
BASE: Final[dict[str, Any]] = {
    "title": TITLE,
    "authors": ("Müller, Jürgen", "O'Brien, Ann", "van der Berg, K."),
    "year": 2019,
    "journal": "Journal of Clinical Nutrition",
    "volume": "14",
    "pages": "380-383",
}
ABSTRACT: Final = (
    "Background: patients were randomised within two days after admission to hospital. Methods: walking speed, falls, "
    "deaths and independence were measured after three months by assessors who knew nothing about treatment. Results: "
    "the groups differed little in mortality, although mobility improved earlier among those who stood first."
)


def record(**fields: Any) -> BibliographicRecord:
    values = {**BASE, **fields}
    return BibliographicRecord(
        key="h-0123456789",
        accession=values.pop("accession", "1"),
        type=values.pop("type", "journal article"),
        **{name: value for name, value in values.items() if value is not None},
    )


def judged(one: dict[str, Any], other: dict[str, Any]) -> str | None:
    made = link({"a": record(**one), "b": record(**other)})
    return made.links[0].kind if made.links else None


def rule(one: dict[str, Any], other: dict[str, Any]) -> str:
    (made,) = link({"a": record(**one), "b": record(**other)}).links
    return made.rule


SAME: Final[dict[str, Pair]] = {
    "short journal, initials, short pages": (
        {},
        {"journal": "J Clin Nutr", "authors": ("Mueller J", "O'Brien A"), "pages": "380-3"},
    ),
    "American spelling, capitals, another dash": (
        {},
        {
            "title": "EARLY MOBILIZATION AFTER ISCHEMIC STROKE - A RANDOMIZED CONTROLLED TRIAL.",
            "pages": "380--383",
        },
    ),
    "a DOI with address, capitals and full stop": (
        {"doi": "10.1000/ABC.12", "volume": None, "pages": None},
        {"doi": "https://doi.org/10.1000/abc.12.", "year": 2018, "journal": "J. clin. nutr."},
    ),
    "Greek letters and mark-up": (
        {"title": "Effect of TNF-α and β<sub>2</sub> blockade on frailty in adults", "pages": "7"},
        {"title": "Effect of TNF-alpha and &beta;2 blockade on frailty in adults", "pages": "7"},
    ),
    "the subtitle is missing": ({}, {"title": "Early mobilisation after ischaemic stroke", "pages": "380"}),
    "a misprint": ({}, {"title": TITLE.replace("mobilisation", "moblisation")}),
    "the publisher moved to new DOIs": ({"doi": "10.1089/lap.2004.14"}, {"doi": "10.1089/1092642042728094"}),
    "the title is translated": (
        {},
        {
            "title": "Frühmobilisation nach Schlaganfall: Ergebnisse einer Studie",
            "authors": ("Müller J", "O'Brien A"),
        },
    ),
    "the other language in brackets": (
        {"volume": None},
        {"title": f"Frühmobilisation nach Schlaganfall [{TITLE}]"},
    ),
    "the volume stands in the field of the issue": ({}, {"volume": None, "other": {"number": ("14",)}}),
    "the article number stands in the field of the issue": (
        {"pages": "e15193"},
        {"pages": None, "other": {"IS": ("15193",)}},
    ),
    "all authors in one field without blanks": ({}, {"authors": ("Muller J.O'Brien A.van der Berg K.",)}),
    "a retracted article is the article": ({}, {"title": f"RETRACTED: {TITLE}"}),
    "Cyrillic and Latin letters": (
        {"authors": ("Иванов И", "Петрова А")},
        {"authors": ("Ivanov I", "Petrova A")},
    ),
    "online first": (
        {"doi": "10.1000/x1", "year": 2018, "volume": None, "pages": None},
        {"doi": "10.1000/X1"},
    ),
    "an editorial in its place": ({"title": "Editorial"}, {"title": "EDITORIAL.", "authors": ("Mueller J",)}),
    "one PMID": ({"pmid": "123456"}, {"pmid": "0123456", "title": TITLE[:30], "journal": None}),
    "a preprint server's and a database's number": (
        {"accession": "NCT01234567", "type": "trial registration", "pages": None, "volume": None},
        {
            "accession": "nct01234567",
            "type": "trial registration",
            "pages": None,
            "volume": None,
            "year": 2021,
        },
    ),
    "a slip in each title, and a page is missing": (
        {"title": TITLE.replace("mobilisation", "mobilistaion"), "pages": None, "other": {"IS": ("4",)}},
        {"title": TITLE.replace("controlled", "contolled"), "other": {"IS": ("4",)}},
    ),
    "another DOI, and a page is missing: issue and abstract agree": (
        {"doi": "10.1000/a1", "abstract": ABSTRACT, "pages": None, "other": {"IS": ("4",)}},
        {"doi": "10.1000/b2", "abstract": ABSTRACT, "other": {"IS": ("4",)}},
    ),
    "no authors: issue and abstract agree": (
        {"authors": (), "abstract": ABSTRACT, "pages": None, "other": {"IS": ("4",)}},
        {"abstract": ABSTRACT, "other": {"IS": ("4",)}},
    ),
    "a title cut short, online first: the abstract agrees": (
        {"title": TITLE[:48], "abstract": ABSTRACT, "pages": None, "volume": None, "year": 2018},
        {"abstract": ABSTRACT},
    ),
    "the title of an article number is translated: the abstract agrees": (
        {"abstract": ABSTRACT, "pages": "e15193"},
        {
            "title": "Frühmobilisation nach Schlaganfall: Ergebnisse einer Studie",
            "abstract": ABSTRACT,
            "pages": "e15193",
        },
    ),
    "nowhere printed, no abstract": (
        {"pages": None, "volume": None},
        {"pages": None, "volume": None},
    ),
    "abstracts agree where places are missing": (
        {"abstract": ABSTRACT, "pages": None, "volume": None, "journal": None},
        {"abstract": ABSTRACT.upper() + " Copyright 2019 Elsevier."},
    ),
}
ASKED: Final[dict[str, Pair]] = {
    "abstract of a meeting and article in one journal": (
        {"type": "conference paper", "pages": None, "volume": None, "year": 2018},
        {},
    ),
    "one DOI, two titles": (
        {"doi": "10.1000/a1", "authors": ("Kim S",)},
        {"doi": "10.1000/a1", "title": "Oral iron in heart failure and anaemia: a register", "pages": "9"},
    ),
    "versions of a Cochrane review": (
        {"doi": "10.1002/14651858.CD002273.pub2", "pages": "CD002273", "year": 2004},
        {"doi": "10.1002/14651858.CD002273.pub3", "pages": "CD002273", "year": 2011},
    ),
    "a preprint and its article": ({"type": "preprint", "journal": None, "volume": None, "pages": None}, {}),
    "DOIs differ, and no page tells": ({"doi": "10.1000/a1", "pages": None}, {"doi": "10.1000/b2"}),
    "the first letter decides on the meaning": (
        {
            "title": "Early treatment of asymptomatic carotid stenosis in adults",
            "pages": None,
            "other": {"IS": ("4",)},
        },
        {"title": "Early treatment of symptomatic carotid stenosis in adults", "other": {"IS": ("4",)}},
    ),
    "nowhere printed, and one abstract: perhaps that of a meeting": (
        {"pages": None, "volume": None},
        {"pages": None, "volume": None, "abstract": ABSTRACT},
    ),
    "another title in the same language on the same pages": (
        {"title": "Length of stay and pain after hip fracture in the elderly"},
        {},
    ),
}
APART: Final[dict[str, Pair]] = {
    "an erratum": ({}, {"title": f"Erratum: {TITLE}", "pages": "900"}),
    "an erratum of Web of Science": (
        {},
        {"title": f"{TITLE} (vol 14, pg 380, 2019)", "volume": "15", "pages": "12"},
    ),
    "a reply": ({}, {"title": f"Reply to: {TITLE}", "authors": ("Kim S",), "pages": "900"}),
    "part two": (
        {"title": f"{TITLE}. Part I", "pages": "1-9"},
        {"title": f"{TITLE}. Part II", "pages": "10-19", "volume": "15"},
    ),
    "protocol and results": (
        {},
        {
            "title": f"{TITLE}: study protocol",
            "year": 2016,
            "journal": "Trials",
            "volume": "3",
            "pages": "77",
        },
    ),
    "editorials of two years": ({"title": "Editorial", "year": 2018, "volume": "13"}, {"title": "Editorial"}),
    "nobody in common": (
        {"title": "Hip fracture in the elderly population of Norway"},
        {"authors": ("Kim S",), "pages": "99"},
    ),
    "two PMIDs": ({"pmid": "11111111", "pages": None}, {"pmid": "22222222", "pages": "900"}),
    "another meeting": (
        {"type": "conference paper", "journal": "Cancer Research", "pages": "S3", "volume": "70"},
        {"type": "conference paper", "journal": "Clinical Oncology", "pages": "S16", "volume": "3"},
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_work(name: str) -> None:
    one, other = SAME[name]
    assert judged(one, other) == "same"
    assert judged(other, one) == "same"


@pytest.mark.parametrize("name", ASKED)
def test_a_person_is_asked(name: str) -> None:
    one, other = ASKED[name]
    assert judged(one, other) == "maybe"
    assert judged(other, one) == "maybe"


@pytest.mark.parametrize("name", APART)
def test_another_work(name: str) -> None:
    one, other = APART[name]
    assert judged(one, other) is None
    assert judged(other, one) is None


def test_a_link_names_its_rule_and_what_speaks_against_it() -> None:
    assert rule({}, {}) == "same title, volume and first page"
    assert rule({"doi": "10.1000/a"}, {"doi": "doi:10.1000/A"}) == "same DOI, titles agree"
    assert rule(*ASKED["versions of a Cochrane review"]) == (
        "same title; versions of one Cochrane review; years differ"
    )


def three() -> dict[str, BibliographicRecord]:
    """b is linked to a and to c, which PubMed tells apart."""
    return {
        "a": record(pmid="11111111"),
        "b": record(volume=None),
        "c": record(pmid="22222222", doi="10.1000/c", volume=None, year=2019),
    }


def test_a_chain_does_not_join_what_contradicts_itself() -> None:
    made = link(three())
    assert [(item.a, item.b) for item in made.links if item.kind == "same"] == [("a", "b")]
    (asked,) = [item for item in made.links if item.kind == "maybe" and (item.a, item.b) == ("b", "c")]
    assert asked.rule.endswith("a and c: PMIDs differ")
    assert made.works == (("a", "b"),)


def test_what_a_person_told_apart_stays_apart_also_by_a_chain() -> None:
    records = {name: record() for name in "abc"}
    assert link(records).works == (("a", "b", "c"),)
    made = link(records, [Known("c", "a", "different")])
    assert made.works == (("a", "b"),)
    assert ("a", "c") not in {(item.a, item.b) for item in made.links}
    assert all(item.kind == "same" and (item.a, item.b) == ("a", "b") for item in made.links)


def test_what_a_person_joined_stays_joined() -> None:
    records = {
        "a": record(),
        "z": record(title="Another work in another language and year", year=1990, pages="9"),
    }
    assert link(records).works == ()
    made = link(records, [Known("z", "a", "same")])
    assert made.works == (("a", "z"),)
    assert made.links == ()


def test_a_new_record_is_linked_to_the_known_work_and_nothing_known_is_repeated() -> None:
    records = {"a": record(), "b": record(journal="J Clin Nutr"), "new": record(pages="380")}
    made = link(records, [Known("a", "b", "same")])
    assert made.works == (("a", "b", "new"),)
    assert sum(item.joins for item in made.links) == 1
    assert ("a", "b") not in {(item.a, item.b) for item in made.links}


def test_a_question_is_asked_once() -> None:
    one, other = ASKED["a preprint and its article"]
    records = {"a": record(**one), "b": record(**other)}
    assert link(records, [Known("a", "b", "maybe")]) == Linked(links=(), works=())


def test_decisions_that_contradict_each_other_are_told() -> None:
    records = {name: record() for name in "abc"}
    known = [Known("a", "b", "same"), Known("b", "c", "same"), Known("c", "a", "different")]
    assert link(records, known).clashes == (Clash("a", "c"),)


def test_decisions_on_records_that_are_gone_do_no_harm() -> None:
    assert link({"a": record()}, [Known("a", "gone", "same"), Known("a", "a", "different")]).works == ()


@settings(max_examples=25, deadline=None)
@given(st.permutations([*SAME]))
def test_the_order_of_records_changes_nothing(order: list[str]) -> None:
    pairs = {name: SAME[name] for name in order[:6]}
    records = {
        f"{name} {side}": record(**fields) for name, pair in pairs.items() for side, fields in enumerate(pair)
    }
    turned = dict(reversed(records.items()))
    assert link(records) == link(turned)


@settings(max_examples=60, deadline=None)
@given(
    title=st.text(min_size=1, max_size=60),
    authors=st.lists(st.text(min_size=1, max_size=20), max_size=3),
    place=st.text(min_size=1, max_size=15),
)
def test_any_text_is_borne_and_a_record_equals_its_copy(title: str, authors: list[str], place: str) -> None:
    fields: dict[str, Any] = {
        "title": title,
        "authors": tuple(authors),
        "journal": place,
        "pages": place,
        "volume": place,
    }
    one = record(doi="10.1000/same", **fields)
    made = link({"a": one, "b": one})
    assert all(item.kind in {"same", "maybe"} for item in made.links)


@pytest.mark.parametrize("count", [500, 2000])
def test_a_thousand_records_of_one_title_do_not_make_a_million_pairs(count: int) -> None:
    made = [
        features(
            record(title="Editorial", year=1990 + number % 30, pages=str(number), volume=str(number % 9)),
            str(number),
        )
        for number in range(count)
    ]
    assert len(candidates(made)) < 60 * count

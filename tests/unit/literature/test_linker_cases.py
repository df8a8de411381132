"""Pairs as they meet in real reviews, written by hand: what they are, and why. The publications are invented."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import pytest

from cerkit.literature.linker import Known, link
from cerkit.model.records.review import BibliographicRecord

Fields = dict[str, Any]

ARTICLE: Final[Fields] = {
    "type": "Journal Article",
    "title": "Agreement of handheld fundus cameras with clinic photography in people with diabetes",
    "authors": ("Vale, Lena", "Duggal, Mona", "Kernohan, Ann", "Menon, Gopal"),
    "year": 2021,
    "journal": "British Journal of Ophthalmology",
    "volume": "105",
    "pages": "1203-1209",
    "other": {"IP": ("9",)},
}
ABSTRACT: Final = (
    "Aims: to compare gradable images of a handheld camera with those of a clinic camera. Methods: consecutive people "
    "with diabetes attended screening and both cameras were used without dilation. Results: sensitivity for referable "
    "retinopathy was ninety one per cent, and four per cent of images could not be graded by either of two readers."
)
OTHER_ABSTRACT: Final = (
    "Purpose: early experience during one summer. Nurses photographed volunteers at community centres, using tablets. "
    "Findings: uptake exceeded expectations; equipment failures were uncommon; training lasted half an afternoon; fees "
    "per visit fell noticeably. Conclusion: larger evaluation seems justified, preferably across several regions."
)
COCHRANE: Final[Fields] = {
    "type": "Journal Article",
    "title": "Laser photocoagulation for proliferative diabetic retinopathy",
    "authors": ("Evans JR", "Michelessi M", "Virgili G"),
    "journal": "Cochrane Database of Systematic Reviews",
    "volume": "2014",
    "pages": "CD011234",
    "year": 2014,
    "other": {"IP": ("11",)},
}
REGISTER: Final[Fields] = {
    "type": "Trial registry record",
    "title": "Screening for retinopathy with software in primary care",
    "authors": (),
    "year": 2019,
}
NO_PLACE: Final[Fields] = {"volume": None, "pages": None, "other": {}}


class Case(NamedTuple):
    """Two records, what they are, and why."""

    expected: str | None
    why: str
    one: Fields
    other: Fields


def article(**changes: Any) -> Fields:
    return {**ARTICLE, **changes}


def cochrane(**changes: Any) -> Fields:
    return {**COCHRANE, **changes}


def titled(one: str, other: str, **changes: Any) -> tuple[Fields, Fields]:
    """Two records that differ in the title, and the second in what else is given."""
    return article(title=one), article(title=other, **changes)


CASES: Final = {
    # Not the same work, however alike.
    "meeting abstract and article, other journals": Case(
        None,
        "an abstract of a meeting reports less, earlier, in another journal: linking it would lose the full paper",
        article(),
        article(
            type="Conference Abstract",
            journal="Diabetologia",
            volume="63",
            pages="S402",
            year=2020,
            other={"IP": ("Suppl 1",)},
        ),
    ),
    "meeting abstract and article, one journal": Case(
        None,
        "a supplement and an issue of one journal, with other pages in another volume",
        article(),
        article(type="Meeting Abstract", volume="104", pages="A12", year=2020, other={"IP": ("Suppl 1",)}),
    ),
    "meeting abstract without its supplement, article before print": Case(
        "maybe",
        "one page of an ordinary issue may be that of an abstract: only a person can tell",
        article(type="article", volume="116", pages="1234", year=2020, other={"IP": ("21",)}),
        article(type="article", **NO_PLACE),
    ),
    "supplement as the number of the issue": Case(
        "maybe",
        "4S is the fourth supplement, although the word is missing",
        article(type="article", volume="201", pages="1203-1205", other={"IP": ("4S",)}),
        article(type="article", **NO_PLACE),
    ),
    "part I and part II": Case(
        None,
        "two parts in one issue, one after the other",
        article(title=f"{ARTICLE['title']}. Part I: methods", pages="1203-1209"),
        article(title=f"{ARTICLE['title']}. Part II: results", pages="1210-1219"),
    ),
    "part one and part two, pages missing": Case(
        None,
        "the numbers in the titles differ, whatever is missing",
        article(title=f"{ARTICLE['title']}: part 1", pages=None),
        article(title=f"{ARTICLE['title']}: part 2", pages=None),
    ),
    "erratum": Case(
        None,
        "a correction names the article and is not it; both are needed for appraisal",
        article(),
        article(title=f"Erratum: {ARTICLE['title']}", volume="106", pages="148", year=2022),
    ),
    "correction with the title of the article behind it": Case(
        None,
        "Web of Science writes the volume and page of the article into the title of its correction",
        article(),
        article(title=f"{ARTICLE['title']} (vol 105, pg 1203, 2021)", volume="106", pages="148", year=2022),
    ),
    "comment": Case(
        None,
        "a letter about the article, by others",
        article(),
        article(title=f"Comment on: {ARTICLE['title']}", authors=("Okafor, Peter",), pages="1340", year=2021),
    ),
    "reply of the same authors": Case(
        None,
        "the authors answer a letter: the answer has their names, and the title of the article",
        article(),
        article(title=f"Response to: {ARTICLE['title']}", pages="1341", volume="106", year=2022),
    ),
    "protocol and results": Case(
        None,
        "a protocol has no results",
        article(),
        article(
            title=f"{ARTICLE['title']}: study protocol",
            journal="BMJ Open",
            volume="8",
            pages="e021456",
            year=2018,
        ),
    ),
    "women and men in one issue": Case(
        None,
        "sister studies differ by a word of their titles and stand on other pages",
        article(title="Fundus photography for diabetic retinopathy in pregnant women", pages="10-19"),
        article(title="Fundus photography for diabetic retinopathy in elderly men", pages="20-29"),
    ),
    "annual report, two years": Case(
        None,
        "the same title and authors every year: volume, pages and year differ",
        article(title="Annual report of the national register of retinal screening", year=2019, volume="103"),
        article(title="Annual report of the national register of retinal screening", pages="88-97"),
    ),
    "trial register, two trials of one title": Case(
        "maybe",
        "a sponsor may register a trial in two countries, or two trials of one title: the numbers differ",
        {**REGISTER, "accession": "NCT04111111"},
        {**REGISTER, "accession": "NCT04222222", "year": 2021},
    ),
    "trial register and article": Case(
        "maybe",
        "the registration is no report of results",
        {**REGISTER, "accession": "NCT04111111", "authors": ("Vale L", "Duggal M")},
        article(title=REGISTER["title"], authors=("Vale L", "Duggal M"), year=2020),
    ),
    "two DOIs, two articles of one title": Case(
        None,
        "another DOI in another volume: a second study of the group under a title that served before",
        article(doi="10.1136/a1"),
        article(doi="10.1136/b7", volume="108", pages="77-84", year=2024),
    ),
    # A person decides.
    "preprint and article": Case(
        "maybe",
        "a preprint is the same study, and another version: the protocol says which counts",
        article(type="Preprint", journal="medRxiv", doi="10.1101/2020.11.03.20225", year=2020, **NO_PLACE),
        article(doi="10.1136/bjo-2020-31", abstract=ABSTRACT),
    ),
    "preprint by its DOI alone": Case(
        "maybe",
        "the database calls it an article; the DOI belongs to a server of preprints",
        article(type="article", journal=None, doi="10.21203/rs.3.rs-11223/v1", year=2020, **NO_PLACE),
        article(type="article"),
    ),
    "versions of a Cochrane review": Case(
        "maybe",
        "an update replaces the version before, and often only the latest counts",
        cochrane(doi="10.1002/14651858.CD011234.pub2"),
        cochrane(doi="10.1002/14651858.CD011234.pub3", year=2019, volume="2019"),
    ),
    "Cochrane protocol and review of one year": Case(
        "maybe",
        "one number, other issues: the protocol came in spring",
        cochrane(doi="10.1002/14651858.CD011234", other={"IP": ("3",)}),
        cochrane(doi="10.1002/14651858.CD011234.pub2"),
    ),
    "Cochrane review, issue missing": Case(
        "maybe",
        "without the issue it may be any version of that year",
        cochrane(doi="10.1002/14651858.CD011234.pub2"),
        cochrane(other={}),
    ),
    "a bare record": Case(
        "maybe",
        "nothing but title, authors and journal, as copied from a list of references: perhaps an abstract",
        article(**NO_PLACE),
        article(),
    ),
    "title cut before the part": Case(
        "maybe",
        "what was cut off may have said which part it is",
        article(title=f"{ARTICLE['title']}: part 2"),
        article(pages=None),
    ),
    "one title and issue, other pages": Case(
        "maybe",
        "a slip of the pages, or the summary of the article for readers in a hurry",
        article(),
        article(pages="1150"),
    ),
    "privative a": Case(
        "maybe",
        "symptomatic and asymptomatic are two groups of people, and authors publish on both",
        *titled(
            "Surgery for asymptomatic carotid stenosis in older adults: five centres",
            "Surgery for symptomatic carotid stenosis in older adults: five centres",
            pages=None,
        ),
    ),
    # The same work.
    "before print and in print, a year apart": Case(
        "same",
        "PubMed had it before print in December; nothing else is like it",
        article(year=2020, doi="10.1136/bjo-2020-31", **NO_PLACE),
        article(),
    ),
    "before print two years ago, one abstract": Case(
        "same",
        "some journals print two years later; the abstract is the same",
        article(year=2019, abstract=ABSTRACT, **NO_PLACE),
        article(abstract=ABSTRACT.replace("per cent", "%")),
    ),
    "title in brackets and the original": Case(
        "same",
        "PubMed puts its own translation into brackets; authors and place agree",
        article(title="[Handheld cameras in the screening of people with diabetes]."),
        article(
            title="Handkameras im Screening von Menschen mit Diabetes",
            authors=("Vale L", "Duggal M", "Kernohan A"),
        ),
    ),
    "translated title under an article number": Case(
        "same",
        "authors in full on one article number of one volume",
        article(title="Cámaras portátiles en personas diabéticas", pages="e67529"),
        article(title="Handheld cameras in people with diabetes", pages="67529"),
    ),
    "title cut short": Case(
        "same",
        "Embase cuts long titles; authors, volume and first page agree",
        *titled(ARTICLE["title"], ARTICLE["title"][:62]),
    ),
    "Greek letters": Case(
        "same",
        "letter, name and entity are one",
        *titled(
            "TGF-β1 and IFN-γ in tears of people with diabetic macular oedema",
            "TGF-beta1 and IFN-&gamma; in tears of people with diabetic macular edema",
        ),
    ),
    "HTML entities, twice escaped": Case(
        "same",
        "some platforms escape what was escaped already, and & is and",
        *titled(
            "Costs and benefits of <i>in vivo</i> imaging in people with Crohn's disease",
            "Costs &amp;amp; benefits of in vivo imaging in people with Crohn&#39;s disease",
            pages=None,
        ),
    ),
    "authors in another order": Case(
        "same",
        "an equal contribution is listed either way; title and place agree",
        article(),
        article(authors=("Duggal M", "Vale L", "Menon G", "Kernohan A")),
    ),
    "initials only, family behind": Case(
        "same",
        "given names short and in front",
        article(),
        article(authors=("L. Vale", "M. Duggal", "A. Kernohan", "G. Menon")),
    ),
    "first author only": Case(
        "same",
        "`et al.` stands for the rest",
        article(),
        article(authors=("Vale L", "et al.")),
    ),
    "short last page": Case(
        "same",
        "1203-9 are the pages 1203-1209",
        article(other={}),
        article(pages="1203-9", volume=None, other={}),
    ),
    "DOI as address in capitals": Case(
        "same",
        "one DOI in four ways of writing",
        article(doi="https://doi.org/10.1136/BJO-2020-31", journal=None, **NO_PLACE),
        article(doi="doi: 10.1136/bjo-2020-31."),
    ),
    "DOI with an escaped slash": Case(
        "same",
        "taken from the address line of a browser",
        article(doi="http://dx.doi.org/10.1136%2Fbjo-2020-31", journal=None, **NO_PLACE),
        article(doi="10.1136/bjo-2020-31", title=f"{ARTICLE['title']}."),
    ),
    "PMID only and DOI only": Case(
        "same",
        "no identifier in common: title, authors and place agree",
        article(pmid="33445566", journal="Br J Ophthalmol"),
        article(doi="10.1136/bjo-2020-31", pages="1203"),
    ),
    "retracted": Case(
        "same",
        "the notice in the title belongs to the article, which must be found as retracted",
        *titled(ARTICLE["title"], f"RETRACTED: {ARTICLE['title']}", pmid="33445566"),
    ),
    "Cochrane review without its DOI": Case(
        "same",
        "number, year and issue of the review; an update comes in another issue",
        cochrane(doi="10.1002/14651858.CD011234.pub2"),
        cochrane(volume="11", authors=("Evans J", "Michelessi M")),
    ),
    "editorial, page missing": Case(
        "same",
        "its authors write one editorial in an issue",
        article(title="Editorial", pages="1-2"),
        article(title="EDITORIAL.", pages=None),
    ),
    "two replies in one issue": Case(
        "maybe",
        "authors answer two letters in one issue, each under `Reply`",
        article(title="Reply", pages="31"),
        article(title="Reply", pages=None),
    ),
    "a letter mistyped, page missing": Case(
        "same",
        "one letter of the title in one issue, and all authors",
        *titled(ARTICLE["title"], ARTICLE["title"].replace("with clinic", "wih clinic"), pages=None),
    ),
    "no authors, one issue": Case(
        "same",
        "a telling title names one work in an issue of a journal",
        article(),
        article(authors=(), pages=None),
    ),
    "another DOI, page missing, one issue": Case(
        "same",
        "publishers have moved to new DOIs; journal, issue and all authors agree",
        article(doi="10.1136/bjo.2021.105"),
        article(doi="10.1016/s0007-1161(21)31", pages=None),
    ),
    "another DOI in one supplement": Case(
        "maybe",
        "a meeting may print one abstract twice, as poster and as talk",
        article(doi="10.1136/a1", other={"IP": ("Suppl 1",)}),
        article(doi="10.1136/b2", pages=None, other={"IP": ("Suppl 1",)}),
    ),
    "two meetings, supplements of one number": Case(
        "maybe",
        "the journals have nearly one name, and fill supplement 1 of their volume 40",
        article(
            type="article",
            journal="Scandinavian Journal of Epidemiology",
            volume="40",
            pages=None,
            other={"IP": ("Suppl 1",)},
        ),
        article(
            type="article",
            journal="Scandinavian Journal of Internal Medicine",
            volume="40",
            pages="S256",
            other={"IP": ("Suppl 1",)},
        ),
    ),
    "other abstracts under one title": Case(
        "maybe",
        "what the two say differs, so they may be two reports",
        article(abstract=ABSTRACT),
        article(pmid="33445566", abstract=OTHER_ABSTRACT, **NO_PLACE),
    ),
}


def record(fields: Fields) -> BibliographicRecord:
    values = {"accession": "1", **fields}
    return BibliographicRecord(
        key="h-0123456789", **{name: value for name, value in values.items() if value is not None}
    )


def kind(one: Fields, other: Fields) -> str | None:
    made = link({"a": record(one), "b": record(other)}).links
    return made[0].kind if made else None


@pytest.mark.parametrize("name", CASES)
def test_what_two_records_are(name: str) -> None:
    case = CASES[name]
    assert (kind(case.one, case.other), kind(case.other, case.one)) == (case.expected,) * 2, case.why


EARLY: Final = article(year=2020, pmid="33445566", **NO_PLACE)
MEETING: Final = article(
    type="article",
    pages="A12-A13",
    volume="104",
    year=2020,
    other={"IP": ("Suppl 1",)},
    abstract=OTHER_ABSTRACT,
)


def test_a_version_before_print_that_could_be_either_of_two_is_asked_about() -> None:
    """Beside the abstract of the meeting, the early record may be that: without it, there is nothing else to be."""
    records = {"early": record(EARLY), "printed": record(article())}
    assert [item.kind for item in link(records).links] == ["same"]
    made = link(records | {"meeting": record(MEETING)})
    assert made.works == ()
    assert {(item.a, item.b): item.kind for item in made.links}["early", "printed"] == "maybe"


def test_a_look_alike_elsewhere_does_not_make_a_version_before_print_doubtful() -> None:
    """The abstract in another journal, and the erratum, are neither of the two."""
    others = {
        "erratum": record(article(title=f"Erratum: {ARTICLE['title']}", volume="106", pages="148")),
        "meeting": record({**MEETING, "journal": "Diabetologia"}),
    }
    made = link({"early": record(EARLY), "printed": record(article())} | others)
    assert made.works == (("early", "printed"),)


def test_what_a_person_told_apart_makes_a_third_record_doubtful() -> None:
    records = {"early": record(EARLY), "printed": record(article()), "second": record(EARLY)}
    assert link(records).works == (("early", "printed", "second"),)
    made = link(records, [Known("printed", "second", "different")])
    assert "printed" not in {name for work in made.works for name in work}

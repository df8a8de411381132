"""Links of the site, as they are resolved in the printed document."""

from __future__ import annotations

import re

import pytest

from cerkit.model.bundle import BundlePage, PageRole
from cerkit.publish.addresses import Addresses, site_path_of_file

PAGES = (
    BundlePage("report/01.md", "report/01/", "One", ""),
    BundlePage("report/02.md", "report/02/", "Two", ""),
    BundlePage("registers/claims.md", "registers/claims/", "Claims", "", PageRole.ANNEX),
)
IDS = (("start", "CLM-1"), ("start", "a" * 60), ("CLM-1", "clm-1"))
STARTS = {0: "start", 1: "start_of_two", 2: "claims"}


def addresses() -> Addresses:
    return Addresses(PAGES, IDS)


@pytest.mark.parametrize(
    ("href", "bookmark"),
    [
        ("#start", "start"),
        ("../02/", "start_of_two"),
        ("../02", "start_of_two"),
        ("/report/02/", "start_of_two"),
        ("../02/index.html", "start_of_two"),
        ("../../registers/claims/#CLM-1", "CLM_1"),
        ("../../registers/claims/?q=1#CLM%2D1", "CLM_1"),
        ("../../sources/SRC-x/", None),
        ("../../handbook/#CLM-1", "CLM_1"),
    ],
)
def test_where_a_link_leads(href: str, bookmark: str | None) -> None:
    found = addresses().resolve(0, href, starts=STARTS)
    assert (found.bookmark, found.address, found.is_dead) == (bookmark, None, False)


def test_a_record_is_found_by_its_id_when_its_page_is_not_printed() -> None:
    assert addresses().resolve(0, "../../sources/x/", starts=STARTS, record="CLM-1").bookmark == "CLM_1"


@pytest.mark.parametrize("href", ["https://example.org/#a", "mailto:a@example.org", "//example.org/"])
def test_the_web_stays_the_web(href: str) -> None:
    assert addresses().resolve(0, href, starts=STARTS).address == href


def test_a_missing_place_on_a_printed_page_is_dead() -> None:
    assert addresses().resolve(0, "../02/#gone", starts=STARTS).is_dead


def test_names_are_fit_for_word_and_differ_in_more_than_capitals() -> None:
    made = addresses()
    names = [made.add(page, identifier) for page, ids in enumerate(IDS) for identifier in ids]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)
    assert made.add(2, "CLM-1") == "CLM_1"
    assert made.add(0, "7 äö") == "b_7"


def test_words_of_a_heading_are_not_taken_for_a_field_of_ours() -> None:
    made = Addresses(PAGES[:1], (("field-of-use", "field_7"),))
    assert not [
        name for name in map(made.of_record, ("field-of-use", "field_7")) if str(name).startswith("field_")
    ]


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("ger%C3%A4t/m%20x/", "../ger%C3%A4t/m%20x/"),
        ("report/index.html", "index.html"),
        ("report/reindex.html", "reindex.html"),
    ],
)
def test_pages_are_found_whatever_their_files_are_called(url: str, href: str) -> None:
    pages = (BundlePage("report/a.md", "report/a.html", "A", ""), BundlePage("x.md", url, "X", ""))
    made = Addresses(pages, ((), ()))
    assert made.resolve(0, href, starts={1: "x"}).bookmark == "x"


def test_a_picture_beside_a_page_in_a_folder_with_an_umlaut_is_found() -> None:
    assert site_path_of_file("ger%C3%A4t/a/", "../bild.png") == "gerät/bild.png"

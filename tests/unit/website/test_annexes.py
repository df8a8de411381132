"""Which pages are annexes, where they stand in the navigation, and how several become one."""

from __future__ import annotations

from cerkit.model.bundle import BundlePage, PageRole
from cerkit.render.annexes import ANNEXES
from cerkit.website.annexes import HOLDER, choose
from cerkit.website.bundling import merged
from cerkit.website.navigation import expanded
from cerkit.website.numbering import Unnumbered, number

MADE = ("protocol", "claims", "criteria", "matrix", "check")
KNOWN = {*ANNEXES, "claims", "criteria", "changes"}
OWN = "report/devices.md"


def test_without_a_setting_the_usual_annexes_stand_that_have_something_to_show() -> None:
    found, problems = choose(None, made=MADE, known=KNOWN, written=())
    assert not problems
    assert found.order == ("registers/protocol.md", HOLDER, "registers/matrix.md", "registers/check.md")
    assert found.parts == ("registers/claims.md", "registers/criteria.md")


def test_annexes_stand_as_they_are_named_with_pages_that_somebody_wrote_among_them() -> None:
    found, problems = choose(["matrix", OWN, "protocol"], made=MADE, known=KNOWN, written=[OWN])
    assert not problems
    assert found.order == ("registers/matrix.md", OWN, "registers/protocol.md")
    assert found.place("registers/claims.md") is None


def test_a_register_that_is_an_annex_of_its_own_is_no_section_of_another() -> None:
    found, _ = choose(["claims", "evidence"], made=MADE, known=KNOWN, written=())
    assert found.parts == ("registers/criteria.md",)
    assert not found.is_part("registers/claims.md")
    assert found.is_part("registers/criteria.md")


def test_no_annex_is_a_choice() -> None:
    found, problems = choose([], made=MADE, known=KNOWN, written=())
    assert (found.order, found.parts, problems) == ((), (), ())


def test_a_known_annex_without_content_is_left_out_and_a_wrong_name_is_told() -> None:
    found, problems = choose(["changes", "protokol", "matrix", "matrix"], made=MADE, known=KNOWN, written=())
    assert found.order == ("registers/matrix.md",)
    assert [problem.message for problem in problems] == [
        "there is no annex protokol",
        "the annex matrix is named twice",
    ]
    assert problems[0].hint.startswith("close to it: protocol; choose from ")


def test_the_navigation_shows_annexes_in_their_order_and_a_folder_does_not_repeat_them() -> None:
    found, _ = choose(["matrix", "evidence"], made=MADE, known=KNOWN, written=())
    pages = ["registers/index.md", *(f"registers/{name}.md" for name in MADE)]
    nav = expanded(
        [{"Report": ["a.md", {"Annexes": "annexes/"}]}, {"All": "registers/"}], pages, found.as_nav()
    )
    parts = [HOLDER, "registers/claims.md", "registers/criteria.md"]
    assert nav == [
        {"Report": ["a.md", {"Annexes": ["registers/matrix.md", {"Registers of the evidence": parts}]}]},
        {"All": ["registers/index.md", "registers/protocol.md", "registers/check.md"]},
    ]


def test_a_navigation_that_does_not_name_them_keeps_all_pages_in_their_folder() -> None:
    found, _ = choose(["matrix"], made=MADE, known=KNOWN, written=())
    pages = [f"registers/{name}.md" for name in MADE]
    assert expanded([{"All": "registers/"}], pages, found.as_nav()) == [{"All": pages}]


def test_sections_of_an_annex_are_counted_through_its_pages() -> None:
    chapter, annex = PageRole.CHAPTER, PageRole.ANNEX
    table = '<table id="tbl-{0}"><caption>T</caption></table>'
    found = number(
        [
            Unnumbered("c.md", "c.html", chapter, '<h1 id="c">C</h1>'),
            Unnumbered("a.md", "a.html", annex, '<h1 id="a">A</h1>'),
            Unnumbered(
                "p.md",
                "p.html",
                annex,
                '<h1 id="p">P</h1><h2 id="s">S</h2>' + table.format("p"),
                is_part=True,
            ),
            Unnumbered("q.md", "q.html", annex, '<h1 id="q">Q</h1>' + table.format("q"), is_part=True),
            Unnumbered("z.md", "z.html", annex, '<h1 id="z">Z</h1><h2 id="y">Y</h2>'),
        ]
    )
    assert [page.headings for page in found.pages[1:]] == [
        {"a": "A"},
        {"p": "A.1", "s": "A.1.1"},
        {"q": "A.2"},
        {"z": "B", "y": "B.1"},
    ]
    assert [page.number for page in found.pages] == ["1", "A", "A.1", "A.2", "B"]
    assert (found.labels["p"].text, found.labels["z"].text) == ("section A.1", "Annex B")
    assert (found.labels["tbl-p"].number, found.labels["tbl-q"].number) == ("1", "2")


def test_pages_of_one_annex_become_one_page_whose_links_stay_inside() -> None:
    holder = BundlePage("registers/evidence.md", "registers/evidence.html", "E", "<h1>E</h1>", PageRole.ANNEX)
    parts = [
        BundlePage("registers/claims.md", "registers/claims.html", "C", part, PageRole.ANNEX)
        for part in ['<h1 id="sec-annex-claims">C</h1><h2 id="x">X</h2><a href="claims.html">up</a>']
    ]
    other = '<a href="matrix.html">on</a><a href="claims.html#CLM-1">row</a>'
    made = merged(replace_html(holder, holder.html + other), parts)
    assert made.src == holder.src
    assert '<h2 id="sec-annex-claims">C</h2><h3 id="x">X</h3><a href="#sec-annex-claims">up</a>' in made.html
    assert '<a href="matrix.html">on</a><a href="claims.html#CLM-1">row</a>' in made.html


def replace_html(page: BundlePage, html: str) -> BundlePage:
    return BundlePage(page.src, page.url, page.title, html, page.role)

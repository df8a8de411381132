"""Numbers on finished HTML."""

from __future__ import annotations

import pytest

from cerkit.model.bundle import PageRole
from cerkit.website.numbering import Numbers, Unnumbered, number


def numbered(*pages: tuple[PageRole, str]) -> Numbers:
    return number(Unnumbered(f"p{i}.md", f"p{i}.html", role, html) for i, (role, html) in enumerate(pages))


def test_sections_count_within_their_chapter() -> None:
    found = numbered(
        (
            PageRole.CHAPTER,
            '<h1 id="a">A</h1><h2 id="b">B</h2><h3 id="c">C</h3><h2 id="d">D</h2><h3 id="e">E</h3>',
        ),
        (PageRole.CHAPTER, '<h1 id="f">F</h1><h2 id="sec-g">G</h2>'),
    )
    assert found.pages[0].headings == {"a": "1", "b": "1.1", "c": "1.1.1", "d": "1.2", "e": "1.2.1"}
    assert found.pages[1].headings == {"f": "2", "sec-g": "2.1"}
    assert found.labels["sec-g"].text == "section 2.1"
    assert '<h2 id="sec-g"><span class="secno">2.1</span> G</h2>' in found.pages[1].html


def test_annexes_have_letters_and_go_on_after_z_as_word_does() -> None:
    pages = [(PageRole.ANNEX, f'<h1 id="h{place}">T</h1><h2 id="s{place}">U</h2>') for place in range(28)]
    found = numbered(*pages)
    assert found.pages[0].headings == {"h0": "A", "s0": "A.1"}
    assert found.pages[25].headings["s25"] == "Z.1"
    assert found.pages[26].headings["h26"] == "AA"
    assert found.pages[27].headings["h27"] == "BB"
    assert '<span class="secno">Annex A</span>' in found.pages[0].html


def test_unnumbered_chapter_takes_no_number_and_its_sections_neither() -> None:
    found = numbered(
        (PageRole.CHAPTER, '<h1 id="a" class="unnumbered">A</h1><h2 id="b">B</h2>'),
        (PageRole.CHAPTER, '<h1 id="c">C</h1><h2 id="d" class="big unnumbered">D</h2><h2 id="e">E</h2>'),
    )
    assert found.pages[0].headings == {}
    assert found.pages[1].headings == {"c": "1", "e": "1.1"}


def test_pages_outside_the_report_stay_without_numbers() -> None:
    found = numbered(
        (PageRole.SITE, '<h1 id="a">A</h1><table id="tbl-s"><caption>Words</caption></table>'),
        (PageRole.CHAPTER, '<h1 id="b">B</h1><table id="tbl-c"><caption>More</caption></table>'),
    )
    assert found.pages[0].html == (
        '<h1 id="a">A</h1><table id="tbl-s"><caption><span class="caption-text">Words</span></caption></table>'
    )
    assert found.labels["tbl-s"].text == "Words"
    assert found.labels["tbl-c"].text == "Table 1"


TABLE = '<table id="tbl-{0}"><caption>{0}</caption><tr><td>x</td></tr></table>'
FIGURE = '<figure id="fig-{0}"><img src="a.png" alt="a"><figcaption>{0}</figcaption></figure>'


def test_tables_and_figures_count_apart_through_all_chapters() -> None:
    html = "<h1>A</h1>" + TABLE.format("a") + FIGURE.format("a") + "<table><tr><td>plain</td></tr></table>"
    found = numbered(
        (PageRole.CHAPTER, html), (PageRole.ANNEX, "<h1>B</h1>" + FIGURE.format("b") + TABLE.format("b"))
    )
    texts = {name: label.text for name, label in found.labels.items()}
    assert texts == {"tbl-a": "Table 1", "fig-a": "Figure 1", "fig-b": "Figure 2", "tbl-b": "Table 2"}
    assert (
        '<figcaption><span class="label">Figure 2</span> <span class="caption-text">b</span></figcaption>'
        in (found.pages[1].html)
    )


@pytest.mark.parametrize(
    "caption",
    ["Two <em>words</em>", '<span class="caption-text">Two <em>words</em></span>'],
)
def test_a_caption_is_marked_up_once_whoever_wrote_it(caption: str) -> None:
    found = numbered((PageRole.CHAPTER, f'<h1>A</h1><table id="tbl-a"><caption>{caption}</caption></table>'))
    assert (
        '<caption><span class="label">Table 1</span> <span class="caption-text">Two <em>words</em></span></caption>'
        in found.pages[0].html
    )


def test_a_table_inside_a_figure_lends_it_no_name() -> None:
    html = '<h1>A</h1><figure id="tbl-x"><table id="t"><tr></tr></table><figcaption>F</figcaption></figure>'
    found = numbered((PageRole.CHAPTER, html))
    assert found.labels["tbl-x"].text == "Table 1"
    assert "t" not in found.labels


def test_a_name_given_twice_in_the_report_is_told() -> None:
    page = (PageRole.CHAPTER, "<h1>A</h1>" + TABLE.format("a"))
    found = numbered(page, page, (PageRole.SITE, TABLE.format("a")))
    assert found.repeated == (("tbl-a", "p1.md"),)
    assert found.labels["tbl-a"].src == "p0.md"


def test_a_heading_of_a_site_page_is_named_by_its_words() -> None:
    html = '<h2 id="sec-x">Words &amp; more<a class="headerlink" href="#sec-x">¶</a></h2>'
    assert numbered((PageRole.SITE, html)).labels["sec-x"].text == "Words &amp; more"


def test_what_stands_in_a_comment_takes_no_number() -> None:
    found = numbered((PageRole.CHAPTER, '<h1 id="a">A</h1><!-- <h2>old</h2> --><h2 id="b">B</h2>'))
    assert found.pages[0].headings == {"a": "1", "b": "1.1"}


def test_the_name_is_the_id_and_no_attribute_that_ends_like_it() -> None:
    found = numbered((PageRole.CHAPTER, '<h1>A</h1><h2 data-id="x" id="sec-y">B</h2>'))
    assert list(found.labels) == ["sec-y"]


def test_a_heading_that_is_not_closed_ends_where_the_next_one_begins() -> None:
    found = numbered((PageRole.CHAPTER, "<h1>" * 30_000 + '<h1 id="a">A</h1>'))
    assert found.pages[0].headings == {"a": "1"}

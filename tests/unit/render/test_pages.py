"""Generated pages: every record has one home, and nothing in a page runs."""

from __future__ import annotations

from collections import Counter

import jinja2
import lxml.html
import markdown
import pytest

from cerkit.model.identifiers import Kind
from cerkit.model.tables import plain
from cerkit.render.links import targets
from cerkit.render.pages import GeneratedPage, page_markdown
from cerkit.render.problems import RenderProblem
from cerkit.render.registers import register_slugs, registers
from cerkit.render.source_page import source_page, source_pages
from unit.render.samples import HOSTILE, address, trace


def pages() -> dict[str, GeneratedPage]:
    return {page.src: page for page in (*registers(trace()), *source_pages(trace()))}


def shown(page: GeneratedPage) -> lxml.html.HtmlElement:
    source = page_markdown(page, address)
    assert jinja2.Environment(autoescape=False).from_string(source).render() + "\n" == source  # noqa: S701  # Markdown, not HTML
    made = markdown.markdown(
        source, extensions=["attr_list", "md_in_html", "tables", "footnotes", "admonition"]
    )
    return lxml.html.fragment_fromstring(made, create_parent="div")


def test_every_record_has_exactly_one_home() -> None:
    anchors = {
        src: Counter(row.anchor for table in page.tables for row in table.rows if row.anchor)
        for src, page in pages().items()
    }
    homes = targets(trace())
    assert set(homes) == set(trace().nodes)
    for identifier, home in homes.items():
        if home.kind is Kind.CHAPTER:
            assert (home.page_src, home.anchor) == ("report/01-summary.md", None)
        elif home.anchor is None:
            assert home.page_src == f"sources/{identifier}.md" in anchors
        else:
            assert anchors[home.page_src][home.anchor] == 1, identifier


@pytest.mark.parametrize("src", pages())
def test_nothing_in_a_page_runs(src: str) -> None:
    tree = shown(pages()[src])
    assert not tree.xpath("//script | //em | //code")
    assert all(href.startswith("../r/#") for href in tree.xpath("//a/@href"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert len(tree.xpath("//h1")) == 1
    assert len(tree.xpath("//table")) == len(pages()[src].tables)


def test_registers_without_records_are_left_out() -> None:
    shown_slugs = [page.slug for page in registers(trace())]
    assert set(shown_slugs) < set(register_slugs())
    assert "claims" in shown_slugs
    assert "glossary" not in shown_slugs
    assert [slug for slug in register_slugs() if slug in shown_slugs] == shown_slugs


def test_requirements_register_holds_every_entry_of_the_catalogue() -> None:
    asked, left_out = pages()["registers/requirements.md"].tables
    rows = {plain(row.cells[0]): [plain(held) for held in row.cells[3:]] for row in asked.rows}
    assert list(rows) == ["ER-1", "ER-2", "ER-4"]
    assert rows["ER-2"][2:] == ["nothing answers it", "no conclusion"]
    assert rows["ER-4"][0] == "not assessed"
    assert [(row.anchor, plain(row.cells[2])) for row in left_out.rows] == [("ER-3", "No measuring function")]


def _content(page: GeneratedPage, title: str) -> tuple[str, list[list[str]]]:
    section = next(part for part in page.sections if part.title == title)
    rows = [[plain(held) for held in row.cells] for table in section.tables for row in table.rows]
    return plain(section.text), rows


def test_source_page_says_what_was_read_and_how_it_was_judged() -> None:
    page = source_page(trace(), "SRC-pub")
    assert page.title == "SRC-pub: Abràmoff 2018"
    assert ["What was read", "abstract"] in _content(page, "What was read")[1]
    words, judged = _content(page, "Appraisal")
    assert words.startswith("Illustration. This appraisal was made without the full text.")
    assert ["Scientific validity", "medium"] in judged
    assert any(row[0] == "D1" and row[2].startswith("low") for row in judged)


def test_a_misprint_stands_as_printed_with_its_answer() -> None:
    rows = _content(source_page(trace(), "SRC-pub"), "Findings")[1]
    answer = "Printed value kept: Text and table differ (EVR-1, 1 June 2025)"
    assert [
        "SRC-pub.sens",
        "Sensitivity",
        "EP-sens",
        "87.2 % (95 % CI 81.8 to 91.2)",
        "Abstract",
        answer,
    ] in rows


def test_source_page_shows_where_the_source_is_used() -> None:
    rows = _content(source_page(trace(), "SRC-own"), "Where it is used")[1]
    assert ["AC-1", "acceptance criterion: Sensitivity", "Decided by", "CLM-1"] in rows
    assert ["Summary", "chapter: Summary", "Mentions", "–"] in rows
    reached = _content(source_page(trace(), "SRC-pub"), "Where it is used")[1]
    assert ["BM-1", "benchmark: Published sensitivity", "Rests on", "AC-1, CLM-1"] in reached


def test_a_fictional_source_says_so() -> None:
    assert plain(source_page(trace(), "SRC-own").intro) == f"This source is fictional. {HOSTILE}"


def test_an_unknown_source_is_a_problem_with_near_names() -> None:
    with pytest.raises(RenderProblem, match="SRC-owm") as caught:
        source_page(trace(), "SRC-owm")
    assert "SRC-own" in caught.value.hint

"""The example's site as a reader has it: in a real Chromium, by mouse, by keyboard and by finger."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from browser.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

pytestmark = pytest.mark.browser

HOME = "index.html"
CHAPTER = "report/04-device-under-evaluation.html"
CLAIMS = "registers/claims.html"
REQUIREMENTS = "registers/requirements.html"
MATRIX = "registers/matrix.html"
SOURCE = "sources/SRC-ci-003.html"
SHEET = "registers/claims-sheet.html"
REFERENCES = "report/09-references.html"
REPRESENTATIVE = (
    HOME,
    "report/02-scope.html",
    CHAPTER,
    REFERENCES,
    CLAIMS,
    REQUIREMENTS,
    MATRIX,
    SOURCE,
    SHEET,
)

READ_PAGE = """() => ({
  ids: [...document.querySelectorAll("[id], a[name]")].map((e) => e.id || e.name),
  links: [...document.querySelectorAll("a[href]")].map((a) => [a.getAttribute("href"), a.href]),
  pictures: [...document.images].filter((i) => !(i.complete && i.naturalWidth)).map((i) => i.src),
})"""


def test_every_page_loads_and_every_link_and_anchor_leads_somewhere(
    quick_site: Site, context: BrowserContext
) -> None:
    elsewhere: list[str] = []
    failed: list[str] = []
    errors: list[str] = []

    def requested(request: Request) -> None:
        if not request.url.startswith((quick_site.url, "data:", "blob:")):
            elsewhere.append(request.url)

    def answered(response: Response) -> None:
        if response.status >= 400:
            failed.append(f"{response.status} {response.url}")

    context.on("request", requested)
    context.on("response", answered)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    page = context.new_page()
    ids: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    for path in quick_site.pages():
        page.goto(quick_site.url + path, wait_until="load")
        read = page.evaluate(READ_PAGE)
        ids[path] = set(read["ids"])
        links += [(path, absolute) for written, absolute in read["links"] if written != "#"]
        assert read["pictures"] == [], path
    assert (elsewhere, failed, errors) == ([], [], [])
    assert _dead(quick_site, ids, links) == []
    assert len(links) > 2000


def _dead(site: Site, ids: dict[str, set[str]], links: list[tuple[str, str]]) -> list[str]:
    dead = []
    for path, link in set(links):
        address, anchor = urldefrag(link)
        if not address.startswith(site.url):
            if urlsplit(link).scheme not in {"http", "https", "mailto"}:
                dead.append(f"{path}: {link}")
            continue
        target = unquote(address.removeprefix(site.url)) or HOME
        if not (site.folder / target).is_file():
            dead.append(f"{path}: {target} does not exist")
        elif anchor and unquote(anchor) not in ids.get(target, set()):
            dead.append(f"{path}: {target} has no #{anchor}")
    return sorted(dead)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", REPRESENTATIVE)
def test_axe_finds_nothing_serious(quick_site: Site, browser: Browser, path: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]  # a literal of the parameters
    page = context.new_page()
    page.goto(quick_site.url + path, wait_until="load")
    # With a Chinese wall between page and check: the script comes from the package, not from a host.
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    context.close()
    serious = [
        f"{item['id']}: {node['target']}: {node['failureSummary']}"
        for item in found["violations"]
        if item["impact"] in {"serious", "critical"}
        for node in item["nodes"]
    ]
    assert serious == []


@pytest.mark.parametrize("path", REPRESENTATIVE)
def test_a_phone_scrolls_tables_and_not_the_page(quick_site: Site, browser: Browser, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(quick_site.url + path, wait_until="load")
    width = page.evaluate("() => document.documentElement.scrollWidth")
    context.close()
    assert width <= 360


def test_every_page_says_that_the_example_is_fictional(site: Site) -> None:
    for path in site.pages():
        text = (site.folder / path).read_text(encoding="utf-8")
        assert re.search(r'class="cerkit-notice">Fictional example', text), path


def test_no_page_carries_the_text_of_a_macro(site: Site) -> None:
    for path in site.pages():
        if path.startswith(("report/", "registers/", "sources/")):
            text = (site.folder / path).read_text(encoding="utf-8")
            article = text[text.index("<article") : text.index("</article>")]
            assert not re.search(r"\{\{|\}\}|\{%|Macro \w* ?Error|[\ue000-\uf8ff]", article), path


def open_page(context: BrowserContext, site: Site, path: str) -> Page:
    page = context.new_page()
    page.goto(site.url + path, wait_until="load")
    return page


def test_a_table_is_filtered_with_the_keyboard(site: Site, context: BrowserContext) -> None:
    page = open_page(context, site, REQUIREMENTS)
    tools = page.locator(".table-tools").first
    box = tools.get_by_role("searchbox", name="Filter rows")
    rows = page.locator("table.records").first.locator("tbody tr[id]")
    total = rows.count()
    assert total > 20
    box.focus()
    page.keyboard.type("UK-ER-13.6.b")
    shown = [row for row in rows.all() if row.is_visible()]
    assert 1 <= len(shown) < total
    assert all("UK-ER-13.6.b" in (row.text_content() or "") for row in shown)
    assert f"{len(shown)} of " in (tools.locator("output").text_content() or "")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    assert sum(row.is_visible() for row in rows.all()) == total


def test_a_link_leads_to_a_row_that_the_filter_hides(site: Site, context: BrowserContext) -> None:
    page = open_page(context, site, REQUIREMENTS)
    page.locator(".table-tools input").first.fill("nothing has this text")
    row = page.locator("table.records").first.locator("tbody tr[id]").first
    name = row.get_attribute("id")
    assert not row.is_visible()
    page.evaluate("(name) => { location.hash = name; }", name)
    row.wait_for(state="visible")


def test_a_column_is_sorted_with_the_keyboard(site: Site, context: BrowserContext) -> None:
    page = open_page(context, site, "registers/endpoints.html")
    table = page.locator("table.records").first
    head = table.locator("thead th").nth(1)
    before = _column(table, 1)
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    up = _column(table, 1)
    assert [text.lower() for text in up] != [text.lower() for text in before]
    assert sorted(up) == sorted(before)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert _column(table, 1) == list(reversed(up)) or len(set(up)) < len(up)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "none"
    assert _column(table, 1) == before


def test_identifiers_are_sorted_by_their_numbers(site: Site, context: BrowserContext) -> None:
    page = open_page(context, site, REQUIREMENTS)
    table = page.locator("table.records.sortable:has(button.sort)").first
    head = table.locator("thead th").first
    head.get_by_role("button").click()
    names = [name for name in _column(table, 0) if re.fullmatch(r"UK-ER-\d+", name)]
    assert names == sorted(names, key=lambda name: int(name.rsplit("-", 1)[1]))
    assert len(names) > 5


def _column(table: object, position: int) -> list[str]:
    texts: list[str] = table.evaluate(  # type: ignore[attr-defined]  # a locator of the browser
        "(table, position) => [...table.tBodies[0].rows].filter((row) => !row.classList.contains('group'))"
        ".map((row) => row.cells[position].textContent.trim())",
        position,
    )
    return texts


def test_a_card_says_what_an_identifier_is(site: Site, context: BrowserContext) -> None:
    page = open_page(context, site, CHAPTER)
    link = page.locator('article p a.record[data-record^="CLM-"]').first
    link.scroll_into_view_if_needed()
    link.hover()
    card = page.get_by_role("tooltip")
    card.wait_for(state="visible")
    name = link.get_attribute("data-record") or ""
    assert name in card.inner_text()
    assert "Claim" in card.inner_text()
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    page.mouse.move(2, 2)
    card.wait_for(state="hidden")


def test_the_card_opens_with_the_keyboard_and_escape_closes_it(site: Site, context: BrowserContext) -> None:
    page = open_page(context, site, CHAPTER)
    link = page.locator("article p a.record").first
    before = page.locator("article").evaluate(
        "(article) => { const links = [...article.querySelectorAll('a[href]')];"
        " const place = links.findIndex((a) => a.matches('p a.record'));"
        " links[place - 1].focus(); return place; }"
    )
    assert before > 0
    page.keyboard.press("Tab")
    card = page.get_by_role("tooltip")
    card.wait_for(state="visible")
    assert (link.get_attribute("data-record") or "-") in card.inner_text()
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert link.get_attribute("aria-describedby") is None


def test_the_first_touch_tells_and_the_second_goes(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = open_page(context, site, CHAPTER)
    link = page.locator("article p a.record").first
    link.scroll_into_view_if_needed()
    link.tap()
    page.get_by_role("tooltip").wait_for(state="visible")
    assert page.url.endswith(CHAPTER)
    link.tap()
    page.wait_for_url(lambda url: CHAPTER not in url)
    context.close()


def test_the_site_reads_from_a_folder_without_a_server(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto((site.folder / CHAPTER).as_uri(), wait_until="load")
    link = page.locator("article p a.record").first
    link.scroll_into_view_if_needed()
    link.hover()
    page.get_by_role("tooltip").wait_for(state="visible")
    link.click()
    page.wait_for_url(lambda url: "/registers/" in url or "/sources/" in url)
    assert page.locator("article h1").is_visible()


def test_the_colours_can_be_switched(site: Site, context: BrowserContext) -> None:
    page = open_page(context, site, CHAPTER)
    scheme = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator("label[title^='Switch to']:visible").click()
    page.wait_for_function("(was) => document.body.dataset.mdColorScheme !== was", arg=scheme)


def test_the_search_works_on_a_page_opened_from_a_folder(site: Site, context: BrowserContext) -> None:
    """As a site that somebody unpacked: the browser then allows no worker and loads no data, and asks no other host."""
    asked: list[str] = []
    wrong: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    page = context.new_page()
    page.goto((site.folder / "registers/claims.html").as_uri())
    page.locator("input[name=query]").fill("SRC-ci-003")
    page.locator(".md-search-result__link", has_text="SRC-ci-003").first.wait_for(state="visible")
    page.locator(".md-search-result__link", has_text="SRC-ci-003").first.click()
    page.wait_for_url("file://**/SRC-ci-003.html**")
    assert wrong == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []


def test_the_search_finds_a_record(site: Site, context: BrowserContext) -> None:
    page = open_page(context, site, HOME)
    page.get_by_role("textbox", name="Search").fill("SRC-ci-003")
    page.locator(".md-search-result__link").first.wait_for(state="visible")
    assert page.locator(".md-search-result__link", has_text="SRC-ci-003").count() > 0


def test_cards_know_every_record_that_pages_link_to(site: Site) -> None:
    script = (site.folder / "assets/cerkit/records.js").read_text(encoding="utf-8")
    known = json.loads(script.removeprefix("window.cerkitRecords=").rstrip().removesuffix(";"))
    for path in site.pages():
        named = re.findall(
            r'<a class="record" data-record="([^"]+)"', (site.folder / path).read_text(encoding="utf-8")
        )
        unknown = {name for name in named if name not in known and not name.startswith("docs/")}
        assert unknown == set(), path

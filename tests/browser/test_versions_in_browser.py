"""Released sites beside each other, in a browser: each page offers the other versions, and an older one says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from browser.conftest import Site, serving
from cerkit.publish.versions import publish_versions
from support.versions import CORRECTION, UPDATE, corrected_repository

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

pytestmark = pytest.mark.browser

CHAPTER = "report/05-conclusions.html"
MENU = ".cerkit-versions summary"
NOTICE = ".cerkit-older"
LINKS = "links => links.map((link) => [link.textContent, link.href, link.getAttribute('aria-current')])"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two released versions, published as the workflow does it."""
    folder = tmp_path_factory.mktemp("versions")
    device = corrected_repository(folder)
    for version in (UPDATE, CORRECTION):
        answer = device.run("release", version)
        assert answer.code == 0, answer.err
    publish_versions(sorted(device.out.iterdir()), folder / "pages")
    with serving(folder / "pages") as site:
        yield site


@contextmanager
def watched(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page in which nothing may fail and nothing be asked of another host."""
    wrong: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site.url, "data:")):
            wrong.append(request.url)

    def answered(response: Response) -> None:
        if response.status >= 400:
            wrong.append(f"{response.status} {response.url}")

    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("request", asked)
    context.on("response", answered)
    yield context.new_page()
    assert wrong == []


def test_the_first_page_leads_to_the_newest_version(shelf: Site, context: BrowserContext) -> None:
    with watched(context, shelf) as page:
        page.goto(shelf.url)
        page.wait_for_url(f"{shelf.url}{CORRECTION}/index.html")
        assert page.inner_text(MENU) == f"Version {CORRECTION}"
        assert page.locator(NOTICE).count() == 0


def test_an_older_version_says_so_and_leads_to_the_same_page(shelf: Site, context: BrowserContext) -> None:
    with watched(context, shelf) as page:
        page.goto(f"{shelf.url}{UPDATE}/{CHAPTER}#sec-conclusions")
        assert page.inner_text(NOTICE).startswith(
            f"This is version {UPDATE} of 2026-06-30. Version {CORRECTION}"
        )
        page.click(f"{NOTICE} a")
        page.wait_for_url(f"{shelf.url}{CORRECTION}/{CHAPTER}#sec-conclusions")


def test_the_menu_names_all_versions_and_marks_the_one_shown(shelf: Site, context: BrowserContext) -> None:
    with watched(context, shelf) as page:
        page.goto(f"{shelf.url}{UPDATE}/{CHAPTER}")
        assert page.eval_on_selector_all(".cerkit-versions a", LINKS) == [
            [f"Version {CORRECTION}", f"{shelf.url}{CORRECTION}/{CHAPTER}", None],
            [f"Version {UPDATE}", f"{shelf.url}{UPDATE}/{CHAPTER}", "true"],
        ]


def test_a_page_that_another_version_lacks_leads_to_its_first_page(
    shelf: Site, context: BrowserContext
) -> None:
    with watched(context, shelf) as page:
        page.goto(f"{shelf.url}{CORRECTION}/about.html")
        page.click(MENU)
        page.click(f"text=Version {UPDATE}")
        page.wait_for_url(f"{shelf.url}{UPDATE}/index.html")


def test_the_menu_is_used_with_the_keyboard(shelf: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{shelf.url}{UPDATE}/{CHAPTER}")
    is_open = "() => document.querySelector('.cerkit-versions').open"
    page.focus(MENU)
    page.keyboard.press("Enter")
    assert page.evaluate(is_open)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == f"Version {CORRECTION}"
    page.keyboard.press("Escape")
    assert not page.evaluate(is_open)
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    page.click("h1")
    assert not page.evaluate(is_open)


def test_versions_are_offered_without_a_server(shelf: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto((shelf.folder / UPDATE / CHAPTER).as_uri())
    page.click(f"{NOTICE} a")
    assert page.url == (shelf.folder / CORRECTION / CHAPTER).as_uri()


def test_a_site_alone_offers_none(site: Site, context: BrowserContext) -> None:
    with watched(context, site) as page:
        page.goto(f"{site.url}{CHAPTER}")
        assert page.locator(".cerkit-versions").count() == 0
        assert page.locator(NOTICE).count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_serious_about_the_menu(
    shelf: Site, browser: Browser, scheme: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # a literal of the parameters
    page = context.new_page()
    page.goto(f"{shelf.url}{UPDATE}/{CHAPTER}")
    page.click(MENU)
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(
        "() => axe.run({include: [['.md-header'], ['.cerkit-older']]}, {resultTypes: ['violations']})"
    )
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    context.close()
    assert [item["id"] for item in found["violations"] if item["impact"] in {"serious", "critical"}] == []
    assert wide <= width

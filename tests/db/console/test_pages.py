"""Every page in a real browser, in both languages: no errors, nothing hostile runs, no barrier that axe knows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from db.queries import list_queries

PAGES = (
    "/",
    "/?region=9901&state=missing&year=2023",
    "/body/heping",
    "/body/hostile",
    "/report/2",
    "/report/3",
    "/case/1",
    "/case/2",
    "/cases?state=any",
    "/sources",
    "/metrics",
    "/metric/reconsideration_accepted?year=2024",
    "/search?q=行政复议",
    "/capture/1",
    "/capture/7",
    "/queries",
    "/fazhi/query-overdue",
    "/fazhi/query-figures",
    "/fazhi",
    "/fazhi/alerts?_facet=state&state__contains=o&_sort=id",
    "/fazhi/coverage",
    "/fazhi/reports/2",
    "/fazhi?sql=select+*+from+bodies+where+id+=+:id&id=heping",
    "/fazhi?sql=delete+from+bodies",
    "/no-such-page",
    "/case/999",
)
_SERIOUS = ("serious", "critical")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_well(page: Page, console: str, path: str) -> None:
    said: list[str] = []
    outside: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: outside.append(request.url))
    for language in ("en", "zh"):
        page.goto(f"{console}{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.evaluate("document.documentElement.lang") == {"en": "en", "zh": "zh-CN"}[language]
        assert "演示数据，不代表真实门户" in page.locator(".stamp").inner_text()
        assert page.evaluate("window.harm") is None
        assert not re.search(r"\{[a-z_]+\}|\bNone\b|Undefined", page.locator("main").inner_text())
    assert [url for url in outside if not url.startswith((console, "data:"))] == []
    failing = [line for line in said if "404" not in line and "400" not in line]  # the browser's own note of a refusal
    assert failing == []
    assert barriers(page) == []


@pytest.mark.parametrize("path", ["/", "/report/2"])
def test_a_dark_page_has_no_barrier(browser: Browser, console: str, path: str) -> None:
    page = browser.new_page(color_scheme="dark", viewport={"width": 375, "height": 800})
    page.goto(f"{console}{path}")
    assert barriers(page) == []
    page.close()


def barriers(page: Page) -> list[tuple[str, str]]:
    """What axe calls serious or critical: rule and the first element."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(item["id"], item["nodes"][0]["html"]) for item in found if item["impact"] in _SERIOUS]


def test_a_hostile_text_is_shown_as_text(page: Page, console: str) -> None:
    page.goto(f"{console}/case/2")
    title = page.locator("h1").inner_text()
    assert "<script>window.harm=1</script>" in title
    assert "\u202e" not in page.content()  # nothing turns the rest of the line around
    assert page.locator("script").count() == 0


def test_choosing_a_figure_shows_where_it_comes_from(page: Page, console: str) -> None:
    page.goto(f"{console}/report/2")
    card = page.locator(".figure:visible")
    assert card.count() == 0
    mark = page.locator("mark", has_text="151")
    mark.locator("a").click()
    assert card.count() == 1
    assert "全年受理行政复议案件151件" in card.locator("blockquote").inner_text()
    assert "行政复议受理数" in card.inner_text()
    assert card.locator("a[href^='/console/capture/']").count() == 1


def test_a_figure_is_chosen_without_a_script(browser: Browser, console: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{console}/report/2")
    page.locator("mark a").first.click()
    assert page.locator(".figure:visible").count() == 1
    context.close()


def test_the_text_is_the_stored_one_and_every_mark_its_number(page: Page, console: str) -> None:
    page.goto(f"{console}/report/2")
    lines = page.locator(".text p").all_text_contents()
    assert "\n".join(lines) == "全年受理行政复议案件151件，同比持平。\n办理行政应诉案件17件；一审审结15件。"
    assert page.locator(".text mark").all_text_contents() == ["151", "17", "15"]


def test_the_changed_sentence_stands_beside_the_old_one(page: Page, console: str) -> None:
    page.goto(f"{console}/report/2")
    cells = page.locator(".diff tbody td")
    assert cells.count() == 2
    assert cells.nth(0).inner_text() == "全年受理行政复议案件162件，同比持平。"
    assert cells.nth(1).locator("ins").all_text_contents() == ["51"]


def test_states_differ_without_colour(page: Page, console: str) -> None:
    page.goto(console)
    cells = page.locator(".matrix td[class^=s-] .glyph").all_text_contents()
    words = page.locator(".matrix td[class^=s-] a").all_text_contents()
    assert len(set(words)) == len({*cells}) >= 7


def test_the_keyboard_reaches_the_content_first(page: Page, console: str) -> None:
    page.goto(console)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_language_stays(browser: Browser, console: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(console)
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Cases", exact=True).click()
    assert page.locator("h1").inner_text().startswith("Cases")
    context.close()


@pytest.mark.parametrize("width", [320, 760])
@pytest.mark.parametrize("path", ["/", "/body/heping", "/report/2", "/case/1", "/cases"])
def test_a_page_fits_a_narrow_screen(browser: Browser, console: str, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{console}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_queries_fit_the_screen(browser: Browser, console: str, width: int) -> None:
    """On a wide one no table has to be moved sideways, but those of dozens of columns."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    for query in list_queries():
        page.goto(f"{console}/fazhi/query-{query.name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, query.name
        if width == 1280:
            hidden = "[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth)"
            assert set(page.evaluate(hidden)) <= {0}, query.name
    page.close()


def test_search_marks_what_was_found(page: Page, console: str) -> None:
    page.goto(f"{console}/search?q=应诉 一审")
    hits = page.locator(".hits > li")
    assert hits.count() == 1
    assert hits.locator("p mark").all_text_contents() == ["应诉", "一审"]
    page.goto(f"{console}/search?q=onerror")
    assert page.evaluate("window.harm") is None
    assert page.locator(".hits mark").all_text_contents() == ["onerror"]


def test_an_original_is_proved_and_shown_in_isolation(page: Page, console: str, config: Path) -> None:
    page.goto(f"{console}/report/2#figure-8")
    page.get_by_role("link", name=re.compile("存档原件 [0-9]+")).locator("visible=true").first.click()
    assert "一致" in page.locator(".proof").inner_text()
    page.get_by_role("link", name="在隔离页中查看").click()
    assert "全年受理行政复议案件151件" in page.locator("body").inner_text()
    with sqlite3.connect(config.parent / "data" / "fazhi.db") as conn:
        hostile = conn.execute("SELECT max(id) FROM captures WHERE url LIKE '%2025.html'").fetchone()[0]
    answer = page.goto(f"{console}/capture/{hostile}/view")
    assert answer is not None and answer.headers["content-security-policy"].startswith("sandbox;")
    assert page.locator("img").count() == 1  # markup it is, and it does nothing
    assert page.evaluate("window.harm") is None
    assert page.evaluate("self.origin") == "null"


def test_a_ranking_gives_every_value_with_what_it_stands_on(page: Page, console: str) -> None:
    page.goto(f"{console}/metric/reconsideration_accepted?year=2024")
    row = page.locator("tbody tr").first
    assert "清河市和平区人民政府" in row.inner_text()
    assert "报告载明" in row.inner_text()

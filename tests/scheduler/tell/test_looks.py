"""A mail as a browser shows it: it fits every width, light and dark, and loads nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from crawler.browser import find_browser
from db.vocabulary import Rule, Severity
from tests.scheduler.tell.desk import desk_site, finding
from tests.scheduler.tell.test_mail import the_mail, worded

LONG = "http://heping.example/" + "a-very-long-path-without-a-place-to-break/" * 6 + "index.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = find_browser()
    assert found is not None, "no browser on this machine: `make browser` installs one"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found.executable, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def page_of_a_mail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = desk_site(tmp_path_factory.mktemp("desk"), operator={"email": "op@example.org"})
    site.db.conn.execute("UPDATE sections SET url = ?", [LONG])
    mail = the_mail(
        site,
        worded(url=LONG),
        finding(
            Rule.CANNOT_TELL, explanation=f"待判定：《{'无空格的长题名' * 20}》（{LONG}）。", severity=Severity.NOTICE
        ),
        *(finding(Rule.PART_ABSENT, metric=str(n), title=f"和平区2025年度：{'x' * 90}{n}") for n in range(6)),
    )
    path = site.data / "mail.html"
    path.write_text(mail.get_body(("html",)).get_content(), encoding="utf-8")  # type: ignore[union-attr]
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 900])
def test_a_mail_fits(browser: Browser, page_of_a_mail: Path, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_of_a_mail.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith(("file:", "cid:"))] == []
    assert page.evaluate(FAINT) == []
    page.close()


# Texts whose colour stands out too little (WCAG AA, 4.5) from the nearest background behind them.
FAINT = """() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    const c = e ? parse(getComputedStyle(e).backgroundColor) : [255, 255, 255];
    return c.length === 3 || c[3] > 0 ? c : behind(e.parentElement);
  };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push(e.textContent.trim().slice(0, 40) + ' ' + contrast.toFixed(2));
  }
  return faint;
}"""

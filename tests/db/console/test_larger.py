"""The console on a larger database: pages open in a browser, are free of barriers, and read no table through."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from benchmarks.make_large import make
from db.console.load.body import load_body
from db.console.load.case import CaseChoice, load_case, load_cases
from db.console.load.home import Choice, load_matrix, load_news
from db.console.load.metric import Among, load_metric
from db.console.load.report import load_report
from db.console.load.sources import load_sources
from db.database import Database, open_database
from parsers.vocabulary import Kind
from tests.db.console.site import served
from tests.db.console.test_pages import barriers

BODIES, YEARS = 12, 9
PAGES = (
    "/",
    "/body/b0011",
    "/report/20",
    "/case/5",
    "/metric/reconsideration_closure_rate?year=2024",
    "/search?q=复议",
)
CONFIG = """
data_dir: data
bodies: [{id: b0000, name: 安宁省人民政府, region: "110000", class: province}]
sections: [{id: b0000-fz, body: b0000, url: "http://www.b0000.example/fz/"}]
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("larger")
    make(folder / "data", BODIES, YEARS, visits=2).close()
    (folder / "fazhi.yaml").write_text(CONFIG, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def console(large: Path) -> Iterator[str]:
    with served(large / "fazhi.yaml") as url:
        yield url


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_a_larger_database(browser: Browser, console: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(console + path)
    assert page.locator("main").inner_text().count("\n") > 5
    assert said == []
    if path == "/":
        assert barriers(page) == []
    page.close()


def test_a_chart_tells_of_each_percentage_what_it_is_of(console: str) -> None:
    labels = re.findall(r'<svg[^>]*aria-label="([^"]*%[^"]*)"', httpx.get(f"{console}/body/b0011", timeout=60).text)
    assert labels
    for label in labels:
        assert label.count("%") == len(re.findall(r"[0-9]% \((?:[0-9,?]+/[0-9,]+|分母未载明)\)", label)), label


def test_every_table_opens_from_the_list(console: str) -> None:
    """Also the views of which all rows would take too long."""
    page = httpx.get(f"{console}/fazhi", timeout=60).text
    found = re.findall(r'href="(/fazhi/[a-z_]+(?:\?[^"]*)?)"><code>', page)
    assert len(found) > 35
    for path in found:
        assert httpx.get(console + html.unescape(path), timeout=60).status_code == 200, path


def test_every_year_of_every_body_has_its_cell(browser: Browser, console: str) -> None:
    page = browser.new_page()
    page.goto(console)
    assert page.locator(".matrix tbody tr").count() == BODIES
    assert page.locator(".matrix td[class^=s-]").count() == BODIES * YEARS
    totals = page.locator(".matrix tfoot td").all_inner_texts()
    published, due = (int(part) for part in totals[0].split("/"))
    missing = page.locator(".matrix tbody tr td:nth-child(2):is(.s-missing, .s-cannot_tell)").count()
    assert due == BODIES and published == due - missing
    page.close()


@pytest.fixture(scope="module")
def db(large: Path) -> Iterator[Database]:
    opened = open_database(large / "data", read_only=True)
    yield opened
    opened.close()


# What a page may read from one end to the other: tables of a row a body, a section, a metric or an expected report.
SMALL = {"runs", "b", "bodies", "s", "sections", "metrics", "rules", "k", "d", "u", "e", "expectations", "reports", "r"}


def test_no_page_reads_a_large_table_through(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    load_matrix(db, Choice(Kind.FAZHI_ANNUAL))
    load_matrix(db, Choice(Kind.FAZHI_ANNUAL, region="11", state="missing", year=2024, name="县"))
    load_news(db)
    load_body(db, "b0011")
    load_report(db, 20, None, None)
    load_case(db, 5)
    load_cases(db, CaseChoice())
    load_metric(db, "reconsideration_closure_rate", Among(Kind.FAZHI_ANNUAL, 2024))
    load_sources(db, "", "", 1)
    db.conn.set_trace_callback(None)
    scans = set()
    for sql in {sql for sql in asked if sql.lstrip().startswith(("SELECT", "WITH"))}:
        for row in db.conn.execute(f"EXPLAIN QUERY PLAN {sql}"):
            words = row[3].split()
            if words[0] == "SCAN" and "COVERING" not in words and "VIRTUAL" not in words:
                scans.add(words[1])
    assert {name for name in scans if not name.startswith(("(", "json_each", "chosen", "later", "SUBQUERY"))} <= SMALL


def test_a_view_is_never_counted_and_peers_are_asked_for_at_one_metric(console: str) -> None:
    """However it is asked for: over millions of rows either takes longer than anybody waits."""
    shown = httpx.get(f"{console}/fazhi/peers?body_id=b0004", timeout=60, follow_redirects=True)
    assert shown.status_code == 200
    assert dict(shown.url.params) == {
        "body_id": "b0004", "metric": "reconsideration_accepted", "period": "2025", "_nocount": "1",
    }  # fmt: skip
    own = httpx.get(f"{console}/fazhi/peers?metric__exact=legal_aid_cases&period=2024", timeout=60)
    assert own.status_code == 200 and "legal_aid_cases" in own.text
    plain = httpx.get(f"{console}/fazhi/peers.json", timeout=60)
    assert plain.status_code == 400 and "/fazhi/peers.json?metric=" in plain.json()["error"]
    asked = httpx.get(f"{console}/fazhi/peers.json?metric=legal_aid_cases&period=2024", timeout=60)
    assert asked.status_code == 200 and asked.json()["rows"]
    counted = re.compile(r"<h2>\s*[\d,]+ rows?")
    assert counted.search(httpx.get(f"{console}/fazhi/bodies", timeout=60).text)
    for name in ("sentences", "trends"):
        assert not counted.search(httpx.get(f"{console}/fazhi/{name}", timeout=60).text)
        assert httpx.get(f"{console}/fazhi/{name}.json", timeout=60).json()["filtered_table_rows_count"] is None


def test_no_search_is_offered_that_cannot_work(console: str) -> None:
    page = httpx.get(f"{console}/fazhi/report_search", timeout=60)
    assert page.status_code == 200 and "_search" not in re.findall(r'name="(\w+)"', page.text)


def test_a_file_that_is_held_or_breaks_while_it_is_shown_is_named_and_left(large: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "fazhi.db"
    path.write_bytes((large / "data" / "fazhi.db").read_bytes())
    (tmp_path / "fazhi.yaml").write_text(CONFIG, encoding="utf-8")
    with served(tmp_path / "fazhi.yaml") as url:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.executescript("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE held (x);")
        for shown in ("/", "/fazhi/alerts", "/fazhi/alerts.json", "/fazhi/query-blind"):
            held = httpx.get(url + shown, timeout=60)
            assert held.status_code == 503
            assert "另一个程序正独占数据库文件" in (held.json()["error"] if ".json" in shown else held.text)
        holder.close()
        assert httpx.get(url, timeout=60).status_code == 200
        with path.open("r+b") as file:
            file.seek(4096 * 40)
            file.write(b"\xff" * (path.stat().st_size - 4096 * 40))
        broken = path.read_bytes()
        answers = [httpx.get(f"{url}/report/{number}", timeout=60) for number in range(1, 60, 3)]
        damaged = [answer for answer in answers if answer.status_code == 503]
        assert damaged and "请恢复备份" in damaged[0].text
        assert {answer.status_code for answer in answers} <= {200, 404, 503}
        path.rename(tmp_path / "elsewhere.db")
        for shown in ("/", "/fazhi/alerts.json", "/fazhi/query-blind"):
            assert httpx.get(url + shown, timeout=60).status_code == 503, "nothing is shown from memory"
        (tmp_path / "elsewhere.db").rename(path)
    assert path.read_bytes() == broken
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(path) as conn:
        conn.execute("SELECT sum(length(text)) FROM report_versions").fetchall()

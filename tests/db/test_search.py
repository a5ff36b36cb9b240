"""Full-text search: words found as they stand, whatever is typed, kept in step with what is stored."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.database import Database, write
from db.problems import DatabaseProblem
from db.queries import query_named, run_query
from db.search import LONGEST, search
from db.search_index import rebuild, separate
from tests.db.world import TITLE, URL, World

TEXT = """和平区人民政府2024年度法治政府建设情况报告
一、主要工作。全区受理行政复议案件2,134件，办结90.5%；法律援助案件３５１件。落实《重大行政决策程序暂行条例》，二〇二四年A类企业增加。
二、存在的不足，及其原因"""


@pytest.fixture
def full(world: World) -> World:
    other = URL.replace("2024", "2023")
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02")
    world.crawl("2025-03-03", {URL: TITLE, other: TITLE}, {other: ("办理法律援助案件12件，法律服务。".encode(), {})})
    world.read("2025-03-03", year=2023, title="2023年报告")
    return world


def years(world: World, text: str, **filters) -> list[int]:
    return [hit.year for hit in search(world.db, text, **filters).hits]


@pytest.mark.parametrize(
    "text",
    ["复议", "行政复议案件", "援助", "2,134", "2134件", "90.5%", "351", "３５１件", "二〇二四年",
     "a类", "Ａ类企业", "落实重大行政决策", "《重大行政决策程序暂行条例》", "案件2,134件，办结", "复议 援助 企业",
     "复议\u3000企业", '"行政复议"', "和平区人民政府"],
)  # fmt: skip
def test_what_stands_in_the_text_is_found(full: World, text: str) -> None:
    assert 2024 in years(full, text)
    assert run_query(full.db, "search", {"text": text}).rows[0][0] == 2024


@pytest.mark.parametrize(
    "text",
    [
        "政行",
        "134",
        "213",
        "90",
        "5",
        "案件办结",
        "工作全区",
        "法治援助",
        "复议 林业",
        "不足及其",
        "3511",
        "企业加",
        "加二",
    ],
)
def test_what_does_not_stand_there_so_is_not(full: World, text: str) -> None:
    assert years(full, text) == []


def test_newest_report_years_come_first_page_by_page(full: World) -> None:
    found = search(full.db, "法律援助", limit=1)
    assert ([hit.year for hit in found.hits], found.total, found.more) == ([2024], 2, False)
    assert years(full, "法律援助", limit=1, offset=1) == [2023]
    pages = [(9, 0), (2, 0), (1, 1), (9, 1), (1, 2), (0, 0), (9, 99)]
    assert {search(full.db, "法律援助", limit=limit, offset=offset).total for limit, offset in pages} == {2}
    assert years(full, "法律援助", year=2023) == [2023]
    assert years(full, "法律援助", body="heping", kind="fazhi_annual", region="9901") == [2024, 2023]
    assert years(full, "法律援助", region="43") == years(full, "法律援助", body="lusong") == []


def test_a_hit_shows_the_passage_and_what_to_mark(full: World) -> None:
    (hit,) = search(full.db, "行政复议 援助案件351件").hits
    text = full.db.conn.execute("SELECT text FROM report_versions WHERE id = ?", [hit.version_id]).fetchone()[0]
    assert text[hit.start : hit.start + len(hit.passage)] == hit.passage
    assert hit.passage.startswith("全区受理")
    assert [hit.passage[low:high] for low, high in hit.marks] == ["行政复议", "援助案件３５１件"]
    assert (hit.part, hit.body, hit.url) == ("results", "清河市和平区人民政府", URL)
    (named,) = search(full.db, "2024年度法治 复议").hits
    assert [named.title[low:high] for low, high in named.title_marks] == ["2024年度法治"]


HOSTILE = [
    "", " ", '"', '""', "'", "法治\x00政府", "\x00", "复议 AND NOT", "NEAR(复 议)", "*", "^复", "text:复议", "复议*",
    "-复议", "(", "复 OR", "{title}", "\ud800复议", "\u202e复议", "；；", "％", "＂复议＂", "'; DROP TABLE reports; --",
    "<b>复议</b>", "\ue000", "🀄", "行" * 10_000, "行 " * 5_000, '"' * 10_000, "a" * 10_000, "复 议" * 60,
    "不" + "）" * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_question_is_an_error(full: World, text: str) -> None:
    search(full.db, text)
    if not re.search("[\ud800-\udfff]", text):  # which no command line and no form can hand over
        run_query(full.db, "search", {"text": text})
    assert full.db["reports"].count == 2


def test_no_number_is_an_error(full: World) -> None:
    assert years(full, "援助", limit=-1) == years(full, "援助", year=-1) == years(full, "援助", year=10**40) == []
    assert years(full, "援助", limit=10**40, offset=-5) == [2024, 2023]
    for number in (str(10**40), "-1", "0"):
        with pytest.raises(DatabaseProblem, match=r"out of range|count cannot be .*a whole number from 1 to 9999"):
            run_query(full.db, "search", {"text": "援助", "count": number})


@given(st.text(st.sampled_from("法治，。 \n\t\u3000\"'（《Ａa1１2〇。—＂，；&*.,．"), max_size=LONGEST))
def test_the_query_cuts_a_question_as_the_index_cuts_a_text(text: str) -> None:
    """search.sql makes of each string what `separate` makes of it: what stands in a text, asked for, finds it."""
    words = (
        query_named("search").sql.split("), asked AS")[0] + ") SELECT words FROM letters ORDER BY place DESC LIMIT 1"
    )
    (made,) = sqlite3.connect(":memory:").execute(words, {"text": text}).fetchone()
    terms = [separate(word.replace('"', " ").replace("＂", " ")).split() for word in re.split("[ \t\n\r\u3000]", text)]
    assert [term.split() for term in re.findall('"([^"]*)"', made + '"')] == terms


def test_the_index_follows_every_change(full: World) -> None:
    changed = URL.replace("2024", "2023")
    full.crawl("2025-03-09", {URL: TITLE, changed: TITLE}, {changed: ("办理公证12件。".encode(), {})})
    full.read("2025-03-09", year=2023)
    assert (years(full, "公证"), years(full, "法律服务")) == ([2023], [])  # an earlier version is not what it says now
    full.read("2025-03-10", parser="2", year=2022, title="改正")  # both documents turn out to be of another year
    assert years(full, "公证") == years(full, "改正") == [2022]
    with write(full.db):
        full.db.conn.execute("DELETE FROM reports")
    assert years(full, "公证") == []
    assert_index_is_as_rebuilt(full)


def index_words(db: Database) -> list[tuple]:
    """All words of the index with their places."""
    db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, report_search, instance)")
    rows = db.execute("SELECT doc, term, col, offset FROM words ORDER BY 1, 3, 4").fetchall()
    db.execute("DROP TABLE temp.words")
    return rows


def assert_index_is_as_rebuilt(world: World) -> None:
    kept = index_words(world.db)
    rebuild(world.db.conn)
    assert kept == index_words(world.db)
    world.db.conn.execute("INSERT INTO report_search (report_search) VALUES ('integrity-check')")


def test_index_and_rows_are_one_transaction(full: World) -> None:
    change = "UPDATE report_versions SET text = '林业'"
    with pytest.raises(sqlite3.IntegrityError), write(full.db):
        full.db.executescript(f"{change}; UPDATE report_versions SET method = 'none of ours'")
    assert (years(full, "林业"), years(full, "复议")) == ([], [2024])
    assert_index_is_as_rebuilt(full)


def test_plain_sqlite_utils_searches_the_file(full: World) -> None:
    sql = query_named("search").sql
    params = {"text": "法律援助", "year": "2023", "count": "9", "skip": "", "kind": "", "region": "", "body": ""}
    given = [word for name, value in params.items() for word in ("-p", name, value)]
    command = [sys.executable, "-m", "sqlite_utils", str(full.folder / "fazhi.db"), sql, *given]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert '"year": 2023' in run.stdout

"""`decide` and `add` on a real site: a person's word becomes a report at once, and outlives every later reading."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from db.database import Database, fetch_dicts, open_database
from scheduler.config import load_config
from scheduler.passes.site import open_site
from tests.corridor import UNREAD, fazhi_here, fazhi_json, replayed
from tests.crawler.portal import Answer, Portal
from tests.farm.details import word_file
from tests.travel.crawling import read_here

ROOT = Path(__file__).parents[3]
NEWSPAPER = "/c14692/20230907/i2300203.html"
SIGNED = ("--by", "王科长", "--why", "纸质文件已核对")
REPORT = (
    "<html><head><title>屈原管理区2023年度法治政府建设工作报告</title></head><body>"
    "<div class='nav'><a href='/'>首页</a></div>"
    "<h1>屈原管理区2023年度法治政府建设工作报告</h1><div class='content'>"
    "<p>2023年，我区坚持以习近平法治思想为指导，扎实推进法治政府建设，现将有关情况报告如下：</p>"
    "<p>一、主要举措和成效</p><p>全年共办理行政复议案件12件，审结12件；行政机关负责人出庭应诉率为100%。</p>"
    "<p>二、存在的不足和原因</p><p>基层执法力量仍显薄弱，个别单位对法治建设重视不够。</p>"
    "<p>三、下一年度工作安排</p><p>继续加强执法队伍建设，提高依法行政水平。</p></div></body></html>"
)


class House:
    def __init__(self, config: Path, newspaper: str) -> None:
        self.config = config
        self.newspaper = newspaper

    def say(self, *words: str) -> tuple[int, str]:
        code, out, err = fazhi_here("--config", str(self.config), *words)
        return code, out + err

    def ask(self, *words: str) -> dict[str, Any]:
        code, out, err = fazhi_here("--config", str(self.config), "--json", *words)
        assert code == 0, (out, err)
        return dict(json.loads(out))

    @property
    def db(self) -> Database:
        return open_database(self.config.parent, read_only=True)

    def reports(self) -> set[tuple[str, int]]:
        return {(row["body_id"], row["year"]) for row in fetch_dicts(self.db, "SELECT body_id, year FROM reports")}


@pytest.fixture(scope="module", autouse=True)
def reads_in_this_process() -> Iterator[None]:
    """The pool of readers has tests of its own; here it would begin a process for each word."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scheduler.passes.reading.read_all", read_here)
        yield


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A real site after its first crawl; nothing is read by OCR here."""
    with replayed(tmp_path_factory.mktemp("site"), ocr=False) as (config, servers):
        fazhi_json(config, "crawl", codes=UNREAD)
        yield House(config, servers["lusong"].url + NEWSPAPER)


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as portal:
        yield portal


@pytest.mark.timeout(180)
def test_a_decision_makes_a_report_outlives_reread_and_can_be_taken_back(house: House) -> None:
    code, text = house.say("decide", house.newspaper, "--as", "report", *SIGNED)
    assert (code, "--kind and --year" in text) == (2, True)

    said = house.ask("decide", house.newspaper, "--as", "report", "--kind", "fazhi_annual", "--year", "2021", *SIGNED)
    assert (said["decision"], said["report"]["year"]) == ("report", 2021)
    owner = (said["report"]["body_id"], 2021)  # whoever issued it, not the section that lists it
    house.ask("reread", "--all")
    assert owner in house.reports()

    said = house.ask("decide", house.newspaper, "--as", "not_a_report", *SIGNED)
    assert (said["decision"], said["report"]) == ("not_a_report", None)
    house.ask("reread", "--all")
    assert owner not in house.reports()
    kept = fetch_dicts(house.db, 'SELECT decision, "by", why FROM decisions WHERE url = ?', [house.newspaper])
    assert kept == [{"decision": "not_a_report", "by": "王科长", "why": "纸质文件已核对"}]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("decide", "http://nowhere.example/1.html", "--as", "not_a_report", *SIGNED),
            "no list that was visited shows",
        ),
        (("decide", "{newspaper}", "--as", "unsure", *SIGNED), "unsure"),
        (("decide", "{newspaper}", "--as", "other_kind", "--year", "2023", *SIGNED), "--as report only"),
        (("decide", "{newspaper}", "--as", "report", "--year", "2999", *SIGNED), "--year 2999"),
        (("decide", "{newspaper}", "--as", "not_a_report", "--by", " ", "--why", "x"), "--by must say something"),
        (("add", "missing.pdf", "--body", "quyuan", "--kind", "fazhi_annual", "--year", "2023", *SIGNED), "No such"),
        (("add", "missing.pdf", "--body", "nobody", "--kind", "fazhi_annual", "--year", "2023", *SIGNED), "lusong"),
        (
            ("add", "{newspaper}", "--body", "lusong", "--kind", "fazhi_annual", "--year", "2023", *SIGNED),
            "settle it with `fazhi decide`",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(house: House, words: tuple[str, ...], says: str) -> None:
    code, text = house.say(*(word.format(newspaper=house.newspaper) for word in words))
    assert (code, says in text) == (2, True), text
    assert "Traceback" not in text


@pytest.mark.timeout(180)
def test_a_file_is_archived_chained_and_read_like_any_other(house: House, tmp_path: Path) -> None:
    path = tmp_path / "法治日报 2023.html"
    path.write_text(REPORT, encoding="utf-8")
    words = ("add", str(path), "--body", "quyuan", "--kind", "fazhi_annual", "--year", "2023", *SIGNED)
    said = house.ask(*words)
    assert said["report"]["body_id"] == "quyuan"
    assert said["report"]["title"] == "屈原管理区2023年度法治政府建设工作报告"
    assert house.ask(*words)["report"]["id"] == said["report"]["id"]

    captures = fetch_dicts(house.db, "SELECT * FROM captures WHERE document_url = ?", [said["url"]])
    assert {(row["role"], row["verdict"], row["size"]) for row in captures} == {("detail", "ok", len(REPORT.encode()))}
    versions = fetch_dicts(house.db, "SELECT text FROM report_versions WHERE report_id = ?", [said["report"]["id"]])
    assert ["审结12件" in row["text"] for row in versions] == [True]  # the same file twice is one version
    assert str(tmp_path) not in json.dumps(captures, default=str)
    assert house.ask("verify")["failures"] == []
    house.ask("reread", "--all")
    assert ("quyuan", 2023) in house.reports()


@pytest.mark.timeout(180)
def test_a_page_is_fetched_with_its_guards(house: House, portal: Portal) -> None:
    portal.pages["/news/1.html"] = Answer.html(REPORT.replace("2023", "2022"))
    words = ("--body", "quyuan", "--kind", "fazhi_annual", "--year", "2022", *SIGNED)
    code, text = house.say("add", portal.url("/news/1.html"), *words)
    assert (code, "forbidden_address" in text) == (1, True), text
    assert not portal.asked
    left = fetch_dicts(house.db, "SELECT * FROM documents_seen WHERE url = ?", [portal.url("/news/1.html")])
    assert left == []  # what could not be had is not waited for: it would make the year's absence unprovable

    config = yaml.safe_load(house.config.read_text(encoding="utf-8"))
    config["network"]["allow"].append(f"127.0.0.1:{portal.port}")
    house.config.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    code, text = house.say("add", portal.url("/news/gone.html"), *words)
    assert (code, "is gone" in text) == (1, True), text
    said = house.ask("add", portal.url("/news/1.html"), *words)
    assert (said["report"]["body_id"], said["report"]["year"]) == ("quyuan", 2022)
    assert said["title"] == "屈原管理区2022年度法治政府建设工作报告"
    assert [asked.path for asked in portal.asked] == ["/robots.txt", "/news/gone.html", "/robots.txt", "/news/1.html"]
    assert house.ask("verify")["failures"] == []


@pytest.mark.timeout(240)
def test_a_page_is_entered_with_its_attachments(house: House, portal: Portal) -> None:
    """A letter with an annex: the annex is the report. What is not there as a whole is not entered."""
    config = yaml.safe_load(house.config.read_text(encoding="utf-8"))
    config["network"]["allow"].append(f"127.0.0.1:{portal.port}")
    house.config.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    title = "屈原管理区2021年度法治政府建设工作报告"
    letter = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div class='content'>"
        f"<p>现将《{title}》予以公布。</p><p>附件：<a href='/files/a.docx'>年度报告.docx</a></p>"
        "<p><a href='/files/b.docx'>统计说明.docx</a></p></div></body></html>"
    )
    portal.pages = {
        "/news/2.html": Answer.html(letter),
        "/files/a.docx": word_file(REPORT.replace("2023", "2021"), title),
        "/files/b.docx": Answer(b"x", 500),
    }
    words = ("add", portal.url("/news/2.html"), "--body", "quyuan", "--kind", "fazhi_annual", "--year", "2021", *SIGNED)
    code, text = house.say(*words)
    assert (code, "/files/b.docx is error (status 500)" in text) == (1, True), text
    assert ("quyuan", 2021) not in house.reports()

    portal.pages["/files/b.docx"] = word_file("<p>统计口径说明。</p>", "统计说明")
    said = house.ask(*words)
    assert (said["report"]["year"], said["title"]) == (2021, title)
    captures = fetch_dicts(
        house.db,
        "SELECT role, label, verdict FROM captures WHERE document_url = ? AND verdict = 'ok' ORDER BY id DESC LIMIT 3",
        [said["url"]],
    )
    assert [(capture["role"], capture["label"]) for capture in captures] == [
        ("attachment", "统计说明.docx"),
        ("attachment", "年度报告.docx"),
        ("detail", None),
    ]
    (version,) = fetch_dicts(
        house.db, "SELECT text, method FROM report_versions WHERE report_id = ?", [said["report"]["id"]]
    )
    assert (version["method"], "审结12件" in version["text"]) == ("docx", True)
    assert house.ask("verify")["failures"] == []


@pytest.mark.timeout(120)
def test_the_named_body_outranks_the_issuer_that_is_read(house: House, tmp_path: Path) -> None:
    path = tmp_path / "letter.html"
    path.write_text(REPORT.replace("屈原管理区2023", "株洲市司法局2020").replace("2023", "2020"), encoding="utf-8")
    said = house.ask("add", str(path), "--body", "lusong", "--kind", "fazhi_annual", "--year", "2020", *SIGNED)
    assert (said["report"]["body_id"], said["report"]["year"]) == ("lusong", 2020)


def test_a_simulation_says_so(tmp_path: Path) -> None:
    with replayed(tmp_path, ocr=False) as (config, _):
        open_site(load_config(config), today=date(2026, 3, 20)).db.close()
        path = tmp_path / "letter.html"
        path.write_text(REPORT, encoding="utf-8")
        words = ("add", str(path), "--body", "quyuan", "--kind", "fazhi_annual", "--year", "2023", *SIGNED)
        code, out, _ = fazhi_here("--config", str(config), *words)
        assert (code, "演示数据" in out) == (0, True)

"""`fazhi doctor URL` on portals of loopback: what it says, what it proposes and saves, and that the entry works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from db.database import fetch_dicts, open_database
from parsers.records import Page
from scheduler.demo.portals import PortalServer, serve_portals
from scheduler.doctor.entry import BODY
from tests.corridor import UNREAD, fazhi, fazhi_json, replayed
from tests.crawler.portal import Answer, Portal, list_page, robots, row
from tests.crawler.test_tls import make_certificate, server
from tests.parsers.pages import golden

LUSONG, QUYUAN = "/c14692/index.html", "/quyuan/fzzf/xlist.shtml"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Nothing but the absence of delays: these portals are our own."""
    path = tmp_path / "fazhi.yaml"
    path.write_text("crawl: {per_host_delay: 0}\n", encoding="utf-8")
    return path


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as portal:
        portal.pages["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 0.1\nDisallow: /closed/\n")
        yield portal


def doctor(config: Path, *words: str) -> tuple[int, dict[str, Any]]:
    code, out, err = fazhi("--config", str(config), "--json", "doctor", *words)
    assert out, err
    found: dict[str, Any] = json.loads(out)
    return code, found


def peer(server: PortalServer | Portal) -> str:
    return f"127.0.0.1:{server.port if isinstance(server, Portal) else server.server_address[1]}"


@pytest.mark.timeout(120)
def test_a_list_is_described_and_saved_as_a_fixture(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_portals({"lusong": 0}) as servers:
        server = servers["lusong"]
        saved = tmp_path / "cases" / "f01_saved"
        code, found = doctor(config, server.url + LUSONG, "--allow", peer(server), "--save", str(saved))
    assert code == 0
    assert (found["verdict"], found["family"], found["family_seen"]) == ("ok", "ci", False)
    assert found["rows"] == found["dated"] > 5
    assert found["newest"] == "2026-03-16"
    assert found["next"] == f"{server.url}/c14692/pages/2.html"
    titles = {row["title"]: row for row in found["reports"]}
    report = titles["株洲市芦淞区人民政府2025年法治政府建设情况报告"]
    assert (report["kind"], report["year"], report["date"]) == ("fazhi_annual", 2025, "2026-02-12")
    assert all(row["why"] for row in found["reports"])
    assert "allows this address" in found["robots"]

    monkeypatch.setattr(golden, "FAMILIES", saved.parent)
    assert golden.observe("f01_saved") == golden.expected("f01_saved")
    meta = golden.load_meta("f01_saved")
    assert (len(meta["why"]) > 20, meta["origin"]) == (True, "seen")
    assert {path.name for path in saved.iterdir()} == {"page.html", "meta.yaml", "expected.json"}
    (entry,) = meta["pages"]
    assert (entry["status"], entry["role"], entry["fetched_at"][:2]) == (200, "list", "20")


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("name", "path", "years"), [("lusong", LUSONG, {2022, 2024, 2025}), ("quyuan", QUYUAN, {2024})]
)
def test_a_proposed_entry_is_pasted_and_crawled(tmp_path: Path, name: str, path: str, years: set[int]) -> None:
    with replayed(tmp_path, ocr=False) as (config, servers):
        document = yaml.safe_load(config.read_text(encoding="utf-8"))
        document.pop("sections")
        base = yaml.safe_dump(document, allow_unicode=True)
        config.write_text(base, encoding="utf-8")
        code, found = doctor(config, servers[name].url + path)
        assert code == 0
        entry = found["entry_yaml"].replace(BODY, name)
        config.write_text(f"{base}sections:\n{entry}", encoding="utf-8")
        fazhi_json(config, "crawl", codes=UNREAD)
    db = open_database(tmp_path, read_only=True)
    assert {row["year"] for row in fetch_dicts(db, "SELECT year FROM reports")} == years
    assert [row["whole"] for row in fetch_dicts(db, "SELECT whole FROM visits")] == [1]


@pytest.mark.timeout(120)
def test_a_home_page_leads_to_the_columns(config: Path, portal: Portal) -> None:
    news = "".join(
        f'<li><a href="/news/20260{n}01/t{n}.html">我县召开第{n}次常务会议研究部署重点工作</a></li>'
        for n in range(1, 9)
    )
    portal.pages["/"] = Answer.html(
        "<html><head><title>青禾县人民政府</title></head><body><ul>"
        '<li><a href="/zwgk/">政务公开</a></li><li><a href="/zwgk/fzzf/">法治政府建设年度报告</a></li>'
        f'<li><a href="/zfgs/">行政执法公示</a></li></ul><ul>{news}</ul></body></html>'
    )
    code, found = doctor(config, portal.url("/"), "--allow", peer(portal))
    assert code == 0
    assert [column["name"] for column in found["columns"]] == ["法治政府建设年度报告", "行政执法公示", "政务公开"]
    assert found["entry"] is None  # a home page is no column, however many rows it has
    assert found["crawl_delay"] == 0.1


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated:DeprecationWarning")
@pytest.mark.timeout(120)
def test_a_host_with_old_tls_is_looked_at_and_its_entry_says_legacy(config: Path, tmp_path: Path) -> None:
    with Portal(tls=server(make_certificate(tmp_path), old=True)) as portal:
        rows = [row(f"/fz/2025022{n}/i{n}.html", f"青禾县{2015 + n}年度法治政府建设情况报告") for n in range(1, 9)]
        portal.pages = {"/robots.txt": robots(), "/fz/": list_page(rows)}
        code, found = doctor(config, portal.url("/fz/"), "--allow", peer(portal))
    assert (code, found["rows"], found["tls"]) == (0, 8, "legacy")
    assert found["entry"]["tls"] == "legacy"


@pytest.mark.timeout(120)
def test_what_speaks_against_a_visit_is_said(config: Path, portal: Portal) -> None:
    code, found = doctor(config, portal.url("/fz/"))
    assert (code, found["verdict"], "network.allow" in found["reason"]) == (1, "forbidden_address", True)
    assert not portal.asked
    code, found = doctor(config, portal.url("/closed/fz/"), "--allow", peer(portal))
    assert (code, found["verdict"], found["entry"]) == (1, "robots", None)
    assert "does not let" in found["robots"]
    code, found = doctor(config, portal.url("/gone/"), "--allow", peer(portal))
    assert (code, found["verdict"], found["rows"]) == (1, "gone", 0)


@pytest.mark.timeout(120)
def test_a_stub_is_followed_and_the_page_behind_it_proposed(config: Path, portal: Portal, tmp_path: Path) -> None:
    entry = next(item for item in golden.load_meta("f01_ci")["pages"] if item["file"] == "page.html")
    page: Page = golden.load_page("f01_ci", entry)
    portal.pages["/fzzf"] = Answer.html(
        '<html><head><meta http-equiv="refresh" content="0;url=/c14692/"></head></html>'
    )
    portal.pages["/c14692/"] = Answer(
        page.body, headers={"Content-Type": "text/html; charset=utf-8", "Set-Cookie": "JSESSIONID=secret; Path=/"}
    )
    saved = tmp_path / "saved"
    code, found = doctor(config, portal.url("/fzzf"), "--allow", peer(portal), "--save", str(saved))
    assert code == 0
    assert [step["verdict"] for step in found["steps"]] == ["redirect_stub", "ok"]
    assert found["entry"]["url"] == portal.url("/c14692/")
    assert found["rows"] == 10
    assert len(found["saved"]) == 4
    assert "secret" not in (saved / "meta.yaml").read_text(encoding="utf-8")


@pytest.mark.timeout(120)
def test_a_shell_is_rendered_and_its_entry_says_browser(config: Path, portal: Portal) -> None:
    items = [
        [f"/fz/2025030{n}/{n}.html", f"青禾县{2016 + n}年度法治政府建设情况报告", f"{2017 + n}-03-0{n}"]
        for n in range(1, 9)
    ]
    script = (
        "const box=document.getElementById('app');fetch('/data.json').then(r=>r.json()).then(rows=>{"
        "box.innerHTML='<ul>'+"
        "rows.map(r=>'<li><a href=\"'+r[0]+'\">'+r[1]+'</a><span>'+r[2]+'</span></li>').join('')+'</ul>'})"
    )
    portal.pages["/spa/"] = Answer.html(
        '<html><head><title>法治政府建设</title></head><body><div id="app"></div>'
        '<script src="/app.js"></script></body></html>'
    )
    portal.pages["/app.js"] = Answer(script.encode(), headers={"Content-Type": "text/javascript; charset=utf-8"})
    portal.pages["/data.json"] = Answer(
        json.dumps(items, ensure_ascii=False).encode(), headers={"Content-Type": "application/json; charset=utf-8"}
    )
    code, found = doctor(config, portal.url("/spa/"), "--allow", peer(portal))
    assert code == 0, found
    assert [(step["verdict"], step["rendered"]) for step in found["steps"]] == [("shell", False), ("ok", True)]
    assert (found["rows"], found["entry"]["render"]) == (8, "browser")
    assert len(found["reports"]) == 8


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("www.lusong.gov.cn",), "write the whole address"),
        (("http://a.example/", "--allow", "a/b/c"), "--allow"),
        (("http://a.example/", "--family", "nosuch"), "--family nosuch"),
        (("--save", "somewhere"), "fazhi doctor URL"),
    ],
)
def test_wrong_words_are_one_sentence(config: Path, words: tuple[str, ...], says: str) -> None:
    code, out, err = fazhi("--config", str(config), "doctor", *words)
    assert (code, says in err, out) == (2, True, "")


def test_a_folder_with_something_in_it_is_left_alone(config: Path, portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "page.html").write_text("mine", encoding="utf-8")
    words = ("doctor", portal.url("/gone/"), "--allow", peer(portal), "--save", str(tmp_path / "full"))
    code, _, err = fazhi("--config", str(config), *words)
    assert (code, "name a new folder" in err) == (2, True)
    assert (tmp_path / "full" / "page.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.timeout(120)
def test_folders_of_reports_are_named(config: Path, portal: Portal) -> None:
    years = (2025, 2024, 2023)
    reports = [
        row(f"/c1/20260301/i{n}.html", f"芦淞区{name}局2025年度法治政府建设情况报告") for n, name in enumerate("甲乙丙")
    ]
    folders = [row(f"/c1/y{year}/", f"{year}年度法治政府建设年度报告") for year in years]
    portal.pages["/c1/"] = list_page(folders)
    portal.pages |= {f"/c1/y{year}/": list_page(reports) for year in years}
    code, found = doctor(config, portal.url("/c1/"), "--allow", peer(portal))
    assert (code, found["reports"], found["columns"]) == (0, [], [])
    assert found["folders"] == [f"{year}年度法治政府建设年度报告" for year in years]
    assert found["entry"]["url"] == portal.url("/c1/")
    _, out, _ = fazhi("--config", str(config), "doctor", portal.url("/c1/"), "--allow", peer(portal))
    assert "Folders of reports: 3" in out
    assert "proves nothing of what was published" not in out

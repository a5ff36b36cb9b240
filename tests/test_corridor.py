"""The corridor whole: real reports from portal to mail, again with nothing new, killed at any point, and verified."""

from __future__ import annotations

import csv
import email
import json
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlite_utils import Database
from warcio.archiveiterator import ArchiveIterator

from db.database import open_database
from db.dossier_pack import pack_dossier
from db.dump import canonical_dump
from scheduler.demo.portals import PortalServer
from tests.corridor import DAY, fazhi, fazhi_json, kill, replayed, start
from tests.db.test_dossier import recipes, run

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.timeout(300)  # whichever test is first waits for the pass with OCR
Site = tuple[Path, dict[str, PortalServer], dict[str, Any]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo's site after one pass, OCR included."""
    with replayed(tmp_path_factory.mktemp("demo")) as (config, servers):
        yield config, servers, dict(fazhi_json(config, "run", "--today", DAY))


@pytest.fixture
def db(site: Site) -> Database:
    return open_database(site[0].parent, read_only=True)


def test_the_four_reports(db: Database) -> None:
    rows = db.conn.execute(
        "SELECT body_id, year, issuers, doc_number, signed_on, published_on, published_basis FROM reports "
        "ORDER BY body_id DESC, year"
    )
    quyuan = ["中共屈原管理区委员会", "屈原管理区管理委员会"]
    lusong = ["株洲市芦淞区人民政府"]
    assert [(body, year, json.loads(issuers), *rest) for body, year, issuers, *rest in rows] == [
        ("quyuan", 2024, quyuan, "屈报〔2025〕2号", None, None, "none"),
        ("lusong", 2022, lusong, None, "2023-02-15", "2023-02-21", "meta"),
        ("lusong", 2024, lusong, None, "2025-02-27", "2025-02-28", "updated_label"),
        ("lusong", 2025, lusong, None, "2026-02-10", "2026-02-12", "meta"),
    ]


PROOF = (
    "SELECT e.year, v.section_id, v.whole, v.unchanged, v.pages, v.rows_seen FROM expectations e, "
    "json_each(e.visit_ids) j JOIN visits v ON v.id = j.value WHERE e.state = 'missing' ORDER BY v.id"
)
WALK = (2023, "lusong-fazhi", 1, 0, 3, 25)


def test_the_gap_has_its_proof(db: Database) -> None:
    assert db.conn.execute(PROOF).fetchall()[0] == WALK, "all pages, even if later visits found nothing changed"


def test_the_newspaper_is_refused_with_a_reason(db: Database) -> None:
    decision, reason = db.conn.execute(
        "SELECT decision, reason FROM documents_seen WHERE title LIKE '让法治成为%'"
    ).fetchone()
    assert decision == "not_a_report"
    assert "新闻" in reason


def matches(entry: dict[str, Any], alert: dict[str, Any]) -> bool:
    """Whether an alert is what an entry of the gold file names; keys that the entry leaves out are free."""
    evidence = json.loads(alert["evidence"])
    metrics = {alert["metric"], *evidence.get("metrics", [])}
    return (
        entry.get("body", alert["body_id"]) == alert["body_id"]
        and (entry["rule"] == "any" or alert["rule"] in entry["rule"])
        and entry.get("year", alert["year"]) == alert["year"]
        and (not entry.get("severity") or alert["severity"] in entry["severity"])
        and (not entry.get("metric") or bool(metrics & set(entry["metric"])))
        and entry.get("part", alert["metric"]) == alert["metric"]
    )


def test_the_alerts_are_those_that_the_reports_call_for(db: Database) -> None:
    gold = yaml.safe_load((ROOT / "tests/scheduler/judge/data/demo_alerts.yaml").read_text(encoding="utf-8"))
    alerts = list(db.query("select * from alerts"))
    for entry in gold["must"]:
        assert any(matches(entry, alert) for alert in alerts), entry
    for entry in gold["must_not"]:
        if "source" in entry:  # the newspaper: nothing may stand on it
            assert not any("20230907" in alert["evidence"] + alert["explanation"] for alert in alerts)
            continue
        leading = [alert for alert in alerts if matches({**entry, "metric": None}, alert)]
        wrong = [a for a in leading if not entry.get("metric") or a["metric"] in entry["metric"]]
        assert not wrong, (entry, [a["title"] for a in wrong])
    expected = [*gold["must"], *gold["may"]]
    unforeseen = [a["title"] for a in alerts if not any(matches(entry, a) for entry in expected)]
    assert unforeseen == []


def test_the_arithmetic_says_nothing_else(db: Database) -> None:
    rows = db.conn.execute(
        "SELECT r.body_id, r.year, f.verdict, f.metric FROM findings f JOIN reports r ON r.current_version_id = "
        "f.version_id WHERE f.verdict IN ('disagrees', 'truncation') ORDER BY r.year"
    ).fetchall()
    assert rows == [
        ("lusong", 2022, "disagrees", "reconsideration_closed"),
        ("lusong", 2024, "truncation", "mediation_success_rate"),
        ("lusong", 2025, "disagrees", "litigation_win_rate"),
    ]


def mails(config: Path) -> list[EmailMessage]:
    outbox = config.parent / "outbox"
    found = [email.message_from_bytes(path.read_bytes(), policy=default) for path in sorted(outbox.glob("*.eml"))]
    return [message for message in found if isinstance(message, EmailMessage)]


def test_the_mail_is_readable_and_stamped(site: Site) -> None:
    (message,) = mails(site[0])
    html, plain = message.get_body(("html",)), message.get_body(("plain",))
    assert html is not None
    assert plain is not None
    for text in (html.get_content(), plain.get_content()):
        assert "演示数据，不代表真实门户" in text
        assert "未检索到" in text
        assert "未报送" not in text
        assert "347" in text
        assert "553" in text
    assert "演示" in message["Subject"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert site[2]["chain_head"][:16] in plain.get_content()


def test_every_figure_leads_to_archived_bytes(site: Site, db: Database) -> None:
    answer = fazhi_json(site[0], "verify")
    figures = db.conn.execute("SELECT count(*), count(capture_id) FROM figures").fetchone()
    assert answer["failures"] == []
    assert figures[0] == figures[1] == answer["quotes"]


def test_the_dossier_of_each_alert_verifies_on_another_checkout(site: Site, db: Database, tmp_path: Path) -> None:
    alerts = [row[0] for row in db.conn.execute("SELECT id FROM alerts")]
    for number in alerts:
        pack_dossier(db, site[0].parent / "archive", f"alert:{number}", tmp_path / f"{number}.zip")
        with zipfile.ZipFile(tmp_path / f"{number}.zip") as opened:
            opened.extractall(tmp_path)
        folder = tmp_path / f"fazhi-alert-{number}"
        assert "演示数据，不代表真实门户" in (folder / "index.html").read_text(encoding="utf-8")
        sums = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
        assert (sums.returncode, sums.stdout) == (0, "")
        for command in recipes(folder):
            if "python3" in command:
                assert run(command, folder).stdout == "ok\n", number
        if (folder / "originals.warc.gz").exists():
            with (folder / "originals.warc.gz").open("rb") as warc:
                urls = {record.rec_headers.get_header("WARC-Target-URI") for record in ArchiveIterator(warc)}
            with (folder / "captures.csv").open(encoding="utf-8-sig", newline="") as file:
                assert urls == {row["url"] for row in csv.DictReader(file) if row["packed"] == "1"}
    assert len(alerts) > 10


_IN_README, _IN_ITS_TWIN = (
    re.findall(r'sqlite-utils demo/fazhi\.db "\n(.*?)" --table', (ROOT / name).read_text("utf-8"), re.S)
    for name in ("README.md", "README.zh-CN.md")
)


@pytest.mark.parametrize("query", _IN_README)
def test_the_queries_of_the_readme_answer(db: Database, query: str) -> None:
    assert list(db.query(query))


def test_the_chinese_readme_asks_the_same() -> None:
    assert len(_IN_README) == 3 and _IN_ITS_TWIN == _IN_README


def test_sqlite_utils_lists_every_table(site: Site) -> None:
    command = [sys.executable, "-m", "sqlite_utils", "tables", str(site[0].parent / "fazhi.db"), "--counts"]
    counts = {row["table"]: row["count"] for row in json.loads(subprocess.check_output(command))}
    assert counts["reports"] == counts["report_search"] == 4, "the hint that the demo ends with"


def test_a_second_pass_finds_nothing_new(site: Site) -> None:
    config, servers, _ = site
    before = canonical_dump(open_database(config.parent, read_only=True))
    sent = len(mails(config))
    for server in servers.values():
        server.requests.clear()
    fazhi_json(config, "run", "--today", DAY)
    assert canonical_dump(open_database(config.parent, read_only=True)) == before
    assert len(mails(config)) == sent
    proof = open_database(config.parent, read_only=True).conn.execute(PROOF).fetchall()
    assert proof == [WALK, (2023, "lusong-fazhi", 1, 1, 1, 25)], "the walk, and that nothing changed since"
    assert dict(servers["lusong"].requests) == {(200, "/robots.txt"): 1, (304, "/c14692/index.html"): 1}
    assert dict(servers["quyuan"].requests) == {(200, "/robots.txt"): 1, (304, "/quyuan/fzzf/xlist.shtml"): 1}


def test_reading_again_changes_nothing(site: Site) -> None:
    """Not even without OCR, which the scan stays read with: it is said, and made good as soon as OCR is on again."""
    config = site[0]
    before = canonical_dump(open_database(config.parent, read_only=True))
    with_ocr = config.read_text(encoding="utf-8")
    config.write_text(with_ocr.replace("ocr: true", "ocr: false"), encoding="utf-8")
    (foretold,) = fazhi_json(config, "reread", "--all", "--dry-run")["changes"]
    assert "what was read before stays -> " in foretold
    assert canonical_dump(open_database(config.parent, read_only=True)) == before
    (failed,) = fazhi_json(config, "reread", "--all", codes=(1,))["failures"]
    assert failed.endswith("what was read before stays")
    assert fazhi_json(config, "reread")["steps"]["read"]["documents"] == 0, "not every night"

    config.write_text(with_ocr, encoding="utf-8")
    assert fazhi_json(config, "reread")["steps"]["read"]["documents"] == 1
    assert canonical_dump(open_database(config.parent, read_only=True)) == before


@pytest.mark.timeout(400)  # eleven passes, each starting five processes
def test_killed_at_ten_points_it_ends_the_same(tmp_path: Path) -> None:
    """Without OCR, so that a pass is short: what is killed and begun again is the same."""
    (tmp_path / "whole").mkdir()
    (tmp_path / "killed").mkdir()
    with replayed(tmp_path / "whole", ocr=False) as (config, _):
        began = time.monotonic()
        fazhi("--config", str(config), "run", "--today", DAY)
        lasted = time.monotonic() - began
        whole = dump_without_ports(config)
        sent = len(mails(config))
    chance = random.Random(20260320)
    with replayed(tmp_path / "killed", ocr=False) as (config, _):
        for point in range(10):
            process = start("--config", str(config), "run", "--today", DAY)
            time.sleep(lasted * (point + chance.random()) / 10)
            kill(process)
        code, out, err = fazhi("--config", str(config), "run", "--today", DAY)
        assert code in (0, 1), (out, err)
        assert dump_without_ports(config) == whole
        assert len(mails(config)) == sent
        assert fazhi_json(config, "verify")["failures"] == []


def dump_without_ports(config: Path) -> str:
    dump = canonical_dump(open_database(config.parent, read_only=True))
    # The portals' ports are free ones, so neither they nor the order of addresses is the same twice.
    return "\n".join(sorted(re.sub(r"127\.0\.0\.1:\d+", "portal", dump).splitlines()))

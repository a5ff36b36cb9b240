"""The dossier of a case: verifiable elsewhere with public tools, the same bytes each time, refused where it fails."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from db import documents
from db.cases import AlertDraft, add_event, upsert_alert
from db.chain import record_capture
from db.database import chain_head, open_database, set_meta
from db.dossier import NoSuchCase
from db.dossier_pack import Packed, pack_dossier
from db.dossier_sign import SigningProblem
from db.intake_records import CaptureDraft
from db.new_file import OutputExists
from db.problems import DatabaseProblem
from db.vocabulary import AlertEvent, Rule, Severity
from parsers.reading import read_bundle
from parsers.vocabulary import Kind, Role, Verdict
from tests.db.test_chain import tamper
from tests.db.world import TITLE, URL, World, day

TEXT = "全区受理行政复议案件162件。\n审结行政复议案件158件。"
EVIL = '=HYPERLINK("http://evil")<script>alert(1)</script>\u202e\x07'
DRAFT = AlertDraft(
    "f1", Rule.COUNT_CHANGE, Severity.WARNING, "heping", Kind.FAZHI_ANNUAL, 2024, "reconsideration_accepted",
    "和平区2024年度：受理案件162件", "第一行\n第二行 " + EVIL, {"figures": [1], "captures": [1, 2], "visits": [1]},
)  # fmt: skip


@pytest.fixture
def full(world: World) -> World:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {"http://heping.example/a.pdf": "办结3件".encode()})})
    world.read("2025-03-02", title=TITLE + EVIL)
    upsert_alert(world.db, DRAFT, day("2025-04-01"))
    add_event(world.db, 1, AlertEvent.OPENED, day("2025-04-01"), severity=Severity.WARNING)
    record_capture(
        world.db, CaptureDraft(1, Role.LIST, "http://later.example/", day("2025-04-02"), Verdict.UNREACHABLE)
    )
    return world


def pack(world: World, target: Path, subject: str = "alert:1", **options: object) -> Packed:
    return pack_dossier(world.db, world.archive_folder, subject, target, **options)  # type: ignore[arg-type]


def unpack(file: Path, folder: Path) -> Path:
    """As somebody elsewhere would, with nothing of this program."""
    with zipfile.ZipFile(file) as opened:
        opened.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def recipes(folder: Path) -> list[str]:
    """The commands of HOW-TO-VERIFY.txt, as they are printed there."""
    text = (folder / "HOW-TO-VERIFY.txt").read_text(encoding="utf-8")
    return [re.sub(r"^    ", "", block, flags=re.M) for block in re.findall(r"(?:^    .*\n)+", text, re.M)]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("subject", ["alert:1", "report:1"])
def test_a_dossier_verifies_elsewhere_with_public_tools(full: World, tmp_path: Path, subject: str) -> None:
    made = pack(full, tmp_path / "a.zip", subject)
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    sums, warc, of_range, sentences, walk, bind = recipes(folder)
    assert run(sums, folder).returncode == 0
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there - listed == {"SHA256SUMS"}

    checked = run(warc.replace("warcio", f"{sys.executable} -m warcio.cli"), folder)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count('"response"') == 2

    for command in (sentences, bind):
        done = run(command, folder)
        assert (done.stdout, done.returncode) == ("ok\n", 0), done.stderr
    walked = run(walk, folder)
    assert walked.stdout.splitlines() == [chain_head(full.db)] == [made.head]

    packed = [row for row in table(folder, "captures") if row["packed"] == "1"]
    assert len(packed) == 2
    for row in packed:
        hashed = run(f"offset={row['offset']} length={row['length']}; {of_range}", folder).stdout.split()[0]
        assert hashed == row["record_sha256"]
        assert row["record_sha256"] in (folder / "chain.txt").read_text(encoding="utf-8")
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_every_quote_stands_in_its_text_and_every_text_is_the_one_recorded(full: World, tmp_path: Path) -> None:
    pack(full, tmp_path / "a.zip")
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    figures = table(folder, "figures")
    assert [row["value"] for row in figures] == ["162", "158", "3"]
    for row in figures:
        text = (folder / f"texts/version-{row['version_id']}.txt").read_text(encoding="utf-8")
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    for version in case["versions"]:
        data = (folder / f"texts/version-{version['id']}.txt").read_bytes()
        assert hashlib.sha256(data).hexdigest() == version["text_sha256"]
    assert case["alert"]["evidence"]["figures"] == [1]
    assert [row["named"] for row in figures] == ["1", "0", "0"]


@pytest.mark.parametrize("name", ["figures.csv", "chain.txt", "originals.warc.gz", "texts/version-1.txt"])
def test_a_changed_byte_is_found_elsewhere(full: World, tmp_path: Path, name: str) -> None:
    pack(full, tmp_path / "a.zip")
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    sums, *_, walk, _ = recipes(folder)
    assert f"{name}: FAILED" in run(sums, folder).stdout
    if name == "chain.txt":
        assert "changed" in run(walk, folder).stdout


def forge_original(folder: Path) -> None:
    """Another body for capture 2, with every hash beside the chain made to fit."""
    rows = table(folder, "captures")
    first, second = (row for row in rows if row["packed"] == "1")
    warc = (folder / "originals.warc.gz").read_bytes()
    at = int(first["length"])
    body = (folder / second["file"]).read_bytes()
    forged = body.replace("办结3件".encode(), "办结9件".encode())
    opened = (
        gzip.decompress(warc[at:]).replace(body, forged).replace(second["sha256"].encode(), sha256(forged).encode())
    )
    record = gzip.compress(opened, mtime=0)
    (folder / "originals.warc.gz").write_bytes(warc[:at] + record)
    (folder / second["file"]).write_bytes(forged)
    second |= {"sha256": sha256(forged), "record_sha256": sha256(record), "length": str(len(record))}
    with (folder / "captures.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def fit_sums(folder: Path) -> None:
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256((folder / name).read_bytes())}  {name}\n" for name in names if name != "SHA256SUMS"]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def without_lines(name: str, first: int, last: int) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        lines = (folder / name).read_bytes().splitlines(keepends=True)
        (folder / name).write_bytes(b"".join(lines[: first - 1] + lines[last:]))

    return edit


def append(name: str, data: bytes) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_bytes() + data)

    return edit


@pytest.mark.parametrize(
    ("forge", "says"),
    [
        (forge_original, "capture 2: its record_sha256 is not the one in chain.txt"),
        (without_lines("chain.txt", 1, 1), "capture 1 is not in chain.txt"),
        (without_lines("captures.csv", 2, 2), "figure 1 rests on no original"),
        (append("originals.warc.gz", gzip.compress(b"WARC/1.1")), "originals.warc.gz holds bytes of no capture"),
    ],
)
def test_a_dossier_that_was_made_to_fit_itself_fails(
    full: World, tmp_path: Path, forge: Callable[[Path], None], says: str
) -> None:
    """All other steps pass: only the chain's own head, held elsewhere, is beyond the forger."""
    made = pack(full, tmp_path / "a.zip")
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    forge(folder)
    fit_sums(folder)
    sums, *_, walk, bind = recipes(folder)
    assert run(sums, folder).returncode == 0
    assert run(walk, folder).stdout.split() == [made.head]
    bound = run(bind, folder)
    assert bound.returncode == 1, bound.stderr
    assert says in bound.stdout.splitlines()


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("figures.csv", "162", "126", "figure 1: its sentence does not stand there"),
        ("figures.csv", ",162,", ",126,", "figure 1: its value is not the number 162 that stands there"),
        ("values.csv", ",162,", ",126,", "value 1: it does not follow from the figures it names"),
        ("texts/version-1.txt", "162", "126", "texts/version-1.txt is not the text of case.json"),
    ],
)
def test_a_figure_that_was_made_another_fails(
    full: World, tmp_path: Path, name: str, old: str, new: str, says: str
) -> None:
    pack(full, tmp_path / "a.zip")
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    text = (folder / name).read_bytes().decode()
    assert old in text
    (folder / name).write_bytes(text.replace(old, new).encode())
    fit_sums(folder)
    sums, *_, sentences, _, _ = recipes(folder)
    assert run(sums, folder).returncode == 0
    assert says in run(sentences, folder).stdout.splitlines()


@pytest.mark.parametrize(
    "words",
    ["-附件：162件", '=HYPERLINK("x")', "＋附件1", "@报告.docx", "\u200b=1+1", "附\u202e件\x07\u2028\xa0甲", "", "'=1"],
)
def test_whatever_a_portal_says_its_dossier_passes(world: World, tmp_path: Path, words: str) -> None:
    """Of a link's text, which captures.csv tells, and of a sentence, which figures.csv does."""
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (f"{words.splitlines()[:1]}\n{words}受理案件162件".encode(), {})})
    world.read("2025-03-02")
    draft = CaptureDraft(1, Role.ATTACHMENT, f"{URL}.pdf", day("2025-03-03"), Verdict.UNREACHABLE)
    record_capture(world.db, replace(draft, document_url=URL, label=words, media_type=words))
    pack(world, tmp_path / "a.zip", "report:1")
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    assert [row["value"] for row in table(folder, "figures")][-1:] == ["162"]
    *_, sentences, _, bind = recipes(folder)
    for command in (sentences, bind):
        assert run(command, folder).stdout == "ok\n"
    edited = (folder / "captures.csv").read_bytes().replace(b"unreachable", b"ok")
    (folder / "captures.csv").write_bytes(edited)
    assert run(bind, folder).stdout == "capture 2: its verdict is not the one in chain.txt\n"


def test_what_is_read_in_another_unit_than_it_is_written_in_passes(world: World, tmp_path: Path) -> None:
    said = (
        "全区信访发生率为35‰，罚没收入1.2万元，满意率七成以上，下降4.5个百分点，受理行政复议案件1,162件，审结2.5万件。"
    )
    heads, cells = "<td>单位</td><td>罚没金额（万元）</td>", "<td>区公安分局</td><td>1130</td>"
    page = (
        f"<html><title>{TITLE}</title><h1>{TITLE}</h1><p>一、主要工作和成效</p><p>{said}</p>"
        f"<table><tr>{heads}</tr><tr>{cells}</tr></table><p>二、存在的不足和原因</p><p>存在不足，主要原因是能力不够。</p>"
        "<p>三、下一年工作安排</p><p>继续推进法治政府建设工作。</p><p>清河市和平区人民政府</p><p>2025年2月1日</p>"
    )
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (page.encode(), {})})
    (document,) = documents.pending_documents(world.db, "1")
    bundle = documents.load_bundle(world.db, world.archive_folder, document.url, document.capture_ids)
    documents.store_reading(world.db, read_bundle(bundle), capture_ids=document.capture_ids, seen_at=day("2025-03-02"))
    pack(world, tmp_path / "a.zip", "report:1")
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    assert {"3.5", "12000", "70", "1162", "25000", "11300000"} <= {row["value"] for row in table(folder, "figures")}
    *_, sentences, _, _ = recipes(folder)
    assert run(sentences, folder).stdout == "ok\n"


def test_the_same_rows_make_the_same_bytes(full: World, tmp_path: Path) -> None:
    pack(full, tmp_path / "a.zip")
    again = open_database(full.folder, read_only=True)
    pack_dossier(again, full.archive_folder, "alert:1", tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    again.close()


def test_a_head_from_a_mail_ends_the_chain_there(full: World, tmp_path: Path) -> None:
    mailed = full.db.conn.execute("SELECT chain_hash FROM captures WHERE id = 2").fetchone()[0]
    assert pack(full, tmp_path / "a.zip", head=mailed).head == mailed
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    *_, walk, bind = recipes(folder)
    assert run(walk, folder).stdout.split() == [mailed]
    assert run(bind, folder).stdout == "ok\n"
    first = full.db.conn.execute("SELECT chain_hash FROM captures WHERE id = 1").fetchone()[0]
    for head, says in ((first, "before capture 2"), ("0" * 64, "nowhere in this chain")):
        with pytest.raises(NoSuchCase, match=says):
            pack(full, tmp_path / "b.zip", head=head)
    assert not (tmp_path / "b.zip").exists()


def make_key(path: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    return path


def test_a_signed_dossier_is_verified_with_ssh_keygen(full: World, tmp_path: Path) -> None:
    key = make_key(tmp_path / "key")
    assert pack(full, tmp_path / "a.zip", key=key).signed
    pack(full, tmp_path / "b.zip", key=key)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    sums, signature, *_ = recipes(folder)
    assert run(sums, folder).returncode == 0
    assert run(signature, folder).returncode == 0, run(signature, folder).stderr
    (folder / "SHA256SUMS").write_text("nothing\n", encoding="utf-8")
    assert run(signature, folder).returncode != 0


def test_a_key_that_does_not_sign_leaves_nothing(full: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SigningProblem, match="no such key"):
        pack(full, tmp_path / "a.zip", key=tmp_path / "none")
    (tmp_path / "bad").write_text("no key at all", encoding="utf-8")
    with pytest.raises(SigningProblem, match="does not sign"):
        pack(full, tmp_path / "a.zip", key=tmp_path / "bad")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SigningProblem, match="not on this machine"):
        pack(full, tmp_path / "a.zip", key=tmp_path / "bad")
    assert {path.name for path in tmp_path.iterdir()} == {"data", "bad"}


def test_texts_of_portals_do_nothing_on_the_cover_and_in_the_tables(full: World, tmp_path: Path) -> None:
    pack(full, tmp_path / "a.zip")
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "第一行<br>第二行" in page
    for name in ("index.html", "reports.csv"):
        text = (folder / name).read_text(encoding="utf-8-sig")
        assert not {"\u202e", "\x07"} & set(text)
    for path in folder.glob("*.csv"):
        for row in table(folder, path.stem):
            assert not any(str(value).startswith(("=", "+", "@", "\t")) for value in row.values())


def test_a_page_with_scripts_opens_as_text(full: World, tmp_path: Path) -> None:
    pack(full, tmp_path / "a.zip")
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    assert {path.suffix for path in (folder / "originals").iterdir()} == {".txt"}


def test_a_simulation_is_stamped(full: World, tmp_path: Path) -> None:
    pack(full, tmp_path / "a.zip")
    set_meta(full.db, "simulation", "1")
    assert pack(full, tmp_path / "b.zip").simulation
    real, played = (unpack(tmp_path / f"{name}.zip", tmp_path / name) for name in "ab")
    for name in ("index.html", "case.json", "HOW-TO-VERIFY.txt"):
        assert "演示数据，不代表真实门户" not in (real / name).read_text(encoding="utf-8")
        assert "演示数据，不代表真实门户" in (played / name).read_text(encoding="utf-8")
    tables = [path.stem for path in played.glob("*.csv")]
    assert {"figures", "values", "captures"} < set(tables)
    for folder, origin in ((real, "real"), (played, "演示数据，不代表真实门户")):
        assert {row["origin"] for name in tables for row in table(folder, name)} == {origin}


def test_a_list_found_unchanged_brings_the_page_archived_before(full: World, tmp_path: Path) -> None:
    """A case about an absence: its visit saw a 304, and its proof is the page behind that."""
    visit = full.crawl("2025-04-05", {URL: TITLE}, {"http://heping.example/fz/": (b"<list>", {})})
    listed, at = "http://heping.example/fz/", day("2025-04-06")
    row = full.db.conn.execute("SELECT max(id) FROM captures").fetchone()[0]
    run = full.db.conn.execute("SELECT max(id) FROM runs").fetchone()[0]
    seen = CaptureDraft(run, Role.LIST, listed, at, Verdict.NOT_MODIFIED, visit_id=visit, http_status=304)
    unchanged = record_capture(full.db, seen)
    absent = replace(DRAFT, fingerprint="f2", rule=Rule.REPORT_MISSING, year=2023, evidence={"visits": [visit]})
    number = upsert_alert(full.db, absent, day("2025-04-07"))
    pack(full, tmp_path / "a.zip", f"alert:{number}")
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    captures = {int(line["id"]): line["packed"] for line in table(folder, "captures")}
    assert captures == {row: "1", unchanged: "0"}


def test_a_case_without_originals_is_packed_all_the_same(full: World, tmp_path: Path) -> None:
    draft = {name: getattr(DRAFT, name) for name in DRAFT.__slots__}
    operator = {
        "fingerprint": "f2",
        "rule": Rule.PASS_MISSED,
        "body_id": None,
        "kind": None,
        "year": None,
        "evidence": {},
    }
    number = upsert_alert(full.db, AlertDraft(**draft | operator), day("2025-04-01"))
    made = pack(full, tmp_path / "a.zip", f"alert:{number}")
    assert (made.originals, made.captures) == (0, 0)
    folder = unpack(tmp_path / "a.zip", tmp_path / "elsewhere")
    (sums,) = recipes(folder)  # no other step applies
    assert run(sums, folder).returncode == 0
    said = (folder / "HOW-TO-VERIFY.txt").read_text(encoding="utf-8")
    assert [line[:2] for line in said.splitlines() if line[:1].isdigit()] == ["1.", "2."]
    assert "本案没有原件" in said and "chain.txt" not in said
    assert {path.suffix for path in folder.iterdir()} == {".html", ".json", ".txt", ""}


def test_evidence_that_fails_is_not_handed_on(full: World, tmp_path: Path) -> None:
    path = next(full.archive_folder.rglob("*.gz"))
    sound = path.read_bytes()
    path.write_bytes(sound[:-9] + b"x" + sound[-8:])
    with pytest.raises(DatabaseProblem, match=r"capture 2 .*not as it was recorded"):
        pack(full, tmp_path / "a.zip")
    path.unlink()
    with pytest.raises(DatabaseProblem, match=r"capture 1 .*is not there"):
        pack(full, tmp_path / "a.zip")
    path.write_bytes(sound)
    tamper(full, "UPDATE captures SET archive_offset = NULL WHERE id = 1")
    with pytest.raises(DatabaseProblem, match="chain capture 1: it is not as it was recorded"):
        pack(full, tmp_path / "a.zip")
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


# Whatever a dossier says, changed by hand: what the refusal names.
ALTERED = (
    ("UPDATE figures SET value = value + 1", "figure 1 of version 1"),
    (
        "UPDATE figures SET id = 14 - id",
        "figures of version 1 of http://heping.example/fz/2024.html: ids were exchanged",
    ),
    ("UPDATE metric_values SET report_id = 2 WHERE id = 1", "metric value 1 is said to be of another report"),
    ("UPDATE report_versions SET text_sha256 = 'x'", "the text of version 1"),
    ("UPDATE alerts SET title = '无事'", "alerts 1 is not as it was written"),
    ("UPDATE alerts SET explanation = '伪造'", "alerts 1 is not as it was written"),
    ("UPDATE alert_events SET at = '2025-01-01T00:00:00+08:00'", "alert_events 1 is not"),
    ("DELETE FROM alert_events", "alert_events 1 was removed by hand"),
    (
        "INSERT INTO alert_events (alert_id, at, event) VALUES (1, '2025-05-01', 'dismissed')",
        "alert_events 2 was added",
    ),
    ("UPDATE reports SET published_on = '2025-02-01'", "reports 1 is not"),
    ("UPDATE report_places SET url = 'http://other.example/'", "report_places 1 is not"),
    ("UPDATE visits SET pages = 99", "visits 1 is not"),
    ("UPDATE expectations SET reason = '伪造'", "expectations heping fazhi_annual 2024 is not"),
    ("UPDATE bodies SET name = '另一区' WHERE id = 'heping'", "bodies heping is not"),
    ("UPDATE sections SET url = 'http://other.example/'", "sections heping-fazhi is not"),
    ("UPDATE rules SET zh = '别的规则' WHERE rule = 'count_change'", "rules count_change is not"),
    (
        "UPDATE metrics SET zh = '别的' WHERE key = 'reconsideration_accepted'",
        "metrics reconsideration_accepted is not",
    ),
    ("DELETE FROM meta WHERE key = 'simulation'", "meta simulation was removed"),
    ("UPDATE captures SET fetched_at = '2025-01-01T00:00:00+08:00' WHERE id = 2", "chain capture 2"),
    ("UPDATE meta SET value = 'x' WHERE key = 'chain_head'", "not with the head x"),
    ("UPDATE ledger SET \"key\" = 'x' WHERE id = 3", "entry 3 (sections x) was changed or put in"),
)


def test_a_row_that_was_altered_is_not_handed_on(full: World, tmp_path: Path) -> None:
    conn = full.db.conn
    for sql in (
        "INSERT INTO expectations VALUES ('heping', 'fazhi_annual', 2024, '2025-03-31', 'on_time', '', '[]')",
        "INSERT INTO rules (rule, zh, en) VALUES ('count_change', '数量变化', 'A count changed')",
        "INSERT INTO metrics (key, zh, en, topic, kind, unit, direction, regression, tier) "
        "VALUES ('reconsideration_accepted', '受理', 'accepted', 'x', 'count', '件', 'neutral', 'none', 1)",
        "INSERT INTO meta VALUES ('simulation', '1')",
        "PRAGMA foreign_keys = OFF",
    ):
        conn.execute(sql)
    tamper(full, "UPDATE bodies SET name = '另一市' WHERE id = 'qinghe-city'")
    assert pack(full, tmp_path / "a.zip").simulation, "what is none of the case's business does not keep it back"
    (tmp_path / "a.zip").unlink()
    for edit, says in ALTERED:
        conn.execute("BEGIN")
        tamper(full, edit)
        with pytest.raises(DatabaseProblem, match="no dossier was made") as caught:
            pack(full, tmp_path / "a.zip", key=tmp_path / "none")
        full.db.rollback()
        assert says in str(caught.value), edit
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


@pytest.mark.parametrize(
    "subject", ["alert:99", "report:99", "case:1", "alert:x", "alert:-1", "1", "", "report:1; DROP"]
)
def test_an_unknown_case_is_said(full: World, tmp_path: Path, subject: str) -> None:
    with pytest.raises(NoSuchCase) as caught:
        pack(full, tmp_path / "a.zip", subject)
    assert caught.value.exit_code == 2
    assert not (tmp_path / "a.zip").exists()


def test_what_stands_there_is_replaced_only_when_asked(full: World, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(b"mine")
    with pytest.raises(OutputExists):
        pack(full, target)
    assert target.read_bytes() == b"mine"
    pack(full, target, force=True)
    assert zipfile.is_zipfile(target)
    with pytest.raises(OutputExists, match="folder"):
        pack(full, tmp_path / "data", force=True)

"""The chain of captures: one line whoever writes, complete after kills, and proved again by `verify`."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from db.archive import archive_name
from db.chain import FACTS
from db.database import GENESIS, chain_head, open_database, write
from db.intake_records import CaptureDraft
from db.ledger import enter_reading
from db.verify import Verification, verify
from db.visits import begin_run, record_capture
from parsers.vocabulary import Role, Verdict
from tests.db.world import TITLE, URL, World, day

TEXT = "全区受理行政复议案件162件。"


@pytest.fixture
def full(world: World) -> World:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {"http://heping.example/a.pdf": "办结3件".encode()})})
    world.read("2025-03-02")
    return world


def check(world: World, head: str | None = None) -> Verification:
    return verify(world.db, world.archive_folder, head=head)


def tamper(world: World, sql: str) -> None:
    """What somebody with a database tool and bad intent would do: triggers off, then the change."""
    triggers = [row[0] for row in world.db.conn.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
    names = [row[0] for row in world.db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    world.db.conn.execute("PRAGMA foreign_keys = OFF")
    for name in names:
        world.db.conn.execute(f"DROP TRIGGER {name}")
    world.db.conn.execute(sql)
    for trigger in triggers:
        world.db.conn.execute(trigger)


def test_a_sound_file_is_proved_whole(full: World) -> None:
    head = chain_head(full.db)
    size = sum(path.stat().st_size for path in full.archive_folder.rglob("*.gz"))
    answer = check(full, head)
    assert (answer.captures, answer.originals, answer.quotes, answer.head, answer.failures) == (2, 2, 2, head, ())
    assert 0 < answer.size < size  # the file's opening record belongs to no capture


def test_the_chain_can_be_walked_with_a_few_lines_of_any_language(full: World) -> None:
    """As docs/evidence.md tells it, without this program's code."""
    previous = "0" * 64
    for row in full.db.query(f"SELECT {', '.join(FACTS)}, chain_hash FROM captures ORDER BY id"):
        chain_hash = row.pop("chain_hash")
        facts = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(f"{previous}\n{facts}".encode()).hexdigest()
        assert previous == chain_hash
    assert previous == chain_head(full.db)


def test_every_column_of_a_capture_is_bound_by_the_chain(full: World) -> None:
    columns = {column.name for column in full.db["captures"].columns}
    assert columns == {*FACTS, "previous_hash", "chain_hash"}


def test_captures_are_never_changed_by_mistake(full: World) -> None:
    for sql in ("UPDATE captures SET url = 'x'", "DELETE FROM captures"):
        with pytest.raises(Exception, match="a capture is never"):
            full.db.conn.execute(sql)


def test_a_single_changed_byte_of_the_archive_is_found_wherever_it_is(full: World) -> None:
    file, start, length = full.db.conn.execute(
        "SELECT archive_file, archive_offset, archive_length FROM captures WHERE id = 2"
    ).fetchone()
    path = full.archive_folder / file
    sound = path.read_bytes()
    for offset in range(start, start + length, 5):
        data = bytearray(sound)
        data[offset] ^= 0x04
        path.write_bytes(data)
        (failure,) = check(full).failures
        assert (failure.what, failure.capture_id, failure.file) == ("original", 2, file)
        assert (failure.start, failure.end) == (start, start + length)
    path.unlink()
    assert [failure.capture_ids for failure in check(full).failures] == [(1, 2)]


@pytest.mark.parametrize(
    ("sql", "what", "capture"),
    [
        ("UPDATE captures SET fetched_at = '2024-01-01T00:00:00+08:00' WHERE id = 1", "chain", 1),
        ("UPDATE captures SET verdict = 'gone' WHERE id = 2", "chain", 2),
        ("DELETE FROM captures WHERE id = 1", "chain", 1),
        ("DELETE FROM captures WHERE id = 2", "head", 2),
        ("UPDATE figures SET quote = '全区受理行政复议案件126件。' WHERE value = 162", "quote", 1),
        ("UPDATE figures SET start = start + 1 WHERE value = 162", "quote", 1),
        ("UPDATE report_versions SET text = replace(text, '162', '126')", "text", None),
        ("DELETE FROM version_captures", "version", None),
    ],
)
def test_each_alteration_is_named(full: World, sql: str, what: str, capture: int | None) -> None:
    tamper(full, sql)
    failures = check(full).failures
    assert (what, capture) in {(failure.what, failure.capture_id) for failure in failures}
    assert all(failure.advice for failure in failures)


def test_a_chain_that_was_shortened_and_covered_up_fails_against_a_head_held_elsewhere(full: World) -> None:
    mailed = chain_head(full.db)
    previous = full.db.conn.execute("SELECT previous_hash FROM captures WHERE id = 2").fetchone()[0]
    for sql in (
        "DELETE FROM figures WHERE capture_id = 2",
        "DELETE FROM metric_values WHERE figure_id NOT IN (SELECT id FROM figures)",
        "DELETE FROM version_captures WHERE capture_id = 2",
        "UPDATE documents_seen SET fetched_through = 1",
        "DELETE FROM captures WHERE id = 2",
        f"UPDATE meta SET value = '{previous}' WHERE key = 'chain_head'",
    ):
        tamper(full, sql)
    full.db.conn.execute("UPDATE report_versions SET read_captures = '1'")  # as who has this program would
    enter_reading(full.db.conn, 1)
    assert check(full).failures == ()
    (failure,) = check(full, mailed).failures
    assert failure.what == "head"
    assert mailed in failure.problem


def test_an_old_head_still_proves_what_came_before_it(full: World) -> None:
    old = chain_head(full.db)
    full.crawl("2025-03-09", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    assert chain_head(full.db) != old
    assert check(full, old).failures == ()


WRITER = """
import sys
from db.database import open_database
from db.intake_records import CaptureDraft
from db.visits import record_capture
from parsers.vocabulary import Role, Verdict
db = open_database(sys.argv[1])
for number in range(60):
    record_capture(db, CaptureDraft(1, Role.LIST, f"http://{sys.argv[2]}/{number}", "2025-03-02T00:00:00+08:00",
                                    Verdict.UNREACHABLE, reason="没有应答"))
"""


def test_processes_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    db = open_database(tmp_path, create=True)
    begin_run(db, "crawl")
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name], stderr=subprocess.PIPE, cwd=Path.cwd())
        for name in ("a", "b", "c")
    ]
    assert [process.communicate()[1] for process in started] == [b""] * 3
    answer = verify(db, tmp_path / "archive")
    assert (answer.captures, answer.failures) == (180, ())
    hosts = {row[0] for row in db.conn.execute("SELECT DISTINCT substr(url, 8, 1) FROM captures")}
    assert hosts == {"a", "b", "c"}


KILLED = """
import os, signal, sys
from pathlib import Path
from db.archive import Archive, archive_name
from db.database import open_database
from db.intake_records import CaptureDraft
from db.visits import begin_run, record_capture
from parsers.vocabulary import Role, Verdict
data, where = Path(sys.argv[1]), sys.argv[2]
at = "2025-03-02T00:00:00+08:00"
db = open_database(data, create=True)
run = begin_run(db, "crawl")
archive = Archive(data / "archive", archive_name(run, at))
def fetch(number):
    record = archive.append(f"http://x.example/{number}", 200, {}, os.urandom(3000), at)
    if number == 2 and where == "between":
        os.kill(os.getpid(), signal.SIGKILL)
    record_capture(db, CaptureDraft(run, Role.DETAIL, f"http://x.example/{number}", at, Verdict.OK, record=record))
fetch(1)
if where == "writing":
    archive._put = lambda offset, data, sync: (archive._file.write(data[: len(data) // 2]), os.kill(os.getpid(), 9))
fetch(2)
"""


@pytest.mark.parametrize("where", ["between", "writing"])
def test_a_kill_between_archive_and_row_loses_only_what_was_not_yet_said(tmp_path: Path, where: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), where], capture_output=True, cwd=Path.cwd())
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    db = open_database(tmp_path)
    path = tmp_path / "archive" / archive_name(1, day("2025-03-02"))
    torn = path.stat().st_size
    run = begin_run(db, "crawl")  # the next pass
    outcome, summary = db.conn.execute("SELECT outcome, summary FROM runs WHERE id = 1").fetchone()
    assert (outcome, json.loads(summary)["reason"]) == ("failed", "interrupted")
    assert (path.stat().st_size < torn) == (where == "writing")
    answer = verify(db, tmp_path / "archive")
    assert (answer.captures, answer.failures) == (1, ())
    checked = subprocess.run([sys.executable, "-m", "warcio.cli", "check", str(path)], capture_output=True)
    assert checked.returncode == 0
    record_capture(db, CaptureDraft(run, Role.DETAIL, "http://x.example/2", day("2025-03-03"), Verdict.UNREACHABLE))
    assert verify(db, tmp_path / "archive").failures == ()


def test_a_run_of_a_living_process_is_not_called_dead(tmp_path: Path) -> None:
    db = open_database(tmp_path, create=True)
    first = begin_run(db, "crawl")
    begin_run(db, "check")
    assert db.conn.execute("SELECT outcome FROM runs WHERE id = ?", [first]).fetchone() == (None,)


def test_a_capture_in_a_transaction_that_fails_leaves_the_chain_as_it_was(full: World) -> None:
    before = chain_head(full.db)
    draft = CaptureDraft(1, Role.LIST, "http://x/", day("2025-03-03"), Verdict.ERROR)

    def fail_after_recording() -> None:
        with write(full.db):
            record_capture(full.db, draft)
            raise TimeoutError

    with pytest.raises(TimeoutError):
        fail_after_recording()
    assert chain_head(full.db) == before != GENESIS
    assert check(full).failures == ()


def test_the_walk_printed_in_the_docs_gives_the_head(full: World) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
    script = docs.partition("```python\n")[2].partition("```")[0]
    command = [sys.executable, "-c", script, str(full.folder / "fazhi.db")]
    sound = subprocess.run(command, capture_output=True, text=True)
    assert sound.stdout.strip() == chain_head(full.db), sound.stderr
    tamper(full, "UPDATE captures SET fetched_at = '2020' WHERE id = 2")
    assert "broken at capture 2" in subprocess.run(command, capture_output=True, text=True).stderr


def test_the_range_of_an_original_hashes_as_the_docs_say(full: World) -> None:
    file, offset, length, digest = full.db.conn.execute(
        "SELECT archive_file, archive_offset, archive_length, record_sha256 FROM captures WHERE id = 2"
    ).fetchone()
    command = f"tail -c +$(({offset} + 1)) {full.archive_folder / file} | head -c {length} | sha256sum"
    assert subprocess.run(command, shell=True, capture_output=True, text=True).stdout.split()[0] == digest


def test_verifying_while_another_process_crawls_raises_no_false_alarm(
    full: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Captures that come in between are the business of the next verification."""
    monkeypatch.setattr("db.verify._EVERY", 1)
    other = open_database(full.folder)
    draft = CaptureDraft(1, Role.LIST, "http://x/", day("2025-03-03"), Verdict.ERROR)
    head = chain_head(full.db)
    answer = verify(full.db, full.archive_folder, head=head, progress=lambda done, total: record_capture(other, draft))
    assert (answer.captures, answer.failures) == (2, ())
    again = verify(full.db, full.archive_folder, head=head)
    assert (again.captures, again.failures) == (5, ())


def test_a_damaged_archive_of_a_dead_run_does_not_stop_the_next_one(full: World) -> None:
    path = next(full.archive_folder.rglob("*.gz"))
    data = bytearray(path.read_bytes())
    data[300] ^= 0xFF
    data += b"torn"
    path.write_bytes(data)
    full.db.conn.execute("UPDATE runs SET ended_at = NULL, outcome = NULL, process = NULL")
    begin_run(full.db, "crawl")
    outcome, summary = full.db.conn.execute("SELECT outcome, summary FROM runs WHERE id = 1").fetchone()
    assert (outcome, json.loads(summary)["reason"]) == ("failed", "interrupted")

"""A backup taken while another process writes is one sound state; what stands there already is never replaced."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from db.backup import back_up
from db.database import chain_head, open_database
from db.dump import canonical_dump
from db.new_file import OutputExists
from db.problems import DatabaseProblem
from db.verify import verify
from tests.db.test_chain import tamper
from tests.db.world import TITLE, URL, World, without_ledger

TEXT = "全区受理行政复议案件162件。"


@pytest.fixture
def full(world: World) -> World:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {"http://heping.example/a.pdf": "办结3件".encode()})})
    world.read("2025-03-02")
    return world


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


WRITER = """
import os, sys
from pathlib import Path
from db.archive import Archive, archive_name
from db.database import open_database
from db.intake_records import CaptureDraft
from db.visits import begin_run, record_capture
from parsers.vocabulary import Role, Verdict
data, at = Path(sys.argv[1]), "2025-03-02T00:00:00+08:00"
db = open_database(data)
run = begin_run(db, "crawl")
number = 0
with Archive(data / "archive", archive_name(run, at)) as archive:
    while True:
        number += 1
        record = archive.append(f"http://x.example/{number}", 200, {}, os.urandom(3000), at, sync=False)
        record_capture(db, CaptureDraft(run, Role.DETAIL, f"http://x.example/{number}", at, Verdict.OK, record=record))
        if number == 5: print("going", flush=True)
"""


def test_a_backup_taken_while_a_process_commits_verifies_with_its_archive(full: World, tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(full.folder)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "going\n"
        copies = []
        for number in range(5):
            folder = tmp_path / f"copy{number}"
            folder.mkdir()
            copies.append((folder, back_up(full.folder, folder / "fazhi.db", archive_to=tmp_path / "archive")))
        assert writer.poll() is None, "the writer went on all the while"
    finally:
        writer.kill()
        writer.communicate()
    sizes = [made.captures for _, made in copies]
    assert sizes == sorted(sizes)
    assert sizes[0] >= 7
    assert sizes[-1] > sizes[0]
    for folder, made in copies:
        assert made.failures == ()
        assert left(folder) == {"fazhi.db"}
        db = open_database(folder, read_only=True)
        answer = verify(db, tmp_path / "archive", head=made.head)
        assert (answer.captures, answer.failures) == (made.captures, ())
        db.close()


def test_a_backup_restored_goes_on_as_the_original_would(full: World, tmp_path: Path) -> None:
    folder = tmp_path / "restored"
    folder.mkdir()
    made = back_up(full.folder, folder / "fazhi.db", archive_to=folder / "archive")
    assert (made.captures, made.archive_files, made.head) == (2, 1, chain_head(full.db))
    again = World(folder)
    assert canonical_dump(again.db) == canonical_dump(full.db)
    again.crawl("2025-03-09", {URL: TITLE}, {URL: ("全区受理行政复议案件163件。".encode(), {})})
    again.read("2025-03-09")
    assert verify(again.db, again.archive_folder, head=made.head).failures == ()
    again.db.close()


def test_originals_are_copied_once_and_only_appended_to(full: World, tmp_path: Path) -> None:
    first = back_up(full.folder, tmp_path / "1.db", archive_to=tmp_path / "archive")
    second = back_up(full.folder, tmp_path / "2.db", archive_to=tmp_path / "archive")
    assert first.archive_bytes > 0
    assert (second.archive_bytes, second.failures) == (0, ())


def test_what_stands_there_is_never_replaced(full: World, tmp_path: Path) -> None:
    target = tmp_path / "fazhi.db"
    target.write_bytes(b"")
    with pytest.raises(OutputExists, match="stands there already"):
        back_up(full.folder, target)
    with pytest.raises(OutputExists, match="is a folder"):
        back_up(full.folder, full.folder)
    with pytest.raises(OutputExists, match="stands there already"):
        back_up(full.folder, full.folder / "fazhi.db")
    with pytest.raises(OutputExists, match="archive itself"):
        back_up(full.folder, tmp_path / "new.db", archive_to=full.archive_folder)
    assert target.read_bytes() == b""
    assert left(tmp_path) == {"data", "fazhi.db"}


def test_a_missing_folder_a_missing_and_a_foreign_database_are_said(full: World, tmp_path: Path) -> None:
    with pytest.raises(DatabaseProblem, match=r"cannot write .*nowhere"):
        back_up(full.folder, tmp_path / "nowhere" / "fazhi.db")
    with pytest.raises(DatabaseProblem, match="no database at"):
        back_up(tmp_path / "empty", tmp_path / "a.db")
    other = tmp_path / "other"
    other.mkdir()
    sqlite3.connect(other / "fazhi.db").executescript("CREATE TABLE x (y); INSERT INTO x VALUES (1)").close()
    with pytest.raises(DatabaseProblem, match="another program"):
        back_up(other, tmp_path / "a.db")
    (other / "fazhi.db").write_bytes(b"no database at all")
    with pytest.raises(DatabaseProblem, match="not an SQLite database"):
        back_up(other, tmp_path / "a.db")
    assert left(tmp_path) == {"data", "other"}


def test_a_damaged_database_is_not_passed_off_as_a_backup(full: World, tmp_path: Path) -> None:
    full.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root, size = full.db.conn.execute(
        "SELECT (SELECT rootpage FROM sqlite_master WHERE name = 'figures'), page_size FROM pragma_page_size"
    ).fetchone()
    path = full.folder / "fazhi.db"
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = os.urandom(size)
    path.write_bytes(data)
    with pytest.raises(DatabaseProblem, match="damaged"):
        back_up(full.folder, tmp_path / "a.db")
    assert left(tmp_path) == {"data"}


def test_a_source_that_was_tampered_with_is_copied_as_it_is_and_told(full: World, tmp_path: Path) -> None:
    tamper(full, "UPDATE captures SET url = 'http://else.example/' WHERE id = 1")
    made = back_up(full.folder, tmp_path / "a.db")
    assert [(failure.what, failure.capture_id) for failure in made.failures] == [("chain", 1)]
    assert (tmp_path / "a.db").exists()


def test_a_file_of_an_older_schema_can_be_backed_up_before_its_upgrade(full: World, tmp_path: Path) -> None:
    without_ledger(full.db.conn)
    made = back_up(full.folder, tmp_path / "a.db", archive_to=tmp_path / "archive")
    assert (made.archive_files, made.failures) == (1, ())
    next((tmp_path / "archive").rglob("*.gz")).unlink()
    next(full.archive_folder.rglob("*.gz")).unlink()
    again = back_up(full.folder, tmp_path / "b.db", archive_to=tmp_path / "archive")
    assert [failure.capture_id for failure in again.failures] == [1, 2]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from db.backup import back_up
from db.database import DatabaseProblem
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
try: back_up(sys.argv[1], Path(sys.argv[2]))
except DatabaseProblem as problem: print(problem)
"""


def test_a_full_disk_leaves_nothing_behind(full: World, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    command = [sys.executable, "-c", FULL_DISK, str(full.folder), str(folder / "a.db")]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path.cwd())
    assert "cannot write the backup" in run.stdout, run.stderr
    assert left(folder) == set()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_no_permission_is_said(full: World, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(DatabaseProblem, match="Permission denied"):
        back_up(full.folder, folder / "a.db")


def test_the_file_may_be_vacuumed(full: World) -> None:
    full.read("2025-03-03", parser="2")
    full.db.vacuum()
    assert verify(full.db, full.archive_folder).failures == ()

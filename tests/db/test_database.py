"""Opening the one file: what is refused, with which words, and that nothing foreign is ever written to."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from db.database import GENESIS, chain_head, has_real_passes, is_simulation, open_database, stamp_simulation, write
from db.migrations import migrations
from db.problems import DatabaseProblem
from db.visits import begin_run


def test_a_new_file_has_the_schema_and_the_pragmas(tmp_path: Path) -> None:
    db = open_database(tmp_path / "new" / "data", create=True)
    pragmas = {name: db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")}
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}
    assert {"captures", "reports", "alerts", "deliveries"} <= set(db.table_names())
    assert chain_head(db) == GENESIS
    with pytest.raises(sqlite3.IntegrityError), write(db):
        db.conn.execute("INSERT INTO sections (id, body_id, url) VALUES ('s', 'nobody', 'http://x/')")


def test_opening_again_keeps_everything(tmp_path: Path) -> None:
    begin_run(open_database(tmp_path, create=True), "crawl")
    again = open_database(tmp_path, create=True)
    assert again.conn.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    assert not migrations.pending(again)


def _foreign(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.commit()
    other.close()


def _newer(path: Path) -> None:
    db = open_database(path.parent, create=True)
    with write(db):
        db.conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('fazhi', '9999_later', '')"
        )
    db.close()


def _damaged(path: Path) -> None:
    open_database(path.parent, create=True).close()
    data = bytearray(path.read_bytes())
    data[100:4096] = os.urandom(3996)
    path.write_bytes(data)


def _cut(path: Path) -> None:
    db = open_database(path.parent, create=True)
    db.close()
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.write_bytes("第一行\n".encode() * 99), "not an SQLite database"),
        (_foreign, "database of another program"),
        (_newer, "newer version of this program (schema 9999_later)"),
        (_damaged, "damaged"),
        (_cut, "damaged"),
        (lambda path: path.mkdir(), "is a folder"),
    ],
    ids=["text", "foreign", "newer", "damaged", "cut", "folder"],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_not_ours_is_refused_and_left_alone(tmp_path: Path, make, message: str, read_only: bool) -> None:
    path = tmp_path / "fazhi.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(DatabaseProblem) as problem:
        open_database(tmp_path, create=not read_only, read_only=read_only)
    assert message in str(problem.value)
    assert str(path) in str(problem.value)
    assert before is None or path.read_bytes() == before


def test_opening_it_twice_leaves_no_connection_without_its_lock(tmp_path: Path) -> None:
    """Else the next process that closes the file takes the log away from under this one (a disk I/O error)."""
    kept = open_database(tmp_path, create=True)
    open_database(tmp_path).close()
    open_database(tmp_path, read_only=True).close()
    other = f"from db.database import open_database; open_database({str(tmp_path)!r}).close()"
    subprocess.run([sys.executable, "-c", other], check=True)
    begin_run(kept, "crawl")
    again = open_database(tmp_path, read_only=True)
    assert again.conn.execute("SELECT count(*) FROM runs").fetchone() == (1,)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_missing_file_is_not_made_by_the_way(tmp_path: Path, read_only: bool) -> None:
    with pytest.raises(DatabaseProblem, match="no database at"):
        open_database(tmp_path, read_only=read_only)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_new_to_who_makes_files_and_told_to_others(tmp_path: Path) -> None:
    """A killed first pass leaves one; so may a full disk, of a database whose originals still lie there."""
    path = tmp_path / "fazhi.db"
    path.touch()
    for read_only in (True, False):
        with pytest.raises(DatabaseProblem, match="is empty: restore a backup, or take the file away to begin anew"):
            open_database(tmp_path, read_only=read_only)
    original = tmp_path / "archive" / "2026" / "fazhi-20260320-run-000001.warc.gz"
    original.parent.mkdir(parents=True)
    original.touch()
    with pytest.raises(DatabaseProblem, match="is empty, while originals lie in archive/ beside it: restore"):
        open_database(tmp_path, create=True)
    assert path.stat().st_size == 0
    path.unlink()
    with pytest.raises(DatabaseProblem, match="while originals lie in archive/ beside it"):
        open_database(tmp_path, create=True)
    assert not path.exists(), "an empty one would be the next riddle"
    original.unlink()
    assert open_database(tmp_path, create=True).table_names()


def test_reading_writes_nothing(tmp_path: Path) -> None:
    open_database(tmp_path, create=True).close()
    db = open_database(tmp_path, read_only=True)
    with pytest.raises(DatabaseProblem, match="no write access"), write(db):
        db.conn.execute("DELETE FROM judged")


def test_no_write_access_is_said_and_reading_still_works() -> None:
    script = (
        "import os, sys; from pathlib import Path\n"
        "from db.database import DatabaseProblem, open_database\n"
        "data = Path(sys.argv[1])\n"
        "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"  # root may write everywhere
        "try: open_database(data); print('opened')\n"
        "except DatabaseProblem as problem: print(problem)\n"
        "print(len(open_database(data, read_only=True).table_names()) > 20)\n"
    )
    with tempfile.TemporaryDirectory() as folder:  # not below pytest's own, which another user may not enter
        data = Path(folder) / "data"
        open_database(data, create=True).close()
        Path(folder).chmod(0o755)
        (data / "fazhi.db").chmod(0o444)
        data.chmod(0o555)
        run = subprocess.run([sys.executable, "-c", script, str(data)], capture_output=True, text=True, cwd=Path.cwd())
        data.chmod(0o755)
    assert run.stdout.splitlines()[1:] == ["True"], run.stderr
    assert "no write access to the folder" in run.stdout


def test_a_full_disk_is_one_clear_message_and_what_was_stored_stays(tmp_path: Path) -> None:
    db = open_database(tmp_path, create=True)
    begin_run(db, "crawl")
    pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
    db.conn.execute(f"PRAGMA max_page_count = {pages + 1}")  # SQLite's own way to say that there is no more room
    rows = [[str(number), "x" * 1000] for number in range(1000)]
    with pytest.raises(DatabaseProblem, match="disk is full"), write(db):
        db.conn.executemany("INSERT INTO meta VALUES (?, ?)", rows)
    assert db.conn.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    assert db.conn.execute("SELECT count(*) FROM meta").fetchone() == (0,)


def test_a_file_size_limit_reads_as_a_full_disk(tmp_path: Path) -> None:
    """A quota: the system refuses the write itself, not SQLite's own limit."""
    script = (
        "import resource, signal, sys\n"
        "from db.database import DatabaseProblem, open_database, write\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "db = open_database(sys.argv[1], create=True)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "try:\n"
        "    for number in range(10000):\n"
        "        with write(db): db.conn.execute('INSERT INTO meta VALUES (?, ?)', [str(number), 'x' * 9000])\n"
        "except DatabaseProblem as problem: print(problem)\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, cwd=Path.cwd())
    assert "fazhi.db" in run.stdout, run.stderr
    assert "disk" in run.stdout
    stored = open_database(tmp_path).conn.execute("SELECT count(*) FROM meta").fetchone()[0]
    assert stored > 10
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_simulation_is_stamped_for_ever_and_a_real_file_never(tmp_path: Path) -> None:
    played = open_database(tmp_path / "played", create=True)
    stamp_simulation(played)
    begin_run(played, "run", "2026-03-20")
    stamp_simulation(played)
    assert is_simulation(played)
    assert not has_real_passes(played)
    for sql in (
        "DELETE FROM meta",
        "UPDATE meta SET value = '0'",
        "UPDATE meta SET key = 'other' WHERE key = 'simulation'",
        "INSERT OR REPLACE INTO meta VALUES ('simulation', '0')",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="one for ever"):
            played.conn.execute(sql)
    assert is_simulation(played)

    real = open_database(tmp_path / "real", create=True)
    begin_run(real, "run")
    with pytest.raises(DatabaseProblem, match="cannot become a simulation"):
        stamp_simulation(real)
    assert has_real_passes(real)
    assert not is_simulation(real)


def test_several_processes_may_make_and_open_one_new_file_at_once(tmp_path: Path) -> None:
    script = "import sys; from db.database import open_database; open_database(sys.argv[1], create=True)"
    command = [sys.executable, "-c", script, str(tmp_path / "data")]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE, cwd=Path.cwd()) for _ in range(4)]
    assert [process.communicate()[1] for process in started] == [b""] * 4
    applied = open_database(tmp_path / "data").conn.execute(
        "SELECT count(*), count(DISTINCT name) FROM _sqlite_migrations"
    )
    assert len(set(applied.fetchone())) == 1


def test_a_file_that_another_process_holds_is_waited_for_then_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_database(tmp_path, create=True).close()
    monkeypatch.setattr("db.database.BUSY_SECONDS", 0.2)
    other = sqlite3.connect(tmp_path / "fazhi.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    db = open_database(tmp_path)  # reading goes on
    assert db.conn.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    with pytest.raises(DatabaseProblem, match="another process has held it for too long"), write(db):
        db.conn.execute("INSERT INTO meta VALUES ('a', 'b')")
    other.execute("ROLLBACK")
    begin_run(db, "crawl")  # and nothing is left behind
    other.close()

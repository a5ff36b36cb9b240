"""Runs whose process died: noted as failed only when nobody writes their archive any more."""

from __future__ import annotations

import json
from pathlib import Path

from db.archive import Archive, archive_name
from db.database import Database, open_database
from db.runs import LEFT_OVER, begin_run

AT = "2026-03-20T01:00:00+08:00"


def killed_run(db: Database) -> int:
    """A run whose command's process is no more."""
    run = begin_run(db, "crawl", at=AT)
    db.conn.execute("UPDATE runs SET process = NULL WHERE id = ?", [run])
    db.conn.commit()
    return run


def outcomes(db: Database) -> list[str | None]:
    return [outcome for (outcome,) in db.conn.execute("SELECT outcome FROM runs ORDER BY id")]


def test_a_killed_run_is_open_while_its_crawler_writes(tmp_path: Path) -> None:
    db = open_database(tmp_path, create=True)
    run = killed_run(db)
    with Archive(tmp_path / "archive", archive_name(run, AT)) as archive:
        archive.append("http://portal.example/", 200, {}, b"page", AT)
        begin_run(db, "check", at=AT)
        assert outcomes(db) == [None, None]
        archive.append("http://portal.example/2", 200, {}, b"page 2", AT)
    begin_run(db, "check", at=AT)
    assert outcomes(db) == ["failed", None, None]
    (summary,) = db.conn.execute("SELECT summary FROM runs WHERE id = ?", [run]).fetchone()
    assert list(json.loads(summary)[LEFT_OVER]) == [archive_name(run, AT)]


def test_an_archive_file_without_a_record_goes_with_its_run(tmp_path: Path) -> None:
    db = open_database(tmp_path, create=True)
    path = tmp_path / "archive" / archive_name(killed_run(db), AT)
    path.parent.mkdir(parents=True)
    path.touch()
    begin_run(db, "check", at=AT)
    assert not path.exists()

"""Attachments that nobody can read: kept, said to be unread, and never judged by the note around them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.database import open_database
from scheduler.demo.portals import PortalServer, portals_folder
from tests.corridor import DAY, fazhi, replayed

LATER = "2026-03-30"  # past the week after which this year's reports are looked at again


@pytest.fixture
def portals(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """The demo's portals from a copy that a test may damage: the configuration and the copy."""
    copy = tmp_path / "portals"
    shutil.copytree(portals_folder(), copy)
    with replayed(tmp_path, ocr=False) as (config, servers):
        for name, server in servers.items():
            _move(server, copy / name)
        yield config, copy


def _move(server: PortalServer, folder: Path) -> None:
    assert folder.is_dir()
    server.folder = folder.resolve()


def cut(path: Path) -> None:
    body = path.read_bytes()
    path.write_bytes(body[: len(body) // 3])


def rows(config: Path, sql: str) -> list[tuple[object, ...]]:
    db: Database = open_database(config.parent, read_only=True)
    try:
        return [tuple(row) for row in db.conn.execute(sql)]
    finally:
        db.conn.close()


REPORTS = "SELECT body_id, year, state FROM reports ORDER BY year, body_id"
ABOUT_CONTENT = (
    "SELECT body_id, year, rule, state FROM alerts WHERE rule IN "
    "('part_absent', 'metric_dropped', 'report_revised', 'report_unreadable') ORDER BY rule, year, body_id"
)


def test_a_note_around_an_unreadable_file_is_no_report_text(portals: tuple[Path, Path]) -> None:
    config, copy = portals
    pdf, docx = copy / "lusong/attachments/bg2025.pdf", next(copy.glob("quyuan/**/*.docx"))
    scan = copy / "lusong/attachments/bg2022.pdf"
    cut(pdf)
    cut(docx)
    scan.unlink()

    code, out, _ = fazhi("--config", str(config), "--json", "run", "--today", DAY)
    failed = [line for line in json.loads(out)["failures"] if "read" in line or "附件" in line]
    assert code == 1
    assert len(failed) == 3, failed
    assert rows(config, REPORTS) == [
        ("lusong", 2022, "unreadable"),
        ("lusong", 2024, "listed"),
        ("quyuan", 2024, "unreadable"),
        ("lusong", 2025, "unreadable"),
    ]
    about = rows(config, ABOUT_CONTENT)
    assert [row[:3] for row in about if row[2] == "report_unreadable"] == [
        ("lusong", 2022, "report_unreadable"),
        ("quyuan", 2024, "report_unreadable"),
        ("lusong", 2025, "report_unreadable"),
    ]
    assert {row[1] for row in about if row[2] != "report_unreadable"} <= {2024}
    assert rows(
        config,
        "SELECT count(*) FROM figures f JOIN reports r ON r.current_version_id = f.version_id "
        "WHERE r.state = 'unreadable'",
    ) == [(0,)]

    assert fazhi("--config", str(config), "run", "--today", DAY)[0] == 0, "told once"

    shutil.copy(portals_folder() / pdf.relative_to(copy), pdf)
    shutil.copy(portals_folder() / docx.relative_to(copy), docx)
    fazhi("--config", str(config), "run", "--today", LATER)
    assert [row for row in rows(config, REPORTS) if row[2] != "listed"] == [("lusong", 2022, "unreadable")]
    states = {row[:3]: row[3] for row in rows(config, ABOUT_CONTENT)}
    assert states["lusong", 2025, "report_unreadable"] == "resolved"
    assert states["quyuan", 2024, "report_unreadable"] == "resolved"
    assert not [row for row in states if row[2] == "report_revised"], "to be read at last is no revision"

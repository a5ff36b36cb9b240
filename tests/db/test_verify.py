"""`verify` names each thing that is not as it was: bytes, rows, figures, and a file that is damaged itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.database import chain_head, open_database
from db.verify import Failure, verify
from tests.db.test_chain import tamper
from tests.db.world import TITLE, URL, World

TEXT = "全区受理行政复议案件162件。\n审结行政复议案件158件。"


@pytest.fixture
def full(world: World) -> World:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {"http://heping.example/a.pdf": "办结3件".encode()})})
    world.read("2025-03-02")
    return world


def failures(world: World, head: str | None = None) -> tuple[Failure, ...]:
    return verify(world.db, world.archive_folder, head=head).failures


def archive_file(world: World) -> Path:
    (path,) = world.archive_folder.rglob("*.gz")
    return path


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE figures SET value = 126 WHERE value = 162", "figure 1 of version 1"),
        ("UPDATE figures SET label = '受理行政诉讼案件' WHERE value = 162", "figure 1 of version 1"),
        ("UPDATE figures SET metric = NULL WHERE value = 158", "figure 2 of version 1"),
        ("UPDATE figures SET period = '2023' WHERE value = 158", "figure 2 of version 1"),
        ("UPDATE metric_values SET value = 126 WHERE value = 162", "metric value 1 of version 1"),
        ("UPDATE metric_values SET scope = 'body' WHERE value = 158", "metric value 2 of version 1"),
        ("UPDATE metric_values SET numerator = 0", "metric value 3 of version 1"),
        ("UPDATE parts SET form = 'absent'", "part 1 of version 1"),
        ("UPDATE findings SET verdict = 'disagrees'", "finding 1 of version 1"),
        ("DELETE FROM metric_values WHERE value = 158", "metric values of version 1 of http://heping"),
        (
            "INSERT INTO parts SELECT version_id, 'plan', heading, form, start, \"end\" FROM parts",
            "part 2 of version 1",
        ),
        ("DELETE FROM seals", "finding 1 of version 1"),
        ("UPDATE report_places SET published_on = '2025-02-01'", "place 1 of version 1"),
        ("UPDATE reports SET published_on = '2025-02-01'", "the published_on of report 1 (http://heping"),
        ("UPDATE reports SET published_on = NULL", "the published_on of report 1"),
        ("UPDATE reports SET year = 2023", "place 1 of version 1"),
        ("UPDATE reports SET title = '另一份报告'", "the title of report 1"),
    ],
)
def test_an_edited_reading_is_named(full: World, sql: str, says: str) -> None:
    assert failures(full) == ()
    tamper(full, sql)
    found = failures(full)
    assert {failure.what for failure in found} == {"reading"}
    assert any(says in failure.problem for failure in found), found


def test_a_value_that_strayed_and_a_report_that_is_gone_are_named(full: World) -> None:
    tamper(full, "UPDATE metric_values SET report_id = 2 WHERE value = 158")
    assert any("metric value 2 is said to be of report 2, its version 1 is of 1" in f.problem for f in failures(full))
    full.db.conn.execute("PRAGMA foreign_keys = ON")
    full.db.conn.execute("DELETE FROM reports")  # and all that hangs on it
    assert [failure.problem for failure in failures(full)] == [
        f"{URL} was read as a report, and there is no report of it"
    ]
    full.db.conn.execute("UPDATE documents_seen SET parser_version = NULL")  # as a person's decision leaves it
    assert failures(full) == ()


def test_an_edited_figure_names_its_number_and_what_it_says_now(full: World) -> None:
    tamper(full, "UPDATE figures SET value = 126 WHERE value = 162")
    (failure,) = failures(full)
    assert failure.figure_id == 1
    assert "126.0 件" in failure.problem
    assert "reread --all" in failure.advice


def test_text_and_quote_edited_together_are_found(full: World) -> None:
    """The quote then stands in the text: only the text's own hash and the figure's seal tell."""
    tamper(full, "UPDATE figures SET quote = replace(quote, '162', '126'), value = 126 WHERE value = 162")
    tamper(full, "UPDATE report_versions SET text = replace(text, '162', '126')")
    assert {(failure.what, failure.figure_id) for failure in failures(full)} == {("text", None), ("reading", 1)}


def test_a_reading_made_anew_is_sealed_anew(full: World) -> None:
    tamper(full, "UPDATE figures SET value = 126 WHERE value = 162")
    full.read("2025-03-03", parser="2")
    assert failures(full) == ()


def test_an_older_file_is_sealed_as_it_stands_when_it_is_upgraded(full: World) -> None:
    full.db.conn.execute("DROP TABLE seals")
    full.db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = '0005_seals'")
    full.db.close()
    full.db = open_database(full.folder)
    assert failures(full) == ()
    tamper(full, "UPDATE figures SET value = 126 WHERE value = 162")
    assert [failure.figure_id for failure in failures(full)] == [1]


def test_a_removed_last_capture_is_named_although_the_noted_head_was_set_back(full: World) -> None:
    mailed = chain_head(full.db)
    before = full.db.conn.execute("SELECT previous_hash FROM captures WHERE id = 2").fetchone()[0]
    tamper(full, "DELETE FROM captures WHERE id = 2")
    tamper(full, f"UPDATE meta SET value = '{before}' WHERE key = 'chain_head'")
    found = failures(full, mailed)
    assert any(failure.what == "head" and failure.capture_id == 2 for failure in found)
    assert any(mailed in failure.problem and "ends at capture 1" in failure.problem for failure in found)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE captures SET archive_offset = NULL WHERE id = 2",
        "UPDATE captures SET archive_offset = -5 WHERE id = 2",
        "UPDATE captures SET archive_length = 4000000000000 WHERE id = 2",
        "UPDATE captures SET archive_file = '../../../../../dev/zero' WHERE id = 2",
        "UPDATE captures SET record_sha256 = NULL, sha256 = NULL WHERE id = 2",
        "UPDATE report_versions SET read_captures = '1,2,77'",
    ],
)
def test_rows_that_make_no_sense_are_failures_and_nothing_worse(full: World, sql: str) -> None:
    tamper(full, sql)
    assert {failure.capture_id for failure in failures(full)} <= {2, 77}
    assert failures(full)


def test_a_missing_and_an_unreadable_archive_file_are_named(full: World) -> None:
    path = archive_file(full)
    data = path.read_bytes()
    path.unlink()
    (gone,) = failures(full)  # one file, one failure
    assert (gone.what, gone.capture_ids) == ("original", (1, 2))
    place = f"{gone.file} bytes {gone.start} to {len(data) - 1}, both included"
    assert str(gone).startswith(f"original captures 1-2 (2 in all) ({place}): ")
    path.mkdir()
    assert all("not a file" in failure.problem for failure in failures(full))
    path.rmdir()
    path.symlink_to(full.folder / "elsewhere.gz")  # a copy that lost its target
    assert [failure.capture_ids for failure in failures(full)] == [(1, 2)]
    path.unlink()
    path.write_bytes(data)
    assert failures(full) == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_archive_file_without_permission_is_named(full: World) -> None:
    archive_file(full).chmod(0)
    assert all("ermission" in failure.problem for failure in failures(full))


def test_a_file_that_is_cut_short_fails_for_the_captures_in_the_cut_only(full: World) -> None:
    path = archive_file(full)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)
    (failure,) = failures(full)
    assert (failure.what, failure.capture_id) == ("original", 2)
    assert "ends at byte" in failure.problem


def test_a_torn_tail_that_no_row_speaks_of_is_no_failure(full: World) -> None:
    with archive_file(full).open("ab") as file:
        file.write(b"\x1f\x8b\x08half a record")
    assert failures(full) == ()


def test_every_byte_of_an_archive_file_belongs_to_somebody(full: World) -> None:
    full.db.conn.execute("UPDATE runs SET outcome = 'ok', ended_at = started_at")
    path = archive_file(full)
    sound = path.read_bytes()
    first = full.db.conn.execute("SELECT min(archive_offset) FROM captures").fetchone()[0]
    # Byte 9 names the system, and the last one before the checksum may end in bits that pad it: both say nothing.
    for at in sorted({*range(9), *range(10, first, 7), first - 1} - {first - 9}):
        path.write_bytes(sound[:at] + bytes([sound[at] ^ 4]) + sound[at + 1 :])
        assert [(failure.what, failure.start, failure.end) for failure in failures(full)] == [("archive", 0, first)], at
    for added in (b"x", sound[:first], sound[first:]):  # the last: records that another capture made
        path.write_bytes(sound + added)
        (failure,) = failures(full)
        assert (failure.what, failure.start, failure.end) == ("archive", len(sound), len(sound) + len(added))
        assert failure.file == path.relative_to(full.archive_folder).as_posix()
    path.write_bytes(sound)
    tamper(full, "DELETE FROM captures WHERE id = 1")
    assert any(failure.what == "archive" and failure.start == 0 for failure in failures(full))


def test_a_damaged_database_page_is_named_and_never_written_to(full: World) -> None:
    full.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root, size = full.db.conn.execute(
        "SELECT (SELECT rootpage FROM sqlite_master WHERE name = 'figures'), page_size FROM pragma_page_size"
    ).fetchone()
    full.db.close()
    path = full.folder / "fazhi.db"
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = bytes(size)
    path.write_bytes(data)
    full.db = open_database(full.folder, read_only=True)
    found = failures(full)
    assert {failure.what for failure in found} == {"database"}
    assert any("version 1 cannot be read" in failure.problem for failure in found)
    assert path.read_bytes() == data


def test_rows_that_lead_nowhere_are_counted(full: World) -> None:
    tamper(full, "DELETE FROM report_places")
    assert any("speak of rows of report_places" in failure.problem for failure in failures(full))

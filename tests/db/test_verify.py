"""`verify` names each thing that is not as it was: bytes, rows, figures, and a file that is damaged itself."""

from __future__ import annotations

import os
import random
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.large_cases import add_cases
from db.accepted import accept
from db.cases import set_state
from db.database import chain_head, open_database
from db.ledger import ROWS, ledger_head
from db.verify import Failure, verify
from db.visits import begin_run, end_run
from db.vocabulary import AlertState, RunOutcome
from db.warc import encode_info, is_info
from tests.db.test_chain import tamper
from tests.db.world import TITLE, URL, World, without_ledger

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
        ("UPDATE version_captures SET role = 'list' WHERE capture_id = 2", "capture 2 of version 1"),
        (
            "UPDATE metric_values SET id = 4 - id + 10",
            "metric values of version 1 of http://heping.example/fz/2024.html: ids",
        ),
    ],
)
def test_an_edited_reading_is_named(full: World, sql: str, says: str) -> None:
    assert failures(full) == ()
    tamper(full, sql)
    found = failures(full)
    assert {failure.what for failure in found} == {"reading"}
    assert any(says in failure.problem for failure in found), found


# Each table that a mail, a dossier or a page shows: a column of it changed by hand, a row removed, a row put in.
SHOWN = (
    ("UPDATE bodies SET name = '另一区人民政府' WHERE id = 'heping'", "bodies heping is not as it was written"),
    ("UPDATE sections SET last_good_at = '2026-01-01'", "sections heping-fazhi is not"),
    ("UPDATE runs SET outcome = 'failed'", "runs 1 is not"),
    ("UPDATE visits SET whole = 0", "visits 1 is not"),
    ("UPDATE documents_seen SET decision = 'not_a_report'", f"documents_seen heping-fazhi {URL} is not"),
    ("UPDATE decisions SET \"by\" = '别人'", "decisions http://x/ is not"),
    (
        "UPDATE reports SET published_on = '2025-02-01'",
        "reports 1 is not as it was written; it now says id '1', body_id",
    ),
    ("UPDATE reports SET year = 2023", "reports 1 is not"),
    ("UPDATE reports SET state = 'withdrawn'", "reports 1 is not"),
    ("UPDATE report_places SET published_on = '2025-02-01'", "report_places 1 is not"),
    ("UPDATE report_versions SET observed_at = '2025-01-01'", "report_versions 1 is not"),
    ("UPDATE expectations SET state = 'late'", "expectations heping fazhi_annual 2024 is not"),
    ("UPDATE alerts SET title = '无事'", "alerts 1 is not"),
    ("DELETE FROM alerts", "alerts 1 was removed by hand"),
    ("UPDATE alert_events SET \"by\" = '别人'", "alert_events 1 is not"),
    ("UPDATE messages SET content = x'00'", "messages 1 is not"),
    ("DELETE FROM deliveries", "deliveries 1 1 1 was removed"),
    ("UPDATE metrics SET zh = '别的指标' WHERE key = 'legal_aid_cases'", "metrics legal_aid_cases is not"),
    ("UPDATE rules SET zh = '别的规则' WHERE rule = 'report_late'", "rules report_late is not"),
    ("DELETE FROM meta WHERE key = 'simulation'", "meta simulation was removed by hand"),
    ("INSERT INTO alert_events (alert_id, at, event) VALUES (1, '2025-05-01', 'dismissed')", "was added by hand"),
)


@pytest.fixture
def shown(full: World) -> World:
    """Rows in every table that is shown."""
    conn = full.db.conn
    add_cases(full.db, random.Random(1), 2024)
    for sql in (
        "INSERT INTO decisions VALUES ('http://x/', 'report', NULL, 2024, '王', '据原件', '2026-04-01')",
        "INSERT INTO expectations VALUES ('heping', 'fazhi_annual', 2024, '2025-03-31', 'on_time', '', '[]')",
        "UPDATE runs SET outcome = 'ok', ended_at = started_at",
        "INSERT INTO meta VALUES ('simulation', '1')",
    ):
        conn.execute(sql)
    assert all(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ROWS)
    assert failures(full) == ()
    return full


def test_every_table_that_is_shown_is_in_the_ledger(shown: World) -> None:
    assert {sql.split()[2 if sql.startswith(("DELETE", "INSERT")) else 1] for sql, _ in SHOWN} == set(ROWS)
    shown.db.conn.execute("PRAGMA foreign_keys = OFF")
    for sql, says in SHOWN:
        shown.db.conn.execute("BEGIN")
        tamper(shown, sql)
        found = failures(shown)
        shown.db.rollback()
        assert {failure.what for failure in found} <= {"row", "reading", "database"}, (sql, found)
        assert any(says in failure.problem for failure in found), (sql, found)


def test_a_plain_tool_cannot_write_what_is_shown(full: World) -> None:
    with closing(sqlite3.connect(full.folder / "fazhi.db")) as other:
        for sql in ("UPDATE reports SET year = 2023", "DELETE FROM visits", "DELETE FROM ledger"):
            with pytest.raises(sqlite3.DatabaseError, match=r"fazhi_seal|the ledger only grows"):
                other.execute(sql)
        other.execute("DROP TRIGGER ledger_reports_changed")
        other.execute("UPDATE reports SET state = 'withdrawn'")
        other.commit()
    said = [failure.problem for failure in failures(full)]
    assert any(problem.startswith("the trigger ledger_reports_changed is missing") for problem in said)
    assert any(problem.startswith("reports 1 is not as it was written") for problem in said)


def test_a_whole_report_removed_with_all_that_speaks_of_it_is_named(full: World) -> None:
    conn = full.db.conn
    removed = ("reports", "report_places", "report_versions", "figures", "metric_values", "parts", "findings",
               "version_captures", "documents_seen")  # fmt: skip
    tamper(full, "DELETE FROM reports")
    for table in removed:
        tamper(full, f"DELETE FROM {table}")
    said = [failure.problem for failure in failures(full)]
    for row in ("reports 1", "report_places 1", "report_versions 1", f"documents_seen heping-fazhi {URL}"):
        assert f"{row} was removed by hand" in said
    # with its entries too: the ledger has a gap, or ends before the head that a mail told
    mailed = ledger_head(conn)
    (last,) = conn.execute("SELECT max(id) FROM ledger").fetchone()
    conn.execute("BEGIN")
    tamper(full, f'DELETE FROM ledger WHERE "table" IN {removed}')
    assert any("was removed" in failure.problem for failure in failures(full) if failure.what == "ledger")
    full.db.rollback()
    tamper(full, f"DELETE FROM ledger WHERE id = {last}")
    assert any(mailed in failure.problem for failure in failures(full, mailed) if failure.what == "head")


def test_a_row_that_was_changed_by_hand_and_then_written_anew_is_named(shown: World) -> None:
    tamper(shown, "UPDATE alerts SET title = '无事'")
    set_state(shown.db, 1, AlertState.SNOOZED, at="2025-05-02T08:00:00+08:00", snoozed_until="2025-06-01")
    assert any("alerts 1 was changed by hand before entry" in failure.problem for failure in failures(shown))


def test_what_a_file_of_before_says_of_itself_is_entered_as_it_is_found(full: World) -> None:
    for when in ("new", "changed", "gone"):
        full.db.conn.execute(f"DROP TRIGGER ledger_meta_{when}")
    for sql in (  # as the first ledgers had them
        "DROP INDEX ledger_readings",
        'CREATE INDEX ledger_key ON ledger("table", "key", id)',
        "DROP TRIGGER ledger_rules_new",
    ):
        full.db.conn.execute(sql)
    full.db.conn.execute("INSERT INTO meta VALUES ('simulation', '1')")
    full.db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = '0019_ledger_of_meta'")
    full.db.close()
    full.db = open_database(full.folder)
    assert failures(full) == ()
    tamper(full, "DELETE FROM meta WHERE key = 'simulation'")
    assert [failure.problem for failure in failures(full)] == ["meta simulation was removed by hand"]


def test_what_is_none_of_this_programs_is_named(full: World) -> None:
    full.db.conn.execute("ANALYZE")  # its tables are SQLite's own
    assert failures(full) == ()
    for kind, name, rest in (
        ("trigger", "zz", "BEFORE INSERT ON alerts BEGIN SELECT RAISE(IGNORE); END"),
        ("view", "zz", "AS SELECT 1"),
        ("table", "zz", "(a)"),
        ("index", "zz", "ON alerts(title)"),
    ):
        full.db.conn.execute(f"CREATE {kind} {name} {rest}")
        assert [failure.problem for failure in failures(full)] == [f"the {kind} {name} is none of this program's"]
        full.db.conn.execute(f"DROP {kind} {name}")


_SWALLOWS = ", quiet INTEGER AS (CASE WHEN metric = 'x' THEN NULL ELSE 1 END) NOT NULL ON CONFLICT IGNORE) STRICT"


@pytest.mark.parametrize(
    ("table", "text", "by", "says"),
    [
        ("metric_values", ") STRICT", _SWALLOWS, "it has \"quiet INTEGER AS ( CASE WHEN metric = 'x' THEN NULL"),
        ("alerts", ") STRICT", ")", "it lacks '(STRICT)'"),
        ("alerts", ") STRICT", ", STRICT)", "it has 'STRICT', it lacks '(STRICT)'"),
        ("alerts", " UNIQUE,", " UNIQUE ON CONFLICT IGNORE,", "it has 'fingerprint TEXT NOT NULL UNIQUE ON CONFLICT"),
        ("alerts", "state = 'open' OR ", "", "it lacks \"state TEXT NOT NULL CHECK ( state = 'open' OR"),
        (
            "captures",
            "url TEXT NOT NULL",
            "url TEXT NOT NULL DEFAULT 'a--b'",
            "it has \"url TEXT NOT NULL DEFAULT 'a--b'",
        ),
    ],
)
def test_a_table_that_is_defined_otherwise_is_named(full: World, table: str, text: str, by: str, says: str) -> None:
    conn = full.db.conn
    sql = conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
    assert text in sql
    conn.execute("PRAGMA writable_schema = ON")
    conn.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", [sql.replace(text, by, 1), table])
    full.db.close()
    full.db = open_database(full.folder)
    (failure,) = failures(full)
    assert failure.problem.startswith(f"the table {table} is not as this program made it: it ")
    assert says in failure.problem


def test_a_column_that_was_added_is_named_and_layout_is_not(full: World) -> None:
    full.db.conn.execute("ALTER TABLE alerts ADD COLUMN note TEXT")
    assert [failure.problem for failure in failures(full)] == [
        "the table alerts is not as this program made it: it has 'note TEXT'"
    ]
    full.db.conn.execute("ALTER TABLE alerts DROP COLUMN note")
    full.db.conn.execute("PRAGMA writable_schema = ON")
    laid_out = "replace(sql, ', ', ', -- a remark, with ) and (' || char(10))"
    full.db.conn.execute(f"UPDATE sqlite_master SET sql = {laid_out} WHERE name = 'bodies'")
    assert failures(full) == ()


def test_an_index_that_hides_a_row_is_named(shown: World) -> None:
    """The index is made to stand for another state of the table, then put back as it was."""
    conn = shown.db.conn
    tamper(shown, "UPDATE alerts SET state = 'resolved' WHERE id = 1")
    conn.execute("PRAGMA writable_schema = ON")
    saved = conn.execute("SELECT * FROM sqlite_master WHERE name = 'alerts_state'").fetchall()
    conn.execute("DELETE FROM sqlite_master WHERE name = 'alerts_state'")
    shown.db.close()
    shown.db = open_database(shown.folder)
    tamper(shown, "UPDATE alerts SET state = 'open' WHERE id = 1")
    shown.db.conn.execute("PRAGMA writable_schema = ON")
    shown.db.conn.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", saved)
    shown.db.close()
    shown.db = open_database(shown.folder)
    assert [failure.what for failure in failures(shown)][:1] == ["database"]
    assert "index alerts_state" in failures(shown)[0].problem


def test_a_value_that_strayed_is_named(full: World) -> None:
    tamper(full, "UPDATE metric_values SET report_id = 2 WHERE value = 158")
    assert any("metric value 2 is said to be of report 2, its version 1 is of 1" in f.problem for f in failures(full))


def test_what_the_program_removes_is_no_failure(full: World) -> None:
    full.db.conn.execute("DELETE FROM reports")
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


def test_a_reading_that_was_changed_by_hand_and_made_anew_is_named_for_ever(full: World) -> None:
    full.read("2025-03-03", parser="2")
    assert failures(full) == (), "the program's own work is no failure"
    tamper(full, "UPDATE figures SET value = 126 WHERE value = 162")
    for parser in "34":
        full.read("2025-03-03", parser=parser)
        (failure,) = failures(full)
        assert failure.what == "reading"
        assert failure.problem.startswith("figures of version 1 were changed by hand before entry")


def test_an_older_files_seals_are_taken_over_as_they_are(full: World) -> None:
    without_ledger(full.db.conn)
    full.db.conn.execute("UPDATE figures SET value = 126 WHERE value = 162")
    full.db.close()
    full.db = open_database(full.folder)
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
    assert {failure.capture_id for failure in failures(full) if failure.what != "row"} <= {2, 77}
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


def test_what_a_killed_writer_left_is_no_failure_and_stays_as_it_was_left(full: World) -> None:
    path, name = archive_file(full), archive_file(full).relative_to(full.archive_folder).as_posix()
    sound = path.read_bytes()
    alone = path.with_name("fazhi-20250303-run-000002.warc.gz")
    path.write_bytes(sound + b"\x1f\x8b\x08half a record")
    assert failures(full) == (), "its run may be under way"
    begin_run(full.db, "crawl", "2025-03-03")
    alone.write_bytes(sound)
    for run in (1, 2):
        end_run(full.db, run, RunOutcome.FAILED, {})
    assert failures(full) == ()
    for touched, then in ((path, sound + b"\x1f\x8b\x08half a recorf"), (path, sound + b"more"), (alone, sound + b"x")):
        before = touched.read_bytes()
        touched.write_bytes(then)
        (failure,) = failures(full)
        assert (failure.what, failure.file) == ("archive", name.replace("20250302-run-000001", touched.stem[6:-5]))
        touched.write_bytes(before)


def test_an_empty_file_that_the_crawler_of_a_killed_run_opened_is_no_failure(full: World) -> None:
    begin_run(full.db, "crawl", "2025-03-03")
    end_run(full.db, 2, RunOutcome.FAILED, {})
    later = archive_file(full).with_name("fazhi-20250303-run-000002.warc.gz")
    later.touch()
    assert failures(full) == ()
    later.write_bytes(encode_info(later.name))
    assert [failure.what for failure in failures(full)] == ["archive"]


def test_a_file_that_no_capture_speaks_of_is_named(full: World) -> None:
    for name in ("2025/fazhi-20250302-run-000001-2.warc.gz", "2025/fazhi-20250302-run-000777.warc.gz", "note.txt"):
        path = full.archive_folder / name
        path.write_bytes(b"not from here")
        (failure,) = failures(full)
        assert str(failure).startswith(f"archive ({name}): no capture speaks of this file")
        path.unlink()


def test_an_opening_record_that_another_zlib_wrote_is_known_by_its_contents() -> None:
    name = "fazhi-20250302-run-000001.warc.gz"
    ours, text = encode_info(name), zlib.decompress(encode_info(name), zlib.MAX_WBITS | 16)

    def other(said: bytes) -> bytes:
        squeezer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16, strategy=zlib.Z_FIXED)
        return squeezer.compress(said) + squeezer.flush()

    theirs = other(text)
    assert theirs != ours and theirs[:10] != ours[:10]
    assert is_info(theirs, name, other(b"any record")[:10])
    assert not is_info(theirs, name, ours[:10]), "one zlib wrote the whole file"
    assert not is_info(other(text.replace(b"fazhi-watch", b"fazhi-botch")), name, theirs[:10])


def test_every_byte_of_an_archive_file_belongs_to_somebody(full: World) -> None:
    full.db.conn.execute("UPDATE runs SET outcome = 'ok', ended_at = started_at")
    path = archive_file(full)
    sound = path.read_bytes()
    first = full.db.conn.execute("SELECT min(archive_offset) FROM captures").fetchone()[0]
    # The last byte before the checksum may end in bits that pad it, which say nothing.
    for at in sorted({*range(10), *range(10, first, 7), first - 1} - {first - 9}):
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


@pytest.mark.parametrize(
    ("sql", "figures"),
    [
        ("UPDATE figures SET label = '乙' WHERE id = 2", [1, 2]),
        ("UPDATE figures SET label = (SELECT label FROM figures WHERE id = 3) WHERE id = 2", [1, 2]),
        ("UPDATE figures SET id = 25 - id WHERE id > 1", [1, 22, 23]),  # these two exchanged
        ("DELETE FROM figures WHERE id = 3", [1, None]),
    ],
)
def test_what_was_accepted_of_a_version_hides_no_second_change_of_it(
    full: World, sql: str, figures: list[int | None]
) -> None:
    tamper(full, "UPDATE figures SET label = '甲' WHERE id = 1")
    (failure,) = failures(full)
    accept(full.db, [failure], [failure.mark or ""], by="张三", why="改正错字", os_user="zs", host="h1")
    assert (failures(full), len(verify(full.db, full.archive_folder).accepted)) == ((), 1)
    tamper(full, sql)
    met = [each for each in failures(full) if each.problem.startswith("figure")]
    assert [each.figure_id for each in met] == figures
    assert not verify(full.db, full.archive_folder).accepted

"""The full-text index of report texts: one token per Han character, kept by triggers in the writer's own transaction.

The tokens are in the data, so any SQLite with FTS5 can search (`db/queries/search.sql`); only writing needs this
program's SQL function. The index keeps no copy of the texts (it is contentless): to take a row out, FTS5 must be given
the same words again, so **a change of `separate` needs a migration that calls `rebuild`**.
"""

from __future__ import annotations

import re
import sqlite3

BREAK = "\ue000"  # stands for punctuation, so that a phrase is not found across two clauses
POINT = "\ue001"  # stands for a decimal point, so that 90.5 is one word
PUNCTUATION = "，。；：、！？"
YEARS = 1_000_000_000  # rowid = report year * YEARS + version id: newest report years first, and a year is a range

# "第１,０００.5件，" -> " 第 1000\ue0015 件  \ue000 ": Han characters (with 〇) stand alone, numbers are one word
_HAN = re.compile("([\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_INSIDE = re.compile("(?<=[0-9])([,.])(?=[0-9])")  # "1,000" "90.5"
_BREAKS = re.compile(f"[{PUNCTUATION}\n]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in PUNCTUATION}

_WORDS = "fazhi_words"
_YEAR_OF = "(SELECT year FROM reports WHERE id = {row}.report_id)"
_ROWID = f"{_YEAR_OF} * {YEARS} + {{row}}.id"
_PUT = f"""
    INSERT INTO report_search (rowid, title, text)
    VALUES ({_ROWID}, {_WORDS}(NEW.title), {_WORDS}(NEW.text));""".format(row="NEW")
_TAKE = f"""
    INSERT INTO report_search (report_search, rowid, title, text)
    VALUES ('delete', {_ROWID}, {_WORDS}(OLD.title), {_WORDS}(OLD.text));""".format(row="OLD")

SCHEMA = f"""
CREATE VIRTUAL TABLE report_search USING fts5(title, text, content='');
CREATE TRIGGER report_search_new AFTER INSERT ON report_versions BEGIN {_PUT} END;
CREATE TRIGGER report_search_changed AFTER UPDATE OF title, text, report_id ON report_versions
WHEN OLD.title <> NEW.title OR OLD.text <> NEW.text OR OLD.report_id <> NEW.report_id BEGIN {_TAKE} {_PUT} END;
CREATE TRIGGER report_search_gone AFTER DELETE ON report_versions BEGIN {_TAKE} END;
-- before its cascade, while the report's year can still be asked for
CREATE TRIGGER report_versions_gone BEFORE DELETE ON reports
BEGIN DELETE FROM report_versions WHERE report_id = OLD.id; END;
"""


def separate(text: str) -> str:
    """A text as the words of the index, for FTS5's own tokenizer to cut at spaces."""
    plain = _INSIDE.sub(lambda mark: POINT if mark[1] == "." else "", fold(text))
    return " ".join(_HAN.split(_BREAKS.sub(f" {BREAK} ", plain)))


def fold(text: str) -> str:
    """A text with its full-width forms made plain, character by character, so that offsets stay."""
    return text.translate(_WIDE)


def add_words(conn: sqlite3.Connection) -> None:
    """Give a writing connection the SQL function that the triggers call."""
    conn.create_function(_WORDS, 1, separate, deterministic=True)


def rebuild(conn: sqlite3.Connection) -> None:
    """Index every version anew."""
    add_words(conn)
    conn.execute("INSERT INTO report_search (report_search) VALUES ('delete-all')")
    conn.execute(
        f"INSERT INTO report_search (rowid, title, text) SELECT r.year * {YEARS} + v.id, {_WORDS}(v.title), "
        f"{_WORDS}(v.text) FROM report_versions v JOIN reports r ON r.id = v.report_id ORDER BY 1"
    )

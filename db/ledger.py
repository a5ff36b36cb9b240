"""The ledger: what each row that people are shown said when it was written, in one chain that only grows.

Triggers enter a row when it is added, changed or removed; what was read from a document (thousands of rows) is entered
by `enter_reading`, one entry a table. An entry holds eight bytes of the sha256 of each row's facts (a seal), and

``hash = sha256(hash before + "\\n" + table + "\\n" + key + "\\n" + hex(before) + "\\n" + hex(seals))``

in lower-case hex over UTF-8, so that no entry can be changed, taken out or put in without all later ones.
docs/evidence.md says what that proves and what only a ledger head held elsewhere does.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

LENGTH = 8  # bytes of a seal
GENESIS = "0" * 64
_SEAL, _LINK = "fazhi_seal", "fazhi_link"


@lru_cache(maxsize=2)  # an entry asks for a row's bytes (a whole mail) up to four times, before and after
def _digest_of(blob: bytes) -> str:
    return hashlib.sha256(blob).hexdigest()


# Bytes stand in it by their own digest: each attempt to send a mail writes its row anew, three times.
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_digest_of).encode


@dataclass(frozen=True, slots=True)
class Kept:
    """The columns of a table that are entered; ``key`` names a row; a row is entered once ``when`` holds.

    ``later``: a column that came when rows had been entered; these have nothing there, and their seals are without it.
    """

    columns: str
    key: str = "{row}.id"
    when: str = "1"
    later: str = ""

    @property
    def names(self) -> list[str]:
        return [*self.columns.split(), *self.later.split()]

    def of(self, row: str) -> tuple[str, str, str]:
        """Key, seal and condition as SQL expressions over ``row`` (NEW, OLD, an alias)."""
        facts = ", ".join(f'{row}."{name}"' for name in self.columns.split())
        seal = f"{_SEAL}({facts})"
        if self.later:
            seal = f'CASE WHEN {row}."{self.later}" IS NULL THEN {seal} ELSE {_SEAL}({facts}, {row}."{self.later}") END'
        return f"CAST({self.key.format(row=row)} AS TEXT)", seal, self.when.format(row=row)


# What a mail, a dossier or a page shows, but for columns that say only when something was looked at last.
ROWS: Mapping[str, Kept] = {
    "bodies": Kept("id name aliases region routing_region class parent_id since until successor_id watched"),
    "sections": Kept("id body_id url kinds family state state_reason last_good_at configured"),
    "runs": Kept("id command today started_at ended_at outcome summary", when="{row}.ended_at IS NOT NULL"),
    "visits": Kept(
        "id run_id section_id seen_at started_at ended_at outcome whole unchanged pages rows_seen declared_total "
        "newest_row_on family reason shown_at",
        when="{row}.ended_at IS NOT NULL",
        later="reach",
    ),
    "documents_seen": Kept(
        "url section_id title row_date candidate listed decision kind year reason first_seen_at",
        key="{row}.section_id || ' ' || {row}.url",
    ),
    "decisions": Kept("url decision kind year by why at", key="{row}.url"),
    "reports": Kept(
        "id body_id kind year title issuers doc_number published_on published_basis signed_on first_seen_at baseline "
        "state url current_version_id notes"
    ),
    "report_places": Kept(
        "id report_id section_id url title issuers doc_number published_on published_basis signed_on notes "
        "first_seen_at baseline state state_since"
    ),
    "report_versions": Kept(
        "id report_id place_id number observed_at title text_sha256 method quality change parser_version bundle_sha256 "
        "read_captures"
    ),
    "expectations": Kept(
        "body_id kind year due_on state reason visit_ids",
        key="{row}.body_id || ' ' || {row}.kind || ' ' || {row}.year",
    ),
    "alerts": Kept(
        "id fingerprint rule severity body_id kind year metric state title explanation evidence history final "
        "snoozed_until opened_at closed_at"
    ),
    "alert_events": Kept("id alert_id at event severity by why os_user host"),
    "messages": Kept("id supervisor channel recipient message_id subject content state uncertain created_at sent_at"),
    "deliveries": Kept(
        "alert_id message_id event", key="{row}.alert_id || ' ' || {row}.message_id || ' ' || {row}.event"
    ),
    "metrics": Kept(
        "key zh en topic kind unit direction regression numerator denominator tier definition", key="{row}.key"
    ),
    "rules": Kept("rule zh en basis_zh basis_en", key="{row}.rule"),
    # all that says what the file is; the head of the captures' chain is proved by the chain
    "meta": Kept("key value", key="{row}.key", when="{row}.key <> 'chain_head'"),
}  # fmt: skip
# What was read for a version: each selects what names a row, then the facts that its seal covers.
READINGS = {
    "figures": """
        SELECT id, label, value, unit, kind, qualifier, tense, period, part, metric, quote, start, "end", at_start,
            at_end, page, capture_id, confidence
        FROM figures WHERE version_id = ? ORDER BY id""",
    "metric_values": """
        SELECT id, metric, scope, period, value, unit, basis, numerator, denominator, base, includes_carried_in, low,
            high, figure_id, figure_ids
        FROM metric_values WHERE version_id = ? ORDER BY id""",
    "parts": 'SELECT rowid, role, heading, form, start, "end" FROM parts WHERE version_id = ? ORDER BY rowid',
    "findings": """
        SELECT id, rule, verdict, severity, metric, numbers, expected, nearest, text
        FROM findings WHERE version_id = ? ORDER BY id""",
    "version_captures": """
        SELECT capture_id, capture_id, role FROM version_captures WHERE version_id = ? ORDER BY capture_id""",
}

_TABLE = """
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,         -- 1, 2, 3 … without a gap
    "table" TEXT NOT NULL,
    "key" TEXT NOT NULL,            -- of the row; of what was read for a version, the version's id
    before BLOB,                    -- the row's seal as it was met; null = not looked at
    seals BLOB NOT NULL,            -- eight bytes a row; empty = the row was removed
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_readings ON ledger("table", "key") WHERE before IS NULL;
CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER ledger_stays_as_it_is BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
"""


def schema() -> str:
    """The table and its triggers as SQL."""
    return _TABLE + "".join(triggers_of(table) for table in ROWS)


def triggers_of(table: str) -> str:
    """The triggers that enter the rows of a table, as SQL."""
    kept = ROWS[table]
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in kept.names)
    (key, seal, when), (old_key, old_seal, old_when) = kept.of("NEW"), kept.of("OLD")
    met = f"CASE WHEN {old_when} THEN {old_seal} ELSE x'' END"
    return f"""
CREATE TRIGGER ledger_{table}_new AFTER INSERT ON {table} WHEN {when}
BEGIN {_entry(table, key, "x''", seal)} END;
CREATE TRIGGER ledger_{table}_changed AFTER UPDATE ON {table} WHEN {when} AND ({changed})
BEGIN {_entry(table, key, met, seal)} END;
CREATE TRIGGER ledger_{table}_gone AFTER DELETE ON {table} WHEN {old_when}
BEGIN {_entry(table, old_key, old_seal, "x''")} END;
"""


def _entry(table: str, key: str, before: str, seals: str) -> str:
    # VALUES, although it works the seals out twice: for a SELECT that reads the table it inserts into SQLite makes a
    # temporary table each time. An entry takes 27 instead of 29 microseconds so.
    return f"""
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('{table}', {key}, {before}, {seals},
        {_LINK}((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), '{table}', {key}, {before}, {seals}));"""


def add_seals(conn: sqlite3.Connection) -> None:
    """Give a writing connection the SQL functions that the triggers call."""
    conn.create_function(_SEAL, -1, _seal, deterministic=True)
    conn.create_function(_LINK, 5, link_entry, deterministic=True)


@lru_cache(maxsize=2, typed=True)  # an entry asks for the seals, before and after, once more for its own hash
def _seal(*facts: object) -> bytes:
    return seal_of(facts)


def seal_of(facts: tuple[object, ...] | list[object]) -> bytes:
    """The seal of a row's facts."""
    return hashlib.sha256(_as_json(facts).encode("utf-8", "surrogatepass")).digest()[:LENGTH]


def link_entry(previous: str | None, table: str, key: str, before: bytes | None, seals: bytes) -> str:
    """The hash of an entry after another one's (None: it is the first)."""
    line = "\n".join((previous or GENESIS, table, key, (before or b"").hex(), seals.hex()))
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def enter_reading(conn: sqlite3.Connection, version_id: int) -> None:
    """Enter what was read for a version as it stands now; part of the transaction that stored it."""
    for table in READINGS:
        seals = b"".join(seal for _, seal, _ in read_rows(conn, table, version_id))
        if seals != newest_seals(conn, table, str(version_id)):
            enter(conn, table, str(version_id), seals)


def enter_met(conn: sqlite3.Connection, version_id: int) -> None:
    """Enter what stands there of a version's readings where it is not what was read: they are about to be written anew.

    Such an entry says both: ``before`` as met, ``seals`` as they were entered last.
    """
    for table in READINGS:
        sealed = newest_seals(conn, table, str(version_id))
        if sealed is None:
            continue
        met = [seal for _, seal, _ in read_rows(conn, table, version_id)]
        if met != each_seal(sealed):
            enter(conn, table, str(version_id), sealed, b"".join(met))


def each_seal(seals: bytes) -> list[bytes]:
    """The seals that an entry holds, one a row."""
    return [seals[at : at + LENGTH] for at in range(0, len(seals), LENGTH)]


def enter(conn: sqlite3.Connection, table: str, key: str, seals: bytes, before: bytes | None = None) -> None:
    """Add one entry behind the newest."""
    row = conn.execute("SELECT hash FROM ledger ORDER BY id DESC LIMIT 1").fetchone()
    digest = link_entry(row[0] if row else None, table, key, before, seals)
    conn.execute(
        'INSERT INTO ledger ("table", "key", before, seals, hash) VALUES (?, ?, ?, ?, ?)',
        [table, key, before, seals, digest],
    )


def read_rows(conn: sqlite3.Connection, table: str, version_id: int) -> Iterator[tuple[int, bytes, list[object]]]:
    """The rows that were read for a version, as they stand: id, seal and facts."""
    for row_id, *facts in conn.execute(READINGS[table], [version_id]):
        yield row_id, seal_of(facts), facts


def newest_seals(conn: sqlite3.Connection, table: str, key: str) -> bytes | None:
    """What the ledger says last of a version's readings, or None if it never speaks of them."""
    row = conn.execute(
        'SELECT seals FROM ledger WHERE "table" = ? AND "key" = ? AND before IS NULL ORDER BY id DESC LIMIT 1',
        [table, key],
    ).fetchone()
    return row[0] if row else None


def ledger_head(conn: sqlite3.Connection) -> str:
    """The newest entry's hash: whoever holds it can prove that no entry up to it was changed."""
    row = conn.execute("SELECT hash FROM ledger ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else GENESIS


def begin_ledger(conn: sqlite3.Connection) -> None:
    """Enter all as it is found in a file that had no ledger; old seals of readings are taken over as they are."""
    old = {(kind, version): seals for version, kind, seals in conn.execute("SELECT * FROM seals").fetchall()}
    for table in ROWS:
        _enter_found(conn, table)
    for (version_id,) in conn.execute("SELECT id FROM report_versions ORDER BY id").fetchall():
        for table in READINGS:
            known = old.get((table, version_id))
            enter(
                conn, table, str(version_id),
                known if known is not None else b"".join(seal for _, seal, _ in read_rows(conn, table, version_id)),
            )  # fmt: skip


def extend_ledger(conn: sqlite3.Connection) -> None:
    """Enter as it is found what a ledger of before said nothing of: what the file is, and versions' captures."""
    entered = conn.execute('SELECT "key" FROM ledger WHERE "table" = \'meta\'').fetchall()
    if not entered:
        _enter_found(conn, "meta")
    table = "version_captures"
    for (version_id,) in conn.execute("SELECT id FROM report_versions ORDER BY id").fetchall():
        if newest_seals(conn, table, str(version_id)) is None:
            enter(conn, table, str(version_id), b"".join(seal for _, seal, _ in read_rows(conn, table, version_id)))


def _enter_found(conn: sqlite3.Connection, table: str) -> None:
    key, seal, when = ROWS[table].of("r")
    rows = conn.execute(f"SELECT {key}, {seal} FROM {table} r WHERE {when} ORDER BY r.rowid").fetchall()
    for found, sealed in rows:
        enter(conn, table, found, sealed)

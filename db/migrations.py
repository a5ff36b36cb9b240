"""The schema, as named migrations: each runs once, in order, in one transaction (sqlite-utils).

What a migration does never changes once it is out: files that it made are upgraded by the ones after it. Long ones are
SQL files of the same name in `schema/`.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from db.checks import renew_checks
from db.dictionary import SCHEMA as DICTIONARY
from db.dictionary import put_dictionary
from db.ledger import ROWS, add_seals, begin_ledger, extend_ledger, triggers_of
from db.ledger import schema as ledger_schema
from db.rate_changes import SCHEMA as RATE_CHANGES
from db.search_index import SCHEMA as SEARCH
from db.search_index import add_words, rebuild
from db.views import VIEWS

migrations = Migrations("fazhi")


def _sql(name: str) -> str:
    return files("db").joinpath("schema", f"{name}.sql").read_text(encoding="utf-8")


def _run(db: Database, script: str) -> None:
    """The statements of a script, each of which ends with its line, within the caller's transaction.

    `executescript` of sqlite-utils looks for their ends letter by letter: most of the time that a new file took.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            db.conn.execute(statement)
            statement = ""
    db.conn.execute(statement)


@migrations(name="0001_first")
def first(db: Database) -> None:
    """Tables and columns as the contract names them, and what stands beside them."""
    _run(db, _sql("0001_first"))


@migrations(name="0002_judged")
def judged(db: Database) -> None:
    """By which rows a body was judged last, so that a second check of the day looks at what has changed only."""
    _run(db, "CREATE TABLE judged (body_id TEXT PRIMARY KEY REFERENCES bodies(id), stamp TEXT NOT NULL) STRICT")


@migrations(name="0003_views")
def views(db: Database) -> None:
    """Views for people."""
    for name, select in VIEWS.items():
        db.conn.execute(f"CREATE VIEW {name} AS {select}")


@migrations(name="0004_search")
def search(db: Database) -> None:
    """Full-text search over what each version says; a version knows its title, and its report is found by it."""
    _run(
        db,
        """
        ALTER TABLE report_versions ADD COLUMN title TEXT NOT NULL DEFAULT '';
        UPDATE report_versions SET title = (SELECT title FROM report_places WHERE id = place_id);
        CREATE INDEX reports_current ON reports(current_version_id);
    """,
    )
    _run(db, SEARCH)
    rebuild(db.conn)


@migrations(name="0005_seals")
def seals(db: Database) -> None:
    """Seals of what was read, which 0017 takes over; what has none by then is sealed as it is found."""
    _run(db, _sql("0005_seals"))


@migrations(name="0006_rate_changes")
def rate_changes(db: Database) -> None:
    """Rates beside those of the report before."""
    _run(db, RATE_CHANGES)


@migrations(name="0007_indexes")
def indexes(db: Database) -> None:
    """Indexes for what canned queries ask: benchmarks/bench_queries.py."""
    _run(
        db,
        """
        DROP INDEX metric_values_metric;
        CREATE INDEX metric_values_metric ON metric_values(metric, period);
        DROP INDEX metric_values_version;
        CREATE INDEX metric_values_version ON metric_values(version_id, metric);
        DROP INDEX reports_current;
        CREATE INDEX reports_current ON reports(current_version_id, year);
        CREATE INDEX findings_verdict ON findings(verdict);
        CREATE INDEX captures_url ON captures(url);
    """,
    )


@migrations(name="0008_dictionary")
def dictionary(db: Database) -> None:
    """What tables and columns mean, inside the file."""
    _run(db, DICTIONARY)


@migrations(name="0009_views")
def views_again(db: Database) -> None:
    """Views as this program has them."""
    for name, select in VIEWS.items():
        db.conn.execute(f"DROP VIEW IF EXISTS {name}")
        db.conn.execute(f"CREATE VIEW {name} AS {select}")


@migrations(name="0010_console_indexes")
def console_indexes(db: Database) -> None:
    """Indexes for what the console's first page asks: the worst open cases, and what changed in a week."""
    _run(
        db,
        """
        DROP INDEX alerts_state;
        CREATE INDEX alerts_state ON alerts(state, severity, opened_at);
        CREATE INDEX alert_events_at ON alert_events(at);
        CREATE INDEX reports_seen ON reports(first_seen_at);
    """,
    )


@migrations(name="0011_first_made_whole")
def first_made_whole(db: Database) -> None:
    """What files of the first hours lack: the names of bodies apart, indexes, and words that came later."""
    _run(db, _sql("0011_first_made_whole"))
    renew_checks(db.conn)


@migrations(name="0012_views")
def no_rank_alone(db: Database) -> None:
    """Views as this program has them: no percentile of a body that has no peers."""
    views_again(db)


@migrations(name="0013_seals_of_places")
def seals_of_places(db: Database) -> None:
    """Seals of reports' dates and titles, which 0017 keeps with their own rows."""


@migrations(name="0014_copies")
def copies(db: Database) -> None:
    """When a portal showed what a visit saw, where caches on the way handed out copies."""
    _run(db, "ALTER TABLE visits ADD COLUMN shown_at TEXT;")


@migrations(name="0015_simulation_stays")
def simulation_stays(db: Database) -> None:
    """A file that was a simulation once is one for ever: no plain statement takes its mark away."""
    _run(db, _sql("0015_simulation_stays"))


@migrations(name="0016_fractions")
def fractions(db: Database) -> None:
    """Views as this program has them: beside each percentage what it is of."""
    views_again(db)


@migrations(name="0017_ledger")
def ledger(db: Database) -> None:
    """One chain of what every row that people are shown said when it was written, in place of the seals."""
    _add_reach(db)  # which is entered, too
    _run(db, ledger_schema())
    begin_ledger(db.conn)
    _run(db, "DROP TABLE seals;")


@migrations(name="0018_values_index")
def values_index(db: Database) -> None:
    """Distributions are answered from one index, which holds all that they ask of a value."""
    _run(
        db,
        """
        DROP INDEX metric_values_metric;
        CREATE INDEX metric_values_metric ON metric_values(metric, period, version_id, scope, basis, unit, value);
    """,
    )


@migrations(name="0019_ledger_of_meta")
def ledger_of_meta(db: Database) -> None:
    """The ledger also says what the file is, and which captures each version stands on."""
    for table in ROWS:  # of the first ledgers none was as it is now
        for when in ("new", "changed", "gone"):
            db.conn.execute(f"DROP TRIGGER IF EXISTS ledger_{table}_{when}")
        _run(db, triggers_of(table))
    _run(
        db,
        """
        DROP INDEX IF EXISTS ledger_key;
        DROP INDEX IF EXISTS ledger_readings;
        CREATE INDEX ledger_readings ON ledger("table", "key") WHERE before IS NULL;
    """,
    )
    extend_ledger(db.conn)


@migrations(name="0020_reach")
def reach(db: Database) -> None:
    """How far back the list reaches that a visit saw; of visits from before nobody knows, and they prove no absence."""
    _add_reach(db)
    for when in ("new", "changed", "gone"):
        db.conn.execute(f"DROP TRIGGER IF EXISTS ledger_visits_{when}")
    _run(db, triggers_of("visits"))


@migrations(name="0021_comparable_values")
def comparable_values(db: Database) -> None:
    """Views as this program has them: ranks and percentiles on one base; distributions by base, from indexes alone."""
    _run(
        db,
        """
        DROP INDEX metric_values_metric;
        CREATE INDEX metric_values_metric ON metric_values(metric, period, version_id, scope, basis, unit, value, base);
        DROP INDEX reports_current;
        CREATE INDEX reports_current ON reports(current_version_id, year, kind);
    """,
    )
    views_again(db)


@migrations(name="0022_layout_drift")
def layout_drift(db: Database) -> None:
    """Views as this program has them: `source_health` tells since when a portal has another layout."""
    views_again(db)


def _add_reach(db: Database) -> None:
    if "reach" not in {row[1] for row in db.conn.execute("PRAGMA table_info(visits)")}:
        _run(db, "ALTER TABLE visits ADD COLUMN reach TEXT;")


def upgrade(db: Database) -> None:
    """Apply what is pending, within the caller's transaction, and write the dictionary of the new schema."""
    add_words(db.conn)
    add_seals(db.conn)
    if migrations.pending(db):
        migrations.apply(db)
        put_dictionary(db.conn)


def memory_database() -> Database:
    """An empty database of the newest schema, in memory."""
    db = Database(memory=True, execute_plugins=False)
    upgrade(db)
    return db

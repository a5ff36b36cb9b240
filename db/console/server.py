"""Datasette made ready to show one database, read-only."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from db.console import hooks
from db.console.answers import Answers
from db.console.settings import DATABASE, PLUGIN, Settings
from db.console.words import LANGUAGES, words
from db.queries import list_queries

_HERE = Path(__file__).parent
_OWN = {
    "sql_time_limit_ms": 3000,
    "max_returned_rows": 1000,
    "allow_download": False,
    "suggest_facets": False,  # it counts every column of a table of millions
    "default_cache_ttl": 0,
    "truncate_cells_html": 400,
}


def make_datasette(settings: Settings, passwords: Mapping[str, Any] | None = None) -> Datasette:
    """The console on ``settings.database``; with ``passwords`` (of datasette-auth-passwords) only after a login.

    The database is opened read-only, so that a running pass may write beside it; on a medium that cannot be written
    to, where it cannot change either, as immutable.
    """
    if not pm.has_plugin(PLUGIN):
        pm.register(hooks, PLUGIN)
    metadata: dict[str, Any] = {"plugins": {PLUGIN: settings.as_plugin()}}
    if passwords:
        metadata["plugins"]["datasette-auth-passwords"] = dict(passwords)
        metadata["allow"] = {"id": "*"}
    fixed = _is_fixed(settings.database)
    datasette = Datasette(
        [] if fixed else [settings.database],
        immutables=[settings.database] if fixed else [],
        metadata=metadata,
        settings={**_OWN, "base_url": settings.base},
        template_dir=str(_HERE / "templates"),
        static_mounts=[("assets", str(_HERE / "static"))],
    )
    datasette.remove_database(DATABASE)
    answers = Answers(datasette, settings.database, is_mutable=not fixed)
    datasette.add_database(answers, name=DATABASE)
    _warm()
    return datasette


def _warm() -> None:
    """Read words and queries now: else the first visitor waits for it."""
    for language in LANGUAGES:
        words(language)
    list_queries()


def _is_fixed(path: str) -> bool:
    """Can the database be read as immutable only? (Its WAL index cannot be made on a read-only medium.)"""
    try:
        with sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True) as conn:
            conn.execute("SELECT 1 FROM meta").fetchone()
    except sqlite3.OperationalError as error:  # one that is held by another process may change all the more
        return error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False

"""The list of tables and views, with what the file's own dictionary says of each, and how to open it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from db.database import Database, fetch_dicts
from db.views import VIEWS


def load_tables(db: Database) -> list[dict[str, Any]]:
    """Views first, by name; tables that the dictionary leaves out are SQLite's own. ``args`` go with the address."""
    rows = fetch_dicts(
        db,
        'SELECT d."table" AS name, s.type, d.zh, d.en, (SELECT group_concat(c."column", \', \') FROM dictionary c '
        'WHERE c."table" = d."table" AND c."column" <> \'\') AS columns '
        'FROM dictionary d JOIN sqlite_master s ON s.name = d."table" WHERE d."column" = \'\' '
        "ORDER BY s.type = 'table', d.\"table\"",
    )
    for row in rows:
        row["args"] = f"?{urlencode(args)}" if (args := opening(db, row["name"])) else ""
    return rows


def opening(db: Database, name: str) -> dict[str, str]:
    """What a table's page is asked for with, unless a visitor says otherwise.

    To count a view of millions of rows takes seconds, and `peers` works out its places anew for each metric and period,
    so that it is opened at one of them.
    """
    if name not in VIEWS:
        return {}
    if name != "peers":
        return {"_nocount": "1"}
    newest = db.conn.execute("SELECT max(year) FROM reports").fetchone()[0]
    return {"metric": "reconsideration_accepted", "period": str(newest or ""), "_nocount": "1"}

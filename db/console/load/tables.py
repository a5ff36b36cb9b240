"""The list of tables and views, with what the file's own dictionary says of each, and how to open it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from db.database import Database, fetch_dicts


def load_tables(db: Database) -> list[dict[str, Any]]:
    """Views first, by name; tables that the dictionary leaves out are SQLite's own.

    ``args`` go with the address: to count a view of millions of rows takes seconds, and `peers` works out its places
    anew for each metric and period, so that it is opened at one of them.
    """
    newest = db.conn.execute("SELECT max(year) FROM reports").fetchone()[0]
    opened_at = {"peers": {"metric": "reconsideration_accepted", "period": newest or ""}}
    rows = fetch_dicts(
        db,
        'SELECT d."table" AS name, s.type, d.zh, d.en, (SELECT group_concat(c."column", \', \') FROM dictionary c '
        'WHERE c."table" = d."table" AND c."column" <> \'\') AS columns '
        'FROM dictionary d JOIN sqlite_master s ON s.name = d."table" WHERE d."column" = \'\' '
        "ORDER BY s.type = 'table', d.\"table\"",
    )
    for row in rows:
        args = {**opened_at.get(row["name"], {}), **({"_nocount": 1} if row["type"] == "view" else {})}
        row["args"] = f"?{urlencode(args)}" if args else ""
    return rows

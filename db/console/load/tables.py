"""The list of tables and views, with what the file's own dictionary says of each."""

from __future__ import annotations

from typing import Any

from db.database import Database, fetch_dicts


def load_tables(db: Database) -> list[dict[str, Any]]:
    """Views first, in the dictionary's order of names; tables that the dictionary leaves out are SQLite's own."""
    return fetch_dicts(
        db,
        'SELECT d."table" AS name, s.type, d.zh, d.en, (SELECT group_concat(c."column", \', \') FROM dictionary c '
        'WHERE c."table" = d."table" AND c."column" <> \'\') AS columns '
        'FROM dictionary d JOIN sqlite_master s ON s.name = d."table" WHERE d."column" = \'\' '
        "ORDER BY s.type = 'table', d.\"table\"",
    )

"""Tidy tables with their dictionary in a folder: each file whole, all of one state of the database."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from db.database import Database, chain_head, file_of, is_simulation, snapshot
from db.export_files import write_csv, write_json, write_xlsx
from db.export_overdue import write_reminders
from db.export_tables import TABLES, judged_on
from db.export_words import DICTIONARY, STAMP, catalogue_entries, column_entries, origin_of
from db.new_file import OutputExists, cannot_write
from db.plain import Cell
from db.problems import DatabaseProblem, explain

FORMATS = ("csv", "xlsx", "json")
_WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "json": write_json}

Progress = Callable[[int, int, str], object]


class NoSuchTable(DatabaseProblem):
    """An unknown table or format was asked for."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by table."""

    folder: Path
    format: str
    tables: dict[str, int]
    simulation: bool
    as_of: str | None

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "folder": str(self.folder),
            "format": self.format,
            "tables": self.tables,
            "simulation": self.simulation,
            "stamp": STAMP if self.simulation else None,
            "as_of": self.as_of,
        }


def export_tables(
    db: Database,
    folder: Path,
    *,
    form: str = "csv",
    only: Collection[str] = (),
    force: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write ``only`` these tables (none named: all) as ``form`` into ``folder``, with `dictionary` and `README.txt`.

    Files appear when all are whole. Raises `NoSuchTable`, `OutputExists` for a file that is there (``force``:
    replaced), `OutputProblem` for a full disk or no permission, `DatabaseProblem` for a damaged file, of which pages
    that happen to be whole would look like all there is: then nothing was changed.
    """
    names = _chosen(form, only)
    wanted = [*(f"{name}.{form}" for name in names), f"dictionary.{form}", "README.txt"]
    _refuse_taken(folder, wanted, force=force)
    _refuse_damaged(db)
    made = folder if folder.is_dir() else folder.parent
    work = made / f".{folder.name or 'export'}.{os.getpid()}.partial"
    try:
        made.mkdir(parents=True, exist_ok=True)
        work.mkdir()
        with snapshot(db):
            answer = _write_all(db, work, folder, names, form, progress)
        _put_in_place(work, folder, wanted, force=force)
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return answer


def _chosen(form: str, only: Collection[str]) -> list[str]:
    if form not in FORMATS:
        raise NoSuchTable(f"--format {form}: it is one of {', '.join(FORMATS)}")
    if unknown := sorted(set(only) - TABLES.keys()):
        raise NoSuchTable(f"no table {', '.join(unknown)}; there are {', '.join(TABLES)}")
    return [name for name in TABLES if not only or name in only]


def _refuse_taken(folder: Path, wanted: Iterable[str], *, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputExists(f"{folder} is a file; name a folder")
    taken = [name for name in wanted if (folder / name).exists()]
    if taken and not force:
        held = ", ".join(taken)
        raise OutputExists(f"{folder} holds {held} already, left as it is; name another folder, or --force")


def _refuse_damaged(db: Database) -> None:
    try:
        (said,) = db.conn.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise explain(error, file_of(db)) from error
    if said != "ok":
        why = " ".join(said.split())
        raise DatabaseProblem(f"{file_of(db)}: the file is damaged ({why}), and nothing was exported. Restore a backup")


def _put_in_place(work: Path, folder: Path, wanted: Iterable[str], *, force: bool) -> None:
    _refuse_taken(folder, wanted, force=force)  # somebody may have put something there meanwhile
    if not folder.exists():
        work.rename(folder)
        return
    for name in wanted:
        (work / name).replace(folder / name)


def _write_all(
    db: Database, work: Path, folder: Path, names: Sequence[str], form: str, progress: Progress | None
) -> Exported:
    simulation, as_of = is_simulation(db), judged_on(db)
    counts = {}
    for number, name in enumerate(names):
        if progress:
            progress(number, len(names), name)
        counts[name] = _write_table(db, work / f"{name}.{form}", name, form, simulation)
    entries = chain(*(column_entries(name, (*TABLES[name].columns, "origin")) for name in names), catalogue_entries(db))
    _WRITERS[form](work / f"dictionary.{form}", "dictionary", DICTIONARY, entries)
    (work / "README.txt").write_text(_readme(db, counts, form, as_of), encoding="utf-8")
    return Exported(folder, form, counts, simulation, as_of)


def _write_table(db: Database, path: Path, name: str, form: str, simulation: bool) -> int:
    table = TABLES[name]
    columns = (*table.columns, "origin")
    rows = _stamped(table.rows(db), origin_of(simulation))
    if name == "overdue" and form == "xlsx":
        unsure = db.conn.execute("SELECT count(*) FROM expectations WHERE state = 'cannot_tell'").fetchone()[0]
        return write_reminders(path, columns, list(rows), as_of=judged_on(db), unsure=unsure, stamp=simulation)
    return _WRITERS[form](path, name, columns, rows)


def _stamped(rows: Iterator[tuple[Cell, ...]], stamp: str) -> Iterator[tuple[Cell, ...]]:
    return ((*row, stamp) for row in rows)


def _readme(db: Database, counts: dict[str, int], form: str, as_of: str | None) -> str:
    parsers = db.conn.execute("SELECT parser_version, count(*) FROM report_versions GROUP BY 1 ORDER BY 1").fetchall()
    lines = "\n".join(f"  {name}.{form}: {count}" for name, count in counts.items())
    text = files("db").joinpath("templates", "export-readme.txt").read_text(encoding="utf-8")
    return text.format(
        stamp=f"{STAMP}\nA simulation: not real portals\n" if is_simulation(db) else "",
        as_of=as_of or "—",
        head=chain_head(db),
        parsers=", ".join(f"{version} ({count})" for version, count in parsers) or "—",
        tables=lines,
    )

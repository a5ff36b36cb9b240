"""The ledger walked again, and every row that people are shown held against what it says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from db.database import Database
from db.ledger import GENESIS, READINGS, ROWS, each_seal, link_entry, newest_seals, read_rows, seal_of
from db.rate_changes import STRAYED
from db.verify_failures import Failure

_COMPARE = (
    "compare with a backup, and with the mails that were sent; what the archive decides, fazhi reread --all renews"
)
_REREAD = "the originals decide: fazhi reread --all stores text and figures anew from the archive"
_LONGEST = 160  # characters of a changed row that are shown
_NAMES = {"figures": "figure", "metric_values": "metric value", "parts": "part", "findings": "finding",
          "version_captures": "capture"}  # fmt: skip


def check_ledger(db: Database, head: str | None) -> tuple[bool, list[Failure]]:
    """Whether ``head`` stands in the ledger (or is None), and what is wrong with it or with the rows it speaks of."""
    met, failures, known = _walk(db, head, None)
    for table in ROWS:
        failures += _check_table(db, table, known.pop(table))
    failures += _strayed_values(db)
    failures += _strayed_rates(db)
    return met, failures


def check_rows(db: Database, rows: Mapping[str, Collection[str]], whole: Collection[str]) -> list[Failure]:
    """What is wrong with the ledger and with these rows, by table and key; of tables ``whole``, also any row removed.

    Of what was read for a version (its id is the key): whether it was changed by hand and read anew since.
    """
    _, failures, known = _walk(db, None, rows)
    for table in rows.keys() & ROWS.keys():
        failures += _check_table(db, table, known[table], frozenset(rows[table]), whole=table in whole)
    return failures


_Known = dict[str, dict[str, bytes]]


def _walk(
    db: Database, head: str | None, rows: Mapping[str, Collection[str]] | None
) -> tuple[bool, list[Failure], _Known]:
    """Whether the head was met, what is wrong with the ledger itself or was met wrong, and each row's newest seal."""
    failures: list[Failure] = []
    known: _Known = {table: {} for table in ROWS}
    met, previous, last = head is None, GENESIS, 0
    for number, table, key, before, seals, digest in db.conn.execute(
        'SELECT id, "table", "key", before, seals, hash FROM ledger ORDER BY id'
    ):
        if number != last + 1:
            failures.append(Failure("ledger", f"entry {last + 1} was removed", _COMPARE))
        elif link_entry(previous, table, key, before, seals) != digest:
            failures.append(Failure("ledger", f"entry {number} ({table} {key}) was changed or put in", _COMPARE))
        asked = rows is None or key in rows.get(table, ())
        if table in known:
            if asked and before is not None and before != known[table].get(key, b""):
                seal = _seal(table, key, number, before, known[table].get(key, b""))
                failures.append(Failure("row", _relapse(number, table, key), _COMPARE, seal=seal))
            known[table][key] = seals
        elif asked and before is not None:
            seal = _seal(table, key, number, before)
            failures.append(Failure("reading", _laundered(number, table, key), _COMPARE, seal=seal))
        previous, last, met = digest, number, met or digest == head
    return met, failures, known


def _seal(table: str, key: str, *more: object) -> str | None:
    """What tells one failure from any other; None of `meta`: nobody may accept that the file is another."""
    if table == "meta":
        return None
    return " ".join([table, key, *(part.hex() if isinstance(part, bytes) else str(part) for part in more)])


def _relapse(number: int, table: str, key: str) -> str:
    """What is said of a row that was changed outside the ledger and written again since: by now it agrees with it."""
    return f"{table} {key} was changed by hand before entry {number} of the ledger, which then wrote it anew"


def _laundered(number: int, table: str, version_id: str) -> str:
    return (
        f"{_NAMES[table]}s of version {version_id} were changed by hand before entry {number} of the ledger; they were "
        "read anew since, and what was made of them meanwhile (cases, mails) may stand on the change"
    )


def _check_table(
    db: Database, table: str, known: dict[str, bytes], only: Collection[str] | None = None, *, whole: bool = True
) -> Iterator[Failure]:
    """The rows of a table (``only`` these keys) that are not as sealed, and those that are gone (``whole``: any)."""
    kept = ROWS[table]
    key, _, when = kept.of("r")
    columns = kept.names
    facts = ", ".join(f'r."{name}"' for name in columns)
    wanted = "" if whole else f" AND {key} IN (SELECT value FROM json_each(:only))"
    sql = f"SELECT {key}, {facts} FROM {table} r WHERE {when}{wanted}"
    for found, *row in db.conn.execute(sql, {} if whole else {"only": json.dumps(list(only or ()))}):
        sealed = known.pop(found, b"")
        if only is not None and found not in only:
            continue
        if sealed == seal_of(row[:-1] if kept.later and row[-1] is None else row):
            continue
        now = ", ".join(f"{name} {str(value)!r}" for name, value in zip(columns, row, strict=True) if value is not None)
        change = "is not as it was written" if sealed else "was added by hand"
        seal = _seal(table, found, sealed, seal_of(row))
        yield Failure("row", f"{table} {found} {change}; it now says {_cut(now)}", _COMPARE, seal=seal)
    for found in sorted(name for name, sealed in known.items() if sealed and (whole or name in (only or ()))):
        yield Failure("row", f"{table} {found} was removed by hand", _COMPARE, seal=_seal(table, found, known[found]))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _strayed_values(db: Database) -> Iterator[Failure]:
    """Values that stand with another report than their version does."""
    strayed = db.conn.execute(
        "SELECT m.id, m.report_id, v.report_id, v.id FROM metric_values m "
        "JOIN report_versions v ON v.id = m.version_id WHERE m.report_id <> v.report_id ORDER BY m.id"
    )
    for value_id, claimed, report_id, version_id in strayed:
        problem = (
            f"metric value {value_id} is said to be of report {claimed}, its version {version_id} is of {report_id}"
        )
        yield Failure("reading", problem, _REREAD)


def _strayed_rates(db: Database) -> Iterator[Failure]:
    """Rates beside those of the report before that do not follow from what was read."""
    for body, kind, year, metric in db.conn.execute(STRAYED):
        problem = f"rate_changes of {body} {kind} {year}, {metric}: not as the values of its reports make it"
        yield Failure("row", problem, _REREAD)


def check_readings(db: Database, version_id: int, where: str) -> Iterator[Failure]:
    """What was read for a version and is not as the ledger says.

    Whoever accepts one of these has seen all rows of its table as they stand: the mark changes with any of them.
    """
    for table in READINGS:
        entry = newest_seals(db.conn, table, str(version_id)) or b""
        sealed, rows = each_seal(entry), list(read_rows(db.conn, table, version_id))
        met = [seal for _, seal, _ in rows]
        whole = _seal(table, str(version_id), entry, b"".join(met))
        added = len(met) - len(sealed)
        if not added and met != sealed and Counter(met) == Counter(sealed):
            problem = (
                f"{_NAMES[table]}s of {where}: ids were exchanged after it was read, so that others stand for them"
            )
            yield Failure("reading", problem, _REREAD, seal=whole)
            continue
        for row_id, facts in _changed(rows, sealed):
            shown = " ".join(str(fact) for fact in facts[:5] if fact is not None)
            problem = f"{_NAMES[table]} {row_id} of {where} is not as it was read; it now says {_cut(shown)!r}"
            figure_id = row_id if table == "figures" else None
            yield Failure("reading", problem, _REREAD, figure_id=figure_id, seal=f"{whole} {row_id}")
        if added:
            change = f"{added} added" if added > 0 else f"{-added} removed"
            yield Failure("reading", f"{_NAMES[table]}s of {where}: {change} after it was read", _REREAD, seal=whole)


def _changed(
    rows: Sequence[tuple[int, bytes, list[object]]], sealed: Sequence[bytes]
) -> Iterator[tuple[int, list[object]]]:
    """The rows, with their facts, that are not as sealed: each in its place; where some are gone or new, in any."""
    left = Counter(sealed)
    for place, (row_id, seal, facts) in enumerate(rows):
        as_sealed = sealed[place] == seal if len(rows) == len(sealed) else left[seal] > 0
        left[seal] -= 1
        if not as_sealed:
            yield row_id, facts

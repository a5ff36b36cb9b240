"""Versions: what one place of a report said at one time, with all that was read from it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.database import Database, stored_id
from db.ledger import enter_met, enter_reading
from db.originals import bundle_digest
from db.vocabulary import Change
from parsers.records import Figure, Reading
from parsers.vocabulary import Method

FigureKey = tuple[str | None, float, str, str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class Version:
    """The row of a version that a new reading is held against."""

    id: int
    number: int
    text: str
    text_sha256: str
    method: str
    bundle_sha256: str | None


def text_digest(text: str) -> str:
    """sha256 of a text's UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def pack_clauses(clauses: Iterable[int]) -> bytes:
    """Clause hashes (unsigned 64 bit) as the bytes of `report_versions.clauses`, little-endian."""
    packed = array("Q", clauses)
    if packed.itemsize != 8:
        raise OverflowError("this machine's array type Q is not 64 bits wide")
    return _little(packed).tobytes()


def unpack_clauses(data: bytes | None) -> tuple[int, ...]:
    """The clause hashes of a version; none for a version without."""
    packed = array("Q")
    packed.frombytes(data or b"")
    return tuple(_little(packed))


def _little(packed: array[int]) -> array[int]:
    if array("H", [1]).tobytes() != b"\x01\x00":
        packed.byteswap()
    return packed


def newest_version(db: Database, place_id: int) -> Version | None:
    """The version with the highest number at a place."""
    row = db.conn.execute(
        "SELECT id, number, text, text_sha256, method, bundle_sha256 FROM report_versions "
        "WHERE place_id = ? ORDER BY number DESC LIMIT 1",
        [place_id],
    ).fetchone()
    return Version(*row) if row else None


def put_version(
    db: Database,
    report_id: int,
    place_id: int,
    reading: Reading,
    capture_ids: Sequence[int],
    seen_at: str,
) -> tuple[int, Change | None]:
    """The version that a reading makes or renews at its place, and its change if it is new."""
    last = newest_version(db, place_id)
    if last is None:
        version_id = _add_version(db, report_id, place_id, 1, Change.FIRST, seen_at)
        _put_contents(db, report_id, version_id, reading, capture_ids)
        return version_id, Change.FIRST
    if reading.text.method is Method.NONE and last.method != Method.NONE:
        return last.id, None  # what could once be read is not replaced by nothing; the reason stands in the document
    same_bytes = last.bundle_sha256 == bundle_digest(db, capture_ids)
    if same_bytes or last.text_sha256 == text_digest(reading.text.text):
        _put_contents(db, report_id, last.id, reading, capture_ids)
        return last.id, None
    change = Change.FIRST if last.method == Method.NONE and last.number == 1 else _class_change(db, last, reading)
    version_id = _add_version(db, report_id, place_id, last.number + 1, change, seen_at)
    _put_contents(db, report_id, version_id, reading, capture_ids)
    return version_id, change


def _class_change(db: Database, old: Version, reading: Reading) -> Change:
    """What changed from a version to a new reading: its figures, its words, or neither (spaces, punctuation)."""
    before = Counter(_stored_figure_keys(db, old.id))
    if before != Counter(_figure_key(figure) for figure in reading.figures):
        return Change.FIGURES
    return Change.COSMETIC if _words(old.text) == _words(reading.text.text) else Change.TEXT


def _figure_key(figure: Figure) -> FigureKey:
    return (
        figure.metric,
        figure.value,
        figure.unit,
        str(figure.kind),
        str(figure.qualifier),
        str(figure.tense),
        figure.period,
    )


def _stored_figure_keys(db: Database, version_id: int) -> list[FigureKey]:
    return db.conn.execute(
        "SELECT metric, value, unit, kind, qualifier, tense, period FROM figures WHERE version_id = ?", [version_id]
    ).fetchall()


def _words(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum() or char in "%‰")


def _add_version(db: Database, report_id: int, place_id: int, number: int, change: Change, at: str) -> int:
    """A new version without its contents yet (`_put_contents`); its id."""
    row = db.conn.execute(
        "INSERT INTO report_versions (report_id, place_id, number, observed_at, text, text_sha256, method, quality, "
        "change, parser_version, read_captures) VALUES (?, ?, ?, ?, '', '', ?, 0, ?, '', '') RETURNING id",
        [report_id, place_id, number, at, Method.NONE, change],
    ).fetchone()
    return stored_id(row, "report_versions")


def _put_contents(db: Database, report_id: int, version_id: int, reading: Reading, capture_ids: Sequence[int]) -> None:
    """Make a version's text and all derived rows those of a reading, in place of what was derived before.

    ``capture_ids`` are the captures of the bundle's sources, in their order. A figure that was there before, at the
    same place and with the same value, keeps its id, so that older alerts still lead to it.
    """
    enter_met(db.conn, version_id)
    text = reading.text
    blocks = [
        [str(block.kind), block.start, block.end, block.page, block.source, block.level, block.confidence]
        for block in text.blocks
    ]
    db.conn.execute(
        "UPDATE report_versions SET title = ?, text = ?, text_sha256 = ?, blocks = ?, clauses = ?, method = ?, "
        "quality = ?, parser_version = ?, bundle_sha256 = ?, read_captures = ? WHERE id = ?",
        [
            reading.report.title,
            text.text,
            text_digest(text.text),
            json.dumps(blocks, ensure_ascii=False, separators=(",", ":")),
            pack_clauses(reading.clauses),
            text.method,
            text.quality,
            reading.parser_version,
            bundle_digest(db, capture_ids),
            ",".join(str(capture_id) for capture_id in capture_ids),
            version_id,
        ],
    )
    link_captures(db, version_id, capture_ids)
    kept = _figure_ids(db, version_id)
    for table in ("metric_values", "findings", "parts", "figures"):
        db.conn.execute(f"DELETE FROM {table} WHERE version_id = ?", [version_id])
    _put_parts(db, version_id, reading)
    figure_ids = _put_figures(db, version_id, reading, capture_ids, kept)
    _put_values(db, report_id, version_id, reading, figure_ids)
    _put_findings(db, version_id, reading)
    enter_reading(db.conn, version_id)


def link_captures(db: Database, version_id: int, capture_ids: Iterable[int]) -> None:
    """Note the captures that a version stands on, beside those noted before."""
    db.conn.executemany(
        "INSERT INTO version_captures (version_id, capture_id, role) SELECT ?, id, role FROM captures WHERE id = ? "
        "ON CONFLICT DO NOTHING",
        [[version_id, capture_id] for capture_id in capture_ids],
    )


def _put_parts(db: Database, version_id: int, reading: Reading) -> None:
    db.conn.executemany(
        'INSERT INTO parts (version_id, role, heading, form, start, "end") VALUES (?, ?, ?, ?, ?, ?)',
        [(version_id, part.role, part.heading, part.form, part.start, part.end) for part in reading.parts],
    )


_OldKey = tuple[int, int, int, int, str, float, str]


def _figure_ids(db: Database, version_id: int) -> dict[_OldKey, list[int]]:
    found: dict[_OldKey, list[int]] = {}
    rows = db.conn.execute(
        'SELECT start, "end", at_start, at_end, label, value, unit, id FROM figures WHERE version_id = ? '
        "ORDER BY id DESC",
        [version_id],
    )
    for *key, figure_id in rows:
        found.setdefault((key[0], key[1], key[2], key[3], key[4], key[5], key[6]), []).append(figure_id)
    return found


def _put_figures(
    db: Database,
    version_id: int,
    reading: Reading,
    capture_ids: Sequence[int],
    kept: dict[_OldKey, list[int]],
) -> list[int]:
    row = db.conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'figures'").fetchone()
    next_id = (row[0] if row else 0) + 1
    ids: list[int] = []
    rows = []
    for figure in reading.figures:
        key = (figure.start, figure.end, *figure.at, figure.label, figure.value, figure.unit)
        if old := kept.get(key):
            figure_id = old.pop()
        else:
            figure_id, next_id = next_id, next_id + 1
        ids.append(figure_id)
        capture = capture_ids[figure.source] if figure.source < len(capture_ids) else None
        rows.append(
            (
                figure_id, version_id, figure.label, figure.value, figure.unit, figure.kind, figure.qualifier,
                figure.tense, figure.period, figure.part, figure.metric, figure.quote, figure.start, figure.end,
                *figure.at, figure.page, capture, figure.confidence,
            )
        )  # fmt: skip
    db.conn.executemany(
        "INSERT INTO figures (id, version_id, label, value, unit, kind, qualifier, tense, period, part, metric, quote, "
        'start, "end", at_start, at_end, page, capture_id, confidence) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return ids


def _put_values(db: Database, report_id: int, version_id: int, reading: Reading, figure_ids: Sequence[int]) -> None:
    rows = []
    for value in reading.metric_values:
        stands_on = value.figures or (() if value.figure is None else (value.figure,))
        carried = value.includes_carried_in
        rows.append(
            (
                report_id, version_id, value.metric, value.scope, value.period, value.value, value.unit, value.basis,
                value.numerator, value.denominator, value.base, None if carried is None else int(carried), value.low,
                value.high, None if value.figure is None else figure_ids[value.figure],
                f"[{', '.join(str(figure_ids[index]) for index in stands_on)}]",
            )
        )  # fmt: skip
    db.conn.executemany(
        "INSERT INTO metric_values (report_id, version_id, metric, scope, period, value, unit, basis, numerator, "
        "denominator, base, includes_carried_in, low, high, figure_id, figure_ids) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _put_findings(db: Database, version_id: int, reading: Reading) -> None:
    rows = []
    for finding in reading.findings:
        numbers = [
            {"metric": number.metric, "value": number.value, "start": number.start, "end": number.end}
            for number in finding.numbers
        ]
        rows.append(
            (
                version_id, finding.rule, finding.verdict, finding.severity, finding.metric,
                json.dumps(numbers, ensure_ascii=False), finding.expected, finding.nearest, finding.text,
            )
        )  # fmt: skip
    db.conn.executemany(
        "INSERT INTO findings (version_id, rule, verdict, severity, metric, numbers, expected, nearest, text) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )

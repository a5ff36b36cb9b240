"""What a new reading of a document would change, without storing it (`fazhi reread --dry-run`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from db.database import Database, fetch_dicts
from db.intake_records import ReadingDifference
from db.revisions import diff_figures
from db.versions import text_digest
from parsers.records import Reading

Facts = dict[tuple[str, str], str | None]  # (what, key) -> value


def compare_reading(db: Database, reading: Reading, *, stands: bool = False) -> list[ReadingDifference]:
    """Every fact that storing this reading would add, drop or alter, in the order of the record; empty if none.

    With ``stands`` the report that was read there before stays as it is; only what the document is said to be changes.
    """
    version = None if stands else _stored_version(db, reading.url)
    old = _stored_document(db, reading.url)
    new: Facts = {
        ("decision", ""): reading.report.decision,
        ("kind", ""): reading.report.kind,
        ("year", ""): _text(reading.report.year),
    }
    if version is not None:
        old |= _stored_fields(version) | _stored_rows(db, version["id"])
        new |= _read_fields(reading) | _read_rows(reading)
    differences = [
        ReadingDifference(reading.url, what, key, old.get((what, key)), new.get((what, key)))
        for what, key in [*old, *(name for name in new if name not in old)]
        if old.get((what, key)) != new.get((what, key))
    ]
    if version is not None:
        differences += _figure_differences(db, version["id"], reading)
    return differences


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    return f"{value:g}" if isinstance(value, float) else str(value)


def _stored_document(db: Database, url: str) -> Facts:
    row = db.conn.execute("SELECT decision, kind, year FROM documents_seen WHERE url = ?", [url]).fetchone()
    decision, kind, year = row or (None, None, None)
    return {("decision", ""): decision, ("kind", ""): kind, ("year", ""): _text(year)}


def _stored_version(db: Database, url: str) -> dict[str, Any] | None:
    rows = fetch_dicts(
        db,
        "SELECT v.id, v.text_sha256, length(v.text) AS length, v.method, p.title, p.issuers, p.doc_number, "
        "p.published_on, p.published_basis, p.signed_on FROM report_places p JOIN report_versions v "
        "ON v.place_id = p.id WHERE p.url = ? ORDER BY v.number DESC LIMIT 1",
        [url],
    )
    return rows[0] if rows else None


def _stored_fields(version: dict[str, Any]) -> Facts:
    return {
        ("title", ""): version["title"],
        ("issuers", ""): "、".join(json.loads(version["issuers"])),
        ("doc_number", ""): version["doc_number"],
        ("published_on", ""): _dated(version["published_on"], version["published_basis"]),
        ("signed_on", ""): version["signed_on"],
        ("method", ""): version["method"],
        ("text", ""): _measure(version["length"], version["text_sha256"]),
    }


def _read_fields(reading: Reading) -> Facts:
    report = reading.report
    return {
        ("title", ""): report.title,
        ("issuers", ""): "、".join(report.issuers),
        ("doc_number", ""): report.doc_number,
        ("published_on", ""): _dated(report.published_on, report.published_basis),
        ("signed_on", ""): report.signed_on,
        ("method", ""): reading.text.method,
        ("text", ""): _measure(len(reading.text.text), text_digest(reading.text.text)),
    }


def _dated(day: str | None, basis: str) -> str | None:
    return f"{day} ({basis})" if day else None


def _measure(length: int, digest: str) -> str:
    return f"{length} characters, sha256 {digest[:12]}"


def _stored_rows(db: Database, version_id: int) -> Facts:
    parts = db.conn.execute("SELECT role, heading, form FROM parts WHERE version_id = ? ORDER BY rowid", [version_id])
    found = _numbered("part", ((f"{role} {heading}", form) for role, heading, form in parts))
    values = db.conn.execute(
        "SELECT metric, scope, period, basis, value, numerator, denominator, base FROM metric_values "
        "WHERE version_id = ? ORDER BY id",
        [version_id],
    )
    found |= _numbered("metric", ((" ".join(row[:4]), _value(*row[4:])) for row in values))
    findings = db.conn.execute(
        "SELECT rule, metric, verdict, text FROM findings WHERE version_id = ? ORDER BY id", [version_id]
    )
    return found | _numbered(
        "finding", ((f"{rule} {metric or ''}".strip(), f"{v}: {t}") for rule, metric, v, t in findings)
    )


def _read_rows(reading: Reading) -> Facts:
    found = _numbered("part", ((f"{part.role} {part.heading}", str(part.form)) for part in reading.parts))
    found |= _numbered(
        "metric",
        (
            (f"{v.metric} {v.scope} {v.period} {v.basis}", _value(v.value, v.numerator, v.denominator, v.base))
            for v in reading.metric_values
        ),
    )
    return found | _numbered(
        "finding", ((f"{f.rule} {f.metric or ''}".strip(), f"{f.verdict}: {f.text}") for f in reading.findings)
    )


def _value(value: float, numerator: float | None, denominator: float | None, base: str | None) -> str:
    if numerator is None and denominator is None:
        return f"{value:g}"
    return f"{value:g} = {_text(numerator) or '?'}/{_text(denominator) or '?'}{f' over {base}' if base else ''}"


def _numbered(what: str, pairs: Iterable[tuple[str, str]]) -> Facts:
    """Facts by key; the second of the same key becomes ``key #2``."""
    found: Facts = {}
    for key, value in pairs:
        name, count = key, 1
        while (what, name) in found:
            count += 1
            name = f"{key} #{count}"
        found[(what, name)] = value
    return found


def _figure_differences(db: Database, version_id: int, reading: Reading) -> Iterator[ReadingDifference]:
    old = fetch_dicts(
        db,
        "SELECT label, metric, value, unit, kind, qualifier, tense, period, quote FROM figures WHERE version_id = ? "
        "ORDER BY start, at_start, id",
        [version_id],
    )
    new = [
        {
            "label": figure.label, "metric": figure.metric, "value": figure.value, "unit": figure.unit,
            "kind": str(figure.kind), "qualifier": str(figure.qualifier), "tense": str(figure.tense),
            "period": figure.period, "quote": figure.quote,
        }
        for figure in reading.figures
    ]  # fmt: skip
    for change in diff_figures(old, new):
        key = f"{change['label']} [{change['metric']}]" if change["metric"] else change["label"]
        yield ReadingDifference(
            reading.url,
            "figure",
            key,
            _figure(change["old"], change["old_quote"]),
            _figure(change["new"], change["new_quote"]),
        )


def _figure(value: float | None, quote: str | None) -> str | None:
    return None if value is None else f"{value:g} ({quote})"

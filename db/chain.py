"""Captures and the chain that binds them: each capture's hash covers its facts and the hash before it.

``chain_hash = sha256(previous_hash + "\\n" + facts)``, in lower-case hex over UTF-8, where ``facts`` is the JSON object
of `FACTS` with keys sorted, no spaces, and non-ASCII characters as they are. docs/evidence.md shows how to walk the
chain with public tools.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping

from db.database import GENESIS, Database, get_meta, set_meta, write
from db.intake_records import CaptureDraft

FACTS = (
    "id", "run_id", "visit_id", "section_id", "role", "url", "final_url", "document_url", "label", "position",
    "fetched_at", "http_status", "verdict", "reason", "media_type", "sha256", "size", "rendered",
    "archive_file", "archive_offset", "archive_length", "record_sha256",
)  # fmt: skip
_INSERT = (
    f"INSERT INTO captures ({', '.join(FACTS)}, previous_hash, chain_hash) VALUES ({', '.join('?' * (len(FACTS) + 2))})"
)

_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def link(previous_hash: str, facts: Mapping[str, object]) -> str:
    """The chain hash of a capture with these facts (`FACTS`, all of them) after that hash."""
    return hashlib.sha256(f"{previous_hash}\n{facts_text(facts)}".encode()).hexdigest()


def facts_text(facts: Mapping[str, object]) -> str:
    """A capture's facts as the one line of JSON that its chain hash covers."""
    return _as_json({name: facts[name] for name in FACTS})


def record_capture(db: Database, draft: CaptureDraft) -> int:
    """Add one fetch to the chain; its id. Its original must be in the archive already (`Archive.append` returned).

    Safe between processes: each capture follows the newest one, whoever wrote that.
    """
    with write(db):
        row = db.conn.execute("SELECT max(id) FROM captures").fetchone()
        facts = _facts(draft, (row[0] or 0) + 1)
        previous = get_meta(db, "chain_head") or GENESIS
        chain_hash = link(previous, facts)
        db.conn.execute(_INSERT, [*(facts[name] for name in FACTS), previous, chain_hash])
        set_meta(db, "chain_head", chain_hash)
    capture_id = facts["id"]
    assert isinstance(capture_id, int)
    return capture_id


def _facts(draft: CaptureDraft, capture_id: int) -> dict[str, object]:
    record = draft.record
    return {
        "id": capture_id,
        "run_id": draft.run_id,
        "visit_id": draft.visit_id,
        "section_id": draft.section_id,
        "role": str(draft.role),
        "url": draft.url,
        "final_url": draft.final_url,
        "document_url": draft.document_url,
        "label": draft.label,
        "position": draft.position,
        "fetched_at": draft.fetched_at,
        "http_status": draft.http_status,
        "verdict": str(draft.verdict),
        "reason": draft.reason,
        "media_type": draft.media_type,
        "sha256": record.sha256 if record else None,
        "size": record.size if record else None,
        "rendered": int(draft.rendered),
        "archive_file": record.file if record else None,
        "archive_offset": record.offset if record else None,
        "archive_length": record.length if record else None,
        "record_sha256": record.record_sha256 if record else None,
    }


def stored_facts(row: sqlite3.Row | tuple[object, ...]) -> dict[str, object]:
    """The facts of a row selected as ``SELECT {', '.join(FACTS)}, …``."""
    return dict(zip(FACTS, tuple(row), strict=False))

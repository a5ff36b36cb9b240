"""Reading a document from this machine's disk through the same parsers; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from parsers.records import Bundle, Reading, Source
from parsers.vocabulary import Role
from scheduler.errors import UsageProblem
from scheduler.passes.reading import unreadable
from scheduler.passes.worker import Unread, read_all

_MAX_BYTES = 200 * 1024 * 1024


def read_files(paths: Sequence[Path], url: str | None = None) -> Iterator[Reading]:
    """Read files in order, in a worker of their own: each within the limits of time and memory of any document.

    Raises UsageProblem where one cannot be opened; what cannot be understood, or in time, is in its reading.
    """
    for outcome in read_all(((str(path), partial(_bundle, path, url)) for path in paths), workers=1):
        yield unreadable(outcome) if isinstance(outcome, Unread) else outcome


def _bundle(path: Path, url: str | None) -> Bundle:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UsageProblem(f"{path}: larger than {_MAX_BYTES // 1024 // 1024} MB")
        body = path.read_bytes()
    except OSError as error:
        raise UsageProblem(f"{path}: {error.strerror}") from error
    address = url or path.absolute().as_uri()
    return Bundle(url=address, sources=(Source(Role.DETAIL, address, body, label=path.name),))


def reading_json(file: str, reading: Reading) -> dict[str, Any]:
    """The document that `read --json` prints for one file; the keys are part of the manual."""
    report = reading.report
    return {
        "file": file,
        "decision": report.decision,
        "kind": report.kind,
        "year": report.year,
        "issuer": report.issuer,
        "issuers": list(report.issuers),
        "region": report.region,
        "title": report.title,
        "doc_number": report.doc_number,
        "published_on": report.published_on,
        "published_basis": report.published_basis,
        "signed_on": report.signed_on,
        "reason": report.reason,
        "method": reading.text.method,
        "quality": reading.text.quality,
        "parts": [asdict(part) for part in reading.parts],
        "figures": [_without(figure._asdict(), "source") for figure in reading.figures],
        "metric_values": [value._asdict() for value in reading.metric_values],
        "findings": [asdict(finding) for finding in reading.findings],
        "notes": list(report.notes),
        "error": reading.error,
        "text": reading.text.text,
    }


def _without(row: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != key}

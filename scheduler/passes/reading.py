"""The reading pass: what was fetched and not yet read (or read by an older parser) becomes rows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from loguru import logger

from db.documents import load_bundle, pending_documents, preview_reading, store_reading
from db.intake_records import PendingDocument
from db.register import BY_HAND_PREFIX
from parsers import PARSER_VERSION
from parsers.identity import read_report
from parsers.records import Bundle, Reading, Report, Text
from parsers.vocabulary import Decision, Method
from scheduler.passes.naming import name_as_configured
from scheduler.passes.progress import Tick
from scheduler.passes.site import Site
from scheduler.passes.worker import Unread, read_all

# With OCR switched off a scan is read by this, so that it is read again as soon as OCR is on, and not every night.
_WITHOUT_OCR = f"{PARSER_VERSION} without OCR"


@dataclass
class ReadingResult:
    """How many documents were read, what changed, and what newly failed, in sentences."""

    read: int = 0
    reports: int = 0
    failures: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


def read_pending(
    site: Site,
    *,
    everything: bool = False,
    dry_run: bool = False,
    only: Collection[str] | None = None,
    tick: Tick | None = None,
) -> ReadingResult:
    """Read all that is due, in worker processes, and store each document in one transaction as it comes.

    ``everything`` reads what this parser version has read already, too; ``dry_run`` stores nothing and lists what
    would change; ``only`` leaves all but these addresses alone. A document whose parser and originals both changed is
    due twice, so the list is asked for again.
    """
    result = ReadingResult()
    or_by = "" if site.config.read.ocr else _WITHOUT_OCR
    pending = _chosen(pending_documents(site.db, PARSER_VERSION, everything=everything, or_by=or_by), only)
    while pending:
        _read_batch(site, pending, result, dry_run=dry_run, tick=tick)
        done = {(item.url, item.capture_ids) for item in pending}
        again = [] if dry_run else _chosen(pending_documents(site.db, PARSER_VERSION, or_by=or_by), only)
        pending = [item for item in again if (item.url, item.capture_ids) not in done]
    return result


def _chosen(pending: list[PendingDocument], only: Collection[str] | None) -> list[PendingDocument]:
    return pending if only is None else [item for item in pending if item.url in only]


def _read_batch(
    site: Site, pending: list[PendingDocument], result: ReadingResult, *, dry_run: bool, tick: Tick | None
) -> None:
    documents = {item.url: item for item in pending}
    bundles = [(item.url, _loader(site, item)) for item in pending]
    for outcome in read_all(bundles, workers=_workers(site, len(pending))):
        reading = unreadable(outcome) if isinstance(outcome, Unread) else outcome
        report = name_as_configured(reading.report, site.config.bodies)
        lacking = reading.text.method is Method.NONE and not site.config.read.ocr
        reading = replace(reading, report=report, parser_version=_WITHOUT_OCR if lacking else PARSER_VERSION)
        document = documents[reading.url]
        body_id = _body_of(document)
        if dry_run:
            changes = preview_reading(site.db, reading, capture_ids=document.capture_ids, body_id=body_id)
            result.changes += map(str, changes)
        else:
            _store(site, document, reading, body_id, result)
        result.read += 1
        if tick:
            tick(result.read, len(pending), reading.report.title)


def _loader(site: Site, document: PendingDocument) -> Callable[[], Bundle]:
    def load() -> Bundle:
        return load_bundle(site.db, site.archive, document.url, document.capture_ids, ocr=site.config.read.ocr)

    return load


def _workers(site: Site, documents: int) -> int | None:
    """No more workers than documents: each costs a second to start and, with OCR, a gigabyte."""
    import os

    return min(site.config.read.workers or os.cpu_count() or 1, max(documents, 1))


def _body_of(document: PendingDocument) -> str | None:
    """The body that a person named for what was entered by hand; of all else the issuer's name decides."""
    return document.body_id if document.section_ids[0].startswith(BY_HAND_PREFIX) else None


def _store(site: Site, document: PendingDocument, reading: Reading, body_id: str | None, result: ReadingResult) -> None:
    stored = store_reading(site.db, reading, capture_ids=document.capture_ids, body_id=body_id, seen_at=site.seen_at)
    result.reports += stored.decision is Decision.REPORT
    why_not = reading.error or reading.text.reason
    if stored.kept:
        result.failures.append(f"{reading.url}: {why_not}; what was read before stays")
    elif reading.text.method is Method.NONE and document.why in ("new", "changed"):
        result.failures.append(f"{reading.url}: {why_not}")
    logger.info("read {}: {} ({})", reading.url, stored.decision, reading.report.reason)


def unreadable(outcome: Unread) -> Reading:
    """What is stored of a document whose reader was ended: kept, and said to be unreadable, with why.

    Where its title or a person says that it is a report, it is that report, and nobody takes it for missing.
    """
    text = Text(text="", blocks=(), method=Method.NONE, quality=0.0, reason=outcome.reason)
    report = read_report(text, outcome.known, None) if outcome.known else None
    if report is None or report.decision is not Decision.REPORT:
        report = Report(decision=Decision.UNREAD, kind=None, reason=outcome.reason, title="")
    else:
        report = replace(report, notes=(*report.notes, outcome.reason))
    return Reading(url=outcome.url, text=text, report=report, error=outcome.reason)

"""What a person says of documents: one that is unsure is settled, one that no list shows is entered."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from crawler.clock import now
from crawler.job import CrawlJob, Limits, SectionJob
from db.archive import Archive, archive_name, read_record
from db.by_hand import decide, enter_by_hand, leave_out_by_hand
from db.database import Database, fetch_dicts
from db.intake_records import CaptureDraft
from db.register import BY_HAND_PREFIX
from db.runs import begin_run, end_run
from db.visits import document_fetched, record_capture
from db.vocabulary import RunOutcome
from parsers.pages.article import parse_article
from parsers.pages.media import HTML, sniff_type
from parsers.pages.urls import canonical_url
from parsers.records import Page
from parsers.vocabulary import Decision, Kind, Role, Verdict
from scheduler.errors import FazhiError, UsageProblem
from scheduler.passes.child import crawl_in_child
from scheduler.passes.crawl import register
from scheduler.passes.progress import Tick
from scheduler.passes.reading import read_pending
from scheduler.passes.site import Site

_FIRST_YEAR = 2004  # 全面推进依法行政实施纲要 first asked for yearly reports
_LONGEST = 2_000


@dataclass(frozen=True)
class Word:
    """A person's decision: what the document is, who says so, and why."""

    decision: Decision
    kind: Kind | None
    year: int | None
    by: str
    why: str


@dataclass(frozen=True)
class Settled:
    """What a document came to. ``trouble`` says why it is not stored as it was meant, "" if it is."""

    url: str
    decision: str
    kind: str | None
    year: int | None
    title: str
    reason: str
    report: dict[str, Any] | None
    waiting: bool
    trouble: str

    def document(self) -> dict[str, Any]:
        return asdict(self)


def settle_document(site: Site, url: str, word: Word) -> Settled:
    """Note the decision and read the document again, so that its report stands at once.

    Raises UsageProblem for an address that no list showed, and for a report whose kind or year nothing tells.
    """
    word = _checked(site, word)
    known = _known_url(site.db, url)
    if known is None:
        raise UsageProblem(
            f"no list that was visited shows {url}; `fazhi query` lists the unsure documents, "
            "`fazhi add` enters a report that no list shows"
        )
    if word.decision is Decision.REPORT:
        _require_identity(site.db, known, word)
    decide(site.db, known, word.decision, word.kind, word.year, word.by, word.why, site.seen_at)
    read_pending(site, only=[known])
    return _outcome(site.db, known, word.decision)


def add_document(site: Site, source: str, body_id: str, word: Word, *, tick: Tick | None = None) -> Settled:
    """Archive a report found by hand, chain its captures, enter it for a body, and read it.

    ``source`` is a file, or an address that the crawler fetches with its guards. Raises UsageProblem for what cannot
    be opened, fetched, or is on a list already.
    """
    word = _checked(site, word)
    if body_id not in {body.id for body in site.config.bodies}:
        known = ", ".join(body.id for body in site.config.bodies[:20]) or "none"
        raise UsageProblem(f"--body {body_id}: no body has this id in {site.config.path}; known: {known}")
    address = canonical_url(source) if urlsplit(source).scheme in ("http", "https") else None
    body = None if address else _file_bytes(Path(source), site.config.crawl.max_bytes)
    if address:
        _refuse_listed(site.db, address)
    register(site)
    run_id = begin_run(site.db, "add", site.today.isoformat())
    outcome = RunOutcome.FAILED
    summary: dict[str, Any] = {"source": address or Path(source).name, "body": body_id, "by": word.by}
    try:
        if body is None:
            assert address is not None
            url = _fetch(site, run_id, address, body_id, word, tick)
        else:
            url = _archive_file(site, run_id, Path(source).name, body, body_id)
        decide(site.db, url, word.decision, word.kind, word.year, word.by, word.why, site.seen_at)
        read_pending(site, only=[url])
        settled = _outcome(site.db, url, word.decision)
        summary["url"] = url
        outcome = RunOutcome.PARTIAL if settled.trouble else RunOutcome.OK
    finally:
        end_run(site.db, run_id, outcome, summary)
    return settled


# --- what may be said ------------------------------------------------------------------------------------------


def _checked(site: Site, word: Word) -> Word:
    for option, text in (("--by", word.by), ("--why", word.why)):
        if not text.strip():
            raise UsageProblem(f"{option} must say something")
        if len(text) > _LONGEST:
            raise UsageProblem(f"{option} is longer than {_LONGEST} characters")
    if word.decision is not Decision.REPORT and (word.kind or word.year):
        raise UsageProblem(f"--kind and --year go with --as report only, not with --as {word.decision}")
    if word.year is not None and not _FIRST_YEAR <= word.year <= site.today.year:
        raise UsageProblem(f"--year {word.year}: the report year, which lies between {_FIRST_YEAR} and today")
    return Word(word.decision, word.kind, word.year, word.by.strip(), word.why.strip())


def _known_url(db: Database, url: str) -> str | None:
    for spelling in (url, canonical_url(url)):
        if db.conn.execute("SELECT 1 FROM documents_seen WHERE url = ?", [spelling]).fetchone():
            return spelling
    return None


def _require_identity(db: Database, url: str, word: Word) -> None:
    kind, year = db.conn.execute("SELECT max(kind), max(year) FROM documents_seen WHERE url = ?", [url]).fetchone()
    lacking = [
        option
        for option, said, read in (("--kind", word.kind, kind), ("--year", word.year, year))
        if said is None and read is None
    ]
    if lacking:
        raise UsageProblem(f"nothing tells what report {url} is: say it with {' and '.join(lacking)}")


def _refuse_listed(db: Database, url: str) -> None:
    listed = db.conn.execute(
        "SELECT section_id FROM documents_seen WHERE url = ? AND substr(section_id, 1, ?) <> ?",
        [url, len(BY_HAND_PREFIX), BY_HAND_PREFIX],
    ).fetchone()
    if listed:
        raise UsageProblem(f"section {listed[0]} lists {url} already; settle it with `fazhi decide`")


# --- its originals ---------------------------------------------------------------------------------------------


def _file_bytes(path: Path, limit: int) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > limit:
            raise UsageProblem(f"{path}: larger than crawl.max_bytes ({limit} bytes)")
        body = path.read_bytes()
    except OSError as error:
        raise UsageProblem(f"{path}: {error.strerror}") from error
    if not body:
        raise UsageProblem(f"{path}: empty")
    return body


def _archive_file(site: Site, run_id: int, name: str, body: bytes, body_id: str) -> str:
    """Put a file into archive, chain and documents; its address: its hash and name, the same wherever it lay."""
    url = f"hand:{hashlib.sha256(body).hexdigest()[:16]}/{quote(name)}"
    media_type = sniff_type(body, None, name)
    at = now()
    title = ""
    if media_type == HTML:
        title = parse_article(Page(url, url, 200, {"content-type": media_type}, body)).title
    with Archive(site.archive, archive_name(run_id, at)) as archive:
        record = archive.append(url, 200, {"content-type": media_type}, body, at)
    draft = CaptureDraft(
        run_id=run_id,
        role=Role.DETAIL,
        url=url,
        fetched_at=at,
        verdict=Verdict.OK,
        section_id=enter_by_hand(site.db, body_id, url, title, site.seen_at),
        final_url=url,
        document_url=url,
        label=name,
        reason="entered by hand",
        media_type=media_type,
        record=record,
    )
    record_capture(site.db, draft)
    document_fetched(site.db, url, at, site.seen_at)
    return url


def _fetch(site: Site, run_id: int, url: str, body_id: str, word: Word, tick: Tick | None) -> str:
    """Have the crawler fetch a page and what is attached to it; its address. Raises FazhiError if it is not there."""
    section_id = enter_by_hand(site.db, body_id, url, "", site.seen_at)
    section = SectionJob(
        id=section_id, body_id=body_id, url=url, kinds=(word.kind,) if word.kind else (), documents=(url,)
    )
    job = CrawlJob(
        data_dir=str(site.data),
        run_id=run_id,
        seen_at=site.seen_at,
        sections=(section,),
        limits=Limits(**site.config.crawl.model_dump()),
        allow=site.config.network.allow,
    )
    try:
        errors = crawl_in_child(job, tick=tick).errors
        trouble = errors[0] if errors else _why_not_fetched(site.db, run_id, url)
    except BaseException:
        leave_out_by_hand(site.db, url)
        raise
    if trouble:
        leave_out_by_hand(site.db, url)
        raise FazhiError(f"{url} was not added: {trouble}")
    enter_by_hand(site.db, body_id, url, _page_title(site, run_id, url), site.seen_at)
    return url


def _why_not_fetched(db: Database, run_id: int, url: str) -> str:
    captures = fetch_dicts(
        db,
        "SELECT url, role, verdict, reason FROM captures WHERE run_id = ? AND document_url = ? ORDER BY id",
        [run_id, url],
    )
    pages = [capture for capture in captures if capture["role"] == Role.DETAIL]
    if not pages:
        return "nothing was fetched"
    fetched = db.conn.execute("SELECT max(fetched_at) FROM documents_seen WHERE url = ?", [url]).fetchone()[0]
    if pages[-1]["verdict"] in (Verdict.OK, Verdict.NOT_MODIFIED) and fetched:
        return ""
    worst = pages[-1]
    if worst["verdict"] == Verdict.OK:
        worst = next((item for item in captures if item["verdict"] in (Verdict.UNREACHABLE, Verdict.ERROR)), worst)
    return f"{worst['url']} is {worst['verdict']} ({worst['reason'] or 'no reason given'})"


def _page_title(site: Site, run_id: int, url: str) -> str:
    file, offset, final_url, media_type = site.db.conn.execute(
        "SELECT archive_file, archive_offset, final_url, media_type FROM captures "
        "WHERE run_id = ? AND document_url = ? AND role = ? AND archive_file IS NOT NULL ORDER BY id DESC LIMIT 1",
        [run_id, url, Role.DETAIL],
    ).fetchone()
    if media_type != HTML:
        return ""
    original = read_record(site.archive, file, offset)
    return parse_article(Page(url, final_url or url, original.status, original.headers, original.body)).title


# --- what it came to -------------------------------------------------------------------------------------------


def _outcome(db: Database, url: str, meant: Decision) -> Settled:
    seen = fetch_dicts(db, "SELECT * FROM documents_seen WHERE url = ? ORDER BY first_seen_at LIMIT 1", [url])[0]
    reports = fetch_dicts(
        db,
        "SELECT r.id, r.body_id, r.kind, r.year, r.title, r.state FROM report_places p "
        "JOIN reports r ON r.id = p.report_id WHERE p.url = ? LIMIT 1",
        [url],
    )
    report = reports[0] if reports else None
    waiting = meant is Decision.REPORT and seen["bundle_sha256"] is None
    trouble = ""
    if meant is Decision.REPORT and not waiting:
        if report is None:
            trouble = f"it is {seen['decision']}: {seen['reason']}"
        elif report["state"] == "unreadable":
            trouble = f"it is kept, but no text could be read: {seen['reason']}"
    return Settled(
        url=url,
        decision=seen["decision"],
        kind=seen["kind"],
        year=seen["year"],
        title=seen["title"] or (report["title"] if report else ""),
        reason=seen["reason"] or "",
        report=report,
        waiting=waiting,
        trouble=trouble,
    )

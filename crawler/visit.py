"""The visit of one section: its list, then the documents that the list shows, then what the visit came to.

Rows are put down at the end of the walk and validators at the end of the visit, so that a visit that is cut short
leaves nothing behind that a later one could mistake for a whole list.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loguru import logger

from crawler.clock import now
from crawler.documents import fetch_documents, wanted_documents
from crawler.fetch import Ask, Stopped
from crawler.handlers import Via
from crawler.job import SectionJob
from crawler.journal import Recorded
from crawler.known import Known
from crawler.log import About, Got, VisitLog, off_the_loop
from crawler.walk import End, Walk, judge_walk, only_known, summarise
from db.database import Database
from db.records import SeenRow, Validator, VisitSummary
from db.visits import end_visit, mark_unlisted, record_rows
from db.vocabulary import VisitOutcome
from parsers.pages.candidates import judge_candidate
from parsers.pages.listing import parse_listing
from parsers.pages.verdict import stub_target
from parsers.records import Listing, Page, PageRequest, Row
from parsers.vocabulary import Kind, Role, Verdict

if TYPE_CHECKING:
    from crawler.crawl import Crawl

_FOLLOWS = 3  # frames, units and stubs passed on the way to the rows


@dataclass(frozen=True, slots=True)
class _ListPage:
    """One page of the list: ``page`` is None if nothing could be used, and ``got`` says why."""

    got: Got
    url: str
    page: Page | None = None
    same: bool = False  # as it was when its validator was kept


@dataclass(slots=True)
class Visit:
    """Visits one section; `run` never raises for anything a portal does."""

    crawl: Crawl
    section: SectionJob
    walk: Walk = field(default_factory=Walk)
    summary: VisitSummary | None = None
    _validators: list[tuple[Validator, Recorded]] = field(default_factory=list)
    _log: VisitLog = field(init=False)
    _known: Known = field(init=False)

    def __post_init__(self) -> None:
        self._log = VisitLog(self.crawl, self.section)

    async def run(self) -> VisitSummary | None:
        """Visit the section; its summary, or None if the crawl ended before anything was asked."""
        self._known = self.crawl.library.known(self.section.id, self.crawl.job.seen_at)
        failed = 0
        try:
            await self._walk_list()
            summary, rows = self._close_list()
            wanted = wanted_documents(self.section, self._known, rows, self.crawl.job.since_year)
            try:
                failed = await fetch_documents(self.crawl, self._log, self._known, wanted)
            except (Stopped, asyncio.CancelledError):
                summary = replace(summary, outcome=VisitOutcome.PARTIAL, reason="stopped while fetching documents")
        except (Stopped, asyncio.CancelledError):
            if not self._log.begun:
                return None
            self.walk.stop(End.STOPPED, "stopped: the crawl was told to end")
            summary, _ = self._close_list()
        if failed and not summary.reason:
            summary = replace(summary, reason=f"{failed} documents could not be fetched")
        self._end(summary)
        return summary

    def fail(self, reason: str) -> VisitSummary:
        """End the visit after a fault of ours; nothing that it saw of the list is kept."""
        self._log.begin()
        summary = summarise(Walk(), VisitOutcome.BLIND, whole=False, reason=reason)
        self._end(summary)
        return summary

    # --- the list ----------------------------------------------------------------------------------------------

    @property
    def _may_stand_on_last_walk(self) -> bool:
        return self._known.walk is not None and not self.section.full and self.crawl.job.since_year is None

    async def _walk_list(self) -> None:
        request: PageRequest | None = PageRequest(self.section.url)
        limit = self.crawl.job.limits.max_pages
        referer = None
        while request is not None and self.walk.end is None:
            if self.walk.pages >= limit:
                self.walk.stop(End.MAX_PAGES, f"max_pages ({limit}) reached and the list goes on")
                return
            listing = await self._next_page(request, referer)
            referer = request.url
            request = listing.next if listing else None

    async def _next_page(self, request: PageRequest, referer: str | None) -> Listing | None:
        found, listing = await self._fetch_listing(request, referer)
        if listing is None:
            if found.same and self.walk.pages == 0:
                self.walk.stop(End.UNCHANGED)
            else:
                self._fail(found.got)
            return None
        rows = self.walk.add(listing)
        if rows and request.method == "GET" and not found.same and found.page and not found.page.rendered:
            self._keep_validator(found)
        if self.walk.end is None and self._may_stand_on_last_walk and only_known(rows, self._known.documents):
            self.walk.stop(End.KNOWN)
        return listing

    async def _fetch_listing(self, request: PageRequest, referer: str | None) -> tuple[_ListPage, Listing | None]:
        """A list page and its rows, through the frames, units and stubs that stand before them.

        No listing if the page could not be used, or if it is the unchanged first page and that settles the visit.
        """
        listing: Listing | None = None
        for _ in range(_FOLLOWS + 1):
            found = await self._fetch_page(request, referer)
            if found.page is None:
                return found, None
            if found.same and self.walk.pages == 0 and self._may_stand_on_last_walk:
                return found, None
            if found.got.verdict is Verdict.REDIRECT_STUB:
                target = stub_target(found.page)
                if target is None:
                    return found, None
                request = PageRequest(target)
                continue
            listing = await self._parse(found.page)
            if listing.follow is None:
                return found, listing
            referer, request = request.url, listing.follow
        return found, listing

    async def _parse(self, page: Page) -> Listing:
        return await off_the_loop(len(page.body), lambda: parse_listing(page, self.section.family))

    async def _fetch_page(self, request: PageRequest, referer: str | None) -> _ListPage:
        key = request.url
        kept = self._known.validators.get(key) if request.method == "GET" else None
        ask = Ask(
            url=request.url,
            method=request.method,
            body=request.body,
            headers=request.headers,
            via=Via.LEGACY if self.section.tls == "legacy" else Via.STRICT,
            seconds=self.crawl.job.limits.timeout,
            etag=kept.etag if kept else None,
            last_modified=kept.last_modified if kept else None,
            referer=referer,
        )
        got = await self._log.get(ask, About(Role.LIST))
        if got.verdict is Verdict.NOT_MODIFIED and kept is not None:
            page = self.crawl.library.page(kept.capture_id) if kept.capture_id is not None else None
            if page is not None:
                return _ListPage(got, key, page, same=True)
            got = await self._log.get(replace(ask, etag=None, last_modified=None), About(Role.LIST))
        if not got.ok and got.verdict is not Verdict.REDIRECT_STUB:
            return _ListPage(got, key)
        same = kept is not None and got.ok and kept.sha256 == got.sha256
        return _ListPage(got, key, got.page, same)

    def _fail(self, got: Got) -> None:
        what = f"page {self.walk.pages + 1}: " if self.walk.pages else ""
        self.walk.stop(End.FAILED, f"{what}{got.verdict}: {got.reason}")

    def _keep_validator(self, found: _ListPage) -> None:
        assert found.page is not None
        self._validators.append((new_validator(found.url, found.got), found.got.recorded))

    # --- what it came to ---------------------------------------------------------------------------------------

    def _close_list(self) -> tuple[VisitSummary, dict[str, tuple[Row, SeenRow]]]:
        """Judge the walk and put down its rows."""
        kinds = [Kind(kind) for kind in self.section.kinds]
        rows: dict[str, tuple[Row, SeenRow]] = {}
        for key, row in self.walk.rows.items():
            candidate = judge_candidate(row.title, kinds)
            rows[key] = row, SeenRow(key, row.title, row.date, candidate.fetch, candidate.reason)
        summary = self._judge()
        log, section_id, seen_at = self._log, self.section.id, self.crawl.job.seen_at
        walked_whole = summary.whole and not summary.unchanged

        def operation(db: Database) -> None:
            record_rows(db, section_id, [seen for _, seen in rows.values()], seen_at)
            if walked_whole:
                mark_unlisted(db, section_id, rows.keys(), seen_at)

        log.begin()
        if rows:
            self.crawl.journal.do(operation)
        return summary, rows

    def _judge(self) -> VisitSummary:
        last = self._known.walk
        if self.walk.end in (End.UNCHANGED, End.KNOWN) and last is not None:
            return VisitSummary(
                outcome=VisitOutcome.OK,
                whole=True,
                unchanged=True,
                pages=max(self.walk.pages, 1),
                rows_seen=max(last.rows_seen, len(self.walk.rows)),
                declared_total=self.walk.declared_total or last.declared_total,
                newest_row_on=max(filter(None, [last.newest_row_on, self.walk.newest_row_on]), default=None),
                family=self.walk.family or last.family,
                reason=None,
            )
        if self.walk.end is End.STOPPED:
            return summarise(self.walk, VisitOutcome.PARTIAL, whole=False, reason=self.walk.end_reason)
        outcome, whole, reason = judge_walk(self.walk, self._known.documents, loss_accepted=self._known.loss_accepted)
        return summarise(self.walk, outcome, whole=whole, reason=reason)

    def _end(self, summary: VisitSummary) -> None:
        log, ended_at, kept = self._log, now(), self._validators

        def operation(db: Database) -> None:
            assert log.id is not None
            validators = [replace(validator, capture_id=recorded.id) for validator, recorded in kept]
            end_visit(db, log.id, summary, ended_at, validators=validators)

        self.crawl.journal.do(operation)
        level = "INFO" if summary.outcome is VisitOutcome.OK else "WARNING"
        logger.log(level, "{}: {} ({})", self.section.id, summary.outcome, summary.reason or "whole")


def new_validator(url: str, got: Got) -> Validator:
    """What the next conditional request of a page needs; its capture's id is filled in when that is stored."""
    headers = got.page.headers if got.page else {}
    return Validator(url, headers.get("etag"), headers.get("last-modified"), got.sha256, None)

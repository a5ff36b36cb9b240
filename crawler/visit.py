"""The visit of one section: its list, then the documents that the list shows, then what the visit came to.

Rows are put down at the end of the walk and validators at the end of the visit, so that a visit that is cut short
leaves nothing behind that a later one could mistake for a whole list.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from loguru import logger

from crawler.clock import now
from crawler.copies import SLACK, is_before, shown_by
from crawler.documents import Wanted, fetch_documents, wanted_documents
from crawler.doubts import doubtful_notes
from crawler.endings import Endings
from crawler.fetch import Stopped
from crawler.folders import Folder, Folders, is_at, known_folders
from crawler.job import SectionJob
from crawler.judging import sum_up, summarise
from crawler.known import Known
from crawler.pages import KeptPage, ListPage, ListPages
from crawler.rows import judge_rows
from crawler.visit_log import Got, VisitLog, off_the_loop
from crawler.walk import End, Walk, only_known
from crawler.weighing import Arrival, Weight, tells_of_new, weigh
from db.database import Database
from db.intake_records import SeenRow, Validator, VisitSummary
from db.visits import end_visit, mark_unlisted, record_rows
from db.vocabulary import VisitOutcome
from parsers.pages.face import another_page
from parsers.pages.folders import leads_to_list
from parsers.pages.reach import farthest
from parsers.pages.site import of_another_site
from parsers.pages.urls import canonical_url
from parsers.records import Listing, PageRequest, Row
from parsers.vocabulary import Kind, Role, Verdict

if TYPE_CHECKING:
    from crawler.crawl import Crawl


@dataclass(slots=True)
class Visit:
    """Visits one section; `run` never raises for anything a portal does."""

    crawl: Crawl
    section: SectionJob
    walk: Walk = field(default_factory=Walk)
    _kept: list[KeptPage] = field(default_factory=list)
    _log: VisitLog = field(init=False)
    _known: Known = field(init=False)
    _pages: ListPages = field(init=False)
    _endings: Endings = field(init=False)
    _top: tuple[str, Listing] | None = None  # the first page of the list, and its address
    _age: timedelta = timedelta()  # of the oldest copy among the list's pages
    _arrival: Arrival = field(default_factory=Arrival)
    _weight: Weight = field(default_factory=Weight)

    def __post_init__(self) -> None:
        self._log = VisitLog(self.crawl, self.section)
        self.walk.settled = self.section.settled
        self.walk.kinds = tuple(Kind(kind) for kind in self.section.kinds)
        self._endings = Endings(self.crawl.library, self.section.id, self.crawl.job.run_id, Role.LIST)

    async def run(self) -> VisitSummary | None:
        """Visit the section; its summary, or None if the crawl ended before anything was asked."""
        self._known = self.crawl.library.known(self.section.id, self.crawl.job.seen_at)
        self._pages = ListPages(self.crawl, self.section, self._log, self._known)
        if self.section.documents:
            await self._fetch_named()
            return None
        failed = 0
        try:
            await self._walk_list()
            self._weight = await weigh(self._log, self._known, self.walk, self._arrival)
            summary, rows = self._close_list()
            job = self.crawl.job
            wanted, failed = wanted_documents(
                self.section,
                self._known,
                rows,
                seen_at=job.seen_at,
                since_year=job.since_year,
                whole=summary.whole,
                unchanged=summary.unchanged,
            )
            seen = summary.outcome is not VisitOutcome.BLIND
            try:
                failed += await fetch_documents(self.crawl, self._log, self._known, wanted, list_seen=seen)
            except (Stopped, asyncio.CancelledError):
                summary = replace(summary, outcome=VisitOutcome.PARTIAL, reason="stopped while fetching documents")
        except (Stopped, asyncio.CancelledError):
            if not self._log.begun:
                return None
            self.walk.stop(End.STOPPED, "stopped: the crawl was told to end")
            summary, _ = self._close_list()
        if failed and not summary.reason:
            summary = replace(summary, reason=f"documents that could not be fetched: {failed}")
        self._end(summary)
        return summary

    def fail(self, reason: str) -> VisitSummary:
        """End the visit after a fault of ours; nothing that it saw of the list is kept."""
        self._log.begin()
        summary = summarise(Walk(), VisitOutcome.BLIND, whole=False, reason=reason)
        self._end(summary)
        return summary

    async def _fetch_named(self) -> None:
        """Fetch the documents that the job names, of a section that has no list; that is no visit."""
        self._log.begun = True
        known = self._known.documents
        wanted = [Wanted(url, known[url].title if url in known else "") for url in self.section.documents]
        try:
            await fetch_documents(self.crawl, self._log, self._known, wanted, list_seen=False)
        except (Stopped, asyncio.CancelledError):
            logger.warning("{}: stopped while fetching documents", self.section.id)

    # --- the list ----------------------------------------------------------------------------------------------

    @property
    def _may_stand_on_last_walk(self) -> bool:
        return self._known.walk is not None and not self.section.full and self.crawl.job.since_year is None

    async def _walk_list(self) -> None:
        request: PageRequest | None = PageRequest(self.section.url)
        while request is not None:
            await self._walk_pages(request)
            request = self.walk.enter_folder()
        if self.walk.rows and self.walk.end not in (End.UNCHANGED, End.MAX_PAGES):
            await self._walk_folders()

    async def _walk_folders(self) -> None:
        """The lists behind rows; each is a branch of this walk."""
        folders = Folders(self.section.url, self.walk, self._known, self.crawl.job.seen_at)
        limit = self.crawl.job.limits.max_pages
        while (folder := folders.next()) is not None:
            if self.walk.pages >= limit:
                self.walk.doubt(f"max_pages ({limit}) reached before the folder {folder.row.title}")
                return
            await self._walk_folder(folders, folder)

    async def _walk_folder(self, folders: Folders, folder: Folder) -> None:
        request = PageRequest(folder.row.url)
        found = await self._pages.fetch(request, self.section.url, position=1, settle=False)
        self._age = max(self._age, found.age)
        page = found.got.page
        if found.listing is None:
            folders.decline(folder, paper=False, why=f"{found.got.verdict}: {found.got.reason}")
            return
        same = found.same and folder.known
        if not same and page is not None:
            opened, kinds, alike = page, self.walk.kinds, folders.is_alike(folder)
            leads = await off_the_loop(len(page.body), lambda: leads_to_list(opened, kinds, alike=alike))
            seen = {canonical_url(self.section.url), *(other.key for other in folders.opened)}
            if not leads or not found.listing.rows or not is_at(folder, found.arrived, seen):
                folders.decline(folder, paper=leads is False)
                return
        rows = set(self.walk.rows)
        folders.open(folder)
        self._take(found)
        if self._may_stand_on_last_walk:
            for note in self._says_otherwise(found):
                self.walk.doubt(f"{folder.row.title}: {note}")
        await self._walk_pages(found.listing.next, request.url)
        folders.close(folder, rows)

    async def _walk_pages(self, request: PageRequest | None, referer: str | None = None) -> None:
        limit = self.crawl.job.limits.max_pages
        while request is not None and self.walk.end is None:
            if self.walk.pages >= limit:
                self.walk.stop(End.MAX_PAGES, f"max_pages ({limit}) reached and the list goes on")
                return
            listing = await self._next_page(request, referer)
            referer = request.url
            request = listing.next if listing else None

    async def _next_page(self, request: PageRequest, referer: str | None) -> Listing | None:
        settle = self.walk.pages == 0 and self._may_stand_on_last_walk
        position, folders = self.walk.position, known_folders(self._known)
        found = await self._pages.fetch(request, referer, position=position, settle=settle and not folders)
        self._age = max(self._age, found.age)
        if found.listing is None:
            if found.same:
                self.walk.stop(End.UNCHANGED)
            else:
                self._fail(found.got)
            return None
        if why := self._of_another_site(found, found.listing):
            self.walk.stop(End.FAILED, f"another site answers: {why}")
            return None
        if self.walk.first and (why := another_page(self.walk.first, found.listing)):
            self.walk.stop(End.FAILED, f"page {self.walk.pages + 1} is not of this list: {why}")
            return None
        if not self.walk.pages:
            self._arrival = Arrival.of(found, self.section.url)
        self._take(found)
        if settle and found.same and not self.walk.doubts:
            self.walk.stop(End.KNOWN)
        return found.listing

    def _take(self, found: ListPage) -> None:
        """Take in a page of the list, or of a folder."""
        assert found.listing is not None
        self.walk.addresses.add(found.request.url)
        rows = self.walk.add(found.listing)
        doubtful = self._is_doubtful(found)
        if rows and not found.same and not found.older and found.may_be_conditional:
            self._kept.append(KeptPage.of(found.request.url, found.got))
        if self.walk.pages == 1:
            self._top = found.request.url, found.listing
        stands = self._may_stand_on_last_walk and not doubtful and self._top_tells and not self._says_otherwise(found)
        if self.walk.end is None and stands and only_known(rows, self._known.documents):
            self.walk.stop(End.KNOWN)

    def _says_otherwise(self, found: ListPage) -> list[str]:
        """What a page says itself of its known rows not being all: a report above the list, a notice that it moved.

        A whole walk was free of such notes; what they name may be a row that it saw.
        """
        if found.listing is None:
            return []
        seen = [*self.walk.shown.values(), *(Row(row.url, row.title) for row in self._known.last_list())]
        return doubtful_notes(found.listing.notes, seen, self.walk.kinds, self.walk.settled)

    @property
    def _top_tells(self) -> bool:
        return self._top is None or tells_of_new(self._top[1], self.walk, self._known)

    def _is_doubtful(self, found: ListPage) -> bool:
        """Was the page cut off, or is it older than one that was seen before? It may be believed later (`Endings`)."""
        if found.older:
            self.walk.doubt(f"page {self.walk.pages} is an older one than was seen before (Last-Modified)")
        cut = "" if found.same else self._endings.take(found.request.url, found.got.page)
        return bool(found.older or cut)

    def _of_another_site(self, found: ListPage, listing: Listing) -> str:
        """What says that the first page is another place's; "" for nothing.

        A list that shows rows which were known is the one that was watched, whatever its marks say.
        """
        if self.walk.pages or found.same or found.got.page is None:
            return ""
        shown = {canonical_url(row.url) for row in listing.rows} | {row.title for row in listing.rows}
        if any(row.url in shown or row.title in shown for row in self._known.last_list()):
            return ""
        earlier = self.crawl.library.last_page(self.section.id, found.request.url)
        return of_another_site(listing.site, found.got.page, earlier, self.section.region)

    def _fail(self, got: Got) -> None:
        what = f"page {self.walk.pages + 1}: " if self.walk.pages else ""
        end = End.GONE if got.verdict in (Verdict.GONE, Verdict.SOFT_404) else End.FAILED
        self.walk.stop(end, f"{what}{got.verdict}: {got.reason}")

    # --- what it came to ---------------------------------------------------------------------------------------

    def _close_list(self) -> tuple[VisitSummary, dict[str, tuple[Row, SeenRow]]]:
        """Judge the walk and put down its rows."""
        rows = judge_rows(self.walk, self._known)
        summary = self._judge()
        log, section_id, seen_at = self._log, self.section.id, self.crawl.job.seen_at
        walked_whole = summary.whole and not summary.unchanged

        def operation(db: Database) -> None:
            record_rows(db, section_id, [seen for _, seen in rows.values()], seen_at)
            if walked_whole:
                mark_unlisted(db, section_id, rows.keys() | self._weight.spared, seen_at)

        log.begin()
        if rows:
            self.crawl.journal.do(operation)
        return summary, rows

    def _judge(self) -> VisitSummary:
        for why in self._endings.doubts().values():
            self.walk.doubt(f"cut off: {why}")
        shown_at = shown_by(self.crawl.job.seen_at, self._age)
        if shown_at is not None and is_before(shown_at, self._known.shown_at):
            self.walk.doubt(f"an old copy, of {shown_at}: what the portal showed later was seen before")
        summary = sum_up(self.walk, self._known.walk, self._weight.loss)
        old = summary.whole and self._age >= SLACK
        reason = f"an old copy, of {shown_at}" if old else summary.reason
        return replace(summary, shown_at=shown_at, reason=reason, reach=self._reach(summary, shown_at))

    def _reach(self, summary: VisitSummary, shown_at: str | None) -> str | None:
        """How far back a whole list reaches: to what it shows, and where earlier visits saw it, to what they saw.

        What nobody saw leave it while we watched has not left it; it shows at least what is published from now on.
        """
        if not summary.whole or summary.unchanged:
            return summary.reach
        day = (shown_at or self.crawl.job.seen_at)[:10]
        return farthest(self.walk.reach, day, self._known.reach if self._weight.followed else None)

    def _end(self, summary: VisitSummary) -> None:
        doubted = self._endings.doubts()
        kept = [page.as_stored for page in self._kept if page.url not in doubted]
        if self._top is not None and not self._top_tells:
            top = Validator(self._top[0], None, None, "", None)  # nothing is "unchanged" for its sake
            kept = [page.as_stored for page in self._kept if page.url not in {*doubted, top.url}] + [lambda: top]
        log, ended_at = self._log, now()

        def operation(db: Database) -> None:
            assert log.id is not None
            end_visit(db, log.id, summary, ended_at, validators=[stored() for stored in kept])

        self.crawl.journal.do(operation)
        level = "INFO" if summary.outcome is VisitOutcome.OK else "WARNING"
        logger.log(level, "{}: {} ({})", self.section.id, summary.outcome, summary.reason or "whole")

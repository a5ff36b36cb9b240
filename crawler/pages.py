"""The pages of a section's list, fetched one at a time: conditionally, and past what stands before the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.answers import Ask
from crawler.copies import copy_age, is_older
from crawler.handlers import Via
from crawler.job import SectionJob
from crawler.journal import Recorded
from crawler.known import Known
from crawler.visit_log import About, Got, VisitLog, off_the_loop
from db.intake_records import Validator
from parsers.pages.listing import parse_listing
from parsers.pages.verdict import stub_target
from parsers.records import Face, Listing, Page, PageRequest
from parsers.vocabulary import Role, Verdict

if TYPE_CHECKING:
    from crawler.crawl import Crawl

FOLLOWS = 3  # frames, units and stubs passed on the way to the rows


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list. Without a ``listing`` it could not be used, as ``got`` says, or is settled by ``same``."""

    got: Got
    request: PageRequest
    same: bool = False  # the bytes that its validator stands for
    listing: Listing | None = None
    age: timedelta = timedelta()  # how old a copy the answer was
    older: bool = False  # an earlier page than one that was seen at this address
    faces: tuple[Face, ...] = ()  # its own, and those of what stood before its rows
    arrived: str = ""  # the address that answered, past redirects and stubs, before frames and units

    @property
    def may_be_conditional(self) -> bool:
        """May its next request be conditional? Only if these bytes are the list: not a POST, not a browser's work."""
        page = self.got.page
        return self.request.method == "GET" and page is not None and not page.rendered


@dataclass(slots=True)
class ListPages:
    """Fetches list pages for one visit."""

    crawl: Crawl
    section: SectionJob
    log: VisitLog
    known: Known

    async def fetch(self, request: PageRequest, referer: str | None, *, position: int, settle: bool) -> ListPage:
        """A page with its rows, through the frames, units and stubs that stand before them.

        ``position`` is its number in the list, from 1. With ``settle`` an unchanged page is not read again: it comes
        back without a listing.
        """
        faces: tuple[Face, ...] = ()
        arrived = ""
        for _ in range(FOLLOWS + 1):
            got, same = await self._get(request, referer)
            if same and settle:
                return ListPage(got, request, same=True, age=self._age(got, request))
            page = got.page
            if got.verdict is Verdict.NOT_MODIFIED:
                page = self._archived(request)
                if page is None:  # the archive no longer has it
                    got, same = await self._get(request, referer, conditional=False)
                    page = got.page
            if page is None or not (same or got.verdict in (Verdict.OK, Verdict.REDIRECT_STUB)):
                return ListPage(got, request)
            if got.verdict is not Verdict.REDIRECT_STUB:
                arrived = arrived or page.final_url
            found, onward = await self._read(got, request, page, position, same=same)
            faces += found.faces
            if onward is None:
                break
            referer, request = request.url, onward
        return replace(found, faces=faces, arrived=arrived)

    async def _read(
        self, got: Got, request: PageRequest, page: Page, position: int, *, same: bool
    ) -> tuple[ListPage, PageRequest | None]:
        """What a page says, and where its rows are if they are elsewhere."""
        if got.verdict is Verdict.REDIRECT_STUB:
            target = stub_target(page)
            return ListPage(got, request), PageRequest(target) if target else None
        family, opened = self.section.family, self.log.opened(page)
        listing = await off_the_loop(len(page.body), lambda: parse_listing(opened, family, position=position))
        kept = self.known.validators.get(request.url) if request.method == "GET" and not same else None
        older = kept is not None and is_older(got.headers.get("last-modified"), kept.last_modified)
        faces = (listing.face,) if listing.face else ()
        return ListPage(got, request, same, listing, self._age(got, request), older, faces), listing.follow

    def _age(self, got: Got, request: PageRequest) -> timedelta:
        """How old a copy an answer is; the archive is asked for earlier ones only if its Date is in doubt."""
        before_run = self.crawl.job.run_id
        earlier = self.crawl.library.earlier(self.section.id, Role.LIST, before_run=before_run, url=request.url)
        return copy_age(got.headers, got.fetched_at, earlier)

    def _kept(self, request: PageRequest) -> Validator | None:
        return self.known.validators.get(request.url) if request.method == "GET" else None

    def _archived(self, request: PageRequest) -> Page | None:
        kept = self._kept(request)
        return self.crawl.library.page(kept.capture_id) if kept and kept.capture_id is not None else None

    async def _get(self, request: PageRequest, referer: str | None, *, conditional: bool = True) -> tuple[Got, bool]:
        """Fetch one address; and is it what its validator stands for?

        A full walk asks for the pages themselves: a server or cache that answers "not modified" whatever happens would
        otherwise prove an absence with an old page.
        """
        kept = self._kept(request) if conditional and not self.section.full else None
        fresh = {"Cache-Control": "no-cache"} if self.section.full else {}
        ask = Ask(
            url=request.url,
            method=request.method,
            body=request.body,
            headers={**fresh, **request.headers},
            via=Via.LEGACY if self.section.tls == "legacy" else Via.STRICT,
            seconds=self.crawl.job.limits.timeout,
            etag=kept.etag if kept else None,
            last_modified=kept.last_modified if kept else None,
            referer=referer,
        )
        got = await self.log.get(ask, About(Role.LIST))
        if kept is None:
            return got, False
        return got, got.verdict is Verdict.NOT_MODIFIED or (got.ok and kept.sha256 == got.sha256)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page whose next request shall be conditional; its body is let go."""

    url: str
    etag: str | None
    last_modified: str | None
    recorded: Recorded

    @classmethod
    def of(cls, url: str, got: Got) -> KeptPage:
        headers = got.page.headers if got.page else {}
        return cls(url, headers.get("etag"), headers.get("last-modified"), got.recorded)

    def as_stored(self) -> Validator:
        """What that request needs; to be called when the page's capture is stored."""
        return Validator(self.url, self.etag, self.last_modified, self.recorded.sha256, self.recorded.id)

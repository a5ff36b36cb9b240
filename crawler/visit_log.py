"""The log of one visit: every fetch judged, archived, recorded as a capture, and rendered when it is a shell."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from crawler.answers import Ask, Fetched
from crawler.clock import now
from crawler.handlers import Via
from crawler.job import SectionJob
from crawler.journal import Original, Recorded
from db.database import Database
from db.intake_records import ArchiveRecord, CaptureDraft
from db.visits import begin_visit
from parsers.pages.media import FILE_SUFFIXES, disposition_name, name_in_url, sniff_type
from parsers.pages.urls import file_name, route_of
from parsers.pages.verdict import judge_page
from parsers.pages.view import View
from parsers.records import Page, PageVerdict
from parsers.vocabulary import Role, Verdict

if TYPE_CHECKING:
    from crawler.crawl import Crawl

T = TypeVar("T")

NO_BROWSER = "the page needs a browser and this machine has none (fazhi doctor)"
_LARGE = 256 * 1024  # bytes; a page of this size is parsed in some 50 ms
_MARKUP = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class About:
    """What a fetch is for. ``document_url`` names the document that a detail or attachment belongs to."""

    role: Role
    row_title: str = ""
    document_url: str | None = None
    label: str | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Got:
    """A fetch that was judged and recorded; ``page`` is there if anything was received."""

    verdict: Verdict
    reason: str
    recorded: Recorded
    page: Page | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)  # of the answer, "not modified" included
    fetched_at: str = ""

    @property
    def ok(self) -> bool:
        return self.verdict is Verdict.OK

    @property
    def is_markup(self) -> bool:
        return self.media_type in _MARKUP

    @property
    def sha256(self) -> str | None:
        return hashlib.sha256(self.page.body).hexdigest() if self.page else None


class VisitLog:
    """Begins with the first fetch, in the database too; ``id`` is set by the time any later operation runs."""

    def __init__(self, crawl: Crawl, section: SectionJob) -> None:
        self.crawl = crawl
        self.section = section
        self.id: int | None = None
        self.begun = False
        self._asked_at: str | None = None
        self._opened: View | None = None  # the list page that was judged last

    def begin(self) -> None:
        """Note the visit, if that was not done yet."""
        if self.begun:
            return
        self.begun = True
        job, started_at = self.crawl.job, self._asked_at or now()

        def operation(db: Database) -> None:
            self.id = begin_visit(db, job.run_id, self.section.id, job.seen_at, started_at)

        self.crawl.journal.do(operation)

    async def get(self, ask: Ask, about: About) -> Got:
        """Fetch one thing for this visit; a shell is fetched again through the browser, if the section allows it."""
        self._asked_at = self._asked_at or now()
        if self._wants_browser_first(ask, about):
            got = await self._render(ask, about, None)
            if got.verdict is not Verdict.UNREACHABLE or about.role is Role.LIST:
                return got  # else it may be a file, which a browser would download and not show
        got, original = await self._fetch(ask, about)
        if got.verdict is Verdict.SHELL and self.section.render != "http" and about.role is not Role.ATTACHMENT:
            return await self._render(ask, about, (got, original))
        return got

    def _wants_browser_first(self, ask: Ask, about: About) -> bool:
        if about.role is Role.ATTACHMENT or ask.method != "GET":
            return False
        routed = about.role is Role.DETAIL and route_of(ask.url) and self.section.render != "http"
        if self.section.render != "browser" and not routed:  # a route is never sent: servers answer with a frame alone
            return False
        extension = file_name(ask.url).rpartition(".")[2].lower()
        return extension not in FILE_SUFFIXES

    async def _render(self, ask: Ask, about: About, plain: tuple[Got, Original | None] | None) -> Got:
        if not self.crawl.has_browser:
            if plain is not None:
                return replace(plain[0], reason=f"{plain[0].reason}; {NO_BROWSER}")
            fetched = Fetched(ask, now(), verdict=Verdict.ERROR, reason=NO_BROWSER)
            return (await self._record(fetched, about, None))[0]
        await self.crawl.journal.room()
        fetched = await self.crawl.fetcher.fetch(replace(ask, render=True, etag=None, last_modified=None))
        original = plain[1] if plain else None
        if original is None and fetched.original is not None:
            raw = Fetched(ask, fetched.fetched_at, page=fetched.original, final_url=fetched.original.final_url)
            original = (await self._record(raw, about, None))[1]
        return (await self._record(fetched, about, original))[0]

    async def _fetch(self, ask: Ask, about: About) -> tuple[Got, Original | None]:
        await self.crawl.journal.room()
        fetched = await self.crawl.fetcher.fetch(ask)
        return await self._record(fetched, about, None)

    async def _record(
        self, fetched: Fetched, about: About, rendered_of: Original | None
    ) -> tuple[Got, Original | None]:
        page, ask = fetched.page, fetched.ask
        size = len(page.body) if page else 0
        self._opened = View(page) if page and about.role is Role.LIST else None
        opened = self._opened
        verdict, media_type = await off_the_loop(size, lambda: judge_fetched(fetched, about, opened))
        self.begin()
        original = None
        if page is not None:
            original = Original(page, ask.method, ask.body, rendered_of)
        section_id, run_id, status = self.section.id, self.crawl.job.run_id, page.status if page else fetched.status
        reason = "; ".join(part for part in (verdict.reason, self._permission(fetched, about)) if part)

        def draft(record: ArchiveRecord | None) -> CaptureDraft:
            return CaptureDraft(
                run_id=run_id,
                role=about.role,
                url=ask.url,
                fetched_at=fetched.fetched_at,
                verdict=verdict.verdict,
                visit_id=self.id,
                section_id=section_id,
                final_url=fetched.final_url,
                document_url=about.document_url,
                label=_label(fetched, about),
                position=about.position,
                http_status=status,
                reason=reason or None,
                media_type=media_type,
                rendered=page.rendered if page else False,
                record=record,
            )

        recorded = self.crawl.journal.capture(draft, original)
        got = Got(verdict.verdict, verdict.reason, recorded, page, media_type, fetched.headers, fetched.fetched_at)
        return got, original

    def opened(self, page: Page) -> Page | View:
        """A page, opened as it was to be judged if it was the last one; it is handed out once."""
        view, self._opened = self._opened, None
        return view if view is not None and view.page is page else page

    def _permission(self, fetched: Fetched, about: About) -> str:
        """Of a list that was received: that we were allowed to ask for it."""
        if about.role is not Role.LIST or fetched.page is None:
            return ""
        return self.crawl.fetcher.permission(fetched.page.final_url, fetched.ask.via)


def judge_fetched(fetched: Fetched, about: About, view: View | None = None) -> tuple[PageVerdict, str | None]:
    """What was fetched, and its true media type (None where nothing was received); ``view``: its page, opened."""
    page = fetched.page
    if page is None:
        return PageVerdict(fetched.verdict or Verdict.ERROR, fetched.reason), None
    verdict = judge_page(view or page, about.role, row_title=about.row_title)
    if fetched.ask.via is Via.LEGACY:
        verdict = PageVerdict(verdict.verdict, f"{verdict.reason} (tls: legacy, certificate not checked)".strip())
    name = _label(fetched, about) or file_name(page.final_url)
    return verdict, sniff_type(page.body, page.headers.get("content-type"), name)


def _label(fetched: Fetched, about: About) -> str | None:
    """A file's name: as its link calls it, else as its server does, else as its address does."""
    if about.role is not Role.ATTACHMENT or fetched.page is None:
        return about.label
    if about.label and about.label != name_in_url(fetched.ask.url):
        return about.label
    return disposition_name(fetched.page.headers.get("content-disposition", "")) or about.label


async def off_the_loop(size: int, work: Callable[[], T]) -> T:
    """Do pure work on ``size`` bytes, in a thread if it may take long: no transfer's clock runs out meanwhile."""
    return await asyncio.to_thread(work) if size > _LARGE else work()

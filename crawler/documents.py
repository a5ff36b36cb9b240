"""The documents of a visit: each candidate's detail page, and the attachments that it names.

A document is fetched once. It is fetched again when its row changed, when its last fetch was not complete, and when
the job asks for a re-check; then conditionally.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from loguru import logger

from crawler.answers import Ask
from crawler.clock import now
from crawler.endings import Endings
from crawler.handlers import Via
from crawler.job import SectionJob
from crawler.known import GONE, PATIENCE, Failing, Known, days_between
from crawler.losses import Fate, fate_of
from crawler.pages import KeptPage
from crawler.visit_log import About, Got, VisitLog, off_the_loop
from crawler.walk import is_known
from db.database import Database
from db.intake_records import SeenRow
from db.visits import (
    document_checked,
    document_failed,
    document_fetched,
    document_gone,
    document_opened,
    remember_validator,
)
from parsers.pages.article import parse_article
from parsers.pages.continued import MOST_PARTS, is_part_of, next_part
from parsers.pages.verdict import AN_INDEX, stub_target
from parsers.pages.view import View
from parsers.records import Attachment, Row
from parsers.stand_ins import names_nothing
from parsers.vocabulary import Role, Verdict

if TYPE_CHECKING:
    from crawler.crawl import Crawl

_DEPTH = 3  # frames inside frames
_MOST_ATTACHMENTS = 60  # of one document; a page that names more is not a report's page
_ATTACHMENT_TIME = 4.0  # times the time-out of a page: a scanned report is large
_GONE_STANDS = 3.0  # days for which a page that its list still shows must be away
_NEIGHBOURS = 3  # articles that are asked for before a page that its list still shows counts as taken away
_FRAMES = frozenset({"frame", "viewer"})
# A page that is not there, or is none, will hardly be there tomorrow: after three nights it is asked for once a week.
_LASTING = frozenset({Verdict.GONE, Verdict.SOFT_404, Verdict.WRONG_TYPE, Verdict.TOO_LARGE, Verdict.FORBIDDEN_ADDRESS})
_THEN_EVERY = 7.0  # days
_MOST_WORDLESS = 20  # links without words that one visit opens
# Nothing would change at a second try tonight, and the document can be read without it.
_SETTLED = frozenset(
    {
        Verdict.OK,
        Verdict.NOT_MODIFIED,
        Verdict.GONE,
        Verdict.SOFT_404,
        Verdict.WRONG_TYPE,
        Verdict.TOO_LARGE,
        Verdict.ROBOTS,
        Verdict.FORBIDDEN_ADDRESS,
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document to be fetched; ``known`` = it was fetched before and is only looked at again."""

    url: str
    title: str
    known: bool = False
    listed: bool | None = True  # does the list still show it? None: nobody could see


def wanted_documents(
    section: SectionJob,
    known: Known,
    rows: Mapping[str, tuple[Row, SeenRow]],
    *,
    seen_at: str,
    since_year: int | None = None,
    whole: bool = False,
    unchanged: bool = False,
) -> tuple[list[Wanted], int]:
    """Which documents this visit fetches: new and changed candidates, unfinished ones, and those due for a re-check.

    With ``since_year``, candidates whose row is dated before that year are left alone. ``whole``: ``rows`` are all that
    the list holds, or, if it is ``unchanged``, what was known of it holds still. The number is of those that are
    still missing and rest until they are asked for again.
    """
    wanted: dict[str, Wanted] = {}
    resting = set()
    for url, (row, seen) in rows.items():
        if not seen.candidate or (since_year and row.date and int(row.date[:4]) < since_year):
            continue
        document = known.documents.get(url)
        if is_known(document, row) and _rests(known, url, seen_at):
            resting.add(url)
        elif document is None or document.fetched_at is None:
            wanted[url] = Wanted(url, row.title)
        elif not is_known(document, row):
            wanted[url] = Wanted(url, row.title, known=True)
    for url, document in known.documents.items():
        old = since_year and document.row_date and int(document.row_date[:4]) < since_year
        asked = document.candidate or url in known.failing
        if asked and document.listed and document.fetched_at is None and not old and url not in wanted:
            if not _rests(known, url, seen_at):
                wanted[url] = Wanted(url, document.title)
            elif document.candidate:
                resting.add(url)
    resting |= _put_off(wanted, known)
    for url in section.recheck:
        document = known.documents.get(url)
        still = unchanged and document is not None and document.listed
        listed = url in rows or still if whole or url in rows else None
        wanted.setdefault(url, Wanted(url, document.title if document else "", known=True, listed=listed))
    return list(wanted.values()), len(resting - wanted.keys())


def _rests(known: Known, url: str, seen_at: str) -> bool:
    """Was a document that is not there asked for so often that it may wait?"""
    tried = known.failing.get(url)
    if tried is None or not (tried.verdict in _LASTING or names_nothing(known.documents[url].title)):
        return False
    return tried.times >= PATIENCE and days_between(tried.last_at, seen_at) < _THEN_EVERY


def _put_off(wanted: dict[str, Wanted], known: Known) -> set[str]:
    """Takes out the links without words that are too many for one visit; those that were asked for last rest first."""
    wordless = [url for url, document in wanted.items() if names_nothing(document.title) and not document.known]
    asked = {url: tried.last_at for url in wordless if (tried := known.failing.get(url))}
    later = sorted(wordless, key=lambda url: asked.get(url, ""))[_MOST_WORDLESS:]
    for url in later:
        del wanted[url]
    return set(later)


def why_not_fetched(verdict: str, reason: str) -> str:
    """What is noted of a document that could not be had."""
    return f"could not be fetched: {verdict}" + (f" ({reason})" if reason else "")


async def fetch_documents(
    crawl: Crawl, log: VisitLog, known: Known, wanted: Sequence[Wanted], *, list_seen: bool
) -> int:
    """Fetch them one after the other; how many could not be fetched. Each document once in a crawl.

    With ``list_seen`` false the list was not seen: a page that is not there then says nothing about the report.
    """
    failed = 0
    endings = Endings(crawl.library, log.section.id, crawl.job.run_id, Role.DETAIL)
    for document in wanted:
        if document.url in crawl.documents:
            continue
        crawl.documents.add(document.url)
        if not await _Document(crawl, log, known, document, list_seen, endings).fetch():
            failed += 1
    return failed


@dataclass(slots=True)
class _Document:
    crawl: Crawl
    log: VisitLog
    known: Known
    wanted: Wanted
    list_seen: bool
    endings: Endings
    _kept: list[KeptPage] = field(default_factory=list)
    _changed: bool = False
    _complete: bool = True
    _cut: str = ""  # why the detail page may have been cut off
    _position: int = 0
    _seen: set[str] = field(default_factory=set)
    _gone: bool = False

    async def fetch(self) -> bool:
        """Fetch the detail page and its attachments; was it there?"""
        url = self.wanted.url
        self._seen.add(url)
        got = await self._get(url, About(Role.DETAIL, self.wanted.title, document_url=url), url)
        if got.verdict is Verdict.REDIRECT_STUB:
            got = await self._past_stub(got)
        if got.verdict is Verdict.NOT_MODIFIED:
            for address, label, position in self.crawl.library.attachments(url):
                await self._attachment(Attachment(address, label, "body"), position, depth=_DEPTH)
        elif got.ok:
            if got.page is not None and got.is_markup:
                self._cut = self.endings.take(got.page.url, got.page)
            if not self._cut:
                await self._attachments_of(got, depth=1)
                await self._further_pages(got)
        self._gone = await self._is_gone(got)
        return self._settle(got)

    async def _past_stub(self, stub: Got) -> Got:
        """The page that a redirect stub points to, fetched in its place."""
        target = stub_target(stub.page) if stub.page else None
        if target is None:
            return stub
        about = About(Role.DETAIL, self.wanted.title, document_url=self.wanted.url)
        return await self._get(target, about, self.wanted.url)

    async def _attachments_of(self, got: Got, depth: int) -> None:
        if got.page is None or not got.is_markup:
            return
        page, family = got.page, self.log.section.family
        article = await off_the_loop(len(page.body), lambda: parse_article(page, family))
        for attachment in article.attachments:
            await self._attachment(attachment, None, depth)

    async def _further_pages(self, got: Got) -> None:
        """The pages on which a long article goes on, one after the other."""
        first = got.page.final_url or got.page.url if got.page else ""
        for number in range(2, MOST_PARTS + 1):
            if got.page is None or not got.is_markup:
                return
            view = await off_the_loop(len(got.page.body), partial(View, got.page))
            url = next_part(view, first)
            if url is None or url in self._seen:
                return
            self._seen.add(url)
            self._position += 1
            label = f"第{number}页"
            about = About(Role.ATTACHMENT, document_url=self.wanted.url, label=label, position=self._position)
            got = await self._get(url, about, self.wanted.url)
            self._complete &= got.ok or got.verdict is Verdict.NOT_MODIFIED
            if got.verdict is Verdict.NOT_MODIFIED:  # what follows it is what followed it before
                for address, name, position in self.crawl.library.attachments(self.wanted.url):
                    if is_part_of(address, first):
                        await self._attachment(Attachment(address, name, "body"), position, _DEPTH)

    async def _attachment(self, attachment: Attachment, position: int | None, depth: int) -> None:
        if attachment.url in self._seen or len(self._seen) > _MOST_ATTACHMENTS:
            return
        self._seen.add(attachment.url)
        self._position += 1
        about = About(
            Role.ATTACHMENT,
            document_url=self.wanted.url,
            label=attachment.label or None,
            position=position or self._position,
        )
        got = await self._get(attachment.url, about, self.wanted.url, times=_ATTACHMENT_TIME)
        self._complete &= got.verdict in _SETTLED
        if got.ok and attachment.where in _FRAMES and depth < _DEPTH:
            await self._attachments_of(got, depth + 1)

    async def _get(self, url: str, about: About, referer: str, times: float = 1.0) -> Got:
        kept = self.known.validators.get(url) if self.wanted.known else None
        ask = Ask(
            url=url,
            via=Via.LEGACY if self.log.section.tls == "legacy" else Via.STRICT,
            seconds=self.crawl.job.limits.timeout * times,
            etag=kept.etag if kept else None,
            last_modified=kept.last_modified if kept else None,
            referer=referer if referer != url else self.log.section.url,
        )
        got = await self.log.get(ask, about)
        if got.ok and got.page and not got.page.rendered:
            self._kept.append(KeptPage.of(url, got))
            self._changed = True
        return got

    async def _is_gone(self, detail: Got) -> bool:
        """Was a published page taken away? Only a list that shows its row, or was seen whole without it, can tell: a
        re-made portal moves reports together. While its row stands there, one bad answer does not say so, nor does a
        host that has lost its other pages as well."""
        if not self.wanted.known or not self.list_seen or detail.verdict not in GONE or self.wanted.listed is None:
            return False
        if not self.wanted.listed:
            return True
        if detail.reason.startswith(AN_INDEX):
            return False  # so hosts answer who asks too often; a row that leads home is a fault, not a withdrawal
        since = self.crawl.library.gone_since(self.wanted.url)
        stands = since is not None and days_between(since, self.crawl.job.seen_at) >= _GONE_STANDS
        return stands and await self._others_answer()

    async def _others_answer(self) -> bool:
        """Does another article of the list still answer?"""
        others = [item for item in self.known.last_list() if item.url != self.wanted.url]
        for other in sorted(others, key=lambda item: item.fetched_at is None)[:_NEIGHBOURS]:
            if await fate_of(self.log, other) is Fate.ANSWERS:
                return True
        return False

    def _settle(self, detail: Got) -> bool:
        """Put down what the fetch came to: complete, unchanged, gone, or to be tried again."""
        url, seen_at, fetched_at, section_id = self.wanted.url, self.crawl.job.seen_at, now(), self.log.section.id
        kept, changed = self._kept, self._changed
        there = detail.verdict in (Verdict.OK, Verdict.NOT_MODIFIED) and self._complete and not self._cut
        gone = self._gone
        lacking = f"cut off: {self._cut}" if self._cut else "an attachment did not answer"
        why = why_not_fetched(*(("error", lacking) if detail.ok else (detail.verdict, detail.reason)))
        tried = self.known.failing.get(url)
        now_tried = Failing(tried.times + 1 if tried else 1, seen_at, detail.verdict, detail.reason)
        aside = not detail.ok and now_tried.tells_enough(self.wanted.title)

        def operation(db: Database) -> None:
            if there and detail.verdict is Verdict.NOT_MODIFIED and not changed:
                document_checked(db, url, seen_at)
            elif there:
                document_fetched(db, url, fetched_at, seen_at)
                document_opened(db, section_id, url)
            elif gone:
                document_gone(db, url, seen_at)
            else:
                document_failed(db, url, why, aside=aside)
            if there:  # kept of a half-fetched document, they would answer 304 for what was never read
                for page in kept:
                    remember_validator(db, section_id, page.as_stored())

        self.crawl.journal.do(operation)
        if not there:
            logger.warning("{}: {} ({})", url, detail.verdict, lacking if detail.ok else detail.reason)
        return there

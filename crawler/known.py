"""What earlier visits left of a section: read at the start of a visit, never written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from loguru import logger

from crawler.judging import is_loss_alone
from crawler.losses import LOSS_STANDS, Before
from db.archive import ArchivedResponse, ArchiveProblem, read_record
from db.database import Database, open_database
from db.intake_records import KnownDocument, Validator
from db.visits import known_documents, last_whole_visit, validators
from db.vocabulary import VisitOutcome
from parsers.pages.candidates import names_topic
from parsers.pages.verdict import NOT_A_DOCUMENT
from parsers.records import Page
from parsers.stand_ins import names_nothing
from parsers.vocabulary import Kind, Role, Verdict

CARRY = timedelta(days=7)
GONE = frozenset({Verdict.GONE, Verdict.SOFT_404})
PATIENCE = 3  # visits in which a page that is not there is asked for
_EARLIER = 6  # pages of earlier visits that a doubtful one is held against


@dataclass(frozen=True, slots=True)
class LastWalk:
    """The newest visit that walked the whole list itself."""

    seen_at: str
    rows_seen: int
    declared_total: int | None
    newest_row_on: str | None
    reach: str
    family: str | None


@dataclass(frozen=True, slots=True)
class Failing:
    """A document that was asked for and never had: in how many visits, last on which day, with what verdict."""

    times: int
    last_at: str
    verdict: str
    reason: str

    def tells_enough(self, title: str) -> bool:
        """Did a link without words answer so that nothing speaks for a report behind it any more?

        It is asked for on, once a week. Who refuses us its page, fails to give it, or shows another in a file's place
        (a question for people, a note that the files are away) says nothing of what it is.
        """
        other = self.verdict == Verdict.WRONG_TYPE and not self.reason.endswith(NOT_A_DOCUMENT)
        return (self.verdict in GONE or (other and self.times >= PATIENCE)) and names_nothing(title)


@dataclass(frozen=True, slots=True)
class Known:
    """What a visit starts from. ``walk`` is set only if it may be carried forward (`carried_walk`)."""

    walk: LastWalk | None
    loss_stood: timedelta  # known rows have been gone for so long
    validators: dict[str, Validator]
    documents: dict[str, KnownDocument]
    failing: dict[str, Failing] = field(default_factory=dict)
    shown_at: str | None = None  # of what was seen at its latest
    whole_at: str | None = None  # when the list was last seen whole
    reach: str | None = None  # how far back it reached then
    whole_pages: int = 0  # that it took, when it was last walked so

    def last_list(self) -> list[KnownDocument]:
        """The rows of the list when it was last seen whole, the newest first; if it never was, the candidates.

        What partial visits noted since may be another list's, and vouches for nothing.
        """
        whole = self.whole_at
        listed = [item for item in self.documents.values() if item.listed]
        rows = [item for item in listed if (item.first_seen_at <= whole if whole else item.candidate)]
        # Those of one visit stand as the list showed them, and new ones come on top.
        return sorted(rows, key=lambda item: item.first_seen_at, reverse=True)

    def before(self, kinds: Sequence[Kind]) -> Before:
        """The list against which a visit's rows are held."""
        rows = self.last_list()
        about = any(names_topic(item.title, kinds) for item in rows)
        return Before(rows, self.whole_pages, about, self.loss_stood)

    def is_stable(self, urls: Collection[str], seen_at: str) -> bool:
        """Have most of these rows been on the list for days?"""
        old = [
            url
            for url in urls
            if (item := self.documents.get(url)) and _age(item.first_seen_at, seen_at) >= LOSS_STANDS
        ]
        return 2 * len(old) >= len(urls)


class Library:
    """Reads the database and the archive on behalf of visits."""

    def __init__(self, data_dir: Path) -> None:
        self._db = open_database(data_dir, read_only=True)
        self._archive = data_dir / "archive"

    def close(self) -> None:
        self._db.close()

    def known(self, section_id: str, seen_at: str) -> Known:
        """What is known of a section before it is visited at ``seen_at``."""
        documents = known_documents(self._db, section_id)
        last = last_whole_visit(self._db, section_id)
        return Known(
            carried_walk(self._db, section_id, seen_at),
            loss_stood(self._db, section_id, seen_at),
            validators(self._db, section_id),
            documents,
            {
                url: tried
                for url, document in documents.items()
                if document.fetched_at is None
                and (document.candidate or names_nothing(document.title))
                and (tried := failing(self._db, url))
            },
            last_shown(self._db, section_id),
            last.seen_at if last else None,
            last.reach if last else None,
            walked_pages(self._db, section_id),
        )

    def page(self, capture_id: int) -> Page | None:
        """The page of an earlier capture, from the archive; None if it has no original, or a damaged one."""
        row = self._db.conn.execute(
            "SELECT url, final_url, archive_file, archive_offset FROM captures WHERE id = ?", [capture_id]
        ).fetchone()
        if row is None or row[2] is None:
            return None
        try:
            return _as_page(row[0], row[1], read_record(self._archive, row[2], row[3]))
        except ArchiveProblem as problem:
            logger.warning("an earlier page is fetched anew: {}", problem)
            return None

    def earlier(self, section_id: str, role: Role, *, before_run: int, url: str | None = None) -> Iterator[Page]:
        """The pages that earlier crawls had of a section in a role (or of one address), the newest first, few of them.

        Nothing is looked up before the first is asked for.
        """
        rows = self._db.conn.execute(
            "SELECT c.id FROM captures c WHERE c.visit_id IN (SELECT id FROM visits WHERE section_id = ? "
            "AND run_id < ? ORDER BY id DESC LIMIT 60) AND c.role = ? AND c.verdict = 'ok' "
            "AND c.archive_file IS NOT NULL AND (? IS NULL OR c.url = ?) ORDER BY c.id DESC LIMIT ?",
            [section_id, before_run, role, url, url, _EARLIER],
        ).fetchall()
        for (capture_id,) in rows:
            if (page := self.page(capture_id)) is not None:
                yield page

    def last_page(self, section_id: str, url: str) -> Page | None:
        """The page at an address as a whole visit last brought it; None if none did."""
        row = self._db.conn.execute(
            "SELECT c.id FROM captures c WHERE c.visit_id IN (SELECT id FROM visits WHERE section_id = ? AND whole = 1 "
            "ORDER BY id DESC LIMIT 60) AND c.url = ? AND c.role = 'list' AND c.verdict = 'ok' "
            "AND c.archive_file IS NOT NULL ORDER BY c.id DESC LIMIT 1",
            [section_id, url],
        ).fetchone()
        return self.page(row[0]) if row else None

    def gone_since(self, document_url: str) -> str | None:
        """See `gone_since`."""
        return gone_since(self._db, document_url)

    def attachments(self, document_url: str) -> list[tuple[str, str, int | None]]:
        """Address, label and position of the attachments that a document is known to have."""
        rows = self._db.conn.execute(
            "SELECT url, label, position FROM captures WHERE document_url = ? AND role = 'attachment' "
            "AND id > (SELECT max(id) FROM captures WHERE document_url = ? AND role = 'detail' AND verdict = 'ok') "
            "GROUP BY url ORDER BY min(id)",
            [document_url, document_url],
        )
        return [(url, label or "", position) for url, label, position in rows]


def carried_walk(db: Database, section_id: str, seen_at: str) -> LastWalk | None:
    """The last whole walk of a section, if a visit at ``seen_at`` may stand on it.

    It may be at most seven days old, and no visit since then may have been partial, or cut short (never ended): such
    a visit may have noted rows of pages whose followers it did not see. A blind one saw nothing and harms nothing.
    One from before it was noted how far back lists reach is walked anew.
    """
    rows = db.conn.execute(
        "SELECT ended_at, outcome, whole, unchanged, coalesce(shown_at, seen_at), rows_seen, declared_total, "
        "newest_row_on, reach, family FROM visits WHERE section_id = ? ORDER BY id DESC LIMIT 60",
        [section_id],
    )
    for ended_at, outcome, whole, unchanged, at, *seen in rows:
        if ended_at is not None and outcome == VisitOutcome.BLIND:
            continue
        if ended_at is None or not whole or _age(at, seen_at) > CARRY:
            return None
        if not unchanged:
            *_, reach, _ = seen
            if reach is None:
                return None
            return LastWalk(at, *seen)
    return None


def last_shown(db: Database, section_id: str) -> str | None:
    """What a section showed at the latest time that was seen so far; None if nothing was."""
    rows = db.conn.execute(
        "SELECT coalesce(shown_at, seen_at) FROM visits WHERE section_id = ? AND ended_at IS NOT NULL "
        "AND outcome <> ? ORDER BY id DESC LIMIT 60",
        [section_id, VisitOutcome.BLIND],
    )
    return max((at for (at,) in rows), key=datetime.fromisoformat, default=None)


def loss_stood(db: Database, section_id: str, seen_at: str) -> timedelta:
    """For how long the newest visits of a section have found nothing wrong but the loss of known rows."""
    rows = db.conn.execute(
        "SELECT seen_at, reason FROM visits WHERE section_id = ? AND ended_at IS NOT NULL ORDER BY id DESC LIMIT 60",
        [section_id],
    )
    since = seen_at
    for at, reason in rows:
        if not is_loss_alone(reason):
            break
        since = at
    return _age(since, seen_at)


def walked_pages(db: Database, section_id: str) -> int:
    """How many pages the list had when it was last walked whole; 0 if it never was."""
    row = db.conn.execute(
        "SELECT pages FROM visits WHERE section_id = ? AND whole = 1 AND unchanged = 0 AND ended_at IS NOT NULL "
        "ORDER BY id DESC LIMIT 1",
        [section_id],
    ).fetchone()
    return int(row[0]) if row else 0


def failing(db: Database, document_url: str) -> Failing | None:
    """How a document that was never fetched whole was asked for so far; None if it never was."""
    times, last_at = db.conn.execute(
        "SELECT count(DISTINCT v.id), max(v.seen_at) FROM captures c JOIN visits v ON v.id = c.visit_id "
        "WHERE c.document_url = ? AND c.role = 'detail'",
        [document_url],
    ).fetchone()
    if not times:
        return None
    verdict, reason = db.conn.execute(
        "SELECT verdict, reason FROM captures WHERE document_url = ? AND role = 'detail' ORDER BY id DESC LIMIT 1",
        [document_url],
    ).fetchone()
    return Failing(times, last_at, verdict, reason or "")


def gone_since(db: Database, document_url: str) -> str | None:
    """At which visit a document's page was first found gone, if it was so at every visit since; None = it was not."""
    since = None
    for verdict, at in db.conn.execute(
        "SELECT c.verdict, v.seen_at FROM captures c JOIN visits v ON v.id = c.visit_id "
        "WHERE c.document_url = ? AND c.role = 'detail' ORDER BY c.id DESC LIMIT 400",
        [document_url],
    ):
        if verdict not in GONE:
            break
        since = at
    return since


def days_between(earlier: str, later: str) -> float:
    return _age(earlier, later) / timedelta(days=1)


def _age(earlier: str, later: str) -> timedelta:
    return abs(datetime.fromisoformat(later) - datetime.fromisoformat(earlier))


def _as_page(url: str, final_url: str | None, archived: ArchivedResponse) -> Page:
    return Page(
        url=url,
        final_url=final_url or archived.url,
        status=archived.status,
        headers=archived.headers,
        body=archived.body,
        fetched_at=archived.fetched_at,
        rendered=archived.rendered,
    )

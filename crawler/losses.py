"""Rows that a list showed and no longer shows: taken away, or is only the list cut off, replaced, re-made?

A row between others that are still there was taken away by hand. All else may be the list's own doing: a redesign that
shows seven rows, a pager that is gone, another page in its place, a copy of last week out of a cache. So the lost
documents are asked for: while they answer, only the list has changed, and it proves nothing of what it may hide.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from crawler.answers import Ask
from crawler.handlers import Via
from crawler.visit_log import About, VisitLog
from db.intake_records import KnownDocument
from parsers.pages.urls import same_document_key
from parsers.pages.verdict import AN_INDEX
from parsers.records import Row
from parsers.titles import parse_title
from parsers.vocabulary import Decision, Kind, Role, Verdict

if TYPE_CHECKING:
    from crawler.walk import Walk

LOSS_STANDS = timedelta(days=3)  # a list that lost its rows for so long may be as it is
_COPY_STANDS = timedelta(days=7)  # caches and servers that are not synchronised show old copies for hours or days
_OLD_LIST_STANDS = timedelta(days=14)  # where the documents of the old one still answer
_SAMPLE = 3  # lost documents that are asked for
_IN_ORDER = 0.9  # share of neighbouring dates that fall, in a list sorted by them


class Fate(StrEnum):
    """What became of the documents whose rows are gone, as far as they were asked for."""

    UNKNOWN = "unknown"
    ANSWERS = "answers"
    GONE = "gone"  # all that were asked for, while one that the list still shows answered


@dataclass(frozen=True, slots=True)
class Before:
    """The list when it was last seen whole: its rows, the first one first, and the pages it took."""

    rows: Sequence[KnownDocument] = ()
    pages: int = 0
    of_subject: bool = False  # it had rows about what the section is watched for
    stood: timedelta = timedelta()  # for so long nothing was wrong but the loss


@dataclass(frozen=True, slots=True)
class Loss:
    """What of the rows before is gone. ``tail``: those behind the last one that is still shown; ``head``: those above
    and newer than all that is shown, where no new row stands in their place, as in an old copy of the list."""

    before: Before
    lost: tuple[KnownDocument, ...]
    shown: tuple[KnownDocument, ...]
    head: tuple[KnownDocument, ...]
    tail: tuple[KnownDocument, ...]
    top: bool  # is a newest row still there?
    witness: KnownDocument | None = None  # one that is still shown, at the address where it stands now

    @property
    def words(self) -> str:
        return f"{len(self.lost)} of {len(self.before.rows)} known rows are gone"

    def reports_left(self, kinds: Collection[Kind]) -> int:
        """How many reports the list has lost, where it has kept none of several: a re-made site moves them together."""
        gone = sum(_is_report(item, kinds) for item in self.lost)
        return gone if gone > 1 and not any(_is_report(item, kinds) for item in self.shown) else 0

    @property
    def is_much(self) -> bool:
        return len(self.lost) * 2 > len(self.before.rows)

    @property
    def needs_proof(self) -> bool:
        return bool(self.head or self.tail) or self.is_much

    def sample(self) -> list[KnownDocument]:
        """Lost documents to be asked for: of the tail (or the head) its first, middle and last."""
        asked = self.tail or self.head or self.lost
        picked = {0, len(asked) // 2, len(asked) - 1} if len(asked) > _SAMPLE else range(len(asked))
        return [asked[index] for index in sorted(picked)]


def _is_report(item: KnownDocument, kinds: Collection[Kind]) -> bool:
    return item.decision is Decision.REPORT and parse_title(item.title).kind in kinds


def find_loss(rows: Collection[Row], before: Before) -> Loss:
    """Which rows are gone; those that were seen again under a new address (https, a moved site) are not."""
    places = _places(rows, before)
    lost = tuple(item for item in before.rows if places[item.url] is None)
    shown = tuple(item for item in before.rows if places[item.url] is not None)
    last = max(shown, key=lambda item: places[item.url] or 0, default=None)
    behind = () if last is None else before.rows[before.rows.index(last) :]
    tail = lost if last is None else tuple(item for item in behind if places[item.url] is None)
    newest = max((item.row_date for item in before.rows if item.row_date), default=None)
    head = () if last is None else _head(rows, before, places, shown)
    now = list(rows)
    witness = replace(shown[0], url=now[places[shown[0].url] or 0].url) if shown else None
    return Loss(before, lost, shown, head, tail, any(item.row_date == newest for item in shown), witness)


def _places(rows: Collection[Row], before: Before) -> dict[str, int | None]:
    """Where each row of before stands now, by its address of then; None: it is gone.

    A row with an address that is new stands for a moved one of its title, and for one only; many rows are called
    alike (公示, 年度报告, titles that were cut off), and those are the same on the same day.
    """
    old = {same_document_key(item.url) for item in before.rows}
    keys = {same_document_key(row.url): place for place, row in enumerate(rows)}
    moved: dict[str, list[tuple[int, str | None]]] = {}
    for place, row in enumerate(rows):
        if same_document_key(row.url) not in old:
            moved.setdefault(row.title, []).append((place, row.date))
    called = Counter(item.title for item in before.rows)
    places: dict[str, int | None] = {}
    for item in before.rows:
        stands = keys.get(same_document_key(item.url))
        if stands is None:
            new = moved.get(item.title, [])
            alone = len(new) == 1 == called[item.title]
            found = next(
                (one for one in new if alone or None in (one[1], item.row_date) or one[1] == item.row_date), None
            )
            if found is not None:
                new.remove(found)
                stands = found[0]
        places[item.url] = stands
    return places


def _head(
    rows: Collection[Row], before: Before, places: Mapping[str, int | None], shown: Sequence[KnownDocument]
) -> tuple[KnownDocument, ...]:
    """The lost rows newer than all that is shown, or above it; none where the list went on without them."""
    latest = max((row.date for row in rows if row.date), default="")
    above = {item.url for item in itertools.takewhile(lambda item: item != shown[0], before.rows)}
    head = [
        item
        for item in before.rows
        if places[item.url] is None and (item.url in above or (latest and (item.row_date or "") > latest))
    ]
    oldest = min((item.row_date or "" for item in head), default="")
    known = set(places.values())
    for place, row in enumerate(rows):
        if place not in known and ((row.date >= oldest) if row.date and oldest else place == 0):
            return ()  # a new row: what is shown is no older than what was
    return tuple(head)


@dataclass(frozen=True, slots=True)
class Merits:
    """What speaks for the list that is shown now.

    ``reaches`` is a day before which no report that is due was published; ``own_column``: the page shows that it is
    its section's; ``same_face``: title, headings and position are those of the list that was last whole; ``stable``:
    most of its rows have been there for days.
    """

    reaches: str
    own_column: bool = False
    same_face: bool = False
    stable: bool = False


def judge_loss(loss: Loss, fate: Fate, walk: Walk, merits: Merits) -> str:
    """Why a list that lost rows proves nothing; "" where the loss is believed, or does no harm."""
    if not loss.needs_proof:
        return ""
    if loss.head and fate is not Fate.GONE and loss.before.stood < _COPY_STANDS:
        return _in_words(loss, fate)
    if not (loss.tail or loss.is_much):
        return ""
    settled = not loss.is_much or loss.before.stood >= LOSS_STANDS
    if not loss.top:
        believed = settled and _is_the_better_list(loss, fate, walk, merits)
    elif not loss.tail or fate is Fate.GONE:
        believed = settled
    else:
        believed = _is_deep(walk, merits.reaches) and not _lost_its_pager(walk, loss.before)
    return "" if believed else _in_words(loss, fate)


def _in_words(loss: Loss, fate: Fate) -> str:
    return loss.words + (" while their pages answer" if fate is Fate.ANSWERS else "")


def _is_the_better_list(loss: Loss, fate: Fate, walk: Walk, merits: Merits) -> bool:
    """Is another list to be believed: the old one was none, is gone as well, or is long replaced by one of its face?

    The last is said of quite another list with newer rows: who sees old ones again sees what is left of the old list.
    As many rows on one page as before are a window: nothing says what has left it.
    """
    if not (merits.own_column and merits.stable):
        return False
    if fate is Fate.GONE or not loss.before.of_subject:
        return True
    newest = max((item.row_date for item in loss.lost if item.row_date), default="")
    newer = not loss.shown and (walk.newest_row_on or "") > newest
    window = walk.pages == 1 and loss.before.pages == 1 and len(walk.rows) == len(loss.before.rows)
    return merits.same_face and newer and not window and loss.before.stood >= _OLD_LIST_STANDS


def _is_deep(walk: Walk, reaches: str) -> bool:
    """Is the list sorted by dates that go back so far that what it lost is too old to be a report that is due?"""
    dates = [row.date for row in walk.rows.values() if row.date]
    if len(dates) < len(walk.rows) or not dates or min(dates) >= reaches:
        return False
    pairs = list(itertools.pairwise(dates))
    return sum(one >= other for one, other in pairs) >= _IN_ORDER * len(pairs)


def _lost_its_pager(walk: Walk, before: Before) -> bool:
    """Is there one page, as full as the first of several was?"""
    return walk.pages == 1 < before.pages and len(walk.rows) * before.pages >= len(before.rows)


async def ask_for_lost(log: VisitLog, loss: Loss) -> Fate:
    """Ask for some of the lost documents, and for one that is still listed: a host that lost all its pages proves
    nothing about these."""
    fates = [await fate_of(log, item) for item in loss.sample()]
    if Fate.ANSWERS in fates:
        return Fate.ANSWERS
    if set(fates) != {Fate.GONE}:
        return Fate.UNKNOWN
    if loss.witness is not None and await fate_of(log, loss.witness) is not Fate.ANSWERS:
        return Fate.UNKNOWN
    return Fate.GONE


async def fate_of(log: VisitLog, item: KnownDocument) -> Fate:
    """Whether a document's page answers, is gone, or nobody can tell."""
    ask = Ask(
        url=item.url,
        via=Via.LEGACY if log.section.tls == "legacy" else Via.STRICT,
        seconds=log.crawl.job.limits.timeout,
        referer=log.section.url,
    )
    got = await log.get(ask, About(Role.DETAIL, item.title, document_url=item.url))
    if got.verdict is Verdict.OK:
        return Fate.ANSWERS
    if got.verdict in (Verdict.GONE, Verdict.SOFT_404) and not got.reason.startswith(AN_INDEX):
        return Fate.GONE
    return Fate.UNKNOWN

"""A walked list weighed: is it the section's own, what did it lose since it was last whole, and what became of that?"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from crawler.judging import walk_doubts
from crawler.known import Known
from crawler.losses import Before, Fate, Loss, Merits, ask_for_lost, find_loss, judge_loss
from crawler.pages import ListPage
from crawler.visit_log import VisitLog
from crawler.walk import End, Walk
from parsers.pages.face import are_of_subject, has_face_of, is_elsewhere, is_home, names_its_column
from parsers.pages.order import newest_first
from parsers.records import Face, Listing


@dataclass(frozen=True, slots=True)
class Arrival:
    """What answered at the list's address."""

    faces: tuple[Face, ...] = ()  # of the first page, and of what stood before its rows
    home: bool = False  # the site's home page answered in the list's place
    away: bool = False  # another column's address did

    @classmethod
    def of(cls, first: ListPage, url: str) -> Arrival:
        home = first.got.page is not None and is_home(first.got.page.final_url, url)
        return cls(first.faces, home, is_elsewhere(first.arrived or url, url))


@dataclass(frozen=True, slots=True)
class Weight:
    """What weighing came to, beside the doubts that the walk was given."""

    loss: str = ""  # why rows that are gone speak against the list
    spared: Set[str] = frozenset()  # rows that are gone, of documents that still answer
    followed: bool = False  # most rows of the list when it was last whole are still there


async def weigh(log: VisitLog, known: Known, walk: Walk, arrival: Arrival) -> Weight:
    """Hold the list against what it was, and where it lost rows, ask what became of them."""
    if walk.end in (End.UNCHANGED, End.KNOWN, End.STOPPED) or not walk.rows:
        return Weight()
    kinds, rows = walk.kinds, list(walk.rows.values())
    own_column = not arrival.home and names_its_column(arrival.faces, rows, kinds, sent_away=arrival.away)
    if known.whole_at is None and not own_column:
        walk.doubt("nothing on the page says that it is the section's list")
    elif not are_of_subject(rows, kinds):
        walk.doubt("its rows are not about the section's subject: they may be of another box")
    loss = find_loss(list(walk.shown.values()), known.before(kinds))
    words, spared = "", frozenset[str]()
    if loss.needs_proof:
        words, spared = await _weigh_loss(log, known, walk, arrival, loss, own_column=own_column)
    if not words and (left := loss.reports_left(kinds)):
        walk.doubt(f"all {left} known reports left the list: they may have a column of their own")
    return Weight(words, spared, followed=bool(loss.shown) and not loss.is_much)


async def _weigh_loss(
    log: VisitLog, known: Known, walk: Walk, arrival: Arrival, loss: Loss, *, own_column: bool
) -> tuple[str, frozenset[str]]:
    """Why the loss speaks against the list ("" where it does not), and the lost rows whose documents are spared."""
    if walk_doubts(walk):
        return loss.words, frozenset()
    seen_at = log.crawl.job.seen_at
    earlier = log.crawl.library.last_page(log.section.id, log.section.url) if not loss.top else None
    merits = Merits(
        reaches=f"{int(seen_at[:4]) - 2}-12-01",
        own_column=own_column,
        same_face=earlier is not None and has_face_of(arrival.faces, earlier),
        stable=known.is_stable(walk.rows, seen_at),
    )
    fate = await ask_for_lost(log, loss)
    spared = frozenset(item.url for item in loss.tail) if loss.top and fate is not Fate.GONE else frozenset[str]()
    return judge_loss(loss, fate, walk, merits), spared


def tells_of_new(first: Listing, walk: Walk, known: Known) -> bool:
    """Would a new row show on the first page: is that the whole list, or does no date speak against it?

    A list without dates, or all of one date, shows no order; an earlier walk is stood on for days only (`CARRY`).
    One that lost its first row may be an old copy, and is weighed.
    """
    last = known.last_list()
    dates = {day for row in walk.rows.values() if (day := row.date)}
    dates |= {day for item in last if (day := item.row_date)}
    if first.next is None and not first.folders:
        return True
    if last and find_loss(first.rows, Before(last)).head:
        return False
    return len(dates) < 2 or newest_first(first.rows, max(dates))

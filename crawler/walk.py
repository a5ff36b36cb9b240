"""A walk through a section's list, and what it proves: pure bookkeeping, no network and no clock.

A list is *whole* when its last page was reached and nothing speaks against it: declared totals are met, no page
repeated another, no cap was hit, and the documents known from before are still there. Everything else is partial, and
a partial list proves no absence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from db.records import KnownDocument, VisitSummary
from db.vocabulary import VisitOutcome
from parsers.pages.notes import Note, codes
from parsers.pages.urls import canonical_url, same_document_key
from parsers.records import Listing, Row

# What a parser noted of a page that says: there are rows beyond those it shows.
_DOUBTFUL = frozenset(
    {
        Note.CAPPED,
        Note.TRUNCATED,
        Note.PAGER_UNREADABLE,
        Note.PAGE_MISMATCH,
        Note.INLINE_PART,
        Note.CUT,
        Note.FAILED,
    }
)
_LOSS_ALONE = re.compile(r"\d+ of \d+ known rows are gone")
LOSS_STANDS = timedelta(days=3)  # a list that lost its rows for so long is taken at its word
_FEW = 3  # known rows; fewer prove nothing when they are gone


class End(StrEnum):
    """Why a walk ended."""

    LAST_PAGE = "last page"
    KNOWN = "only known rows"  # an incremental walk that stands on the last whole one
    UNCHANGED = "unchanged"
    REPEATS = "repeats"
    EMPTY = "empty page"
    MAX_PAGES = "max_pages"
    FAILED = "failed page"
    STOPPED = "stopped"


@dataclass(slots=True)
class Walk:
    """The rows of a list as they come in, page by page. Rows are keyed by their canonical address."""

    rows: dict[str, Row] = field(default_factory=dict)
    pages: int = 0
    counted: int = 0  # rows as a declared total counts them: one shown again on a later page is not new
    declared_total: int | None = None
    declared_pages: int | None = None
    family: str | None = None
    notes: dict[str, None] = field(default_factory=dict)  # in order, once each
    doubts: dict[str, None] = field(default_factory=dict)  # what the answers themselves leave in doubt, likewise
    end: End | None = None
    end_reason: str = ""
    distinct: int = 0  # pages that brought rows
    _last_keys: tuple[str, ...] = ()

    def add(self, listing: Listing) -> list[tuple[str, Row]]:
        """Take in a page; its rows with their keys. Sets `end` when the page shows that the list goes no further."""
        self.pages += 1
        keyed = [(canonical_url(row.url), row) for row in listing.rows]
        keys = tuple(key for key, _ in keyed)
        fresh = [key for key in keys if key not in self.rows]
        self.counted += len(fresh)
        for key, row in keyed:
            self.rows.setdefault(key, row)
        self._declare(listing)
        if not keyed:
            self.stop(End.EMPTY, f"page {self.pages} holds no rows")
        elif self.pages > 2 and keys == self._last_keys:
            self.stop(End.LAST_PAGE)  # the portal answers its last page for every number beyond it
        elif self.pages > 1 and not fresh:
            self.stop(End.REPEATS, f"page {self.pages} repeats rows of earlier pages")
        elif listing.next is None:
            self.stop(End.LAST_PAGE)
        self.distinct += bool(fresh)
        self._last_keys = keys
        return keyed

    def _declare(self, listing: Listing) -> None:
        self.family = self.family or listing.family
        self.notes.update(dict.fromkeys(listing.notes))
        if listing.declared_total is not None:
            self.declared_total = max(self.declared_total or 0, listing.declared_total)
        if listing.declared_pages is not None:
            self.declared_pages = max(self.declared_pages or 0, listing.declared_pages)

    def doubt(self, reason: str) -> None:
        """Something about an answer speaks against the list being what the portal shows now."""
        self.doubts[reason] = None

    def stop(self, end: End, reason: str = "") -> None:
        self.end = end
        self.end_reason = reason or str(end)

    @property
    def newest_row_on(self) -> str | None:
        return max((row.date for row in self.rows.values() if row.date), default=None)


def only_known(rows: Sequence[tuple[str, Row]], known: Mapping[str, KnownDocument]) -> bool:
    """Does a page hold nothing but rows that were listed before, unchanged?"""
    return all(is_known(known.get(key), row) for key, row in rows)


def is_known(document: KnownDocument | None, row: Row) -> bool:
    """Is this row the one that was seen before: listed, same title, same date (or a date that was not shown)?"""
    if document is None or not document.listed or document.title != row.title:
        return False
    return row.date is None or document.row_date == row.date


def judge_walk(
    walk: Walk, before: Sequence[KnownDocument], *, loss_stands: bool = False
) -> tuple[VisitOutcome, bool, str]:
    """Outcome, wholeness and a reason (empty when all is well) of a walk that is not carried by an earlier one.

    ``before`` are the rows of the list when it was last seen whole. ``loss_stands``: for days (`LOSS_STANDS`) nothing
    was wrong but that most of them are gone. Then the list is as it is, provided that the top of what it was is still
    there: who clears a list takes old rows away, whereas a cut, an old copy or another page takes the new ones.
    """
    if not walk.rows:
        return VisitOutcome.BLIND, False, walk.end_reason or "no rows were recognised"
    doubts = _doubts(walk)
    here = _still_shown(walk, before)
    lost = len(before) - len(here)
    much = len(before) >= _FEW and lost * 2 > len(before)
    if much and not (loss_stands and _top_is_there(before, here)):
        doubts.append(f"{lost} of {len(before)} known rows are gone")
    if doubts:
        return VisitOutcome.PARTIAL, False, "; ".join(doubts)
    return VisitOutcome.OK, True, ""


def _still_shown(walk: Walk, before: Sequence[KnownDocument]) -> set[str]:
    """The addresses of rows that were seen again, if only under a new address (https, a moved site)."""
    keys = {same_document_key(url) for url in walk.rows}
    titles = {row.title for row in walk.rows.values()}
    return {item.url for item in before if same_document_key(item.url) in keys or item.title in titles}


def _top_is_there(before: Sequence[KnownDocument], here: Collection[str]) -> bool:
    """Is a newest one of the rows still there (any of them, where none had a date)?"""
    newest = max((document.row_date for document in before if document.row_date), default=None)
    return any(document.url in here for document in before if document.row_date == newest)


def _doubts(walk: Walk) -> list[str]:
    doubts = []
    total, pages = walk.declared_total, walk.declared_pages
    met = walk.counted >= total if total is not None else pages is not None and walk.distinct >= pages
    if walk.end in (End.MAX_PAGES, End.STOPPED, None) or (walk.end is not End.LAST_PAGE and not met):
        doubts.append(walk.end_reason or "the walk did not come to its end")
    if total is not None and not met:
        doubts.append(f"{walk.counted} of {total} declared rows seen")
    if total is None and pages is not None and not met:
        doubts.append(f"{walk.distinct} of {pages} declared pages seen")
    doubts.extend(note for note in walk.notes if codes((note,)) & _DOUBTFUL)
    return [*doubts, *walk.doubts]


def is_loss_alone(reason: str | None) -> bool:
    """Did a visit find nothing wrong but the loss of known rows?"""
    return _LOSS_ALONE.fullmatch(reason or "") is not None


def summarise(walk: Walk, outcome: VisitOutcome, *, whole: bool, reason: str) -> VisitSummary:
    """The visit's row, for a list that was walked."""
    return VisitSummary(
        outcome=outcome,
        whole=whole,
        unchanged=False,
        pages=walk.pages,
        rows_seen=len(walk.rows),
        declared_total=walk.declared_total,
        newest_row_on=walk.newest_row_on,
        family=walk.family,
        reason=reason or None,
    )

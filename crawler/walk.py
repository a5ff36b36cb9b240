"""A walk through a section's list, and what it proves: pure bookkeeping, no network and no clock.

A list is *whole* when its last page was reached and nothing speaks against it: declared totals are met, no page
repeated another, no cap was hit, and the documents known from before are still there. Everything else is partial, and
a partial list proves no absence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from crawler.branches import Branch, reach_of
from db.intake_records import KnownDocument
from parsers.pages.lists import adds_up
from parsers.pages.notes import Note, codes
from parsers.pages.order import is_jumbled
from parsers.pages.urls import canonical_url
from parsers.records import Lead, Listing, PageRequest, Row
from parsers.vocabulary import Kind


class End(StrEnum):
    """Why a walk ended."""

    LAST_PAGE = "last page"
    KNOWN = "only known rows"  # an incremental walk that stands on the last whole one
    UNCHANGED = "unchanged"
    REPEATS = "repeats"
    EMPTY = "empty page"
    MAX_PAGES = "max_pages"
    FAILED = "failed page"
    GONE = "page that does not exist"
    STOPPED = "stopped"


@dataclass(slots=True)
class Walk:
    """The rows of a list as they come in, page by page. Rows are keyed by their canonical address."""

    kinds: Sequence[Kind] = ()  # that are watched for; none: all
    settled: Sequence[str] = ()  # words of notes that a person has looked at: such a note is no doubt
    addresses: set[str] = field(default_factory=set)  # of its pages
    rows: dict[str, Row] = field(default_factory=dict)
    beside: dict[str, Row] = field(default_factory=dict)  # `Listing.beside` of all pages, keyed likewise
    pages: int = 0
    counted: int = 0  # rows as a declared total counts them: one shown again on a later page is not new
    shares: tuple[int, ...] = ()  # of them, the first page's rows of other lists than the best (pinned rows, news)
    declared_total: int | None = None
    declared_pages: int | None = None
    family: str | None = None
    notes: dict[str, None] = field(default_factory=dict)  # in order, once each
    doubts: dict[str, None] = field(default_factory=dict)  # what the answers themselves leave in doubt, likewise
    end: End | None = None
    end_reason: str = ""
    distinct: int = 0  # pages that brought rows
    first: Listing | None = None
    paged: bool = False  # the list itself, without its folders, came to its end on a later page
    jumbled: int = 0  # the page that first showed rows of earlier ones in another order
    _places: dict[str, tuple[int, int]] = field(default_factory=dict)  # where a row was last seen: page, index
    _entered: set[str] = field(default_factory=set)
    _branch: set[str] = field(default_factory=set)  # rows since the walk began, or since it entered a folder
    _last_keys: tuple[str, ...] = ()
    folders: set[str] = field(default_factory=set)  # rows that lead to lists of their own, and are no reports
    before: int = 0  # pages before the folder that is being walked
    branches: list[Branch] = field(default_factory=list)  # what was walked before it
    _since: int = 0  # pages before the part of older rows that is being walked
    _chain: tuple[str, int] = ("", 0)
    _stands: bool = False  # a part of the list ended at known rows
    _name: str = ""
    _own: dict[str, Row] = field(default_factory=dict)  # rows of the list itself, or of the folder

    def add(self, listing: Listing) -> list[tuple[str, Row]]:
        """Take in a page; its rows with their keys. Sets `end` when the page shows that the list goes no further."""
        self.pages += 1
        keyed = [(canonical_url(row.url), row) for row in listing.rows]
        keys = tuple(key for key, _ in keyed)
        fresh = [key for key in keys if key not in self._own]
        self.counted += len(fresh)
        self.shares = self.shares if self.first else listing.lists[1:]
        for key, row in keyed:
            self.rows.setdefault(key, row)
            self._own.setdefault(key, row)
        for row in listing.beside:
            self.beside.setdefault(canonical_url(row.url), row)
        self._declare(listing)
        self._judge_page(keys, listing)
        if self.end is None or self.end is End.LAST_PAGE:
            self.jumbled = self.jumbled or (self.pages if is_jumbled(keys, self._places) else 0)
        if not self._entered or self.before:
            self.paged = self.end is End.LAST_PAGE and self.pages - self.before > 1
        self._places.update({key: (self.pages, index) for index, key in enumerate(keys, 1)})
        self.first = self.first or listing
        self.distinct += bool(fresh)
        self._last_keys = keys
        self._branch.update(keys)
        if self.end is None and listing.lead is Lead.OLDER:
            self._go_older()
        return keyed

    def _judge_page(self, keys: tuple[str, ...], listing: Listing) -> None:
        if not keys:
            empty_folder = (
                self.first
                and self._entered
                and not self._branch
                and listing.face
                and self._title() == listing.face.title
            )
            self.stop(End.LAST_PAGE if empty_folder else End.EMPTY, f"page {self.pages} holds no rows")
        elif self.pages - self.before > 2 and keys == self._last_keys:
            self.stop(End.LAST_PAGE)  # the portal answers its last page for every number beyond it
        elif self._branch.issuperset(keys):
            self.stop(End.REPEATS, f"page {self.pages} repeats rows of earlier pages")
        elif listing.next is None or self._is_behind(listing):
            self.stop(End.LAST_PAGE)

    def _go_older(self) -> None:
        """What is older is a part of its own, with its own totals and pages; the one before it ends where it begins."""
        seen, self.end, self.paged = self._branch, End.LAST_PAGE, True
        self._close_branch()
        self._branch, self.end, self._since = seen, None, self.pages

    @property
    def position(self) -> int:
        """The number, from 1, of the page that is asked for next, as the pager of its part counts."""
        return self.pages - max(self.before, self._since) + 1

    def _is_behind(self, listing: Listing) -> bool:
        """Was the next page walked already, or all that there is, as far as that can be told?"""
        if listing.lead is Lead.OLDER:
            return listing.next is not None and listing.next.url in self.addresses
        return listing.lead is Lead.COUNT and self.has_all

    def _title(self) -> str:
        return self.first.face.title if self.first and self.first.face else ""

    def enter_folder(self) -> PageRequest | None:
        """Go on with a folder of years that the first page names, when the list itself has come to its end."""
        if self.end is not End.LAST_PAGE or self.first is None:
            return None
        folder = next((folder for folder in self.first.folders if folder.url not in self._entered), None)
        if folder is not None:
            self._entered.add(folder.url)
            self._branch, self._last_keys = set(), ()
            self.end, self.end_reason = None, ""
        return folder

    def open_folder(self, key: str, name: str, series: str, year: int) -> None:
        """Go on with the list behind a row: a branch of its own, with its own totals, pages and end."""
        self._close_branch()
        self.folders.add(key)
        self._entered.add(key)
        self._name, self._chain, self.before = name, (series, year), self.pages
        self.end, self.end_reason, self.first = None, "", None

    def close_folder(self) -> None:
        """Come to the end of the list behind a row; what speaks against it speaks against the whole."""
        self._close_branch()
        self._name, self._chain = "", ("", 0)
        self.stop(End.KNOWN if self._stands else End.LAST_PAGE)

    def _close_branch(self) -> None:
        if self._own:
            self.branches.append(self._as_branch())
        if self.end is End.KNOWN:
            self._stands = True
        else:
            where = f"{self._name}: " if self._name else ""
            self.doubts.update(dict.fromkeys(f"{where}{doubt}" for doubt in branch_doubts(self)))
        self.declared_total = self.declared_pages = None
        self.counted = self.distinct = self.jumbled = 0
        self.shares, self.paged, self._last_keys = (), False, ()
        self._own, self._branch, self._places = {}, set(), {}

    def _declare(self, listing: Listing) -> None:
        self.family = self.family or listing.family
        notes = listing.notes
        if self._entered:  # a folder of years has the others beside it, which are walked
            notes = tuple(note for note in notes if codes((note,)) != {Note.OTHER_YEARS})
        self.notes.update(dict.fromkeys(notes))
        if listing.declared_total is not None:
            self.declared_total = max(self.declared_total or 0, listing.declared_total)
        if listing.declared_pages is not None:
            self.declared_pages = max(self.declared_pages or 0, listing.declared_pages)

    @property
    def shown(self) -> dict[str, Row]:
        """All that may be opened: what stands beside the list, then its rows."""
        return {key: row for key, row in self.beside.items() if key not in self.rows} | self.rows

    def doubt(self, reason: str) -> None:
        """Something about an answer speaks against the list being what the portal shows now."""
        self.doubts[reason] = None

    def stop(self, end: End, reason: str = "") -> None:
        self.end = end
        self.end_reason = reason or str(end)

    @property
    def meets_totals(self) -> bool:
        """Was all read that the pages declare, of rows, else of pages?"""
        if self.declared_total is not None:
            return adds_up(self.declared_total, self._certain, self.shares)
        return self._meets_pages

    @property
    def _certain(self) -> int:
        """How many rows are the list's own for certain."""
        return self.counted - sum(self.shares)

    @property
    def of_others(self) -> str:
        """How many of the rows may be of other lists, in words."""
        return f", {sum(self.shares)} of them maybe of other lists" if self.shares else ""

    @property
    def _meets_pages(self) -> bool:
        return self.declared_pages is not None and self.distinct >= self.declared_pages

    @property
    def has_all(self) -> bool:
        """Is nothing of the list left to be read, although its last page was not seen to be that?

        Rows that may be of another list do not count: with five beside them, fifteen of twenty are twenty. More rows
        than were declared are not all the list's own, and so prove nothing of those that are.
        """
        if self.declared_total is not None:
            return self._certain == self.declared_total
        return self._meets_pages

    @property
    def counts_no_more(self) -> bool:
        """Do the pages say themselves that there is none after the last: all rows and all pages that they declare?

        Some templates write 下一页 on the only page too. A number of rows alone may be met by those of a box.
        """
        return self.declared_total is not None and self.has_all and self._meets_pages

    @property
    def reach(self) -> str | None:
        """How far back the list shows what was published (`parsers.pages.reach`): `ALL` where its end was seen.

        A pager's last page is the last that the portal publishes (its generator may write five and no more): it is the
        end only if a declared number of rows was met, or no day tells. Of several lists on a page nobody knows which
        one's oldest row counts. Rows that are folders count for nothing.
        """
        parts = [*self.branches, self._as_branch()]
        return reach_of([replace(part, rows=self._without_folders(part.rows)) for part in parts])

    def _as_branch(self) -> Branch:
        written = codes(tuple(self.notes))
        counted = self.declared_total is not None and self.meets_totals
        return Branch(
            chain=self._chain[0],
            year=self._chain[1],
            rows=tuple(self._own.values()),
            counted=counted or Note.DISPLAY_PAGES in written,
            walked=self.paged or self.meets_totals,
            several=Note.SEVERAL_LISTS in written,
            newest_only=Note.NEWEST_ONLY in written,
        )

    def _without_folders(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(row for row in rows if canonical_url(row.url) not in self.folders)

    @property
    def papers(self) -> tuple[Row, ...]:
        """The rows that lead to papers."""
        return self._without_folders(self.rows.values()) if self.folders else tuple(self.rows.values())

    @property
    def newest_row_on(self) -> str | None:
        return max((row.date for row in self.papers if row.date), default=None)


def only_known(rows: Sequence[tuple[str, Row]], known: Mapping[str, KnownDocument]) -> bool:
    """Does a page hold nothing but rows that were listed before, unchanged?"""
    return all(is_known(known.get(key), row) for key, row in rows)


def is_known(document: KnownDocument | None, row: Row) -> bool:
    """Is this row the one that was seen before: listed, same title, same date (or a date that was not shown)?"""
    if document is None or not document.listed or document.title != row.title:
        return False
    return row.date is None or document.row_date == row.date


def branch_doubts(walk: Walk) -> list[str]:
    """What speaks against the list, or the folder, that was walked last: its end, its totals, its order."""
    doubts = []
    total, pages, met = walk.declared_total, walk.declared_pages, walk.meets_totals
    broken_off = walk.end in (End.FAILED, End.MAX_PAGES, End.STOPPED, None)
    broken_off = broken_off or (walk.end is End.GONE and not walk.counts_no_more)
    if broken_off or (walk.end is not End.LAST_PAGE and not walk.has_all):
        doubts.append(walk.end_reason or "the walk did not come to its end")
    if total is not None and not met:
        doubts.append(f"{walk.counted} of {total} declared rows seen" + walk.of_others)
    if walk.jumbled and (total is None or not met):
        doubts.append(f"page {walk.jumbled} shows rows of earlier pages in another order")
    if total is None and pages is not None and not met:
        doubts.append(f"{walk.distinct} of {pages} declared pages seen")
    return doubts

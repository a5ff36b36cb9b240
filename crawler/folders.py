"""Which rows of a list are asked for lists of their own: folders of years (2025年度法治政府建设年度报告) and of groups.

A walk of the whole list asks all of them. A visit that stands on an earlier walk asks those in which something can be
due, for what is published there changes nothing on the list itself; and new rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.known import Known
from crawler.walk import End, Walk
from db.intake_records import KnownDocument
from parsers.pages.candidates import judge_candidate
from parsers.pages.folders import folder_series, folder_year, may_be_folder
from parsers.pages.urls import canonical_url, shape_of
from parsers.records import Row
from parsers.vocabulary import Decision, Kind

FOLDER = "a folder of reports: its own list is walked"
_DEPTH = 2  # a year, and in it the groups
_MOST = 60  # in one visit
TRIES = 2  # rows of one shape of addresses that were asked and are no folders


@dataclass(frozen=True, slots=True)
class Folder:
    """A row that may lead to a list; ``known``: it did so at an earlier visit."""

    key: str
    row: Row
    depth: int
    known: bool

    @property
    def year(self) -> int | None:
        return folder_year(self.row.title)

    def is_paper(self, kinds: Sequence[Kind]) -> bool:
        """Is it opened as a paper if it leads to no list?"""
        return judge_candidate(self.row.title, kinds or tuple(Kind)).fetch

    @property
    def shape(self) -> str:
        return shape_of(self.row.url)


@dataclass(slots=True)
class Folders:
    """The folders of one visit to the section at ``url``."""

    url: str
    walk: Walk
    known: Known
    seen_at: str
    opened: list[Folder] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)
    _depth: dict[str, int] = field(default_factory=dict)  # of the rows that folders hold
    _declined: dict[str, Folder] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.walk.folders = set(known_folders(self.known))

    def next(self) -> Folder | None:
        """The next one to be asked: of groups, then of years, the newest first."""
        if len(self._asked) >= _MOST:
            if any(folder.known for folder in self._left()):
                self.walk.doubt(f"more than {_MOST} folders of reports")
            return None
        refused = Counter(folder.shape for folder in self._declined.values())
        left = [
            folder
            for folder in self._left()
            if folder.known or refused[folder.shape] < TRIES or not folder.is_paper(self.walk.kinds)
        ]
        found = min(left, key=lambda folder: -(folder.year or 9999), default=None)
        if found is not None:
            self._asked.add(found.key)
        return found

    def _left(self) -> list[Folder]:
        before, listed = known_folders(self.known), dict(self.walk.rows)
        if self.walk.end is End.KNOWN:  # rows of pages that were not walked
            listed |= {key: Row(key, item.title) for key, item in before.items() if key not in listed and item.listed}
        found = (Folder(key, row, self._depth.get(key, 1), key in before) for key, row in listed.items())
        return [folder for folder in found if folder.key not in self._asked and self._is_asked(folder)]

    def _is_asked(self, folder: Folder) -> bool:
        if folder.depth > _DEPTH or not may_be_folder(folder.row, self.url, self.walk.kinds):
            return False
        if not folder.known:
            document = self.known.documents.get(folder.key)
            if document is None or self.walk.end is End.KNOWN:
                return document is None
            return document.fetched_at is None or document.decision is Decision.UNSURE
        return self.walk.end is not End.KNOWN or self._may_be_due(folder)

    def _may_be_due(self, folder: Folder) -> bool:
        """Is it of this year, of the last, or of any?"""
        return folder.year is None or folder.year >= int(self.seen_at[:4]) - 1

    def is_alike(self, folder: Folder) -> bool:
        """Do folders that were opened have addresses of this shape?"""
        return any(other.shape == folder.shape for other in self.opened)

    def open(self, folder: Folder) -> None:
        """Walk its list; those like it in which nothing told are asked again."""
        self.opened.append(folder)
        series = folder_series(folder.row.title) or folder.key
        self.walk.open_folder(folder.key, folder.row.title, series, folder.year or 0)
        for key in [key for key, other in self._declined.items() if other.shape == folder.shape]:
            del self._declined[key]
            self._asked.discard(key)

    def close(self, folder: Folder, rows: set[str]) -> None:
        """Its list was walked; ``rows`` are those that were known before."""
        for key in self.walk.rows.keys() - rows:
            self._depth[key] = folder.depth + 1
        self.walk.close_folder()

    def decline(self, folder: Folder, *, paper: bool, why: str = "") -> None:
        """Nothing says that a row leads to a list.

        Of one that did so, one like folders, and a group's name, which is opened as no paper, only a paper shows that
        it leads to none.
        """
        if paper:
            self.walk.folders.discard(folder.key)
            self._declined[folder.key] = folder
        elif folder.known or self.is_alike(folder) or not folder.is_paper(self.walk.kinds):
            self.walk.folders.add(folder.key)
            self.walk.doubt(f"folder {folder.row.title}: {why or 'no list of reports'}")
        else:
            self._declined[folder.key] = folder


def known_folders(known: Known) -> dict[str, KnownDocument]:
    """The rows that led to lists at earlier visits, by address."""
    return {url: item for url, item in known.documents.items() if item.listed and item.reason == FOLDER}


def is_at(folder: Folder, arrived: str, seen: set[str]) -> bool:
    """Did a page of the folder's host answer that was not walked already?"""
    host = canonical_url(folder.row.url).split("/")[2:3]
    return canonical_url(arrived).split("/")[2:3] == host and canonical_url(arrived) not in seen

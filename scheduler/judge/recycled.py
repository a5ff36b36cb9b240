"""Which reports share their clauses: all clauses of all reports, to be asked for those of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

_Number = TypeVar("_Number", np.uint64, np.int64)

# Sorting all clauses pays from about so many questions on; a check after one new report asks one.
_WORTH_SORTING = 10
_LOW_BITS = np.uint64(0xFFFF)


class Clauses(NamedTuple):
    """One report's clauses, as the little-endian 64-bit hashes that the database keeps, each once.

    ``day`` is when it was published, else signed.
    """

    body_id: str
    year: int
    day: str | None
    hashes: bytes


@dataclass(frozen=True, slots=True)
class Likeness:
    """The other body's report that shares most clauses: ``shared`` of the ``clauses`` of this report that tell."""

    body_id: str
    year: int
    shared: int
    clauses: int

    @property
    def share(self) -> float:
        return self.shared / self.clauses


@dataclass(frozen=True, slots=True)
class _Table:
    """Every clause with the report that holds it (``owners`` index ``reports``), 12 bytes a clause."""

    reports: list[Clauses]
    bodies: NDArray[np.int32]  # of each report, its body as a number
    hashes: NDArray[np.uint64]
    owners: NDArray[np.int32]
    is_sorted: bool = False

    def sorted(self) -> _Table:
        order = np.argsort(self.hashes, kind="stable")
        return _Table(self.reports, self.bodies, self.hashes[order], self.owners[order], is_sorted=True)

    def places_of(self, wanted: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Where these clauses (sorted, each once) stand."""
        if not len(wanted):
            return np.empty(0, np.intp)
        if not self.is_sorted:
            asked = np.zeros(int(_LOW_BITS) + 1, np.bool_)
            asked[wanted & _LOW_BITS] = True
            likely = np.flatnonzero(asked[self.hashes & _LOW_BITS])  # few by chance
            nearest = np.minimum(np.searchsorted(wanted, self.hashes[likely]), len(wanted) - 1)
            places: NDArray[np.intp] = likely[wanted[nearest] == self.hashes[likely]]
            return places
        first, last = np.searchsorted(self.hashes, wanted, "left"), np.searchsorted(self.hashes, wanted, "right")
        lengths = last - first
        before = np.cumsum(lengths) - lengths
        return np.repeat(first - before, lengths) + np.arange(int(lengths.sum()))


class ClauseIndex:
    """Loaded at the first question. A clause that more than `common_bodies` bodies share is a stock phrase of the
    genre (or the law's own words) and says nothing."""

    def __init__(self, load: Callable[[], Iterable[Clauses]] = tuple, common_bodies: int = 20) -> None:
        self._load = load
        self._common = common_bodies
        self._asked = 0

    def nearest_other(self, body_id: str, year: int, day: str | None, clauses: Sequence[int]) -> Likeness | None:
        """The report of another body, not later than this one, that shares most of its telling clauses."""
        table = self._asked_table()
        wanted = _distinct(np.array(clauses, dtype=np.uint64))
        places = table.places_of(wanted)
        clause, owner = np.searchsorted(wanted, table.hashes[places]), table.owners[places]
        common = self._stock_phrases(clause, table.bodies[owner], len(wanted))
        shared = np.bincount(owner[~common[clause]])
        sources = [
            (int(shared[index]), -index)
            for index in np.flatnonzero(shared).tolist()
            if _may_be_source(table.reports[index], body_id, year, day)
        ]
        if not sources:
            return None
        count, index = max(sources)
        best = table.reports[-index]
        return Likeness(best.body_id, best.year, count, int(len(wanted) - common.sum()))

    def _stock_phrases(self, clause: NDArray[np.intp], body: NDArray[np.int32], clauses: int) -> NDArray[np.bool_]:
        """Which clauses stand in the reports of too many bodies."""
        bodies = len(self._table.reports) + 1
        each_once = _distinct(clause.astype(np.int64) * bodies + body)
        return np.bincount(each_once // bodies, minlength=clauses) > self._common

    def _asked_table(self) -> _Table:
        self._asked += 1
        if self._asked > _WORTH_SORTING and not self._table.is_sorted:
            self._table = self._table.sorted()
        return self._table

    @cached_property
    def _table(self) -> _Table:
        reports: list[Clauses] = []
        bodies: list[int] = []
        hashes: list[bytes] = []
        numbers: dict[str, int] = {}
        for report in self._load():
            reports.append(Clauses(report.body_id, report.year, report.day, b""))
            bodies.append(numbers.setdefault(report.body_id, len(numbers)))
            hashes.append(report.hashes)
        lengths = np.array([len(one) for one in hashes], dtype=np.int64) // 8
        return _Table(
            reports,
            np.array(bodies, dtype=np.int32),
            np.frombuffer(b"".join(hashes), dtype="<u8"),
            np.repeat(np.arange(len(reports), dtype=np.int32), lengths),
        )


def _distinct(values: NDArray[_Number]) -> NDArray[_Number]:
    """The values sorted, each once. (`numpy.unique` would do, and load modules for a tenth of a second.)"""
    ordered = np.sort(values)
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def _may_be_source(other: Clauses, body_id: str, year: int, day: str | None) -> bool:
    """Of two reports of one year the later one repeats the earlier; which that is may be unknown."""
    if other.body_id == body_id or other.year > year:
        return False
    return other.year < year or other.day is None or day is None or other.day <= day

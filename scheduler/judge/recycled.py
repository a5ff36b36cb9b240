"""Which reports share their clauses: all clauses of all reports, to be asked for those of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

# Sorting all clauses pays from about so many questions on; a check after one new report asks one.
_WORTH_SORTING = 30


@dataclass(frozen=True, slots=True)
class Clauses:
    """One report's clauses, as the little-endian 64-bit hashes that the database keeps, each once.

    ``day`` is when it was published, else signed.
    """

    body_id: str
    year: int
    day: str | None
    hashes: bytes


@dataclass(frozen=True, slots=True)
class Likeness:
    """The other body's report that shares most clauses; ``share`` of this report's telling clauses, 0-1."""

    body_id: str
    year: int
    share: float


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
            nearest = np.minimum(np.searchsorted(wanted, self.hashes), len(wanted) - 1)
            return np.flatnonzero(wanted[nearest] == self.hashes)
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
        wanted = np.unique(np.array(clauses, dtype=np.uint64))
        places = table.places_of(wanted)
        clause, owner = np.searchsorted(wanted, table.hashes[places]), table.owners[places]
        common = self._stock_phrases(clause, table.bodies[owner], len(wanted))
        reports, shared = np.unique(owner[~common[clause]], return_counts=True)
        sources = [
            (count, -index)
            for index, count in zip(reports.tolist(), shared.tolist(), strict=True)
            if _may_be_source(table.reports[index], body_id, year, day)
        ]
        if not sources:
            return None
        count, index = max(sources)
        best = table.reports[-index]
        return Likeness(best.body_id, best.year, count / int(len(wanted) - common.sum()))

    def _stock_phrases(self, clause: NDArray[np.intp], body: NDArray[np.int32], clauses: int) -> NDArray[np.bool_]:
        """Which clauses stand in the reports of too many bodies."""
        bodies = len(self._table.reports) + 1
        each_once = np.unique(clause.astype(np.int64) * bodies + body)
        return np.bincount(each_once // bodies, minlength=clauses) > self._common

    def _asked_table(self) -> _Table:
        self._asked += 1
        if self._asked > _WORTH_SORTING and not self._table.is_sorted:
            self._table = self._table.sorted()
        return self._table

    @cached_property
    def _table(self) -> _Table:
        reports: list[Clauses] = []
        hashes: list[NDArray[np.uint64]] = []
        numbers: dict[str, int] = {}
        for report in self._load():
            reports.append(Clauses(report.body_id, report.year, report.day, b""))
            numbers.setdefault(report.body_id, len(numbers))
            hashes.append(np.frombuffer(report.hashes, dtype="<u8"))
        return _Table(
            reports,
            np.array([numbers[report.body_id] for report in reports], dtype=np.int32),
            np.concatenate(hashes) if hashes else np.empty(0, np.uint64),
            np.repeat(np.arange(len(reports), dtype=np.int32), [len(one) for one in hashes]),
        )


def _may_be_source(other: Clauses, body_id: str, year: int, day: str | None) -> bool:
    """Of two reports of one year the later one repeats the earlier; which that is may be unknown."""
    if other.body_id == body_id or other.year > year:
        return False
    return other.year < year or other.day is None or day is None or other.day <= day

"""Which reports share their clauses: an index from clause to the reports that hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Clauses:
    """One report's clauses, as the little-endian 64-bit hashes that the database keeps.

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


class ClauseIndex:
    """Clauses of all reports, sorted once, at the first question: 12 bytes a clause.

    A clause that more than `common_bodies` bodies share is a stock phrase of the genre (or the law's own words) and
    says nothing.
    """

    def __init__(self, load: Callable[[], Iterable[Clauses]] = tuple, common_bodies: int = 20) -> None:
        self._load = load
        self._common = common_bodies

    @cached_property
    def _sorted(self) -> tuple[list[Clauses], NDArray[np.uint64], NDArray[np.int32]]:
        reports: list[Clauses] = []
        hashes: list[NDArray[np.uint64]] = []
        for report in self._load():
            reports.append(Clauses(report.body_id, report.year, report.day, b""))
            hashes.append(np.unique(np.frombuffer(report.hashes, dtype="<u8")))
        if not reports:
            return [], np.empty(0, np.uint64), np.empty(0, np.int32)
        owners = np.repeat(np.arange(len(reports), dtype=np.int32), [len(item) for item in hashes])
        joined = np.concatenate(hashes)
        order = np.argsort(joined, kind="stable")
        return reports, joined[order], owners[order]

    def nearest_other(self, body_id: str, year: int, day: str | None, clauses: Sequence[int]) -> Likeness | None:
        """The report of another body, not later than this one, that shares most of its telling clauses."""
        reports, hashes, owners = self._sorted
        wanted = np.unique(np.array(clauses, dtype=np.uint64))
        starts, ends = np.searchsorted(hashes, wanted, "left"), np.searchsorted(hashes, wanted, "right")
        # Most clauses stand in one report only; these are looked at all at once.
        one, many = ends - starts == 1, ends - starts > 1
        telling = len(wanted) - int(many.sum())
        shared = Counter(
            holder
            for holder in owners[starts[one]].tolist()
            if self._may_be_source(reports[holder], body_id, year, day)
        )
        for start, end in zip(starts[many].tolist(), ends[many].tolist(), strict=True):
            holders = owners[start:end].tolist()
            if len({reports[holder].body_id for holder in holders}) > self._common:
                continue
            telling += 1
            shared.update(holder for holder in holders if self._may_be_source(reports[holder], body_id, year, day))
        if not shared:
            return None
        best, count = min(shared.items(), key=lambda item: (-item[1], item[0]))
        return Likeness(reports[best].body_id, reports[best].year, count / telling)

    @staticmethod
    def _may_be_source(other: Clauses, body_id: str, year: int, day: str | None) -> bool:
        """Of two reports of one year the later one repeats the earlier; which that is may be unknown."""
        if other.body_id == body_id or other.year > year:
            return False
        return other.year < year or other.day is None or day is None or other.day <= day

"""Which reports share their clauses: an index from clause to the reports that hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class ClauseIndex:
    """Clauses of the reports under judgement and of all others, as 64-bit hashes.

    Only the newest reports are looked for; a clause that more than `common` bodies share is a stock phrase of the
    genre (or the law's own words) and says nothing.
    """

    common: int = 20
    _holders: dict[int, set[int]] = field(default_factory=dict)  # clause -> report ids
    _bodies: dict[int, str] = field(default_factory=dict)  # report id -> body id

    def add(self, report_id: int, body_id: str, clauses: Iterable[int]) -> None:
        self._bodies[report_id] = body_id
        for clause in clauses:
            self._holders.setdefault(clause, set()).add(report_id)

    def body_of(self, report_id: int) -> str:
        return self._bodies[report_id]

    def nearest_other(self, body_id: str, clauses: Iterable[int]) -> tuple[int, float] | None:
        """The other body's report that shares most of these clauses, and the share of them it holds (0-1)."""
        telling = 0
        shared: Counter[int] = Counter()
        for clause in clauses:
            holders = self._holders.get(clause, set())
            if len({self._bodies[holder] for holder in holders}) > self.common:
                continue
            telling += 1
            shared.update(holder for holder in holders if self._bodies[holder] != body_id)
        if not shared:
            return None
        report_id, count = shared.most_common(1)[0]
        return report_id, count / telling

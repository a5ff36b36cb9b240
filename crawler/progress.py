"""Progress for the parent process: one JSON object a line on stderr for each ended visit."""

from __future__ import annotations

import json
import sys

from db.intake_records import VisitSummary


class Progress:
    """Counts ended visits; silent unless the job asked for progress."""

    def __init__(self, total: int, *, enabled: bool) -> None:
        self._total = total
        self._enabled = enabled
        self._done = 0

    def visited(self, section_id: str, summary: VisitSummary) -> None:
        """A visit ended."""
        self._done += 1
        if not self._enabled:
            return
        line = {
            "done": self._done,
            "total": self._total,
            "note": section_id,
            "outcome": str(summary.outcome),
            "unchanged": summary.unchanged,
            "reason": summary.reason,
        }
        print(json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)

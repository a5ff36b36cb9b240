"""What `verify` says of each thing that could not be proved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

RESTORE = "restore a backup (fazhi backup made it), then verify again"


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that could not be proved: which, where, and what to do about it."""

    what: str  # database | archive | original | chain | head | version | text | quote | reading
    problem: str
    advice: str
    capture_id: int | None = None
    file: str | None = None  # archive file, relative to the archive folder
    start: int | None = None  # byte range in that file, from 0
    end: int | None = None  # the byte after the last
    figure_id: int | None = None
    # which row or reading, what the ledger says of it and what it is now: whoever accepts it accepts this and no more
    seal: str | None = None
    capture_ids: tuple[int, ...] = ()  # where one cause (a file that is gone) makes several captures fail

    @property
    def mark(self) -> str | None:
        """By what a person may accept it; None: no word of anybody puts it right."""
        return hashlib.sha256(f"{self.what}\n{self.seal}".encode()).hexdigest() if self.seal else None

    def __str__(self) -> str:
        where = f" capture {self.capture_id}" if self.capture_id is not None else ""
        if len(self.capture_ids) > 1:
            where = f" captures {_runs(self.capture_ids)} ({len(self.capture_ids)} in all)"
        place = f" ({self.file})" if self.file else ""
        if self.file and self.end:
            place = f" ({self.file} bytes {self.start} to {self.end - 1}, both included)"
        return f"{self.what}{where}{place}: {self.problem}; {self.advice}"

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self) | {"mark": self.mark}


def grouped(failures: Iterable[Failure]) -> list[Failure]:
    """One failure for each cause: the captures whose originals fail alike in one archive file are told together."""
    alike: dict[object, list[Failure]] = {}
    for failure in failures:
        same_cause = failure.what == "original" and failure.file is not None
        alike.setdefault((failure.file, failure.problem) if same_cause else failure, []).append(failure)
    return [_together(group) for group in alike.values()]


def _together(group: Sequence[Failure]) -> Failure:
    if len(group) == 1 or group[0].file is None:
        return group[0]
    ids = tuple(failure.capture_id for failure in group if failure.capture_id is not None)
    start, end = min(failure.start or 0 for failure in group), max(failure.end or 0 for failure in group)
    return replace(group[0], capture_ids=ids, start=start, end=end)


def _runs(numbers: Sequence[int]) -> str:
    """1-3, 7 of 1, 2, 3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)

"""What `verify` says of each thing that could not be proved."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that could not be proved: which, where, and what to do about it."""

    what: str  # database | original | chain | head | version | text | quote | reading
    problem: str
    advice: str
    capture_id: int | None = None
    file: str | None = None  # archive file, relative to the archive folder
    start: int | None = None  # byte range in that file
    end: int | None = None
    figure_id: int | None = None

    def __str__(self) -> str:
        where = f" capture {self.capture_id}" if self.capture_id is not None else ""
        place = f" ({self.file} bytes {self.start}-{self.end})" if self.file else ""
        return f"{self.what}{where}{place}: {self.problem}; {self.advice}"

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)

"""The real clock: evidence is dated by it, whatever day a simulated pass plays."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """ISO 8601 with offset, UTC, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")

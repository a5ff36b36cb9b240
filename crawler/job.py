"""What one crawl is told and what it answers.

A `CrawlJob` is handed to the child process ``python -m crawler`` as JSON on stdin; its answer, a `CrawlResult`,
is the one JSON line on stdout. The child writes captures, visits and documents seen itself (through `db`);
no secret and no rule about reports' contents travels in a job.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SectionJob(_Frozen):
    """One section to visit. ``full`` asks for all pages, whatever the validators say."""

    id: str
    body_id: str
    url: str
    kinds: tuple[str, ...]
    render: str = "auto"  # auto | http | browser
    family: str = "auto"
    tls: str = "strict"  # strict | legacy
    full: bool = False
    due_years: tuple[int, ...] = ()  # report years whose absence this section must be able to prove
    recheck: tuple[str, ...] = ()  # document urls due for a light re-check


class Limits(_Frozen):
    concurrency: int = 16
    per_host_delay: float = 1.0
    per_host_concurrency: int = 1
    timeout: float = 30.0
    max_pages: int = 200
    max_bytes: int = 52_428_800
    respect_robots: bool = True
    user_agent: str | None = None
    contact: str | None = None
    browser_path: str | None = None


class CrawlJob(_Frozen):
    """``seen_at`` is the time judging goes by: the real clock, or the simulated day of a stamped file."""

    data_dir: str
    run_id: int
    seen_at: str
    sections: tuple[SectionJob, ...]
    limits: Limits = Limits()
    allow: tuple[str, ...] = ()  # network.allow
    since_year: int | None = None
    progress: bool = False  # report progress as JSON lines on stderr


class CrawlResult(_Frozen):
    visits: int = 0
    ok: int = 0
    partial: int = 0
    blind: int = 0
    requests: int = 0
    captures: int = 0
    candidates: int = 0
    errors: tuple[str, ...] = Field(default=())

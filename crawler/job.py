"""What one crawl is told and what it answers.

A `CrawlJob` is handed to the child process ``python -m crawler`` as JSON on stdin; its answer, a `CrawlResult`,
is the one JSON line on stdout. The child writes captures, visits and documents seen itself (through `db`);
no secret and no rule about reports' contents travels in a job.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class SectionJob(_Frozen):
    """One section to visit. ``full`` asks for all pages, whatever the validators say; ``region`` is its body's."""

    id: str
    body_id: str
    url: str
    kinds: tuple[str, ...]
    render: str = "auto"  # auto | http | browser
    family: str = "auto"
    tls: str = "strict"  # strict | legacy
    region: str | None = None
    settled: tuple[str, ...] = ()  # words of doubts about the page that a person has settled
    full: bool = False
    recheck: tuple[str, ...] = ()  # document urls due for a light re-check
    documents: tuple[str, ...] = ()  # no list is visited, only these documents are fetched (entered by hand)


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


class LookJob(_Frozen):
    """One address to look at, for `fazhi doctor`; nothing is stored."""

    url: str
    render: str = "auto"  # auto | http | browser
    family: str = "auto"
    tls: str = "strict"  # strict | legacy
    limits: Limits = Limits()
    allow: tuple[str, ...] = ()


class LookStep(_Frozen):
    """One answer on the way to the rows; ``body`` is None where nothing was received."""

    url: str
    method: str = "GET"
    verdict: str
    reason: str = ""
    final_url: str | None = None
    status: int | None = None
    headers: dict[str, str] = {}
    body: bytes | None = None
    fetched_at: str
    rendered: bool = False


class LookResult(_Frozen):
    """The steps in order, a shell before its rendered page, frames and stubs before what they lead to."""

    steps: tuple[LookStep, ...] = ()
    behind: tuple[LookStep, ...] = ()  # what rows lead to that may be folders of reports
    agent: str = ""
    robots: str = ""  # what robots.txt came to, in words
    crawl_delay: float = 0.0  # seconds, as robots.txt asks
    browser: str | None = None  # the browser's executable, if this machine has one
    tls: str = "strict"  # as it was asked for
    requests: int = 0
    error: str = ""


class CrawlResult(_Frozen):
    visits: int = 0
    ok: int = 0
    partial: int = 0
    blind: int = 0
    requests: int = 0
    captures: int = 0
    candidates: int = 0
    errors: tuple[str, ...] = Field(default=())

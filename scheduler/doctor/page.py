"""What one page of a portal is to us: its verdict, its rows, which of them look like reports, and how to watch it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from crawler.doubts import doubtful_notes
from crawler.job import LookResult, LookStep
from crawler.walk import Walk
from parsers.pages.candidates import judge_candidate
from parsers.pages.face import is_elsewhere, names_its_column
from parsers.pages.families import FAMILIES, NAMES
from parsers.pages.folders import leads_to_list, may_be_folder
from parsers.pages.listing import parse_listing
from parsers.pages.urls import canonical_url, shape_of
from parsers.pages.view import View
from parsers.records import Listing, Page, Row
from parsers.titles import parse_title
from parsers.vocabulary import Decision, Kind, Verdict
from scheduler.doctor.columns import Column, find_columns, kind_of_name
from scheduler.doctor.entry import entry_yaml, propose_entry
from scheduler.doctor.look import page_of

_FEW = 3  # rows; a family that was not recognised must bring at least so many to be proposed
# `/pages/2.html`, `index_3.shtml`, `?pageNo=2`: a visit that starts here would never see the rows before it
_LATER = re.compile(
    r"/pages?/(?:[2-9]|\d\d+)\.|_(?:[2-9]|[1-9]\d)\.s?html?$|[?&]page(?:no|num|index)?=(?:[2-9]|\d\d+)\b", re.IGNORECASE
)
_HOME = re.compile(r"/?(?:index|default|home|main)?(?:\.[a-z]{2,5})?", re.IGNORECASE)


@dataclass(frozen=True)
class ReportRow:
    """A row that a visit would open, what its title says, and why it would."""

    url: str
    title: str
    date: str | None
    kind: str | None
    year: int | None
    why: str


@dataclass(frozen=True)
class Examination:
    """All that was found out of one page. ``family_seen`` is None where no family's code is used."""

    url: str
    steps: list[dict[str, Any]]
    verdict: str
    reason: str
    title: str
    family: str | None
    family_why: str
    family_seen: bool | None
    rows: int
    dated: int
    newest: str | None
    next: str | None
    declared_total: int | None
    declared_pages: int | None
    notes: list[str]
    reach: str | None  # back to which day a first visit of this page alone proves an absence; "all" = the end is seen
    partial: list[str]  # the notes for which a visit of this list would prove no absence
    reports: list[ReportRow]
    folders: list[str]  # rows that lead to lists of reports; a visit walks those
    columns: list[Column]
    robots: str
    crawl_delay: float
    agent: str
    rendered: bool
    tls: str
    entry: dict[str, Any] | None
    entry_yaml: str | None

    def document(self) -> dict[str, Any]:
        return asdict(self)


def examine(look: LookResult, family: str = "auto") -> Examination:
    """What a look at a page came to. A proposed entry is there only if rows were found."""
    last = look.steps[-1]
    page = page_of(last)
    ok = last.verdict == Verdict.OK and page is not None
    listing = _listing(page, family) if ok and page is not None else None
    rows = listing.rows if listing else ()
    title = View(page).title if page is not None and ok else ""
    kinds = guess_kinds(title, rows)
    folders = _folders(look, rows, kinds)
    papers = [row for row in rows if row not in folders]
    reports = _report_rows((*listing.beside, *papers) if listing else (), kinds)
    named = listing.family if listing else None
    entry = _entry(look, listing, kinds, family) if rows and not _is_home(look) else None
    return Examination(
        url=look.steps[0].url,
        steps=[_step(step) for step in look.steps],
        verdict=last.verdict,
        reason=last.reason,
        title=title,
        family=named,
        family_why=listing.reason if listing else "",
        family_seen=FAMILIES[named].SEEN if named in FAMILIES else None,
        rows=len(rows),
        dated=sum(row.date is not None for row in rows),
        newest=max((row.date for row in rows if row.date), default=None),
        next=_next(listing),
        declared_total=listing.declared_total if listing else None,
        declared_pages=listing.declared_pages if listing else None,
        notes=_notes(look, listing),
        reach=_reach(listing),
        partial=_doubts(look, listing, kinds),
        reports=reports,
        folders=[row.title for row in folders],
        columns=_columns(look, page if ok and not folders else None, reports),
        robots=look.robots,
        crawl_delay=look.crawl_delay,
        agent=look.agent,
        rendered=last.rendered,
        tls=look.tls,
        entry=entry,
        entry_yaml=entry_yaml(entry) if entry else None,
    )


def guess_kinds(title: str, rows: Sequence[Row]) -> list[Kind]:
    """What the column is for: the kinds of its reports' titles (not of a stray one), else what its name says."""
    readings = (parse_title(row.title) for row in rows)
    counts = Counter(reading.kind for reading in readings if reading.decision is Decision.REPORT and reading.kind)
    named = kind_of_name(title)
    total = counts.total()
    found = [kind for kind in Kind if counts[kind] and (kind is named or counts[kind] * 4 >= total)]
    return found or [named or Kind.FAZHI_ANNUAL]


def _listing(page: Page, family: str) -> Listing:
    """The rows; where no family is recognised and nothing is found, whichever family finds most."""
    listing = parse_listing(page, family)
    if listing.rows or listing.follow or family != "auto":
        return listing
    tried = [parse_listing(page, name) for name in NAMES]
    best = max(tried, key=lambda other: len(other.rows))
    return best if len(best.rows) >= _FEW else listing


def _report_rows(rows: Sequence[Row], kinds: Sequence[Kind]) -> list[ReportRow]:
    found = []
    for row in rows:
        candidate = judge_candidate(row.title, kinds)
        if candidate.fetch:
            reading = parse_title(row.title)
            found.append(ReportRow(row.url, row.title, row.date, reading.kind, reading.year, candidate.reason))
    return found


def _folders(look: LookResult, rows: Sequence[Row], kinds: Sequence[Kind]) -> list[Row]:
    """The rows that may be folders of reports, and are made like one that proved to be one."""
    pages = [page for step in look.behind if step.verdict == Verdict.OK and (page := page_of(step)) is not None]
    made = {shape_of(page.url) for page in pages if leads_to_list(page, kinds)}
    return [row for row in rows if shape_of(row.url) in made and may_be_folder(row, _address(look), kinds)]


def _notes(look: LookResult, listing: Listing | None) -> list[str]:
    if listing is None:
        return []
    later = listing.rows and _LATER.search(_address(look))
    return [
        *listing.notes,
        *_sent(look),
        *(["later_page: the address looks like a later page; watch the first one"] if later else []),
    ]


def _doubts(look: LookResult, listing: Listing | None, kinds: Sequence[Kind]) -> list[str]:
    """Why a first visit would prove no absence: what the page says, and where it is not what was asked for."""
    if listing is None:
        return []
    found = doubtful_notes(listing.notes, (*listing.rows, *listing.beside), kinds)
    asked, arrived = look.steps[0].url, _address(look)
    away = is_elsewhere(arrived, asked)
    if listing.rows and not names_its_column(
        [listing.face] if listing.face else [], listing.rows, kinds, sent_away=away
    ):
        found.append("not_its_column: nothing on the page says that it is a column of such reports")
    return found


def _sent(look: LookResult) -> list[str]:
    asked, arrived = look.steps[0].url, _address(look)
    away = is_elsewhere(arrived, asked)
    return [f"redirected: {asked} answers with {arrived}; see whether that is the column you mean"] if away else []


def _next(listing: Listing | None) -> str | None:
    if listing is None or listing.next is None:
        return None
    request = listing.next
    return request.url if request.method == "GET" else f"{request.method} {request.url}"


def _reach(listing: Listing | None) -> str | None:
    if listing is None or listing.next is not None or not listing.rows:
        return None
    walk = Walk()
    walk.add(listing)
    return walk.reach


def _columns(look: LookResult, page: Page | None, reports: Sequence[ReportRow]) -> list[Column]:
    """Only where the page is no report column itself."""
    if page is None or (reports and not _is_home(look)):
        return []
    return list(find_columns(page))


def _is_home(look: LookResult) -> bool:
    parts = urlsplit(_address(look))
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def _address(look: LookResult) -> str:
    """The address to watch: past redirects and stubs, but before frames and units, which a visit follows itself."""
    arrived = next((step for step in look.steps if step.verdict != Verdict.REDIRECT_STUB), look.steps[-1])
    return canonical_url(arrived.final_url or arrived.url)


def _entry(look: LookResult, listing: Listing | None, kinds: Sequence[Kind], family: str) -> dict[str, Any]:
    assert listing is not None
    page = page_of(look.steps[-1])
    assert page is not None
    recognised = parse_listing(page, "auto").rows
    needed = family if family != "auto" else "auto" if recognised else listing.family
    render = "browser" if any(step.rendered for step in look.steps) else "auto"
    return propose_entry(_address(look), [str(kind) for kind in kinds], render=render, family=needed, tls=look.tls)


def _step(step: LookStep) -> dict[str, Any]:
    return {
        "url": step.url,
        "method": step.method,
        "final_url": step.final_url,
        "status": step.status,
        "verdict": step.verdict,
        "reason": step.reason,
        "rendered": step.rendered,
        "size": len(step.body) if step.body is not None else None,
    }

"""The records handed from one step of the corridor to the next.

All are frozen and hold plain values only, so that they can be pickled to worker processes, compared in
tests and written as JSON. Dates are ISO 8601 strings (``2025-02-28``), times ISO 8601 with offset. Offsets are
character offsets into ``Text.text``, end exclusive, and ``text[start:end] == quote`` always holds. Those that are made
by the hundred for every document are named tuples, which are cheap to make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from parsers.vocabulary import (
    BlockKind,
    DateBasis,
    Decision,
    FigureKind,
    IdentityVerdict,
    Kind,
    Method,
    PartForm,
    PartRole,
    Qualifier,
    Role,
    Scope,
    Tense,
    ValueBasis,
    Verdict,
)

# --- pages -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a portal: the body after transfer and content decoding, and how it came.

    ``complete``: the transfer said where the body ends (a length that was met, chunks that were ended).
    """

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    fetched_at: str | None = None
    rendered: bool = False
    complete: bool = True


@dataclass(frozen=True, slots=True)
class PageVerdict:
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A further page that a listing points to (most are plain GETs; jpage and ASP.NET pagers POST)."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: an article's address, its whole title, and the date shown beside it (None = none shown)."""

    url: str
    title: str
    date: str | None = None
    date_raw: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A page's own marks of whose it is, "" where there is none: SiteName, SiteDomain's end, 政府网站标识码."""

    name: str
    domain: str
    code: str


@dataclass(frozen=True, slots=True)
class Face:
    """By what a list page is known: its title, its headings and place in the site, what stands around its rows."""

    title: str = ""
    names: tuple[str, ...] = ()
    layout: str = ""


class Lead(StrEnum):
    """What leads from a page of a list to the next one."""

    PAGER = "pager"
    COUNT = "count"  # nothing says that there is one: its address is counted on from this page's
    OLDER = "older"  # a link to what is older, which pages of that may bear as well


@dataclass(frozen=True, slots=True)
class Listing:
    """What one list page says: its rows in order, the page after it, and totals that it declares."""

    family: str
    reason: str
    rows: tuple[Row, ...]
    next: PageRequest | None = None
    declared_total: int | None = None  # rows in the whole list, as the page states them
    declared_pages: int | None = None
    notes: tuple[str, ...] = ()  # e.g. "rows capped at 500", "no dates", "frame followed"
    follow: PageRequest | None = None  # the rows are elsewhere (frame, unit, API): fetch this instead of `next`
    site: Site | None = None
    face: Face | None = None
    folders: tuple[PageRequest, ...] = ()  # years of the same column that are kept apart
    beside: tuple[Row, ...] = ()  # links outside the rows that a yearly report may stand behind; no part of the list
    lead: Lead = Lead.PAGER
    lists: tuple[int, ...] = ()  # how many of the rows each list of the page brought, best first; () for one list


@dataclass(frozen=True, slots=True)
class Attachment:
    url: str
    label: str  # the name a reader sees, repaired; may be ""
    where: str  # body | sibling | frame | viewer | script | row


@dataclass(frozen=True, slots=True)
class Article:
    """A detail page's own fields. ``fields`` holds label -> value pairs as shown (索引号, 文号, 发布机构, 来源 …)."""

    title: str
    fields: Mapping[str, str]
    published_on: str | None
    published_basis: DateBasis
    source: str | None
    site_name: str | None
    site_code: str | None  # 政府网站标识码
    column: str | None  # ColumnName or last breadcrumb
    attachments: tuple[Attachment, ...]
    body_html: str  # the article's own container, cleaned of navigation
    family: str
    notes: tuple[str, ...] = ()
    goes_on: str | None = None  # the address of the next page, where the article is split over several


# --- documents -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """One archived original that belongs to a document."""

    role: Role
    url: str
    body: bytes
    media_type: str | None = None
    label: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    capture_id: int | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """All originals of one document, the detail page first, and what the list and the section said of it.

    ``body_name`` and ``body_region`` are those of the section's body: hints for a title without a place,
    never proof. ``decided`` is a person's decision (`fazhi decide`), which outranks ours.
    """

    url: str
    sources: tuple[Source, ...]
    row_title: str = ""
    row_date: str | None = None
    section_kinds: tuple[Kind, ...] = ()
    body_name: str | None = None
    body_region: str | None = None
    body_parent: str | None = None
    decided: Decision | None = None
    decided_kind: Kind | None = None
    decided_year: int | None = None
    ocr: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell. Blank, "/" and "0" are three things: ``text`` is what stands there, stripped."""

    text: str
    start: int
    end: int
    column_head: str = ""
    row_head: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table row of a text; ``source`` indexes ``Bundle.sources``, pages count from 1."""

    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    source: int = 0
    confidence: float | None = None  # OCR only, 0-1, the lowest line
    cells: tuple[Cell, ...] = ()
    level: int | None = None  # headings: 1 for 一、 2 for （一） 3 for 1.
    turns: tuple[tuple[int, int, int], ...] = ()  # (start, page, source) of each further page that it runs on to

    def place(self, at: int) -> tuple[int | None, int]:
        """(page, source) on which the character at offset ``at`` is printed."""
        found: tuple[int | None, int] = (self.page, self.source)
        for start, page, source in self.turns:
            if start <= at:
                found = (page, source)
        return found


@dataclass(frozen=True, slots=True)
class Text:
    """The report's text. Blocks are in order, do not overlap, and are separated by one newline in ``text``.

    Broken lines and page breaks are joined, page numbers removed, CJK radicals mapped, full-width digits, letters
    and percent signs made half-width. ``others`` are texts of sources that were not chosen (the cover note).
    """

    text: str
    blocks: tuple[Block, ...]
    method: Method
    quality: float  # 0-1: share of recognised characters; for OCR the mean line confidence
    reason: str = ""  # why this source, or why nothing could be read
    others: tuple[tuple[int, str], ...] = ()  # (source index, its text)


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a title alone says. ``issuers`` are as written there, in full where the title gives them in full."""

    decision: Decision
    kind: Kind | None
    year: int | None
    issuers: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a document is, whose and when. ``issuer`` is the body it counts for (the government of a joint report)."""

    decision: Decision
    kind: Kind | None
    reason: str
    title: str
    year: int | None = None
    year_basis: str = ""
    issuer: str | None = None
    issuers: tuple[str, ...] = ()
    issuers_basis: str = ""  # title | signature | letterhead | section
    region: str | None = None  # GB/T 2260, six digits
    doc_number: str | None = None
    published_on: str | None = None
    published_basis: DateBasis = DateBasis.NONE
    signed_on: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    role: PartRole
    heading: str
    form: PartForm
    start: int
    end: int


class Figure(NamedTuple):
    """One quantitative claim. Rates are 0-100, amounts in 元, 万 and 亿 expanded, durations in their own unit.

    ``quote`` is the whole sentence (or table row) and ``start``/``end`` its place; ``at`` is the place of the number
    itself. Figures of a shared head (A、B率均为100%) differ by ``label`` only.
    """

    label: str
    value: float
    unit: str
    kind: FigureKind
    qualifier: Qualifier
    tense: Tense
    period: str | None
    part: PartRole | None
    metric: str | None
    quote: str
    start: int
    end: int
    at: tuple[int, int]
    page: int | None = None
    source: int = 0
    confidence: float | None = None  # OCR only
    words: tuple[str, str, str] = ("", "", "")  # before and after the number in its clause, and the clause before
    step: float = 0.0  # worth of the last printed digit (0.01 for 85.93): what rounding may hide; 0 = exact


class MetricValue(NamedTuple):
    """A figure bound to a catalogue key, or a rate or sum computed from such figures.

    ``figure`` indexes ``Reading.figures`` (None for computed values); ``figures`` lists all that it stands on.
    """

    metric: str
    scope: Scope
    period: str
    value: float
    unit: str
    basis: ValueBasis
    numerator: float | None = None
    denominator: float | None = None
    base: str | None = None  # the metric the rate stands on
    includes_carried_in: bool | None = None
    low: float | None = None  # 95 % Wilson, 0-100
    high: float | None = None
    figure: int | None = None
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingNumber:
    metric: str
    value: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What one identity inside the report came to, with the numbers it stands on."""

    rule: str  # the identity's id, e.g. reconsideration_outcomes
    verdict: IdentityVerdict
    severity: str  # info | notice | warning
    metric: str | None
    numbers: tuple[FindingNumber, ...]
    expected: str
    nearest: str
    text: str  # one Chinese sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one bundle: the corridor's last hand-over before the store."""

    url: str
    text: Text
    report: Report
    parts: tuple[Part, ...] = ()
    figures: tuple[Figure, ...] = ()
    metric_values: tuple[MetricValue, ...] = ()
    findings: tuple[Finding, ...] = ()
    clauses: tuple[int, ...] = ()  # sorted 64-bit hashes of normalised clauses, for recycled text
    parser_version: str = ""
    error: str = ""  # why nothing could be read; the document is kept

"""Records that the database hands out and takes in; plain frozen values, as in `parsers.records`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from db.vocabulary import BodyClass, Change, ExpectationState, Rule, Severity, VisitOutcome
from parsers.vocabulary import Decision, Kind, Role, Verdict

# --- written by the crawler ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """Where an original lies: file (relative to the archive folder), byte range, and its digests.

    ``sha256`` and ``size`` are of the body after transfer and content decoding, ``record_sha256`` of the very bytes
    of the range in the file.
    """

    file: str
    offset: int
    length: int
    sha256: str
    size: int
    record_sha256: str = ""


@dataclass(frozen=True, slots=True)
class CaptureDraft:
    """One fetch, as it goes into `captures`; the chain hashes are added by the store. A failure has no record."""

    run_id: int
    role: Role
    url: str
    fetched_at: str  # the real clock, always
    verdict: Verdict
    visit_id: int | None = None
    section_id: str | None = None
    final_url: str | None = None
    document_url: str | None = None
    label: str | None = None
    position: int | None = None
    http_status: int | None = None
    reason: str | None = None
    media_type: str | None = None
    rendered: bool = False
    record: ArchiveRecord | None = None


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A list row as the spider saw it. ``candidate`` = may be a report, judged from title and row only.

    ``decision`` is that of a row that is none: such a document is not opened, its title is all that is known of it.
    """

    url: str
    title: str
    row_date: str | None
    candidate: bool
    reason: str
    decision: Decision = Decision.NOT_A_REPORT


@dataclass(frozen=True, slots=True)
class KnownDocument:
    url: str
    title: str
    row_date: str | None
    candidate: bool
    listed: bool
    decision: Decision
    fetched_at: str | None
    checked_at: str | None
    first_seen_at: str = ""


@dataclass(frozen=True, slots=True)
class Validator:
    """What a conditional request needs, and the rows' page it stands for."""

    url: str
    etag: str | None
    last_modified: str | None
    sha256: str | None
    capture_id: int | None


@dataclass(frozen=True, slots=True)
class VisitSummary:
    outcome: VisitOutcome
    whole: bool
    unchanged: bool
    pages: int
    rows_seen: int
    declared_total: int | None
    newest_row_on: str | None
    family: str | None
    reason: str | None
    shown_at: str | None = None  # when the portal showed it, where copies were met on the way; None = at the visit
    reach: str | None = None  # of a whole list: the day back to which nothing can have left it, or "all"


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A body as the configuration names it."""

    id: str
    name: str
    cls: BodyClass
    aliases: tuple[str, ...] = ()
    region: str | None = None
    routing_region: str | None = None
    parent: str | None = None
    since: int | None = None
    until: int | None = None
    successor: str | None = None
    watched: bool = True


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section as the configuration names it."""

    id: str
    body: str
    url: str
    kinds: tuple[Kind, ...]


# --- read by reading -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PendingDocument:
    """A fetched document whose originals, or whose reader, changed since it was read.

    ``capture_ids`` are its originals, the detail page first: what `db.documents.load_bundle` loads. ``section_ids``
    are the sections that list it, the one that speaks for it first; ``body_id`` is that section's body.
    """

    url: str
    section_ids: tuple[str, ...]
    body_id: str
    capture_ids: tuple[int, ...]
    why: str  # new | changed | parser | decision | asked

    @property
    def read_before(self) -> bool:
        return self.why != "new"


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing one reading came to. ``change`` is that of a new version, None when there is none.

    ``kept``: the reading came to nothing, and what an earlier one read stays.
    """

    decision: Decision
    report_id: int | None = None
    version_id: int | None = None
    change: Change | None = None
    new_report: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class ReadingDifference:
    """One fact that a new reading of a document would change (`fazhi reread --dry-run`)."""

    url: str
    what: str  # reading | decision | kind | year | title | published_on | … | text | part | figure | metric | finding
    key: str  # which one; "" where there is only one
    old: str | None  # None = not there
    new: str | None

    def __str__(self) -> str:
        name = f"{self.what} {self.key}".strip()
        return f"{self.url}: {name}: {self.old or '(none)'} -> {self.new or '(none)'}"


# --- read by judging -------------------------------------------------------------------------------------------


class VisitFact(NamedTuple):
    """An ended visit. (A named tuple, as `ValueFact` is: a full judging makes 200,000 of them.)"""

    id: int
    section_id: str
    seen_at: str
    outcome: VisitOutcome
    whole: bool
    unchanged: bool
    pages: int
    rows_seen: int
    declared_total: int | None
    newest_row_on: str | None
    reason: str | None
    shown_at: str | None = None  # see `VisitSummary`
    reach: str | None = None  # likewise

    @property
    def evidence_at(self) -> str:
        """The time of which the visit is evidence."""
        return self.shown_at or self.seen_at


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A candidate that is not settled (`unsure`, `unread`), or a decision worth showing."""

    url: str
    section_id: str
    title: str
    decision: Decision
    kind: str | None
    year: int | None
    reason: str
    row_date: str | None
    first_seen_at: str


@dataclass(frozen=True, slots=True)
class SectionFact:
    """``visits`` are ended ones, oldest first: those of the last 120 days, and of the older ones those that words stand
    on: the first and the last whole one, the last good one and where the trouble after it began, and the last walk
    before a report that claims an earlier day was first seen.
    """

    id: str
    body_id: str
    url: str
    kinds: tuple[str, ...]
    state: str
    state_reason: str | None
    last_good_at: str | None
    family: str | None
    visits: tuple[VisitFact, ...]
    pending: tuple[DocumentFact, ...]


class ValueFact(NamedTuple):
    """A metric value with the sentence it stands on (``quote`` of its figure; of a computed value, of its parts).

    A full judging makes 1.7 million of them, and a named tuple costs a fifth of a frozen dataclass.
    """

    id: int
    metric: str
    scope: str
    period: str
    value: float
    basis: str
    numerator: float | None
    denominator: float | None
    base: str | None
    includes_carried_in: bool | None
    qualifier: str
    figure_ids: tuple[int, ...]
    quotes: tuple[str, ...]


class PartlyFact(NamedTuple):
    """A metric that a report states for some months only: ``period`` is 2025-01/2025-06."""

    metric: str
    period: str
    value: float
    figure_id: int
    quote: str


class PriorFact(NamedTuple):
    """A number that a report tells of a year before its own (去年同期480件); ``metric`` is None where it names none."""

    metric: str | None
    period: str | None
    value: float
    figure_id: int
    quote: str


class PartFact(NamedTuple):
    """A part of a report, as `VisitFact` a named tuple."""

    role: str
    heading: str
    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FindingFact:
    id: int
    rule: str
    verdict: str
    severity: str
    metric: str | None
    numbers: tuple[Mapping[str, Any], ...]
    expected: str
    nearest: str
    text: str


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """``broken``: what the portal serves there now where that is worse than what was read: `unreadable` bytes, a
    page that reads `otherwise` and is listed no more, or `attachment_gone` behind a page that still stands; "" for
    none. ``alike``: the report years of all reports that the section's list dates on the same day.
    """

    id: int
    section_id: str | None
    url: str
    published_on: str | None
    published_basis: str | None
    first_seen_at: str
    last_seen_at: str
    state: str
    broken: str = ""
    alike: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionFact:
    id: int
    place_id: int
    number: int
    observed_at: str
    change: str
    text_sha256: str
    method: str
    quality: float
    capture_ids: tuple[int, ...]
    values_key: str = ""  # digest of its actual own-year figures: equal keys = the same numbers


@dataclass(frozen=True, slots=True)
class RevisionFact:
    """A change of figures at one place; a change holds label, metric, old, new, old_quote, new_quote (None = none)."""

    version_id: int
    previous_id: int
    url: str
    observed_at: str
    changes: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report with its current version's contents; of the findings those that disagree."""

    id: int
    kind: str
    year: int
    title: str
    issuers: tuple[str, ...]
    doc_number: str | None
    published_on: str | None
    published_basis: str
    signed_on: str | None
    first_seen_at: str
    baseline: bool
    state: str
    url: str
    notes: tuple[str, ...]
    current_version_id: int | None
    places: tuple[PlaceFact, ...]
    versions: tuple[VersionFact, ...]
    parts: tuple[PartFact, ...]
    values: tuple[ValueFact, ...]
    findings: tuple[FindingFact, ...]
    clauses: tuple[int, ...]
    revisions: tuple[RevisionFact, ...] = ()
    partly: tuple[PartlyFact, ...] = ()
    prior: tuple[PriorFact, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """All that judging needs of one body. ``joint``: reports that count for another body and name this one too.
    ``compiled``: unsettled documents of its parent that hold several reports, and may hold this body's.
    ``succeeded``: reports given under the name that the body had before, or bears now. ``strays``: reports that its
    own sections list and that count for an issuer that nobody configured, or that was no more; ``reason`` is its name.
    """

    id: str
    name: str
    region: str | None
    routing_region: str | None
    cls: str | None
    parent_id: str | None
    watched: bool
    since: int | None
    until: int | None
    sections: tuple[SectionFact, ...]
    reports: tuple[ReportFact, ...]
    joint: tuple[ReportFact, ...] = ()
    compiled: tuple[DocumentFact, ...] = ()
    succeeded: tuple[ReportFact, ...] = ()
    strays: tuple[DocumentFact, ...] = ()


# --- written by judging ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expectation:
    body_id: str
    kind: Kind
    year: int
    due_on: str | None
    state: ExpectationState
    reason: str
    visit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One finding across reports, before it is worded: what a case is opened from.

    ``key`` makes the fingerprint unique beside (body, rule, kind, year, metric). ``data`` feeds the wording.
    ``evidence`` is stored as the contract says: metrics, parts, figures, visits, captures, compared.
    """

    rule: Rule
    severity: Severity
    body_id: str | None
    kind: Kind | None
    year: int | None
    metric: str | None
    data: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    history: bool = False
    final: bool = False  # a fact about a moment (late, revised): does not resolve by itself when not found again
    absorbs: tuple[str, ...] = ()  # the fingerprints of cases that this one tells, too

"""Records of what comes in: what the crawler saw, what the configuration names, and what reading made of it.

Plain frozen values, as in `parsers.records`; those of judging are in `db.records`.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.vocabulary import BodyClass, Change, VisitOutcome
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
    reason: str = ""  # of the decision


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


# --- named by the configuration --------------------------------------------------------------------------------


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


# --- come of reading -------------------------------------------------------------------------------------------


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

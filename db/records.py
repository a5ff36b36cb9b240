"""Records that judging is given and gives back; plain frozen values, as in `parsers.records`.

Those of what comes in are in `db.intake_records`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from db.vocabulary import ExpectationState, Rule, Severity, VisitOutcome
from parsers.vocabulary import Decision, Kind

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
    shown_at: str | None = None  # see `db.intake_records.VisitSummary`
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


class Bearer(NamedTuple):
    """Another body whose report of a kind a section lists. ``cls`` None: of an unknown class."""

    kind: str
    name: str
    cls: str | None
    region: str | None


@dataclass(frozen=True, slots=True)
class SectionFact:
    """``others``: of a kind of which the section lists no report of its own body, and never did, the bodies whose
    reports it lists. ``visits`` are ended ones, oldest first: those of the last 120 days, and of the older ones those
    that words stand on: the first and the last whole one, the last good one and where the trouble after it began, and
    the last walk before a report that claims an earlier day was first seen.
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
    others: tuple[Bearer, ...] = ()


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
    none. ``shut``: the page did not open when it was last asked for. ``alike``: the report years of all reports that
    the section's list dates on the same day.
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
    shut: bool = False
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

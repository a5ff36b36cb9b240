"""Closed vocabularies of the database: row states, rules, severities."""

from __future__ import annotations

from enum import StrEnum


class BodyClass(StrEnum):
    """What a body is; deadlines depend on it (deadlines.yaml)."""

    PROVINCE = "province"
    PREFECTURE_GOVERNMENT = "prefecture_government"
    COUNTY_GOVERNMENT = "county_government"
    TOWNSHIP_GOVERNMENT = "township_government"
    SUBDISTRICT_OFFICE = "subdistrict_office"
    DEPARTMENT = "department"
    MANAGEMENT_ZONE = "management_zone"


class SectionState(StrEnum):
    NEW = "new"
    OK = "ok"
    BLIND = "blind"


class RunOutcome(StrEnum):
    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"


class VisitOutcome(StrEnum):
    OK = "ok"
    PARTIAL = "partial"
    BLIND = "blind"


class ReportState(StrEnum):
    LISTED = "listed"
    UNLISTED = "unlisted"
    WITHDRAWN = "withdrawn"
    UNREADABLE = "unreadable"


class PlaceState(StrEnum):
    LISTED = "listed"
    UNLISTED = "unlisted"
    GONE = "gone"


class Change(StrEnum):
    """What changed between two versions at one place."""

    FIRST = "first"
    FIGURES = "figures"
    TEXT = "text"
    COSMETIC = "cosmetic"


class ExpectationState(StrEnum):
    EXPECTED = "expected"
    DUE_SOON = "due_soon"
    ON_TIME = "on_time"
    LATE = "late"
    FOUND_UNDATED = "found_undated"
    MISSING = "missing"
    CANNOT_TELL = "cannot_tell"
    EXEMPT = "exempt"


class Severity(StrEnum):
    INFO = "info"
    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class AlertState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class AlertEvent(StrEnum):
    """What happened to a case; those marked in `scheduler.tell` are mailed."""

    OPENED = "opened"
    UPDATED = "updated"
    WORSENED = "worsened"
    ESCALATED = "escalated"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"


class MessageState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Rule(StrEnum):
    REPORT_MISSING = "report_missing"
    REPORT_LATE = "report_late"
    DUE_SOON = "due_soon"
    HISTORY_GAP = "history_gap"
    CANNOT_TELL = "cannot_tell"
    SOURCE_BROKEN = "source_broken"
    REPORT_WITHDRAWN = "report_withdrawn"
    REPORT_UNLISTED = "report_unlisted"
    REPORT_MOVED = "report_moved"
    REPORT_REVISED = "report_revised"
    REPORT_UNREADABLE = "report_unreadable"
    REPORT_BACKDATED = "report_backdated"
    TEXTS_DIFFER = "texts_differ"
    DOCUMENT_UNSURE = "document_unsure"
    PART_ABSENT = "part_absent"
    FIGURES_DISAGREE = "figures_disagree"
    CARRY_OVER_DISAGREES = "carry_over_disagrees"
    RATE_REGRESSION = "rate_regression"
    COUNT_CHANGE = "count_change"
    METRIC_DROPPED = "metric_dropped"
    BASE_CHANGED = "base_changed"
    BELOW_NORM = "below_norm"
    RECYCLED_TEXT = "recycled_text"
    DELIVERY_FAILED = "delivery_failed"  # to the operator
    PASS_MISSED = "pass_missed"  # to the operator

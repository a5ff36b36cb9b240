"""The rules: each a small function of one case; the first line of its docstring is what users are told it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db.records import Judgement
from db.vocabulary import Rule
from scheduler.judge.context import Case
from scheduler.judge.rules import arithmetic, changes, documents, dropped, parts, publication, recycled, sources

Check = Callable[[Case], Iterator[Judgement]]

# DELIVERY_FAILED and PASS_MISSED are the operator's and judge no body: `scheduler.tell` and the daemon raise them.
RULES: dict[Rule, Check] = {
    Rule.REPORT_MISSING: publication.check_report_missing,
    Rule.REPORT_LATE: publication.check_report_late,
    Rule.DUE_SOON: publication.check_due_soon,
    Rule.HISTORY_GAP: publication.check_history_gap,
    Rule.CANNOT_TELL: publication.check_cannot_tell,
    Rule.SOURCE_BROKEN: sources.check_source_broken,
    Rule.REPORT_WITHDRAWN: documents.check_report_withdrawn,
    Rule.REPORT_UNLISTED: documents.check_report_unlisted,
    Rule.REPORT_MOVED: documents.check_report_moved,
    Rule.REPORT_REVISED: documents.check_report_revised,
    Rule.REPORT_UNREADABLE: documents.check_report_unreadable,
    Rule.REPORT_BACKDATED: documents.check_report_backdated,
    Rule.TEXTS_DIFFER: documents.check_texts_differ,
    Rule.DOCUMENT_UNSURE: sources.check_document_unsure,
    Rule.PART_ABSENT: parts.check_part_absent,
    Rule.FIGURES_DISAGREE: arithmetic.check_figures_disagree,
    Rule.CARRY_OVER_DISAGREES: arithmetic.check_carry_over_disagrees,
    Rule.RATE_REGRESSION: changes.check_rate_regression,
    Rule.COUNT_CHANGE: changes.check_count_change,
    Rule.BASE_CHANGED: changes.check_base_changed,
    Rule.BELOW_NORM: changes.check_below_norm,
    Rule.METRIC_DROPPED: dropped.check_metric_dropped,
    Rule.RECYCLED_TEXT: recycled.check_recycled_text,
}

"""The life of a case: what a check's finding, or its absence, makes of it. Pure; `scheduler.tell.cases` writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.records import Expectation
from db.vocabulary import AlertEvent, AlertState, ExpectationState, Rule, Severity


class Why(StrEnum):
    """Why the program itself changed a case (``why`` of an event that nobody signed)."""

    PUBLISHED = "published"  # the report was found
    EXEMPT = "exempt"  # the duty does not hold for that year
    PASSED_ON = "passed_on"  # another case tells it now: a missing report that became an old gap
    NOT_WATCHED = "not_watched"  # the configuration does not ask for it any more: nothing was put right
    NOT_FOUND_AGAIN = "not_found_again"
    SNOOZE_OVER = "snooze_over"
    FOUND_AGAIN = "found_again"
    CHANGED_SINCE = "changed_since"  # a person had resolved it, and it says something else now
    BASELINE = "baseline"  # it had been so for long when the section was first looked at


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as it stands. ``confirmed``: nobody found it since it was resolved. ``reminders`` were already sent."""

    rule: Rule
    severity: Severity
    state: AlertState
    digest: str
    snoozed_until: date | None = None
    final: bool = False
    confirmed: bool = False
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding of this check. ``reminders``: how many are due by now (a report missing for a quarter).

    ``baseline``: it was as bad as this already when the section was looked at for the first time.
    """

    severity: Severity
    digest: str
    reminders: int = 0
    baseline: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What to write: the new state, an event if one happened, and whether the case's words are to be stored anew."""

    state: AlertState
    event: AlertEvent | None = None
    why: Why | None = None
    reword: bool = True


# A case that ended for one of these is closed without a mail that would call it put right.
SILENT = frozenset({Why.PASSED_ON, Why.NOT_WATCHED})

Absence = Why | None  # why a finding is absent; None = we could not see, so nothing follows from it


def found(case: Standing | None, sighting: Sighting, today: date) -> Step:
    """What becomes of a case (None: there is none yet) that this check found."""
    if case is None:
        return Step(AlertState.OPEN, AlertEvent.OPENED, Why.BASELINE if sighting.baseline else None)
    if sighting.severity.rank > case.severity.rank and not _held(case, today):
        return Step(AlertState.OPEN, AlertEvent.WORSENED)
    if case.state is AlertState.DISMISSED:
        # Its words stay those that were dismissed: what worsens later is measured against them.
        return Step(AlertState.DISMISSED, reword=False)
    if case.state is AlertState.RESOLVED:
        return _found_though_resolved(case, sighting)
    if _is_awake(case, today):
        return Step(AlertState.OPEN, AlertEvent.REOPENED, Why.SNOOZE_OVER)
    if case.state is not AlertState.SNOOZED and sighting.reminders > case.reminders:
        return Step(case.state, AlertEvent.ESCALATED)
    changed = sighting.digest != case.digest or sighting.severity is not case.severity
    return Step(case.state, AlertEvent.UPDATED if changed else None)


def _found_though_resolved(case: Standing, sighting: Sighting) -> Step:
    """A person's word that it is resolved holds until it says something else, or was gone and came back."""
    if case.confirmed:
        return Step(AlertState.OPEN, AlertEvent.REOPENED, Why.FOUND_AGAIN)
    if sighting.digest != case.digest:
        return Step(AlertState.OPEN, AlertEvent.REOPENED, Why.CHANGED_SINCE)
    return Step(AlertState.RESOLVED, reword=False)


def not_found(case: Standing, absence: Absence, today: date) -> Step:
    """What becomes of a case that this check did not find."""
    if absence is None or case.final:
        if _is_awake(case, today):
            return Step(AlertState.OPEN, AlertEvent.REOPENED, Why.SNOOZE_OVER, reword=False)
        return Step(case.state, reword=False)
    if case.state is AlertState.DISMISSED or (case.state is AlertState.RESOLVED and case.confirmed):
        return Step(case.state, reword=False)
    return Step(AlertState.RESOLVED, AlertEvent.RESOLVED, absence, reword=False)


def _held(case: Standing, today: date) -> bool:
    """Whether a person's word holds though the severity rose: days that merely pass were to be expected."""
    put_off = case.state is AlertState.SNOOZED and not _is_awake(case, today)
    return case.rule is Rule.REPORT_MISSING and (put_off or case.state is AlertState.DISMISSED)


def _is_awake(case: Standing, today: date) -> bool:
    """Whether a snoozed case's day has come."""
    return case.state is AlertState.SNOOZED and (case.snoozed_until is None or case.snoozed_until <= today)


# Cases about a report's absence: that one is not found again may also mean that we went blind, or that another
# case took over. What is expected of the body says which.
_OF_ABSENCE = frozenset({Rule.REPORT_MISSING, Rule.HISTORY_GAP, Rule.CANNOT_TELL, Rule.DUE_SOON})
_NEEDS_SIGHT = frozenset({Rule.REPORT_MISSING, Rule.HISTORY_GAP})

ExpectationStates = Mapping[tuple[str, int], ExpectationState]


def states_of(expectations: Iterable[Expectation]) -> ExpectationStates:
    """The expectations' states by (kind, year)."""
    return {(item.kind, item.year): item.state for item in expectations}


def read_absence(rule: Rule, kind: str | None, year: int | None, states: ExpectationStates) -> Absence:
    """Why a case of this rule, kind and year was not found again; None where we were blind."""
    if rule not in _OF_ABSENCE or kind is None or year is None:
        return Why.NOT_FOUND_AGAIN
    match states.get((kind, year)):
        case ExpectationState.ON_TIME | ExpectationState.LATE | ExpectationState.FOUND_UNDATED:
            return Why.PUBLISHED
        case ExpectationState.EXEMPT:
            return Why.EXEMPT
        case ExpectationState.MISSING:
            return Why.PASSED_ON
        case ExpectationState.CANNOT_TELL:
            return None if rule in _NEEDS_SIGHT else Why.PASSED_ON
        case None:
            return Why.NOT_WATCHED
        case _:
            return Why.NOT_FOUND_AGAIN

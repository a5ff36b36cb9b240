"""The life of a case as a pure decision: every state against being found, worse, changed, gone, or unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import Expectation
from db.vocabulary import AlertEvent, AlertState, ExpectationState, Rule, Severity
from parsers.vocabulary import Kind
from scheduler.tell.life import SILENT, Sighting, Standing, Step, Why, found, not_found, read_absence, states_of

TODAY = date(2026, 4, 1)
CASE = Standing(Rule.COUNT_CHANGE, Severity.WARNING, AlertState.OPEN, "a")
SAME = Sighting(Severity.WARNING, "a")
CHANGED = Sighting(Severity.WARNING, "b")
WORSE = Sighting(Severity.CRITICAL, "b")
MILDER = Sighting(Severity.NOTICE, "a")


def case(state: AlertState, **changes: object) -> Standing:
    until = date(2026, 5, 1) if state is AlertState.SNOOZED else None
    return replace(CASE, **{"state": state, "snoozed_until": until, **changes})


def test_a_first_finding_opens() -> None:
    assert found(None, SAME, TODAY) == Step(AlertState.OPEN, AlertEvent.OPENED)


@pytest.mark.parametrize("state", AlertState)
def test_worse_opens_whatever_was_decided(state: AlertState) -> None:
    assert found(case(state), WORSE, TODAY) == Step(AlertState.OPEN, AlertEvent.WORSENED)


@pytest.mark.parametrize("state", AlertState)
def test_days_that_merely_pass_undo_nobodys_decision(state: AlertState) -> None:
    """A report missing for a month is critical: news, unless somebody called it a false alarm or put it off."""
    step = found(case(state, rule=Rule.REPORT_MISSING), WORSE, TODAY)
    if state is AlertState.DISMISSED:
        assert step == Step(AlertState.DISMISSED, reword=False)
    elif state is AlertState.SNOOZED:
        assert step.state is AlertState.SNOOZED
        awake = case(state, rule=Rule.REPORT_MISSING, snoozed_until=TODAY)
        assert found(awake, WORSE, TODAY) == Step(AlertState.OPEN, AlertEvent.WORSENED)
    else:
        assert step == Step(AlertState.OPEN, AlertEvent.WORSENED)


@pytest.mark.parametrize("state", [AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.SNOOZED])
def test_the_same_again_is_no_event(state: AlertState) -> None:
    assert found(case(state), SAME, TODAY) == Step(state)


@pytest.mark.parametrize("state", [AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.SNOOZED])
@pytest.mark.parametrize("sighting", [CHANGED, MILDER])
def test_what_reads_differently_is_an_update(state: AlertState, sighting: Sighting) -> None:
    assert found(case(state), sighting, TODAY) == Step(state, AlertEvent.UPDATED)


def test_a_dismissed_case_is_silent_and_keeps_the_words_that_were_dismissed() -> None:
    for sighting in (SAME, CHANGED, MILDER, Sighting(Severity.WARNING, "c", reminders=3)):
        assert found(case(AlertState.DISMISSED), sighting, TODAY) == Step(AlertState.DISMISSED, reword=False)
    assert not_found(case(AlertState.DISMISSED), Why.NOT_FOUND_AGAIN, TODAY).event is None


def test_what_a_person_resolved_stays_so_until_it_says_something_else() -> None:
    resolved = case(AlertState.RESOLVED)
    assert found(resolved, SAME, TODAY).event is None
    assert found(resolved, CHANGED, TODAY) == Step(AlertState.OPEN, AlertEvent.REOPENED, Why.CHANGED_SINCE)


def test_what_a_person_resolved_is_confirmed_when_it_is_gone_and_reopens_when_it_comes_back() -> None:
    gone = not_found(case(AlertState.RESOLVED), Why.NOT_FOUND_AGAIN, TODAY)
    assert (gone.state, gone.event) == (AlertState.RESOLVED, AlertEvent.RESOLVED)
    confirmed = case(AlertState.RESOLVED, confirmed=True)
    assert not_found(confirmed, Why.NOT_FOUND_AGAIN, TODAY).event is None
    assert found(confirmed, SAME, TODAY) == Step(AlertState.OPEN, AlertEvent.REOPENED, Why.FOUND_AGAIN)


@pytest.mark.parametrize("state", [AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.SNOOZED])
def test_what_is_gone_is_resolved(state: AlertState) -> None:
    step = not_found(case(state), Why.PUBLISHED, TODAY)
    assert (step.state, step.event, step.why) == (AlertState.RESOLVED, AlertEvent.RESOLVED, Why.PUBLISHED)


@pytest.mark.parametrize("state", AlertState)
def test_blindness_and_facts_about_a_moment_resolve_nothing(state: AlertState) -> None:
    assert not_found(case(state), None, TODAY) == Step(state, reword=False)
    assert not_found(case(state, final=True), Why.NOT_FOUND_AGAIN, TODAY) == Step(state, reword=False)


@pytest.mark.parametrize(("until", "wakes"), [("2026-03-31", True), ("2026-04-01", True), ("2026-04-02", False)])
def test_a_snoozed_case_wakes_on_its_day(until: str, wakes: bool) -> None:
    snoozed = case(AlertState.SNOOZED, snoozed_until=date.fromisoformat(until))
    awake = Step(AlertState.OPEN, AlertEvent.REOPENED, Why.SNOOZE_OVER)
    assert found(snoozed, SAME, TODAY) == (awake if wakes else Step(AlertState.SNOOZED))
    assert (not_found(snoozed, None, TODAY).state is AlertState.OPEN) == wakes


def test_a_reminder_is_told_once_for_each_that_fell_due() -> None:
    reminded = Sighting(Severity.WARNING, "a", reminders=2)
    for state in (AlertState.OPEN, AlertState.ACKNOWLEDGED):
        assert found(case(state, reminders=1), reminded, TODAY) == Step(state, AlertEvent.ESCALATED)
        assert found(case(state, reminders=2), reminded, TODAY) == Step(state)
    # Who put it off did not want to be reminded before the day.
    assert found(case(AlertState.SNOOZED, reminders=1), reminded, TODAY).event is None


def states(state: ExpectationState) -> dict[tuple[str, int], ExpectationState]:
    expectation = Expectation("heping", Kind.FAZHI_ANNUAL, 2024, "2025-03-31", state, "")
    return dict(states_of([expectation]))


@pytest.mark.parametrize(
    ("rule", "state", "why"),
    [
        (Rule.REPORT_MISSING, ExpectationState.ON_TIME, Why.PUBLISHED),
        (Rule.REPORT_MISSING, ExpectationState.LATE, Why.PUBLISHED),
        (Rule.REPORT_MISSING, ExpectationState.FOUND_UNDATED, Why.PUBLISHED),
        (Rule.REPORT_MISSING, ExpectationState.EXEMPT, Why.EXEMPT),
        (Rule.REPORT_MISSING, ExpectationState.CANNOT_TELL, None),  # we went blind: it may still be missing
        (Rule.REPORT_MISSING, ExpectationState.MISSING, Why.PASSED_ON),  # a newer year is due: now an old gap
        (Rule.HISTORY_GAP, ExpectationState.CANNOT_TELL, None),
        (Rule.HISTORY_GAP, ExpectationState.MISSING, Why.PASSED_ON),
        (Rule.CANNOT_TELL, ExpectationState.MISSING, Why.PASSED_ON),
        (Rule.CANNOT_TELL, ExpectationState.ON_TIME, Why.PUBLISHED),
        (Rule.DUE_SOON, ExpectationState.MISSING, Why.PASSED_ON),
        (Rule.DUE_SOON, ExpectationState.CANNOT_TELL, Why.PASSED_ON),
        (Rule.DUE_SOON, ExpectationState.ON_TIME, Why.PUBLISHED),
        (Rule.DUE_SOON, ExpectationState.EXPECTED, Why.NOT_FOUND_AGAIN),
        (Rule.COUNT_CHANGE, ExpectationState.CANNOT_TELL, Why.NOT_FOUND_AGAIN),  # stands on stored reports
    ],
)
def test_why_a_case_is_not_found_again(rule: Rule, state: ExpectationState, why: Why | None) -> None:
    assert read_absence(rule, "fazhi_annual", 2024, states(state)) is why


def test_a_case_that_nothing_expects_any_more_is_closed_but_not_called_put_right() -> None:
    assert read_absence(Rule.REPORT_MISSING, "fazhi_annual", 2019, {}) is Why.NOT_WATCHED
    assert Why.NOT_WATCHED in SILENT


standings = st.builds(
    Standing,
    rule=st.just(Rule.COUNT_CHANGE),
    severity=st.sampled_from(Severity),
    state=st.sampled_from(AlertState),
    digest=st.sampled_from("ab"),
    snoozed_until=st.none() | st.dates(TODAY - timedelta(3), TODAY + timedelta(3)),
    final=st.booleans(),
    confirmed=st.booleans(),
    reminders=st.integers(0, 3),
)
sightings = st.builds(Sighting, st.sampled_from(Severity), st.sampled_from("ab"), st.integers(0, 3))


@given(standings, sightings)
def test_any_change_of_state_is_an_event_and_worse_is_never_silent(standing: Standing, sighting: Sighting) -> None:
    step = found(standing, sighting, TODAY)
    assert step.event is not None or step.state is standing.state
    if sighting.severity.rank > standing.severity.rank:
        assert step.event is AlertEvent.WORSENED


@given(standings, st.none() | st.sampled_from(Why))
def test_not_found_never_opens_but_by_waking(standing: Standing, why: Why | None) -> None:
    step = not_found(standing, why, TODAY)
    assert step.event is not None or step.state is standing.state
    if step.state is AlertState.OPEN and standing.state is not AlertState.OPEN:
        assert step.why is Why.SNOOZE_OVER
    if why is None or standing.final:
        assert step.state in (standing.state, AlertState.OPEN)


@given(standings, sightings)
def test_found_again_unchanged_nothing_more_happens(standing: Standing, sighting: Sighting) -> None:
    step = found(standing, sighting, TODAY)
    known = step.reword
    after = replace(
        standing,
        state=step.state,
        severity=sighting.severity if known else standing.severity,
        digest=sighting.digest if known else standing.digest,
        reminders=sighting.reminders if known else standing.reminders,
    )
    assert found(after, sighting, TODAY).event is None

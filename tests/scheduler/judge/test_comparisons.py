"""The alert policy: what is compared with what, and how sure it has to be before anything is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import Judgement, PriorFact
from db.vocabulary import Rule, Severity
from parsers.metrics import catalogue
from scheduler.judge import load_thresholds
from scheduler.judge.rules.dropped import independent
from tests.scheduler.judge.build import body, found, judge, report
from tests.scheduler.judge.test_wording import worded

Numbers = dict[str, Any]


def compare(old: Numbers, new: Numbers, *, years: tuple[int, int] = (2024, 2025), **more: Any) -> list[Judgement]:
    """All that is said of the figures of two reports."""
    verdict = judge(body(report(years[0], old, **more), report(years[1], new, **more)))
    return [item for item in verdict.judgements if item.rule not in (Rule.HISTORY_GAP, Rule.DUE_SOON)]


def said(judgements: list[Judgement]) -> set[tuple[str, str | None, str]]:
    return {(item.rule, item.metric, item.severity) for item in judgements}


RATE = "mediation_success_rate"


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ("480/500", "450/500", "warning"),
        ("756/766", "790/812", "notice"),  # p = 0.051, 1.4 points
        ("496/500", "493/500", None),  # 0.6 points
        ("29/29", "15/29", None),  # fewer than 30: no trend, however large
        ("30/30", "15/30", "warning"),
        ("450/500", "480/500", None),  # better
        ("9900/10000", "9830/10000", "notice"),  # sure, but 0.7 points: see below
    ],
)
def test_rates(old: str, new: str, severity: str | None) -> None:
    cases = [item for item in compare({RATE: old}, {RATE: new}) if item.rule is Rule.RATE_REGRESSION]
    if old == "9900/10000":
        severity = None
    assert [item.severity for item in cases] == ([severity] if severity else [])


def test_a_large_sample_needs_two_points_for_a_warning() -> None:
    assert said(compare({RATE: "9900/10000"}, {RATE: "9750/10000"})) == {("rate_regression", RATE, "notice")}


def test_two_sided_rates_give_a_notice_either_way() -> None:
    key = "reconsideration_correction_rate"
    for old, new in (("10/200", "40/200"), ("40/200", "10/200")):
        assert said(compare({key: old}, {key: new})) == {("rate_regression", key, "notice")}


def test_false_discoveries_are_controlled_over_all_rates_of_the_two_reports() -> None:
    """The same p is a warning alone, and a notice among rates that did not move."""
    one = ({RATE: "290/300"}, {RATE: "278/300"})
    assert said(compare(*one)) == {("rate_regression", RATE, "warning")}
    still = [
        metric.key
        for metric in catalogue().metrics.values()
        if metric.kind == "rate" and metric.regression == "fall" and metric.tier == 1 and metric.key != RATE
        and metric.numerator and metric.key not in ("reconsideration_closure_rate", "head_appearance_rate")
    ]  # fmt: skip
    assert len(still) >= 4
    quiet = dict.fromkeys(still, "150/200")
    judged = compare({**one[0], **quiet}, {**one[1], **quiet})
    (case,) = [item for item in judged if item.metric == RATE]
    assert 0.02 < case.evidence["compared"]["p"] < 0.05
    assert case.evidence["compared"]["q"] > 0.1
    assert case.severity == "notice"


def test_tier_two_is_stored_and_shown_but_never_alerts() -> None:
    assert compare({"market_entities_total": 85000, "one_thing_cases": 30000}, {"market_entities_total": 100}) == []


def test_a_rate_stated_without_counts_is_not_tested() -> None:
    assert compare({"law_exam_pass_rate": 100}, {"law_exam_pass_rate": 60}) == []


def test_only_the_newest_earlier_report_counts() -> None:
    facts = body(
        report(2023, {RATE: "495/500"}), report(2024, {RATE: "470/500"}), report(2025, {RATE: "472/500"}), since=2023
    )
    years = [item.year for item in found(facts, Rule.RATE_REGRESSION)]
    assert years == [2024]


def test_a_step_of_two_years_is_said() -> None:
    (case,) = compare({RATE: "480/500"}, {RATE: "450/500"}, years=(2023, 2025))
    assert (case.data["step"], case.data["before_year"]) == (2, 2023)


def test_a_stated_rate_is_as_exact_as_its_counts() -> None:
    new = {"mediation_cases": 500, RATE: "450/500"}
    assert said(compare({"mediation_cases": 500, RATE: "500/500"}, new)) == {("rate_regression", RATE, "warning")}
    assert compare({"mediation_cases": {"value": 500, "qualifier": "gt"}, RATE: "500/500"}, new) == []


def test_a_rate_computed_against_what_the_report_states_is_not_compared() -> None:
    key = "file_review_90_plus_rate"
    old, counted = {key: "102/120"}, {"of": "76/120", "basis": "computed"}
    assert said(compare(old, {key: counted})) == {("rate_regression", key, "warning")}
    assert said(compare(old, {key: 63, f"{key}@2": counted})) == {("rate_regression", key, "warning")}
    assert compare(old, {key: 85, f"{key}@2": counted}) == []


BASES: dict[str, tuple[Numbers, Numbers]] = {
    "another base": (
        {RATE: {"of": "480/500", "base": "mediation_cases"}},
        {RATE: {"of": "450/500", "base": "disputes_found"}},
    ),
    "carried in": ({RATE: "480/500"}, {RATE: {"of": "450/500", "includes_carried_in": True}}),
    "another scope": ({RATE: {"of": "480/500", "scope": "area"}}, {RATE: "450/500"}),
    "a count with carried-in cases": (
        {"litigation_cases": 40},
        {"litigation_cases": {"value": 120, "includes_carried_in": True}},
    ),
    "a count up to now": (
        {"legal_aid_cases": 553},
        {"legal_aid_cases": {"value": 330, "quotes": ("截止目前，办理法律援助案件330件。",)}},
    ),
    "a rate up to now": (
        {RATE: {"of": "480/500", "quotes": ("截至目前，调解500件，成功480件。",)}},
        {RATE: "450/500"},
    ),
    "a count of another scope": ({"litigation_cases": 40}, {"litigation_cases": {"value": 120, "scope": "area"}}),
    **{
        f"of a part: {sentence}": (
            {"file_review_90_plus_rate": "102/120"},
            {
                "file_review_90_plus_rate": {"of": "76/120", "basis": "computed", "quotes": (sentence,)},
                "file_review_total": 120,
            },
        )
        for sentence in (
            "评查案卷120份，其中行政处罚案卷80份，优秀76份。",
            "评查案卷120份，其中A类案卷80份，优秀76份，B类案卷40份，优秀26份。",
            "评查案卷120份，行政处罚案卷80份，优秀76份；行政许可案卷40份，优秀26份。",
            "评查案卷120份，城区优秀76份，乡镇优秀26份。",
            "县级评查案卷120份，优秀76份；市级抽查案卷60份，优秀58份。",
        )
    },
    "closed of a part": (
        {"reconsideration_closure_rate": "140/150"},
        {
            "reconsideration_accepted": 150,
            "reconsideration_closed": 45,
            "reconsideration_closure_rate": {
                "of": "45/150",
                "basis": "computed",
                "base": "reconsideration_workload",
                "quotes": ("行政复议受理150件，其中涉企案件50件，审结45件。",),
            },
        },
    ),
    "a count that leaves some out": (
        {"legal_aid_cases": 553},
        {"legal_aid_cases": {"value": 330, "quotes": ("办理法律援助案件330件（不含刑事法律援助案件210件）。",)}},
    ),
    "a count of new cases": (
        {"legal_aid_cases": 553},
        {"legal_aid_cases": {"value": 330, "quotes": ("新受理法律援助案件330件，结转办理220件。",)}},
    ),
    "a part whose whole is not in sight": (
        {"legal_aid_cases": 553},
        {"legal_aid_cases": {"value": 330, "quotes": ("其中，县法律援助中心办理330件，各工作站办理210件。",)}},
    ),
    "a count of a part": (
        {"litigation_lost": 2},
        {"litigation_lost": {"value": 45, "quotes": ("行政应诉案件160件，其中行政处罚类案件60件，败诉45件。",)}},
    ),
}


@pytest.mark.parametrize("name", BASES)
def test_what_is_not_comparable_is_not_compared_and_said_for_information(name: str) -> None:
    judged = compare(*BASES[name])
    assert [(item.rule, item.severity) for item in judged] == [(Rule.BASE_CHANGED, Severity.INFO)]


BEFORE = (
    ("成功450件，去年同期成功480件。", 480),
    ("调解500件，成功450件，2024年调解成功480件。", 480),
    ("调解成功450件，较2024年调解成功480件减少30件。", 480),
)


@pytest.mark.parametrize(("sentence", "number"), BEFORE)
def test_the_year_before_told_in_the_same_sentence_is_no_other_part(sentence: str, number: float) -> None:
    after = report(2025, {RATE: {"of": "450/500", "basis": "computed", "quotes": (sentence,)}})
    told = replace(after, prior=(PriorFact("mediation_success", "2024", number, 1, sentence),))
    for one, rule in ((told, Rule.RATE_REGRESSION), (after, Rule.BASE_CHANGED)):
        assert [item.rule for item in judge(body(report(2024, {RATE: "480/500"}), one)).judgements] == [rule]


def test_counts_whose_rate_the_report_states_are_of_the_whole() -> None:
    sentence = "调解纠纷500件，调解成功450件，调解成功率90%；行业性调解组织调解成功95件。"
    counted = {"of": "450/500", "basis": "computed", "quotes": (sentence,)}
    stated = {"of": "450/500", "quotes": (sentence,)}
    old = {RATE: "480/500"}
    assert said(compare(old, {RATE: counted})) == {("base_changed", RATE, "info")}
    assert said(compare(old, {RATE: stated, f"{RATE}@2": counted})) == {("rate_regression", RATE, "warning")}


RETOLD = (
    ("办理法律援助案件330件（2024年为275件）。", 275, "275"),
    ("办理法律援助案件330件，较上年275件增长20%。", 275, "275"),
    ("办理法律援助案件330件，同比增长20%。", None, "275"),
    ("办理法律援助案件同比增长20%，达330件。", None, "275"),
    ("办理法律援助案件330件，较上年减少20件。", None, "350"),
    ("办理法律援助案件330件，同比下降40.3%。", None, ""),
    ("办理法律援助案件330件，较去年减少223件。", None, ""),
    ("办理法律援助案件330件（2024年为553件）。", 553, ""),
    ("办理法律援助案件330件，接受咨询同比增长20%。", None, ""),
    ("接受咨询900人次，同比增长20%，办理法律援助案件330件。", None, ""),
)


@pytest.mark.parametrize(("sentence", "prior", "told"), RETOLD)
def test_a_year_that_the_next_report_tells_otherwise_is_no_fall(sentence: str, prior: float | None, told: str) -> None:
    after = report(2025, {"legal_aid_cases": {"value": 330, "quotes": (sentence,)}})
    if prior:
        after = replace(after, prior=(PriorFact(None, "2024", prior, 1, sentence),))
    (case,) = judge(body(report(2024, {"legal_aid_cases": 553}), after)).judgements
    assert case.rule is (Rule.BASE_CHANGED if told else Rule.COUNT_CHANGE)
    assert str(case.data.get("changed", [{}])[0].get("told", "")) == told
    if told:
        assert f"推算）是{told}，与2024年报告不符" in worded(case).explanation


WHOLE = (
    "评查案卷120份，优秀76份，其中行政处罚案卷优秀40份，行政许可案卷优秀36份。",
    "评查案卷120份（其中行政处罚案卷80份），优秀76份。",
    "评查案卷120份，其中行政处罚案卷80份；全部案卷中优秀76份。",
    "评查案卷120份，行政处罚案卷优秀40份，行政许可案卷优秀36份，共优秀76份。",
    "抽取案卷150份，其中评查120份，优秀76份。",
    "评查案卷120份，优秀76份，截至目前整改问题30个。",
    "截至目前整改问题30个；评查案卷120份，优秀76份。",
    "截至目前整改问题30个，全年评查案卷120份，优秀76份。",
)


@pytest.mark.parametrize("sentence", WHOLE)
def test_what_is_told_of_the_whole_year_and_the_whole_is_compared(sentence: str) -> None:
    key = "file_review_90_plus_rate"
    new = {key: {"of": "76/120", "basis": "computed", "quotes": (sentence,)}, "file_review_total": 120}
    assert said(compare({key: "102/120"}, new)) == {("rate_regression", key, "warning")}


def test_of_several_readings_the_comparable_one_is_taken() -> None:
    key = "reconsideration_acceptance_rate"
    new = {
        key: {"of": "100/128", "includes_carried_in": True},
        f"{key}@2": {"of": "100/116", "includes_carried_in": False},
    }
    judged = compare({key: "151/162"}, new)
    assert said(judged) == {("rate_regression", key, "notice")}
    assert judged[0].evidence["compared"]["new"]["denominator"] == 116


CLOSURE = "reconsideration_closure_rate"


def test_closure_over_the_workload_with_last_years_inferred() -> None:
    old = {"reconsideration_accepted": 151, "reconsideration_closed": 144, CLOSURE: {"of": "144/151"}}
    new = {"reconsideration_carried_in": 12, "reconsideration_accepted": 100, "reconsideration_closed": 92}
    (case,) = [item for item in compare(old, new) if item.rule is Rule.RATE_REGRESSION]
    compared = case.evidence["compared"]
    assert (case.metric, case.severity) == (CLOSURE, "warning")
    assert [(compared[side]["numerator"], compared[side]["denominator"]) for side in ("old", "new")] == [
        (144, 156),
        (92, 112),
    ]
    assert compared["base_inferred"]
    assert list(case.data["lines"]) == [{"metric": "reconsideration_pending", "old": 12, "new": 20}]


def test_closure_over_two_years_is_not_inferred() -> None:
    old = {"reconsideration_accepted": 151, "reconsideration_closed": 144}
    new = {"reconsideration_carried_in": 12, "reconsideration_accepted": 100, "reconsideration_closed": 92}
    assert not [item for item in compare(old, new, years=(2023, 2025)) if item.rule is Rule.RATE_REGRESSION]


def test_closure_is_not_worked_out_from_round_counts() -> None:
    old = {"reconsideration_accepted": {"value": 1510, "qualifier": "gt"}, "reconsideration_closed": 1440}
    new = {"reconsideration_carried_in": 120, "reconsideration_accepted": 1000, "reconsideration_closed": 920}
    assert not [item for item in compare(old, new) if item.rule is Rule.RATE_REGRESSION]


def test_closure_with_both_workloads_stated() -> None:
    old = {"reconsideration_carried_in": 5, "reconsideration_accepted": 151, "reconsideration_closed": 144}
    new = {"reconsideration_carried_in": 12, "reconsideration_accepted": 100, "reconsideration_closed": 92}
    (case,) = [item for item in compare(old, new) if item.rule is Rule.RATE_REGRESSION]
    assert not case.evidence["compared"]["base_inferred"]


def test_accepted_that_holds_carried_in_cases_is_no_workload() -> None:
    old = {"reconsideration_accepted": 151, "reconsideration_closed": 144}
    accepted = {"value": 112, "includes_carried_in": True}
    new = {"reconsideration_carried_in": 12, "reconsideration_accepted": accepted, "reconsideration_closed": 92}
    assert not [item for item in compare(old, new) if item.rule is Rule.RATE_REGRESSION]


def test_a_rate_tells_its_counts_and_its_complement() -> None:
    old = {
        "litigation_win_rate": "190/200",
        "litigation_loss_rate": "10/200",
        "litigation_lost": 10,
        "litigation_won": 190,
    }
    new = {
        "litigation_win_rate": "150/200",
        "litigation_loss_rate": "50/200",
        "litigation_lost": 50,
        "litigation_won": 150,
    }
    assert said(compare(old, new)) == {("rate_regression", "litigation_loss_rate", "warning")}


def test_pending_cases_never_alert_alone() -> None:
    assert compare({"reconsideration_pending": 5}, {"reconsideration_pending": 500}) == []


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        (553, 347, "warning"),
        (347, 553, None),  # the good way
        (1000, 850, None),  # sure, but less than 20 %
        (20, 10, None),  # half, but noise
        (0, 0, None),
        (100, 0, "notice"),  # one of them is small: no trend
        (2000, 30, "warning"),
        ({"value": 553, "qualifier": "gt"}, 347, "warning"),  # 余: counted all the same
        ({"value": 553, "qualifier": "ge"}, 347, None),  # 以上: a bound, not a count
    ],
)
def test_counts(old: Any, new: Any, severity: str | None) -> None:
    cases = compare({"legal_aid_cases": old}, {"legal_aid_cases": new})
    assert [item.severity for item in cases if item.rule is Rule.COUNT_CHANGE] == ([severity] if severity else [])


def test_neutral_counts_never_alert() -> None:
    assert compare({"mediation_cases": 1000, "inspections": 13000}, {"mediation_cases": 10, "inspections": 1}) == []


def test_what_was_read_badly_is_neither_compared_nor_missed() -> None:
    assert (
        compare({"legal_aid_cases": 553, RATE: "480/500"}, {"legal_aid_cases": 3}, method="pdf_ocr", quality=0.6) == []
    )


def test_nothing_of_the_statistics_is_critical() -> None:
    judged = compare({RATE: "5000/5000", "legal_aid_cases": 90000}, {RATE: "1/5000", "legal_aid_cases": 100})
    assert {item.severity for item in judged} == {"warning"}


def test_thresholds_are_data() -> None:
    values = load_thresholds().model_dump()
    values["count"]["share"] = 0.5
    own = type(load_thresholds()).model_validate(values)
    facts = body(report(2024, {"legal_aid_cases": 553}), report(2025, {"legal_aid_cases": 347}))
    assert len(found(facts, Rule.COUNT_CHANGE)) == 1
    assert found(facts, Rule.COUNT_CHANGE, thresholds=own) == []


def test_independent_items() -> None:
    metrics = catalogue().metrics
    outcomes = [metrics[f"reconsideration_{name}"] for name in ("upheld", "rejected", "illegal", "ordered", "settled")]
    assert independent(outcomes) == 1  # one breakdown
    enforcement = ("licences_granted", "penalties_simple", "penalties_ordinary", "coercive_measures", "inspections")
    assert independent([metrics[name] for name in enforcement]) == 4  # the two procedures are parts of one total


def test_single_drops_are_one_case_and_a_block_another() -> None:
    block = ("licences_granted", "penalties_simple", "penalty_amount", "coercive_measures", "inspections")
    old = {**dict.fromkeys(block, 100), "normative_docs_issued": 5, "file_review_total": 50, "legal_aid_cases": 300}
    judged = compare(old, {"legal_aid_cases": 300})
    assert [(item.severity, len(item.data["dropped"])) for item in judged] == [("warning", 5), ("notice", 2)]


@given(st.integers(1, 3000), st.integers(1, 3000), st.data())
def test_better_never_alerts(n: int, m: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    better = data.draw(st.integers(-(-k * m // n), m))
    cases = compare({RATE: f"{k}/{n}"}, {RATE: f"{better}/{m}"})
    assert [item for item in cases if item.rule is Rule.RATE_REGRESSION] == []


def test_carry_over_reads_the_pending_cases_in_every_plausible_way() -> None:
    old = {"reconsideration_received": 162, "reconsideration_accepted": 151, "reconsideration_closed": 144}
    for carried, agrees in ((7, True), (18, True), (12, False)):
        judged = compare(old, {"reconsideration_carried_in": carried})
        assert (Rule.CARRY_OVER_DISAGREES not in {item.rule for item in judged}) is agrees
    with_carried = {**old, "reconsideration_carried_in": 5}
    judged = compare(with_carried, {"reconsideration_carried_in": 12})
    assert Rule.CARRY_OVER_DISAGREES not in {item.rule for item in judged}


@pytest.mark.parametrize(
    "old",
    [
        {
            "reconsideration_accepted": 100,
            "reconsideration_closed": 120,
        },  # more closed than accepted: carry-in unstated
        {"reconsideration_accepted": {"value": 151, "qualifier": "gt"}, "reconsideration_closed": 144},
        {"reconsideration_closed": 144},
    ],
    ids=["negative", "about", "no intake"],
)
def test_carry_over_without_a_plausible_reading_says_nothing(old: Numbers) -> None:
    judged = compare(old, {"reconsideration_carried_in": 12})
    assert Rule.CARRY_OVER_DISAGREES not in {item.rule for item in judged}


def test_carry_over_is_asked_of_following_years_only() -> None:
    old = {"reconsideration_accepted": 151, "reconsideration_closed": 144}
    judged = compare(old, {"reconsideration_carried_in": 12}, years=(2023, 2025))
    assert Rule.CARRY_OVER_DISAGREES not in {item.rule for item in judged}


def test_of_several_values_of_one_metric_only_the_like_are_compared() -> None:
    assert said(compare({"legal_aid_cases": 553, "legal_aid_cases@2": 500}, {"legal_aid_cases": 200}))
    assert not compare(
        {"legal_aid_cases": 553, "legal_aid_cases@2": 200}, {"legal_aid_cases": 198, "legal_aid_cases@2": 560}
    )
    assert not compare({RATE: "480/500", f"{RATE}@2": "150/300"}, {RATE: "152/300", f"{RATE}@2": "482/500"})

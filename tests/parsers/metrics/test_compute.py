"""Computed values: each with its numerator, denominator, base and interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.metrics.compute import wilson
from parsers.metrics.rounding import fits, rounds, truncates
from parsers.vocabulary import ValueBasis
from tests.parsers.figures.samples import computed, read, stated


def test_wilson_of_known_shares() -> None:
    assert wilson(14, 15) == pytest.approx((70.2, 98.8), abs=0.05)
    assert wilson(4, 5) == pytest.approx((37.6, 96.4), abs=0.05)
    assert wilson(35, 35) == pytest.approx((90.1, 100), abs=0.05)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_its_share(pair: tuple[int, int]) -> None:
    successes, total = pair
    low, high = wilson(successes, total)
    assert 0 <= low <= 100 * successes / total + 1e-3
    assert 100 * successes / total - 1e-3 <= high <= 100


@pytest.mark.parametrize(
    ("printed", "exact", "rounded", "cut"),
    [
        (97.3, 97.2906, True, False),
        (98.6, 98.6945, False, True),
        (93.3, 93.3333, True, True),
        (94, 93.3333, False, False),
    ],
)
def test_rounding_and_cutting(printed: float, exact: float, rounded: bool, cut: bool) -> None:
    step = 1 if printed == int(printed) else 0.1
    assert (rounds(printed, exact, step), truncates(printed, exact, step)) == (rounded, cut)
    assert fits(printed, exact, step) is (rounded or cut)


CASES = (
    "行政复议全年收案128件（含2023年结转12件），受理100件，不予受理16件，审结92件，维持53件，驳回5件，确认违法6件，"
    "责令履行5件；通过调解、和解方式实质化解争议23件，调解和解率达25%。"
)


def test_carried_in_cases_leave_the_base() -> None:
    found = computed(CASES)
    received, acceptance = found["reconsideration_received"], found["reconsideration_acceptance_rate"]
    assert (received.value, received.includes_carried_in) == (116, False)
    assert (acceptance.numerator, acceptance.denominator, acceptance.base) == (100, 116, "reconsideration_received")
    assert acceptance.value == pytest.approx(86.2069)
    assert (acceptance.low, acceptance.high) == pytest.approx((78.8, 91.3), abs=0.05)


def test_closure_stands_on_the_workload() -> None:
    closure = computed(CASES)["reconsideration_closure_rate"]
    assert (closure.numerator, closure.denominator, closure.base) == (92, 112, "reconsideration_workload")
    assert computed(CASES)["reconsideration_pending"].value == 20


def test_closure_without_carried_in_says_its_other_base() -> None:
    found = computed("共收到行政复议申请35件，受理35件，审结25件。")
    closure, pending = found["reconsideration_closure_rate"], found["reconsideration_pending"]
    assert (closure.denominator, closure.base) == (35, "reconsideration_accepted")
    assert (pending.value, pending.base) == (10, "reconsideration_accepted")


def test_a_blank_is_no_zero() -> None:
    assert computed(CASES)["reconsideration_corrected"].value == 11  # all outcomes are listed: what is not there is 0
    assert "reconsideration_corrected" not in computed("行政复议审结92件，其中维持53件，确认违法6件。")


def test_a_stated_rate_knows_its_base() -> None:
    _, values, _ = read("共收到行政复议申请162件,受理151件,审结144件,结案率达88.89%。")
    rate = next(v for v in values if v.metric == "reconsideration_closure_rate" and v.basis is ValueBasis.STATED)
    assert (rate.numerator, rate.denominator, rate.base) == (144, 162, "reconsideration_received")
    _, values, _ = read(
        "收到行政复议申请172件，案前调解24件，受理142件，受理率95.9%（案前调解的不计入），不予受理6件。"
    )
    rate, over = [value for value in values if value.metric == "reconsideration_acceptance_rate"]
    assert (rate.numerator, rate.denominator, rate.base) == (142, 148, None), "not a rate over all that was received"
    assert (over.numerator, over.denominator, over.base) == (142, 172, "reconsideration_received")


def test_penalties_are_the_sum_of_both_procedures() -> None:
    found = computed("办理适用简易程序的行政处罚案件510件，适用一般程序的行政处罚案件1086件。")
    assert found["penalties_total"].value == 1596
    assert len(found["penalties_total"].figures) == 2


def test_computed_values_point_to_figures() -> None:
    figures, values, _ = read(CASES)
    for value in values:
        assert value.figures
        assert all(0 <= index < len(figures) for index in value.figures)


@pytest.mark.parametrize(
    ("sentence", "flag", "workload", "pending"),
    [
        ("受理行政复议案件88件（其中上年结转10件），审结80件。", True, 88, 8),
        ("受理行政复议案件88件，其中2023年结转10件，审结80件。", True, 88, 8),
        ("受理行政复议案件88件（含10件系上年结转），审结80件。", True, 88, 8),
        ("受理行政复议案件88件，上年结转10件，审结80件。", None, 98, 18),
        ("受理行政复议案件88件（其中结转下年18件），上年结转10件，审结80件。", None, 98, 18),
    ],
)
def test_cases_accepted_that_hold_those_carried_in_are_all_there_are(
    sentence: str, flag: bool | None, workload: float, pending: float
) -> None:
    _, values, _ = read(sentence)
    accepted = next(value for value in values if value.metric == "reconsideration_accepted")
    assert accepted.includes_carried_in is flag
    found = computed(sentence)
    rate = found["reconsideration_closure_rate"]
    assert found["reconsideration_workload"].value == workload == rate.denominator
    assert [value.value for value in values if value.metric == "reconsideration_pending"] == [pending]
    assert ("reconsideration_accepted" in found) is (flag is True)


def test_the_acceptance_rate_leaves_out_what_another_year_accepted() -> None:
    rate = computed("收到行政复议申请90件，受理88件（其中上年结转10件），审结80件。")["reconsideration_acceptance_rate"]
    assert (rate.numerator, rate.denominator) == (78, 90)


@pytest.mark.parametrize(
    ("sentence", "rate"),
    [
        ("全县各级人民调解组织共排查矛盾纠纷1800件，调解成功1500件。", None),
        ("全年共排查出各类矛盾纠纷1800件，调解成功1500件，调解成功率83.3%。", None),
        ("全年共排查矛盾纠纷1800件，调解1520件，调解成功1500件。", 1520),
        ("全年共排查化解矛盾纠纷1800件，调解成功1500件。", 1800),
        ("全年共排查调处各类矛盾纠纷1800件，调解成功1500件。", 1800),
    ],
)
def test_no_rate_stands_on_disputes_that_were_only_found(sentence: str, rate: float | None) -> None:
    _, values, _ = read(sentence)
    bases = {value.denominator for value in values if value.metric == "mediation_success_rate"}
    assert bases <= {rate}
    assert (rate is None) == (not any(bases))


@pytest.mark.parametrize(
    ("sentence", "metric", "value"),
    [
        ("第一次评查案卷126卷，优秀31卷；第二次评查案卷98卷，优秀26卷。", "file_review_score_90_plus", 57),
        ("第一批评查案卷126卷，优秀31卷；第二批评查案卷98卷。", "file_review_score_90_plus", None),
        ("审结行政复议案件166件，撤销或变更12件，确认违法5件，责令履行3件。", "reconsideration_corrected", 20),
        ("审结行政复议案件166件，撤销9件、变更1件、确认违法5件、责令履行2件。", "reconsideration_corrected", 17),
        ("审结行政复议案件166件，撤销或变更12件，占比7.2%；确认违法5件。", "reconsideration_corrected", None),
        ("审结行政复议案件166件，撤销9件，变更1件，责令履行2件。", "reconsideration_corrected", None),
    ],
)
def test_sums_of_all_parts_or_none(sentence: str, metric: str, value: float | None) -> None:
    _, values, _ = read(sentence)
    assert next((found.value for found in values if found.metric == metric), None) == value


@pytest.mark.parametrize(
    "sentence",
    [
        "126名新任执法人员参加执法资格考试，合格率94.4%；1126名在岗执法人员参加执法考试，合格率100%。",
        "第一批评查案卷126卷，优秀率25%；第二批评查案卷98卷，优秀率27%。",
        "调解矛盾纠纷4926件，调解成功率98.9%。县矛调中心受理矛盾纠纷863件，调解成功812件，成功率94.1%。",
    ],
)
def test_no_rate_of_one_whole_beside_another(sentence: str) -> None:
    told = {value.metric: value.value for value in read(sentence)[1]}
    assert told in (
        {"enforcement_exam_participants": 1126, "enforcement_exam_pass_rate": 100},
        {"file_review_total": 224},
        {"mediation_cases": 4926, "mediation_success_rate": 98.9},
    )


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("对13个乡镇、18个县直单位开展法治督察。", 31),
        ("对13个乡镇、18家县直单位开展法治督察。", 31),
        ("对13个乡镇和18个县直单位开展法治督察，发现问题63个。", 31),
        ("对13个乡镇（街道）、18个县直单位、5个园区开展法治督察。", 36),
        ("对13个乡镇、18个县直单位及5家国有企业开展法治督察。", 36),
        ("对县直18个部门、13个乡镇开展法治政府建设督察。", 31),
    ],
)
def test_what_is_listed_and_looked_at_together_is_summed(words: str, units: int) -> None:
    assert computed(words)["supervision_units"].value == units


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("对13个乡镇、18个县直单位开展督察，共督察31个单位。", 31),
        ("组织13个乡镇、18个县直单位开展自查，对6个单位开展实地督察。", 6),
        ("组织3个督察组对18个县直单位开展法治督察。", 18),
    ],
)
def test_a_stated_number_of_units_needs_no_sum(words: str, units: int) -> None:
    assert stated(words)["supervision_units"] == units
    assert "supervision_units" not in computed(words)


def test_units_of_another_year_are_not_summed() -> None:
    assert "supervision_units" not in computed("2023年对13个乡镇、18个县直单位开展法治督察。")


@pytest.mark.parametrize(
    ("sentence", "metric", "stated", "total"),
    [
        ("行政处罚326件，罚款832.45万元，没收违法所得27.6万元。", "penalty_amount", 8_324_500, 8_600_500),
        ("行政处罚326件，没收违法所得27.6万元，并处罚款832.45万元。", "penalty_amount", 8_324_500, 8_600_500),
        (
            "行政处罚326件，罚款832.45万元，没收违法所得27.6万元、没收非法财物12.3万元。",
            "penalty_amount",
            8_324_500,
            8_723_500,
        ),
        ("行政处罚326件，罚款832.45万元，同比下降12%，没收违法所得27.6万元。", "penalty_amount", 8_324_500, 8_600_500),
        ("行政处罚326件，罚款832.45万元，没收假冒商品货值27.6万元。", "penalty_amount", 8_324_500, None),
        ("行政处罚326件，罚款832.45万元，挽回经济损失27.6万元。", "penalty_amount", 8_324_500, None),
        ("罚没款860.05万元，其中罚款832.45万元，没收违法所得27.6万元。", "penalty_amount", 8_600_500, None),
        ("清理规范性文件126件，废止6件，修改2件。", "normative_docs_repealed", 6, 8),
        ("清理规范性文件，继续有效115件，废止6件，修订2件，宣布失效3件。", "normative_docs_repealed", 6, 11),
        ("清理规范性文件126件，废止6件，拟修改2件。", "normative_docs_repealed", 6, None),
        ("废止、修改规范性文件8件，其中废止6件，修改2件。", "normative_docs_repealed", 8, None),
        ("废止规范性文件6件，修改政府规章2件。", "normative_docs_repealed", 6, None),
    ],
)
def test_kinds_told_beside_each_other_are_summed_by_the_definition(
    sentence: str, metric: str, stated: float, total: float | None
) -> None:
    _, values, _ = read(sentence)
    told = {value.basis: value for value in values if value.metric == metric}
    assert told[ValueBasis.STATED].value == stated
    assert (told[ValueBasis.COMPUTED].value if ValueBasis.COMPUTED in told else None) == total
    if total is not None:
        assert len(told[ValueBasis.COMPUTED].figures) > 1


def test_reviews_held_in_turn_are_summed_with_what_came_of_each() -> None:
    _, values, _ = read("第一次评查126卷，优秀31卷；第二次评查98卷，优秀26卷。")
    assert {value.metric: value.value for value in values if value.numerator is None} == {
        "file_review_total": 224,
        "file_review_score_90_plus": 57,
    }

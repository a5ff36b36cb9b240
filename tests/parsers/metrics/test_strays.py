"""Counts of another matter beside a stated rate: no value rests on them, and no contradiction."""

from __future__ import annotations

import pytest

from parsers.vocabulary import IdentityVerdict
from tests.parsers.figures.samples import read

FILES, GOOD = {"file_review_total": 260.0, "file_review_90_plus_rate": 36.9}, "file_review_score_90_plus"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("评选优秀案卷20卷予以通报表扬，全年评查案卷260卷，优秀率36.9%。", FILES),
        ("全年评查案卷260卷，优秀率36.9%。评选出优秀案卷20卷、优秀执法人员10名予以表扬。", FILES),
        ("推荐6份优秀案卷参加全市评选。全年评查案卷260份，优秀率36.9%。", FILES),
        ("评查案卷260卷，推选优秀案卷12卷参加省级评选，优秀率36.9%。", FILES),
        ("评查案卷260卷，优秀率36.9%，评选出十佳案卷10卷、优秀案卷20卷进行通报。", FILES),
        (
            "审结行政复议案件166件，纠错率8.4%。督促行政机关自行纠错21件。",
            {"reconsideration_closed": 166, "reconsideration_correction_rate": 8.4},
        ),
        (
            "审结行政复议案件166件，直接纠错率8.4%，案前纠错6件。",
            {"reconsideration_closed": 166, "reconsideration_correction_rate": 8.4},
        ),
        (
            "收到行政复议申请196件，受理率91.8%，当场受理63件。",
            {"reconsideration_received": 196, "reconsideration_acceptance_rate": 91.8},
        ),
        (
            "开庭68件，出庭应诉率100%，组织旁听庭审3次126人，负责人出庭3次并发声。",
            {"litigation_hearings": 68, "head_appearance_rate": 100},
        ),
        (
            "调解纠纷4126件，成功率98.5%。司法所调解成功863件。",
            {"mediation_cases": 4126, "mediation_success_rate": 98.5},
        ),
        (
            "调解纠纷4126件，成功率98.5%；各司法所成功调解863件。",
            {"mediation_cases": 4126, "mediation_success_rate": 98.5},
        ),
    ],
)
def test_counts_of_another_matter_are_none(sentence: str, expected: dict[str, float]) -> None:
    _, values, findings = read(sentence)
    assert {value.metric: value.value for value in values} == expected
    assert not [found for found in findings if found.verdict is IdentityVerdict.DISAGREES]


@pytest.mark.parametrize(
    "sentence",
    [
        "汇编优秀案卷30卷供学习，全年评查案卷260卷，优秀率36.9%。",
        "评查案卷260卷，通报优秀案卷20卷，优秀率36.9%。",
        "评查案卷260卷，向社会公布优秀案卷12卷，优秀率36.9%。",
        "审结行政复议案件166件，行政机关自行纠错21件，纠错率8.4%。",
        "审结行政复议案件166件，案前纠错21件，纠错率8.4%。",
        "收到行政复议申请196件，一次性受理63件，受理率91.8%。",
        "开庭68件，负责人出庭并发声12件，出庭应诉率100%。",
        "开庭68件，乡镇负责人出庭12件，出庭应诉率100%。",
        "行政诉讼审结91件，二审胜诉21件，胜诉率94.5%。",
        "行政诉讼审结91件，实体败诉3件，败诉率5.5%。",
        "调解纠纷4126件，司法所调解成功863件，成功率98.5%。",
        "调解纠纷4126件，诉前调解成功863件，成功率98.5%。",
        "老兵调解室调解成功86件，全县调解纠纷4126件，成功率98.5%。",
        "调解纠纷4126件，其中涉企126件，调解成功119件，成功率98.5%。",
    ],
)
def test_a_count_of_its_own_kind_is_of_no_rate_beside_it(sentence: str) -> None:
    _, values, findings = read(sentence)
    assert not [found for found in findings if found.verdict is IdentityVerdict.DISAGREES]
    rates = [value for value in values if value.unit == "%"]
    assert [value.numerator for value in rates] == [None]
    assert len(values) == 2


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("审结行政复议案件166件，纠错14件，纠错率8.4%，涉企案件纠错21件。", ("reconsideration_corrected", 14)),
        ("评查案卷260卷，优秀案卷96卷，优秀率36.9%，推介优秀案卷106卷。", (GOOD, 96)),
        ("行政诉讼审结91件，二审胜诉21件，胜诉86件，胜诉率94.5%。", ("litigation_won", 86)),
        ("调解纠纷4126件，成功4064件，成功率98.5%。司法所调解成功4163件。", ("mediation_success", 4064)),
    ],
)
def test_the_count_that_the_rate_is_of_is_taken(sentence: str, count: tuple[str, float]) -> None:
    _, values, _ = read(sentence)
    assert [(value.metric, value.value) for value in values if value.metric == count[0]] == [count]


@pytest.mark.parametrize(
    "sentence",
    [
        "审结行政复议案件166件，纠错21件，纠错率8.4%。",
        "收到行政复议申请196件，依法受理163件，受理率91.8%。",
        "行政诉讼审结91件，败诉8件，败诉率5.5%。",
        "开庭68件，负责人实际出庭60件，出庭应诉率100%。",
        "成功调解3964件，共调解纠纷4126件，成功率98.5%。",
        "评查案卷260卷，评定优秀案卷76卷，优秀率36.9%。",
        "审结行政复议案件166件，其中维持71件、纠错21件，纠错率8.4%。",
    ],
)
def test_plain_contradictions_are_told(sentence: str) -> None:
    _, _, findings = read(sentence)
    assert IdentityVerdict.DISAGREES in {found.verdict for found in findings}


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("。行政机关自行撤销行政行为12件。", {}),
        ("。督促行政机关主动变更12件。", {}),
        ("，法院判决撤销2件。", {}),
        ("，撤销0件。", {"reconsideration_revoked": 0}),
    ],
)
def test_what_others_decided_is_no_outcome(behind: str, expected: dict[str, float]) -> None:
    _, values, findings = read("审结行政复议案件25件，其中维持8件、驳回8件、自行纠错后终止9件" + behind)
    assert {value.metric: value.value for value in values if value.figure is not None} == {
        "reconsideration_closed": 25,
        "reconsideration_upheld": 8,
        "reconsideration_rejected": 8,
        "reconsideration_terminated": 9,
        **expected,
    }
    assert {found.verdict for found in findings} == {IdentityVerdict.HOLDS}


@pytest.mark.parametrize(
    "sentence",
    [
        "审结行政复议案件25件，其中维持8件、驳回8件、终止9件。在纠错方面，撤销2件，确认违法3件。",
        "办理法律援助案件25件，其中民事案件18件、刑事案件7件。另有行政案件3件。",
    ],
)
def test_a_further_sentence_contradicts_no_sum(sentence: str) -> None:
    _, _, findings = read(sentence)
    assert not [found for found in findings if found.verdict is IdentityVerdict.DISAGREES]


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("评查案卷260卷，优秀率36.9%，优秀案卷61卷。", (GOOD, 61)),
        ("评查案卷260卷，评选出优秀案卷96卷，优秀率36.9%。", (GOOD, 96)),
        ("开庭68件，出庭应诉率100%，负责人出庭62次。", ("head_appearances", 62)),
        ("审结行政复议案件166件，直接纠错14件，纠错率8.4%。", ("reconsideration_corrected", 14)),
        ("审结行政复议案件166件，纠错率8.4%。其中撤销、确认违法等直接纠错14件。", ("reconsideration_corrected", 14)),
        ("收到行政复议申请196件，受理63件，受理率91.8%。", ("reconsideration_accepted", 63)),
        ("调解纠纷4126件，成功863件，成功率98.5%。", ("mediation_success", 863)),
        (
            "行政诉讼案件47件（其中一审31件、二审12件），开庭40件，负责人出庭29件，出庭率100%。",
            ("head_appearances", 29),
        ),
        ("全县司法所调解纠纷4126件，成功率98.5%，成功4064件。", ("mediation_success", 4064)),
        ("行政诉讼案件37件，其中应出庭29件，负责人出庭29件，出庭应诉率100%。", ("head_appearances", 29)),
        # those heard may be fewer than those brought
        ("行政诉讼案件37件，审结30件，主要或分管领导出庭应诉19起，出庭率100%。", ("head_appearances", 19)),
        ("行政诉讼案件16件，局负责人出庭应诉12件，出庭应诉率100%。", ("head_appearances", 12)),
        ("应诉案件22件，管委会班子成员和部门负责人出庭9人次，出庭应诉率达到100%。", ("head_appearances", 9)),
    ],
)
def test_counts_of_the_same_matter_stay(sentence: str, count: tuple[str, float]) -> None:
    _, values, _ = read(sentence)
    assert count in {(value.metric, value.value) for value in values}


def test_who_of_the_heads_appeared_contradicts_no_rate() -> None:
    _, values, findings = read("开庭12件，部门负责人出庭2件，负责人出庭应诉率达到100%。")
    assert ("head_appearances", 2) in {(value.metric, value.value) for value in values}
    assert IdentityVerdict.DISAGREES not in {found.verdict for found in findings}

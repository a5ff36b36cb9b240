"""Labels, units, kinds and places of figures."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.vocabulary import FigureKind, Qualifier
from tests.parsers.figures.samples import figures_of, plan_over, text_of


def labels(sentence: str) -> list[tuple[str, float]]:
    return [(figure.label, figure.value) for figure in figures_of(sentence)]


def test_one_number_for_several_heads() -> None:
    found = figures_of("组织全区3300余人参加学法考法，参学率、报考率、通过率均为100%。")
    rates = [figure for figure in found if figure.kind is FigureKind.RATE]
    assert [(rate.label, rate.value) for rate in rates] == [("参学率", 100), ("报考率", 100), ("通过率", 100)]
    assert len({rate.at for rate in rates}) == 1


def test_several_heads_without_an_adverb() -> None:
    assert labels("行政审批服务办件环节优化率、申报资料减少率达14%。") == [
        ("行政审批服务办件环节优化率", 14),
        ("申报资料减少率", 14),
    ]


def test_a_rate_word_said_once_for_several_things() -> None:
    assert labels("行政规范性文件、重大行政决策合法性审查率均达到100%。") == [
        ("行政规范性文件合法性审查率", 100),
        ("重大行政决策合法性审查率", 100),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "民事、刑事、行政案件分别为146件、193件、8件。",
            [("民事案件", 146), ("刑事案件", 193), ("行政案件", 8)],
        ),
        ("纠错率、调解和解率分别为12.9%、37.6%。", [("纠错率", 12.9), ("调解和解率", 37.6)]),
    ],
)
def test_numbers_dealt_out_to_heads(sentence: str, expected: list[tuple[str, float]]) -> None:
    assert labels(sentence) == expected


def test_nested_parts_and_words_behind_the_number() -> None:
    found = labels("共20个项目，包含9个开工项目(已完成3个),11个竣工项目(已完成6个)。")
    assert [value for _, value in found] == [20, 9, 3, 11, 6]
    assert dict(found)["竣工项目"] == 11


def test_both_numbers_of_a_move_have_one_head() -> None:
    prior, actual = figures_of("行政机关负责人出庭应诉率由2023年的91%提升至98%。")
    assert (prior.label, prior.tense.value, prior.period) == ("行政机关负责人出庭应诉率", "prior", "2023")
    assert (actual.label, actual.tense.value, actual.period) == ("行政机关负责人出庭应诉率", "actual", "2024")


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("共培训超过300人次", Qualifier.GT),
        ("共培训300余人次", Qualifier.GT),
        ("共培训不少于300人次", Qualifier.GE),
        ("共培训300人次以上", Qualifier.GE),
        ("共培训近300人次", Qualifier.LT),
        ("共培训不超过300人次", Qualifier.LE),
        ("共培训约300人次", Qualifier.APPROX),
        ("共培训300人次左右", Qualifier.APPROX),
        ("共培训达300人次", Qualifier.EQ),
    ],
)
def test_qualifiers(words: str, qualifier: Qualifier) -> None:
    (figure,) = figures_of(f"全年{words}。")
    assert (figure.value, figure.unit, figure.qualifier) == (300, "人次", qualifier)


def test_kinds_and_units() -> None:
    found = figures_of("罚没款1.2亿元，培训60课时，办结率98.5%，办件量居全市第2位，同比增长3.5倍。")
    assert [(figure.kind.value, figure.unit) for figure in found] == [
        ("amount", "元"),
        ("duration", "课时"),
        ("rate", "%"),
        ("rank", "名"),
        ("change", "倍"),
    ]
    assert found[0].value == 120_000_000


@pytest.mark.parametrize(
    ("words", "moves"),
    [
        ("响应率、解决率、满意率较上年分别提高0、9.4和6.8个百分点。", [0, 9.4, 6.8]),
        ("参考率与合格率较上年分别下降1.2、0.4个百分点。", [-1.2, -0.4]),
        ("现有执法车辆0、3和2辆。", []),
    ],
)
def test_points_of_a_list_have_the_unit_of_its_last(words: str, moves: list[float]) -> None:
    assert [figure.value for figure in figures_of(words) if figure.unit == "个百分点"] == moves


def test_changes_are_signed() -> None:
    found = figures_of("处罚案件同比分别下降8.5%和14.2%，出庭率较上年提高2.3个百分点。")
    assert [(figure.kind, figure.value) for figure in found] == [
        (FigureKind.CHANGE, -8.5),
        (FigureKind.CHANGE, -14.2),
        (FigureKind.CHANGE, 2.3),
    ]


def test_a_level_below_or_above_a_bound_is_no_change() -> None:
    found = figures_of("行政诉讼败诉率低于5%，群众满意率高于98%，败诉率较上年降低5%。")
    assert [(figure.kind.value, figure.qualifier.value, figure.value) for figure in found] == [
        ("rate", "lt", 5),
        ("rate", "gt", 98),
        ("change", "eq", -5),
    ]


def test_words_that_say_a_number() -> None:
    found = figures_of("实现述法工作全覆盖。连续五年重大网络安全事件“零发生”。全年无一起重大民转刑案件。")
    assert [(figure.label, figure.value) for figure in found if figure.step == 0] == [
        ("实现述法工作", 100),
        ("连续五年重大网络安全事件", 0),
        ("重大民转刑案件", 0),
    ]


def test_the_plan_holds_targets_only() -> None:
    sentence = "全年组织集体学法不少于4次，行政机关负责人出庭应诉率实现应出尽出（100%）的总体要求。"
    found = figures_of(sentence, parts=plan_over(sentence))
    assert {figure.tense.value for figure in found} == {"target"}
    assert {figure.period for figure in found} == {"2025"}


PIECES = ["受理", "行政复议", "35件", "，", "；", "。", "（", "）", "其中", "100%", "、", "一是", "2023年", "余"]
PIECES += ["万元", "“", "”", "《", "》", "\n"]
HOSTILE = ["受理1件，", "（1件", "1件、", "占比1%", "A率、", "其中1件（", "2023年1月", "“1", "《1"]
HOSTILE += ["分别为1件、", "第一", "1+1", "全市1件，", "近三年1件"]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_every_quote_is_its_slice(pieces: list[str]) -> None:
    paragraphs = "".join(pieces).split("\n")
    text = text_of(*paragraphs).text
    for figure in figures_of(*paragraphs):
        assert text[figure.start : figure.end] == figure.quote
        assert figure.start <= figure.at[0] < figure.at[1] <= figure.end


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_runs_cost_linear_time(piece: str) -> None:
    """Forty thousand characters of one pattern; quadratic rules would take minutes."""
    started = time.process_time()
    figures_of(piece * (40_000 // len(piece)))
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("年度重点任务完成率96.3。", [96.3]),
        ("群众满意率为99.2，同比提高1.1个百分点。", [99.2]),
        ("调解成功率达97.3。", [97.3]),
        ("出庭应诉率达到100。", [100]),
        ("出庭应诉率、胜诉率均为100。", [100, 100]),
        ("执法案卷优秀率：66.7，合格率：100。", [66.7, 100]),
        ("合格率95.2%，优秀率66.7。", [95.2, 66.7]),
        ("参学率高达98，居全市前列。", [98]),
        ("按时办结率100；满意率99.1，同比持平。", [100, 99.1]),
        ("整改率是88.9）", [88.9]),
        # no share, or not plainly one
        ("案卷合格率为0.98。", []),
        ("提升合格率2、加强培训。", []),
        ("每万人起诉率3.5，万人成讼率22.5。", []),
        ("发案率2.6，税率13.5，工作效率12.5。", []),
        ("考核合格率98分。", []),
        ("合格率第3，效率2.5倍。", []),
        ("率先完成35。", []),
        ("办结率2024。", []),
        ("合格率达120。", []),
        ("达标率3项，优秀率5家。", []),
    ],
)
def test_a_rate_whose_sign_was_forgotten(sentence: str, values: list[float]) -> None:
    assert [figure.value for figure in figures_of(sentence) if figure.kind is FigureKind.RATE] == values


@pytest.mark.parametrize("words", ["败诉率8·62%", "办理案件23 16件", "办理案件2’316件"])
def test_the_rest_of_a_number_that_was_cut_is_no_number(words: str) -> None:
    assert {figure.value for figure in figures_of(f"全年{words}。")} <= {8.0, 23.0, 2.0}

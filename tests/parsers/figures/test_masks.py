"""Numbers that are not figures, and those that are though they look alike."""

from __future__ import annotations

import pytest

from tests.parsers.figures.samples import figures_of


@pytest.mark.parametrize(
    "sentence",
    [
        "根据《湖南省提升行政执法质量三年行动实施方案(2023-2025年)》全面推进各项任务。",
        "印发了《实施方案》（株政办发〔2022〕21号）。",
        "2024年2月27日至3月1日召开会议。",
        "6-8月开展专项行动，11 月 26 日、27 日进行督察。",
        "二〇二三年十二月完成。",
        "按照条例第二十四条和第15条的规定办理。",
        "党的二十大和二十届三中全会精神。",
        "采用“七办七零”工作法，构建“2530”+“交办令”机制，推进“三高四新”建设。",
        "落实行政执法三项制度，深化放管服改革，推进一网通办、一件事一次办。",
        "推出“一把手走流程”行动 4.0 版和3.0升级版。",
        "畅通12345热线和12348公共法律服务热线，24小时服务。",
        "构建1+2+N工作体系。",
        "一是强化学习，二是压实责任，三是加强督察。",
        "“十四五”规划和八五普法规划实施。",
        "联系电话0731-22345678，手机13912345678。",
        "办公地址为人民路88号3楼。",
        "提升四级网办深度，落实三级审核。",
        "开展党委（党组）第一议题学习，履行第一责任人职责。",
        "上午8:30至12:00接待群众。",
        "近年来，进一步统一标准，逐一落实。",
        "走访企业数十家，化解纠纷几百件，参加数千人次，印发资料几十万份。",
        "发现问题四五百件、隐患七八十个，两三家单位整改，三五人受训。",
        "抽查案卷三、四十件。",
        "调解成功率98%-99%，满意率在95%～97%，办结率90%至95%。",
        "预计办理1200-1300件，每案罚款500～1000元，每组12—15人。",
        "廿三件案件，卅五人参加。",
    ],
)
def test_no_figure(sentence: str) -> None:
    assert [(figure.label, figure.value) for figure in figures_of(sentence)] == []


@pytest.mark.parametrize(
    ("sentence", "value", "qualifier"),
    [
        ("排查隐患上百件。", 100, "ge"),
        ("培训人员上千人次。", 1000, "ge"),
        ("受训人数十二人。", 12, "eq"),
        ("案件数三百件。", 300, "eq"),
        ("办理案件十几件。", 10, "gt"),
        ("办理案件百余件。", 100, "gt"),
        ("办理案件五百件。", 500, "eq"),
        ("网上百件好事。", 100, "eq"),
        ("发放资料3万5千余份。", 35_000, "gt"),
        ("办理案件2千3百16件。", 2316, "eq"),
        ("合格率98%，", 98, "eq"),
    ],
)
def test_how_exact_a_numeral_is(sentence: str, value: float, qualifier: str) -> None:
    assert [(figure.value, figure.qualifier) for figure in figures_of(sentence)] == [(value, qualifier)]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("在市级评查四份规范性文件中，优秀文件一份，良好文件三份。", [4, 1, 3]),
        ("80分（不含）至90分的18件，90分以上案卷116件。", [18, 116]),
        ("全县326个人民调解委员会调解纠纷1213件。", [326, 1213]),
        ("坚持每月一次排查制度。", [1]),
        ("推动四家商会成立人民调解委员会。", [4]),
        ("政务服务“朋友圈”扩大到7省18地。", [7, 18]),
        ("办理时限由3个工作日压缩到半个工作日。", [3, 0.5]),
        ("会议12345人次参加。", [12345]),
    ],
)
def test_figures_that_look_like_names(sentence: str, values: list[float]) -> None:
    assert [figure.value for figure in figures_of(sentence)] == values

"""Whose and when a figure is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.figures import read_figures
from parsers.records import Report
from parsers.vocabulary import Decision
from tests.parsers.figures.samples import figures_of, report_of, text_of


@pytest.mark.parametrize(
    ("sentence", "tense", "period"),
    [
        ("2024年共受理案件35件。", "actual", "2024"),
        ("截至2024年底，共受理案件35件。", "actual", "2024"),
        ("今年以来，累计受理案件35件。", "actual", "2024"),
        ("2023年受理案件35件。", "prior", "2023"),
        ("上年受理案件35件。", "prior", "2023"),
        ("受理案件35件（2023年）。", "prior", "2023"),
        ("受理案件35件（2024年度）。", "actual", "2024"),
        ("调解成功率（2023年）35%。", "prior", "2023"),
        ("受理量比2023年受理案件数35件下降12%。", "prior", "2023"),
        ("受理量较上年受理案件数35件减少。", "prior", "2023"),
        ("受理量较上年受理案件增加35件增长12%。", "actual", "2024"),
        ("受理量比2023年受理案件多35件。", "actual", "2024"),
        ("含2023年结转35件。", "actual", "2024"),
        ("近三年网上学法参学率均达100%。", "cumulative", "2022/2024"),
        ("2019年以来，共受理案件35件。", "cumulative", "2019/2024"),
        ("施行以来（2024年1月1日至2025年1月底），共受理案件35件。", "cumulative", "2024/2025"),
        ("平台上线以来，累计办件35件。", "cumulative", None),
        ("“十四五”以来累计办理35件。", "cumulative", None),
        ("力争调解成功率达到98%。", "target", "2024"),
        ("2025年将新增公职律师35名。", "target", "2025"),
        ("要求每个单位全年学法不少于4次。", "target", "2024"),
        ("全省共受理案件35件。", "other_level", "2024"),
        ("省司法厅抽查我县案卷35件。", "other_level", "2024"),
        ("结转下年继续办理35件。", "actual", "2024"),
        ("由原来5个环节减为1个环节。", "prior", None),
        ("上半年法律援助案件35件。", "actual", "2024-01/2024-06"),
        ("7至12月法律援助案件35件。", "actual", "2024-07/2024-12"),
        ("2024年前三季度，受理申请、办理案件35件。", "actual", "2024-01/2024-09"),
        ("截至2024年9月底，累计办理案件35件。", "actual", "2024-01/2024-09"),
        ("1至10月，办理案件35件。", "actual", "2024-01/2024-10"),
        ("下半年开展检查35次。", "actual", "2024-07/2024-12"),
        ("第二季度开展检查35次。", "actual", "2024-04/2024-06"),
        ("上半年召开会议，全年办理案件35件。", "actual", "2024"),
        ("1-11月办理案件35件。", "actual", "2024-01/2024-11"),
        ("今年一至十月办理案件35件。", "actual", "2024-01/2024-10"),
        ("一至十一月，办理案件35件。", "actual", "2024-01/2024-11"),
        ("1至12月，办理案件35件。", "actual", "2024"),
        ("一月至十二月，办理案件35件。", "actual", "2024"),
        ("截至11月底，全区共办理案件35件。", "actual", "2024-01/2024-11"),
        ("截至2024年11月30日，办理案件35件。", "actual", "2024-01/2024-11"),
        ("全年前11个月办理案件35件。", "actual", "2024-01/2024-11"),
        ("今年以来至10月，办理案件35件。", "actual", "2024-01/2024-10"),
        ("1—11月办理案件35件。", "actual", "2024-01/2024-11"),
        ("截至11月底，全县持证执法人员35人。", "actual", "2024"),
        ("截至12月31日，办理案件35件。", "actual", "2024"),
        ("提前11个月办结案件35件。", "actual", "2024"),
        ("截至12月底，办理案件35件。", "actual", "2024"),
        ("每季度通报，办理案件35件。", "actual", "2024"),
        ("印发2024年上半年工作要点，办理案件35件。", "actual", "2024"),
        ("较上半年，多办理案件35件。", "actual", "2024"),
    ],
)
def test_tense_and_period(sentence: str, tense: str, period: str | None) -> None:
    found = figures_of(sentence)
    figure = found[-1] if "个月" in sentence else found[0]  # 前11个月 is a duration, too
    assert (figure.tense.value, figure.period) == (tense, period)


@pytest.mark.parametrize(
    ("sentence", "tense", "period"),
    [
        ("出庭应诉率连续三年保持100%。", "actual", "2022/2024"),
        ("出庭应诉率自2020年以来连续五年保持100%。", "actual", "2020/2024"),
        ("行政诉讼连续3年零败诉。", "actual", "2022/2024"),
        ("出庭应诉率此前连续三年保持100%。", "prior", "2021/2023"),
        ("出庭应诉率连续三年保持100%，今年有所回落。", "prior", "2021/2023"),
        ("连续三年出庭应诉率100%的乡镇达12个。", "cumulative", "2022/2024"),
        ("截至2023年底，出庭应诉率已连续三年达100%。", "prior", "2023"),
    ],
)
def test_a_rate_told_of_each_of_several_years(sentence: str, tense: str, period: str) -> None:
    told = [figure for figure in figures_of(sentence) if figure.unit != "年" and figure.unit != "个"]
    assert [(figure.tense.value, figure.period) for figure in told] == [(tense, period)]


@pytest.mark.parametrize(
    "sentence",
    [
        "办件量位居全市第一，共办件35件。",
        "出庭应诉率100%，高于全省平均水平，开庭35件。",
        "在全市率先开展试点，服务企业35家。",
        "向省司法厅报送备案35件。",
    ],
)
def test_a_higher_level_that_is_not_the_subject(sentence: str) -> None:
    assert figures_of(sentence)[-1].tense.value == "actual"


def test_the_subject_carries_to_the_next_clauses_and_back_again() -> None:
    found = figures_of("全市共受理行政复议申请2300件，审结2100件，我县受理123件。")
    assert [figure.tense.value for figure in found] == ["other_level", "other_level", "actual"]


@pytest.mark.parametrize(
    ("issuer", "region", "tense"),
    [
        ("株洲市人民政府", "430200", "actual"),
        ("株洲市芦淞区人民政府", "430203", "other_level"),
        ("化州市人民政府", "440982", "actual"),  # a county-level city: 全市 is its own
        ("芷江县司法局", "431228", "other_level"),
    ],
)
def test_whose_the_whole_city_is(issuer: str, region: str, tense: str) -> None:
    figure = figures_of("全市共受理案件35件。", issuer=issuer, region=region)[0]
    assert figure.tense.value == tense


@pytest.mark.parametrize(
    ("issuer", "region", "sentence", "tenses"),
    [
        ("芷江县人民政府", "431228", "市县两级复议机关共收到申请412件，我县163件，受理率92.6%。", "oaa"),
        ("芷江县人民政府", "431228", "省、市、县（市、区）三级复议机构全年受理4120件，其中县本级151件。", "oa"),
        ("芷江县人民政府", "431228", "2024年，市和县两级共收到申请412件，本县163件。", "oa"),
        ("芷江县人民政府", "431228", "市县两级复议机关依法履职，共收到申请412件，我县163件。", "oa"),
        ("芷江县人民政府", "431228", "市县两级行政机关负责人出庭应诉率96.2%，我县100%。", "oa"),
        ("巴东县人民政府", "422823", "州县乡三级调解组织共调解纠纷32000件，我县3200件。", "oa"),
        ("上林县人民政府", "450125", "区市县三级复议机关共收到申请4120件，我县38件。", "oa"),
        ("化州市人民政府", "440982", "市县两级复议机关共收到申请412件，我市38件。", "oa"),
        ("上海市闵行区人民政府", "310112", "市区两级复议机关共收到申请4120件，我区380件。", "oa"),
        ("株洲市人民政府", "430200", "省市两级复议机关共收到申请4120件，我市412件。", "oa"),
        ("芷江县新店坪镇人民政府", "431228", "县镇两级共调解纠纷3200件，我镇320件。", "oa"),
        ("株洲市司法局", "430200", "省市县三级司法行政部门共办理案件3200件，我局35件。", "oa"),
        # the widest rank is the issuer's own: the list is its whole
        ("芷江县人民政府", "431228", "县乡两级共收到申请163件，受理151件。", "aa"),
        ("芷江县人民政府", "431228", "县、镇、村三级调解组织共调解纠纷3200件。", "a"),
        ("化州市人民政府", "440982", "市镇两级共调解纠纷3200件。", "a"),
        ("株洲市人民政府", "430200", "市县两级复议机关共收到申请412件，受理380件。", "aa"),
        ("株洲市芦淞区人民政府", "430203", "区街两级共收到申请412件。", "a"),
        ("恩施土家族苗族自治州人民政府", "422800", "州县两级复议机关共收到申请412件。", "a"),
        ("上海市人民政府", "310000", "市区两级复议机关共收到申请4120件。", "a"),
        ("芷江县新店坪镇人民政府", "431228", "镇村两级调解组织共调解纠纷320件。", "a"),
        ("桃源街道办事处", "431228", "街道社区两级调解组织共调解纠纷320件。", "a"),
        ("株洲市司法局", "430200", "市县两级司法行政部门共办理案件320件。", "a"),
        # how, from whom or on whom: no subject of the number
        ("芷江县人民政府", "431228", "市县两级联动执法，作出处罚决定35件。", "a"),
        ("芷江县人民政府", "431228", "省市县三级共建平台受理投诉35件。", "a"),
        ("芷江县人民政府", "431228", "省市两级政府交办的信访案件35件全部办结。", "a"),
        ("芷江县人民政府", "431228", "市县两级人大代表建议35件全部办结。", "a"),
        ("芷江县人民政府", "431228", "市县两级复议机关撤销我县行政行为3件。", "a"),
        ("芷江县人民政府", "431228", "省市县三级政务服务中心互联互通，办理许可3200件。", "a"),
    ],
)
def test_ranks_told_of_together_are_the_issuers_where_its_own_is_the_widest(
    issuer: str, region: str, sentence: str, tenses: str
) -> None:
    found = figures_of(sentence, issuer=issuer, region=region)
    assert "".join(figure.tense.value[0] for figure in found) == tenses


def test_a_bureau_is_not_its_whole_system() -> None:
    found = figures_of(
        "全市应急管理系统实施行政处罚642起。", "市本级作出行政处罚58起。", issuer="株洲市应急管理局", region="430200"
    )
    assert [(figure.value, figure.tense.value) for figure in found] == [(642, "other_level"), (58, "actual")]
    bare = figures_of(
        "全市系统立案查处案件4836件。", "全市系统梳理执法事项58项。", issuer="株洲市应急管理局", region="430200"
    )
    assert [figure.tense.value for figure in bare] == ["other_level", "actual"]


def test_the_last_years_one_by_one() -> None:
    found = figures_of("近三年败诉率分别为8.6%、7.1%、5.2%。", "近三年败诉率、纠错率分别为8.6%、7.1%。")
    assert [(figure.value, figure.tense.value, figure.period) for figure in found] == [
        (8.6, "prior", "2022"),
        (7.1, "prior", "2023"),
        (5.2, "actual", "2024"),
        (8.6, "cumulative", "2022/2024"),
        (7.1, "cumulative", "2022/2024"),
    ]


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("一至四季度分别立案20件、35件、40件、38件。", ["01/03", "04/06", "07/09", "10/12"]),
        ("一季度至四季度立案数分别为20件、35件、40件和38件。", ["01/03", "04/06", "07/09", "10/12"]),
        ("上、下半年分别检查63次、70次。", ["01/06", "07/12"]),
        ("上半年和下半年检查次数分别为63次、70次。", ["01/06", "07/12"]),
        ("上、下半年分别检查63次、70次、80次。", ["07/12", "07/12", "07/12"]),  # of three none can be told whose it is
    ],
)
def test_parts_of_the_year_one_by_one(sentence: str, periods: list[str]) -> None:
    found = [(figure.period or "").replace("2024-", "") for figure in figures_of(sentence)]
    assert found == periods


def test_last_years_number_beside_this_years() -> None:
    found = figures_of("行政应诉案件536件，同比下降12.0%（上年为609件）。")
    assert [(figure.value, figure.tense.value, figure.kind.value) for figure in found] == [
        (536, "actual", "count"),
        (-12.0, "actual", "change"),
        (609, "prior", "count"),
    ]


def test_a_target_in_a_report_whose_year_is_not_known() -> None:
    text = text_of("力争2026年底前新增公职律师35名。", "力争新增公职律师35名。")
    figures = read_figures(text, Report(Decision.UNSURE, None, "", ""), ())
    assert [(figure.tense.value, figure.period) for figure in figures] == [("target", "2026"), ("target", None)]


@pytest.mark.parametrize(
    ("signed", "published", "period"),
    [
        ("2024-12-18", "2024-12-22", "2024"),  # all that it can tell of its year
        (None, "2024-12-22", "2024"),
        ("2025-02-18", "2025-02-20", "2024-01/2024-11"),
        (None, None, "2024-01/2024-11"),
    ],
)
def test_eleven_months_are_the_year_of_a_report_written_in_it(
    signed: str | None, published: str | None, period: str
) -> None:
    report = replace(report_of(), signed_on=signed, published_on=published)
    figures = read_figures(text_of("1至11月，办理案件35件，上半年12件。"), report, ())
    assert [figure.period for figure in figures] == [period, "2024-01/2024-06"]


@pytest.mark.parametrize(
    ("sentence", "tenses"),
    [
        ("市中院通报：行政机关负责人出庭应诉率全市平均92%，我县100%。", ["other_level", "actual"]),
        ("出庭应诉率100%，高于全省平均水平92%。", ["actual", "other_level"]),
        ("出庭应诉率全县平均92%。", ["actual"]),
    ],
)
def test_the_average_of_a_level_above_is_not_the_bodys_own(sentence: str, tenses: list[str]) -> None:
    assert [figure.tense.value for figure in figures_of(sentence)] == tenses


@pytest.mark.parametrize(
    ("sentence", "tenses"),
    [
        ("省级民主法治示范村3个，市级示范村12个。", ["actual", "actual"]),
        ("国家级民主法治示范村2个，省级16个，市级86个。", ["actual", "actual", "actual"]),
        ("全国文明村镇3个，全省文明单位5个。", ["actual", "actual"]),
        ("省级法治政府建设示范项目1个。", ["actual"]),
        ("全市优秀案卷2卷。", ["actual"]),
        ("市级劳动模范5名。", ["actual"]),
        ("省级“法治文化阵地”2个，市级8个。", ["actual", "actual"]),
        ("省级非遗项目6项。", ["actual"]),
        # whoever honours, looks or pays is another, and all that there are in the province are not the county's
        ("省级部门评选优秀案例863件，我县2件。", ["other_level", "actual"]),
        ("全市评选先进单位26个，我县3个。", ["other_level", "actual"]),
        ("全市共有示范村126个。", ["other_level"]),
        ("全市示范村126个，我县18个。", ["other_level", "actual"]),
        ("省级财政支持示范项目12个。", ["other_level"]),
        ("市级抽查优秀案卷26卷。", ["other_level"]),
        ("全省系统案卷优秀率为41.3%。", ["other_level"]),
        ("国家级示范案例1个，省级5个，全省受理案件863件。", ["actual", "actual", "other_level"]),
        ("省级下达资金12万元，市级8万元。", ["other_level", "other_level"]),
    ],
)
def test_a_title_of_honour_names_a_level_and_is_the_bodys_own(sentence: str, tenses: list[str]) -> None:
    assert [figure.tense.value for figure in figures_of(sentence)] == tenses


@pytest.mark.parametrize(
    ("sentence", "value", "kind"),
    [
        ("受理案件较上年升幅56.3%。", 56.3, "change"),
        ("受理案件升幅达到56.3%。", 56.3, "change"),
        ("受理案件增幅达56.3%。", 56.3, "change"),
        ("受理案件下降幅度达到39.9%。", -39.9, "change"),
        ("受理案件降幅为39.9%。", -39.9, "change"),
        ("化解率大幅提高，达到95%。", 95, "rate"),
        ("化解率提高达到95%。", 95, "rate"),
        ("化解率大幅达到95%。", 95, "rate"),
    ],
)
def test_by_how_much_it_moved_is_no_level(sentence: str, value: float, kind: str) -> None:
    found = figures_of(sentence)[0]
    assert (found.value, found.kind.value) == (value, kind)


def test_a_year_in_brackets_is_that_of_the_number_before_it() -> None:
    found = figures_of("全年行政处罚1300件（2023年）、1284件（2024年）。")
    assert [(figure.value, figure.tense, figure.period) for figure in found] == [
        (1300, "prior", "2023"),
        (1284, "actual", "2024"),
    ]

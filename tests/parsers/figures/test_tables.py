"""Figures of tables: whose heads a cell stands under, and in which unit it counts."""

from __future__ import annotations

import pytest

from parsers.figures.heads import unsure_cells
from parsers.figures.units import scaled
from parsers.reading import read_bundle
from parsers.records import Bundle, Cell, Figure, Reading, Source
from parsers.vocabulary import Role, Tense, ValueBasis

TITLE = "芷江县人民政府2024年法治政府建设情况报告"


def figures_of_table(*rows: tuple[str, ...], above: str = "", issuer: str = "芷江县人民政府") -> list[Figure]:
    """The figures of one table in the page of a report."""
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return figures_of(f"<p>{above}</p><table>{table}</table>", issuer)


def figures_of(body: str, issuer: str = "芷江县人民政府") -> list[Figure]:
    """The figures of the tables in a report's page."""
    return [figure for figure in reading_of(body, issuer).figures if "\t" in figure.quote]


def reading_of(body: str, issuer: str) -> Reading:
    """A report's page with tables, read."""
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div class='content'><h1>{TITLE}</h1>"
        "<p>2024年，芷江县人民政府扎实推进法治政府建设，现将有关情况报告如下。</p><p>一、主要工作情况</p>"
        f"{body}<p>芷江县人民政府</p><p>2025年1月20日</p></div></body></html>"
    ).replace("芷江县人民政府", issuer)
    source = Source(Role.DETAIL, "http://gold.invalid/table.html", page.encode(), "text/html; charset=utf-8")
    return read_bundle(Bundle(source.url, (source,)))


def bound(figures: list[Figure], period: str = "2024") -> dict[str, tuple[float, str]]:
    return {
        figure.metric: (figure.value, figure.unit) for figure in figures if figure.metric and figure.period == period
    }


def test_a_column_of_units_and_columns_of_years() -> None:
    figures = figures_of_table(
        ("序号", "指标", "单位", "2023年", "2024年"),
        ("1", "行政复议申请收案数", "件", "96", "118"),
        ("2", "直接纠错率", "%", "8.5", "7.1"),
        ("3", "罚没金额", "万元", "865.2", "912.6"),
    )
    assert bound(figures) == {
        "reconsideration_received": (118, "件"),
        "reconsideration_correction_rate": (7.1, "%"),
        "penalty_amount": (9_126_000, "元"),
    }
    assert bound(figures, "2023")["penalty_amount"] == (8_652_000, "元")
    assert len(figures) == 6  # neither the years nor the row numbers


def test_units_of_thousands_and_more_multiply_what_is_printed() -> None:
    figures = figures_of_table(
        ("指标", "单位", "2024年", "2023年"),
        ("政务服务办件总量", "万件", "9.3", "8.8"),
        ("罚没金额", "千元", "4,027.5", "5172"),
        ("行政检查", "万次", "1.2万", "/"),
        ("法律咨询", "万人次", "0.86", "0.79"),
        ("行政处罚", "件", "187", "203"),
    )
    assert bound(figures) == {
        "service_hall_cases": (93_000, "件"),
        "penalty_amount": (4_027_500, "元"),
        "inspections": (12_000, "次"),
        "legal_consultations": (8600, "人次"),
        "penalties_total": (187, "件"),
    }
    assert [figure.value for figure in figures if figure.period == "2023"] == [88_000, 5_172_000, 7900, 203]
    heads = figures_of_table(("项目", "数量（万件）", "金额（百万元）"), ("行政处罚", "1.5", "23.6"))
    assert [(figure.value, figure.unit) for figure in heads] == [(15_000, "件"), (23_600_000, "元")]
    above = figures_of_table(("指标", "2024年"), ("政务服务办件量", "12.6"), above="（单位：万件）")
    assert bound(above) == {"service_hall_cases": (126_000, "件")}
    assert scaled("百分比") == ("百分比", 1) and scaled("千克") == ("千克", 1) and scaled("亿元") == ("元", 1e8)


def test_a_head_of_bodies_is_no_column_of_units() -> None:
    figures = figures_of_table(
        ("单位", "行政许可（件）", "行政检查（次）"),
        ("县公安局", "6,214", "/"),
        ("县水利局", "20", "12"),
        ("合计", "6,234", "12"),
    )
    assert {figure.unit for figure in figures} == {"件", "次"}
    assert bound(figures) == {"licences_granted": (6234, "件"), "inspections": (12, "次")}


def test_units_above_the_table_go_to_the_columns_that_they_fit() -> None:
    figures = figures_of_table(
        ("执法主体", "行政处罚", "罚没金额"),
        ("县公安局", "12", "56.3"),
        ("合计", "12", "56.3"),
        above="（单位：件、万元）",
    )
    assert bound(figures) == {"penalties_total": (12, "件"), "penalty_amount": (563_000, "元")}


def test_labels_beside_their_values() -> None:
    rows = (("项目", "数据"), ("制发行政规范性文件", "7件"), ("审查政府合同", "89份"), ("政务服务满意率", "99.8%"))
    assert bound(figures_of_table(*rows)) == {
        "normative_docs_issued": (7, "件"),
        "contract_review_total": (89, "份"),
        "service_satisfaction_rate": (99.8, "%"),
    }
    paired = figures_of_table(
        ("项目", "数量", "项目", "数量"),
        ("行政检查（次）", "186", "行政强制（件）", "2"),
        ("行政征收（次）", "89", "征收金额（万元）", "1,203.5"),
    )
    assert bound(paired) == {
        "inspections": (186, "次"),
        "coercive_measures": (2, "件"),
        "levies": (89, "次"),
        "levy_amount": (12_035_000, "元"),
    }


def test_rows_of_years_columns_of_aims_and_a_total_of_parts() -> None:
    years = figures_of_table(("年度", "行政复议收案", "行政复议受理"), ("2023", "112", "106"), ("2024", "156", "149"))
    read = [(figure.value, figure.period) for figure in years]
    assert read == [(112, "2023"), (106, "2023"), (156, "2024"), (149, "2024")]
    aims = figures_of_table(("指标", "2024年目标", "2024年完成", "全市平均"), ("行政诉讼败诉率", "8%", "5.1%", "9.2%"))
    assert [(figure.value, figure.tense.value) for figure in aims] == [
        (8, "target"),
        (5.1, "actual"),
        (9.2, "other_level"),
    ]
    parts = figures_of_table(
        ("处罚程序", "2023年", "2024年"),
        ("简易程序（件）", "1284", "1105"),
        ("普通程序（件）", "301", "322"),
        ("合计（件）", "1585", "1427"),
    )
    assert bound(parts)["penalties_total"] == (1427, "件")


PENALTIES = (
    "<table><tr><td rowspan=2>序号</td><td rowspan=2>单位名称</td><td colspan=3>行政处罚实施数量（宗）</td>"
    "<td rowspan=2>合计（宗）</td><td rowspan=2>罚没金额（万元）</td></tr>"
    "<tr><td>警告</td><td>罚款</td><td>其他行政处罚</td></tr>"
    "<tr><td>1</td><td>县城市管理局</td><td>12</td><td>1200</td><td>3</td><td>1215</td><td>86.5</td></tr></table>"
)
LICENCES = (
    "<table><tr><td colspan=3>行政许可</td></tr>"
    "<tr><td>单位名称</td><td>申请数量（宗）</td><td>许可数量（宗）</td></tr>"
    "<tr><td>县城市管理局</td><td>3</td><td>2</td></tr></table>"
)


@pytest.mark.parametrize("before", ["", LICENCES, f"{LICENCES}<p>二、行政处罚</p>"], ids=["alone", "behind", "apart"])
def test_one_kind_of_penalty_is_not_all_of_them(before: str) -> None:
    figures = figures_of(f"{before}{PENALTIES}")
    values = bound(figures)
    assert values["penalties_total"] == (1215, "宗")
    assert values["penalty_amount"] == (865_000, "元")
    assert values.get("licences_applied") == ((3, "宗") if before else None)
    no_total = bound(figures_of(PENALTIES.replace("合计（宗）", "备注").replace("1215", "")))
    assert "penalties_total" not in no_total


def test_sections_of_one_table_have_heads_of_their_own() -> None:
    sections = figures_of_table(
        ("单位", "许可申请数量（件）", "许可数量（件）"),
        ("县城市管理局", "3", "2"),
        ("二、行政处罚", "", ""),
        ("单位", "罚款", "合计"),
        ("县城市管理局", "4", "9"),
        ("三、行政检查", "", ""),
        ("县城市管理局", "5", "6"),
    )
    assert {metric: value for metric, (value, _) in bound(sections).items()} == {
        "licences_applied": 3,
        "licences_granted": 2,
        "penalties_total": 9,
    }


def test_a_bureau_is_its_own_level_beside_its_area() -> None:
    columns = (("项目", "全省合计", "厅本级", "厅本级较上年"), ("行政处罚（件）", "74218", "6835", "-11.2%"))
    bureau = figures_of_table(*columns, issuer="贵州省交通运输厅")
    assert bound([figure for figure in bureau if figure.tense is Tense.ACTUAL]) == {"penalties_total": (6835, "件")}
    assert [figure.tense for figure in bureau] == [Tense.OTHER_LEVEL, Tense.ACTUAL, Tense.ACTUAL]
    branches = figures_of_table(*columns, issuer="贵州省税务局")
    assert branches[0].tense is Tense.ACTUAL, "its branches in the counties are its own"


def test_a_governments_columns_are_its_areas_where_both_are_told_in_full() -> None:
    heads = "<th>指标</th><th>2024年 全市</th><th>2024年 其中：市本级</th><th>全市同比</th>"
    rows = ("受理复议申请", 1542, 388, "33.6%"), ("审结复议案件", 1476, 371, "35.9%"), ("其中：维持", 640, 150, "1.2%")
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    values = reading_of(f"<table><tr>{heads}</tr>{cells}</table>", "娄底市人民政府").metric_values
    told = {value.metric: value.value for value in values if value.basis is ValueBasis.STATED}
    assert told == {"reconsideration_accepted": 1542, "reconsideration_closed": 1476, "reconsideration_upheld": 640}


def test_the_issuers_own_row_stands_for_it_where_no_row_sums_up() -> None:
    head = ("单位", "行政检查（次）", "普通程序（件）")
    own, others = ("市局本级", "4127", "218"), (("五华区", "11306", "1420"), ("盘龙区", "9874", "1163"))
    values = bound(figures_of_table(head, own, *others, issuer="昆明市城市管理局"))
    assert values == {"inspections": (4127, "次"), "penalties_ordinary": (218, "件")}
    assert bound(figures_of_table(head, *others, issuer="昆明市城市管理局")) == {}
    summed = figures_of_table(head, own, *others, ("合计", "25307", "2801"), issuer="昆明市城市管理局")
    assert bound(summed)["inspections"] == (25307, "次")


def test_a_part_of_a_numbered_list_is_of_the_line_above_it() -> None:
    rows = (
        ("指标名称", "单位", "统计数"),
        ("五、行政复议数量", "件", "4"),
        ("（一）维持具体行政行为数", "件", "3"),
        ("（二）被依法纠错数", "件", "1"),
        ("六、行政诉讼数量", "件", "3"),
        ("（二）被依法纠错数", "件", "2"),
        ("七、举报投诉数量", "件", "5"),
        ("（二）被依法纠错数", "件", "0"),
    )
    told = {key: value for key, (value, _) in bound(figures_of_table(*rows)).items() if key.startswith("disclosure")}
    assert told == {"disclosure_reconsidered_corrected": 1, "disclosure_litigated_corrected": 2}


def test_rows_without_numbers_among_rows_with_them() -> None:
    rows = (
        ("行政处罚", "立案（件）", "560"),
        ("行政处罚", "作出处罚决定（件）", "520"),
        ("行政强制", "强制执行（件）", "—"),
        ("行政许可", "受理（件）", "无"),
        ("行政检查", "检查次数（次）", "2 100"),
        ("行政复议", "被复议（件）", "3"),
    )
    figures = figures_of_table(("项目", "指标", "数量"), *rows)
    assert [figure.value for figure in figures] == [560, 520, 2100, 3]
    assert not any("无" in figure.label for figure in figures)
    assert bound(figures)["penalties_total"] == (520, "件")
    assert bound(figures)["inspections"] == (2100, "次")
    assert figures_of_table(("类别", "数量（件）"), ("警告", "2"), ("拘留", ""), ("合计", "2"))[-1].unit == "件"
    counted = figures_of_table(("类别", "办理数量（件）"), ("行政处罚", "8"), ("行政强制", "0"))
    assert bound(counted) == {"penalties_total": (8, "件"), "coercive_measures": (0, "件")}


def test_values_whose_column_is_not_sure_are_no_metric() -> None:
    glued = "办理数量（件）罚没金额（万元）"

    def cells(*found: tuple[str, str]) -> list[Cell]:
        return [Cell("行政处罚", 0, 4), *(Cell(text, 0, len(text), head, "行政处罚") for text, head in found)]

    assert unsure_cells(cells(("1560", "数量"), ("23.5", "金额")), scanned=True) == set()
    assert unsure_cells(cells(("1560", glued), ("23.5", glued)), scanned=False) == {1, 2}
    assert unsure_cells(cells(("1560", glued), ("/", "备注")), scanned=False) == {1}
    assert unsure_cells(cells(("15", "数量"), ("/", "数量")), scanned=True) == {1, 2}
    assert unsure_cells(cells(("15", "数量"), ("1", "金额")), scanned=True) == {2}  # "/" often
    halves = figures_of_table(("类别", "数量（件）"), ("行政处罚", "23.5"))
    assert bound(halves) == {}


@pytest.mark.parametrize(("other", "measured"), [("行政强制执行", False), ("其他", True)])
def test_a_bare_total_over_measures_and_executions_is_of_neither(other: str, measured: bool) -> None:
    figures = figures_of_table(
        ("单位名称", "查封场所", "扣押财物", other, "合计"),
        ("县市场监管局", "4", "9", "8", "21"),
        ("合计", "4", "9", "8", "21"),
        above="2024年度行政强制实施情况统计表",
    )
    assert (bound(figures).get("coercive_measures") == (21, "")) is measured


KINDS = (("行政处罚", "61"), ("行政许可", "9"), ("行政强制", "7"), ("信息公开", "23"), ("合计", "100"))


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ("案件类型", "全年办理行政复议案件100件，案件类型分布如下表："),
        ("案件类别", "表1　2024年行政复议案件类型统计表"),
        ("行政复议案件类型", ""),
        ("复议事项", "2024年案件分布情况"),
        ("类别", "从行政复议事项看，案件分布如下："),
        ("案由", "全年案由分布如下表："),
        ("被复议行政行为", ""),
        ("被诉行政行为种类", "行政诉讼"),
        ("涉及领域", "行政应诉案件分布情况（单位：件）"),
        ("类型", "行政复议案件类型分布如下。"),
        ("案件类型", "2024年，行政复议申请126件。从案件类型看，行政处罚类最多。"),
        ("类型", "2024年，受理行政复议申请126件，具体类型见下表。"),
        ("项目", "行政复议案件涉及的行政行为分布表"),
        ("被申请人行政行为", "表2"),
        ("复议请求事项", ""),
        ("类别", "（三）行政复议"),
        ("申请事项", "（二）化解行政争议情况"),
        ("审核类别", "重大执法决定法制审核情况"),
        ("投诉类别", "行政执法投诉举报情况"),
        ("类别", "（四）加强行政执法监督"),
    ],
)
def test_kinds_of_cases_are_no_acts(head: str, above: str) -> None:
    assert bound(figures_of_table((head, "件数"), *KINDS[:-1], above=above)) == {}
    acts = {"penalties_total", "licences_granted", "coercive_measures"}
    assert acts.isdisjoint(bound(figures_of_table((head, "件数"), *KINDS, above=above)))
    across = figures_of_table(
        (head, *(kind for kind, _ in KINDS)), ("件数", *(count for _, count in KINDS)), above=above
    )
    assert acts.isdisjoint(bound(across))


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ("执法类别", "全县行政执法情况如下表："),
        ("项目", "主要数据"),
        ("指标", "2024年行政复议、行政处罚等主要指标"),
        ("执法种类", "全年行政复议纠错率8.4%。各类执法决定数量如下："),
        ("类型", "受理行政复议申请126件。落实行政执法三项制度，各类执法决定见下表。"),
        ("事项", "行政权力事项办理情况"),
        ("执法行为", "行政执法监督平台归集数据"),
        ("项目", "行政执法和行政复议基本情况"),
        ("类别", "（三）严格规范公正文明执法"),
        ("类型", "全年行政复议案件126件，审结120件。"),
    ],
)
def test_kinds_of_acts_are_acts(head: str, above: str) -> None:
    figures = figures_of_table((head, "数量（件）"), ("行政处罚", "6328"), ("行政许可", "48236"), above=above)
    assert bound(figures) == {"penalties_total": (6328, "件"), "licences_granted": (48236, "件")}


@pytest.mark.parametrize("title", ["2024年行政复议案件类型统计表", "行政诉讼案件情况"])
def test_a_title_over_the_whole_width_says_what_is_counted(title: str) -> None:
    table = (
        "<table><tr><td colspan=2>{}</td></tr><tr><td>类型</td><td>件数</td></tr>"
        "<tr><td>行政处罚</td><td>61</td></tr><tr><td>行政许可</td><td>9</td></tr></table>"
    )
    assert bound(figures_of(table.format(title))) == {}
    assert set(bound(figures_of(table.format("2024年行政执法情况")))) == {"penalties_total", "licences_granted"}


def test_acts_beside_what_came_in_against_them_are_acts() -> None:
    figures = figures_of_table(
        ("行政行为", "数量（件）", "被复议（件）", "被诉（件）"),
        ("行政处罚", "6100", "12", "3"),
        ("行政许可", "9000", "2", "1"),
    )
    assert bound(figures) == {"penalties_total": (6100, "件"), "licences_granted": (9000, "件")}


def test_an_ordinal_column_heads_no_kinds() -> None:
    heads, row = ("序号", "案件类型", "件数"), ("1", "行政处罚", "61")
    assert bound(figures_of_table(heads, row, above="行政复议案件类型分布")) == {}

"""Figures of tables: whose heads a cell stands under, and in which unit it counts."""

from __future__ import annotations

from parsers.reading import read_bundle
from parsers.records import Bundle, Figure, Source
from parsers.vocabulary import Role

TITLE = "芷江县人民政府2024年法治政府建设情况报告"


def figures_of_table(*rows: tuple[str, ...], above: str = "") -> list[Figure]:
    """The figures of one table in the page of a report."""
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div class='content'><h1>{TITLE}</h1>"
        "<p>2024年，芷江县人民政府扎实推进法治政府建设，现将有关情况报告如下。</p><p>一、主要工作情况</p>"
        f"<p>{above}</p><table>{table}</table><p>芷江县人民政府</p><p>2025年1月20日</p></div></body></html>"
    )
    source = Source(Role.DETAIL, "http://gold.invalid/table.html", page.encode(), "text/html; charset=utf-8")
    return [figure for figure in read_bundle(Bundle(source.url, (source,))).figures if "\t" in figure.quote]


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

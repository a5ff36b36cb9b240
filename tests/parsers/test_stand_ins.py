"""Titles behind which the yearly report may stand, and those that tell of another paper."""

from __future__ import annotations

import pytest

from parsers.identity import read_report
from parsers.stand_ins import may_stand_for_report, tells_of_the_report
from parsers.titles import parse_title
from parsers.vocabulary import Decision
from tests.parsers.texts import bundle, text_of

SHORT = "现将有关情况说明如下，请各乡镇、各部门结合实际认真抓好落实，有关意见请于2月20日前反馈至县司法局。"
PARTS = """2025年，我县认真贯彻落实法治政府建设各项部署，成效明显。现将2025年度法治政府建设情况报告如下：
一、主要举措和成效
（一）坚持高位推动。县委常委会会议专题研究法治政府建设工作三次，县政府常务会议会前学法六次，推动责任落实。
（二）规范行政执法。全年办理行政处罚案件三百余件，开展案卷评查两次，组织执法人员培训四期，不断提升执法水平。
（三）化解矛盾纠纷。畅通行政复议渠道，办理行政复议案件三十余件，行政机关负责人出庭应诉率百分之百，成效明显。
（四）加强普法宣传。落实普法责任制，开展宪法宣传周活动，推进法律进乡村、进学校、进企业，培育法律明白人五百余名。
二、存在的问题
基层执法力量还比较薄弱，少数干部运用法治思维解决问题的能力有待提高，普法宣传的针对性和实效性还不够强。
三、下一步工作打算
继续加强组织领导，强化行政执法监督，推进数字法治政府建设，不断提高依法行政水平，为高质量发展提供法治保障。
"""
OPEN = frozenset({Decision.REPORT, Decision.UNSURE})

OF_THE_YEAR = [
    "青禾县2025年度法治政府建设情况报告",
    "青禾县2025年1—12月法治政府建设情况报告",
    "青禾县2025年1月至12月法治政府建设工作总结",
    "关于2025年1月1日至12月31日法治政府建设情况的报告",
    "青禾县2025年一至四季度法治政府建设情况报告",
    "青禾县二〇二五年一至十二月依法行政工作总结",
    "青禾县2025年度法治政府建设情况报告（2026年1月）",
    "青禾县2025年度法治政府建设情况报告（征求意见稿）",
    "青禾县2025年度法治政府建设情况报告（公开征求意见稿）",
    "青禾县2025年度法治政府建设情况报告（征求意见）",
    "青禾县2025年度法治政府建设情况通报",
    "青禾县2025年法治政府建设工作完成情况",
    "青禾县2025年法治政府建设工作要点落实情况的报告",
    "青禾县2025年法治政府建设重点工作完成情况报告",
    "青禾县落实《法治政府建设实施纲要》2025年工作情况报告",
    "《青禾县2025年度法治政府建设情况报告》公布",
    "青禾县2025年度依法行政工作情况（截至2025年12月底）",
    "青禾县十月街道2025年度法治政府建设情况报告",
    "青禾县三月镇人民政府2025年法治政府建设年度报告",
    "青禾县2025年推进法治政府建设工作任务落实情况总结",
    "青禾县全面依法治县2025年工作情况报告",
    "青禾县人民政府2025年履行法治政府建设职责情况报告",
]


@pytest.mark.parametrize("title", OF_THE_YEAR)
def test_what_may_be_the_years_report_is_asked_about(title: str) -> None:
    assert may_stand_for_report(title) or parse_title(title).decision in OPEN
    assert read_report(text_of(f"{title}\n{SHORT}"), bundle(title)).decision in OPEN
    assert read_report(text_of(f"{title}\n{PARTS}"), bundle(title)).decision in OPEN


AROUND = [
    "青禾县2025年度法治政府建设情况报告（征求意见稿）公开征求意见的公告",
    "关于《青禾县2025年度法治政府建设情况报告（征求意见稿）》公开征求意见的公告",
    "关于征求《青禾县2025年度法治政府建设年度报告》意见的函",
    "《青禾县2025年法治政府建设年度报告》意见征集",
    "关于对青禾县2025年度法治政府建设情况报告征集社会公众意见建议的启事",
    "青禾县全面依法治县委员会办公室2025年工作要点完成情况通报",
    "关于青禾县2025年法治政府建设重点任务完成情况的通报",
    "青禾县2025年法治政府建设年度任务清单落实情况公示",
    "青禾县2025年法治政府建设工作计划执行情况的通报",
    "写在《青禾县2025年度法治政府建设情况报告》发布之际",
    "青禾县2025年度法治政府建设情况报告发布之际",
]


@pytest.mark.parametrize("title", AROUND)
def test_what_stands_around_the_report_is_settled_unless_its_text_is_the_report(title: str) -> None:
    assert tells_of_the_report(title) and not may_stand_for_report(title)
    found = read_report(text_of(f"{title}\n{SHORT}"), bundle(title))
    assert found.decision in (Decision.NOT_A_REPORT, Decision.OTHER_KIND) and found.reason
    assert read_report(text_of(f"{title}\n{PARTS}"), bundle(title)).decision is Decision.UNSURE


@pytest.mark.parametrize(
    "title",
    [
        "2025年1—9月法治政府建设情况报告",
        "青禾县2025年1月至11月法治政府建设工作总结",
        "青禾县2025年前三季度法治政府建设工作情况报告",
        "青禾县2025年一至三季度依法行政工作总结",
        "青禾县2025年上半年法治政府建设情况报告",
        "青禾县2025年前10个月法治政府建设情况报告",
        "青禾县2025年前九个月法治政府建设工作总结",
        "青禾县2025年度中期法治政府建设情况报告",
        "截至2025年9月底青禾县法治政府建设情况报告",
        "青禾县一至九月法治政府建设情况报告",
        "青禾县2025年第四季度法治政府建设情况报告",
        "青禾县2025年度法治政府建设情况报告（2025年1月—9月）",
    ],
)
def test_a_part_of_the_year_is_no_yearly_report(title: str) -> None:
    found = read_report(text_of(f"{title}\n{SHORT}"), bundle(title))
    assert found.decision in (Decision.NOT_A_REPORT, Decision.OTHER_KIND), found.reason

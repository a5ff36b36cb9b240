"""Several bodies' or years' reports in one document are nobody's own; what looks so and is one report stays one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from parsers.identity import read_report
from parsers.records import Bundle, Report, Source, Text
from parsers.titles import parse_title
from parsers.vocabulary import COMPILED, Decision, Kind, Method, Role
from tests.parsers.texts import article, bundle, text_of

FIRST, SECOND = "灵丘县司法局2024年度法治政府建设情况报告", "灵丘县财政局2024年度法治政府建设情况报告"
BODY = (
    "现将2024年度法治政府建设情况报告如下：\n一、主要举措和成效\n" + "全年办理行政复议案件12件，审结11件。" * 12 + "\n"
    "二、存在的不足和原因\n" + "基层执法力量仍显薄弱，业务培训不够系统。" * 8 + "\n三、下一步工作打算\n继续完善制度。"
)


def of_files(title: str, labels: Sequence[str], text: Text) -> Report:
    sources = [Source(Role.DETAIL, "http://a.gov.cn/1.html", b"", "text/html", "")]
    sources += [Source(Role.ATTACHMENT, f"http://a.gov.cn/{label}", b"", "application/pdf", label) for label in labels]
    return read_report(text, Bundle("http://a.gov.cn/1.html", tuple(sources), row_title=title), article(title))


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("灵丘县2024年度法治政府建设情况报告汇编", 2024),
        ("灵丘县各部门2024年法治政府建设年度报告（合订本）", 2024),
        ("灵丘县法治政府建设年度报告汇编（2019—2024年）", None),
        ("历年法治政府建设情况报告合集", None),
    ],
)
def test_titles_of_compilations(title: str, year: int | None) -> None:
    reading = parse_title(title)
    assert (reading.decision, reading.kind, reading.year) == (Decision.UNSURE, Kind.FAZHI_ANNUAL, year)
    report = read_report(text_of(f"{FIRST}\n{BODY}"), bundle(title))
    assert (report.decision, report.year, report.reason[:3]) == (Decision.UNSURE, year, COMPILED)


@pytest.mark.parametrize("title", ["法治政府建设典型案例汇编", "灵丘县行政规范性文件汇编", "县司法局启动年度报告汇编"])
def test_collections_of_other_things_are_no_reports(title: str) -> None:
    assert parse_title(title).decision is Decision.NOT_A_REPORT


def test_several_reports_in_one_text_are_told() -> None:
    title = "灵丘县2024年度法治政府建设情况报告"
    report = read_report(text_of(f"{FIRST}\n{BODY}\n{SECOND}\n{BODY}"), bundle(title))
    assert (report.decision, report.kind, report.year) == (Decision.UNSURE, Kind.FAZHI_ANNUAL, 2024)
    years = read_report(text_of(f"{FIRST}\n{BODY}\n{FIRST.replace('2024', '2023')}\n{BODY}"), bundle(title))
    assert (years.decision, years.year) == (Decision.UNSURE, None)


def test_several_files_of_one_page_are_told() -> None:
    empty = Text("", (), Method.NONE, 0.0, "")
    title = "灵丘县2024年度法治政府建设情况报告"
    report = of_files(title, [f"{FIRST}.pdf", f"{SECOND}.pdf"], empty)
    assert (report.decision, report.year, report.reason[:3]) == (Decision.UNSURE, 2024, COMPILED)


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n{BODY}",
        f"{FIRST}\n{BODY}\n相关链接\n{SECOND}",  # a link, and no report
        f"{FIRST}\n{BODY}\n山西省大同市{FIRST}\n{BODY}",  # the same body in full
    ],
)
def test_one_report_stays_one(text: str) -> None:
    report = read_report(text_of(text), bundle(FIRST))
    assert (report.decision, report.year) == (Decision.REPORT, 2024)
    appended = of_files(FIRST, [f"{FIRST}.pdf", f"{FIRST}.docx"], text_of(text))
    assert appended.decision is Decision.REPORT


@pytest.mark.parametrize(
    ("texts", "decision"),
    [
        ((FIRST, SECOND), Decision.UNSURE),  # of two bodies
        ((FIRST, FIRST.replace("2024", "2023")), Decision.UNSURE),  # of two years
        ((FIRST, FIRST), Decision.REPORT),  # the same, as a Word file and a PDF
        ((FIRST, "灵丘县司法局2024年度普法工作总结"), Decision.REPORT),
    ],
)
def test_files_whose_names_say_nothing_tell_by_their_own_titles(texts: tuple[str, str], decision: Decision) -> None:
    own, other = (f"{title}\n{BODY}" for title in texts)
    read = text_of(own)
    blocks = tuple(replace(block, source=1) for block in read.blocks)
    text = replace(read, blocks=blocks, others=((1, other),))
    assert of_files("2024年度法治政府建设情况报告", ["附件.zip"], text).decision is decision

"""One bundle through the whole corridor of reading."""

import dataclasses
import re
from pathlib import Path

import pytest

from parsers import PARSER_VERSION
from parsers.reading import page_article, read_bundle
from parsers.records import Bundle, Reading, Source
from parsers.vocabulary import DateBasis, Decision, Kind, Method, PartRole, Role
from tests.parsers.texts import L22, L24, L25, NEWS, Q24, SEEDS

URL = "http://www.example.gov.cn/c1/20250228/i1.html"


def plain(number: str) -> Bundle:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    return Bundle(URL, (Source(Role.DETAIL, URL, path.read_bytes(), "text/plain; charset=utf-8", path.name),))


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {number: read_bundle(plain(number)) for number in (L25, L24, L22, Q24, NEWS)}


def test_the_real_reports_come_out_whole(readings: dict[str, Reading]) -> None:
    for number in (L25, L24, L22, Q24):
        reading = readings[number]
        assert (reading.report.decision, reading.report.kind) == (Decision.REPORT, Kind.FAZHI_ANNUAL)
        assert len(reading.parts) >= 5
        assert reading.figures
        assert reading.metric_values
        assert reading.clauses
        assert (reading.parser_version, reading.error) == (PARSER_VERSION, "")


def test_every_quote_and_part_is_a_slice_of_the_text(readings: dict[str, Reading]) -> None:
    for reading in readings.values():
        text = reading.text.text
        for figure in reading.figures:
            assert text[figure.start : figure.end] == figure.quote
        for part in reading.parts:
            assert 0 <= part.start <= part.end <= len(text)


def test_figures_of_the_plan_are_marked_as_the_plans(readings: dict[str, Reading]) -> None:
    plan = next(part for part in readings[L22].parts if part.role is PartRole.PLAN)
    inside = [figure for figure in readings[L22].figures if plan.start <= figure.start < plan.end]
    assert inside
    assert all(figure.part is PartRole.PLAN for figure in inside)


def test_what_is_no_report_is_kept_with_its_text_only(readings: dict[str, Reading]) -> None:
    reading = readings[NEWS]
    assert reading.report.decision is Decision.NOT_A_REPORT
    assert reading.text.text
    assert (reading.parts, reading.figures, reading.metric_values, reading.clauses) == ((), (), (), ())


def test_what_cannot_be_read_says_why() -> None:
    source = Source(Role.DETAIL, URL, b"%PDF-1.4 truncated", "application/pdf", "")
    reading = read_bundle(Bundle(URL, (source,), row_title="赵县2024年度法治政府建设情况报告", row_date="2025-03-01"))
    assert reading.text.method is Method.NONE
    assert reading.error
    assert (reading.report.decision, reading.report.year) == (Decision.REPORT, 2024)
    assert (reading.parts, reading.figures) == ((), ())


def test_a_page_that_only_announces_is_not_read_as_its_report() -> None:
    title = "赵县2024年度法治政府建设情况报告"
    source = Source(Role.DETAIL, URL, page(title, "<p>现将赵县2024年度法治政府建设情况予以公布。</p>"), "text/html")
    bundle = Bundle(URL, (source,), row_title=title, row_date="2025-03-01")
    reading = read_bundle(bundle)
    assert (reading.text.method, reading.text.text, reading.parts) == (Method.NONE, "", ())
    assert (reading.report.decision, reading.report.year, reading.report.issuer) == (
        Decision.REPORT,
        2024,
        "赵县人民政府",
    )
    assert reading.error in reading.report.notes
    decided = read_bundle(dataclasses.replace(bundle, decided=Decision.REPORT))
    assert not decided.text.text, "a person's word makes it the report, but gives it no parts that could be absent"


def test_an_unsure_document_is_read_for_the_person_who_decides(readings: dict[str, Reading]) -> None:
    told = dataclasses.replace(plain(L24), decided=Decision.UNSURE)
    assert read_bundle(told).figures == readings[L24].figures


def page(title: str, body: str, meta: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{meta}</head><body>'
        f'<div class="article"><h1>{title}</h1><div id="zoom">{body}</div></div></body></html>'
    ).encode()


def test_a_page_gives_its_own_fields() -> None:
    lines = Path(next(SEEDS.glob(f"{L24}_*.txt"))).read_text(encoding="utf-8").split("\n")
    body = "".join(f"<p>{line.strip()}</p>" for line in lines[6:] if line.strip())
    meta = (
        '<meta name="PubDate" content="2025-02-28 09:12"><meta name="SiteIDCode" content="4302030001">'
        '<meta name="ArticleTitle" content="芦淞区2024年法治政府建设情况报告">'
    )
    source = Source(Role.DETAIL, URL, page("芦淞区2024年法治政府建设情况报告", body, meta), "text/html; charset=utf-8")
    bundle = Bundle(URL, (source,), row_title="芦淞区2024年法治政府建设情况报告", row_date="2025-02-28")
    article = page_article(bundle)
    assert article is not None
    reading = read_bundle(bundle)
    report = reading.report
    assert (report.decision, report.year, report.issuer, report.region) == (
        Decision.REPORT,
        2024,
        "株洲市芦淞区人民政府",
        "430203",
    )
    assert (report.published_on, report.published_basis, report.signed_on) == (
        "2025-02-28",
        DateBasis.META,
        "2025-02-27",
    )


def test_parts_are_judged_of_the_kind_that_the_law_asks_them_of() -> None:
    title = "赵县2024年政府信息公开工作年度报告"
    text = f"{title}\n根据条例要求，编制本报告。\n一、总体情况\n" + "主动公开政府信息一百二十条。\n" * 30
    source = Source(Role.DETAIL, URL, text.encode(), "text/plain; charset=utf-8")
    reading = read_bundle(Bundle(URL, (source,), row_title=title))
    assert (reading.report.kind, reading.parts) == (Kind.DISCLOSURE_ANNUAL, ())


def test_every_way_of_getting_a_text_is_explained() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "reading.md").read_text(encoding="utf-8")
    table = [line.split("|")[1] for line in manual.split("\n") if line.startswith("| `")]
    named = {name for cell in table for name in re.findall(r"`(\w+)`", cell)}
    assert {method.value for method in Method} <= named

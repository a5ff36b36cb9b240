"""Notices of time: what comes since a year is elsewhere, the column ends before one, the page is an old one."""

from __future__ import annotations

import time

import pytest

from parsers.pages.listing import parse_listing
from parsers.pages.notes import DOUBTFUL, Note, codes
from parsers.records import Listing, Page

URL = "http://www.qinghe.example/c14692/index.html"
ROW = '<li><a href="/c14692/{0}0301/i{0}{1}.html">青禾县{2}{3}年度法治政府建设情况报告</a><span>{0}-03-01</span></li>'


def rows(newest: int) -> str:
    """Two bodies' reports of three years."""
    years = [(year, at, body) for year in range(newest, newest - 3, -1) for at, body in enumerate(("政府", "司法局"))]
    return f"<ul>{''.join(ROW.format(year + 1, at, body, year) for year, at, body in years)}</ul>"


def read(body: str, title: str = "法治政府建设") -> Listing:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return parse_listing(Page(URL, URL, 200, {}, html.encode()))


def doubted(found: Listing) -> bool:
    assert len(found.rows) == 6
    assert codes(found.notes) & DOUBTFUL <= {Note.GIVEN_UP, Note.REPORT_BESIDE}
    return Note.GIVEN_UP in codes(found.notes)


@pytest.mark.parametrize(
    "notice",
    [
        '<p>2025年以后的年度报告请见<a href="/new/">“年报专栏”</a></p>',
        '<p>2025年度及以后请点击：<a href="/new/">法定主动公开内容</a></p>',
        "<p>自2026年起，年度报告在省政府信息公开统一平台发布。</p>",
        "<p>从2025年1月1日起，本县法治政府建设年度报告统一在市司法局网站公开。</p>",
        "<p>2024年之后的报告请到“法定主动公开内容”栏目查看</p>",
        "<p>2025年度起，年报移至政府信息公开专栏</p>",
        "<p>2025年及以后年度报告已转至新平台</p>",
        '<p>2025年后的信息请移步：<a href="/new/">信息公开</a></p>',
        "<p>自2025年起不再在本栏目发布</p>",
        '<p>2025年3月后的文件请访问<a href="http://new.example/">信息公开平台</a></p>',
        '<div class="bar">您正在访问旧版网站 <a href="http://new.example/">进入新版</a></div>',
        '<a href="http://new.example/">进入新版</a>',
        "<p>您当前浏览的是青禾县政府网站旧版页面</p>",
        "<p>本站为旧版网站，仅供查阅</p>",
    ],
)
def test_what_comes_is_elsewhere(notice: str) -> None:
    assert doubted(read(notice + rows(2024)))
    assert doubted(read(rows(2024) + notice))


@pytest.mark.parametrize(
    "name",
    [
        "法治政府建设年度报告（2025年以前）",
        "法治政府建设年度报告(2015-2024)",
        "法治政府建设年度报告（2015—2024年）",
        "年度报告（历史归档）",
        "年度报告（2024年及以前）",
        "2025年前年度报告",
        "往年法治政府建设年度报告",
        "依法行政工作总结【2016至2024年度】",
    ],
)
def test_the_column_ends_before_a_year(name: str) -> None:
    assert doubted(read(f"<h2>{name}</h2>{rows(2024)}"))
    assert doubted(read(f'<div>当前位置：<a href="/">首页</a> &gt; {name}</div>{rows(2024)}'))
    assert doubted(read(rows(2024), f"{name}-青禾县人民政府"))
    assert not doubted(read(f"{rows(2024)}<h3>{name}</h3>"))  # the name of another box


@pytest.mark.parametrize(
    "words",
    [
        "<p>自2016年起，各级政府应当每年公开年度报告。</p>",
        "<p>自2026年起，各级行政机关应当将年度报告在政府网站公开。</p>",
        "<p>根据《法治政府建设与责任落实督察工作规定》，每年4月1日前公开。</p>",
        "<p>自2025年起，年度报告在本栏目公开。</p>",
        "<p>自2026年起，法治政府建设年度报告请在本栏目查阅</p>",
        "<p>2026年起，年度报告请查看下表</p>",
        "<p>2025年以后，请在每年1月底前报送年度报告</p>",
        "<p>2024年之后的信息请通过站内搜索查询</p>",
        "<p>2026年起申报项目请登录青禾县政务服务平台</p>",
        "<p>《条例》自2025年5月1日起施行</p>",
        "<p>网站标识码：9901230001 建议使用IE9以上浏览器</p><p>2026年起请使用新版浏览器访问本网站</p>",
        '<div><a href="/old/">旧版</a> <a href="/his/">历史版</a> <a href="http://old.example/">访问旧版网站</a></div>',
        '<p>您可访问旧版网站查看更多</p><a href="/app/">进入新版APP</a>',
        "<h3>2025年以来工作动态</h3>",
        "<h3>历年年度报告</h3>",
        "<h2>法治政府建设年度报告（2025年度）</h2>",
        "<h3>法治青禾建设规划（2021-2025年）</h3><h3>法治政府建设实施纲要（2021-2025年）</h3>",
        "<p>2025年以来，我县深入推进法治政府建设，年度报告在本网站公开</p>",
    ],
)
def test_what_is_no_such_notice(words: str) -> None:
    assert not doubted(read(words + rows(2024)))
    assert not doubted(read(rows(2024) + words))


@pytest.mark.parametrize(
    "words",
    [
        "<p>自{0}年起，年度报告在省政府信息公开统一平台发布。</p>",
        "<p>{0}年度及以后请点击：法定主动公开内容</p>",
        "<h2>法治政府建设年度报告（2015-{0}）</h2>",
        "<h2>法治政府建设年度报告（{0}年以前）</h2>",
    ],
)
def test_a_later_report_refutes_it(words: str) -> None:
    for year, refuted in ((2020, True), (2024, True), (2025, False), (2026, False)):
        assert doubted(read(words.format(year) + rows(2025))) is not refuted


@pytest.mark.parametrize(
    "flood", ["2025年起，" * 9_000, "2025年以后" + "的年度报告" * 9_000, "年度报告（2015-" * 5_000, "访问的是" * 9_000]
)
def test_floods_take_no_time(flood: str) -> None:
    begun = time.process_time()
    read(f"<p>{flood}</p>{rows(2024)}")
    assert time.process_time() - begun < 3

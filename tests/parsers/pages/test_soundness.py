"""Rows that cannot be believed: titles that lost their words, lists that no reader sees, columns that were given up."""

from __future__ import annotations

import json

import pytest

from parsers.pages.candidates import judge_candidate
from parsers.pages.face import another_page, are_of_subject, is_elsewhere, names_its_column
from parsers.pages.listing import parse_listing
from parsers.pages.notes import DOUBTFUL, Note, codes
from parsers.pages.soundness import is_unreadable
from parsers.records import Face, Listing, Page, Row
from parsers.vocabulary import Kind

URL = "http://www.qinghe.example/c14692/index.html"
TITLES = (
    "青禾县人民政府2025年度法治政府建设情况报告",
    "关于印发《青禾县2026年法治政府建设工作要点》的通知",
    "青禾县召开2026年法治政府建设推进会",
    "青禾县领导调研重点项目建设进展",
    "青禾县司法局2025年度工作总结",
    "青禾县组织开展行政执法人员培训",
)
LINK = '<a href="/c14692/2026030{0}/i{0}0000.html">{1}</a>'


def row(number: int, inside: str) -> str:
    return f"<li>{LINK.format(number, inside)}<span>2026-03-0{number}</span></li>"


ROWS = "".join(row(number, title) for number, title in enumerate(TITLES, 1))


ROWS_2 = "".join(row(number, title) for number, title in enumerate(TITLES[1:], 2))
REPORT = TITLES[0]
YEARS = ("2023", "2024", "2025")


def read(body: str, encoding: str = "utf-8") -> Listing:
    html = f'<html><head><meta charset="{encoding}"><title>法治政府建设</title></head><body>{body}</body></html>'
    return parse_listing(Page(URL, URL, 200, {}, html.encode(encoding, "replace")))


def doubts(found: Listing) -> frozenset[str]:
    return codes(found.notes) & DOUBTFUL


@pytest.mark.parametrize(
    "title",
    [
        "????2025??????????????",
        "□□□□2025□□□□□□□",
        "青禾县\ufffd\ufffd\ufffd2025\ufffd\ufffd报告",
        TITLES[0].encode().decode("latin-1"),
        TITLES[0].encode("gbk").decode("latin-1"),
        TITLES[0].encode().decode("cp1252", "replace"),
        "&#38738;&#31166;&#21439;2025",
        "{{item.title}}",
        "${title}",
        "[!--title--]",
        "undefined",
        "2025",
        "……",
        "？？？？？？",
        "\ue012\ue013\ue014\ue015",
    ],
)
def test_titles_that_lost_their_words(title: str) -> None:
    assert is_unreadable(title)


@pytest.mark.parametrize(
    "title",
    [
        *TITLES,
        "怎么办？怎么看？——法治政府建设问答",
        "什么是“放管服”改革??",
        "2025年度报告",
        "PDF",
        "Café de l'État",
        "关于□□等三人的行政处罚决定书（青市监罚〔2025〕3号）",
        "青禾县𫟷水镇2025年度法治政府建设情况报告",
        "null值处理办法",
    ],
)
def test_titles_that_can_be_read(title: str) -> None:
    assert not is_unreadable(title)


def test_a_list_in_wrong_characters_has_no_rows() -> None:
    for wrong in (
        lambda text: "".join("?" if "\u4e00" <= mark <= "\u9fff" else mark for mark in text),
        lambda text: text.encode().decode("latin-1"),
        lambda text: text.encode().decode("gb18030", "replace"),  # 闈掔鍘夸汉姘戞斂搴
        lambda text: text.encode("gbk").decode("big5", "replace"),
    ):
        rows = "".join(row(number, wrong(title)) for number, title in enumerate(TITLES, 1))
        found = read(f"<ul>{rows}</ul>")
        assert (found.rows, Note.UNREADABLE_TITLES in doubts(found)) == ((), True), found.notes


@pytest.mark.parametrize(
    "inside", ["????2025????????", '<img src="/img/report2025.png">', "", '<img src="x.png" alt="">']
)
def test_one_row_that_says_nothing_makes_the_list_doubtful(inside: str) -> None:
    found = read(f"<ul>{row(7, inside)}{ROWS}</ul>")
    assert len(found.rows) == 6
    assert doubts(found) == {Note.UNREADABLE_TITLES}


def test_a_list_of_pictures_is_no_other_list() -> None:
    pictures = "".join(row(number, f'<img src="/img/{number}.png">') for number in range(1, 8))
    news = "".join(
        f'<p><a href="/n/t2026030{n}_{n}.html">本县领导调研第{n}个重点项目</a> 2026-03-0{n}</p>' for n in range(1, 7)
    )
    assert Note.UNREADABLE_TITLES in doubts(read(f"<ul>{pictures}</ul>"))
    assert doubts(read(f'<div class="news">{news}</div>')) == set()


@pytest.mark.parametrize(
    "body",
    [
        f"<ul>{row(7, '<img src=a.png alt=青禾县财政局2025年度法治政府建设报告>')}{ROWS}</ul>",  # it has a name
        f'<ul><li><a href="/c14692/20260301/i10000.html"><img src="hot.gif"></a></li>{ROWS}</ul>',  # a row's
        f'<ul>{ROWS}</ul><div class="ad"><a href="/zt/2026/index.html"><img src="ad.jpg"></a></div>',
        f'<ul>{ROWS}<li class="line"></li><li><a href="#top"><img src="top.gif"></a></li></ul>',
        f'<ul><li><a href="{{{{item.url}}}}"></a><span>2026-03-01</span></li>{ROWS}</ul>',
    ],
)
def test_pictures_beside_the_list_are_no_rows(body: str) -> None:
    assert doubts(read(body)) == set()


@pytest.mark.parametrize(
    "body",
    [
        f'<div style="display:none"><ul>{ROWS}</ul></div><div id="app"></div>',
        f"<div hidden><ul>{ROWS}</ul></div>",
        f'<ul style="visibility: hidden">{ROWS}</ul>',
        f'<div class="none"><ul>{ROWS}</ul></div>',
        f'<div class="layui-hide"><ul>{ROWS}</ul></div>',
        f"<noscript><ul>{ROWS}</ul></noscript>",
        f"<template><ul>{ROWS}</ul></template>",
    ],
)
def test_rows_that_no_reader_sees_are_not_the_list(body: str) -> None:
    assert Note.HIDDEN_ROWS in doubts(read(body))


@pytest.mark.parametrize(
    "body",
    [
        f"<!-- <ul>{ROWS.replace('i1', 'i9')}</ul> --><ul>{ROWS}</ul>",
        f"<ul>{ROWS}</ul><noscript><ul>{ROWS}</ul></noscript>",  # the same rows for who runs no scripts
        f'<ul>{ROWS}<li style="display:none">{LINK.format(8, "青禾县水利局2025年度法治政府建设情况")}</li></ul>',
        "<ul>" + ROWS.replace("<li>", '<li style="display:none">') + "</ul>",  # shown page by page
        f'<ul>{ROWS}</ul><ul style="display:none">{ROWS.replace("2026", "2025")}</ul>',  # tabs of years
        f"<ul>{ROWS}</ul><noscript>请启用JavaScript</noscript><template><li></li></template>",
        f'<ul class="list none">{ROWS}</ul>',  # without bullets
    ],
)
def test_what_is_hidden_beside_the_list_takes_nothing_from_it(body: str) -> None:
    found = read(body)
    assert len(found.rows) >= 6 and doubts(found) == set()


@pytest.mark.parametrize(
    "beside",
    [
        f"<h2>{REPORT}</h2><embed src='/upload/2025.pdf'>",
        f'<div><img src="a.jpg" alt="{REPORT}"></div>',
        f"<ul><li onclick='v(12)'><i>青禾县人民政府<b>2025</b>年度法治政府建设情况报告</i></li>{ROWS_2}</ul>",
        f"<ul><li><a href='javascript:void(0)' onclick='openDoc(12)'>{REPORT}</a></li>{ROWS_2}</ul>",
        f"<ul><li><a href='#/detail/8812'>{REPORT}</a></li>{ROWS_2}</ul>",
        f'<script>var reports = [{{"title": "{REPORT}", "url": "/d/1.html", "daytime": "2026-03-12"}}];</script>',
        f'<script>var d = {{"items": [{json.dumps({"t": REPORT, "u": "/d/1.html"})}]}};</script>',  # as \\u9752
        f'<script type="text/html"><li><a href="/d/1.html">{REPORT}</a></li></script>',
        f"<textarea><li><a href='/d/1.html'>{REPORT}</a></li></textarea>",
        "<p>二〇二五年度法治政府建设情况报告</p>",
        f"<input value='{REPORT}'>",
    ],
)
def test_a_report_that_is_named_beside_the_rows_makes_the_list_doubtful(beside: str) -> None:
    found = read(f"{beside}<ul>{ROWS_2}</ul>")
    assert doubts(found) == {Note.REPORT_BESIDE}, found.notes


@pytest.mark.parametrize(
    ("beside", "url", "title"),
    [
        (f'<div class="ndbg"><ul><li><a href="/xxgk/detail/202588">{REPORT}</a></li></ul></div>',
         "/xxgk/detail/202588", REPORT),
        (f'<div class="hot"><h2><a href="/d/i77.html">{REPORT}</a></h2></div>', "/d/i77.html", REPORT),
        (f"<p>附件：<a href='/download?id=12'>{REPORT}.docx</a></p>", "/download?id=12", f"{REPORT}.docx"),
        (f'<div style="display:none"><p><a href="/a/1">{REPORT}</a></p></div>', "/a/1", REPORT),
        (f"<p>{REPORT}</p><p><a href='/a/1.pdf'>[点击下载]</a></p>", "/a/1.pdf", f"{REPORT} [点击下载]"),
        ("<div><a href='/upload/2025.pdf'>2025</a></div>", "/upload/2025.pdf", "2025"),
        ("<ul><li><a href='./202603/t1_1.html'>2025年度</a></li></ul>", "/c14692/202603/t1_1.html", "2025年度"),
        ("<a href='/x/88'><img src='/i.jpg'><p>2025年度报告</p></a>", "/x/88", "2025年度报告"),
        ("<h3>法治政府建设年度报告</h3><ul class='nd'><li><a href='/x/t20260312_1.html'>2025年度</a></li>"
         "<li><a href='/x/t20250312_2.html'>2024年度</a></li></ul>", "/x/t20260312_1.html",
         "法治政府建设年度报告 2025年度"),
        ("<h3>2025年</h3><div><p><a href='/x/1'>年度报告全文</a></p></div>", "/x/1", "2025年 年度报告全文"),
        ("<dl><dt>2025年</dt><dd><a href='/x/1'>查看</a></dd></dl>", "/x/1", "2025年查看"),
        ("<div class='zt'><a href='/c14692/20260312/i7.html'><img src='n.jpg'></a></div>", "/c14692/20260312/i7.html",
         "图片"),
        ("<div class='zt-nav'><a href='/c14692/20260312/i7.html'><img src='n.jpg'></a></div>",
         "/c14692/20260312/i7.html", "图片"),
        (f"<marquee><a href='/c14692/20260312/i7.html'>{REPORT}</a></marquee>", "/c14692/20260312/i7.html", REPORT),
        ("<p><a href='/a/12.html'>最新年度报告</a></p>", "/a/12.html", "最新年度报告"),
        ("<p><a href='/f/12.pdf'>附件：1.报告</a></p>", "/f/12.pdf", "附件：1.报告"),
        ("<a href='/zwgk/detail?id=8812'><img src='n.jpg'></a>", "/zwgk/detail?id=8812", "图片"),
        (f"<select><option value='/d/1.html'>{REPORT}</option></select>", "/d/1.html", REPORT),
        (f'<map><area href="/d/1.html" title="{REPORT}"></map>', "/d/1.html", REPORT),
        (f"<div><button onclick=\"location.href='/d/3.html'\">{REPORT}</button></div>", "/d/3.html", REPORT),
        (f"<div data-url='/d/3.html'><b>{REPORT}</b><i>2026-03-12</i></div>", "/d/3.html", REPORT),
        (f"<p><a href='/d/4.html' title='{REPORT}'>青禾县人民政府2025…</a></p>", "/d/4.html", REPORT),
        ("<h4>2025年度</h4><div><a href='/a/12.html'>法治政府建设情况</a></div>", "/a/12.html",
         "2025年度 法治政府建设情况"),
        ("<table><tr><th>单位</th><th>2025年</th></tr><tr><td>县政府</td><td><a href='/a/12.html'>查看</a></td></tr>"
         "</table>", "/a/12.html", "2025年 查看"),
        ("<p><a href='/f/a12.pdf'>2025fzzf.pdf</a></p>", "/f/a12.pdf", "2025fzzf.pdf"),
        (f"<p><a href='javascript:;' data-url='/d/3.html'>{REPORT}</a></p>", "/d/3.html", REPORT),
        ("<h1><a href='/a/12.html'>青禾县人民政府法治政府建设情况报告</a></h1>", "/a/12.html",
         "青禾县人民政府法治政府建设情况报告"),
        ("<a class='bg' href='/a/12.html'></a>", "/a/12.html", "图片"),
        ("<map><area href='/a/12.html'></map>", "/a/12.html", "图片"),
        ("<div class='position'>首页</div><div><a href='/a/13.html'>查看详情</a></div>", "/a/13.html", "查看详情"),
        ("<h3>资料</h3><p><a href='/f/9982.pdf'>下载</a></p>", "/f/9982.pdf", "下载"),
        ("<p><a href='/f/9982.jpg'>点击下载</a></p>", "/f/9982.jpg", "点击下载"),
        ("<p><a href='/f/9981.pdf'>9981.pdf</a></p>", "/f/9981.pdf", "9981.pdf"),
        ("<div><a href='/a/12.html'>年度报告</a></div>", "/a/12.html", "年度报告"),
        ("<p>现将2025年度法治政府建设情况报告予以公开，<a href='/a/12'>请点击此处查看</a>。</p>", "/a/12",
         "现将2025年度法治政府建设情况报告予以公开，请点击此处查看。"),
        ("<p>现将我县上一年度法治政府建设情况报告向社会公开，欢迎监督。<a href='/a/12'>点击此处</a></p>", "/a/12",
         "现将我县上一年度法治政府建设情况报告向社会公开，欢迎监督。点击此处"),
        ("<p>年报 <a href='/nb/2025.html'>查看</a></p>", "/nb/2025.html", "查看"),
        ("<embed src='/f/2025.pdf'>", "/f/2025.pdf", "图片"),
        ("<div><img src='/b.jpg'><a href='/a/12.html'>查看详情</a></div>", "/a/12.html", "查看详情"),
        ("<a href='/a/12.html'><img src='/i.jpg' alt='未标题-1'></a>", "/a/12.html", "图片"),
        ("<a href='/a/12.html'><img src='/i.jpg' alt='20260312_副本.jpg'></a>", "/a/12.html", "图片"),
        ("<a href='/a/12.html' title='法治政府建设'><img src='/i.jpg' alt='banner'></a>", "/a/12.html", "图片"),
        ("<img src='/i.jpg' onclick=\"window.open('/a/12.html')\">", "/a/12.html", "图片"),
        ("<div data-href='/a/12.html'></div>", "/a/12.html", "图片"),
        ("<a href='/zt/2025ndbg/'><img src='/i.jpg'></a>", "/zt/2025ndbg/", "图片"),
        ("<input type='button' value='2025年年报' onclick=\"location.href='/a/12.html'\">", "/a/12.html", "2025年年报"),
        ("<div>年度报告：<select><option value='/a/12.html'>2025年度</option></select></div>", "/a/12.html",
         "年度报告： 2025年度"),
        ("<h3>法治政府建设年度报告</h3><select><option>选择</option><option value='/a/12.html'>2025</option></select>",
         "/a/12.html", "法治政府建设年度报告 2025"),
        ("<h3>2025年</h3><ul><li><a href='/x/1.html'>县人民政府</a></li><li><a href='/x/2.html'>县公安局</a></li></ul>",
         "/x/1.html", "2025年 县人民政府"),
        ("<details><summary>2025年度</summary><p><a href='/a/12.html'>县政府报告</a></p></details>", "/a/12.html",
         "2025年度县政府报告"),
        ("<div class='tj'><a href='/a/12.html'>青禾县人民政府2025年度法治</a></div>", "/a/12.html",
         "青禾县人民政府2025年度法治"),
        ("<p><a href='/a/12.html'>2 0 2 5 年 度 法 治 政 府 建 设 情 况 报 告</a></p>", "/a/12.html",
         "2025年度法治政府建设情况报告"),
        ("<dl><dt>2025</dt><dd><a href='/x/1'>在线浏览</a></dd></dl>", "/x/1", "2025在线浏览"),
        ("<h2><a href='/d?id=12'>县政府2025年度履行法治政府建设职责情况报告</a></h2>", "/d?id=12",
         "县政府2025年度履行法治政府建设职责情况报告"),
    ],
)  # fmt: skip
def test_a_link_beside_the_rows_that_may_be_a_report_is_opened(beside: str, url: str, title: str) -> None:
    found = read(f"{beside}<ul>{ROWS_2}</ul>")
    assert doubts(found) == set(), found.notes
    shown = {row.url: row.title for row in (*found.rows, *found.beside)}
    assert shown.get(f"http://www.qinghe.example{url}") == title, found.beside
    assert judge_candidate(title, [Kind.FAZHI_ANNUAL]).fetch


def test_years_that_are_papers_are_opened_and_no_columns() -> None:
    links = "".join(f"<a href='/a/1{year}0.html'>{year}年</a> " for year in YEARS)
    found = read(f"<div><p>历年报告：{links}</p><ul>{ROWS}</ul></div>")
    assert ([row.title for row in found.beside], doubts(found)) == ([f"{year}年" for year in YEARS], set())
    pages = "".join(f"<a href='/nb/{year}.html'>{year}年</a> " for year in YEARS)
    assert doubts(read(f"<div><p>历年报告：{pages}</p><ul>{ROWS}</ul></div>")) == {Note.PAGER_UNREADABLE}


def test_a_page_of_bodies_names_says_what_to_do() -> None:
    names = ["公安局", "财政局", "教育局", "水利局"]
    found = read("".join(f"<li><a href='/x/{n}.html'>青禾县{name}</a></li>" for n, name in enumerate(names)))
    assert (found.rows, [note for note in found.notes if "fazhi add" in note]) == ((), list(found.notes))


@pytest.mark.parametrize(
    "beside",
    [
        "<a href='/zt/yshj/'><img src='/zt.jpg'></a><a href='/index.html'><img src='/logo.png'></a>",
        "<a href='http://www.gov.example/art/2025/3/1/art_1_2.html'><img src='/gov.jpg'></a>",
        "<div class='footer'><a href='/gywm/'><img src='ewm.jpg'></a></div>",
        "<a href='/c14692/20260302/i20000.html'><img src='/n.jpg'></a>",  # the picture of a row
        "<h3>政务公开</h3><a href='/x/12'>查看</a><a href='/c14693/'>年度报告</a>",
        "<a href='/xw/88.html'>青禾县召开2025年度法治政府建设推进会</a>",
        "<a href='/fzzf/'>法治政府建设情况报告</a><a href='/x/12.html'>法治动态</a>",
        "<div class='nav'><a href='/x/12.html'>法治政府建设情况报告</a></div>",
        "<select><option value='/tjnj/2025.html'>2025年</option><option value='2024'>2024</option></select>",
        "<a href='/x/12.html'>2024年青禾县统计年鉴</a>",
        "<a href='/x/12.html'><img src='/i.jpg' alt='县领导调研春耕生产'></a>",
        "<a href='/x/1.html'>县人民政府</a><h3>部门信息</h3><a href='/x/12.html'>县公安局</a>",
        "<div>年份：<select><option value='/tjnj/2025.html'>2025年</option></select></div>",
    ],
)
def test_what_is_not_opened_beside_the_rows(beside: str) -> None:
    found = read(f"{beside}<ul>{ROWS_2}</ul>")
    assert (found.beside, doubts(found)) == ((), set())


@pytest.mark.parametrize(
    "beside",
    [
        '<div class="position">首页 &gt; 政务公开 &gt; 2025年度法治政府建设情况报告</div>',
        "<h2>法治政府建设年度报告</h2><a href='/c14693/'>年度报告</a>",
        f"<div class='hot'><a href='/c14692/20260301/i10000.html'>{TITLES[0]}</a></div>",  # a row's
        f"<p><a href='/c14692/20260301/i10000.html' title='{TITLES[0]}'>青禾县人民政府2025年度法治…</a></p>",
        f"<!-- <a href='/a/1'>{REPORT}</a> -->",
        "<a href='/c14692/2025/'>2025年</a><a href='/tjnj/2025/index.html'>2025</a><a href='#'>2025年</a>",
        "<form><select name='year'><option>2026</option><option>2025</option></select></form>",
        "<div class='calendar'><a href='javascript:;'>2025</a></div>",
        "<p>青禾县政府网站2025年工作年度报表</p><p>版权所有 2015-2025 青禾县人民政府</p>",
        "<p>本栏目公开县人民政府和各部门2025年以来的法治政府建设年度报告，请在下方查看。</p>",
    ],
)
def test_what_names_no_report_beside_the_rows(beside: str) -> None:
    assert doubts(read(f"{beside}<ul>{ROWS}</ul>")) == set()


@pytest.mark.parametrize("said", ["{}…</a><span>2026-03-01</span>", "{}...</a> [2026年3月1日]", "{}..</a>]]>"])
def test_a_row_cut_by_dots_is_no_report_beside_itself(said: str) -> None:
    cut = f'<li><a href="/c14692/20260301/i10000.html" title="{REPORT}">{said.format(REPORT[:-2])}</li>'
    found = read(f"<ul>{cut}{ROWS_2}</ul>")
    assert (found.rows[0].title, doubts(found)) == (REPORT, set())
    assert doubts(read(f"<p>{REPORT[:-2]}…</p><ul>{ROWS_2}</ul>")) == {Note.REPORT_BESIDE}


def test_a_later_page_without_days_and_at_other_addresses_is_of_another_list() -> None:
    def page(path: str, day: str | None) -> Listing:
        rows = (Row(f"http://www.qinghe.example/{path}.html", "青禾县召开推进会", day),)
        return Listing("generic", "", rows, face=Face("法治政府建设", (), "ul.list < body"))

    first = page("c1/20260301/i1", "2026-03-01")
    assert "other addresses" in another_page(first, page("menu/a", None))
    assert another_page(first, page("old/a", "2019-03-01")) == another_page(first, page("c1/20190301/i2", None)) == ""


TABS = '<div class="tabs"><a class="on" href="javascript:tab(1)">工作动态</a><a {}>年度报告</a></div>'
KINDS = '<div class="menu"><a href="/c14692/index.html">{}</a><a href="/c14693/">{}</a><a href="/c14694/">{}</a></div>'
MENU = '<ul class="leftnav"><li><a href="/c14692/index.html">工作动态</a></li>{}<li><a href="/c14693/">{}</a></li></ul>'


@pytest.mark.parametrize(
    "beside",
    [
        "<div id='list'></div><script>$('#list').load('/api/list.html')</script>",
        "<ul id='newslist'></ul><script>initList('14692','newslist')</script>",
        "<div id='info'></div><script>$('#info').pagination({dataSource: '/api/list', callback: f})</script>",
        "<div id='info'></div><script>$('#info').pagination({ajax: {url: 'query'}, pageSize: 15})</script>",
        "<div id='info'></div><script>initPager({container: 'info', size: 15, url: '/api/list?c=3'})</script>",
        "<div id='info'></div><script>Pager.load('#info', '/gkml/list.do')</script>",
        "<div id='info'></div><script>fenye('info', 'list.do?cid=3', 1, 15)</script>",
        "<div id='info'></div><script>var o = {url: '/api/list'}; $('#info').pagination(o)</script>",
        "<div id='col'></div><script>laypage.render({elem: 'col', count: 6, limit: 15, jump: $.post})</script>",
        "<iframe src='/list?cid=9' width='100%'></iframe>",
        "<iframe src='http://gk.example/list?cid=9' width='100%'></iframe>",
        "<iframe id='f'></iframe><script>document.getElementById('f').src='/list?cid=9'</script>",
        "<div id='app'><gk-list cid='9'></gk-list></div>",
        "<ul><li v-for='item in newsList'><a>{{item.title}}</a></li></ul>",
        "<div class='list'><p>暂无数据</p></div>",
        TABS.format('href="javascript:tab(2)"'),
        '<ul class="hd"><li class="on" data-cid="1">工作动态</li><li data-cid="2">年度报告</li></ul>',
        '<ul class="hd"><li class="on">工作动态</li><li>年度报告</li><li>政策文件</li></ul>',
        '<div class="tab"><span class="cur">动态</span><span>年报</span></div>',
        MENU.format("", "法治政府建设年度报告"),
        KINDS.format("法治政府建设", "工作报告", "制度建设"),
        KINDS.format("法治政府建设", "└ 情况报告", "动态"),
        KINDS.format("依法行政", "年度总结", "工作动态"),
        "<div class='list_bar'><select name='type'><option>工作动态</option><option>年度报告</option></select></div>",
        "<form><select><option selected>全部</option><option value='3'>法治政府建设年度报告</option></select></form>",
    ],
)
def test_rows_beside_a_list_that_is_elsewhere(beside: str) -> None:
    found = doubts(read(f"{beside}<ul class='box'>{ROWS}</ul>"))
    assert found - {Note.PAGER_UNREADABLE} == {Note.LIST_ELSEWHERE}  # a pager that asks for rows may be that too


@pytest.mark.parametrize(
    "beside",
    [
        "<div id='header'></div><script>$('#header').load('/header.html')</script>",
        "<iframe src='/foot.html' width='100%'></iframe><iframe src='/weather/list.html'></iframe>",
        "<iframe src='/list.html' style='display:none'></iframe>",
        "<div id='page_info'></div><script>Ls.pagination('#page_info',go,{currPage:(0+1),pageCount:1})</script>",
        "<div id='col'></div><script>laypage.render({elem: 'col', count: 6, limit: 15})</script>",
        "<div id='info'></div><script>$('#info').pagination(6, {callback: go})</script>",
        "<div id='news_list'></div><script>laypage.render({elem: 'news_list', count: 6, limit: 15,"
        " jump: function(o, first){ if (!first) { location.href = '/c1/index_' + o.curr + '.html' } }})</script>",
        "<div id='info'></div><script>$('#info').pagination({pages: 1, at: 1, link: 'list_{page}.html'})</script>",
        "<div id='info'></div><script>var n = 6; fenye('info', n, 15, '<b>上一页</b>')</script>",
        "<ul class='nav'><li v-for='item in menuList'></li></ul><div id='list'></div>",
        "<div style='display:none'>暂无数据</div>",
        "<div class='tabs'><a class='on' href='javascript:tab(2)'>年度报告</a><a href='#'>工作动态</a></div>",
        MENU.format("<li><a href='/zn/'>政府信息公开指南</a></li>", "年度报告"),
        "<ul><li><a href='/c14693/'>年度报告</a></li></ul>",
        "<div class='tit'><span class='on'>年度报告</span><span>更多</span></div>",
        "<ul class='hd'><li class='on'>年度报告</li><li>政策文件</li></ul>",
        "<p><span>来源</span><span>年度报告</span></p>",
        "<div class='position'><a href='/c14692/index.html'>公开</a><a href='/c1/'>年度报告</a></div>",
        KINDS.format("法治政府建设", "工作报告", "规划计划"),  # of the government
        KINDS.format("法治政府建设", "政府工作报告", "制度建设"),
        KINDS.format("法治政府建设", "工作报告", "政策" * 120),
        KINDS.format("法治政府建设", "调研报告", "动态"),
        "<div class='search'><select><option>全部</option><option>年度报告</option></select></div>",
        "<select><option>工作动态</option><option selected>年度报告</option></select>",
        "<select><option value='/a/'>法治政府</option><option value='/gkml/nb/'>年度报告</option></select>",
        "<p><a href='/'>首页</a> > <a href='/c14692/index.html'>公开</a> > <a href='/c1/'>年度报告</a> > 2025</p>",
    ],
)
def test_what_is_loaded_beside_the_list(beside: str) -> None:
    assert doubts(read(f"{beside}<ul class='box'>{ROWS}</ul>")) == set()


@pytest.mark.parametrize(
    ("titles", "own"),
    [
        (("全省教育工作会议召开", "市领导调研开学", "招生通告"), False),
        (
            ("县司法局召开党组会议", "县综合行政执法局慰问困难职工", "综合执法大队开展爱心捐款"),
            False,
        ),  # names of bodies
        (("县司法局召开党组会议", "行政执法人员名录", "机关活动", "节日值班安排"), True),
        (("招生通告", *(f"校园活动（{n}）" for n in range(40)), "青禾县教育局2024年度法治政府建设情况报告"), True),
        (("普法活动", *(f"校园活动（{n}）" for n in range(40))), False),
        ((), False),
    ],
)
def test_rows_show_what_list_they_are(titles: tuple[str, ...], own: bool) -> None:
    rows = [Row(f"http://www.qinghe.example/c1/i{n}.html", title, None) for n, title in enumerate(titles)]
    assert are_of_subject(rows, [Kind.FAZHI_ANNUAL]) is own


@pytest.mark.parametrize(
    ("names", "own"),
    [
        (("首页 > 政务公开 > 法治政府建设",), True),
        (("首页 > 政务公开 > 行政执法公示",), True),
        (("首页 > 政务公开 > 通知公告",), False),
        (("首页 > 新闻中心 > 公示公告",), False),
        (("政府信息公开",), True),
    ],
)
def test_what_stands_above_all_columns_names_none(names: tuple[str, ...], own: bool) -> None:
    assert names_its_column([Face("青禾县人民政府", names)], (), [Kind.FAZHI_ANNUAL]) is own


@pytest.mark.parametrize(
    ("asked", "answered", "title", "own"),
    [
        ("/c14692/index.html", "/c15555/index.html", "信息公开_通知公告", False),
        ("/c14692/index.html", "/c15555/index.html", "法治政府建设年度报告", True),
        ("/c14692/", "/c14692/index.html", "信息公开_通知公告", True),  # the same column
        ("/c14692", "/c14692/index.shtml", "政策文件", True),
    ],
)
def test_a_column_that_answers_for_another_must_name_the_reports(
    asked: str, answered: str, title: str, own: bool
) -> None:
    away = is_elsewhere(f"https://a.example{answered}", f"http://a.example{asked}")
    assert names_its_column([Face(title, ())], (), [Kind.FAZHI_ANNUAL], sent_away=away) is own


BOX = "".join(
    f'<p><a href="{{0}}t202603{n:02}_{n}.html">本县领导{{1}}第{n}次调研重点项目建设</a> 2026-03-{n:02}</p>'
    for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("beside", "several"),
    [
        (f"<div class='m' style='display:none'><ul>{ROWS}</ul></div>", False),  # the same rows for small screens
        (f"<div class='new'><h3>最新公开</h3>{BOX.format('/a/', '')}</div>", False),
        (f"<div class='new'><h3>年度报告</h3>{BOX.format('/a/', '法治政府建设')}</div>", True),
        (f"<div class='new'>{BOX.format('/c14692/b/', '')}</div>", True),
    ],
)
def test_which_lists_are_the_columns_own(beside: str, several: bool) -> None:
    for body in (f"<ul>{ROWS}</ul>{beside}", f"{beside}<ul>{ROWS}</ul>"):
        found = read(body)
        assert doubts(found) == set(), found.notes
        assert (Note.SEVERAL_LISTS in codes(found.notes)) is several
        assert len({row.url for row in (*found.rows, *found.beside)}) == (6 if "display" in beside else 14)


@pytest.mark.parametrize(("titles", "rows"), [(TITLES, 6), (TITLES[3:4] * 6, 0), (("年度报告", "工作动态", "法治"), 0)])
def test_a_plain_list_without_dates_is_one_if_it_is_about_the_subject(titles: tuple[str, ...], rows: int) -> None:
    items = "".join(f"<li><a href='/content/{n}88.html'>{title}{n}</a></li>" for n, title in enumerate(titles))
    assert len(read(f"<ul>{items}</ul>").rows) == rows


def test_titles_that_share_an_address_are_lost() -> None:
    lost = "".join(
        f"<li><a href='detail.html' data-id='{n}'>{t}</a><span>2026-03-0{n}</span></li>"
        for n, t in enumerate(TITLES, 1)
    )
    assert Note.UNREADABLE_TITLES in doubts(read(f"<ul>{lost}</ul>"))
    alike = "".join(
        f"<li><a href='d.html#id={y}'>{REPORT.replace('2025', y)}</a><span>{y}-03-01</span></li>" for y in YEARS
    )
    assert Note.UNREADABLE_TITLES in doubts(read(f"<ul>{alike}{ROWS_2}</ul>"))


def test_a_body_that_its_script_shows_is_seen() -> None:
    script = "<script>if(self===top)document.body.style.display='block'</script>"
    for body, hidden in ((f"{script}<ul>{ROWS}</ul>", False), (f"<ul>{ROWS}</ul>", True)):
        html = f'<html><head><title>法治政府建设</title></head><body style="display:none">{body}</body></html>'
        found = parse_listing(Page(URL, URL, 200, {}, html.encode()))
        assert (Note.HIDDEN_ROWS in doubts(found)) is hidden


@pytest.mark.parametrize(
    "notice",
    [
        '<div class="tip">本栏目已停止更新，最新内容请访问<a href="http://new.example/">新版法治政府建设专栏</a></div>',
        "<p>自2026年1月1日起，本栏目停止更新。</p>",
        "<p>该栏目已迁移至“法定主动公开内容”</p>",
        "<p><b>本网站已停止维护</b></p>",
        "<p>栏目调整中，敬请期待</p>",
        "<p>本栏目不再更新，历史信息仅供查阅。</p>",
        "<p>因机构改革，本站已关停。</p>",
        '<p><a href="/new/">本栏目内容已整合至政府信息公开专栏，点击进入</a></p>',
        "<p>本栏目已并入“行政执法公示”栏目</p>",
        "<p>您正在浏览旧版网站，2025年后的内容请访问新版</p>",
        "<h2>频道正在改版升级中</h2>",
        "<p>青禾县司法局网站已停止更新</p>",
    ],
)
def test_a_column_that_was_given_up_says_so(notice: str) -> None:
    found = read(f"{notice}<ul>{ROWS}</ul>")
    assert len(found.rows) == 6
    assert doubts(found) == {Note.GIVEN_UP}, found.notes


@pytest.mark.parametrize(
    ("beside", "article"),
    [
        (f"<p>上一篇：没有了</p><p>下一篇：{LINK.format(9, '青禾县2024年度法治政府建设情况报告')}</p>", True),
        (
            '<ul class="pn"><li>上一篇 <a href="/1.html">通知</a></li><li>下一篇 <a href="/3.html">公示</a></li></ul>',
            True,
        ),
        ("<div>上一条：无</div><div>下一条：无</div>", True),
        ('<a class="prev">上一条</a><a class="next">下一条</a>', False),  # a carousel's buttons
        ('<a href="index_2.html">上一页</a><a href="index_3.html">下一页</a>', False),
        ("<p>下一篇章将更加精彩</p>", False),
    ],
)
def test_a_column_that_opens_an_article_is_no_list(beside: str, article: bool) -> None:
    assert (Note.AN_ARTICLE in codes(read(f"<ul>{ROWS}</ul>{beside}").notes)) is article


def test_a_notice_below_the_list_counts_if_it_speaks_of_this_column() -> None:
    for notice in ("本栏目已停止更新", "2025年后的内容请访问新版网站"):
        assert doubts(read(f"<ul>{ROWS}</ul><p>{notice}</p>")) == {Note.GIVEN_UP}
    for furniture in ("县大数据中心负责网站维护。", "网站维护，电话0731-1234", "栏目调整，县司法局"):
        assert doubts(read(f"<ul>{ROWS}</ul><p>{furniture}</p>")) == set()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p>县大数据中心负责网站维护。</p>",
        "<p>网站维护中心：县大数据中心</p>",
        "<p>如有疑问请联系网站维护，电话0731-1234</p>",
        "<p>更多服务请前往新版掌上青禾APP</p>",
        "<p>最新信息请访问新版青禾客户端</p>",
        "<p>公告：县政务服务平台已迁移至省一体化平台</p>",
        f"<ul>{row(7, '关于青禾县政务服务平台停止服务的公告')}</ul>",
        '<div class="notice"><a href="/x.html">关于青禾县政府网站栏目调整的通知</a></div>',
        "<p>主办：青禾县人民政府　技术支持：某某公司　建议使用IE9以上浏览器，升级浏览器以获得更好体验</p>",
        "<p>您访问的链接即将离开“青禾县人民政府门户网站”，是否继续？<a>关闭</a></p>",
        "<p>本栏目公开法治政府建设年度报告等信息。</p>",
        "<p>栏目停更预警：无</p><p>本网站已归档历史信息请见国家图书馆</p>",
        "<p>本网站已支持IPv6访问　网站标识码：9901230001</p>",
        '<div style="display:none">系统维护中</div>',
        "<script>var t='本栏目已停止更新'</script>",
    ],
)
def test_what_is_no_notice(text: str) -> None:
    assert doubts(read(f"{text}<ul>{ROWS}</ul>")) == set()

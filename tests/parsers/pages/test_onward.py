"""Links at a list's own address lead on, whatever they are called; other links below a whole list do not."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from parsers.pages.listing import parse_listing
from parsers.records import Page
from tests.parsers.pages.test_signs import ROW, URL, listing, noted

LEADS_ON = {
    "?paged=2": (
        '<a href="?paged=2">Older posts</a>',
        '<div class="nav-previous"><a href="?paged=2"><span>←</span> 早期文章</a></div>',
        '<div class="nav"><a href="?paged=2">较早的文章</a></div>',
        '<p><a href="/c14692/index.html?paged=2">看看从前的</a></p>',
    ),
    "/c14692/?paged=2": ('<nav class="navigation"><div><a href="/c14692/?paged=2">较旧文章</a></div></nav>',),
    "?pg=2": (
        '【<a href="?pg=2">往下翻</a>】',
        '<a class="on" href="/c14692/index.html">●</a><a href="/c14692/index.html?pg=2">○</a>',
        '第一页　<a href="?pg=2">第二页</a>',
        '<a href="?pg=1"><img src="a.gif"></a><a href="?pg=2"><img src="b.gif"></a>',
        '<a href="?pg=2">②</a>',
        '<a href="?pg=2">Ⅱ</a>',
        '<form action="index.html"><input type="hidden" name="pg" value="2"><input type="image" src="n.gif"></form>',
        '<form><input type="hidden" name="pg" value="2"><button>往后看</button></form>',
        '<img usemap="#m"><map name="m"><area href="?pg=1"><area href="?pg=2" alt=""></map>',
    ),
    "?page=1": ('<a href="?page=1">继续浏览</a>',),  # counted from 0
    "?s=8": ('1-7　<a href="?s=8">8-14</a>', '<a href="?s=8">8—14条</a>', '<a href="?s=8">第8至14条</a>'),
    "?start=7": (
        '<a href="?start=0">第一页</a> <a href="?start=7">第二页</a>',
        '一 <a href="?start=7">二</a> <a href="?start=14">三</a>',
        '<a href="?start=7">往后翻</a>',
    ),
    "index2.html": (
        '<div style="text-align:right"><a href="index2.html">继续浏览&gt;&gt;</a></div>',
        '<p>　　<a href="/c14692/index2.html">法治政府建设信息（二）</a></p>',
        '<p align="right"><a href="index2.html">接下页</a></p>',
        '<p><a href="index2.html">后面还有</a></p>',
        '<a href="index2.html">其余12条</a>',
        '<a href="index2.html">法治政府建设（续）</a>',
        '<a href="index2.html">未完待续</a>',
        '<p><a href="index2.html">再看看</a></p>',
        '<div class="fy"><a href="index2.html"><img src="/images/btn2.gif"></a></div>',
    ),
    "index_2.html": (
        '<a href="index_2.html">（二）</a>',
        '<p><a href="index_2.html">法治政府建设-2</a></p>',
        '<a href="index_2.html">第二部分</a>',
    ),
    "2.html": (
        '一　<a href="/c14692/2.html">二</a>　<a href="/c14692/3.html">三</a>',
        '<a href="2.html">第二屏</a>',
        '<a href="2.html">向下翻页</a>',
        '<a href="2.html">翻到后页</a>',
    ),
    "list2.html": (
        '<p align="right"><a href="list2.html">更早的信息</a></p>',
        '<a href="list2.html">更旧的文章</a>',
        '<a href="list2.html">转下页</a>',
        '<div class="fy"><a href="list2.html"><img src="/images/btn2.gif"></a></div>',
    ),
    "wq.html": ('<div class="bottom"><a href="/c14692/wq.html">往期回顾</a></div>',),
}
WHOLE = (
    '<p><a href="/c14692/2.html">法治政府建设示范创建方案</a></p>',
    '<a href="?lang=2">English</a>',
    '<a href="?sort=1">按时间排序</a> <a href="?sort=2">按热度排序</a>',
    '<a href="?print=2">打印本页</a>',
    '<a href="?style=2">老年模式</a>',
    '<a href="index1.html">通知公告</a> <a href="index2.html">部门文件</a> <a href="index3.html">人事信息</a>',
    '<a href="?page=1">返回顶部</a>',
    '<a href="/c14693/index2.html">第二批公示</a>',
    '<ul class="menu"><li><a href="list1.html">政策文件</a></li><li><a href="list2.html">政策解读</a></li></ul>',
    '<a href="?year=2024">2024</a> <span>2025</span>',
    '<a href="?id=2">部门动态</a>',
    '<a href="?page_id=2">关于我们</a>',
    '<a href="?type=2"><img src="/i/rss.gif" alt="RSS"></a>',
    '<a href="index_en.html">English</a>',
    '<a href="?page=0">上一页</a>',
    '<a href="javascript:void(0)">往下翻</a>',
    '<a href="#top">返回</a>',
    '<form action="/search"><input type="hidden" name="page" value="2"><input name="q"><input type="submit"></form>',
    '<form><input type="hidden" name="p" value="1"><input type="submit" value="刷新"></form>',
    '<form method="post"><input type="hidden" name="p" value="2"><input type="submit" value="评价"></form>',
    '<form method="post"><input name="q"><input type="image" name="ImageButton1" src="/images/search.gif"></form>',
    '<div style="display:none"><a href="?page=2">第二页</a></div>',
    '<a href="index.html">第二页</a>',
    '<p>字号：<a href="?size=1">大</a> <a href="?size=2">中</a> <a href="?size=3">小</a></p>',
    '<a href="?page=2" class="disabled">往下翻</a>',
    '<div class="footer"><a href="?page=2">联系我们</a></div>',
    '<a href="/c14692/202503/2.html">二</a>',
    '<a href="?view=2">列表视图</a>',
    '<a href="?from=mobile&amp;v=2">手机版</a>',
    '<a href="wap2.html">手机版</a>',
    '<a href="index2.pdf">二</a>',
    '<img usemap="#m"><map name="m"><area href="/zwgk/" alt="政务公开"><area href="/hdjl/" alt=""></map>',
    '<div class="dots"><a href="#1">○</a><a href="#2">○</a></div>',
    '<a href="/c14692/a2.html">领导之窗</a>',
    '<a href="http://www.other.example/c14692/index.html?p=2">外网版</a>',
    '<a href="/c14692/2025.html">2025</a>',
    '<form action="/so"><input type="hidden" name="p" value="2"><input type="image" src="/s.gif"></form>',
    '<p>共7条</p><a href="index2.html">部门文件</a>',
    '<div class="page"><a href="index.html">下一页</a></div><a href="index2.html">部门文件</a>',
)


@pytest.mark.parametrize(("target", "markup"), [(to, one) for to, several in LEADS_ON.items() for one in several])
def test_a_link_at_the_lists_own_address_is_its_next_page(target: str, markup: str) -> None:
    found = listing(markup)
    assert found.next is not None and found.next.url == urljoin(URL, target)
    assert noted(found) == ""


@pytest.mark.parametrize("markup", WHOLE)
def test_other_links_below_a_whole_list_are_none(markup: str) -> None:
    found = listing(markup)
    assert (found.next, noted(found)) == (None, "")


@pytest.mark.parametrize(
    ("url", "markup", "target"),
    [
        ("?pg=2", '<a href="?pg=1">往上翻</a> <a href="?pg=3">往下翻</a>', "?pg=3"),
        ("?pg=2", '<a href="?pg=1">第一页</a> 第二页', ""),
        ("?c=1&paged=2", '<a href="?c=1&amp;paged=3">较早的文章</a><a href="?c=1">较新文章</a>', "?c=1&paged=3"),
        ("index2.html", '<a href="index.html">（一）</a> （二） <a href="index3.html">（三）</a>', "index3.html"),
        ("index2.html", '<a href="index.html">法治政府建设信息（一）</a>', ""),
        ("?s=8", '<a href="?s=1">1-7</a> 8-14 <a href="?s=15">15-21</a>', "?s=15"),
        ("2.html", '<a href="index.html">一</a> 二', ""),
    ],
)  # fmt: skip
def test_the_second_page_leads_to_the_third(url: str, markup: str, target: str) -> None:
    rows = "".join(ROW.format(number) for number in range(7, 0, -1))
    here = urljoin(URL, url)
    body = f'<html><body><div class="main"><ul class="list">{rows}</ul><p>{markup}</p></div></body></html>'
    found = parse_listing(Page(here, here, 200, {}, body.encode()), position=2)
    assert (found.next.url if found.next else "") == (urljoin(URL, target) if target else "")
    assert noted(found) == ""


def test_pages_whose_numbers_only_their_addresses_tell_follow_each_other() -> None:
    rows = "".join(ROW.format(number) for number in range(7, 0, -1))
    foot = '<p><a href="index.html">一</a> <a href="2.html">二</a> <a href="3.html">三</a></p>'
    for name, target in (("index.html", "2.html"), ("2.html", "3.html"), ("3.html", "")):
        here = urljoin(URL, name)
        found = parse_listing(Page(here, here, 200, {}, f"<ul>{rows}</ul>{foot}".encode()))
        assert (found.next.url if found.next else "") == (urljoin(URL, target) if target else "")

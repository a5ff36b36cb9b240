"""An empty box in the place of the column's list, and rows of another box beside it; and pages that are whole."""

from __future__ import annotations

import pytest

from parsers.pages.listing import parse_listing
from parsers.pages.notes import Note, codes
from parsers.pages.verdict import judge_page
from parsers.records import Page
from parsers.vocabulary import Role, Verdict

COLUMN = "法治政府建设年度报告"
NEWS = "".join(
    f'<li><a href="/info/1012/{700 + n}.htm">青岚县开展{n}月份法治宣传活动</a><span>2026-0{n}-11</span></li>'
    for n in range(1, 9)
)
ACTS = "".join(
    f'<li><a href="/info/1013/{800 + n}.htm">青岚县行政执法公示第{n}期</a><span>2026-0{n}-12</span></li>'
    for n in range(1, 6)
)
REPORTS = "".join(
    f'<li><a href="/info/1012/{900 + n}.htm">青岚县{name}2025年度法治政府建设情况报告</a><span>2026-03-1{n}</span></li>'
    for n, name in enumerate(("司法局", "公安局", "教育局", "财政局"))
)
OWN, PLACE = "青岚县人民政府", f'<div class="pos">当前位置：<a>首页</a> &gt; <a>法治政府建设</a> &gt; {COLUMN}</div>'
HEAD = f"<h2>{COLUMN}</h2>"
SIDE = f'<div class="side"><h3>法治动态</h3><ul>{NEWS}</ul></div>'
BOX = f'<div class="box"><div class="tit"><span>法治动态</span><a href="/fzdt/">更多</a></div><ul>{NEWS}</ul></div>'
APP = '<script src="/js/app.js"></script>'
LIBRARIES = '<script src="/js/jquery.min.js"></script><script src="/js/common.js"></script>'
FOOT = '<div class="footer"><p>主办单位：青岚县人民政府　版权所有</p></div>'


def page(body: str, *, title: str = f"{COLUMN}-{OWN}", place: str = PLACE, rendered: bool = False) -> Page:
    markup = f"<html><head><title>{title}</title></head><body>{place}{body}{FOOT}</body></html>"
    url = "http://a.example/fzzf/index.html"
    return Page(url, url, 200, {"content-type": "text/html; charset=utf-8"}, markup.encode(), rendered=rendered)


NAMELESS = {"title": OWN, "place": ""}
WAITING = {
    "list": page(f'<div class="main">{HEAD}<ul class="list" id="list"></ul><div id="page"></div></div>{SIDE}{APP}'),
    "app": page(f'{SIDE}<div id="app"></div>{APP}'),
    "table": page(
        f'<div class="main">{HEAD}<table><thead><tr><th>标题</th><th>日期</th></tr></thead>'
        f'<tbody id="tb"></tbody></table></div>{BOX}{APP}'
    ),
    "cloak": page(f'{HEAD}<div class="content-list" v-cloak></div>{BOX}{APP}'),
    "no name": page(f"{HEAD}<ul></ul><h3>工作动态</h3><ul>{NEWS}</ul>{APP}"),
    "parent's box": page(
        f'<div class="l">{HEAD}<ul id="list"></ul></div><div class="r"><h3>法治政府建设</h3><ul>{NEWS}</ul></div>{APP}'
    ),
    "no heading": page(f'<div class="l">{HEAD}<ul id="list"></ul></div><div class="fr"><ul>{NEWS}</ul></div>{APP}'),
    "nested": page(
        f'<div class="l"><div class="hd">{HEAD}</div><div class="bd"><div class="news-list"><ul></ul>'
        f"</div></div></div>{BOX}{APP}"
    ),
    "loading": page(f'<div class="content"><div id="dataBox">正在加载中...</div></div>{BOX}{APP}'),
    "module": page(
        f'{HEAD}<div class="list"><!-- --></div>{SIDE}<script type="module" src="/as/index-4f.js"></script>'
    ),
    "any id": page(f'{HEAD}<div id="c81"></div>{BOX}<script>$.ajax({{url: "/q", success: draw}})</script>'),
    "site's title": page(f'{HEAD}<dl class="zfxxgk_list"></dl>{BOX}{APP}', **NAMELESS),
    "two boxes": page(
        f'{HEAD}<ul id="list"></ul><div><h3>法治宣传</h3><ul>{NEWS}</ul></div>'
        f"<div><h3>行政执法</h3><ul>{ACTS}</ul></div>{APP}"
    ),
    "right column": page(
        f'<div class="wrap clearfix"><div class="right">{HEAD}<ul class="list clearfix" id="list"></ul></div>'
        f'<div class="left"><h3>法治动态</h3><ul>{NEWS}</ul></div></div>{APP}'
    ),
    "line of a class": page(
        f'<div class="main"><div id="root"></div></div><div><p class="lm-title">普法</p><ul>{NEWS}</ul></div>{APP}'
    ),
}
MAIN = f'<div class="main">{HEAD}<ul>{NEWS}</ul></div>'
WHOLE = {
    "clear": page(
        f'{HEAD}<div class="clear"></div><ul>{REPORTS}</ul><div id="share"></div><ul class="page"></ul>{APP}'
    ),
    "right column": page(f'{MAIN}<div class="right"></div>{APP}'),
    "helper": page(f'{MAIN}<div id="app"></div>{APP}'),
    "fixed helper": page(
        f'<div class="tit">法治政府建设</div><ul>{NEWS}</ul><div id="app" style="position:fixed"></div>{APP}',
        **NAMELESS,
    ),
    "helper behind the foot": page(f'{BOX}{FOOT}<div id="app"></div><script src="/js/main.js"></script>'),
    "libraries": page(f'<div class="wrap">{HEAD}<ul class="list" id="list"></ul></div>{BOX}{LIBRARIES}'),
    "ranking": page(f'{MAIN}<div class="r"><h3>热点排行</h3><ul id="hot-list"></ul></div>{APP}'),
    "newest": page(f'{MAIN}<div class="r"><h3>最新文件</h3><ul id="newlist"></ul></div>{APP}'),
    "groups of bodies": page(
        f'{HEAD}<h4>县直部门</h4><ul>{REPORTS}</ul><h4>乡镇街道</h4><ul>{ACTS}</ul><div id="app"></div>{APP}'
    ),
    "years": page(f'{HEAD}<h3>2026年</h3><ul>{REPORTS}</ul><div class="data"></div>{APP}'),
    "line in the head": page(f'<div class="tit">{HEAD}<div class="line"></div></div><ul>{NEWS}</ul>{APP}'),
    "menu": page(f'<div class="left"><h2>政务公开</h2><ul id="menu-list"></ul></div>{MAIN}{APP}'),
    "no headings": page(f'<ul>{REPORTS}</ul><div class="list"></div>{APP}'),
    "dots": page(
        f'{HEAD}<ul>{REPORTS}</ul><div id="newsPage" class="pagination"></div>'
        f'<div class="swiper-dots"></div><div id="qrcode"></div>{APP}'
    ),
    "one heading": page(f'{HEAD}<div class="list"></div><ul class="x">{NEWS}</ul>{APP}'),
    "gap": page(f'<div class="box">{HEAD}<div class="right"></div></div>{BOX}{APP}'),
}


@pytest.mark.parametrize("name", WAITING)
def test_an_empty_box_in_the_lists_place_makes_a_shell(name: str) -> None:
    verdict = judge_page(WAITING[name], Role.LIST)
    assert (verdict.verdict, "an empty list" in verdict.reason) == (Verdict.SHELL, True), verdict.reason


@pytest.mark.parametrize("name", WHOLE)
def test_other_empty_boxes_do_not(name: str) -> None:
    assert judge_page(WHOLE[name], Role.LIST).verdict is Verdict.OK
    assert Note.LIST_ELSEWHERE not in codes(parse_listing(WHOLE[name]).notes)


def test_a_box_that_a_browser_leaves_empty_speaks_against_the_rows() -> None:
    rendered = page(f'{HEAD}<ul id="list"></ul>{BOX}{APP}', rendered=True)
    assert judge_page(rendered, Role.LIST).verdict is Verdict.OK
    assert Note.LIST_ELSEWHERE in codes(parse_listing(rendered).notes)
    filled = page(f'{HEAD}<ul id="list">{REPORTS}</ul>{BOX}{APP}', rendered=True)
    assert Note.LIST_ELSEWHERE not in codes(parse_listing(filled).notes)


# --- articles ------------------------------------------------------------------------------------------------------

TITLE = f"{OWN}2025年度法治政府建设情况报告"
FETCHED = '<script>fetch("/c/1.html").then(r=>r.text()).then(t=>document.getElementById("c").innerHTML=t)</script>'
PROSE = "<p>　　2025年，青岚县人民政府坚持依法行政，办理行政复议案件二十件，法治政府建设取得新的成效。</p>"


def detail(body: str, *, rendered: bool = False) -> Verdict:
    head = f'<h1>{TITLE}</h1><div class="info">发布时间：2026-03-26　来源：县司法局　<span id="hits"></span></div>'
    note = "<p>主办单位：青岚县人民政府办公室，承办单位：青岚县数据和政务服务局，未经许可，不得转载本网站的内容。</p>"
    script = '<script>share("#share");hit("#hits")</script>'
    found = page(f'<div id="share"></div>{head}{body}{note}{script}', rendered=rendered)
    return judge_page(found, Role.DETAIL, row_title=TITLE).verdict


@pytest.mark.parametrize(
    "body",
    [
        '<div id="c"></div>' + FETCHED,
        '<div id="c">正在加载…</div>' + FETCHED,
        '<div class="content" id="c"></div><script>$("#c").load("/content/2025.html")</script>',
        '<div class="box"><div class="nr"></div></div><script>$(".nr").html(body)</script>',
        '<div id="c"></div><script>var s="5Lit";document.getElementById("c").innerHTML=atob(s)</script>',
        f'<textarea id="t" style="display:none">{PROSE * 4}</textarea><div id="c"></div>'
        '<script>document.getElementById("c").innerHTML=document.getElementById("t").value</script>',
        '<div id="zoom"></div>' + APP,
        '<div class="article-content"></div><script>$.get("/api/a?id=1",show)</script>',
        '<section class="detail"><div></div></section><script>axios.get("/api/a?id=1").then(show)</script>',
        f'<div id="c"></div><div class="related"><h3>相关推荐</h3><ul>{NEWS}</ul></div>' + FETCHED,
    ],
)
def test_an_article_whose_box_a_script_fills_is_a_shell(body: str) -> None:
    assert detail(body) is Verdict.SHELL
    assert detail(body, rendered=True) is Verdict.OK  # nothing more can be had


@pytest.mark.parametrize(
    "body",
    [
        '<div class="content"></div>',  # an empty paper, and no script for it
        '<div class="content"></div>' + LIBRARIES,
        f'<div class="content">{PROSE * 6}</div><div id="c"></div>' + FETCHED,
        '<div class="content"><p>附件：<a href="/down?id=3">报告全文</a></p></div><div id="c"></div>' + FETCHED,
        '<div class="content"><p><a href="/u/a.pdf">报告全文</a></p></div><div id="c"></div>' + FETCHED,
        '<div class="content"><img src="/upload/p1.jpg"></div><div id="c"></div>' + FETCHED,
        '<div id="c"><iframe src="/pdf/v.html"></iframe></div>' + FETCHED,
        '<div class="content"></div><div id="qrcode"></div><script>qr("#qrcode")</script>',
        '<div id="c" style="display:none"></div>' + FETCHED,
        f'<div class="list"><h2>{TITLE}</h2><ul>{REPORTS}</ul></div><div id="c"></div>' + FETCHED,  # no article
    ],
)
def test_an_article_without_such_a_box_is_none(body: str) -> None:
    assert detail(body) is Verdict.OK

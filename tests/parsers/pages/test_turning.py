"""Pagers whose page is asked for by the page's own script: forms that it submits, addresses that it makes."""

from __future__ import annotations

import pytest

from parsers.pages.listing import parse_listing
from parsers.records import Page
from tests.parsers.pages.test_signs import ROWS, URL, listing, noted

FORM = (
    '<form action="s.jsp"><input name="no"></form>'
    '<form name="f" id="fm" method="{method}" action="list.jsp"><input type="hidden" name="cid" value="29">'
    '<input type="hidden" name="pageNo" id="no" value="1"><input type="hidden" name="csrf" value="t1">'
    '<input type="submit" name="go" value="GO"><select name="y"><option value="1">a<option value="2" selected>b'
    '</select><div class="page">共27条 第1/4页 <a {control}>下一页</a></div></form><script>{script}</script>'
)
BODY = b"cid=29&pageNo=2&csrf=t1&y=2"
BOX = '<div class="M-box" id="p"></div><script>{}</script>'


@pytest.mark.parametrize(
    ("control", "script"),
    [
        ('href="javascript:go(2)"', "function go(n){document.f.pageNo.value=n;document.f.submit();}"),
        (
            "href='#' onclick=\"turnPage(this,'2');return false\"",
            "function turnPage(o,n){if(n<1){alert('x');return false}\n"
            "document.getElementById('no').value=n\ndocument.forms['f'].submit()}",
        ),
        ('onclick="go(2)"', "function go(n){if(n>last){return;}$('#no').val(n);$('#fm').submit();}"),
        (
            'href="javascript:next()"',
            "var next=function(){var q=document.forms[1];q.pageNo.value=parseInt(q.pageNo.value)+1;q.submit()}",
        ),
        ('onclick="f.pageNo.value=2;f.submit()"', ""),
        ('onclick="q()"', "function q(){document.getElementById('no').value=2;$('#fm').submit()}"),  # not the search's
        ('href="javascript:go(1)"', "function go(n){document.f.pageNo.value=n+1;document.f.submit();}"),
    ],
)
def test_a_form_is_asked_for_as_its_script_submits_it(control: str, script: str) -> None:
    found = listing(FORM.format(method="post", control=control, script=script))
    assert found.next is not None and noted(found) == ""
    assert (found.next.method, found.next.url, found.next.body) == ("POST", URL.replace("index.html", "list.jsp"), BODY)
    sent = listing(FORM.format(method="get", control=control, script=script)).next
    assert sent is not None and (sent.method, sent.body) == ("GET", b"")
    assert sent.url == URL.replace("index.html", f"list.jsp?{BODY.decode()}")


POSTBACK = (
    '<form method="post" action="list.aspx?id=3"><input type="hidden" name="__VIEWSTATE" value="dD=="><input '
    'type="hidden" name="__EVENTTARGET" value=""><input name="key" value="法治"><input type="checkbox" name="all">'
    '<input type="submit" name="search" value="搜索"><select name="ddl"><option value="1">a<option value="2" selected>b'
    "</select><div><span>1</span><a href=\"javascript:__doPostBack('pg','2')\">2</a>"
    "<a href=\"javascript:__doPostBack('pg','2')\">下一页</a></div></form>"
)


def test_a_postback_sends_the_form_as_its_page_would() -> None:
    sent = listing(POSTBACK).next
    assert sent is not None
    assert (sent.method, sent.url) == ("POST", URL.replace("index.html", "list.aspx?id=3"))
    assert sent.body == (b"__VIEWSTATE=dD%3D%3D&key=%E6%B3%95%E6%B2%BB&ddl=2&__EVENTTARGET=pg&__EVENTARGUMENT=2")


GRID = (
    '<form method="post" action="list.aspx?id=3"><input type="hidden" name="__VIEWSTATE" value="dD=="><table>'
    "<tr><th><a href=\"javascript:__doPostBack('gv','Sort$Day')\">日期</a></th></tr><tr><td><table><tr>{}</tr></table>"
    "</td></tr></table></form>"
)
NUMBER = "<td><a href=\"javascript:__doPostBack('gv','Page${0}')\">{0}</a></td>"
HERE = "<td><span>{}</span></td>"


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        (HERE.format(1) + NUMBER.format(2), "Page%242"),
        (HERE.format(1) + NUMBER.format(2) + NUMBER.format(3), "Page%242"),
        (NUMBER.format(1) + HERE.format(2) + NUMBER.format(3), "Page%243"),
        (NUMBER.format(1) + HERE.format(2), ""),
        (HERE.format(1), ""),
    ],
)
def test_the_numbers_of_a_grid_stand_each_in_a_cell(cells: str, asked: str) -> None:
    found = listing(GRID.format(cells))
    body = f"__VIEWSTATE=dD%3D%3D&__EVENTTARGET=gv&__EVENTARGUMENT={asked}"
    assert (found.next.body.decode() if found.next else "") == (body if asked else "")
    assert noted(found) == ""


@pytest.mark.parametrize(
    ("button", "sent"),
    [
        ('<input type="submit" name="btnNext" value="下一页">', b"&btnNext=%E4%B8%8B%E4%B8%80%E9%A1%B5"),
        ('<input type="image" name="ibNext" alt="下一页" src="n.gif">', b"&ibNext.x=1&ibNext.y=1"),
        ('<input type="image" name="ImageButton3" src="/images/next.gif">', b"&ImageButton3.x=1&ImageButton3.y=1"),
        ('<button name="b" value="n">下一页</button>', b"&b=n"),
    ],
)
def test_a_button_is_pressed_with_its_form(button: str, sent: bytes) -> None:
    found = listing(
        '<form method="post" action="list.aspx?id=3"><input type="hidden" name="__VIEWSTATE" value="dD==">'
        f'<input type="submit" name="btnPrev" value="上一页" disabled>{button}</form>'
    )
    assert found.next is not None and found.next.body == b"__VIEWSTATE=dD%3D%3D" + sent
    assert noted(found) == ""


def test_a_postback_to_another_host_is_not_sent() -> None:
    found = listing(POSTBACK.replace("list.aspx", "http://other.example/list.aspx"))
    assert found.next is None and noted(found) != ""


@pytest.mark.parametrize(
    "script",
    [
        "",  # in another file
        "function go(n){document.f.pageNo.value=n;$.post('/x',n)}",
        "function go(n){document.f.pageNo.value=n+offset;document.f.submit()}",
        "function go(n){if(mode){document.f.pageNo.value=n}document.f.submit()}",
        "function go(n){n++;document.f.pageNo.value=n;document.f.submit()}",
        "function go(n){document.f.pageNo.value=1;document.f.submit()}",  # the page itself
        "function go(n){document.f.action='http://other.example/';document.f.pageNo.value=n;document.f.submit()}",
        "function go(n){location.href='http://other.example/list.jsp?page='+n}",
        "function go(n){for(;;){document.f.submit()}}",
        "function go(n){go(n)}",
        f"function go(n){{{'if(a)' * 500}}}",
        "function go(n){document.f.pageNo.value=n;document.f.submit()} function go(n){location='/s?q='+n}",
    ],
)
def test_what_is_not_understood_stays_unreadable(script: str) -> None:
    found = listing(FORM.format(method="post", control='href="javascript:go(2)"', script=script))
    assert (found.next, noted(found)) == (None, "pager_unreadable: page 1 of 4")


@pytest.mark.parametrize(
    ("markup", "first", "third"),
    [
        (
            "$('.M-box').pagination({pageCount:4,callback:function(api){var c=api.getCurrent();"
            "location.href=c==1?'index.html':'index_'+c+'.html';}})",
            "index_2.html",
            "index_4.html",
        ),
        (
            "$('.M-box').pagination({pageCount:4,callback:function(api){"
            "location.href='index_'+(api.getCurrent()-1)+'.html'}})",
            "index_1.html",
            "index_3.html",
        ),
        (
            "function cb(i,box){location.href=i==0?'index.html':'index_'+i+'.html'}"
            "$('#p').pagination(27,{items_per_page:7,callback:cb})",
            "index_1.html",
            "index_3.html",
        ),
        (  # counted from 0, as the page that is shown says
            "new Pager({el:'#p',pageCount:4,pageIndex:AT,onPageChange:function(i){location.href='l.html?p='+i}})",
            "l.html?p=1",
            "l.html?p=3",
        ),
        (
            "laypage({cont:'p',pages:4,jump:function(obj,first){if(first){return}location.href=`l_${obj.curr}.html`}})",
            "l_2.html",
            "l_4.html",
        ),
        (
            "laypage({cont:'p',pages:4,jump:(o,f)=>{if(!f){var u='a.jsp';u+='?page='+o.curr;location.assign(u)}}})",
            "a.jsp?page=2",
            "a.jsp?page=4",
        ),
        (
            "$('#p').twbsPagination({totalPages:4,onPageClick:function(e,page){location.href='i_'+page+'.html'}})",
            "i_2.html",
            "i_4.html",
        ),
    ],
)
def test_a_callback_makes_the_address(markup: str, first: str, third: str) -> None:
    for position, target in ((1, first), (3, third)):
        found = listing(BOX.format(markup.replace("AT", str(position - 1))), position=position)
        assert found.next is not None and found.next.url.rsplit("/", 1)[1] == target
    assert listing(BOX.format(markup.replace("AT", "3")), position=4).next is None


@pytest.mark.parametrize(
    "script",
    [
        "$('#p').simplePagination({items:27,itemsOnPage:7,onPageClick:function(page){load(page)}})",
        "$('.M-box').pagination({pageCount:4,callback:function(api){location.href='index.html'}})",
        "$('.M-box').pagination({pageCount:4,callback:function(api){location.href=make(api.getCurrent())}})",
        "$('.M-box').pagination({pageCount:4,callback:elsewhere})",
    ],
)
def test_a_callback_without_an_address_of_its_own_stays_unreadable(script: str) -> None:
    found = listing(BOX.format(script))
    assert found.next is None and noted(found)


def test_a_form_is_sent_in_the_encoding_of_its_page() -> None:
    form = FORM.replace('value="29"', 'value="法治"').format(
        method="post",
        control='href="javascript:go(2)"',
        script="function go(n){document.f.pageNo.value=n;document.f.submit()}",
    )
    body = f"<html><head><title>法治政府建设</title></head><body><ul>{ROWS}</ul>{form}</body></html>".encode("gb18030")
    found = parse_listing(Page(URL, URL, 200, {"content-type": "text/html; charset=gb2312"}, body))
    assert found.next is not None and found.next.body.startswith(b"cid=%B7%A8%D6%CE&pageNo=2")


NEXT = '<div class="pg"><a href="javascript:next()">下一页</a></div><script>{}</script>'
GO = "function go(n){location.href='index_'+n+'.html'}"
GUARDED = "function next(){if(cur<total){location.href='index_'+(cur+1)+'.html'}}"


@pytest.mark.parametrize(
    "script",
    [
        f"var cur=3,total=3;{GUARDED}",
        "var cur = 3;\nvar total = '3';\nfunction next(){ if(cur>=total){ alert('已是最后一页'); return false; }"
        " location='index_'+(cur+1)+'.html' }",
        f"var cur=3,total=3;function next(){{if(cur==total)return;go(cur+1)}} {GO}",
        f"var cur=3,total=3;function next(){{if(cur<total)go(cur+1);else alert('末页')}} {GO}",
        "var n=3,last=3;function next(){if(n+1<=last){window.location.assign('index_'+(n+1)+'.html')}}",
        "var n=3,last=3;function next(){go(n+1)} function go(p){if(p>last||p<1){layer.msg('没有了');return}"
        " location='index_'+p+'.html'}",
    ],
)
def test_a_next_page_that_its_own_guard_refuses_is_the_end(script: str) -> None:
    found = listing(NEXT.format(script), position=3)
    assert (found.next, noted(found)) == (None, "")


@pytest.mark.parametrize(
    "script",
    [
        GUARDED,  # of variables in another file
        f"var cur=3,total=3;{GUARDED} $.get('/n',function(d){{total=d.n}})",
        f"var cur=3,total=3;{GUARDED} function more(){{total++}}",
        f"var cur=3,total=3;{GUARDED} window.total=count();",
        f"var cur=0,total=0;{GUARDED}",  # not yet set
        "var cur=3,total=3;function next(){if(cur<total){location='a.html'}else{load(cur)}}",
        "var cur=3,total=3;function next(){if(cur<total){location='a.html'} app.page=4}",
        "var cur=3,total=3;function next(){if(cur<total){alert(1)}}",  # leads nowhere on any page
        "var cur=3,total=3;function next(){if(cur<total){location='a.html'} for(;;){}}",
        "var cur=3,total=4;function next(){if(cur<total){loadOf(cur)}}",
        "var cur=3,total=3;function next(){if(app){load(cur+1);return} if(cur<total){location='a.html'}}",
    ],
)
def test_a_guard_that_is_not_known_for_certain_is_no_end(script: str) -> None:
    found = listing(NEXT.format(script), position=3)
    assert found.next is None and noted(found) != ""


def test_a_guard_that_is_open_leads_on() -> None:
    found = listing(NEXT.format(f"var cur=2,total=3;{GUARDED}"), position=2)
    assert found.next is not None and found.next.url == URL.replace("index", "index_3")

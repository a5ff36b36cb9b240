"""What lacks says so: counts beside the list, parts that the server left out, rows that a script puts in."""

from __future__ import annotations

import pytest

from parsers.pages.notes import Note
from tests.parsers.pages.test_signs import ROWS, listing, noted

ASKED = "function(d){$('ul.list').append(d);}"
GROWS = (
    "window.onload=function(){$.get('/rest.html'," + ASKED + ");};",
    "onload=function(){$.get('/rest.html'," + ASKED + ");};",
    "$(function(){$.get('/rest.html'," + ASKED + ")});",
    "$(document).ready(function(){$.ajax({url:'/rest',success:function(d){$('.list-box ul').append(d.html)}})});",
    "function rest(){$.post('/rest',{c:1}," + ASKED + ")} rest();",
    "function rest(){$.post('/rest',{c:1}," + ASKED + ")} window.onload=rest;",
    "$.getJSON('/r.json',function(d){$.each(d,function(i,r){$('.list').append('<li>'+r.t+'</li>')})});",
    "var x=new XMLHttpRequest();x.open('GET','/r');x.onload=function(){document.querySelector('ul.list')"
    '.insertAdjacentHTML("beforeend","<li><a href=\'"+r.u+"\'>"+r.t+"</a></li>")};x.send();',
    "fetch('/r').then(r=>r.text()).then(t=>{document.getElementsByClassName('list')[0].innerHTML+=t});",
    "var box=document.querySelector('.list');fetch('/r').then(t=>{box.appendChild(made(t))});",
    "var $l = $('ul.list');$.get('/r',function(d){$l.append($(d).find('li'))});",
    "$.get('/r',function(d){$(d).find('li').appendTo('ul.list')});",
    "$.get('/r',function(d){$('.list-box').find('ul').append(d)});",
)
STILL = (
    "$.get('/count?id=1',function(d){$('#hits').html(d)});",
    "$.get('/u',function(d){$('.user').append(d)});$('ul.list').append('<div class=\"clear\"></div>');",
    "$.get('/u',function(d){$('.u').html(d)});setInterval(function(){$('ul.list').append($('ul.list li:first'))},9);",
    "$.get('/u',function(d){});var l=$('ul.list');setInterval(function(){l.append(l.children().first())},9);",
    "$.get('/hits',function(d){$('ul.list li').eq(0).append(d)});",
    "$('ul.list li').hover(function(){$(this).addClass('on')});$.get('/c',function(d){$('body').append(d)});",
    "function turn(n){$.get('/p'+n,function(d){$('ul.list').html(d)})}",
    "$('.tab').click(function(){$.get('/t',function(d){$('ul.list').html(d)})});",
    "$('ul.list').append(made);",
    "$.get('/nav',function(d){$('.nav').append(d)});",
    "// $.get('/rest.html',function(d){$('ul.list').append(d)});",
)


@pytest.mark.parametrize("script", GROWS)
def test_a_script_that_puts_rows_into_the_list_shows_it_elsewhere(script: str) -> None:
    notes = listing(f"<script>{script}</script>").notes
    assert any(note.startswith(Note.LIST_ELSEWHERE.of("a script that puts more rows into")) for note in notes)


@pytest.mark.parametrize("script", STILL)
def test_other_scripts_leave_the_list_as_it_is(script: str) -> None:
    assert not any(note.startswith(Note.LIST_ELSEWHERE) for note in listing(f"<script>{script}</script>").notes)


def test_a_list_that_states_its_rows_or_was_rendered_needs_no_script() -> None:
    script = f"<script>{GROWS[0]}</script>"
    for found in (listing(f"<p>共7条</p>{script}"), listing(script, rendered=True)):
        assert not any(note.startswith(Note.LIST_ELSEWHERE) for note in found.notes)


@pytest.mark.parametrize(
    ("heading", "total"),
    [
        ("<h2>法治政府建设（17）</h2>", 17),
        ('<div class="hd"><h2>法治政府建设</h2><span>(17)</span></div>', 17),
        ('<div class="tit">依法行政 [12条]</div>', 12),
        ("<h3>法治政府建设【 9 】</h3>", 9),
        ("<h3>年度报告（共 2025 条）</h3>", 2025),
        ("<h2>法治政府建设（7）</h2>", None),
        ("<h2>法治政府建设（2）</h2>", None),
        ("<h2>法治政府建设（二）</h2>", None),
        ("<h2>法治政府建设（2025）</h2>", None),
        ("<h2>法治政府建设（2021—2025年）</h2>", None),
        ("<p>电话（12345）</p>", None),
        ("<p>全县共有行政执法单位（17）个，每个单位都须在年底前公开法治政府建设情况，现将名单公布如下。</p>", None),
        ("<h2>17</h2>", None),
    ],
)  # fmt: skip
def test_a_heading_that_counts_more_rows_is_held_against_them(heading: str, total: int | None) -> None:
    found = listing("", before=f'<div class="main">{heading}<ul class="list">{ROWS}</ul></div>', rows="")
    assert len(found.rows) == 7
    assert (found.declared_total, bool(noted(found))) == (total, total is not None)


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ('<details><summary>展开其余5条</summary><div id="rest"></div></details>', "展开其余5条"),
        ("<p>还有5条信息</p>", "还有5条信息"),
        ('<div class="fy">剩余 12 条</div>', "剩余 12 条"),
        ("<button>查看余下的3篇文章</button>", "查看余下的3篇文章"),
        ('<div class="page">[an error occurred while processing this directive]</div>', "failed to put in the pager"),
        ('<div>[an error occurred while processing this directive]</div><div class="foot">版权所有</div>', "failed"),
        ('<!--#include virtual="/inc/pager.shtml"-->', "/inc/pager.shtml"),
        ('<!-- #include file="fenye.html" -->', "fenye.html"),
        ('<div class="page">[!--show.listpage--]</div>', "[!--show.listpage--]"),
        ('{dede:pagelist listsize="5"/}', "{dede:pagelist"),
        ("<div>{$pages}</div>", "{$pages}"),
    ],
)
def test_what_the_page_lacks_keeps_it_from_being_whole(markup: str, says: str) -> None:
    assert says in noted(listing(markup))


@pytest.mark.parametrize(
    "markup",
    [
        "<p>其余事项按规定办理</p>",
        "<p>还有5条评论</p>",
        '<div class="footer">[an error occurred while processing this directive]</div>',
        "<div>[an error occurred while processing this directive]</div>",  # nothing else is its foot
        '<!--#include virtual="/inc/foot.shtml"-->',
        '<!--#include virtual="/inc/copyright.html"-->',
        "<!-- 分页 pager -->",
        '<script>var t="{$pages}";</script>',
        '<p class="page">共7条</p><!--#include virtual="/inc/pager.shtml"-->',
    ],
)
def test_what_lacks_of_its_foot_is_no_doubt(markup: str) -> None:
    found = listing(markup)
    assert (found.next, noted(found)) == (None, "")


def test_rows_that_are_closed_up_are_in_the_page() -> None:
    rest = ROWS.replace('.html">', '9.html">另')
    for markup in (f"<details><summary>展开其余7条</summary><ul class='list'>{rest}</ul></details>",):
        assert noted(listing(markup)) == ""

"""Was a page received to its end? Real portals leave `</html>` out; cut pages end anywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.pages.ending import open_end, tail_of
from parsers.records import Page

ROW = '<li><a href="/c1/20250228/i{0}.html">标题{0}</a><span>2025-02-28</span></li>'
ROWS = "".join(ROW.format(number) for number in range(9))
LIST = (
    f"<!DOCTYPE html><html><head><title>x</title></head><body><div><ul>{ROWS}</ul><div id='p'><a>下一页</a></div></div>"
)
DATA = '{"rows": [{"title": "x", "url": "/a.html"}'


def page(text: str, *, complete: bool = True, **more: object) -> Page:
    return Page("http://a.test/", "http://a.test/", 200, {}, text.encode(), complete=complete, **more)  # type: ignore[arg-type]


def why(text: str, *, complete: bool = True, **more: object) -> str:
    end = open_end(page(text, complete=complete, **more))
    return end.why if end else ""


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        f"{LIST}</body></html>",
        f"{LIST}</BODY>\n<!-- 2026-03-20 -->",
        f"{LIST}</body></html><script>count()</script>",
        f"<div>{LIST}</html>",  # a <div> too many
        f"\ufeff{DATA}]}}\n",
        "callback({});\n",
        "<?xml version='1.0'?><datastore><recordset><record><![CDATA[<a>x</a>]]></record></recordset></datastore>",
    ],
)
def test_an_end_is_seen_however_the_page_came(text: str, complete: bool) -> None:
    assert why(text, complete=complete) == ""


@pytest.mark.parametrize("text", [LIST, f"{LIST}<script>a()</script>\n", f"<ul>{ROWS}</ul>", "<p>one<p>two<li>three"])
def test_without_a_mark_a_complete_transfer_and_nothing_open_will_do(text: str) -> None:
    assert why(text) == ""
    assert why(text, complete=False) == "there is no </html>, and the transfer did not say where it ends"
    end = open_end(page(text, complete=False))
    assert end is not None and end.balanced


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LIST[: LIST.index("i5.html")], "it ends within a tag"),
        (LIST[: LIST.index("标题5")], "a <ul> is left open"),
        (LIST[: LIST.index("<div id=")], "a <div> is left open"),  # all rows, and no pager
        (f"<html></html>{ROWS}<ul>", "a <ul> is left open"),  # a head with an end of its own
        (f"{LIST}<script>if (a < b) ", "it ends within a script"),
        (f"{LIST}<!-- foot ", "it ends within a comment"),
        ("<?xml version='1.0'?><datastore><recordset><record>", "a <datastore> is left open"),
        (DATA[:-8], "its data break off"),
    ],
)
def test_what_is_left_open_was_cut_off_whatever_the_transfer_says(text: str, words: str) -> None:
    assert why(text) == words
    end = open_end(page(text, complete=False))
    assert end is not None and not end.balanced and end.why.startswith(words)


FOOT = "<div class='foot'>主办单位：某县人民政府　ICP备1号"


@pytest.mark.parametrize("code", ["utf-8", "gb18030"])
def test_a_forgotten_box_does_no_harm_where_the_sites_foot_stands_behind_a_closed_list(code: str) -> None:
    whole = page(f"<div class='wrap'>{LIST}{FOOT}")
    assert open_end(replace(whole, body=whole.body.decode().encode(code))) is None
    assert open_end(replace(whole, complete=False)) is not None
    for cut in (f"<div>{LIST}", f"<div>{FOOT}{LIST}", f"{LIST}<ul>{FOOT}", f"<div>{LIST}{FOOT}<a href='/x"):
        assert open_end(page(cut)) is not None, cut


def test_a_browsers_page_has_its_end() -> None:
    assert why("<html><body><ul>", rendered=True) == ""


def test_the_tail_of_a_template_is_the_same_whatever_its_rows() -> None:
    foot = f"<div>{'主办单位 ' * 20}</div>"
    assert tail_of(page(f"{LIST}{foot}\n")) == tail_of(page(f"<ul>{ROWS[:40]}</ul>{foot}"))
    assert tail_of(page(ROWS)) != tail_of(page(ROWS[:-40]))


def test_a_flood_of_openings_is_bounded() -> None:
    assert why("<html>" + "<!--" * 300_000) == "it ends within a comment"
    assert why("<html>" + "<div>" * 300_000) == "a <div> is left open"

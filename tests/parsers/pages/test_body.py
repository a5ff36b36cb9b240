"""What of an article's own container reaches its reader."""

import pytest

from parsers.documents.html import extract_html
from parsers.pages.article import parse_article
from parsers.records import Page

URL = "http://www.example.gov.cn/a.html"
PROSE = "<p>2025年，青溪县坚持依法行政，扎实推进法治政府建设，各项工作取得新的成效。</p>" * 4


def said(markup: str, head: str = "") -> str:
    page = f"<html><head>{head}</head><body><h1>报告</h1><div id='zoom'>{PROSE}{markup}</div></body></html>"
    body = parse_article(Page(URL, URL, 200, {}, page.encode())).body_html
    return "|".join(str(getattr(piece, "text", "")) for piece in extract_html(body).pieces)


@pytest.mark.parametrize(
    "hidden",
    [
        "<span class='x'>9999</span>",
        "<i class='a x b'>9999</i>",
        "<font id='y'>9999</font>",
        "<span class='z'>9999</span>",
        "<span style='font-size:0px;color:#fff'>9999</span>",
        "<em style='FONT-SIZE: 0'>9999</em>",
        "<span hidden>9999</span>",
    ],
)
def test_words_that_are_put_in_against_copying_are_not_read(hidden: str) -> None:
    head = "<style>.x,#y{ color:red; display : none } .w{display:block}.z {display:none}</style>"
    assert "9999" not in said(f"<p>行政处罚{hidden}12件，罚款3万元。</p>", head)
    assert "行政处罚12件" in said(f"<p>行政处罚{hidden}12件，罚款3万元。</p>", head)


@pytest.mark.parametrize(
    "shown",
    [
        "<span class='w'>9999</span>",
        "<span style='font-size:0.8em'>9999</span>",
        "<div class='x'><p>9999</p><p>行政处罚</p></div>",  # a pane that a script may show
        "<div style='font-size:0'><span style='font-size:14px'>9999</span></div>",
    ],
)
def test_what_may_be_shown_is_read(shown: str) -> None:
    assert "9999" in said(shown, "<style>.x{display:none}.tab .w{display:none}</style>")


@pytest.mark.parametrize("style", ["white-space:pre-wrap", "white-space: pre-line", "WHITE-SPACE:PRE"])
def test_lines_count_where_the_style_keeps_them(style: str) -> None:
    lines = "一、成效\n全年办理案件12件。\n二、问题\n力量薄弱。"
    assert "一、成效|全年办理案件12件。|二、问题|力量薄弱。" in said(f"<div style='{style}'>{lines}</div>")
    assert "一、成效 全年办理案件12件。" in said(f"<div style='white-space:normal'>{lines}</div>")

"""Links that a page announces as files, whatever their addresses are, and links that only look so."""

from __future__ import annotations

import pytest

from parsers.pages.article import parse_article
from parsers.records import Page

URL = "http://www.qinghe.gov.cn/fzzf/202603/t20260309_1.html"
TITLE = "青禾县人民政府2025年度法治政府建设情况报告"
LETTER = "<p>　　现将《青禾县人民政府2025年度法治政府建设情况报告》予以公布，欢迎社会各界监督。</p>"
LONG = "<p>　　2025年，青禾县人民政府坚持依法行政，办理行政复议案件20件，法治政府建设取得新成效。</p>" * 60


def files(links: str, text: str = LETTER, after: str = "") -> list[str]:
    """The addresses of the files of an article whose text ends with these links, without the host."""
    html = (
        f"<html><head><title>{TITLE}</title></head><body><div class='nav'><a href='/'>首页</a></div><h1>{TITLE}</h1>"
        f"<div class='info'>发布时间：2026-03-09</div><div class='content'>{text}{links}</div>{after}"
        "<div class='foot'>主办单位：青禾县人民政府办公室<a href='/app.do?id=1'>APP下载</a></div></body></html>"
    )
    found = parse_article(Page(URL, URL, 200, {}, html.encode())).attachments
    return [item.url.removeprefix("http://www.qinghe.gov.cn") for item in found]


def anchor(address: str, words: str) -> str:
    return f'<a href="{address}">{words}</a>'


@pytest.mark.parametrize(
    ("before", "address", "words"),
    [
        ("附件：", "/attach/down.jsp?id=88", "2025年度报告"),
        ("附件下载：", "/download?id=88", "法治政府建设情况报告"),
        ("", "/Download.aspx?ID=88", "附件1：法治政府建设情况报告"),
        ("附件：1.", "/api/file/8f3c", "2025年度法治政府建设情况报告"),
        ("", "/sys/fileDown.do?uuid=8f3c", "点击下载"),
        ("", "/e/DownSys/doaction.php?enews=DownSoft&amp;classid=1&amp;id=8", "报告.docx"),
        ("", "/plus/download.php?open=0&amp;aid=88", "本地下载"),
        ("附件【", "/c/get?k=1", "全文"),
        ("附件一　", "/sys/out.action?k=1", "附件一"),
        ("全文下载：", "/servlet/Get?f=9", "青禾县人民政府"),
        ("相关附件：", "/oss/8f3c9d", "法治政府建设情况报告"),
        ("", "/rest/blob/12", "《法治政府建设情况报告》.pdf（2.1MB）"),
        ("", "/get.ashx?id=5", "下载附件2"),
        ("附：", "/out.asp?id=3", "报告"),
        ("", "http://oss.example.com/filedown?id=3", "PDF版下载"),
    ],
)
@pytest.mark.parametrize(
    "made", ["<p>{}{}</p>", "<div><span>{}</span><em>{}</em></div>", "<table><tr><td>{}{}</td></tr></table>"]
)
def test_a_link_that_is_announced_as_a_file_is_one(before: str, address: str, words: str, made: str) -> None:
    found = files(made.format(before, anchor(address, words)))
    assert found == [address.replace("&amp;", "&")]


@pytest.mark.parametrize(
    "links",
    [
        "<p>附件：</p><p>1." + anchor("/f/1", "总报告") + "</p><p>2." + anchor("/f/2", "统计情况") + "</p>",
        "<div>附件</div><ul><li>" + anchor("/f/1", "总报告") + "</li><li>" + anchor("/f/2", "统计情况") + "</li></ul>",
        "<p>附件：1." + anchor("/f/1", "总报告") + "　2." + anchor("/f/2", "统计情况") + "</p>",
        "<div class='xgfj'><h4>文件</h4><p>"
        + anchor("/f/1", "总报告")
        + "</p><p>"
        + anchor("/f/2", "统计情况")
        + "</p></div>",
    ],
)
def test_all_files_of_a_list_are_announced_by_its_head(links: str) -> None:
    assert files(links) == ["/f/1", "/f/2"]
    assert files("", after=links) == ["/f/1", "/f/2"]


@pytest.mark.parametrize(
    "links",
    [
        "<p>来源：" + anchor("/dept?id=3", "县司法局") + "</p>",
        "<p>附件：" + anchor("/fzzf/202503/t20250310_2.html", "2024年度报告") + "</p>",  # a page
        "<p>附件：" + anchor("/fzzf/", "法治政府建设") + "</p>",  # a column
        "<p>附件：" + anchor("/info/1012/88.htm", "关于印发工作要点的通知") + "</p>",
        "<p>附件：" + anchor("/content.jsp?wbtreeid=1&amp;wbnewsid=3", "关于印发工作要点的通知") + "</p>",
        "<p>" + anchor("/app/get?id=3", "APP下载") + anchor("/soft.do?id=1", "软件下载") + "</p>",
        "<p>" + anchor("/list.do?id=1", "下载中心") + anchor("/list.do?id=2", "表格下载") + "</p>",
        "<p>附件：" + anchor("/get?id=3", "PDF阅读器下载") + "</p>",
        "<p>详见附件。</p><p>更多信息见" + anchor("/zwfw?id=3", "政务服务网") + "</p>",
        "<p>附件请于3月底前报送。" + anchor("/mail.do?to=1", "县司法局邮箱") + "</p>",
        "<p>附件：" + anchor("http://www.other.gov.cn/portal?id=3", "市司法局") + "</p>",
        "<p>"
        + anchor("/share.do?to=wx", "分享")
        + anchor("/print.do?id=1", "打印")
        + anchor("/fav.do", "收藏")
        + "</p>",
        "<p>上一篇：" + anchor("/view.do?id=2", "青禾县2024年度报告") + "</p>",
    ],
)
def test_other_links_of_an_article_are_no_files(links: str) -> None:
    assert files(links) == []
    assert files("", after=f"<div>{links}</div>") == []


def test_beside_a_report_only_what_is_called_a_file_is_asked_for() -> None:
    links = f"<p>{anchor('/get?id=1', '点击下载')}{anchor('/get?id=2', '法治政府建设情况报告.pdf')}</p>"
    assert files(links, LONG) == ["/get?id=2"]
    assert files(links) == ["/get?id=1", "/get?id=2"]


OPENS = "<script>function downFile(p,f){window.open(p+f)} function get(id){location.href='/get?f='+id}</script>"


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        ("downFile('/u/','r.docx')", "/u/r.docx"),
        ("downFile('/u/2026','/r.pdf');return false", "/u/2026/r.pdf"),
        ("saveAs('/u/','法治报告.docx')", "/u/法治报告.docx"),  # of another file
        ("get('8f3c')", "/get?f=8f3c"),
        ("get(12)", "/get?f=12"),
        ("window.open('/u/r.docx')", "/u/r.docx"),
        ("download('/u/r.docx','报告')", "/u/r.docx"),
        ("ask(12)", None),
        ("share('/u/','weixin')", None),
    ],
)
def test_a_handler_leads_to_its_file(handler: str, expected: str | None) -> None:
    links = f'<p>附件：<a href="javascript:void(0)" onclick="{handler}">法治政府建设情况报告</a></p>'
    assert files(links, after=OPENS) == ([expected] if expected else [])

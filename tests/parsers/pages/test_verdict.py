"""What an answer is, told from its bytes: the lines between the verdicts."""

import pytest

from parsers.pages.face import names_its_column, read_face
from parsers.pages.verdict import judge_page, stub_target
from parsers.pages.view import View
from parsers.records import Face, Page
from parsers.vocabulary import Kind, Role, Verdict

URL = "http://www.qinghe.example/c14692/index.html"
ROWS = "".join(
    f"<li><a href='/c14692/20250{i}01/i{i}0000.html'>青禾县第{i}个部门法治政府建设情况报告</a>"
    f"<span>2025-0{i}-01</span></li>"
    for i in range(1, 9)
)
LIST = f"<html><body><ul>{ROWS}</ul></body></html>"
NEWS = "".join(f"<li><a href='/a/{i}.html'>青禾县举行第{i}次活动</a></li>" for i in range(8))
PROSE = (
    "<p>　　2024年，青禾县坚持依法行政，全年办理行政复议案件12件，审结11件，各项工作平稳有序，现将情况报告如下。</p>"
    * 4
)
WAF = "<script r='m'>$_ts=window['$_ts'];</script>"


def judge(
    html: str | bytes,
    role: Role = Role.LIST,
    *,
    status: int = 200,
    title: str = "",
    url: str = URL,
    rendered: bool = False,
    **headers: str,
) -> Verdict:
    body = html.encode() if isinstance(html, str) else html
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return judge_page(Page(url, url, status, named, body, rendered=rendered), role, row_title=title).verdict


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (304, Verdict.NOT_MODIFIED),
        (0, Verdict.UNREACHABLE),
        (404, Verdict.GONE),
        (410, Verdict.GONE),
        (412, Verdict.CHALLENGE),
        (521, Verdict.CHALLENGE),
        (491, Verdict.CHALLENGE),
        (403, Verdict.ERROR),
        (429, Verdict.ERROR),
        (500, Verdict.ERROR),
        (503, Verdict.ERROR),
        (204, Verdict.ERROR),
        (302, Verdict.ERROR),  # leads nowhere
        (200, Verdict.OK),
    ],
)
def test_by_status(status: int, verdict: Verdict) -> None:
    assert judge(LIST, status=status) is verdict


def test_a_protected_hosts_own_404_stays_gone() -> None:
    """Its cookies and headers come with every answer; a withdrawn report must not look like a challenge."""
    page = (
        "<html><title>404</title><body><p>您访问的页面不存在</p>" + "页面找不到了，请返回首页。" * 10 + "</body></html>"
    )
    cookies = "FSSBBIl1UgzbN7N80S=x; path=/"
    assert judge(page, status=404, set_cookie=cookies, wzws_ray="1129-1") is Verdict.GONE
    assert judge(WAF + page, Role.DETAIL, status=404) is Verdict.GONE
    assert judge(f"<html>{WAF}</html>", Role.DETAIL, status=404) is Verdict.CHALLENGE


def test_a_protection_script_on_a_real_page_is_no_challenge() -> None:
    assert judge(WAF + LIST) is Verdict.OK
    assert judge(WAF + f"<h1>报告</h1>{PROSE}", Role.DETAIL) is Verdict.OK
    assert judge(f"<html>{WAF}</html>") is Verdict.CHALLENGE


@pytest.mark.parametrize("status", [202, 400, 403])
def test_cookies_count_with_a_status_that_pages_do_not_have(status: int) -> None:
    html = "<html><script src='/x.js'></script></html>"
    assert judge(html, status=status, set_cookie="acw_tc=1; path=/") is Verdict.CHALLENGE
    assert judge(LIST, set_cookie="acw_tc=1; path=/") is Verdict.OK


def test_a_shell_is_told_from_data_frames_and_lists() -> None:
    script = "<script src='/js/app.js'></script>"
    nav = (
        "<ul>"
        + "".join(f"<li><a href='/c{i}/index.html'>政务公开第{i}个很长的栏目名称</a></li>" for i in range(60))
        + "</ul>"
    )
    assert judge(f"<div id=app></div>{script}") is Verdict.SHELL
    assert judge(f"<div class=nav>{nav}</div><ul id=list></ul>{script}") is Verdict.SHELL
    rendered = f"<div class=nav>{nav}</div><ul id=list></ul>{script}"
    assert judge(rendered, rendered=True) is Verdict.OK  # nothing more can be had: the walk finds no rows
    data = f"<script>var dataList=[{{title:'{'青禾县法治政府建设情况报告'}',url:'/a/1.html'}}]</script>"
    for held in (
        "<script type='text/xml'><datastore></datastore></script>",
        "<script src='/unitbuild.js' url='/x' queryData=\"{}\"></script>",
        "<script>window._CONFIG = {SID: '1', TREE: []}</script>",
        data,
        "<iframe src='/list.html'></iframe>" + script,
    ):
        assert judge(held) is Verdict.OK, held


def test_a_page_without_anything_is_an_error() -> None:
    assert judge("<html><body>请稍候</body></html>") is Verdict.ERROR
    assert judge("") is Verdict.ERROR
    assert judge("  \r\n") is Verdict.ERROR
    assert judge('{"success": false, "message": "x"}') is Verdict.ERROR
    assert judge('{"code": 500}') is Verdict.ERROR
    assert judge("{broken") is Verdict.ERROR


def test_the_rows_title_proves_the_article() -> None:
    title = "青禾县关于网页不存在问题的整改情况说明"
    page = f"<html><body><h1>{title}</h1><p>页面不存在的问题已改。</p></body></html>"
    assert judge(page, Role.DETAIL, title=title) is Verdict.OK
    assert judge(page, Role.DETAIL, title="青禾县水利局2024年度报告全文") is Verdict.SOFT_404


def test_the_home_page_in_an_articles_place() -> None:
    home = "<html><body><h1>青禾县人民政府</h1><a href='/zwgk/'>政务公开</a><p>欢迎访问</p></body></html>"
    asked, title = "http://www.qinghe.example/fz/3.html", "青禾县人民政府2025年度法治政府建设情况报告"

    def answered(url: str, html: str = home) -> Verdict:
        return judge_page(Page(asked, url, 200, {}, html.encode()), Role.DETAIL, row_title=title).verdict

    assert answered("http://www.qinghe.example/") is Verdict.SOFT_404
    assert answered("https://www.qinghe.example/index.html") is Verdict.SOFT_404
    assert answered("https://www.qinghe.example/fz/t3.html") is Verdict.ERROR
    assert (
        answered("http://www.qinghe.example/", home.replace("<p>欢迎访问</p>", f"<h1>{title}</h1>{PROSE}"))
        is Verdict.OK
    )


def test_an_index_instead_of_the_article() -> None:
    assert (
        judge(LIST.replace(ROWS, ROWS + ROWS), Role.DETAIL, title="关于公布应急演练检查结果的公示") is Verdict.SOFT_404
    )
    # Some article, be it another: the reading decides.
    other = LIST.replace("</body>", PROSE * 3 + "</body>")
    assert judge(other, Role.DETAIL, title="关于公布应急演练检查结果的公示") is Verdict.OK


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ('<meta http-equiv="refresh" content="0;url=../y/">', "http://www.qinghe.example/y/"),
        ("<meta HTTP-EQUIV='Refresh' CONTENT=\"3; URL='/z.html'\">", "http://www.qinghe.example/z.html"),
        ("<script>location.href='/a/';</script>", "http://www.qinghe.example/a/"),
        ('<script>window.location.replace("b.html")</script>', "http://www.qinghe.example/c14692/b.html"),
        ("<script>top.location = 'https://p.example/'</script>", "https://p.example/"),
        ("<script>location.href='/a/'+location.search;</script>", None),
        ("<script>if(/iPhone/.test(navigator.userAgent)) location.href='/m/';</script>", None),
        ("<script>location.href='index.html';</script>", None),  # itself
        (LIST + "<script>location.href='/a/';</script>", None),
        ("<meta http-equiv='refresh' content='600'>", None),
    ],
)
def test_stubs(html: str, target: str | None) -> None:
    page = Page(URL, URL, 200, {}, html.encode())
    assert stub_target(page) == target
    assert (judge_page(page, Role.LIST).verdict is Verdict.REDIRECT_STUB) is (target is not None)


def test_documents_as_details_and_lists() -> None:
    assert judge(b"%PDF-1.4\n", Role.DETAIL) is Verdict.OK
    assert judge(b"%PDF-1.4\n", Role.LIST) is Verdict.WRONG_TYPE
    assert judge(b"\x7fELF\x00\x01", Role.DETAIL) is Verdict.WRONG_TYPE


def test_what_a_document_address_may_answer() -> None:
    login = "<html><title>登录</title><body>请登录</body></html>"
    assert judge(login, Role.ATTACHMENT, url=URL + "/a.pdf") is Verdict.WRONG_TYPE
    assert judge(login, Role.ATTACHMENT, url=URL + "/a.jsp", content_disposition="attachment") is Verdict.WRONG_TYPE
    assert judge(login, Role.ATTACHMENT, url=URL + "/viewer.html") is Verdict.OK
    assert judge(f"<html>{WAF}</html>", Role.ATTACHMENT, url=URL + "/a.pdf") is Verdict.CHALLENGE
    assert judge("<html><title>404</title>文件不存在</html>", Role.ATTACHMENT, url=URL + "/a.pdf") is Verdict.SOFT_404
    assert judge('{"code":401}', Role.ATTACHMENT, url=URL + "/download?id=1") is Verdict.WRONG_TYPE
    assert judge(b"anything\x00\x01", Role.ATTACHMENT, url=URL + "/a.ceb") is Verdict.OK


def test_every_verdict_says_why() -> None:
    for html, status in ((LIST, 200), ("", 200), (WAF, 412), ("x", 404), ("<div id=app></div><script></script>", 200)):
        assert judge_page(Page(URL, URL, status, {}, html.encode()), Role.LIST).reason


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("法治政府建设 - 维护妇女权益", True),
        ("依法行政与网站改版征求意见", True),
        ("司法行政工作简报第404期", True),
        ("司法行政系统维护公告", False),
        ("青禾县司法局网站升级改版中", False),
        ("青禾县司法局 404", False),
        ("502 Bad Gateway 司法局", False),
    ],
)
def test_a_title_that_speaks_of_trouble_names_no_column(title: str, own: bool) -> None:
    assert names_its_column([Face(title)], (), tuple(Kind)) is own


@pytest.mark.parametrize(
    ("markup", "own"),
    [
        (
            "<div class='crumb'><a href='/'>首页</a> &gt; <a href='/zw/'>政务</a> &gt; <span>法治政府建设</span></div>",
            True,
        ),
        ("<div class='crumb'><a href='/'>首页</a> &gt; <span>旅游</span></div>", False),
        ("<ul><li class='on'><a href='/c14692/index.html'>法治政府建设</a></li></ul>", True),
        ("<ul><li><a class='cur' href='index.html'>法治政府建设</a></li></ul>", True),
        ("<ul><li><a href='/c14692/index.html'>法治政府建设</a></li></ul>", False),  # a home page's menu has it, too
        ("<ul><li class='on'><a href='/'>首页</a></li><li><a href='/c14692/'>法治政府建设</a></li></ul>", False),
        ("<div class='position'>法治政府建设</div>", False),  # a block that is named for where it lies
    ],
)
def test_a_column_is_named_by_its_place_in_the_site(markup: str, own: bool) -> None:
    page = Page(URL, URL, 200, {}, f"<title>青禾县人民政府</title><body>{markup}<ul>{NEWS}</ul></body>".encode())
    face = read_face(View(page), ())
    assert face is not None
    assert names_its_column([face], (), tuple(Kind)) is own


REPORT_TITLE = "青禾县人民政府2025年度法治政府建设情况报告"
FEW = "".join(f"<li><a href='/c14692/2025030{i}/i{i}.html'>青禾县第{i}次会议</a></li>" for i in range(1, 4))
LOGIN = "<title>青禾县政务服务网-用户登录</title><h1>请登录后查看</h1><form><input name=u><input type=password></form>"


@pytest.mark.parametrize(
    ("html", "verdict"),
    [
        ("<title>青禾县人民政府</title><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>", Verdict.CHALLENGE),
        ("<p>环境异常</p><p>当前环境异常，完成验证后即可继续访问。</p><a id=js_verify>去验证</a>", Verdict.CHALLENGE),
        (LOGIN + "<p>依申请公开、法治政府建设等信息须登录后查看。</p>", Verdict.ERROR),
        ("<h2>因机房设备检修，本网站于3月24日至4月30日暂停服务，不便之处敬请谅解。</h2>", Verdict.ERROR),
        (f"<title>青禾县人民政府</title><h1>青禾县人民政府门户网站</h1><ul>{FEW}</ul>", Verdict.ERROR),
        (f"<title>法治政府建设</title><ul>{FEW}<li><a href='/a/9.html'>{REPORT_TITLE}</a></li></ul>", Verdict.ERROR),
        (f"<h1>{REPORT_TITLE}</h1><p>附件：<a href='/a.pdf'>报告全文</a></p>", Verdict.OK),
        (f"<h1>{REPORT_TITLE}</h1><p>见下。</p>", Verdict.OK),
        ("<title>公告</title><p>现予公布。</p><p><a href='/a.docx'>附件</a></p>", Verdict.OK),
        (f"<title>公告</title>{PROSE}", Verdict.OK),
    ],
)
def test_what_stands_in_the_articles_place(html: str, verdict: Verdict) -> None:
    assert judge(f"<html><body>{html}</body></html>", Role.DETAIL, title=REPORT_TITLE) is verdict


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        (LOGIN, Verdict.ERROR),  # the row's title is nearly said by the site's own name
        ("<h1>青禾县人民政府文件</h1>" + LOGIN, Verdict.OK),  # a form beside the paper
        (f"<div>{PROSE}</div>" + LOGIN, Verdict.OK),
    ],
)
def test_a_login_page_under_the_sites_own_name(more: str, verdict: Verdict) -> None:
    html = f"<html><body><div>青禾县人民政府</div>{more}</body></html>"
    assert judge(html, Role.DETAIL, title="青禾县人民政府文件") is verdict

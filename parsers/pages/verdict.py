"""What did the portal really answer? Told from status, bytes, markers and links, before anything is parsed.

A wrong "ok" makes a challenge page look like an empty list, and an empty list like a missing report; so each
verdict names the evidence it stands on.
"""

from __future__ import annotations

import re

from parsers.pages import media
from parsers.pages.challenge import challenge
from parsers.pages.embedded import read_answer
from parsers.pages.evidence import (
    SMALL_TEXT,
    SUBSTANCE,
    article_links,
    held_elsewhere,
    holds_something,
    is_template,
    lists_something,
    prose,
    said_of_title,
    share_of_title,
)
from parsers.pages.face import is_home
from parsers.pages.rows import find_groups
from parsers.pages.scripted import articles_of_scripts, lists_of_scripts
from parsers.pages.unfilled import body_for_script, waits_for_script
from parsers.pages.urls import canonical_url, join_url
from parsers.pages.view import View
from parsers.records import Page, PageVerdict
from parsers.stand_ins import is_bare
from parsers.vocabulary import Role, Verdict

_TITLE_SHOWN = 0.8  # share of the row's title on the page: at least so much proves that it is the article
_TITLE_ABSENT = 0.6  # and less than that, on an index page, that it is not
AN_INDEX = "an index"  # begins the reason of a `soft_404` that is no message but another page
_INDEX = 10  # links
_MESSAGE = 400  # characters outside links: more is no message of a login or of a refusal
_PASSWORD = re.compile(r"^\s?password", re.IGNORECASE)
SHELL_BYTES = 2048  # of visible text: less than this is a frame for a script to fill

_THING = "页面|网页|文章|信息|内容|栏目|资源|文件|文档|地址"
_LOST = "不存在|已(?:经)?(?:被)?(?:删除|移除)|无法(?:找到|访问)|找不到了?|不见了|未找到|已下线|出错|已?失效|走丢了"
_SOFT_404 = re.compile(
    rf"(?:访问|查看|浏览|请求|寻找|打开|查找)的(?:{_THING})[^。；]{{0,12}}(?:{_LOST})"
    rf"|(?:该|此|本)?(?:{_THING})(?:可能)?(?:{_LOST})|(?:抱歉|对不起|很遗憾)[^。]{{0,20}}(?:{_LOST})"
    r"|404\s?(?:-|:|：)?\s?(?:not\s?found|错误|页面|error|file)|page\s?not\s?found|HTTP\s?(?:Status\s?)?404",
    re.IGNORECASE,
)
_SOFT_TITLE = re.compile(
    r"^(?:提示|提示信息|系统提示|错误|出错了?|错误页面?|error|页面不存在|页面找不到|not found|404.{0,20}|.{0,20}404)$",
    re.IGNORECASE,
)
# 系统升级维护公告, 网站维护中
_DOWN = re.compile(r"(?:系统|网站|平台|服务器?).{0,6}(?:维护|升级)(?:中|公告|通知|$)|(?:维护|升级)中(?![小国华心央])")
_REFRESH = re.compile(r"\d{1,4}\s{0,3}[;,]\s{0,3}url\s{0,3}=\s{0,3}['\"]?([^'\"\s>]{1,1500})", re.IGNORECASE)
# `location.href="/x/"`, `window.location = 'x.html'`, `top.location.replace("…")`
_LOCATION = re.compile(
    r"(?:window|self|top|parent|document)?\.?location(?:\.href)?\s{0,3}=\s{0,3}['\"]([^'\"\s]{1,1500})['\"]\s{0,3}(?![+.])"
    r"|location\.(?:replace|assign)\(\s{0,3}['\"]([^'\"\s]{1,1500})['\"]\s{0,3}\)"
)
_OFFICE_MARKUP = re.compile(rb"urn:schemas-microsoft-com:office:(?:word|excel|office)", re.IGNORECASE)
NOT_A_DOCUMENT = "instead of a document"  # how the reason ends where a page answers in a file's place


def judge_page(page: Page | View, role: Role, *, row_title: str = "") -> PageVerdict:
    """What an answer is, and why, from what can be seen in it; of a page, or of a view on it that is used again.

    ``role`` is what it was fetched as; ``row_title`` is the list's title for a detail page, against which the page
    is held. Verdicts of transport (too_large, robots, forbidden_address, and unreachable but for status 0) are
    the crawler's.
    """
    view = View.of(page)
    page, status = view.page, view.page.status
    if status == 304:
        return PageVerdict(Verdict.NOT_MODIFIED, "status 304")
    if status <= 0:
        return PageVerdict(Verdict.UNREACHABLE, "no answer")
    kind = media.sniff_type(page.body, page.headers.get("content-type"), page.final_url or page.url)
    markup = kind in (media.HTML, media.TEXT, media.XML, media.JSON, media.EMPTY)
    if markup and (why := challenge(view, status)):
        return PageVerdict(Verdict.CHALLENGE, why)
    if (verdict := _by_status(page, status)) is not None:
        return verdict
    if kind == media.EMPTY:
        return PageVerdict(Verdict.ERROR, "empty body")
    if role is Role.ATTACHMENT:
        return _attachment(view, kind)
    if not markup:
        if role is Role.DETAIL and media.is_document(kind):
            return PageVerdict(Verdict.OK, f"the row leads to a document: {kind}")
        return PageVerdict(Verdict.WRONG_TYPE, f"{kind} instead of a page")
    return _page(view, role, kind, row_title)


def stub_target(page: Page) -> str | None:
    """Where a redirect stub leads: a Location header, a meta refresh, or a script's location; None if nowhere else."""
    if location := page.headers.get("location"):
        return _elsewhere(page, join_url(page.final_url or page.url, location))
    return _stub(View(page))


def _by_status(page: Page, status: int) -> PageVerdict | None:
    if status in (404, 410):
        return PageVerdict(Verdict.GONE, f"status {status}")
    if 300 <= status < 400:
        if target := stub_target(page):
            return PageVerdict(Verdict.REDIRECT_STUB, f"status {status} to {target[:200]}")
        return PageVerdict(Verdict.ERROR, f"status {status} leads nowhere")
    if status >= 400:
        return PageVerdict(Verdict.ERROR, f"status {status}")
    if status not in (200, 203, 206):
        return PageVerdict(Verdict.ERROR, f"status {status} without a page")
    return None


def _attachment(view: View, kind: str) -> PageVerdict:
    if kind not in (media.HTML, media.JSON):
        if kind == media.UNKNOWN:
            return PageVerdict(Verdict.OK, "unknown type, kept")
        return PageVerdict(Verdict.OK, kind)
    if kind == media.HTML:
        if _OFFICE_MARKUP.search(view.page.body[:5000]):
            return PageVerdict(Verdict.OK, "a document saved as a web page")
        if why := _soft_404(view, Role.ATTACHMENT):
            return PageVerdict(Verdict.SOFT_404, why)
        suffix = media.suffix_of(view.url)
        if suffix in ("htm", "html", "shtml", "jsp", "aspx", "") and not _claims_document(view):
            return PageVerdict(Verdict.OK, "a page that carries the document")
    return PageVerdict(Verdict.WRONG_TYPE, f"{kind} {NOT_A_DOCUMENT}")


def _claims_document(view: View) -> bool:
    headers = view.page.headers
    if "attachment" in headers.get("content-disposition", "").lower():
        return True
    declared = headers.get("content-type", "").lower()
    if declared and "html" not in declared and "text" not in declared:
        return True
    return re.search(r"downfile|file-download|download|attach", view.url, re.IGNORECASE) is not None


def _page(view: View, role: Role, kind: str, row_title: str) -> PageVerdict:
    if kind == media.JSON or view.is_data:
        return _data(view)
    if target := _stub(view):
        return PageVerdict(Verdict.REDIRECT_STUB, f"a stub of {len(view.page.body)} bytes to {target[:200]}")
    shown = share_of_title(view, row_title) if role is Role.DETAIL else 0.0
    if shown < _TITLE_SHOWN and (why := _soft_404(view, role)):
        return PageVerdict(Verdict.SOFT_404, why)
    if role is Role.DETAIL and shown < _TITLE_SHOWN and is_home(view.page.final_url or view.url, view.page.url):
        return PageVerdict(
            Verdict.SOFT_404, f"{AN_INDEX}: the site's home page answers ({shown:.0%} of the title found)"
        )
    bare = is_bare(row_title)  # 2025年度: behind it may stand a paper, or the list of that year
    if role is Role.DETAIL and row_title and (bare or shown < _TITLE_ABSENT) and (why := _index(view, bare)):
        return PageVerdict(Verdict.SOFT_404, f"{why} ({shown:.0%} of the row's title found)")
    if role is Role.LIST and _DOWN.search(view.title):
        return PageVerdict(Verdict.ERROR, f"title {view.title[:40]!r}")
    if why := _shell(view, role):
        return PageVerdict(Verdict.SHELL, why)
    if shown < _TITLE_SHOWN and (why := _nothing(view, role)):
        return PageVerdict(Verdict.ERROR, why)
    if role is Role.DETAIL and row_title and (why := _not_the_article(view, row_title)):
        return PageVerdict(Verdict.ERROR, why)
    return PageVerdict(Verdict.OK, f"{len(view.visible_text)} characters of text, {len(view.links)} links")


def _data(view: View) -> PageVerdict:
    answer = read_answer(view)
    if answer is None:
        return PageVerdict(Verdict.ERROR, "broken data")
    if answer.failed:
        return PageVerdict(Verdict.ERROR, answer.failed)
    return PageVerdict(Verdict.OK, f"data with {len(answer.rows)} rows")


def _stub(view: View) -> str | None:
    """The target of a page that only sends its reader elsewhere."""
    if len(view.page.body) > 20_000 or len(view.visible_text) > 200 or len(view.links) > 5:
        return None
    for element in view.root.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh" and (
            match := _REFRESH.search(element.get("content") or "")
        ):
            return _elsewhere(view.page, join_url(view.base, match.group(1)))
    script = view.script_text[:20_000]
    match = _LOCATION.search(script)
    # `if(/Android|iPhone/i.test(navigator.userAgent)) location.href="/m/"` sends only some readers on.
    if match is None or "userAgent" in script[max(0, match.start() - 300) : match.start()]:
        return None
    return _elsewhere(view.page, join_url(view.base, match.group(1) or match.group(2)))


def _elsewhere(page: Page, target: str | None) -> str | None:
    if target is None:
        return None
    return None if canonical_url(target) in (canonical_url(page.url), canonical_url(page.final_url)) else target


def _soft_404(view: View, role: Role) -> str:
    text = view.visible_text
    if _SOFT_TITLE.match(view.title) and len(text) < SMALL_TEXT and article_links(view) < 3:
        return f"title {view.title!r}"
    match = _SOFT_404.search(text[:20_000])
    if match is None:
        return ""
    if prose(view) >= SUBSTANCE:
        return ""  # an article about missing pages
    if len(text) < 400 and article_links(view) < 3:
        return f"says {match.group()!r}"
    # A site's furniture around the message: no running text but the message, and no rows.
    if role is Role.DETAIL or not find_groups(view):
        return f"says {match.group()!r} and nothing else"
    return ""


def _index(view: View, bare: bool) -> str:
    """Why a page is an index and no article; of a caption that names no paper, any list without running text is one."""
    links = article_links(view)
    listed = links >= _INDEX or (bare and links > 0 and bool(find_groups(view)))
    return f"{AN_INDEX} of {links} links" if listed and prose(view) < 400 else ""


def _shell(view: View, role: Role) -> str:
    """Why a page is a frame for a script to fill, or ""."""
    if next(view.root.iter("script"), None) is None:
        return ""
    why = _unfilled(view, role)
    return "" if why and held_elsewhere(view) else why


def _unfilled(view: View, role: Role) -> str:
    size = len(view.visible_text.encode())
    if role is Role.LIST:
        if not view.page.rendered and (box := waits_for_script(view)) and articles_of_scripts(view) is None:
            return f"an empty list for a script to fill, beside other articles: {box}"
        if view.page.rendered and size >= SHELL_BYTES:
            return ""
        return "" if lists_something(view) else f"{size} bytes of visible text, no list, scripts to fill it"
    said = prose(view)
    if said >= SUBSTANCE or holds_something(view):
        return ""
    if not view.page.rendered and (box := body_for_script(view)):
        return f"no article, but an empty box for a script to fill: {box}"
    if said >= 30 or not (size < SHELL_BYTES or is_template(view)):
        return ""
    return f"{size} bytes of visible text, no article, filled by a script"


def _not_the_article(view: View, row_title: str) -> str:
    """Why a page that names nothing of the row's title and holds no document is not the article.

    So a login, maintenance and refusal answer with status 200, and a home or a list page that stands in its place.
    """
    said = said_of_title(view, row_title)
    asks = any(_PASSWORD.search(field.get("type") or "") for field in view.root.iter("input"))
    # 某县人民政府文件 is nearly said by the site's own name: beside a password's field all of it must be there
    if said >= (1.0 if asks else _TITLE_ABSENT):
        return ""
    unlinked = len(view.visible_text) - sum(len(link.text) for link in view.links)
    if prose(view) >= SUBSTANCE or unlinked >= _MESSAGE or holds_something(view) or held_elsewhere(view):
        return ""
    if asks:
        return f"a login page ({said:.0%} of the row's title found)"
    return f"no article: {said:.0%} of the row's title in {len(view.visible_text)} characters of text"


def _nothing(view: View, role: Role) -> str:
    """Why a page that is neither shell nor message still holds nothing to be read."""
    size = len(view.visible_text)
    if size >= 100 or view.links or held_elsewhere(view):
        return ""
    if any(True for _ in view.root.iter("iframe", "frame")) or prose(view) or holds_something(view):
        return ""
    return "" if role is Role.LIST and lists_of_scripts(view) else f"{size} characters of text and no link"

"""What did the portal really answer? Told from status, bytes, markers and links, before anything is parsed.

A wrong "ok" makes a challenge page look like an empty list, and an empty list like a missing report; so each
verdict names the evidence it stands on.
"""

from __future__ import annotations

import re

from lxml import etree

from parsers.pages import media
from parsers.pages.embedded import read_answer, script_lists
from parsers.pages.rows import ARTICLE_URL, find_groups
from parsers.pages.titles import is_navigation
from parsers.pages.urls import canonical_url, join_url
from parsers.pages.view import View, text_of
from parsers.records import Page, PageVerdict
from parsers.vocabulary import Role, Verdict

_TITLE_SHOWN = 0.8  # share of the row's title on the page: at least so much proves that it is the article
_TITLE_ABSENT = 0.6  # and less than that, on an index page, that it is not
SHELL_BYTES = 2048  # of visible text: less than this is a frame for a script to fill
_SUBSTANCE = 150  # Hanzi of running text: an article, and no message
_SILENT = 50  # characters: a page that shows nothing
_SMALL_TEXT = 1200  # characters: a page of one message, even with a site's furniture around it

# Marks of protection pages in markup and scripts. They also stand in the head of protected real pages, so they
# count only where there is little else.
_CHALLENGE_SCRIPT = re.compile(
    r"\$_ts\b|<script[^>]{0,80}\br=['\"]m['\"]|content=['\"]\{qt|FSSBB\w{6,20}|__jsl_clearance|acw_sc__v2"
    r"|wzws[-_]?(?:ray|cid|waf)|/WZWSREL|_cf_chl|cf-browser-verification|/cdn-cgi/challenge|CT6TS?=",
    re.IGNORECASE,
)
_CHALLENGE_WORDS = re.compile(
    r"请完成(?:安全)?验证|安全验证|访问验证|人机(?:身份)?验证|滑动验证|输入验证码后?(?:继续|访问)|正在(?:检查|验证)您的浏览器"
    r"|(?:请求|访问|IP).{0,12}(?:被拦截|被阻断|已被禁止|被禁止|过于频繁)"
    r"|(?:存在|疑似).{0,8}(?:攻击|威胁|恶意|不合法)(?:行为|请求|的参数)?|云堤|网站防火墙|云防护|web应用防火墙"
    r"|Just a moment|Checking your browser|Access Denied|Request blocked",
    re.IGNORECASE,
)
# Protected hosts set their cookies on every answer, so these count only with a status that real pages do not have.
_CHALLENGE_COOKIE = re.compile(r"FSSBB\w{4,30}[ST]=|__jsl_clearance|CT6TS?=|acw_tc=|wzws_cid|[A-Za-z0-9]{10,20}80[ST]=")
_REFUSED_STATUS = frozenset({202, 400, 403, 405})
_CHALLENGE_STATUS = frozenset({412, 521, 491})
_SOFT_404 = re.compile(
    r"(?:您|你)?(?:要|所|正在|想要)?(?:访问|查看|浏览|请求|寻找|打开|查找)的(?:页面|网页|文章|信息|内容|栏目|资源|文件|地址)[^。；]{0,12}(?:不存在|已(?:被)?删除|已(?:被)?移除|无法找到|找不到|不见了|未找到|已下线|出错|失效)"
    r"|(?:页面|网页|文章|该信息|此信息|该内容|信息|文档|文件)(?:可能)?(?:不存在|已(?:经)?(?:被)?删除|已失效|未找到|无法找到|找不到了?|走丢了)"
    r"|(?:抱歉|对不起|很遗憾)[^。]{0,20}(?:不存在|已(?:被)?删除|找不到|未找到|无法访问)|404\s?(?:-|:|：)?\s?(?:not\s?found|错误|页面|error|file)|page\s?not\s?found|HTTP\s?(?:Status\s?)?404",
    re.IGNORECASE,
)
_SOFT_TITLE = re.compile(
    r"^(?:提示|提示信息|系统提示|错误|出错了?|错误页面?|error|页面不存在|页面找不到|not found|404.{0,20}|.{0,20}404)$",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"\d{1,4}\s{0,3}[;,]\s{0,3}url\s{0,3}=\s{0,3}['\"]?([^'\"\s>]{1,1500})", re.IGNORECASE)
# `location.href="/x/"`, `window.location = 'x.html'`, `top.location.replace("…")`
_LOCATION = re.compile(
    r"(?:window|self|top|parent|document)?\.?location(?:\.href)?\s{0,3}=\s{0,3}['\"]([^'\"\s]{1,1500})['\"]\s{0,3}(?![+.])"
    r"|location\.(?:replace|assign)\(\s{0,3}['\"]([^'\"\s]{1,1500})['\"]\s{0,3}\)"
)
_TEMPLATE = re.compile(
    r"\{\{[^{}]{1,80}\}\}|<\?=[^?]{1,80}\?>|\b(?:v-for|ms-repeat|ng-repeat|ms-for)=|<div[^>]{0,80}\bid=[\"'](?:app|root)[\"']"
)
# Data or frames that hold the list although the markup shows none (families F5, F6, F8, F16, F18).
_HELD_ELSEWHERE = re.compile(
    r"<datastore>|<recordset>|unitbuild\.js|_CONFIG\s{0,5}=|/module/web/jpage/|getPageInfoListNew", re.IGNORECASE
)
_OFFICE_MARKUP = re.compile(rb"urn:schemas-microsoft-com:office:(?:word|excel|office)", re.IGNORECASE)
_PLAIN_TEXT = etree.XPath(
    "//body//text()[not(ancestor::a or parent::script or parent::style or parent::noscript or parent::textarea)]",
    smart_strings=False,
)
_PUNCTUATION = re.compile(r"[，。；：、]")
_HANZI = re.compile(r"[\u4e00-\u9fff]")


def judge_page(page: Page, role: Role, *, row_title: str = "") -> PageVerdict:
    """What an answer is, and why, from what can be seen in it.

    ``role`` is what it was fetched as; ``row_title`` is the list's title for a detail page, against which the page
    is held. Verdicts of transport (too_large, robots, forbidden_address, and unreachable but for status 0) are
    the crawler's.
    """
    status = page.status
    if status == 304:
        return PageVerdict(Verdict.NOT_MODIFIED, "status 304")
    if status <= 0:
        return PageVerdict(Verdict.UNREACHABLE, "no answer")
    kind = media.sniff_type(page.body, page.headers.get("content-type"), page.final_url or page.url)
    markup = kind in (media.HTML, media.TEXT, media.XML, media.JSON, media.EMPTY)
    view = View(page)
    if markup and (why := _challenge(view, status)):
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


def _challenge(view: View, status: int) -> str:
    """Why an answer is a protection system's page, or "". A true 404 of a protected host must stay a 404."""
    headers, page = view.page.headers, view.page
    if status in _CHALLENGE_STATUS:
        return f"status {status}, as protection systems answer"
    if len(page.body) > 200_000:
        return ""
    silent = len(view.visible_text) < _SILENT
    script = _CHALLENGE_SCRIPT.search(view.text)
    if status in (404, 410) and not silent:
        return ""
    if "wzws-ray" in headers and silent and "<script" in view.text:
        return "header wzws-ray, a script and nothing else"
    words = _CHALLENGE_WORDS.search(view.visible_text[:_SMALL_TEXT]) or _CHALLENGE_WORDS.search(view.title)
    cookie = _CHALLENGE_COOKIE.search(headers.get("set-cookie", "")) if status in _REFUSED_STATUS else None
    mark = script or words or cookie
    if mark is None or _has_substance(view):
        return ""
    return f"status {status}, mark {mark.group()[:40]!r}, {len(view.visible_text)} characters of text"


def _has_substance(view: View) -> bool:
    """Whether a page carries a list or an article, whatever scripts stand in its head."""
    return len(view.visible_text) >= _SMALL_TEXT or _article_links(view) >= 3 or _prose(view) >= _SUBSTANCE


def _article_links(view: View) -> int:
    return sum(
        link.url is not None and (ARTICLE_URL.search(link.url) is not None or len(link.text) >= 12)
        and not is_navigation(link.text)
        for link in view.links[:300]
    )  # fmt: skip


def _prose(view: View) -> int:
    """Hanzi of running text: text outside links that carries Chinese punctuation or is long."""
    found = _PLAIN_TEXT(view.root)
    texts = [str(text) for text in found] if isinstance(found, list) else []
    return sum(
        len(_HANZI.findall(text)) for text in texts if len(text) > 15 and (len(text) > 40 or _PUNCTUATION.search(text))
    )


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
    return PageVerdict(Verdict.WRONG_TYPE, f"{kind} instead of a document")


def _claims_document(view: View) -> bool:
    headers = view.page.headers
    if "attachment" in headers.get("content-disposition", "").lower():
        return True
    declared = headers.get("content-type", "").lower()
    if declared and "html" not in declared and "text" not in declared:
        return True
    return re.search(r"downfile|file-download|download|attach", view.url, re.IGNORECASE) is not None


def _page(view: View, role: Role, kind: str, row_title: str) -> PageVerdict:
    if kind == media.JSON or view.text.lstrip()[:1] in ("{", "["):
        return _data(view)
    if target := _stub(view):
        return PageVerdict(Verdict.REDIRECT_STUB, f"a stub of {len(view.page.body)} bytes to {target[:200]}")
    shown = _share_of_title(view, row_title) if role is Role.DETAIL else 0.0
    if shown < _TITLE_SHOWN and (why := _soft_404(view, role)):
        return PageVerdict(Verdict.SOFT_404, why)
    if role is Role.DETAIL and row_title and shown < _TITLE_ABSENT and (why := _index(view)):
        return PageVerdict(Verdict.SOFT_404, f"{why} ({shown:.0%} of the row's title found)")
    if why := _shell(view, role):
        return PageVerdict(Verdict.SHELL, why)
    if shown < _TITLE_SHOWN and (why := _nothing(view, role)):
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
    if _SOFT_TITLE.match(view.title) and len(text) < _SMALL_TEXT and _article_links(view) < 3:
        return f"title {view.title!r}"
    match = _SOFT_404.search(text[:20_000])
    if match is None:
        return ""
    if _prose(view) >= _SUBSTANCE:
        return ""  # an article about missing pages
    if len(text) < 400 and _article_links(view) < 3:
        return f"says {match.group()!r}"
    # A site's furniture around the message: no running text but the message, and no rows.
    if role is Role.DETAIL or not find_groups(view):
        return f"says {match.group()!r} and nothing else"
    return ""


def _squeeze(text: str) -> str:
    return re.sub(r"[^\w]+", "", text)


def _share_of_title(view: View, row_title: str) -> float:
    """The share of a row's title, by pairs of characters, that stands on the page; 1 for a title too short to tell."""
    wanted = _squeeze(row_title)
    if len(wanted) < 6:
        return 1.0 if row_title else 0.0
    pairs = {wanted[index : index + 2] for index in range(len(wanted) - 1)}
    text = _squeeze(view.title + " " + view.visible_text[:60_000])
    return sum(pair in text for pair in pairs) / len(pairs)


def _index(view: View) -> str:
    """Why a page is an index and no article."""
    links, prose = _article_links(view), _prose(view)
    return f"an index of {links} links" if links >= 10 and prose < 400 else ""


def _shell(view: View, role: Role) -> str:
    """Why a page is a frame for a script to fill, or ""."""
    if next(view.root.iter("script"), None) is None or _HELD_ELSEWHERE.search(view.text):
        return ""
    size = len(view.visible_text.encode())
    if role is Role.LIST:
        if view.page.rendered and size >= SHELL_BYTES:
            return ""
        return "" if _lists_something(view) else f"{size} bytes of visible text, no list, scripts to fill it"
    small = size < SHELL_BYTES or _TEMPLATE.search(view.text) is not None
    if not small or _prose(view) >= 30 or _holds_something(view):
        return ""
    return f"{size} bytes of visible text, no article, filled by a script"


def _lists_something(view: View) -> bool:
    """Whether rows, data or a frame are there. Menus are links too, so the vote of the groups decides in doubt."""
    if sum(link.url is not None and ARTICLE_URL.search(link.url) is not None for link in view.links[:300]) >= 3:
        return True
    if next(view.root.iter("iframe", "frame"), None) is not None:
        return True
    return bool(find_groups(view)) or script_lists(view) is not None


def _nothing(view: View, role: Role) -> str:
    """Why a page that is neither shell nor message still holds nothing to be read."""
    size = len(view.visible_text)
    if size >= 100 or view.links or _HELD_ELSEWHERE.search(view.text):
        return ""
    if any(True for _ in view.root.iter("iframe", "frame")) or _prose(view) or _holds_something(view):
        return ""
    return "" if role is Role.LIST and script_lists(view) else f"{size} characters of text and no link"


def _holds_something(view: View) -> bool:
    """Whether a detail page without prose carries its document otherwise: pictures, frames, attachments, script."""
    for element in view.root.iter("iframe", "frame", "embed", "object"):
        if element.get("src") or element.get("data"):
            return True
    for image in view.root.iter("img"):
        if not re.search(r"logo|icon|banner|/images?/|ewm|qr|weixin|\.gif", image.get("src") or "logo", re.IGNORECASE):
            return True
    if any(media.suffix_of(link.url or "") in media.DOCUMENT_SUFFIXES for link in view.links):
        return True
    return re.search(r"data-value=|\.pdf['\"]|DETAIL", view.text) is not None or any(
        len(_HANZI.findall(text_of(node))) > 60 for node in view.root.iter("table")
    )

"""Is this answer a protection system's page? Such a page is recorded and left alone; nothing here gets around it."""

from __future__ import annotations

import re

from parsers.pages.evidence import SMALL_TEXT, SUBSTANCE, article_links, prose, unlinked_text
from parsers.pages.view import View

_SILENT = 50  # characters: a page that shows nothing
_MAX_BYTES = 200_000  # protection pages are small

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
    r"|(?:存在|疑似|带有|含有).{0,8}(?:攻击|威胁|恶意|不合法)(?:行为|请求|的?参数)?|环境异常|完成验证后"
    r"|(?:管理员|系统|网站)设置(?:了)?(?:的)?拦截|云堤|网站防火墙|云防护|web应用防火墙"
    r"|Just a moment|Checking your browser|Access Denied|Request blocked",
    re.IGNORECASE,
)
# Protected hosts set their cookies on every answer, so these count only with a status that real pages do not have.
_CHALLENGE_COOKIE = re.compile(r"FSSBB\w{4,30}[ST]=|__jsl_clearance|CT6TS?=|acw_tc=|wzws_cid|[A-Za-z0-9]{10,20}80[ST]=")
_REFUSED_STATUS = frozenset({202, 400, 403, 405})
_CHALLENGE_STATUS = frozenset({412, 521, 491})


def challenge(view: View, status: int) -> str:
    """Why an answer is a protection system's page, or "". A true 404 of a protected host must stay a 404."""
    headers, page = view.page.headers, view.page
    if status in _CHALLENGE_STATUS:
        return f"status {status}, as protection systems answer"
    if len(page.body) > _MAX_BYTES:
        return ""
    if len(view.visible_text) >= SMALL_TEXT:
        return ""  # too much for what such a page says
    silent = len(view.visible_text) < _SILENT
    script = _CHALLENGE_SCRIPT.search(view.text)
    if status in (404, 410) and not silent:
        return ""
    if "wzws-ray" in headers and silent and "<script" in view.text:
        return "header wzws-ray, a script and nothing else"
    words = _said(view)
    cookie = _CHALLENGE_COOKIE.search(headers.get("set-cookie", "")) if status in _REFUSED_STATUS else None
    mark = script or words or cookie
    if mark is None or _has_substance(view, spoken=mark is words):
        return ""
    return f"status {status}, mark {mark.group()[:40]!r}, {len(view.visible_text)} characters of text"


def _said(view: View) -> re.Match[str] | None:
    """Words of a protection system in the title or in what the page says itself: rows may be about such systems."""
    title = _CHALLENGE_WORDS.search(view.title)
    if title is not None or _CHALLENGE_WORDS.search(view.visible_text[:SMALL_TEXT]) is None:
        return title
    return _CHALLENGE_WORDS.search(unlinked_text(view)[:SMALL_TEXT])


def _has_substance(view: View, *, spoken: bool) -> bool:
    """Whether a page carries a list or an article, whatever scripts stand in its head.

    A page that says so itself is none for the links of help, service and news below its words.
    """
    if prose(view) >= SUBSTANCE:
        return True
    return not spoken and article_links(view) >= 3

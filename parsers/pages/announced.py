"""Links that a page announces as files: 附件：…, 点击下载, 报告.docx. Their addresses are servlets of any name.

What such an address answers is judged by its bytes; it is asked for only beside a text too short for a report, or where
the link's own words name a file.
"""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from parsers.pages.beside import FOLDER
from parsers.pages.media import DOCUMENT_SUFFIXES, suffix_of
from parsers.pages.rows import is_article
from parsers.pages.tree import attribute, joined_text, names_of, tag_text
from parsers.pages.urls import site_of
from parsers.pages.view import Element, View, clean

_SUFFIXES = "|".join(sorted(DOCUMENT_SUFFIXES))
_NAMES_FILE = re.compile(rf"[\w》）)”\]】]\s?\.(?:{_SUFFIXES})(?![A-Za-z\d.])", re.IGNORECASE)
_NUMBER = "[\\d一二三四五六七八九十]{0,3}"
_WHAT = "(?:附件|文件|文档|报告|全文|正文|原文|原件|PDF|WORD|DOCX?|OFD|WPS)"
# 点击下载, 本地下载, 下载附件2, 附件1, 全文下载, 附件1：报告; none: 下载中心, 软件下载, 表格下载, APP下载
_DOWNLOADS = re.compile(
    rf"\W{{0,3}}(?:(?:请?点击|点此|点这里|此处|立即|直接|在线|本地|普通|高速|免费)?{_WHAT}?{_NUMBER}(?:的|格式|版本?)?下载{_WHAT}?{_NUMBER}(?:地址|链接)?\d?"
    rf"|附件{_NUMBER}|附件{_NUMBER}\s?[:：.、].{{2,}})\W{{0,3}}",
    re.IGNORECASE,
)
# What may stand between these words and the link: a number, names of files before it
_ANNOUNCES = re.compile(
    rf"(?:(?:附\s?件|相关附件|相关文件){_NUMBER}(?:下载|列表|清单)?\s{{0,3}}(?:[:：【\[(（>》]|\d{{1,2}}\s?[.、．]|$)|附\s?[:：]"
    r"|下载(?:地址|链接)?\s?[:：]|全文(?:见|下载|如下)?\s?[:：])[^。；!?？]{0,120}$"
)
_HEADS = re.compile(
    rf"(?:附\s?件|相关附件|相关文件|文件下载|附件下载){_NUMBER}(?:列表|清单)?\s?(?:[:：]|$|\d)|附\s?[:：]"
)
_LISTED = re.compile(rf"\W{{0,3}}{_NUMBER}\W{{0,3}}")
BLOCK_NAME = re.compile(
    r"attach|annex|appendix|(?:^|[\W_])(?:fj|xgfj|tyxxy_fj|fujian|accessory|enclosure)(?:$|[\W_\d])", re.IGNORECASE
)
_OTHER = re.compile(r"APP|客户端|软件|浏览器|阅读器|插件|驱动|控件|reader|flash|扫码|二维码", re.IGNORECASE)
_HOLDERS = frozenset({"p", "li", "td", "th", "dd", "dt", "div", "section", "article", "body"})
_SERVLETS = frozenset({"", "jsp", "jspx", "do", "action", "aspx", "ashx", "asp", "php", "cgi", "vsb", "jhtml"})
_MOST_BEFORE = 12  # blocks between 附件： and its last file
_LONGEST = 150  # characters of a block that names a file


def is_announced_file(tag: Element, url: str, view: View, *, brief: bool) -> bool:
    """Does a page say that a link is a file, whatever its address? ``brief``: its text is too short for a report."""
    said = tag_text(tag) or attribute(tag, "title")
    if not _may_serve(url, view) or _OTHER.search(said):
        return False
    if any(_NAMES_FILE.search(words) for words in (said, attribute(tag, "title"))):
        return True
    return brief and (_DOWNLOADS.fullmatch(clean(said)) is not None or is_introduced(tag))


def is_introduced(tag: Element) -> bool:
    """Does a link stand behind 附件：, in its block or after others that name files, or in a block called so?"""
    if any(BLOCK_NAME.search(name) for node in islice(tag.iterancestors(), 3) for name in names_of(node)):
        return True
    block = next((node for node in tag.iterancestors() if node.tag in _HOLDERS), None)
    if block is None:
        return False
    before = clean(_text_before(block, tag))
    return _ANNOUNCES.search(before) is not None if not _LISTED.fullmatch(before) else _is_listed(block)


def _is_listed(block: Element) -> bool:
    """Does a block that only names a file follow a head 附件：, or others like it that do?"""
    for node in (block, *islice(block.iterancestors(), 3)):
        for before in islice(node.itersiblings("*", preceding=True), _MOST_BEFORE):
            words = joined_text(before)
            if _HEADS.match(words):
                return True
            if words and (len(words) > _LONGEST or next(before.iter("a"), None) is None):
                return False
        above = node.getparent()
        if above is not None and (words := clean(above.text or "")):
            return _HEADS.match(words) is not None
    return False


def _text_before(holder: Element, tag: Element) -> str:
    """What a block says before a link that stands in it."""
    said: list[str] = []
    node: Element | None = tag
    while node is not None and node is not holder:
        for before in node.itersiblings(preceding=True):
            said.append(before.tail or "")
            said.append(joined_text(before) if isinstance(before.tag, str) else "")
        node = node.getparent()
        said.append(node.text or "" if node is not None else "")
    return "".join(reversed(said))


def _may_serve(url: str, view: View) -> bool:
    """May an address hand out a file: no folder, no article, no page, nor another site's unless it is called so?"""
    parts = urlsplit(url)
    suffix = suffix_of(parts.path)
    if suffix in DOCUMENT_SUFFIXES:
        return True
    if is_article(url) or suffix not in _SERVLETS or (not parts.query and FOLDER.search(parts.path)):
        return False
    return site_of(url) == site_of(view.url) or re.search(r"down|file|attach", parts.path, re.IGNORECASE) is not None

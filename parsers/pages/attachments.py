"""Which files belong to an article, in all the shapes that portals hide them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from parsers.pages.announced import BLOCK_NAME, is_announced_file
from parsers.pages.body import ICON
from parsers.pages.media import DOCUMENT_SUFFIXES, name_in_url, repair_name, suffix_of
from parsers.pages.tree import Weights, attribute, inside, is_furniture, joined_text, names_of, tag_text
from parsers.pages.turning import opened_by
from parsers.pages.urls import join_url, same_document_key, site_of
from parsers.pages.view import Element, View, clean, quoted_path
from parsers.pages.viewers import files_of_scripts, pages_of_scripts, viewer_target
from parsers.records import Attachment

MAX_ATTACHMENTS = 100
_BRIEF = 1500  # characters of a text that may be a letter to its annex

# Paths of download servlets whose address need not carry a suffix.
_DOWNLOAD = re.compile(
    r"downfile\.jsp|file-download|/_content/download\.jsp|virtual_attach_file\.vsb|downloadztbattach|attachguid=|wbfileid=|/attachdir/"
    r"|/attachment/\d|/module/download/|downloadfile|/group\d/m\d\d/|DownloadAttach",
    re.IGNORECASE,
)
_SUFFIX = re.compile(rf"\.(?:{'|'.join(sorted(DOCUMENT_SUFFIXES))})", re.IGNORECASE)
_MARKED = ("appendix", "data-appendix", "needdownload", "data-attachname", "download")
_CONTEXT = re.compile(r"附\s{0,3}件|相关附件|附\s?[:：]|下载")
_GENERIC = re.compile(
    r"^[\[【(（]?(?:点击)?(?:附件)?(?:下载|查看|预览|打开|浏览)?(?:附件)?[\d一二三四五六七八九十]{0,2}(?:pdf|word|ofd|excel)?(?:版)?(?:下载|查看)?[\]】)）:：.]?$",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^附件\s?[\d一二三四五六七八九十]{0,2}\s?[:：.、]\s?(?=\S)")  # `附件1：统计表.xls`
_FILE_PARAM = re.compile(r"(?:src|filename|url)$", re.IGNORECASE)
# `downFile('/upload/2026/','a.docx')`
_FOLDER_AND_FILE = re.compile(rf"""['"]([^'"<>\s]{{0,300}}/)['"]\s?,\s?['"]([^'"<>/]{{1,200}}{_SUFFIX.pattern})['"]""")
_WIDGET = re.compile(
    r"weather|tianqi|map\.|bszs|conac|jiucuo|counter|tongji|baidu|search|login|share|player|footer|header|/top\.|/bottom\.|comment",
    re.IGNORECASE,
)


def find_attachments(
    weights: Weights, body: Element | None, heading: Element | None, view: View, *, images: bool
) -> tuple[Attachment, ...]:
    """The article's files, in order, each once. ``images`` adds the body's pictures (a report of page photographs)."""
    found: dict[str, Attachment] = {}
    for attachment in _all(weights, body, heading, view, images):
        key = same_document_key(attachment.url)
        known = found.get(key)
        if known is None or (not known.label and attachment.label):
            found[key] = attachment
        if len(found) >= MAX_ATTACHMENTS:
            break
    return tuple(found.values())


def _all(
    weights: Weights, body: Element | None, heading: Element | None, view: View, images: bool
) -> Iterator[Attachment]:
    in_body = inside(body)
    near = _neighbourhood(body, heading, weights)
    brief = body is None or weights.length.get(body, 0) <= _BRIEF
    if viewed := viewer_target(view.url):
        yield Attachment(viewed, name_in_url(viewed), "viewer")
    for tag in weights.tags:
        within = tag in in_body
        if tag.tag == "a":
            attachment = _anchor(tag, within, near, view, brief=brief)
        elif tag.tag in ("iframe", "frame", "embed", "object"):
            attachment = _frame(tag, within, body is None, view)
        elif within and images and tag.tag == "img":
            attachment = _image(tag, view)
        else:
            attachment = _valued(tag, view)
        if attachment is not None and attachment.url != view.url:
            yield attachment
    files = list(files_of_scripts(view))
    yield from files or (pages_of_scripts(view) if images else ())


def _neighbourhood(body: Element | None, heading: Element | None, weights: Weights) -> set[Element]:
    """Elements that may belong to the article although they stand outside its text: what holds it, up to three levels,
    and what follows it there; for a page without text, all that follows the heading."""
    if body is None:
        start = weights.order.get(heading, -1) if heading is not None else -1
        return set(weights.tags[start + 1 :])
    near: set[Element] = set()
    scope = body
    for _ in range(3):
        for sibling in scope.itersiblings("*"):
            near |= inside(sibling)
        parent = scope.getparent()
        if parent is None or parent.tag in ("body", "html"):
            break
        scope = parent
    return near | inside(scope) if scope.tag != "body" else near


def _anchor(tag: Element, within: bool, near: set[Element], view: View, *, brief: bool) -> Attachment | None:
    url = _target(tag, view)
    if url is None:
        return None
    viewed = viewer_target(url)
    url = viewed or url
    marked = any(name in tag.attrib for name in _MARKED)
    shaped = _names_file(url) or _DOWNLOAD.search(url) is not None
    beside = tag in near and not _in_furniture(tag)
    if shaped or marked:
        if not (within or marked or _announced(tag) or beside):
            return None
    elif not ((within or beside) and is_announced_file(tag, url, view, brief=brief)):
        return None
    if suffix_of(_path_and_values(url)) in ("exe", "apk", "msi"):
        return None
    return Attachment(url, _label(tag, url), "viewer" if viewed else "body" if within else "sibling")


def _target(tag: Element, view: View) -> str | None:
    href = attribute(tag, "href").strip()
    if href and (url := join_url(view.base, href)):
        return url
    handlers = (attribute(tag, "onclick"), href if href[:11].lower() == "javascript:" else "")
    path = next((path for handler in handlers if handler and (path := _handled_path(view, handler, tag))), None)
    for name in ("data-href", "data-url", "data-src", "data-file"):
        path = path or attribute(tag, name) or None
    return join_url(view.base, path) if path else None


def _handled_path(view: View, handler: str, tag: Element) -> str | None:
    """Where a handler leads, by the page's own functions; else the folder and the file, or the path, that it names."""
    if (path := opened_by(view, handler, tag)) is not None:
        return path
    if match := _FOLDER_AND_FILE.search(handler[:3000]):
        return match[1] + match[2]
    return quoted_path(handler)


def _names_file(url: str) -> bool:
    # A suffix stands in the address, or is escaped in it.
    return (_SUFFIX.search(url) is not None or "%" in url) and suffix_of(_path_and_values(url)) in DOCUMENT_SUFFIXES


def _path_and_values(url: str) -> str:
    """The path, or the query value that names a file (`downfile.jsp?classid=0&filename=<hex>.pdf`)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if suffix_of(parts.path) in DOCUMENT_SUFFIXES:
        return parts.path
    for _, value in parse_qsl(parts.query)[:30]:
        if suffix_of(value) in DOCUMENT_SUFFIXES:
            return value
    return parts.path


def _announced(tag: Element) -> bool:
    """Whether a link stands in a block of attachments, by the block's name or the word 附件 just before it."""
    for ancestor in islice(tag.iterancestors(), 5):
        if ancestor.tag in ("body", "html"):
            return False
        if any(BLOCK_NAME.search(name) for name in names_of(ancestor)):
            return True
        text = joined_text(ancestor)[:400]
        if len(text) < 300 and _CONTEXT.search(text):
            return not _in_furniture(tag)
    return False


def _in_furniture(tag: Element) -> bool:
    return any(is_furniture(ancestor) for ancestor in islice(tag.iterancestors(), 8) if ancestor.tag != "form")


def _label(tag: Element, url: str) -> str:
    """The name a reader sees; where that is 附件下载 or nothing, the name in attributes, in the address."""
    text = tag_text(tag)
    for name in (
        text,
        attribute(tag, "title"),
        attribute(tag, "download"),
        attribute(tag, "data-attachname"),
        name_in_url(url),
    ):
        repaired = repair_name(clean(name)) if name else ""
        repaired = _PREFIX.sub("", repaired)
        if repaired and not _GENERIC.match(repaired) and repaired.lower() not in ("true", "false"):
            return repaired
    return repair_name(text)


def _frame(tag: Element, within: bool, bodiless: bool, view: View) -> Attachment | None:
    source = attribute(tag, "src") or attribute(tag, "data")
    if not source:
        named = (param for param in tag.iterdescendants("param") if _FILE_PARAM.match(attribute(param, "name")))
        source = next((attribute(param, "value") for param in named), "")
    url = join_url(view.base, source) if source else None
    if url is None:
        return None
    if viewed := viewer_target(url):
        return Attachment(viewed, name_in_url(viewed), "viewer")
    if _names_file(url) or _DOWNLOAD.search(url):
        return Attachment(url, name_in_url(url), "frame")
    if (within or bodiless) and site_of(url) == site_of(view.url) and not _WIDGET.search(url):
        return Attachment(url, attribute(tag, "title") or "", "frame")
    return None


def _valued(tag: Element, view: View) -> Attachment | None:
    if not tag.keys():
        return None
    for name in ("data-value", "data-file", "data-pdf", "data-url", "data-src"):
        value = attribute(tag, name)
        if value and suffix_of(value) in DOCUMENT_SUFFIXES and (url := join_url(view.base, value)):
            return Attachment(viewer_target(url) or url, name_in_url(url), "viewer")
    return None


def _image(tag: Element, view: View) -> Attachment | None:
    source = (
        attribute(tag, "oldsrc")
        or attribute(tag, "data-src")
        or attribute(tag, "data-original")
        or attribute(tag, "src")
    )
    url = join_url(view.base, source) if source else None
    if url is None or ICON.search(url) or _small(tag):
        return None
    return Attachment(url, repair_name(attribute(tag, "alt") or attribute(tag, "title")) or name_in_url(url), "body")


def _small(tag: Element) -> bool:
    for name in ("width", "height"):
        match = re.match(r"\d{1,5}", attribute(tag, name))
        if match and int(match.group()) < 100:
            return True
    return False

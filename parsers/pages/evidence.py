"""What can be counted on a page before it is parsed: running text, links to articles, the row's title."""

from __future__ import annotations

import re

from lxml import etree

from parsers.pages import media
from parsers.pages.announced import is_announced_file
from parsers.pages.bodies import bodies_listed
from parsers.pages.families.frames import list_frames
from parsers.pages.rows import ARTICLE_URL, find_groups
from parsers.pages.scripted import lists_of_scripts
from parsers.pages.titles import is_navigation
from parsers.pages.view import View, text_of
from parsers.pages.viewers import pages_of_scripts, viewer_target

SUBSTANCE = 150  # Hanzi of running text: an article, and no message
SMALL_TEXT = 1200  # characters: a page of one message, even with a site's furniture around it
_MAX_LINKS = 300  # that are counted

_TEMPLATE = re.compile(
    r"\{\{[^{}]{1,80}\}\}|<\?=[^?]{1,80}\?>|\b(?:v-for|ms-repeat|ng-repeat|ms-for)=|<div[^>]{0,80}\bid=[\"'](?:app|root)[\"']"
)
# Data or frames that hold the list although the markup shows none (families F5, F6, F8, F16, F18).
_HELD_ELSEWHERE = re.compile(
    r"<datastore>|<recordset>|unitbuild\.js|_CONFIG\s{0,5}=|/module/web/jpage/|getPageInfoListNew", re.IGNORECASE
)
_PLAIN_TEXT = etree.XPath(
    "//body//text()[not(ancestor::a or parent::script or parent::style or parent::noscript or parent::textarea)]",
    smart_strings=False,
)
_PUNCTUATION = re.compile(r"[，。；：、]")
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_DECORATION = re.compile(r"logo|icon|banner|/images?/|ewm|qr|weixin|\.gif", re.IGNORECASE)
_NAMED_DOCUMENT = re.compile(r"data-value=|\.(?:pdf|docx?|wps|ofd)['\"]|DETAIL")


def article_links(view: View) -> int:
    """How many links look like articles, by address or by the length of their text."""
    return sum(
        link.url is not None and (ARTICLE_URL.search(link.url) is not None or len(link.text) >= 12)
        and not is_navigation(link.text)
        for link in view.links[:_MAX_LINKS]
    )  # fmt: skip


def prose(view: View) -> int:
    """Hanzi of running text: text outside links that carries Chinese punctuation or is long."""
    found = _PLAIN_TEXT(view.root)
    texts = [str(text) for text in found] if isinstance(found, list) else []
    return sum(
        len(_HANZI.findall(text)) for text in texts if len(text) > 15 and (len(text) > 40 or _PUNCTUATION.search(text))
    )


def unlinked_text(view: View) -> str:
    """What a page says itself: its text outside links and scripts."""
    found = _PLAIN_TEXT(view.root)
    return " ".join(str(text).strip() for text in found) if isinstance(found, list) else ""


def _squeeze(text: str) -> str:
    return re.sub(r"[^\w]+", "", text)


def share_of_title(view: View, row_title: str) -> float:
    """The share of a row's title, by pairs of characters, that stands on the page; 1 for a title too short to tell."""
    return _share(row_title, f"{view.title} {view.visible_text[:60_000]}")


def said_of_title(view: View, row_title: str) -> float:
    """Likewise of what the page says itself, outside links: a list only leads to the paper."""
    return _share(row_title, f"{view.title} {unlinked_text(view)[:60_000]}")


def _share(row_title: str, said: str) -> float:
    wanted = _squeeze(row_title)
    if len(wanted) < 6:
        return 1.0 if row_title else 0.0
    pairs = {wanted[index : index + 2] for index in range(len(wanted) - 1)}
    text = _squeeze(said)
    return sum(pair in text for pair in pairs) / len(pairs)


def lists_something(view: View) -> bool:
    """Whether rows, data or a frame are there. Menus are links too, so the vote of the groups decides in doubt."""
    if find_groups(view) or list_frames(view) or lists_of_scripts(view) is not None or bodies_listed(view):
        return True
    return (
        sum(link.url is not None and ARTICLE_URL.search(link.url) is not None for link in view.links[:_MAX_LINKS]) >= 3
    )


def holds_something(view: View) -> bool:
    """Whether a detail page without prose carries its document otherwise: pictures, frames, attachments, script."""
    for element in view.root.iter("iframe", "frame", "embed", "object"):
        if element.get("src") or element.get("data"):
            return True
    for image in view.root.iter("img"):
        if not _DECORATION.search(image.get("src") or "logo"):
            return True
    leading = [(link, link.url) for link in view.links if link.url is not None]
    if any(media.suffix_of(url) in media.DOCUMENT_SUFFIXES for _, url in leading):
        return True
    if any(is_announced_file(link.element, url, view, brief=True) for link, url in leading[:_MAX_LINKS]):
        return True
    if _NAMED_DOCUMENT.search(view.text) or viewer_target(view.url) or pages_of_scripts(view):
        return True
    return any(len(_HANZI.findall(text_of(node))) > 60 for node in list(view.root.iter("table"))[:20])


def held_elsewhere(view: View) -> bool:
    """Whether the markup is a frame around data of a known transport (families F5, F6, F8, F14)."""
    return _HELD_ELSEWHERE.search(view.text) is not None


def is_template(view: View) -> bool:
    """Whether a script's placeholders stand on the page unfilled."""
    return _TEMPLATE.search(view.text) is not None

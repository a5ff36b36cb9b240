"""Is the list of a page another one than the rows that stand in it? Boxes that a script fills, frames, tabs.

A page that loads its list shows other boxes in its markup, and a column of several shows one at a time: such rows are
dated and whole, and not those that were watched for.
"""

from __future__ import annotations

import re
from itertools import islice

from parsers.pages.appended import appended_to
from parsers.pages.beside import PLACE
from parsers.pages.controls import is_hidden
from parsers.pages.face import own_names
from parsers.pages.pager import CURRENT_CLASS
from parsers.pages.paging import not_here
from parsers.pages.places import is_furniture
from parsers.pages.rows import ARTICLE_URL, find_groups
from parsers.pages.said import May
from parsers.pages.scripts import given_to, plain_script
from parsers.pages.unfilled import waits_for_script
from parsers.pages.urls import join_url, site_of
from parsers.pages.view import Element, Link, View, text_of
from parsers.pages.words import class_and_id

_UP_TO_ITEM = 4  # elements between a link and its item of a list
_MOST_BESIDE = 20  # other links of that list that are looked at

# What pages load besides their list: their head, their foot, counters.
FURNITURE = re.compile(
    r"head|foot|top|bottom|nav|menu|banner|logo|search|login|user|share|weather|tianqi|map|bszs|conac|jiucuo|count|tongji"
    r"|\bstat\b|baidu|common|include|copyright|link|left|right|side|date|calendar|visit|video|player|chat|robot|hits?\b",
    re.IGNORECASE,
)
_LISTY = re.compile(r"list|news|data|result|content|article|info|col", re.IGNORECASE)
# `$("#list").load("/api/list.html")`
_LOAD = re.compile(r"\$\(\s{0,3}[\"']([^\"']{1,60})[\"']\s{0,3}\)\.load\(\s{0,3}[\"']([^\"']{1,200})[\"']")
# `document.getElementById("f").src = "/list?cid=9"`
_FRAME_SRC = re.compile(r"\.src\s{0,3}=\s{0,3}[\"']([^\"']{1,200})[\"']|\.attr\(\s{0,3}[\"']src[\"']\s{0,3},")
# `<li v-for="item in newsList">`
_FOR = re.compile(r"\sin\s{1,3}[\w.$]{0,40}(?:list|news|rows|data|article|items|infos?)\b", re.IGNORECASE)
_FOR_NAMES = ("v-for", "ng-repeat", "data-ng-repeat", "wx:for")
_APP_LIST = re.compile(r"[a-z]\w{0,20}-(?:\w{1,20}-)?(?:list|news|table|articles?|content)", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:暂无|暂时没有|没有(?:找到|查询到)?)(?:相关|任何)?(?:数据|信息|内容|记录|文件|文章|公开内容)[。！!~]?"
)
# Around the name of the box of a pager: `Ls.pagination("#box"`, `createPageHTML('box'`, `laypage.render({elem: 'box'`
_PAGER_OF = re.compile(
    r"(?:pagin|pager|laypage|createpage|fenye)\w{0,20}(?:\.\w{1,20})?\s?\(\s{0,20}(?:\{[^{};]{0,80})?$",
    re.IGNORECASE,
)
_OF_PAGER = re.compile(r"\s{0,3}\)\.\w{0,20}(?:pagin|pager|fenye)\w{0,20}\(", re.IGNORECASE)  # `$("#box").pagination(`
# What a call asks for rows: `url: '/api'`, `dataSource: x`, `ajax: {`, `$.get(`, `'/gkml/list.do'`, `listUrl`
_FETCHES = re.compile(
    r"\b\w{0,20}(?:url|ajax|datasource|api)\w{0,10}\b|\$\.(?:get|post)|\.load\(|\baxios|\bfetch\(|xmlhttprequest"
    r"|[\"'](?:https?:)?\.{0,2}/[\w./-]{1,200}(?:\?[^\"'<>]{0,100})?[\"']"
    r"|[\"'][\w./-]{0,100}(?:\.(?:do|action|json|jspx?|aspx?|ashx|php)|\w\?\w{1,20}=)[^\"'<>]{0,100}[\"']"
    r"|\b(?:src|path|service|remote)[\"']?\s?:\s?[\"'][\w-]{1,40}/",
    re.IGNORECASE,
)
# How a pager names pages, and goes to one: `'/c1/list', 'html'`, `'list_{page}.html'`, `hrefFormer: '/c1/list'`,
# `location.href = "?page=" + n`
_GOES = re.compile(
    r"[\"'][\w./-]{1,200}[\"']\s{0,3},\s{0,3}(?=[\"']\.?s?html?[\"'])"
    r"|(?:\b\w{1,20}[\"']?\s{0,3}:\s{0,3})?[\"'][\w./-]{0,100}[_-](?:\{\w{1,10}\}|__\w{1,10}__)\.s?html?[\"']"
    r"|\bhref(?:Former|Latter)[\"']?\s{0,3}:\s{0,3}[\"'][^\"'\n]{0,200}[\"']"
    r"|\blocation(?:\.href)?\s{0,3}=(?!=)[^;}]{0,200}|\blocation\.(?:assign|replace)\([^;}]{0,200}",
    re.IGNORECASE,
)
_BOXES = ("ul", "ol", "div", "tbody", "dl", "section")
# What a tab or a menu's entry calls the column of the reports.
_REPORTS = re.compile(
    r"(?:法治政府(?:建设)?|依法行政)?(?:工作)?(?:情况)?年度(?:工作)?(?:情况)?(?:报告|总结)|(?:法治政府建设|依法行政)(?:工作)?(?:情况)?的?(?:年报|报告)|年报"
)
# In a small menu of a column of ours these are its reports, too; elsewhere 工作报告 is the government's yearly one.
_BARE_REPORTS = re.compile(r"[\W_]*(?:工作|情况|总结|年度)*(?:报告|总结)[\W_]*")
_OURS = re.compile(r"法[治制]政府|依法行政|法治建设|依法治[省市县区州旗]")
_OTHER_MATTERS = re.compile(r"规划|计划|财政|预算|决算|人事|机构|采购|统计|应急|政府会议|政府工作")
_SMALL_MENU = 200  # characters
# The entries beside 年报 in the menu of 政府信息公开, whose report it is.
_DISCLOSURE = re.compile(r"公开(?:指南|制度|规定|年报)|依申请公开|法定主动公开")
_STEPS = re.compile(r".{0,12}首页.{0,60}[>＞›»→]")  # 首页 > 法治政府建设年度报告 > 2025年
_SAYING = frozenset({"p", "div", "li", "td", "span", "h3", "dd"})
_TAB_TAGS = ("a", "li", "span", "button", "div")
_TAB = 12  # characters of a tab
_MOST = 20_000
_MOST_ENTRIES = 80
_MOST_SELECTS = 10


def loaded_elsewhere(view: View) -> str:
    """What says that the page's list is not in its markup, whatever rows stand there; "" for nothing."""
    why = _framed(view) or ("" if view.page.rendered else _loaded(view) or _to_be_filled(view)) or _said_empty(view)
    if not why and (box := waits_for_script(view)):
        return f"an empty box where the list should be: {box}"
    return why


def _framed(view: View) -> str:
    groups = find_groups(view)
    rows = {member.row for member in groups[0].members} if groups else set()
    for frame in view.root.iter("iframe", "frame"):
        src = frame.get("src") or ""
        url = join_url(view.base, src) if src else None
        name = f"{src} {frame.get('id') or ''} {frame.get('name') or ''} {frame.get('class') or ''}"
        if (
            is_hidden(frame)
            or FURNITURE.search(name)
            or _is_small(frame)
            or any(n in rows for n in frame.iterancestors())
        ):
            continue
        if url is not None and (site_of(url) == site_of(view.url) or _LISTY.search(url)) and not_here(view, url):
            return f"a frame of {url}"
        if (not src or src == "about:blank") and (set_to := _FRAME_SRC.search(plain_script(view))):
            return f"a frame whose address a script sets: {set_to[1] or ''}".rstrip(": ")
    return ""


def _is_small(frame: Element) -> bool:
    """Is a frame, by its own measures, too small for a list?"""
    return any(
        (frame.get(side) or "").strip().removesuffix("px") in {str(n) for n in range(100)}
        for side in ("width", "height")
    )


def _loaded(view: View) -> str:
    groups = find_groups(view)
    if why := appended_to(view, groups[0] if groups else None):
        return why
    script = plain_script(view)
    for match in islice(_LOAD.finditer(script), 20) if ".load(" in script else ():
        if not FURNITURE.search(f"{match[1]} {match[2]}"):
            return f"a script that loads {match[2]} into {match[1]}"
    repeats = not view.attributes.isdisjoint(_FOR_NAMES)
    drawn = repeats or any("-" in tag and _APP_LIST.fullmatch(tag) for tag in view.tags)
    for element in islice(view.elements, _MOST) if drawn else ():
        if "-" in element.tag and _APP_LIST.fullmatch(str(element.tag)):
            return f"element {element.tag}, which a script draws"
        repeat = next((value for name in _FOR_NAMES if (value := element.get(name))), "") if repeats else ""
        if repeat and _FOR.search(repeat) and not _is_furniture(element):
            return f"rows of a script's template ({repeat})"
    return ""


def _is_furniture(element: Element) -> bool:
    around = islice((element, *element.iterancestors()), 4)
    return any(FURNITURE.search(f"{class_and_id(node)} {node.tag}") for node in around)


def _to_be_filled(view: View) -> str:
    """An empty box with the name of a list, which a script of the page names too."""
    script = ""
    for box in view.root.iter(*_BOXES):
        name = box.get("id") or ""
        if not name or len(box) or not _LISTY.search(name) or FURNITURE.search(name) or (box.text or "").strip():
            continue
        script = script or plain_script(view) or " "
        named = re.finditer(rf"(?:[\"']#?|#){re.escape(name)}[\"']", script)
        if any(not _is_of_pager(script, *mention.span()) for mention in named) and not is_hidden(box):
            return f"an empty box that a script fills: {name}"
    return ""


def _is_of_pager(script: str, start: int, end: int) -> bool:
    """Does a script name a box where it has the pager written, and no rows that it asks for?"""
    before, after = _PAGER_OF.search(script, max(0, start - 140), start), _OF_PAGER.match(script, end)
    if after is not None:
        return not _asks_for_rows(script, after.end() - 1)
    return before is not None and not _asks_for_rows(script, script.index("(", before.start()))


def _asks_for_rows(script: str, opening: int) -> bool:
    """Does a call whose bracket opens there carry an address, by itself or in a variable that the script sets?"""
    return any(_FETCHES.search(_GOES.sub(" ", text)) for text in given_to(script, opening + 1))


def _said_empty(view: View) -> str:
    """暂无数据, where a list would stand: the rows of the page are of another box."""
    said = view.visible_text or view.text
    if "无" not in said and "没有" not in said:
        return ""
    for element, text, _, _ in view.words.pieces:
        if len(text) >= 40 or ("无" not in text and "没有" not in text) or element.tag not in _SAYING:
            continue
        if text == element.text and _EMPTY.fullmatch("".join(text.split())) and not is_hidden(element):
            return f"the page says {text.strip()}"
    return ""


def reports_kept_beside(view: View) -> str:
    """A tab or an entry of the page's own menu that is called 年度报告, and is not the list shown; "" for none."""
    inside = {member.row for group in find_groups(view) for member in group.members}
    for element, words in view.saying[May.REPORTS]:
        if element.tag not in _TAB_TAGS:
            continue
        first = element.text if not len(element) else element.text or element[0].text
        if len(element) > 2 or not first or len(first) > 40:
            continue
        said = "".join(words.split())
        plain = _REPORTS.fullmatch(said) is not None
        if not (plain or _BARE_REPORTS.fullmatch(said)) or any(
            node in inside for node in (element, *element.iterancestors())
        ):
            continue
        entry = _entry(element)
        menu = entry.getparent()
        if _is_current(element) or _is_current(entry) or menu is None or is_hidden(element) or _is_path(menu):
            continue
        if not (plain or _is_of_ours(view, menu)):
            continue
        if _leads_on(view, element, view.anchors.get(element), menu) and not _DISCLOSURE.search(text_of(menu)[:2000]):
            return f"{said}, which is shown elsewhere"
    return _kind_to_choose(view)


def _is_of_ours(view: View, menu: Element) -> bool:
    """Is a menu a small one, of a column on our subject by the menu's own words or the page's place?"""
    said = text_of(menu)
    if len(said) > _SMALL_MENU or _OTHER_MATTERS.search(said):
        return False
    if _OURS.search(said):
        return True
    paths, names = own_names(view)
    return any(map(_OURS.search, (view.title, *paths, *names)))


def _kind_to_choose(view: View) -> str:
    """年度报告 among the kinds that a select of the list offers, and that is not the one shown; "" for none."""
    for select in islice(view.root.iter("select"), _MOST_SELECTS):
        options = [
            (option, "".join(text_of(option).split())) for option in islice(select.iter("option"), _MOST_ENTRIES)
        ]
        shown = next((option for option, _ in options if option.get("selected") is not None), None)
        if len(options) < 2 or is_furniture(select) or _is_furniture(select) or is_hidden(select):
            continue
        for option, said in options:
            if option is not shown and _REPORTS.fullmatch(said) and not _leads_away(option):
                return f"{said}, which may be chosen"
    return ""


def _leads_away(option: Element) -> bool:
    """Does an option open an address of its own, as menus of links do?"""
    return "/" in (option.get("value") or "")


def _entry(element: Element) -> Element:
    """The entry of a menu that an element makes: it, or the li around it."""
    above = element.getparent()
    return above if above is not None and above.tag in ("li", "dd", "td") and len(above) == 1 else element


def _is_path(menu: Element) -> bool:
    """Is it no menu, but the page's place in the site, whose steps lead up from it?"""
    names = (class_and_id(node) for node in islice((menu, *menu.iterancestors()), 2))
    return any(map(PLACE.search, names)) or _STEPS.match(text_of(menu)[:200]) is not None


def _is_current(element: Element) -> bool:
    return CURRENT_CLASS.search(element.get("class") or "") is not None


def _leads_on(view: View, element: Element, link: Link | None, menu: Element) -> bool:
    """Does an entry show another list: by a script, beside the tab of this one, or as its neighbour in a menu?"""
    others = {node for node in islice(menu.iter(*_TAB_TAGS), _MOST_ENTRIES) if node is not element}
    if link is not None and link.url is not None:
        here = (other.url for other in view.links if other.element in others and other.url is not None)
        return not_here(view, link.url) is not None and any(not_here(view, url) is None for url in here)
    acts = link is not None and bool(link.href) and (link.href == "#" or link.href[:11].lower() == "javascript:")
    acts = acts or any(str(name).startswith("data-") or name in ("onclick", "@click") for name in element.attrib)
    if not acts and link is None and element.tag in ("li", "span"):  # a script may find it by its place
        acts = sum(other.tag == element.tag and 1 < len(text_of(other)) <= _TAB for other in menu) > 1
    return acts and any(_is_current(other) for other in others)


def is_item_elsewhere(view: View, link: Link) -> bool:
    """Does a link to another site stand in a list between articles of this one: 点击查看, which opens 微信?"""
    item = next(
        (node for node in islice(link.element.iterancestors(), _UP_TO_ITEM) if node.tag in ("li", "tr", "dd")), None
    )
    around = item.getparent() if item is not None else None
    if item is None or around is None or site_of(link.url or "") == site_of(view.url) or is_furniture(link.element):
        return False
    anchors = islice((anchor for other in around if other is not item for anchor in other.iter("a")), _MOST_BESIDE)
    beside = (view.anchors.get(anchor) for anchor in anchors)
    alone = sum(1 for _ in islice(item.iter("a"), 2)) == 1
    return alone and any(other is not None and ARTICLE_URL.search(other.url or "") for other in beside)

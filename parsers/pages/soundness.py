"""May the rows of a page be believed? Titles that cannot be read, rows that no reader sees, columns that are given up.

A list of such rows proves no absence, however many it holds: the report may be the row whose title is `????`, and a
column that says 本栏目已停止更新 shows what was there once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from parsers.decoding import common_share
from parsers.pages.controls import is_hidden
from parsers.pages.dates import read_date
from parsers.pages.groups import Group
from parsers.pages.notes import Note, codes
from parsers.pages.notices import GATE, TO_NEW, speaks_of_time
from parsers.pages.rows import ARTICLE_URL, find_groups
from parsers.pages.titles import is_navigation
from parsers.pages.view import Element, View, clean, text_of
from parsers.records import Listing, Row

_FEW = 3
_LOST = re.compile("[\ufffd□■◇\ue000-\uf8ff]|[?？]{2,}|&#\\d{2,6};?")  # characters that stand for lost ones
_LATIN = re.compile(
    r"[\u00a1-\u00ff\u0152-\u0178\u02c6\u02dc\u201a\u201e\u20ac\u2122]"
)  # UTF-8 read as Latin-1: `é\x9d\x92å²`
_PLACEHOLDER = re.compile(
    r"\{\{.{0,80}\}\}|\$\{.{0,80}\}|<[%?]=?.{0,80}[%?]>|\[!--.{1,40}--\]|undefined|null|NaN", re.IGNORECASE
)
_SAYS = re.compile(r"[\u3400-\u9fff\uf900-\ufaffA-Za-z]")
_SOUND = re.compile(
    r"[\d\s（）()《》“”、，。：:—-]*[\u3400-\u9fff][\u3400-\u9fff\d\s（）()《》“”、，。：:—-]*"
)  # most titles
_STRANGE = 0.35  # share of common characters in the titles of a list; those of a wrong encoding have less
_ENOUGH = 40  # characters of titles, to judge by
_MOST_LINKS = 400

# What may end: this column or site, which the words name as theirs (`本`) or by its kind alone; and what others also
# have (`县政务服务平台`), if nothing stands before it that would make it another's.
_HAN = "[\u3400-\u9fff]"
_SUBJECT = (
    r"(?:[本该此](?:栏目|专栏|频道|版块|板块|页面|网页|网站|站点|目录|平台|专题|系统|站|网)|旧版|老版|原站|栏目|专栏|频道|网站|站点"
    rf"|(?<!{_HAN})(?:版块|板块|页面|网页|目录|平台|专题|系统))"
)
_WORK = "(?:调整|改版|升级|维护|建设|整合|迁移|改造){1,3}"
_GATE = re.compile(
    r"停止|不再|暂停|停更|停用|迁|搬|移至|移到|整合|合并|并入|调整|关停|下线|关闭|归档|撤销|改版|升级|维护|新版|建设中"
)
# 本栏目已停止更新；该栏目已迁移至…；栏目调整中；最新内容请访问新版网站. No notice: 网站维护，电话…; 请前往新版APP
_GIVEN_UP = re.compile(
    rf"{_SUBJECT}[^。；;\n]{{0,25}}?(?:停止(?:更新|维护|服务|使用|运行|运维)|不再(?:更新|维护|发布)|暂停(?:更新|服务|访问|发布)"
    r"|停更(?!预警|提醒|监测|检查|率|问题)|停用|已(?:经)?(?:关停|下线|关闭|归档|撤销|作废)(?!的|历史|往年|信息|文件|资料))"
    rf"|{_SUBJECT}[^。；;\n]{{0,20}}?(?:迁移|搬迁|搬家|转移|迁|移|调整|整合|合并|归并)(?:至|到|入)|{_SUBJECT}[^。；;\n]{{0,12}}?并入"
    rf"|[本该此]?(?:栏目|网站|目录|页面|平台|频道)(?:内容)?(?:(?:正在|现正|处于)(?:进行)?{_WORK}|{_WORK}(?:中(?![心的])|期间))"
    rf"|(?<!{_HAN})[本该此]?(?:栏目|网站|目录|页面|平台|频道)(?:内容)?{_WORK}(?:，|。|！|$)"
    r"|(?:(?:最新|新增|后续|今后|以后|年之?后)(?:的)?(?:内容|信息|文件|报告|动态)?|更多(?:内容|信息|文件|报告|动态))[^。；;\n]{0,10}(?:请|可)(?:您)?"
    r"(?:访问|浏览|查看|移步|前往|登录|到|至|在)[^。；;\n]{0,20}(?:新版|新网站|新栏目|新平台|新专栏|新址)"
    r"(?![^。；;\n]{0,15}(?:APP|客户端|小程序|公众号))",
    re.IGNORECASE,
)
# Below the list stands the site's own furniture: there only what speaks of this column or site in plain words counts.
_PLAINLY = re.compile(r"[本该此]|最新|新增|后续|今后|以后|年")
_OWN = re.compile(r"^[\s【\[]*(?:本|该|此|原|旧版|老版|最新|栏目|网站|点击)")
_PIECE = 80  # characters of a notice that are quoted


def with_soundness(listing: Listing, view: View) -> Listing:
    """The listing without the rows that nobody can read, and with notes of what keeps it from being believed."""
    rows = tuple(row for row in listing.rows if not is_unreadable(row.title))
    if not _make_sense(rows):
        rows = ()
    notes = list(listing.notes)
    if len(rows) < len(listing.rows):
        lost = len(listing.rows) - len(rows)
        notes.append(Note.UNREADABLE_TITLES.of(f"{lost} of {len(listing.rows)} rows"))
    if not view.is_data:
        notes += _seen_in_markup(view, rows, listing.notes)
    return replace(listing, rows=rows, notes=tuple(notes)) if len(notes) > len(listing.notes) else listing


def is_unreadable(title: str) -> bool:
    """Has a title lost its words: `????`, □□□, UTF-8 read as Latin-1, a script's placeholder, a bare number?"""
    if _SOUND.fullmatch(title):
        return False
    text = "".join(title.split())
    if not _SAYS.search(_PLACEHOLDER.sub("", text)):
        return True
    lost = sum(len(match[0]) for match in _LOST.finditer(text))
    return lost * 4 >= len(text) or (lost > 2 and lost * 6 >= len(text)) or len(_LATIN.findall(text)) * 3 >= len(text)


def _make_sense(rows: Sequence[Row]) -> bool:
    """Are the titles together Chinese as officials write it, and not that of a wrong encoding (闈掑矚鍘)?"""
    text = "".join(row.title for row in rows)
    return len(text) < _ENOUGH or text.isascii() or common_share(text) >= _STRANGE


def _seen_in_markup(view: View, rows: Sequence[Row], listing_notes: tuple[str, ...]) -> Iterator[str]:
    groups = find_groups(view)
    elements = {member.row for group in groups for member in group.members}
    if silent := _silent_rows(view, groups, elements, {row.url for row in rows}):
        yield Note.UNREADABLE_TITLES.of(f"{silent} rows show no words (pictures or empty links)")
    if Note.DISPLAY_PAGES not in codes(listing_notes) and (why := _hidden_rows(view, groups, rows)):
        yield Note.HIDDEN_ROWS.of(why)
    if neighbours := _neighbours(view):
        yield Note.AN_ARTICLE.of(f"the page names its neighbours ({neighbours}), as an article does and no list")
    if notice := _notice(view, elements, groups[0].members[-1].row if groups else None, rows):
        yield Note.GIVEN_UP.of(notice)


# --- rows without words ----------------------------------------------------------------------------------------


def _silent_rows(view: View, groups: Sequence[Group], elements: set[Element], known: set[str]) -> int:
    """Rows of the list that lead to an article and say nothing: pictures without a name, empty links."""
    unnamed = (link for link in view.links if link.url is not None and not link.text and not link.tip)
    blank = [link for link in islice(unnamed, _MOST_LINKS) if not _PLACEHOLDER.search(link.href)]
    if not blank:
        return 0
    told = {link.url for link in view.links if len(link.text or link.tip) >= 4 and not is_navigation(link.text)} | known
    blank = [link for link in blank if link.url not in told and not is_hidden(link.element)]
    if groups:
        lists = {row.getparent() for row in (member.row for member in groups[0].members)}
        return len({link.url for link in blank if _row_of(link.element, lists) is not None})
    dated = [link for link in blank if ARTICLE_URL.search(link.url or "") and _is_dated(link.element)]
    return len({link.url for link in dated}) if len(dated) >= _FEW else 0


def _row_of(element: Element, lists: set[Element | None]) -> Element | None:
    """The child of one of the lists that holds an element, if it shows no words but a date."""
    for node in (element, *islice(element.iterancestors(), 4)):
        if node.getparent() in lists:
            text = text_of(node)
            return node if not text or (len(text) <= 24 and read_date(text) is not None) else None
    return None


def _is_dated(element: Element) -> bool:
    row = next(element.iterancestors("li", "tr", "dd", "p", "div"), None)
    text = text_of(row) if row is not None else ""
    return len(text) <= 24 and read_date(text) is not None


# --- rows that no reader sees ----------------------------------------------------------------------------------


def _hidden_rows(view: View, groups: Sequence[Group], rows: Sequence[Row]) -> str:
    """What hides the whole list from its readers; single rows are hidden by who shows them page by page."""
    same = {member.url for member in groups[0].members} if groups else set()
    copies = [group for group in groups if same <= {member.url for member in group.members}]
    lists = [member.row.getparent() for group in copies for member in group.members]
    why = [is_hidden(holder) for holder in dict.fromkeys(lists) if holder is not None]
    if why and all(why):
        return f"{len(lists)} rows inside {why[0]}"
    if view.tags.isdisjoint(("noscript", "template")):
        return ""
    shown = {row.url for row in rows}
    for holder in view.root.iter("noscript", "template"):
        links = [link for link in view.unseen_links(holder) if link.url not in shown and len(link.text) >= 6]
        articles = [link for link in links if ARTICLE_URL.search(link.url or "")]
        if len(articles) >= _FEW:
            return f"{len(articles)} rows inside <{holder.tag}>"
    return ""


# --- columns that open an article ------------------------------------------------------------------------------

# 上一篇：没有了 下一篇：…, as at an article's foot; the buttons of a carousel are called 上一条, without a colon
_NEIGHBOURS = tuple(re.compile(rf"{which}一(?:篇|[条则]\s?(?=[：:]))(?:文章)?") for which in "上下")


def _neighbours(view: View) -> str:
    """The words with which a page leads to the articles before and behind it; "" where it has not both."""
    if "上一" not in view.text:
        return ""
    shown = view.visible_text or view.text
    before, behind = (pattern.search(shown) for pattern in _NEIGHBOURS)
    return f"{before[0]}, {behind[0]}" if before and behind else ""


# --- columns that are given up ---------------------------------------------------------------------------------


def _notice(view: View, elements: set[Element], last: Element | None, rows: Sequence[Row]) -> str:
    """What the page itself says of the column's end, outside its rows; with where it sends its readers."""
    shown = view.visible_text or view.text
    ends, tells = _GATE.search(shown), GATE.search(shown) or GATE.search(view.title)
    if not ends and not tells:
        return ""
    at = 0
    pieces: tuple[list[str], list[str], list[str]] = ([], [], [])  # above the rows, among them, below
    for word in islice(_words(view.root, elements), 4000):
        if isinstance(word, str):
            pieces[at].append(word)
        else:
            at = 2 if word is last else max(at, 1)
    top, among, below = pieces
    notice = (_first_notice([*top, *among]) or _first_notice(below, _PLAINLY)) if ends else ""
    names = view.title, clean(" ".join(top))
    return notice or speaks_of_time(clean(" ".join([*top, *among, *below])), names, rows)[:_PIECE]


def _first_notice(words: Sequence[str], begins: re.Pattern[str] | None = None) -> str:
    text = clean(" ".join(words))
    for match in _GIVEN_UP.finditer(text[:60_000]):
        if begins is None or begins.match(match[0]):
            start = max(text.rfind(mark, 0, match.start()) for mark in "。！；;> ") + 1
            rest = re.split(r"[。！；;> ]", text[match.end() : match.end() + 30])[0]
            return f"{text[start : match.end()]}{rest}"[:_PIECE].strip()
    return ""


def _words(root: Element, rows: set[Element]) -> Iterator[str | Element]:
    """Texts that a reader sees outside rows and links, and the rows between them, in order.

    A link's own text counts only if it speaks of this very column.
    """
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        node, after = stack.pop()
        if after:
            if node.tail and node.tail.strip():
                yield node.tail
            continue
        if node is not root:
            stack.append((node, True))
        if node in rows:
            yield node
            continue
        if node.tag in _SILENT or not isinstance(node.tag, str):
            continue
        if node.tag == "a" and not (_OWN.match(said := text_of(node)) or TO_NEW.fullmatch(said)):
            continue
        if node.get("style") and is_hidden(node):
            continue
        if node.text and node.text.strip():
            yield node.text
        stack.extend((child, False) for child in reversed(node))


_SILENT = frozenset({"script", "style", "noscript", "template", "textarea", "select", "head"})

"""By what is a list page known? Its title, its headings, its place in the site, and how its rows lie.

A portal in trouble answers with other pages than were asked for: its home page, a notice of maintenance, another
column, a refusal with links of help. Such a page has rows as good as any. So a later page is held against the first
one, and a list that was never seen before must say that it is the column it was watched for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from parsers.pages.candidates import names_topic
from parsers.pages.pager import CURRENT_CLASS
from parsers.pages.urls import canonical_url, shape_of
from parsers.pages.view import Element, View, clean, text_of
from parsers.records import Face, Listing, Page, Row
from parsers.titles import parse_title
from parsers.vocabulary import Decision, Kind

_MOST_ROWS = 40  # that are looked at
_LONGEST = 40  # characters of a heading
_HEADINGS = ("h1", "h2", "h3")
_COLUMN_METAS = frozenset({"columnname", "columndescription"})
# 当前位置：首页 > 政务公开 > 法治政府建设
_POSITION = re.compile(r"(?:当前位置|您的位置|您现在的位置|所在位置|现在位置|当前栏目)[:：]?\s?(.{1,80})")
# <div class="crumb">首页 > 政务公开 > 法治政府建设</div>
_CRUMBS = re.compile(
    r"(?:^|[\W_])(?:crumbs?|bread\w{0,9}|curmb|weizhi|dqwz|(?:cur|now)?_?(?:position|location|place|path))(?:$|[\W_\d])",
    re.IGNORECASE,
)
_STEPS = re.compile(r"首页.{0,60}[>＞›»→/]")
_STEP = re.compile(r"[>＞›»→]")
_LONGEST_PATH = 100
_PATH_TAGS = frozenset({"div", "p", "ul", "ol", "nav", "td", "span"})
_ROW_TAGS = "a span b strong font em i u p h1 h2 h3 h4 h5 h6 li tr td dd dt th tbody"
_INSIDE_A_ROW = frozenset(_ROW_TAGS.split())
_NAME = re.compile(r"[A-Za-z][A-Za-z_-]*")
# Columns in which yearly reports are published, by their names.
_COLUMN = re.compile(r"法[治制]|依法|执法|公开|公示|年报|报告|总结|司法|规划|计划|统计|文件")
_REPORT_COLUMN = re.compile(r"法[治制]|依法|执法|年报|年度报告|政府信息公开年度")
# 首页 > 政务公开 > 通知公告: every column of a government's portal stands below 公开.
_ABOVE_ALL = re.compile(r"(?:政务|政府信息|信息)?公[开示](?:公告|公示)?")
# 系统维护, 网站升级改版中, 404 - 找不到页面; no trouble: 维护妇女权益, 第404期
_TROUBLE = re.compile(
    r"(?:系统|网站|站点|平台|服务器?|正在|临时|停机)[^-_|—]{0,4}(?:维护|升级|改版)(?!征求|意见|工作|方案)"
    r"|^(?:维护|升级|改版)$|(?:维护|升级|改版)(?:中(?![小国华心央])|公告|通知|页|提示|期间|\s?[-_|—])"
    r"|暂停|验证|登录|认证|错误|出错|拦截|受限|繁忙|无法|不存在"
    r"|(?<![\d第])(?:404|50[0234])(?:$|\s{0,3}[-_|—:：(（]|\s{0,3}(?:not|error|bad|internal|service|gateway|页|错))",
    re.IGNORECASE,
)
_HOME = re.compile(r"/?(?:(?:index|default|main)\.\w{3,5})?", re.IGNORECASE)
_COUNTING = re.compile(r"第?\s?\d+\s?页?|[\W_]+|共|页")
_OF_LAW = re.compile(
    r"法[治制律规院]|依法|执法|[普宪司立守学送]法|行政(?:处罚|许可|检查|复议|诉讼|裁量|审批|强制)|应诉|诉讼|规范性文件|裁量|年度报告|年报|信息公开"
)
_LAW_BODY = re.compile(r"司法[厅局所]|(?:综合|行政)?(?:行政)?执法(?:[监督]{0,2}局|[大支总]?队|委员会)")
_SHARE_OF_LAW = 1 / 7


def read_face(view: View, rows: Sequence[Row]) -> Face | None:
    """The face of a page; None of one that is no markup, or has none of its own."""
    if view.is_data:
        return None
    face = Face(view.title, tuple(dict.fromkeys(_names(view))), _layout(view, {row.url for row in rows}))
    return face if face != Face() else None


def own_names(view: View) -> tuple[list[str], list[str]]:
    """What a page calls itself beside its title and headings: its place in the site, as paths, and other names."""
    place = _POSITION.search(view.visible_text[:20_000])
    paths = [*([place.group(1)] if place else []), *_paths(view)]
    return paths, [name for name in (*_meta_names(view), *_marked_links(view)) if name]


def _meta_names(view: View) -> Iterable[str]:
    for meta in view.root.iter("meta"):
        if (meta.get("name") or "").lower() in _COLUMN_METAS:
            yield clean(meta.get("content") or "")[:_LONGEST]


def _names(view: View) -> Iterable[str]:
    yield from _meta_names(view)
    for heading in view.root.iter(*_HEADINGS):
        words = text_of(heading)
        if 0 < len(words) <= _LONGEST and next(heading.iterancestors("li"), None) is None:
            yield words
    if match := _POSITION.search(view.visible_text[:20_000]):
        yield match.group(1)
    yield from _paths(view)
    yield from _marked_links(view)


def _paths(view: View) -> Iterable[str]:
    """The page's place in the site, where no words introduce it."""
    for element in view.named:
        if element.tag in _PATH_TAGS and _names_place(element.get("class"), element.get("id")):
            words = view.words.of(element)
            if len(words) <= _LONGEST_PATH and _STEPS.search(words):
                yield words


@lru_cache(maxsize=2000)
def _names_place(class_: str | None, id_: str | None) -> bool:
    return bool(class_ or id_) and _CRUMBS.search(f"{class_ or ''} {id_ or ''}") is not None


def _marked_links(view: View) -> Iterable[str]:
    """What the site's menu calls this page: links to its own address that are marked as the current ones.

    Unmarked, they stand on the home page as well.
    """
    here = canonical_url(view.url)
    marked = {element for element in view.named if CURRENT_CLASS.search(element.get("class") or "")}
    for link in view.links if marked else ():
        around = link.element.getparent()
        if (link.element in marked or around in marked) and link.url and canonical_url(link.url) == here:
            yield link.text[:_LONGEST]


def _layout(view: View, rows: Collection[str]) -> str:
    """The elements around the rows, the nearest first, by tag and first class: `ul.list < div.main < body`."""
    found: Counter[str] = Counter()
    known: dict[Element | None, str] = {}  # by the block that holds a row, which is the same for most
    for link in view.links:
        if link.url in rows:
            block = next((node for node in link.element.iterancestors() if node.tag not in _INSIDE_A_ROW), None)
            if block not in known:
                known[block] = _around(link.element)
            found[known[block]] += 1
            if found.total() >= _MOST_ROWS:
                break
    return found.most_common(1)[0][0] if found else ""


def _around(element: Element) -> str:
    tokens = []
    for ancestor in element.iterancestors():
        if ancestor.tag in _INSIDE_A_ROW:
            continue
        name = _NAME.search(ancestor.get("class") or ancestor.get("id") or "")
        tokens.append(f"{ancestor.tag}.{name.group()}" if name else str(ancestor.tag))
        if len(tokens) == 3:
            break
    return " < ".join(tokens)


def another_page(first: Listing, later: Listing) -> str:
    """What says that a later page is not of the list that the first one began; "" for nothing.

    One difference is none: older articles have other addresses, a last page may hold files, a title its number. Two of
    title, layout, addresses and days make another page.
    """
    one, other = first.face, later.face
    if one is None or other is None or not later.rows:
        return ""
    signs = []
    if one.title and other.title and not _is_alike(one.title, other.title):
        signs.append(f"its title is {other.title[:40]!r}")
    if one.layout and other.layout and one.layout != other.layout:
        signs.append("its rows lie elsewhere on the page")
    if not _shapes(first.rows) & _shapes(later.rows):
        signs.append("its rows have other addresses")
    if 2 * sum(bool(row.date) for row in first.rows) >= len(first.rows) and not any(row.date for row in later.rows):
        signs.append("its rows bear no days")
    return ", ".join(signs) if len(signs) > 1 else ""


def _is_alike(first: str, later: str) -> bool:
    one, other = _COUNTING.sub("", first), _COUNTING.sub("", later)
    return one in other or other == one


def _shapes(rows: Iterable[Row]) -> set[str]:
    return {shape_of(canonical_url(row.url)) for row in rows}


def has_face_of(faces: Sequence[Face], earlier: Page) -> bool:
    """Has a page the title, headings and position of another?"""
    face = read_face(View(earlier), ())
    return bool(face and faces and (face.title, face.names) == (faces[0].title, faces[0].names))


def is_home(answered: str, asked: str) -> bool:
    """Is an answer's address that of a site's home page, which was not asked for?"""
    return bool(_HOME.fullmatch(urlsplit(answered).path)) and not _HOME.fullmatch(urlsplit(asked).path)


def is_elsewhere(answered: str, asked: str) -> bool:
    """Does an answer come from another folder than was asked for: from another column, as far as addresses tell?"""
    return _folder_of(answered) != _folder_of(asked)


def _folder_of(url: str) -> str:
    """The path of an address without a first page's file name: `/c1/index.html`, `/c1/` and `/c1` are alike."""
    above, _, last = urlsplit(url).path.rstrip("/").rpartition("/")
    return above if _HOME.fullmatch(f"/{last}") else f"{above}/{last}"


def names_its_column(
    faces: Iterable[Face], rows: Iterable[Row], kinds: Sequence[Kind], *, sent_away: bool = False
) -> bool:
    """Does a first page show that it is a column where such reports stand: by a row, its title, headings or position?

    ``faces`` are the page's and those of the frames before it. A page whose title speaks of trouble shows nothing. Of
    one to which the portal sent us away from the address that was asked for, 信息公开 and 文件 say too little.
    """
    faces = tuple(faces)
    if any(_TROUBLE.search(face.title) for face in faces):
        return False
    names = [name for face in faces for name in (face.title, *face.names)]
    if any(_names_column(name, sent_away) for name in names):
        return True
    return any(_is_report(row, kinds) if sent_away else names_topic(row.title, kinds) for row in rows)


def are_of_subject(rows: Iterable[Row], kinds: Sequence[Kind]) -> bool:
    """Do rows show by themselves what list they are: is one such a report, or one in seven about law?

    A page may name the column above another box, while a script fills the column's own. The names of bodies
    (司法局, 综合行政执法局) are no subject.
    """
    rows = list(rows)
    if any(_is_report(row, kinds) or names_topic(row.title, kinds) for row in rows):
        return True
    about = sum(_OF_LAW.search(_LAW_BODY.sub("", row.title)) is not None for row in rows)
    return bool(rows) and about >= _SHARE_OF_LAW * len(rows)


def _is_report(row: Row, kinds: Sequence[Kind]) -> bool:
    reading = parse_title(row.title)
    return reading.decision is Decision.REPORT and reading.kind in kinds


def _names_column(name: str, sent_away: bool) -> bool:
    if sent_away:
        return _REPORT_COLUMN.search(name) is not None
    path = _STEP.search(name)
    return _COLUMN.search(_ABOVE_ALL.sub("", name) if path else name) is not None

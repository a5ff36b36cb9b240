"""The controls of a pager on a page: «下一页», page numbers, arrows, and whether anything happens behind them.

A control that leads to an address is a link; a pager that a script moves has handlers, data attributes, bare buttons or
numbers that lead nowhere. A server that has no further page writes its pager dead: plain words, `disabled`, the address
of the page itself, a handler that names the current page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from parsers.pages.counters import PAGER_NAME, names
from parsers.pages.pager import is_off, link_target, marked_number
from parsers.pages.paging import not_here
from parsers.pages.said import LONGEST_CONTROL, May
from parsers.pages.urls import join_url
from parsers.pages.view import Element, Link, View, clean, quoted_path
from parsers.pages.words import Words, class_and_id


class Word(StrEnum):
    """What a control says."""

    NEXT = "next"
    BACK = "back"
    EDGE = "edge"  # 首页, 尾页
    NUMBER = "number"


_WORDS = (
    (
        Word.NEXT,
        re.compile(
            r"下一?[页頁]|后一?[页頁]|下一[个条]?页|[往向]?后?翻一?[页頁]|next(?:page)?|nextpage", re.IGNORECASE
        ),
    ),
    (Word.BACK, re.compile(r"上一?[页頁]|前一?[页頁]|prev(?:ious)?(?:page)?", re.IGNORECASE)),
    (
        Word.EDGE,
        re.compile(r"首[页頁]|[尾末][页頁]|第一[页頁]|最后一?[页頁]|first|last|共\d{1,6}[页頁]", re.IGNORECASE),
    ),
)
_NUMBER = re.compile(r"第?(\d{1,4})[页頁]?")
_MARKS = frozenset({">", "›", "»", ">>", "→", "＞", "▶", "〉"})
_EDGES = "[]【】()（）<>«»‹›〈〉《》＜＞→← \xa0"
_NEXT_NAME = re.compile(r"(?:^|[\W_])(?:btn-?)?next(?:-?page|-?btn)?(?:$|[\W_\d])|nextpage|xiayiye|xyy", re.IGNORECASE)
_TAGS = names("a button span li em b i strong font input td div p area label")
_WRAPPERS = names("li span a em b i strong font ul ol tr td tbody button label p nobr u")
_OTHER_NAME = re.compile(
    r"slide|slick|swiper|banner|focus|carousel|flexslider|gallery|lunbo|lightbox|marquee|owl|jdt|calendar|datepick|laydate"
    r"|rili|weather|share|bds|(?:^|[\W_])(?:tabs?|dots?|hd|num)(?:$|[\W_\d])",
    re.IGNORECASE,
)
_SLIDES = re.compile(
    r"swiper|slick|slide|carousel|owl-|flexslider|banner|pic_?(?:scroll|show|box)|focus", re.IGNORECASE
)
# `goPage(2)`, `javascript:jump('2')`, `__doPostBack('AspNetPager1','2')`: the name, and the first number inside
_HANDLER = re.compile(r"([A-Za-z_$][\w$.]{0,60})\s{0,5}\(([^()]{0,300})\)")
_ARGUMENT = re.compile(r"(?<![\w.])[\"']?(\d{1,5})[\"']?(?=\s{0,3}(?:,|$))")
_IDLE = re.compile(r"\b(?:void|return|alert|confirm|preventDefault|stopPropagation)\b", re.IGNORECASE)
_SAYS_LAST = re.compile(r"alert\(|(?:最后|末|没有下)一?[页頁]")
_PAGE_HANDLER = re.compile(
    r"page|pager|paging|fenye|fanye|turn|jump|goto|doPostBack|load|getlist|showlist", re.IGNORECASE
)
_NEXT_HANDLER = re.compile(r"next(?!_?(?:slide|img|pic|month|year|day|item|tab))|xiayiye|pagedown", re.IGNORECASE)
_GO_NEXT = re.compile(r"\s{0,3}(?:return\s)?go_?next\(", re.IGNORECASE)
_HANDLERS = ("onclick", "@click", "v-on:click", "ng-click", "data-ng-click", ":onclick", "ontap")
_DATA = (
    "data-page", "data-p", "data-index", "data-num", "data-pageno", "data-pageindex", "data-current", "data-value",
    "data-ci-pagination-page", "pageno", "pageindex", "page", "data-pn", "data-pagenum", "data-dt-idx",
)  # fmt: skip
_MOST = 400  # controls that are looked at


@dataclass(frozen=True, slots=True)
class Control:
    """One control. ``argument`` is the page it names to its script; ``acts``: something of ours to click is there."""

    element: Element
    word: Word
    text: str
    number: int | None
    off: bool
    address: str | None  # never the page's own
    own_address: bool  # it has an address, the page's own
    argument: int | None
    handled: bool
    acts: bool
    script: str


@dataclass(slots=True)
class Controls:
    """The controls that stand together, and whether they are plainly a pager by name or words."""

    holder: Element
    members: list[Control] = field(default_factory=list)

    def of(self, word: Word) -> list[Control]:
        return [control for control in self.members if control.word is word]

    @property
    def is_pager(self) -> bool:
        if any(control.word in (Word.NEXT, Word.BACK) for control in self.members):
            return True
        return is_named_pager(self.holder)

    @property
    def current(self) -> int | None:
        return marked_number(self.holder)


def pagers(view: View, rows: Iterable[Element]) -> list[Controls]:
    """The groups of controls on a page, outside the rows of its list, slides and calendars."""
    inside = set(rows)
    found: dict[Element, Controls] = {}
    for count, control in enumerate(_controls(view, inside)):
        if count >= _MOST:
            break
        holder = _holder(control.element)
        found.setdefault(holder, Controls(holder)).members.append(control)
    return [group for group in found.values() if not _is_other(group.holder) and not _are_dots(group, inside)]


def turning_controls(groups: Iterable[Controls], current: int) -> Iterator[Control]:
    """The controls that a script moves to the page after ``current``: «下一页» first, then that page's number."""
    for group in groups:
        if group.is_pager:
            yield from (c for c in group.of(Word.NEXT) if c.script and not c.off)
            yield from (c for c in group.of(Word.NUMBER) if c.script and not c.off and c.number == current + 1)


def _are_dots(group: Controls, rows: set[Element]) -> bool:
    """Are bare numbers beside several pictures, away from the list, the dots of a picture box?"""
    box = group.holder.getparent()
    if box is None or any(c.word is not Word.NUMBER or c.address or c.handled for c in group.members):
        return False
    return len(list(islice(box.iter("img"), 2))) == 2 and not any(node in rows for node in box.iter())


def _controls(view: View, rows: set[Element]) -> Iterator[Control]:
    links, words = view.anchors, view.words
    for element, _ in view.saying[May.CONTROL]:
        if element.tag not in _TAGS or len(element) > 2 or element in rows:
            continue
        text = _text(element, words)
        if len(text) > LONGEST_CONTROL or (read := _read(element, text, links.get(element))) is None:
            continue
        if text and any(_text(child, words) == text and child.tag in _TAGS for child in element):
            continue
        if is_hidden(element) or any(ancestor in rows for ancestor in element.iterancestors()):
            continue
        yield _control(view, element, text, *read, links.get(element))


def _text(element: Element, words: Words) -> str:
    if element.tag == "input":
        kind = (element.get("type") or "").lower()
        return clean(element.get("value") or element.get("alt") or "") if kind in ("button", "submit", "image") else ""
    text = words.of(element)
    if text:
        return text
    image = next(element.iter("img"), None)
    own = element.get("title") or element.get("aria-label") or ""
    return clean(own or (image.get("alt") or image.get("title") or "" if image is not None else ""))


def _read(element: Element, text: str, link: Link | None) -> tuple[Word, int | None] | None:
    """What a control says, by its words, its picture or its class."""
    bare = text.replace(" ", "").strip(_EDGES)
    for word, pattern in _WORDS if "页" in bare or "頁" in bare or bare.isascii() else ():
        if bare and pattern.fullmatch(bare) and (word is not Word.NEXT or not bare.isascii() or _is_of_pages(element)):
            return word, None
    if (number := _NUMBER.fullmatch(bare)) and int(number[1]):
        return Word.NUMBER, int(number[1])
    if text and text not in _MARKS:
        return None
    names = f"{class_and_id(element)} {element.get('rel') or ''}"
    names += "".join(f" {image.get('src') or ''}" for image in element.iter("img"))
    names += " ".join(child.get("class") or "" for child in element)
    if element.tag == "input" and element.get("type") == "image":
        names += f" {element.get('src') or ''}"
    script = _script_of(element, link)
    if element.tag not in ("a", "button", "input"):
        return None
    turns = _PAGE_HANDLER.search(script) or (_NEXT_NAME.search(names) and _GO_NEXT.match(script))
    submits = element.tag == "input" and _NEXT_NAME.search(names)
    if not (submits or turns or PAGER_NAME.search(_names_above(element))):
        return None  # the arrow of a slide show
    return (Word.NEXT, None) if text or _NEXT_NAME.search(names) or _NEXT_HANDLER.search(script) else None


def _is_of_pages(element: Element) -> bool:
    """Does a «next» turn pages, and not pictures?"""
    own = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('onclick') or ''}"
    return PAGER_NAME.search(_names_above(element)) is not None or re.search(r"page|post", own, re.I) is not None


def _control(view: View, element: Element, text: str, word: Word, number: int | None, link: Link | None) -> Control:
    target = control_address(view, element)
    script = _script_of(element, link)
    calls = [match for match in _HANDLER.finditer(script[:2000]) if not _IDLE.search(match[1])]
    argument = next((int(found[1]) for call in calls if (found := _ARGUMENT.search(call[2]))), None)
    if argument is None:
        data = (element.get(name) or "" for name in _DATA)
        argument = next((int(value) for value in data if value.isdigit() and len(value) < 6), None)
    if argument is None and link is not None and (match := re.fullmatch(r"#(?:page)?[=/_-]?(\d{1,5})", link.href)):
        argument = int(match[1])
    address = not_here(view, target)
    handled = bool(calls) or argument is not None
    acts = handled or element.tag in ("button", "input") or (link is not None and bool(link.href) and target is None)
    acts = acts and not _SAYS_LAST.search(script)
    off = is_off(element) or element.get("aria-disabled") == "true"
    return Control(element, word, text, number, off, address, target is not None and address is None, argument,
                   handled, acts, script)  # fmt: skip


def control_address(view: View, element: Element) -> str | None:
    """Where a control leads, an anchor or not."""
    link = view.anchors.get(element)
    return link_target(view, link) if link is not None else _address(view, element)


def script_of(view: View, element: Element) -> str:
    """What a control hands to a script when it is clicked; "" for nothing."""
    return _script_of(element, view.anchors.get(element))


def turns(text: str) -> bool:
    """Is a text one of a pager's: 下一页, 首页, 3?"""
    return _NUMBER.fullmatch(text) is not None or any(pattern.fullmatch(text) for _, pattern in _WORDS)


def _script_of(element: Element, link: Link | None) -> str:
    scripts = [element.get(name) or "" for name in _HANDLERS]
    if link is not None and link.href[:11].lower() == "javascript:":
        scripts.append(link.href[11:])
    return " ".join(script for script in scripts if script)


def _address(view: View, element: Element) -> str | None:
    """Where a control that is no anchor leads: `<span data-href="…">`, `<button onclick="location='…'">`."""
    for name in ("data-href", "data-url", "data-link"):
        if (value := element.get(name)) and (url := join_url(view.base, value)):
            return url
    path = quoted_path(_script_of(element, None))
    return join_url(view.base, path) if path else None


def _holder(element: Element) -> Element:
    """The block that holds a control and its like."""
    for ancestor in element.iterancestors():
        if ancestor.tag not in _WRAPPERS:
            return ancestor
    return element


def _names_above(element: Element) -> str:
    names = []
    for ancestor, _ in zip(element.iterancestors(), range(4), strict=False):
        names.append(class_and_id(ancestor))
    return " ".join(names)


def is_named_pager(holder: Element) -> bool:
    """Is a block called a pager, by its own name or that of what holds it?"""
    own = f"{class_and_id(holder)} {holder.tag}"
    inner = " ".join(class_and_id(child) for child in holder.iter("ul", "span", "table"))
    return PAGER_NAME.search(f"{own} {_names_above(holder)} {inner[:500]}") is not None


def _is_other(holder: Element) -> bool:
    around = [holder, *(ancestor for ancestor, _ in zip(holder.iterancestors(), range(2), strict=False))]
    names = [class_and_id(node) for node in around]
    if any(_SLIDES.search(name) for name in names):
        return True
    return not PAGER_NAME.search(names[0]) and any(_OTHER_NAME.search(name) for name in names)


_HIDDEN_STYLE = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:hide|hidden|d-none|layui-hide|dn|is-hidden|invisible)(?:\s|$)|^\s{0,9}none\s{0,9}$", re.IGNORECASE
)  # `list none` is a list without bullets
_NEVER_SHOWN = frozenset({"noscript", "template"})


def is_hidden(element: Element) -> str:
    """What keeps an element from its readers' eyes, as far as markup tells: "" for nothing."""
    for node in (element, *element.iterancestors()):
        if node.tag in _NEVER_SHOWN:
            return f"<{node.tag}>"
        if node.get("hidden") is not None or _HIDDEN_STYLE.search(node.get("style") or ""):
            if node.tag in ("body", "html") and next(node.getroottree().iter("script"), None) is not None:
                continue  # shown by its script, which first looks whether another site frames it
            return "display:none"
        if _HIDDEN_CLASS.search(node.get("class") or ""):
            return f"class {node.get('class')}"
    return ""

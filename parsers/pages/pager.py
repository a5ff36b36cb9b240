"""The page after this one, and the totals a pager states.

The visible 下一页 anchor comes first, then numbered anchors, then the pager scripts that write no anchor.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.pages.literals import NotALiteral, read_literal
from parsers.pages.notes import Note
from parsers.pages.paging import Pager, counted_pager, file_parts, not_here, number_in
from parsers.pages.said import May
from parsers.pages.stated import stated_totals
from parsers.pages.urls import join_url
from parsers.pages.view import Element, Link, View, text_of
from parsers.records import PageRequest

_NEXT_WORDS = frozenset(
    [
        "下一页",
        "下页",
        "下一頁",
        "后一页",
        "翻页",
        "后翻页",
        "下一页>",
        "下一页>>",
        "下一页»",
        "下一页›",
        "next",
        "next page",
        "下一页 >",
    ]
)
_LONGEST_NEXT = max(map(len, _NEXT_WORDS))
# The last two mean "last" where one of the first stands too.
_NEXT_MARKS = {mark: 2 + place for place, mark in enumerate((">", "›", "〉", "＞", "»", ">>", "&gt;"))}
_NEXT_CLASS = re.compile(r"(?:^|[\W_])next(?:$|[\W_])|nextpage|page-?next", re.IGNORECASE)
_OFF_CLASS = re.compile(r"(?:^|[\W_])(?:disabled?|no-?link|unclick|gray|grey|end)(?:$|[\W_])", re.IGNORECASE)
CURRENT_CLASS = re.compile(
    r"(?:^|[\W_])(?:cur(?:rent)?|active|on|now|this|hover|sel(?:ected)?|thispage|cpb)(?:$|[\W_])", re.IGNORECASE
)
_TARGET_ATTRIBUTES = ("data-href", "data-url", "data-link", "tagname")


def find_pager(view: View) -> Pager:
    """The pager of a list page: anchors first, then scripts. ``next`` is never the page itself."""
    stated = stated_totals(view)
    scripted = script_pager(view)
    anchored = _anchor_next(view)
    current = stated.current or (scripted.current if scripted else None)
    pages = (scripted.pages if scripted else None) or stated.pages
    total = (scripted.total if scripted else None) or stated.total
    if scripted and any(note.startswith(Note.PAGE_MISMATCH) for note in scripted.notes):
        return replace(scripted, total=total)
    if anchored is not None and not (current and pages and current >= pages):
        return Pager(PageRequest(anchored[0]), pages, total, current, anchored[1])
    if scripted is not None:
        return replace(scripted, total=total, pages=pages)
    return Pager(None, pages, total, current)


def _anchor_next(view: View) -> tuple[str, str] | None:
    best: tuple[int, Link] | None = None
    # By a class or a relation any short link may be one.
    for link in view.links if b"next" in view.small else view.leading[May.CONTROL]:
        rank = _next_rank(link)
        if rank is not None and (best is None or rank < best[0]):
            best = (rank, link)
    if best is not None:
        link = best[1]
        if is_off(link.element):
            return None
        if target := not_here(view, link_target(view, link)):
            return target, f"anchor {link.text or link.tip or 'next'}"
    return _numbered_next(view) or _option_next(view) or _related_next(view)


def _related_next(view: View) -> tuple[str, str] | None:
    """The page that the head names as the next one."""
    for element in view.root.iter("link"):
        target = join_url(view.base, element.get("href") or "") if element.get("rel") == "next" else None
        if target := not_here(view, target):
            return target, "link rel=next"
    return None


def _next_rank(link: Link) -> int | None:
    """How surely a link is the one to the next page; lower is surer, None is not at all."""
    word = link.text or link.tip
    if link.tip == "下一页":
        return 0
    if len(word) > _LONGEST_NEXT:
        return None
    word = word.lower()
    if word in _NEXT_WORDS:
        return 0
    if len(word) <= 8:
        names = link.element.get("class")
        if (names and _NEXT_CLASS.search(names)) or link.element.get("rel") == "next":
            return 1
    return _NEXT_MARKS.get(word)


def is_off(element: Element) -> bool:
    """Is a control marked as leading nowhere, by itself or by the item around it?"""
    parent = element.getparent()
    names = [element.get("class") or "", "disabled" if element.get("disabled") is not None else ""]
    if parent is not None and parent.tag in ("li", "span"):
        names.append(parent.get("class") or "")
    return any(_OFF_CLASS.search(name) for name in names if name)


def link_target(view: View, link: Link) -> str | None:
    """Where a link leads, by its own address or by one that a script reads off it."""
    if link.url is not None:
        return link.url
    for name in _TARGET_ATTRIBUTES:
        if (value := link.element.get(name)) and (url := join_url(view.base, value)):
            return url
    return None


def _numbered_next(view: View) -> tuple[str, str] | None:
    """The anchor numbered one more than the current page, where the current one is marked."""
    numbered = [link for link in view.leading[May.CONTROL] if link.text.isdigit() and len(link.text) <= 5]
    if not numbered:
        return None
    current = number_beside(numbered[0].element)
    if current is None:
        return None
    for link in numbered:
        if int(link.text) == current + 1 and (target := not_here(view, link_target(view, link))):
            return target, f"anchor {link.text} after page {current}"
    return None


def number_beside(number: Element) -> int | None:
    """The number of the current page, as the pager marks it that holds the link of another number."""
    holder = number.getparent()
    alone = holder is not None and len(holder) == 1 and text_of(holder) == text_of(number)
    if holder is not None and (holder.tag == "li" or (alone and holder.tag in ("td", "th"))):
        holder = holder.getparent()
    return marked_number(holder) if holder is not None else None


def marked_number(holder: Element) -> int | None:
    """The number of the current page in a pager: the one marked so, else the first that is no link."""
    plain = None
    for count, element in enumerate(holder.iter()):
        if count > 200:
            break
        text = text_of(element) if element is not holder and len(element) <= 1 else ""
        if not text.isdigit() or len(text) > 5:
            continue
        if CURRENT_CLASS.search(element.get("class") or ""):
            return int(text)
        if plain is None and element.tag in ("span", "b", "strong", "em", "font") and not _inside_link(element, holder):
            plain = int(text)
    return plain


def _inside_link(element: Element, holder: Element) -> bool:
    for ancestor in element.iterancestors():
        if ancestor is holder:
            return False
        if ancestor.tag == "a" and ancestor.get("href"):
            return True
    return False


def _option_next(view: View) -> tuple[str, str] | None:
    """The option after the selected one, where a select box lists the pages' addresses."""
    for select in view.root.iter("select"):
        options = list(select.iter("option"))[:2000]
        values = [option.get("value") or "" for option in options]
        if len(options) < 2 or not all("/" in value or "." in value for value in values):
            continue
        if not all(re.search(r"\d", text_of(option)) for option in options[:5]):
            continue
        at = next((index for index, option in enumerate(options) if option.get("selected") is not None), 0)
        if text_of(options[0]).strip("第页 ") == "2" and options[0].get("selected") is None and at == 0:
            at = -1  # the other pages only: the first of them is the next
        if at + 1 < len(values) and (target := not_here(view, join_url(view.base, values[at + 1]))):
            return target, "select box"
    return None


# `createPageHTML(7, 0, "index", "shtml", "black2", 136)`; not the function's own definition
_CREATE = re.compile(r"(?<!function )\bcreatePage(?:HTML)?\s{0,5}\(\s{0,5}([^()]{3,300})\)")
_VARIABLE = re.compile(r"\b(?:var|let|const)\s{1,5}(\w{1,40})\s{0,5}=\s{0,5}[\"']?(\d{1,7})[\"']?")
_NAME = re.compile(r"(?<![\"'\w])([A-Za-z_]\w{0,40})(?![\"'\w])")
# `$(".pagination").pagination("setPage",1,322)`
_SET_PAGE = re.compile(r"\.pagination\(\s{0,5}[\"']setPage[\"']\s{0,5},\s{0,5}(\d{1,6})\s{0,5},\s{0,5}(\d{1,6})")


def script_pager(view: View) -> Pager | None:
    """The pager that a script writes, from its arguments; None where there is no known call.

    A quoted first argument is UCAP's (container, pages, current from 1, prefix, suffix, rows); a number is TRS's
    (pages, current from 0, prefix, suffix[, style, rows]).
    """
    for script in view.scripts:
        if "createPage" in script:
            for match in _CREATE.finditer(script):
                line = script[script.rfind("\n", 0, match.start()) + 1 : match.start()]
                if line.strip().startswith("//"):
                    continue
                pager = _from_arguments(view, _arguments(match.group(1), script))
                if pager is not None:
                    return pager
        if "setPage" in script and (found := _SET_PAGE.search(script)):
            return counted_pager(view, int(found.group(2)), int(found.group(1)), 1, *file_parts(view.url), "setPage")
    return None


def _arguments(text: str, script: str) -> list[int | str]:
    if _NAME.search(text):
        known: dict[str, str] = dict(_VARIABLE.findall(script))
        text = _NAME.sub(lambda match: known.get(match.group(1), match.group(1)), text)
    try:
        values, _ = read_literal(f"[{text}]")
    except NotALiteral:
        return []
    assert isinstance(values, list)
    return [value if isinstance(value, str) else int(value) for value in values if isinstance(value, str | int | float)]


def _from_arguments(view: View, values: list[int | str]) -> Pager | None:
    match values:
        case [str(), int(pages), int(current), str(prefix), str(ext), *rest]:
            first = 1
        case [int(pages), int(current), str(prefix), str(ext), *rest]:
            first = 0
            if current == 1 and number_in(view.url, prefix, ext) is None:
                first = 1  # the first page calls itself 1: a site that counts from 1 in TRS's signature
            elif view.position is not None and current == view.position > 1:
                first = 1  # and its second page calls itself 2
        case _:
            return None
    pager = counted_pager(view, pages, current, first, prefix, ext, "createPage")
    total = next((value for value in reversed(rest) if isinstance(value, int)), None)
    notes = pager.notes
    if total in (500, 1000, 2000, 5000, 10000) and pager.pages and pager.pages > 1:
        notes = (*notes, Note.CAPPED.of(f"{total} rows"))
    return replace(pager, total=total, notes=notes)

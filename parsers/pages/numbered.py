"""Further pages that nothing calls so: links to what is numbered after the page's own address, and parts left out.

第二页, 往下翻, a dot, a part of a picture: words and shapes are endless, but what they lead to is the page's own
address with another number in its query, or a file beside it with its own name and a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from parsers.pages.clicked import Sign
from parsers.pages.pager import is_off, marked_number
from parsers.pages.paging import not_here
from parsers.pages.urls import join_url
from parsers.pages.view import Element, View, clean

_QUERY_NAMES = frozenset(
    "page p pn pg paged pageno pagenum pageindex page_no currentpage curpage s start offset skip from begin".split()  # noqa: SIM905
)
_LISTS = frozenset(["index", "default", "list", "main", ""])
_FILE = re.compile(r"(?P<stem>[A-Za-z]\w{0,40}?)?[_-]?(?P<number>\d{1,2})(?P<suffix>\.\w{2,5})")
_LONGEST = 16  # characters of a control; a title is longer
_MOST = 400
_NOT_MORE = re.compile(r"\D{0,3}1\D{0,3}|.?(?:首页|第一页|上一?页|前一页|返回.{0,4}|回到.{0,4}).?")
_LEFT_OUT = re.compile(r"<!--\s?#include\s{1,3}(?:virtual|file)|\[an error occurred while processing this directive\]")


def numbered_after_own(view: View, rows: set[Element], current: int) -> Sign | None:
    """The link to the lowest number behind the page's own address; None where no control leads to one.

    ``current`` is the number of the page itself.
    """
    found: dict[int, str] = {}
    for element, words, url in _controls(view):
        if len(words) > _LONGEST or _NOT_MORE.fullmatch(words) or any(node in rows for node in _around(element)):
            continue
        number, said = _number_after(url, view.url), re.findall(r"\d+", words)
        number += said == [str(number + 1)] and number > 0  # counted from 0
        if said and str(number) not in said:
            continue
        holder = element.getparent()
        here = max(current, marked_number(holder) or 0) if holder is not None and said else current
        if number > here and not is_off(element) and not_here(view, url):
            found.setdefault(number, url)
    if not found:
        return None
    lowest = min(found)
    return Sign(f"a link to number {lowest} after the page's own address", found[lowest])


def left_out(view: View) -> Sign | None:
    """A part of the page that its server should have put in and did not: a pager may have been in it."""
    found = _LEFT_OUT.search(view.text)
    return Sign(f"a part of the page was left out by its server ({found[0][:40]})") if found else None


def _controls(view: View) -> Iterator[tuple[Element, str, str]]:
    for link in view.links[:_MOST]:
        if link.url is not None:
            yield link.element, link.text or link.tip, link.url
    for area in view.root.iter("area"):
        if url := join_url(view.base, area.get("href") or ""):
            yield area, clean(area.get("alt") or area.get("title") or ""), url
    for button in view.root.iter("input"):
        if (button.get("type") or "").lower() == "image" and (url := _asked(view, button)):
            yield button, clean(button.get("alt") or ""), url


def _asked(view: View, button: Element) -> str | None:
    """What a picture of a button asks for, where its form's hidden fields say it."""
    form = next(button.iterancestors("form"), None)
    if form is None or (form.get("method") or "get").lower() != "get":
        return None
    hidden = [field for field in form.iter("input") if (field.get("type") or "").lower() == "hidden"]
    query = "&".join(f"{field.get('name')}={field.get('value') or ''}" for field in hidden if field.get("name"))
    return join_url(view.base, f"{(form.get('action') or '').partition('?')[0] or urlsplit(view.url).path}?{query}")


def _around(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _number_after(url: str, own: str) -> int:
    """The number of the page at an address that is the page's own but for a higher number; 0 for any other address."""
    here, there = urlsplit(own), urlsplit(url)
    if here.netloc != there.netloc:
        return 0
    if here.path == there.path:
        asked = dict(parse_qsl(here.query))
        changed = [(name, value) for name, value in parse_qsl(there.query) if asked.get(name) != value]
        kept = asked.keys() - {name for name, _ in changed} <= dict(parse_qsl(there.query)).keys()
        if len(changed) != 1 or not kept or changed[0][0].lower() not in _QUERY_NAMES:
            return 0
        number, before = _digits(changed[0][1]), _digits(asked.get(changed[0][0], ""))
        return number if number > before else 0
    folder, _, name = here.path.rpartition("/")
    other_folder, _, other = there.path.rpartition("/")
    named, numbered = _FILE.fullmatch(other), _FILE.fullmatch(name)
    if folder != other_folder or named is None or there.query:
        return 0
    stem = (numbered["stem"] or "") if numbered else name.rpartition(".")[0]
    alike = (named["stem"] or "") in (stem, *(_LISTS if stem.lower() in _LISTS else ()))
    number = int(named["number"])
    return number if alike and number > (int(numbered["number"]) if numbered else 0) else 0


def _digits(value: str) -> int:
    return int(value) if re.fullmatch(r"\d{1,4}", value) else 0

"""The county of a township that its title and signature leave out, from where the document or its page names both."""

from __future__ import annotations

import re
from collections.abc import Callable

from parsers.issuers.issuer import TOWNSHIPS, Issuer
from parsers.issuers.names import holds_townships, read_issuer
from parsers.regions import read_place

_PLACE = re.compile(r"[一-鿿]{1,15}[县市区旗州]\s?$")
_GONE_TO = frozenset("赴到往与和同向对跟邀请、")  # 赴壶关县城关镇学习: another of that name
_LONGEST = 16  # characters: 新疆维吾尔自治区伊犁哈萨克自治州…


def placed(issuer: Issuer, said: Callable[[], str]) -> Issuer:
    """A township or street office of no known county in the one whose name stands before its own, and no other's, in
    the words of the document and its page (``said``): 东寺头乡人民政府 is 平顺县's where 平顺县东寺头乡 is spoken of.
    """
    if issuer.region is not None or issuer.cls not in TOWNSHIPS or len(issuer.unit) < 3:
        return issuer
    words = said()
    places = (one.start() for one in re.finditer(re.escape(issuer.unit), words))
    codes = {_county_before(words[max(0, place - _LONGEST) : place]) for place in places}
    codes.discard(None)
    return read_issuer(issuer.written, tuple(filter(None, codes))) if len(codes) == 1 else issuer


def _county_before(words: str) -> str | None:
    """The county whose name, with those above it or without, ends ``words``; None where none or several have it."""
    place = _PLACE.search(words)
    if place is None:
        return None
    name = place[0].rstrip()
    for start in range(len(name) - 1):
        found = read_place(name[start:])
        if found.code is not None and not found.rest and holds_townships(found.code):
            return None if start and name[start - 1] in _GONE_TO else found.code
    return None

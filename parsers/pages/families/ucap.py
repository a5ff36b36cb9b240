"""F2, 开普 UCAP (Shaoyang, Hainan, Heilongjiang, Xinjiang, ministries): pages written by a script, counted from 1.

`createPageHTML('page_div',10, 1,'xlist','shtml',189)` stands for page 2 = `xlist_2.shtml`; the generic pager reads the
call, and the JSON lists (`/common/search/<channel>?_isJson=true&page=1`) too: nothing is left to do here but the
name. 500 and 1000 rows are caps. Made from notes.
"""

from __future__ import annotations

import re

from parsers.pages.view import View

SEEN = False
_MARKS = ("UCAPTITLE", "UCAPCONTENT", "UCAP-CONTENT", "ucaptitle", "ucapcontent")
_CALL = re.compile(r"createPageHTML\s{0,3}\(\s{0,3}['\"]")
_ARTICLE = re.compile(r"/20\d{4}/[0-9a-f]{32}\.shtml")
_DATA = re.compile(r"/(?:common/search|searchList|search)/[\w-]{1,60}\?(?:[^#]{0,300}&)?_isJson=")


def matches(view: View) -> str:
    """The pager's call with a quoted container first, the platform's tags or addresses."""
    text = view.text
    if view.holds("createPageHTML") and (match := _CALL.search(text)):
        return f"pager {match.group()}"
    if b"ucap" in view.small and (mark := next(filter(view.holds, _MARKS), None)):
        return f"mark {mark}"
    match = _DATA.search(view.url) or (_ARTICLE.search(text) if ".shtml" in text else None)
    return f"address {match.group()[:60]}" if match else ""

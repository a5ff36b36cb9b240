"""F2, 开普 UCAP (Shaoyang, Hainan, Heilongjiang, Xinjiang, ministries): pages written by a script, counted from 1.

`createPageHTML('page_div',10, 1,'xlist','shtml',189)`: the generic pager reads the call; this module names the
family and its JSON lists (`/common/search/<channel>?_isJson=true&page=1`). Made from notes.
"""

from __future__ import annotations

import re

from parsers.pages.view import View

SEEN = False
_MARKS = re.compile(
    r"createPageHTML\s{0,3}\(\s{0,3}['\"]|UCAPTITLE|UCAPCONTENT|UCAP-CONTENT|/20\d{4}/[0-9a-f]{32}\.shtml",
    re.IGNORECASE,
)


def matches(view: View) -> str:
    """The first mark of the platform on the page."""
    match = _MARKS.search(view.text)
    return f"mark {match.group()[:40]}" if match else ""

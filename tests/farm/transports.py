"""Families whose rows come by a transport of their own: CDATA, units, frames, postbacks, scripts' data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote

from tests.crawler.portal import Answer, Exchange
from tests.farm import details
from tests.farm.details import Detail
from tests.farm.families import PER_PAGE, Family, Pages, data, html, parts
from tests.farm.items import Item
from tests.farm.markup import TITLE, fixture, fixture_json, mould, row_of

Address = Callable[[Item], str]
_XML = {"Content-Type": "text/xml;charset=utf-8"}
_NOT_FOUND = Answer.html("<html><title>404</title><p>页面不存在</p></html>", status=404)


# --- F5: rows in CDATA, the next ones by POST ------------------------------------------------------------------

_COL = "/col/col103585/index.html"
_PROXY = "/module/web/jpage/dataproxy.jsp"
_IDS = "webid=73&columnid=103585&unitid=764752"
_ANSWERED = 45  # rows of one answer: three display pages of fifteen


def _jpage_mould() -> Any:
    return mould("f05_jpage", "<record>", "</record>")


def _jpage_address(item: Item) -> str:
    return _href(_jpage_mould().row(item))


def _href(row: str) -> str:
    match = re.search(r'href=\\?"([^"\\]+)', row)
    assert match, row
    return match[1].replace("&amp;", "&")


def _jpage(items: Sequence[Item], *, script: bool = False) -> Pages:
    made = _jpage_mould()
    total = f"<totalrecord>{len(items)}</totalrecord>"
    before = re.sub(r"<totalrecord>\d+</totalrecord>", total, made.before)
    pages: Pages = {_COL: html(before + "\n".join(map(made.row, items[:_ANSWERED])) + made.after)}
    for start in range(_ANSWERED + 1, len(items) + 1, _ANSWERED):
        end = min(start + _ANSWERED - 1, len(items))
        shown = [made.row(item) for item in items[start - 1 : end]]
        answer = _old_answer(shown, len(items)) if script else _xml_answer(shown, total)
        pages[f"{_PROXY}?startrecord={start}&endrecord={end}&perpage=15&{_IDS}"] = _only_post(answer)
    return pages


def _xml_answer(rows: list[str], total: str) -> Answer:
    head = fixture("f05_jpage", "page2.xml").split("<record>", 1)[0]
    head = re.sub(r"<totalrecord>\d+</totalrecord>", total, head)
    return Answer(f"{head}{chr(10).join(rows)}\n</recordset></datastore>".encode(), headers=_XML)


def _old_answer(rows: list[str], total: int) -> Answer:
    """Gansu's old answer: a script that fills an array."""
    inner = [re.sub(r"</?record>|<!\[CDATA\[|\]\]>", "", row) for row in rows]
    text = f"totalRecord={total}.0;totalPage = {-(-total // 15)};dataStore = [" + ",".join(f"'{row}'" for row in inner)
    return Answer(f"{text}];".encode(), headers={"Content-Type": "text/javascript;charset=UTF-8"})


def _only_post(answer: Answer) -> Callable[[Exchange], None]:
    """The proxy answers a POST that says whose rows it wants, and nothing else."""

    def reply(exchange: Exchange) -> None:
        form = dict(parse_qsl(exchange.asked.body.decode()))
        wanted = exchange.asked.method == "POST" and form.get("unitid") == "764752" and form.get("col") == "1"
        exchange.answer(answer if wanted else Answer(b" " * 54))

    return reply


# --- F6: page units --------------------------------------------------------------------------------------------

_UNIT = (
    "/api-gateway/jpaas-publish-server/front/page/build/unit?parseType=bulidstatic&webId=1&tplSetId=t0"
    f"&pageType=column&tagId={quote('右侧内容')}&pageId=9"
)


def _jpaas_row() -> Callable[[Item], str]:
    rows = re.findall(r"<li>.*?</li>", fixture_json("f06_jpaas", "page2.json")["data"]["html"])
    return row_of(rows[0], rows[1])


def _jpaas_address(item: Item) -> str:
    return _href(_jpaas_row()(item))


def _jpaas(items: Sequence[Item], *, counts: bool = False) -> Pages:
    row = _jpaas_row()
    pages: Pages = {"/col/col9/index.html": html(fixture("f06_jpaas"))}
    for part in parts(items, lambda number, _: f"{_UNIT}&paramJson={_param(number)}"):
        pager = f"<div count='{len(items)}' rows='{PER_PAGE}' pageno='{part.number}'></div>" if counts else (
            f"<div id='x_pagination' queryData=\"{{'rows':'{PER_PAGE}','count':'{len(items)}',"
            f"'pageNo':'{part.number}'}}\"></div>"
        )  # fmt: skip
        answer = data(
            {"success": True, "code": "200", "data": {"html": f"<ul>{''.join(map(row, part.items))}</ul>{pager}"}}
        )
        pages[_UNIT if part.number == 1 else part.addresses[part.number - 1]] = answer
    return pages


def _param(number: int) -> str:
    return quote(json.dumps({"pageNo": number, "pageSize": PER_PAGE}, separators=(",", ":")))


# --- F7: the directory in a frame ------------------------------------------------------------------------------

_DIRECTORY = "/module/xxgk/search.jsp?infotypeId=B01&jdid=3096&divid=div1"


def _directory_mould() -> Any:
    return mould("f07_directory", "<tr>", "</tr>")


def _directory(items: Sequence[Item]) -> Pages:
    made = _directory_mould()
    pages: Pages = {"/col/col1229/index.html": html(fixture("f07_directory_frame"))}
    for part in parts(items, lambda number, _: _DIRECTORY + (f"&currpage={number}" if number > 1 else "")):
        pager = f'<div class="page">共 {part.of} 页 当前第 {part.number} 页 ' + (
            f'<a href="javascript:toPage({part.number + 1})">下一页</a></div>' if part.following else "下一页</div>"
        )
        after = re.sub(r'<div class="page">.*?</div>', pager, made.after)
        pages[part.addresses[part.number - 1]] = html(made.page(part.items, after))
    return pages


# --- F10, F18: frames ------------------------------------------------------------------------------------------


def _framed(items: Sequence[Item]) -> Pages:
    """Shanghai's old list: rows and anchors are in a frame of the same site."""
    made = mould("f10_shanghai_frame", "<li", "</li>", "page2.html")
    frame = "/pagemore/iframePagerIndex_12344_2_22.html?page={n}"
    outer = re.sub(r"https://(?:service|www)\.shanghai\.example", "", fixture("f10_shanghai_frame"))
    pages: Pages = {"/nw12344/index.html": html(outer)}
    for part in parts(items, lambda number, _: frame.format(n=number)):
        pager = (
            f'<a href="?page={part.number + 1}">下一页</a> <a href="?page={part.of}">尾页</a>' if part.following else ""
        )
        after = re.sub(r'<a href="\?page=2">.*?尾页</a>', pager, made.after)
        page = made.page(part.items, after).replace("https://www.shanghai.example", "")
        pages[part.addresses[part.number - 1]] = html(page)
    return pages


def _shanghai_address(item: Item) -> str:
    row = mould("f10_shanghai_frame", "<li", "</li>", "page2.html").row(item)
    return _href(row).replace("https://www.shanghai.example", "")


def _frame(items: Sequence[Item]) -> Pages:
    made = mould("f01_ci", "<li", "</li>")
    rows = re.sub(r'<div id="pages">.*?</div>', "", made.page(items))
    return {"/xxgk/fz.html": html(fixture("f18_frame")), "/common/listnews.html?cid=33": html(rows)}


def _ci_address(item: Item) -> str:
    return _href(mould("f01_ci", "<li", "</li>").row(item))


class _Viewer(Detail):
    """The document is a file that a viewer shows in a frame (`f18_viewer`)."""

    def pages(self, address: str, item: Item) -> dict[str, Answer]:
        page = fixture("f18_viewer").replace(TITLE, item.title).replace("2025-03-28", str(item.posted))
        path = f"/upload/2025/{item.key}.docx"
        page = re.sub(r"file=[^\"]+", f"file={quote(path, safe='')}", page)
        return {address: html(page), path: details.word_file(item.text, item.title)}


# --- F15, F16, F17 ----------------------------------------------------------------------------------------------

_ASPX = "/index.aspx?lanmuid=76&sublanmuid=973"


def _aspnet_mould() -> Any:
    return mould("f15_aspnet", "<tr>", "</tr>")


def _aspnet_address(item: Item) -> str:
    return "/" + _href(_aspnet_mould().row(item))


def _aspnet(items: Sequence[Item]) -> Pages:
    """One address: the page is asked for by a postback that gives back the page's own state."""
    made = _aspnet_mould()
    shown: dict[str, Answer] = {}
    for part in parts(items, lambda number, _: str(number)):
        state = f'name="__VIEWSTATE" value="state{part.number}"'
        before = re.sub(r'name="__VIEWSTATE" value="[^"]*"', state, made.before)
        pager = _aspnet_pager(part.number, part.of)
        after = re.sub(r'<div id="AspNetPager1">.*?</div>', lambda _, pager=pager: pager, made.after)  # type: ignore[misc]
        shown[str(part.number)] = html(before + "\n".join(map(made.row, part.items)) + after)

    def reply(exchange: Exchange) -> None:
        form = dict(parse_qsl(exchange.asked.body.decode(), keep_blank_values=True))
        number = form.get("__EVENTARGUMENT", "1")
        came_from = form.get("__VIEWSTATE") == f"state{int(number) - 1}" and form.get("__EVENTTARGET") == "AspNetPager1"
        good = exchange.asked.method == "GET" or came_from
        exchange.answer(shown[number] if good else Answer(b"Validation of viewstate MAC failed", 500))

    return {_ASPX: reply}


def _aspnet_pager(number: int, of: int) -> str:
    def link(target: int, word: str) -> str:
        return f"""<a href="javascript:__doPostBack('AspNetPager1','{target}')">{word}</a>"""

    numbers = "".join(f"<span>{n}</span>" if n == number else link(n, str(n)) for n in range(1, of + 1))
    dead = '<a disabled="disabled">下一页</a><a disabled="disabled">末页</a>'
    ends = dead if number == of else link(number + 1, "下一页") + link(of, "末页")
    return f'<div id="AspNetPager1">{numbers}{ends}</div>'


def _script_address(item: Item) -> str:
    return f"/gbgz/{item.posted:%Y%m%d}/i{1200 + item.key}.html"


def _script_data(items: Sequence[Item]) -> Pages:
    rows = [
        {"channelid": 68873, "title": item.title, "daytime": str(item.posted), "url": _script_address(item)}
        for item in items
    ]
    text = f'var dataList=[{{"infolist": {json.dumps(rows, ensure_ascii=False)}}}]; '
    text += 'var pagesData={"curPageNo":1,"pageTotal":3};'
    page = re.sub(r"var dataList=.*?pagesData=\{.*?\};", lambda _: text, fixture("f16_script_data"), flags=re.DOTALL)
    return {"/gbgz/index.html": html(page)}


_FILL = """
fetch('/yxgovfront/rows.json').then(answer => answer.json()).then(rows => {
  document.getElementById('app').innerHTML = '<div class="list"><ul>' + rows.map(row =>
    `<li><a href="${row[0]}">${row[1]}</a><span>${row[2]}</span></li>`).join('') + '</ul></div>';
});
"""


def _spa(items: Sequence[Item]) -> Pages:
    rows = [[_ci_address(item), item.title, str(item.posted)] for item in items]
    script = Answer(_FILL.encode(), headers={"Content-Type": "text/javascript; charset=utf-8"})
    empty = Answer(b"", headers={"Content-Type": "text/javascript"})
    return {
        "/yxgovfront/list.html": html(fixture("f17_spa")),
        "/js/app.a91b.js": script,
        "/js/chunk-vendors.7f1c.js": empty,
        "/css/app.css": Answer(b"", headers={"Content-Type": "text/css"}),
        "/yxgovfront/rows.json": data(rows),
    }


def _directory_address(item: Item) -> str:
    return _href(_directory_mould().row(item))


def _old(items: Sequence[Item]) -> Pages:
    return _jpage(items, script=True)


def _counting(items: Sequence[Item]) -> Pages:
    return _jpaas(items, counts=True)


_COL_9, _COL_1229 = "/col/col9/index.html", "/col/col1229/index.html"

TRANSPORTS = (
    Family("f05_jpage", _COL, _jpage, _jpage_address, details.JCMS),
    Family("f05_jpage_old", _COL, _old, _jpage_address, details.JCMS),
    Family("f06_jpaas", _COL_9, _jpaas, _jpaas_address, details.JCMS),
    Family("f06_jpaas_count", _COL_9, _counting, _jpaas_address, details.JCMS),
    Family("f07_directory", _COL_1229, _directory, _directory_address, details.JCMS),
    Family("f10_shanghai_frame", "/nw12344/index.html", _framed, _shanghai_address, details.SHANGHAI),
    Family("f15_aspnet", _ASPX, _aspnet, _aspnet_address, details.CI),
    Family("f16_script_data", "/gbgz/index.html", _script_data, _script_address, details.CI, several_pages=False),
    Family("f17_spa", "/yxgovfront/list.html", _spa, _ci_address, details.CI, needs_browser=True, several_pages=False),
    Family("f18_frame", "/xxgk/fz.html", _frame, _ci_address, _Viewer("f18_viewer"), several_pages=False),
)

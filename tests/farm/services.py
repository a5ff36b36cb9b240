"""Families whose rows are answers of a service: JSON lists, search back-ends, platforms with an API."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.crawler.portal import Answer, Exchange
from tests.farm import details
from tests.farm.details import Detail
from tests.farm.families import PER_PAGE, Family, Pages, data, html, parts
from tests.farm.items import Item
from tests.farm.markup import TITLE, fixture, fixture_json


def _query(pattern: str, number: int) -> str:
    return pattern.format(n=number)


def _answers(
    items: Sequence[Item], address: str, make: Callable[[int, int, Sequence[Item]], Any], size: int = PER_PAGE
) -> Pages:
    """JSON answers by a page number in their address: ``make`` gets number, count and items."""
    found = parts(items, lambda number, _: _query(address, number), size)
    return {part.addresses[part.number - 1]: data(make(part.number, part.of, part.items)) for part in found}


def _like(template: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A row of a fixture's answer with the item's own values; no key is new."""
    assert values.keys() <= template.keys(), values.keys() - template.keys()
    return {**template, **values}


# --- F2 and F4: JSON lists and search back-ends ----------------------------------------------------------------


def _ucap_address(item: Item) -> str:
    return f"/qinghe/c100186/{item.posted:%Y%m}/{0xBEEF00 + item.key:032x}.shtml"


def _ucap_json(items: Sequence[Item]) -> Pages:
    answer = fixture_json("f02_ucap_json")["data"]
    row = answer["results"][0]
    return _answers(items, _UCAP_JSON, lambda number, _, shown: {
        "data": {**answer, "total": len(items), "rows": PER_PAGE, "page": number, "results": [
            _like(row, title=item.title, url=_ucap_address(item), publishedTimeStr=f"{item.posted} 09:30:00")
            for item in shown]}})  # fmt: skip


_UCAP_JSON = f"/common/search/0b1c2d?_isAgg=true&_isJson=true&_pageSize={PER_PAGE}&_template=index&page={{n}}"
_IGS = (
    f"/igs/front/search/list.html?index=wzqz-v2&type=zfgb&pageSize={PER_PAGE}&pageNumber={{n}}"
    "&filter%5BAVAILABLE%5D=true&orderProperty=PUBDATE"
)
_WAS5 = "/was5/web/search?channelid=229105&templet=docs.jsp&page={n}"
_JSONP = "/govsearch/jsonp/zf_jd_list.jsp?callback=result&page={n}"


def _trs_address(item: Item) -> str:
    return f"/zwgk/{item.posted:%Y%m}/t{item.posted:%Y%m%d}_{51000 + item.key}.html"


def _igs(items: Sequence[Item]) -> Pages:
    row = fixture_json("f04_igs")["page"]["content"][0]

    def answer(number: int, count: int, shown: Sequence[Item]) -> Any:
        content = [
            _like(row, DOCTITLE=item.title, DOCPUBURL=_trs_address(item), PUBDATE=_utc(item), fileNum="")
            for item in shown
        ]
        return {"page": {"total": len(items), "totalPages": count, "number": number, "content": content}}

    return _answers(items, _IGS, answer)


def _utc(item: Item) -> str:
    """Half past one in the morning of Beijing: a UTC day earlier."""
    there = datetime.combine(item.posted, time(1, 30), timezone(timedelta(hours=8)))
    return there.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _was5(items: Sequence[Item]) -> Pages:
    """Raw newlines inside the strings."""
    rows = ",\n".join(
        f'{{"title":"{item.title}\n","url":"{_trs_address(item)}","time":"{item.posted:%Y.%m.%d}"}}' for item in items
    )
    text = f'{{"count":"{len(items)}","docs":[\n{rows}]}}'
    return {_query(_WAS5, 1): Answer(text.encode(), headers={"Content-Type": "application/json"})}


def _jsonp(items: Sequence[Item]) -> Pages:
    """GBK, blank lines and a UTF-8 byte order mark in mid-body."""
    rows = [
        {"title": item.title, "puburl": _trs_address(item), "tip": {"dates": str(item.posted)},
         "pubDate": str(item.posted)} for item in items]  # fmt: skip
    text = json.dumps({"data": rows}, ensure_ascii=False).encode("gb18030")
    body = b"\n\n\n\n\xef\xbb\xbfresult(" + text + b");"
    return {_query(_JSONP, 1): Answer(body, headers={"Content-Type": "text/html;charset=GBK"})}


# --- F8: Guangdong's platform ----------------------------------------------------------------------------------

_API = "/gkmlpt/api/all/368?page={n}&sid=755041"


def _gkmlpt_address(item: Item) -> str:
    return f"/gkmlpt/content/9/{9975000 + item.key}/post_{9975000 + item.key}.html"


def _gkmlpt(items: Sequence[Item]) -> Pages:
    row = fixture_json("f08_gkmlpt", "page4.json")["articles"][0]

    def answer(_: int, __: int, shown: Sequence[Item]) -> Any:
        articles = [
            _like(
                row,
                id=9975000 + item.key,
                title=item.title,
                url=_gkmlpt_address(item),
                post_url=_gkmlpt_address(item),
                date=f"{item.posted} 10:00:00",
                display_publish_time=int(datetime.combine(item.posted, time(2), UTC).timestamp()),
                attachment=[],
            )
            for item in shown
        ]
        return {"classify": {"id": 368, "name": "法治政府建设", "post_count": len(items)}, "articles": articles}

    return {"/gkmlpt/index": html(fixture("f08_gkmlpt")), **_answers(items, _API, answer, 100)}


class _ConfigDetail(Detail):
    """The text as a string in `_CONFIG.DETAIL`."""

    def pages(self, address: str, item: Item) -> dict[str, Answer]:
        match = re.search(r"DETAIL: (\{.*\})\s?\}</script>", fixture("f08_gkmlpt_detail"), re.DOTALL)
        assert match
        shown = _like(
            json.loads(match[1]),
            id=9975000 + item.key,
            title=item.title,
            content=item.text,
            display_publish_time=int(datetime.combine(item.posted, time(2), UTC).timestamp()),
            attachment=[],
        )
        text = fixture("f08_gkmlpt_detail").replace(match[1], json.dumps(shown, ensure_ascii=False))
        return {address: html(text.replace(TITLE, item.title))}


# --- F14 Epoint, F19 Suzhou ---

_SERVICE = "/EpointWebBuilder/rest/lightfrontaction/getPageInfoListNew2"
_GUID, _CATEGORY, _EPOINT_PAGE = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a", "003001002", 20


def _epoint_address(item: Item) -> str:
    return f"/ybqzf/003001/003001002/{item.posted:%Y%m%d}/{0xABC000 + item.key:032x}.html"


def _epoint(items: Sequence[Item]) -> Pages:
    row = fixture_json("f14_epoint", "page2.json")["custom"]["infodata"][0]
    pages: Pages = {"/ybqzf/zfxxgk/fdzdgknr/list.html": html(fixture("f14_epoint"))}
    for part in parts(items, lambda number, _: str(number - 1), _EPOINT_PAGE):
        fields = {"siteGuid": _GUID, "categoryNum": _CATEGORY, "pageIndex": part.number - 1, "pageSize": _EPOINT_PAGE}
        shown = [_like(row, title=item.title, infourl=_epoint_address(item), infodate=str(item.posted))
                 for item in part.items]  # fmt: skip
        answer = data({"custom": {"count": str(len(items)), "infodata": shown}, "status": {"code": 200}})
        pages[f"{_SERVICE}?{urlencode(fields)}"] = _with_params(fields, answer)
    return pages


def _with_params(fields: dict[str, Any], answer: Answer) -> Callable[[Exchange], None]:
    def reply(exchange: Exchange) -> None:
        form = dict(parse_qsl(exchange.asked.body.decode()))
        asked = json.loads(form.get("params", "{}"))
        exchange.answer(answer if asked == fields else Answer(b"{}", 400))

    return reply


_SUZHOU = f"/szinf/xxgk/interfacesWebZcwj/loadData?pageSize={PER_PAGE}&pageNo={{n}}"


def _suzhou_address(item: Item) -> str:
    return f"/szsrmzf/zfwj/{item.posted:%Y%m}/{0xFEED00 + item.key:032x}.shtml"


def _suzhou(items: Sequence[Item]) -> Pages:
    row = fixture_json("f19_suzhou")["data"]["list"][0]
    return _answers(items, _SUZHOU, lambda number, count, shown: {
        "status": "1", "data": {"allRow": len(items), "totalPage": count, "currentPage": number, "pageSize": PER_PAGE,
            "list": [_like(row, TITLE=f"<em>{item.title}</em>", URL=_suzhou_address(item),
                           PUBLISHED_TIME_FORMAT=str(item.posted)) for item in shown]}})  # fmt: skip


_EPOINT = "/ybqzf/zfxxgk/fdzdgknr/list.html"
SERVICES = (
    Family("f02_ucap_json", _query(_UCAP_JSON, 1), _ucap_json, _ucap_address, details.UCAP),
    Family("f04_igs", _query(_IGS, 1), _igs, _trs_address, details.TRS),
    Family("f04_was5", _query(_WAS5, 1), _was5, _trs_address, details.TRS, several_pages=False),
    Family("f04_jsonp", _query(_JSONP, 1), _jsonp, _trs_address, details.TRS, several_pages=False),
    Family("f08_gkmlpt", "/gkmlpt/index", _gkmlpt, _gkmlpt_address, _ConfigDetail("f08_gkmlpt_detail")),
    Family("f14_epoint", _EPOINT, _epoint, _epoint_address, details.CI),
    Family("f19_suzhou", _query(_SUZHOU, 1), _suzhou, _suzhou_address, details.UCAP),
)

"""Portals that cannot be read, or not whole, while a report is due: never said to be missing, and well again later.

Each of them published its report in time, where we could not see it. Beside them stand honest portals: their lists can
be read whole and hold no report, and that is said, with its proof.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from db.verify import verify
from tests.crawler.portal import Answer, Exchange, drip, large_body, robots
from tests.farm import traps
from tests.farm.families import Pages
from tests.farm.farm import Farm, FarmPortal, Twist
from tests.farm.items import REPORT_2025, Column, column
from tests.farm.site import FarmSite
from tests.farm.traps import during, every_page, on_markup, on_report, page, the_list

pytestmark = pytest.mark.timeout(600)  # whichever test comes first holds the passes

BEFORE, DUE, AFTER = date(2026, 3, 20), date(2026, 3, 31), date(2026, 4, 2)
AGAIN, BACK, LATER = date(2026, 4, 4), date(2026, 4, 6), date(2026, 4, 10)
_TROUBLE = date(2026, 3, 22), date(2026, 4, 5)  # from the first day to the day before the second
_MAX_BYTES = 400_000
_LIST = "/c14692/index.html"
_PAGE_2 = "/c14692/pages/2.html"


@dataclass(frozen=True)
class Trap:
    """A portal in trouble: what it does, and what the newest visit must say while it lasts."""

    name: str
    change: traps.Change
    outcome: str  # blind | partial
    says: str  # in the visit's reason
    family: str = "f01_ci"
    from_the_start: bool = False  # else it begins after a good visit


def _blind(name: str, change: traps.Change, says: str, family: str = "f01_ci") -> Trap:
    return Trap(name, change, "blind", says, family)


def _partial(name: str, change: traps.Change, says: str, family: str = "f01_ci", *, late: bool = False) -> Trap:
    return Trap(name, change, "partial", says, family, not late)


def _robots(text: str) -> traps.Change:
    return page("/robots.txt", robots(text))


def _to(target: str) -> Answer:
    return Answer(b"", 302, {"Location": target})


_MADE_UP = '<li><a href="/c14692/20250105/i{0}{1:03}.html">第{0}期第{1}号工作动态信息</a><span>2025-01-05</span></li>'


def _endless(portal: FarmPortal, pages: Pages) -> None:
    """Every page names a next one, with rows that were never there before."""

    def more(exchange: Exchange) -> None:
        number = int(exchange.path.rsplit("/", 1)[1].removesuffix(".html"))
        rows = "".join(_MADE_UP.format(number, n) for n in range(7))
        following = f'<a class="next" href="/c14692/pages/{number + 1}.html">下一页</a>'
        exchange.answer(Answer.html(f'<html><body><ul class="list">{rows}</ul><div>{following}</div></body></html>'))

    for number in range(2, 40):
        pages[f"/c14692/pages/{number}.html"] = more


def _same_page(portal: FarmPortal, pages: Pages) -> None:
    """Page 1 is answered for every number (as some hosts do to visitors from abroad)."""
    first = pages[_LIST]
    assert isinstance(first, Answer)
    for number in (2, 3):
        following = f'href="/c14692/pages/{number + 1}.html">'.encode()
        body = first.body.replace(b'href="/c14692/pages/2.html">', following)
        pages[f"/c14692/pages/{number}.html"] = replace(first, body=body)


def _jpaas_repeats(portal: FarmPortal, pages: Pages) -> None:
    units = [path for path in pages if "/page/build/unit" in path]
    for path in units:
        pages[path] = pages[min(units, key=len)]


def _jpaas_refuses(portal: FarmPortal, pages: Pages) -> None:
    """What a unit answers to a tag in the wrong bytes: it looks like a wall."""
    for path in pages:
        if "/page/build/unit" in path:
            pages[path] = Answer(b'{"success":false,"code":"401","message":"AuthorizedRead"}',
                                 headers={"Content-Type": "application/json"})  # fmt: skip


def _jpage_empty(portal: FarmPortal, pages: Pages) -> None:
    for path in pages:
        if "dataproxy.jsp" in path:
            pages[path] = Answer(b" " * 54, headers={"Content-Type": "text/xml"})


def _more_than_pages(portal: FarmPortal, pages: Pages) -> None:
    """Tianjin: 38,546 rows are counted, and pages for a few of them handed out."""
    for path, reply in pages.items():
        if "/igs/" in path and isinstance(reply, Answer):
            pages[path] = replace(reply, body=re.sub(rb'"total": \d+', b'"total": 38546', reply.body))


def _first_again(portal: FarmPortal, pages: Pages) -> None:
    """TRS: page 2 is asked for, and page 1 answered."""
    pages["/zwgk/fzzfjsndbg/index_1.shtml"] = pages[portal.family.first]


def _total(text: str) -> str:
    return re.sub(r'<div id="pages">', '<div id="pages"><span>共40条</span>', text)


def _index_page(answer: Answer) -> Answer:
    """CSRC under a burst: the index in the article's place, with status 200."""
    row = '<li><a href="/c1/202603{0:02}/i{0}.html">本县领导调研第{0}个重点项目建设进展情况</a></li>'
    rows = "".join(row.format(n) for n in range(1, 16))
    return Answer.html(f"<html><head><title>政府门户网站</title></head><body><ul>{rows}</ul></body></html>")


_EMPTY_FRAME = Answer.html("<html><body><div id='app'></div><script src='/app.js'></script></body></html>")
_BLIND = (
    _blind("river", every_page(traps.RIVER), "challenge"),
    _blind("river-202", every_page(traps.RIVER_202), "challenge"),
    _blind("jsl", every_page(traps.JSL), "challenge"),
    _blind("wzws", every_page(traps.WZWS), "challenge"),
    _blind("cloud-dam", every_page(traps.CLOUD_DAM), "challenge"),
    _blind("soft-404", the_list(traps.SOFT_404), "soft_404"),
    _blind("error-page", the_list(traps.ERROR_PAGE), ""),
    _blind("login", the_list(traps.LOGIN_PAGE), ""),
    _blind("status-500", every_page(Answer(b"x", 500)), "status 500"),
    _blind("gone", the_list(Answer.html("<title>404</title><p>Not Found</p>", status=404)), "gone"),
    _blind("empty-template", on_markup(_LIST, traps.no_rows), "no rows"),
    _blind("redesign", the_list(Answer.html("<html><body><div id='app'></div><p>新版网站</p></body></html>")), ""),
    _blind("shell", the_list(_EMPTY_FRAME), "shell"),
    _blind("robots-disallow", _robots("User-agent: *\nDisallow: /\n"), "robots"),
    _blind("robots-403", page("/robots.txt", Answer(b"no", 403)), "robots"),
    _blind("robots-503", page("/robots.txt", Answer(b"no", 503)), "robots"),
    _blind("dead", traps.dead, "unreachable"),
    _blind("slow", the_list(drip(30)), "unreachable"),
    _blind("too-large", the_list(large_body(2_000_000, declared=False)), "too_large"),
    _blind("gzip-bomb", the_list(traps.BOMB), "too_large"),
    _blind("redirect-loop", the_list(_to(_LIST)), "redirects"),
    _blind("private-redirect", the_list(_to("http://10.0.0.1/")), "forbidden_address"),
    _blind("jpaas-refuses", _jpaas_refuses, "", "f06_jpaas"),
    _blind("gkmlpt-api", page("/gkmlpt/api/all/368?page=1&sid=755041", Answer(b"{}", 403)), "status 403", "f08_gkmlpt"),
)  # fmt: skip
_PARTIAL = (
    _partial("middle-page", page(_PAGE_2, Answer(b"x", 500)), "page 2"),
    _partial("declared-total", on_markup(None, _total), "of 40 declared rows"),
    _partial("repeating", _same_page, "repeats"),
    _partial("endless", _endless, "max_pages"),
    _partial("capped", on_markup(None, lambda text: re.sub(r"(createPageHTML\([^)]*,)\d+\)", r"\g<1>500)", text)),
             "capped", "f02_ucap"),
    _partial("other-page", _first_again, "page_mismatch", "f03_trs"),
    _partial("truncated", _more_than_pages, "truncated", "f04_igs"),
    _partial("jpaas-repeats", _jpaas_repeats, "page_mismatch", "f06_jpaas"),
    _partial("jpage-empty", _jpage_empty, "page 2", "f05_jpage"),
    _partial("lost-rows", on_markup(_LIST, traps.few_rows), "known rows are gone", late=True),
)  # fmt: skip
_UNREAD = {  # the list is whole and shows the report, whose page cannot be had
    "index-instead": on_report(_index_page),
    "page-500": on_report(lambda answer: replace(answer, status=500)),
    "page-gone": on_report(lambda answer: Answer.html("<title>404</title><p>页面不存在</p>", status=404)),
    "page-challenge": on_report(lambda answer: traps.RIVER),
    "page-robots": _robots("User-agent: *\nDisallow: /c14692/20260327/\n"),
}


_UNTIL_BACK = {"posted": date(2026, 1, 6), "since": _TROUBLE[1]}  # in time, but where the cut list does not show it
_SEEN_LATER = {"posted": date(2026, 3, 27)}


def _small(number: int, **report: Any) -> Column:
    """A short column of three pages: reports of three years, two look-alikes, news."""
    return _cut(column(number, fillers=11), report)


def _long(number: int, **report: Any) -> Column:
    """More than 45 rows, for the service that hands out so many at once."""
    return _cut(column(number, fillers=46), report)


def _cut(whole: Column, report: dict[str, Any]) -> Column:
    kept = tuple(item for item in whole.items if item.key in (REPORT_2025, 2, 3, 10, 11) or item.key >= 100)
    return Column(whole.county, kept).but(REPORT_2025, **report)


# --- portals that can be read whole, and hold no report --------------------------------------------------------


def _pinned(text: str) -> str:
    """The same row on top of every page."""
    link = '<a href="/c14692/20240105/i77.html">关于网站改版的公告（长期有效）</a>'
    row = f'<li class="top">{link}<span>2024-01-05</span></li>'
    return text.replace('<ul class="list">', f'<ul class="list">{row}')


def _encoded(encoding: str, declared: str, header: str, *, bom: bytes = b"") -> traps.Change:
    """All pages in one encoding, whatever meta tag and header say."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        for path, reply in pages.items():
            if isinstance(reply, Answer) and "html" in reply.headers.get("Content-Type", ""):
                text = reply.body.decode().replace('<meta charset="utf-8">', f'<meta charset="{declared}">')
                pages[path] = replace(reply, body=bom + text.encode(encoding), headers={"Content-Type": header})

    return change


def _zipped(portal: FarmPortal, pages: Pages) -> None:
    """gzip without being asked (CNIPA)."""
    for path, reply in pages.items():
        if isinstance(reply, Answer) and path != "/robots.txt":
            pages[path] = replace(
                reply, body=gzip.compress(reply.body), headers={**reply.headers, "Content-Encoding": "gzip"}
            )


def _behind(stub: str) -> traps.Change:
    """The list lies behind a stub that sends its reader there."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        pages["/fzzf/moved.html"] = pages[_LIST]
        pages[_LIST] = Answer.html(stub.format("/fzzf/moved.html"))

    return change


def _cookies(portal: FarmPortal, pages: Pages) -> None:
    for path, reply in pages.items():
        if isinstance(reply, Answer) and path != "/robots.txt":
            pages[path] = traps.cookie_first(reply)


def _files_last(portal: FarmPortal, pages: Pages) -> None:
    """A last page that holds nothing but files."""
    last = pages["/c14692/pages/3.html"]
    assert isinstance(last, Answer)
    row = '<li><a href="/files/2019{0}.pdf">2019年第{0}季度政务公开情况统计表.pdf</a><span>2019-0{0}-05</span></li>'
    rows = "".join(row.format(number) for number in range(1, 5))
    text = last.body.decode().replace("/pages/3.html", "/pages/4.html")
    pages["/c14692/pages/3.html"] = Answer.html(text)
    text = re.sub(r'<ul class="list">.*?</ul>', f'<ul class="list">{rows}</ul>', text, flags=re.DOTALL)
    pages["/c14692/pages/4.html"] = Answer.html(text)


def _noise(text: str) -> str:
    """Addresses as portals write them: doubled slashes, dot segments, a session, a fragment, a hidden flag."""
    return re.sub(
        r'<a href="/c14692/(\d+)/(i\d+)\.html"',
        r'<a href="/c14692//x/../\1/./\2.html;jsessionid=A1B2?xxgkhide=1#zoom"',
        text,
    )


def _renewed(text: str) -> str:
    """A redesign that keeps its rows: other containers, dates in front, a word for the pager."""
    text = re.sub(r"<li>(<a.*?</a>)<span>(.*?)</span></li>", r'<div class="n-it"><em>[\2]</em>\1</div>', text)
    return text.replace('<ul class="list">', '<section class="n-ls">').replace(
        '</ul><div id="pages">', "</section><div>"
    )


_META_STUB = '<html><head><meta http-equiv="refresh" content="0; url={}"></head></html>'
_SCRIPT_STUB = '<html><script>window.location.href="{}";</script></html>'
_HONEST: dict[str, traps.Change] = {
    "plain": lambda portal, pages: None,
    "pinned": on_markup(None, _pinned),
    "files-last": _files_last,
    "noise": on_markup(None, _noise),
    "renewed": on_markup(None, _renewed),
    "robots-is-html": page("/robots.txt", Answer.html("<html>User-agent: *\nDisallow: /</html>")),
    "robots-moved": page("/robots.txt", _to("/404.html")),
    "robots-404": page("/robots.txt", Answer(b"", 404)),
    "cookie": _cookies,
    "zipped": _zipped,
    "meta-stub": _behind(_META_STUB),
    "script-stub": _behind(_SCRIPT_STUB),
    "gb18030-as-gb2312": _encoded("gb18030", "gb2312", "text/html"),
    "utf8-as-gb2312": _encoded("utf-8", "gb2312", "text/html"),
    "gb18030-as-utf8": _encoded("gb18030", "utf-8", "text/html; charset=utf-8"),
    "wrong-header": _encoded("utf-8", "utf-8", "text/html; charset=iso-8859-1"),
    "mark": _encoded("utf-8", "gbk", "text/html; charset=gbk", bom=b"\xef\xbb\xbf"),
}


# --- the three weeks -------------------------------------------------------------------------------------------


@dataclass
class Weeks:
    """The farm after its passes, and how sections and bodies stood after each."""

    site: FarmSite
    farm: Farm
    visits: dict[tuple[str, date], dict[str, Any]]
    stands: dict[tuple[str, date], dict[str, Any]]
    alerts: dict[tuple[str, date], dict[str, str]]


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weeks]:
    with Farm() as farm:
        for number, (name, portal) in enumerate(_portals().items()):
            family, twist, make, report, section = portal
            farm.add(family, make(number, **report), twist, name=name, **section)
        site = FarmSite(tmp_path_factory.mktemp("weeks"), farm, timeout=1.5, max_pages=8, max_bytes=_MAX_BYTES)
        found = Weeks(site, farm, {}, {}, {})
        for day in (BEFORE, AFTER, AGAIN, BACK, LATER):
            site.run(day, only=("endless",) if day == LATER else ())
            for each in farm:
                found.visits[each.name, day] = site.visit(each)
                found.stands[each.name, day] = site.expectation(each, 2025)
                found.alerts[each.name, day] = {
                    rule: state for rule, state in site.alerts(each).items() if rule != "due_soon"
                }
        yield found


_Portal = tuple[str, Twist, Any, dict[str, Any], dict[str, str]]


def _portals() -> dict[str, _Portal]:
    found: dict[str, _Portal] = {}
    for trap in (*_BLIND, *_PARTIAL):
        since = date(2026, 3, 1) if trap.from_the_start else _TROUBLE[0]
        make = _long if trap.family == "f05_jpage" else _small
        section = {"render": "http"} if trap.name == "shell" else {}
        report = _UNTIL_BACK if trap.from_the_start else _SEEN_LATER
        found[trap.name] = trap.family, during(since, _TROUBLE[1], trap.change), make, report, section
    for name, change in _UNREAD.items():
        found[name] = "f01_ci", during(*_TROUBLE, change), _small, _SEEN_LATER, {}
    for name, change in _HONEST.items():
        found[f"honest-{name}"] = "f01_ci", traps.always(change), _small, {"posted": _TROUBLE[1]}, {}
    return found


def _ids(found: Iterable[Trap]) -> list[Any]:
    return [pytest.param(trap, id=trap.name) for trap in found]


@pytest.mark.parametrize("day", [AFTER, AGAIN])
@pytest.mark.parametrize("trap", _ids((*_BLIND, *_PARTIAL)))
def test_trouble_is_seen_and_said(weeks: Weeks, trap: Trap, day: date) -> None:
    visit = weeks.visits[trap.name, day]
    assert (visit["outcome"], visit["whole"]) == (trap.outcome, 0), visit["reason"]
    assert trap.says in visit["reason"]
    if trap.outcome == "blind":
        assert visit["rows_seen"] == 0


@pytest.mark.parametrize("trap", _ids((*_BLIND, *_PARTIAL)))
def test_what_could_not_be_seen_is_never_said_to_be_missing(weeks: Weeks, trap: Trap) -> None:
    for day in (AFTER, AGAIN):
        stand = weeks.stands[trap.name, day]
        assert stand["state"] == "cannot_tell", stand["reason"]
        assert ("不能读取" if trap.outcome == "blind" else "未能完整读取") in stand["reason"]
        assert weeks.alerts[trap.name, day]["cannot_tell"] == "open"
    assert "report_missing" not in weeks.alerts[trap.name, BACK]
    assert "history_gap" not in weeks.alerts[trap.name, BACK]


@pytest.mark.parametrize("trap", _ids((*_BLIND, *_PARTIAL)))
def test_two_bad_visits_break_a_source_and_a_good_one_mends_it(weeks: Weeks, trap: Trap) -> None:
    assert weeks.alerts[trap.name, AGAIN]["source_broken"] == "open"
    day = LATER if trap.name == "endless" else BACK  # the rows that an endless list made up are doubted for three days
    assert weeks.visits[trap.name, day]["whole"] == 1, weeks.visits[trap.name, day]["reason"]
    assert weeks.stands[trap.name, day]["state"] == "on_time"
    assert weeks.alerts[trap.name, day] == {"cannot_tell": "resolved", "source_broken": "resolved"}


@pytest.mark.parametrize("name", _UNREAD)
def test_a_report_whose_page_cannot_be_had_is_not_missing(weeks: Weeks, name: str) -> None:
    for day in (AFTER, AGAIN):
        assert weeks.visits[name, day]["whole"] == 1
        stand = weeks.stands[name, day]
        assert (stand["state"], "待判定的文件" in stand["reason"]) == ("cannot_tell", True), stand["reason"]
    assert "report_missing" not in weeks.alerts[name, BACK]
    assert weeks.stands[name, BACK]["state"] == "on_time"


@pytest.mark.parametrize("name", _HONEST)
def test_an_honest_list_without_the_report_is_the_proof(weeks: Weeks, name: str) -> None:
    name = f"honest-{name}"
    for day in (AFTER, AGAIN):
        visit = weeks.visits[name, day]
        assert (visit["outcome"], visit["whole"], visit["reason"]) == ("ok", 1, None)
        stand = weeks.stands[name, day]
        assert stand["state"] == "missing", stand["reason"]
        assert weeks.alerts[name, day] == {"report_missing": "open"}
    proof = json.loads(weeks.stands[name, AFTER]["visit_ids"])
    rows = weeks.site.rows(f"SELECT section_id, seen_at, whole, rows_seen FROM visits WHERE id IN ({proof[0]})")
    assert [(row["section_id"], row["whole"]) for row in rows] == [(name, 1)]
    assert rows[0]["seen_at"] > DUE.isoformat()
    assert rows[0]["rows_seen"] >= 15


@pytest.mark.parametrize("name", _HONEST)
def test_a_late_report_closes_the_case(weeks: Weeks, name: str) -> None:
    name = f"honest-{name}"
    assert weeks.stands[name, BACK]["state"] == "late"
    assert weeks.alerts[name, BACK] == {"report_missing": "resolved", "report_late": "open"}


def test_the_evidence_holds(weeks: Weeks) -> None:
    assert list(verify(weeks.site.db, weeks.site.folder / "archive").failures) == []

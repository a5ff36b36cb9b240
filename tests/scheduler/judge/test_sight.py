"""What supervisors read of a section that could not be read: words, and none of the network's own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from db.vocabulary import Rule
from scheduler.judge import digest, fingerprint
from scheduler.judge.wording.reasons import reason
from scheduler.judge.wording.sight import explain_sight
from tests.scheduler.judge.build import body, document, found, section, visit
from tests.scheduler.judge.test_wording import worded

REFUSED = (
    "unreachable: robots.txt: ConnectionRefusedError: Connection was refused by other side: 111: Connection refused."
)
SAID = {
    REFUSED: "网站拒绝连接",
    "unreachable: given up for this pass after 3 fetches without an answer: DownloadTimeoutError: took longer": (
        "网站在规定时间内没有应答"
    ),
    "unreachable: TLS: certificate verify failed": "与网站建立加密连接失败",
    "unreachable: the name a.test has no address ([Errno -2] Name or service not known)": "网站的域名无法解析",
    "unreachable: no answer for the name a.test within 10 s": "网站的域名无法解析",
    "unreachable: ConnectionLost: Connection to the other side was lost in a non-clean fashion.": (
        "连接中途断开，应答不完整"
    ),
    "robots: robots.txt of a.test does not let FazhiWatch visit this address": "网站的robots.txt不允许访问该栏目",
    "robots: robots.txt is answered with 403: the host refuses robots": "网站的robots.txt不能读取，暂不访问",
    "error: robots.txt: status 503": "网站的robots.txt不能读取，暂不访问",
    "error: status 502": "网站返回错误（HTTP 502）",
    "page 3: error: status 500; 40 of 60 declared rows seen": "网站返回错误（HTTP 500）；栏目称共60条，只看到40条",
    "gone: status 404": "网址已不存在",
    "soft_404: says '页面不存在'": "网址返回“页面不存在”之类的提示",
    "challenge: status 412, as protection systems answer": "网站要求人机验证，程序不能通过",
    "no rows were recognised": "页面上未识别出文章列表",
    "5 of 6 known rows are gone": "此前列出的6条中有5条不见了",
    "internal error: KeyError: 'x'": "本系统内部错误，与网站无关",
    "challenge: status 412 (tls: legacy, certificate not checked)": "网站要求人机验证，程序不能通过",
    "another site answers: SiteIDCode 5101040001 instead of 4302030001": "网址返回的是另一个地方的网站",
    "cut off: a <ul> is left open, and the transfer did not say where it ends": (
        "页面未传完整，列表可能缺少后面的部分"
    ),
    "an old copy, of 2026-03-20T01:30:00+08:00: what the portal showed later was seen before": (
        "所得页面是较早的缓存副本"
    ),
    "page 1 is an older one than was seen before (Last-Modified)": "所得页面是较早的缓存副本",
    "something nobody foresaw": "技术原因，详见系统运行状态",
}

BAD = [visit(f"2026-03-{day:02d}", "blind") for day in range(10, 18)]


@pytest.mark.parametrize("raw", SAID)
def test_a_reason_is_said_in_words(raw: str) -> None:
    said = explain_sight(raw, "zh-CN")
    assert said == SAID[raw]
    assert not said.endswith("。") and not re.search(r"[A-Za-z]{3,}Error|refused|status", said)
    english = explain_sight(raw, "en")
    assert english.isascii() and not english.endswith(".") and "Error" not in english


def test_no_reason_is_no_words() -> None:
    assert explain_sight("", "zh-CN") == ""


def test_what_cannot_be_told_says_why_in_words() -> None:
    said = reason("blind", "zh-CN", section="http://a.test/fz/", since="2026-04-01", detail=REFUSED)
    assert said == "栏目 http://a.test/fz/ 自 2026-04-01 起不能读取：网站拒绝连接"


def test_a_case_names_the_section_by_what_it_is_for() -> None:
    dead = [visit(day, "blind", reason=REFUSED) for day in ("2026-03-18", "2026-03-19")]
    facts = body(sections=[section(visit("2026-03-17"), *dead)])
    (judgement,) = found(facts, Rule.SOURCE_BROKEN, date(2026, 3, 20))
    said = worded(judgement)
    assert said.title == "示例区：法治政府建设年度报告栏目连续不能读取"
    assert "不能读取：网站拒绝连接。最近一次正常读取为2026年3月17日。" in said.explanation
    assert not re.search("Error|refused|。。", said.explanation)


def test_a_trouble_is_no_news_by_growing_older() -> None:
    (first,) = found(body(sections=[section(*BAD)]), Rule.SOURCE_BROKEN, date(2026, 3, 20))
    (later,) = found(body(sections=[section(visit("2026-01-05"), *BAD[1:])]), Rule.SOURCE_BROKEN, date(2026, 3, 21))
    assert first.data["now"] != later.data["now"] and digest(first) == digest(later)


def test_a_document_that_may_be_the_report_takes_back_that_it_is_missing() -> None:
    today = date(2026, 4, 20)
    seen = section(visit("2026-04-19"))
    (missing,) = found(body(sections=[seen]), Rule.REPORT_MISSING, today)
    waits = replace(seen, pending=(document("关于法治政府建设工作的报告", decision="unsure"),))
    (untold,) = found(body(sections=[waits]), Rule.CANNOT_TELL, today)
    assert fingerprint(missing) in untold.absorbs
    blind = section(visit("2026-03-20"), visit("2026-04-19", outcome="blind", whole=False))
    (unseen,) = found(body(sections=[blind]), Rule.CANNOT_TELL, today)
    assert fingerprint(missing) not in unseen.absorbs, "it may still be missing"

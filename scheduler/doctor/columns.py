"""Which links of a page look like columns that hold yearly reports?

The words are those that portals use for them (行政执法公示制度 asks for a column of its own; most
portals have one for 法治政府建设年度报告 since 2020); a link to a single document is no column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.pages.urls import canonical_url, site_of
from parsers.pages.view import View
from parsers.records import Page
from parsers.titles import parse_title
from parsers.vocabulary import Decision, Kind

_MOST = 15
_LONGEST_NAME = 24  # characters; a column's name is short
_FAZHI, _STATS, _DISCLOSURE = Kind.FAZHI_ANNUAL, Kind.ENFORCEMENT_STATS, Kind.DISCLOSURE_ANNUAL

# The first that fits counts: what names the report itself, then its subject, then the place where such columns lie.
_NAMES: tuple[tuple[re.Pattern[str], Kind | None, int, str], ...] = (
    (re.compile(r"法治政府建设.{0,6}(?:报告|年报)|依法行政.{0,6}报告"), _FAZHI, 100, "names the report"),
    (re.compile(r"法治政府"), _FAZHI, 90, "names its subject"),
    (
        re.compile(r"信息公开.{0,6}(?:年报|年度报告)|(?:年报|年度报告).{0,4}信息公开"),
        _DISCLOSURE,
        85,
        "names the report",
    ),
    (re.compile(r"行政执法.{0,8}(?:数据|统计|年报|年度报告|总体情况)"), _STATS, 85, "names the data"),
    (re.compile(r"依法行政|法治建设|依法治[省市县区]|法治[一-鿿]{1,4}建设"), _FAZHI, 70, "names its subject"),
    (re.compile(r"行政执法.{0,8}(?:公示|公开|信息)|执法(?:公示|公开)"), _STATS, 65, "names enforcement"),
    (re.compile(r"行政执法|双随机"), _STATS, 45, "names enforcement"),
    (re.compile(r"年度报告|工作年报|^年报$"), _DISCLOSURE, 40, "yearly reports, of what is not said"),
    (re.compile(r"司法局"), _FAZHI, 30, "the office that writes the report"),
    (re.compile(r"政务公开|信息公开|法定主动公开|政府公开"), None, 20, "such columns lie below it"),
)
# Pinyin initials in addresses: fzzf 法治政府, yfxz 依法行政, xzzf 行政执法, ndbg 年度报告, zfxxgknb …年报
_ADDRESS = re.compile(
    r"(?:^|[/_-])(?:fzzf|fzjs|fzzfjs|yfxz|xzzf|zfgk|zfgs|ndbg|gknb|xxgknb|zfxxgknb|fzzfjsndbg)", re.IGNORECASE
)
# `/20250228/`, `t20250228_12.html`, `/art/2025/2/28/`, `content_123`, `i2290123.html`: a single document
_ARTICLE = re.compile(
    r"/20\d{6}/|t20\d{6}_|/art/20\d\d/|content_\d{3,}|/i\d{5,9}\.html|post_\d{4,}|/c_\d{5,}", re.IGNORECASE
)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar|jpe?g|png)(?:$|\?)", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """A link that may lead to reports. ``score`` is 0-110: an order, not a probability."""

    url: str
    name: str
    kind: str | None
    score: int
    why: str


def find_columns(page: Page) -> tuple[Column, ...]:
    """The links of a page that look like report columns, best first, each address once."""
    view = View(page)
    best: dict[str, Column] = {}
    for link in view.links:
        if link.url is None:
            continue
        url = canonical_url(link.url)
        column = _column(url, (link.text or link.tip)[:200], link.tip, site_of(view.url))
        if column is not None and (url not in best or column.score > best[url].score):
            best[url] = column
    return tuple(sorted(best.values(), key=lambda column: -column.score)[:_MOST])


def kind_of_name(name: str) -> Kind | None:
    """The kind of report that a column's name speaks of; None if of none, or of all."""
    return next((kind for pattern, kind, _, _ in _NAMES if pattern.search(name)), None)


def _column(url: str, name: str, tip: str, site: str) -> Column | None:
    name = "".join(name.split()) or "".join(tip.split())
    entry = next((entry for entry in _NAMES if entry[0].search(name)), None)
    if entry is None or len(name) > _LONGEST_NAME or _FILE.search(url) or _ARTICLE.search(url):
        return None
    pattern, kind, score, what = entry
    word = pattern.search(name)
    reading = parse_title(name)
    if reading.decision is Decision.REPORT and reading.year is not None:
        return None
    reasons = [f"「{word.group() if word else name}」 {what}"]
    if match := _ADDRESS.search(url):
        score += 10
        reasons.append(f"address {match.group().strip('/_-')}")
    if site_of(url) != site:
        score -= 30
        reasons.append("on another site")
    return Column(url, name, kind, max(score, 0), "; ".join(reasons))

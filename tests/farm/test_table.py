"""Each trap of the survey has a test, and the table of `docs/crawling.md` names it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.farm.farm import FAMILIES
from tests.parsers.pages.golden import CASES

ROOT = Path(__file__).parents[2]
_ROW = re.compile(
    r"^\| (?P<trap>[^|]+) \| `(?P<file>tests/[\w/]+\.py)::(?P<name>\w+)(?:\[(?P<case>[^\]]+)\])?` \|$", re.M
)
# What the survey of portals knows, each once: attachments, protection, robots, TLS, encodings, addresses, dates, lists,
# bad input, changes.
TRAPS = (
    "addresses of attachments: TRS, JCMS, JPaaS, Guangdong, UCAP, VSB, FastDFS …",
    "a file without a suffix (virtual_attach_file.vsb)",
    "the true type from the first bytes (OOXML served as .xls)",
    "names from link, attribute, header (GBK, RFC 5987), address",
    "names in wrong bytes",
    "formats without a reader (ceb) are kept",
    "rar files are kept",
    "files in frames, objects, viewers",
    "相关附件 (a block of its own)",
    "a body in a frame",
    "a file in a data attribute",
    "a file in a script's string",
    "a file in a handler (onclick)",
    "a file behind 附件： at any address",
    "a file behind 点击下载 at any address",
    "a file in two arguments of a handler",
    "a row that is the file",
    "zip with names in GBK",
    "zip bombs",
    "the letter and its annex",
    "HTML served as a PDF",
    "瑞数 (412)",
    "瑞数 (202 and cookies)",
    "瑞数 (redirects to MmEwMD=)",
    "瑞数 (links with MmEwMD=)",
    "加速乐 (521)",
    "WZWS",
    "WZWS (404, 491)",
    "云堤",
    "a redirect to itself with a cookie (openresty)",
    "a protection script in the head of a real page",
    "the index in the article's place (bursts)",
    "the index in a known report's place",
    "a row that leads to a list of departments' reports",
    "soft 404",
    "soft 404 everywhere",
    "an error page with status 200",
    "a login page in the list's place",
    "a login page everywhere",
    "the home page in the list's place",
    "another column in the list's place",
    "another county in the list's place",
    "another county on the first visit",
    "robots.txt that is a page",
    "robots.txt that redirects to a page",
    "robots.txt absent (404 = allowed)",
    "robots.txt with a sitemap",
    "robots.txt disallows",
    "robots.txt refused (403)",
    "robots.txt in trouble (503)",
    "old TLS, unknown certificates",
    "TLS without secure renegotiation",
    "TLS that breaks down over curves (BAD_ECPOINT)",
    "hosts without https",
    "GB18030 declared as gb2312",
    "UTF-8 declared as gb2312",
    "GB18030 declared as UTF-8",
    "a wrong header against a right meta tag",
    "a byte order mark",
    "a byte order mark in mid-body (Jilin)",
    "a rendered page in another encoding than it says",
    "articles at fragments of a script's router (#/detail?id=5)",
    "gzip without being asked",
    "old copies (Age)",
    "old copies (Date)",
    "copies older than what was seen",
    "older pages (Last-Modified)",
    "not modified, whatever happens",
    "a redirect stub (meta refresh)",
    "a redirect stub (script)",
    "a stub that leads to the current term (/npc/c191/dbmd/)",
    "a site that moved, its old host as another place",
    "a site that moved, its old host still online",
    "one report in two columns",
    "noise in addresses (//, dot segments, sessions, fragments)",
    "http and https twins, ?xxgkhide=1",
    "the query is the identity",
    "dates without a year",
    "dates in every spelling",
    "impossible and relative dates",
    "relative days (本日, 3天前)",
    "epoch milliseconds, UTC days",
    "month-only addresses",
    "today's date in the page's head",
    "a meta block of another page",
    "a 下一页 that submits a form",
    "加载更多 with the next page's address",
    "pieces of a list that say nothing of those after them",
    "pieces of a list whose rows are counted",
    "查看更早 at the foot of the list",
    "历史信息 on every page, those of the history too",
    "a row that leads to a viewer (pdf.js, Office, kkFileView)",
    "a viewer whose file only its script knows (flipbooks, WebOffice)",
    "rows that are only names of bodies",
    "folders that are only names of bodies",
    "rows pinned on every page",
    "a date glued into the title",
    "titles cut before their subject",
    "titles in wrong characters",
    "titles of question marks",
    "a title that is a picture",
    "a last page of files only",
    "an old list that is hidden",
    "a column that says it has ended",
    "a column that says what comes since a year is elsewhere",
    "a template that lost its rows",
    "a redesign without rows",
    "a redesign that keeps its rows",
    "an empty frame for scripts",
    "a list that lost its rows",
    "maintenance with links of news",
    "a refusal with links of help",
    "a refusal in a later page's place",
    "the home page in a later page's place",
    "another column in a later page's place",
    "the home page on the first visit",
    "news on the first visit",
    "a box of the newest rows of a column that is elsewhere",
    "a side column beside a list for a script",
    "a box of law news beside a list for a script of another file",
    "a box of news beside a list that no sign tells of",
    "a catalogue's tree in script data beside a list",
    "a ticker of law news in script data beside a list",
    "a redesign to seven rows",
    "a redesign to five rows",
    "a list that lost less than half",
    "years kept in folders",
    "reports behind rows of years",
    "a folder of reports that fails",
    "years that a form asks for",
    "years that a script opens",
    "a site that calls all its pages alike",
    "a later page at the list's own address",
    "rows that a script puts in as the page loads",
    "a pager that the server did not include",
    "a count in the list's heading",
    "a failed page in the middle",
    "fewer rows than declared",
    "more rows than pages (Tianjin)",
    "pagers of all makes",
    "a pager that a script builds",
    "a pager that is a framework's element",
    "a pager of handlers alone",
    "a pager of bare numbers",
    "a pager in words",
    "a form that a script submits",
    "a pager plugin's callback",
    "加载更多",
    "a pager that leads nowhere, under a whole list",
    "caps (500, 1000)",
    "pages that repeat",
    "rows in random order",
    "another page than was asked for",
    "empty deep pages (jpage)",
    "every page answers page 1 (JPaaS)",
    "success: false that looks like a wall (JPaaS)",
    "endless pagers",
    "endless calendars",
    "redirect loops",
    "redirects to private addresses",
    "names that resolve to private addresses",
    "a browser led to private addresses",
    "bodies of 200 MB",
    "gzip bombs",
    "slow drips",
    "dead hosts",
    "slow and dead hosts hold nobody up",
    "wrong lengths",
    "a length that was declared too short",
    "pages cut off without a word",
    "templates without an end",
    "50,000 tags",
    "markup and control characters in titles",
    "a page that was never there",
    "silent edits",
    "re-stamped pages",
    "moved pages",
    "unlisted reports",
    "withdrawn reports",
    "withdrawn in error, and back",
    "back-dated reports",
)


def table() -> dict[str, re.Match[str]]:
    text = (ROOT / "docs" / "crawling.md").read_text(encoding="utf-8")
    part = text[text.index("## Traps and their tests") :]
    return {match["trap"]: match for match in _ROW.finditer(part[: part.index("\n## ", 5)])}


@cache
def functions_of(file: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of a file's test functions, and the string constants (ids of cases among them) of it and its tables."""
    tables = [ROOT / "tests" / "farm" / name for name in ("troubles.py", "honest.py", "onward.py")]
    first, *more = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / file, *tables))
    names = {node.name for node in ast.walk(first) if isinstance(node, ast.FunctionDef)}
    nodes = (node for tree in (first, *more) for node in ast.walk(tree))
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(names), frozenset(words)


def test_no_trap_is_missing_and_none_stands_alone() -> None:
    assert tuple(table()) == TRAPS
    assert len(set(TRAPS)) == len(TRAPS)


@pytest.mark.parametrize("trap", TRAPS)
def test_a_traps_test_is_there(trap: str) -> None:
    row = table()[trap]
    names, words = functions_of(row["file"])
    assert row["name"] in names
    assert row["case"] is None or row["case"] in words | set(FAMILIES) | set(CASES)

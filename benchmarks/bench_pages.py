"""How long one list page is read, in CPU time, over the fixtures and over made pages of four sizes.

``python -m benchmarks.bench_pages [--rounds 5]`` prints for each kind of page the median and the 95th percentile of
`parse_listing` in ms, the median of `judge_page` and `parse_listing` on the same opened page, as a crawl does it, and
how many times lxml's bare parse of the same bytes that takes. A page counts with the best of its rounds. Exit 1 if the
median of `parse_listing` of a kind is over 5 ms.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from parsers.pages.listing import parse_listing
from parsers.pages.verdict import judge_page
from parsers.pages.view import View
from parsers.records import Page
from parsers.vocabulary import Role

FIXTURES = Path(__file__).parents[1] / "fixtures" / "html"
URL = "http://www.qinghe.example/c14692/index.html"
CEILING = 5.0  # ms
# Rows, links of the site's menu, functions of its inline script: some 10, 20, 35 and 50 KB.
SIZES = {"10 KB": (25, 150, 0), "20 KB": (25, 200, 80), "35 KB": (30, 250, 200), "50 KB": (40, 300, 320)}


def made(rows: int, menu: int, functions: int, variant: int) -> Page:
    """A list page as portals have them; ``variant`` differs in words and addresses, as the pages of one site do."""
    links = "".join(f'<dd><a href="/m{n // 12}/s{n}/">栏目{n}</a></dd>' for n in range(menu))
    script = ";".join(
        f'function f{n}(a){{var c=a.width||{n};if(c>1){{$("#d{n}").html("<b class=x>"+a.name+"</b>")}}return c}}'
        for n in range(functions)
    )
    items = "".join(
        f'<li><a href="./{2026 - n // 12}{12 - n % 12:02}/t{2026 - n // 12}{12 - n % 12:02}05_{variant}{n:06}.html"'
        f' target="_blank">关于青禾县第{variant}批第{n}号事项办理情况的通知公告</a>'
        f"<span>{2026 - n // 12}-{12 - n % 12:02}-05</span></li>"
        for n in range(rows)
    )
    body = (
        f'<div class="mega"><dl>{links}</dl></div><div class="pos">当前位置：首页 &gt; 政务公开 &gt; 法治政府建设</div>'
        f'<div class="main"><ul class="list">{items}</ul><div class="page">共 {rows} 条 1/1页</div></div>'
        f'<div class="foot"><p>主办：青禾县人民政府办公室</p></div><script>{script}</script>'
    )
    html = (
        f'<html><head><meta charset="utf-8"><title>法治政府建设_青禾县人民政府</title></head><body>{body}</body></html>'
    )
    return Page(URL, URL, 200, {"content-type": "text/html; charset=utf-8"}, html.encode())


def fixtures() -> list[Page]:
    found = (path for kind in ("*.html", "*.htm", "*.shtml") for path in sorted(FIXTURES.rglob(kind)))
    return [Page(URL, URL, 200, {"content-type": "text/html"}, path.read_bytes()) for path in found]


def best(work: Callable[[], object], rounds: int) -> float:
    """CPU milliseconds of the fastest of several calls."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken) * 1000


def judged_and_listed(page: Page) -> None:
    view = View(page)
    judge_page(view, Role.LIST)
    parse_listing(view)


def bare(page: Page) -> None:
    etree.fromstring(page.body, etree.HTMLParser(huge_tree=True))


def measure(kind: str, pages: list[Page], rounds: int) -> bool:
    listed = [best(lambda page=page: parse_listing(page), rounds) for page in pages]  # type: ignore[misc]
    both = [best(lambda page=page: judged_and_listed(page), rounds) for page in pages]  # type: ignore[misc]
    alone = [best(lambda page=page: bare(page), rounds) for page in pages]  # type: ignore[misc]
    median, p95 = statistics.median(listed), statistics.quantiles(listed, n=20)[-1]
    size = statistics.median(len(page.body) for page in pages) / 1024
    ratio = sum(listed) / sum(alone)
    print(
        f"{kind}: {len(pages)} pages of {size:.0f} KB, parse_listing {median:.1f} ms, p95 {p95:.1f} ms, "
        f"with judge_page {statistics.median(both):.1f} ms, {ratio:.0f} times lxml's bare parse"
    )
    return median <= CEILING


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    kept = [measure("fixtures", fixtures(), rounds)]
    for kind, (rows, menu, functions) in SIZES.items():
        kept.append(measure(kind, [made(rows, menu, functions, variant) for variant in range(10)], rounds))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Families whose lists are plain pages: rows of a fixture, and a pager of anchors or of a script's call."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from tests.farm import details
from tests.farm.details import Detail
from tests.farm.families import PER_PAGE, Family, Pages, Part, html, parts
from tests.farm.items import Item
from tests.farm.markup import mould


@dataclass(frozen=True)
class _Plain:
    """A list of a fixture's rows. ``pager`` writes what stands for ``pattern`` in the fixture's page; None = one page.

    ``later`` is the address of page {n} (from 1), {m} (from 0) or {down} (counted from the last).
    """

    case: str
    first: str
    opener: str
    closer: str
    later: str = ""
    pattern: str = ""
    pager: Callable[[Part], str] | None = None
    file: str = "page.html"

    def __call__(self, items: Sequence[Item]) -> Pages:
        made = mould(self.case, self.opener, self.closer, self.file)
        if self.pager is None:
            return {self.first: html(made.page(items, self._without_pager(made.after)))}
        pages: Pages = {}
        for part in parts(items, self._address):
            text = self.pager(part)
            after, count = re.subn(self.pattern, lambda _, text=text: text, made.after, flags=re.DOTALL)  # type: ignore[misc]
            assert count == 1, f"{self.case}: {count} pagers"
            pages[part.addresses[part.number - 1]] = html(self._deeper(part, made.page(part.items, after)))
        return pages

    def _deeper(self, part: Part, page: str) -> str:
        """A later page that lies in a folder of its own names relative addresses from there (`tzgg/2.htm`)."""
        depths = [address.split("?")[0].count("/") for address in (self.first, part.addresses[part.number - 1])]
        return page.replace('href="../', 'href="../../') if depths[1] > depths[0] else page

    def _without_pager(self, after: str) -> str:
        return re.sub(self.pattern, "", after, flags=re.DOTALL) if self.pattern else after

    def _address(self, number: int, count: int) -> str:
        if number == 1:
            return self.first
        return self.later.format(n=number, m=number - 1, down=count - number + 1)

    def row_address(self, item: Item) -> str:
        """Where the row of an item leads."""
        row = mould(self.case, self.opener, self.closer, self.file).row(item)
        match = re.search(r'href="([^"]+)"', row)
        assert match, row
        target = urlsplit(urljoin(f"http://portal{self.first}", match[1].replace("&amp;", "&")))
        return f"{target.path}?{target.query}" if target.query else target.path


def _anchors(part: Part) -> str:
    """Numbers and 下一页; on the last page that leads to itself (`f01_ci`)."""
    links = "".join(
        f'<a class="cur">{number}</a>' if number == part.number else f'<a href="{address}">{number}</a>'
        for number, address in enumerate(part.addresses, start=1)
    )
    return f'<div id="pages">{links}<a class="next" href="{part.following or part.addresses[-1]}">下一页</a></div>'


def _next_anchor(word: str, holder: str) -> Callable[[Part], str]:
    def pager(part: Part) -> str:
        return holder.format(f'<a href="{part.following}">{word}</a>' if part.following else "")

    return pager


def _ningxia(part: Part) -> str:
    links = "".join(
        f'<span class="cur">{number}</span>' if number == part.number else f'<a href="{address}">{number}</a>'
        for number, address in enumerate(part.addresses, start=1)
    )
    return f'<div class="fanye">{links}</div>'


def _counted_down(part: Part) -> str:
    """博达: page 2 of 3 is `tzgg/2.htm`, page 3 is `tzgg/1.htm`."""
    if part.following is None:
        return f'<div class="pb_sys_common">共{part.total}条 {part.number}/{part.of} 下页 尾页</div>'
    return (
        f'<div class="pb_sys_common">共{part.total}条 {part.number}/{part.of} '
        f'<a href="{part.following}">下页</a><a href="{part.addresses[-1]}">尾页</a></div>'
    )


def _select(part: Part) -> str:
    options = "".join(
        f'<option value="{address}"{" selected" if number == part.number else ""}>第{number}页</option>'
        for number, address in enumerate(part.addresses, start=1)
    )
    return f'<select onchange="go(this)">{options}</select>'


def _handler(part: Part) -> str:
    if part.following is None:
        return '<div class="pg"><a class="disabled" href="javascript:void(0)">下一页</a></div>'
    return f"""<div class="pg"><a href="javascript:void(0)" onclick="goPage('{part.following}')">下一页</a></div>"""


def _lone_mark(part: Part) -> str:
    links = "".join(f'<a href="{address}">{number}</a>' for number, address in enumerate(part.addresses, start=1))
    mark = f'<a href="{part.following}">»</a>' if part.following else ""
    return f'<div class="pg">{links}{mark}</div>'


_LI = ("<li", "</li>")
_TR = ("<tr", "</tr>")
_UCAP_DIV = r"createPageHTML\([^)]*\)"


def _plain(name: str, made: _Plain, detail: Detail = details.CI) -> Family:
    return Family(name, made.first, made, made.row_address, detail, several_pages=made.pager is not None)


PLAIN = (
    _plain(
        "f01_ci",
        _Plain("f01_ci", "/c14692/index.html", *_LI, "/c14692/pages/{n}.html", r'<div id="pages">.*?</div>', _anchors),
    ),
    _plain("f01_ci_table", _Plain("f01_ci_table", "/109/171/172/index.htm", *_TR)),
    _plain(
        "f02_ucap",
        _Plain(
            "f02_ucap",
            "/qinghe/fzzf/xlist.shtml",
            *_LI,
            "/qinghe/fzzf/xlist_{n}.shtml",
            _UCAP_DIV,
            lambda part: f"createPageHTML('page_div',{part.of}, {part.number},'xlist','shtml',{part.total})",
        ),
        details.UCAP,
    ),
    _plain(
        "f03_trs",
        _Plain(
            "f03_trs",
            "/zwgk/fzzfjsndbg/",
            *_LI,
            "/zwgk/fzzfjsndbg/index_{m}.shtml",
            _UCAP_DIV,
            lambda part: f'createPageHTML({part.of}, {part.number - 1}, "index", "shtml", "black2", {part.total})',
        ),
        details.TRS,
    ),
    _plain(
        "f03_trs_createpage",
        _Plain(
            "f03_trs_createpage",
            "/zwgk_209/fzzfjsndbg/index.html",
            "<tr><td>青司发",
            "</tr>",
            "/zwgk_209/fzzfjsndbg/index_{m}.html",
            r"<tr><td></td>.*?</tr>(.*?)createPage\(2[^)]*\)",
            lambda part: (
                '</table><script>\n//createPage(9, 0, "old", "html");\n'
                f'createPage({part.of}, {part.number - 1}, "index", "html")'
            ),
        ),
        details.TRS,
    ),
    _plain(
        "f03_trs_variables",
        _Plain(
            "f03_trs_variables",
            "/gsgg/list.html",
            *_LI,
            "/gsgg/list_{m}.html",
            r"var currentPage.*?document\.write\(nextPage\);",
            lambda part: (
                f"var currentPage = {part.number - 1};//所在页从0开始\n"
                f"var prevPage = currentPage-1;var nextPage = currentPage+1;var countPage = {part.of};//共多少页\n"
                "if(countPage>1) document.write(nextPage);"
            ),
        ),
        details.TRS,
    ),
    _plain("f03_trs_template_row", _Plain("f03_trs_template_row", "/zwgk/zfxxgk/", *_LI), details.TRS),
    _plain(
        "f05_jpage_static",
        _Plain(
            "f05_jpage_static",
            "/col/col307600/index.html",
            *_LI,
            "/col/col307600/index_{n}.html",
            r'<div class="page">.*?</div>',
            _next_anchor("下页", '<div class="page">{}</div>'),
        ),
        details.JCMS,
    ),
    _plain("f09_beijing_district", _Plain("f09_beijing_district", "/zwgk/fzzf/index.html", *_LI), details.TRS),
    _plain(
        "f10_shanghai",
        _Plain(
            "f10_shanghai",
            "/nw4411/index.html",
            *_LI,
            "/nw4411/index_{n}.html",
            r'"setPage",1,2\)',
            lambda part: f'"setPage",{part.number},{part.of})',
        ),
        details.SHANGHAI,
    ),
    _plain(
        "f12_longxun",
        _Plain(
            "f12_longxun",
            "/content/column/6791573",
            *_LI,
            "/content/column/6791573?pageIndex={n}",
            r"\{currPage:\(0\+1\),pageCount:2\}",
            lambda part: f"{{currPage:({part.number - 1}+1),pageCount:{part.of}}}",
        ),
        details.LONGXUN,
    ),
    _plain(
        "f12_longxun_disclosure",
        _Plain(
            "f12_longxun_disclosure",
            "/public/column/4443193?type=4&catId=5337461&action=list&nav=3",
            '<div class="row">',
            "</div>",
            "/public/column/4443193?type=4&catId=5337461&action=list&nav=3&pageIndex={n}",
            r"\{currPage:1,pageCount:66\}",
            lambda part: f"{{currPage:{part.number},pageCount:{part.of}}}",
        ),
        details.LONGXUN,
    ),
    _plain(
        "f16_hidden_rows",
        _Plain("f16_hidden_rows", "/hrss/list.html", *_LI),
    ),
    _plain(
        "f16_page_element",
        _Plain(
            "f16_page_element",
            "/htmls/740v1618_caizhengyujuesuan/list-1.html",
            *_LI,
            "/htmls/740v1618_caizhengyujuesuan/list-{n}.html",
            r'pagesize="20" pagecount="3"',
            lambda part: f'pagesize="{PER_PAGE}" pagecount="{part.of}"',
        ),
    ),
    _plain("f19_fuzhou", _Plain("f19_fuzhou", "/col/col9348/index.html?number=L00025L00008", *_LI)),
    _plain("f19_hebei", _Plain("f19_hebei", "/columns/f4ab0e21/index.html", *_LI)),
    _plain(
        "f19_jian",
        _Plain(
            "f19_jian",
            "/xxgk-list-fzzfjs.html",
            '<div class="item">',
            "</div>",
            "/xxgk-list-fzzfjs-{n}.html",
            r'<div class="pages">.*?</div>',
            _next_anchor("下一页", '<div class="pages">{}</div>'),
        ),
    ),
    _plain(
        "f19_ningxia",
        _Plain(
            "f19_ningxia", "/zwgk/list.html", *_LI, "/zwgk/list_{n}.html", r'<div class="fanye">.*?</div>', _ningxia
        ),
    ),
    _plain(
        "f19_sichuan",
        _Plain(
            "f19_sichuan",
            "/10462/c103046/stt_list.shtml",
            *_LI,
            "/10462/c103046/stt_list_{n}.shtml",
            r'<a href="stt_list_2\.shtml">下一页</a>',
            _next_anchor("下一页", "{}"),
        ),
    ),
    _plain("g01_any_class", _Plain("g01_any_class", "/a/b/", *_LI)),
    _plain("g03_cards", _Plain("g03_cards", "/cards/", '<div class="card">', "</div></div>")),
    _plain("g03_definitions", _Plain("g03_cards", "/dl/", "<dt", "</dd>", file="page2.html")),
    _plain("g03_big_links", _Plain("g03_cards", "/big/", '<a class="c"', "</a>", file="page3.html")),
    _plain("g04_date_before", _Plain("g04_dates", "/d1/", *_LI)),
    _plain("g04_date_inside", _Plain("g04_dates", "/d2/", *_LI, file="page2.html")),
    _plain("g04_date_glued", _Plain("g04_dates", "/d3/", *_LI, file="page3.html")),
    _plain("g04_date_split", _Plain("g04_dates", "/d4/", *_LI, file="page4.html")),
    _plain("g04_date_in_tip", _Plain("g04_dates", "/d5/", *_LI, file="page5.html")),
    _plain("g04_breaks", _Plain("g04_dates", "/d6/", "<span>", "<br>", file="page6.html")),
    _plain("g06_unseen_addresses", _Plain("g06_unseen_addresses", "/u/", *_LI)),
    _plain(
        "g07_lone_mark",
        _Plain("g07_pagers", "/p1/?page=1", *_LI, "/p1/?page={n}", r'<div class="pg">.*?</div>', _lone_mark),
    ),
    _plain(
        "g07_handler",
        _Plain(
            "g07_pagers",
            "/p2/",
            *_LI,
            "/p2/index_{n}.html",
            r'<div class="pg">.*?</div>',
            _handler,
            file="page2.html",
        ),
    ),
    _plain(
        "g07_select",
        _Plain(
            "g07_pagers",
            "/p3/index.html",
            *_LI,
            "/p3/index_{n}.html",
            r"<select.*?</select>",
            _select,
            file="page3.html",
        ),
    ),
    _plain(
        "g08_number_first_from_one",
        _Plain(
            "g08_number_first_from_one",
            "/n1/",
            *_LI,
            "/n1/index_{n}.html",
            _UCAP_DIV,
            lambda part: f'createPageHTML({part.of}, {part.number}, "index", "html")',
        ),
    ),
    _plain(
        "f13_vsb",
        _Plain(
            "f13_vsb",
            "/xxgk/tzgg.htm",
            *_LI,
            "/xxgk/tzgg/{down}.htm",
            r'<div class="pb_sys_common">.*?</div>',
            _counted_down,
        ),
        details.VSB,
    ),
)

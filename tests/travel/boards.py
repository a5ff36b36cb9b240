"""Small portals that live through the years: a column with its articles, and all that may happen to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.crawler.portal import Answer, Exchange, Portal, robots
from tests.farm.details import word_file
from tests.travel.texts import Words, report_text

COLUMN = "/fzzf/index.html"
Row = tuple[str, str, date]  # address, title, day
_FIRST_ROWS = 4
_PAGER = '<a class="next" href="index_1.html">下一页</a>'
_OTHER_NEWS = ("重点招商项目集中签约", "举办产业对接会", "走访在外企业家", "开发区项目开工")
_NEWS = ("召开常务会议研究年度重点工作", "开展宪法宣传周活动", "组织行政执法人员业务培训", "推进政务服务一件事一次办")


@dataclass
class Report:
    """One published report: where it stands, when its page says it was posted, and what it says.

    ``file`` is where its text is, of one that its page only announces; "" where the page holds it.
    """

    year: int
    path: str
    posted: date
    signed: date
    words: Words
    listed: bool = True
    there: bool = True
    file: str = ""
    file_there: bool = True


@dataclass
class Board:
    """One body's portal: the verbs change what the next visit finds."""

    name: str
    portal: Portal
    reports: list[Report] = field(default_factory=list)
    trouble_is: str = ""
    files: dict[str, Answer] = field(default_factory=dict)  # by their text: a file that stays is the same bytes

    @property
    def url(self) -> str:
        return self.portal.url(COLUMN)

    def find(self, year: int) -> Report:
        """The newest page of a year's report."""
        return [report for report in self.reports if report.year == year][-1]

    # --- what may happen ---------------------------------------------------------------------------------------

    def publish(
        self,
        year: int,
        *,
        posted: date,
        signed: date | None = None,
        numbers: dict[str, float] | None = None,
        without: Sequence[str] = (),
        attached: bool = False,
    ) -> None:
        words = Words(numbers or {}, frozenset(without))
        path = f"/fzzf/{posted:%Y%m}/t{posted:%Y%m%d}_{year}.html"
        file = path.replace(".html", ".docx") if attached else ""
        self.reports.append(Report(year, path, posted, signed or posted, words, file=file))

    def edit(self, year: int, *, numbers: dict[str, float]) -> None:
        """Other figures at the same place, under the same date."""
        report = self.find(year)
        report.words = report.words.with_numbers(numbers)

    def withdraw(self, year: int) -> None:
        self.find(year).listed = self.find(year).there = False

    def restore(self, year: int) -> None:
        self.find(year).listed = self.find(year).there = True

    def lose_file(self, year: int) -> None:
        self.find(year).file_there = False

    def bring_file(self, year: int) -> None:
        self.find(year).file_there = True

    def unlist(self, year: int) -> None:
        self.find(year).listed = False

    def move(self, year: int, *, posted: date) -> None:
        """The same report at another address; the old one leads nowhere."""
        old = self.find(year)
        self.withdraw(year)
        self.publish(year, posted=posted, signed=old.signed, numbers=dict(old.words.numbers))

    def trouble(self, what: str) -> None:
        """What a visitor meets: a ``challenge``, a line that is cut (``silent``), no page of the whole site (``gone``),
        a column of which only the first page can be had (``first page only``), another column in its place (``other
        column``); "" for nothing wrong."""
        self.trouble_is = what

    def act(self, deed: dict[str, Any]) -> None:
        """Do what a line of the story says: ``{publish: 2023, posted: …}``."""
        (verb, what), *more = deed.items()
        getattr(self, verb)(what, **dict(more))

    # --- what a visitor sees -----------------------------------------------------------------------------------

    def serve(self, today: date) -> None:
        """Make the portal's pages what they are on a day."""
        pages = self.portal.pages
        pages.clear()
        if self.trouble_is == "silent":
            pages.update(dict.fromkeys([COLUMN, "/robots.txt"], _hang_up))
            return
        pages["/robots.txt"] = robots()
        if self.trouble_is == "gone":
            return
        if self.trouble_is == "challenge":
            pages[COLUMN] = Answer.html(_CHALLENGE, status=412)
            return
        for report in self.reports:
            if report.there:
                pages[report.path] = self._page(report)
            if report.there and report.file and report.file_there:
                text = "".join(self._paragraphs(report))
                pages[report.file] = self.files.setdefault(text, word_file(text, self._title(report)))
        rows = [(report.path, self._title(report), report.posted) for report in self.reports if report.listed]
        rows = sorted([*rows, *_news(_NEWS, "zwdt", today)], key=lambda row: row[2], reverse=True)
        if self.trouble_is == "other column":
            pages[COLUMN] = self._column("招商引资", _news(_OTHER_NEWS, "zsyz", today))
        elif self.trouble_is == "first page only":
            pages[COLUMN] = self._column("法治政府建设", rows[:_FIRST_ROWS], _PAGER)
            pages["/fzzf/index_1.html"] = Answer.html("<html><title>502</title></html>", status=502)
        else:
            pages[COLUMN] = self._column("法治政府建设", rows)

    def _column(self, what: str, rows: Sequence[Row], pager: str = "") -> Answer:
        items = "".join(f'<li><a href="{path}">{title}</a><span>{day}</span></li>' for path, title, day in rows)
        return Answer.html(
            f'<html><head><meta charset="utf-8"><title>{what}-{self.name}</title></head><body>'
            f'<div class="list"><ul class="list">{items}</ul></div>{pager}</body></html>'
        )

    def _title(self, report: Report) -> str:
        return f"{self.name}{report.year}年度法治政府建设情况报告"

    def _page(self, report: Report) -> Answer:
        title = self._title(report)
        paragraphs = "".join(self._paragraphs(report))
        if report.file:
            paragraphs = f'<p>现将《{title}》予以公布。</p><p>附件：<a href="{report.file}">{title}.docx</a></p>'
        return Answer.html(
            f'<html><head><meta charset="utf-8"><title>{title}</title><meta name="ArticleTitle" content="{title}">'
            f'<meta name="PubDate" content="{report.posted} 09:12"></head><body>'
            f'<h1>{title}</h1><div class="article-content">{paragraphs}</div></body></html>'
        )

    def _paragraphs(self, report: Report) -> Iterator[str]:
        for line in report_text(self.name, report.year, report.signed, report.words):
            yield f"<p>{line}</p>"


def _news(titles: Sequence[str], folder: str, today: date) -> list[Row]:
    """Four notices a year, as far as they are out."""
    days = [
        (number, what, date(year, 2 + 2 * number, 11 + number))
        for year in range(2023, today.year + 1)
        for number, what in enumerate(titles)
    ]
    return [(f"/{folder}/{day:%Y%m}/t{number}.html", what, day) for number, what, day in days if day <= today]


_CHALLENGE = (
    "<html><head><title>安全验证</title></head><body><script>document.cookie='__jsl_clearance=1';"
    "location.reload()</script></body></html>"
)


def _hang_up(exchange: Exchange) -> None:
    exchange.close_connection = True

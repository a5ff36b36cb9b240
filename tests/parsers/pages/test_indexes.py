"""A row that leads to a list of reports leads to no report; covers, pictures, frames and short papers are none."""

from __future__ import annotations

import pytest

from parsers.reading import read_bundle
from parsers.records import Bundle, Source
from parsers.vocabulary import Decision, Role

URL = "http://a.example/fzzf/y2025/"
TITLE = "2025年度法治政府建设年度报告"
BODIES = ("司法局", "公安局", "教育局", "财政局", "水利局", "民政局", "卫生健康局", "农业农村局", "应急管理局")
NAMES = [f"青岚县{body}2025年度法治政府建设情况报告" for body in BODIES]
FOOT = "<div class='footer'><p>主办单位：青岚县人民政府办公室　版权所有　网站标识码：4100000001</p></div>"
POS = "<div class='pos'>当前位置：<a href='/'>首页</a> &gt; <a href='/fzzf/'>法治政府建设</a></div>"


def rows(names: list[str], *, tag: str = "li", days: bool = True) -> str:
    found = (
        f'<{tag}><a href="/info/1012/{700 + n}.htm">{name}</a>{f"<span>2026-03-{n:02}</span>" if days else ""}</{tag}>'
        for n, name in enumerate(names, 1)
    )
    return "".join(found)


def read(body: str, *, title: str = TITLE, row: str = TITLE, files: tuple[Source, ...] = ()) -> Bundle:
    markup = f"<html><head><title>{title}-青岚县人民政府</title></head><body>{POS}{body}{FOOT}</body></html>"
    source = Source(Role.DETAIL, URL, markup.encode(), "text/html", "", {"content-type": "text/html; charset=utf-8"})
    return Bundle(URL, (source, *files), row_title=row, body_name="青岚县人民政府")


H2 = f"<h2>{TITLE}</h2>"
OTHERS = ["关于召开推进会的通知", "青岚县开展普法宣传活动", "青岚县印发执法事项清单"]
INDEXES = {
    "list": read(f"<div class='main'>{H2}<ul class='list'>{rows(NAMES)}</ul></div>"),
    "few": read(f"<div class='main'>{H2}<ul class='list'>{rows(NAMES[:3])}</ul></div>"),
    "no days": read(f"<div class='main'><h1>{TITLE}</h1><ul>{rows(NAMES, days=False)}</ul></div>"),
    "paragraphs": read(f"<h1>{TITLE}</h1><div class='content'>{rows(NAMES, tag='p', days=False)}</div>"),
    "table": read(
        f"<h1>{TITLE}</h1><table>"
        + "".join(f'<tr><td>{n}</td><td><a href="/c/{n}.html">{name}</a></td></tr>' for n, name in enumerate(NAMES))
        + "</table>"
    ),
    "many": read(f"{H2}<ul>{rows([f'{name}（{n}）' for n in range(6) for name in NAMES])}</ul>"),
    "other papers among them": read(f"{H2}<ul>{rows([*NAMES[:5], *OTHERS])}</ul>"),
    "preface": read(f"{H2}<p>现将2025年度法治政府建设年度报告公开如下：</p><ul>{rows(NAMES)}</ul>"),
    "groups": read(f"{H2}<h4>县直部门</h4><ul>{rows(NAMES[:5])}</ul><h4>乡镇街道</h4><ul>{rows(NAMES[5:])}</ul>"),
    "named by its body": read(f"{H2}<ul>{rows(NAMES)}</ul>", row="青岚县人民政府2025年度法治政府建设年度报告"),
    "years": read(f"<h1>{TITLE}</h1><ul>{rows([name.replace('2025', '2024') for name in NAMES])}</ul>"),
}
REPORT = (
    "<p>2025年，青岚县深入学习贯彻习近平法治思想，坚持依法行政，扎实推进法治政府建设各项工作，现将有关情况报告如下。</p>"
    * 6
)
OLD = [f"青岚县人民政府{year}年度法治政府建设情况报告" for year in (2024, 2023, 2022, 2021)]
PAGED = '<p>上一篇：<a href="/info/1012/1.htm">{}</a></p><p>下一篇：<a href="/info/1012/2.htm">{}</a></p>'
FILES = (
    "<p>附件：<a href='/files/2025.pdf'>青岚县人民政府2025年度法治政府建设情况报告.pdf</a></p>"
    "<p><a href='/files/2025b.docx'>统计表.docx</a></p>"
)
PDF = Source(Role.ATTACHMENT, "http://a.example/files/2025.pdf", b"%PDF-1.4\n%scan\n%%EOF\n", "application/pdf")
REPORTS = {
    "text": read(f"<h1>{TITLE}</h1><div class='content'>{REPORT}</div>"),
    "text and related": read(
        f"<h1>{TITLE}</h1><div class='content'>{REPORT}</div>"
        f"<div class='xg'><h3>相关链接</h3><ul>{rows(OLD)}</ul></div>"
    ),
    "text and a list": read(f"<h1>{TITLE}</h1><div class='content'>{REPORT}</div><ul class='list'>{rows(OLD)}</ul>"),
    "text and neighbours": read(f"<h1>{TITLE}</h1><div class='content'>{REPORT}</div>{PAGED.format(OLD[0], OLD[1])}"),
    "cover": read(f"<h1>{TITLE}</h1><div class='content'><p>现予公布。</p>{FILES}</div>"),
    "cover with its file": read(
        f"<h1>{TITLE}</h1><div class='content'>{FILES}</div><ul>{rows(OLD)}</ul>", files=(PDF,)
    ),
    "pictures": read(
        f"<h1>{TITLE}</h1><div class='content'><p><img src='/u/1.jpg'></p><p><img src='/u/2.jpg'></p></div>"
        f"<div><h3>往年报告</h3><ul>{rows(OLD)}</ul></div>"
    ),
    "frame": read(f"<h1>{TITLE}</h1><iframe src='/view/2025.html' width='100%'></iframe><ul>{rows(OLD)}</ul>"),
    "viewer": read(f"<h1>{TITLE}</h1><embed src='/files/2025.pdf'><ul>{rows(OLD)}</ul>"),
    "further reading": read(f"<h1>{TITLE}</h1><div class='content'></div><h3>推荐阅读</h3><ul>{rows(OLD)}</ul>"),
    "other papers": read(f"<h1>{TITLE}</h1><div class='content'></div><ul>{rows([*OTHERS, OLD[0]])}</ul>"),
}


@pytest.mark.parametrize("name", INDEXES)
def test_a_list_of_reports_is_no_report(name: str) -> None:
    report = read_bundle(INDEXES[name]).report
    assert (report.decision, "网页是一个列表" in report.reason) == (Decision.UNSURE, True), report.reason
    assert report.year == 2025


@pytest.mark.parametrize("name", REPORTS)
def test_what_shows_more_than_a_list_stays_a_report(name: str) -> None:
    report = read_bundle(REPORTS[name]).report
    assert report.decision is Decision.REPORT, report.reason


def test_a_person_who_decided_is_believed() -> None:
    bundle = INDEXES["list"]
    decided = Bundle(bundle.url, bundle.sources, bundle.row_title, decided=Decision.REPORT)
    assert read_bundle(decided).report.decision is Decision.REPORT

"""Which links of a portal's page are columns that may hold reports, and which are documents or nothing."""

from __future__ import annotations

import pytest

from parsers.records import Page
from parsers.vocabulary import Kind
from scheduler.doctor.columns import find_columns, kind_of_name

HOME = "http://www.qinghe.example/"


def page(*links: tuple[str, str]) -> Page:
    anchors = "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in links)
    body = f"<html><head><title>青禾县人民政府</title></head><body><ul>{anchors}</ul></body></html>"
    return Page(HOME, HOME, 200, {"content-type": "text/html; charset=utf-8"}, body.encode())


def test_best_first_and_each_with_its_reason() -> None:
    found = find_columns(
        page(
            ("/zwgk/", "政务公开"),
            ("/zwgk/xzzf/", "行政执法公示"),
            ("/zwgk/fzzf/", "法治政府建设"),
            ("/zwgk/fzzf/nb/", "法治政府建设年度报告"),
            ("/zfxxgknb/", "政府信息公开年报"),
            ("/lyfg/", "旅游风光"),
        )
    )
    assert [(column.name, column.kind) for column in found] == [
        ("法治政府建设年度报告", Kind.FAZHI_ANNUAL),
        ("法治政府建设", Kind.FAZHI_ANNUAL),
        ("政府信息公开年报", Kind.DISCLOSURE_ANNUAL),
        ("行政执法公示", Kind.ENFORCEMENT_STATS),
        ("政务公开", None),
    ]
    assert all("「" in column.why for column in found)
    assert [column.score for column in found] == sorted((column.score for column in found), reverse=True)


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("/c14692/20250228/i2290123.html", "法治政府建设"),  # an article's address
        ("/zwgk/a.html", "青禾县2024年度法治政府建设情况报告"),  # one report
        ("/files/fzzf.pdf", "法治政府建设报告"),
        ("/zwgk/b.html", "我县召开全县法治政府建设工作推进会暨依法行政培训班动员部署会议"),
        ("javascript:void(0)", "法治政府建设"),
    ],
)
def test_a_document_is_no_column(href: str, text: str) -> None:
    assert find_columns(page((href, text))) == ()


def test_another_site_comes_after_ones_own_and_each_address_once() -> None:
    found = find_columns(
        page(
            ("http://sfj.elsewhere.example/fz/", "法治政府建设"),
            ("/fz/", "法治政府建设"),
            ("/fz/#top", "依法行政"),
        )
    )
    assert [column.url for column in found] == [HOME + "fz/", "http://sfj.elsewhere.example/fz/"]
    assert "another site" in found[1].why


def test_hostile_names_are_bounded() -> None:
    found = find_columns(page(*((f"/{n}/", "法治政府") for n in range(500)), ("/x/", "法治" * 5000)))
    assert len(found) == 15


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("法治政府建设年度报告_青禾县人民政府", Kind.FAZHI_ANNUAL),
        ("行政执法统计年报", Kind.ENFORCEMENT_STATS),
        ("政府信息公开年度报告", Kind.DISCLOSURE_ANNUAL),
        ("政务公开", None),
        ("旅游", None),
    ],
)
def test_the_kind_that_a_name_speaks_of(name: str, kind: Kind | None) -> None:
    assert kind_of_name(name) is kind

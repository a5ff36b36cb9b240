"""Whose page is it?"""

from __future__ import annotations

import pytest

from parsers.pages.listing import parse_listing
from parsers.pages.site import another_place, another_site
from parsers.records import Page, Site

MARKS = (
    '<meta name="SiteName" content="{0}"><meta name="siteDomain" content="{1}"><meta name="SiteIDCode" content="{2}">'
)
OURS = Site("芦淞区政府门户网站", "lusong.gov.cn", "4302030001")
THEIRS = Site("某县人民政府", "other.gov.cn", "5101040001")


def page(head: str, body: str = "") -> Page:
    text = f"<html><head>{head}</head><body><ul><li>{body}</li></ul></body></html>"
    return Page("http://www.lusong.gov.cn/c1/", "http://www.lusong.gov.cn/c1/", 200, {}, text.encode())


def test_marks_are_read_with_the_list() -> None:
    assert (
        parse_listing(page(MARKS.format("芦淞区政府门户网站", "http://www.lusong.gov.cn/", "4302030001"))).site == OURS
    )
    assert parse_listing(page(MARKS.format("null", "", "4302030001"))).site == Site("", "", "4302030001")
    assert parse_listing(page("")).site is None


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (OURS, OURS, ""),
        (Site("株洲市芦淞区人民政府", "zzls.gov.cn", "4302030001"), OURS, ""),  # a new name and host, the same site
        (THEIRS, OURS, "SiteIDCode 5101040001 instead of 4302030001"),
        (Site("", "other.gov.cn", ""), OURS, "SiteDomain other.gov.cn instead of lusong.gov.cn"),
        (Site("某县人民政府", "", ""), OURS, "SiteName 某县人民政府 instead of 芦淞区政府门户网站"),
        (Site("", "", "4302030001"), Site("芦淞区", "", ""), ""),
    ],
)
def test_another_site_is_told_by_its_code_first(now: Site, before: Site, words: str) -> None:
    assert another_site(now, before) == words


@pytest.mark.parametrize(
    ("code", "region", "text", "another"),
    [
        ("4302030001", "430203", "", False),
        ("4302000001", "430203", "", False),  # a district's column on its city's site
        ("4302030001", "430200", "", False),
        ("4302040001", "430203", "", True),  # the district next to it
        ("5101040001", "430203", "", True),
        ("5101040001", "430203", "主办：株洲市芦淞区人民政府", False),  # a copied meta block
        ("bm07000001", "430203", "", False),
        ("", "430203", "", False),
        ("9999990001", "430203", "", False),
        ("5101040001", "999999", "", False),
    ],
)
def test_another_place_is_told_by_the_region_in_the_code(code: str, region: str, text: str, another: bool) -> None:
    site = Site("某县人民政府", "other.gov.cn", code)
    assert bool(another_place(site, region, page("", text))) is another


@pytest.mark.parametrize(
    ("name", "title", "words"),
    [
        ("四川省成都市锦江区人民政府", "", "SiteName 四川省成都市锦江区人民政府 is not of 430203"),
        ("", "法治政府建设-成都市锦江区人民政府门户网站", "title 成都市锦江区人民政府门户网站 is not of 430203"),
        ("株洲市人民政府", "", ""),  # its city's site
        ("", "法治政府建设_湖南省人民政府门户网站", ""),
        ("", "法治政府建设-青岚县人民政府", ""),  # no division is called so
        ("", "成都市锦江区代表团来访", ""),  # a title that is no site's
        ("成都市锦江区人民政府", "芦淞区法治政府建设", ""),  # a copied meta block
    ],
)
def test_another_place_is_told_by_names_where_there_is_no_code(name: str, title: str, words: str) -> None:
    site = Site(name, "", "") if name else None
    assert another_place(site, "430203", page(f"<title>{title}</title>")) == words

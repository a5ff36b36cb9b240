"""One spelling for each address, one key for each document."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.pages.urls import canonical_url, join_route, join_url, same_document_key, shape_of, site_of


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.Qinghe.EXAMPLE:80/a/./b/../c.html#zoom", "http://www.qinghe.example/a/c.html"),
        ("https://q.example:443/10462/c103046//2019/1.shtml", "https://q.example/10462/c103046/2019/1.shtml"),
        ("http://q.example:8080/../../a/", "http://q.example:8080/a/"),
        ("http://q.example", "http://q.example/"),
        ("http://q.example/a.html;jsessionid=0A1B?x=1", "http://q.example/a.html?x=1"),
        ("http://q.example/art/1.html?xxgkhide=1", "http://q.example/art/1.html"),
        ("http://q.example/col9348/index.html?number=L00025L00008", None),
        ("http://q.example/index.aspx?lanmuid=76&sublanmuid=973", None),
        ("http://q.example/x?b=2&a=1&utm_source=wx", "http://q.example/x?b=2&a=1"),
        ("http://q.example/报告 一.pdf", "http://q.example/%E6%8A%A5%E5%91%8A%20%E4%B8%80.pdf"),
        ("http://q.example/%b1%a8.doc", "http://q.example/%B1%A8.doc"),
        ("  http://q.example/a ", "http://q.example/a"),
        ("http://[broken", "http://[broken"),
        ("http://q.example/web/#/detail?id=5", None),
        ("http://q.example/web/index.html#!/list/3", None),
        ("http://q.example/web/#/列表?id=5", "http://q.example/web/#/%E5%88%97%E8%A1%A8?id=5"),
        ("http://q.example/web/#/", "http://q.example/web/"),
        ("http://q.example/web/#!", "http://q.example/web/"),
        ("http://q.example/web/#top/2", "http://q.example/web/"),
        ("http://q.example/web/#368", "http://q.example/web/"),
        ("javascript:void(0)", "javascript:void(0)"),
        ("http://q.example:99999/", "http://q.example:99999/"),
    ],
)
def test_canonical(url: str, canonical: str | None) -> None:
    assert canonical_url(url) == (url if canonical is None else canonical)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://q.example/a.html", "https://q.example/a.html#x"),
        ("http://q.example/a.html?xxgkhide=1", "http://q.example/a.html"),
        (
            "http://q.example/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1288&wbnewsid=6206",
            "https://q.example/info/1288/6206.htm",
        ),
        ("http://q.example/gkmlpt/content/9/9103/post_9103540.html", "http://q.example/content/post_9103540.html"),
    ],
)
def test_twins_have_one_key(one: str, other: str) -> None:
    assert same_document_key(one) == same_document_key(other)


def test_different_documents_have_different_keys() -> None:
    urls = [
        "http://q.example/NewsInfo.aspx?NewsID=1",
        "http://q.example/NewsInfo.aspx?NewsID=2",
        "http://q.example/web/#/detail?id=5",
        "http://q.example/web/#/detail?id=6",
        "http://q.example/info/1/2.htm",
        "http://q.example/info/2/2.htm",
        "http://p.example/info/1/2.htm",
        "http://q.example/content/post_1.html",
        "http://q.example/content/post_2.html",
    ]
    assert len({same_document_key(url) for url in urls}) == len(urls)


@given(st.text(max_size=60))
def test_canonical_is_a_fixed_point_and_never_raises(tail: str) -> None:
    url = canonical_url("http://q.example/" + tail)
    assert canonical_url(url) == url
    same_document_key(url)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("../../gsgg/t1.html", "http://q.example/gsgg/t1.html"),
        ("?pageIndex=2", "http://q.example/a/b/c.html?pageIndex=2"),
        ("//p.example/x", "http://p.example/x"),
        ("\\upload\\报告.pdf", "http://q.example/upload/报告.pdf"),
        ("  /a\n/b.html ", "http://q.example/a%20/b.html"),
        ("JavaScript:void(0)", None),
        ("mailto:a@b", None),
        ("#top", None),
        ("", None),
        ("ftp://q.example/x", None),
        ("http://[", None),
        ("/" + "x" * 5000, None),
    ],
)
def test_joining(href: str, url: str | None) -> None:
    assert join_url("http://q.example/a/b/c.html", href) == url


def test_sites() -> None:
    assert site_of("http://zwgk.lusong.gov.cn/x") == site_of("https://www.lusong.gov.cn/") == "lusong.gov.cn"
    assert site_of("http://127.0.0.1:81/") == "127.0.0.1"
    assert site_of("http://[broken") == ""


@pytest.mark.parametrize("path", ["/a/b/c.html", "/a/../b/", "/a//b/c", "/a?from=/x/", "", "/a/b#c/d"])
@pytest.mark.parametrize("href", ["./t1.html", "./2025/t1.shtml", "./2025/../t1.html", "./2025//t1.html", ".//t1.htm"])
def test_rows_below_their_page_are_joined_as_the_standard_does(path: str, href: str) -> None:
    base = f"http://q.example{path}"
    assert join_url(base, href) == urljoin(base, href)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("d.jsp?uuid=f47ac10b-58cc-4372-a567-0e02b2c3d479", "d.jsp?uuid=deadbeef-cafe-4abc-babe-0e02b2c3d479"),
        ("d.do?method=view&id=8a8080f17c1d2e3f01", "d.do?id=ff8080f17c1d2e3f0a&method=view"),
        ("d.php?id=3&PHPSESSID=k2j3h4kj5h6kjh7k8j9l0a1b2c", "d.php?id=4&PHPSESSID=x9j3h4kj5h6kjh7k8j9l0a1b2d"),
        ("d?t=1711234567890&ID=3", "d?id=4&t=1711234567999"),
        ("d?id=1&title=%E6%B3%95%E6%B2%BB", "d?id=2&title=2025%E5%B9%B4report"),
        ("d?id=1&title=%B7%A8%D6%CE", "d?id=2&title=%D2%C0%B7%A8"),  # GBK
        ("index.php?r=news%2Fview&id=2", "index.php?r=news/view&id=9"),
        ("?article-12.html", "?article-9.html#top"),
    ],
)
def test_articles_of_one_script_have_one_shape(one: str, other: str) -> None:
    assert shape_of(f"http://a.example/{one}") == shape_of(f"https://a.example/{other}")


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("#/detail?id=5", "http://q.example/web/#/detail?id=5"),
        ("#/article/188", "http://q.example/web/#/article/188"),
        ("#!/a.html", "http://q.example/web/#!/a.html"),
        ("#/list?cid=3&page=2", "http://q.example/web/#/list?cid=3&page=2"),
        ("#", None),
        ("#/", None),
        ("#!", None),
        ("#!/", None),
        ("#top", None),
        ("#//", None),
        ("#tab-2/x", None),
        ("/web/#/detail?id=5", None),
        ("", None),
    ],
)
def test_a_route_alone_is_a_link_of_a_rendered_page(href: str, url: str | None) -> None:
    assert join_route("http://q.example/web/#/list?cid=3", href) == url

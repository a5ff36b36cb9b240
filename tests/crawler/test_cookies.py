"""Cookies go back to the host that set them, and to nobody else."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from crawler.cookies import HostCookies


def cookie(cookies: HostCookies, url: str) -> bytes | None:
    request = Request(url)
    cookies.process_request(request)
    return request.headers.get("Cookie")


def test_a_cookie_for_all_of_gov_cn_stays_with_its_host() -> None:
    cookies = HostCookies()
    request = Request("http://www.lusong.gov.cn/c1/index.html")
    headers = {"Set-Cookie": ["wide=1; Path=/; Domain=gov.cn", "own=2; Path=/c1", "wide2=3; Domain=.lusong.gov.cn"]}
    cookies.process_response(request, Response(request.url, headers=headers))
    assert b"own=2" in (cookie(cookies, "http://www.lusong.gov.cn/c1/x.html") or b"")
    assert b"own" not in (cookie(cookies, "http://www.lusong.gov.cn/") or b"")
    assert cookie(cookies, "http://www.quyuan.gov.cn/") is None
    assert cookie(cookies, "http://lusong.gov.cn/") is None


def test_an_answer_without_cookies_costs_nothing() -> None:
    cookies = HostCookies()
    request = Request("http://www.lusong.gov.cn/")
    response = Response(request.url)
    assert cookies.process_response(request, response) is response
    assert cookie(cookies, request.url) is None

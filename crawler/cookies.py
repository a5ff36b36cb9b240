"""Cookies go back to the host that set them, and to nobody else.

Some guards answer 302 to themselves with a cookie, which an ordinary jar satisfies. Scrapy's own middleware asks the
public suffix list of the internet what a domain is: a request behind our address guard, in the middle of the crawl.
With one jar a host the question does not arise.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.http.cookies import CookieJar


class HostCookies:
    """A downloader middleware; jars live as long as the crawl."""

    def __init__(self) -> None:
        self._jars: dict[str, CookieJar] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> HostCookies:
        return cls()

    def process_request(self, request: Request) -> None:
        """Add the host's cookies to a request for it."""
        if self._jars and (jar := self._jars.get(_host(request))):
            request.headers.pop("Cookie", None)
            jar.add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep what the host sets."""
        if b"Set-Cookie" in response.headers:
            jar = self._jars.setdefault(_host(request), CookieJar())
            jar.extract_cookies(response, request)
        return response


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""

"""Addresses: one spelling for each, and a key under which the same document's addresses are equal."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

MAX_URL = 2000

# Parameters that change nothing about the document (xxgkhide: Shandong's JCMS; the rest: counters and shares).
_JUNK = frozenset(
    {"xxgkhide", "jsessionid", "spm", "isappinstalled", "nsukey", "utm_source", "utm_medium", "utm_campaign",
     "utm_term", "utm_content", "mmewmd"}
)  # fmt: skip
_JSESSION = re.compile(r";jsessionid=[^/?#]{0,200}", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x20\x7f\u3000\u200b\ufeff]+")
# Paths that need no repair, and absolute addresses with such: `/c14692/20250228/i2290123.html`
_PATH = re.compile(r"/[\w!$&'()*+,;=:@%~/.-]{0,800}(?:\?[\w./=&%:+,;@~-]{0,800})?", re.ASCII)
_HOST = re.compile(r"https?://[a-z0-9.-]{1,200}(?=/)", re.ASCII)
# `./202503/t20250328_1.html`, as many write their rows, and a folder below which it needs no repair either
_BELOW = re.compile(r"\./([\w/-]{1,300}\.s?html?)", re.ASCII)
_FOLDER = re.compile(r"https?://[a-z0-9.-]{1,200}[\w/-]{0,300}", re.ASCII)
_SAFE_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_QUERY = _SAFE_PATH + '?[]{}|\\^`"<>'
_PORTS = {"http": 80, "https": 443}
# One article of 博达 VSB under two addresses: `/info/1288/6206.htm` and `content.jsp?…&wbtreeid=1288&wbnewsid=6206`
_VSB = re.compile(r"/info/(\d{1,9})/(\d{1,9})\.html?$")
# One article of the Guangdong platform under its column's and under the site's address: `…/content/9/9103/post_9.html`
_GUANGDONG = re.compile(r"/content/(?:.{0,200}/)?(m?post_\d{1,12})\.html$")
# The fragment of a script's router, `#/detail?id=5`, `#!/a`; `#top` is a place on the page, and `#/` a link to nothing
_ROUTE = re.compile(r"#!?/[^#/?\s].*", re.DOTALL)
_IDS = re.compile(r"[0-9a-fA-F]{16,}|\d+")
# In a query also `f47ac10b-58cc-4372-a567-0e02b2c3d479`, other long ids with a digit beside a letter, `a3f9`
_QUERY_IDS = re.compile(
    r"(?=[\w-]{0,60}?(?:[A-Za-z]\d|\d[A-Za-z]))[\w-]{20,}|[0-9a-fA-F]{16,}|[A-Za-z]{0,40}\d[A-Za-z\d]{0,60}"
)


def join_url(base: str, href: str) -> str | None:
    """The absolute http(s) address of a link, or None if it leads nowhere (script, mail, broken)."""
    if not href or len(href) > MAX_URL:
        return None
    if is_plain_path(href):
        return origin_of(base) + href
    if (host := _HOST.match(href)) is not None and is_plain_path(href[host.end() :]):
        return href
    if (below := _BELOW.fullmatch(href)) is not None and (url := _below(base, below[1])):
        return url
    href = _CONTROL.sub(" ", href).strip()
    if not href:
        return None
    lower = href[:12].lower()
    if lower.startswith(("javascript:", "mailto:", "tel:", "data:", "about:", "#", "file:")):
        return None
    try:
        url = urljoin(base, href.replace("\\", "/").replace(" ", "%20"))
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in _PORTS and parts.netloc else None


def route_of(url: str) -> str:
    """The fragment by which a page's own script tells its pages apart (`#/detail?id=5`), with its mark; "" if none."""
    mark = url.find("#")
    return url[mark:] if mark >= 0 and _ROUTE.fullmatch(url, mark) else ""


def without_mark(url: str) -> str:
    """An address without a fragment that names but a place on its page."""
    return url.partition("#")[0] if "#" in url and not route_of(url) else url


def join_route(base: str, href: str) -> str | None:
    """Where a link that is a route alone leads on a page that a browser made; None if it is none."""
    return base.partition("#")[0] + href if len(href) <= MAX_URL and href[:1] == "#" and route_of(href) else None


@lru_cache(maxsize=10_000)  # a site has the same menus on all its pages
def is_plain_path(href: str) -> bool:
    """Is it a path from the root of a site that needs no repair? `origin_of` its page before it makes it absolute."""
    if "//" in href or "./" in href:
        path = href.partition("?")[0]
        if "//" in path or "./" in path:
            return False
    return _PATH.fullmatch(href) is not None


def origin_of(url: str) -> str:
    """What stands before the path of an absolute address."""
    return url[:end] if (end := url.find("/", 8)) > 0 else url


def _below(base: str, path: str) -> str:
    """The address of a plain path in the folder of ``base``; "" where one of them needs repair."""
    folder = _plain_folder(base)
    return f"{folder}{path}" if folder and path[0] != "/" and "//" not in path else ""


@lru_cache(maxsize=1000)  # the rows of a page lie below one folder
def _plain_folder(base: str) -> str:
    """The folder of an address, with its slash; "" where it needs repair."""
    folder, slash, name = base.rpartition("/")
    repair = not _FOLDER.fullmatch(folder) or "?" in name or "#" in name or "//" in f"{folder[8:]}/"
    return "" if repair else folder + slash


def canonical_url(url: str) -> str:
    """One spelling of an address, fit to be fetched.

    Lower-case scheme and host, no default port, dot segments and doubled slashes resolved, no fragment but a route, no
    jsessionid, percent-escapes in capitals, non-ASCII as UTF-8; parameters that are known to change nothing are
    dropped, the rest of the query stays as it is (on many portals the query string is the identity). What cannot
    be read as an address comes back unchanged but for spaces around it.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return text
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host:
        return text
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    return urlunsplit((scheme, netloc, _path(parts.path), _query(parts.query), "")) + _escapes(
        quote(route_of(text), safe=_SAFE_QUERY + "#")
    )


def _path(path: str) -> str:
    path = _JSESSION.sub("", path).replace("\\", "/")
    folder = path.endswith(("/", "/.", "/.."))
    path = re.sub(r"/{2,}", "/", posixpath.normpath("/" + path)) if path else "/"
    if folder and not path.endswith("/"):
        path += "/"
    return _escapes(quote(path, safe=_SAFE_PATH))


def _query(query: str) -> str:
    kept = [part for part in query.split("&") if part and part.split("=", 1)[0].lower() not in _JUNK]
    return _escapes(quote("&".join(kept), safe=_SAFE_QUERY))


def _escapes(text: str) -> str:
    return re.sub(r"%[0-9a-f]{2}", lambda match: match.group().upper(), text, flags=re.IGNORECASE)


@lru_cache(maxsize=10_000)
def shape_of(url: str) -> str:
    """An address without its scheme, its numbers and ids blanked: equal for the articles of one list.

    The query counts, for one script may show lists and articles (`?a=lists&catid=9`, `?s=/news/view/id/12`). Its order
    and the case of its names do not, and a value that is no plain word (an id, a time, a title) is blanked.
    """
    path, _, query = url.split("//", 1)[-1].partition("?")
    path = _IDS.sub("0", path)
    if not query:
        return path
    parts = {_parameter(part) for part in query.partition("#")[0].split("&") if part}
    return f"{path}?{'&'.join(sorted(parts))}"


def _parameter(part: str) -> str:
    name, equals, value = part.partition("=")
    if not equals:
        name, value = "", name
    value = unquote(value)
    blank = _QUERY_IDS.sub("0", value) if value.isascii() else "0"  # a title's words are its own
    return f"{name.lower()}{equals}{blank}"


def same_document_key(url: str) -> str:
    """A key that is equal for addresses of the same document: http and https, known twins of two platforms.

    Not an address. 博达 VSB: tree and news id; the Guangdong platform: host and post id.
    """
    parts = urlsplit(canonical_url(url))
    host = parts.netloc.rsplit(":", 1)[0] if parts.netloc.endswith((":80", ":443")) else parts.netloc
    query = parts.query
    if parts.path.endswith("/content.jsp") or "wbnewsid" in query:
        fields = dict(parse_qsl(query))
        if fields.get("wbnewsid", "").isdigit() and fields.get("wbtreeid", "").isdigit():
            return f"//{host}/info/{fields['wbtreeid']}/{fields['wbnewsid']}"
    if match := _VSB.search(parts.path):
        return f"//{host}/info/{match.group(1)}/{match.group(2)}"
    if match := _GUANGDONG.search(parts.path):
        return f"//{host}/content/{match.group(1)}"
    return f"//{host}{parts.path}" + (f"?{query}" if query else "") + route_of(url)


def site_of(url: str) -> str:
    """The host's registrable end, roughly: `www.lusong.gov.cn` and `zwgk.lusong.gov.cn` -> `lusong.gov.cn`."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    if re.fullmatch(r"[\d.]+", host) or ":" in host:
        return host
    labels = host.split(".")
    wide = len(labels) > 2 and labels[-2] in ("gov", "com", "org", "net", "edu", "ac")
    return ".".join(labels[-3:] if wide else labels[-2:])


def file_name(url: str) -> str:
    """The last path segment, percent-decoded; "" for a folder."""
    try:
        return unquote(urlsplit(url).path.rsplit("/", 1)[-1])
    except ValueError:
        return ""

"""What a host's robots.txt lets us visit (RFC 9309), and what its absence, refusal or failure means."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from parsers.vocabulary import Verdict

_MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least 500 KiB are parsed
_MAX_CRAWL_DELAY = 60.0  # seconds; a longer wish would make one section last for days
_HTML_STARTS = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<meta", b"<?xml", b"<title")


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host (scheme, host and port). ``closed`` says why nothing of it may be visited, if so."""

    agent: str
    rules: Protego | None = None
    closed: str | None = None
    closed_verdict: Verdict = Verdict.ROBOTS
    told: str = "no answer that could hold rules"  # status and digest of what was answered

    def refusal(self, url: str) -> tuple[Verdict, str] | None:
        """The verdict and reason for not visiting ``url``; None if it may be visited."""
        if self.closed is not None:
            return self.closed_verdict, self.closed
        if self.rules is None or self.rules.can_fetch(url, self.agent):
            return None
        return Verdict.ROBOTS, f"robots.txt of {urlsplit(url).netloc} does not let {self.agent} visit this address"

    @property
    def permission(self) -> str:
        """Why what was visited might be visited, for the record: what robots.txt said, and its digest."""
        return f"robots.txt {'allows it' if self.rules else 'holds no rules'}: {self.told}"

    @property
    def delay(self) -> float:
        """The Crawl-delay it asks for, in seconds, 0 if none, at most a minute."""
        asked = self.rules.crawl_delay(self.agent) if self.rules else None
        return min(float(asked or 0.0), _MAX_CRAWL_DELAY)


def robots_url(url: str) -> str:
    """Where the rules for ``url`` lie: ``https://a.test:8443/x`` -> ``https://a.test:8443/robots.txt``."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rsplit('@', 1)[-1]}/robots.txt"


def agent_token(user_agent: str) -> str:
    """The product token that groups of robots.txt name: ``FazhiWatch/0.1 (…)`` -> ``FazhiWatch``."""
    return user_agent.split("/", 1)[0].split(" ", 1)[0] or "FazhiWatch"


def parse_robots(status: int, headers: Mapping[str, str], body: bytes, agent: str) -> Robots:
    """What an answered request for robots.txt says.

    2xx: its rules; an HTML page (a soft 404, a portal's home) is no rule. 401 and 403: the host refuses robots
    as a whole (the older reading, kept because ministries use it so). Other 4xx: no rules. 429 and 5xx: the host
    is to be left alone until it answers again (RFC 9309, 2.3.1.4).
    """
    if status in (401, 403):
        return Robots(agent, closed=f"robots.txt is answered with {status}: the host refuses robots")
    if status == 429 or status >= 500:
        return Robots(agent, closed=f"robots.txt is answered with {status}: the host is left alone until it answers")
    told = f"status {status}, sha256 {hashlib.sha256(body).hexdigest()}"
    if not 200 <= status < 300 or looks_like_html(headers.get("content-type", ""), body):
        return Robots(agent, told=told)
    text = body[:_MAX_BYTES].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return Robots(agent, rules=Protego.parse(text), told=told)


def looks_like_html(content_type: str, body: bytes) -> bool:
    """Is this an HTML page, whatever it was asked for? The first bytes outweigh the declared type."""
    start = body[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith(_HTML_STARTS) or ("html" in content_type.lower() and start.startswith(b"<"))

"""What robots.txt, its absence, its refusal and its failure mean."""

from __future__ import annotations

import hashlib

import pytest

from crawler.job import Limits
from crawler.robots import agent_token, parse_robots, robots_url
from crawler.settings import user_agent
from parsers.vocabulary import Verdict
from tests.crawler.conftest import House
from tests.crawler.portal import Portal, list_page, news, robots

URL = "http://www.example.gov.cn/c1/index.html"
PLAIN = {"content-type": "text/plain"}


def refused(status: int, body: str, headers: dict[str, str] | None = None, url: str = URL) -> str | None:
    rules = parse_robots(status, headers or PLAIN, body.encode(), "FazhiWatch")
    refusal = rules.refusal(url)
    assert refusal is None or refusal[0] is Verdict.ROBOTS
    return refusal[1] if refusal else None


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, "", None),
        (200, "User-agent: *\nDisallow: /admin/\n", None),
        (200, "\ufeffUser-agent: *\nDisallow:\n", None),
        (200, "User-agent: BadBot\nDisallow: /\n", None),
        (200, "User-agent: *\nDisallow: /\nUser-agent: FazhiWatch\nAllow: /\n", None),
        (404, "User-agent: *\nDisallow: /\n", None),
        (410, "", None),
        (412, "<script r='m'>", None),
        (200, "<!DOCTYPE html><p>User-agent: *\nDisallow: /\n", {"content-type": "text/plain"}),
        (200, "  <div>User-agent: *\nDisallow: /\n", {"content-type": "text/html"}),
    ],
)
def test_what_lets_us_visit(status: int, body: str, headers: dict[str, str] | None) -> None:
    assert refused(status, body, headers) is None


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, "User-agent: *\nDisallow: /\n", "does not let FazhiWatch"),
        (200, "User-agent: fazhiwatch\nDisallow: /c1/\n", "does not let FazhiWatch"),
        (200, "User-agent: *\nDisallow: /*.html$\n", "does not let FazhiWatch"),
        (401, "", "refuses robots"),
        (403, "", "refuses robots"),
        (429, "", "left alone"),
        (500, "", "left alone"),
        (503, "", "left alone"),
    ],
)
def test_what_keeps_us_out(status: int, body: str, words: str) -> None:
    assert words in (refused(status, body) or "")


def test_crawl_delay_is_honoured_up_to_a_minute() -> None:
    def delay(text: str) -> float:
        return parse_robots(200, PLAIN, text.encode(), "FazhiWatch").delay

    assert delay("User-agent: *\nCrawl-delay: 5\n") == 5.0
    assert delay("User-agent: *\nCrawl-delay: 86400\n") == 60.0
    assert delay("User-agent: *\nAllow: /\n") == 0.0


def test_robots_lie_at_the_root_of_a_host_and_port() -> None:
    assert robots_url("https://a.test:8443/x/y?z") == "https://a.test:8443/robots.txt"
    assert robots_url("http://user:secret@a.test/x") == "http://a.test/robots.txt"


def test_our_name_has_a_version_and_a_contact() -> None:
    agent = user_agent(Limits(contact="ops@example.org"))
    assert agent.startswith("FazhiWatch/")
    assert "ops@example.org" in agent
    assert agent_token(agent) == "FazhiWatch"
    assert user_agent(Limits(user_agent="Own/1")) == "Own/1"
    assert agent_token("Own/1 (x)") == "Own"


def test_each_list_says_that_it_might_be_visited(house: House, portal: Portal) -> None:
    """robots.txt is no capture of its own; its digest stands, chained, beside what it allowed."""
    rules = robots("User-agent: *\nDisallow: /private/\n")
    portal.pages = {"/robots.txt": rules, "/c1/index.html": list_page(news(5))}
    house.section("s", portal.url("/c1/index.html"))
    house.crawl(day=0)
    (capture,) = house.captures("s")
    digest = hashlib.sha256(rules.body).hexdigest()
    assert capture["reason"].endswith(f"; robots.txt allows it: status 200, sha256 {digest}")
    del portal.pages["/robots.txt"]
    house.crawl(day=1, sections=["s"])
    portal.pages["/c1/index.html"] = list_page(news(6))
    house.crawl(day=2)
    assert "; robots.txt holds no rules: status 404, sha256 " in house.captures("s")[0]["reason"]

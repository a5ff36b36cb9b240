"""What a pass refuses before it begins, and what is said of a crawl whose time was up."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import yaml
from loguru import logger

from crawler.job import CrawlResult
from db.database import open_database
from scheduler.cli import main
from scheduler.config import load_config
from scheduler.errors import FazhiError
from scheduler.passes import child
from scheduler.passes.crawl import _cut_short
from scheduler.passes.progress import silent
from scheduler.passes.run import crawl_pass
from tests.crawler.portal import Exchange, Portal, list_page, news, robots

BODY = "bodies:\n  - {id: a, name: 示例区人民政府, region: '430203', class: county_government}\n"


@pytest.mark.parametrize("command", ["run", "crawl", "check", "daemon"])
def test_a_configuration_that_watches_nothing_is_no_good_news(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "fazhi.yaml"
    config.write_text(BODY, encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["--config", str(config), command])
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (2, "")
    assert "sections: none is named" in err
    assert [path.name for path in tmp_path.iterdir()] == ["fazhi.yaml"], "nothing is made"


def test_a_crawl_whose_time_is_up_says_what_it_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The section under way ends, the others of its host wait for the next pass, and the pass is not a good one."""
    asked, up = threading.Event(), threading.Event()
    plain = threading.Timer

    def slow(exchange: Exchange) -> None:
        asked.set()
        up.wait(60)
        exchange.answer(list_page(news(5)))

    class Timer(plain):
        """The time limit, counted from the first request: how long a crawler takes to start is the machine's affair."""

        def run(self) -> None:
            asked.wait(60)
            plain(2.0, up.set).start()  # while the crawler drains: it has long heard by then
            super().run()

    monkeypatch.setattr(child.threading, "Timer", Timer)
    with Portal() as portal:
        portal.pages.update({"/robots.txt": robots(), "/1/": slow, "/2/": slow})
        sections = [
            {"id": f"s{number}", "body": "a", "url": portal.url(f"/{number}/"), "render": "http"} for number in (1, 2)
        ]
        settings = {"sections": sections, "network": {"allow": ["127.0.0.1"]}, "crawl": {"per_host_delay": 0}}
        path = tmp_path / "fazhi.yaml"
        path.write_text(BODY + yaml.safe_dump(settings), encoding="utf-8")
        heard: list[str] = []
        sink = logger.add(heard.append, level="WARNING", format="{message}")
        summary = crawl_pass(load_config(path), silent, time_limit=0.01)
        logger.remove(sink)
        assert "/2/" not in portal.paths()
    assert sum("crawl.contact is not set" in message for message in heard) == 1
    assert summary.steps["crawl"]["sections"] == 1
    assert any("1 of 2 sections were not visited" in failure for failure in summary.failures)
    db = open_database(tmp_path / "data", read_only=True)
    assert db.conn.execute("SELECT outcome FROM runs").fetchall() == [("partial",)]


def test_a_crawl_that_visited_nothing_has_failed() -> None:
    assert _cut_short(2, CrawlResult(visits=2)) == _cut_short(0, CrawlResult()) == []
    with pytest.raises(FazhiError, match="none of 3 sections: the disk is full"):
        _cut_short(3, CrawlResult(errors=("the disk is full",)))

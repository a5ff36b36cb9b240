"""The send pass: who gets which mail when, once."""

from __future__ import annotations

from pathlib import Path

from scheduler.judge import WordedJudgement
from scheduler.passes.send import send
from scheduler.passes.site import Site
from scheduler.tell.cases import settle
from tests.scheduler.tell.desk import desk_site, finding, mails

DAY = "2026-03-20"  # a Friday


def found(site: Site, *worded: WordedJudgement, body: str = "heping") -> None:
    settle(site.db, body, worded, at=site.seen_at, today=site.today)


def subjects(site: Site) -> list[str]:
    return [mail["Subject"] for mail in mails(site)]


def test_a_new_case_is_mailed_once(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    found(site, finding())
    result = send(site)
    assert result.counts() == {"queued": 1, "sent": 1, "to_be_retried": 0, "refused": 0}
    assert not result.failures
    assert subjects(site) == ["[演示]【预警】和平区2025年度：法律援助案件553→347件"]
    assert send(site).counts() == {"queued": 0, "sent": 0, "to_be_retried": 0, "refused": 0}
    assert len(mails(site)) == 1

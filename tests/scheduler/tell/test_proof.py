"""What a mail shows of the visit that proves an absence: that the list was read to its end."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from db.case_evidence import Visited
from scheduler.tell.content import further_pages
from scheduler.tell.words import words


def visited(pages: int) -> Visited:
    digests = tuple(hashlib.sha256(str(number).encode()).hexdigest() for number in range(pages))
    return Visited(1, "s", "http://a.example/", "2026-04-02T01:30:00+08:00", pages, 20 * pages, True, False, digests)


@pytest.mark.parametrize(("pages", "named"), [(1, 0), (2, 1), (41, 40), (200, 41)])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_further_pages_are_named_by_their_digests(pages: int, named: int, language: str) -> None:
    visit = visited(pages)
    said = further_pages(visit, words(language)["case"])
    assert sum(digest[:12] in said for digest in visit.page_sha256[1:]) == named
    assert (str(pages - 1) in said) == (pages > 1)
    if pages > 1:
        assert visit.page_sha256[-1][:12] in said
    assert len(said) < 700


@pytest.mark.parametrize(("pages", "manner"), [(0, "none"), (2, "part")])
def test_a_visit_that_read_nothing_is_not_said_to_have_read_in_part(pages: int, manner: str) -> None:
    visit = replace(visited(pages), whole=False)
    assert visit.manner == manner
    assert ("未能读取" in words("zh-CN")["case"]["visits"][visit.manner]) == (pages == 0)

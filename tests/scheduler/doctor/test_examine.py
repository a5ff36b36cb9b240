"""Every saved page of every family: examined without a fault, and given a valid entry wherever it has rows."""

from __future__ import annotations

import json

import pytest

from crawler.job import LookResult, LookStep
from parsers.pages.families import FAMILIES
from parsers.pages.verdict import judge_page
from parsers.vocabulary import Role, Verdict
from scheduler.config import SectionConfig
from scheduler.doctor.entry import entry_yaml
from scheduler.doctor.page import Examination, examine
from tests.parsers.pages import golden

LISTS = [
    (case, entry["file"])
    for case in golden.CASES
    for entry in golden.load_meta(case)["pages"]
    if entry["role"] == Role.LIST
]


def looked_at(case: str, file: str) -> tuple[Examination, str]:
    """What doctor makes of a saved page, as if it had been fetched; and the family it is to be read as."""
    meta = golden.load_meta(case)
    entry = next(item for item in meta["pages"] if item["file"] == file)
    page = golden.load_page(case, entry)
    verdict = judge_page(page, Role.LIST)
    step = LookStep(
        url=page.url,
        verdict=verdict.verdict,
        reason=verdict.reason,
        final_url=page.final_url,
        status=page.status,
        headers=dict(page.headers),
        body=page.body,
        fetched_at="2026-03-20T08:00:00+08:00",
        rendered=page.rendered,
    )
    answer = LookResult.model_validate_json(LookResult(steps=(step,), agent="FazhiWatch/0").model_dump_json())
    family = meta.get("family", "auto")
    return examine(answer, family), family


@pytest.mark.parametrize(("case", "file"), LISTS)
def test_a_saved_page(case: str, file: str) -> None:
    found, family = looked_at(case, file)
    expected = golden.expected(case)[file]
    assert found.verdict == expected["verdict"]
    json.dumps(found.document(), ensure_ascii=False)
    listing = expected.get("listing")
    if listing is None:
        assert (found.family, found.entry, found.rows) == (None, None, 0)
        return
    if family != "auto" or listing["rows"]:
        assert (found.rows, found.family) == (len(listing["rows"]), listing["family"])
        assert found.family_seen is (FAMILIES[found.family].SEEN if found.family in FAMILIES else None)
        assert found.declared_total == listing["declared_total"]
    if found.entry is not None:
        assert SectionConfig(**found.entry).family == family
        assert found.entry_yaml == entry_yaml(found.entry)


def test_most_lists_get_an_entry_and_their_reports_are_told() -> None:
    """A page with report rows that is no portal's front page always gets one."""
    with_reports = [(case, found) for case, file in LISTS if (found := looked_at(case, file)[0]).reports]
    assert len(with_reports) > 40
    assert [case for case, found in with_reports if found.entry is None] == []
    assert all(row.why and row.title for _, found in with_reports for row in found.reports)


@pytest.mark.parametrize(("file", "warned"), [("page.html", False), ("page2.html", True)])
def test_a_later_page_is_no_place_to_start(file: str, warned: bool) -> None:
    for case in ("f01_ci", "f02_ucap"):
        found, _ = looked_at(case, file)
        assert any(note.startswith("later_page") for note in found.notes) is warned


@pytest.mark.parametrize(
    ("after", "says"),
    [
        ('<div id="p"></div><script>laypage.render({elem:"p",count:27,limit:7})</script>', "laypage.render: 27 rows"),
        ("<p>本栏目已停止更新</p>", "given_up"),
        ("<div>共8条 1/1</div>", None),
    ],
)
def test_what_makes_a_visit_partial_is_said(after: str, says: str | None) -> None:
    rows = "".join(
        f'<li><a href="/c1/2026030{n}/i{n}0000.html">青禾县法治政府建设情况之{n}</a></li>' for n in range(1, 9)
    )
    body = f"<html><body><ul>{rows}</ul>{after}</body></html>".encode()
    url = "http://www.qinghe.example/c1/list.html"
    step = LookStep(url=url, verdict=Verdict.OK, reason="", final_url=url, status=200, body=body, fetched_at="")
    found = examine(LookResult(steps=(step,), agent="FazhiWatch/0"))
    assert found.rows == 8
    assert [note for note in found.partial if says and says in note] == found.partial
    assert bool(found.partial) is bool(says)

"""What is a list worth that no longer shows rows it showed? Pages as parsers hand them over, no portal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crawler.judging import is_loss_alone, judge_walk
from crawler.losses import Before, Fate, Loss, Merits, find_loss, judge_loss
from crawler.walk import Walk
from db.intake_records import KnownDocument
from db.vocabulary import VisitOutcome
from parsers.records import Listing, PageRequest, Row
from parsers.vocabulary import Decision, Kind

SITE = "http://www.example.gov.cn"
DAYS = timedelta(days=1)
REACHES = "2024-12-01"
GOOD = Merits(REACHES, own_column=True, stable=True)


def rows(*numbers: int, every: int = 60) -> tuple[Row, ...]:
    """Rows by number, the newest first: one in `every` days."""
    newest = date(2026, 3, 20)
    return tuple(
        Row(f"{SITE}/c1/i{number}.html", f"标题{number}", (newest - timedelta(days=every * number)).isoformat())
        for number in numbers
    )


def before(count: int, *, every: int = 60, **more: object) -> Before:
    known = [
        KnownDocument(row.url, row.title, row.date, False, True, Decision.NOT_A_REPORT, None, None)
        for row in rows(*range(count), every=every)
    ]
    return Before(known, **{"pages": 1, "of_subject": True, **more})  # type: ignore[arg-type]


def walk(*pages: tuple[Row, ...]) -> Walk:
    taken = Walk()
    for number, shown in enumerate(pages, 1):
        following = PageRequest(f"{SITE}/c1/{number + 1}.html") if number < len(pages) else None
        taken.add(Listing("generic", "", shown, next=following))
    return taken


def loss(seen: Walk, known: Before) -> Loss:
    return find_loss(list(seen.rows.values()), known)


def judge(seen: Walk, known: Before, fate: Fate = Fate.ANSWERS, merits: Merits = GOOD) -> str:
    return judge_loss(loss(seen, known), fate, seen, merits)


@pytest.mark.parametrize("gone", [(5,), (4, 5, 9)])
def test_rows_between_others_were_taken_away(gone: tuple[int, ...]) -> None:
    seen = walk(rows(*(number for number in range(12) if number not in gone)))
    assert not loss(seen, before(12)).needs_proof
    assert judge(seen, before(12)) == ""


@pytest.mark.parametrize("gone", [1, 2, 5])
def test_a_lost_head_is_an_old_copy_of_the_list(gone: int) -> None:
    """Its documents answer: a cache shows the list of last week. For a week, unless the list goes on without them."""
    seen = walk(rows(*range(gone, 12)))
    assert len(loss(seen, before(12)).head) == gone
    for fate in (Fate.ANSWERS, Fate.UNKNOWN):
        assert judge(seen, before(12, stood=6 * DAYS), fate).startswith(f"{gone} of 12 known rows are gone")
    assert judge(seen, before(12), Fate.GONE) == "", "they were withdrawn"
    assert judge(seen, before(12, stood=7 * DAYS)) == ""
    new = replace(rows(0)[0], url=f"{SITE}/c1/new.html", title="新")
    assert judge(walk((new, *rows(*range(gone, 12)))), before(12)) == "", "what is shown is newer"
    late = replace(rows(20)[0], title="旧")
    assert judge(walk((*rows(*range(gone, 12)), late)), before(12)), "an old row that came up says nothing"


def test_an_old_copy_is_seen_below_a_pinned_row_and_without_dates() -> None:
    assert len(loss(walk((*rows(11), *rows(*range(2, 11)))), before(12)).head) == 2
    known = before(12)
    undated = replace(known, rows=[replace(item, row_date=None) for item in known.rows])
    bare = tuple(replace(row, date=None) for row in rows(*range(2, 12)))
    assert judge(walk(bare), undated)
    assert judge(walk((Row(f"{SITE}/c1/new.html", "新", None), *bare)), undated) == ""


@pytest.mark.parametrize("gone", [(0, 1), (10, 11), (0, 1, 2, 3, 4, 5, 6)])
def test_a_row_that_is_called_like_another_is_lost_like_any(gone: tuple[int, ...]) -> None:
    alike = replace(before(12, every=11), rows=[replace(item, title="公示") for item in before(12, every=11).rows])
    shown = tuple(
        replace(row, title="公示") for row in rows(*(number for number in range(12) if number not in gone), every=11)
    )
    assert judge(walk(shown), alike).startswith(f"{len(gone)} of 12 known rows are gone")
    moved = tuple(replace(row, title="公示", url=f"{SITE}/new/{row.title}") for row in rows(*range(12), every=11))
    assert not loss(walk(moved), alike).lost, "each on its day"
    assert len(loss(walk(moved[:7]), alike).lost) == 5


@pytest.mark.parametrize(
    ("reports", "gone", "left"), [((2, 5), (2, 5), 2), ((2, 5), (2,), 0), ((5,), (5,), 0), ((), (2, 5), 0)]
)
def test_reports_that_left_a_list_together_have_gone_elsewhere(
    reports: tuple[int, ...], gone: tuple[int, ...], left: int
) -> None:
    known = before(12)
    listed = [
        replace(item, title=f"青禾县{2024 - number}年法治政府建设年度报告", decision=Decision.REPORT)
        if number in reports
        else replace(item, title=f"青禾县{2024 - number}年政府信息公开年度报告", decision=Decision.REPORT)
        for number, item in enumerate(known.rows)
    ]
    shown = walk(rows(*(number for number in range(12) if number not in gone)))
    assert loss(shown, replace(known, rows=listed)).reports_left([Kind.FAZHI_ANNUAL]) == left


def test_rows_under_new_addresses_or_pinned_are_not_lost() -> None:
    moved = tuple(replace(row, url=row.url.replace("http:", "https:"), title="x") for row in rows(0, 1, 2))
    renamed = tuple(replace(row, url=f"{SITE}/new/{row.title}") for row in rows(0, 1, 2))
    assert not loss(walk(moved), before(3)).lost
    assert not loss(walk(renamed), before(3)).lost
    witness = loss(walk(renamed), before(3)).witness
    assert witness is not None and "/new/" in witness.url, "it is asked for where it stands now"
    pinned = loss(walk((*rows(11), *rows(0, 1, 2, 3, 4, 5, 6))), before(12))
    assert len(pinned.tail) == 4, "an old row on top of a cut list is no end"


@pytest.mark.parametrize("shown", [5, 8, 11])
@pytest.mark.parametrize("fate", [Fate.ANSWERS, Fate.UNKNOWN])
def test_a_lost_tail_is_not_believed_while_its_documents_answer(shown: int, fate: Fate) -> None:
    """However small it is, and however long it has stood: what may be due could stand in it."""
    seen = walk(rows(*range(shown), every=11))
    for stood in (0 * DAYS, 30 * DAYS):
        said = judge(seen, before(12, every=11, stood=stood), fate)
        assert said.startswith(f"{12 - shown} of 12 known rows are gone")
        assert is_loss_alone(said)
        assert judge_walk(seen, said) == (VisitOutcome.PARTIAL, False, said)


def test_a_tail_whose_documents_are_gone_was_cleared_away() -> None:
    assert judge(walk(rows(*range(8), every=11)), before(12, every=11), Fate.GONE) == ""
    most = walk(rows(*range(5), every=11))
    assert judge(most, before(12, every=11), Fate.GONE)
    assert judge(most, before(12, every=11, stood=3 * DAYS), Fate.GONE) == ""


def test_a_tail_that_is_too_old_to_be_due_does_no_harm() -> None:
    """The list is sorted, reaches back behind all that is due, and has not lost its pager."""
    old = before(24, pages=3)
    seen = walk(rows(*range(10)), rows(*range(10, 15)))
    assert judge(seen, old) == ""
    assert judge(walk(rows(*range(8))), old), "one page, as full as one of three was"
    assert judge(walk(rows(*range(7))), replace(old, pages=1)), "it does not reach back"
    mixed = (0, 9, 3, 8, 1, 7, 2, 14, 4, 10, 5, 11, 6, 12, 13)
    assert judge(walk(rows(*mixed[:8]), rows(*mixed[8:])), old), "it is not sorted"
    undated = tuple(replace(row, date=None) for row in rows(*range(15)))
    assert judge(walk(undated[:10], undated[10:]), old)


OTHER = tuple(replace(row, date="2026-04-01") for row in rows(*range(50, 58)))


@pytest.mark.parametrize(
    ("known", "fate", "merits", "believed"),
    [
        (before(12, stood=3 * DAYS), Fate.GONE, GOOD, True),  # the old one is gone as well
        (before(12, stood=1 * DAYS), Fate.GONE, GOOD, False),
        (before(12, stood=3 * DAYS), Fate.GONE, replace(GOOD, own_column=False), False),
        (before(12, stood=3 * DAYS), Fate.GONE, replace(GOOD, stable=False), False),
        (before(6, of_subject=False, stood=3 * DAYS), Fate.ANSWERS, GOOD, True),  # what was seen first was no column
        (before(6, of_subject=False), Fate.ANSWERS, GOOD, False),
        (before(12, stood=90 * DAYS), Fate.ANSWERS, GOOD, False),  # another column of the same portal
        (before(12, stood=14 * DAYS), Fate.ANSWERS, replace(GOOD, same_face=True), True),
        (before(12, stood=13 * DAYS), Fate.ANSWERS, replace(GOOD, same_face=True), False),
        (before(8, stood=90 * DAYS), Fate.ANSWERS, replace(GOOD, same_face=True), False),  # the newest 8, ever
    ],
)
def test_another_list_is_believed_on_its_own_merits(known: Before, fate: Fate, merits: Merits, believed: bool) -> None:
    said = judge(walk(OTHER), known, fate, merits)
    assert (said == "") is believed, said


def test_what_is_left_of_the_old_list_is_no_new_one() -> None:
    known, merits = before(12, stood=90 * DAYS), replace(GOOD, same_face=True)
    assert judge(walk(rows(9, 10, 11)), known, Fate.ANSWERS, merits)
    assert judge(walk(rows(*range(50, 58))), known, Fate.ANSWERS, merits), "its rows are older"


def test_a_few_lost_documents_are_asked_for() -> None:
    lost = loss(walk(rows(*range(3))), before(12))
    assert [item.title for item in lost.sample()] == ["标题3", "标题7", "标题11"]
    assert [item.title for item in loss(walk(rows(*range(10))), before(12)).sample()] == ["标题10", "标题11"]

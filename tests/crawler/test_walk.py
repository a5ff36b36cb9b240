"""When is a list whole? Pages as parsers hand them over, no portal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.judging import judge_walk
from crawler.walk import End, Walk, is_known, only_known
from db.intake_records import KnownDocument
from db.vocabulary import VisitOutcome
from parsers.pages.notes import Note
from parsers.pages.reach import ALL
from parsers.records import Lead, Listing, PageRequest, Row
from parsers.vocabulary import Decision, Kind

SITE = "http://www.example.gov.cn"


def rows(*numbers: int) -> tuple[Row, ...]:
    return tuple(Row(f"{SITE}/c1/i{number}.html", f"标题{number}", "2025-01-05") for number in numbers)


def page(*numbers: int, more: bool = True, **fields: object) -> Listing:
    following = PageRequest(f"{SITE}/c1/next.html") if more else None
    return Listing("generic", "", rows(*numbers), next=following, **fields)  # type: ignore[arg-type]


def undated(*numbers: int, more: bool = True) -> Listing:
    listing = page(*numbers, more=more)
    return replace(listing, rows=tuple(replace(row, date=None) for row in listing.rows))


def known(*numbers: int, listed: bool = True) -> dict[str, KnownDocument]:
    return {
        row.url: KnownDocument(row.url, row.title, row.date, False, listed, Decision.NOT_A_REPORT, None, None)
        for row in rows(*numbers)
    }


def walk(*pages: Listing) -> Walk:
    taken = Walk()
    for listing in pages:
        assert taken.end is None, f"the walk ended before page {taken.pages + 1}"
        taken.add(listing)
    return taken


@pytest.mark.parametrize(
    ("pages", "reach"),
    [
        ([page(1, 2, more=False)], "2025-01-05"),
        ([page(1, 2), page(3, more=False)], "2025-01-05"),  # a generator may write its first pages alone
        ([undated(1, 2), undated(3, more=False)], ALL),
        ([page(1, 2, declared_total=3), page(3, more=False)], ALL),
        ([page(1, 2, declared_total=3, notes=(Note.NEWEST_ONLY.of("x"),)), page(3, more=False)], "2025-01-05"),
        ([page(1, 2, declared_total=2, more=False)], ALL),
        ([page(1, 2, declared_pages=1, more=False)], "2025-01-05"),
        ([page(1, 2, more=False, notes=(Note.DISPLAY_PAGES.of("2 rows"),))], ALL),
        ([page(1, 2, more=False, notes=(Note.SEVERAL_LISTS.of("2"),))], None),  # the older ones may be another list's
    ],
)
def test_how_far_back_a_list_reaches(pages: list[Listing], reach: str | None) -> None:
    assert walk(*pages).reach == reach


@pytest.mark.parametrize(
    ("named", "kinds", "whole"),
    [
        ("青禾县2025年度法治政府建设情况报告", (), False),
        ("青禾县2025年度法治政府建设情况报告", (Kind.FAZHI_ANNUAL,), False),
        ("青禾县2025年政府信息公开工作年度报告", (Kind.FAZHI_ANNUAL,), True),
        ("2025年度", (Kind.FAZHI_ANNUAL,), False),
    ],
)
def test_a_report_named_beside_the_rows(named: str, kinds: tuple[Kind, ...], whole: bool) -> None:
    note = Note.REPORT_BESIDE.of(named)
    taken = Walk(kinds)
    taken.add(page(1, 2, notes=(note,)))
    taken.add(page(3, more=False))
    assert judge_walk(taken)[1] is whole
    taken.rows["next"] = replace(
        rows(4)[0], title=f"{named}（全文）"
    )  # pinned above the first page, a row of a later one
    assert judge_walk(taken)[1] is (whole or named != "2025年度")


@pytest.mark.parametrize(
    ("settled", "note", "whole"),
    [
        ("2024年度法治政府建设情况报告", "report_beside_rows: 2024年度法治政府建设情况报告 (in h2, no address)", True),
        (
            "report_beside_rows: 2024年度报告 (in p, no address)",
            "report_beside_rows: 2024年度报告 (in h2, no address)",
            True,
        ),
        (
            "2024年度法治政府建设情况报告",
            "report_beside_rows: 青禾县2024年度法治政府建设情况报告 (in h2, no address)",
            False,
        ),
        ("法治政府建设情况报告", "report_beside_rows: 2025年度法治政府建设情况报告 (in h2, no address)", False),
        ("years without rows: 2023", "pager_unreadable: years without rows: 2023", True),
        ("years without rows: 2022, 2023", "pager_unreadable: years without rows: 2023", True),
        ("years without rows: 2023", "pager_unreadable: years without rows: 2023, 2025", False),
        ("years without rows", "pager_unreadable: years without rows: 2023", False),
        ("other_years: 2023, 2024", "other_years: 2024", True),
        ("other_years: 2023", "other_years: 2023, 2024", False),
    ],
)
def test_what_a_person_settled_is_no_doubt_until_its_words_change(settled: str, note: str, whole: bool) -> None:
    taken = Walk(settled=(settled,))
    taken.add(page(1, notes=(note,), more=False))
    assert judge_walk(taken)[1] is whole


def test_links_beside_the_rows_are_shown_and_not_counted() -> None:
    taken = Walk()
    taken.add(replace(page(1, 2, more=False, declared_total=3), beside=rows(9)))
    assert (len(taken.shown), taken.counted, next(iter(taken.shown))) == (3, 2, rows(9)[0].url)
    assert judge_walk(taken)[1] is False


def test_years_that_are_walked_are_no_end() -> None:
    taken = walk(replace(page(1, 2, more=False), folders=(PageRequest(f"{SITE}/c1/2024/"),)))
    assert taken.enter_folder() is not None
    taken.add(page(3, notes=(Note.OTHER_YEARS.of("2025"),)))  # which lies beside it
    taken.add(page(4, more=False))
    assert judge_walk(taken) == (VisitOutcome.OK, True, "")
    assert (taken.end, taken.reach) == (End.LAST_PAGE, "2025-01-05")


@pytest.mark.parametrize(
    "pages",
    [
        [page(1, 2, more=False)],
        [page(1, 2), page(3, more=False)],
        [page(1, 2, declared_total=3), page(3, more=False, declared_total=3)],
        [page(9, 1, 2), page(9, 3, more=False)],  # a pinned row on every page
        [page(1, 2, declared_pages=2), page(3, more=False)],
        [page(1, 2), page(3, 4), page(3, 4)],  # beyond its end the portal answers its last page
        [page(1, 2, declared_total=2), page(1, 2)],  # «下一页» of the only page is the page itself, spelt otherwise
        [page(1, 2, declared_pages=1), page(1, 2)],
        [page(1, 2, declared_total=2), page()],
        [page(1, 2, notes=(Note.NO_DATES.of("2 of 2 rows"),), more=False)],
    ],
)
def test_lists_that_are_whole(pages: list[Listing]) -> None:
    outcome, whole, reason = judge_walk(walk(*pages))
    assert (outcome, whole, reason) == (VisitOutcome.OK, True, "")


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([page(1, 2), page(1, 2)], "repeats"),  # every page answers page 1
        ([page(1, 2), page(3, 4), page(1, 2)], "repeats"),
        ([page(1, 2), page()], "page 2 holds no rows"),
        ([page(1, 2, more=False, declared_total=40)], "2 of 40 declared rows"),
        ([page(1, 2, declared_pages=3), page(3, more=False)], "2 of 3 declared pages"),
        ([page(1, 2, more=False, notes=(Note.CAPPED.of("500 rows"),))], "capped"),
        ([page(1, 2, more=False, notes=(Note.TRUNCATED.of("38546 rows, 1000 pages"),))], "truncated"),
        ([page(1, 2, more=False, notes=(Note.PAGER_UNREADABLE.of("page 1 of 9"),))], "pager_unreadable"),
        ([page(1, 2), page(3, more=False, notes=(Note.PAGE_MISMATCH.of("page 2"),))], "page_mismatch"),
    ],
)
def test_lists_that_prove_no_absence(pages: list[Listing], words: str) -> None:
    outcome, whole, reason = judge_walk(walk(*pages))
    assert (outcome, whole) == (VisitOutcome.PARTIAL, False)
    assert words in reason


@pytest.mark.parametrize("end", [End.FAILED, End.MAX_PAGES, End.STOPPED])
def test_a_walk_that_broke_off_is_partial_unless_nothing_was_seen(end: End) -> None:
    seen = walk(page(1, 2))
    seen.stop(end, "why")
    assert judge_walk(seen) == (VisitOutcome.PARTIAL, False, "why")
    nothing = Walk()
    nothing.stop(end, "why")
    assert judge_walk(nothing) == (VisitOutcome.BLIND, False, "why")


@pytest.mark.parametrize(
    ("total", "end", "whole"),
    [
        (3, End.FAILED, False),  # a page that was offered and failed may hold rows, whatever was counted
        (2, End.FAILED, False),
        (3, End.MAX_PAGES, False),
        (3, End.EMPTY, True),
        (2, End.EMPTY, False),  # one row is of a box made like the list, so another may be missed
        (2, End.REPEATS, False),
    ],
)
def test_a_count_excuses_no_page_that_failed_and_an_empty_one_only_if_it_is_exact(
    total: int, end: End, whole: bool
) -> None:
    seen = walk(page(1, 2, 3, declared_total=total))
    seen.stop(end, "why")
    assert judge_walk(seen)[1] is whole


@pytest.mark.parametrize(
    ("total", "end", "whole"),
    [
        (3, End.EMPTY, True),
        (5, End.LAST_PAGE, True),  # two pinned rows
        (5, End.FAILED, False),  # or two of the news, and two rows on the page that failed
        (4, End.LAST_PAGE, False),
        (4, End.REPEATS, False),
        (4, End.EMPTY, False),
    ],
)
def test_rows_of_other_lists_on_the_page_meet_a_total_exactly_or_not_at_all(total: int, end: End, whole: bool) -> None:
    seen = walk(replace(page(1, 2, 3, 8, 9, declared_total=total), lists=(3, 2)))
    seen.stop(end, "why")
    assert judge_walk(seen)[1] is whole


@pytest.mark.parametrize(
    ("total", "pages", "lists", "whole"),
    [
        (3, 1, (), True),  # «下一页» of a template, on the only page
        (3, None, (), False),  # one of the rows may be of a box made like the list, and the rest on a page that is lost
        (3, 2, (), False),
        (None, 1, (), False),
        (2, 1, (), False),
        (3, 1, (2, 1), False),
    ],
)
def test_a_page_that_does_not_exist_is_the_end_if_rows_and_pages_are_all_there(
    total: int | None, pages: int | None, lists: tuple[int, ...], whole: bool
) -> None:
    seen = walk(replace(page(1, 2, 3, declared_total=total, declared_pages=pages), lists=lists))
    seen.stop(End.GONE, "page 2: gone: status 404")
    assert judge_walk(seen)[1] is whole


def test_a_list_without_rows_is_blind() -> None:
    outcome, whole, reason = judge_walk(walk(page()))
    assert (outcome, whole) == (VisitOutcome.BLIND, False)
    assert reason


def test_known_rows_are_told_by_title_and_date() -> None:
    taken = Walk().add(page(1, 2))
    assert only_known(taken, known(1, 2, 3))
    assert not only_known(taken, known(1))
    assert not only_known(taken, known(1, 2, listed=False))
    (_, row), *_ = taken
    document = known(1)[row.url]
    assert is_known(document, row)
    assert not is_known(document, Row(row.url, "另一个标题", row.date))
    assert not is_known(document, Row(row.url, row.title, "2025-03-31"))
    assert is_known(document, Row(row.url, row.title, None)), "a date that is no longer shown is no change"


def test_pages_in_random_order_miss_rows() -> None:
    jumbled = walk(page(1, 2, 3, 4, 5), page(3, 6, 1, 7, 5), page(2, 8, 6, 4, 7, more=False))
    outcome, whole, reason = judge_walk(jumbled)
    assert (outcome, whole, reason) == (
        VisitOutcome.PARTIAL,
        False,
        "page 3 shows rows of earlier pages in another order",
    )
    counted = walk(page(1, 2, 3, 4, 5, declared_total=7), page(3, 6, 1, 7, 5, more=False, declared_total=7))
    assert judge_walk(counted)[1] is True, "who saw all rows that were counted missed none"
    for again in (
        [page(8, 9, 1, 2), page(8, 9, 3, 4, more=False)],  # pinned
        [page(1, 2, 8, 9), page(8, 9, 3, more=False)],  # another list, which stands first beside a short page
        [page(8, 1, 2, 3, 9), page(8, 3, 4, 9, more=False)],  # both, and a row that slipped down
        [page(1, 2, 3), page(3, 4, 5), page(5, 6, more=False)],
    ):
        assert judge_walk(walk(*again))[1] is True


def test_what_is_older_has_totals_and_pages_of_its_own() -> None:
    older = page(3, 4, declared_total=4, lead=Lead.OLDER)
    assert judge_walk(walk(page(1, 2, declared_total=4), older, page(5, 6, declared_total=2, more=False)))[1] is True
    outcome, whole, reason = judge_walk(walk(page(1, 2, declared_total=9, lead=Lead.OLDER), page(3, more=False)))
    assert (outcome, whole, reason) == (VisitOutcome.PARTIAL, False, "2 of 9 declared rows seen")
    taken = walk(page(1, 2), older)
    assert taken.position == 1, "its own pager counts anew"


def test_older_rows_that_lead_back_end_the_list_and_those_that_repeat_do_not() -> None:
    taken = walk(page(1, 2, lead=Lead.OLDER))
    taken.addresses.add(f"{SITE}/c1/next.html")
    taken.add(page(3, 4, lead=Lead.OLDER))
    assert (taken.end, judge_walk(taken)[1]) == (End.LAST_PAGE, True)
    outcome, whole, reason = judge_walk(walk(page(1, 2, lead=Lead.OLDER), page(1, 2, lead=Lead.OLDER)))
    assert (outcome, whole, reason) == (VisitOutcome.PARTIAL, False, "page 2 repeats rows of earlier pages")


def test_a_page_that_nothing_names_is_asked_for_until_all_declared_rows_were_seen() -> None:
    counted = page(3, 4, lead=Lead.COUNT)
    assert walk(page(1, 2), counted).end is None
    assert walk(page(1, 2, declared_total=4), counted).end is End.LAST_PAGE

"""Reports behind rows that lead to lists of their own, years and groups: asked as long as something can be due."""

from __future__ import annotations

from tests.crawler.conftest import House
from tests.crawler.portal import Answer, Portal, article, in_turn, list_page, robots, row

LIST = "/c1/index.html"
BODIES = ("教育局", "公安局", "民政局", "司法局", "财政局")


def folder(year: int, *, more: str = "") -> str:
    return row(f"/c1/y{year}/", f"{year}年度法治政府建设年度报告{more}", f"{year + 1}-03-01")


def report(year: int, n: int) -> tuple[str, str]:
    """The path of a department's report, and its row."""
    path = f"/c1/{year + 1}0{3 - n // 3}{20 - n}/i{year}{n}.html"
    return path, row(path, f"芦淞区{BODIES[n]}{year}年度法治政府建设情况报告", f"{year + 1}-0{3 - n // 3}-{20 - n}")


def reports(portal: Portal, year: int, count: int = 5) -> list[str]:
    """The rows of a year's folder, whose papers are there."""
    found = [report(year, n) for n in range(count)]
    for path, text in found:
        portal.pages[path] = article(text.split(">")[2].removesuffix("</a"))
    return [text for _, text in found]


def fill(portal: Portal, *, newest: int = 3) -> None:
    """Folders of three years; this year's reports come in one by one."""
    portal.pages = {"/robots.txt": robots(), LIST: list_page([folder(year) for year in (2025, 2024, 2023)])}
    for year in (2025, 2024, 2023):
        portal.pages[f"/c1/y{year}/"] = list_page(reports(portal, year, newest if year == 2025 else 5))


def candidates(house: House) -> list[str]:
    return [row["title"] for row in house.rows("SELECT title FROM documents_seen WHERE candidate = 1")]


def folders(house: House) -> dict[str, tuple[str, str]]:
    sql = "SELECT url, decision, reason FROM documents_seen WHERE candidate = 0"
    return {row["url"].rsplit("/c1/")[-1]: (row["decision"], row["reason"]) for row in house.rows(sql)}


FOLDER = ("not_a_report", "a folder of reports: its own list is walked")


def test_reports_in_folders_are_seen_and_asked_for_as_long_as_they_can_be_due(house: House, portal: Portal) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))

    # the first visit walks the list and all folders
    house.crawl(day=0)
    visit = house.visit("s")
    assert (visit["outcome"], visit["reason"]) == ("ok", None)
    assert (visit["whole"], visit["pages"], visit["rows_seen"]) == (1, 4, 13)
    assert folders(house) == {f"y{year}/": FOLDER for year in (2025, 2024, 2023)}
    assert len(candidates(house)) == 13
    # three rows of five are all that the newest folder has; five of five may be a box of the newest
    assert visit["reach"] == report(2024, 4)[1].split("<span>")[1][:10]

    # nothing new: the list, and the folder of the last year, both conditional
    portal.forget()
    house.crawl(day=1)
    assert portal.paths() == ["/robots.txt", LIST, "/c1/y2025/"]
    assert all(asked.conditional for asked in portal.asked[1:])
    visit = house.visit("s")
    assert (visit["outcome"], visit["whole"], visit["unchanged"], visit["rows_seen"]) == ("ok", 1, 1, 13)

    # a report comes into the folder, the list is what it was
    portal.forget()
    portal.pages["/c1/y2025/"] = list_page(reports(portal, 2025, 4))
    house.crawl(day=2)
    new = report(2025, 3)[0]
    assert portal.paths() == ["/robots.txt", LIST, "/c1/y2025/", new]
    assert (house.visit("s")["unchanged"], len(candidates(house))) == (1, 14)

    # the walk is too old to stand on: all folders again, each conditional
    portal.forget()
    house.crawl(day=9)
    assert portal.paths() == ["/robots.txt", LIST, *(f"/c1/y{year}/" for year in (2025, 2024, 2023))]
    assert all(asked.conditional for asked in portal.asked[1:])
    visit = house.visit("s")
    assert (visit["whole"], visit["unchanged"], visit["rows_seen"]) == (1, 0, 14)
    assert house.rows("SELECT 1 FROM documents_seen WHERE listed = 0") == []


def test_a_folder_that_fails_or_shows_nothing_proves_no_absence(house: House, portal: Portal) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    good = portal.pages["/c1/y2025/"]
    title = "2025年度法治政府建设年度报告"
    broken = (
        Answer(b"", 502),
        Answer.html("<html><title>404</title><p>页面不存在</p></html>", status=404),
        list_page([]),
    )
    for night, answer in enumerate(broken):
        portal.pages["/c1/y2025/"] = answer
        house.crawl(day=2 * night + 1)
        visit = house.visit("s")
        assert (visit["outcome"], visit["whole"]) == ("partial", 0), night
        assert f"folder {title}" in visit["reason"]
        assert folders(house)["y2025/"] == FOLDER
        portal.pages["/c1/y2025/"] = good
        house.crawl(day=2 * night + 2)
        visit = house.visit("s")
        assert (visit["outcome"], visit["whole"], visit["unchanged"], visit["rows_seen"]) == ("ok", 1, 0, 13), night
    assert house.rows("SELECT 1 FROM documents_seen WHERE listed = 0") == []


def test_a_folder_of_another_subject_is_not_walked_and_a_paper_is_one(house: House, portal: Portal) -> None:
    """A row whose address says nothing leads to the paper itself; and a folder to its own first page, to no other."""
    fill(portal)
    other = row("/c1/gk2025/", "2025年政府信息公开工作年度报告", "2026-03-02")
    paper = row("/c1/2019/", "芦淞区人民政府2019年度法治政府建设情况报告", "2020-02-01")
    away = row("http://elsewhere.example/c1/y2021/", "2021年度法治政府建设年度报告", "2022-03-01")
    loop = row("/c1/y2020/", "2020年度法治政府建设年度报告", "2021-03-01")
    portal.pages[LIST] = list_page([other, *(folder(year) for year in (2025, 2024, 2023)), paper, loop, away])
    portal.pages["/c1/gk2025/"] = list_page([row(f"/c9/{n}.html", f"{n}局2025年政府信息公开年报") for n in range(4)])
    portal.pages["/c1/2019/"] = article("芦淞区人民政府2019年度法治政府建设情况报告")
    portal.pages["/c1/y2020/"] = Answer(b"", 302, {"Location": "/c1/y2024/"})
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    found = folders(house)
    assert [path for path in found if found[path] == FOLDER] == ["y2025/", "y2024/", "y2023/", "y2020/"]
    assert "芦淞区人民政府2019年度法治政府建设情况报告" in candidates(house)
    assert not any("信息公开年报" in title for title in candidates(house))
    visit = house.visit("s")
    assert (visit["whole"], "folder 2020年度法治政府建设年度报告" in visit["reason"]) == (0, True)


def test_a_new_folder_with_its_first_report_is_walked_beside_those_like_it(house: House, portal: Portal) -> None:
    fill(portal)
    portal.pages[LIST] = list_page([folder(year) for year in (2024, 2023)])
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    portal.pages[LIST] = list_page([folder(year) for year in (2025, 2024, 2023)])
    portal.pages["/c1/y2025/"] = list_page(reports(portal, 2025, 1))
    house.crawl(day=1)
    assert (folders(house)["y2025/"], house.visit("s")["whole"]) == (FOLDER, 1)
    assert report(2025, 0)[0] in portal.paths()


def test_folders_with_pagers_and_totals_are_held_against_their_own(house: House, portal: Portal) -> None:
    fill(portal)
    rows = reports(portal, 2025, 5)
    total = "<span>共5条 1/2页</span>"
    portal.pages["/c1/y2025/"] = list_page(rows[:3], "/c1/y2025/2.html", total)
    portal.pages["/c1/y2025/2.html"] = list_page(rows[3:], None, total.replace("1/2", "2/2"))
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    visit = house.visit("s")
    assert (visit["whole"], visit["pages"], visit["rows_seen"]) == (1, 5, 15), visit["reason"]
    portal.pages["/c1/y2025/2.html"] = in_turn(Answer(b"", 502))
    house.crawl(day=9)
    visit = house.visit("s")
    assert (visit["whole"], "2025年度法治政府建设年度报告: " in visit["reason"]) == (0, True)


def test_groups_in_a_year_are_walked_and_each_must_be_seen(house: House, portal: Portal) -> None:
    fill(portal)
    rows = reports(portal, 2025, 5)
    groups = [
        row("/c1/y2025/bm/", "区政府部门2025年度法治政府建设报告", "2026-03-18"),
        row("/c1/y2025/xz/", "各乡镇2025年度法治政府建设报告", "2026-03-17"),
    ]
    portal.pages["/c1/y2025/"] = list_page(groups)
    portal.pages["/c1/y2025/bm/"] = list_page(rows[:3])
    portal.pages["/c1/y2025/xz/"] = list_page(rows[3:])
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    visit = house.visit("s")
    assert (visit["whole"], visit["pages"], visit["rows_seen"]) == (1, 6, 15), visit["reason"]
    portal.forget()
    house.crawl(day=1)
    assert set(portal.paths()[2:]) == {"/c1/y2025/", "/c1/y2025/bm/", "/c1/y2025/xz/"}
    assert house.visit("s")["unchanged"] == 1


def test_a_group_that_cannot_be_seen_may_hold_the_report(house: House, portal: Portal) -> None:
    """Its row is not opened as a paper, so nobody else would say that it was not seen."""
    fill(portal)
    portal.pages[LIST] = list_page([*(folder(year) for year in (2025, 2024, 2023)), row("/c1/zf/", "区政府及所属部门")])
    house.section("s", portal.url(LIST))
    for day, answer in enumerate((Answer(b"", 502), list_page([row("/c1/a/", "通知公告"), row("/c1/b/", "政策文件")]))):
        portal.pages["/c1/zf/"] = answer
        house.crawl(day=day)
        visit = house.visit("s")
        assert (visit["whole"], "folder 区政府及所属部门" in visit["reason"]) == (0, True), visit["reason"]
    portal.pages["/c1/zf/"] = list_page(reports(portal, 2022, 5))
    house.crawl(day=3)
    visit = house.visit("s")
    assert (visit["whole"], visit["rows_seen"]) == (1, 18), visit["reason"]

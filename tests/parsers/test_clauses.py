"""Fingerprints of clauses: what is copied is found, what all reports say is not."""

from hypothesis import given
from hypothesis import strategies as st

from parsers.clauses import clause_hashes, normal_clauses
from parsers.issuers import place_names
from tests.parsers.texts import L22, L24, L25, NEWS, Q24, seed

LUSONG = place_names(("株洲市芦淞区人民政府",))
QUYUAN = place_names(("屈原管理区管理委员会",))


def share(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    return len(set(first) & set(second)) / len(first)


def test_real_reports_share_little() -> None:
    hashes = {number: clause_hashes(seed(number).text, LUSONG) for number in (L25, L24, L22, NEWS)}
    hashes[Q24] = clause_hashes(seed(Q24).text, QUYUAN)
    assert all(len(found) > 120 for found in hashes.values())
    assert 0.02 < share(hashes[L25], hashes[L24]) < 0.10  # the same body's two years: about one clause in twenty
    for first, second in ((L24, L22), (L25, Q24), (L24, Q24), (L22, Q24), (L25, NEWS), (Q24, NEWS)):
        assert share(hashes[first], hashes[second]) < 0.03, (first, second)


def test_a_copied_report_with_new_numbers_and_names_is_found() -> None:
    own = seed(L24).text
    copied = (
        own.replace("芦淞区", "荷塘区")
        .replace("芦淞", "荷塘")
        .replace("2024", "2025")
        .replace("151", "163")
        .replace("我区", "全区")
    )
    theirs = clause_hashes(copied, place_names(("株洲市荷塘区人民政府",)))
    assert share(theirs, clause_hashes(own, LUSONG)) > 0.97


def test_numbers_names_and_marks_do_not_count() -> None:
    first = normal_clauses("我区共调解各类矛盾纠纷案件 766 件；芦淞区创新开展流动仲裁庭进园区活动。", ("芦淞区",))
    second = normal_clauses("全县共调解各类矛盾纠纷案件812件。赵县创新开展流动仲裁庭进园区活动，", ("赵县",))
    assert first == second
    assert "创新开展流动仲裁庭进园区活动" in first


def test_stock_phrases_of_the_genre_are_left_out() -> None:
    stock = (
        "坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，全面落实党中央、国务院决策部署，"
        "现将有关情况报告如下：进一步加强法治政府建设工作，扎实推进依法行政。"
    )
    assert normal_clauses(stock) == set()


def test_short_clauses_are_left_out() -> None:
    assert normal_clauses("成效明显，群众满意。流动仲裁庭") == set()


@given(st.text(max_size=400))
def test_hashes_are_sorted_distinct_and_fit_a_signed_integer(text: str) -> None:
    found = clause_hashes(text)
    assert list(found) == sorted(set(found))
    assert all(0 <= value < 2**63 for value in found)
    assert found == clause_hashes(text)

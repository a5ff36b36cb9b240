"""Reports under another name than the body's: which may be its own, and which are certainly another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.records import Bearer, BodyFacts, DocumentFact
from db.vocabulary import Rule
from parsers.metrics import catalogue
from scheduler.judge import names_of, put_into_words
from tests.scheduler.judge.build import body, config_of, document, found, judge, report, section, visit

TODAY = date(2026, 4, 2)
TITLED = "{}2025年法治政府建设情况报告"


def stray(issuer: str, title: str = TITLED, year: int = 2025, kind: str = "fazhi_annual") -> DocumentFact:
    return document(title.format(issuer), "report", year, kind=kind, reason=issuer)


def with_strays(*strays: DocumentFact, **more: object) -> BodyFacts:
    facts = body(report(2024), sections=[section(visit("2026-01-05"), visit("2026-04-01"))], since=2024)
    return replace(facts, region="430203", strays=strays, **more)


@pytest.mark.parametrize(
    "one",
    [
        stray("株洲市芦凇区人民政府"),  # a slip
        stray("株洲市新荷区人民政府"),  # renamed
        stray("株洲县人民政府"),  # dissolved
        stray("芦淞区人民政府办公室", "关于2025年度法治政府建设情况的报告"),
        stray("芦淞区司法局", "2025年法治政府建设情况报告"),
        stray("中共株洲市芦淞区委全面依法治区委员会办公室"),
    ],
    ids=lambda one: one.reason,
)
def test_what_may_be_the_body_s_own_is_never_missing(one: DocumentFact) -> None:
    facts = with_strays(one)
    (case,) = [item for item in judge(facts, TODAY).judgements if item.rule in (Rule.CANNOT_TELL, Rule.REPORT_MISSING)]
    assert case.rule is Rule.CANNOT_TELL
    names = names_of(config_of(facts), catalogue().metrics)
    for language in ("zh-CN", "en"):
        said = put_into_words(case, language, names).explanation
        assert one.title in said and one.reason in said, said


@pytest.mark.parametrize(
    "others",
    [
        [],
        [stray("株洲市芦凇区人民政府", year=2024)],
        [stray("株洲市芦凇区人民政府", kind="admin_enforcement_stats")],
        [stray("株洲市芦淞区水利局")],
        [stray("芦淞区白关镇人民政府")],
        [stray("株洲市石峰区人民政府")],
        [stray("国务院"), stray("司法部"), stray("国家市场监督管理总局"), stray("湖南省司法厅")],
        [stray("清水区人民政府"), stray("清水区人民政府", "{}2024年法治政府建设情况报告", 2024)],  # the body's is there
    ],
    ids=["none", "year", "kind", "department", "town", "neighbour", "above", "beside the body's own"],
)
def test_what_is_certainly_another_s_hides_nothing(others: list[DocumentFact]) -> None:
    facts = with_strays(*others)
    assert len(found(facts, Rule.REPORT_MISSING, TODAY)) == 1
    assert found(facts, Rule.CANNOT_TELL, TODAY) == []


@pytest.mark.parametrize("region", ["430203", None])
@pytest.mark.parametrize(
    "issuer", ["青榆县人民政府", "青榆区人民政府", "青榆县白关镇人民政府", "芦淞区人民政府", "国务院"]
)
def test_a_government_s_report_in_a_department_s_column_hides_nothing(issuer: str, region: str | None) -> None:
    facts = replace(with_strays(stray(issuer), cls="department"), region=region)
    assert len(found(facts, Rule.REPORT_MISSING, TODAY)) == 1
    assert found(facts, Rule.CANNOT_TELL, TODAY) == []


def test_a_province_s_report_that_is_posted_again_hides_nothing() -> None:
    again = stray("湖南省人民政府", "转发：{}关于2025年度法治政府建设情况的报告")
    assert len(found(with_strays(again), Rule.REPORT_MISSING, TODAY)) == 1


@pytest.mark.parametrize("title", ["2025年法治政府建设情况报告", "关于2025年度法治政府建设情况的报告"])
def test_what_a_government_signed_alone_may_be_a_department_s(title: str) -> None:
    facts = with_strays(stray("青榆县人民政府", title), cls="department")
    assert found(facts, Rule.REPORT_MISSING, TODAY) == []


OFFICE = Bearer("fazhi_annual", "芦淞区水利局", "department", "430203")


@pytest.mark.parametrize(
    ("cls", "others", "told"),
    [
        ("county_government", [OFFICE], Rule.CANNOT_TELL),
        ("county_government", [OFFICE._replace(cls=None)], Rule.CANNOT_TELL),  # known by its name
        ("county_government", [Bearer("fazhi_annual", "芦淞区白关镇人民政府", None, None)], Rule.CANNOT_TELL),
        (
            "county_government",
            [Bearer("fazhi_annual", "石峰区人民政府", "county_government", "430204")],
            Rule.CANNOT_TELL,
        ),
        ("department", [OFFICE], Rule.REPORT_MISSING),
        ("department", [Bearer("fazhi_annual", "石峰区水利局", "department", "430204")], Rule.CANNOT_TELL),
        (
            "subdistrict_office",
            [Bearer("fazhi_annual", "白关镇人民政府", "township_government", "430203")],
            Rule.REPORT_MISSING,
        ),
        (
            "county_government",
            [OFFICE, Bearer("fazhi_annual", "芦淞区人民政府", "county_government", "430203")],
            Rule.REPORT_MISSING,
        ),
        ("county_government", [OFFICE._replace(kind="disclosure_annual")], Rule.REPORT_MISSING),
        ("county_government", [], Rule.REPORT_MISSING),
    ],
)
def test_a_column_of_other_kinds_of_bodies_proves_nothing(cls: str, others: list[Bearer], told: Rule) -> None:
    facts = with_strays(cls=cls)
    listed = replace(facts.sections[0], others=tuple(others))
    facts = replace(facts, sections=(listed,))
    for rule in (Rule.REPORT_MISSING, Rule.CANNOT_TELL):
        assert len(found(facts, rule, TODAY)) == (rule is told)


@pytest.mark.parametrize(("posted", "state"), [("2026-03-25", "on_time"), ("2026-04-01", "late"), (None, "missing")])
def test_a_report_under_the_former_name_meets_the_expectation(posted: str | None, state: str) -> None:
    made = [report(2025, published_on=posted, first_seen=posted, title="甲区2025年度报告")] if posted else []
    facts = with_strays(succeeded=tuple(made))
    (standing,) = [item for item in judge(facts, TODAY).expectations if item.year == 2025]
    assert standing.state == state
    assert standing.reason.startswith("以原名称或新名称发布的《甲区2025年度报告》：") == (posted is not None)
    told = {item.rule for item in judge(facts, TODAY).judgements}
    assert (Rule.REPORT_MISSING in told, Rule.REPORT_LATE in told) == (state == "missing", state == "late")

"""Titles and explanations: whole in both languages, true to their numbers, and safe from what portals write."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from db.records import Judgement, PartlyFact
from db.vocabulary import Rule, Severity
from parsers.metrics import catalogue
from scheduler.config import Config
from scheduler.judge import WordedJudgement, digest, fingerprint, names_of, put_into_words
from scheduler.judge.wording.texts import amount, clean, number
from tests.scheduler.judge.build import body, config_of, disagreement, document, found, parts, report, section, visit
from tests.scheduler.judge.examples import OPERATOR, Example, examples

FIRING = [example for example in examples() if example.document["fires"] and example.rule not in OPERATOR]
# 82.14%（92/112）, 85 % of its clauses (340 of 400)
_OF_HOW_MANY = re.compile(r"%(?: of its clauses)? ?[（(](?:\d+(?:/| of )\d+|分母未载明|denominator not stated)[)）]")
CLOSING = {"zh-CN": "以发布机关正式文本为准。", "en": "the issuing body's own published text prevails."}


def worded(judgement: Judgement, language: str = "zh-CN") -> WordedJudgement:
    return put_into_words(judgement, language, names_of(config_of(body()), catalogue().metrics))


@pytest.mark.parametrize("language", CLOSING)
@pytest.mark.parametrize("example", FIRING, ids=str)
def test_every_case_can_be_said(example: Example, language: str) -> None:
    for judgement in found(example.facts(), example.rule, example.today, others=example.others()):
        said = worded(judgement, language)
        assert said.title.startswith("示例区")
        assert said.explanation.endswith(CLOSING[language])
        assert "\n\n" not in said.explanation
        assert not {"{{", "{%", "None", "Undefined"} & set(said.explanation.split())
        assert "未报送" not in said.title + said.explanation
        assert len(re.findall("%", said.title)) == len(_OF_HOW_MANY.findall(said.title)), said.title
        quoted = example.rule in (Rule.DOCUMENT_UNSURE, Rule.REPORT_REVISED)  # they show the portal's own words
        if language == "en" and not quoted:
            assert said.title.removeprefix("示例区").isascii() or "→" in said.title or "“" in said.title


@pytest.mark.parametrize(("old", "new", "small"), [(2, 15, True), (29, 90, True), (30, 90, False)])
def test_a_small_count_says_so(old: int, new: int, small: bool) -> None:
    facts = body(report(2024, {"litigation_lost": old}), report(2025, {"litigation_lost": new}))
    (judgement,) = found(facts, Rule.COUNT_CHANGE)
    assert judgement.severity == ("notice" if small else "warning")
    assert ("样本小" in worded(judgement).explanation) == small
    assert ("small sample" in worded(judgement, "en").explanation) == small


def test_missing_says_what_cannot_be_seen() -> None:
    facts = body(sections=[section(visit("2026-04-01"))])
    (judgement,) = found(facts, Rule.REPORT_MISSING, date(2026, 4, 2))
    said = worded(judgement)
    assert said.title == "示例区2025年度：未检索到公开的法治政府建设年度报告"
    assert "应于2026年3月31日（含当日）前公开" in said.explanation
    assert "原文仍待核实" in said.explanation
    assert "催报" in said.explanation


def test_an_explanation_shows_both_sentences_with_their_links() -> None:
    quotes = ("全年受理法援案件553件。",), ("全年受理法援案件347件。",)
    numbers = [
        {"legal_aid_cases": {"value": 553, "quotes": quotes[0]}},
        {"legal_aid_cases": {"value": 347, "quotes": quotes[1]}},
    ]
    facts = body(report(2024, numbers[0]), report(2025, numbers[1]))
    (judgement,) = found(facts, Rule.COUNT_CHANGE)
    said = worded(judgement)
    assert said.title == "示例区2025年度：法律援助案件553→347件"
    assert "2024年报告原文：“全年受理法援案件553件。”（http://a.gov.cn/fazhi_annual/2024.html）" in said.explanation
    assert "2025年报告原文：“全年受理法援案件347件。”（http://a.gov.cn/fazhi_annual/2025.html）" in said.explanation
    assert "减少37.3%" in said.explanation


def test_a_step_over_a_missing_year_is_said() -> None:
    facts = body(report(2023, {"legal_aid_cases": 553}), report(2025, {"legal_aid_cases": 347}))
    (judgement,) = found(facts, Rule.COUNT_CHANGE)
    assert "两份报告相隔2年" in worded(judgement).explanation


def test_an_inferred_base_is_said() -> None:
    old = {"reconsideration_accepted": 151, "reconsideration_closed": 144}
    new = {"reconsideration_carried_in": 12, "reconsideration_accepted": 100, "reconsideration_closed": 92}
    (judgement,) = found(body(report(2024, old), report(2025, new)), Rule.RATE_REGRESSION)
    said = worded(judgement).explanation
    assert "144/156 = 92.31%（基数：应办复议案件数，报告未载明，由2025年报告的结转数推得" in said
    assert "92/112 = 82.14%" in said
    assert "未审结数12件→20件" in said
    assert judgement.evidence["compared"]["base_inferred"] is True


def test_an_unverified_duty_is_said_also_of_what_a_report_lacks() -> None:
    made = report(2025, {"head_appearance_rate": {"value": 80, "scope": "area"}}, parts=parts(causes="absent"))
    for rule in (Rule.PART_ABSENT, Rule.BELOW_NORM):
        (zone,) = found(body(made, cls="management_zone"), rule)
        (county,) = found(body(made), rule)
        assert "未经条文直接规定" in worded(zone).explanation
        assert "未经条文直接规定" not in worded(county).explanation
    assert "口径为全域" in worded(county).explanation


def test_a_scan_is_named_as_such() -> None:
    facts = body(report(2025, {"head_appearance_rate": "4/5"}, method="pdf_ocr", quality=0.97))
    (judgement,) = found(facts, Rule.BELOW_NORM)
    assert "扫描件" in worded(judgement).explanation
    assert "样本小" in worded(judgement).explanation


HOSTILE = "法治\n报告\r\n建议：忽略\u202e告报\u200b\x1e\x00 签发人：张三  李四"


def test_text_from_portals_breaks_no_line() -> None:
    pending = [document(HOSTILE, url="http://a.gov.cn/\n\x1e建议：x", reason="a\nb")]
    (judgement,) = found(body(sections=[section(visit("2026-03-19"), pending=pending)]), Rule.DOCUMENT_UNSURE)
    said = worded(judgement)
    plain = put_into_words(
        replace(judgement, data={**judgement.data, "title": "法治报告", "url": "http://a.gov.cn/", "reason": "ab"}),
        "zh-CN",
        names_of(config_of(body()), catalogue().metrics),
    )
    assert said.explanation.count("\n") == plain.explanation.count("\n")
    assert not [char for char in said.title + said.explanation if unicodedata.category(char)[0] == "C" and char != "\n"]
    assert "张三" not in said.title + said.explanation
    assert "李四" not in said.title + said.explanation


@given(st.text(max_size=200))
def test_clean_is_one_line_and_settled(text: str) -> None:
    line = clean(text)
    assert line.isprintable()
    assert clean(line) == line


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("文号：政发〔2025〕2号 签发人：王五", "文号：政发〔2025〕2号 签发人：（略）"),
        ("签 发 人：张三  李四", "签 发 人：（略）"),
        ("区长李四同志主持召开会议", "区长××同志主持召开会议"),
        ("各位同志要认真学习", "各位同志要认真学习"),
        ("人民调解案件\t812件", "人民调解案件 812件"),
    ],
)
def test_no_personal_names(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (347.0, "件", "347件", "347"),
        (92.307, "%", "92.31%", "92.31%"),
        (2395000000, "元", "23.95亿元", "2,395,000,000 元"),
        (1559714, "元", "155.97万元", "1,559,714 元"),
        (4986.9, "元", "4986.9元", "4,987 元"),
        (0, "件", "0件", "0"),
    ],
)
def test_numbers(value: float, unit: str, zh: str, en: str) -> None:
    assert (amount(value, unit, "zh-CN"), amount(value, unit, "en")) == (zh, en)


def test_number_keeps_what_was_printed() -> None:
    assert [number(value) for value in (12.0, 85.93, 0.1, 1e6)] == ["12", "85.93", "0.1", "1000000"]


def test_days_that_pass_are_no_news() -> None:
    digests = {}
    for day in (date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 29), date(2026, 4, 30)):
        facts = body(sections=[section(visit("2026-04-01"), visit(day))])
        (judgement,) = found(facts, Rule.REPORT_MISSING, day)
        digests[day] = digest(judgement)
    assert digests[date(2026, 4, 2)] == digests[date(2026, 4, 29)] != digests[date(2026, 4, 30)]


def test_a_portal_that_fails_in_another_way_is_no_news() -> None:
    ways = []
    for reason, words in (("timed out", "没有应答"), ("ConnectionReset: broken", "连接中途断开")):
        facts = body(sections=[section(visit("2026-03-30"), visit("2026-04-01", "blind", reason=reason))])
        (judgement,) = found(facts, Rule.CANNOT_TELL, date(2026, 4, 2))
        ways.append(digest(judgement))
        assert words in worded(judgement).explanation
    assert ways[0] == ways[1]


def test_the_language_changes_neither_case_nor_digest() -> None:
    (judgement,) = found(body(report(2025, findings=(disagreement("litigation_win_rate"),))), Rule.FIGURES_DISAGREE)
    zh, en = worded(judgement), worded(judgement, "en")
    assert (zh.fingerprint, zh.digest) == (en.fingerprint, en.digest)
    assert zh.title != en.title


def test_severity_is_news_and_no_part_of_the_fingerprint() -> None:
    one = Judgement(Rule.REPORT_MISSING, Severity.WARNING, "a", None, 2025, None)
    other = replace(one, severity=Severity.CRITICAL)
    assert fingerprint(one) == fingerprint(other)
    assert digest(one) != digest(other)


def test_every_topic_has_an_english_name() -> None:
    words = yaml.safe_load(files("scheduler.judge.wording").joinpath("en.yaml").read_text(encoding="utf-8"))
    assert {metric.topic for metric in catalogue().metrics.values()} <= set(words["topics"])


@pytest.mark.parametrize(
    ("name", "cls", "region", "short"),
    [
        ("株洲市芦淞区人民政府", "county_government", "430203", "芦淞区"),
        ("芦淞区人民政府", "county_government", "430203", "芦淞区"),
        ("湖南省人民政府", "province", "430000", "湖南省"),
        ("屈原管理区管理委员会", "management_zone", None, "屈原管理区"),
        ("株洲市司法局", "department", "430200", "株洲市司法局"),
        ("曲尺乡人民政府", "township_government", "430203", "曲尺乡"),
        ("政府", "county_government", None, "政府"),
    ],
)
def test_short_names(name: str, cls: str, region: str | None, short: str) -> None:
    config = Config.model_validate({"bodies": [{"id": "a", "name": name, "class": cls, "region": region}]})
    assert names_of(config, {}).body("a").short == short


def test_two_districts_of_one_name_are_told_apart() -> None:
    bodies = [
        {"id": "bj", "name": "北京市朝阳区人民政府", "class": "county_government", "region": "110105"},
        {"id": "cc", "name": "长春市朝阳区人民政府", "class": "county_government", "region": "220104"},
    ]
    names = names_of(Config.model_validate({"bodies": bodies}), {})
    assert [names.body(key).short for key in ("bj", "cc")] == ["北京市朝阳区", "长春市朝阳区"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-CN", "2025年报告只载明部分月份：法律援助案件数（1至6月：150件）。"),
        ("en", "The report of 2025 states some months only: Legal aid cases (months 1 to 6: 150)."),
    ],
)
def test_a_dropped_figure_that_is_stated_for_some_months_says_which(language: str, said: str) -> None:
    half = PartlyFact("legal_aid_cases", "2025-01/2025-06", 150.0, 7, "上半年办理法律援助案件150件。")
    after = replace(report(2025, {"litigation_cases": 12}), partly=(half,))
    before = report(2024, {"litigation_cases": 10, "legal_aid_cases": 300})
    (judgement,) = found(body(before, after), Rule.METRIC_DROPPED)
    explanation = worded(judgement, language).explanation
    assert said in explanation
    assert half.quote in explanation
    assert half.figure_id in judgement.evidence["figures"]
    title = worded(judgement, language).title
    assert ("只载明部分月份" if language == "zh-CN" else "some months only") in title
    bare = replace(after, values=())
    (told,) = found(body(before, bare), Rule.METRIC_DROPPED)
    assert told.severity == "notice"
    assert half.quote in worded(told, language).explanation
    (judgement,) = found(body(before, replace(after, partly=())), Rule.METRIC_DROPPED)
    assert "部分月份" not in worded(judgement).explanation
    assert "只按审级、按类别或就一部分载明的数字不是总数" in worded(judgement).explanation
    assert worded(judgement).title == "示例区2025年度：不再载明法律援助案件数的全年数"

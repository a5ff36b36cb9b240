"""The identities that the disclosure reports' fixed form prints."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from parsers.reading import read_bundle
from parsers.records import Bundle, Finding, Source
from parsers.vocabulary import IdentityVerdict, Role

HOLDS, WRONG = IdentityVerdict.HOLDS, IdentityVerdict.DISAGREES
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
ROWS = {
    "一、本年新收政府信息公开申请数量": "80 5 0 0 0 0 85",
    "二、上年结转政府信息公开申请数量": "3 0 0 0 0 0 3",
    "三、本年度办理结果 （一）予以公开": "60 4 0 0 0 0 64",
    "三、本年度办理结果 （二）部分公开": "0 0 0 0 0 0 0",
    "三、本年度办理结果 （三）不予公开": "0 0 0 0 0 0 0",
    "三、本年度办理结果 （四）无法提供": "18 1 0 0 0 0 19",
    "三、本年度办理结果 （五）不予处理": "0 0 0 0 0 0 0",
    "三、本年度办理结果 （六）其他处理": "0 0 0 0 0 0 0",
    "三、本年度办理结果 （七）总计": "78 5 0 0 0 0 83",
    "四、结转下年度继续办理": "5 0 0 0 0 0 5",
}
OUTCOMES = "2 1 0 1 4"


def _cells(words: Sequence[str]) -> str:
    return "".join(f"<td>{word}</td>" for word in words)


def form(
    *, prose: str = "85", outcomes: str = OUTCOMES, without: Collection[str] = (), **changed: str
) -> list[Finding]:
    """The form's findings; ``changed``: rows with other values, by what they are; ``without``: rows left out."""
    words = {
        "new": "一、",
        "carried": "二、",
        "given": "三、本年度办理结果 （一）",
        "total": "三、本年度办理结果 （七）",
    }
    rows = dict(ROWS)
    for name, values in changed.items():
        rows[next(head for head in rows if head.startswith(words[name]))] = values
    rows = {head: values for head, values in rows.items() if head not in without}
    lines = "".join(f"<tr><td>{head}</td>{_cells(values.split())}</tr>" for head, values in rows.items())
    heads, results = _cells(COLUMNS[1:]), _cells(("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    title = "洪山区司法局2024年政府信息公开工作年度报告"
    page = (
        f"<html><body><h1>{title}</h1><p>一、总体情况</p><p>2024年收到依申请公开{prose}件。</p><table>"
        "<tr><td rowspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>"
        "<td colspan=7>申请人情况</td></tr><tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td>"
        f"<td rowspan=2>总计</td></tr><tr>{heads}</tr>{lines}</table><p>四、复议诉讼情况</p>"
        f"<table><tr><td colspan=5>行政复议</td></tr><tr>{results}</tr>"
        f"<tr>{_cells(outcomes.split())}</tr></table></body></html>"
    )
    source = Source(Role.DETAIL, "http://gold.invalid/form.html", page.encode(), "text/html; charset=utf-8")
    read = read_bundle(Bundle(source.url, (source,)))
    assert {v.metric: v.value for v in read.metric_values}["disclosure_applications"] == 85  # not the prose's
    return [finding for finding in read.findings if finding.rule == "disclosure_form"]


def test_a_form_that_agrees() -> None:
    assert {finding.verdict for finding in form()} == {HOLDS}
    assert {finding.verdict for finding in form(prose="88")} == {HOLDS}  # with those carried in


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"total": "78 5 0 0 0 0 80"}, "总计80，各项之和为83，相差3"),  # and not the balance of the same number too
        ({"carried": "4 0 0 0 0 0 4"}, "本年新收85＋上年结转4＝89，办理结果总计83＋结转下年度5＝88"),
        ({"given": "59 4 0 0 0 0 63"}, "总计83，各项之和为82，相差1"),
        ({"outcomes": "2 1 0 1 5"}, "总计5，各项之和为4"),
    ],
)
def test_a_slip_is_said_with_its_numbers(changed: dict[str, str], words: str) -> None:
    wrong = [finding.text for finding in form(**changed) if finding.verdict is WRONG]
    assert any(words in text for text in wrong)
    assert all("可能是填写差错" in text for text in wrong)


def test_rows_that_are_lacking_accuse_nobody() -> None:
    lacking = [head for head in ROWS if "（四）" in head]
    assert {finding.verdict for finding in form(without=lacking)} == {HOLDS}
    empty = [head for head in ROWS if "（五）" in head or "（六）" in head]
    assert {finding.verdict for finding in form(without=empty)} == {HOLDS}, "what is left out as empty changes nothing"


def test_blank_cells_and_prose_accuse_nobody() -> None:
    assert WRONG not in {finding.verdict for finding in form(total="/ 5 0 0 0 0 83", outcomes="2 1 / 1 5")}
    unclear = [finding for finding in form(prose="84") if finding.verdict is not HOLDS]
    assert [(finding.verdict, finding.metric) for finding in unclear] == [
        (IdentityVerdict.BASE_UNCLEAR, "disclosure_applications")
    ]


@pytest.mark.parametrize(
    ("direct", "after", "value"), [("0", "1", 1.0), ("2", "2", 4.0), ("0", "", None), ("", "1", None), ("0", "0", 0.0)]
)
def test_lawsuits_are_counted_in_two_columns(direct: str, after: str, value: float | None) -> None:
    title = "洪山区司法局2024年政府信息公开工作年度报告"
    results = _cells(("结果维持", "结果纠正", "总计"))
    page = (
        f"<html><body><h1>{title}</h1><p>四、复议诉讼情况</p><table><tr><td colspan=6>行政诉讼</td></tr>"
        f"<tr><td colspan=3>未经复议直接起诉</td><td colspan=3>复议后起诉</td></tr><tr>{results}{results}</tr>"
        f"<tr>{_cells(('1', direct, '1', '1', after, '1'))}</tr></table></body></html>"
    )
    source = Source(Role.DETAIL, "http://gold.invalid/form.html", page.encode(), "text/html; charset=utf-8")
    read = read_bundle(Bundle(source.url, (source,)))
    assert {v.metric: v.value for v in read.metric_values}.get("disclosure_litigated_corrected") == value

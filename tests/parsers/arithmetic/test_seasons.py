"""A year's count against those of its halves and quarters."""

from __future__ import annotations

import pytest

from parsers.vocabulary import IdentityVerdict
from tests.parsers.figures.samples import findings, read

HOLDS, WRONG, UNCLEAR = IdentityVerdict.HOLDS, IdentityVerdict.DISAGREES, IdentityVerdict.BASE_UNCLEAR


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("全年审结行政复议案件153件，其中上半年63件、下半年80件。", WRONG),
        ("全年共立案153件，其中上半年立案63件，下半年立案80件。", WRONG),
        ("上半年审结63件，下半年审结80件，全年审结153件，结案率95%。", WRONG),
        ("全年立案查处153件，其中：第一季度30件，第二季度33件，第三季度40件，第四季度40件，同比增长20%。", WRONG),
        ("全年立案143件，一至四季度分别立案20件、35件、40件、38件。", WRONG),
        ("全年作出行政处罚决定143件，上、下半年分别为63件、70件。", WRONG),
        ("全年受理投诉举报1530件，前三季度受理1000件，四季度受理430件。", WRONG),
        ("全年办理行政处罚案件153件，其中1-6月63件，7-12月80件。", WRONG),
        ("全年共收缴罚没款153万元（上半年63万元，下半年80万元）。", WRONG),
        ("全年培训执法人员153人，上半年培训63人，下半年培训80人。", WRONG),  # ten in neither half
        ("全年受理投诉举报1530件，前三季度受理1000件，四季度受理530件。", HOLDS),
        ("上半年审结63件，下半年审结80件，全年审结143件。", HOLDS),
        ("全年收缴罚没款1.43亿元，上半年收缴0.63亿元，下半年收缴0.8亿元。", HOLDS),
        # what is handled in both halves, or was carried in, or is there in both
        ("全年办理行政复议案件153件，其中上半年63件、下半年80件。", UNCLEAR),
        ("上半年办理行政处罚案件63件，下半年办理行政处罚案件100件，全年共办理行政处罚案件153件。", UNCLEAR),
        ("全年排查风险隐患1200处，上半年排查700处，下半年排查600处。", UNCLEAR),
        ("全年培训执法人员153人，上半年培训93人，下半年培训80人。", UNCLEAR),
        ("全年受理153件（含上年结转10件），上半年受理63件，下半年受理80件。", UNCLEAR),
        ("全年立案约153件，其中上半年63件、下半年80件。", UNCLEAR),
        ("全年立案153件，其中上半年63件、下半年80件（不含简易程序）。", UNCLEAR),
        ("上半年立案63件，下半年立案80件，全年立案153件，移送公安机关10件。", UNCLEAR),
        # another thing, another year, not all of the year
        ("全年共开展检查153次，上半年开展检查63次，下半年开展专项检查80次。", None),
        ("上半年立案63件，下半年结案80件，全年结案153件。", None),
        ("2024年立案153件，其中上半年63件；2023年下半年80件。", None),
        ("全年受理投诉举报1530件，上半年受理1000件，四季度受理430件。", None),
        ("全年受理153件，受理复核20件，其中上半年63件、下半年80件。", None),
        ("全年立案153件，其中上半年63件食品类案件、下半年80件药品类案件。", None),
        ("全年立案153件，其中重大案件上半年63件、下半年80件。", None),
        ("全年立案153件；信访上半年63件、下半年80件。", None),
        ("全年立案153件，结案140件，其中上半年63件、下半年80件。", None),
        ("全年开展专项检查24次，上半年检查企业120家次，下半年检查企业180家次。", None),
    ],
)
def test_halves_and_quarters_make_the_year(sentence: str, verdict: IdentityVerdict | None) -> None:
    told = findings(sentence)
    found = told.get("parts_of_year") or told.get("parts")
    assert (found and found.verdict) is verdict


def test_a_sum_told_by_its_own_words_is_said_once() -> None:
    _, _, found = read("全年立案133件，其中一季度20件、二季度35件、三季度40件、四季度38件。")
    assert [finding.verdict for finding in found] == [HOLDS]

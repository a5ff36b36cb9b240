"""Shares told by 占 behind what they are of."""

from __future__ import annotations

import pytest

from parsers.vocabulary import IdentityVerdict
from tests.parsers.figures.samples import read

HOLDS, WRONG, UNCLEAR = IdentityVerdict.HOLDS, IdentityVerdict.DISAGREES, IdentityVerdict.BASE_UNCLEAR
CUT = IdentityVerdict.TRUNCATION


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("全年立案查处行政处罚案件153件，其中食品类52件，占36.9%。", WRONG),
        ("全年立案查处行政处罚案件153件，其中食品类52件，占全部案件的36.9%。", WRONG),
        ("收到行政复议申请153件，其中涉公安类52件，占申请总数的36.9%。", WRONG),
        ("审结行政复议案件153件，维持52件，占审结案件的36.9%。", WRONG),
        ("受理行政复议申请153件，审结140件，其中维持52件，占申请总数的39.9%。", WRONG),
        ("立案153件，其中食品类52件、占34.0%，药品类20件、占23.1%。", WRONG),
        ("现有行政执法人员153人，取得法律职业资格52人，占执法人员总数的46.9%。", WRONG),
        ("现有在编人员118人，持行政执法证98人，占比达73%。", WRONG),
        ("立案153件，其中食品类52件，占34.0%。", HOLDS),
        ("立案153件，其中食品类52件，占33.9%。", CUT),
        ("立案153件，其中食品类52件（重大10件，占19.2%）。", HOLDS),
        ("受理行政复议申请153件，审结140件，其中维持52件，占37.1%。", HOLDS),
        ("现有在编人员118人，持行政执法证98人，占80%。", UNCLEAR),  # a round number
        ("立案153件，其中食品类52件、占34.0%，药品类20件、占13.1%，其他81件、占52.8%。", UNCLEAR),
        ("受理行政复议申请153件，审结140件，其中维持52件，占39.9%。", UNCLEAR),  # of which of the two
        ("立案153件，移送10件，其中食品类52件，占31.9%。", UNCLEAR),
        ("立案153件，其中移送12件、食品类52件，占36.9%。", UNCLEAR),  # 52 of 141
        ("立案约153件，其中食品类52件，占46.9%。", UNCLEAR),
        ("近三年立案153件，2024年食品类52件，占46.9%。", UNCLEAR),
        ("立案153件，其中食品类52件，占46.9%（不含简易程序案件）。", UNCLEAR),
        ("立案153件（其中移送60件，食品类52件，占46.9%）。", WRONG),
        ("办理复议案件中，和解结案58件，占比34.94%；直接撤销19件，占比11.45%。", None),
        ("立案153件，其中食品类52件，占全市食品类案件的46.9%。", None),
        ("立案153件，其中食品类52件，占罚没总额的56.9%。", None),
        ("立案153件，其中食品类52件，占近五成。", None),
        ("立案153件，其中食品类52件，罚款10万元，占36.9%。", None),
        ("立案153件。食品类占36.9%。", None),
        ("立案153件，培训52人，占36.9%。", None),
    ],
)
def test_a_share_is_of_the_whole_that_is_plainly_its_own(sentence: str, verdict: IdentityVerdict | None) -> None:
    told = [finding.verdict for finding in read(sentence)[2] if finding.rule == "share"]
    assert told == ([] if verdict is None else [verdict]) or (len(told) > 1 and verdict in told)

"""Issuers under the names that the configuration gives their bodies."""

from __future__ import annotations

import pytest

from db.vocabulary import BodyClass
from parsers.records import Report
from parsers.vocabulary import Decision, Kind
from scheduler.config import BodyConfig
from scheduler.passes.naming import name_as_configured

BODIES = [
    BodyConfig.model_validate({"id": f"b{number}", "class": BodyClass.COUNTY_GOVERNMENT, **values})
    for number, values in enumerate(
        (
            {"name": "鼓楼区人民政府", "region": "350102"},
            {"name": "鼓楼区人民政府", "region": "320106"},
            {
                "name": "株洲市芦淞区人民政府",
                "region": "430203",
                "aliases": ["中共株洲市芦淞区委全面依法治区委员会办公室"],
            },
            {"name": "岳阳市屈原管理区管理委员会"},
        )
    )
]
LUSONG, QUYUAN = BODIES[2].name, BODIES[3].name
OFFICE = BODIES[2].aliases[0]


@pytest.mark.parametrize(
    ("issuers", "region", "named"),
    [
        (["芦淞区人民政府"], "430203", [LUSONG]),
        (["芦淞区人民政府"], "430204", ["芦淞区人民政府"]),
        (["鼓楼区人民政府"], None, ["鼓楼区人民政府"]),
        ([OFFICE], "430203", [OFFICE]),
        (["芦淞区委依法治区办"], "430203", [OFFICE]),
        (["屈原管理区管委会"], None, [QUYUAN]),
        (["屈原管理区管理委员会", "中共屈原管理区工作委员会"], None, [QUYUAN, "中共屈原管理区工作委员会"]),
        ([LUSONG, "屈原管理区管理委员会"], "430203", [LUSONG, QUYUAN]),
        (["屈原管理区管理委员会", "芦淞区政府"], None, [QUYUAN, LUSONG]),
    ],
)
def test_an_issuer_bears_the_name_of_the_body_that_it_means(
    issuers: list[str], region: str | None, named: list[str]
) -> None:
    report = Report(
        decision=Decision.REPORT,
        kind=Kind.FAZHI_ANNUAL,
        reason="",
        title="",
        issuer=issuers[0],
        issuers=tuple(issuers),
        region=region,
    )
    found = name_as_configured(report, BODIES)
    assert (found.issuer, list(found.issuers)) == (named[0], named)

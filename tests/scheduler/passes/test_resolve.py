"""Whose report it is, by the names that the configuration knows."""

from __future__ import annotations

import pytest

from db.vocabulary import BodyClass
from parsers.records import Report
from parsers.vocabulary import Decision, Kind
from scheduler.config import BodyConfig
from scheduler.passes.resolve import Resolver

FUZHOU, NANJING, LUSONG = (
    BodyConfig.model_validate({"id": name, "class": BodyClass.COUNTY_GOVERNMENT, **values})
    for name, values in {
        "fuzhou": {"name": "鼓楼区人民政府", "region": "350102"},
        "nanjing": {"name": "鼓楼区人民政府", "region": "320106"},
        "lusong": {
            "name": "株洲市芦淞区人民政府",
            "region": "430203",
            "aliases": ["中共株洲市芦淞区委全面依法治区委员会办公室"],
        },
    }.items()
)


@pytest.mark.parametrize(
    ("issuers", "region", "whose"),
    [
        (["鼓楼区人民政府"], "320106", "nanjing"),
        (["鼓楼区人民政府"], None, None),  # the register asks whose section it is
        (["株洲市芦淞区人民政府"], None, "lusong"),
        (["某某委员会", "株洲市芦淞区人民政府"], "430203", "lusong"),
        (["株洲市芦淞区人民政府"], "430204", None),
        (["中共株洲市芦淞区委全面依法治区委员会办公室"], "430203", "lusong"),
    ],
)
def test_a_name_that_two_bodies_bear_decides_nothing(issuers: list[str], region: str | None, whose: str | None) -> None:
    report = Report(
        decision=Decision.REPORT,
        kind=Kind.FAZHI_ANNUAL,
        reason="",
        title="",
        issuer=issuers[0],
        issuers=tuple(issuers),
        region=region,
    )
    assert Resolver((FUZHOU, NANJING, LUSONG)).body_of(report) == whose

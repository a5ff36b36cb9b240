"""Whose report it is, by the names that the configuration knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.intake_records import BodyEntry
from db.migrations import memory_database
from db.register import resolve_report, sync_register
from db.vocabulary import BodyClass
from parsers.records import Report
from parsers.vocabulary import Decision, Kind

FUZHOU, NANJING, LUSONG, QUYUAN = (
    BodyEntry(id=body_id, name=name, region=region, cls=BodyClass.COUNTY_GOVERNMENT, aliases=aliases)
    for body_id, name, region, aliases in (
        ("fuzhou", "鼓楼区人民政府", "350102", ()),
        ("nanjing", "鼓楼区人民政府", "320106", ()),
        ("lusong", "株洲市芦淞区人民政府", "430203", ("中共株洲市芦淞区委全面依法治区委员会办公室",)),
        ("quyuan", "岳阳市屈原管理区管理委员会", None, ()),
    )
)


@pytest.mark.parametrize(
    ("issuers", "region", "whose"),
    [
        (["鼓楼区人民政府"], "320106", "nanjing"),
        (["鼓楼区人民政府"], None, None),
        (["株洲市芦淞区人民政府"], None, "lusong"),
        (["芦淞区人民政府"], "430203", "lusong"),
        (["某某委员会", "株洲市芦淞区人民政府"], "430203", "lusong"),
        (["鼓楼区人民政府", "株洲市芦淞区人民政府"], None, None),
        (["株洲市芦淞区人民政府"], "430204", None),
        (["中共株洲市芦淞区委全面依法治区委员会办公室"], "430203", "lusong"),
        (["中共屈原管理区委员会", "岳阳市屈原管理区管理委员会"], None, "quyuan"),
        (["岳阳市屈原管理区管理委员会", "中共屈原管理区工作委员会"], None, "quyuan"),
        (["中共屈原管理区委员会"], None, None),
    ],
)
def test_a_report_counts_for_the_body_that_its_issuers_mean(
    issuers: list[str], region: str | None, whose: str | None
) -> None:
    db = memory_database()
    sync_register(db, [replace(LUSONG, id="was")], [])
    sync_register(db, [FUZHOU, NANJING, LUSONG, QUYUAN], [])  # who is no longer configured bears no name
    report = Report(
        decision=Decision.REPORT,
        kind=Kind.FAZHI_ANNUAL,
        reason="",
        title="",
        issuer=issuers[0],
        issuers=tuple(issuers),
        region=region,
    )
    assert resolve_report(db, report) == whose


def test_a_zone_configured_by_its_own_name_bears_that_of_its_committee() -> None:
    db = memory_database()
    sync_register(db, [replace(QUYUAN, name="青禾经济技术开发区")], [])
    signed = "青禾经济技术开发区管理委员会"
    report = Report(Decision.REPORT, Kind.FAZHI_ANNUAL, "", "", issuer=signed, issuers=(signed,))
    assert resolve_report(db, report, ["quyuan"]) == "quyuan"
    assert resolve_report(db, report) is None  # another place may have a zone of this name

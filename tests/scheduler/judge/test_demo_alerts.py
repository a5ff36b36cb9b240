"""The four real reports judged as of 2026-03-20: the alerts that an expert expects, and none that are forbidden."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from db.records import BodyFacts, FindingFact, Judgement, PartFact, ReportFact, ValueFact
from db.vocabulary import BodyClass
from parsers.metrics import catalogue
from parsers.vocabulary import DateBasis, PartForm, PartRole
from scheduler.config import Config
from scheduler.judge import Context, Deadlines, WordedJudgement, judge_body, load_thresholds, names_of, put_into_words
from tests.scheduler.judge.build import TODAY, body, report, section, visit

DATA = Path(__file__).parent / "data"
BODIES: list[dict[str, Any]] = [
    {"id": "lusong", "name": "株洲市芦淞区人民政府", "class": "county_government", "region": "430203", "since": 2022},
    {"id": "quyuan", "name": "屈原管理区管理委员会", "class": "management_zone", "since": 2024},
]
CONFIG = Config.model_validate({"bodies": BODIES})


def expected(name: str) -> list[dict[str, Any]]:
    document = yaml.safe_load((DATA / "demo_alerts.yaml").read_text(encoding="utf-8"))
    return list(document[name])


def read_report(entry: dict[str, Any]) -> ReportFact:
    made = report(
        entry["year"],
        title=entry["title"],
        signed_on=entry["signed_on"],
        published_on=entry["published_on"],
        published_basis=DateBasis(entry["published_basis"]),
        method=entry["method"],
        first_seen="2026-03-20",
        parts=tuple(PartFact(PartRole(role), "", PartForm(form), 0, 1) for role, form in entry["parts"].items()),
        findings=tuple(_finding(number, item) for number, item in enumerate(entry["findings"])),
    )
    values = tuple(
        _value(number, entry, item) for number, item in enumerate(entry["values"], start=1000 * entry["year"])
    )
    return ReportFact(**{**{name: getattr(made, name) for name in ReportFact.__slots__}, "values": values})


def _finding(number: int, item: dict[str, Any]) -> FindingFact:
    numbers = tuple({"metric": metric, "value": 0.0, "start": 0, "end": 0} for metric in item["numbers"])
    return FindingFact(id=number, **{**item, "numbers": numbers})


def _value(number: int, entry: dict[str, Any], item: dict[str, Any]) -> ValueFact:
    fields: dict[str, Any] = {
        "scope": "body",
        "period": str(entry["year"]),
        "basis": "stated",
        "numerator": None,
        "denominator": None,
        "base": None,
        "includes_carried_in": None,
        "qualifier": "eq",
        **{name: item[name] for name in ValueFact._fields if name in item},
    }
    quotes = tuple(entry["sentences"][index] for index in item["sentences"])
    return ValueFact(id=number, figure_ids=(number,), quotes=quotes, **fields)


def facts_of(name: str) -> BodyFacts:
    document = yaml.safe_load((DATA / "four_reports.yaml").read_text(encoding="utf-8"))
    config = CONFIG.body(name)
    return body(
        *(read_report(entry) for entry in document["reports"] if entry["body"] == name),
        id=name,
        cls=BodyClass(config.cls),
        since=config.since,
        region=config.region,
        sections=[section(visit(TODAY), id=f"{name}-fazhi")],
    )


@cache
def alerts() -> tuple[WordedJudgement, ...]:
    context = Context(
        today=TODAY,
        deadlines=Deadlines.of(CONFIG),
        thresholds=load_thresholds(),
        metrics=catalogue().metrics,
        bodies={item.id: item for item in CONFIG.bodies},
    )
    names = names_of(CONFIG, catalogue().metrics)
    found = [item for one in CONFIG.bodies for item in judge_body(facts_of(one.id), context).judgements]
    return tuple(put_into_words(item, "zh-CN", names) for item in found)


def fits(judgement: Judgement, entry: dict[str, Any]) -> bool:
    wanted: dict[str, list[Any]] = {
        "body_id": [entry["body"]] if "body" in entry else [],
        "rule": entry["rule"] if entry.get("rule") != "any" else [],
        "year": [entry["year"]] if "year" in entry else [],
        "severity": entry.get("severity", []),
        "metric": [*entry.get("metric", []), *([entry["part"]] if "part" in entry else [])],
    }
    return all(not allowed or getattr(judgement, name) in allowed for name, allowed in wanted.items())


@pytest.mark.parametrize(
    "entry", expected("must"), ids=lambda entry: f"{entry['body']}-{entry['rule'][0]}-{entry['year']}"
)
def test_must(entry: dict[str, Any]) -> None:
    assert any(fits(item.judgement, entry) for item in alerts()), [item.title for item in alerts()]


@pytest.mark.parametrize("entry", [entry for entry in expected("must_not") if "source" not in entry], ids=str)
def test_must_not(entry: dict[str, Any]) -> None:
    assert [item.title for item in alerts() if fits(item.judgement, entry)] == []


def test_whatever_else_comes_is_allowed_or_for_information() -> None:
    known = [*expected("must"), *expected("may")]
    more = [item for item in alerts() if not any(fits(item.judgement, entry) for entry in known)]
    assert [item.title for item in more if item.judgement.severity != "info"] == []


def test_one_entry_is_one_alert() -> None:
    for entry in expected("must"):
        found = [item.title for item in alerts() if fits(item.judgement, entry)]
        if entry["rule"] != ["metric_dropped"]:  # the block, and beside it the single ones that may
            assert len(found) == 1, (entry, found)

"""Bodies, sections, visits and reports made by hand, in as few words as a test needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from db.records import (
    BodyFacts,
    DocumentFact,
    FindingFact,
    Judgement,
    PartFact,
    PlaceFact,
    ReportFact,
    SectionFact,
    ValueFact,
    VersionFact,
    VisitFact,
)
from db.vocabulary import Change, PlaceState, ReportState, Rule, SectionState, VisitOutcome
from parsers.metrics import catalogue
from parsers.pages.reach import ALL
from parsers.vocabulary import DateBasis, Decision, FigureKind, Kind, Method, PartForm, PartRole, ValueBasis
from scheduler.config import Config
from scheduler.judge import BodyVerdict, Context, Deadlines, judge_body, load_thresholds
from scheduler.judge.recycled import ClauseIndex, Clauses

TODAY = date(2026, 3, 20)
_ids = count(1)


def seen(day: str | date) -> str:
    return f"{day}T08:00:00+08:00"


def visit(
    day: str | date, outcome: str = "ok", *, whole: bool | None = None, unchanged: bool = False, **more: Any
) -> VisitFact:
    fields: dict[str, Any] = {
        "section_id": "s",
        "pages": 3,
        "rows_seen": 40,
        "declared_total": None,
        "newest_row_on": None,
        "reason": None if outcome == "ok" else "timed out",
        "reach": ALL if outcome == "ok" else None,
        **more,
    }
    return VisitFact(
        id=next(_ids),
        seen_at=seen(day),
        outcome=VisitOutcome(outcome),
        whole=outcome == "ok" if whole is None else whole,
        unchanged=unchanged,
        **fields,
    )


def document(title: str = "某文件", decision: str = "unsure", year: int | None = None, **more: Any) -> DocumentFact:
    fields: dict[str, Any] = {
        "url": f"http://a.gov.cn/{title}.html",
        "section_id": "s",
        "kind": None,
        "reason": "no year",
        "row_date": None,
        "first_seen_at": seen("2026-03-01"),
        **more,
    }
    return DocumentFact(title=title, decision=Decision(decision), year=year, **fields)


def section(
    *visits: VisitFact, id: str = "s", kinds: Sequence[str] = ("fazhi_annual",), pending: Sequence[DocumentFact] = ()
) -> SectionFact:
    good = [item.seen_at for item in visits if item.outcome is VisitOutcome.OK]
    return SectionFact(
        id=id,
        body_id="a",
        url=f"http://a.gov.cn/{id}/",
        kinds=tuple(kinds),
        state=SectionState.OK,
        state_reason=None,
        last_good_at=good[-1] if good else None,
        family="generic",
        visits=tuple(item._replace(section_id=id) for item in visits),
        pending=tuple(pending),
    )


def value(metric: str, number: float, year: int, **more: Any) -> ValueFact:
    known = catalogue().metrics.get(metric)
    fields: dict[str, Any] = {
        "scope": "body",
        "period": str(year),
        "basis": ValueBasis.STATED,
        "numerator": None,
        "denominator": None,
        "base": None,
        "includes_carried_in": None,
        "qualifier": "eq",
        "figure_ids": (next(_ids),),
        "quotes": (f"{year}年{known.zh if known else metric}{number:g}。",),
        **more,
    }
    return ValueFact(id=next(_ids), metric=metric, value=float(number), **fields)


def rate(metric: str, k: int, n: int, year: int, *, base: str | None = None, **more: Any) -> ValueFact:
    """A rate as k of n, over the catalogue's own base unless another is named."""
    known = catalogue().metrics[metric]
    assert known.kind is FigureKind.RATE
    return value(metric, 100 * k / n, year, numerator=k, denominator=n, base=base or known.denominator, **more)


def values(year: int, numbers: Mapping[str, Any]) -> list[ValueFact]:
    """Values from short forms: a number, "k/n" for a rate, or a mapping of fields with `value` or `of`."""
    found = []
    for name, short in numbers.items():
        metric = name.split("@")[0]  # "metric@2" is a second value of the same metric
        fields = dict(short) if isinstance(short, Mapping) else {"of" if isinstance(short, str) else "value": short}
        if "of" in fields:
            k, n = fields.pop("of").split("/")
            found.append(rate(metric, int(k), int(n), year, **fields))
        else:
            found.append(value(metric, fields.pop("value"), year, **fields))
    return found


def parts(**forms: str) -> tuple[PartFact, ...]:
    given = {role: forms.get(role, "present") for role in PartRole if role != PartRole.OTHER}
    return tuple(
        PartFact(role, "" if form == "absent" else "标题", PartForm(form), 0, 1) for role, form in given.items()
    )


def disagreement(metric: str, rule: str = "sum", text: str = "25与26不符。", **more: Any) -> FindingFact:
    numbers: Iterable[Mapping[str, Any]] = ({"metric": metric, "value": 25.0, "start": 0, "end": 1},)
    fields: dict[str, Any] = {"verdict": "disagrees", "severity": "notice", "expected": "26", "nearest": "", **more}
    return FindingFact(id=next(_ids), rule=rule, metric=metric, numbers=tuple(numbers), text=text, **fields)


def place(
    url: str, *, first: str = "2026-01-05", last: str = "2026-03-20", state: str = "listed", **more: Any
) -> PlaceFact:
    fields: dict[str, Any] = {"section_id": "s", "published_on": None, "published_basis": None, **more}
    return PlaceFact(
        id=next(_ids), url=url, first_seen_at=seen(first), last_seen_at=seen(last), state=PlaceState(state), **fields
    )


def version(place_id: int, **more: Any) -> VersionFact:
    fields: dict[str, Any] = {
        "number": 1,
        "observed_at": seen("2026-01-05"),
        "change": Change.FIRST,
        "text_sha256": "0" * 64,
        "method": Method.HTML,
        "quality": 1.0,
        "capture_ids": (next(_ids),),
        **more,
    }
    return VersionFact(id=next(_ids), place_id=place_id, **fields)


def report(
    year: int,
    numbers: Mapping[str, Any] | None = None,
    *,
    kind: str = "fazhi_annual",
    first_seen: str = "2026-01-05",
    method: str = "html",
    quality: float = 1.0,
    **more: Any,
) -> ReportFact:
    """A report that was read well, found at the baseline and signed in time, with all parts, unless told otherwise."""
    url = f"http://a.gov.cn/{kind}/{year}.html"
    at = place(url, first=first_seen)
    text = version(at.id, method=Method(method), quality=quality)
    fields: dict[str, Any] = {
        "title": f"示例区{year}年度法治政府建设情况报告",
        "issuers": ("示例区人民政府",),
        "doc_number": None,
        "published_on": f"{year + 1}-02-28",
        "published_basis": DateBasis.LABEL,
        "signed_on": f"{year + 1}-02-20",
        "baseline": True,
        "state": ReportState.LISTED,
        "notes": (),
        "places": (at,),
        "versions": (text,),
        "parts": parts(),
        "findings": (),
        "clauses": (),
        **more,
    }
    return ReportFact(
        id=next(_ids),
        kind=Kind(kind),
        year=year,
        first_seen_at=seen(first_seen),
        url=url,
        current_version_id=fields["versions"][-1].id,
        values=tuple(values(year, numbers or {})),
        **fields,
    )


def body(
    *reports: ReportFact,
    sections: Sequence[SectionFact] | None = None,
    since: int | None = 2025,
    id: str = "a",
    cls: str = "county_government",
    **more: Any,
) -> BodyFacts:
    """A watched county with one section that was read whole on the day before, unless told otherwise."""
    if sections is None:
        sections = [section(visit("2026-01-05"), visit("2026-03-19"))]
    fields: dict[str, Any] = {
        "region": "430203",
        "routing_region": None,
        "parent_id": None,
        "watched": True,
        "until": None,
    }
    return BodyFacts(
        id=id,
        name="示例区人民政府",
        cls=cls,
        since=since,
        sections=tuple(sections),
        reports=tuple(reports),
        **{**fields, **more},
    )


def config_of(*facts: BodyFacts, duties: Sequence[Mapping[str, Any]] = ()) -> Config:
    bodies = [{"id": one.id, "name": one.name, "class": one.cls, "region": one.region} for one in facts]
    return Config.model_validate({"bodies": bodies, "duties": list(duties)})


def context(*facts: BodyFacts, today: date = TODAY, others: Sequence[Clauses] = (), **more: Any) -> Context:
    config = config_of(*facts, duties=more.pop("duties", ()))
    thresholds = more.pop("thresholds", None) or load_thresholds()
    return Context(
        today=today,
        deadlines=Deadlines.of(config),
        thresholds=thresholds,
        metrics=catalogue().metrics,
        bodies={one.id: one for one in config.bodies},
        clauses=ClauseIndex(lambda: others, thresholds.recycled.common_bodies),
        **more,
    )


def judge(facts: BodyFacts, today: date = TODAY, **more: Any) -> BodyVerdict:
    return judge_body(facts, context(facts, today=today, **more))


def found(facts: BodyFacts, rule: Rule, today: date = TODAY, **more: Any) -> list[Judgement]:
    """What one rule says of a body."""
    return [item for item in judge(facts, today, **more).judgements if item.rule is rule]


def days(first: str, number: int) -> list[date]:
    start = datetime.fromisoformat(first).date()
    return [start + timedelta(days=step) for step in range(number)]

"""The console's own pages: each checks its parameters, reads once, and fills a template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from datasette.utils.asgi import Response

from db.console.charts import draw_trend
from db.console.load.body import Trend, load_body
from db.console.load.case import PAGE as CASES_PAGE
from db.console.load.case import CaseChoice, CasePage, load_case, load_cases
from db.console.load.home import PAGE, Choice, load_matrix, load_news
from db.console.load.report import load_report
from db.console.shown import amount, fraction
from db.console.visit import Visit, visited
from db.database import Database
from db.vocabulary import AlertState, BodyClass, ExpectationState, Rule, Severity
from parsers.vocabulary import Kind


@visited
async def home(visit: Visit) -> Response:
    """The coverage matrix, open cases, blind sources, the last week."""
    params = visit.params
    choice = Choice(
        kind=params.one_of("kind", list(Kind)) or Kind.FAZHI_ANNUAL,
        region=params.region(),
        cls=params.one_of("class", list(BodyClass)),
        name=params.text("q", 60),
        state=params.one_of("state", list(ExpectationState)),
        year=params.year(),
        page=params.page(),
    )

    def load(db: Database) -> dict[str, Any]:
        return {"matrix": load_matrix(db, choice), "news": load_news(db)}

    context = await visit.read(load)
    return await visit.page(
        "home.html",
        {**context, "choice": choice, "pager": visit.pager(choice.page, context["matrix"].count, PAGE),
         "kinds": list(Kind), "classes": list(BodyClass), "severities": list(reversed(Severity))},
    )  # fmt: skip


@visited
async def body(visit: Visit) -> Response:
    """One body: its reports, years, cases and trends."""
    key = visit.key()
    found = await visit.find("no_body", key, lambda db: load_body(db, key))

    def chart(trend: Trend) -> Any:
        return draw_trend(trend, _in_words(trend, visit), lambda value, unit: amount(value, unit, visit.language))

    return await visit.page("body.html", {"it": found, "chart": chart})


def _in_words(trend: Trend, visit: Visit) -> str:
    spoken = visit.words

    def point(value: Mapping[str, Any]) -> str:
        of = fraction(value, spoken)
        return amount(value["value"], value["unit"], visit.language) + (f" ({of})" if of else "")

    points = [
        f"{year} {point(trend.values[year])}"
        if year in trend.values
        else f"{year} {spoken['body']['gap_' + trend.gaps[year]]}"
        for year in trend.years
    ]
    return str(spoken["body"]["chart_alt"]).format(
        metric=visit.named(trend.metric), points=spoken["joiner"].join(points)
    )


@visited
async def report(visit: Visit) -> Response:
    """One report: its text with every figure marked, its parts, checks, versions and places."""
    key = visit.number("no_report")
    version = visit.params.whole("version", 1, 2**53)
    against = visit.params.whole("with", 1, 2**53)
    try:
        found = await visit.find("no_report", key, lambda db: load_report(db, key, version, against))
    except LookupError:
        raise visit.not_found("no_version", key) from None
    issuers, notes = (json.loads(found.report[name]) for name in ("issuers", "notes"))
    return await visit.page("report.html", {"it": found, "issuers": issuers, "notes": notes})


@visited
async def case(visit: Visit) -> Response:
    """One case: explanation, evidence side by side, history."""
    key = visit.number("no_case")
    found = await visit.find("no_case", key, lambda db: load_case(db, key))
    by_itself = found.case["state"] == AlertState.RESOLVED and not (found.events and found.events[-1]["by"])
    context = {"it": found, "lines": _own_lines(found), "state_word": "recovered" if by_itself else found.case["state"]}
    return await visit.page("case.html", context)


def _own_lines(found: CasePage) -> list[str]:
    """The explanation without the sentences of reports, which stand side by side below it."""
    quotes = {row["quote"].strip() for figures in found.figures.values() for row in figures}
    lines = found.case["explanation"].splitlines()
    return [line for line in lines if line and not any(quote and quote in line for quote in quotes)]


@visited
async def cases(visit: Visit) -> Response:
    """A list of cases, the worst first."""
    params = visit.params
    states = ("standing", "any", *AlertState)
    state = params.one_of("state", states) or "standing"
    choice = CaseChoice(
        state="" if state == "any" else state,
        severity=params.one_of("severity", list(Severity)),
        rule=params.one_of("rule", list(Rule)),
        body=params.text("body"),
        region=params.region(),
        year=params.year(),
        page=params.page(),
    )
    await visit.check({"body": choice.body})
    found = await visit.read(lambda db: load_cases(db, choice))
    return await visit.page(
        "cases.html",
        {"it": found, "choice": choice, "state": state, "pager": visit.pager(choice.page, found.count, CASES_PAGE),
         "states": list(AlertState), "severities": list(reversed(Severity))},
    )  # fmt: skip

"""Pages to look things up: metrics, sources, search, canned queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils.asgi import BadRequest, Request, Response
from datasette.views.database import DatabaseView
from datasette.views.table import TableView

from db.console.cells import Cells, Row
from db.console.charts import draw_histogram
from db.console.load.metric import PAGE as METRIC_PAGE
from db.console.load.metric import Among, MetricPage, load_metric, load_metrics
from db.console.load.sources import PAGE as SOURCES_PAGE
from db.console.load.sources import load_sources
from db.console.load.tables import load_tables, opening
from db.console.shown import number
from db.console.visit import Visit, visited
from db.database import Database, fetch_dicts
from db.queries import Answer, Parameter, Query, list_queries
from db.queries.english import in_english
from db.search import Found, search
from db.views import VIEWS
from db.vocabulary import BodyClass, SectionState
from parsers.vocabulary import Kind

QUERY_PREFIX = "query-"  # beside a view of the same name
HITS = 20
ROWS = 100  # of a canned query, a page


@visited
async def metrics(visit: Visit) -> Response:
    """The catalogue of metrics by topic."""
    return await visit.page("metrics.html", {"topics": await visit.read(load_metrics)})


@visited
async def metric(visit: Visit) -> Response:
    """One metric in one year: definition, distribution, ranking."""
    params = visit.params
    among = Among(
        kind=params.one_of("kind", list(Kind)) or Kind.FAZHI_ANNUAL,
        year=params.year(),
        cls=params.one_of("class", list(BodyClass)),
        region=params.region(),
        base=params.text("base", 80),
        page=params.page(),
    )
    key = visit.key()
    found = await visit.find("no_metric", key, lambda db: load_metric(db, key, among))
    chart = draw_histogram(found.bins, _in_words(found, visit)) if found.bins else None
    return await visit.page(
        "metric.html",
        {"it": found, "among": among, "chart": chart, "pager": visit.pager(among.page, found.count, METRIC_PAGE),
         "kinds": list(Kind), "classes": list(BodyClass)},
    )  # fmt: skip


def _in_words(found: MetricPage, visit: Visit) -> str:
    spoken = visit.words["metric"]
    bars = visit.words["joiner"].join(
        spoken["distribution_bar"].format(low=number(low), high=number(high), count=count)
        for low, high, count in found.bins
    )
    return str(spoken["distribution_alt"].format(metric=visit.named(found.metric), bars=bars))


@visited
async def sources(visit: Visit) -> Response:
    """The watched sections and how they stand."""
    state = visit.params.one_of("state", list(SectionState))
    region, page = visit.params.region(), visit.params.page()
    found = await visit.read(lambda db: load_sources(db, state, region, page))
    return await visit.page(
        "sources.html",
        {"it": found, "state": state, "region": region, "states": list(SectionState),
         "pager": visit.pager(page, found.count, SOURCES_PAGE)},
    )  # fmt: skip


@visited
async def find(visit: Visit) -> Response:
    """Full-text search."""
    params = visit.params
    asked, page = params.text("q"), params.page()
    kind, year, region = params.one_of("kind", list(Kind)), params.year(), params.region()

    def look(db: Database) -> Found:
        return search(
            db, asked, limit=HITS, offset=(page - 1) * HITS, year=year, kind=kind or None, region=region or None
        )

    found = await visit.read(look) if asked else Found((), 0, False)
    return await visit.page(
        "search.html",
        {"asked": asked, "it": found, "runs": runs, "kind": kind, "year": year, "region": region,
         "kinds": list(Kind), "pager": visit.pager(page, found.total, HITS)},
    )  # fmt: skip


def runs(text: str, marks: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text in runs, each marked or not."""
    done = 0
    for low, high in marks:
        yield text[done:low], False
        yield text[low:high], True
        done = high
    yield text[done:], False


@visited
async def queries(visit: Visit) -> Response:
    """The canned queries."""
    return await visit.page("queries.html", {"queries": list_queries()})


async def data(datasette: Datasette, request: Request) -> Response:
    """What tables and views there are, and what they mean; with ``?sql=``, Datasette's own page of the answer.

    Its list of tables counts the rows of each: half a second where there are millions.
    """
    asked, form = request.args.get("sql"), request.url_vars["format"]
    if not (asked or "").strip() and (asked is not None or form == "csv"):
        raise BadRequest(Visit(datasette, request).words["error"]["no_sql"])
    if asked or form:
        own: Response = await DatabaseView(datasette).dispatch_request(request)
        return own
    answer: Response = await tables(datasette, request)
    return answer


@visited
async def tables(visit: Visit) -> Response:
    """The tables and views that the dictionary describes."""
    return await visit.page("data.html", {"tables": await visit.read(load_tables)})


async def table(datasette: Datasette, request: Request) -> Response:
    """Datasette's own page of a table, view or answer; a view is not counted, and `peers` is shown at one metric."""
    visit, name = Visit(datasette, request), request.url_vars["table"]
    await visit.allow()
    asked = next((found for found in list_queries() if name == QUERY_PREFIX + found.name), None)
    if asked is not None:
        await _values(visit, asked)
    if name in VIEWS:
        given = {key.partition("__")[0] for key in request.args}
        missing = {
            key: value for key, value in (await visit.read(lambda db: opening(db, name))).items() if key not in given
        }
        if missing.keys() - {"_nocount"} and not any(key.startswith("_filter_") for key in given):
            address = visit.with_args(**missing)
            if request.url_vars["format"]:  # a program would take a part for the whole
                raise BadRequest(visit.words["error"]["part_only"].format(name=name, address=address))
            there: Response = Response.redirect(address)
            return there
        query = "&".join(filter(None, (request.query_string, urlencode(missing))))
        request = Request({**request.scope, "query_string": query.encode("latin-1")}, request.receive)
    own: Response = await TableView(datasette).dispatch_request(request)
    return own


@visited
async def query(visit: Visit) -> Response:
    """One canned query: its form, and its rows."""
    key = visit.key()
    chosen = next((found for found in list_queries() if found.name == key), None)
    if chosen is None:
        raise visit.not_found("no_query", key)
    values = await _values(visit, chosen)
    results = await visit.ask(chosen.sql, values)
    page, count = visit.params.page(), len(results.rows)
    pager = visit.pager(page, count, ROWS)
    cut = results.rows[(page - 1) * ROWS : page * ROWS]
    answer = Answer(tuple(results.columns), tuple(map(tuple, cut)))
    cells, rows = await visit.read(lambda db: _worded(db, chosen, answer, visit))
    return await visit.page(
        "canned.html",
        {"query": chosen, "values": values, "columns": results.columns, "heads": cells.heads(),
         "rows": cells.rows(rows), "count": count, "cut": results.truncated,
         "title": _title(chosen, visit), "pager": pager},
    )  # fmt: skip


def _worded(db: Database, chosen: Query, answer: Answer, visit: Visit) -> tuple[Cells, Sequence[Row]]:
    """The rows in the language of the page, and how they are shown there."""
    english = visit.language == "en"
    metrics, rules = (
        {row["key"]: visit.named(row) for row in fetch_dicts(db, sql)}
        for sql in ("SELECT key, zh, en FROM metrics", "SELECT rule AS key, zh, en FROM rules")
    )
    cells = Cells(chosen, answer.columns, visit.words, english, metrics, rules, visit.link)
    return cells, (in_english(db, answer) if english else answer).rows


def _title(query: Query, visit: Visit) -> str:
    return query.en if visit.language == "en" else query.zh


async def _values(visit: Visit, chosen: Query) -> dict[str, Any]:
    """The parameters of a query as asked for. Raises BadRequest for a value that names nothing there is."""
    values = {parameter.name: _value(visit, parameter) for parameter in chosen.takes}
    await visit.check({name: value for name, value in values.items() if visit.params.text(name, 500)})
    return values


def _value(visit: Visit, parameter: Parameter) -> Any:
    """A parameter as typed into the form; its default where it is empty. Raises BadRequest for another type."""
    given = visit.params.text(parameter.name, 500)
    if not given:
        return parameter.default
    if parameter.type == "text":
        return given
    try:
        value = int(given) if parameter.type == "integer" else float(given)
        if not -(2**63) <= value < 2**63:  # also: not a number
            raise ValueError(given)
    except ValueError:
        message = visit.words["error"]["parameter"].format(name=parameter.name, value=given[:40])
        raise BadRequest(message) from None
    return value

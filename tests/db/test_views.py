"""Views for people: each answers from the tables, and no percentage without what it was worked out from."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import visits
from db.expectations import replace_expectations
from db.intake_records import VisitSummary
from db.records import Expectation
from db.status import section_status
from db.vocabulary import ExpectationState, VisitOutcome
from parsers.vocabulary import Kind
from tests.db.world import TITLE, URL, World, day

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def full(world: World) -> World:
    world.crawl("2025-04-09", {URL: TITLE}, {URL: ("全区受理行政复议案件162件。".encode(), {})})
    world.read("2025-04-09", published_on="2025-04-05")
    world.crawl("2025-04-16", {URL: TITLE}, {URL: ("全区受理行政复议案件163件。".encode(), {})})
    world.read("2025-04-16", published_on="2025-04-05")
    late = Expectation("heping", Kind.FAZHI_ANNUAL, 2024, "2025-03-31", ExpectationState.LATE, "published 2025-04-05")
    replace_expectations(world.db, "heping", [late])
    return world


def rows(world: World, view: str) -> list[dict]:
    return list(world.db.query(f"SELECT * FROM {view}"))


def test_views_show_what_the_tables_hold(full: World) -> None:
    (covered,) = rows(full, "coverage")
    assert (covered["body"], covered["state"], covered["days_late"], covered["url"]) == (
        "清河市和平区人民政府", "late", 5, URL,
    )  # fmt: skip
    (value,) = rows(full, "trends")
    assert (value["value"], value["quote"], value["year"]) == (163.0, "全区受理行政复议案件163件。", 2024)
    (peer,) = rows(full, "peers")
    assert (peer["class_percentile"], peer["class_n"]) == (None, 1), "among nobody there is no place"
    assert (peer["region_percentile"], peer["region_n"]) == (None, 1)
    (health,) = rows(full, "source_health")
    assert (health["state"], health["reports"], health["waiting"], health["rows_seen"]) == ("ok", 1, 0, 1)
    (edit,) = rows(full, "silent_edits")
    assert (edit["change"], edit["number"]) == ("figures", 2)
    (sentence,) = rows(full, "sentences")
    assert (sentence["value"], sentence["original"]) == (163.0, URL)
    assert rows(full, "open_cases") == []


def test_every_canned_query_is_documented() -> None:
    from db.queries import list_queries

    text = (DOCS / "data.md").read_text(encoding="utf-8")
    for query in list_queries():
        assert f"| `{query.name}` | {query.zh} | {query.en} | {', '.join(query.parameters)} |" in text, query.name


def test_no_percentage_without_what_it_was_worked_out_from(full: World) -> None:
    """A column of percents has its denominator, or the number it is a share of, beside it."""
    from db.queries import list_queries, run_query

    beside = {"found_percent": "of_judged", "old_percent": "old_denominator", "percent": "denominator",
              "class_percentile": "class_n", "region_percentile": "region_n", "value": "denominator"}  # fmt: skip
    tables = [{column.name for column in full.db[view].columns} for view in full.db.view_names()]
    tables += [set(run_query(full.db, query.name).columns) for query in list_queries()]
    seen = set()
    for columns in tables:
        for percent in {name for name in columns if "percent" in name} | (
            {"value"} & columns if "basis" in columns else set()
        ):
            seen.add(percent)
            assert beside[percent] in columns, (percent, columns)
    assert seen == set(beside)
    # a view of figures of any unit says what each percentage is of, or that nobody says it
    of_any_unit = [columns for columns in tables if {"value", "unit", "quote"} <= columns]
    assert of_any_unit and all({"fraction", "denominator"} & columns for columns in of_any_unit)


def test_a_percentage_says_what_it_is_of_or_that_nobody_says_it(full: World) -> None:
    conn = full.db.conn
    conn.execute("UPDATE figures SET unit = '%', value = 82.14, metric = 'reconsideration_closure_rate'")
    conn.execute("UPDATE metric_values SET unit = '%', value = 82.14, metric = 'reconsideration_closure_rate'")

    def fractions() -> set[str]:
        return {row["fraction"] for view in ("trends", "sentences") for row in rows(full, view)}

    assert fractions() == {"分母未载明"}
    conn.execute("UPDATE metric_values SET numerator = 92, denominator = 112")
    assert fractions() == {"92/112"}
    conn.execute("UPDATE figures SET unit = '件', metric = NULL")
    assert {row["fraction"] for row in rows(full, "sentences")} == {None}


def test_a_list_that_changed_its_layout_says_since_when(world: World) -> None:
    def visit(seen_on: str, family: str, newest: str | None, *, whole: bool = True) -> str | None:
        at = day(seen_on)
        run = visits.begin_run(world.db, "crawl", seen_on, at=at)
        seen = visits.begin_visit(world.db, run, world.section, at, at)
        outcome = VisitOutcome.OK if whole else VisitOutcome.PARTIAL
        reason = None if whole else "a page failed"
        visits.end_visit(world.db, seen, VisitSummary(outcome, whole, False, 1, 9, None, newest, family, reason), at)
        (section,) = [found for found in section_status(world.db) if found["id"] == world.section]
        return section["why"]

    assert visit("2025-03-01", "gkmlpt", "2025-02-20") is None
    assert visit("2025-03-02", "generic", "2025-02-20", whole=False) == "a page failed"
    assert visit("2025-03-03", "gkmlpt", "2025-02-20") is None, "one night's other page is no other layout"
    told = "another layout since 2025-03-04: generic, before gkmlpt"
    assert visit("2025-03-04", "generic", "2025-02-20") == told
    assert visit("2025-03-05", "generic", None) == f"{told}; rows bear no dates since 2025-03-05"
    assert visit("2025-04-06", "generic", None) == "rows bear no dates since 2025-03-05"
    assert visit("2025-04-07", "generic", "2025-04-06") is None

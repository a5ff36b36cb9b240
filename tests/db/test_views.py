"""Views for people, and the docs of the schema: each view answers, each table and column is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.expectations import replace_expectations
from db.records import Expectation
from db.views import VIEWS
from db.vocabulary import ExpectationState
from parsers.vocabulary import Kind
from tests.db.world import TITLE, URL, World

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
    assert (peer["class_percentile"], peer["class_n"], peer["region_n"]) == (0.0, 1, 1)
    (health,) = rows(full, "source_health")
    assert (health["state"], health["reports"], health["waiting"], health["rows_seen"]) == ("ok", 1, 0, 1)
    (edit,) = rows(full, "silent_edits")
    assert (edit["change"], edit["number"]) == ("figures", 2)
    (sentence,) = rows(full, "sentences")
    assert (sentence["value"], sentence["original"]) == (163.0, URL)
    assert rows(full, "open_cases") == []


def test_every_table_view_and_column_is_documented(full: World) -> None:
    """docs/data.md has one section a table or view, and names each of its columns there."""
    sections = dict(
        re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", (DOCS / "data.md").read_text(encoding="utf-8"), re.M | re.S)
    )
    tables = [name for name in full.db.table_names() if not name.startswith(("sqlite_", "_sqlite_", "report_search_"))]
    for name in [*tables, *VIEWS]:
        assert name in sections, f"docs/data.md has no section on {name}"
        for column in full.db[name].columns:
            assert f"`{column.name}`" in sections[name], f"docs/data.md: {name}.{column.name} is not documented"
    assert set(sections) == {*tables, *VIEWS}, "docs/data.md documents what is not there"


def test_every_canned_query_is_documented() -> None:
    from db.queries import list_queries

    text = (DOCS / "data.md").read_text(encoding="utf-8")
    for query in list_queries():
        assert f"| `{query.name}` | {query.zh} | {query.en} | {', '.join(query.parameters)} |" in text, query.name

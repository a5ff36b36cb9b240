"""What each canned query answers, held against the same rows counted in plain Python."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.console.load.metric import Among, load_metric
from db.database import Database, fetch_dicts
from db.queries import list_queries, run_query
from db.queries.allowed import WrongValue
from tests.db.large import BODIES, YEARS, build

DOCS = Path(__file__).parents[2] / "docs"
FOUND = ("on_time", "late", "found_undated")
NEWEST = 2025
METRIC = "litigation_win_rate"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = build(tmp_path_factory.mktemp("town"))
    yield db
    db.close()


def ask(db: Database, name: str, **params: object) -> list[dict[str, Any]]:
    answer = run_query(db, name, {key: str(value) for key, value in params.items()})
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def rows(db: Database, table: str) -> list[dict[str, Any]]:
    return fetch_dicts(db, f"SELECT * FROM {table}")


def by_id(db: Database, table: str) -> dict[Any, dict[str, Any]]:
    return {row["id"]: row for row in rows(db, table)}


def current_values(db: Database) -> list[dict[str, Any]]:
    """The values of current versions about their own year, with their report."""
    reports = {row["current_version_id"]: row for row in rows(db, "reports")}
    values = [{**value, "report": reports.get(value["version_id"])} for value in rows(db, "metric_values")]
    return [value for value in values if value["report"] and value["period"] == str(value["report"]["year"])]


def chosen(db: Database, metric: str) -> dict[tuple[str, int], dict[str, Any]]:
    """A metric's value by body and year: computed before stated."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for value in current_values(db):
        key = (value["report"]["body_id"], value["report"]["year"])
        if value["metric"] == metric and (key not in found or value["basis"] == "computed"):
            found[key] = value
    return found


# --- who publishes ---------------------------------------------------------------------------------------------


def test_coverage(town: Database) -> None:
    bodies, counted = by_id(town, "bodies"), Counter()
    for row in rows(town, "expectations"):
        counted[row["year"], bodies[row["body_id"]]["class"], row["state"]] += 1
    answer = ask(town, "coverage")
    assert sum(row["expected"] for row in answer) == BODIES * YEARS
    for row in answer:
        of = {state: counted[row["year"], row["class"], state] for state in (*FOUND, "missing", "cannot_tell")}
        assert {state: row[state] for state in of} == of
        judged = sum(of.values()) - of["cannot_tell"]
        assert (row["of_judged"], row["found"]) == (judged, judged - of["missing"])
        assert row["found_percent"] == (round(100 * row["found"] / judged, 1) if judged else None)


def test_coverage_by_region(town: Database) -> None:
    provinces = ask(town, "coverage_by_region", digits=2, year=NEWEST)
    assert [(row["region"], row["expected"]) for row in provinces] == [("11", BODIES)]
    whole = ask(town, "coverage_by_region")
    assert sum(row["expected"] for row in whole) == BODIES * YEARS
    assert {len(row["region"]) for row in whole} == {4}
    assert sum(row["cannot_tell"] for row in whole) == len(ask(town, "cannot_tell"))


def test_overdue_and_cannot_tell(town: Database) -> None:
    wanted = {
        (row["body_id"], row["year"]) for row in rows(town, "expectations") if row["state"] in ("late", "missing")
    }
    reports = {(row["body_id"], row["year"]): row for row in rows(town, "reports")}
    names = {row["name"]: row["id"] for row in rows(town, "bodies")}
    answer = ask(town, "overdue", today="2026-04-10", closed=1)
    assert {(names[row["body"]], row["year"]) for row in answer} == wanted
    for row in answer:
        until = reports[names[row["body"]], row["year"]]["published_on"] if row["state"] == "late" else "2026-04-10"
        (days,) = town.conn.execute("SELECT julianday(?) - julianday(?)", [until, row["due_on"]]).fetchone()
        assert row["days_overdue"] == days > 0
        assert row["newest_due"] == (row["year"] == NEWEST)
        assert row["wording"] == (
            "迟于期限公开" if row["state"] == "late"
            else "未检索到公开" if row["year"] == NEWEST else "较早年度，栏目中未检索到，仅供核查"
        )  # fmt: skip
    assert [row["newest_due"] for row in answer] == sorted((row["newest_due"] for row in answer), reverse=True)
    assert {row["newest_due"] for row in answer if row["state"] == "missing"} == {0, 1}
    blind = [row for row in ask(town, "cannot_tell") if row["year"] == NEWEST and row["body"] == "安宁省人民政府"]
    assert [(row["reason"], row["sections"]) for row in blind] == [("challenge", "b0000-fz: blind (challenge)")]


def test_blind_visits_and_waiting(town: Database) -> None:
    (blind,) = ask(town, "blind")
    lost = [row for row in rows(town, "visits") if row["outcome"] == "blind"]
    assert (blind["section"], blind["reason"], blind["blind_visits"]) == ("b0000-fz", "challenge", len(lost))
    assert (blind["last_good_at"], blind["blind_since"]) == ("2026-04-03T01:30:00+08:00", lost[0]["seen_at"])
    visits = ask(town, "visits", section="b0000-fz")
    assert [(row["outcome"], row["whole"]) for row in visits] == [("blind", 0)] * 2 + [("ok", 1)] * 3
    assert sum(row["captures"] for row in ask(town, "visits")) == town["captures"].count
    unsure = {row["url"] for row in rows(town, "documents_seen") if row["decision"] == "unsure"}
    waiting = ask(town, "waiting")
    assert {row["url"] for row in waiting} == unsure
    assert "two years in the title" in {row["reason"] for row in waiting}


def test_withdrawn_and_edits(town: Database) -> None:
    (gone,) = ask(town, "withdrawn")
    assert (gone["url"], gone["place_state"], gone["state_since"][:10]) == (
        "http://www.b0003.example/fz/2024.html", "gone", "2026-04-04",
    )  # fmt: skip
    later = [row for row in rows(town, "report_versions") if row["number"] > 1]
    edits = ask(town, "edits")
    assert Counter(row["change"] for row in edits) == Counter(row["change"] for row in later)
    assert edits and sum(len(ask(town, "edits", change=change)) for change in ("figures", "text", "cosmetic")) == len(
        later
    )


def test_parts(town: Database) -> None:
    reports = {row["current_version_id"]: row for row in rows(town, "reports")}
    absent = {
        (reports[row["version_id"]]["url"], row["role"])
        for row in rows(town, "parts")
        if row["form"] == "absent" and reports.get(row["version_id"], {}).get("year") == NEWEST
    }
    assert absent == {(row["url"], row["part"]) for row in ask(town, "absent_parts")}
    assert {row["part"] for row in ask(town, "absent_parts", part="causes")} == {"causes"}
    with_causes = {
        reports[row["version_id"]]["body_id"]
        for row in rows(town, "parts")
        if row["role"] == "causes" and row["form"] != "absent" and row["version_id"] in reports
    }
    names = {row["id"]: row["name"] for row in rows(town, "bodies")}
    never = ask(town, "never_published_causes")
    assert {row["body"] for row in never} == {names[row["body_id"]] for row in reports.values()} - {
        names[body] for body in with_causes
    }
    assert sum(row["reports"] for row in never) == sum(row["body_id"] not in with_causes for row in reports.values())


# --- numbers ---------------------------------------------------------------------------------------------------


def test_trend_and_figures_and_provenance(town: Database) -> None:
    trend = ask(town, "trend", metric=METRIC, body="b0004")
    wanted = Counter(
        (value["report"]["year"], round(value["value"], 2), value["basis"])
        for value in current_values(town)
        if value["metric"] == METRIC and value["report"]["body_id"] == "b0004"
    )
    assert wanted == Counter((row["year"], row["value"], row["basis"]) for row in trend)
    assert [row["year"] for row in trend] == sorted(row["year"] for row in trend)
    assert all(row["denominator"] for row in trend if row["basis"] == "computed")
    report = next(row for row in rows(town, "reports") if row["body_id"] == "b0004" and row["year"] == NEWEST)
    figures = ask(town, "figures", body="b0004", year=NEWEST)
    own = [row for row in rows(town, "figures") if row["version_id"] == report["current_version_id"]]
    assert sorted(row["figure"] for row in figures) == sorted(row["id"] for row in own)
    (text,) = town.conn.execute(
        "SELECT text FROM report_versions WHERE id = ?", [report["current_version_id"]]
    ).fetchone()
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in figures)
    (origin,) = ask(town, "provenance", figure=figures[0]["figure"])
    capture = by_id(town, "captures")[origin["capture"]]
    assert (origin["sha256"], origin["archive_offset"]) == (capture["sha256"], capture["archive_offset"])
    assert origin["original"] == report["url"] == figures[0]["url"]
    assert [row["capture"] for row in ask(town, "captures", url=report["url"])] == [origin["capture"]]
    assert len(ask(town, "captures")) == len(ask(town, "figures")) == 200  # of everything the beginning, of one all
    assert len(ask(town, "figures", body="b0004")) > 200


def test_regressions(town: Database) -> None:
    names = {row["id"]: row["name"] for row in rows(town, "bodies")}
    worse = {row["key"]: row["regression"] for row in rows(town, "metrics")}
    series: dict[tuple, dict[int, dict[str, Any]]] = defaultdict(dict)
    for value in current_values(town):
        if value["basis"] == "computed":
            key = (value["report"]["body_id"], value["metric"], value["scope"], value["base"])
            series[key][value["report"]["year"]] = value
    wanted = {}
    for (body, metric, _, _), years in series.items():
        before = max((year for year in years if NEWEST - 3 <= year < NEWEST), default=None)
        if before is None or NEWEST not in years:
            continue
        change = years[NEWEST]["value"] - years[before]["value"]
        if abs(change) >= 5 and {"fall": change < 0, "rise": change > 0, "two_sided": True}.get(worse[metric], False):
            wanted[names[body], metric] = (
                before,
                round(change, 2),
                years[NEWEST]["denominator"],
                years[before]["numerator"],
            )
    answer = ask(town, "regressions", points=5)
    assert wanted
    assert wanted == {
        (row["body"], row["metric"]): (row["old_year"], row["change_points"], row["denominator"], row["old_numerator"])
        for row in answer
    }
    assert {row["year"] for row in ask(town, "regressions", year=NEWEST - 1)} == {NEWEST - 1}
    assert {row["region"][:4] for row in ask(town, "regressions", region="1102")} == {"1102"}


def test_ranking_and_peers(town: Database) -> None:
    bodies, values = by_id(town, "bodies"), chosen(town, METRIC)
    mine = {body: value for (body, year), value in values.items() if year == NEWEST}
    ranking = {row["body"]: row for row in ask(town, "ranking")}
    peers = {row["body"]: row for row in ask(town, "peers")}
    assert len(ranking) == len(peers) == len(mine) > 10
    groups = {body: (row["class"], row["region"][:4]) for body, row in bodies.items()}
    for body, value in mine.items():
        alike = [other["value"] for name, other in mine.items() if groups[name][0] == groups[body][0]]
        near = [other["value"] for name, other in mine.items() if groups[name] == groups[body]]
        row, peer = ranking[bodies[body]["name"]], peers[bodies[body]["name"]]
        place = 1 + sum(other > value["value"] for other in alike)
        assert (row["place"], row["of_bodies"]) == (place if len(alike) > 1 else None, len(alike))
        assert (row["numerator"], row["denominator"]) == (value["numerator"], value["denominator"])
        for name, group in (("class", alike), ("region", near)):
            lower = sum(other < value["value"] for other in group)
            assert peer[f"{name}_n"] == len(group)
            others = len(group) - 1
            alone = None  # among nobody there is no place
            assert peer[f"{name}_percentile"] == (pytest.approx(100 * lower / others, abs=0.05) if others else alone)
    view = fetch_dicts(town, "SELECT * FROM peers WHERE metric = ? AND period = ?", [METRIC, str(NEWEST)])
    key = ("body", "class_percentile", "class_n", "region_percentile", "region_n", "base")
    assert {tuple(row[name] for name in key) for row in view} == {
        tuple(row[name] for name in key) for row in peers.values()
    }


MIXED = (  # body, base (None: nobody states it), rate
    ("b0000", "litigation_concluded", 80.0), ("b0001", "litigation_concluded", 90.0),
    ("b0002", "litigation_hearings", 10.0), ("b0003", "litigation_hearings", 20.0),
    ("b0004", "litigation_hearings", 20.0), ("b0005", None, 99.0), ("b0006", None, 1.0),
)  # fmt: skip


def test_rates_are_ranked_beside_those_on_the_same_base_only(town: Database) -> None:
    """`ranking`, `peers`, the view and the console's page say the same; what nobody knows the base of has no place."""
    conn = town.conn
    names = {key: row["name"] for key, row in by_id(town, "bodies").items()}
    conn.execute("BEGIN")
    try:
        conn.execute("UPDATE bodies SET class = 'county_government', region = '110101'")
        conn.execute("DELETE FROM metric_values WHERE metric = ?", [METRIC])
        for body, base, rate in MIXED:
            conn.execute(
                "INSERT INTO metric_values (report_id, version_id, metric, scope, period, value, unit, basis, base) "
                "SELECT id, current_version_id, ?, 'body', year, ?, '%', 'stated', ? FROM reports "
                "WHERE body_id = ? AND year = 2024", [METRIC, rate, base, body],
            )  # fmt: skip
        ranking = {row["body"]: (row["place"], row["of_bodies"]) for row in ask(town, "ranking", year=2024)}
        view = fetch_dicts(town, "SELECT * FROM peers WHERE metric = ? AND period = '2024'", [METRIC])
        pages = {base: load_metric(town, METRIC, Among("fazhi_annual", 2024, base=base)) for base in ("", "-")}
        spread = [(row["base"], row["reports"]) for row in ask(town, "distribution") if row["year"] == 2024]
        peers = ask(town, "peers", year=2024)
    finally:
        conn.execute("ROLLBACK")
    wanted = [(2, 2), (1, 2), (3, 3), (1, 3), (1, 3), (None, 1), (None, 1)]
    places = dict(zip((names[body] for body, *_ in MIXED), wanted, strict=True))
    assert ranking == places
    percentiles = [(0.0, 2), (100.0, 2), (0.0, 3), (50.0, 3), (50.0, 3), (None, 1), (None, 1)]
    for answer in (peers, view):
        found = {row["body"]: row for row in answer}
        for level in ("class", "region"):
            assert [
                (found[names[body]][f"{level}_percentile"], found[names[body]][f"{level}_n"]) for body, *_ in MIXED
            ] == percentiles
    shown, unstated = pages[""], pages["-"]
    assert shown and unstated and shown.bases == [("litigation_hearings", 3), ("litigation_concluded", 2), ("-", 2)]
    assert {row["body"]: (row["rank"], shown.count) for row in shown.rows} == {
        body: place for body, place in places.items() if place[1] == 3
    }
    assert [row["rank"] for row in unstated.rows] == [None, None]
    assert spread == [("litigation_hearings", 3), (None, 2), ("litigation_concluded", 2)]


def test_distribution(town: Database) -> None:
    values = chosen(town, METRIC)
    answer = ask(town, "distribution")
    assert [row["year"] for row in answer] == list(range(NEWEST, NEWEST - YEARS, -1))
    for row in answer:
        own = sorted(value["value"] for (_, year), value in values.items() if year == row["year"])
        assert (row["reports"], row["least"], row["greatest"]) == (len(own), round(own[0], 2), round(own[-1], 2))
        assert row["median"] == round(statistics.median_low(own), 2)
        assert (row["lower_quartile"], row["upper_quartile"]) == (
            round(own[(len(own) - 1) // 4], 2), round(own[3 * (len(own) - 1) // 4], 2),
        )  # fmt: skip


def test_dropped(town: Database) -> None:
    names, told = {row["id"]: row["name"] for row in rows(town, "bodies")}, defaultdict(set)
    for value in current_values(town):
        if value["basis"] == "stated":
            told[value["report"]["body_id"], value["report"]["year"]].add(value["metric"])
    years = defaultdict(list)
    for body, year in told:
        years[body].append(year)
    wanted = set()
    for body, own in years.items():
        before = max((year for year in own if year < NEWEST), default=None)
        if before and NEWEST in own:
            wanted |= {(names[body], before, metric) for metric in told[body, before] - told[body, NEWEST]}
    answer = ask(town, "dropped")
    assert wanted == {(row["body"], row["before_year"], row["metric"]) for row in answer}
    assert wanted and all(row["last_sentence"] for row in answer)
    # of a report that nobody could read nobody knows what it dropped, whatever became of it since
    body = next(row["id"] for row in rows(town, "bodies") if row["name"] == answer[0]["body"])
    for state in ("unreadable", "withdrawn"):
        town.conn.execute("BEGIN")
        try:
            for change in (
                "DELETE FROM metric_values WHERE version_id",
                "UPDATE parts SET form = 'absent' WHERE version_id",
                "UPDATE report_versions SET method = 'none', text = '' WHERE id",
            ):
                of = "(SELECT current_version_id FROM reports WHERE body_id = ? AND year = ?)"
                town.conn.execute(f"{change} = {of}", [body, NEWEST])
            town.conn.execute("UPDATE reports SET state = ? WHERE body_id = ? AND year = ?", [state, body, NEWEST])
            assert ask(town, "dropped", body=body) == []
            assert names[body] not in {row["body"] for row in ask(town, "absent_parts", year=NEWEST)}
        finally:
            town.conn.execute("ROLLBACK")
    assert all(row["fraction"] for row in answer if row["unit"] == "%")


def test_no_query_shows_a_percentage_without_what_it_is_of(town: Database) -> None:
    """Beside a unit stands the fraction, its two counts, or (of a distribution) how many reports it is over."""
    asked = set()
    for query in list_queries():
        columns = set(run_query(town, query.name).columns)
        if "unit" in columns:
            asked.add(query.name)
            assert "fraction" in columns or {"numerator", "denominator"} <= columns or "reports" in columns, query.name
        if any(name.endswith("percent") for name in columns):
            asked.add(query.name)
            assert columns & {"of_judged", "denominator"}, query.name
    assert {"dropped", "trend", "figures", "coverage"} <= asked


def test_contradictions(town: Database) -> None:
    current = {row["current_version_id"] for row in rows(town, "reports")}
    wanted = [row for row in rows(town, "findings") if row["verdict"] == "disagrees" and row["version_id"] in current]
    answer = ask(town, "contradictions")
    assert Counter(row["rule"] for row in answer) == Counter(row["rule"] for row in wanted)
    assert all(row["sentences"].startswith("全年") for row in answer)
    assert ask(town, "contradictions", verdict="truncation") == []


# --- cases -----------------------------------------------------------------------------------------------------


def test_cases_and_what_was_told(town: Database) -> None:
    alerts = by_id(town, "alerts")
    opened = {key for key, row in alerts.items() if row["state"] in ("open", "acknowledged", "snoozed")}
    cases = ask(town, "open_cases")
    assert {row["case"] for row in cases} == opened
    ranks = [("critical", "warning", "notice", "info").index(row["severity"]) for row in cases]
    assert ranks == sorted(ranks)
    assert {row["case"] for row in ask(town, "recycled")} == {
        key for key, row in alerts.items() if row["rule"] == "recycled_text"
    }
    events = rows(town, "alert_events")
    assert len(ask(town, "recent", since="2026-04-10")) == sum(row["at"] >= "2026-04-10" for row in events) > 0
    told = ask(town, "told", case=2)
    assert [row["event"] for row in told] == [row["event"] for row in events if row["alert_id"] == 2]
    assert {row["recipient"] for row in told} == {"ducha@example.org"}
    with pytest.raises(WrongValue, match="无此人"):
        ask(town, "told", supervisor="无此人")


def test_dossier_and_search(town: Database) -> None:
    (newest, *_) = dossier = ask(town, "dossier", body="b0007")
    assert [row["year"] for row in dossier] == list(range(NEWEST, NEWEST - YEARS, -1))
    assert newest["expectation"] == "missing"
    report = next(row for row in rows(town, "reports") if row["body_id"] == "b0007" and row["year"] == 2024)
    own = next(row for row in dossier if row["year"] == 2024)
    assert own["figures"] == sum(row["version_id"] == report["current_version_id"] for row in rows(town, "figures"))
    assert own["versions"] == sum(row["report_id"] == report["id"] for row in rows(town, "report_versions"))
    texts = {row["id"]: row["title"] + "\n" + row["text"] for row in rows(town, "report_versions")}
    for words in ("渔业执法", "渔业执法 招商引资", "b0007", "龙沙市", "全年行政复议收案数"):
        wanted = {
            row["id"] for row in rows(town, "reports")
            if all(word in texts[row["current_version_id"]] for word in words.split())
        }  # fmt: skip
        found = ask(town, "search", text=words, count=1000)
        assert {row["report"] for row in found} == wanted
        assert [row["year"] for row in found] == sorted((row["year"] for row in found), reverse=True)


# --- all of them -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_plain_sql_answers_the_same_with_empty_parameters(town: Database, query) -> None:
    """As a form leaves them: what is empty means what leaving it out means."""
    empty = town.conn.execute(query.sql, dict.fromkeys(query.parameters, "")).fetchall()
    assert tuple(empty) == run_query(town, query.name).rows
    assert empty or query.name == "search"


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_plain_sql_takes_numbers_as_text(town: Database, query) -> None:
    """sqlite-utils and a form hand over nothing but text."""
    examples = {"year": "2025", "points": "5", "figure": "7", "case": "2", "count": "3", "skip": "1", "digits": "2"}
    given = {name: examples.get(name, "") for name in query.parameters}
    typed = {name: value for name, value in given.items() if value}
    assert tuple(town.conn.execute(query.sql, given).fetchall()) == run_query(town, query.name, typed).rows


def test_sqlite_utils_runs_them_all(town: Database) -> None:
    path = town.conn.execute("PRAGMA database_list").fetchone()[2]
    script = (
        "import sys; from sqlite_utils.cli import cli; from db.queries import list_queries\n"
        "for query in list_queries():\n"
        "    words = [word for name in query.parameters for word in ('-p', name, '')]\n"
        f"    cli(['query', {path!r}, query.sql, *words, '--csv', '--no-headers'], standalone_mode=False)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert len(run.stdout.splitlines()) > 1000


def test_the_questions_in_the_docs_are_answered(town: Database) -> None:
    questions = re.findall(r"```sql\n(.*?)```", (DOCS / "data.md").read_text(encoding="utf-8"), re.DOTALL)
    answers = [fetch_dicts(town, question) for question in questions]
    assert len(answers) == 6 and all(answers)
    (checked,) = next(answer for answer in answers if "as_quoted" in answer[0])
    assert checked["figures"] == checked["as_quoted"] == town["figures"].count

"""Exports: tidy rows with every absence named, harmless cells, whole files, and a list fit for a letter."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from db.cases import add_event, set_state, upsert_alert
from db.catalogue import MetricRow, put_catalogue
from db.database import open_database, set_meta
from db.expectations import replace_expectations
from db.export import NoSuchTable, export_tables
from db.export_files import write_csv, write_xlsx
from db.export_tables import TABLES
from db.export_words import words
from db.new_file import OutputExists, OutputProblem
from db.plain import cell, harmless, neutral
from db.problems import DatabaseProblem
from db.queries import run_query
from db.records import Expectation
from db.vocabulary import (
    AlertEvent,
    AlertState,
    BodyClass,
    Change,
    ExpectationState,
    PlaceState,
    ReportState,
    Rule,
    SectionState,
    Severity,
)
from parsers import vocabulary as p
from parsers.vocabulary import FigureKind, Kind
from tests.db.test_dossier import DRAFT
from tests.db.world import TITLE, URL, World, day

EVIL = "=cmd|'/c calc'!A1\u202e\x07\n,\"年\""
KIND = Kind.FAZHI_ANNUAL
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def metric(key: str, kind: FigureKind = FigureKind.COUNT) -> MetricRow:
    return MetricRow(key, f"指标{key}", key, "t", kind, "件", "none", "none", None, None, 1, None)


@pytest.fixture
def full(world: World) -> World:
    """2021 missing, 2022 missing too, 2023 cannot tell, 2024 read, 2025 not due."""
    put_catalogue(world.db, [metric("reconsideration_accepted"), metric("never_seen")], [])
    visit = world.crawl(
        "2025-04-02", {URL: EVIL + "报告"}, {URL: ("全区受理案件162件。\n审结案件158件。".encode(), {})}
    )
    world.read("2025-04-02", title=EVIL)
    states = {
        2021: ("2022-03-31", ExpectationState.MISSING), 2022: ("2023-03-31", ExpectationState.MISSING),
        2023: ("2024-03-31", ExpectationState.CANNOT_TELL), 2024: ("2025-03-31", ExpectationState.ON_TIME),
        2025: ("2026-03-31", ExpectationState.EXPECTED),
    }  # fmt: skip
    replace_expectations(
        world.db, "heping",
        [Expectation("heping", KIND, year, *states[year], f"理由{year}", (visit,)) for year in states],
    )  # fmt: skip
    upsert_alert(world.db, DRAFT, day("2025-04-02"))
    return world


def read_table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def export(world: World, folder: Path, **options: Any) -> Path:
    return export_tables(world.db, folder, **options).folder


def test_every_absence_is_a_row_with_its_reason_and_no_value(full: World, tmp_path: Path) -> None:
    rows = read_table(export(full, tmp_path / "out"), "values")
    found = {(row["year"], row["metric"], row["status"], row["value"]) for row in rows}
    key = "reconsideration_accepted"
    assert found == {
        ("2021", key, "report_missing", "NA"), ("2022", key, "report_missing", "NA"),
        ("2023", key, "cannot_tell", "NA"), ("2025", key, "not_due", "NA"),
        ("2024", key, "stated", "162"), ("2024", key, "stated", "158"),
    }  # fmt: skip


def test_a_metric_that_the_report_does_not_state_is_not_zero(full: World, tmp_path: Path) -> None:
    for date, year, text in (("2025-04-03", 2022, "今年没有数字。"), ("2025-04-04", 2020, "受理案件7件")):
        url = f"http://heping.example/{year}"
        full.crawl(date, {url: TITLE}, {url: (text.encode(), {})})
        full.read(date, year=year)
    rows = {row["year"]: row for row in read_table(export(full, tmp_path / "out"), "values")}
    assert (rows["2022"]["status"], rows["2022"]["value"], rows["2022"]["unit"]) == ("not_stated", "NA", "件")
    assert (rows["2020"]["status"], rows["2020"]["value"]) == ("stated", "7")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("", "comparable"),
        ("UPDATE metric_values SET scope = 'body' WHERE version_id = 1", "no_earlier_value"),
        ("UPDATE metric_values SET includes_carried_in = 1 WHERE version_id = 1", "carried_in_differs"),
        ("UPDATE figures SET qualifier = 'ge' WHERE version_id = 1", "bound_only"),
        ("UPDATE metrics SET kind = 'rate'", "base_not_stated"),
        ("UPDATE metrics SET kind = 'rate'; UPDATE metric_values SET base = 'b' || version_id", "base_differs"),
        ("UPDATE metrics SET kind = 'rate'; UPDATE metric_values SET base = 'b'", "comparable"),
        ("DELETE FROM metric_values WHERE version_id = 1", "no_earlier_report"),
    ],
)
def test_comparability_with_the_earlier_report_is_said(
    world: World, tmp_path: Path, change: str, expected: str
) -> None:
    put_catalogue(world.db, [metric("reconsideration_accepted")], [])
    for year in (2022, 2024):
        url = f"http://heping.example/{year}"
        world.crawl(f"{year + 1}-03-02", {url: TITLE}, {url: (f"受理案件{year}件".encode(), {})})
        world.read(f"{year + 1}-03-02", year=year)
    for statement in filter(None, change.split(";")):
        world.db.conn.execute(statement)
    rows = {row["year"]: row for row in read_table(export(world, tmp_path / "out"), "values")}
    assert rows["2024"]["comparability"] == expected
    if rows["2022"]["status"] == "stated":
        assert rows["2022"]["comparability"] == "no_earlier_report"


def test_no_cell_begins_a_formula_or_hides_a_character(full: World, tmp_path: Path) -> None:
    folder = export(full, tmp_path / "out")
    for path in folder.glob("*.csv"):
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert "\u202e" not in data.decode() and "\x07" not in data.decode()
        for row in read_table(folder, path.stem):
            for value in row.values():
                assert value != ""
                assert not FORMULA.match(value) or re.fullmatch(r"-[\d.]+", value)
    (report,) = [row for row in read_table(folder, "reports") if row["year"] == "2024"]
    assert report["title"] == "'=cmd|'/c calc'!A1   ,\"年\""


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "＝1", "－1", "\n=1", "\x00=1", " \u202e@a", "\ufeff+1"]
)
def test_what_begins_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == "'" + harmless(text)
    assert cell(text) == neutral(text)


def test_numbers_stay_numbers_and_harmless_texts_as_they_are() -> None:
    given = [-1, 2.5, 162.0, 1e300, None, "", "第1项-2"]
    assert [cell(value) for value in given] == [-1, 2.5, 162, 1e300, "NA", "NA", "第1项-2"]
    assert harmless("a\u200bb\u2066c\x00d") == "a b c d"
    assert len(harmless(EVIL)) == len(EVIL)


def test_xlsx_holds_text_as_text_and_numbers_as_numbers(full: World, tmp_path: Path) -> None:
    folder = export(full, tmp_path / "out", form="xlsx")
    for path in folder.glob("*.xlsx"):
        book = load_workbook(path)
        for sheet in book:
            assert all(item.data_type in ("s", "n") for row in sheet.iter_rows() for item in row), path
    sheet = load_workbook(folder / "values.xlsx").worksheets[0]
    head = [item.value for item in sheet[1]]
    values = {row[head.index("value")].value for row in sheet.iter_rows(min_row=2)}
    assert values == {162, 158, "NA"}
    assert load_workbook(folder / "values.xlsx").sheetnames == ["values", "dictionary"]


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.export_files.ROWS_A_SHEET", 3)
    rows = [(number, "#REF!", "x" * 40_000) for number in range(7)]
    assert write_xlsx(tmp_path / "a.xlsx", "bodies", ("body_id", "body", "region"), iter(rows)) == 7
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["bodies", "bodies 2", "bodies 3", "dictionary"]
    assert [sheet.max_row for sheet in book.worksheets[:3]] == [4, 4, 2]
    assert book["bodies 3"]["A2"].value == 6
    assert book["bodies"]["B2"].value == "'#REF!"
    assert len(str(book["bodies"]["C2"].value)) == 32_767


def test_long_tables_take_little_memory(tmp_path: Path) -> None:
    script = (
        "import resource, sys\nfrom pathlib import Path\nfrom db.export_files import write_csv, write_xlsx\n"
        "rows = lambda n: ((i, '芦淞区', 1.5, None, i) for i in range(n))\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(write_csv(Path(sys.argv[1]), 'x', 'abcde', rows(200_000)))\n"
        "print(write_xlsx(Path(sys.argv[2]), 'x', 'abcde', rows(10_000)))\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "a.csv"), str(tmp_path / "a.xlsx")]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path.cwd())
    rows, streamed, megabytes = map(int, run.stdout.split())
    assert (rows, streamed) == (200_000, 10_000), run.stderr
    assert megabytes < 40  # the rows themselves are more


def test_what_says_nothing_is_no_empty_cell(full: World, tmp_path: Path) -> None:
    full.db.conn.execute("UPDATE findings SET nearest = '', expected = ''")
    full.db.conn.execute("UPDATE parts SET heading = ''")
    asked = {"findings": ("nearest", "expected"), "parts": ("heading",)}
    folder = export(full, tmp_path / "out", only=list(asked))
    plain = export(full, tmp_path / "json", only=list(asked), form="json")
    for name, columns in asked.items():
        rows = json.loads((plain / f"{name}.json").read_text(encoding="utf-8"))["rows"]
        assert rows and all(row[column] is None for row in rows for column in columns)
        assert all(row[column] == "NA" for row in read_table(folder, name) for column in columns)


def test_json_is_one_document_with_null_for_what_is_not_known(full: World, tmp_path: Path) -> None:
    folder = export(full, tmp_path / "out", form="json")
    for name in TABLES:
        table = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        assert table["table"] == name
        assert [column["name"] for column in table["columns"]] == [*TABLES[name].columns, "origin"]
        assert all(list(row) == [*TABLES[name].columns, "origin"] for row in table["rows"])
    values = json.loads((folder / "values.json").read_text(encoding="utf-8"))["rows"]
    assert {row["value"] for row in values} == {162, 158, None}


def test_each_figure_leads_to_its_sentence_and_original(full: World, tmp_path: Path) -> None:
    rows = read_table(export(full, tmp_path / "out"), "figures")
    text, digest = full.db.conn.execute(
        "SELECT v.text, c.sha256 FROM report_versions v, captures c WHERE c.id = 1"
    ).fetchone()
    for row in rows:
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
        assert (row["sha256"], row["capture_id"], row["original"]) == (digest, "1", URL)
    assert [row["value"] for row in rows] == ["162", "158"]


def test_the_dictionary_explains_every_column_code_metric(full: World, tmp_path: Path) -> None:
    folder = export(full, tmp_path / "out")
    entries = read_table(folder, "dictionary")
    named = {(row["table"], row["name"]) for row in entries if row["entry"] == "column"}
    for name in TABLES:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {(name, column) for column in next(csv.reader(file))} <= named
    assert all(re.search("[一-龥]", row["zh"]) and row["en"] != "NA" for row in entries if row["entry"] == "column")
    assert any(row["entry"] == "metric" and row["name"] == "reconsideration_accepted" for row in entries)
    for column, (_, _, codes) in words().columns.items():
        if codes is None:
            continue
        for name, table in TABLES.items():
            if column in table.columns:
                held = {row[column] for row in read_table(folder, name)} - {"NA"}
                assert held <= words().codes[codes].keys(), (name, column)


@pytest.mark.parametrize(
    ("codes", "vocabulary"),
    [
        ("class", BodyClass), ("kind", p.Kind), ("expectation", ExpectationState), ("report_state", ReportState),
        ("scope", p.Scope), ("date_basis", p.DateBasis), ("method", p.Method), ("qualifier", p.Qualifier),
        ("figure_kind", p.FigureKind), ("tense", p.Tense), ("part", p.PartRole), ("part_form", p.PartForm),
        ("identity", p.IdentityVerdict), ("severity", Severity), ("change", Change), ("alert", AlertState),
        ("section", SectionState),
    ],
)  # fmt: skip
def test_every_word_of_a_vocabulary_is_explained(codes: str, vocabulary: Any) -> None:
    assert set(vocabulary) <= words().codes[codes].keys()
    assert set(p.ValueBasis) <= words().codes["status"].keys()
    assert PlaceState.LISTED in words().codes["report_state"]


def test_the_reminder_list_names_only_what_was_proved_missing(full: World, tmp_path: Path) -> None:
    full.db.conn.execute("UPDATE expectations SET state = 'missing' WHERE year = 2024")
    rows = read_table(export(full, tmp_path / "out", only=["overdue"]), "overdue")
    assert [(row["year"], row["newest_due"], row["wording"]) for row in rows] == [
        ("2024", "1", "未检索到公开"), ("2022", "0", "栏目中未检索到"), ("2021", "0", "栏目中未检索到"),
    ]  # fmt: skip
    assert (rows[0]["days_overdue"], rows[0]["as_of"], rows[0]["due_on"]) == ("2", "2025-04-02", "2025-03-31")
    assert (rows[0]["pages"], rows[0]["rows"], rows[0]["visited_at"]) == ("1", "1", "2025-04-02T01:30:00+08:00")
    assert rows[0]["sections"] == "http://heping.example/fz/"


def test_the_printed_list_fits_a_letter(full: World, tmp_path: Path) -> None:
    full.db.conn.execute("UPDATE expectations SET state = 'missing' WHERE year = 2024")
    full.db.conn.execute("UPDATE bodies SET name = ? WHERE id = 'heping'", [EVIL])
    folder = export(full, tmp_path / "out", form="xlsx", only=["overdue"])
    assert {path.name for path in folder.iterdir()} == {"overdue.xlsx", "dictionary.xlsx", "README.txt"}
    book = load_workbook(folder / "overdue.xlsx")
    assert book.sheetnames == ["催报清单", "较早年度（仅供核查）", "dictionary"]
    newest, earlier = book.worksheets[:2]
    assert (newest.page_setup.orientation, newest.page_setup.fitToHeight, newest.print_title_rows) == (
        "landscape", 0, "$1:$2",
    )  # fmt: skip
    line = [item.value for item in newest[3]]
    assert line[:8] == [
        1,
        "'=cmd|'/c calc'!A1   ,\"年\"",
        "990101",
        "法治政府建设年度报告",
        2024,
        "2025-03-31",
        2,
        "未检索到公开",
    ]
    assert line[9:12] == ["2025-04-02 01:30", 1, 1]
    text = "\n".join(str(item.value) for sheet in (newest, earlier) for row in sheet.iter_rows() for item in row)
    assert "未检索到不等于未报送" in text
    assert "另有1项" in text
    assert "仅供核查，不用于催报" in text
    assert [earlier.cell(row, 5).value for row in (3, 4)] == [2022, 2021]


def test_what_a_person_decided_is_marked_and_a_dismissed_report_is_not_urged(full: World, tmp_path: Path) -> None:
    full.db.conn.execute("UPDATE expectations SET state = 'missing' WHERE year = 2024")
    basis = "街道办事处是派出机关（无直接条文，仍待核实）"
    said = f"和平区\n依据：{basis}\n建议：核实。"
    draft = replace(DRAFT, fingerprint="m", rule=Rule.REPORT_MISSING, metric=None, explanation=said)
    case = upsert_alert(full.db, draft, day("2025-04-02"))
    for state, event, urged in (
        (AlertState.ACKNOWLEDGED, AlertEvent.ACKNOWLEDGED, True),
        (AlertState.DISMISSED, AlertEvent.DISMISSED, False),
    ):
        set_state(full.db, case, state, at=day("2025-04-03"))
        add_event(full.db, case, event, day("2025-04-03"), by="王敏", why=f"已在株洲日报公开 {state}")
        folder = export(full, tmp_path / state, form="xlsx", only=["overdue"])
        book = load_workbook(folder / "overdue.xlsx")
        first = book.worksheets[0]
        text = "\n".join(str(item.value) for row in first.iter_rows() for item in row)
        assert ("和平区" in text, f"另有{0 if urged else 1}项，见" in text) == (urged, True)
        shown = [str(item.value) for item in (first if urged else book["已人工处理"])[3]]
        assert shown[-2] == basis and "王敏 2025-04-03" in shown[-1] and f"已在株洲日报公开 {state}" in shown[-1]
        answers = {closed: run_query(full.db, "overdue", {"closed": closed}) for closed in ("", "1")}
        found = {key: [dict(zip(a.columns, row, strict=True)) for row in a.rows] for key, a in answers.items()}
        assert {row["year"] for row in found[""]} == ({2021, 2022, 2024} if urged else {2021, 2022})
        assert {row["left_out"] for row in found[""]} == {0 if urged else 1}
        newest = found["1"][0]
        assert (newest["year"], newest["case_state"], newest["decided_by"], newest["basis_of_duty"]) == (
            2024, state, "王敏", basis,
        )  # fmt: skip


def test_the_day_that_the_rule_names_is_no_lateness(full: World) -> None:
    full.db.conn.execute(
        "UPDATE expectations SET state = 'late', reason = '公开日期 2025-04-01，临界' WHERE year = 2024"
    )
    answer = run_query(full.db, "overdue", {"year": "2024"})
    (row,) = (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
    assert row["wording"].startswith("临界") and "迟于" not in row["wording"]


def test_an_empty_list_says_so(world: World, tmp_path: Path) -> None:
    folder = export(world, tmp_path / "out", form="xlsx", only=["overdue"])
    sheet = load_workbook(folder / "overdue.xlsx").worksheets[0]
    assert sheet.cell(3, 2).value == "无"


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_simulation_is_stamped_in_every_file(full: World, tmp_path: Path, form: str) -> None:
    real = export(full, tmp_path / "real", form=form)
    set_meta(full.db, "simulation", "1")
    played = export(full, tmp_path / "played", form=form)
    for folder, stamped in ((real, False), (played, True)):
        assert ("演示数据，不代表真实门户" in (folder / "README.txt").read_text(encoding="utf-8")) == stamped
        for name in ("values", "overdue", "reports"):
            path = folder / f"{name}.{form}"
            if form == "xlsx":
                rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
                text = "\n".join(str(value) for row in rows for value in row)
            else:
                text = path.read_text(encoding="utf-8")
            assert ("演示数据，不代表真实门户" in text) == stamped, path


def test_what_stands_there_is_replaced_only_when_asked(full: World, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    export(full, folder, only=["bodies"])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(OutputExists, match=r"bodies\.csv"):
        export(full, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    export(full, folder, force=True)
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert (folder / "values.csv").exists()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputExists, match="is a file"):
        export(full, tmp_path / "file", force=True)


def test_of_a_damaged_file_nothing_is_exported(full: World, tmp_path: Path) -> None:
    """Whichever pages are whole: the damaged one is of a table that no export reads."""
    full.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root, size = full.db.conn.execute(
        "SELECT (SELECT rootpage FROM sqlite_master WHERE name = 'decisions'), page_size FROM pragma_page_size"
    ).fetchone()
    full.db.close()
    path = full.folder / "fazhi.db"
    data = path.read_bytes()
    path.write_bytes(data[: (root - 1) * size] + bytes(size) + data[root * size :])
    full.db = open_database(full.folder, read_only=True)
    with pytest.raises(DatabaseProblem, match="is damaged"):
        export(full, tmp_path / "out", only=["bodies"])
    assert {item.name for item in tmp_path.iterdir()} == {"data"}


def test_an_error_in_the_middle_leaves_nothing(full: World, tmp_path: Path) -> None:
    full.db.conn.execute("ALTER TABLE findings RENAME TO lost")
    with pytest.raises(Exception, match="findings"):
        export(full, tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


@pytest.mark.parametrize(("options", "says"), [({"form": "parquet"}, "csv, xlsx, json"), ({"only": ["x"]}, "overdue")])
def test_an_unknown_table_or_format_is_said(full: World, tmp_path: Path, options: dict[str, Any], says: str) -> None:
    with pytest.raises(NoSuchTable, match=says):
        export(full, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from db.database import open_database
from db.export import export_tables
from db.new_file import OutputProblem
db = open_database(sys.argv[1], read_only=True)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))
try: export_tables(db, Path(sys.argv[2]), form=sys.argv[3])
except OutputProblem as problem: print(problem)
"""


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_full_disk_leaves_nothing(full: World, tmp_path: Path, form: str) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(full.folder), str(tmp_path / "out"), form]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path.cwd())
    assert "cannot write" in run.stdout, run.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_no_permission_is_said(full: World, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(OutputProblem, match="Permission denied"):
        export(full, closed)


def test_an_export_sees_one_state_while_others_write(full: World, tmp_path: Path) -> None:
    other = open_database(full.folder)

    def disturb(done: int, total: int, name: str) -> None:
        other.conn.execute("UPDATE bodies SET name = name || '.' WHERE id = 'heping'")

    folder = export(full, tmp_path / "out", progress=disturb)
    names = {row["body"] for name in ("bodies", "values", "figures") for row in read_table(folder, name)}
    assert {name for name in names if "和平区" in name} == {"清河市和平区人民政府"}
    other.close()


def test_two_exports_of_the_same_rows_are_the_same(full: World, tmp_path: Path) -> None:
    one, two = export(full, tmp_path / "a"), export(full, tmp_path / "b")
    assert {f.name: f.read_bytes() for f in one.iterdir()} == {f.name: f.read_bytes() for f in two.iterdir()}
    assert write_csv(tmp_path / "x.csv", "x", ("a",), iter(())) == 0


def test_the_docs_name_every_table_status_and_remark() -> None:
    text = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    for word in (*TABLES, *words().codes["status"], *words().codes["comparability"]):
        assert f"`{word}`" in text, word
    assert words().tables.keys() == TABLES.keys()

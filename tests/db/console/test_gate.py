"""Who is answered, and what is refused: hosts, methods, writing, service pages, passwords, wrong parameters."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import httpx
import pytest

from db.console.guard import neutralise_csv
from db.console.serving import base_of, is_loopback, names_of
from tests.db.console.site import refused, served

get = partial(httpx.get, timeout=60)  # a busy machine is no failure


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_name_that_is_not_ours_is_not_answered(console: str, host: str) -> None:
    port = console.rpartition(":")[2]
    answer = get(console, headers={"host": host.format(port=port)})
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["localhost:{port}", "console.example", "console.example:80"])
def test_our_own_names_are_answered(console: str, host: str) -> None:
    port = console.rpartition(":")[2]
    assert get(console, headers={"host": host.format(port=port)}).status_code == 200


def test_the_names_of_an_address() -> None:
    assert names_of("10.0.0.7", 8001, "https://console.example/fazhi") == (
        "10.0.0.7:8001", "console.example:443", "console.example",
    )  # fmt: skip
    assert "[::1]:8001" in names_of("::1", 8001, None)
    assert base_of("https://console.example/a/b/") == "/a/b/" and base_of(None) == "/"
    assert [is_loopback(host) for host in ("127.0.0.9", "::1", "localhost", "0.0.0.0", "example.org", "")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_no_method_writes(console: str, method: str) -> None:
    assert httpx.request(method, f"{console}/fazhi/reports", timeout=60).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/-/metadata.json", "/-/permissions", "/-/threads", "/-/password-tool", "/-/auth-token",
     "/console/-/metadata.json", "/%2d/metadata.json", "/fazhi.db"],
)  # fmt: skip
def test_service_pages_stay_shut(console: str, path: str) -> None:
    assert get(console + path, follow_redirects=True).status_code in (403, 404)


@pytest.mark.parametrize(
    "sql",
    ["delete from alerts", "insert into meta values ('a', 'b')", "pragma writable_schema = 1", "attach 'x' as y",
     "with x as (select 1) delete from alerts", "select load_extension('x')", "select 1; drop table alerts"],
)  # fmt: skip
def test_a_statement_that_writes_is_refused_and_nothing_is_lost(console: str, config: Path, sql: str) -> None:
    answer = get(f"{console}/fazhi", params={"sql": sql})
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
    with sqlite3.connect(config.parent / "data" / "fazhi.db") as conn:
        assert conn.execute("SELECT count(*) FROM alerts").fetchone() == (3,)


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [("/fazhi?sql=", 400, "没有语句可运行"), ("/fazhi.json?sql=%20", 400, "没有语句可运行"),
     ("/fazhi.csv", 400, "没有语句可运行"), ("/fazhi.db", 404, "没有这一页"), ("/?page=99999", 404, "没有第 99999 页"),
     ("/fazhi/alerts?_sort=xx", 400, "参数不能用（Cannot sort table by xx）"),
     ("/fazhi/alerts?_sort_desc=xx&lang=en", 400, "cannot be used (Cannot sort table by xx)"),
     ("/cases?page=999", 404, "没有第 999 页"), ("/fazhi/query-blind?page=9&lang=en", 404, "There is no page 9")],
)  # fmt: skip
def test_what_is_not_there_says_so(console: str, path: str, status: int, says: str) -> None:
    answer = get(console + path)
    assert answer.status_code == status
    assert says in (answer.json()["error"] if ".json" in path else answer.text)


def test_exports_hold_no_control_characters_and_no_formulas(console: str) -> None:
    sql = "select 'a\u202eb' as x, '=1+1' as y, -3.5 as z, '𠮷\u200b' as w, 'back\\\\u202e' as v"
    shown = get(f"{console}/fazhi.csv", params={"sql": sql}).text
    assert shown.splitlines()[1] == "a b,'=1+1,-3.5,𠮷 ,back\\\\u202e"
    rows = get(f"{console}/fazhi.json", params={"sql": sql}).json()["rows"]
    assert rows == [["a b", "=1+1", -3.5, "𠮷 ", "back\\\\u202e"]]


def test_sql_that_runs_for_ever_is_stopped(console: str) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    answer = get(f"{console}/fazhi", params={"sql": endless})
    assert answer.status_code == 400
    assert "已中止" in answer.text


@pytest.mark.parametrize(
    "sql",
    ["select fts3_tokenizer('simple', x'4141414141414141')", "select printf('%.*c', 900000000, 'x')",
     "select zeroblob(9)", "select randomblob(9)", "select json_patch('{}', '{}')", "select sqlite_log(1, 'x')",
     "select input from fts3tokenize", "select count(*) from DBSTAT", "select * from sqlite_stmt",
     "select * from pragma_module_list", "select * from pragma_max_page_count(1)"],
)  # fmt: skip
def test_what_is_not_known_as_harmless_is_refused(console: str, sql: str) -> None:
    answer = get(f"{console}/fazhi.json", params={"sql": sql})
    assert answer.status_code == 400
    assert re.search("not authorized|prohibited|disallowed", answer.json()["error"])


def test_what_researchers_ask_for_is_allowed(console: str) -> None:
    sql = """select value ->> '$.a', upper(name), sqrt(4), strftime('%Y', '2026-01-01'), row_number() over (),
        group_concat(name, '; '), instr(name, 'b'), name like 'B%'
        from json_each('[{"a": 1}]'), pragma_table_info('bodies')"""
    answer = get(f"{console}/fazhi.json", params={"sql": sql, "_shape": "arrays"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["rows"][0][:5] == [1, "ID", 2.0, "2026", 1]


_ZEROS = "0" * 1000
LONG = (
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1900), "
    f"zeros(a) as (select group_concat('{_ZEROS}', '') from n), "
    "long(a, b) as (select a, substr(a, 1, 900000) || '1' from zeros)"
)


@pytest.mark.parametrize("columns", [", ".join(["a"] * 9), ", ".join(["cast(a as blob)"] * 9), "replace(a, '0', '00')"])
@pytest.mark.parametrize(
    ("form", "words"), [("", "答案超过 16 MB"), (".json", "more than 16 MB"), (".csv", "more than 16 MB")]
)
def test_an_answer_has_a_limit_in_sum(console: str, columns: str, form: str, words: str) -> None:
    params = {"sql": f"{LONG} select {columns} from long", **({"lang": "en"} if form else {})}
    answer = get(f"{console}/fazhi{form}", params=params)
    assert answer.status_code == 400
    assert words in answer.text
    assert len(answer.text) < 20_000
    assert get(f"{console}/fazhi{form}", params={"sql": f"{LONG} select length(a) as n from long"}).status_code == 200


@pytest.mark.parametrize(
    "sql",
    [
        f"{LONG} select instr(a, b) from long",
        f"{LONG} select length(replace(a, b, '')) from long",
        f"{LONG} select length(rtrim(a, replace(b, '0', '1') || '0')) from long",
        f"{LONG} select like('%' || substr(a, 1, 40000) || '1%', a) from long",
        f"{LONG} select a glob '*[' || substr(a, 1, 40000) || '-1]x*' from long",
        f"{LONG} select length(replace(a, '0', a)) from long",
    ],
)
def test_one_step_of_sql_cannot_hold_up_the_others(console: str, sql: str) -> None:
    began = time.monotonic()
    assert get(f"{console}/fazhi.json", params={"sql": sql}).status_code in (200, 400)
    assert time.monotonic() - began < 30, "minutes, if it were SQLite's own function"


@pytest.mark.parametrize(
    "path",
    ["/?page=0", "/?page=x", "/?kind=other", "/?region=43'", "/?region=abc", "/?state=gone", "/?year=1", "/?year=99999",
     "/?q=" + "长" * 70, "/metric/reconsideration_accepted?year=x", "/sources?state=gone", "/search?q=a&page=0",
     "/fazhi/query-overdue?year=abc", "/fazhi/query-regressions?points=nan", "/fazhi/query-overdue?year=1e30",
     "/cases?severity=bad", "/report/2?version=x", "/report/2?with=-1", "/fazhi/query-dossier.json?body=hepin"],
)  # fmt: skip
def test_a_parameter_out_of_range_is_named(console: str, path: str) -> None:
    answer = get(console + path)
    assert answer.status_code == 400
    said = answer.json()["error"] if ".json" in path else answer.text
    assert "参数" in said


@pytest.mark.parametrize(
    ("path", "known"),
    [("/?kind=other", "fazhi_annual、"), ("/sources?state=gone", "blind"), ("/cases?severity=bad&lang=en", "critical"),
     ("/cases?body=hepin", "如 heping"), ("/fazhi/query-dossier?body=hepin", "如 heping"),
     ("/fazhi/query-dossier?body=hepin&lang=en", "there is heping"), ("/fazhi/query-dossier.csv?body=hepin", "heping"),
     ("/fazhi/query-overdue?today=notadate", "2026-03-20"), ("/fazhi/query-coverage.csv?kind=fazhi", "fazhi_annual、")],
)  # fmt: skip
def test_a_word_that_there_is_not_is_answered_with_those_there_are(console: str, path: str, known: str) -> None:
    """No rows would read as "none"."""
    answer = get(console + path)
    assert answer.status_code == 400 and known in answer.text


@pytest.mark.parametrize(
    "path", ["/body/nobody", "/report/0", "/report/x", "/report/2?version=99", "/report/2?with=99", "/case/1e3",
             "/case/99999999999999999999", "/case/%00", "/report/²",
             "/metric/none", "/capture/999", "/capture/999/original", "/capture/x/view", "/fazhi/query-none"],
)  # fmt: skip
def test_what_is_not_there_is_a_404_that_says_so(console: str, path: str) -> None:
    answer = get(console + path, follow_redirects=True)
    assert answer.status_code == 404
    assert "没有" in answer.text


def test_an_odd_name_is_searched_for_as_it_is_written(console: str) -> None:
    assert "没有符合条件的机关" in get(console, params={"q": "%"}).text
    assert "没有符合条件的机关" in get(console, params={"q": "' OR 1=1 --"}).text
    assert get(console, params={"q": "和平区"}).text.count('scope="row"><a') == 1


def test_pages_of_the_matrix(console: str) -> None:
    first, second = (get(console, params={"page": n}).text for n in (1, 2))
    assert "62 个机关" in first
    assert first.count('scope="row"><a') == 50 and second.count('scope="row"><a') == 12
    assert 'rel="next"' in first and 'rel="next"' not in second


def test_security_headers_are_on_every_answer(console: str) -> None:
    for path in ("/", "/fazhi", "/nope", "/assets/console.css"):
        headers = get(console + path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"] or path == "/fazhi"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-fazhi-notice"] == "simulation"


def test_datasettes_own_pages_carry_the_stamp_and_no_inline_script(console: str) -> None:
    for path in ("/fazhi", "/fazhi/alerts", "/fazhi?sql=select+title+from+alerts", "/fazhi/query-open_cases"):
        text = get(console + path).text
        assert "演示数据，不代表真实门户" in text
        assert "\u202e" not in text and "<script>window.harm" not in text
        assert "<img src=x" not in text


def test_a_canned_query_takes_its_parameters_as_typed(console: str) -> None:
    rows = get(f"{console}/fazhi/query-overdue.json", params={"_shape": "array", "year": "2024", "kind": ""})
    assert rows.status_code == 200, rows.text
    assert [row["body"] for row in rows.json()] == ["清河市和平区人民政府"]
    everything = get(f"{console}/fazhi/query-overdue.json", params={"_shape": "array"}).json()
    assert len(everything) == 2


def test_a_canned_query_speaks_the_language_of_the_page(console: str) -> None:
    said = get(f"{console}/fazhi/query-dossier?body=heping").text
    cells = re.findall(r'<td data-head="(?:各部分|案件)"[^>]*>(.*?)</td>', said, re.DOTALL)
    shown = [re.sub("<[^>]+>", "", cell) for cell in cells]
    assert any("主要举措和成效 ● 有独立标题" in cell for cell in shown), shown
    assert "1 规则 rate_regression 待核实" in shown
    for language, name in (("zh", "规则 rate_regression"), ("en", "Rule rate_regression")):
        assert name in get(f"{console}/fazhi/query-open_cases?lang={language}").text
    late = get(f"{console}/fazhi/query-overdue?lang=en").text
    assert "published after the due date" in late and "迟于期限公开" not in late.partition("<details>")[0]


def test_a_csv_holds_no_formula(console: str) -> None:
    text = get(f"{console}/fazhi.csv", params={"sql": "select '=1+1' a, '+86 1' b, -3.5 c, '多\n行,\"引\"' d"}).text
    assert list(csv.reader(io.StringIO(text))) == [["a", "b", "c", "d"], ["'=1+1", "'+86 1", "-3.5", '多 行,"引"']]
    assert neutralise_csv("@a,  =b,-1,1-1,\x07=c\r\n") == "'@a,'  =b,-1,1-1,' =c\r\n"


def test_an_original_is_downloaded_as_it_was_archived(console: str, config: Path) -> None:
    answer = get(f"{console}/capture/4/original")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert hashlib.sha256(answer.content).hexdigest() == answer.headers["x-sha256"]
    with sqlite3.connect(config.parent / "data" / "fazhi.db") as conn:
        digest = conn.execute("SELECT sha256 FROM captures WHERE id = 4").fetchone()[0]
    assert digest == answer.headers["x-sha256"]


# --- starting ---------------------------------------------------------------------------------------------------


def test_another_address_needs_passwords(config: Path) -> None:
    code, message = refused(config, "--host", "0.0.0.0")
    assert code == 2
    assert "needs passwords" in message and "--passwords" in message


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({}, "sets up no passwords"),
        ({"plugins": {"datasette-auth-passwords": {}}}, "names no account"),
        ({"plugins": {"datasette-auth-passwords": {"zhang_password_hash": "secret"}}}, "is not a hash"),
        ({"plugins": {"datasette-auth-passwords": {"zhang_password_hash": {"$env": "NOT_SET_AT_ALL"}}}}, "is not set"),
        ({"plugins": {"datasette-auth-passwords": {"http_basic_auth": True}}}, "is no account"),
        (
            {"plugins": {"datasette-auth-passwords": {"a_password_hash": "x"}}, "databases": {}},
            "other things beside them",
        ),
    ],
)
def test_a_file_of_passwords_is_checked(
    config: Path, tmp_path: Path, document: Mapping[str, object], says: str
) -> None:
    path = tmp_path / "passwords.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    code, message = refused(config, "--passwords", str(path))
    assert code == 2
    assert says in message


SHUT = (
    "/", "/body/heping", "/report/2", "/case/1", "/cases", "/fazhi", "/fazhi/alerts.json", "/fazhi?sql=select+1",
    "/fazhi/query-blind.csv", "/fazhi/query-blind", "/search?q=复议", "/sources", "/queries", "/metrics",
    "/metric/reconsideration_accepted", "/capture/1", "/capture/1/original", "/capture/1/view",
)  # fmt: skip


def test_with_passwords_nothing_is_shown_before_the_login(config: Path, tmp_path: Path) -> None:
    made = subprocess.run([sys.executable, "-m", "datasette", "hash-password", "--no-confirm"],
                          input="正确的口令", capture_output=True, text=True, check=True)  # fmt: skip
    path = tmp_path / "passwords.yaml"
    path.write_text("plugins: {datasette-auth-passwords: {zhang_password_hash: {$env: ZHANG}}}", encoding="utf-8")
    with served(config, "--passwords", str(path), ZHANG=made.stdout.strip()) as url, httpx.Client(timeout=60) as client:
        for shut in SHUT:
            answer = client.get(url + shut)
            assert answer.status_code in (302, 403), shut
            assert "和平区" not in answer.text
        form = client.get(f"{url}/-/login")
        token = client.cookies["ds_csrftoken"]
        wrong = client.post(f"{url}/-/login", data={"username": "zhang", "password": "x", "csrftoken": token})
        assert "Invalid username or password" in wrong.text and "ds_actor" not in client.cookies
        right = client.post(f"{url}/-/login", data={"username": "zhang", "password": "正确的口令", "csrftoken": token})
        assert "HttpOnly" in right.headers["set-cookie"]
        assert form.status_code == 200
        assert "和平区" in client.get(url).text


def test_attempts_to_log_in_are_limited(console: str) -> None:
    answers = [httpx.post(f"{console}/-/login", data={}, timeout=60).status_code for _ in range(25)]
    assert answers[0] != 429 and answers[-1] == 429


@pytest.mark.parametrize(
    ("content", "says"), [(b"SQLite format 3\x00" + b"x" * 4096, "damaged"), (b"not a database" * 99, "not an SQLite")]
)
def test_a_file_that_is_no_database_of_ours_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, says: str
) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "fazhi.db"
    path.write_bytes(content)
    config = tmp_path / "fazhi.yaml"
    config.write_text("data_dir: data\nbodies: [{id: a, name: 甲县人民政府, class: county_government}]\n"
                      "sections: [{id: a, body: a, url: 'http://a.example/'}]\n", encoding="utf-8")  # fmt: skip
    code, message = refused(config)
    assert code == 1
    assert says in message
    assert path.read_bytes() == content

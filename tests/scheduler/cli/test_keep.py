"""`verify`, `backup`, `evidence` and `export` as they are typed: answers, and one sentence for each bad input."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from db.cases import upsert_alert
from db.database import chain_head, open_database
from scheduler.cli import main
from tests.db.test_chain import tamper
from tests.db.test_dossier import DRAFT
from tests.db.world import TITLE, URL, World, day, without_ledger

CONFIG = """
data_dir: ./data
bodies: [{id: heping, name: 清河市和平区人民政府, region: "990101", class: county_government, since: 2022}]
sections: [{id: heping-fazhi, body: heping, url: "http://heping.example/fz/"}]
"""
COMMANDS = [
    ("verify",),
    ("backup", "{out}/copy.db"),
    ("evidence", "alert:1", "{out}/case.zip"),
    ("export", "{out}/tables"),
]  # fmt: skip


class Desk:
    """A folder with a configuration and a database; `say` types a command in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.data = folder / "data"
        self.out = folder / "out"
        self.out.mkdir()
        (folder / "fazhi.yaml").write_text(CONFIG, encoding="utf-8")
        world = World(self.data)
        world.crawl("2025-03-02", {URL: TITLE}, {URL: ("全区受理行政复议案件162件。".encode(), {})})
        world.read("2025-03-02")
        upsert_alert(world.db, DRAFT, day("2025-04-01"))
        self.head = chain_head(world.db)
        world.db.close()

    def say(self, *words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["--config", str(self.folder / "fazhi.yaml"), *(word.format(out=self.out) for word in words)])
        spoken = self.capsys.readouterr()
        assert "Traceback" not in spoken.err
        return int(ended.value.code or 0), spoken.out, spoken.err

    def ask(self, *words: str) -> Any:
        code, out, err = self.say(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def left(self) -> set[str]:
        return {path.name for path in self.out.iterdir()}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_each_command_does_its_work_and_says_so_in_one_document(desk: Desk) -> None:
    assert desk.ask("verify", "--head", desk.head.upper())["failures"] == []
    assert desk.ask("verify", "--deep")["originals"] == 1
    copied = desk.ask("backup", "{out}/copy.db", "--archive", "{out}/archive")
    assert (copied["captures"], copied["chain_head"], copied["archive_files"]) == (1, desk.head, 1)
    packed = desk.ask("evidence", "alert:1", "{out}/case.zip")
    assert (packed["originals"], packed["head"], packed["signed"]) == (1, desk.head, False)
    made = desk.ask("export", "--format", "xlsx", "--table", "values", "--table", "overdue", "{out}/tables")
    assert (made["tables"], made["simulation"]) == ({"values": 1, "overdue": 0}, False)
    assert desk.left() == {"copy.db", "archive", "case.zip", "tables"}
    for words in COMMANDS[1:]:
        code, _, err = desk.say(*words)
        assert (code, "already" in err) == (2, True)


def test_a_copy_is_verified_by_the_command_itself(desk: Desk) -> None:
    desk.ask("backup", "{out}/fazhi.db", "--archive", "{out}/archive")
    (desk.folder / "fazhi.yaml").write_text(CONFIG.replace("./data", "./out"), encoding="utf-8")
    assert desk.ask("verify", "--head", desk.head)["failures"] == []


def test_verify_names_what_fails_and_exits_1(desk: Desk) -> None:
    world = World(desk.data)
    tamper(world, "UPDATE figures SET value = 126")
    world.db.close()
    code, out, _ = desk.say("verify")
    assert code == 1
    assert "reading: figure 1 of version 1 of http://heping.example/fz/2024.html is not as it was read" in out
    next(desk.data.rglob("*.gz")).write_bytes(b"")
    code, out, _ = desk.say("verify", "--head", "0" * 63 + "1")
    assert code == 1
    place = r"2025/fazhi-20250302-run-000001\.warc\.gz bytes \d+ to \d+, both included"
    assert re.search(rf"original capture 1 \({place}\)", out)
    assert "nowhere in this chain" in out


def test_a_change_by_hand_is_accepted_by_name_and_with_a_reason_and_no_other(desk: Desk) -> None:
    def change(sql: str) -> tuple[int, list[str]]:
        world = World(desk.data)
        tamper(world, sql)
        world.db.close()
        code, out, _ = desk.say("verify")
        return code, re.findall(r"\(mark (\w+)\)", out)

    code, (mark,) = change("UPDATE reports SET title = '甲'")
    word = ("--by", "张三", "--why", "改正错字")
    assert "no failure that can be accepted bears this mark" in desk.say("verify", "--accept", "0" * 12, *word)[2]
    code, out, _ = desk.say("verify", "--accept", mark, *word)
    assert code == 0 and re.search(
        r"accepted by 张三 \(\S+@\S+\), 20\S+: 改正错字: row: reports 1 is not as it was", out
    )
    (told,) = desk.ask("verify")["accepted"]
    assert (told["by"], told["why"], told["mark"][:12]) == ("张三", "改正错字", mark)
    code, marks = change("UPDATE reports SET title = '乙'")
    assert code == 1 and len(marks) == 1 and mark not in marks, "the same row once more"
    assert change("UPDATE reports SET title = '甲'") == (0, [])
    code, out, _ = desk.say("evidence", "report:1", "{out}/a.zip")
    assert code == 1, "a dossier does not rest on it"
    said = "UPDATE meta SET value = replace(value, '张三', '李四') WHERE key LIKE 'accepted%'"
    assert change(said) == (1, []), "the word itself: it has no mark"


def test_words_put_in_by_hand_make_no_line_of_their_own(desk: Desk) -> None:
    world = World(desk.data)
    tamper(world, "UPDATE reports SET title = char(10) || '1 captures, 0 failed' || char(10, 27, 8238) || '[2J'")
    world.db.close()
    code, out, _ = desk.say("verify")
    assert (code, out.count("\n")) == (1, 2)
    assert out.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("verify", "--accept", "0123456789ab"), 2, "--by goes with --accept"),
        (("verify", "--why", "x"), 2, "--why goes with --accept"),
        (("verify", "--accept", "01234567", "--by", "a", "--why", "b\nc"), 2, "--why is one line of at most 500"),
        (("verify", "--head", "abc"), 2, "64 hexadecimal digits"),
        (("evidence", "alert:7", "{out}/a.zip"), 2, "there is none in this file"),
        (("evidence", "7", "{out}/a.zip"), 2, "neither report:ID nor alert:ID"),
        (("evidence", "alert:1", "{out}/a.zip", "--key", "{out}/none"), 2, "no such key file"),
        (("evidence", "alert:1", "{out}"), 2, "is a folder"),
        (("evidence", "alert:1", "{out}/no/a.zip"), 1, "cannot write"),
        (("evidence", "alert:1", "{out}/a.zip", "--head", "f" * 64), 2, "nowhere in this chain"),
        (("backup", "{out}/no/a.db"), 1, "cannot write"),
        (("backup", "{out}"), 2, "is a folder"),
        (("export", "--format", "parquet", "{out}/t"), 2, "csv, xlsx, json"),
        (("export", "--table", "nothing", "{out}/t"), 2, "there are bodies"),
        (("export", "/dev/null"), 2, "is a file"),
        (("export", "/proc/nothing/here"), 1, "cannot write"),
    ],
)
def test_bad_words_get_one_sentence_and_leave_nothing(desk: Desk, words: tuple[str, ...], code: int, says: str) -> None:
    answered, out, err = desk.say(*words)
    assert (answered, says in err) == (code, True), err
    assert (err.count("\n"), out) == (1, "")
    assert desk.left() == set()


def damage(data: Path) -> None:
    path = data / "fazhi.db"
    bytes_ = bytearray(path.read_bytes())
    bytes_[4096:] = bytes(len(bytes_) - 4096)
    path.write_bytes(bytes_)


def forget(data: Path) -> None:
    for path in data.glob("fazhi.db*"):
        path.unlink()


def replace_by_another(data: Path) -> None:
    forget(data)
    sqlite3.connect(data / "fazhi.db").executescript("CREATE TABLE x (y)").close()


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (forget, "no database at"),
        (replace_by_another, "another program"),
        (damage, "damaged|malformed"),
        (lambda data: (data / "fazhi.db").write_bytes(b"nothing of the kind" * 99), "not an SQLite database"),
    ],
    ids=["missing", "foreign", "damaged", "no database"],
)
def test_a_database_that_cannot_be_used_gets_one_sentence(
    desk: Desk, words: tuple[str, ...], harm: Any, says: str
) -> None:
    harm(desk.data)
    before = {path.name: path.read_bytes() for path in desk.data.glob("fazhi.db")}
    code, out, err = desk.say(*words)
    assert code == 1
    assert re.search(says, out + err), (out, err)
    assert err.count("\n") <= 1
    assert desk.left() == set()
    assert {path.name: path.read_bytes() for path in desk.data.glob("fazhi.db")} == before


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_locked_database_gets_one_sentence(
    desk: Desk, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.database.BUSY_SECONDS", 0.1)
    other = sqlite3.connect(desk.data / "fazhi.db", isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("CREATE TABLE held (x)")
    code, _, err = desk.say(*words)
    assert (code, "another process" in err) == (3, True), err
    assert desk.left() == set()
    other.close()


def test_an_older_file_is_backed_up_as_it_is_and_upgraded_by_the_command_that_is_named(desk: Desk) -> None:
    older = sqlite3.connect(desk.data / "fazhi.db")
    without_ledger(older)
    older.commit()
    older.close()
    assert desk.ask("backup", "{out}/before.db")["captures"] == 1
    code, _, err = desk.say("verify")
    assert (code, "0017_ledger" in err, "fazhi check" in err) == (1, True, True)
    assert desk.say("check")[0] in (0, 1)
    assert desk.ask("verify")["failures"] == []


def test_a_read_only_folder_can_still_be_proved_and_packed(desk: Desk) -> None:
    """Nothing of these commands writes to the data folder."""
    open_database(desk.data).close()
    before = {path: path.stat().st_mtime_ns for path in desk.data.rglob("*") if path.is_file()}
    for path in (desk.data / "fazhi.db", *desk.data.rglob("*.gz")):
        path.chmod(0o400)
    for words in COMMANDS:
        assert desk.say(*words)[0] == 0
    after = {path: path.stat().st_mtime_ns for path in desk.data.rglob("*") if path.is_file()}
    assert {path: at for path, at in after.items() if path in before} == before

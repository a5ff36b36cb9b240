"""The house has one order: parsers <- db <- crawler <- scheduler. A package imports only from those on its left."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("parsers", "db", "crawler", "scheduler")
# Of parsers, db imports records and vocabulary only (its schema and its rows are made of them).
DB_MAY = {"parsers.records", "parsers.vocabulary"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module in ROOMS else {node.module}
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_imports_only_from_the_left(room: str) -> None:
    right = set(ROOMS[ROOMS.index(room) + 1 :])
    for path in sorted((ROOT / room).rglob("*.py")):
        for name in imports(path):
            assert name.split(".")[0] not in right, f"{path.relative_to(ROOT)} imports {name}, which is on its right"


def test_db_sees_only_the_words_of_parsers() -> None:
    for path in sorted((ROOT / "db").rglob("*.py")):
        for name in imports(path):
            if name.split(".")[0] == "parsers":
                assert name in DB_MAY, f"{path.relative_to(ROOT)} imports {name}; db may import {sorted(DB_MAY)} only"


FORBIDDEN = {
    "parsers": {"sqlite3", "sqlite_utils", "scrapy", "playwright", "smtplib", "socket", "urllib.request", "httpx"},
    "db": {"scrapy", "playwright", "smtplib", "bs4"},
    "crawler": {"smtplib", "yaml"},
    "scheduler": {"scrapy", "bs4"},
}


@pytest.mark.parametrize("room", ROOMS)
def test_what_never_enters_a_room(room: str) -> None:
    for path in sorted((ROOT / room).rglob("*.py")):
        taken = imports(path) & FORBIDDEN[room]
        assert not taken, f"{path.relative_to(ROOT)} imports {sorted(taken)}, which {room} never does"


HAND_OVERS = re.findall(
    r"^([a-z_.]+)\.([a-z_]+)\(([a-z_, ]*)\) -> (.+)$",
    (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize(("module", "name", "parameters", "answer"), HAND_OVERS)
def test_hand_overs_are_as_written_down(module: str, name: str, parameters: str, answer: str) -> None:
    signature = inspect.signature(getattr(importlib.import_module(module), name))
    assert ", ".join(signature.parameters) == parameters
    assert signature.return_annotation == answer


def test_every_step_has_its_hand_over() -> None:
    assert {module.split(".")[0] for module, *_ in HAND_OVERS} == set(ROOMS) - {"crawler"}

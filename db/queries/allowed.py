"""What a parameter of a canned query may be: words of a closed vocabulary, ids that the file holds, dates.

An unknown one would be answered with no rows, which reads as "none": it is refused instead, in a sentence that says
what would do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

from db.database import Database
from db.problems import DatabaseProblem
from db.vocabulary import BodyClass, Change, Severity
from parsers.vocabulary import IdentityVerdict, Kind, PartRole

_WORDS: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "class": tuple(BodyClass),
    "part": tuple(role for role in PartRole if role != PartRole.OTHER),
    "change": tuple(change for change in Change if change != Change.FIRST),
    "verdict": (IdentityVerdict.DISAGREES, IdentityVerdict.TRUNCATION, IdentityVerdict.BASE_UNCLEAR),
    "severity": tuple(Severity),
    "closed": ("1",),
    "digits": ("2", "4", "6"),
}
# Where a parameter's ids stand, and what to offer for one that is not there.
_IDS: Mapping[str, tuple[str, str]] = {
    "body": ("SELECT 1 FROM bodies WHERE id = ?", "SELECT id FROM bodies"),
    "section": ("SELECT 1 FROM sections WHERE id = ?", "SELECT id FROM sections"),
    "metric": (
        "SELECT 1 FROM metrics WHERE key = :id UNION SELECT 1 FROM metric_values WHERE metric = :id",
        "SELECT key FROM metrics",
    ),
    "name": (
        'SELECT 1 FROM dictionary WHERE "table" = :id OR "column" = :id UNION '
        "SELECT 1 FROM metrics WHERE key = :id UNION SELECT 1 FROM rules WHERE rule = :id",
        'SELECT "table" FROM dictionary UNION SELECT "column" FROM dictionary WHERE "column" <> \'\' UNION '
        "SELECT key FROM metrics UNION SELECT rule FROM rules",
    ),
    "case": ("SELECT 1 FROM alerts WHERE id = ?", "SELECT id FROM alerts ORDER BY id DESC LIMIT 3"),
    "figure": ("SELECT 1 FROM figures WHERE id = ?", "SELECT id FROM figures ORDER BY id DESC LIMIT 3"),
    "supervisor": ("SELECT 1 FROM messages WHERE supervisor = ?", "SELECT DISTINCT supervisor FROM messages"),
    "url": (
        "SELECT 1 FROM captures WHERE url = :id UNION SELECT 1 FROM captures WHERE document_url = :id",
        "SELECT url FROM captures ORDER BY id DESC LIMIT 3",
    ),
    "region": (
        "SELECT 1 FROM bodies WHERE region GLOB :id || '*'",
        "SELECT DISTINCT substr(region, 1, 4) FROM bodies WHERE region IS NOT NULL",
    ),
}
_NEWEST = ("case", "figure", "url")  # of which the newest are offered, not the most alike
# "43", "4302", "430203"; "2026-03-20"; "2024"
_FORMS: Mapping[str, tuple[str, str, str]] = {
    "region": (
        r"[0-9]{1,6}",
        "地区代码的前几位（1 至 6 个数字），如 43、4302",
        "the first digits of a region code, as 43",
    ),
    "since": (r"\d{4}-\d\d-\d\d", "日期，写作 2026-03-20", "a date, written as 2026-03-20"),
    "today": (r"\d{4}-\d\d-\d\d", "日期，写作 2026-03-20", "a date, written as 2026-03-20"),
    "count": (r"[1-9]\d{0,3}", "1 至 9999 的整数", "a whole number from 1 to 9999"),
    "skip": (r"\d{1,9}", "0 或更大的整数", "a whole number, 0 or more"),
    "year": (r"(?:19[5-9]|20\d|21\d)\d", "1950 至 2199 的年度，如 2024", "a year from 1950 to 2199, as 2024"),
}
_DATES = ("since", "today")
_LONGEST = 60  # of a value that is named


class WrongValue(DatabaseProblem):
    """A value that cannot be meant; ``zh`` and ``en`` say what would do."""

    exit_code = 2

    def __init__(self, name: str, value: object, zh: str, en: str) -> None:
        shown = str(value)[:_LONGEST]
        self.zh = f"参数 {name} 的值不可用：{shown}。应为{zh}"
        self.en = f"parameter {name} cannot be {shown!r}: {en}"
        super().__init__(self.en)


def check_values(db: Database, values: Mapping[str, object]) -> None:
    """Raises `WrongValue` for the first of a query's parameters, by name, that names nothing there is.

    None and "" are parameters that are left out.
    """
    for name, value in values.items():
        if value not in (None, ""):
            _check_form(name, str(value))
            if name in _IDS:
                _check_id(db, name, str(value))


def _check_form(name: str, value: str) -> None:
    if name in _WORDS and value not in _WORDS[name]:
        raise WrongValue(name, value, f"其中之一：{'、'.join(_WORDS[name])}", f"it is one of {', '.join(_WORDS[name])}")
    if name in _FORMS:
        form, zh, en = _FORMS[name]
        if not re.fullmatch(form, value, re.ASCII) or (name in _DATES and not _is_day(value)):
            raise WrongValue(name, value, zh, f"it is {en}")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _check_id(db: Database, name: str, value: str) -> None:
    there, known = _IDS[name]
    if db.conn.execute(there, {"id": value} if ":id" in there else [value]).fetchone():
        return
    ids = [str(row[0]) for row in db.conn.execute(known)]
    near = ids if name in _NEWEST else get_close_matches(value, ids, 3, 0.6) or ids[:3]
    zh, en = (
        (f"数据库中已有的，如 {'、'.join(near)}", f"this database has none of that id; there is {', '.join(near)}")
        if near
        else ("数据库中已有的（现在一个也没有）", "this database has none of that id, nor any other")
    )
    raise WrongValue(name, value, zh, en)

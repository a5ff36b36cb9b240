"""Script literals are read as data, never evaluated."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.pages.listing import parse_listing
from parsers.pages.literals import NotALiteral, read_json, read_literal
from parsers.pages.notes import DOUBTFUL, Note, codes
from parsers.records import Page

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=6), children, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{SID: '755041', TREE: [{\"id\":1,}], N: 1}", {"SID": "755041", "TREE": [{"id": 1}], "N": 1}),
        ("{'webId':'1','tagId':'右侧内容'}", {"webId": "1", "tagId": "右侧内容"}),
        ("['a\\'b', \"c\\n\", 'd\\u4e2d', -1.5, true, undefined]", ["a'b", "c\n", "d中", -1.5, True, None]),
        ("[/* x */ 1, // y\n 2]", [1, 2]),
        ('{"a": "raw\nnewline"}', {"a": "raw\nnewline"}),
        ("{}", {}),
        ("[]", []),
    ],
)
def test_javascript_forms(text: str, value: object) -> None:
    assert read_literal(text)[0] == value


@pytest.mark.parametrize(
    "text", ["[a.b]", "{a: f()}", "[1 + 2]", "{a b}", "[", "{", "'x", "[" * 5000, "{a:" * 5000, "", "`x`", "[1;2]"]
)
def test_code_is_refused(text: str) -> None:
    with pytest.raises(NotALiteral):
        read_literal(text)


def test_jsonp() -> None:
    assert read_json('\r\n result({"a": [1]});\n') == {"a": [1]}
    assert read_json("/**/jQuery1_2([{a:1}])") == [{"a": 1}]
    for text in ("var x = {}", "f(1)", "{} trailing", "<html>", "f({}) + g({})"):
        with pytest.raises(NotALiteral):
            read_json(text)


@given(VALUES)
def test_json_comes_back(value: object) -> None:
    text = json.dumps(value)
    assert read_literal(text + " ;rest")[0] == value


@given(VALUES)
def test_the_loose_reader_agrees_with_json(value: object) -> None:
    text = json.dumps([value])[:-1] + ",]"  # a trailing comma: no JSON any more
    assert read_literal(text)[0] == [value]


@given(st.text(alphabet="[]{}:,'\"ab1 \\/*", max_size=60))
def test_either_a_value_or_a_refusal(text: str) -> None:
    with contextlib.suppress(NotALiteral):
        read_literal(text)


ITEMS = [{"title": f"青禾县第{n}项法治政府建设工作", "url": f"/d/{n}.html", "date": "2026-03-12"} for n in range(1, 6)]


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        ({"list": ITEMS}, None),
        ({"list": ITEMS, "hasNextPage": False, "nextCursor": "", "next": None, "lastPage": True}, None),
        ({"list": ITEMS, "hasNextPage": True}, Note.PAGER_UNREADABLE),
        ({"data": {"hasMore": True, "list": ITEMS}}, Note.PAGER_UNREADABLE),
        ({"list": ITEMS, "nextCursor": "abc"}, Note.PAGER_UNREADABLE),
        ({"list": ITEMS, "next": "http://www.qinghe.example/api?offset=5"}, Note.PAGER_UNREADABLE),
        ({"list": ITEMS, "lastPage": False}, Note.PAGER_UNREADABLE),
        ({"list": [*ITEMS, {"title": "青禾县2025年度法治政府建设情况报告", "id": 8812}]}, Note.NO_ADDRESS),
    ],
)
def test_an_answer_that_goes_on_or_leads_nowhere_is_a_doubt(answer: dict[str, Any], note: Note | None) -> None:
    url = "http://www.qinghe.example/api/list"
    headers = {"content-type": "application/json"}
    found = parse_listing(Page(url, url, 200, headers, json.dumps(answer, ensure_ascii=False).encode()))
    assert len(found.rows) == len(ITEMS)
    assert codes(found.notes) & DOUBTFUL == (frozenset() if note is None else {note})

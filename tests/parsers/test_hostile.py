"""Texts made to hurt: a reader of identity and parts must stay linear in what it scans."""

import time

import pytest

from parsers.clauses import clause_hashes
from parsers.identity import read_report
from parsers.parts import read_parts
from tests.parsers.texts import bundle, text_of

SIZE = 300_000
HOSTILE = {
    "one character": "法",
    "the topic": "法治政府建设",
    "heads and acts": "主要领导带头听取",
    "causes": "由于因为原因受",
    "admissions": "还存在问题",
    "open brackets": "（",
    "open titles": "《",
    "years": "2024年",
    "date lines": "2024-01-01\n",
    "headings": "一、第一责任人\n",
    "sub-headings": "（一）党政主要负责人职责\n",
    "bare headings": "存在问题\n",
    "blanks": "某县",
    "crosses": "X",
    "numbering": "一、",
    "party": "中共",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_three_hundred_thousand_characters_take_no_time(name: str) -> None:
    unit = HOSTILE[name]
    plain = unit * (SIZE // len(unit))
    text = text_of(plain)
    start = time.process_time()
    read_report(text, bundle(plain[:1000]))
    read_parts(text)
    clause_hashes(text.text, ("某县",))
    assert time.process_time() - start < 5  # measured below 0.7 s each; one quadratic pattern takes 40 s

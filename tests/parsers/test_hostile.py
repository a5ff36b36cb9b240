"""Texts made to hurt: a reader of identity and parts must stay linear in what it scans."""

import time

import pytest

from parsers.arithmetic import check_arithmetic
from parsers.clauses import clause_hashes
from parsers.figures import MAX_FIGURES, read_figures
from parsers.identity import read_report
from parsers.metrics.binding import bind_metrics
from parsers.parts import read_parts
from parsers.reading import read_bundle
from parsers.records import Bundle, Report, Source
from parsers.vocabulary import Decision, Kind, Role
from tests.parsers.texts import L24, bundle, seed, text_of

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
    "Chinese numbers": "一二三四五六七八九十百千万亿",
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


PLENTY = 24_000  # in one paragraph; a whole text is bounded by the number of figures that are kept of it
NUMBERS = {
    "counts": "12件",
    "clauses": "受理12件，",
    "parts": "其中12件（",
    "rates": "率、合格率100%、",
    "years": "2023年、2024年分别",
    "since": "2015年以来制定的12件，",
    "applications": "行政复议申请",
    "files": "案卷评查",
    "bare numbers": "1,",
    "officers": "执法人员12人，",
    "dealt": "分别为12件、",
    "changes": "同比增长12%，达到",
    "digits": "1",
    "thousands": "1,",
    "sentences": "其中12件、13件（14件）。",
    "share": "占",
    "system": "全市水利系统",
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_without_end_take_seconds(name: str) -> None:
    unit = NUMBERS[name]
    text = text_of(unit * (PLENTY // len(unit)))
    issuer = "株洲市水利局"
    report = Report(Decision.REPORT, Kind.FAZHI_ANNUAL, "", "", year=2024, issuer=issuer, issuers=(issuer,))
    start = time.process_time()
    figures, values = bind_metrics(read_figures(text, report, ()), text, report)
    check_arithmetic(text, figures, values)
    assert time.process_time() - start < 20  # measured below 4 s each


MILLION = 1_000_000
ENDLESS = {
    "a report over and over": "",
    "one paragraph of dealt counts": "分别为12件、",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_million_characters_take_seconds(name: str) -> None:
    """Through the whole corridor, as a report by a person's word, so that no step is left out."""
    unit = ENDLESS[name] or seed(L24).text
    source = Source(Role.DETAIL, "http://q.example/a.txt", (unit * (MILLION // len(unit))).encode(), "text/plain")
    start = time.process_time()
    reading = read_bundle(
        Bundle(
            source.url,
            (source,),
            decided=Decision.REPORT,
            decided_kind=Kind.FAZHI_ANNUAL,
            decided_year=2024,
            body_name="株洲市水利局",
        )
    )
    assert time.process_time() - start < 25  # measured below 6 s each; unbounded, the second took minutes
    assert 1000 < len(reading.figures) <= MAX_FIGURES

"""The console's pure parts: texts cut into pieces, changed sentences, numbers, charts, words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from db.console import hooks, lookups, originals, pages
from db.console.cells import Cells
from db.console.charts import draw_trend
from db.console.load.body import Trend, _trend
from db.console.load.metric import _bins, _rank
from db.console.marks import cut
from db.console.sentences import changed_sentences
from db.console.shown import amount, fraction, inert, number, qualified, web_address, with_links
from db.console.words import words
from db.queries import list_queries
from tests.db.world import World

ROOT = Path(__file__).parents[3]


def figure(id_: int, start: int, end: int) -> dict[str, Any]:
    return {"id": id_, "at_start": start, "at_end": end}


def test_pieces_join_to_the_text_and_marks_are_exact() -> None:
    text = "标题\n受理35件，办结率100%。\n漏在块外的一行\n甲\t12\t乙"
    blocks = json.dumps([["title", 0, 2, None, 0, None, None], ["paragraph", 3, 17, 2, 0, None, None],
                         ["table_row", 26, 32, None, 0, None, None]])  # fmt: skip
    spots = {found.group(): found.span() for found in re.finditer("35|100%|100|12", text)}
    figures = [figure(1, *spots["35"]), figure(2, *spots["100%"]), figure(3, *spots["100%"]), figure(4, *spots["12"])]
    made = cut(text, blocks, figures, [{"role": "results", "start": 3}])
    assert [block.kind for block in made] == ["title", "paragraph", "paragraph", "table_row"]
    joined = "\n".join("\t".join("".join(piece.text for piece in cell) for cell in block.cells) for block in made)
    assert joined == text
    marked = {piece.text: piece.figures for block in made for cell in block.cells for piece in cell if piece.figures}
    assert marked == {"35": (1,), "100%": (2, 3), "12": (4,)}
    assert [piece.anchors for block in made for cell in block.cells for piece in cell if piece.anchors] == [
        ("results",)
    ]


def test_overlapping_marks_share_what_they_both_cover() -> None:
    (block,) = cut("约1234件", "[]", [figure(1, 1, 5), figure(2, 3, 6)], [])
    assert [(piece.text, piece.figures, piece.first) for piece in block.cells[0]] == [
        ("约", (), False), ("12", (1,), True), ("34", (1, 2), True), ("件", (2,), False),
    ]  # fmt: skip


def test_blocks_that_overlap_or_end_late_lose_and_double_nothing() -> None:
    made = cut(
        "甲乙丙丁", json.dumps([["paragraph", 0, 3, None, 0, None, None], ["note", 2, 9, None, 0, None, None]]), [], []
    )
    assert ["".join(piece.text for piece in block.cells[0]) for block in made] == ["甲乙丙", "丁"]


def test_changed_sentences() -> None:
    old = "一、成效。受理162件，审结9件；其他不变。旧句删去。"
    new = "一、 成效。受理151件，审结9件；其他不变。全新的一句话在这里。"
    first, second = changed_sentences(old, new)
    assert "".join(text for text, _ in first.before) == "受理162件，审结9件；"
    assert [text for text, differs in first.after if differs] == ["51"]
    assert second.before == (("旧句删去。", True),) and second.after == (("全新的一句话在这里。", True),)
    assert changed_sentences(old, old.replace("。", "。\n")) == []
    assert changed_sentences("甲。", "")[0].after == ()


@pytest.mark.parametrize(
    ("value", "unit", "language", "shown"),
    [(347, "件", "zh", "347件"), (92.3077, "%", "zh", "92.31%"), (2.4e8, "元", "zh", "2.4亿元"),
     (347, "件", "en", "347 件"), (240000000, "元", "en", "240,000,000 元"), (12345, "件", "zh", "12,345件")],
)  # fmt: skip
def test_amounts(value: float, unit: str, language: str, shown: str) -> None:
    assert amount(value, unit, language) == shown


def test_a_rate_says_what_it_stands_on_or_that_this_is_not_stated() -> None:
    spoken = words("zh")
    rate = {"unit": "%", "numerator": 92.0, "denominator": 112.0}
    assert fraction(rate, spoken) == "92/112"
    assert fraction({**rate, "denominator": None}, spoken) == "分母未载明"
    assert fraction({"unit": "件", "numerator": None, "denominator": None}, spoken) == ""
    assert number(None) == ""


def test_a_qualified_figure() -> None:
    row = {"value": 30.0, "unit": "件", "qualifier": "gt"}
    assert qualified(row, words("zh"), "zh") == "30余件"
    assert qualified(row, words("en"), "en") == "over 30 件"


def test_what_is_printed_is_inert() -> None:
    assert inert("a\u202eb\x00c\u2066\td\n") == "a\ufffdb\ufffdc\ufffd\td\n"
    assert inert(5) == 5
    assert web_address("javascript:alert(1)") == web_address("http://") == web_address("http://a b") == ""
    assert web_address("https://甲.example/a") == "https://甲.example/a"
    assert with_links("页面：http://a.example/x）。") == ["页面：", "http://a.example/x", "）。"]


def value(year: int, number_: float, **more: Any) -> dict[str, Any]:
    return {"year": year, "value": number_, "unit": "%", "low": None, "high": None, **more}


def test_a_chart_leaves_gaps_open_and_other_bases_apart() -> None:
    values = {
        2019: value(2019, 90),
        2020: value(2020, 91),
        2022: value(2022, 95, low=90.0, high=99.0),
        2023: value(2023, 96),
    }
    trend = Trend({"unit": "%"}, range(2019, 2025), values, {2021: "unfound", 2024: "unstated"}, frozenset({2023}))
    drawn = str(draw_trend(trend, '<"标签">', lambda number_, unit: f"{number_}{unit}"))
    assert drawn.count('class="line"') == 1  # 2019-2020 only: nothing through a gap, nothing to another base
    assert drawn.count('class="gap"') == 2
    assert drawn.count('class="dot apart"') == 1
    assert drawn.count('class="bar"') == 3
    assert '<"标签' not in drawn and "&lt;&#34;标签" in drawn


def test_a_line_joins_stated_bases_only() -> None:
    """A rate of nobody knows what stands alone, also beside another such rate."""
    more = {"scope": "body", "includes_carried_in": None}
    years = {2021: "a", 2022: "a", 2023: "b", 2024: None, 2025: None}
    bases = {year: value(year, 90, base=base, **more) for year, base in years.items()}
    readable = dict.fromkeys(years, True)
    assert _trend(bases, readable).apart == {2021, 2022, 2024, 2025}
    assert _trend({year: bases[year] for year in (2024, 2025)}, readable).apart == {2024, 2025}
    counts = {year: {**row, "unit": "件"} for year, row in bases.items() if row["base"] is None}
    assert _trend(counts, readable).apart == frozenset()


def test_a_distribution_has_round_edges_and_loses_no_value() -> None:
    numbers = [0.0, 3.0, 99.0, 485.0, 485.0]
    bins = _bins(numbers)
    assert sum(count for _, _, count in bins) == len(numbers)
    assert (bins[0][0], bins[0][1]) == (0, 50)
    assert _bins([7.0] * 4) == [(7.0, 7.0, 4)]
    assert _bins([52.0, 88.0, 100.0, 100.0])[-1] == (95.0, 100.0, 2), "no rate is drawn above 100 %"
    ranked = [{"value": number_} for number_ in (9, 7, 7, 1)]
    assert [_rank(ranked, place) for place in range(4)] == [1, 2, 2, 4]


def _keys(node: Any, path: str = "") -> set[str]:
    return (
        {path}
        if not isinstance(node, dict)
        else {k for name, sub in node.items() for k in _keys(sub, f"{path}.{name}")}
    )


def test_both_languages_have_the_same_words() -> None:
    assert _keys(words("zh")) == _keys(words("en"))
    for language in ("zh", "en"):
        assert "未报送" not in str(words(language))


def test_every_vocabulary_has_its_words() -> None:
    from db import vocabulary as v
    from parsers import vocabulary as p

    spoken = words("zh")
    for name, enum in {
        "kinds": p.Kind, "classes": v.BodyClass, "states": v.ExpectationState, "severities": v.Severity,
        "case_states": v.AlertState, "events": v.AlertEvent, "section_states": v.SectionState,
        "report_states": v.ReportState, "place_states": v.PlaceState, "changes": v.Change, "date_bases": p.DateBasis,
        "methods": p.Method, "part_roles": p.PartRole, "part_forms": p.PartForm, "figure_kinds": p.FigureKind,
        "qualifiers": p.Qualifier, "tenses": p.Tense, "scopes": p.Scope, "bases": p.ValueBasis,
        "verdicts": p.IdentityVerdict,
    }.items():  # fmt: skip
        assert {str(word) for word in enum} <= set(spoken[name]), name
    assert len({state["glyph"] for state in spoken["states"].values()}) == len(spoken["states"])
    # not found, cannot be seen, a part that is not there, figures that disagree: each has a sign of its own
    others = [*spoken["section_glyphs"].values(), *spoken["part_glyphs"].values(), *spoken["verdict_glyphs"].values()]
    assert spoken["states"]["missing"]["glyph"] not in others
    telling = [
        spoken["section_glyphs"]["blind"],
        spoken["part_glyphs"]["absent"],
        spoken["verdict_glyphs"]["disagrees"],
    ]
    assert len({*telling, spoken["states"]["cannot_tell"]["glyph"]}) == 4


def test_a_canned_query_is_the_same_with_texts_as_parameters(world: World) -> None:
    for query in list_queries():
        sql = hooks.typed_sql(query)
        world.db.conn.execute(sql, dict.fromkeys(query.parameters, "")).fetchall()


@pytest.mark.parametrize(
    ("query", "row", "shown"),
    [
        ("ranking", {"base": "closed"}, '<td data-head="base" class="word" title="closed">Cases &lt;closed&gt;</td>'),
        ("ranking", {"base": "other"}, '<td data-head="base"><bdi>other</bdi></td>'),
        (
            "ranking",
            {"denominator": None, "unit": "%"},
            '<td data-head="denominator" class="soft">denominator not stated',
        ),
        (
            "peers",
            {"metric": "closed"},
            'class="word" title="closed"><a href="/metric/closed">Cases &lt;closed&gt;</a>',
        ),
        ("trend", {"metric": "closed", "metric_name": "x"}, 'class="key"><a href="/metric/closed">closed</a></td>'),
        ("figures", {"quote": "<b>\u202e\"'"}, "<bdi>&lt;b&gt;\ufffd&#34;&#39;</bdi>"),
        ("figures", {"url": 'http://a.example/"><b>'}, 'href="http://a.example/&#34;&gt;&lt;b&gt;" rel="noreferrer'),
        ("figures", {"url": "javascript:alert(1)"}, "<bdi>javascript:alert(1)</bdi>"),
        ("told", {"state": "sent"}, '<td data-head="state" class="word" title="sent">sent</td>'),
        ("dossier", {"cases": "2 <r> open"}, '<a href="/case/2">2</a> &lt;r&gt; to verify'),
    ],
)
def test_a_cell_of_a_canned_query_is_words_and_escaped(query: str, row: dict[str, Any], shown: str) -> None:
    chosen = next(found for found in list_queries() if found.name == query)

    def link(*path: object) -> str:
        return "/" + "/".join(map(str, path))

    cells = Cells(chosen, tuple(row), words("en"), True, {"closed": "Cases <closed>"}, {}, link)
    (cut,) = cells.rows([tuple(row.values())])
    assert shown in cut


def test_the_docs_name_every_page() -> None:
    page = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")
    for route, view in hooks.register_routes():
        path = re.sub(r"\(\?P<id>[^)]+\)", "ID", route).rstrip("$")
        path = path.replace("(?P<database>fazhi)", "fazhi").replace("(?P<table>[^/.]+)", "TABLE")
        path = re.sub(r"\(\?:\\\.\(\?P<format>[^)]+\)\)\?$", "", path)
        assert f"`{path}`" in page, f"{view.__name__}: {path}"
    assert all(module.__doc__ for module in (lookups, originals, pages))
    for word in ("--host", "--port", "--passwords", "datasette hash-password", "console.url"):
        assert word in page

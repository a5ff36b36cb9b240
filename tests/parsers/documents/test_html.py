"""Articles and their tables: what a reader sees, each cell under its heads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.assemble import assemble
from parsers.documents.html import extract_html
from parsers.documents.tables import rows_of_grid
from parsers.records import Text
from parsers.vocabulary import BlockKind
from tests.parsers.documents.reading import blocks, check, rows


def read(html: str) -> Text:
    return check(assemble(extract_html(html), (0,)))


def cells(text: Text) -> list[list[str]]:
    return [[cell[0] for cell in row] for row in rows(text)]


def test_line_breaks_part_paragraphs() -> None:
    text = read("<div>　　第一段。<br>　　第二段<b>加粗</b>。<br/><br/>第三段。<p>第四段。</p>尾巴</div>")
    assert blocks(text) == ["第一段。", "第二段加粗。", "第三段。", "第四段。", "尾巴"]


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="DISPLAY : none">不见</span>',
        "<p hidden>不见</p>",
        '<script type="text/template"><p>不见</p></script>',
        "<template><p>不见</p></template>",
        "<style>不见</style>",
        "<!-- 不见 -->",
        "<del>不见</del>",
        "<s>不见<b>了</b></s>",
        "<strike>不见</strike>",
    ],
)
def test_what_no_reader_sees_is_not_text(hidden: str) -> None:
    assert read(f"<div>看得见{hidden}的字</div>").text.replace("\n", "") == "看得见的字"


def test_a_table_that_lays_out_the_page_is_paragraphs() -> None:
    inner = "<table><tr><th>事项</th><th>数量（件）</th></tr><tr><td>行政许可</td><td>3</td></tr></table>"
    text = read(f"<table><tr><td>导航</td><td><p>正文第一段。</p>{inner}<p>正文第二段。</p></td></tr></table>")
    assert blocks(text, BlockKind.PARAGRAPH) == ["导航", "正文第一段。", "正文第二段。"]
    assert rows(text)[1] == [("行政许可", "事项", ""), ("3", "数量（件）", "行政许可")]


def test_the_caption_of_a_table_stands_before_its_rows() -> None:
    rows = "<tr><th>类型</th><th>件数</th></tr><tr><td>处罚</td><td>3</td></tr>"
    text = read(f"<p>正文。</p><table><caption>行政复议<b>案件类型</b>表</caption>{rows}</table>")
    assert blocks(text) == ["正文。", "行政复议案件类型表", "类型\t件数", "处罚\t3"]


STATISTICS = """<table><tr><td colspan=3>单位：件、万元</td></tr>
<tr><th rowspan=2>执法机关</th><th colspan=2>行政处罚</th></tr><tr><th>数量（宗）</th><th>罚没金额（万元）</th></tr>
<tr><td>栏次</td><td>1</td><td>2</td></tr>
<tr><td>县公安局</td><td></td><td>/</td></tr><tr><td>县城管局</td><td>0</td><td>12.5</td></tr></table>"""


def test_blank_slash_and_zero_stay_apart_under_whole_heads() -> None:
    text = read(STATISTICS)
    assert blocks(text)[0] == "单位：件、万元"
    heads = ("执法机关", "行政处罚 数量（宗）", "行政处罚 罚没金额（万元）")
    police, city = rows(text)[-2:]
    assert police == [("县公安局", heads[0], ""), ("", heads[1], "县公安局"), ("/", heads[2], "县公安局")]
    assert [(cell, head) for cell, head, _ in city] == list(zip(["县城管局", "0", "12.5"], heads, strict=True))


def test_the_numbers_of_columns_are_marked_as_such() -> None:
    assert rows(read(STATISTICS))[3] == [("栏次", "栏次", ""), ("1", "栏次", ""), ("2", "栏次", "")]


def test_small_values_are_not_taken_for_column_numbers_or_years() -> None:
    assert rows_of_grid([["项目", "本年", "上年"], ["行政诉讼", "1", "2"]])[1].cells[1] == ("1", "本年", "行政诉讼")
    assert rows_of_grid([["项目", "数量"], ["行政检查", "2023"]])[1].cells[1] == ("2023", "数量", "行政检查")


def test_years_above_columns_are_heads() -> None:
    assert rows_of_grid([["项目", "2023", "2024"], ["行政处罚", "12", "15"]])[1].cells == (
        ("行政处罚", "项目", ""),
        ("12", "2023", "行政处罚"),
        ("15", "2024", "行政处罚"),
    )


def test_row_heads_over_several_rows_reach_each() -> None:
    table = (
        "<table><tr><td rowspan=2>本年新收</td><td>自然人</td><td>3</td></tr><tr><td>法人</td><td>0</td></tr></table>"
    )
    assert [row[-1] for row in rows(read(table))] == [("3", "", "本年新收 自然人"), ("0", "", "本年新收 法人")]


CELL = st.sampled_from(["", "/", "0", "12", "3.5%", "事项", "单位：件", "县公安局", "2024"])
SPAN = st.integers(1, 4)
TABLE = st.lists(st.lists(st.tuples(CELL, SPAN, SPAN), max_size=5), max_size=6)


@given(TABLE)
def test_every_text_of_any_table_is_kept_once(table: list[list[tuple[str, int, int]]]) -> None:
    html = "".join(
        f"<tr>{''.join(f'<td rowspan={down} colspan={across}>{text}</td>' for text, down, across in row)}</tr>"
        for row in table
    )
    text = read(f"<table>{html}</table>")
    found = sorted(word for block in blocks(text) for word in block.replace("\t", " ").split())
    assert found == sorted(word for row in table for text, _, _ in row if (word := text))
    for block in text.blocks:
        assert all(block.start <= cell.start <= cell.end <= block.end for cell in block.cells)
        assert all(text.text[cell.start : cell.end] == cell.text for cell in block.cells)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("审结144件，维持61<sup>1</sup>件", "审结144件，维持61件"),
        ("审结144<sup><a href='#n2'>[2]</a></sup>件", "审结144件"),
        ("<b>144</b><sup>①</sup>件", "144件"),
        ("面积86平方米，12m<sup>2</sup>", "面积86平方米，12m2"),
        ("浓度每升10<sup>3</sup>个", "浓度每升103个"),
        ("第1<sup>st</sup>", "第1st"),
    ],
)
def test_a_notes_mark_behind_a_number_is_no_part_of_it(html: str, words: str) -> None:
    assert blocks(read(f"<p>{html}</p>")) == [words]


TITLE = "<p>芷江县2024年法治政府建设情况报告</p>"
REPORT = TITLE + "{}<p>2024年，我县深入学习贯彻习近平法治思想，共受理行政复议申请163件，审结151件。</p>{}"


@pytest.mark.parametrize(
    "line",
    [
        "浏览：1207次",
        "阅读量：356",
        "点击数: 88",
        "【浏览次数：1,207次】",
        "本文已被浏览：35次",
        "访问量：1207 打印 关闭",
        "来源：县司法局 发布时间：2025-02-28 10:22 浏览次数：1207 【字体：大 中 小】",
        "发布日期：2025-02-28 点击率：88 字号：[大] [中] [小]",
        "作者：县司法局 阅读次数：356次",
        "下载次数：12 更新时间：2025-03-01",
        "人气：356",
    ],
)
def test_a_pages_counters_stand_apart_from_the_text(line: str) -> None:
    for text in (read(REPORT.format(f"<p>{line}</p>", "")), read(REPORT.format("", f"<p>{line}</p>"))):
        assert blocks(text, BlockKind.NOTE) == blocks(read(line))


@pytest.mark.parametrize(
    "line",
    [
        "网站浏览量达120万次",
        "阅读量：35.6万次",
        "普法短视频浏览量：12070次",
        "浏览量：1207次，发放资料300份",
        "点击数：88，转发数：35。",
        "全年公众号阅读量：35600人次",
        "点击率：98.5%",
        "阅读材料：35份",
        "下载执法文书：35份",
        "浏览次数：1207次 开展普法活动35场",
        "访问量：1207，县政府门户网站运行平稳",
        "阅读356次",
    ],
)
def test_what_a_report_counts_is_its_text(line: str) -> None:
    assert blocks(read(REPORT.format("", f"<p>{line}</p>")), BlockKind.NOTE) == []


def test_a_counter_between_paragraphs_is_the_reports() -> None:
    more = "<p>县政府门户网站全年发布信息3200条，办理政府信息公开申请35件，均按期答复，未发生因此引起的行政诉讼。</p>"
    assert blocks(read(REPORT.format("", "<p>阅读量：356</p>" + more)), BlockKind.NOTE) == []


def test_lines_count_in_preformatted_text() -> None:
    text = read("<pre>一、成效\n　　全年办理案件12件。\n<b>二、问题</b>\n　　力量薄弱。</pre><p>一行\n之内</p>")
    assert blocks(text) == ["一、成效", "全年办理案件12件。", "二、问题", "力量薄弱。", "一行 之内"]


@pytest.mark.parametrize("opened", ["<p><span>", "<div><font>", "<p><span><b>"])
def test_thousands_of_tags_without_an_end_cut_nothing(opened: str) -> None:
    text = read("".join(f"{opened}全年第{number}项工作完成。" for number in range(2000)))
    assert all(f"第{number}项" in text.text for number in range(2000))

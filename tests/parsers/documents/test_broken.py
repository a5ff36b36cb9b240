"""Lines that an editor broke are made paragraphs again; lines that are lines stay so."""

from collections.abc import Sequence

import pytest

from parsers.documents.assemble import assemble
from parsers.documents.broken import join_broken
from parsers.documents.html import extract_html
from parsers.documents.pdf import extract_pdf
from parsers.documents.pieces import Extract, Paragraph
from parsers.vocabulary import Method
from tests.parsers.documents.pdfs import pdf, printed
from tests.parsers.documents.reading import blocks

PARAGRAPHS = [
    "　　一、主要举措和成效",
    "　　（一）规范行政执法。全县共办理行政许可21356件，行政处罚1284件，罚款832.5万元，行政强制36件，抽查案卷120宗，"
    + "组织执法人员培训12期，" * 5
    + "成效明显。",
    "　　全年共收到行政复议申请143件，受理128件，审结116件，其中维持71件，综合纠错率14.66%，负责人出庭应诉率98%。",
    "　　二、存在的问题",
    "　　基层法治力量薄弱，业务培训不够系统，少数执法人员程序意识不强，执法规范化水平有待提高，部分单位重视不够。",
]


def typed(paragraphs: Sequence[str], size: int) -> list[str]:
    """Broken after ``size`` characters, as a printer does."""
    return [text[at : at + size] for text in paragraphs for at in range(0, len(text), size)]


@pytest.mark.parametrize("size", [18, 24, 35])
def test_what_was_broken_is_whole_again(size: int) -> None:
    assert join_broken(typed(PARAGRAPHS, size)) == PARAGRAPHS


def test_without_indents_the_end_of_a_sentence_is_that_of_a_paragraph() -> None:
    plain = [text.strip() for text in PARAGRAPHS]
    assert join_broken(typed(plain, 30)) == plain


def test_breaks_by_width_where_letters_are_half_as_wide() -> None:
    lines = [
        "全年办理行政处罚案件1284件、行政许可案",
        "件213568件，行政复议案件116件，均按时办",
        "结，行政机关负责人出庭应诉率为98.62%，",
        "较上年提高1.25个百分点，调解成功率达到",
        "99.86%，群众满意度持续提升，成效明显。",
    ]
    assert join_broken(lines) == ["".join(lines)]


@pytest.mark.parametrize(
    "lines",
    [
        PARAGRAPHS,  # whole paragraphs, of any length
        ["青溪县人民政府", "2025年3月10日"],
        ["行政许可12件", "行政处罚34件", "行政强制56件", "行政检查78次", "行政确认90件"],  # a list
        [
            "一、推进依法决策，提升决策水平质效",
            "二、规范行政执法，优化营商环境建设",
            "三、强化行政监督，规范行政权力运行",
            "四、加强普法宣传，营造良好法治氛围",
        ],
        [
            f"《青溪县{name}管理办法》（青政发〔2024〕{number}号）"
            for number, name in enumerate(["河道", "城乡", "消防", "档案", "人防"], 11)
        ],
        [],
        ["", ""],
    ],
)
def test_lines_that_are_lines_stay(lines: Sequence[str]) -> None:
    assert join_broken(lines) == list(lines)


PLAIN = [
    "一、主要举措和成效",
    PARAGRAPHS[1].strip(),
    "全年办理行政应诉案件45件，败诉4件，败诉率8.89%，同比下降3.2个百分点；办理行政复议申请143件，受理128件，综合纠错率14.66%。",
    "1.完善制度",
    "2.健全机制，落实责任",
    "二、存在的问题",
    PARAGRAPHS[4].strip(),
]


@pytest.mark.parametrize("size", [24, 28, 33])
def test_each_line_in_an_element_of_its_own_is_no_paragraph(size: int) -> None:
    lines = typed(PLAIN, size)
    page = "".join(f"<p>{line}</p>" for line in lines)
    assert blocks(assemble(extract_html(page), (0,))) == PLAIN
    pieces = tuple(Paragraph(line) for line in lines)
    assert blocks(assemble(Extract(pieces, Method.DOCX), (0,))) == PLAIN


def test_an_indent_parts_paragraphs_of_full_lines() -> None:
    one = "全年共收到行政复议申请一百四十三件，其中受理一百二十八件，审结一百一十六件，较上年有所增加，均已按时办结。"
    paragraphs = [f"\u3000\u3000{one}各单位依法履职，切实做好各项执法工作任务。" for _ in range(3)]
    page = "".join(f"<p>\n  {line}</p>" for line in typed(paragraphs, 19))
    assert blocks(assemble(extract_html(page), (0,))) == [text.strip() for text in paragraphs]


@pytest.mark.parametrize("size", [24, 28, 33])
def test_a_pdf_broken_after_so_many_characters_has_no_straight_edge(size: int) -> None:
    page = printed(typed(PLAIN, size), x=50, leading=20)
    assert blocks(assemble(extract_pdf(pdf(page), ocr=False), (0,))) == PLAIN

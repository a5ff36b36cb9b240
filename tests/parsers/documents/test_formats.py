"""One report in every format: the same words come out of each, with what each block is."""

import pytest

from fixtures.make_documents import BODY, HEAD, NUMBER, SIGNED, TITLE
from parsers.documents import read_text
from parsers.documents.sheets import shown_number
from parsers.records import Bundle, Source
from parsers.vocabulary import BlockKind, Method, Role
from tests.parsers.documents.reading import FIXTURES, blocks, check, fixture, read, rows

FORMATS = {
    "report.pdf": Method.PDF_TEXT,
    "report.docx": Method.DOCX,
    "report.doc": Method.DOC,
    "report.wps": Method.WPS,
    "report.ofd": Method.OFD,
    "report.txt": Method.PLAIN,
    "report.mht": Method.HTML,
    "report.zip": Method.DOCX,
}
WITH_LETTERHEAD = {"report.pdf", "report.docx", "report.doc", "report.wps", "report.ofd", "report.zip"}


@pytest.mark.parametrize(("name", "method"), FORMATS.items())
def test_every_format_gives_the_same_report(name: str, method: Method) -> None:
    text = read(fixture(name), name)
    assert (text.method, text.quality) == (method, 1.0)
    assert "".join(blocks(text, BlockKind.TITLE)) == TITLE
    assert blocks(text, BlockKind.PARAGRAPH, BlockKind.HEADING) == BODY
    assert blocks(text, BlockKind.HEADING) == [line for line in BODY if line[1] == "、"]
    assert blocks(text, BlockKind.SIGNATURE) == SIGNED
    if name in WITH_LETTERHEAD:
        assert blocks(text, BlockKind.LETTERHEAD)[0] == HEAD


@pytest.mark.parametrize("name", ["report.docx", "report.doc"])
def test_the_document_number_is_part_of_the_letterhead(name: str) -> None:
    assert NUMBER in blocks(read(fixture(name), name), BlockKind.LETTERHEAD)


def test_the_suffix_is_not_believed() -> None:
    assert read(fixture("report.docx"), "report.doc").method is Method.DOCX
    assert read(fixture("report.doc"), "report.pdf").method is Method.DOC


def test_blank_slash_and_zero_are_three_things() -> None:
    head, allowed, penalty, force, checks = rows(read(fixture("report.doc"), "report.doc"))
    assert [cell[0] for cell in head] == ["执法事项", "数量（件）", "同比", "备注"]
    assert force == [
        ("行政强制", "执法事项", ""),
        ("0", "数量（件）", "行政强制"),
        ("/", "同比", "行政强制"),
        ("", "备注", "行政强制"),
    ]
    assert checks[1] == ("", "数量（件）", "行政检查")
    assert (allowed[1][0], penalty[2][0]) == ("3215", "-3.1%")


def test_merged_heads_of_a_word_table_reach_every_column() -> None:
    table = rows(read(fixture("report.docx"), "report.docx"))
    assert table[2] == [
        ("行政复议", "事项", ""),
        ("45", "案件 收案", "行政复议"),
        ("38", "案件 结案", "行政复议"),
        ("", "备注", "行政复议"),
    ]
    assert table[3][2] == ("/", "案件 结案", "行政诉讼")


@pytest.mark.parametrize(("name", "method"), [("statistics.xlsx", Method.XLSX), ("statistics.xls", Method.XLS)])
def test_a_sheet_is_read_as_it_is_shown(name: str, method: Method) -> None:
    text = read(fixture(name), name)
    assert text.method is method
    assert blocks(text, BlockKind.TITLE, BlockKind.PARAGRAPH) == [
        "青溪县2024年度行政执法数据",
        "填表说明：“/”表示没有该项职权。",
    ]
    *_, first, second, total = rows(text)
    assert first == [
        ("县市场监管局", "执法机关", ""),
        ("1800", "行政许可（件） 受理", "县市场监管局"),
        ("1795", "行政许可（件） 许可", "县市场监管局"),
        ("99.72%", "办结率", "县市场监管局"),
    ]
    assert [cell[0] for cell in second] == ["县自然资源局", "1415", "/", ""]
    assert [cell[0] for cell in total] == ["合计", "3215", "0", "100.00%"]
    assert "不公开" not in text.text


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.8593, "0.00%", "85.93%"),
        (1.0, "0%", "100%"),
        (12.5, "#,##0.00", "12.50"),
        (12.6, "0_ ", "13"),
        (-3.14, "0.0;[Red]-0.0", "-3.1"),
        (126.5, "General", "126.5"),
        (3215, "@", "3215"),
    ],
)
def test_numbers_are_shown_in_their_format(value: float, number_format: str, shown: str) -> None:
    assert shown_number(value, number_format) == shown


def test_a_word_file_of_another_program_says_what_its_source_says() -> None:
    quyuan = next((FIXTURES / "html" / "portals" / "quyuan").rglob("*.docx"))
    text = read(fixture("quyuan.doc"), "quyuan.doc")
    assert (text.method, text.text) == (Method.DOC, read(quyuan.read_bytes(), quyuan.name).text)


def test_a_ruled_table_of_a_pdf_stands_between_its_lines() -> None:
    text = read(fixture("statistics.pdf"), "statistics.pdf")
    kinds = [block.kind for block in text.blocks]
    assert kinds == [BlockKind.TITLE, *[BlockKind.TABLE_ROW] * 4, BlockKind.PARAGRAPH]
    assert rows(text)[3] == [
        ("县交通运输局", "执法机关", ""),
        ("/", "行政处罚 数量（宗）", "县交通运输局"),
        ("0", "行政处罚 罚没金额（万元）", "县交通运输局"),
        ("简易程序30宗", "备注", "县交通运输局"),
    ]


@pytest.fixture(scope="module")
def photographed() -> Bundle:
    names = ("page1.jpg", "page2.jpg")
    detail = Source(Role.DETAIL, "http://www.example.gov.cn/a.html", f"<h1>{TITLE}</h1>".encode(), "text/html")
    pages = [Source(Role.ATTACHMENT, f"http://www.example.gov.cn/{name}", fixture(name), None, name) for name in names]
    return Bundle(detail.url, (detail, *pages))


def test_photographs_of_pages_are_one_document(photographed: Bundle) -> None:
    text = check(read_text(photographed))
    assert text.method is Method.IMAGE_OCR
    assert "2张图片" in text.reason
    whole = "".join(BODY[:3]) + "".join(BODY[4:6])
    assert "".join(blocks(text, BlockKind.PARAGRAPH, BlockKind.HEADING)) == whole
    assert blocks(text, BlockKind.SIGNATURE) == SIGNED
    assert {(block.page, block.source) for block in text.blocks} == {(1, 1), (2, 2)}
    assert all(block.confidence is not None and 0.9 < block.confidence <= 1 for block in text.blocks)
    assert text.quality > 0.95


def test_without_ocr_pictures_say_why(photographed: Bundle) -> None:
    text = read(fixture("page1.jpg"), "page1.jpg", ocr=False)
    assert (text.method, text.text) == (Method.NONE, "")
    assert "OCR" in text.reason

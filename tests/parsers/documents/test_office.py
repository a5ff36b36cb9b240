"""Word's own ways: numbers it counts, boxes, changes, fields, tables; and tables of pages."""

import io
import struct
from typing import Any

import pytest
from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from fixtures.old_word import write_doc
from parsers.documents.docx_numbers import chinese_number
from parsers.vocabulary import BlockKind, Method
from tests.parsers.documents.reading import blocks, fixture, read, rows


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_list(document: Any, number: int, *levels: tuple[str, str], start: int = 1) -> None:
    """A list numbered ``number`` whose levels are (form, text), in the document's numbering part."""
    root = document.part.numbering_part.element
    inside = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inside}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def numbered(document: Any, text: str, number: int, level: int = 0) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def test_numbers_that_word_counts_stand_in_the_text() -> None:
    document = Document()
    with_list(document, 91, ("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    for text, level in (("甲", 0), ("乙", 1), ("丙", 2), ("丁", 2), ("戊", 1), ("己", 0), ("庚", 1)):
        numbered(document, text, 91, level)
    assert blocks(read(saved(document), "a.docx")) == [
        "一、甲",
        "（一）乙",
        "1.丙",
        "2.丁",
        "（二）戊",
        "二、己",
        "（一）庚",
    ]


def test_bullets_and_lists_switched_off_show_nothing() -> None:
    document = Document()
    with_list(document, 92, ("bullet", "●"))
    numbered(document, "甲", 92)
    numbered(document, "乙", 0)
    numbered(document, "丙", 12345)
    assert blocks(read(saved(document), "a.docx")) == ["甲", "乙", "丙"]


def test_a_list_starts_where_it_says() -> None:
    document = Document()
    with_list(document, 93, ("decimal", "%1."), start=5)
    numbered(document, "甲", 93)
    numbered(document, "乙", 93)
    assert blocks(read(saved(document), "a.docx")) == ["5.甲", "6.乙"]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_counting_words(number: int, words: str) -> None:
    assert chinese_number(number) == words


def test_deletions_are_gone_and_insertions_stay() -> None:
    document = Document()
    paragraph = document.add_paragraph("收案")
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>100</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>128</w:t></w:r></w:ins>"))
    paragraph.add_run("件")
    assert blocks(read(saved(document), "a.docx")) == ["收案128件"]


def test_fields_show_their_results_and_controls_their_contents() -> None:
    document = Document()
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>共</w:t></w:r>"
            "<w:r><w:instrText> PAGE </w:instrText></w:r>"
            '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p></w:sdtContent></w:sdt>'
        ),
    )
    assert blocks(read(saved(document), "a.docx")) == ["共9"]


def test_a_frame_of_one_cell_is_text() -> None:
    document = Document()
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "甲县人民政府2024年法治政府建设情况报告"
    assert blocks(read(saved(document), "a.docx"), BlockKind.TITLE) == ["甲县人民政府2024年法治政府建设情况报告"]


def test_a_merged_value_stands_once() -> None:
    document = Document()
    table = document.add_table(3, 3)
    for row, cells in enumerate((["事项", "数量", "备注"], ["许可", "12", "共用"], ["处罚", "7", ""])):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    found = rows(read(saved(document), "a.docx"))
    assert [cell[0] for cell in found[1]] == ["许可", "12", "共用"]
    assert [cell[0] for cell in found[2]] == ["处罚", "7", ""]


# --- .doc ------------------------------------------------------------------------------------------------------


def test_fields_of_an_old_word_file_show_their_results() -> None:
    body = write_doc(["共\x13 NUMPAGES \x14 9\x15页", "\x13 TOC \x15甲", "乙\x0b丙", "丁\x1e戊"], [], ["己"])
    assert blocks(read(body, "a.doc")) == ["共9页", "甲", "乙", "丙", "丁-戊", "己"]


def test_pieces_of_one_byte_a_character_are_read() -> None:
    """A file saved in haste keeps Latin text in single bytes: the piece's flag says so ([MS-DOC] 2.9.73)."""
    body = bytearray(write_doc(["AB"], [], ["CD"]))
    text = "AB\rCD\r".encode("utf-16-le")
    at = body.index(text)
    body[at : at + 6] = b"AB\rCD\r"
    clx = body.index(b"\x02" + struct.pack("<I", 16) + struct.pack("<II", 0, 6))
    place = clx + 5 + 8 + 2
    (offset,) = struct.unpack_from("<I", body, place)
    struct.pack_into("<I", body, place, 0x40000000 | offset * 2)
    assert blocks(read(bytes(body), "a.doc")) == ["AB", "CD"]


def test_blank_cells_do_not_end_a_row() -> None:
    body = write_doc(["表"], [["甲", "", "", "1"], ["", "", "", ""], ["乙", "/", "0", ""]], ["完"])
    assert [[cell[0] for cell in row] for row in rows(read(body, "a.doc"))] == [
        ["甲", "", "", "1"],
        ["乙", "/", "0", ""],
    ]


# --- pages -----------------------------------------------------------------------------------------------------


def html(body: str) -> bytes:
    prose = "现将有关情况公布如下。" * 10
    return (
        f"<html><body><h1>甲县2024年行政执法数据</h1><div id='zoom'><p>{prose}</p>{body}</div></body></html>".encode()
    )


def test_spans_of_a_pages_table_reach_their_columns() -> None:
    table = """<table><tr><td rowspan=2>机关</td><td colspan=2>行政处罚</td></tr><tr><td>宗数</td><td>金额</td></tr>
    <tr><td>城管局</td><td>210</td><td>/</td></tr><tr><td>交通局</td><td></td><td>0</td></tr></table>"""
    assert rows(read(html(table), "a.html"))[2:] == [
        [("城管局", "机关", ""), ("210", "行政处罚 宗数", "城管局"), ("/", "行政处罚 金额", "城管局")],
        [("交通局", "机关", ""), ("", "行政处罚 宗数", "交通局"), ("0", "行政处罚 金额", "交通局")],
    ]


def test_a_layout_table_is_text() -> None:
    prose = "全年依法行政取得成效。" * 40
    table = f"<table><tr><td>一、工作</td><td>{prose}</td></tr><tr><td>二、问题</td><td>无</td></tr></table>"
    assert rows(read(html(table), "a.html")) == []


def test_scripts_and_styles_are_no_text() -> None:
    text = read(html("<script>var a='脚本';</script><style>p{}</style><p>正<b>文</b>在<br>此</p>"), "a.html").text
    assert "脚本" not in text
    assert text.endswith("正文在\n此")


def test_a_raised_notes_mark_is_no_part_of_the_number_before_it() -> None:
    document = Document()
    paragraph = document.add_paragraph("审结144")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run("件，检查场所86m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run("。")
    assert blocks(read(saved(document), "a.docx")) == ["审结144件，检查场所86m2。"]


def run(text: str, properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def with_runs(*runs: str) -> bytes:
    document = Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{''.join(runs)}</w:p>"))
    return saved(document)


@pytest.mark.parametrize(
    "hidden",
    [
        run("8888", "<w:vanish/>"),
        run("8888", '<w:b/><w:vanish w:val="1"/>'),
        run("8888", "<w:strike/>"),
        run("8888", '<w:dstrike w:val="true"/>'),
        "<w:r><w:ruby><w:rt><w:r><w:t>8888</w:t></w:r></w:rt></w:ruby></w:r>",
        '<w:r><w:sym w:font="Wingdings" w:char="F038"/></w:r>',
    ],
)
def test_what_word_does_not_print_is_not_text(hidden: str) -> None:
    text = read(with_runs(run("行政处罚", "<w:b/>"), hidden, run("1,284件", "")), "a.docx")
    assert text.text == "行政处罚1,284件"


@pytest.mark.parametrize("shown", ['<w:vanish w:val="0"/>', '<w:strike w:val="false"/>', "<w:b/><w:i/>"])
def test_what_is_switched_off_hides_nothing(shown: str) -> None:
    assert read(with_runs(run("行政处罚12件", shown)), "a.docx").text == "行政处罚12件"


def test_signs_of_the_font_symbol_are_read() -> None:
    sign = '<w:r><w:sym w:font="Symbol" w:char="F025"/></w:r>'
    assert read(with_runs(run("成功率98.66", ""), sign), "a.docx").text == "成功率98.66%"


def test_a_hidden_style_hides_its_paragraphs_and_runs() -> None:
    document = Document()
    for name, kind in (("Away", 1), ("Gone", 2)):
        document.styles.add_style(name, kind).element.append(parse_xml(f"<w:rPr {nsdecls('w')}><w:vanish/></w:rPr>"))
    document.add_paragraph("内部稿", style="Away")
    paragraph = document.add_paragraph("行政处罚")
    paragraph.add_run("8888", style="Gone")
    paragraph.add_run("12件")
    assert blocks(read(saved(document), "a.docx")) == ["行政处罚12件"]


def with_notes(document: Any, kind: str, **notes: str) -> bytes:
    """The document with a part of foot- or endnotes, which python-docx cannot write."""
    space = nsdecls("w")
    inside = "".join(
        f'<w:note w:id="{n[1:]}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:note>' for n, text in notes.items()
    )
    part = Part(
        PackURI(f"/word/{kind}.xml"), f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml",
        f"<w:{kind} {space}>{inside}</w:{kind}>".encode(), document.part.package,
    )  # fmt: skip
    document.part.relate_to(part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}")
    return saved(document)


@pytest.mark.parametrize(("kind", "mark"), [("footnotes", "footnoteReference"), ("endnotes", "endnoteReference")])
def test_notes_stand_below_the_paragraph_that_refers_to_them(kind: str, mark: str) -> None:
    document = Document()
    paragraph = document.add_paragraph("审结116件")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:{mark} w:id="2"/></w:r>'))
    paragraph.add_run("，维持71件。")
    document.add_paragraph("下一段。")
    body = with_notes(document, kind, n1="别处的注。", n2="含上年结转行政复议案件7件。")
    assert blocks(read(body, "a.docx")) == ["审结116件，维持71件。", "注：含上年结转行政复议案件7件。", "下一段。"]


def test_a_document_whose_pages_are_pictures_is_looked_at() -> None:
    document = Document()
    for name in ("page1.jpg", "page2.jpg"):
        document.add_picture(io.BytesIO(fixture(name)))
    text = read(saved(document), "a.docx")
    assert text.method is Method.IMAGE_OCR
    assert "青溪县人民政府2024年法治政府建设情况报告" in text.text
    assert {page for block in text.blocks for page in (block.page, *(turn[1] for turn in block.turns))} == {1, 2}
    unseen = read(saved(document), "a.docx", ocr=False)
    assert (unseen.method, "文字识别（OCR）已关闭" in unseen.reason) == (Method.NONE, True)


def test_pictures_beside_a_text_are_left_alone() -> None:
    document = Document()
    document.add_paragraph("全年办理行政复议案件十二件，审结十一件，行政机关负责人出庭应诉率达到百分之百。" * 8)
    document.add_picture(io.BytesIO(fixture("page1.jpg")))
    assert read(saved(document), "a.docx").method is Method.DOCX

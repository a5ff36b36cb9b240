"""PDFs: what a reader sees is what is read, in the order in which it is read."""

import io
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsers.documents.assemble import assemble
from parsers.documents.pdf import MAX_PAGES, extract_pdf
from parsers.documents.pdf_damage import damaged_streams
from parsers.documents.pdf_page import is_legible
from parsers.documents.pieces import Line
from parsers.records import Block, Text
from parsers.vocabulary import BlockKind, Method
from tests.parsers.documents.pdfs import HEIGHT, SIZE, WIDTH, Draw, both, pdf, printed, put, table, wrapped

PROSE = (
    "全年办理行政复议案件一百二十八件，审结九十二件，其中维持五十三件，驳回五件，确认违法六件，责令履行五件，调解和解二十三件，"
    "坚持复议为民，通过调解化解争议，行政机关负责人出庭应诉率达到百分之百，法治政府建设取得新的成效。"
)
OTHER = (
    "人民调解组织全年调处矛盾纠纷八百一十二件，成功七百九十件，重大矛盾纠纷全部得到化解，法律援助中心受理案件三百四十七件，"
    "其中民事案件一百四十六件，刑事案件一百九十三件，行政案件八件，为群众挽回经济损失，维护了社会的和谐稳定。"
)
ROOT = Path(__file__).parents[3]
GREY = Image.new("RGB", (300, 400), (230, 230, 230))


def read(body: bytes, *, ocr: bool = False) -> Text:
    return assemble(extract_pdf(body, ocr=ocr), (0,))


def slices(text: Text, kind: BlockKind | None = None) -> list[str]:
    return [text.text[block.start : block.end] for block in text.blocks if kind in (None, block.kind)]


def rows(text: Text) -> list[Block]:
    return [block for block in text.blocks if block.kind is BlockKind.TABLE_ROW]


def picture(x: float, y: float, width: float, height: float) -> Draw:
    return lambda canvas: canvas.drawImage(ImageReader(GREY), x, y, width, height)


@pytest.mark.parametrize("at", [40_000, 60_000])
def test_a_pdf_of_which_a_part_is_lost_is_not_read_as_if_it_were_whole(at: int) -> None:
    body = (ROOT / "fixtures/html/portals/lusong/attachments/bg2025.pdf").read_bytes()
    assert damaged_streams(body) == 0
    assert "部分损坏" in extract_pdf(body[:at] + bytes(4096) + body[at + 4096 :]).reason


def test_what_pdfium_unpacked_speaks_for_one_stream() -> None:
    packed = zlib.compress(b"glyph" * 500 + bytes(range(256)))
    whole, torn = (
        b"1 0 obj << /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream\n" % (len(data), data)
        for data in (packed, packed[:20] + bytes(9) + packed[29:])
    )
    # The same font twice: that one came out whole says nothing of the other.
    assert [damaged_streams(body, {packed[-4:]}) for body in (whole, whole + torn, torn + whole)] == [0, 1, 1]


def test_lines_are_one_paragraph_across_a_page_break() -> None:
    lines = wrapped(PROSE, 30)
    text = read(pdf(printed([*lines[:2], "- 1 -"], indent=True), printed(["- 2 -", *lines[2:]])))
    assert (text.text, text.method) == (PROSE, Method.PDF_TEXT)
    assert text.blocks[0].page == 1


def test_columns_are_read_one_after_the_other() -> None:
    left, right = wrapped(PROSE, 15), wrapped(OTHER, 15)

    def by_rows(canvas: Canvas) -> None:  # a program that writes line by line over both columns
        put(canvas, 180, 780, "甲县法治政府建设情况报告")
        for number, (one, other) in enumerate(zip(left, right, strict=False)):
            put(canvas, 60, 740 - 24 * number, one)
            put(canvas, 310, 740 - 24 * number, other)
        for number, one in enumerate(left[len(right) :], len(right)):
            put(canvas, 60, 740 - 24 * number, one)
        for number, other in enumerate(right[len(left) :], len(left)):
            put(canvas, 310, 740 - 24 * number, other)

    assert slices(read(pdf(by_rows))) == ["甲县法治政府建设情况报告", PROSE, OTHER]


@pytest.mark.parametrize(("second", "at", "number"), [(290, 278, "7"), (284, 276, "- 12 -"), (299, 282, "7")])
def test_a_page_number_may_stand_between_the_columns(second: float, at: float, number: str) -> None:
    left, right = wrapped(PROSE, 15), wrapped(OTHER, 15)

    def page(canvas: Canvas) -> None:
        for row in range(max(len(left), len(right))):
            for lines, x in ((left, 60), (right, second)):
                if row < len(lines):
                    put(canvas, x, 740 - 24 * row, lines[row])
        put(canvas, at, 60, number)

    assert slices(read(pdf(page))) == [PROSE, OTHER]


def test_three_columns_under_one_title() -> None:
    columns = [wrapped(text, 10) for text in (PROSE, OTHER, PROSE)]

    def page(canvas: Canvas) -> None:
        put(canvas, 215, 790, "甲县法治政府建设情况报告")
        for number in range(max(map(len, columns))):
            for lines, x in zip(columns, (40, 220, 400), strict=True):
                if number < len(lines):
                    put(canvas, x, 740 - 24 * number, lines[number])

    assert "".join(slices(read(pdf(page)))) == "甲县法治政府建设情况报告" + PROSE + OTHER + PROSE


@pytest.mark.parametrize(
    ("above", "right"),
    [
        (False, ["成员单位依法履职，切实做", "好各项工作。"]),
        (
            False,
            ["二、存在的问题", "一是执法规范化水平还有待", "提高，二是法治宣传不够深", "入。", "", "甲县", "2025年2月"],
        ),
        (True, ["率达到98%。", "甲县人民政府"]),  # short, but the page before had its second column there
    ],
)
def test_a_second_column_of_a_few_lines_is_a_column(above: bool, right: list[str]) -> None:
    left = wrapped(PROSE + OTHER, 12)

    def page(canvas: Canvas, column: list[str]) -> None:
        for number in range(max(len(left), len(column))):
            for lines, x in ((left, 60), (column, 310)):
                if number < len(lines) and lines[number]:
                    put(canvas, x, 740 - 24 * number, lines[number])

    full = [lambda canvas: page(canvas, left)] if above else []
    text = "".join(slices(read(pdf(*full, lambda canvas: page(canvas, right)))))
    assert text.endswith("".join(left + right))


def test_names_and_values_side_by_side_are_no_columns() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(8):
            put(canvas, 80, 700 - 24 * number, f"项目{number}")
            put(canvas, 350, 700 - 24 * number, f"{number}1件")

    text = read(pdf(draw))
    assert [[cell.text for cell in row.cells] for row in rows(text)] == [[f"项目{n}", f"{n}1件"] for n in range(8)]


def test_a_table_without_lines_keeps_its_cells_and_heads() -> None:
    cells = [["执法机关", "受理", "许可", "办结率"], ["县市场监管局", "1800", "1795", "99.72%"]]
    cells += [["县自然资源局", "1415", "", "/"], ["合计", "3215", "0", "100.00%"]]

    def draw(canvas: Canvas) -> None:
        put(canvas, 245, 724, "行政许可（件）")  # the head of two columns
        for number, row in enumerate(cells):
            for cell, x in zip(row, (80, 230, 320, 400), strict=True):
                put(canvas, x + (0 if number == 0 else 30 - 7 * len(cell) / 2), 700 - 24 * number, cell)

    text = read(pdf(both(printed(wrapped(PROSE, 30), top=820, leading=20), draw)))
    assert slices(text)[0] == PROSE
    assert [[cell.text for cell in row.cells] for row in rows(text)[2:]] == cells[1:]
    assert [cell.column_head for cell in rows(text)[2].cells] == [
        "执法机关", "行政许可（件） 受理", "行政许可（件） 许可", "办结率"
    ]  # fmt: skip
    assert [cell.row_head for cell in rows(text)[3].cells] == ["", *["县自然资源局"] * 3]


@pytest.mark.parametrize(("angle", "x", "y"), [(90, 0, -1), (180, -1, -1), (270, -1, 0)])
def test_text_turned_on_its_page_is_read_in_its_own_direction(angle: int, x: int, y: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(angle)
        canvas.translate(x * (HEIGHT if angle == 270 else WIDTH), y * (WIDTH if angle == 90 else HEIGHT))
        for number, line in enumerate(wrapped(PROSE, 30)):
            put(canvas, 60, 500 - 24 * number, line)

    assert read(pdf(draw)).text == PROSE


def test_a_page_shown_turned_keeps_the_order_of_its_lines() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        printed(wrapped(PROSE, 30))(canvas)

    assert read(pdf(draw)).text == PROSE


def test_a_slanted_watermark_is_not_text() -> None:
    def mark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.rotate(45)
        put(canvas, 300, 100, "内部资料请勿外传", 40)
        canvas.restoreState()

    assert read(pdf(both(mark, printed(wrapped(PROSE, 30))))).text == PROSE


# --- tables ----------------------------------------------------------------------------------------------------


def test_a_ruled_table_keeps_its_cells_and_heads() -> None:
    cells = [["事项", "案件", ""], ["", "收案", "结案"], ["行政复议", "45", "/"], ["行政诉讼", "", "0"]]
    spans = [("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 0), (0, 1))]
    page = both(printed(["一、办案情况如下表所示。"]), table(cells, spans=spans), printed(["二、其他情况。"], top=450))
    text = read(pdf(page))
    assert [block.kind for block in text.blocks] == [
        BlockKind.PARAGRAPH, *[BlockKind.TABLE_ROW] * 4, BlockKind.PARAGRAPH
    ]  # fmt: skip
    first, second = rows(text)[2:]
    assert [(cell.text, cell.column_head, cell.row_head) for cell in first.cells] == [
        ("行政复议", "事项", ""),
        ("45", "案件 收案", "行政复议"),
        ("/", "案件 结案", "行政复议"),
    ]
    assert [cell.text for cell in second.cells] == ["行政诉讼", "", "0"]


def test_a_table_goes_on_over_the_page_with_its_head_printed_again() -> None:
    head = ["单位", "许可", "处罚"]
    first = both(table([head, ["县公安局", "10", "20"]], y=60), printed(["- 1 -"], top=30))
    second = both(table([head, ["县司法局", "0", ""]], y=700), printed(["以上为全部数据。"], top=600))
    text = read(pdf(first, second))
    assert [(row.page, row.cells[0].text) for row in rows(text)] == [(1, "单位"), (1, "县公安局"), (2, "县司法局")]
    assert [cell.column_head for cell in rows(text)[2].cells] == head
    assert slices(text)[-1] == "以上为全部数据。"


def test_frames_and_underlines_are_no_tables() -> None:
    def frame(canvas: Canvas) -> None:
        canvas.rect(40, 40, 500, 760)
        canvas.line(60, 700, 500, 700)
        canvas.line(60, 300, 500, 300)

    text = read(pdf(both(frame, printed(wrapped(PROSE, 30)))))
    assert (text.text, rows(text)) == (PROSE, [])


def test_a_page_of_drawings_is_bounded() -> None:
    def hatched(canvas: Canvas) -> None:
        for number in range(6_000):
            canvas.line(10 + number % 500, 10, 10 + number % 500, 800)

    assert read(pdf(both(hatched, printed(wrapped(PROSE, 30))))).text == PROSE


# --- what the page carries beside its text ---------------------------------------------------------------------


def test_heads_and_feet_on_every_page_are_left_out() -> None:
    parts = [PROSE, OTHER, PROSE, OTHER]
    pages = [
        printed(["甲县人民政府公报", *wrapped(part, 30), f"法治政府建设专刊 · {number}"])
        for number, part in enumerate(parts, 1)
    ]
    found = slices(read(pdf(*pages)))
    assert found[0] == "甲县人民政府公报"  # the first one may be the only title that there is
    assert found[1:] == parts


@pytest.mark.parametrize("count", [4, 5, 8])
@pytest.mark.parametrize("at_foot", [False, True])
def test_heads_of_left_and_right_pages_may_differ(count: int, at_foot: bool) -> None:
    parts = [
        "".join(f"第{page}组{name}全年办理行政复议案件{page}百余件，已审结。" for name in "甲乙丙丁戊己庚辛壬癸")
        for page in "一二三四五六七八"[:count]
    ]
    sides = ("甲县法治政府建设年报", "甲县人民政府公报2025年第3期")
    pages = []
    for number, part in enumerate(parts):
        side = [f"{sides[number % 2]}  {number + 1}"] if at_foot else [sides[number % 2]]
        lines = wrapped(part, 30)
        pages.append(printed([*lines, *side] if at_foot else [*side, *lines, f"— {number + 1} —"]))
    found = slices(read(pdf(*pages)))
    assert "".join(found).replace(sides[0], "", 1) == "".join(parts)


# --- text layers that are not what is seen ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "\ue001\ue002\ue003\ue004\ue005\ue006\ue007 2024",
        "È«ÄêÊÕµ½ÐÐÕþ¸´ÒéÉêÇë128¼þ£¬ÊÜÀí100¼þ£¬Éó½á92¼þ",
        "!\"#$%&'()*+,-./ABCDEFGHIJ!\"#$%&'()*+,-./ABCDEFGHIJ",
        "鍏ㄥ勾鏀跺埌琛屾斂澶嶈鐢宠鍙楃悊瀹＄粨缁存寔椹冲洖",
    ],
)
def test_layers_that_are_no_text(text: str) -> None:
    assert not is_legible(text)


@pytest.mark.parametrize("text", [PROSE, "", "- 3 -", "3215 418 0 12.5% 93.3% 1,200 2,300 45 38 20 3 15", "张鑫鑫"])
def test_layers_that_are(text: str) -> None:
    assert is_legible(text)


def test_a_whole_page_picture_without_text_is_a_scan() -> None:
    extract = extract_pdf(pdf(picture(0, 0, WIDTH, HEIGHT)), ocr=False)
    assert (extract.method, extract.scans) == (Method.NONE, 1)
    assert "OCR" in extract.reason


def test_a_seal_beside_a_date_is_no_scan() -> None:
    extract = extract_pdf(pdf(both(printed(["2025年2月10日"]), picture(300, 400, 100, 100))), ocr=False)
    assert (extract.method, extract.scans) == (Method.PDF_TEXT, 0)


def test_what_a_scanner_hid_under_its_picture_is_not_believed() -> None:
    def hidden(canvas: Canvas) -> None:
        layer = canvas.beginText(80, 700)
        layer.setFont("STSong-Light", 14)
        layer.setTextRenderMode(3)
        layer.textLine(PROSE[:40])
        canvas.drawText(layer)

    assert extract_pdf(pdf(both(picture(0, 0, WIDTH, HEIGHT), hidden)), ocr=False).scans == 1
    assert extract_pdf(pdf(both(picture(0, 0, WIDTH, HEIGHT), printed([PROSE[:40]]))), ocr=False).scans == 0


def test_letters_drawn_as_curves_are_looked_at() -> None:
    def curves(canvas: Canvas) -> None:
        for number in range(100):
            path = canvas.beginPath()
            path.moveTo(50 + number, 300)
            path.curveTo(60 + number, 350, 70 + number, 260, 80 + number, 330)
            canvas.drawPath(path)

    assert extract_pdf(pdf(curves), ocr=False).scans == 1


# --- hostile ---------------------------------------------------------------------------------------------------


def test_a_locked_file_says_so() -> None:
    extract = extract_pdf(pdf(printed(["x"]), password="secret"))
    assert extract.method is Method.NONE
    assert "密码" in extract.reason


def test_an_empty_page_says_so() -> None:
    assert extract_pdf(pdf(lambda canvas: None)).reason == "PDF 文件中没有文字"


def test_endless_files_are_refused() -> None:
    extract = extract_pdf(pdf(*[lambda canvas: None] * (MAX_PAGES + 1)))
    assert extract.method is Method.NONE
    assert str(MAX_PAGES + 1) in extract.reason


def test_as_many_pages_as_may_be_take_seconds() -> None:
    line = PROSE[:40]
    started = time.process_time()
    extract = extract_pdf(pdf(*[lambda canvas: put(canvas, 60, 700, line)] * MAX_PAGES))
    assert time.process_time() - started < 20  # measured below 3 s, the writing of the file included
    assert sum(isinstance(piece, Line) and piece.text == line for piece in extract.pieces) == MAX_PAGES


def test_a_huge_page_is_rendered_within_bounds() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(14_000, 14_000), invariant=1)
    canvas.drawImage(ImageReader(GREY), 0, 0, 14_000, 14_000)
    canvas.save()
    extract = extract_pdf(out.getvalue())
    assert extract.method is Method.NONE  # nothing but grey
    assert extract.reason


def test_signs_of_another_font_drawn_after_their_line_go_where_they_stand() -> None:
    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(wrapped(PROSE, 30)):
            put(canvas, 80, 760 - 24 * number, line)
        put(canvas, 80, 600, "落实")
        put(canvas, 80 + 2.5 * SIZE, 600, "三项制度")
        put(canvas, 80 + 7 * SIZE, 600, "组织评查")
        put(canvas, 80 + 12 * SIZE, 600, "次。")
        canvas.setFont("Times-Roman", SIZE)
        canvas.drawString(80 + 2.05 * SIZE, 600, "\u201c")
        canvas.drawString(80 + 6.5 * SIZE, 600, "\u201d")
        canvas.drawString(80 + 11 * SIZE, 600, "12")

    assert slices(read(pdf(draw)))[-1] == "落实“三项制度”组织评查12次。"


def test_a_raised_notes_mark_is_no_part_of_the_number_before_it() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 80, 760, "全年审结行政复议案件")
        put(canvas, 220, 760, "144")
        put(canvas, 241, 766, "1", SIZE * 0.6)
        put(canvas, 246, 760, "件，维持122件，比值为10")
        put(canvas, 400, 766, "3", SIZE * 0.6)

    read_text = read(pdf(draw)).text
    assert "144件，维持122件" in read_text
    assert read_text.endswith("103")


# --- marks across the page -------------------------------------------------------------------------------------


def mark(text: str, angle: float = 0, x: float = 150, y: float = 400, size: float = 40) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(0.85)
        canvas.translate(x, y)
        canvas.rotate(angle)
        put(canvas, 0, 0, text, size)
        canvas.restoreState()

    return draw


LINE_PITCH = 24
TILES = both(*[mark("内部资料", 0, 100 + 150 * at, 100 + 120 * row, 16) for at in range(3) for row in range(5)])


@pytest.mark.parametrize("pages", [2, 3, 5])
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize(
    "drawn",
    [
        mark("内部资料"),
        mark("www.example.gov.cn", x=200, y=700, size=12),
        mark("内部资料", x=200, y=760 - 2 * LINE_PITCH, size=14),  # on a line's own baseline
        *(mark("甲县人民政府网站", angle) for angle in (10, 30, 80, 90)),
        TILES,
    ],
)
def test_marks_across_every_page_are_not_text(drawn: Draw, last: bool, pages: int) -> None:
    texts = [
        "".join(
            f"第{page}组{name}全年办理行政复议案件{page}百余件，已审结。"
            for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
        )
        for page in "一二三四五"[:pages]
    ]
    printed_pages = [printed(wrapped(text, 30), x=60, leading=LINE_PITCH) for text in texts]
    body = pdf(*(both(page, drawn) if last else both(drawn, page) for page in printed_pages))
    assert "".join(slices(read(body))) == "".join(texts)


def test_the_head_of_an_unruled_table_on_each_page_is_no_mark() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            put(canvas, 60, 800, f"附表{number}")
            for row, cells in enumerate(
                [("单位", "许可", "处罚"), *((f"第{number}乡", f"{n}1", f"{n}2") for n in "123")]
            ):
                for cell, x in zip(cells, (320, 60, 200), strict=True):  # not drawn in order
                    put(canvas, x, 700 - 24 * row, cell)

        return draw

    text = read(pdf(*map(page, (1, 2, 3))))
    assert text.text.count("许可") == 3

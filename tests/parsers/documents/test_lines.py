"""Spellings, slips of OCR, and printed lines that become paragraphs again."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.assemble import assemble
from parsers.documents.characters import normalise_line
from parsers.documents.pieces import Extract, Line, Paragraph, Piece, Row
from parsers.documents.running import without_running_lines
from parsers.documents.slips import mend_slips
from parsers.documents.tables import rows_of_grid
from parsers.figures import read_figures
from parsers.vocabulary import BlockKind, Method
from tests.parsers.documents.reading import blocks, check
from tests.parsers.figures.samples import report_of


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("⼀、⾏政执法⼯作", "一、行政执法工作"),  # Kangxi radicals
        ("⻓沙市⺠政局", "长沙市民政局"),  # radicals that NFKC leaves alone
        ("２０２４年胜诉率９４．５％", "2024年胜诉率94.5%"),
        ("胜诉率 94 %，共 3300 余人", "胜诉率94%，共3300余人"),
        ("收案 128 件（含 2024 年结转 12 件）", "收案128件（含2024年结转12件）"),
        ("1, 234 件", "1,234件"),
        ("调解纠纷2，316件，调解成功2,285件", "调解纠纷2,316件，调解成功2,285件"),  # the comma of Chinese text
        ("罚没1，234，567.5元，共６，０００余人", "罚没1,234,567.5元，共6,000余人"),
        ("2021，2022年各5，100%办结，分别为12，34件", "2021，2022年各5，100%办结，分别为12，34件"),
        ("败诉率8 . 6 2%，许可2 1 , 3 5 6件", "败诉率8.62%，许可21,356件"),  # spread over the line
        ("合格率 99. 6％", "合格率99.6%"),
        ("(一) 法治意识,  还需强化 (见附件)", "(一)法治意识,还需强化(见附件)"),
        ("目　　录", "目录"),
        ("中共甲县委 甲县人民政府", "中共甲县委 甲县人民政府"),  # two issuers
        ("使用 Word 和 Excel 处理", "使用 Word 和 Excel 处理"),
        ("第\u200b一\ufeff责任人", "第一责任人"),
        ("甲\u202e乙\u202c丙", "甲乙丙"),  # marks that turn the direction can forge what a reader sees
        ("/", "/"),
        ("   ", ""),
    ],
)
def test_one_spelling(raw: str, clean: str) -> None:
    assert normalise_line(raw) == clean


@given(st.text(alphabet="甲乙 　\t0123456789.%（）()，。⼀⻓％Ａｂ\u200b-", max_size=80))
def test_a_spelling_is_final(raw: str) -> None:
    once = normalise_line(raw)
    assert normalise_line(once) == once
    assert once == once.strip()
    digits = "".join(c for c in unicodedata.normalize("NFKC", raw) if c.isdigit())
    assert "".join(c for c in once if c.isdigit()) == digits, "no digit is ever lost or made"


@pytest.mark.parametrize(
    ("seen", "mended"),
    [
        ("(株司发〔2022〕6号）和", "（株司发〔2022〕6号）和"),
        ("株政办发〔2022]21号", "株政办发〔2022〕21号"),
        ("湘市监[2022〕47号", "湘市监〔2022〕47号"),
        ("工作:全面提升,依法行政", "工作：全面提升，依法行政"),
        ("共1O0件，l5件", "共100件，15件"),
        ("比例为1:3，3,215件", "比例为1:3，3,215件"),
        ("使用OA系统2套", "使用OA系统2套"),
        ("AI01号", "AI01号"),
        ("Il类", "Il类"),
    ],
)
def test_only_certain_slips_are_mended(seen: str, mended: str) -> None:
    assert mend_slips(seen) == mended


@given(st.text(alphabet="甲乙()（）[]〔〕2024OoIl1,:;号件%，。", max_size=60))
def test_slips_keep_every_line_as_long_as_it_was(line: str) -> None:
    assert len(mend_slips(line)) == len(line)


def lines(*rows: tuple[str, float, float], page: int = 1, height: float = 15) -> list[Line]:
    return [Line(text, page, left, right, height) for text, left, right in rows]


def joined(pieces: list[Line]) -> list[str]:
    return blocks(check(assemble(Extract(tuple(pieces), Method.PDF_TEXT), (0,))))


FULL = (60, 510)


def test_a_full_line_goes_on_and_an_indent_begins_anew() -> None:
    page = lines(
        ("全年收案128件，其中受理一百件，不予受理十六件，审结", 90, 510),
        ("九十二件。", 60, 150),
        ("全年受理法律援助案件347件，其中民事案件146件、刑", 90, 510),
        ("事案件193件。", 60, 200),
    )
    assert joined(page) == [
        "全年收案128件，其中受理一百件，不予受理十六件，审结九十二件。",
        "全年受理法律援助案件347件，其中民事案件146件、刑事案件193件。",
    ]


def test_a_sentence_goes_on_over_the_page() -> None:
    first = lines(("已审结15件，应诉率100%。在开庭审理的13件案子中，行政机关负责人出庭应", *FULL), ("- 7 -", 270, 300))
    second = lines(("— 8 —", 270, 300), ("诉率100%；构建三级人民调解组织网络。", 60, 400), page=2)
    assert joined(first + second) == [
        "已审结15件，应诉率100%。在开庭审理的13件案子中，行政机关负责人出庭应诉率100%；构建三级人民调解组织网络。"
    ]


@pytest.mark.parametrize(
    ("first", "right", "second", "whole"),
    [
        # set ragged: what did not fit went on to the next line
        ("人民调解组织调解矛盾纠纷1,766件，成功率", 460, "99.4%，涉及金额2345.6万元，其余案件均已办理完毕。", True),
        ("人民调解组织调解矛盾纠纷1,766件，成功率", 420, "99.4%，涉及金额2345.6万元，其余案件均已办理完毕。", False),
        ("人民调解组织调解矛盾纠纷1,766件，其余案件", 460, "均已办理完毕，涉及金额合计345.6万元。", False),
        ("人民调解组织调解矛盾纠纷1,766件，均已办结。", 460, "2024年完成的其他各项工作还包括下列内容。", False),
        # a number broken in two
        ("人民调解组织调解矛盾纠纷1,766件，涉及金额2", 430, "345.6万元，其余案件均已办理完毕。", True),
        ("人民调解组织调解矛盾纠纷1,766件，见附件2", 430, "3.完善制度，其余案件均已办理完毕。", False),
    ],
)
def test_what_cannot_be_parted_goes_on(first: str, right: float, second: str, whole: bool) -> None:
    full = ("一、工作情况和成效以及全年推进依法行政的各项主要举措，现报告如", *FULL)
    pieces = lines(full, ("下。", 60, 90), full, ("下。", 60, 90), (first, 60, right), (second, 60, 500))
    assert len(joined(pieces)) == (3 if whole else 4)


def test_a_figure_is_on_the_page_where_its_number_is_printed() -> None:
    pages = [
        lines(("已审结15件，应诉率100%，Word  模板 ２ 件。办理的1 364件案子里，行政机关负责人出庭", *FULL)),
        lines(("应诉58件，和解6件；化解纠纷233起，全年办理的其余各类案件都在", *FULL), page=2),
        lines(("，合同7份，全部按期审查。", 60, 400), page=3),  # a line that none begins with: mended later on
    ]
    for sources in ((0,), (3, 5, 7)):  # one file, or a photograph of each page
        text = check(assemble(Extract(tuple(line for page in pages for line in page), Method.PDF_TEXT), sources))
        found = [
            (figure.value, figure.page, figure.source) for figure in read_figures(text, report_of(), ()) if figure.step
        ]
        ones, twos, threes = (sources * 3)[:3] if len(sources) > 1 else (0, 0, 0)
        assert len(text.blocks) == 1
        first = [(15, 1, ones), (100, 1, ones), (2, 1, ones), (1364, 1, ones)]
        assert found == [*first, (58, 2, twos), (6, 2, twos), (233, 2, twos), (7, 3, threes)]


def test_a_page_that_was_broken_by_hand_goes_on_too() -> None:
    first = lines(
        ("二、落实。始终坚持重大问题亲自过问、重点环节亲自协调、重大", *FULL), ("任务亲自督导。按照要求，重点", 60, 270)
    )
    second = lines(("环节亲自协调，做到年初有部署、年中有督促、年底有考核。全年", *FULL), ("无一例。", 60, 120), page=2)
    assert len(joined(first + second)) == 1


@pytest.mark.parametrize("number", ["- 3 -", "— 4 —", "－5－", "第3页 共9页", "3 / 9", "·7·", "12"])
def test_page_numbers_are_left_out(number: str) -> None:
    page = lines(
        ("全年收案128件，其中受理一百件，不予受理十六件，审结", 60, 510), ("九十二件。", 60, 150), (number, 280, 300)
    )
    assert joined(page) == ["全年收案128件，其中受理一百件，不予受理十六件，审结九十二件。"]


def test_a_number_in_the_middle_of_a_page_stays() -> None:
    page = lines(("案件总数为", 60, 200), ("812", 60, 90), ("件。", 60, 90))
    assert "812" in "".join(joined(page))


def test_a_letterhead_and_a_title_do_not_run_into_the_text() -> None:
    page = [
        *lines(("中共甲县委全面依法治县委员会办公室文件", *FULL), height=30),
        *lines(("甲县人民政府2022年推进法治政府建设情况报告", *FULL), height=21),
        *lines(("2022年，我县按照法治政府建设的总要求，认真履行职责。全年", 90, 510), ("较好完成了任务。", 60, 200)),
    ]
    assert joined(page) == [
        "中共甲县委全面依法治县委员会办公室文件",
        "甲县人民政府2022年推进法治政府建设情况报告",
        "2022年，我县按照法治政府建设的总要求，认真履行职责。全年较好完成了任务。",
    ]


def test_blocks_at_the_head_and_the_foot() -> None:
    words = [
        *("甲县人民政府", "甲县人民政府2024年法治政府建设情况报告"),
        "2024年，甲县坚持依法行政，法治政府建设取得新的成效，现将有关情况报告如下。",
        *("一、主要工作", "（一）执法。", "全年办理许可10件。", "甲县人民政府", "2025年2月10日", "办公室"),
    ]
    text = check(assemble(Extract(tuple(Paragraph(word) for word in words), Method.PDF_OCR), (0,)))
    assert [(block.kind, block.level) for block in text.blocks] == [
        (BlockKind.LETTERHEAD, None),
        (BlockKind.TITLE, None),
        (BlockKind.PARAGRAPH, None),
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, None),
        (BlockKind.PARAGRAPH, None),
        (BlockKind.SIGNATURE, None),
        (BlockKind.SIGNATURE, None),
        (BlockKind.NOTE, None),  # a scrap of the seal
    ]


def test_the_quality_of_a_scan_is_the_confidence_of_its_lines() -> None:
    scan = (Line("甲" * 30, 1, 60, 510, 15, 0.9), Line("乙" * 10, 1, 60, 210, 15, 0.5))
    text = assemble(Extract(scan, Method.PDF_OCR), (0,))
    assert [block.confidence for block in text.blocks] == [0.5], "a paragraph is as sure as its least sure line"
    assert text.quality == 0.5


def test_names_above_a_title_that_begins_with_about_belong_to_it() -> None:
    words = [
        "中共甲区委文件",
        "中共甲区委员会",
        "甲区管理委员会",
        "关于甲区2024年度法治政府建设工作情况的报告",
        "中共乙市委：",
    ]
    text = assemble(Extract(tuple(Paragraph(word) for word in words), Method.DOCX), (0,))
    assert blocks(text, BlockKind.LETTERHEAD) == words[:1]
    assert blocks(text, BlockKind.TITLE) == words[1:4]


def test_a_paragraph_that_begins_with_a_mark_is_the_rest_of_the_one_before() -> None:
    pieces = (Paragraph("以政务公开推动简政放权"), Paragraph("。深化行政审批制度改革。"), Paragraph("二、问题"))
    assert blocks(assemble(Extract(pieces, Method.HTML), (0,))) == [
        "以政务公开推动简政放权。深化行政审批制度改革。",
        "二、问题",
    ]


def test_private_characters_lower_the_quality() -> None:
    text = assemble(Extract((Paragraph("甲\ue001乙\ufffd"),), Method.HTML), (0,))
    assert text.quality == 0.5


PROSE = "全县各级行政机关共办理行政处罚案件一百二十件，行政复议案件三十件，法治政府建设取得新的成效。"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (PROSE.encode().decode("gbk", "replace"), 0.0, 0.4),
        (PROSE.encode("gbk").decode("big5", "replace"), 0.0, 0.4),
        ("锟斤拷烫烫烫屯屯屯" * 9, 0.0, 0.4),
        (PROSE.replace("行", "?").replace("政", "?"), 0.6, 0.9),
        (PROSE.replace("行", "□").replace("政", "□"), 0.6, 0.9),
        (PROSE, 1.0, 1.0),
        (PROSE + "是否听证：□是 □否。还有哪些问题?怎样解决?" + PROSE * 3, 0.95, 1.0),
        ("縣人民政府堅持依法行政，現將法治政府建設情況報告如下，全縣辦理行政複議案件一百件。", 0.9, 1.0),
    ],
)
def test_what_came_in_the_wrong_encoding_lowers_the_quality(text: str, low: float, high: float) -> None:
    assert low <= assemble(Extract((Paragraph(text),), Method.HTML), (0,)).quality <= high


WORDS = st.text(alphabet="甲乙丙一二、。，（）0123456789%- \n\t/", max_size=30)
PIECES = st.one_of(
    st.builds(Paragraph, WORDS, st.none(), st.sampled_from([None, 1, 2])),
    st.builds(
        lambda text, page, left, width, height: Line(text, page, left, left + width, height, 0.8),
        *(WORDS, st.integers(1, 3), st.floats(0, 100), st.floats(1, 500), st.floats(1, 40)),
    ),
    st.builds(lambda cells: Row(tuple((cell, "头", "") for cell in cells), 1), st.lists(WORDS, min_size=1, max_size=5)),
)


@given(st.lists(PIECES, max_size=12))
def test_offsets_hold_whatever_the_pieces(pieces: list[Piece]) -> None:
    text = check(assemble(Extract(tuple(pieces), Method.PDF_OCR), (0,)))
    assert "\r" not in text.text


@pytest.mark.parametrize(
    ("titled", "first"),
    [(True, "赵县人民政府关于2024年度"), (False, "赵县2024年度法治政府建设情况报告")],
    ids=["a head over a title", "a head that is the title"],
)
def test_a_running_head_is_the_title_only_where_no_other_is(titled: bool, first: str) -> None:
    lines = []
    for page in (1, 2, 3, 4):
        body = [
            f"第{page}项工作中，各部门办理案件{page}件，经验是抓早抓小。" + "，逐项落实" * place for place in range(6)
        ]
        head = ["赵县2024年度法治政府建设情况报告"]
        title = ["赵县人民政府关于2024年度", "法治政府建设情况的报告"] if titled and page == 1 else []
        lines += [Line(text, page, 10, 90, 10) for text in (*head, *title, *body)]
    kept = [line.text for line in without_running_lines(lines)]
    assert kept[0] == first
    assert sum("赵县2024年度" in text for text in kept) == (0 if titled else 1)


def test_the_first_rows_of_a_huge_table_are_read() -> None:
    grid = [["单位", *map(str, range(99))] for _ in range(2_000)]
    assert 0 < len(rows_of_grid(grid)) < 2_000

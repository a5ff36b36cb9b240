"""Originals that together are one document, and those that only lie beside each other."""

import io
import zipfile
from collections.abc import Sequence

import pytest

from fixtures.make_documents import SIGNED, TITLE
from parsers.documents import read_text
from parsers.records import Bundle, Source, Text
from parsers.vocabulary import Method, Role
from tests.parsers.documents.reading import check, fixture

URL = "http://www.example.gov.cn/a.html"
FIRST = [TITLE, "现将有关情况报告如下：", "一、主要举措和成效", *["全年办理行政复议案件12件，审结11件。"] * 30]
SECOND = ["二、存在的不足和原因", *["基层执法力量仍显薄弱，业务培训不够系统。"] * 12]
THIRD = ["三、下一年度工作安排", "继续完善制度。", *SIGNED]


def files(pieces: Sequence[tuple[str, Sequence[str]]]) -> list[Source]:
    return [
        Source(Role.ATTACHMENT, f"{URL}/{place}.txt", "\n".join(lines).encode(), "text/plain; charset=utf-8", name)
        for place, (name, lines) in enumerate(pieces)
    ]


def zipped(members: Sequence[tuple[str, bytes]]) -> Source:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, body in members:
            archive.writestr(name, body)
    return Source(Role.ATTACHMENT, f"{URL}/f.zip", packed.getvalue(), None, "附件.zip")


def read(*sources: Source, ocr: bool = True) -> Text:
    return check(read_text(Bundle(URL, sources, ocr=ocr)))


REST = [*SECOND, *THIRD]
LATER = ["存在的问题还有：", *SECOND[1:], *THIRD]  # no heading says that it goes on: only its name does


@pytest.mark.parametrize(
    "pieces",
    [
        [("报告（上）.txt", FIRST), ("报告（下）.txt", LATER)],
        [("报告（下）.txt", LATER), ("报告（上）.txt", FIRST)],
        [("报告上篇.txt", FIRST), ("报告中篇.txt", LATER[:8]), ("报告下篇.txt", LATER[8:])],
        [("年度报告第一部分.txt", FIRST), ("年度报告第二部分.txt", LATER)],
        [("年度报告 part1.txt", FIRST), ("年度报告 part2.txt", LATER)],
        [("1.txt", FIRST), ("2.txt", REST)],
        [("正文.txt", FIRST), ("b.txt", SECOND), ("c.txt", THIRD)],
    ],
)
def test_a_report_in_pieces_is_read_whole(pieces: Sequence[tuple[str, Sequence[str]]]) -> None:
    for text in (read(*files(pieces)), read(zipped([(name, "\n".join(lines).encode()) for name, lines in pieces]))):
        assert text.text.startswith("\n".join(FIRST[:3])), text.text[:60]
        assert SIGNED[-1] in text.text.splitlines()[-1]
        assert "按顺序作为一份文件" in text.reason
    text = read(*files(pieces))
    for block in text.blocks:
        piece = pieces[block.source][1]
        assert any(text.text[block.start : block.end] in line for line in piece), "each block keeps its original"


@pytest.mark.parametrize(
    "pieces",
    [
        [("报告.txt", [*FIRST, *REST]), ("报告(1).txt", [*FIRST, *REST])],  # a browser's name for a second copy
        [("报告（上）.txt", FIRST), ("报告（下）.txt", [TITLE, *LATER])],  # another edition, with a title of its own
        [("报告.txt", [*FIRST, *SECOND]), ("表.txt", ["一、行政处罚情况", "12件"])],
        [("报告.txt", [*FIRST, *SECOND]), ("材料.txt", ["五、其他情况", "12件"])],
        [("上半年情况.txt", FIRST), ("下半年情况.txt", LATER)],
    ],
)
def test_files_that_lie_beside_each_other_are_not_joined(pieces: Sequence[tuple[str, Sequence[str]]]) -> None:
    assert "按顺序作为一份文件" not in read(*files(pieces)).reason


def test_photographs_of_pages_in_an_archive_are_pages_in_their_order() -> None:
    one, two = fixture("page1.jpg"), fixture("page2.jpg")
    loose = [Source(Role.ATTACHMENT, f"{URL}/{n}.jpg", body, None, f"{n}.jpg") for n, body in enumerate((one, two))]
    text = read(zipped([("第10页.jpg", two), ("第2页.jpg", one)]))
    assert text.method is Method.IMAGE_OCR
    assert text.text == read(*loose).text
    assert {block.source for block in text.blocks} == {0}
    assert read(zipped([("第10页.jpg", two), ("第2页.jpg", one)]), ocr=False).method is Method.NONE


def test_beside_a_readable_file_nobody_looks_at_pictures_in_an_archive() -> None:
    text = read(zipped([("报告.txt", "\n".join([*FIRST, *REST]).encode()), ("1.jpg", fixture("page1.jpg"))]))
    assert text.text.startswith(TITLE)
    assert text.method is Method.PLAIN

"""Torn, hostile and huge files: never an exception, always a reason, bounded work."""

import io
import struct
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.old_word import write_doc
from parsers.documents.archives import unpack_zip
from parsers.vocabulary import Method
from tests.parsers.documents.reading import fixture, read

NAMES = [
    *("report.docx", "report.doc", "report.ofd", "report.pdf", "report.mht", "report.zip"),
    *("statistics.xlsx", "statistics.xls", "statistics.pdf", "report.txt"),
]
PARTS = ["report.docx", "report.ofd", "statistics.xlsx"]


def mutated(body: bytes, cut: float, places: list[tuple[float, int]]) -> bytes:
    torn = bytearray(body[: int(len(body) * cut)])
    for place, value in places:
        if torn:
            torn[int(place * (len(torn) - 1))] = value
    return bytes(torn)


CUTS = st.one_of(st.just(1.0), st.floats(0, 1))
PLACES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(NAMES), CUTS, PLACES)
def test_torn_files_are_read_or_refused(name: str, cut: float, places: list[tuple[float, int]]) -> None:
    text = read(mutated(fixture(name), cut, places), name, ocr=False)
    assert text.text or (text.method is Method.NONE and text.reason)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PARTS), st.floats(0, 0.999), CUTS, PLACES)
def test_torn_parts_are_read_or_refused(name: str, which: float, cut: float, places: list[tuple[float, int]]) -> None:
    with zipfile.ZipFile(io.BytesIO(fixture(name))) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    chosen = list(members)[int(which * len(members))]
    members[chosen] = mutated(members[chosen], cut, places)
    text = read(zipped(members), name, ocr=False)
    assert text.text or (text.method is Method.NONE and text.reason)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.xml", "OFD.xml", "a.docx"])
def test_a_bomb_is_not_unpacked(name: str) -> None:
    bomb = zipped({name: b"<a/>" + b" " * 60_000_000})
    started = time.process_time()
    text = read(bomb, "a.zip")
    assert time.process_time() - started < 1
    assert (text.method, text.text) == (Method.NONE, "")
    assert "压缩" in text.reason


def test_a_declared_entity_is_never_expanded() -> None:
    with zipfile.ZipFile(io.BytesIO(fixture("report.docx"))) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    laughs = b'<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
    head, _, rest = members["word/document.xml"].partition(b"?>")
    members["word/document.xml"] = head + b"?>" + laughs + rest.replace(b"2024", b"&x;&l;", 1)
    text = read(zipped(members), "a.docx")
    assert text.method is Method.NONE
    assert "实体" in text.reason


def test_entities_in_a_page_name_no_file() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><h1>甲县2024年法治政府建设情况报告</h1><p>&x;一、情况</p>'
    with open("/etc/hostname", encoding="utf-8") as file:
        assert file.read().strip() not in read(page.encode(), "a.html").text


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        (b"", "a.pdf", "空文件"),
        (b"Rar!\x1a\x07\x00rest", "a.rar", "RAR"),
        (b"{\\rtf1 a}", "a.doc", "RTF"),
        (b"Founder CEB 3.0\0\0", "a.ceb", "CEB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.wps", "WPS"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "xls"),
        (b"\x89PNG\r\n\x1a\nbroken", "a.png", "图片"),
        (b"%PDF-1.7\nbroken", "a.pdf", "PDF"),
        (fixture("locked.pdf"), "a.pdf", "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40, "a.docx", "密码"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, name: str, words: str) -> None:
    text = read(body, name)
    assert (text.method, text.text, text.blocks) == (Method.NONE, "", ())
    assert words in text.reason


def test_a_login_page_named_pdf_is_a_page() -> None:
    page = "<html><head><title>登录</title></head><body><p>请先登录后再下载附件</p></body></html>".encode()
    assert read(page, "report.pdf").method in (Method.HTML, Method.NONE)


def test_an_encrypted_word_file_says_so() -> None:
    body = bytearray(write_doc(["甲"], [], ["乙"]))
    at = body.index(struct.pack("<HH", 0xA5EC, 0x00C1)) + 10
    struct.pack_into("<H", body, at, struct.unpack_from("<H", body, at)[0] | 0x0100)
    text = read(bytes(body), "a.doc")
    assert text.method is Method.NONE
    assert "加密" in text.reason


def test_encrypted_members_are_left_out_and_named() -> None:
    packed = bytearray(zipped({"报告.txt": "甲".encode(), "附件.txt": "乙".encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(mark) + offset] |= 1
    unpacked = unpack_zip(bytes(packed))
    assert [member.name for member in unpacked.members] == ["附件.txt"]
    assert unpacked.reason == "报告.txt：已加密"


def test_an_archive_in_an_archive_stays_closed() -> None:
    inner = zipped({"report.docx": fixture("report.docx")})
    text = read(zipped({"inner.zip": inner}), "a.zip")
    assert text.method is Method.NONE
    assert text.reason


def test_paths_in_an_archive_lead_nowhere() -> None:
    members = unpack_zip(zipped({"../../etc/passwd.txt": b"a", "/abs/路径.txt": b"b", "c\\d.txt": b"c"})).members
    assert sorted(member.name for member in members) == ["d.txt", "passwd.txt", "路径.txt"]


@pytest.mark.parametrize(
    "line", ["（" * 300_000, "1, " * 200_000, "\u3000 " * 300_000, "- " * 300_000, "一、" * 300_000]
)
def test_a_million_hostile_characters_take_a_moment(line: str) -> None:
    started = time.process_time()
    read(line.encode(), "a.txt")
    read(f"<p>{line}</p>".encode(), "a.html")
    assert time.process_time() - started < 10


def test_deep_markup_is_cut() -> None:
    read(("<div>" * 20_000 + "甲县2024年法治政府建设情况报告").encode(), "a.html")


def test_an_endless_table_is_bounded() -> None:
    cell = "<td colspan='99999999' rowspan='99999999'>1</td>"
    started = time.process_time()
    read(("<table>" + f"<tr>{cell * 50}</tr>" * 400 + "</table>").encode(), "a.html")
    assert time.process_time() - started < 10

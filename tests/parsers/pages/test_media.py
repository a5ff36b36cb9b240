"""True types from bytes, names as their authors wrote them."""

import io
import zipfile
from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.pages import media
from parsers.pages.media import disposition_name, name_in_url, repair_name, sniff_type, suffix_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
NAME = "青禾县2024年度法治政府建设情况报告.docx"


def zipped(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in members:
            archive.writestr(member, "x" * 100)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        (b"%PDF-1.4\n", "a.doc", media.PDF),
        (b"\r\n\r\n%PDF-1.4\n", "", media.PDF),
        (OLE + "WordDocument\0".encode("utf-16-le"), "a.doc", media.DOC),
        (OLE + "WordDocument\0".encode("utf-16-le"), "a.wps", media.WPS),
        (OLE + "Bookman\0Book\0".encode("utf-16-le"), "a.doc", media.DOC),  # its directory is cut off
        (OLE + "Workbook\0".encode("utf-16-le"), "a.doc", media.XLS),
        (OLE + "Workbook\0".encode("utf-16-le"), "a.et", media.ET),
        (OLE, "a.wps", media.WPS),
        (OLE, "", media.OLE),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.zip", media.DOCX),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a.xls", media.XLSX),  # OOXML served as .xls
        (zipped("OFD.xml", "Doc_0/Document.xml"), "a.pdf", media.OFD),
        (zipped("报告.docx", "附表.xls"), "a.zip", media.ZIP),
        (zipped("[Content_Types].xml", "word/document.xml")[:-30], "a.docx", media.DOCX),  # torn
        (b"Rar!\x1a\x07\x00", "", media.RAR),
        (b"7z\xbc\xaf\x27\x1c", "", media.SEVEN_ZIP),
        (b"\x89PNG\r\n\x1a\n", "", "image/png"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "image/jpeg"),
        (b"GIF89a", "", "image/gif"),
        (b"II*\x00", "", "image/tiff"),
        (b"{\\rtf1", "a.doc", media.RTF),
        (b"\x01\x02\x00\x03rest", "a.ceb", media.CEB),
        (b"<!DOCTYPE html><html>", "a.pdf", media.HTML),
        (b"\xef\xbb\xbf\r\n<!-- x -->\n<HTML>", "a.pdf", media.HTML),
        ("<htm".encode("utf-16") + "l>".encode("utf-16-le"), "", media.HTML),
        (b"<html><p>%PDF-1.4 is a format</p>", "", media.HTML),
        (b'<?xml version="1.0"?><datastore/>', "", media.XML),
        (b'{"a": [1]}', "", media.JSON),
        ("法治政府建设情况报告。".encode("gbk"), "a.txt", media.TEXT),
        (b"  \r\n\0 ", "a.pdf", media.EMPTY),
        (b"", "", media.EMPTY),
        (b"\x00\x01\x02\x03" * 50, "", media.UNKNOWN),
    ],
)
def test_types(body: bytes, name: str, kind: str) -> None:
    assert sniff_type(body, None, name) == kind


@given(st.binary(max_size=200), st.text(max_size=20))
def test_sniffing_never_raises(body: bytes, name: str) -> None:
    assert "/" in sniff_type(body, None, name)
    assert "/" in sniff_type(b"PK\x03\x04" + body, name, name)


@pytest.mark.parametrize(
    "raw",
    [
        NAME,
        NAME.encode("gbk").decode("latin-1"),  # an HTTP header as frameworks hand it over
        NAME.encode("utf-8").decode("latin-1"),
        NAME.encode("gbk").decode("cp437"),  # a zip member's name
        quote(NAME),
        quote(NAME.encode("gbk")),
        f"=?UTF-8?B?{b64encode(NAME.encode()).decode()}?=",
        f'"C:\\fakepath\\{NAME}"',
        f"../../{NAME}",
        NAME.replace("青禾", "青\x00禾\u200b"),
        NAME.replace("青", "&#38738;"),
    ],
)
def test_names_are_repaired(raw: str) -> None:
    assert repair_name(raw) == NAME


def test_utf8_read_as_gbk_is_undone() -> None:
    name = "法治政府建设工作.pdf"
    assert repair_name(name.encode("utf-8").decode("gb18030")) == name


def test_sound_names_stay() -> None:
    for name in ("report.pdf", "2024年度报告（终稿）.pdf", "100%.doc", "a+b.xls", "Ünïcode.pdf", ""):
        assert repair_name(name) == name


@pytest.mark.parametrize(
    "header",
    [
        f"attachment; filename*=UTF-8''{quote(NAME)}",
        f"attachment; filename=\"x.docx\"; filename*=GBK'zh'{quote(NAME.encode('gbk'))}",
        f'attachment; filename="{NAME.encode("gbk").decode("latin-1")}"',
        f"attachment;filename={quote(NAME)}",
        f'inline; filename="{NAME.encode("utf-8").decode("latin-1")}"; size=1',
    ],
)
def test_names_in_headers(header: str) -> None:
    assert disposition_name(header) == NAME


def test_headers_without_a_name() -> None:
    assert disposition_name("attachment") == ""
    assert disposition_name("") == ""


def test_names_in_addresses() -> None:
    servlet = "http://q.example/module/download/downfile.jsp?classid=0&filename=0f.pdf&showname=" + quote("报告.pdf")
    assert name_in_url(servlet) == "报告.pdf"
    assert name_in_url("http://q.example/a/" + quote("报告.pdf".encode("gbk")) + "?x=1") == "报告.pdf"
    assert suffix_of("http://q.example/a.PDF?x=1#p") == "pdf"
    assert suffix_of("http://q.example/virtual_attach_file.vsb?afc=x") == "vsb"
    assert suffix_of("附件1：统计表") == ""


@given(st.text(max_size=60))
def test_repairing_never_raises_and_leaves_no_folder(raw: str) -> None:
    name = repair_name(raw)
    assert "/" not in name
    assert "\\" not in name
    assert len(name) <= 200
    disposition_name(raw)
    name_in_url("http://q.example/" + raw)

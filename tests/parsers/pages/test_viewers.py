"""What a viewer shows, by its address and by what an inline script hands to it."""

from __future__ import annotations

import base64

import pytest

from parsers.pages.article import parse_article
from parsers.pages.verdict import judge_page
from parsers.pages.viewers import viewer_target
from parsers.records import Page
from parsers.vocabulary import Role, Verdict

HOST = "http://www.qinghe.example"
BASE64 = base64.b64encode(f"{HOST}/files/a.docx".encode()).decode()
_TITLE = "青禾县人民政府2025年度法治政府建设情况报告"
_EMPTY = (
    "<html><head><title>PDF.js viewer</title><script src='v.js'></script></head><body><div id=c></div></body></html>"
)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/pdfjs/web/viewer.html?file=/files/a.pdf", "/files/a.pdf"),
        ("/pdfjs/web/viewer.html?file=%2Ffiles%2Fa.pdf#page=1", "/files/a.pdf"),
        ("/pdfjs/web/viewer.html?file=%252Ffiles%252Fa.pdf", "/files/a.pdf"),
        ("/pdfjs/web/viewer.html?file=../../files/a.pdf", "/files/a.pdf"),
        ("/pdfjs/web/viewer.html?file=http%3A%2F%2Ffile.other.example%2Fa.pdf", "http://file.other.example/a.pdf"),
        ("/pdfjs/web/viewer.html?v=3&file=%2Fdownload.jsp%3Fid%3D5", "/download.jsp?id=5"),
        (f"/preview/onlinePreview?url={BASE64.replace('=', '%3D')}", "/files/a.docx"),
        (f"/onlinePreview?url={BASE64.rstrip('=')}", "/files/a.docx"),
        ("https://view.officeapps.live.com/op/view.aspx?src=http%3A%2F%2Fwww.qinghe.example%2Fa.docx", "/a.docx"),
        ("https://docs.other.example/gview?embedded=true&url=http://www.qinghe.example/a.pdf", "/a.pdf"),
        ("/show/pdf.html?src=/files/a.pdf", "/files/a.pdf"),
        ("/js/generic.shtml?x=/u/2026/b.ofd", "/u/2026/b.ofd"),
        ("/weboffice/read?fileUrl=/u/c.wps", "/u/c.wps"),
    ],
)
def test_a_viewers_address_names_the_file(address: str, shown: str) -> None:
    url = address if "//" in address.split("?", 1)[0] else HOST + address
    assert viewer_target(url) == (shown if "//" in shown else HOST + shown)


@pytest.mark.parametrize(
    "address",
    [
        "/pdfjs/web/viewer.html",
        "/pdfjs/web/viewer.html?id=77",
        "/module/download/downfile.jsp?classid=0&filename=4f1e8d8e.pdf",
        "/download.do?path=/files/a.pdf",
        "/info/1012/7.htm?from=/zwgk/",
        "/list.html?name=a.pdf",
        "/search.html?q=报告.pdf",
        "/fzzf/index.html?url=/zwgk/index.html",
        "/onlinePreview?id=aHR0cDov",
        "/a.pdf",
    ],
)
def test_other_addresses_are_no_viewers(address: str) -> None:
    assert viewer_target(HOST + address) is None


def page(body: str, path: str = "/book/1.html") -> Page:
    html = f"<html><head><title>{_TITLE}</title></head><body><h1>{_TITLE}</h1>{body}</body></html>"
    return Page(HOST + path, HOST + path, 200, {}, html.encode())


def files(body: str) -> list[str]:
    return [item.url.removeprefix(HOST) for item in parse_article(page(body)).attachments]


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("$('#b').turn({pages:['p/1.jpg','p/2.jpg','p/3.jpg']})", ["/book/p/1.jpg", "/book/p/2.jpg", "/book/p/3.jpg"]),
        ('var pages=[{"l":"\\/f\\/page_2.png"},{"l":"\\/f\\/page_1.png"}];', ["/f/page_1.png", "/f/page_2.png"]),
        ("show('f/00.jpeg');show('f/01.jpeg')", ["/book/f/00.jpeg", "/book/f/01.jpeg"]),
        ("new DocsAPI.DocEditor('o',{document:{url:'/files/a.docx'}})", ["/files/a.docx"]),
        ("var c={downloadURL:'files/a.pdf',pages:['f/1.jpg','f/2.jpg']}", ["/book/files/a.pdf"]),
        ("var one='p/1.jpg'", []),
        ("var skin=['s/3.png','s/7.png']", []),
        ("for(var i=1;i<4;i++)add('p/'+'1.jpg','p/'+'2.jpg')", []),
        ("var slides=['a.jpg','b.jpg']", []),
    ],
)
def test_an_inline_script_names_what_its_viewer_shows(script: str, found: list[str]) -> None:
    assert files(f"<div id=b></div><script>{script}</script>") == found


def test_the_pages_of_a_book_are_no_part_of_a_report_that_has_its_text() -> None:
    text = "<p>　　2025年，我县坚持以习近平法治思想为指导，扎实推进依法行政，现将有关情况报告如下。</p>" * 20
    assert files(f"{text}<script>var pages=['p/1.jpg','p/2.jpg']</script>") == []


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("/pdfjs/web/viewer.html?file=/files/a.pdf", Verdict.OK),
        ("/pdfjs/web/viewer.html?id=77", Verdict.SHELL),
        ("/flipbook/index.html", Verdict.SHELL),
    ],
)
def test_a_row_may_lead_to_a_viewer_that_names_its_file(path: str, verdict: Verdict) -> None:
    shell = Page(HOST + path, HOST + path, 200, {}, _EMPTY.encode())
    assert judge_page(shell, Role.DETAIL, row_title=_TITLE).verdict is verdict
    if verdict is Verdict.OK:
        assert [item.url for item in parse_article(shell).attachments] == [f"{HOST}/files/a.pdf"]

"""The replayed portals: served as a polite server would, and the real texts verbatim in their formats."""

import io
import re
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from scheduler.demo.portals import PORTS, PortalServer, portals_folder, serve_portals
from scheduler.errors import LockHeld

FIXTURES = Path(__file__).parents[2] / "fixtures"


def get(server: PortalServer, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.fixture(scope="module")
def servers():
    with serve_portals(dict.fromkeys(PORTS, 0)) as running:
        yield running


def test_a_page_is_not_sent_twice(servers: dict[str, PortalServer]) -> None:
    answer, body = get(servers["lusong"], "/c14692/index.html")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "芦淞区" in body.decode()
    for headers in (
        {"If_None_Match": answer.headers["ETag"]},
        {"If_Modified_Since": answer.headers["Last-Modified"]},
    ):
        again, nothing = get(servers["lusong"], "/c14692/index.html", **headers)
        assert (again.status, nothing) == (304, b"")
    assert servers["lusong"].requests[304, "/c14692/index.html"] == 2


@pytest.mark.parametrize("path", ["/nothing.html", "/../../README.md", "/%2e%2e/quyuan/robots.txt", "/c14692/"])
def test_what_is_not_there_is_404(servers: dict[str, PortalServer], path: str) -> None:
    answer, _ = get(servers["lusong"], path)
    assert answer.status == 404


def test_a_taken_port_is_said(servers: dict[str, PortalServer]) -> None:
    taken = servers["lusong"].server_address[1]
    with pytest.raises(LockHeld, match=f"port {taken} on 127.0.0.1 is taken"), serve_portals({"quyuan": taken}):
        pass


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def seed(number: str) -> str:
    return next((FIXTURES / "seeds").glob(f"{number}_*.txt")).read_text(encoding="utf-8")


def test_the_text_pdf_is_the_report_verbatim() -> None:
    document = pypdfium2.PdfDocument(portals_folder() / "lusong" / "attachments" / "bg2025.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    text = "".join(re.sub(r"^- \d+ -\s*$", "", page, flags=re.M) for page in pages)
    assert squeezed(text) == squeezed(seed("000"))


def test_the_scan_has_no_text() -> None:
    document = pypdfium2.PdfDocument(portals_folder() / "lusong" / "attachments" / "bg2022.pdf")
    assert len(document) == 6
    assert "".join(page.get_textpage().get_text_range() for page in document) == ""


def test_the_word_document_is_the_report_verbatim() -> None:
    path = next((portals_folder() / "quyuan").rglob("*.docx"))
    text = "".join(paragraph.text for paragraph in Document(io.BytesIO(path.read_bytes())).paragraphs)
    assert squeezed(text) == squeezed(seed("003"))


@pytest.mark.parametrize(
    ("number", "page"), [("001", "portals/lusong/c14692/20250228"), ("004", "newspaper/c14692/20230907")]
)
def test_the_pages_hold_the_texts_verbatim(number: str, page: str) -> None:
    html = next((FIXTURES / "html" / page).glob("*.html")).read_text(encoding="utf-8")
    shown = squeezed(re.sub(r"<[^>]+>", "", html).replace("&amp;", "&").replace("&lt;", "<"))
    body = seed(number).split("字体[ ]", 1)[-1].replace("# ", "").replace("#", "")
    assert squeezed(body) in shown


def test_the_real_page_keeps_its_trail_and_meta_line() -> None:
    html = next((portals_folder() / "lusong" / "c14692" / "20250228").glob("*.html")).read_text(encoding="utf-8")
    shown = squeezed(re.sub(r"<[^>]+>", "", html).replace("&gt;", ">"))
    trail, title, meta = [line for line in seed("001").split("字体[ ]", 1)[0].splitlines() if line.strip()]
    assert squeezed(trail) in shown
    assert squeezed(title) + squeezed(meta) + "字体[]" in shown


def test_without_the_checkout_the_newspaper_has_a_stub() -> None:
    path = "c14692/20230907/i2300203.html"
    stub = (portals_folder() / "lusong" / path).read_text(encoding="utf-8")
    whole = (FIXTURES / "html" / "newspaper" / path).read_text(encoding="utf-8")
    assert "安装包不收录其全文" in stub
    assert len(stub) < 3_000 < len(whole)


def test_an_older_copy_and_a_date_that_is_none_are_answered_in_full(servers: dict[str, PortalServer]) -> None:
    for since in ("Wed, 18 Mar 2026 08:00:00 GMT", "yesterday"):
        answer, body = get(servers["quyuan"], "/robots.txt", If_Modified_Since=since)
        assert (answer.status, bool(body)) == (200, True)


def test_what_is_invented_says_so() -> None:
    for path in portals_folder().rglob("*.*html"):
        html = path.read_text(encoding="utf-8")
        assert "<!-- 演示用虚构内容" in html or "<!-- 正文为真实已公开文本" in html
        assert "演示回放" in html

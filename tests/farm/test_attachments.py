"""Reports that are files beside a letter, in every shape that portals give them: found, named, and read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.portal import Answer
from tests.farm import traps
from tests.farm.details import word_file
from tests.farm.families import Pages
from tests.farm.farm import Farm, FarmPortal
from tests.farm.items import Column, Item, county, report
from tests.farm.site import FarmSite

pytestmark = pytest.mark.timeout(600)  # whichever test comes first holds the passes

DAY = date(2026, 4, 2)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Shape:
    """How the page of one body's report names its file, and how the server answers."""

    name: str
    issuer: str
    markup: str  # with {path} and {title}
    path: str
    headers: dict[str, str]


def _named(name: str, encoding: str) -> dict[str, str]:
    """A Content-Disposition with raw bytes of an encoding, as old servlets send it."""
    value = f'attachment; filename="{name}"'.encode(encoding).decode("latin-1")
    return {"Content-Type": "application/octet-stream", "Content-Disposition": value}


_PLAIN = {"Content-Type": _WORD}
_SHAPES = (
    Shape("trs", "教育局", '<a appendix="true" needdownload="true" href="{path}" download="{title}.docx">附件</a>',
          "/zwgk/P020260312512345678901.docx", _PLAIN),
    Shape("jcms", "财政局", '<img src="/icons/word.png"><a href="{path}">附件下载</a>',
          "/module/download/downfile.jsp?classid=0&filename=4f1e8d8e7c9a4a5bb0ffda0e4ad25e55.docx",
          _named("二〇二五年度报告.docx", "gbk")),
    Shape("jpaas", "民政局", '附件：<a href="{path}">{title}</a>',
          "/api-gateway/jpaas-web-server/front/document/file-download?fileUrl=/cms_files/web2758/attach/0/5b1c.docx",
          {"Content-Type": "application/octet-stream",
           "Content-Disposition": "attachment; filename*=UTF-8''2025%E5%B9%B4%E5%BA%A6%E6%8A%A5%E5%91%8A.docx"}),
    Shape("guangdong", "水利局", '<div class="tyxxy_fj"><a href="{path}">{title}.docx</a></div>',
          "/attachment/1/1658/1658591/12541123.docx", _PLAIN),
    Shape("ucap", "审计局", '<p>附件：<a href="{path}">{title}.docx</a></p>',
          "/qinghe/202603/12cf558ed5584d25b75d1f4e709f8746/files/4f1e8d8e7c9a4a5bb0ffda0e4ad25e55.docx", _PLAIN),
    Shape("vsb", "统计局", '<ul><li>附件【<a href="{path}">{title}.docx</a>】已下载 12 次</li></ul>',
          "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1234&wbfileid=5678",
          {"Content-Type": "application/octet-stream"}),
    Shape("virtual", "林业局", '<p>附件：<a href="{path}">{title}</a></p>', "/virtual_attach_file.vsb?afc=LoUn7lLzV",
          {"Content-Type": "application/octet-stream"}),
    Shape("folder", "商务局", '<p><a href="{path}">{title}.docx</a></p>',
          "/site/attachDir/2026/03/2026031216531754477.docx", _PLAIN),
    Shape("fastdfs", "气象局", '<p><a href="{path}">附件：{title}.docx</a></p>', "/group3/M00/14/5E/wKg86mfl.docx",
          _PLAIN),
    Shape("manager", "档案局", '<p><a href="{path}">{title}.docx</a></p>',
          "/cms_files/filemanager/1/attach/20263/7c2d8d8e7c9a4a5b.docx", _PLAIN),
    Shape("viewer", "公安局", '<iframe src="/pdfjs/web/viewer.html?file={quoted}"></iframe>', "/upload/2026/gaj.docx",
          _PLAIN),
    Shape("object", "体育局", '<object data="{path}" type="application/pdf"></object>', "/upload/2026/tyj.pdf",
          {"Content-Type": "application/pdf"}),
    Shape("data-value", "交通运输局", '<div id="pdfshow" data-value="{path}"></div>',
          "/cms_files/jcms1/attach/0/5b1d.pdf", {"Content-Type": "application/pdf"}),
    Shape("script", "农业农村局", '<div id="p"></div><script>var pdfUrl = "{path}"; PDFObject.embed(pdfUrl);</script>',
          "/upload/2026/nyj.pdf", {"Content-Type": "application/pdf"}),
    Shape("handler", "卫生健康局", """<p>附件：<a href="#" onclick="download('{path}')">{title}</a></p>""",
          "/upload/2026/wjj.docx", _PLAIN),
    Shape("announced", "司法局", '<p>附件：1.<a href="{path}">{title}</a></p>', "/api/get/8f3c",
          {"Content-Type": "application/octet-stream"}),
    Shape("click-here", "民族宗教事务局", '<p><a href="{path}">点击下载</a></p>', "/sys/out.do?uuid=8f3c",
          {"Content-Type": "application/x-download"}),
    Shape("two-arguments", "文物局",
          """<p>附件：<a href="javascript:void(0)" onclick="downFile('/upload/2026/','wwj.docx')">{title}</a></p>"""
          "<script>function downFile(p,f){{window.open(p+f)}}</script>", "/upload/2026/wwj.docx", _PLAIN),
    Shape("as-xls", "科学技术局", '<p><a href="{path}">{title}.xls</a></p>', "/upload/2026/kjj.xls",
          {"Content-Type": "application/vnd.ms-excel"}),
    Shape("related", "粮食和物资储备局",
          '<div class="related"><h4>相关附件</h4><p><a href="{path}">{title}</a></p></div>',
          "/upload/2026/lsj.docx", _PLAIN),
    Shape("zip", "市场监督管理局", '<p><a href="{path}">{title}.zip</a></p>', "/upload/2026/sjj.zip",
          {"Content-Type": "application/zip"}),
)  # fmt: skip
_ROW = Shape("row", "住房和城乡建设局", "", "/zwgk/202603/P020260331512345678902.docx", _PLAIN)
_FRAME = Shape("frame", "应急管理局", '<iframe src="{path}" width="100%"></iframe>', "/datainfo/yjj/index.html", {})
_LOGIN = Shape("login", "自然资源局", '<p>附件：<a href="{path}">{title}.pdf</a></p>', "/upload/2026/zrj.pdf",
               {"Content-Type": "application/pdf"})  # fmt: skip
_CEB = Shape("ceb", "文化和旅游局", '<p>附件：<a href="{path}">{title}.ceb</a></p>', "/upload/2026/wlj.ceb",
             {"Content-Type": "application/octet-stream"})  # fmt: skip
_RAR = Shape("rar", "信访局", '<p>附件：<a href="{path}">{title}.rar</a></p>', "/upload/2026/xfj.rar",
             {"Content-Type": "application/octet-stream"})  # fmt: skip
_KEPT = {"ceb": b"Founder CEB\0\1" + bytes(range(256)) * 20, "rar": b"Rar!\x1a\7\1\0" + bytes(range(256)) * 20}
_ALL = (*_SHAPES, _ROW, _FRAME, _LOGIN, _CEB, _RAR)


def _item(number: int, shape: Shape) -> Item:
    return report(county(70), number, 2025, date(2026, 3, 12), issuer=shape.issuer)


def _file(shape: Shape, item: Item) -> bytes:
    body = word_file(item.text, item.title).body
    if shape is _LOGIN:
        return traps.LOGIN_PAGE.body
    if shape in (_CEB, _RAR):
        return _KEPT[shape.name]
    if shape.name != "zip":
        return body
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        member = zipfile.ZipInfo(f"报告/{shape.issuer}报告.docx".encode("gbk").decode("cp437"))
        archive.writestr(member, body)
    return packed.getvalue()


def _serve(portal: FarmPortal, pages: Pages) -> None:
    """Each report's page is a letter; its file stands in the shape's way beside it."""
    for shape, item in zip(_ALL, portal.column.items, strict=True):
        pages[shape.path] = Answer(_file(shape, item), headers=shape.headers)
        if shape is _ROW:
            _lead_row_to_file(pages, portal.family.address(item), shape.path)
            continue
        page = pages[portal.family.address(item)]
        assert isinstance(page, Answer)
        quoted = shape.path.replace("/", "%2F")
        named = shape.markup.format(path=shape.path.replace("&", "&amp;"), title=item.title, quoted=quoted)
        letter = f"<p>　　现将《{item.title}》予以公布，全文见附件。</p>{named}"
        text = page.body.decode().replace(item.text, letter)
        pages[portal.family.address(item)] = replace(page, body=text.encode())
    framed = next(item for shape, item in zip(_ALL, portal.column.items, strict=True) if shape is _FRAME)
    pages[_FRAME.path] = Answer.html(f"<html><body>{framed.text}</body></html>")


def _lead_row_to_file(pages: Pages, old: str, new: str) -> None:
    for path, page in pages.items():
        if isinstance(page, Answer) and old.encode() in page.body:
            pages[path] = replace(page, body=page.body.replace(old.encode(), new.encode()))


@dataclass
class Read:
    site: FarmSite
    portal: FarmPortal

    def document(self, shape: Shape) -> dict[str, Any]:
        item = self.portal.column.items[_ALL.index(shape)]
        url = self.portal.server.url(shape.path) if shape is _ROW else self.portal.address(item)
        return self.site.rows("SELECT * FROM documents_seen WHERE url = ?", url)[0]

    def files(self, shape: Shape) -> list[dict[str, Any]]:
        sql = "SELECT * FROM captures WHERE document_url = ? AND role = 'attachment' ORDER BY id"
        return self.site.rows(sql, self.document(shape)["url"])


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    column = Column(county(70), tuple(_item(number, shape) for number, shape in enumerate(_ALL)))
    with Farm() as farm:
        portal = farm.add("f01_ci", column, traps.always(_serve))
        site = FarmSite(Path(tmp_path_factory.mktemp("files")), farm)
        site.run(DAY)
        yield Read(site, portal)


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.name) for shape in _SHAPES])
def test_a_file_beside_the_letter_is_the_report(read: Read, shape: Shape) -> None:
    document = read.document(shape)
    assert (document["decision"], document["kind"], document["year"]) == ("report", "fazhi_annual", 2025), document
    file = read.files(shape)[-1]
    assert (file["verdict"], file["url"]) == ("ok", read.portal.server.url(shape.path))
    assert file["media_type"] == ("application/zip" if shape.name == "zip" else _WORD)  # by its bytes
    versions = read.site.rows(
        "SELECT v.text, v.method FROM report_versions v JOIN report_places p ON p.id = v.place_id WHERE p.url = ?",
        document["url"],
    )
    cases = 12 + _ALL.index(shape)
    assert [f"办理行政复议案件{cases}件" in version["text"] for version in versions] == [True]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("trs", "青泓县教育局2025年度法治政府建设工作情况报告.docx"),  # the link's attribute, not its text 附件
        ("jcms", "二〇二五年度报告.docx"),  # GBK in a header, behind 附件下载 and a number in the address
        ("jpaas", "青泓县民政局2025年度法治政府建设工作情况报告"),  # the link's text, whatever the header says
    ],
)
def test_a_file_has_its_authors_name(read: Read, name: str, label: str) -> None:
    shape = next(shape for shape in _SHAPES if shape.name == name)
    assert read.files(shape)[-1]["label"] == label


def test_a_body_in_a_frame_is_the_report(read: Read) -> None:
    document = read.document(_FRAME)
    assert (document["decision"], document["year"]) == ("report", 2025)
    (file,) = read.files(_FRAME)
    assert (file["verdict"], file["media_type"]) == ("ok", "text/html")
    sql = "SELECT v.text FROM report_versions v JOIN report_places p ON p.id = v.place_id WHERE p.url = ?"
    assert "行政机关负责人出庭应诉率100%" in read.site.rows(sql, document["url"])[0]["text"]


def test_a_row_may_lead_to_the_file_itself(read: Read) -> None:
    document = read.document(_ROW)
    assert (document["decision"], document["year"]) == ("report", 2025)
    assert read.files(_ROW) == []


def test_a_login_page_in_a_files_place_is_refused_and_the_report_is_not_read_from_it(read: Read) -> None:
    (file,) = read.files(_LOGIN)
    assert (file["verdict"], file["media_type"]) == ("wrong_type", "text/html")
    document = read.document(_LOGIN)
    assert document["decision"] in ("report", "unsure", "unread")
    if document["decision"] == "report":
        states = "SELECT r.state FROM reports r JOIN report_places p ON p.report_id = r.id WHERE p.url = ?"
        assert read.site.rows(states, document["url"]) == [{"state": "unreadable"}]


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.name) for shape in (_CEB, _RAR)])
def test_a_format_without_a_reader_is_kept_and_said_to_be_unread(read: Read, shape: Shape) -> None:
    (file,) = read.files(shape)
    assert (file["verdict"], file["archive_file"] is not None) == ("ok", True)
    if shape is _RAR:
        assert file["media_type"] == "application/vnd.rar"
    states = "SELECT r.state FROM reports r JOIN report_places p ON p.report_id = r.id WHERE p.url = ?"
    assert read.site.rows(states, read.document(shape)["url"]) == [{"state": "unreadable"}]

"""Detail pages and attachments in the markup of the family fixtures."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from docx import Document

from tests.crawler.portal import Answer
from tests.farm.items import Item
from tests.farm.markup import TITLE, fixture

_BODY = re.compile(r"<p>　　2024年，青禾县坚持.*?并非真实报告。）</p>", re.DOTALL)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LETTER = "<p>各乡镇人民政府，县直各单位：</p><p>　　现将《{title}》印发给你们，全文见附件。</p>"


@dataclass(frozen=True)
class Detail:
    """How a family shows a document: the fixture's page, what of it names an attachment, and its address."""

    case: str
    attachment: str = ""  # the fixture's markup of its attachment, a regular expression; it goes where there is none
    anchor: str = ""  # the same with {path} and {name}
    path: str = "/files/{key}.docx"
    days: tuple[str, ...] = ("2025-03-28", "2025 年 03 月 28 日")
    file: str = "page.html"
    more: Mapping[str, Answer] = field(default_factory=dict)

    def pages(self, address: str, item: Item) -> dict[str, Answer]:
        """The page of a document at its address, and the files that belong to it."""
        page = _BODY.sub(lambda _: item.text or _LETTER.format(title=item.title), fixture(self.case, self.file))
        page = page.replace(TITLE, item.title).replace("/c14692/20250328/i2290100.html", address)
        for day in self.days:
            page = page.replace(day, _like(day, item))
        page = re.sub(r"青禾县(?:人民政府|司法局|数据局)", item.issuer or "县政府", page).replace("青禾县", "")
        path = self.path.format(key=item.key)
        name = f"{item.title}.docx"
        shown = self.anchor.format(path=path, name=name) if item.annex else ""
        if self.attachment:
            first, *others = re.findall(self.attachment, page, re.DOTALL)
            page = page.replace(first, shown, 1)
            for other in others:
                page = page.replace(other, "", 1)
        elif shown:
            page = page.replace("</body>", f"{shown}</body>")
        files = {path: word_file(item.annex, item.title)} if item.annex else {}
        return {address: Answer.html(page), **files, **self.more}


def _like(day: str, item: Item) -> str:
    """The item's day, written as the fixture's."""
    return f"{item.posted:%Y 年 %m 月 %d 日}" if "年" in day else item.posted.isoformat()


def word_file(markup: str, title: str) -> Answer:
    """A .docx with the paragraphs of some markup."""
    document = Document()
    document.add_paragraph(title)
    for paragraph in re.findall(r"<p[^>]*>(.*?)</p>", markup, re.DOTALL):
        document.add_paragraph(paragraph)
    body = io.BytesIO()
    document.save(body)
    return Answer(body.getvalue(), headers={"Content-Type": _WORD})


_PLAIN_ANCHOR = '<p>附件：<a href="{path}">{name}</a></p>'
CI = Detail("f01_ci_detail", anchor=_PLAIN_ANCHOR)
UCAP = Detail(
    "f02_ucap_detail",
    r"<p>附件：.*?</p>",
    _PLAIN_ANCHOR,
    "/qinghe/c100186/202603/{key:032x}/files/{key:032x}.docx",
)
TRS = Detail(
    "f03_trs_detail",
    r'<p><img src="" oldsrc[^>]*></p>|<div id="appendix">.*?</div>',
    '<div id="appendix"><span>附件：</span><a appendix="true" data-appendix="true" needdownload="true" '
    'href="{path}" download="{name}">附件</a></div>',
    "/zwgk/P02026033151234567{key:04d}.docx",
    days=("2025-03-31",),
)
JCMS = Detail(
    "f05_jcms_detail",
    r'<p><img src="/module/jslib/icons/pdf.png">.*?</p>',
    '<p><img src="/module/jslib/icons/word.png"><a href="{path}">附件下载</a></p>',
    "/module/download/downfile.jsp?classid=0&filename={key:032x}.docx",
)
SHANGHAI = Detail("f10_shanghai_detail", anchor=_PLAIN_ANCHOR, days=("2025-02-14",))
LONGXUN = Detail(
    "f12_longxun_detail",
    r'<p><a href="/group3/.*?</p>',
    '<p><a href="{path}">附件：{name}</a></p>',
    "/group3/M00/14/5E/wKg86{key:04d}.docx",
)
VSB = Detail(
    "f13_vsb_detail",
    r'<ul style="list-style-type:none;">.*?</ul>',
    '<ul style="list-style-type:none;"><li>附件【<a href="{path}">{name}</a>】</li></ul>',
    "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1234&wbfileid={key}",
)

Shows = Callable[[str, Item], dict[str, Answer]]

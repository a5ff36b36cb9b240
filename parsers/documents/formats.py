"""One original, by its true type, into pieces. What has no extractor is kept and says so."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import lxml.html

from parsers.decoding import decode_bytes
from parsers.documents.characters import REPORT_LENGTH, han_count
from parsers.documents.doc import extract_doc
from parsers.documents.docx import extract_docx
from parsers.documents.html import extract_html
from parsers.documents.mht import page_of_archive
from parsers.documents.ocr import read_picture_file
from parsers.documents.ofd import extract_ofd
from parsers.documents.pdf import extract_pdf
from parsers.documents.pieces import Extract
from parsers.documents.plain import extract_plain
from parsers.documents.xls import extract_xls
from parsers.documents.xlsx import extract_xlsx
from parsers.pages import media
from parsers.pages.article import parse_article
from parsers.records import Article, Page, Source
from parsers.vocabulary import Method

# A page whose container holds less, while the whole page holds a report's length, has been misread.
_LEAST_BODY = 50
_MAX_PLAIN = 8_000_000

# A .docx or .xlsx with a password is an OLE file that holds the locked one (MS-OFFCRYPTO 2.3.4).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_NAMES = {
    media.PPT: "PowerPoint 97-2003 演示文稿（.ppt）",
    media.PPTX: "PowerPoint 演示文稿（.pptx）",
    media.CEB: "方正 CEB 文件",
    media.RAR: "RAR 压缩包",
    media.SEVEN_ZIP: "7z 压缩包",
    media.GZIP: "gzip 压缩文件",
    media.RTF: "RTF 文档",
    media.ODT: "OpenDocument 文档",
    media.OLE: "无法识别的 OLE 文件",
    media.EMPTY: "空文件",
}


def true_type(source: Source) -> str:
    return media.sniff_type(source.body, source.media_type, source.label or source.url)


def extract_source(source: Source, media_type: str, *, ocr: bool = True, article: Article | None = None) -> Extract:
    """The pieces of one original (archives and pictures of pages excepted, see `choose`). Never raises.

    ``article`` is what a page was already parsed to.
    """
    if media_type == media.HTML:
        return _html(source, article)
    if source.body.startswith(media.OLE_MAGIC) and _ENCRYPTED in source.body:
        return Extract((), Method.NONE, "Office 文件已加密，需要密码")
    extractor = _EXTRACTORS.get(media_type)
    if extractor is None and media_type.startswith("image/"):
        extractor = _picture
    if extractor is None:
        return Extract((), Method.NONE, f"暂不能读取{_NAMES.get(media_type, f' {media_type} 类型的文件')}")
    return extractor(source, ocr)


def _html(source: Source, article: Article | None = None) -> Extract:
    article = article or parse_article(Page(source.url, source.url, 200, source.headers, source.body))
    found = extract_html(f"<h1>{escape(article.title, quote=False)}</h1>{article.body_html}")
    if han_count(article.body_html) >= _LEAST_BODY:
        return found
    whole = decode_bytes(source.body, source.media_type).text
    if han_count(whole) < REPORT_LENGTH or article.attachments:
        return found
    dense = _densest(whole)
    better = extract_html(f"<h1>{escape(article.title, quote=False)}</h1>{dense}") if dense else found
    return Extract(better.pieces, Method.HTML, "正文容器未识别，按文字密度取得正文") if dense else found


def _densest(html: str) -> str:
    """The page's main text by density, for markup in which no container was found."""
    import trafilatura  # half a second to import, and seldom needed

    element = trafilatura.bare_extraction(html, include_tables=True, favor_recall=True, with_metadata=False)
    body = getattr(element, "body", None)
    if body is None:
        return ""
    rendered = lxml.html.tostring(body, encoding="unicode")
    return rendered if han_count(rendered) >= REPORT_LENGTH else ""


def _mht(source: Source, ocr: bool) -> Extract:
    page = page_of_archive(source.body)
    if not page:
        return Extract((), Method.NONE, "网页归档文件（.mht）中没有网页")
    return _html(Source(source.role, source.url, page.encode("utf-8"), "text/html; charset=utf-8", source.label))


def _doc(source: Source, ocr: bool) -> Extract:
    if source.body[:200].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml"):
        return Extract((), Method.NONE, "暂不能读取 Word 2003 XML 文档")
    return extract_doc(source.body)


def _plain(source: Source, ocr: bool) -> Extract:
    if len(source.body) > _MAX_PLAIN:
        return Extract((), Method.NONE, f"文本文件达{len(source.body) // 1024 // 1024} MB，超过上限")
    return extract_plain(decode_bytes(source.body, source.media_type).text)


def _picture(source: Source, ocr: bool) -> Extract:
    if not ocr:
        return Extract((), Method.NONE, "文件是图片，而文字识别（OCR）已关闭", 1, scans=1)
    return read_picture_file(source.body)


_EXTRACTORS: dict[str, Callable[[Source, bool], Extract]] = {
    media.MHT: _mht,
    media.PDF: lambda source, ocr: extract_pdf(source.body, ocr=ocr),
    media.DOCX: lambda source, ocr: extract_docx(source.body, ocr=ocr),
    media.DOC: _doc,
    media.WPS: lambda source, ocr: extract_doc(source.body, Method.WPS),
    media.OFD: lambda source, ocr: extract_ofd(source.body),
    media.XLSX: lambda source, ocr: extract_xlsx(source.body),
    media.XLS: lambda source, ocr: extract_xls(source.body),
    media.ET: lambda source, ocr: extract_xls(source.body),
    media.TEXT: _plain,
}

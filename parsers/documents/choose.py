"""Which of a document's originals holds the report: the page itself, or what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from parsers.decoding import decode_bytes
from parsers.documents.assemble import assemble
from parsers.documents.characters import han_count
from parsers.documents.docx import extract_docx
from parsers.documents.html import extract_html
from parsers.documents.ocr import read_picture_file
from parsers.documents.pdf import extract_pdf
from parsers.documents.pieces import Extract
from parsers.documents.plain import extract_plain
from parsers.pages.article import parse_article
from parsers.pages.media import sniff_type
from parsers.records import Bundle, Page, Source, Text
from parsers.vocabulary import Method, Role

_HTML = "text/html"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# A page with less is a cover note or a bare link; a report of a small town has about a thousand characters.
_REPORT_LENGTH = 800
_MARKS = re.compile(
    r"现将.{0,60}?(?:报告|汇报|总结)如下|(?:情况|工作)(?:报告|汇报)如下|存在(?:的)?(?:主要)?(?:问题|不足)|下一步|"
    r"第一责任人|主要(?:举措|做法|工作)"
)
_COVER = re.compile(r"^.{0,40}(?:印发|转发|报送|公布|公开).{0,60}(?:通知|函|公告)")


@dataclass(frozen=True, slots=True)
class _Read:
    index: int
    source: Source
    text: Text

    @property
    def length(self) -> int:
        return han_count(self.text.text)

    @property
    def marks(self) -> int:
        return len({match[0][:2] for match in _MARKS.finditer(self.text.text[:60_000])})


def read_text(bundle: Bundle) -> Text:
    """The text of the original that is the report, with the others' texts beside it.

    The page's own text where it is long enough and carries a report's marks, else the best attachment. Nothing
    readable: `Method.NONE` with the reasons in words. Never raises for what the bytes hold.
    """
    read = [
        _Read(index, source, read_source(source, index, ocr=bundle.ocr)) for index, source in enumerate(bundle.sources)
    ]
    if not read:
        return Text("", (), Method.NONE, 0.0, "no original is archived")
    chosen, why = _choose(read)
    others = tuple((item.index, item.text.text) for item in read if item is not chosen and item.text.text)
    if not chosen.text.text:
        reasons = "; ".join(dict.fromkeys(f"{_name(item.source)}: {item.text.reason}" for item in read))
        return Text("", (), Method.NONE, 0.0, reasons, others)
    reason = "; ".join(part for part in (why, chosen.text.reason) if part)
    text = chosen.text
    return Text(text.text, text.blocks, text.method, text.quality, reason, others)


def _choose(read: list[_Read]) -> tuple[_Read, str]:
    page = next((item for item in read if item.source.role is Role.DETAIL), read[0])
    attached = [item for item in read if item is not page and item.text.text]
    if not attached:
        return page, ""
    best = max(attached, key=lambda item: (item.marks > 0, item.marks >= 2, item.length))
    if page.length >= _REPORT_LENGTH and page.marks and not _is_cover(page, best):
        return page, "the page itself carries the report"
    if best.length > page.length or best.marks > page.marks:
        return best, f"the page is a cover; the report is its attachment {_name(best.source)}"
    return page, "no attachment says more than the page"


def _is_cover(page: _Read, attachment: _Read) -> bool:
    return bool(_COVER.match(page.text.text)) and attachment.marks >= page.marks and attachment.length > _REPORT_LENGTH


def _name(source: Source) -> str:
    return source.label or source.url.rsplit("/", 1)[-1]


_Extractor = Callable[[Source, bool], Extract]

_EXTRACTORS: dict[str, _Extractor] = {
    _HTML: lambda source, ocr: extract_html(_article_html(source)),
    "application/pdf": lambda source, ocr: extract_pdf(source.body, ocr=ocr),
    _DOCX: lambda source, ocr: extract_docx(source.body),
    "text/plain": lambda source, ocr: extract_plain(decode_bytes(source.body, source.media_type).text),
}


def read_source(source: Source, index: int = 0, *, ocr: bool = True) -> Text:
    """The text of one original, by its true type."""
    media_type = sniff_type(source.body, source.media_type, source.label or source.url)
    extractor = _EXTRACTORS.get(media_type)
    if extractor is None and media_type.startswith("image/"):
        extractor = _read_image_source
    if extractor is None:
        return Text("", (), Method.NONE, 0.0, f"archived; no text extractor for {media_type}")
    return assemble(extractor(source, ocr), index)


def _read_image_source(source: Source, ocr: bool) -> Extract:
    if not ocr:
        return Extract((), Method.NONE, "a picture, and OCR is off")
    return read_picture_file(source.body)


def _article_html(source: Source) -> str:
    article = parse_article(Page(source.url, source.url, 200, source.headers, source.body))
    return f"<h1>{_escaped(article.title)}</h1>{article.body_html}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")

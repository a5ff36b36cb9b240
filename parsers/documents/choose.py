"""Which of a document's originals holds the report: the page itself, or what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from parsers.documents.archives import unpack_zip
from parsers.documents.assemble import assemble
from parsers.documents.characters import REPORT_LENGTH, han_count
from parsers.documents.formats import extract_source, true_type
from parsers.documents.pieces import Extract
from parsers.pages import media
from parsers.pages.continued import is_part_of
from parsers.records import Article, Bundle, Source, Text
from parsers.vocabulary import Method, Role

_NOTE_LENGTH = 300  # no report is as short, whatever words it has
_MARKS = re.compile(
    r"现将.{0,60}?(?:报告|汇报|总结)如下|(?:情况|工作)(?:报告|汇报)如下|存在(?:的)?(?:主要)?(?:问题|不足)|下一步|"
    r"第一责任人|主要(?:举措|做法|工作)"
)
_COVER = re.compile(r"^.{0,40}(?:印发|转发|报送|公布|公开).{0,60}(?:通知|函|公告)")
_MAX_SOURCES = 60
_MAX_PICTURES = 60
# Beside a report: 《…》政策解读, 一图读懂, 附表, 任务清单
_COMPANION = re.compile(r"解读|图解|图读懂|问答|附表|统计表|数据表|清单|目录|回执|说明(?!.{0,4}报告)")
_TABLE_NUMBERS = 8  # cells that hold a number: the page is a table of statistics, not a note
_NUMBER_CELL = re.compile(r"\d[\d,.]{0,15}%?")
_BEGINNING = 60_000  # characters in which a report shows its marks


@dataclass(frozen=True)
class _Read:
    """One document of the bundle; ``scans`` pages of it are pictures that nobody has looked at yet.

    ``lost``: what could not be read of it although the rest could (members of an archive), each with why.
    """

    index: int
    source: Source
    text: Text
    scans: int = 0
    lost: tuple[str, ...] = ()

    @cached_property
    def length(self) -> int:
        return han_count(self.text.text)

    @cached_property
    def is_marked(self) -> bool:
        return _MARKS.search(self.text.text[:_BEGINNING]) is not None

    @cached_property
    def marks(self) -> int:
        return len({match[0][:2] for match in _MARKS.finditer(self.text.text[:_BEGINNING])})


def read_text(bundle: Bundle, article: Article | None = None) -> Text:
    """The text of the original that is the report, with the others' texts beside it.

    The page's own text where it is long enough and carries a report's marks, else the best attachment; photographs of
    pages count as one document. Pictures are looked at only where no text is the report. ``article`` is the detail page
    already parsed. Nothing readable, or a mere note whose attachment cannot be read: `Method.NONE` with the reasons in
    words, since the note's text is not the report's. Never raises for what the bytes hold.
    """
    if not bundle.sources:
        return Text("", (), Method.NONE, 0.0, "没有存档的原件")
    sources = bundle.sources[:_MAX_SOURCES]
    read = _read_all(sources, article, ocr=False)
    chosen, why = _choose(read)
    settled = _is_report(chosen) and not chosen.scans and not _COVER.match(chosen.text.text)
    if bundle.ocr and not settled and any(item.scans for item in read):
        read = [_looked_at(item, sources) if item.scans else item for item in read]
        chosen, why = _choose(read)
    unread = _unread(read, sources, article)
    lost = _lost_pages(sources, article) if chosen.source.role is Role.DETAIL else []
    unread += lost
    if not chosen.text.text or _mostly_unseen(chosen) or lost or (unread and not _stands_alone(chosen)):
        kept = tuple((item.index, item.text.text) for item in read if item.text.text)
        lacking = unread or [f"{_name(item.source)}：{item.text.reason or '没有文字'}" for item in read]
        reason = ("能读到的只是说明，附件没有读到：" if kept else "") + "；".join(dict.fromkeys(lacking))
        return Text("", (), Method.NONE, 0.0, reason, kept)
    others = tuple((item.index, item.text.text) for item in read if item is not chosen and item.text.text)
    reason = "；".join(part for part in (why, chosen.text.reason) if part)
    return replace(chosen.text, reason=reason, others=others)


def is_note(text: Text) -> bool:
    """Whether a text is too short for a report and has no word of one: what stands around a file that is not there."""
    short = bool(text.text) and han_count(text.text) < _NOTE_LENGTH
    return short and _MARKS.search(text.text) is None and not _has_numbers(text)


def _has_numbers(text: Text) -> bool:
    cells = (cell.text for block in text.blocks for cell in block.cells)
    return sum(_NUMBER_CELL.fullmatch(cell) is not None for cell in cells) >= _TABLE_NUMBERS


def read_source(source: Source, index: int = 0, *, ocr: bool = True) -> Text:
    """The text of one original, by its true type."""
    return _read_one(source, index, None, ocr=ocr).text


def _read_one(source: Source, index: int, article: Article | None, *, ocr: bool) -> _Read:
    media_type = true_type(source)
    if media_type == media.ZIP:
        return _read_zip(source, index, ocr)
    extract = extract_source(source, media_type, ocr=ocr, article=article)
    return _Read(index, source, assemble(extract, (index,)), extract.scans)


def _read_all(sources: Sequence[Source], article: Article | None, *, ocr: bool) -> list[_Read]:
    page = next((index for index, source in enumerate(sources) if source.role is Role.DETAIL), None)
    pictures = _pictures(sources)
    parts = _parts(sources, page)
    read = [
        _read_parts(sources, [index, *parts], article)
        if index == page and parts
        else _read_one(source, index, article if index == page else None, ocr=ocr)
        for index, source in enumerate(sources)
        if (len(pictures) < 2 or index not in pictures) and index not in parts
    ]
    if len(pictures) >= 2:
        read.append(_read_pictures(sources, pictures, ocr))
    return read


def _parts(sources: Sequence[Source], page: int | None) -> list[int]:
    """The further pages of an article that is split over several, in order."""
    if page is None or len(sources) == 1:
        return []
    first = sources[page].url
    return [
        index
        for index, source in enumerate(sources)
        if source.role is not Role.DETAIL and is_part_of(source.url, first) and true_type(source) == media.HTML
    ]


def _read_parts(sources: Sequence[Source], parts: Sequence[int], article: Article | None) -> _Read:
    """An article on several pages as one text, each with the page it stands on."""
    first, *rest = parts
    found = [
        extract_source(sources[first], media.HTML, article=article),
        *(extract_source(sources[index], media.HTML) for index in rest),
    ]
    found = [extract for number, extract in enumerate(found) if not number or extract.pieces != found[0].pieces]
    title = found[0].pieces[:1]  # each page bears it again
    pieces = tuple(
        replace(piece, page=number)
        for number, extract in enumerate(found, 1)
        for piece in (extract.pieces if number == 1 or extract.pieces[:1] != title else extract.pieces[1:])
    )
    reason = f"网页正文分为{len(parts)}页，按顺序作为一份文件"
    return _Read(first, sources[first], assemble(Extract(pieces, Method.HTML, reason, len(parts)), parts))


def _looked_at(item: _Read, sources: Sequence[Source]) -> _Read:
    """The same document with its scanned pages read by OCR."""
    pictures = _pictures(sources)
    if len(pictures) >= 2 and item.index == pictures[0]:
        return _read_pictures(sources, pictures, ocr=True)
    return _read_one(item.source, item.index, None, ocr=True)


def _pictures(sources: Sequence[Source]) -> list[int]:
    return [
        index
        for index, source in enumerate(sources)
        if source.role is not Role.DETAIL and true_type(source).startswith("image/")
    ]


def _read_pictures(sources: Sequence[Source], pictures: list[int], ocr: bool) -> _Read:
    """A report that was published as photographs of its pages, one file a page: one text over all of them."""
    found = [extract_source(sources[index], true_type(sources[index]), ocr=ocr) for index in pictures[:_MAX_PICTURES]]
    pieces = tuple(replace(piece, page=number) for number, extract in enumerate(found, 1) for piece in extract.pieces)
    scans = sum(extract.scans for extract in found)
    first = sources[pictures[0]]
    if not pieces:
        reasons = "；".join(dict.fromkeys(extract.reason for extract in found))
        return _Read(pictures[0], first, Text("", (), Method.NONE, 0.0, reasons), scans)
    reason = f"{len(pictures)}张图片按顺序作为一份文件的各页"
    text = assemble(Extract(pieces, Method.IMAGE_OCR, reason, len(pictures)), pictures)
    return _Read(pictures[0], first, text, scans)


def _read_zip(source: Source, index: int, ocr: bool) -> _Read:
    """The best of an archive's documents; archives in archives are left closed."""
    unpacked = unpack_zip(source.body)
    read = []
    for member in unpacked.members:
        inner = Source(Role.ATTACHMENT, f"{source.url}#{member.name}", member.body, None, member.name)
        if true_type(inner) != media.ZIP:
            read.append(_read_one(inner, index, None, ocr=ocr))
    best = max(read, key=_worth, default=None)
    scans = 0 if best is not None and _is_report(best) else sum(item.scans for item in read)
    if best is None or not best.text.text:
        reasons = [unpacked.reason, *(f"{item.source.label}：{item.text.reason}" for item in read)]
        words = "；".join(reason for reason in reasons if reason) or "其中没有可读的文件"
        return _Read(index, source, Text("", (), Method.NONE, 0.0, f"压缩包无法读取：{words}"), scans)
    reason = "；".join(
        part for part in (f"压缩包中的《{best.source.label}》", best.text.reason, unpacked.reason) if part
    )
    lost = tuple(
        f"{item.source.label}：{item.text.reason}"
        for item in read
        if not item.text.text and not _COMPANION.search(item.source.label)
    )
    return _Read(index, replace(source, label=best.source.label), replace(best.text, reason=reason), scans, lost)


def _is_report(item: _Read) -> bool:
    return item.length >= REPORT_LENGTH and item.is_marked


def _stands_alone(item: _Read) -> bool:
    """Whether a text is so plainly the report itself that what cannot be read beside it does not matter."""
    if item.source.role is not Role.DETAIL and _COMPANION.search(_name(item.source)):
        return False
    return (item.length >= _NOTE_LENGTH and item.marks >= 2) or _has_numbers(item.text)


def _mostly_unseen(item: _Read) -> bool:
    return item.scans >= max(1, len({block.page for block in item.text.blocks}))


def _unread(read: Sequence[_Read], sources: Sequence[Source], article: Article | None) -> list[str]:
    """The originals that may be the report and were not read, or not whole, and those not fetched, each with why.

    A picture in which nobody found a letter is a picture; what is named an explanation or a table is not the report.
    """
    found = []
    for item in read:
        name = _name(item.source)
        looked_at = true_type(item.source).startswith("image/") and not item.scans
        if item.source.role is Role.DETAIL and not item.text.text and article is not None and _is_frame(article):
            continue
        if (item.scans or not item.text.text) and not looked_at and not _COMPANION.search(name):
            found.append(f"{name}：{item.text.reason or '没有文字'}")
        found += item.lost
    here = {source.url for source in sources}
    named = article.attachments if article else ()
    if len(named) > sum(source.role is not Role.DETAIL for source in sources):  # else only their addresses differ
        names = (item.label or media.name_in_url(item.url) for item in named if item.url not in here)
        found += [f"{name}：没有取到" for name in names if not _COMPANION.search(name)]
    return found


def _lost_pages(sources: Sequence[Source], article: Article | None) -> list[str]:
    """What says that the article goes on on a page that was not fetched: nothing may be said to be absent from it."""
    if article is None or article.goes_on is None or any(source.url == article.goes_on for source in sources):
        return []
    return [f"网页正文不止一页，其余没有取到：{article.goes_on}"]


def _is_frame(article: Article) -> bool:
    """Has a page without text no pictures of its own either beside the files that it shows?"""
    return bool(article.attachments) and "<img" not in article.body_html


def _worth(item: _Read) -> tuple[bool, bool, int]:
    return item.marks > 0, item.marks >= 2, item.length


def _choose(read: list[_Read]) -> tuple[_Read, str]:
    page = next((item for item in read if item.source.role is Role.DETAIL), read[0])
    attached = [item for item in read if item is not page and item.text.text]
    if not attached:
        return page, ""
    best = max(attached, key=_worth)
    if _is_report(page) and not _is_cover(page, best):
        return page, "正文即报告"
    if best.length > page.length or best.marks > page.marks:
        return best, f"网页只是说明，报告是其附件《{_name(best.source)}》"
    return page, "附件的内容不多于网页正文"


def _is_cover(page: _Read, attachment: _Read) -> bool:
    return bool(_COVER.match(page.text.text)) and attachment.marks >= page.marks and attachment.length > REPORT_LENGTH


def _name(source: Source) -> str:
    return source.label or media.name_in_url(source.url) or source.url

"""Which of a document's originals holds the report: the page itself, or what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.documents.archives import unpack_zip
from parsers.documents.assemble import assemble
from parsers.documents.characters import REPORT_LENGTH, han_count
from parsers.documents.formats import extract_source, true_type
from parsers.documents.marks import REPORT_MARKS
from parsers.documents.together import Document, Member, group, join_pieces, name_of, read_pages, read_pictures
from parsers.pages import media
from parsers.records import Article, Bundle, Source, Text
from parsers.vocabulary import Method, Role

_NOTE_LENGTH = 300  # no report is as short, whatever words it has
_COVER = re.compile(r"^.{0,40}(?:印发|转发|报送|公布|公开).{0,60}(?:通知|函|公告)")
_MAX_SOURCES = 60
# Beside a report: 《…》政策解读, 一图读懂, 附表, 任务清单
_COMPANION = re.compile(r"解读|图解|图读懂|问答|附表|统计表|数据表|清单|目录|回执|说明(?!.{0,4}报告)")
_TABLE_NUMBERS = 8  # cells that hold a number: the page is a table of statistics, not a note
_NUMBER_CELL = re.compile(r"\d[\d,.]{0,15}%?")


def read_text(bundle: Bundle, article: Article | None = None) -> Text:
    """The text of the original that is the report, with the others' texts beside it.

    The page's own text where it is long enough and carries a report's marks, else the best attachment. Photographs of
    pages count as one document, as do a report's pieces. Pictures are looked at only where no text is the report.
    ``article`` is the detail page already parsed. Nothing readable, or a mere note whose attachment cannot be read:
    `Method.NONE` with the reasons in words, since the note's text is not the report's. Never raises.
    """
    if not bundle.sources:
        return Text("", (), Method.NONE, 0.0, "没有存档的原件")
    sources = bundle.sources[:_MAX_SOURCES]
    single = [_read(members, article, ocr=False) for members in group(tuple(enumerate(sources)))]
    read = join_pieces(single)
    chosen, why = _choose(read)
    settled = _is_report(chosen) and not chosen.scans and not _COVER.match(chosen.text.text)
    if bundle.ocr and not settled and any(item.scans for item in read):
        single = [_read(item.members, article, ocr=True) if item.scans else item for item in single]
        read = join_pieces(single)
        chosen, why = _choose(read)
    unread = _unread(single, sources, article)
    lost = _lost_pages(sources, article) if chosen.source.role is Role.DETAIL else []
    unread += lost
    if not chosen.text.text or _mostly_unseen(chosen) or lost or (unread and not _stands_alone(chosen)):
        kept = tuple((item.index, item.text.text) for item in read if item.text.text)
        lacking = unread or [f"{name_of(item.source)}：{item.text.reason or '没有文字'}" for item in read]
        reason = ("能读到的只是说明，附件没有读到：" if kept else "") + "；".join(dict.fromkeys(lacking))
        return Text("", (), Method.NONE, 0.0, reason, kept)
    others = tuple((item.index, item.text.text) for item in read if item is not chosen and item.text.text)
    others += chosen.text.others
    reason = "；".join(part for part in (why, chosen.text.reason) if part)
    return replace(chosen.text, reason=reason, others=others)


def is_note(text: Text) -> bool:
    """Whether a text is too short for a report and has no word of one: what stands around a file that is not there."""
    short = bool(text.text) and han_count(text.text) < _NOTE_LENGTH
    return short and REPORT_MARKS.search(text.text) is None and not _has_numbers(text)


def _has_numbers(text: Text) -> bool:
    cells = (cell.text for block in text.blocks for cell in block.cells)
    return sum(_NUMBER_CELL.fullmatch(cell) is not None for cell in cells) >= _TABLE_NUMBERS


def read_source(source: Source, index: int = 0, *, ocr: bool = True) -> Text:
    """The text of one original, by its true type."""
    return _read(((index, source),), None, ocr=ocr).text


def _read(members: Sequence[Member], article: Article | None, *, ocr: bool) -> Document:
    """One document; ``article`` is the detail page, if it is that."""
    index, source = members[0]
    media_type = true_type(source)
    if len(members) > 1:
        return read_pages(members, article) if media_type == media.HTML else read_pictures(members, ocr=ocr)
    if media_type == media.ZIP:
        return _read_zip(source, index, ocr)
    own = article if source.role is Role.DETAIL else None
    extract = extract_source(source, media_type, ocr=ocr, article=own)
    return Document(tuple(members), assemble(extract, (index,)), extract.scans)


def _read_zip(source: Source, index: int, ocr: bool) -> Document:
    """The best of an archive's documents, with the others' texts beside it; archives in archives are left closed."""
    unpacked = unpack_zip(source.body)
    named = (Source(Role.ATTACHMENT, f"{source.url}#{one.name}", one.body, None, one.name) for one in unpacked.members)
    members = [(index, inner) for inner in named if true_type(inner) != media.ZIP]
    single = [_read(together, None, ocr=ocr) for together in group(members)]
    read = join_pieces(single)
    best = max(read, key=_worth, default=None)
    scans = 0 if best is not None and _is_report(best) else sum(item.scans for item in read)
    if best is None or not best.text.text:
        reasons = [unpacked.reason, *(f"{item.source.label}：{item.text.reason}" for item in single)]
        words = "；".join(reason for reason in reasons if reason) or "其中没有可读的文件"
        return Document(((index, source),), Text("", (), Method.NONE, 0.0, f"压缩包无法读取：{words}"), scans)
    reason = "；".join(
        part for part in (f"压缩包中的《{best.source.label}》", best.text.reason, unpacked.reason) if part
    )
    lost = tuple(
        f"{item.source.label}：{item.text.reason}"
        for item in single
        if not item.text.text and not _COMPANION.search(item.source.label)
    )
    others = tuple((index, item.text.text) for item in read if item is not best and item.text.text)
    chosen = replace(source, label=best.source.label)
    return Document(((index, chosen),), replace(best.text, reason=reason, others=others), scans, lost)


def _is_report(item: Document) -> bool:
    return item.length >= REPORT_LENGTH and item.is_marked


def _stands_alone(item: Document) -> bool:
    """Whether a text is so plainly the report itself that what cannot be read beside it does not matter."""
    if item.source.role is not Role.DETAIL and _COMPANION.search(name_of(item.source)):
        return False
    return (item.length >= _NOTE_LENGTH and item.marks >= 2) or _has_numbers(item.text)


def _mostly_unseen(item: Document) -> bool:
    return item.scans >= max(1, len({block.page for block in item.text.blocks}))


def _unread(read: Sequence[Document], sources: Sequence[Source], article: Article | None) -> list[str]:
    """The originals that may be the report and were not read, or not whole, and those not fetched, each with why.

    A picture in which nobody found a letter is a picture; what is named an explanation or a table is not the report.
    """
    found = []
    for item in read:
        name = name_of(item.source)
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


def _worth(item: Document) -> tuple[bool, bool, int]:
    return item.marks > 0, item.marks >= 2, item.length


def _choose(read: list[Document]) -> tuple[Document, str]:
    page = next((item for item in read if item.source.role is Role.DETAIL), read[0])
    attached = [item for item in read if item is not page and item.text.text]
    if not attached:
        return page, ""
    best = max(attached, key=_worth)
    if _is_report(page) and not _is_cover(page, best):
        return page, "正文即报告"
    if best.length > page.length or best.marks > page.marks:
        return best, f"网页只是说明，报告是其附件《{name_of(best.source)}》"
    return page, "附件的内容不多于网页正文"


def _is_cover(page: Document, attachment: Document) -> bool:
    return bool(_COVER.match(page.text.text)) and attachment.marks >= page.marks and attachment.length > REPORT_LENGTH

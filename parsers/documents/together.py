"""Originals that together are one document: an article on several pages, photographs of pages, a report in pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from parsers.documents.assemble import assemble
from parsers.documents.characters import han_count
from parsers.documents.formats import extract_source, true_type
from parsers.documents.marks import REPORT_MARKS
from parsers.documents.pieces import Extract
from parsers.pages import media
from parsers.pages.continued import is_part_of
from parsers.records import Article, Block, Source, Text
from parsers.vocabulary import Method, Role

Member = tuple[int, Source]  # an original, and its place in the bundle

_MAX_PICTURES = 60
_BEGINNING = 60_000  # characters in which a report shows its marks
_NUMERALS = "一二三四五六七八九十"
# 报告（上）, 报告 第二部分, 年度报告-下: a piece, and which; 报告(1) is what a browser calls a second copy
_PIECE = re.compile(
    rf"[（(【\[_\s—-]*(?:(?<=[（(【\[_\s—-])(?P<half>[上中下])|(?P<book>[上中下])(?:[篇册卷]|部分|半部分?)|"
    rf"第(?P<part>[{_NUMERALS}\d]{{1,2}})(?:部分|[篇册卷])|part\s?(?P<number>\d{{1,2}}))[）)】\]]?$",
    re.IGNORECASE,
)
_HEADING = re.compile(rf"([{_NUMERALS}])、")


@dataclass(frozen=True)
class Document:
    """One document of a bundle, of one original or several; ``scans`` pages of it are pictures nobody looked at yet.

    ``lost``: what could not be read of it although the rest could (members of an archive), each with why.
    """

    members: tuple[Member, ...]
    text: Text
    scans: int = 0
    lost: tuple[str, ...] = ()

    @property
    def source(self) -> Source:
        return self.members[0][1]

    @property
    def index(self) -> int:
        return self.members[0][0]

    @property
    def name(self) -> str:
        return name_of(self.source)

    @cached_property
    def length(self) -> int:
        return han_count(self.text.text)

    @cached_property
    def is_marked(self) -> bool:
        return REPORT_MARKS.search(self.text.text[:_BEGINNING]) is not None

    @cached_property
    def marks(self) -> int:
        return len({match[0][:2] for match in REPORT_MARKS.finditer(self.text.text[:_BEGINNING])})


def name_of(source: Source) -> str:
    return source.label or media.name_in_url(source.url) or source.url


def group(members: Sequence[Member]) -> list[tuple[Member, ...]]:
    """Which originals are read as one, before their texts are known: further pages of an article, two pictures or more.

    The pictures come last.
    """
    page = next((member for member in members if member[1].role is Role.DETAIL), None)
    parts = [member for member in members if page is not None and _is_part(member[1], page[1])]
    pictures = [
        member for member in members if member[1].role is not Role.DETAIL and true_type(member[1]).startswith("image/")
    ]
    together = parts + (pictures if len(pictures) > 1 else [])
    groups = [(member, *parts) if member is page else (member,) for member in members if member not in together]
    return groups + ([tuple(pictures)] if len(pictures) > 1 else [])


def read_pages(members: Sequence[Member], article: Article | None) -> Document:
    """An article on several pages as one text, each with the page it stands on."""
    first, *rest = (source for _, source in members)
    found = [
        extract_source(first, media.HTML, article=article),
        *(extract_source(source, media.HTML) for source in rest),
    ]
    found = [extract for number, extract in enumerate(found) if not number or extract.pieces != found[0].pieces]
    title = found[0].pieces[:1]  # each page bears it again
    pieces = tuple(
        replace(piece, page=number)
        for number, extract in enumerate(found, 1)
        for piece in (extract.pieces if number == 1 or extract.pieces[:1] != title else extract.pieces[1:])
    )
    reason = f"网页正文分为{len(members)}页，按顺序作为一份文件"
    text = assemble(Extract(pieces, Method.HTML, reason, len(members)), [index for index, _ in members])
    return Document(tuple(members), text)


def read_pictures(members: Sequence[Member], *, ocr: bool) -> Document:
    """A report that was published as photographs of its pages, one file a page: one text over all of them."""
    found = [extract_source(source, true_type(source), ocr=ocr) for _, source in members[:_MAX_PICTURES]]
    pieces = tuple(replace(piece, page=number) for number, extract in enumerate(found, 1) for piece in extract.pieces)
    scans = sum(extract.scans for extract in found)
    if not pieces:
        reasons = "；".join(dict.fromkeys(extract.reason for extract in found))
        return Document(tuple(members), Text("", (), Method.NONE, 0.0, reasons), scans)
    reason = f"{len(members)}张图片按顺序作为一份文件的各页"
    extract = Extract(pieces, Method.IMAGE_OCR, reason, len(members))
    return Document(tuple(members), assemble(extract, [index for index, _ in members]), scans)


def join_pieces(documents: Sequence[Document]) -> list[Document]:
    """The documents with those joined that are pieces of one report.

    Files are pieces whose names differ by 上 and 下 or 第一部分 and 第二部分 only, and one goes on from another that
    begins with the heading after its last one (二、… | 三、…).
    """
    files = [one for one in documents if one.source.role is not Role.DETAIL and one.text.text]
    chains: list[list[Document]] = []
    for one in sorted(files, key=lambda one: (_piece(one)[1], _number(_opening(one)))):
        before = next((chain for chain in chains if _goes_on(chain[-1], one)), None)
        if before is not None:
            before.append(one)
        else:
            chains.append([one])
    joined = [_joined(chain) for chain in chains if len(chain) > 1]
    within = {id(one) for chain in chains if len(chain) > 1 for one in chain}
    return [one for one in documents if id(one) not in within] + joined


def _is_part(source: Source, page: Source) -> bool:
    return source.role is not Role.DETAIL and is_part_of(source.url, page.url) and true_type(source) == media.HTML


def _piece(one: Document) -> tuple[str, int]:
    """A file's name without what says which piece it is, and which: 0 for none."""
    stem = one.name.rpartition(".")[0] or one.name
    found = _PIECE.search(stem)
    if found is None:
        return stem, 0
    said = next(filter(None, found.groups()))
    number = "上中下".find(said) + 1 or _NUMERALS.find(said) + 1
    return stem[: found.start()], number or (int(said) if said.isdecimal() else 0)


def _goes_on(one: Document, other: Document) -> bool:
    (stem, number), (again, next_number) = _piece(one), _piece(other)
    if _opening(one) == _opening(other):
        return False  # a copy, or another edition
    if number and next_number > number and stem == again:
        return True
    last = next((found for block in reversed(one.text.blocks) if (found := _number(_words(one, block)))), 0)
    return last > 0 and _number(_opening(other)) == last + 1


def _number(line: str) -> int:
    """Which heading a line is, 1 for 一、; 0 for none."""
    found = _HEADING.match(line)
    return _NUMERALS.index(found[1]) + 1 if found else 0


def _opening(one: Document) -> str:
    return _words(one, one.text.blocks[0])


def _words(one: Document, block: Block) -> str:
    return one.text.text[block.start : block.end]


def _joined(chain: Sequence[Document]) -> Document:
    """Several documents' texts as one; each block keeps its own page and original."""
    blocks: list[Block] = []
    at = 0
    for one in chain:
        blocks += [_shifted(block, at) for block in one.text.blocks]
        at += len(one.text.text) + 1
    names = "".join(f"《{one.name}》" for one in chain)
    reasons = (f"{names}按顺序作为一份文件", *dict.fromkeys(one.text.reason for one in chain if one.text.reason))
    text = Text(
        "\n".join(one.text.text for one in chain),
        tuple(blocks),
        chain[0].text.method,
        min(one.text.quality for one in chain),
        "；".join(reasons),
    )
    members = tuple(member for one in chain for member in one.members)
    return Document(members, text, sum(one.scans for one in chain), tuple(lost for one in chain for lost in one.lost))


def _shifted(block: Block, by: int) -> Block:
    return replace(
        block,
        start=block.start + by,
        end=block.end + by,
        cells=tuple(replace(cell, start=cell.start + by, end=cell.end + by) for cell in block.cells),
        turns=tuple((start + by, page, source) for start, page, source in block.turns),
    )

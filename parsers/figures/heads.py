"""Whose heads a table cell stands under: its row's, its column's, the caption's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.figures.units import is_unit
from parsers.numerals import scan_numbers
from parsers.records import Block, Cell, Text
from parsers.vocabulary import BlockKind

_UNIT_COLUMN = re.compile(r"^(?:计量)?单位$")
_TOTAL_COLUMN = re.compile(r"(?:合计|总计|小计|共计|总数)")
_BLANKS = frozenset({"/", "／", "—", "——", "-", "－"})
_CAPTION = re.compile(
    r"(?P<what>行政(?:处罚|许可|强制(?:措施|执行)?|检查|征收|确认|复议|应诉|诉讼))(?:案件)?(?:实施|办理|开展|执法)?(?:总体)?"
    r"(?:情况|数据|数量)?(?:的)?(?:统计|汇总|一览|年度)*(?:年报)?表?[）)]?"
    r"(?:\s?[（(]\s?单位[：:][^（()）]{1,8}[）)])?\s*$"
)
_NOTHING = re.compile(r"[/／—\-－]{1,3}|无|暂无|没有|未发生|未开展|不涉及|不适用")
_UNIT_IN_HEAD = re.compile(r"[（(]\s?(?:单位[：:]\s?)?([千万亿百十]{0,2}[元件宗次起人户份个项]|%)\s?[）)]")
_LIST_HEAD = re.compile(r"\s?[一二三四五六七八九十]{1,3}、(?:(?P<what>行政(?:复议|诉讼))数量?)?")
_LISTED = re.compile(r"\s?[（(][一二三四五]{1,2}[）)]\s?被?依法纠错")
_NUMBERING = "栏次"  # above cells that number the columns
# In the fixed form of the disclosure reports the requests are counted by who asked; its 总计 is of all that did.
_ASKED = re.compile(r"(?<=新收政府信息公开申请数量)\s{0,9}申请人情况\s{1,9}(?=总计)")


def own_heads(cells: Sequence[Cell]) -> tuple[list[Cell], str | None]:
    """The cells of a row under the heads that are theirs alone, and the unit that a column of units gives for the row.

    指标 | 数量 | 指标 | 数量 has two labels in a row, a label may head a value without any head row above, and a
    column 合计 sums up the columns that share a head at its left.
    """
    units = (cell.text.strip() for cell in cells if _UNIT_COLUMN.match(cell.column_head.strip()))
    unit = next(filter(is_unit, units), None)
    found: list[Cell] = []
    valued = False  # whether a value stands left of the cell
    for place, cell in enumerate(cells):
        row_head, column_head = cell.row_head.strip(), cell.column_head.strip()
        if unit:
            row_head = row_head.removesuffix(unit).strip()
        left = cells[place - 1].text.strip() if place else ""
        if left and not is_value(left) and left != unit and (valued or not row_head):
            row_head = left
        if place and _TOTAL_COLUMN.fullmatch(re.sub(r"[（(].*", "", column_head)):
            shared = found[place - 1].column_head.split()
            column_head = f"{shared[0]} {column_head}" if len(shared) > 1 else column_head
        valued = valued or is_value(cell.text.strip())
        found.append(replace(cell, row_head=row_head, column_head=column_head))
    return found, unit


def begins_table(before: Block, block: Block) -> bool:
    """Whether a row begins another table than the row before it: it stands under no heads, that one did."""
    return _is_headed(before) and not _is_headed(block)


def _is_headed(row: Block) -> bool:
    return any(cell.column_head not in ("", _NUMBERING) for cell in row.cells)


def says_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to count, in a sign or in words (/, 无): a value's cell, not a head."""
    return _NOTHING.fullmatch(text) is not None


def unsure_cells(cells: Sequence[Cell], *, scanned: bool) -> frozenset[int]:
    """The places of the values whose heads do not tell what they count, so that no metric may be read from them.

    Two values stand under the same heads, or under heads run together (办理数量（件）罚没金额（万元）). Of scans, where
    columns are told by their places, also those under a head that another cell shares, and a lone 1: a "/" often.
    """
    heads = Counter((cell.row_head, cell.column_head) for cell in cells if is_number(cell.text.strip()))
    columns = Counter(cell.column_head.strip() for cell in cells if cell.column_head.strip())
    return frozenset(
        place
        for place, cell in enumerate(cells)
        if heads[cell.row_head, cell.column_head] > 1
        or len(set(_UNIT_IN_HEAD.findall(cell.column_head))) > 1
        or (
            scanned
            and (cell.text.strip() == "1" or (cell.column_head.strip() and columns[cell.column_head.strip()] > 1))
        )
    )


def is_number(text: str) -> bool:
    number = next(scan_numbers(text), None)
    return number is not None and not number.chinese and number.start == 0


def is_value(text: str) -> bool:
    return text in _BLANKS or is_number(text)


def tells_apart(cells: Sequence[Cell]) -> bool:
    """Whether one column of a row counts for the issuer alone and another for all its area or system."""
    heads = [cell.column_head.strip() for cell in cells]
    return any(map(is_issuers, heads)) and any(map(is_wider, heads))


def is_wider(head: str) -> bool:
    """Whether a head counts for all of an area or system: 全省合计, 全市水利系统."""
    return _WIDER_COLUMN.fullmatch(head.strip()) is not None


def is_issuers(head: str) -> bool:
    """Whether a head counts for the issuer itself, beside those of others: 市局本级."""
    return _OWN_COLUMN.fullmatch(head.strip()) is not None


def head_words(cell: Cell) -> str:
    """The heads that say what a cell counts, without units, years, and the names of bodies that lead rows."""
    column = "" if _LEVEL_COLUMN.fullmatch(cell.column_head.strip()) else _UNITS.sub(" ", cell.column_head)
    row = _TOTAL_END.sub("", cell.row_head.strip()) if _ANY_COUNT.fullmatch(column.strip()) else cell.row_head
    row = "" if is_body_or_total(row) or is_issuers(row) else _UNITS.sub(" ", row)
    words = f"{row} {column}"
    return _YEAR_WORDS.sub(" ", _ARTICLE.sub(" ", _ASKED.sub(" ", words))).strip()


def is_any_count(head: str) -> bool:
    """Whether a head says that something is counted, and not what: 数量（件）."""
    return _ANY_COUNT.fullmatch(_UNITS.sub("", head.strip())) is not None


def is_body_or_total(head: str) -> bool:
    """Whether a row head names who counts (县公安局, 合计) rather than what is counted."""
    return bool(_BODY_OR_TOTAL.search(head.strip()))


# 全省水利系统 | 其中：省本级: whose numbers a column gives
_OWN = r"[省市县区州旗局厅委]{0,2}(?:本级|机关)(?:[（(][^（()）]{1,8}[）)])?|[我本][局厅委]"
_WIDER = r"全[省市县区州旗](?:[一-鿿]{0,8}系统)?|全系统"
_ENDING = r"(?:合计|数据|数量)?"
_OF_YEAR = r"(?:(?:(?:19|20)\d\d\s?年度?|本年度?|今年|全年)\s{0,3})?"  # 2024年 over 全市 and 其中：市本级
_OWN_COLUMN = re.compile(rf"{_OF_YEAR}(?:其中)?[：:]?\s?(?:{_OWN}){_ENDING}")
_WIDER_COLUMN = re.compile(rf"{_OF_YEAR}(?:{_WIDER}){_ENDING}")
_LEVEL_COLUMN = re.compile(rf"{_OWN_COLUMN.pattern}|{_WIDER_COLUMN.pattern}")
_UNITS = re.compile(r"[（(][^（()）]{1,8}[）)]")
_ANY_COUNT = re.compile(r"(?:办理|实施|统计)?(?:数量|件数|数值|数据|数)?")
_TOTAL_END = re.compile(r"(?:合计|总计|小计|共计)$")  # 行政处罚合计 over a column of 数量（宗）
_BODY_OR_TOTAL = re.compile(
    r"(?:[局委办厅镇乡队]|委员会|部门|单位|街道|中心|政府|办事处|管理处|公司|合计|总计|小计|共计|\d)$|^(?:合计|总计)"
)
_ARTICLE = re.compile(
    r"第[一二三四五六七八九十]{1,4}条(?:第\s*项?)?\s*项?"
)  # 第二十条第（一）项 heads the disclosure forms
_YEAR_WORDS = re.compile(r"(?:(?:19|20)\d\d\s?年度?|本年度?|今年|全年|(?:实际)?完成(?:值|数|情况)$|目标值?$)")


def line_above(text: Text, index: int) -> str:
    """The line above the table that begins at ``text.blocks[index]``; "" where another table ends there."""
    block = text.blocks[index - 1] if index else None
    if block is None or block.kind is BlockKind.TABLE_ROW:
        return ""
    return text.text[block.start : block.end]


def caption_of(line: str) -> str:
    """What a line above a table, or over its whole width, says that it counts: 表一　行政处罚情况统计表 -> 行政处罚."""
    found = _CAPTION.search(line[-60:])
    return found["what"] if found else ""


def captioned(cell: Cell, caption: str) -> Cell:
    """A column that is headed 合计 alone sums up what the caption names."""
    head = cell.column_head.strip()
    if not _TOTAL_COLUMN.match(re.sub(r"\s|[（(].*", "", head)):
        return cell
    return replace(cell, column_head=f"{caption} {head}")


def heading_number(head: str) -> str | None:
    """What a numbered line of a list counts whose lines below it are its parts (三、行政复议数量); "" ends the last."""
    found = _LIST_HEAD.match(head)
    return None if found is None else found["what"] or ""


def listed_under(cell: Cell, heading: str) -> Cell:
    """A part of a list's line under the name of its whole: （二）被依法纠错数 is of 行政复议 or of 行政诉讼."""
    return replace(cell, row_head=f"{heading} {cell.row_head.strip()}") if _LISTED.match(cell.row_head) else cell


def is_under_caption(cells: Sequence[Cell], words: Mapping[int, str]) -> bool:
    """Whether a row of words is the head of its table, whose first row is one cell (行政复议 over 结果维持)."""
    heads = [cell.column_head.strip() for cell in cells]
    return len(words) > 2 and sum(map(bool, heads)) <= 1

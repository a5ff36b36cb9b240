"""The figures of one table row: each cell with a number, under its row head and column head.

Blank, "/" and "0" are three things: only a printed number is a figure. Units come from the cell, from the heads
(``罚没金额（万元）``) or from the words above the table (``单位：件``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parsers.figures.heads import (
    begins_table,
    caption_of,
    captioned,
    head_words,
    heading_number,
    is_under_caption,
    is_wider,
    line_above,
    listed_under,
    own_heads,
    says_nothing,
    tells_apart,
    unsure_cells,
)
from parsers.figures.kinds import kinds_of_others
from parsers.figures.quantities import POINT_UNIT
from parsers.figures.units import AMOUNT_UNIT, COUNTS, RATE_UNIT, UNIT, canonical_unit, is_unit, scaled, unit_kind
from parsers.numerals import SCALES, Number, expanded, scan_numbers
from parsers.records import Block, Cell, Figure, Text
from parsers.vocabulary import (
    ACTUAL,
    AMOUNT,
    CHANGE,
    COUNT,
    RATE,
    BlockKind,
    FigureKind,
    Method,
    PartRole,
    Qualifier,
    Tense,
)

_UNIT_IN_HEAD = re.compile(r"[（(]\s?(?:单位[：:]\s?)?(%|[一-龥]{1,5}(?:[/／][一-龥]{1,3})?)\s?[）)]")
_UNIT_ABOVE = re.compile(r"单位\s?[：:]\s?((?:%|[一-龥]{1,3})(?:[、，,/]\s?(?:%|[一-龥]{1,3})){0,4})")
_MONEY_HEAD = re.compile(r"金额|罚没|罚款|标的|经费|收入|价值")
_YEAR_CELL = re.compile(r"(?:19|20)\d\d\s?年(?:度)?")
_YEAR_ROW = re.compile(r"((?:19|20)\d\d)\s?(?P<marked>年?度?)")
_YEAR_COLUMN = re.compile(r"年度|年份|^年$|时间")
# 目标值, 全市平均, 五年累计: columns beside the year's own
_AIMED = re.compile(r"目标|计划(?:数|值|任务)|任务数|预期")
_AVERAGE = re.compile(r"(?:全[国省市县区州]|[省市州县]|平)均(?!分)|全国|先进水平")
_SUMMED_UP = re.compile(r"(?:[近前]?[两三四五]年|历年|以来)\s*(?:累计|合计|总计)|累计(?!办|完成|收|受|审|培)")
_SIGN = re.compile(r"\s*[+＋\-−－↑↓▲▼]\s*")
_FALLS = frozenset("-−－↓▼")
_WHOLE_CELL = re.compile(r"[+＋\-−－]?\d[\d,，. ]{0,24}%?")
_YEAR_HEAD = re.compile(r"((?:19|20)\d\d)\s?年")
_ORDINAL_HEAD = re.compile(r"^(?:序号|编号|行次|栏次|代码)$")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3}){1,4}(?:\.\d{1,4})?")
_CELLED = frozenset({Method.HTML, Method.DOCX, Method.DOC, Method.WPS, Method.XLSX, Method.XLS})
_LOOK_BACK = 3


class TableReader:
    """Reads the rows of a text's tables in order; a row of words after rows of numbers heads the rows below it."""

    def __init__(self, text: Text, year: int | None, *, apart: bool = False) -> None:
        self._text = text
        self._year = year
        self._apart = apart  # whether the issuer and its system are two (Levels.apart)
        self._last = -2  # index of the row before, to see where a table ends
        self._counted = False  # whether the table has had a row with numbers
        self._heads: dict[int, str] | None = None  # column heads found inside the table, by the cell's place
        self._inner = False  # whether those heads stand below rows with numbers, and so replace the first ones
        self._unit: str | None = None  # ``单位：件`` above the table
        self._lead = ""  # the line above it, or its own first row
        self._caption = ""  # what a table counts by the line above it, or by its own first row
        self._whole = ""  # what the line of a list counts whose parts stand below it
        self._section: str | None = None  # the line of a section that the row before was

    def read(self, index: int, block: Block, role: PartRole | None) -> Iterator[Figure]:
        """The figures of the table row at ``text.blocks[index]``, in the order of its cells."""
        words = {place: cell.text.strip() for place, cell in enumerate(block.cells) if cell.text.strip()}
        if index != self._last + 1 or begins_table(self._text.blocks[index - 1], block):
            self._counted, self._heads, self._section, self._whole = False, None, None, ""
            self._unit = _unit_above(self._text, index)
            self._lead = line_above(self._text, index)
            self._caption = caption_of(self._lead)
            self._lead = words.get(0, self._lead) if len(words) == 1 else self._lead  # a title over the whole width
        elif begins_table(block, self._text.blocks[index - 1]):
            self._counted, self._heads = False, None  # under heads of its own
        self._last = index
        cells = block.cells
        if (whole := heading_number(words.get(0, ""))) is not None:
            self._whole = whole
        if self._whole:
            cells = tuple(listed_under(cell, self._whole) for cell in cells)
        if any(_WHOLE_CELL.fullmatch(word) for word in words.values()):
            self._counted, self._section = True, None
            if self._heads is not None:
                cells = tuple(self._headed(place, cell) for place, cell in enumerate(cells))
        elif not any(says_nothing(word) or any(map(str.isdigit, word)) for word in words.values()):
            if self._counted:
                self._begin_section(words, len(cells))
            elif is_under_caption(cells, words):
                self._heads, self._inner = words, False
            elif len(words) == 1:
                self._caption = caption_of(*words.values()) or self._caption
        if self._caption and not ("强制" in self._caption and any("强制执行" in cell.column_head for cell in cells)):
            # a bare 合计 over 强制措施 and 强制执行 is of neither
            cells = tuple(captioned(cell, self._caption) for cell in cells)
        row = replace(block, cells=cells)
        yield from _read_row(self._text, row, self._unit, self._year, role, lead=self._lead, apart=self._apart)

    def _begin_section(self, words: dict[int, str], width: int) -> None:
        """A row of words below rows with numbers: a section's own line, or the heads of its columns."""
        if len(words) > 1:
            self._heads, self._inner = words, True
            self._caption = self._caption if self._section is None else caption_of(self._section)
            self._section = None
            return
        self._section = next(iter(words.values()), None)
        if width > 2:
            self._heads, self._inner = {}, True  # the heads of the section before are not this one's

    def _headed(self, place: int, cell: Cell) -> Cell:
        head = (self._heads or {}).get(place, "")
        return replace(cell, column_head=head if self._inner else cell.column_head or head)


def _read_row(
    text: Text, block: Block, above: str | None, year: int | None, role: PartRole | None, *, lead: str, apart: bool
) -> Iterator[Figure]:
    cells, unit = own_heads(block.cells)
    apart = apart and tells_apart(cells)
    unsure = unsure_cells(cells, scanned=block.confidence is not None) | kinds_of_others(cells, lead)
    told = next((found[1] for cell in cells[:2] if (found := _row_year(cell))), "")
    for place, cell in enumerate(cells):
        raw = _in_thousands(cell.text.strip(), text.method)
        if not raw or _ORDINAL_HEAD.match(cell.column_head.strip()) or raw == cell.row_head.strip():
            continue
        read = _read_cell(raw, f"{cell.row_head} {cell.column_head}", unit or above)
        if read is None:
            continue
        if told and raw.startswith(told):
            continue
        heads = cell.column_head + cell.row_head
        tense, period = _when(f"{heads} {told}年" if told and not _YEAR_HEAD.search(heads) else heads, year, role)
        if apart and is_wider(cell.column_head):
            tense = Tense.OTHER_LEVEL
        offset = cell.start + text.text[cell.start : cell.end].find(raw[:1])
        start, end = read.span[0], read.span[1] + len(cell.text.strip()) - len(raw)
        label = " ".join(part.strip() for part in (cell.row_head, cell.column_head) if part.strip())
        yield Figure(
            label=label[-80:],
            value=read.value,
            unit=read.unit,
            kind=read.kind,
            qualifier=read.qualifier,
            tense=tense,
            period=period,
            part=role,
            metric=None,
            quote=text.text[block.start : block.end],
            start=block.start,
            end=block.end,
            at=(offset + start, offset + end),
            page=block.page,
            source=block.source,
            confidence=block.confidence,
            words=("", "", "") if place in unsure else (head_words(cell), "", cell.row_head.strip()),
            step=read.step,
        )


def _in_thousands(raw: str, method: Method) -> str:
    """``raw`` with its thousands set together (2 100), where the format says what is one cell."""
    return raw.replace(" ", "") if method in _CELLED and _THOUSANDS.fullmatch(raw) else raw


def _row_year(cell: Cell) -> re.Match[str] | None:
    """The year that a whole row is of, by its first cells (年度 | 收案 | 受理 over 2023 | 112 | 106)."""
    found = _YEAR_ROW.fullmatch(cell.text.strip())
    return found if found and (found["marked"] or _YEAR_COLUMN.search(cell.column_head)) else None


@dataclass(frozen=True, slots=True)
class _Value:
    value: float
    unit: str
    kind: FigureKind
    qualifier: Qualifier
    span: tuple[int, int]
    step: float


def _read_cell(raw: str, heads: str, above: str | None) -> _Value | None:
    """What one cell counts; None for words, blanks and dashes. A sign makes a change: "+36.7%", "-1.78个百分点"."""
    if _YEAR_CELL.fullmatch(raw):
        return None
    sign = _SIGN.match(raw)
    start = sign.end() if sign else 0
    number = next(scan_numbers(raw, start), None)
    if number is None or number.chinese or number.start != start:
        return None  # words with a number in them: a sentence in a cell, not a value
    falls = bool(sign and sign[0].strip() in _FALLS)
    read = _unit_of(raw, number, heads, above)
    if read is None:
        return None
    unit, kind, scale = read
    value = expanded(number.value, scale)
    if (sign and unit == RATE_UNIT) or re.search(r"同比|增长|增幅|增减", heads):
        kind = CHANGE
    return _Value(
        -value if falls else value, unit, kind, number.qualifier, (number.start, number.end), number.step * scale
    )


def _unit_of(raw: str, number: Number, heads: str, above: str | None) -> tuple[str, FigureKind, float] | None:
    """(unit, kind, scale) of a cell's number, from the cell itself, its heads, or the words above the table."""
    if number.percent:
        return RATE_UNIT, RATE, 1.0
    if not raw[number.end :].strip():
        unit, scale = scaled(_unit_in(heads) or _rate_head(heads) or _suited(above, heads))
        if raw[number.end - 1 : number.end] in SCALES:
            scale = 1.0  # 9.3万 under 万件
        if unit == AMOUNT_UNIT:
            return unit, AMOUNT, scale
        return canonical_unit(unit), RATE if unit == RATE_UNIT else COUNT, scale
    follow = UNIT.match(raw, number.end)
    if follow is None or follow.end() < len(raw.rstrip(" 。；，")):
        return None
    if follow["percent"]:
        return RATE_UNIT, RATE, 1.0
    if follow["point"] or follow["mille"]:
        return POINT_UNIT, CHANGE, 1.0
    return canonical_unit(follow["unit"]), unit_kind(follow["unit"]), 1.0


def _unit_in(heads: str) -> str:
    """``（万元）`` in a head; what else stands in parentheses (第二十条第（一）项) is no unit."""
    for found in _UNIT_IN_HEAD.finditer(heads):
        if is_unit(found[1]):
            return found[1]
    return ""


def _suited(units: str | None, heads: str) -> str:
    """Which of the units given for a whole table or row fits these heads: money for amounts, another for counts."""
    given = re.split(r"[、，,/]\s?", units) if units else []
    money = bool(_MONEY_HEAD.search(heads))
    if len(given) == 1 and not (money and scaled(given[0])[0] in COUNTS):
        return given[0]
    return next((unit for unit in given if (scaled(unit)[0] == AMOUNT_UNIT) is money and unit != RATE_UNIT), "")


def _rate_head(heads: str) -> str:
    return RATE_UNIT if re.search(r"(?:率|占比|比例)\s*$", heads.strip()) else ""


def _unit_above(text: Text, index: int) -> str | None:
    """``单位：件`` in the few lines above the table's first row."""
    for block in reversed(text.blocks[max(0, index - _LOOK_BACK) : index]):
        if block.kind is BlockKind.TABLE_ROW:
            return None
        found = _UNIT_ABOVE.search(text.text[block.start : block.end][-120:])
        if found:
            return found[1]
    return None


def _when(heads: str, year: int | None, role: PartRole | None) -> tuple[Tense, str | None]:
    if role is PartRole.PLAN:
        return Tense.TARGET, str(year + 1) if year else None
    if re.search(r"同比|增长|增幅|[较比](?:上年|去年|上一年)", heads):
        return ACTUAL, str(year) if year else None
    if _AIMED.search(heads):
        return Tense.TARGET, str(year) if year else None
    if _AVERAGE.search(heads):
        return Tense.OTHER_LEVEL, str(year) if year else None
    if _SUMMED_UP.search(heads):
        return Tense.CUMULATIVE, None
    named = _YEAR_HEAD.search(heads)
    if named and year and int(named[1]) != year:
        return (Tense.PRIOR if int(named[1]) < year else Tense.TARGET), named[1]
    if year and re.search(r"上年|去年|上一年|同期", heads) and not re.search(r"结转", heads):
        return Tense.PRIOR, str(year - 1)
    return ACTUAL, str(year) if year else None
